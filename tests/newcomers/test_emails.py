"""What newcomers and those who answer are told by mail: the right ones, nothing that was typed."""

import datetime
import logging
from typing import Any

import pytest
from django.conf import settings as project
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from hosting.models import Coordinator
from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from newcomers import tasks
from newcomers.actions.enquiries import forward_enquiry, triage_enquiry
from newcomers.models import Enquiry
from portal.lib.dates import today
from portal.lib.jobs import enqueue
from portal.lib.mail import AddressRefused
from portal.lib.scope import scoped
from portal.models import User
from tests.factories import CoordinatorFactory, MunicipalityFactory, UserFactory, received_enquiry
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in project.LANGUAGES]
DAY = datetime.timedelta(days=1)

# One value for each field that people fill in, none of which may be found in any mail.
TYPED = {
    "name": "Greta Kanarienvogel",
    "phone": "+49 151 23456789",
    "message": "Meisenknödel und Bcc: everybody@example.org",
    "household": "3-4",
    "planned_month": datetime.date(2031, 7, 1),
    "campaign": "messe-kanariya",
}
# A link holds a UUID: what is made of its letters proves nothing.
TRACES = ("kanari", "23456789", "meisen", "bcc: every", "three or four", "tre eller fire",
          "juli", "july", "2031-07", "greta@")  # fmt: skip


@pytest.fixture
def senja(region: Municipality) -> Municipality:
    return MunicipalityFactory(slug="senja", name="Senja")


@pytest.fixture
def staff(senja: Municipality) -> User:
    return member(senja, Role.COORDINATOR, email="ingrid@example.org", language="nb")


def member(place: Municipality, role: Role, **fields: Any) -> User:
    """Somebody with the role there today."""
    user = UserFactory(**fields)
    Membership.objects.create(user=user, municipality=place, role=role)
    return user


def host(place: Municipality, user: User | None, **fields: Any) -> Coordinator:
    """A host contact whom readers see."""
    return CoordinatorFactory(municipality=place, user=user, **fields)


def mails() -> dict[str, EmailMessage]:
    """Do all jobs; the mails by recipient."""
    mail.outbox.clear()
    run_jobs()
    found = {message.to[0]: message for message in mail.outbox}
    assert len(found) == len(mail.outbox)
    return found


def told(place: Municipality, **fields: Any) -> set[str]:
    """Who is told that an enquiry to the place waits."""
    received_enquiry(place, **fields)
    return set(mails()) - {"kanari@example.org"}


# --- to the newcomer ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_receipt_is_in_the_newcomers_language_and_names_who_answers(
    senja: Municipality, language: str
) -> None:
    host(senja, None, name="Ingrid Testnes", phone="+47 77 00 00 00", email="i@senja.example",
         slug="ingrid", role_nb="Vertskapskontakt", role_de="Ansprechperson")  # fmt: skip
    enquiry = received_enquiry(senja, language=language)
    sent = mails()["kanari@example.org"]
    assert enquiry.number in sent.subject
    for part in (enquiry.number, "Ingrid Testnes", "+47 77 00 00 00", "i@senja.example", "Senja",
                 f"{project.SITE_URL}/{language}/hosts/ingrid/"):  # fmt: skip
        assert part in sent.body, part
    assert "2 " in sent.body
    assert "&" not in sent.body
    assert "\n\n\n" not in sent.body
    assert sent.extra_headers["Message-ID"].startswith(f"<receipt.{enquiry.pk}@")


def test_receipt_differs_in_each_language(senja: Municipality) -> None:
    for language in LANGUAGES:
        received_enquiry(senja, language=language, email=f"{language}@example.org")
    sent = mails()
    assert len({sent[f"{language}@example.org"].body.split("\n")[4] for language in LANGUAGES}) == 3


@pytest.mark.parametrize("kind", ["person", "company"])
def test_no_mail_echoes_what_was_typed(
    senja: Municipality, staff: User, administrator: User, kind: str
) -> None:
    other = MunicipalityFactory(name="Dyrøy")
    received_enquiry(senja, kind=kind, **TYPED | {"email": "greta@example.org"})
    sent = mails()
    assert set(sent) == {"greta@example.org", "ingrid@example.org"}
    with scoped([senja.pk]):
        forward_enquiry(enquiry=Enquiry.objects.get(), to=other, by=staff)
    sent["again"] = mails()["greta@example.org"]
    sent |= mails()
    received_enquiry(other, kind=kind, **TYPED)
    sent |= mails()
    assert administrator.email in sent
    for message in sent.values():
        whole = f"{message.subject}\n{message.body}\n{message.extra_headers}\n{message.from_email}"
        assert [trace for trace in TRACES if trace in whole.lower()] == []
        assert message.recipients() == message.to
        assert [message.reply_to, message.attachments] == [[], []]


