"""The least valid object of each kind. Texts are in the source language alone."""

import datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from hosting.events.occurrences import ONE_DAY, moment_of
from hosting.models import (
    Coordinator,
    Event,
    HandbookPage,
    Offer,
    OfferSender,
    OfficeDay,
    Organisation,
    Step,
    StepTime,
)
from municipalities.models import (
    Figure,
    LocalPart,
    Municipality,
    Page,
    Source,
    Story,
    StoryChapter,
    StoryConsent,
    Topic,
)
from newcomers.actions.enquiries import receive_enquiry
from newcomers.models import Enquiry
from portal.lib.dates import today
from portal.models import User

PASSWORD = "ja-vi-elsker-7"


class UserFactory(DjangoModelFactory[User]):
    """A member of staff without any role, who logs in with PASSWORD."""

    class Meta:
        model = User

    email = factory.Sequence("person-{}@example.org".format)
    name = factory.Sequence("Person {}".format)
    # Staff pages speak the account's language; the tests read English.
    language = "en"
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(*args, **kwargs)


class MunicipalityFactory(DjangoModelFactory[Municipality]):
    """A municipality of today."""

    class Meta:
        model = Municipality

    slug = factory.Sequence("kommune-{}".format)
    name = factory.Sequence("Kommune {}".format)


class SourceFactory(DjangoModelFactory[Source]):
    """A source with a title alone."""

    class Meta:
        model = Source

    key = factory.Sequence("kilde-{}".format)
    title = factory.Sequence("Kilde {}".format)


class TopicFactory(DjangoModelFactory[Topic]):
    """A topic of the first level."""

    class Meta:
        model = Topic

    key = factory.Sequence("tema-{}".format)
    label_nb = factory.Sequence("Tema {}".format)


class FigureFactory(DjangoModelFactory[Figure]):
    """A draft without source and date."""

    class Meta:
        model = Figure

    municipality = factory.SubFactory(MunicipalityFactory)
    key = factory.Sequence("tall-{}".format)
    kind = Figure.Kind.OTHER
    label_nb = factory.Sequence("Tall {}".format)


class PageFactory(DjangoModelFactory[Page]):
    """A draft with a title alone."""

    class Meta:
        model = Page

    slug = factory.Sequence("side-{}".format)
    topic = factory.SubFactory(TopicFactory)
    title_nb = factory.Sequence("Side {}".format)


class LocalPartFactory(DjangoModelFactory[LocalPart]):
    """An empty draft."""

    class Meta:
        model = LocalPart

    page = factory.SubFactory(PageFactory)
    municipality = factory.SubFactory(MunicipalityFactory)


class StoryFactory(DjangoModelFactory[Story]):
    """A draft with a title alone, to which somebody has agreed."""

    class Meta:
        model = Story
        skip_postgeneration_save = True

    slug = factory.Sequence("historie-{}".format)
    person = factory.Sequence("Forteller {}".format)
    municipality = factory.SubFactory(MunicipalityFactory)
    title_nb = factory.Sequence("Historie {}".format)

    @factory.post_generation
    def consent(self: Any, create: bool, extracted: Any, **said: Any) -> None:
        """On paper."""
        if create:
            given = {"text_version": "2026-1", "language": "nb", "channel": "paper"} | said
            StoryConsent.objects.create(story=self, recorded_by=UserFactory(), **given)


class StoryChapterFactory(DjangoModelFactory[StoryChapter]):
    """An empty draft."""

    class Meta:
        model = StoryChapter

    story = factory.SubFactory(StoryFactory)
    municipality = factory.SelfAttribute("story.municipality")
    month = "2023-08-01"


class CoordinatorFactory(DjangoModelFactory[Coordinator]):
    """Somebody who is on duty for an unlimited time."""

    class Meta:
        model = Coordinator

    municipality = factory.SubFactory(MunicipalityFactory)
    slug = factory.Sequence("kontakt-{}".format)
    name = factory.Sequence("Kontakt {}".format)
    role_nb = "Vertskapskontakt"


