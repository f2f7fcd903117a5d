"""The pages of a transfer on both sides, what is noted of their readers, and the mails."""

import datetime
import html
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from newcomers import tasks_log
from newcomers.actions.transfers import accept_transfer, decline_transfer, withdraw_transfer
from newcomers.digest import digest_of
from newcomers.models import Case, CaseAccess, Family, FollowUp, Task, Transfer
from portal.lib.dates import today
from portal.lib.jobs import enqueue
from portal.lib.scope import scoped
from portal.lib.tokens import new_token
from portal.models import User
from tests.factories import MunicipalityFactory
from tests.jobs import run_jobs
from tests.newcomers.cast import (
    IDENTITY_NUMBER,
    Cast,
    active_case,
    cast_of,
    logged,
    reached,
    soon,
    stand_in,
    with_role,
    yesterday,
)
from tests.newcomers.two_places import accept, between, cover, proposed

pytestmark = pytest.mark.django_db
LIST = reverse("admin:newcomers_transfercover_changelist")
CASES = reverse("admin:newcomers_case_changelist")
CANARY = "Kanarifugl-7c1d"
# All that names the family or says what it told: none of it crosses the border before acceptance.
FAMILY = {"label": CANARY, "languages": ["pl"], "interpreter_language": "polsk",
          "segments": ["children"]}  # fmt: skip
SECRET = (CANARY, "Greta", "Beispiel", "greta@", "77 00", "Flytter til jobb", "Ring etter klokka")


@pytest.fixture
def here() -> Cast:
    """The sender."""
    return cast_of(name="Bardu")


@pytest.fixture
def there() -> Cast:
    """The receiver."""
    return cast_of(name="Senja")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(case: Case, name: str = "change") -> str:
    return reverse(f"admin:newcomers_case_{name}", args=[case.pk])


def sheet_url(there: Cast) -> str:
    return reverse("admin:newcomers_transfercover_change", args=[cover(there).pk])


def text(response: Any) -> str:
    return html.unescape(response.content.decode())


def to(there: Cast, **typed: Any) -> dict[str, Any]:
    """What the form on the case's page sends."""
    return {
        "form_key": new_token(), "place": there.place.pk, "reason": "Flytter til jobb",
        "planned_month": "", "note": "Ring etter klokka 16",
    } | typed  # fmt: skip


def yes(user: User, **typed: Any) -> dict[str, Any]:
    """What the cover sheet's page sends for an acceptance."""
    answer = {"deed": "accept", "to": user.pk, "title": "Ring familien", "due_on": soon().due_on}
    return answer | typed


def state_of(cast: Cast, case: Case) -> str:
    with scoped([cast.place.pk]):
        return Case.objects.get(pk=case.pk).status


def open_case(here: Cast, **family: Any) -> Case:
    with scoped([here.place.pk]):
        return active_case(here, **family)


# --- the sender ---------------------------------------------------------------------------------


def test_case_is_proposed_and_withdrawn_on_its_page(here: Cast, there: Cast) -> None:
    case, client = open_case(here), signed_in(here.coordinator)
    assert "Transfer to another municipality" in text(client.get(url(case)))
    page = text(client.post(url(case, "transfer"), to(there), follow=True))
    for said in ("Kari Kontakt proposed that Senja takes the case over", "Flytter til jobb",
                 "Ring etter klokka 16", "Withdraw the transfer"):  # fmt: skip
        assert said in page, said
    assert "active → being transferred: transfer to Senja proposed" in page
    assert state_of(here, case) == "transferring"
    # Everything but closing, pausing and proposing goes on.
    deeds = [deed.name for deed, _form in client.get(url(case)).context["deeds"]]
    assert {"plan", "facts", "withdraw"} <= set(deeds)
    assert {"close", "pause", "transfer"} & set(deeds) == set()
    page = text(client.post(url(case, "withdraw"), follow=True))
    assert "being transferred → active: transfer to Senja withdrawn" in page
    assert state_of(here, case) == "active"


