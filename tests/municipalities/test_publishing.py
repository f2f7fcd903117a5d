"""Reviews that are asked for, and what is kept of what somebody writes."""

import datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from municipalities import tasks_by_clock
from municipalities.actions import autosaves
from municipalities.actions.revisions import (
    publish_revision,
    save_revision,
    schedule_revision,
    submit_revision,
)
from municipalities.actions.texts import save_text
from municipalities.models import Autosave, LocalPart, Membership, Municipality, Page, Revision
from municipalities.roles import Role
from municipalities.tasks_publishing import publishers
from portal.lib.jobs import enqueue
from portal.models import User
from tests.admin_forms import admin_url, filled_in, keep
from tests.factories import MunicipalityFactory, PageFactory, TopicFactory, UserFactory
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
QUEUE = reverse("admin:municipalities_revision_changelist")


@pytest.fixture
def part(region: Municipality) -> LocalPart:
    page = save_text(
        text=PageFactory.build(topic=TopicFactory(), title_nb="Hus", state="published")
    )
    place = MunicipalityFactory(name="Dyrøy")
    return save_text(
        text=LocalPart(page=page, municipality=place, body_nb="<p>Her</p>", state="published")
    )


def person(role: str, place: Municipality, **fields: Any) -> User:
    user: User = UserFactory(**{"language": "en"} | fields)
    Membership.objects.create(user=user, municipality=place, role=role)
    return user


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def asked(part: LocalPart, by: User) -> Revision:
    texts = {**part.texts, "nb": {"body": "<p>Der</p>"}}
    revision = save_revision(text=part, texts=texts, by=by)
    assert revision is not None
    return submit_revision(revision=revision, by=by)


# --- reviews --------------------------------------------------------------------------------------


def test_review_is_told_to_all_who_may_publish(
    part: LocalPart, regional_editor: User, region: Municipality
) -> None:
    writer = person(Role.COORDINATOR, part.municipality, name="Kari Skriver")
    here = person(Role.EDITOR, part.municipality, language="de")
    person(Role.EDITOR, MunicipalityFactory())
    revision = asked(part, writer)
    run_jobs()
    assert {to for each in mail.outbox for to in each.to} == {here.email, regional_editor.email}
    german = next(each for each in mail.outbox if each.to == [here.email])
    assert f"/revisions/{revision.number}/" in german.body
    assert "Kari Skriver" in german.body
    assert "<p>" not in german.body


def test_nobody_is_told_of_what_is_published_already(part: LocalPart) -> None:
    writer = person(Role.COORDINATOR, part.municipality)
    here = person(Role.EDITOR, part.municipality)
    publish_revision(revision=asked(part, writer), by=here)
    run_jobs()
    assert mail.outbox == []


def test_editor_is_not_asked_by_themselves(part: LocalPart) -> None:
    here = person(Role.EDITOR, part.municipality)
    asked(part, here)
    run_jobs()
    assert mail.outbox == []


def test_texts_of_the_region_are_published_by_regional_editors(
    part: LocalPart, regional_editor: User
) -> None:
    person(Role.EDITOR, part.municipality)
    person(Role.LEAD, part.municipality)
    assert publishers(None) == [regional_editor]


def test_queue_shows_what_waits_in_ones_own_municipality(part: LocalPart) -> None:
    writer = person(Role.COORDINATOR, part.municipality)
    revision = asked(part, writer)
    address = f"/revisions/{revision.number}/"
    here, there = person(Role.EDITOR, part.municipality), person(Role.EDITOR, MunicipalityFactory())
    assert address in signed_in(here).get(QUEUE).content.decode()
    assert address not in signed_in(there).get(QUEUE).content.decode()
    assert address in signed_in(writer).get(QUEUE, {"state": "mine"}).content.decode()
    assert address not in signed_in(here).get(QUEUE, {"state": "scheduled"}).content.decode()
    lead = person(Role.PRIVACY, part.municipality)
    assert signed_in(lead).get(QUEUE).status_code == 403


# --- by the clock ---------------------------------------------------------------------------------


def test_clock_publishes_what_is_due(part: LocalPart) -> None:
    here = person(Role.EDITOR, part.municipality)
    revision = asked(part, here)
    at = timezone.now() + datetime.timedelta(hours=1)
    schedule_revision(revision=revision, by=here, publish_at=at)
    Revision.objects.filter(pk=revision.pk).update(publish_at=timezone.now())
    enqueue(tasks_by_clock.publish_due)
    run_jobs()
    part.refresh_from_db()
    assert part.body_nb == "<p>Der</p>"


