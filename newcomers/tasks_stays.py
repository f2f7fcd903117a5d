"""What is done later about the question whether people stay."""

import logging

from newcomers import emails_stays
from newcomers.actions.consents import may_stay_in_touch
from newcomers.family_mail import address_of, language_of
from newcomers.models import Case, StayCheck
from portal.lib.jobs import MAIL, job
from portal.lib.mail import Mail

logger = logging.getLogger(__name__)


@job(name="newcomers.ask_family", queue=MAIL)
def ask_family(*, municipality: int, check: int) -> Mail | None:
    """Send the family the question, unless it was answered or may not be written to meanwhile."""
    rows = StayCheck.objects.filter(pk=check, answer="", asked_at__isnull=False)
    found = rows.select_related("municipality").first()
    if found is None:
        return None
    cases = Case.objects.filter(family__journey=found.journey, municipality=municipality)
    case = cases.select_related("family").order_by("-opened_on", "-pk").first()
    # Consent taken back between the click and the mail counts too.
    to = address_of(case.family) if case and may_stay_in_touch(case) else ""
    if case is None or not to:
        return None
    return emails_stays.still_here(found, to, language_of(case.family))
