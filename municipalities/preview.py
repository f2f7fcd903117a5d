"""Previews: a text as readers will see it, for whoever has the link.

The page is made inside a transaction in which the revision is published, and that is undone: what
is shown is what readers will see, whatever the page is made of.
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.utils.translation import override

from municipalities.models import Revision, Story, StoryChapter
from municipalities.models.text import PublishingState

SALT = "preview"
VALID_FOR = 7 * 24 * 60 * 60  # seconds


def preview_addresses(revision: Revision) -> dict[str, str]:
    """The link in each language, by its code; it needs no account, and expires after a week."""
    token = signing.dumps(revision.pk, salt=SALT)
    addresses = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            addresses[code] = settings.SITE_URL + reverse("preview", args=[token])
    return addresses


def revision_of(token: str) -> Revision | None:
    """The revision that the link is about, if it is there still.

    Raises signing.SignatureExpired, and signing.BadSignature for an altered link.
    """
    pk = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    return Revision.objects.filter(pk=pk).first()


def shown_as_published(request: HttpRequest, revision: Revision) -> HttpResponse:
    """The text's page as if the revision were published. Raises Http404 where it has none."""
    text: Any = revision.text
    with transaction.atomic():
        text.take(revision.texts, revision.versions)
        # Before somebody has agreed, a story cannot be published even here: its page knows.
        if hasattr(text, "state") and not isinstance(text, (Story, StoryChapter)):
            text.state = PublishingState.PUBLISHED
        text.save()
        view, args, kwargs = resolve(text.get_absolute_url().partition("#")[0])
        request.preview = revision  # type: ignore[attr-defined]
        response: HttpResponse = view(request, *args, **kwargs)
        transaction.set_rollback(True)
    return response
