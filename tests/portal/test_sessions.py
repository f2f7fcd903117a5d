"""Sessions that have ended are forgotten, and no other."""

import datetime

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.actions.accounts import forget_ended_sessions
from portal.models import User
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def logged_in(user: User) -> Client:
    """Through the real door: that is where the device is written down."""
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def expire(client: Client) -> None:
    now = timezone.now()
    Session.objects.filter(pk=client.session.session_key).update(expire_date=now)


def test_sessions_that_have_ended_are_forgotten() -> None:
    user = UserFactory.create()
    alive, expired, gone = (logged_in(user) for _ in range(3))
    expire(expired)
    # As if the cookie's session had been deleted by other means than the list of sessions.
    Session.objects.filter(pk=gone.session.session_key).delete()
    assert UserSession.objects.count() == 3
    # The expired session, its device, and the device without a session.
    assert forget_ended_sessions() == 3
    assert [each.session_key for each in UserSession.objects.all()] == [alive.session.session_key]
    assert alive.get("/accounts/").status_code == 200
    assert expired.get("/accounts/").status_code == 302


def test_forgetting_sessions_twice_forgets_nothing_more() -> None:
    expire(logged_in(UserFactory.create()))
    alive = logged_in(UserFactory.create())
    assert forget_ended_sessions() == 2
    assert forget_ended_sessions() == 0
    assert alive.get("/accounts/").status_code == 200


def test_session_that_ends_in_a_minute_is_kept() -> None:
    client = logged_in(UserFactory.create())
    soon = timezone.now() + datetime.timedelta(minutes=1)
    Session.objects.update(expire_date=soon)
    assert forget_ended_sessions() == 0
    assert client.get("/accounts/").status_code == 200
