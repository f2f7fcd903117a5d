"""What is stored about a family: everything, nothing of others, and only after a person looked."""

import datetime
import json
import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.test import Client
from django.urls import reverse

from hosting.models import Organisation
from newcomers import stored as stored_rows
from newcomers.actions.drafts import keep_draft
from newcomers.actions.giving_out import (
    NoSuchText,
    NotLookedAt,
    TextChanged,
    decide_passages,
    give_out,
    looked_at,
    open_stored,
)
from newcomers.actions.privacy_requests import WhoAsks, note_asker
from newcomers.actions.tasks import NewTask, plan_task
from newcomers.models import (
    Case,
    CaseAccess,
    Enquiry,
    Family,
    GivenOut,
    LeftOut,
    Person,
    PrivacyRequest,
    StayCheck,
    Subscription,
    TransferBundle,
)
from newcomers.privacy_forms import PassagesForm, sentences_of
from newcomers.stored import (
    FREE_TEXTS,
    LEFT_OUT_EVERYWHERE,
    LEFT_OUT_OF,
    NOT_ABOUT_A_FAMILY,
    PLAIN,
    TABLES,
    Text,
    given_fields,
    model_of,
    read_stored,
    texts_of,
)
from newcomers.stored_document import without_passages
from portal.lib.dates import today
from portal.lib.scope import scoped
from tests.accounts import log_in
from tests.factories import OrganisationFactory, received_enquiry
from tests.newcomers.asking import agreed, asked, known, officer_of, with_partner
from tests.newcomers.cast import Cast, active_case, cast_of, logged, reached, soon
from tests.newcomers.two_places import proposed

pytestmark = pytest.mark.django_db
MODELS = {str(m._meta.model_name): m for m in apps.get_app_config("newcomers").get_models()}
NEIGHBOUR = "Naboen Kari Fremmed klager."
PARTNERS = "Otto vil skilles."


@pytest.fixture
def cast() -> Cast:
    return cast_of(name="Målselv")


def leads_scope(cast: Cast) -> Any:
    return scoped([cast.place.pk], [cast.place.pk])


def url(name: str, *args: Any) -> str:
    return reverse(f"admin:newcomers_privacyrequest_{name}", args=args)


@pytest.fixture
def made(cast: Cast) -> PrivacyRequest:
    """A request of a household with two adults, with a row in almost every table."""
    enquiry = received_enquiry(cast.place, name="Greta Beispiel", email="greta@example.org")
    theirs = received_enquiry(cast.place, name="Otto Annerledes", email="otto@example.org")
    received_enquiry(cast.place, name="Fremmed", email="fremmed@example.org")
    there = cast_of(name="Senja")
    with leads_scope(cast):
        case = active_case(cast, label="Kanari", arrived_on=today())
        Case.objects.filter(pk=case.pk).update(enquiry=enquiry)
        active_case(cast, label="Uvedkommende")
        Person.objects.exclude(family=case.family).update(email="andre@example.org")
        with_partner(case.family)
        logged(case, cast.coordinator, reached(text=f"Ringte Greta. {NEIGHBOUR} {PARTNERS}"))
        agreed(case.family, cast.coordinator)
        school = OrganisationFactory(kind=Organisation.Kind.EDUCATION)
        referral = NewTask("Skole", soon().due_on, "referral", referred_to=school)
        plan_task(case=case, task=referral, by=cast.coordinator)
        keep_draft(case=case, fields={"text": ["Begynte å skrive"]}, by=cast.coordinator)
        TransferBundle.objects.create(
            case=case, municipality=cast.place, from_municipality=there.place, note="Kom fra Senja",
            entries=[{"day": "2026-01-02", "text": "Skrevet i Senja", "author": "Siri"}],
        )  # fmt: skip
        for email in ("greta@example.org", "otto@example.org", "fremmed@example.org"):
            Subscription.objects.create(
                municipality=cast.place, language="de", email=email, asked_key=email,
                confirmed_at=enquiry.received_at,
            )  # fmt: skip
        proposed(case, there)
        request = asked(cast, case, wish="Alt")
        assert theirs.municipality_id == cast.place.pk
        return request


