"""Four municipalities become one: everything is there afterwards, and seen by who is there now."""

import datetime
from dataclasses import dataclass
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hosting.models import Event, Letter
from municipalities.models import (
    LocalPart,
    Membership,
    Merger,
    Municipality,
    Page,
    Revision,
    Story,
)
from municipalities.roles import Role
from newcomers import tasks_transfers
from newcomers.models import (
    Case,
    CaseAccess,
    Enquiry,
    Family,
    FollowUp,
    LetterDelivery,
    Person,
    StayCheck,
    Subscription,
    Task,
    Transfer,
    TransferBundle,
    TransferCover,
)
from newcomers.reports import Period, contact_points
from portal.lib.dates import today
from portal.lib.jobs import enqueue
from portal.lib.scope import scoped
from portal.management.commands import merge_municipalities
from portal.merging.rules import BESIDE_A_TEXT, MOVES, STAYS
from portal.models import User
from tests.factories import (
    CoordinatorFactory,
    EventFactory,
    HandbookPageFactory,
    MunicipalityFactory,
    OfferFactory,
    OfficeDayFactory,
    OrganisationFactory,
    StoryChapterFactory,
)
from tests.newcomers.cast import (
    Cast,
    active_case,
    assigned_case,
    cast_of,
    logged,
    reached,
    with_role,
)
from tests.newcomers.two_places import accept, between

FORMER = ("berg", "lenvik", "torsken", "tranoy")
FIRST_DAY = datetime.date(2020, 1, 1)
OWNER = {"transaction": True, "databases": ["default", "owner"]}
CONFIDENTIAL: tuple[type[Any], ...] = (
    Case, CaseAccess, Enquiry, Family, FollowUp, LetterDelivery, Person, StayCheck, Subscription,
    Task, Transfer, TransferBundle, TransferCover,
)  # fmt: skip


def merge(*options: str, former: tuple[str, ...] = FORMER) -> str:
    """What the command says."""
    out = StringIO()
    call_command("merge_municipalities", *former, "--into", "senja", *options, stdout=out)
    return out.getvalue()


def refused(*options: str, former: tuple[str, ...] = FORMER) -> str:
    """What the command says when it does nothing."""
    with pytest.raises(CommandError) as found:
        merge(*options, former=former)
    return str(found.value)


def rows_told(said: str) -> list[str]:
    """How many rows of what, as the command says it."""
    lines = [line.split() for line in said.splitlines()]
    return sorted(" ".join(words) for words in lines if words and words[0].isdigit())


def staffed(slug: str) -> Cast:
    """A municipality of the region as it is, with a case log and its people."""
    place = Municipality.objects.get(slug=slug)
    for name, value in {
        "valid_to": None, "successor": None, "legal_basis_text_nb": "Kommuneloven",
        "privacy_officer": "Pia", "privacy_officer_contact": "pia@example.org",
        "case_log_enabled": True,
    }.items():  # fmt: skip
        setattr(place, name, value)
    place.save()
    return Cast(
        place,
        coordinator=with_role(place, Role.COORDINATOR, name=f"Kari {place.name}"),
        colleague=with_role(place, Role.COORDINATOR, name=f"Kolbjørn {place.name}"),
        lead=with_role(place, Role.LEAD, name=f"Lena {place.name}"),
    )


@dataclass(frozen=True)
class Before:
    """What there was before the merger."""

    casts: dict[str, Cast]
    case: Case  # of Berg
    waiting: Case  # proposed by Berg to Lenvik
    went_on: Case  # accepted by Lenvik, from Torsken
    from_outside: Case  # proposed by Bardu to Tranøy
    both: User  # coordinator in Berg and in Lenvik


def people_and_cases() -> Before:
    """Cases in all of them, some on their way."""
    casts = {slug: staffed(slug) for slug in (*FORMER, "senja", "bardu")}
    berg, lenvik = casts["berg"], casts["lenvik"]
    both = with_role(berg.place, Role.COORDINATOR, name="Begge To")
    Membership.objects.create(user=both, municipality=lenvik.place, role=Role.COORDINATOR)
    waiting = between(berg, lenvik)
    between(casts["torsken"], lenvik)
    went_on = accept(lenvik)
    from_outside = between(casts["bardu"], casts["tranoy"])
    with scoped([berg.place.pk]):
        case = active_case(berg)
        logged(case, berg.coordinator, reached(counterparts=["newcomer"]))
        case = Case.objects.select_related("family").get(pk=case.pk)
    return Before(casts, case, waiting, went_on, from_outside, both)


