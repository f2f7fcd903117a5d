"""Where a family takes mail, and in which language."""

from django.conf import settings

from newcomers.models import Family

# Whoever speaks none of ours gets English: most can have it read to them.
OTHERWISE = "en"
AT_HOME = (Family.Category.NORWEGIAN, Family.Category.RETURNEE, Family.Category.DEFENCE)


def address_of(family: Family) -> str:
    """The main contact's address; "" for none, and for a family that is not written to: one with a
    confidential address (invariant 8), and one whose data are only kept. Needs the scope."""
    if family.is_protected or family.is_restricted:
        return ""
    main = family.people.filter(is_main_contact=True).first()
    return main.email if main else ""


def language_of(family: Family) -> str:
    """The first of the languages that the family speaks and the portal has."""
    ours = dict(settings.LANGUAGES)
    spoken = next((code for code in family.languages if code in ours), "")
    if spoken:
        return spoken
    is_at_home = not family.languages and family.category in AT_HOME
    return settings.LANGUAGE_CODE if is_at_home else OTHERWISE