def test_places_on_the_form_keep_a_log_and_are_elsewhere(here: Cast, there: Cast) -> None:
    MunicipalityFactory(name="Dyrøy")
    case, client = open_case(here), signed_in(here.coordinator)
    forms = {deed.name: form for deed, form in client.get(url(case)).context["deeds"]}
    choices = dict(forms["transfer"].fields["place"].choices)
    assert choices.keys() == {"", there.place.pk}


@pytest.mark.parametrize(
    "typed",
    [
        {"reason": ""},
        {"reason": IDENTITY_NUMBER},
        {"note": IDENTITY_NUMBER},
        {"place": ""},
        {"place": "0"},
        {"place": "own"},
        {"planned_month": "2001-01"},
    ],
)
def test_what_cannot_be_proposed_is_said_and_nothing_is_lost(
    here: Cast, there: Cast, typed: dict[str, str]
) -> None:
    case, client = open_case(here), signed_in(here.coordinator)
    typed = typed if typed != {"place": "own"} else {"place": str(here.place.pk)}
    answer = client.post(url(case, "transfer"), to(there, **typed))
    assert answer.status_code == 200
    assert "Nothing is saved yet" in text(answer)
    if "note" not in typed:
        assert "Ring etter klokka 16" in text(answer)
    assert state_of(here, case) == "active"


def test_double_click_proposes_once_and_a_stale_one_is_told(here: Cast, there: Cast) -> None:
    case, client = open_case(here), signed_in(here.coordinator)
    form = to(there)
    for _twice in range(2):
        client.post(url(case, "transfer"), form)
    page = text(signed_in(here.lead).post(url(case, "transfer"), to(there), follow=True))
    assert "Already done: the case is being transferred, by Kari Kontakt at" in page
    with scoped([here.place.pk]):
        assert Transfer.objects.count() == 1


def test_colleague_may_neither_propose_nor_withdraw(here: Cast, there: Cast) -> None:
    case, colleague = open_case(here), signed_in(here.colleague)
    assert colleague.post(url(case, "transfer"), to(there)).status_code == 403
    assert "Transfer to another municipality" not in text(colleague.get(url(case)))
    signed_in(here.coordinator).post(url(case, "transfer"), to(there))
    assert colleague.post(url(case, "withdraw")).status_code == 403
    assert state_of(here, case) == "transferring"


def test_what_waits_for_others_is_counted_and_listed(here: Cast, there: Cast) -> None:
    case = between(here, there, family=FAMILY)
    client = signed_in(here.coordinator)
    day = client.get(reverse("admin:index")).context["day"]
    (number,) = [each for each in day.own if str(each.label) == "being transferred"]
    assert number.count == 1
    assert [each.pk for each in client.get(number.url).context["cl"].result_list] == [case.pk]


# --- the receiver -------------------------------------------------------------------------------


def test_my_day_shows_the_cover_sheet_and_notes_that(here: Cast, there: Cast) -> None:
    between(here, there, family=FAMILY)
    page = text(signed_in(there.coordinator).get(reverse("admin:index")))
    for said in ("From Bardu", "one person", "work, from the EU/EEA", "Polski", "polsk"):
        assert said in page, said
    assert not [word for word in SECRET if word in page]
    with scoped([there.place.pk], [there.place.pk]):
        noted = CaseAccess.objects.get(table="transfercover")
        assert (noted.what, noted.role, noted.object_ids) == (
            "list", "coordinator", [str(cover(there).pk)],
        )  # fmt: skip