class OfficeDayFactory(DjangoModelFactory[OfficeDay]):
    """Two hours, thirty days from now."""

    class Meta:
        model = OfficeDay

    municipality = factory.SubFactory(MunicipalityFactory)
    date = factory.LazyFunction(lambda: today() + datetime.timedelta(days=30))
    starts_at = datetime.time(10)
    ends_at = datetime.time(12)
    place = "Biblioteket"


class HandbookPageFactory(DjangoModelFactory[HandbookPage]):
    """A routine with a title alone."""

    class Meta:
        model = HandbookPage

    municipality = factory.SubFactory(MunicipalityFactory)
    key = factory.Sequence("rutine-{}".format)
    title_nb = factory.Sequence("Rutine {}".format)


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """An active organisation that readers see."""

    class Meta:
        model = Organisation

    slug = factory.Sequence("organisasjon-{}".format)
    kind = Organisation.Kind.OTHER
    name_nb = factory.Sequence("Organisasjon {}".format)


class EventFactory(DjangoModelFactory[Event]):
    """A draft of an evening in a week's time."""

    class Meta:
        model = Event

    municipality = factory.SubFactory(MunicipalityFactory)
    slug = factory.Sequence("arrangement-{}".format)
    title_nb = factory.Sequence("Arrangement {}".format)
    body_nb = "<p>Kom og bli kjent.</p>"
    venue_nb = "Biblioteket"
    starts = factory.LazyFunction(lambda: evening_in(7))
    ends = factory.LazyAttribute(lambda event: event.starts + datetime.timedelta(hours=2))


def evening_in(days: int) -> datetime.datetime:
    """Six in the evening in Oslo, so many days from today."""
    return moment_of(datetime.datetime.combine(today(), datetime.time(18)) + days * ONE_DAY)


class OfferFactory(DjangoModelFactory[Offer]):
    """A published activity for the whole region, with a title and a text in Norwegian."""

    class Meta:
        model = Offer
        skip_postgeneration_save = True

    organisation = factory.SubFactory(OrganisationFactory)
    kind = Offer.Kind.ACTIVITY
    slug = factory.Sequence("tilbud-{}".format)
    written_in = "nb"
    title_nb = factory.Sequence("Tilbud {}".format)
    text_nb = "Kom og bli med."
    serves_region = True
    status = Offer.Status.PUBLISHED
    confirmed_on = factory.LazyFunction(today)

    @factory.post_generation
    def places(self, create: bool, extracted: Any, **options: Any) -> None:
        """`places=[senja]`: for these, and not for the whole region."""
        offer: Any = self
        if extracted:
            offer.municipalities.set(extracted)
            Offer.objects.filter(pk=offer.pk).update(serves_region=False)
            offer.serves_region = False


class OfferSenderFactory(DjangoModelFactory[OfferSender]):
    """Who sent an offer in; the address is not confirmed."""

    class Meta:
        model = OfferSender

    offer = factory.SubFactory(OfferFactory)
    name = "Sigrid Avsender"
    email = factory.Sequence("avsender-{}@example.org".format)
    language = "nb"


class StepFactory(DjangoModelFactory[Step]):
    """A draft for Nordic citizens, with a title alone."""

    class Meta:
        model = Step

    key = factory.Sequence("steg-{}".format)
    topic = factory.SubFactory(TopicFactory)
    phase = "first_week"
    groups = ["nordic"]
    title_nb = factory.Sequence("Steg {}".format)


class StepTimeFactory(DjangoModelFactory[StepTime]):
    """Eight days after arrival at the latest."""

    class Meta:
        model = StepTime

    step = factory.SubFactory(StepFactory)
    amount = 8
    unit = "days"
    relation = "after"
    anchor = "arrival"


def received_enquiry(place: Municipality, **fields: Any) -> Enquiry:
    """An enquiry as the public form stores it: nobody may have read it back."""
    wanted = {"language": "de", "name": "Kanari", "email": "kanari@example.org"} | fields
    enquiry = Enquiry(municipality=place, **wanted)
    assert receive_enquiry(enquiry=enquiry)
    return enquiry
