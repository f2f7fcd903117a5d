"""What is recorded of texts, facts and memberships, and how an object's history reads."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation
from pghistory import context as recorded_as
from pytest_django import DjangoAssertNumQueries

from municipalities.admin.history import PER_PAGE, ReadableHistory, changes_in
from municipalities.admin.municipality import CountyInline, NumberInline
from municipalities.admin.timeline import row_entries, timeline
from municipalities.models import (
    County,
    Figure,
    Membership,
    Municipality,
    MunicipalityNumber,
    Page,
    Source,
    Topic,
)
from portal.lib.history import event_model
from portal.models import SearchEntry
from tests.factories import (
    FigureFactory,
    LocalPartFactory,
    MunicipalityFactory,
    PageFactory,
    SourceFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def labels(model: type) -> list[str]:
    """What was recorded of the model's rows, in order."""
    return list(event_model(model).objects.order_by("pgh_id").values_list("pgh_label", flat=True))


# --- what is recorded ---------------------------------------------------------------------------


def test_text_is_recorded_in_every_language() -> None:
    page = PageFactory.create(title_nb="Bolig", title_de="Wohnen", title_en="Housing")
    Page.objects.filter(pk=page.pk).update(title_de="Wohnung")
    events = event_model(Page).objects.order_by("pgh_id")
    assert [(each.title_nb, each.title_de, each.title_en) for each in events] == [
        ("Bolig", "Wohnen", "Housing"),
        ("Bolig", "Wohnung", "Housing"),
    ]


def test_bulk_and_raw_writes_are_recorded() -> None:
    Topic.objects.bulk_create([Topic(key="a", label_nb="A"), Topic(key="b", label_nb="B")])
    Topic.objects.update(position=3)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE municipalities_topic SET position = 4 WHERE key = 'a'")
    Topic.objects.all().delete()
    assert labels(Topic) == ["insert"] * 2 + ["update"] * 3 + ["delete"] * 2


def test_saving_without_a_change_records_nothing() -> None:
    page = PageFactory.create()
    page.save()
    Page.objects.update(position=page.position)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE municipalities_page SET title_nb = title_nb")
    assert labels(Page) == ["insert"]


def test_outline_of_a_municipality_is_left_out() -> None:
    place = MunicipalityFactory.create()
    Municipality.objects.filter(pk=place.pk).update(boundary={"type": "Polygon"})
    assert labels(Municipality) == ["insert"]
    Municipality.objects.filter(pk=place.pk).update(boundary={}, centre="Moen")
    assert labels(Municipality) == ["insert", "update"]


def test_membership_is_recorded_from_beginning_to_end(region: Municipality) -> None:
    user = UserFactory.create()
    membership = Membership.objects.create(user=user, municipality=region, role="editor")
    membership.valid_to = membership.valid_from
    membership.save()
    membership.delete()
    events = event_model(Membership).objects.order_by("pgh_id")
    assert [(e.pgh_label, e.role, e.valid_to) for e in events] == [
        ("insert", "editor", None),
        ("update", "editor", membership.valid_from),
        ("delete", "editor", membership.valid_from),
    ]


def test_what_is_rolled_back_is_not_recorded() -> None:
    with transaction.atomic():
        SourceFactory.create()
        transaction.set_rollback(True)
    assert labels(Source) == []


# --- how it reads -------------------------------------------------------------------------------


class OpenHistory(ReadableHistory):
    """An admin that everybody may look at, for rows whose id the test allows."""

    allowed: tuple[int, ...] | None = None
    may_view = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows if self.allowed is None else rows.filter(pk__in=self.allowed)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_view


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def shown(obj: Any, query: str = "", **settings: Any) -> Any:
    """The object's history page."""
    request: Any = RequestFactory().get(f"/admin/{query}")
    request.user = AnonymousUser()
    request.session = {}
    request._messages = messages.storage.default_storage(request)
    history = OpenHistory(type(obj), admin.site)
    for name, value in settings.items():
        setattr(history, name, value)
    response: HttpResponse = history.history_view(request, str(obj.pk))
    if hasattr(response, "render"):
        response.render()
    return response