def test_sheet_shows_what_the_receiver_needs_and_notes_the_reading(here: Cast, there: Cast) -> None:
    case = between(here, there, family=FAMILY)
    client = signed_in(there.colleague)
    page = text(client.get(sheet_url(there)))
    for said in (
        "Bardu asked Senja",
        "One person",
        "Polski",
        "has children",
        "Take the case over",
        "Decline the transfer",
    ):
        assert said in page, said
    for word in (*SECRET, case.number, "Kari Kontakt proposed", url(case)):
        assert word not in page, word
    assert "Bardu" in text(client.get(LIST))
    with scoped([there.place.pk], [there.place.pk]):
        notes = CaseAccess.objects.filter(user=there.colleague).order_by("at")
        assert [note.what for note in notes] == ["view", "list"]
        assert {note.table for note in notes} == {"transfercover"}


def test_accepting_leads_to_the_case_with_all_that_came(here: Cast, there: Cast) -> None:
    with scoped([here.place.pk]):
        case = active_case(here, **FAMILY)
        logged(case, here.coordinator, reached(text="Snakket om skole", counterparts=["school"]))
        logged(case, here.coordinator, reached(text="Skjermet", is_restricted=True))
        proposed(case, there)
    client = signed_in(there.coordinator)
    page = text(client.post(sheet_url(there), yes(there.coordinator), follow=True))
    for said in (CANARY, "Greta Beispiel", "Taken over from Bardu", "Ring etter klokka 16",
                 "Snakket om skole", "with school", "Kari Kontakt, Bardu",
                 "From Bardu: the note, and 2 entries", "taken over from Bardu"):  # fmt: skip
        assert said in page, said
    for word in ("Skjermet", case.number, "Flytter til jobb"):
        assert word not in page, word
    assert client.get(url(case)).status_code in (302, 404)
    with scoped([there.place.pk]):
        successor = Case.objects.get()
        assert Task.objects.filter(title="Ring familien", case=successor).count() == 2
    # On the sender's side: in words, and without a way to the other's case.
    page = text(signed_in(here.coordinator).get(url(case)))
    assert "Senja follows the family up: Kari Kontakt has accepted the case" in page
    assert "being transferred → closed: accepted by Senja" in page
    assert successor.number not in page
    assert url(successor) not in page


def test_lead_chooses_who_takes_it_over(here: Cast, there: Cast) -> None:
    between(here, there)
    forms = signed_in(there.coordinator).get(sheet_url(there)).context["forms"]
    assert [pk for pk, _name in forms["accept"].fields["to"].choices] == [there.coordinator.pk]
    client = signed_in(there.lead)
    client.post(sheet_url(there), yes(there.colleague))
    with scoped([there.place.pk]):
        assert Case.objects.get().coordinator == there.colleague


@pytest.mark.parametrize(
    "typed", [{"title": ""}, {"due_on": ""}, {"due_on": "2001-01-01"}, {"to": "0"}, {"to": "other"}]
)
def test_what_cannot_be_accepted_is_said(here: Cast, there: Cast, typed: dict[str, str]) -> None:
    case = between(here, there)
    typed = typed if typed != {"to": "other"} else {"to": str(here.lead.pk)}
    for user in (there.coordinator, there.lead):
        answer = signed_in(user).post(sheet_url(there), yes(user, **typed))
        assert answer.status_code == 200
        assert "Nothing is saved yet" in text(answer)
    assert state_of(here, case) == "transferring"


def test_declining_needs_a_reason_that_the_sender_reads(here: Cast, there: Cast) -> None:
    case = between(here, there)
    client = signed_in(there.coordinator)
    address = sheet_url(there)
    assert "Nothing is saved yet" in text(client.post(address, {"deed": "decline", "reason": ""}))
    answer = client.post(address, {"deed": "decline", "reason": "Fullt her"}, follow=True)
    assert answer.request["PATH_INFO"] == LIST
    assert state_of(here, case) == "active"
    page = text(signed_in(here.coordinator).get(url(case)))
    assert "being transferred → active: declined by Senja" in page
    assert "Fullt her" in page
    # What was declined says so, and nothing of the family any more.
    page = text(client.get(address))
    assert "Declined, Kari Kontakt" in page
    assert "Polski" not in page
    assert "Take the case over" not in page


