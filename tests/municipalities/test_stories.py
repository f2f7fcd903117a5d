"""Stories: nothing without consent, and nothing left of what was taken back."""

import datetime
import hashlib
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from municipalities.actions import autosaves
from municipalities.actions.addresses import note_new_address
from municipalities.actions.revisions import (
    archive_text,
    head_of,
    publish_due,
    publish_revision,
    save_revision,
    schedule_revision,
)
from municipalities.actions.stories import (
    NoSuchConsent,
    StoryErased,
    erase_chapter,
    gone_slug,
    is_gone,
    publish_with_chapters,
    withdraw_consent,
)
from municipalities.consent_texts import CONSENT_TEXTS
from municipalities.models import (
    Autosave,
    LinkUse,
    Municipality,
    OldAddress,
    Revision,
    Story,
    StoryChapter,
    StoryConsent,
    StoryWithdrawal,
)
from portal.lib.dates import today
from portal.models import ContentVersion, SearchEntry, User
from tests.factories import MunicipalityFactory
from tests.municipalities.stories import CANARY, agreed, told_story, written_chapter, written_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> Municipality:
    return MunicipalityFactory.create(slug="malselv", name="Målselv")


def rows_with(words: str) -> dict[str, int]:
    """In which tables of the database the words stand, however often: all columns of all rows."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("newcomers_"):
                continue
            cursor.execute(
                f"SELECT count(*) FROM {table} AS t WHERE to_jsonb(t)::text LIKE %s", [f"%{words}%"]
            )
            (count,) = cursor.fetchone()
            found |= {table: count} if count else {}
    return found


def sql(statement: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


# --- nothing is published without consent ---------------------------------------------------------


def test_story_is_published_with_its_new_chapters_once_somebody_has_agreed(
    place: Municipality,
) -> None:
    story = written_story(place)
    with pytest.raises(ValidationError, match="once the person has agreed"):
        publish_with_chapters(story=story, by=None)
    assert not Story.objects.shown().exists()
    agreed(story)
    assert publish_with_chapters(story=story, by=None) == 1
    assert list(Story.objects.shown()) == [story]
    assert StoryChapter.objects.shown().count() == 1
    # Readers know the first chapter: what is changed in it waits; a new one waits for itself.
    later = written_chapter(story, month=datetime.date(2024, 8, 1))
    assert list(StoryChapter.objects.in_order().values_list("state", flat=True)) == [
        "published", "draft",
    ]  # fmt: skip
    publish_revision(revision=head_of(later), by=None)  # type: ignore[arg-type]
    assert StoryChapter.objects.shown().count() == 2


def test_chapter_is_not_published_without_consent(place: Municipality) -> None:
    story = written_story(place)
    chapter = story.chapters.get()  # type: ignore[attr-defined]
    with pytest.raises(ValidationError, match="once the person has agreed"):
        publish_revision(revision=head_of(chapter), by=None)  # type: ignore[arg-type]


def test_scheduled_story_without_consent_stays_a_draft(place: Municipality) -> None:
    story = written_story(place)
    head = head_of(story)
    assert head is not None
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=1)
    schedule_revision(revision=head, by=None, publish_at=moment)
    publish_due(now=moment)
    head.refresh_from_db()
    assert head.state == Revision.State.DRAFT
    assert not Story.objects.shown().exists()


@pytest.mark.parametrize("table", ["municipalities_story", "municipalities_storychapter"])
def test_database_publishes_no_story_without_consent(place: Municipality, table: str) -> None:
    story = written_story(place)
    publish = f"UPDATE {table} SET state = 'published'"
    with pytest.raises(IntegrityError, match="nobody has agreed"):
        sql(publish)
    agreed(story)
    sql(publish)


def test_story_whose_consent_is_gone_is_not_shown_whatever_its_state(place: Municipality) -> None:
    story = told_story(place)
    with pytest.raises(IntegrityError, match="has to be taken down"), transaction.atomic():
        StoryWithdrawal.objects.create(
            consent=story.consents.get(),  # type: ignore[attr-defined]
            channel="link",
        )
    archive_text(text=story, by=None)
    StoryWithdrawal.objects.create(consent=story.consents.get(), channel="link")  # type: ignore[attr-defined]
    with pytest.raises(IntegrityError, match="nobody has agreed"):
        sql("UPDATE municipalities_story SET state = 'published'")


# --- consents are proof ---------------------------------------------------------------------------


def test_consent_is_recorded_with_all_that_proves_it(
    place: Municipality, regional_editor: User
) -> None:
    story = written_story(place)
    given = agreed(story, regional_editor, given_on=datetime.date(2026, 5, 3))
    row = StoryConsent.objects.values().get(pk=given.pk)
    assert row["text_version"] in CONSENT_TEXTS
    assert (row["language"], row["channel"], str(row["given_on"])) == ("de", "paper", "2026-05-03")
    assert row["recorded_by_id"] == regional_editor.pk


@pytest.mark.parametrize(
    "said",
    [
        {"language": "fr"},
        {"text_version": "1999-1"},
        {"given_on": today() + datetime.timedelta(days=1)},
    ],
)
def test_consent_to_what_there_is_not_is_refused(place: Municipality, said: dict[str, Any]) -> None:
    with pytest.raises(NoSuchConsent):
        agreed(written_story(place), **said)
    assert not StoryConsent.objects.exists()


@pytest.mark.parametrize("model", [StoryConsent, StoryWithdrawal])
@pytest.mark.parametrize("change", ["UPDATE {} SET channel = 'mail'", "DELETE FROM {}"])
def test_web_role_rewrites_no_consent(place: Municipality, model: Any, change: str) -> None:
    withdraw_consent(story=told_story(place), channel="link")
    assert model.objects.count() == 1
    with pytest.raises(DatabaseError, match="permission denied"):
        sql(change.format(model._meta.db_table))


def test_consent_text_that_people_agreed_to_is_never_edited() -> None:
    prints = {
        version: hashlib.sha256(repr(sorted(texts.items())).encode()).hexdigest()[:16]
        for version, texts in CONSENT_TEXTS.items()
    }
    assert prints == {"2026-1": "e988b44647e1f142"}
    assert all(texts.keys() == {"nb", "de", "en"} for texts in CONSENT_TEXTS.values())


# --- taken back -----------------------------------------------------------------------------------


def test_withdrawn_story_leaves_no_word_anywhere(
    place: Municipality, regional_editor: User
) -> None:
    story = told_story(place, slug="kanarifugl-fra-bremen")
    note_new_address(text=story, before="kanarifugl-i-fjor")
    texts = {
        code: {**fields, "lead": f"{CANARY} sier mer."} for code, fields in story.texts.items()
    }
    save_revision(text=story, texts=texts, by=regional_editor)
    autosaves.keep(text=story, texts=texts, by=regional_editor)
    chapter = story.chapters.get()  # type: ignore[attr-defined]
    autosaves.keep(text=chapter, texts=chapter.texts, by=regional_editor)
    # The checker sees the words wherever they are kept.
    assert rows_with(CANARY).keys() == {
        "municipalities_story", "municipalities_storychapter", "municipalities_revision",
        "municipalities_autosave", "portal_searchentry",
    }  # fmt: skip

    assert withdraw_consent(story=story, channel="in_person", by=regional_editor)

    assert rows_with(CANARY) == rows_with("kanarifugl") == rows_with("sykepleier") == {}
    assert not SearchEntry.objects.exists()
    story.refresh_from_db()
    assert story.erased_at
    assert (str(story.state), story.municipality, story.since) == ("archived", place, None)
    withdrawal = StoryWithdrawal.objects.get()
    assert withdrawal.consent == story.consents.get()  # type: ignore[attr-defined]
    assert (withdrawal.channel, withdrawal.recorded_by) == ("in_person", regional_editor)
    for model in (Story, StoryChapter):
        kind = ContentType.objects.get_for_model(model)
        for each in (Revision, Autosave, LinkUse, OldAddress):
            assert not each._default_manager.filter(content_type=kind).exists()


def test_withdrawing_twice_does_it_once(place: Municipality) -> None:
    story = told_story(place)
    assert withdraw_consent(story=story, channel="link")
    assert not withdraw_consent(story=story, channel="link")
    assert StoryWithdrawal.objects.count() == 1


def test_withdrawal_ends_every_consent_and_spares_other_stories(place: Municipality) -> None:
    story, other = told_story(place), told_story(place, slug="mekaniker")
    agreed(story)
    withdraw_consent(story=story, channel="link")
    assert list(StoryConsent.objects.standing()) == list(other.consents.all())  # type: ignore[attr-defined]
    assert list(Story.objects.shown()) == [other]
    assert SearchEntry.objects.filter(kind="story").count() == 2  # nb and de


def test_draft_that_nobody_agreed_to_is_erased_too(place: Municipality) -> None:
    assert withdraw_consent(story=written_story(place), channel="link")
    assert rows_with(CANARY) == {}
    assert not StoryWithdrawal.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_withdrawal_makes_every_kept_page_old() -> None:
    story = told_story(MunicipalityFactory.create())
    before = ContentVersion.objects.get().version
    withdraw_consent(story=story, channel="link")
    assert ContentVersion.objects.get().version == before + 1


def test_erased_story_takes_no_word_and_no_consent_any_more(
    place: Municipality, regional_editor: User
) -> None:
    story = told_story(place)
    opened = Story.objects.get(pk=story.pk)
    chapter = opened.chapters.get()  # type: ignore[attr-defined]
    withdraw_consent(story=story, channel="link")
    with pytest.raises(StoryErased):
        agreed(story)
    # A form that stood open meanwhile comes back in any way there is.
    for late in (
        lambda: save_revision(text=opened, texts=opened.texts, by=regional_editor),
        lambda: autosaves.keep(text=opened, texts=opened.texts, by=regional_editor),
        lambda: autosaves.keep(text=chapter, texts=chapter.texts, by=regional_editor),
        lambda: opened.save(),
        lambda: written_chapter(opened),
    ):
        with pytest.raises(IntegrityError, match="is erased"), transaction.atomic():
            late()
    assert rows_with(CANARY) == {}


def test_address_of_what_is_gone_is_known_and_free_again(place: Municipality) -> None:
    for _number in range(2):
        story = told_story(place)
        assert not is_gone("en-annen")
        withdraw_consent(story=story, channel="link")
        assert is_gone("sykepleier-fra-bremen")
    slugs = set(Story.objects.values_list("slug", flat=True))
    assert gone_slug("sykepleier-fra-bremen") in slugs
    assert len(slugs) == 2


def test_chapter_is_deleted_with_its_revisions(place: Municipality) -> None:
    story = told_story(place)
    gone = written_chapter(story, body_nb="<p>Hemmelighet</p>")
    erase_chapter(chapter=gone, by=None)
    assert rows_with("Hemmelighet") == {}
    assert Revision.objects.of(story.chapters.get()).exists()  # type: ignore[attr-defined]


# --- chapters and search --------------------------------------------------------------------------


def test_chapters_follow_their_story_to_another_municipality(place: Municipality) -> None:
    story, other = written_story(place), MunicipalityFactory.create()
    story.municipality = other
    story.save()
    assert story.chapters.get().municipality == other  # type: ignore[attr-defined]
    StoryChapter.objects.update(municipality=place)
    with pytest.raises(IntegrityError, match="story_here"):
        sql("SET CONSTRAINTS ALL IMMEDIATE")
    # So that nothing wrong is left to be checked at the end.
    StoryChapter.objects.update(municipality=other)


def test_search_finds_a_story_once_by_its_published_chapters(place: Municipality) -> None:
    story = told_story(place)
    entry = SearchEntry.objects.get(kind="story", language="nb")
    assert entry.path == "stories/sykepleier-fra-bremen/"
    assert f"{CANARY} pakker ut." in entry.text
    later = written_chapter(story, body_nb="<p>Torsken biter.</p>")
    assert not SearchEntry.objects.filter(text__contains="Torsken").exists()
    publish_revision(revision=head_of(later), by=None)  # type: ignore[arg-type]
    assert SearchEntry.objects.get(text__contains="Torsken").path == entry.path
    archive_text(text=story, by=None)
    assert not SearchEntry.objects.exists()
