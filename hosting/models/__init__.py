"""What the hosts offer."""

from hosting.models.campaign import Campaign, CampaignVisit
from hosting.models.coordinator import Absence, Coordinator
from hosting.models.event import Event
from hosting.models.handbook import HandbookPage
from hosting.models.letter import Letter, LetterCount
from hosting.models.need import Need
from hosting.models.offer import Offer
from hosting.models.offer_sender import OfferLink, OfferSender
from hosting.models.office_day import OfficeDay
from hosting.models.organisation import Organisation
from hosting.models.participation import Participation
from hosting.models.picture import Picture
from hosting.models.self_check import SelfCheck, SelfCheckAnswer
from hosting.models.step import Occupation, Step
from hosting.models.step_time import StepTime

__all__ = [
    "Absence",
    "Campaign",
    "CampaignVisit",
    "Coordinator",
    "Event",
    "HandbookPage",
    "Letter",
    "LetterCount",
    "Need",
    "Occupation",
    "Offer",
    "OfferLink",
    "OfferSender",
    "OfficeDay",
    "Organisation",
    "Participation",
    "Picture",
    "SelfCheck",
    "SelfCheckAnswer",
    "Step",
    "StepTime",
]