def test_expiry_stands_in_the_senders_log(here: Cast, there: Cast) -> None:
    case = between(here, there)
    with scoped([here.place.pk]):
        Transfer.objects.update(expires_on=yesterday())
    enqueue(tasks_log.let_transfers_expire)
    run_jobs()
    page = text(signed_in(here.coordinator).get(url(case)))
    assert "being transferred → active: not answered in time by Senja" in page
    with scoped([here.place.pk]):
        entry = FollowUp.objects.filter(case=case, kind="status").latest("pk")
        assert (entry.author_name, entry.change["transfer"]) == ("Landgang", "expired")
    stale = text(signed_in(here.coordinator).post(url(case, "withdraw"), follow=True))
    assert "Already done: the case is active, by Landgang at" in stale


@pytest.mark.parametrize("first", ["accepted", "declined", "withdrawn"])
def test_click_on_an_old_page_lands_on_what_happened(here: Cast, there: Cast, first: str) -> None:
    case = between(here, there)
    address = sheet_url(there)
    if first == "withdrawn":
        with scoped([here.place.pk]):
            withdraw_transfer(case=case, by=here.lead)
    else:
        with scoped([there.place.pk]):
            done: dict[str, Any] = {"cover": cover(there), "by": there.lead}
            if first == "accepted":
                accept_transfer(**done, to=there.colleague, first_task=soon())
            else:
                decline_transfer(**done, reason="Fullt")
    for form in (yes(there.coordinator), {"deed": "decline", "reason": "Fullt"}):
        page = text(signed_in(there.coordinator).post(address, form, follow=True))
        assert f"Already {first}: by Lena Leder at" in page
    with scoped([there.place.pk]):
        assert Case.objects.count() == (first == "accepted")


def test_day_of_an_old_answer_is_said(here: Cast, there: Cast) -> None:
    from newcomers.actions.transfers import TransferAnswered
    from newcomers.admin.refusals import told

    between(here, there)
    sheet = cover(there)
    sheet.state, sheet.answered_by = "accepted", there.lead
    sheet.answered_at = datetime.datetime(2026, 1, 5, 12, 2, tzinfo=datetime.UTC)
    with override("en"):
        assert "Already accepted: by Lena Leder on" in told(TransferAnswered(sheet))


def test_deputy_sees_the_sheet_and_does_not_answer(here: Cast, there: Cast) -> None:
    case = between(here, there)
    client = signed_in(stand_in(there, there.coordinator))
    assert "The coordinators and the lead answer it." in text(client.get(sheet_url(there)))
    for form in (yes(there.coordinator), {"deed": "decline", "reason": "Nei"}, {}):
        assert client.post(sheet_url(there), form).status_code == 403
    assert state_of(here, case) == "transferring"


def test_nobody_else_sees_the_sheet(here: Cast, there: Cast, region: Any) -> None:
    case = between(here, there, family=FAMILY)
    third = cast_of(name="Målselv")
    address = sheet_url(there)
    people = (here.coordinator, here.lead, third.lead, with_role(region, "coordinator"),
              with_role(there.place, "editor"), with_role(region, "regional"),
              with_role(there.place, "privacy"), with_role(region, "administrator"))  # fmt: skip
    for user in people:
        client = signed_in(user)
        for answer in (client.get(address), client.post(address, yes(user))):
            assert answer.status_code in (302, 403, 404), user
        listed = client.get(LIST)
        assert listed.status_code in (302, 403) or not listed.context["cl"].result_list
    assert state_of(here, case) == "transferring"


