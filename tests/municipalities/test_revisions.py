"""Revisions: readers see the published one, and every translation's state is the truth."""

import datetime
from copy import deepcopy
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from municipalities.actions.revisions import (
    ImpossibleTimes,
    NotOpen,
    PlaceIsPast,
    PublishedMeanwhile,
    SavedMeanwhile,
    archive_text,
    head_of,
    publish_due,
    publish_revision,
    restore_revision,
    save_revision,
    schedule_revision,
    submit_revision,
)
from municipalities.actions.texts import save_text
from municipalities.models import LocalPart, Page, Revision
from tests.factories import MunicipalityFactory, PageFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def editor(db: None) -> Any:
    return UserFactory(name="Rita Redaktør")


@pytest.fixture
def page(db: None) -> Page:
    """Published, in Norwegian and German."""
    built = PageFactory.build(
        topic=TopicFactory(), title_nb="Hus", title_de="Haus", state="published"
    )
    return save_text(text=built)


def written(page: Page, **changes: str) -> dict[str, dict[str, str]]:
    """The texts one goes on from, changed: `title_nb`, `body_de`."""
    head = head_of(page)
    texts = deepcopy(dict(head.texts if head else page.texts))
    for name, text in changes.items():
        field, _, language = name.rpartition("_")
        texts[language][field] = text
    return texts  # type: ignore[return-value]


def saved(page: Page, by: Any, **changes: Any) -> Revision:
    minor = changes.pop("minor", False)
    revision = save_revision(text=page, texts=written(page, **changes), by=by, minor=minor)
    assert revision is not None
    return revision


