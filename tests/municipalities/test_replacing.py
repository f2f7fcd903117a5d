"""An address is replaced in all texts: what was shown, whole or not at all, and no translation's
state changes."""

import datetime
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from hosting.models import Organisation
from municipalities.actions import replacing
from municipalities.actions.replacing import (
    DoesNotFit,
    Fate,
    May,
    MovedOn,
    Preview,
    Replacement,
    preview,
    replace_address,
)
from municipalities.actions.revisions import (
    head_of,
    publish_due,
    publish_revision,
    save_revision,
    schedule_revision,
    submit_revision,
)
from municipalities.actions.texts import save_text
from municipalities.models import LinkTarget, Page, Revision, Source
from municipalities.versions import Versions, after_replacing
from portal.lib.links import addresses_in
from tests.factories import (
    LocalPartFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PageFactory,
    SourceFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
OLD, NEW = "https://gammel.no/skjema", "https://ny.no/skjema?a=1&b=2"
SWAP = Replacement(OLD, NEW)
State = Revision.State


@pytest.fixture
def editor(db: None) -> Any:
    return UserFactory(name="Rita Redaktør")


def link(address: str = OLD) -> str:
    return f'<p>Se <a href="{address}">skjemaet</a>.</p>'


def a_page(state: str = "published", **texts: str) -> Page:
    given = {"title_nb": "Hus", "body_nb": link()} | texts
    return save_text(text=PageFactory.build(topic=TopicFactory(), state=state, **given))


def publisher(row: Any) -> May:
    return May.PUBLISH


def writer(row: Any) -> May:
    return May.WRITE


def shown(may: Callable[[Any], May] = publisher, swap: Replacement = SWAP) -> Preview:
    return preview(replacement=swap, may=may)


def replaced(
    by: Any, may: Callable[[Any], May] = publisher, swap: Replacement = SWAP
) -> list[tuple[Any, Fate]]:
    """Do what is shown; each object as it is now, and what became of it."""
    token = shown(may, swap).token
    done = replace_address(replacement=swap, may=may, token=token, by=by)
    return [(type(each.row).objects.get(pk=each.row.pk), each.fate) for each in done.places]


def body(page: Page, language: str = "nb") -> list[str]:
    return addresses_in(getattr(Page.objects.get(pk=page.pk), f"body_{language}"))


def states(page: Page) -> dict[int, str]:
    return dict(Revision.objects.of(page).order_by("number").values_list("number", "state"))


def translation_state(page: Page, language: str) -> str:
    return str(Page.objects.with_translation_state(language).get(pk=page.pk).translation_state)


# --- which addresses ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "address", "below"),
    [
        ("https://a.no", "https://a.no", "https://ny.no"),
        ("https://a.no", "https://a.no/b?c#d", "https://ny.no/b?c#d"),
        ("https://a.no", "https://a.no?c", "https://ny.no?c"),
        ("https://a.no", "https://a.no.example/b", None),
        ("https://a.no/b", "https://a.no/bc", None),
        ("https://a.no/b/", "https://a.no/b/c", "https://ny.noc"),
        ("https://a.no/b", "https://a.no/", None),
        ("https://a.no/b", "http://a.no/b/c", None),
    ],
)
def test_replacement_takes_one_address_or_all_below_it(
    old: str, address: str, below: str | None
) -> None:
    exact, prefix = Replacement(old, "https://ny.no"), Replacement(old, "https://ny.no", True)
    assert prefix(address) == (below or address)
    assert exact(address) == ("https://ny.no" if address == old else address)


# --- what is shown --------------------------------------------------------------------------------


def test_preview_shows_each_place_and_changes_nothing() -> None:
    page = a_page(body_de=link() + link("https://annet.no/"), summary_nb=f"Se {OLD}.")
    source = SourceFactory.create(url=OLD)
    found = shown()
    assert {
        (each.row, change.field, change.language)
        for each in found.places
        for change in each.changes
    } == {
        (page, "body", "nb"), (page, "body", "de"), (page, "summary", "nb"), (source, "url", ""),
    }  # fmt: skip
    assert found.left == []
    assert body(page) == [OLD]
    assert Source.objects.get().url == OLD
    assert not Revision.objects.exists()


def test_preview_of_an_address_that_stands_nowhere_is_empty() -> None:
    a_page(body_nb=link("https://annet.no/"))
    assert shown().places == []


