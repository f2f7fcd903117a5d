"""Invitations: sent, accepted once, withdrawn, expired; and all that somebody may try with them."""

import datetime
import re
import threading
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from municipalities.actions.memberships import RoleHeld, end_role, give_role
from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.actions.invitations import (
    AccountClosed,
    AlreadyInvited,
    InvitationExpired,
    InvitationRefused,
    InvitationUnknown,
    InvitationUsed,
    InvitationWithdrawn,
    OwnInvitation,
    accept_invitation,
    invite,
    withdraw_invitation,
)
from portal.models import Invitation, User
from tests.accounts import log_in
from tests.factories import PASSWORD, MunicipalityFactory, UserFactory
from tests.jobs import run_jobs, waiting

pytestmark = pytest.mark.django_db

EMAIL = "ny@example.org"
TYPED = {"name": "Nora Ny", "password": "fire-ord-paa-rad-9"}
LANGUAGES = ("nb", "de", "en")


@pytest.fixture
def inviter(db: None) -> User:
    return UserFactory.create(name="Ada Admin")


@pytest.fixture
def dyroy(db: None) -> Municipality:
    return MunicipalityFactory.create(name="Dyrøy", slug="dyroy")


@pytest.fixture
def send(inviter: User, dyroy: Municipality) -> Callable[..., tuple[Invitation, str]]:
    """Invite somebody; the invitation, and the path of the link in the mail."""

    def invited(**changes: Any) -> tuple[Invitation, str]:
        given: dict[str, Any] = {
            "email": EMAIL, "name": "Nora", "language": "nb", "role": Role.EDITOR,
            "municipality": dyroy, "by": inviter,
        }  # fmt: skip
        invitation = invite(**given | changes)
        run_jobs()
        return invitation, path_in(mail.outbox[-1])

    return invited


def path_in(message: Any) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", message.body)
    assert found is not None
    return found[1].partition("?")[0]


def token_in(path: str) -> str:
    return path.strip("/").split("/")[-1]


Send = Callable[..., tuple[Invitation, str]]


# --- sending --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "subject", "says"),
    [
        ("nb", "Du er invitert til Landgang", "Lenken er bare din"),
        ("de", "Du bist zu Landgang eingeladen", "Der Link gehört dir allein"),
        ("en", "You are invited to Landgang", "The link is yours alone"),
    ],
)
def test_invitation_is_mailed_in_the_invited_ones_language(
    send: Send, settings: Any, language: str, subject: str, says: str
) -> None:
    send(language=language, name="Nora & <Ny>")
    message = mail.outbox[0]
    assert (message.to, message.subject) == ([EMAIL], subject)
    assert message.from_email == settings.DEFAULT_FROM_EMAIL
    assert says in message.body
    assert "Nora & <Ny>" in message.body
    assert f"?language={language}\n" in message.body
    # Names nobody else, and not to what: that is on the page.
    assert not re.search("Ada|Dyrøy|editor|redaktør|Redakteur", message.subject + message.body)


def test_invitation_keeps_only_the_hash_of_its_secret(send: Send) -> None:
    invitation, path = send()
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal_invitation::text FROM portal_invitation")
        row = cursor.fetchone()[0]
    assert token_in(path) not in row
    assert invitation.token_hash in row
    assert len(token_in(path)) >= 43
    assert invitation.expires_at - invitation.created_at < datetime.timedelta(hours=72, seconds=9)


def test_invitation_is_not_mailed_when_it_is_over_before(
    send: Send, dyroy: Municipality, inviter: User
) -> None:
    given: dict[str, Any] = {
        "email": EMAIL, "name": "Nora", "language": "nb", "municipality": dyroy, "by": inviter,
    }  # fmt: skip
    withdraw_invitation(invitation=invite(**given, role=Role.LEAD), by=inviter)
    expire(invite(**given, role=Role.EDITOR))
    run_jobs()
    assert mail.outbox == []


def test_invitation_is_not_mailed_with_a_link_that_would_not_work(
    dyroy: Municipality, inviter: User, settings: Any
) -> None:
    invitation = invite(
        email=EMAIL, name="Nora", language="nb", role=Role.LEAD, municipality=dyroy, by=inviter
    )
    before = settings.SECRET_KEY
    settings.SECRET_KEY = "another" * 9
    assert [job.outcome for job in run_jobs(faults=True)] == ["retried"]
    assert mail.outbox == []
    settings.SECRET_KEY = before
    assert waiting() == [("portal.invitation", {"invitation": invitation.pk})]


def test_invitation_is_not_sent_twice(send: Send, dyroy: Municipality, inviter: User) -> None:
    send()
    with pytest.raises(AlreadyInvited):
        send(email=EMAIL.upper())
    assert len(mail.outbox) == 1
    # To something else it is another invitation.
    send(role=Role.LEAD)
    send(municipality=MunicipalityFactory.create())
    assert Invitation.objects.open().count() == 3