@pytest.mark.parametrize(
    ("fields", "is_sent"),
    [
        ({}, True),
        ({"phone": "77871000", "safe_to_contact": "email_only"}, True),
        ({"phone": "77871000", "safe_to_contact": "phone_only"}, False),
        ({"phone": "77871000", "email": ""}, False),
    ],
)
def test_receipt_is_sent_where_mail_is_safe(
    senja: Municipality, staff: User, fields: dict[str, str], is_sent: bool
) -> None:
    received_enquiry(senja, **fields)
    assert set(mails()) == {staff.email} | ({"kanari@example.org"} if is_sent else set())


def test_receipt_says_what_is_an_example(senja: Municipality) -> None:
    host(senja, None, is_example=True)
    received_enquiry(senja, language="en")
    assert "(Invented example)" in mails()["kanari@example.org"].body
    Coordinator.objects.update(is_example=False)
    received_enquiry(senja, language="en")
    assert "(Invented example)" not in mails()["kanari@example.org"].body


def test_receipt_without_any_host_leads_to_the_directory(senja: Municipality) -> None:
    received_enquiry(senja, language="en")
    assert f"{project.SITE_URL}/en/hosts/\n" in mails()["kanari@example.org"].body


def test_receipt_of_the_region_says_that_its_desk_reads(region: Municipality) -> None:
    host(region, None, name="Maja Utkaststrand")
    received_enquiry(region, language="en")
    body = mails()["kanari@example.org"].body
    assert "The region’s desk reads it" in body
    assert "Maja Utkaststrand" in body


def test_newcomer_is_told_who_answers_after_forwarding(senja: Municipality, staff: User) -> None:
    other = MunicipalityFactory(name="Dyrøy")
    host(other, None, name="Per Demodal")
    coordinator = member(other, Role.COORDINATOR)
    enquiry = received_enquiry(senja, language="en")
    mails()
    with scoped([senja.pk]):
        forward_enquiry(enquiry=Enquiry.objects.get(), to=other, by=staff)
    sent = mails()
    assert set(sent) == {"kanari@example.org", coordinator.email}
    assert "Per Demodal" in sent["kanari@example.org"].body
    assert enquiry.number in sent["kanari@example.org"].subject


def test_refused_address_is_marked_on_the_enquiry(
    senja: Municipality, staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(message: Any) -> None:
        if message.to == "kanari@example.org":
            raise AddressRefused

    monkeypatch.setattr("portal.lib.jobs.send", refuse)
    received_enquiry(senja)
    run_jobs()
    with scoped([senja.pk]):
        assert Enquiry.objects.get().email_refused_at is not None
    assert User.objects.get(pk=staff.pk).email_refused_at is None


# --- to who answers -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_coordinator_is_told_by_a_link_alone_in_their_language(
    senja: Municipality, language: str
) -> None:
    user = member(senja, Role.COORDINATOR, language=language)
    enquiry = received_enquiry(senja, language="de", **TYPED)
    sent = mails()[user.email]
    link = f"{project.SITE_URL}/admin/newcomers/enquiry/{enquiry.pk}/change/"
    assert [line for line in sent.body.split("\n") if "://" in line] == [link]
    assert "Senja" in sent.subject
    assert enquiry.number in sent.subject
    assert sent.extra_headers["Message-ID"].startswith(f"<enquiry_waiting.{enquiry.pk}.{user.pk}@")


def test_the_host_whom_readers_see_is_told(senja: Municipality, staff: User) -> None:
    second = member(senja, Role.COORDINATOR)
    member(senja, Role.LEAD)
    host(senja, second, position=2)
    host(senja, staff, position=1)
    assert told(senja) == {staff.email}


def test_the_deputy_is_told_where_the_host_has_no_account_or_no_role(senja: Municipality) -> None:
    deputy, lead = member(senja, Role.DEPUTY), member(senja, Role.LEAD)
    contact = host(senja, None, deputy=host(MunicipalityFactory(), deputy))
    assert told(senja) == {deputy.email}
    # An account without a role here opens nothing, so its owner is not told.
    stranger = member(MunicipalityFactory(), Role.COORDINATOR)
    Coordinator.objects.filter(pk=contact.pk).update(user=stranger)
    assert told(senja) == {deputy.email}
    Membership.objects.filter(user=deputy).update(
        valid_from=today() - 9 * DAY, valid_to=today() - DAY
    )
    assert told(senja) == {lead.email}