# --- autosaves ------------------------------------------------------------------------------------


@pytest.fixture
def writing(part: LocalPart) -> tuple[Client, User]:
    user = person(Role.EDITOR, part.municipality)
    return signed_in(user), user


def autosave_url(part: LocalPart) -> str:
    return reverse("admin:municipalities_localpart_autosave", args=[part.pk])


def test_what_is_written_is_kept_and_taken_up(
    part: LocalPart, writing: tuple[Client, User]
) -> None:
    client, _user = writing
    answer = client.post(autosave_url(part), {"body_nb": "<p>Halv<script>x</script></p>"})
    assert answer.status_code == 204
    form = client.get(admin_url(part))
    assert "You were writing here" in form.content.decode()
    assert "Halv" not in form.content.decode()
    taken: Any = client.get(admin_url(part), {"take_up": "1"})
    assert taken.context["adminform"].form["body_nb"].value() == "<p>Halv</p>"
    client.post(admin_url(part), filled_in(taken) | {"_continue": "1"})
    assert not Autosave.objects.exists()
    assert Revision.objects.of(part).first().texts["nb"]["body"] == "<p>Halv</p>"  # type: ignore[union-attr]


def test_what_was_kept_is_thrown_away(part: LocalPart, writing: tuple[Client, User]) -> None:
    client, _user = writing
    client.post(autosave_url(part), {"body_nb": "<p>Halv</p>"})
    client.post(autosave_url(part), {"forget": "1"})
    assert "You were writing here" not in client.get(admin_url(part)).content.decode()


def test_what_is_kept_is_the_writers_alone(part: LocalPart, writing: tuple[Client, User]) -> None:
    client, _user = writing
    client.post(autosave_url(part), {"body_nb": "<p>Halv</p>"})
    colleague = signed_in(person(Role.EDITOR, part.municipality))
    assert "You were writing here" not in colleague.get(admin_url(part)).content.decode()
    taken: Any = colleague.get(admin_url(part), {"take_up": "1"})
    assert taken.context["adminform"].form["body_nb"].value() == "<p>Her</p>"


def test_the_same_as_what_is_saved_is_not_offered(
    part: LocalPart, writing: tuple[Client, User]
) -> None:
    client, _user = writing
    client.post(autosave_url(part), {"body_nb": "<p>Her</p>"})
    assert "You were writing here" not in client.get(admin_url(part)).content.decode()


def test_too_much_is_not_kept(part: LocalPart, writing: tuple[Client, User]) -> None:
    client, user = writing
    answer = client.post(autosave_url(part), {"body_nb": "x" * (autosaves.MOST_LETTERS + 1)})
    assert answer.status_code == 413
    assert not Autosave.objects.filter(user=user).exists()


def test_strangers_keep_nothing(part: LocalPart) -> None:
    stranger = signed_in(person(Role.EDITOR, MunicipalityFactory()))
    assert stranger.post(autosave_url(part), {"body_nb": "x"}).status_code == 404
    reader = signed_in(person(Role.PRIVACY, part.municipality))
    assert reader.post(autosave_url(part), {"body_nb": "x"}).status_code in (403, 404)
    writer = signed_in(person(Role.EDITOR, part.municipality))
    assert writer.get(autosave_url(part)).status_code == 405
    assert not Autosave.objects.exists()


def test_what_is_left_for_a_week_is_forgotten(
    part: LocalPart, writing: tuple[Client, User]
) -> None:
    client, _user = writing
    client.post(autosave_url(part), {"body_nb": "<p>Halv</p>"})
    assert autosaves.delete_forgotten() == 0
    Autosave.objects.update(saved_at=timezone.now() - datetime.timedelta(days=8))
    enqueue(tasks_by_clock.forget_autosaves)
    run_jobs()
    assert not Autosave.objects.exists()


def test_new_text_is_kept_as_a_draft(region: Municipality, regional_editor: User) -> None:
    client = signed_in(regional_editor)
    keep(client, admin_url(Page, "add"), slug="ny", topic=TopicFactory().pk, title_nb="Ny")
    assert not Page.objects.published().exists()
