"""The pages on which a household parts, and on which two families become one."""

import html
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from newcomers.actions.families import change_family
from newcomers.actions.transfers import BothLeadsNeeded, withdraw_transfer
from newcomers.models import Case, CaseAccess, Family, Person, Transfer, TransferBundle
from portal.lib.scope import scoped
from portal.models import User
from tests.factories import MunicipalityFactory
from tests.jobs import run_jobs
from tests.newcomers.cast import (
    Cast,
    active_case,
    cast_of,
    logged,
    new_person,
    reached,
    soon,
    yesterday,
)
from tests.newcomers.two_places import accept, between

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Cast:
    return cast_of(name="Bardu")


@pytest.fixture
def there() -> Cast:
    return cast_of(name="Senja")


def signed_in(user: User) -> Client:
    User.objects.filter(pk=user.pk).update(language="en")
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def url(name: str, *args: int) -> str:
    return reverse(f"admin:newcomers_{name}", args=args)


def text(response: Any) -> str:
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def couple(cast: Cast, **fields: Any) -> tuple[Case, Person]:
    """Greta's case, and Otto who lives with her."""
    with scoped([cast.place.pk]):
        case = active_case(cast, **fields)
        otto = new_person(given_name="Otto", is_main_contact=False, email="", phone="")
        people = [case.family.people.get(), otto]
        change_family(family=case.family, people=people, by=cast.coordinator)
        return case, Person.objects.get(family=case.family, given_name="Otto")


def parting(otto: Person, **fields: Any) -> dict[str, Any]:
    task = soon()
    return {
        "persons": [otto.pk], "reason": "De er gått fra hverandre", "title": task.title,
        "due_on": task.due_on.isoformat(), "form_key": "k" * 16,
    } | fields  # fmt: skip


def test_couple_parts_on_the_page_and_both_logs_say_so(here: Cast) -> None:
    case, otto = couple(here)
    with scoped([here.place.pk]):
        entry = logged(case, here.coordinator, reached(text="Otto søker jobb"))
        hidden = logged(case, here.coordinator, reached(text="Kanarifugl-7c1d", is_restricted=True))
    client = signed_in(here.coordinator)
    page = text(client.get(url("case_split", case.pk)))
    assert "Otto søker jobb" in page
    assert "Kanarifugl-7c1d" not in page
    assert f'value="{hidden.pk}"' not in page
    sent = parting(otto, contact=otto.pk, email="otto@example.org", entries=[entry.pk])
    answer = client.post(url("case_split", case.pk), sent, follow=True)
    page = text(answer)
    with scoped([here.place.pk]):
        new = Case.objects.exclude(pk=case.pk).get()
        assert TransferBundle.objects.get(case=new).entries[0]["text"] == "Otto søker jobb"
    assert answer.redirect_chain[-1][0] == url("case_change", new.pk)
    assert f"they belonged to the family of case {case.number}" in page
    assert "otto@example.org" in page
    old = text(client.get(url("case_change", case.pk)))
    assert f"some of the family go their own way: case {new.number}" in old
    # Sent twice, it parts once; and the page was noted as read.
    client.post(url("case_split", case.pk), sent)
    with scoped([here.place.pk], [here.place.pk]):
        assert Case.objects.count() == 2
        assert CaseAccess.objects.filter(object_ids=[str(case.pk)], what="view").exists()


def test_half_moves_from_the_transfer_form_and_from_the_page(here: Cast, there: Cast) -> None:
    client = signed_in(here.coordinator)
    for name, extra in (
        ("case_transfer", {"place": there.place.pk, "planned_month": "", "note": ""}),
        ("case_split", {"place": there.place.pk, "form_key": "l" * 16}),
    ):
        case, otto = couple(here)
        answer = client.post(url(name, case.pk), parting(otto) | extra)
        assert answer.status_code == 302, text(answer)
        with scoped([here.place.pk]):
            sent = Transfer.objects.latest("pk")
            assert Case.objects.get(pk=case.pk).status == "active"
            assert list(sent.case.family.people.values_list("pk", flat=True)) == [otto.pk]
    # Nobody or everybody chosen: the whole family moves.
    case, otto = couple(here)
    with scoped([here.place.pk]):
        both = {"persons": list(case.family.people.values_list("pk", flat=True))}
    client.post(
        url("case_transfer", case.pk),
        parting(otto, place=there.place.pk, planned_month="", note="", form_key="m" * 16) | both,
    )
    with scoped([here.place.pk]):
        assert Case.objects.get(pk=case.pk).status == "transferring"


def test_retired_place_is_answered_with_its_successor(here: Cast, there: Cast) -> None:
    former = MunicipalityFactory(name="Tranøy", valid_to=yesterday(), successor=there.place)
    case, _otto = couple(here)
    client = signed_in(here.coordinator)
    form = {"place": former.pk, "reason": "Flytter", "planned_month": "", "note": ""}
    page = text(client.post(url("case_transfer", case.pk), form))
    assert "Tranøy is a part of Senja today: choose Senja." in page
    for bad in ("999999", "x", "9" * 30):
        page = text(client.post(url("case_transfer", case.pk), form | {"place": bad}))
        assert "Nothing is saved yet" in page


