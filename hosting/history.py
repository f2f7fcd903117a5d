"""What is written down of the hosts' changes. Imported by `ready`: see `municipalities.history`."""

from hosting.models import (
    Absence,
    Campaign,
    Coordinator,
    Event,
    HandbookPage,
    Letter,
    Need,
    Offer,
    OfficeDay,
    Organisation,
    Participation,
    Picture,
    SelfCheck,
    SelfCheckAnswer,
    Step,
    StepTime,
)
from portal.lib.history import keep_history, keep_history_of_links

keep_history(Coordinator, Organisation, Step, StepTime)
keep_history_of_links(Organisation.municipalities, Organisation.sources)
keep_history_of_links(Step.depends_on, Step.depends_on_any, Step.sources)
# Neither senders nor their links: who they are is forgotten with their rows.
# Nor what may be somebody's own number: such a copy would outlive its erasure.
# And nothing that nobody has confirmed: it is deleted after some days, whatever stands in it.
keep_history(
    Offer,
    leave_out=["contact_email", "contact_phone", "proposed", "decline_reason"],
    not_while={"status": Offer.Status.SUBMITTED.value},
)
keep_history(Need, Participation)
keep_history_of_links(Offer.municipalities)
keep_history(Campaign, Letter)
keep_history(Event)
keep_history(OfficeDay, Absence, Picture, HandbookPage, SelfCheck, SelfCheckAnswer)