def test_other_errors_of_the_database_are_not_called_a_second_invitation(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitation, _ = send()
    monkeypatch.setattr("portal.actions.invitations._new_number", lambda: invitation.pk)
    with pytest.raises(IntegrityError):
        send(role=Role.LEAD)


def test_invitation_is_sent_again_when_the_first_is_over(send: Send, inviter: User) -> None:
    first, _ = send()
    expire(first)
    second, _ = send()
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    withdraw_invitation(invitation=second, by=inviter)
    assert send()[0].withdrawn_at is None


def test_invitation_is_refused_for_who_has_the_role_or_a_closed_account(
    send: Send, dyroy: Municipality
) -> None:
    user = UserFactory.create(email=EMAIL)
    give_role(user=user, municipality=dyroy, role=Role.EDITOR, by=None)
    with pytest.raises(RoleHeld):
        send()
    User.objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(AccountClosed):
        send(role=Role.LEAD)
    assert mail.outbox == []
    assert not Invitation.objects.exists()


def test_nobody_invites_themselves(send: Send, inviter: User) -> None:
    with pytest.raises(OwnInvitation):
        send(email=inviter.email.upper(), role=Role.LEAD)
    assert not Invitation.objects.exists()


def test_database_refuses_what_must_not_be(send: Send, inviter: User) -> None:
    invitation, _ = send()
    now = timezone.now()
    for wrong in ({"used_at": now}, {"used_at": now, "used_by": inviter, "withdrawn_at": now}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.filter(pk=invitation.pk).update(**wrong)
    copy = Invitation.objects.get(pk=invitation.pk)
    copy.pk, copy.email, copy.token_hash = None, EMAIL.upper(), "x"
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


# --- accepting ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "says"),
    [("nb", "inviterer deg"), ("de", "lädt dich ein"), ("en", "invites you")],
)
def test_page_shows_who_invites_to_what(
    client: Client, send: Send, language: str, says: str
) -> None:
    _, path = send()
    response = client.get(path, {"language": language})
    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}"' in html
    for each in (says, "Ada Admin", "Dyrøy", EMAIL, 'value="Nora"'):
        assert each in html
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "same-origin"


def test_opening_the_link_accepts_nothing(client: Client, send: Send) -> None:
    invitation, path = send()
    for _ in range(3):
        client.get(path)
        client.head(path)
    assert client.put(path, TYPED).status_code == 405
    invitation.refresh_from_db()
    assert invitation.used_at is None
    assert not User.objects.filter(email=EMAIL).exists()


def test_accepting_makes_account_and_role_and_leads_to_the_second_factor(
    client: Client, send: Send, dyroy: Municipality, settings: Any
) -> None:
    settings.STAFF_MFA_REQUIRED = True
    invitation, path = send(language="de")
    response = client.post(path, TYPED)
    assert response["Location"] == reverse("mfa_index")
    user = User.objects.get(email=EMAIL)
    assert (user.name, user.language) == ("Nora Ny", "de")
    assert user.check_password(TYPED["password"])
    assert not user.is_superuser
    membership = Membership.objects.valid_on().get(user=user)
    assert (membership.municipality, membership.role) == (dyroy, Role.EDITOR)
    invitation.refresh_from_db()
    assert invitation.used_by == user
    # Logged in, and no further than the set-up.
    assert "Ein Schritt fehlt noch" in client.get(reverse("mfa_index")).content.decode()
    assert client.get("/admin/")["Location"] == reverse("mfa_index")