def look_through(request: PrivacyRequest, cast: Cast, *passages: str) -> None:
    for each in looked_at(request, open_stored(request=request, by=cast.lead)):
        found = [m.span() for p in passages for m in re.finditer(re.escape(p), each.text.value)]
        decide_passages(
            request=request, text=each.text, seal=each.text.seal, ranges=found, by=cast.lead
        )


def test_every_table_is_given_out_or_says_why_not() -> None:
    """A new table: add it to `stored.TABLES` and to newcomers_stored_in_request (migration 0021,
    replaced in a new one), or to NOT_ABOUT_A_FAMILY with the reason."""
    assert set(TABLES) | set(NOT_ABOUT_A_FAMILY) == set(MODELS)
    assert not set(TABLES) & set(NOT_ABOUT_A_FAMILY)


def test_every_field_that_is_classified_is_given_out_or_says_why_not() -> None:
    for table in TABLES:
        model: Any = MODELS[table]
        known_fields = {*model.PersonalData.ERASE, *model.PersonalData.KEEP}
        given = {each.name for each in given_fields(model)} - {"id"}
        without = {*LEFT_OUT_EVERYWHERE, *LEFT_OUT_OF.get(table, {})}
        assert known_fields - given <= without, table


def test_every_text_is_looked_at_or_is_plain() -> None:
    """A text in somebody's own words that nobody looks at would be given out with others in it."""
    for table in TABLES:
        texts = {
            each.name
            for each in given_fields(MODELS[table])
            if isinstance(each, models.CharField | models.TextField | models.JSONField)
            and not each.choices
        }
        assert texts == {*FREE_TEXTS.get(table, ()), *PLAIN.get(table, ())}, table
        arrays = {f.name for f in given_fields(MODELS[table]) if isinstance(f, ArrayField)}
        assert not arrays & {*FREE_TEXTS.get(table, ())}


def test_everything_of_the_family_comes_and_nothing_of_others(
    cast: Cast, made: PrivacyRequest
) -> None:
    with leads_scope(cast):
        open_stored(request=made, by=cast.lead)
        stored = read_stored(made)
        # What has no row here: nothing was given out, held, approved, or taken over from elsewhere.
        empty = {"givenout", "transfercover", "retentionhold", "retentionitem"}
        assert {table for table in TABLES if not stored.rows[table]} == empty
        rows = json.dumps([str(vars(row)) for there in stored.rows.values() for row in there])
        for word in ("Kanari", "Otto", "Skole", "Kom fra Senja", "Skrevet i Senja", "Flytter"):
            assert word in rows, word
        for word in ("Uvedkommende", "fremmed@", "andre@"):
            assert word not in rows, word
        readers = {(row.role, row.what) for row in stored.rows["caseaccess"]}
        assert readers == {("lead", "view")}


def test_address_that_two_families_have_is_certain_for_neither(
    cast: Cast, made: PrivacyRequest
) -> None:
    with leads_scope(cast):
        other = active_case(cast, label="Med samme adresse")
        Person.objects.filter(family=other.family).update(email="GRETA@example.org")
        stored = read_stored(made)
        assert [row.email for row in stored.rows["subscription"]] == ["otto@example.org"]
        # The enquiry that the case began with is the family's nevertheless.
        assert "greta@example.org" in {row.email for row in stored.rows["enquiry"]}


def test_nothing_is_given_out_before_it_is_known_who_asks(cast: Cast, made: PrivacyRequest) -> None:
    with leads_scope(cast):
        look_through(made, cast)
        for asks_for, identity in (("", "document"), ("self", "")):
            main = Person.objects.get(family=made.family, is_main_contact=True)
            note_asker(request=made, asker=main, asks_for=asks_for, identity=identity, by=cast.lead)
            with pytest.raises(WhoAsks):
                give_out(request=made, form="json", language="de", by=cast.lead)
        assert not GivenOut.objects.exists()