def test_what_is_somebody_elses_is_shown_and_stays(editor: Any) -> None:
    mine, other = a_page(), a_page()
    may = {mine.pk: May.PUBLISH, other.pk: May.NOTHING}
    found = shown(lambda row: may[row.pk])
    assert ([each.row for each in found.places], [each.row for each in found.left]) == (
        [mine], [other],
    )  # fmt: skip
    replaced(editor, lambda row: may[row.pk])
    assert (body(mine), body(other)) == ([NEW], [OLD])


def test_token_stands_for_everything_that_is_shown(editor: Any) -> None:
    page = a_page()
    first = shown().token
    assert shown().token == first
    tokens = {first, shown(writer).token, shown(swap=Replacement(OLD, "https://annet.no/")).token}
    tokens.add(shown(swap=Replacement(OLD, NEW, is_prefix=True)).token)
    tokens.add(shown(lambda row: May.NOTHING).token)
    save_revision(text=page, texts=page.texts | {"de": {"title": "Haus"}}, by=editor)
    tokens.add(shown().token)
    assert len(tokens) == 6


# --- what is done ---------------------------------------------------------------------------------


def test_published_text_is_published_with_the_new_address(editor: Any) -> None:
    page = a_page(body_de=link(), title_de="Haus")
    assert replaced(editor) == [(page, Fate.AT_ONCE)]
    assert (body(page), body(page, "de")) == ([NEW], [NEW])
    assert states(page) == {1: State.ARCHIVED, 2: State.PUBLISHED}
    revision = Revision.objects.get(number=2)
    assert (revision.is_minor, revision.author, revision.published_by) == (True, editor, editor)


def test_no_translation_changes_its_state(editor: Any) -> None:
    """Neither does a machine's become a person's, nor one that is outdated current."""
    page = a_page(body_de=link(), title_de="Haus", title_en="House", body_en=link())
    texts = page.texts | {"en": {"title": "A house", "summary": "", "body": link()}}
    machine = save_revision(text=page, texts=texts, by=editor, machine=True)
    assert machine is not None
    publish_revision(revision=machine, by=editor)
    page = Page.objects.get(pk=page.pk)
    texts = page.texts | {"nb": {"title": "Hytte", "summary": "", "body": link()},
                          "en": {"title": "A hut", "summary": "", "body": link()}}  # fmt: skip
    newer = save_revision(text=page, texts=texts, by=editor, machine=True)
    assert newer is not None
    publish_revision(revision=newer, by=editor)
    before = {code: translation_state(page, code) for code in ("nb", "de", "en")}
    assert before == {"nb": "current", "de": "outdated", "en": "current"}
    replaced(editor)
    assert body(page, "de") == body(page, "en") == [NEW]
    assert {code: translation_state(page, code) for code in before} == before
    assert Page.objects.get(pk=page.pk).made_by["en"]["machine"] is True


def test_versions_after_replacing_stay_as_true_as_they_were() -> None:
    before = Versions(3, {"de": 3, "en": 2}, {"de": {"name": "Rita", "machine": True}})
    old = {"nb": {"body": "a"}, "de": {"body": "a"}, "en": {"body": "a"}}
    new = {"nb": {"body": "b"}, "de": {"body": "a"}, "en": {"body": "b"}}
    assert after_replacing(before, old, new) == Versions(4, {"de": 4, "en": 2}, before.made_by)
    assert after_replacing(before, new, new) == before


def test_open_draft_gets_it_and_readers_wait(editor: Any) -> None:
    page = a_page()
    texts = page.texts | {"nb": {"title": "Halvferdig", "summary": "", "body": link()}}
    save_revision(text=page, texts=texts, by=editor)
    assert replaced(editor) == [(page, Fate.DRAFT)]
    head = head_of(page)
    assert head is not None
    assert (head.state, head.texts["nb"]["title"]) == (State.DRAFT, "Halvferdig")
    assert addresses_in(head.texts["nb"]["body"]) == [NEW]
    assert (body(page), Page.objects.get(pk=page.pk).title_nb) == ([OLD], "Hus")