def test_another_coordinator_is_told_then_the_deputies_then_the_leads(senja: Municipality) -> None:
    host(senja, member(senja, Role.EDITOR))
    leads = {member(senja, Role.LEAD).email, member(senja, Role.LEAD).email}
    deputy = member(senja, Role.DEPUTY)
    coordinator = member(senja, Role.COORDINATOR)
    assert told(senja) == {coordinator.email}
    User.objects.filter(pk=coordinator.pk).update(is_active=False)
    assert told(senja) == {deputy.email}
    Membership.objects.filter(user=deputy).update(valid_from=today() + DAY)
    assert told(senja) == leads


@pytest.mark.parametrize("period", [{"valid_to": today() - DAY}, {"valid_from": today() + DAY}])
def test_a_host_who_is_not_on_duty_is_not_told(
    senja: Municipality, staff: User, period: dict[str, Any]
) -> None:
    host(senja, member(senja, Role.LEAD), **period)
    assert told(senja) == {staff.email}


def test_an_invented_host_stands_in_nobodys_way(senja: Municipality, staff: User) -> None:
    host(senja, None, is_example=True)
    assert told(senja) == {staff.email}


def test_the_regions_own_inbox_is_told_like_any_other(region: Municipality) -> None:
    desk = member(region, Role.COORDINATOR)
    assert told(region) == {desk.email}


def test_nobody_elsewhere_is_told_and_the_administrators_are(
    senja: Municipality, region: Municipality, administrator: User,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    # The region's desk could not open it; neither could these.
    member(region, Role.COORDINATOR)
    member(senja, Role.EDITOR)
    member(senja, Role.PRIVACY)
    enquiry = received_enquiry(senja)
    with caplog.at_level(logging.ERROR, "newcomers.tasks"):
        sent = mails()
    assert set(sent) == {"kanari@example.org", administrator.email}
    message = sent[administrator.email]
    assert "Senja" in message.subject
    assert str(enquiry.pk) not in message.body
    assert f"{project.SITE_URL}/admin/municipalities/membership/\n" in message.body
    assert caplog.messages == [f"nobody is told of an enquiry: municipality={senja.pk}"]


def test_administrators_are_not_told_when_somebody_was_found_meanwhile(
    senja: Municipality, administrator: User
) -> None:
    enquiry = received_enquiry(senja, email="", phone="77871000")
    with scoped([senja.pk]):
        tasks.tell_coordinator.function(enquiry=str(enquiry.pk), municipality=senja.pk)
    member(senja, Role.LEAD, email="lead@example.org")
    assert set(mails()) == {"lead@example.org"}


def test_refused_coordinator_is_marked_and_the_next_is_told(
    senja: Municipality, staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = member(senja, Role.LEAD)
    host(senja, staff)
    sent = []

    def refuse(message: Any) -> None:
        sent.append(message.to)
        if message.to == staff.email:
            raise AddressRefused

    monkeypatch.setattr("portal.lib.jobs.send", refuse)
    received_enquiry(senja, email="", phone="77871000")
    run_jobs()
    assert sent == [staff.email, lead.email]
    assert User.objects.get(pk=staff.pk).email_refused_at is not None
    # A week later the address is tried again.
    User.objects.update(email_refused_at=timezone.now() - 8 * DAY)
    received_enquiry(senja, email="", phone="77871000")
    run_jobs()
    assert sent[2:] == [staff.email, lead.email]


def test_somebody_else_is_told_when_the_role_ends_before_the_mail_leaves(
    senja: Municipality, staff: User
) -> None:
    lead = member(senja, Role.LEAD)
    enquiry = received_enquiry(senja, email="", phone="77871000")
    mails()
    Membership.objects.filter(user=staff).delete()
    enqueue(tasks.tell_person, enquiry=enquiry.pk, municipality=senja.pk, user=staff.pk)
    assert set(mails()) == {lead.email}


@pytest.mark.parametrize("outcome", ["answered", "deleted"])
def test_what_no_longer_waits_is_not_told(senja: Municipality, staff: User, outcome: str) -> None:
    received_enquiry(senja)
    with scoped([senja.pk]):
        enquiry = Enquiry.objects.get()
        if outcome == "deleted":
            enquiry.delete()
        else:
            triage_enquiry(enquiry=enquiry, outcome=outcome, by=staff)
    assert set(mails()) == (set() if outcome == "deleted" else {"kanari@example.org"})