def test_sheet_of_a_protected_family_is_the_leads(here: Cast, there: Cast) -> None:
    between(here, there, family={"address_protection": "fortrolig"})
    coordinator, lead = signed_in(there.coordinator), signed_in(there.lead)
    assert coordinator.get(sheet_url(there)).status_code in (302, 404)
    assert not coordinator.get(reverse("admin:index")).context["day"].covers
    assert "Confidential address." in text(lead.get(sheet_url(there)))
    lead.post(sheet_url(there), yes(there.lead))
    with scoped([there.place.pk]):
        assert Family.objects.get().is_protected


def test_nothing_can_be_added_changed_or_deleted_past_the_page(here: Cast, there: Cast) -> None:
    between(here, there)
    client, pk = signed_in(there.lead), cover(there).pk
    assert client.get(reverse("admin:newcomers_transfercover_add")).status_code == 403
    for name in ("delete", "history"):
        address = reverse(f"admin:newcomers_transfercover_{name}", args=[pk])
        assert client.get(address).status_code in (403, 404)
    assert client.post(sheet_url(there), {"household": "5+"}).status_code == 403


# --- mails --------------------------------------------------------------------------------------


def sent_to(user: User) -> Any:
    (message,) = [each for each in mail.outbox if each.to == [user.email]]
    return message


def test_receivers_are_told_that_something_waits_and_nothing_of_it(here: Cast, there: Cast) -> None:
    deputy = stand_in(there, there.coordinator)
    case = between(here, there, family=FAMILY)
    run_jobs()
    told = {address for message in mail.outbox for address in message.to}
    assert {each.email for each in (there.coordinator, there.colleague, there.lead)} <= told
    assert not {deputy.email, here.coordinator.email, here.lead.email} & told
    User.objects.filter(pk=there.lead.pk).update(language="en")
    mail.outbox.clear()
    between(here, there, family=FAMILY)
    run_jobs()
    message = sent_to(there.lead)
    assert "2 transfers to Senja are waiting for an answer." in message.body
    assert "/admin/" in message.body
    for word in (*SECRET, case.number, "polsk", "Kari"):
        assert word not in message.subject + message.body


def test_mail_about_a_protected_family_goes_to_the_lead_alone(here: Cast, there: Cast) -> None:
    between(here, there, family={"address_protection": "fortrolig"})
    run_jobs()
    assert [message.to for message in mail.outbox] == [[there.lead.email]]


def test_nobody_is_told_of_what_was_withdrawn_meanwhile(here: Cast, there: Cast) -> None:
    case = between(here, there)
    with scoped([here.place.pk]):
        withdraw_transfer(case=case, by=here.coordinator)
    run_jobs()
    assert mail.outbox == []


def test_leads_of_both_sides_are_told_of_what_expired(here: Cast, there: Cast) -> None:
    User.objects.update(language="en")
    case = between(here, there, family=FAMILY)
    run_jobs()
    mail.outbox.clear()
    with scoped([here.place.pk]):
        Transfer.objects.update(expires_on=yesterday())
    for _twice in range(2):
        enqueue(tasks_log.let_transfers_expire)
        run_jobs()
    assert sorted(each.to for each in mail.outbox) == sorted(
        [[here.lead.email], [there.lead.email]]
    )
    for lead, said in ((here.lead, "propose it again"), (there.lead, "moves to you all the same")):
        message = sent_to(lead)
        assert "A transfer from Bardu to Senja has expired" in message.subject
        assert said in message.body
        for word in (*SECRET, case.number, "Kari"):
            assert word not in message.subject + message.body


def test_digest_counts_what_waits_for_an_answer(here: Cast, there: Cast) -> None:
    between(here, there)
    between(here, there, family={"address_protection": "fortrolig"})

    def waiting(user: User) -> list[int]:
        with override("en"):
            items = [item for place in digest_of(user, today()) for item in place.own]
            return [item.count for item in items if str(item.label) == "transfers to answer"]

    assert [waiting(user) for user in (there.coordinator, there.lead, here.lead)] == [[1], [2], []]
    accept(there, there.lead)
    assert waiting(there.lead) == [1]