def beside(before: Before) -> None:
    """Enquiries, subscriptions and stay checks; some of them twice."""
    now = timezone.now()
    journey = before.case.family.journey
    for slug in ("berg", "lenvik", "senja"):
        place = before.casts[slug].place
        with scoped([place.pk]):
            Enquiry.objects.create(
                municipality=place, language="de", name="Greta", email="g@example.org",
                delete_on=today() + datetime.timedelta(days=300),
            )  # fmt: skip
            subscription = Subscription.objects.create(
                municipality=place, language="de", email="Greta@example.org", asked_key=slug,
                confirmed_at=None if slug == "berg" else now,
            )  # fmt: skip
            letter = Letter.objects.create(municipality=place, month=FIRST_DAY)
            LetterDelivery.objects.create(
                letter=letter, municipality=place, subscription=subscription
            )
    for slug, answer in (("berg", "no"), ("lenvik", "yes")):
        place = before.casts[slug]
        with scoped([place.place.pk]):
            StayCheck.objects.create(
                journey=journey, municipality=place.place, due_on=today(), months=36,
                answer=answer, reason="work" if answer == "no" else "", answered_by=place.lead,
                answered_at=now + datetime.timedelta(minutes=slug == "lenvik"),
            )  # fmt: skip


def hosts(before: Before) -> None:
    """What the public sees of the former municipalities."""
    berg, lenvik, senja = (before.casts[slug].place for slug in ("berg", "lenvik", "senja"))
    CoordinatorFactory(municipality=berg, slug="vert-berg")
    CoordinatorFactory(
        municipality=berg, slug="vert-for-lenge-siden", valid_to=datetime.date(2015, 1, 1)
    )
    OrganisationFactory(slug="koret").municipalities.set([berg, lenvik, senja])
    OfferFactory(slug="turlaget").municipalities.set([lenvik])
    for place in (berg, lenvik):
        OfficeDayFactory(
            municipality=place, date=today() + datetime.timedelta(days=3), place="Rådhuset"
        )
        HandbookPageFactory(municipality=place, key="rutiner")
    EventFactory(municipality=berg, slug="kafe-i-berg")
    chapter = StoryChapterFactory(story__municipality=lenvik, municipality=lenvik)
    Revision.objects.create(text=chapter.story, number=1, municipality=lenvik, content={})
    LocalPart.objects.create(page=Page.objects.first(), municipality=berg, body_nb="<p>I Berg.</p>")


def total(place: Municipality) -> dict[str, int]:
    """How many rows the municipality has, table by table."""
    with scoped([place.pk], [place.pk]):
        return {each.__name__: each.objects.filter(municipality=place).count()
                for each in CONFIDENTIAL}  # fmt: skip


def numbers(place: Municipality) -> tuple[int, int]:
    """K1a and K1b of this year."""
    with scoped(Municipality.objects.values_list("pk", flat=True)):
        found = contact_points(municipality=place.pk, period=Period.this_year())
        return found.made.count, found.reached.count


def listed(user: User) -> str:
    """The case list as the person sees it, all states."""
    client = Client()
    client.force_login(user)
    page = client.get(reverse("admin:newcomers_case_changelist"), {"status": "all"})
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.django_db(**OWNER)
def test_berg_lenvik_torsken_and_tranoy_become_senja(midt_troms: None, caplog: Any) -> None:
    before = people_and_cases()
    beside(before)
    hosts(before)
    casts = before.casts
    berg, lenvik, senja, bardu = (casts[s].place for s in ("berg", "lenvik", "senja", "bardu"))
    enqueue(tasks_transfers.tell_leads, municipality=berg.pk, transfer=0)
    had = {slug: total(cast.place) for slug, cast in casts.items()}
    counted = numbers(berg)
    assert counted == (3, 3)

    # Looking changes nothing.
    told = merge("--on", "2020-01-01")
    assert "Nothing was changed" in told
    assert {slug: total(cast.place) for slug, cast in casts.items()} == had
    assert Municipality.objects.get(slug="berg").successor is None

    with caplog.at_level("INFO"):
        done = merge("--on", "2020-01-01", "--carry-out")
    # What was shown is what was done.
    assert rows_told(done) == rows_told(told)
    assert caplog.text.count("event=municipalities_merged former=berg,lenvik,torsken,tranoy") == 1

    # Every row is Senja's, but for those that were there twice.
    gone = {"Subscription": 2, "LetterDelivery": 2, "StayCheck": 1}
    empty = dict.fromkeys(had["berg"], 0)
    assert all(total(casts[slug].place) == empty for slug in FORMER)
    sums = {name: sum(had[slug][name] for slug in (*FORMER, "senja")) for name in empty}
    # And the line in the log of the case that is not transferred any more.
    expected = {name: count - gone.get(name, 0) for name, count in sums.items()} | {
        "FollowUp": sums["FollowUp"] + 1
    }
    assert total(senja) == expected
    assert total(bardu) == had["bardu"]
    # The year before stays Berg's.
    assert numbers(berg) == counted
    assert numbers(senja) == (0, 0)
    with scoped([senja.pk]):
        assert set(Case.objects.values_list("municipality_then__slug", flat=True)) >= {"berg"}
        assert Subscription.objects.get().confirmed_at is not None
        assert StayCheck.objects.get(months=36).answer == "yes"
        assert before.case.number == Case.objects.get(pk=before.case.pk).number

    needless_and_waiting_transfers(before)
    roles_and_access(before)
    public_side(before)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args->>'municipality' = %s",
                       [str(berg.pk)])  # fmt: skip
        assert cursor.fetchone() == (0,)
    rows = {each.former.slug: each for each in Merger.objects.select_related("former")}
    assert set(rows) == set(FORMER)
    assert rows["berg"].rows["newcomers.Case.municipality"] == had["berg"]["Case"]
    assert rows["berg"].took_effect_on == FIRST_DAY

    # Once is enough; and what comes in late is carried over.
    assert "There is nothing to do." in merge("--carry-out")
    assert "There is nothing to do." in merge()
    assert Merger.objects.count() == 4
    with scoped([lenvik.pk]):
        Enquiry.objects.create(
            municipality=lenvik, language="nb", name="Sen", email="sen@example.org",
            delete_on=today() + datetime.timedelta(days=300),
        )  # fmt: skip
    assert "1  newcomers.Enquiry.municipality" in merge("--carry-out")
    assert total(lenvik) == empty
    assert Merger.objects.count() == 8