def words(response: Any) -> str:
    """The text of the page's main part, with marks around what went and what came."""
    main = response.content.decode().split('id="content-main"')[1].split("</main>")[0]
    main = re.sub(r"<(del|ins)>", r" [\1 ", re.sub(r"</(del|ins)>", " ] ", main))
    return " ".join(re.sub(r"<[^>]*>|^>", " ", main).split())


def test_history_shows_when_who_and_each_change_word_by_word() -> None:
    editor = UserFactory.create(name="Rita Redaktør")
    page = PageFactory.create(title_nb="Å bo her", body_nb="<p>Elva er <em>lang</em>.</p>")
    with recorded_as(user=editor.pk, url="/admin/"):
        page.body_nb = "<p>Elva er kort.</p>"
        page.title_de = "Hier wohnen"
        page.state = "published"
        page.save()
    response = shown(page)
    when = timezone.localtime(event_model(Page).objects.latest("pgh_id").pgh_created_at)
    assert words(response).startswith(
        f"{when:%-d %B %Y, %H:%M} – Rita Redaktør – changed "
        "Title ( Deutsch ) [ins added: Hier wohnen ] "
        "Text ( Norsk bokmål ) Elva er [del removed: lang. ] [ins added: kort. ] "
        "State [del removed: draft ] [ins added: published ] "
    )
    assert "– the portal itself – added" in words(response)
    assert f'datetime="{when.isoformat()}"' in response.content.decode()


def test_history_says_the_language_of_each_text() -> None:
    page = PageFactory.create(title_de="Wohnen")
    Page.objects.update(title_de="Wohnung", position=4)
    content = shown(page).content.decode()
    assert re.search(r'<p lang="de" dir="ltr">\s*<del>', content)
    assert content.count('<span class="visually-hidden" lang="en">removed:</span>') == 2
    assert not re.search(r"<p lang=\"\"", content)


def test_history_shows_the_newest_first() -> None:
    topic = TopicFactory.create(position=1)
    for position in (2, 3):
        Topic.objects.update(position=position)
    text = words(shown(topic))
    assert text.index("[ins added: 3 ]") < text.index("[ins added: 2 ]") < text.index("– added")


def test_history_tells_when_only_the_formatting_changed() -> None:
    page = PageFactory.create(body_nb="<p>Se nav.no.</p>")
    Page.objects.update(body_nb='<p>Se <a href="https://nav.no">nav.no</a>.</p>')
    text = words(shown(page))
    assert "The words are the same; only formatting or links have changed." in text
    Page.objects.update(source_version=7)
    assert "Only what the portal notes about translations." in words(shown(page))


def test_history_names_what_a_field_points_to() -> None:
    old, new = SourceFactory.create(title="Folketall"), SourceFactory.create(title="Areal")
    figure = FigureFactory.create(source=old, value=5)
    Figure.objects.update(source=new, value="1500.50", as_of="2026-01-31", confidence="low")
    text = words(shown(figure))
    assert "Source [del removed: Folketall ] [ins added: Areal ]" in text
    assert "Value [del removed: 5.00 ] [ins added: 1,500.50 ]" in text
    assert "As of [ins added: 31 January 2026 ]" in text
    assert "Confidence [del removed: high ] [ins added: low ]" in text
    number = old.pk
    old.delete()
    assert f"[del removed: no longer here: no. {number} ]" in words(shown(figure))


def test_history_writes_lists_yes_and_no_as_words() -> None:
    page = PageFactory.create(groups=["nordic"])
    Page.objects.update(groups=["nordic", "youth"])
    assert "For whom Nordic [del removed: citizens ] [ins added: citizens, young people ]" in words(
        shown(page)
    )
    place = MunicipalityFactory.create(
        legal_basis_text_nb="Loven", privacy_officer="Pia", privacy_officer_contact="77 00 00 00"
    )
    Municipality.objects.filter(pk=place.pk).update(
        case_log_enabled=True, other_names={"se": "Bearddu suohkan"}
    )
    text = words(shown(place))
    assert "Case log in use [del removed: no ] [ins added: yes ]" in text
    assert "Sámi and Kven names [ins added: se: Bearddu suohkan ]" in text


def test_history_names_people_who_are_gone_kindly() -> None:
    topic = TopicFactory.create()
    nameless = UserFactory.create(name="")
    for number, user in enumerate((nameless.pk, 999_999)):
        with recorded_as(user=user):
            Topic.objects.update(position=number + 5)
    assert words(shown(topic)).count("– somebody who is no longer here – changed") == 2