def test_every_text_is_looked_at_as_it_stands_before_anything_is_given_out(
    cast: Cast, made: PrivacyRequest
) -> None:
    with leads_scope(cast):
        made = known(cast, made, "all")
        with pytest.raises(NotLookedAt):
            give_out(request=made, form="json", language="de", by=cast.lead)
        look_through(made, cast)
        Family.objects.update(label="Kanari og Kari Fremmed")
        with pytest.raises(NotLookedAt) as refused:
            give_out(request=made, form="json", language="de", by=cast.lead)
        assert refused.value.count == 1
        text = next(texts_of(read_stored(made)))
        with pytest.raises(TextChanged):
            decide_passages(request=made, text=text, seal="old", ranges=[], by=cast.lead)
        for wrong in ((-1, 3), (3, 3), (0, len(text.value) + 1)):
            with pytest.raises(NoSuchText):
                decide_passages(
                    request=made, text=text, seal=text.seal, ranges=[wrong], by=cast.lead
                )


def test_marked_passages_are_left_out_and_only_numbers_stay(
    cast: Cast, made: PrivacyRequest
) -> None:
    with leads_scope(cast):
        made = known(cast, made, "all")
        look_through(made, cast, NEIGHBOUR, "Senja")
        document = give_out(request=made, form="json", language="en", by=cast.lead)
        data = document.as_data()
        written = json.dumps(data, ensure_ascii=False)
        assert NEIGHBOUR not in written
        assert "Ringte Greta. [left out: concerns someone else] Otto vil" in written
        assert "Skrevet i [left out" in written
        assert data["left_out"]["passages"] >= 3
        kept = json.dumps([*LeftOut.objects.values(), *GivenOut.objects.values()], default=str)
        assert not any(word in kept for word in ("Kari", "Ringte", "Kanari", "Greta"))
        given = GivenOut.objects.get()
        assert (given.by, given.counts["left_out"], given.counts["person"]) == (
            cast.lead, data["left_out"]["passages"], 2,
        )  # fmt: skip
        note = CaseAccess.objects.filter(what="export").get()
        assert note.case_ids == [Case.objects.get(family=made.family).pk]


def test_ex_partner_is_not_given_what_is_the_others(cast: Cast, made: PrivacyRequest) -> None:
    with leads_scope(cast):
        otto = Person.objects.get(given_name="Otto")
        made = note_asker(
            request=made, asker=otto, asks_for="self", identity="document", by=cast.lead
        )
        look_through(made, cast)
        data = give_out(request=made, form="json", language="nb", by=cast.lead).as_data()
        assert [row["given_name"] for row in data["data"]["person"]] == ["Otto"]
        assert [row["email"] for row in data["data"]["subscription"]] == ["otto@example.org"]
        assert [row["email"] for row in data["data"]["enquiry"]] == ["otto@example.org"]
        assert data["data"]["consent"] == []
        assert data["left_out"]["rows_of_other_adults"] == {
            "person": 1, "enquiry": 1, "consent": 1, "subscription": 1
        }  # fmt: skip


def test_document_is_typed_and_readers_are_told_by_role_and_day(
    cast: Cast, made: PrivacyRequest
) -> None:
    with leads_scope(cast):
        made = known(cast, made, "all")
        look_through(made, cast)
        data = give_out(request=made, form="json", language="de", by=cast.lead).as_data()
    assert json.loads(json.dumps(data)) == data
    types = data["types"]
    assert (types["case.opened_on"], types["family.arrived_on"]) == ("date", "date")
    assert (types["followup.reached"], types["case.coordinator"]) == ("boolean", "name")
    assert set(data["data"]) == set(TABLES)
    case = data["data"]["case"][0]
    assert datetime.date.fromisoformat(case["opened_on"]) == today()
    assert (case["status"], case["coordinator"]) == ("transferring", "Kari Kontakt")
    readings = data["data"]["caseaccess"]
    assert readings
    assert all(set(row) == {"at", "role", "municipality", "what", "table"} for row in readings)
    assert "Lena" not in json.dumps(readings)