def needless_and_waiting_transfers(before: Before) -> None:
    """Between two of them: closed. From outside: waits, for Senja. Answered: history."""
    senja = before.casts["senja"]
    with scoped([senja.place.pk]):
        case = Case.objects.get(pk=before.waiting.pk)
        assert (case.status, case.coordinator) == ("active", before.casts["berg"].coordinator)
        sent = Transfer.objects.get(case=case)
        assert (sent.state, sent.answered_by) == ("needless", None)
        line = FollowUp.objects.filter(case=case).latest("pk")
        assert line.change["transfer"] == "needless"
        assert line.change["place"] == "Lenvik"
        assert line.municipality_then.slug == "berg"
        went_on = Case.objects.get(pk=before.went_on.pk)
        assert went_on.came_by.state == "accepted"
        assert went_on.bundle.from_municipality.slug == "torsken"
        waiting = TransferCover.objects.waiting().get()
        assert waiting.from_municipality.slug == "bardu"
    # Somebody in Senja answers it now, and works on with all the rest.
    taken = accept(senja, by=before.casts["tranoy"].coordinator)
    with scoped([senja.place.pk]):
        assert taken.municipality == senja.place
        logged(before.went_on, before.casts["lenvik"].coordinator, reached())
        # Whoever had a case has it still: none waits in the lead's queue.
        assert not Case.objects.in_municipalities([senja.place.pk]).without_coordinator().exists()


def roles_and_access(before: Before) -> None:
    """Who was in Berg is in Senja; nobody of Bardu sees more than before."""
    casts = before.casts
    assert Membership.objects.filter(user=before.both).count() == 1
    assert not Membership.objects.filter(municipality__slug__in=FORMER).exists()
    for user in (casts["berg"].coordinator, casts["senja"].coordinator, before.both):
        page = listed(user)
        assert before.case.number in page
        assert before.went_on.number in page
    assert before.case.number not in listed(casts["bardu"].coordinator)
    with scoped([casts["bardu"].place.pk]):
        assert set(Case.objects.values_list("municipality__slug", flat=True)) == {"bardu"}
    # The report of the old municipality opens for the lead of the new one.
    client = Client()
    client.force_login(casts["senja"].lead)
    page = client.get(reverse("admin:newcomers_report"), {"municipality": casts["berg"].place.pk})
    assert page.status_code == 200
    assert "Berg" in page.content.decode()


def public_side(before: Before) -> None:
    """Hosts moved; what was written of the old place stays with it, and leads on."""
    berg, senja = before.casts["berg"].place, before.casts["senja"].place
    assert set(senja.coordinators.values_list("slug", flat=True)) >= {"vert-berg"}
    assert set(berg.coordinators.values_list("slug", flat=True)) == {"vert-for-lenge-siden"}
    choir = apps.get_model("hosting", "Organisation").objects.get(slug="koret")
    assert [each.slug for each in choir.municipalities.all()] == ["senja"]
    club = apps.get_model("hosting", "Offer").objects.get(slug="turlaget")
    assert [each.slug for each in club.municipalities.all()] == ["senja"]
    days = apps.get_model("hosting", "OfficeDay").objects.filter(municipality=senja)
    assert sorted(days.values_list("place", flat=True)) == ["Rådhuset", "Rådhuset (Lenvik)"]
    handbook = apps.get_model("hosting", "HandbookPage").objects.filter(municipality=senja)
    assert set(handbook.values_list("key", flat=True)) >= {"rutiner", "rutiner-lenvik"}
    assert Event.objects.get(slug="kafe-i-berg").municipality == senja
    story = Story.objects.get()
    assert (story.municipality, story.chapters.get().municipality) == (senja, senja)
    assert Revision.objects.get(number=1, object_id=story.pk, content={}).municipality == senja
    assert LocalPart.objects.filter(municipality=berg).exists()
    berg.refresh_from_db()
    assert (berg.successor, berg.valid_to) == (senja, datetime.date(2019, 12, 31))
    assert not berg.case_log_enabled
    page = Client().get("/en/municipalities/berg/").content.decode()
    assert 'href="/en/municipalities/senja/"' in page