def test_history_without_its_beginning_is_honest() -> None:
    topic = TopicFactory.create()
    for position in (5, 6):
        Topic.objects.update(position=position)
    # As if the events before the first change had never been written.
    events = event_model(Topic).objects.filter(pgh_obj=topic.pk, pgh_label="update")
    oldest, newest = changes_in(Topic, row_entries(Topic, events))
    assert [field.label for field in newest.fields] == ["Position"]
    assert newest.note == ""
    assert oldest.fields == []
    assert oldest.note == "What stood there before is not recorded."


def test_history_escapes_what_people_wrote() -> None:
    source = SourceFactory.create(title="A")
    Source.objects.update(title="<script>alert(1)</script>")
    content = shown(source).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content
    assert "<script>alert" not in content


def test_history_is_cut_into_pages_and_keeps_the_difference_across_them() -> None:
    topic = TopicFactory.create(position=0)
    for position in range(1, PER_PAGE + 1):
        Topic.objects.update(position=position)
    first, second = words(shown(topic)), words(shown(topic, "?p=2"))
    assert first.count("– changed") == PER_PAGE
    assert "Position [del removed: 0 ] [ins added: 1 ]" in first
    assert second.count("– changed") == 0
    assert second.count("– added") == 1
    assert 'href="?p=2"' in shown(topic).content.decode()
    assert words(shown(topic, "?p=nonsense")) == first


def test_history_asks_as_often_for_many_changes_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    page = PageFactory.create()
    for topic in TopicFactory.create_batch(10):
        with recorded_as(user=UserFactory.create().pk):
            page.topic = topic
            page.save()
    # The object, what happened to it and to its links, the events of the page, whoever made them,
    # the topics they name.
    with django_assert_num_queries(6):
        shown(page)


# --- relations and parts --------------------------------------------------------------------------


def test_history_tells_which_links_came_and_went() -> None:
    page = PageFactory.create()
    old, kept, new = (SourceFactory.create(title=title) for title in ("Gammel", "Fast", "Ny, stor"))
    with recorded_as(user=UserFactory.create(name="Rita").pk):
        page.sources.set([old, kept])
    with recorded_as(user=UserFactory.create(name="Roar").pk):
        page.sources.set([kept, new])
    text = words(shown(page))
    assert "– Rita – changed Sources [ins added: Fast; Gammel ]" in text
    assert "– Roar – changed Sources [del removed: Gammel ] [ins added: Ny, stor ]" in text


def test_history_tells_links_with_the_change_they_were_made_with() -> None:
    page, source = PageFactory.create(), SourceFactory.create(title="Folketall")
    with recorded_as(user=UserFactory.create(name="Rita").pk):
        page.position = 4
        page.save()
        page.sources.add(source)
    text = words(shown(page))
    assert text.count("– Rita –") == 1
    assert "Position [del removed: 0 ] [ins added: 4 ] Sources [ins added: Folketall ]" in text


def test_history_shows_the_links_of_a_new_object_with_it() -> None:
    with recorded_as(user=UserFactory.create(name="Rita").pk):
        page = PageFactory.create()
        page.sources.add(SourceFactory.create(title="Folketall"))
    [change] = changes_in(Page, timeline(page))
    assert change.is_new
    assert [piece.text for piece in change.fields[-1].pieces] == ["Folketall"]


def test_history_leaves_out_links_that_are_the_same_in_the_end() -> None:
    page, source = PageFactory.create(), SourceFactory.create()
    page.sources.add(source)
    with recorded_as(user=UserFactory.create().pk):
        page.sources.clear()
        page.sources.add(source)
    events = event_model(Page.sources.through).objects.order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "delete", "insert"]
    assert len(timeline(page)) == 1


def test_history_tells_links_that_somebody_changed_in_the_table_itself() -> None:
    page = PageFactory.create()
    old, new = SourceFactory.create(title="Gammel"), SourceFactory.create(title="Ny")
    page.sources.add(old)
    with recorded_as(user=UserFactory.create(name="Rita").pk), connection.cursor() as cursor:
        cursor.execute("UPDATE municipalities_page_sources SET source_id = %s", [new.pk])
    assert "– Rita – changed Sources [del removed: Gammel ] [ins added: Ny ]" in words(shown(page))