def test_confidential_address_moves_when_both_leads_agree(here: Cast, there: Cast) -> None:
    case, _otto = couple(here, address_protection="fortrolig")
    form = {"place": there.place.pk, "reason": "Flytter", "planned_month": "", "note": ""}
    page = text(signed_in(here.coordinator).post(url("case_transfer", case.pk), form))
    assert "both leads must agree" in page
    lead = signed_in(here.lead)
    assert lead.post(url("case_transfer", case.pk), form).status_code == 302
    successor = accept(there, there.lead)
    run_jobs()
    # Nothing is mailed to a family with a confidential address.
    assert mail.outbox == []
    assert successor.status == "assigned"


def test_case_that_becomes_confidential_on_its_way_needs_our_lead_too(
    here: Cast, there: Cast
) -> None:
    case = between(here, there)
    with scoped([here.place.pk]):
        Family.objects.filter(pk=case.family_id).update(address_protection="fortrolig")
    with pytest.raises(BothLeadsNeeded):
        accept(there, there.lead)
    with scoped([here.place.pk]):
        withdraw_transfer(case=case, by=here.coordinator)


def test_family_is_told_in_its_language_who_follows_it_up_now(here: Cast, there: Cast) -> None:
    case = between(here, there, family={"languages": ["pl", "de"], "label": "Kanarifugl"})
    accept(there)
    run_jobs()
    message = next(each for each in mail.outbox if each.to == ["greta@example.org"])
    assert "Bardu" in message.body
    assert "Senja" in message.subject + message.body
    # Nothing personal: no name, no number, nothing that was written.
    for word in ("Greta", "Beispiel", "Kanarifugl", case.number, "Flytter til jobb", "Ring etter"):
        assert word not in message.subject + message.body, word
    assert message.extra_headers["Message-ID"].startswith("<transfer_accepted.")


def test_split_page_is_closed_to_others(here: Cast, there: Cast) -> None:
    case, otto = couple(here)
    for user, status in ((here.colleague, 403), (there.coordinator, 404), (there.lead, 404)):
        client = signed_in(user)
        assert client.get(url("case_split", case.pk)).status_code == status
        assert client.post(url("case_split", case.pk), parting(otto)).status_code == status
    between(here, there)
    with scoped([here.place.pk]):
        moving = Case.objects.transferring().get()
    answer = signed_in(here.lead).get(url("case_split", moving.pk))
    assert (answer.status_code, answer["Location"]) == (302, url("case_change", moving.pk))


# --- joining ------------------------------------------------------------------------------------


def twice(cast: Cast) -> tuple[Case, Case]:
    with scoped([cast.place.pk]):
        ours, theirs = active_case(cast, label="Beispiel"), active_case(cast, label="Dobbel")
        other = theirs.family.people.get()
        other.email = "ny@example.org"
        change_family(family=theirs.family, people=[other], by=cast.lead)
        return ours, theirs


def test_two_are_found_compared_and_joined(here: Cast) -> None:
    ours, theirs = twice(here)
    client = signed_in(here.lead)
    assert url("family_alike", ours.family_id) in text(client.get(url("case_change", ours.pk)))
    address = url("family_join", ours.family_id, theirs.family_id)
    assert address in text(client.get(url("family_alike", ours.family_id)))
    page = text(client.get(address))
    for said in ("Beispiel", "Dobbel", ours.number, theirs.number, "ny@example.org"):
        assert said in page, said
    with scoped([here.place.pk]):
        own, other = ours.family.people.get(), theirs.family.people.get()
    same = {f"same_{other.pk}": own.pk, "fact_label": "ours"}
    # Each difference is asked for.
    assert "Please choose which of the two is right." in text(client.post(address, same))
    answer = client.post(address, same | {f"of_{other.pk}_email": "theirs"}, follow=True)
    page = text(answer)
    assert answer.redirect_chain[-1][0] == url("case_change", ours.pk)
    assert "ny@example.org" in page
    # The old number leads to the kept case, and the kept one to the old log.
    assert url("case_change", theirs.pk) in page
    old = text(client.get(url("case_change", theirs.pk)))
    assert url("case_change", ours.pk) in old
    assert f"the same family as in case {ours.number}: joined" in old
    # A click on an old page is told who was faster, and led on.
    for stale in (
        client.post(address, same, follow=True),
        client.get(url("family_change", theirs.family_id), follow=True),
        client.get(url("family_alike", theirs.family_id), follow=True),
    ):
        assert "Already joined with another family: by Lena Leder at" in text(stale)
        assert stale.redirect_chain[-1][0] == url("case_change", ours.pk)
    assert "Dobbel" not in text(client.get(url("family_changelist")))


def test_join_is_closed_to_others_and_to_other_municipalities(here: Cast, there: Cast) -> None:
    ours, theirs = twice(here)
    with scoped([there.place.pk]):
        foreign = active_case(there, label="Kanarifugl-7c1d")
    pairs = (
        (there.lead, ours.family_id, theirs.family_id),
        (here.lead, ours.family_id, foreign.family_id),
        (here.lead, foreign.family_id, ours.family_id),
        (here.lead, ours.family_id, ours.family_id),
    )
    for user, one, other in pairs:
        client = signed_in(user)
        assert client.get(url("family_join", one, other)).status_code == 404
        assert client.post(url("family_join", one, other)).status_code == 404
    with scoped([here.place.pk]):
        other_person = theirs.family.people.get()
    page = text(
        signed_in(here.colleague).post(
            url("family_join", ours.family_id, theirs.family_id),
            {f"same_{other_person.pk}": "", "fact_label": "ours"},
        )
    )
    assert "Only who works the cases of both may join them." in page
    with scoped([here.place.pk]):
        assert Family.objects.known().count() == 2