@pytest.mark.parametrize(
    ("name", "value"),
    [("name", ""), ("name", "x" * 101), ("password", ""), ("password", "kort"),
     ("password", "q1w2e3r4t5y6"), ("password", "123456789012"), ("password", "ny@example.org")],
)  # fmt: skip
def test_accepting_with_wrong_values_is_refused(
    client: Client, send: Send, name: str, value: str
) -> None:
    _, path = send()
    response = client.post(path, TYPED | {name: value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [name]
    assert not User.objects.filter(email=EMAIL).exists()
    assert client.post(path, TYPED).status_code == 302


def test_accepting_by_who_has_an_account_leaves_it_as_it_is(
    client: Client, send: Send, dyroy: Municipality
) -> None:
    user = UserFactory.create(email=EMAIL, name="Nora Allerede")
    _, path = send()
    assert 'type="password"' not in client.get(path).content.decode()
    response = client.post(path, TYPED)
    # The link proves that somebody reads the mail, not that they may log in.
    assert response["Location"].startswith(reverse("account_login"))
    assert client.get("/accounts/").status_code == 302
    user.refresh_from_db()
    assert user.name == "Nora Allerede"
    assert user.check_password(PASSWORD)
    assert Membership.objects.valid_on().get(user=user).municipality == dyroy


def test_accepting_while_logged_in_leads_back_to_work(send: Send) -> None:
    user = UserFactory.create(email=EMAIL)
    _, path = send()
    assert log_in(user).post(path)["Location"] == "/admin/"


def test_accepting_in_a_colleagues_session_ends_it(send: Send, inviter: User) -> None:
    _, path = send()
    client = log_in(inviter)
    client.post(path, TYPED)
    assert client.get("/accounts/").context["user"].email == EMAIL


def test_form_sent_twice_accepts_once_and_leads_on(client: Client, send: Send) -> None:
    _, path = send()
    first, second = client.post(path, TYPED), client.post(path, TYPED)
    assert first["Location"] == second["Location"] == reverse("mfa_index")
    assert User.objects.filter(email=EMAIL).count() == 1
    assert Membership.objects.filter(user__email=EMAIL).count() == 1


def test_person_holds_different_roles_in_two_places(client: Client, send: Send) -> None:
    senja = MunicipalityFactory.create(name="Senja")
    for changes in ({}, {"municipality": senja, "role": Role.COORDINATOR}):
        Client().post(send(**changes)[1], TYPED)
    held = Membership.objects.filter(user__email=EMAIL).values_list("municipality__name", "role")
    assert set(held) == {("Dyrøy", "editor"), ("Senja", "coordinator")}


# --- what does not work ---------------------------------------------------------------------------


def expire(invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())


def use(invitation: Invitation) -> None:
    user = UserFactory.create()
    Invitation.objects.filter(pk=invitation.pk).update(used_at=timezone.now(), used_by=user)


def withdraw(invitation: Invitation) -> None:
    withdraw_invitation(invitation=invitation, by=UserFactory.create())


def close(invitation: Invitation) -> None:
    UserFactory.create(email=invitation.email, is_active=False)


SPOILT: list[Any] = [
    (expire, InvitationExpired, {"nb": "tre dager", "de": "drei Tage", "en": "three days"}),
    (use, InvitationUsed, {"nb": "virker én gang", "de": "gilt einmal", "en": "works once"}),
    (withdraw, InvitationWithdrawn,
     {"nb": "trukket tilbake", "de": "zurückgezogen", "en": "was withdrawn"}),
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("spoil", "error", "says"), SPOILT)
def test_spoilt_invitation_is_a_kind_page_and_gives_nothing(
    client: Client,
    send: Send,
    spoil: Callable[[Invitation], None],
    error: type[InvitationRefused],
    says: dict[str, str],
    language: str,
) -> None:
    invitation, path = send()
    spoil(invitation)
    for answer in (client.get(path, {"language": language}), client.post(path, TYPED)):
        assert answer.status_code == 410
        assert f'<html lang="{language}"' in answer.content.decode()
        assert says[language] in answer.content.decode()
        # What it was to is nobody's business any more.
        assert "Dyrøy" not in answer.content.decode()
    with pytest.raises(error):
        accept_invitation(token=token_in(path), **TYPED)
    assert not User.objects.filter(email=EMAIL).exists()
    assert not Membership.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_altered_link_is_a_kind_page(client: Client, send: Send, language: str) -> None:
    _, path = send()
    token = token_in(path)
    # Cut short, swapped letters, too long, a hash in place of the secret, and no text at all.
    others = [token[:-1], token.swapcase(), token + "A", Invitation.objects.get().token_hash, "%00"]
    for other in others:
        altered = path.replace(token, other)
        for answer in (client.get(altered, {"language": language}), client.post(altered, TYPED)):
            assert answer.status_code == 404
            assert f'<html lang="{language}"' in answer.content.decode()
    with pytest.raises(InvitationUnknown):
        accept_invitation(token=token[:-1], **TYPED)
    assert not User.objects.filter(email=EMAIL).exists()


def test_invitation_to_a_closed_account_opens_nothing(client: Client, send: Send) -> None:
    invitation, path = send()
    close(invitation)
    answer = client.post(path, TYPED, headers={"accept-language": "en"})
    assert answer.status_code == 410
    assert "Your account is closed" in answer.content.decode()
    assert not Membership.objects.exists()
    invitation.refresh_from_db()
    assert invitation.used_at is None


def test_withdrawing_after_acceptance_is_refused(send: Send, inviter: User) -> None:
    invitation, path = send()
    accept_invitation(token=token_in(path), **TYPED)
    with pytest.raises(InvitationUsed):
        withdraw_invitation(invitation=invitation, by=inviter)
    assert Membership.objects.valid_on().exists()


def test_withdrawing_twice_keeps_the_first(send: Send, inviter: User) -> None:
    invitation, _ = send()
    first = withdraw_invitation(invitation=invitation, by=inviter)
    second = withdraw_invitation(invitation=invitation, by=UserFactory.create())
    assert (second.withdrawn_at, second.withdrawn_by) == (first.withdrawn_at, inviter)


# --- at the same moment ---------------------------------------------------------------------------


def at_once(*doings: Callable[[], Any]) -> list[Any]:
    """What each came to, or the refusal it met, when all begin at the same moment."""
    start, results = threading.Barrier(len(doings)), [None] * len(doings)

    def run(place: int) -> None:
        start.wait()
        try:
            results[place] = doings[place]()
        except (InvitationRefused, AlreadyInvited) as refusal:
            results[place] = type(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(doings))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cache.clear()
    return results


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_once_make_one_binding(send: Send) -> None:
    invitation, path = send()

    def accept() -> str:
        return accept_invitation(token=token_in(path), **TYPED).user.email

    results = at_once(*[accept] * 4)
    assert sorted(map(str, results)) == sorted([EMAIL, *[str(InvitationUsed)] * 3])
    assert User.objects.filter(email=EMAIL).count() == 1
    assert Membership.objects.filter(user__email=EMAIL).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_forms_sent_at_once_make_one_account(send: Send) -> None:
    _, path = send()
    clients = [Client(), Client()]
    results = at_once(*[lambda client=client: client.post(path, TYPED) for client in clients])
    assert sorted(answer.status_code for answer in results) == [302, 410]
    assert User.objects.filter(email=EMAIL).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_invitations_accepted_at_once_give_one_account_both_roles(send: Send) -> None:
    tokens = [token_in(send(role=role)[1]) for role in (Role.EDITOR, Role.LEAD)]
    results = at_once(
        *[lambda token=token: accept_invitation(token=token, **TYPED) for token in tokens]
    )
    assert sorted(accepted.is_new for accepted in results) == [False, True]
    assert Membership.objects.filter(user__email=EMAIL).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_invite_at_once_send_one_mail(dyroy: Municipality, inviter: User) -> None:
    def send_it() -> str:
        return invite(
            email=EMAIL, name="Nora", language="nb", role=Role.EDITOR, municipality=dyroy,
            by=inviter,
        ).email  # fmt: skip

    results = at_once(send_it, send_it, send_it)
    assert sorted(map(str, results)) == sorted([EMAIL, *[str(AlreadyInvited)] * 2])
    run_jobs()
    assert Invitation.objects.count() == len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_withdrawing_and_accepting_at_once_is_one_of_both(send: Send, inviter: User) -> None:
    invitation, path = send()
    results = at_once(
        lambda: accept_invitation(token=token_in(path), **TYPED),
        lambda: withdraw_invitation(invitation=invitation, by=inviter),
    )
    refused = [each for each in results if each in (InvitationUsed, InvitationWithdrawn)]
    assert len(refused) == 1
    accepted = refused == [InvitationUsed]
    assert Membership.objects.filter(user__email=EMAIL).exists() is accepted


# --- roles ----------------------------------------------------------------------------------------


def test_role_is_given_once_and_ends_at_once(dyroy: Municipality, inviter: User) -> None:
    user = UserFactory.create()
    given = {"user": user, "municipality": dyroy, "role": Role.EDITOR, "by": inviter}
    membership = give_role(**given)
    with pytest.raises(RoleHeld):
        give_role(**given)
    end_role(membership=membership, by=inviter)
    assert not Membership.objects.of(user).exists()
    again = give_role(**given)
    assert list(Membership.objects.of(user)) == [again]


# --- from the console -----------------------------------------------------------------------------


def test_command_invites_the_first_administrator(client: Client, region: Municipality) -> None:
    out = StringIO()
    call_command("invite", EMAIL, "Nora", stdout=out)
    run_jobs()
    path = path_in(mail.outbox[0])
    # The secret is in the mail alone.
    assert token_in(path) not in out.getvalue()
    assert "Midt-Troms" in client.get(path).content.decode()
    client.post(path, TYPED)
    membership = Membership.objects.get(user__email=EMAIL)
    assert (membership.role, membership.municipality) == (Role.ADMINISTRATOR, region)


def test_command_says_what_is_wrong(region: Municipality) -> None:
    call_command("invite", EMAIL, "Nora", "--role=editor", stdout=StringIO())
    UserFactory.create(email="stengt@example.org", is_active=False)
    for arguments, says in [
        ([EMAIL, "Nora", "--role=editor"], "open invitation"),
        ([EMAIL, "Nora", "--role=king"], "king"),
        ([EMAIL, "Nora", "--municipality=atlantis"], "atlantis"),
        (["stengt@example.org", "Nora"], "closed"),
    ]:
        with pytest.raises(CommandError, match=says):
            call_command("invite", *arguments)
    assert Invitation.objects.count() == 1