def test_draft_that_waits_for_a_review_waits_on(editor: Any) -> None:
    page = a_page()
    draft = save_revision(
        text=page,
        texts=page.texts | {"de": {"title": "Haus", "summary": "", "body": ""}},
        by=editor,
    )
    assert draft is not None
    submit_revision(revision=draft, by=editor)
    assert replaced(editor) == [(page, Fate.REVIEW)]
    assert states(page) == {1: State.PUBLISHED, 2: State.ARCHIVED, 3: State.IN_REVIEW}


def scheduled(page: Page, by: Any) -> Revision:
    """A revision that is published tomorrow, and taken down a week later."""
    texts = page.texts | {"de": {"title": "Haus", "summary": "", "body": ""}}
    draft = save_revision(text=page, texts=texts, by=by)
    assert draft is not None
    day = timezone.now() + datetime.timedelta(days=1)
    return schedule_revision(
        revision=draft, by=by, publish_at=day, unpublish_at=day + datetime.timedelta(days=7)
    )


def test_scheduled_text_keeps_its_time(editor: Any) -> None:
    page = a_page()
    waiting = scheduled(page, editor)
    assert replaced(editor) == [(page, Fate.SCHEDULED)]
    head = head_of(page)
    assert head is not None
    assert (head.state, head.publish_at, head.unpublish_at) == (
        State.SCHEDULED, waiting.publish_at, waiting.unpublish_at,
    )  # fmt: skip
    assert list(Revision.objects.filter(state=State.SCHEDULED)) == [head]
    assert publish_due(now=timezone.now() + datetime.timedelta(days=2)) == 1
    assert body(page) == [NEW]


def test_scheduled_text_of_who_may_not_publish_waits_for_a_review(editor: Any) -> None:
    page = a_page()
    scheduled(page, editor)
    assert replaced(editor, writer) == [(page, Fate.REVIEW)]
    assert Revision.objects.filter(state=State.SCHEDULED).count() == 1


def test_text_that_ends_some_day_still_does(editor: Any) -> None:
    page = a_page()
    revision = scheduled(page, editor)
    publish_due(now=timezone.now() + datetime.timedelta(days=2))
    assert replaced(editor) == [(page, Fate.AT_ONCE)]
    assert Revision.objects.get(state=State.PUBLISHED).unpublish_at == revision.unpublish_at


def test_who_may_not_publish_asks_for_a_review(editor: Any) -> None:
    page = a_page()
    assert replaced(editor, writer) == [(page, Fate.REVIEW)]
    assert body(page) == [OLD]
    assert states(page) == {1: State.PUBLISHED, 2: State.IN_REVIEW}


def test_draft_that_nobody_has_published_stays_one(editor: Any) -> None:
    page = a_page(state="draft")
    assert replaced(editor) == [(page, Fate.DRAFT)]
    assert (body(page), Page.objects.get(pk=page.pk).state) == ([NEW], "draft")


def test_what_was_taken_down_stays_as_it_was(editor: Any) -> None:
    page = a_page(state="archived")
    assert replaced(editor) == []
    assert body(page) == [OLD]


def test_addresses_in_fields_of_their_own_change_at_once(editor: Any) -> None:
    place = MunicipalityFactory.create(website=OLD)
    part = LocalPartFactory.create(state="published", municipality=place, body_nb=link())
    organisation = OrganisationFactory.create(website=OLD, description_nb=f"Se {OLD}")
    source = SourceFactory.create(url=OLD)
    assert {row for row, _fate in replaced(editor)} == {place, part, organisation, source}
    place.refresh_from_db()
    source.refresh_from_db()
    assert place.website == source.url == NEW
    now = Organisation.objects.get()
    assert (now.website, now.description_nb) == (NEW, f"Se {NEW}")
    assert not Revision.objects.of(place).exists()


def test_field_changes_at_once_though_the_text_waits(editor: Any) -> None:
    organisation = OrganisationFactory.create(website=OLD, description_nb=f"Se {OLD}")
    assert replaced(editor, writer) == [(organisation, Fate.REVIEW)]
    now = Organisation.objects.get()
    assert (now.website, now.description_nb) == (NEW, f"Se {OLD}")


def test_all_below_an_address_moves_along(editor: Any) -> None:
    page = a_page(body_nb=link("https://gammel.no/a/b?c=1") + link("https://gammel.no.example/"))
    replaced(editor, swap=Replacement("https://gammel.no", "https://ny.no", is_prefix=True))
    assert body(page) == ["https://ny.no/a/b?c=1", "https://gammel.no.example/"]