@pytest.mark.django_db(**OWNER)
def test_merger_names_everything_in_the_way_and_moves_nothing(region: Municipality) -> None:
    senja, berg = MunicipalityFactory(slug="senja", name="Senja"), cast_of(slug="berg", name="Berg")
    other = MunicipalityFactory(slug="bardu", name="Bardu")
    with scoped([berg.place.pk]):
        assigned_case(berg)
    Letter.objects.create(
        municipality=berg.place, month=FIRST_DAY, state="approved", approved_at=timezone.now(),
        approved_by=berg.lead,
    )  # fmt: skip
    tomorrow = str(today() + datetime.timedelta(days=1))
    assert "no municipality nowhere" in refused(former=("nowhere",))
    cases: dict[tuple[str, ...], list[str]] = {
        (): ["senja keeps no case log", "A letter of berg is on its way"],
        ("--on", tomorrow): ["has not come yet"],
    }
    for options, words in cases.items():
        shown = merge(*options, former=("berg",))
        told = refused(*options, "--carry-out", former=("berg",))
        for each in words:
            assert each in shown
            assert each in told
    assert "is the region" in refused("--carry-out", former=("berg", region.slug))
    assert "into itself" in refused("--carry-out", former=("senja",))
    Municipality.objects.filter(pk=berg.place.pk).update(
        valid_to=datetime.date(2019, 12, 31), successor=other, case_log_enabled=False
    )
    told = refused("--on", "2021-01-01", "--carry-out", former=("berg",))
    assert "berg is part of Bardu already" in told
    assert "ended on 2019-12-31, which is not the day before" in told
    assert not Merger.objects.exists()
    with scoped([berg.place.pk]):
        assert Case.objects.count() == 1
    Municipality.objects.filter(pk=senja.pk).update(
        valid_to=datetime.date(2019, 12, 31), successor=other
    )
    assert "senja has ended itself" in refused("--carry-out", former=("berg",))


@pytest.mark.django_db(**OWNER)
def test_merger_is_all_or_nothing(region: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    senja, berg = cast_of(slug="senja", name="Senja"), cast_of(slug="berg", name="Berg")
    with scoped([berg.place.pk]):
        assigned_case(berg)
    had = total(berg.place)

    def fails(*_given: Any) -> None:
        raise ProgrammingError("the disk is full")

    monkeypatch.setattr("portal.actions.mergers.end", fails)
    assert "the disk is full" in refused("--carry-out", former=("berg",))
    assert (total(berg.place), total(senja.place)["Case"]) == (had, 0)
    assert Membership.objects.filter(municipality=berg.place).count() == 3


@pytest.mark.django_db
def test_merger_needs_the_owner_and_the_web_role_writes_none(
    monkeypatch: pytest.MonkeyPatch, region: Municipality
) -> None:
    two = MunicipalityFactory(slug="senja"), MunicipalityFactory(slug="berg")
    fields = {"former": two[1], "successor": two[0], "took_effect_on": today()}
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Merger.objects.create(**fields)
    monkeypatch.setattr(merge_municipalities, "OWNER", "not configured")
    assert "DATABASE_OWNER_URL" in refused(former=("berg",))


def test_every_column_with_a_municipality_moves_or_stays() -> None:
    found = {
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy and not _is_history(model)
        for column in model._meta.concrete_fields
        if column.is_relation and column.related_model is Municipality
    }
    known = [*MOVES, *BESIDE_A_TEXT, *STAYS]
    assert len(set(known)) == len(known)
    assert found - set(known) == set(), "say in portal/merging/rules.py what becomes of these"
    assert set(known) - found == set()


def _is_history(model: Any) -> bool:
    """Whether it is a table of events: what was, and where, is not rewritten."""
    return any(each.name == "pgh_label" for each in model._meta.get_fields())


@pytest.fixture(autouse=True)
def _owner_is_closed() -> Any:
    """The next database may be another one."""
    yield
    connections["owner"].close()
