"""What a moderator should look at twice: somebody's own data in public texts, and twins."""

import re

from django.db.models import Q
from django.utils.translation import gettext as _

from hosting.models import Offer, Organisation
from portal.lib.extract import fold
from portal.lib.languages import column, localized, source_language

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
ELEVEN_DIGITS = re.compile(r"(?<!\d)\d{6}[ .-]?\d{5}(?!\d)")
PHONE = re.compile(r"(?<!\d)(?:\+|00)?\d(?:[ .-]?\d){7,13}(?!\d)")
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
# So many possible twins are shown.
MOST_TWINS = 5


def texts_of(offer: Offer) -> dict[str, str]:
    """What its sender says, by field: what is proposed goes before what stands there."""
    proposed = offer.proposed or {}
    said = {
        name: str(proposed.get(name, getattr(offer, column(name, offer.written_in)) or ""))
        for name in Offer.TEXTS
    }
    return said | {"place": str(proposed.get("place", offer.place))}


def warnings_about(offer: Offer, sender_email: str = "") -> list[str]:
    """What may be somebody's own in what everybody would see, in whole sentences."""
    words = " \n".join(texts_of(offer).values())
    proposed = offer.proposed or {}
    shown = str(proposed.get("contact_email", offer.contact_email)).lower()
    found = {
        _("There are eleven digits in a row: is that somebody’s identity number?"):
            ELEVEN_DIGITS.search(words),
        _("There is an e-mail address in the text. Is it an organisation’s?"):
            ADDRESS.search(words),
        _("There is a telephone number in the text. Is it an organisation’s?"):
            PHONE.search(ELEVEN_DIGITS.sub("", words)),
        _("There is a link in the text: does it lead where it says?"): LINK.search(words),
        _("The e-mail for readers is the sender’s own. Readers would see it."):
            sender_email and shown == sender_email.lower(),
    }  # fmt: skip
    return [sentence for sentence, is_there in found.items() if is_there]


def twins_of(offer: Offer) -> list[Offer]:
    """Other offers that may be the same one: by title, or by who offers what where."""
    title = column("title", offer.written_in)
    here = offer.municipalities.values("pk")
    same_kind = Q(kind=offer.kind, municipalities__in=here)
    if offer.organisation_id:
        same_kind &= Q(organisation=offer.organisation_id)
    else:
        name = offer.organisation_name
        known = Q(**{f"organisation__{column('name', source_language())}__iexact": name})
        same_kind &= Q(organisation_name__iexact=name) | known
    alike = Q(**{f"{title}__iexact": getattr(offer, title) or ""}) | same_kind
    others = Offer.objects.exclude(pk=offer.pk).exclude(status=Offer.Status.SUBMITTED)
    found = others.filter(alike).select_related("organisation").distinct()
    return list(found.order_by("-pk")[:MOST_TWINS])


def organisation_like(offer: Offer, organisations: list[Organisation]) -> Organisation | None:
    """The organisation that is called as the sender calls it, if there is one."""
    wanted = fold(offer.organisation_name).strip()
    named = {fold(localized(each, "name").value).strip(): each for each in organisations}
    return named.get(wanted)