def test_links_are_known_anew_afterwards(editor: Any) -> None:
    a_page()
    replaced(editor)
    assert list(LinkTarget.objects.in_use().values_list("address", flat=True)) == [NEW]


# --- what is refused ------------------------------------------------------------------------------


def edited(page: Page, by: Any) -> None:
    save_revision(text=page, texts=page.texts | {"de": {"title": "Haus"}}, by=by)


def with_more(page: Page, by: Any) -> None:
    a_page()


def with_less(page: Page, by: Any) -> None:
    Page.objects.filter(pk=page.pk).update(body_nb="<p>Uten</p>")


def other_source(page: Page, by: Any) -> None:
    Source.objects.update(url="https://annet.no/")


def other_words(page: Page, by: Any) -> None:
    Page.objects.filter(pk=page.pk).update(body_nb=link() + "<p>Mer</p>")


@pytest.mark.parametrize("change", [edited, with_more, with_less, other_source, other_words])
def test_nothing_is_replaced_when_anything_moved_on(
    editor: Any, change: Callable[[Page, Any], None]
) -> None:
    page, other, source = a_page(), a_page(), SourceFactory.create(url=OLD)
    token = shown().token
    change(page, editor)
    before = Revision.objects.count(), Source.objects.get(pk=source.pk).url
    with pytest.raises(MovedOn):
        replace_address(replacement=SWAP, may=publisher, token=token, by=editor)
    assert (Revision.objects.count(), Source.objects.get(pk=source.pk).url) == before
    assert body(other) == [OLD]


@pytest.mark.django_db(transaction=True)
def test_who_saves_at_the_same_moment_is_not_overrun() -> None:
    """The other one holds the row when the replacing begins, and is done before it goes on."""
    editor, page, outcome = UserFactory.create(), a_page(), []
    token = shown().token

    def other() -> None:
        try:
            replace_address(replacement=SWAP, may=publisher, token=token, by=editor)
        except MovedOn as refused:
            outcome.append(refused)
        finally:
            connections.close_all()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        edited(page, editor)
        thread.start()
    thread.join()
    assert len(outcome) == 1
    assert body(page) == [OLD]


@pytest.mark.parametrize("token", ["", "x", "0" * 64])
def test_nothing_is_replaced_without_the_token(editor: Any, token: str) -> None:
    page = a_page()
    with pytest.raises(MovedOn):
        replace_address(replacement=SWAP, may=publisher, token=token, by=editor)
    assert body(page) == [OLD]


def test_token_of_who_may_more_is_worth_nothing(editor: Any) -> None:
    page = a_page()
    with pytest.raises(MovedOn):
        replace_address(replacement=SWAP, may=writer, token=shown().token, by=editor)
    assert body(page) == [OLD]


def test_nothing_is_replaced_when_one_place_refuses(
    editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second of two texts cannot be published: the first stays as well."""
    pages = [a_page(), a_page()]
    real, done = publish_revision, []

    def second_time_not(**given: Any) -> Any:
        done.append(given["revision"])
        if len(done) == 2:
            raise replacing.RevisionRefused
        return real(**given)

    monkeypatch.setattr(replacing, "publish_revision", second_time_not)
    with pytest.raises(MovedOn):
        replaced(editor)
    assert len(done) == 2
    assert [body(page) for page in pages] == [[OLD], [OLD]]
    assert not Revision.objects.exists()


@pytest.mark.parametrize("field", ["website", "description_nb"])
def test_address_that_does_not_fit_is_refused_whole(editor: Any, field: str) -> None:
    a_page()
    words = OLD if field == "website" else f"{OLD} {'x' * 350}"
    organisation = OrganisationFactory.create(**{field: words})
    swap = Replacement(OLD, f"https://ny.no/{'x' * 300}")
    with pytest.raises(DoesNotFit) as refused:
        shown(swap=swap)
    assert refused.value.row == organisation
    with pytest.raises(DoesNotFit):
        replace_address(replacement=swap, may=publisher, token="", by=editor)


def test_text_stays_clean_whatever_address_is_put_in(editor: Any) -> None:
    page = a_page()
    hostile = 'https://ny.no/"><script>alert(1)</script>'
    replaced(editor, swap=Replacement(OLD, hostile))
    assert "<script" not in Page.objects.get(pk=page.pk).body_nb
