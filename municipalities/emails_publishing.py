"""What editors are told by mail about revisions: which text it is, and a link."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from municipalities.models import Revision
from portal.lib.mail import Mail


def review_waits(user: Any, revision: Revision) -> Mail:
    """To who may publish: somebody asks for a look at a text."""
    kind = revision.content_type
    name = f"admin:{kind.app_label}_{kind.model}_revision"
    link = settings.SITE_URL + reverse(name, args=[revision.object_id, revision.number])
    with override(user.language):
        body = render_to_string(
            "municipalities/emails/review_waits.txt",
            {"title": str(revision.text), "who": revision.author_name, "link": link},
        )
        subject = _("Landgang: a text waits for your review")
    return Mail("review", f"{revision.pk}.{user.pk}", user.email, subject, body)