@pytest.mark.parametrize(
    ("text", "ranges", "left"),
    [
        ("abc", [], "abc"),
        ("abc", [[0, 3]], "[…]"),
        ("a b c", [[0, 1], [4, 5]], "[…] b […]"),
    ],
)
def test_passages_are_replaced(text: str, ranges: list[list[int]], left: str) -> None:
    marker = "[left out: concerns someone else]"
    assert without_passages(text, ranges).replace(marker, "[…]") == left


def test_sentences_can_be_ticked_and_words_copied() -> None:
    text = Text("followup", "1", "text", "Ringte. Kari klager!\nKari igjen")
    spans = sentences_of(text.value)
    assert [text.value[a:b].strip() for a, b in spans] == ["Ringte.", "Kari klager!", "Kari igjen"]
    form = PassagesForm(text=text, names=["Kari"])
    assert form.initial["sentences"] == ["8-20", "21-31"]
    sent = {"seal": text.seal, "sentences": ["0-7"], "passages": "Kari\n"}
    form = PassagesForm({**sent, "sentences": [f"{a}-{b}" for a, b in spans[:1]]}, text=text)
    assert form.is_valid()
    assert form.ranges == [spans[0], (8, 12), (21, 25)]
    assert not PassagesForm({**sent, "passages": "Per"}, text=text).is_valid()
    assert not PassagesForm({**sent, "sentences": ["0-9999"]}, text=text).is_valid()


# --- in the admin -------------------------------------------------------------------------------


def test_officer_goes_from_the_request_to_the_document(cast: Cast, made: PrivacyRequest) -> None:
    officer = officer_of(cast.place)
    client = log_in(officer)
    page = client.get(url("change", made.pk)).content.decode()
    assert "Kanari" not in client.get(url("changelist")).content.decode()
    assert "Give it out" in page
    assert "Say which family it is" not in page
    otto = Person.objects.none()
    with leads_scope(cast):
        otto = Person.objects.filter(given_name="Greta", family=made.family)
        main = otto.get().pk
    typed = {"deed": "asker", "asker": main, "asks_for": "self", "identity": "document"}
    assert client.post(url("change", made.pk), typed).status_code == 302
    early = client.post(url("give_out", made.pk), {"language": "de", "form": "json"}, follow=True)
    assert "not looked at" in early.content.decode()
    address, seen = url("text", made.pk, 1), 0
    while "texts" in address:
        text = client.get(address)
        seen += 1
        form = text.context["form"]
        sent = {"seal": form.initial["seal"], "sentences": form.initial["sentences"]}
        address = client.post(address, sent)["Location"]
    assert seen > 8
    for how, kind in (("html", "text/html"), ("json", "application/json")):
        answer = client.post(url("give_out", made.pk), {"language": "de", "form": how})
        assert answer["Content-Type"].startswith(kind)
        assert "no-store" in answer["Cache-Control"]
        body = answer.content.decode()
        assert "Greta" in body
        # Sentences with the other adult's name were ticked when the page was opened.
        assert PARTNERS not in body
        assert "<script" not in body
    with leads_scope(cast):
        assert GivenOut.objects.filter(request=made, by=officer).count() == 2
        role = CaseAccess.objects.filter(user=officer, what="export").first()
        assert role
        assert role.role == "privacy"