def test_history_names_links_to_what_is_gone_by_number() -> None:
    page, source = PageFactory.create(), SourceFactory.create()
    page.sources.add(source)
    number = source.pk
    with recorded_as(user=UserFactory.create(name="Rita").pk):
        source.delete()
    assert f"– Rita – changed Sources [del removed: no longer here: no. {number} ]" in words(
        shown(page)
    )


def test_history_of_links_of_another_object_is_not_shown() -> None:
    page, other = PageFactory.create(), PageFactory.create()
    other.sources.add(SourceFactory.create(title="Kanari"))
    assert "Kanari" not in words(shown(page))
    assert "Kanari" in words(shown(other))


def test_history_of_a_municipality_tells_of_its_numbers_and_counties() -> None:
    place, other = MunicipalityFactory.create(), MunicipalityFactory.create()
    MunicipalityNumber.objects.create(municipality=other, number="9999")
    with recorded_as(user=UserFactory.create(name="Rita").pk):
        number = MunicipalityNumber.objects.create(municipality=place, number="5424")
        County.objects.create(municipality=place, number="54", name="Troms og Finnmark")
    with recorded_as(user=UserFactory.create(name="Roar").pk):
        number.valid_to = "2023-12-31"
        number.save()
        County.objects.all().delete()
    text = words(shown(place, inlines=(NumberInline, CountyInline)))
    assert "– Rita – municipality number 5424 – added Show what was written Number" in text
    assert "– Roar – municipality number 5424 – changed To [ins added: 31 December 2023 ]" in text
    assert "– Roar – county Troms og Finnmark – deleted" in text
    assert "9999" not in text
    # What it is a part of stands in the page's title.
    assert "Municipality" not in text


def test_history_of_what_is_out_of_scope_is_not_there() -> None:
    ours, theirs = LocalPartFactory.create(), LocalPartFactory.create(body_nb="<p>Kanari</p>")
    assert shown(ours, allowed=(ours.pk,)).status_code == 200
    response = shown(theirs, allowed=(ours.pk,))
    assert response.status_code == 302
    assert "Kanari" not in response.content.decode()
    assert "Kanari" not in words(shown(ours, allowed=(ours.pk,)))


def test_history_is_closed_to_those_who_may_not_see_the_object() -> None:
    place = MunicipalityFactory.create()
    assert shown(place).status_code == 200
    with pytest.raises(PermissionDenied):
        shown(place, may_view=False)


def test_history_of_a_model_without_one_is_djangos_own() -> None:
    entry = SearchEntry(kind="x", object_id=1, language="nb", title="Uten", text="")
    history = OpenHistory(SearchEntry, admin.site)
    assert event_model(SearchEntry) is None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(OpenHistory, "get_object", lambda *_: entry)
        patch.setattr(admin.ModelAdmin, "history_view", lambda *_: HttpResponse("Django's own"))
        request = RequestFactory().get("/")
        assert history.history_view(request, "1").content == b"Django's own"


@pytest.mark.parametrize("language", ["nb", "de"])
def test_history_speaks_the_readers_language(language: str) -> None:
    topic = TopicFactory.create()
    Topic.objects.update(position=9)
    with translation.override(language):
        text = words(shown(topic))
    assert {"nb": "portalen selv – endret", "de": "das Portal selbst – geändert"}[language] in text
    assert {"nb": "fjernet:", "de": "entfernt:"}[language] in text


def test_history_of_every_tracked_model_can_be_read(region: Municipality) -> None:
    place = MunicipalityFactory.create()
    for obj in (
        place,
        County.objects.create(municipality=place, number="55", name="Troms"),
        FigureFactory.create(municipality=place),
        LocalPartFactory.create(municipality=place),
        Membership.objects.create(user=UserFactory.create(), municipality=place, role="editor"),
        MunicipalityNumber.objects.create(municipality=place, number="5520"),
        PageFactory.create(),
        SourceFactory.create(),
        TopicFactory.create(),
    ):
        [change] = changes_in(type(obj), timeline(obj))
        assert change.what == "added"
        assert change.fields