def row(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


def state(page: Page, language: str) -> str:
    return str(Page.objects.with_translation_state(language).get(pk=page.pk).translation_state)


def states(page: Page) -> dict[int, str]:
    return dict(Revision.objects.of(page).values_list("number", "state"))


# --- saving ---------------------------------------------------------------------------------------


def test_what_is_saved_is_not_seen_before_it_is_published(page: Page, editor: Any) -> None:
    revision = saved(page, editor, title_nb="Et hus")
    assert row(page).title_nb == "Hus"
    assert state(page, "de") == "current"
    assert states(page) == {1: "published", 2: "draft"}
    publish_revision(revision=revision, by=editor)
    assert row(page).title_nb == "Et hus"
    assert state(page, "de") == "outdated"
    assert states(page) == {1: "archived", 2: "published"}


def test_same_texts_make_no_revision(page: Page, editor: Any) -> None:
    assert save_revision(text=page, texts=page.texts, by=editor) is None
    assert states(page) == {1: "published"}


def test_later_draft_takes_the_place_of_the_earlier(page: Page, editor: Any) -> None:
    saved(page, editor, title_nb="Et hus")
    second = saved(page, editor, title_de="Ein Haus")
    assert states(page) == {1: "published", 2: "archived", 3: "draft"}
    assert second.texts["nb"]["title"] == "Et hus"
    assert second.made_from == {"de": 2}
    assert second.made_by["de"] == {"name": "Rita Redaktør", "machine": False}


def test_machine_is_named_until_a_person_writes(page: Page, editor: Any) -> None:
    texts = written(page, title_en="House")
    revision = save_revision(text=page, texts=texts, by=editor, machine=True)
    assert revision is not None
    assert revision.made_by["en"]["machine"] is True
    assert saved(page, editor, title_en="A house").made_by["en"]["machine"] is False


def test_second_editor_is_told_before_a_word_is_lost(page: Page, editor: Any) -> None:
    first = saved(page, editor, title_nb="Et hus")
    with pytest.raises(SavedMeanwhile) as refused:
        save_revision(text=page, texts=written(page, title_nb="Huset"), by=editor, based_on=1)
    assert refused.value.head == first
    assert states(page) == {1: "published", 2: "draft"}
    assert save_revision(
        text=page, texts=written(page, title_nb="Huset"), by=editor, based_on=first.number
    )


def test_text_nobody_sees_is_written_into_its_row(editor: Any) -> None:
    draft = save_text(text=PageFactory.build(topic=TopicFactory(), title_nb="Hus", state="draft"))
    saved(draft, editor, title_nb="Et hus")
    assert row(draft).title_nb == "Et hus"
    assert states(draft) == {1: "archived", 2: "draft"}


def test_written_past_revisions_is_one_of_them(page: Page, editor: Any) -> None:
    waiting = saved(page, editor, title_nb="Et hus")
    present = row(page)
    present.title_nb = "Bolig"
    save_text(text=present)
    assert states(page) == {1: "archived", 2: "draft", 3: "published"}
    with pytest.raises(PublishedMeanwhile):
        publish_revision(revision=waiting, by=editor)
    assert row(page).title_nb == "Bolig"


# --- publishing -----------------------------------------------------------------------------------


def test_revision_is_published_once(page: Page, editor: Any) -> None:
    revision = saved(page, editor, title_nb="Et hus")
    submit_revision(revision=revision, by=editor)
    assert states(page)[2] == "in_review"
    publish_revision(revision=revision, by=editor)
    for deed in (publish_revision, submit_revision):
        with pytest.raises(NotOpen):
            deed(revision=revision, by=editor)


def test_publishing_and_taking_down(page: Page, editor: Any) -> None:
    archive_text(text=page, by=editor)
    assert row(page).state == "archived"
    assert not Page.objects.published().exists()
    revision = saved(page, editor, title_nb="Et hus")
    publish_revision(revision=revision, by=editor)
    assert Page.objects.published().get().title_nb == "Et hus"


def test_scheduled_is_published_when_it_is_time_and_taken_down_after(
    page: Page, editor: Any
) -> None:
    now = timezone.now()
    revision = saved(page, editor, title_nb="Jul")
    schedule_revision(
        revision=revision, by=editor, publish_at=now + HOUR, unpublish_at=now + 5 * HOUR
    )
    assert publish_due(now=now) == 0
    assert row(page).title_nb == "Hus"
    # Two hours late: the worker was away.
    assert publish_due(now=now + 3 * HOUR) == 1
    assert row(page).title_nb == "Jul"
    assert publish_due(now=now + 3 * HOUR) == 0
    assert publish_due(now=now + 5 * HOUR) == 1
    assert row(page).state == "archived"


def test_text_written_after_a_scheduled_one_waits(page: Page, editor: Any) -> None:
    now = timezone.now()
    scheduled = saved(page, editor, title_nb="Jul")
    schedule_revision(revision=scheduled, by=editor, publish_at=now + HOUR)
    later = saved(page, editor, title_nb="Jul og nyttår")
    publish_due(now=now + HOUR)
    assert row(page).title_nb == "Jul"
    publish_revision(revision=later, by=editor)
    assert row(page).title_nb == "Jul og nyttår"


def test_scheduled_one_that_was_overtaken_is_not_published(page: Page, editor: Any) -> None:
    now = timezone.now()
    scheduled = saved(page, editor, title_nb="Jul")
    schedule_revision(revision=scheduled, by=editor, publish_at=now + HOUR)
    publish_revision(revision=saved(page, editor, title_nb="Hjem"), by=editor)
    publish_due(now=now + HOUR)
    assert row(page).title_nb == "Hjem"
    assert states(page)[2] == "archived"


@pytest.mark.parametrize(("begin", "end"), [(None, None), (-1, None), (2, 1), (2, 2), (None, 3)])
def test_impossible_times_are_refused(
    page: Page, editor: Any, begin: int | None, end: int | None
) -> None:
    now = timezone.now()
    revision = saved(page, editor, title_nb="Jul")
    times = {
        "publish_at": begin and now + begin * HOUR,
        "unpublish_at": end and now + end * HOUR,
    }
    with pytest.raises(ImpossibleTimes):
        schedule_revision(revision=revision, by=editor, **times)
    assert states(page)[2] == "draft"


def test_database_refuses_an_end_before_its_beginning(page: Page, editor: Any) -> None:
    revision = saved(page, editor, title_nb="Jul")
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(
            state="scheduled", publish_at=now, unpublish_at=now - HOUR
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(state="published", published_at=now)


# --- restoring ------------------------------------------------------------------------------------


def test_restoring_brings_the_texts_and_the_truth_about_them(page: Page, editor: Any) -> None:
    publish_revision(revision=saved(page, editor, title_nb="Et hus"), by=editor)
    first = Revision.objects.of(page).get(number=1)
    restored = restore_revision(revision=first, by=editor)
    assert restored.restored_from == 1
    assert row(page).title_nb == "Et hus"
    publish_revision(revision=restored, by=editor)
    assert row(page).title_nb == "Hus"
    assert row(page).source_version == 3
    assert state(page, "de") == "current"


def test_revision_of_a_merged_municipality_is_not_restored(page: Page, editor: Any) -> None:
    place = MunicipalityFactory()
    part = save_text(text=LocalPart(page=page, municipality=place, body_nb="<p>Her</p>"))
    texts = deepcopy(dict(part.texts))
    texts["nb"]["body"] = "<p>Der</p>"
    save_revision(text=part, texts=texts, by=editor)
    place.valid_to = timezone.now().date() - datetime.timedelta(days=2)
    place.successor = MunicipalityFactory()
    place.save()
    with pytest.raises(PlaceIsPast):
        restore_revision(revision=Revision.objects.of(part).last(), by=editor)
    assert Revision.objects.of(part).first().municipality == place


# --- no order of deeds gives a wrong state --------------------------------------------------------

LANGUAGES = ("de", "en")
WORDS = st.sampled_from(["", "a", "b", "c"])


class Truth:
    """What an editor would say of the translations: which were made from the text as it is."""

    def __init__(self, texts: dict[str, str], current: set[str]) -> None:
        self.texts = texts
        self.current = current

    def edited(self, changes: dict[str, str], *, minor: bool) -> "Truth":
        texts = self.texts | changes
        changed = {each for each in texts if texts[each] != self.texts[each]}
        current = set(self.current)
        if "nb" in changed and not minor:
            current = set()
        return Truth(texts, (current | changed) & {each for each in LANGUAGES if texts[each]})

    def state(self, language: str) -> str:
        if not self.texts[language]:
            return "missing"
        return "current" if language in self.current else "outdated"


class Machine(RuleBasedStateMachine):
    """Edits, minor edits, publishes, schedules and restores in any order."""

    @initialize()
    def begin(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.editor = UserFactory()
        built = PageFactory.build(
            topic=TopicFactory(), title_nb="a", title_de="", title_en="", state="published"
        )
        self.page = save_text(text=built)
        self.now = timezone.now()
        self.head = self.shown = Truth({"nb": "a", "de": "", "en": ""}, set())
        self.known: dict[int, Truth] = {}
        self.planned: tuple[int, datetime.datetime, Truth] | None = None

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    @rule(
        changes=st.dictionaries(st.sampled_from(["nb", "de", "en"]), WORDS, min_size=1),
        minor=st.booleans(),
    )
    def edit(self, changes: dict[str, str], minor: bool) -> None:
        if changes.get("nb") == "":
            changes["nb"] = "d"
        fields = {f"title_{code}": text for code, text in changes.items()}
        texts = written(self.page, **fields)
        revision = save_revision(text=self.page, texts=texts, by=self.editor, minor=minor)
        self.remember_first()
        if revision is not None:
            self.head = self.known[revision.number] = self.head.edited(changes, minor=minor)

    @precondition(lambda self: self.can_publish())
    @rule()
    def publish(self) -> None:
        publish_revision(revision=head_of(self.page), by=self.editor)
        self.shown = self.head

    @precondition(lambda self: self.can_publish())
    @rule(hours=st.integers(1, 3))
    def schedule(self, hours: int) -> None:
        head = head_of(self.page)
        at = timezone.now() + hours * HOUR
        schedule_revision(revision=head, by=self.editor, publish_at=at)
        self.planned = (head.number, at, self.head)

    @rule(hours=st.integers(1, 4))
    def wait(self, hours: int) -> None:
        self.now = timezone.now() + hours * HOUR
        publish_due(now=self.now)
        if self.planned and self.planned[1] <= self.now:
            if states(self.page)[self.planned[0]] == "published":
                self.shown = self.planned[2]
            self.planned = None

    @precondition(lambda self: len(self.known) > 1)
    @rule(data=st.data())
    def restore(self, data: Any) -> None:
        number = data.draw(st.sampled_from(sorted(self.known)))
        revision = Revision.objects.of(self.page).get(number=number)
        restored = restore_revision(revision=revision, by=self.editor)
        self.head = self.known[restored.number] = self.known[number]

    def can_publish(self) -> bool:
        head = head_of(self.page)
        return head is not None and head.is_open

    def remember_first(self) -> None:
        if not self.known:
            self.known[1] = self.shown

    @invariant()
    def states_are_true(self) -> None:
        if not hasattr(self, "page"):
            return
        assert row(self.page).title_nb == self.shown.texts["nb"]
        for language in LANGUAGES:
            assert state(self.page, language) == self.shown.state(language)
        head = head_of(self.page)
        if head is not None:
            current = {each for each in LANGUAGES if head.versions.is_current(each)}
            assert current == self.head.current
            assert head.texts["de"]["title"] == self.head.texts["de"]


def test_no_order_of_deeds_gives_a_wrong_state(db: None) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Machine,
        settings=settings(
            max_examples=20,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert connection.in_atomic_block