def test_who_gives_out_has_just_said_who_it_is(cast: Cast, made: PrivacyRequest) -> None:
    client = log_in(cast.lead, proven=False)
    answers = [
        client.post(url("give_out", made.pk), {"language": "de", "form": "json"}),
        client.get(url("stored", made.pk)),
    ]
    for answer in answers:
        assert answer.status_code == 302
        assert "reauthenticate" in answer["Location"]


def test_others_do_not_reach_the_pages(cast: Cast, made: PrivacyRequest) -> None:
    strangers = cast_of(name="Bardu")
    for user in (cast.coordinator, strangers.lead, officer_of(strangers.place)):
        client = log_in(user)
        for name, args in (("change", [made.pk]), ("stored", [made.pk]), ("text", [made.pk, 1])):
            answer = client.get(url(name, *args), follow=True)
            assert answer.status_code in (200, 403, 404)
            assert "Kanari" not in answer.content.decode()
        assert client.post(url("give_out", made.pk), {"form": "json"}).status_code in (403, 404)


def test_officer_opens_nothing_of_the_family_by_other_ways(
    cast: Cast, made: PrivacyRequest
) -> None:
    client = log_in(officer_of(cast.place))
    with leads_scope(cast):
        case = Case.objects.get(family=made.family)
    for name, pk in (("case_change", case.pk), ("family_change", made.family_id),
                     ("family_consents", made.family_id), ("case_print", case.pk)):  # fmt: skip
        assert client.get(reverse(f"admin:newcomers_{name}", args=[pk])).status_code in (
            302, 403, 404,
        )  # fmt: skip


def test_lead_writes_down_matches_extends_and_answers(cast: Cast) -> None:
    with leads_scope(cast):
        case = active_case(cast)
    client = log_in(cast.lead)
    typed = {"form_key": "f" * 16, "place": cast.place.pk, "kind": "object", "channel": "email",
             "asked_on": today().isoformat(), "asked_as": "Greta, greta@example.org"}  # fmt: skip
    refused = client.post(url("add"), typed | {"asked_as": ""}).content.decode()
    assert "This field is required." in refused
    address = client.post(url("add"), typed)["Location"]
    assert client.post(url("add"), typed)["Location"] == address
    assert "Kari" not in client.get(url("changelist")).content.decode()
    day = client.get(reverse("admin:index")).content.decode()
    assert "Privacy requests to answer" in day
    assert "no family said yet" in day
    wrong = client.post(address, {"deed": "match", "number": "0000-2026-0001"}).content.decode()
    assert "There is no such case or person here." in wrong
    assert client.post(address, {"deed": "match", "number": case.number}).status_code == 302
    page = client.get(reverse("admin:newcomers_case_change", args=[case.pk])).content.decode()
    assert "Kept still." in page
    printed = client.get(reverse("admin:newcomers_case_print", args=[case.pk]))
    assert printed.status_code == 403
    assert client.post(address, {"deed": "extend", "reason": "Ferie"}).status_code == 302
    answer = {"deed": "answer", "state": "refused", "language": "de", "answer": "Nein, weil …",
              "reasons": ["outweighed"]}  # fmt: skip
    assert client.post(address, answer).status_code == 302
    assert "Already answered" in client.post(address, answer, follow=True).content.decode()
    page = client.get(reverse("admin:newcomers_case_change", args=[case.pk])).content.decode()
    assert "Kept still." not in page


def test_pages_name_nobody_in_their_titles(cast: Cast, made: PrivacyRequest) -> None:
    client: Client = log_in(cast.lead)
    for name, args in (("change", [made.pk]), ("stored", [made.pk]), ("text", [made.pk, 1])):
        title = re.search(r"<title>(.*?)</title>", client.get(url(name, *args)).content.decode(),
                          re.DOTALL)  # fmt: skip
        assert title
        assert "Kanari" not in title[1]


def test_stored_rows_know_their_models() -> None:
    assert {stored_rows.model_of(table) for table in TABLES} <= set(MODELS.values())
    assert model_of("staycheck") is StayCheck
    assert model_of("enquiry") is Enquiry
