"""What an editor can do in the admin, and what nobody else can."""

import datetime
import re
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hosting.admin.coordinator import AbsenceInline
from hosting.admin.offer import ParticipationInline
from hosting.admin.step import PartOfStep
from hosting.models import Coordinator, Event, Organisation, Step
from municipalities.actions.texts import save_text
from municipalities.admin.base import ContentAdmin
from municipalities.admin.municipality import PartOfMunicipality
from municipalities.models import (
    Figure,
    LinkTarget,
    LocalPart,
    Membership,
    Municipality,
    MunicipalityNumber,
    Page,
    Revision,
    Source,
    Story,
    StoryChapter,
    Topic,
)
from municipalities.roles import Ability, Role
from municipalities.scoping import Scoped
from portal.models import User
from portal.reader_models import Feedback, Visit
from tests.accounts import prove
from tests.admin_forms import admin_url, errors, filled_in, save
from tests.factories import (
    CoordinatorFactory,
    EventFactory,
    FigureFactory,
    LocalPartFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PageFactory,
    SourceFactory,
    StepFactory,
    StoryChapterFactory,
    StoryFactory,
    TopicFactory,
    UserFactory,
)

FACTORIES: dict[type, Any] = {
    Coordinator: CoordinatorFactory,
    Event: EventFactory,
    Figure: FigureFactory,
    LocalPart: LocalPartFactory,
    Municipality: MunicipalityFactory,
    Organisation: OrganisationFactory,
    Page: PageFactory,
    Source: SourceFactory,
    Step: StepFactory,
    Story: StoryFactory,
    StoryChapter: StoryChapterFactory,
    Topic: TopicFactory,
}
CONTENT = list(FACTORIES)
# Made by editors' work, never on a form of their own.
WRITTEN_BY_USE = [LinkTarget, Revision]
# Of the hosts: who may do what with them is asked in tests of their own.
NAMES = ("Campaign", "HandbookPage", "Letter", "OfficeDay", "Offer")
OF_HOSTS = [apps.get_model("hosting", name) for name in NAMES]
PARTS = (PartOfMunicipality, PartOfStep, AbsenceInline, ParticipationInline)
PACKAGES = {"municipalities", "hosting"}
HOSTILE = [
    ("<p>Fin<script>alert(1)</script></p>", "<p>Fin</p>"),
    ('<p onclick="alert(1)">Fin</p><img src=x onerror=alert(1)>', "<p>Fin</p>"),
    ('<p><a href="javascript:alert(1)">Fin</a></p>', "<p><a>Fin</a></p>"),
    ('<p><a href="//evil.example/x">Fin</a></p>', "<p><a>Fin</a></p>"),
    ('<p><a href="/\t/evil.example/x">Fin</a></p>', "<p><a>Fin</a></p>"),
    ('<p style="position:fixed">Fin</p><style>p{color:red}</style>', "<p>Fin</p>"),
]


@pytest.fixture
def client() -> Client:
    """A browser that asks for English, in which the messages are written here."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def editor(client: Client, regional_editor: User) -> Client:
    """The regional editor, logged in."""
    client.force_login(regional_editor)
    return client


@pytest.fixture
def stranger(region: Municipality) -> Client:
    """A member of staff without any membership, logged in."""
    client = Client()
    client.force_login(UserFactory.create())
    return client


def published_figure(**values: Any) -> Figure:
    """A figure that readers see."""
    known = {"source": SourceFactory(), "as_of": datetime.date(2024, 1, 1), "state": "published"}
    return FigureFactory.create(**known | values)


def translated_page(**texts: str) -> Page:
    """A page whose translations are made from its present text."""
    return save_text(text=PageFactory.build(topic=TopicFactory(), **texts))


# --- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", CONTENT)
def test_editor_opens_every_page_of_all_content(editor: Client, model: Any) -> None:
    instance = FACTORIES[model]()
    for action in ("changelist", "add"):
        assert editor.get(admin_url(model, action)).status_code == 200
    assert editor.get(admin_url(instance)).status_code == 200
    assert editor.get(admin_url(model, "changelist"), {"q": "Kommune"}).status_code == 200
    assert save(editor, admin_url(instance)).status_code == 302


@pytest.mark.parametrize("model", [m for m in CONTENT if m not in (Municipality, Story)])
def test_editor_deletes_content(editor: Client, model: Any) -> None:
    instance = FACTORIES[model]()
    assert editor.get(admin_url(instance, "delete")).status_code == 200
    editor.post(admin_url(instance, "delete"), {"post": "yes"})
    assert not model.objects.filter(pk=instance.pk).exists()


def test_municipalities_are_never_deleted(editor: Client, administrator: User) -> None:
    place = MunicipalityFactory.create()
    for user in (None, administrator):
        if user:
            editor.force_login(user)
        assert editor.post(admin_url(place, "delete"), {"post": "yes"}).status_code == 403
    assert Municipality.objects.filter(pk=place.pk).exists()


@pytest.mark.parametrize("model", CONTENT)
def test_staff_without_membership_reach_no_content(stranger: Client, model: Any) -> None:
    instance = FACTORIES[model]()
    for action in ("changelist", "add"):
        assert stranger.get(admin_url(model, action)).status_code == 403
    for action in ("change", "delete"):
        assert stranger.get(admin_url(instance, action)).status_code == 403
        assert stranger.post(admin_url(instance, action), {"post": "yes"}).status_code == 403
    history = admin_url(instance).replace("/change/", "/history/")
    # Out of somebody's scope is as good as not there: Django sends them to the index.
    assert stranger.get(history).status_code in {302, 403}
    assert model.objects.filter(pk=instance.pk).exists()


def test_staff_without_membership_see_an_empty_index(stranger: Client, editor: Client) -> None:
    assert stranger.get(reverse("admin:index")).context["app_list"] == []
    seen = editor.get(reverse("admin:index")).context["app_list"]
    shown = {each["model"] for package in seen for each in package["models"]}
    assert shown == {*CONTENT, *WRITTEN_BY_USE, *OF_HOSTS, Feedback, Visit}


def test_readers_are_sent_to_the_login(client: Client, region: Municipality) -> None:
    response = client.get(admin_url(region))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize(
    ("in_region", "days_left", "status"), [(True, 0, 200), (True, -1, 403), (False, 0, 403)]
)
def test_editing_needs_a_membership_in_the_region_that_holds_today(
    client: Client, region: Municipality, in_region: bool, days_left: int, status: int
) -> None:
    user = UserFactory.create()
    ends = datetime.date.today() + datetime.timedelta(days=days_left)
    Membership.objects.create(
        user=user,
        municipality=region if in_region else MunicipalityFactory(),
        role=Role.EDITOR,
        valid_from=ends - datetime.timedelta(days=10),
        valid_to=ends,
    )
    client.force_login(user)
    assert client.get(admin_url(Page, "add")).status_code == status


def test_editing_ends_with_the_membership_at_the_next_request(editor: Client) -> None:
    assert editor.get(admin_url(Page, "add")).status_code == 200
    Membership.objects.all().delete()
    assert editor.get(admin_url(Page, "add")).status_code == 403


def test_permission_rows_of_django_open_nothing(client: Client, region: Municipality) -> None:
    user = UserFactory.create()
    user.user_permissions.set(Permission.objects.all())
    client.force_login(user)
    for model in (Page, Membership, User):
        assert client.get(admin_url(model, "changelist")).status_code == 403


def test_memberships_and_accounts_are_for_administrators(
    editor: Client, administrator: User, regional_editor: User
) -> None:
    membership = Membership.objects.get(user=regional_editor)
    pages = [admin_url(membership), admin_url(Membership, "changelist"), admin_url(regional_editor)]
    assert [editor.get(page).status_code for page in pages] == [403, 403, 403]
    editor.force_login(administrator)
    prove(editor, administrator)
    assert [editor.get(page).status_code for page in pages] == [200, 200, 200]


def test_administrator_gives_a_membership(
    client: Client,
    administrator: User,
    region: Municipality,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client.force_login(administrator)
    prove(client, administrator)
    user = UserFactory.create()
    granted = {"user": user.pk, "municipality": region.pk, "role": Role.EDITOR}
    with django_capture_on_commit_callbacks(execute=True), caplog.at_level("INFO"):
        assert save(client, admin_url(Membership, "add"), **granted).status_code == 302
    assert f"event=role_given user={user.pk} role=editor" in caplog.text
    assert Membership.objects.of(user).get().role == Role.EDITOR
    again = save(client, admin_url(Membership, "add"), **granted)
    assert errors(again)["__all__"] == ["This person already has that role there."]


def test_autocomplete_offers_content_and_no_accounts(editor: Client, administrator: User) -> None:
    def ask(model: str, field: str) -> Any:
        query = {"app_label": "hosting", "model_name": model, "field_name": field, "term": "a"}
        return editor.get(reverse("admin:autocomplete"), query)

    MunicipalityFactory(name="Bardu")
    assert [hit["text"] for hit in ask("coordinator", "municipality").json()["results"]] == [
        "Bardu"
    ]
    assert ask("coordinator", "user").status_code == 403
    editor.force_login(administrator)
    prove(editor, administrator)
    assert "Ada Admin" in ask("coordinator", "user").content.decode()


def test_page_offers_colleagues_as_responsible(
    editor: Client, regional_editor: User, administrator: User
) -> None:
    former = UserFactory.create()
    page = PageFactory.create(responsible=former)
    form = editor.get(admin_url(page)).context["adminform"].form
    offered = set(form.fields["responsible"].queryset)
    assert offered == {regional_editor, administrator, former}
    refused = save(editor, admin_url(page), responsible=UserFactory.create().pk)
    assert "responsible" in errors(refused)


# --- every admin ----------------------------------------------------------------------------------


def own_admins() -> list[Any]:
    return [a for a in admin.site._registry.values() if a.opts.app_label in PACKAGES]


def test_admins_are_all_guarded_searchable_and_narrow() -> None:
    assert {each.model for each in own_admins()} == {
        *CONTENT, *WRITTEN_BY_USE, *OF_HOSTS, Membership,
    }  # fmt: skip
    for each in own_admins():
        assert isinstance(each, Scoped), each
        assert each.opens, each
        if each.model not in OF_HOSTS:
            assert (Ability.EDIT_CONTENT in each.opens) == (each.model is not Membership), each
        assert each.get_search_fields(None), each
        assert len(each.list_display) <= 7, each
        assert not each.list_editable, each
        for inline in each.inlines:
            assert issubclass(
                inline, (PartOfMunicipality, PartOfStep, AbsenceInline, ParticipationInline)
            ), inline


@pytest.mark.parametrize("model", CONTENT)
def test_lists_ask_the_database_as_often_for_many_as_for_one(
    editor: Client, django_assert_num_queries: DjangoAssertNumQueries, model: Any
) -> None:
    FACTORIES[model]()
    url = admin_url(model, "changelist")
    with django_assert_num_queries(20, exact=False) as first:
        editor.get(url)
    for _ in range(4):
        FACTORIES[model]()
    with django_assert_num_queries(len(first)):
        editor.get(url)


# --- languages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [m for m in CONTENT if m is not Source])
def test_form_has_one_fieldset_per_language_and_opens_the_source(
    editor: Client, model: Any
) -> None:
    response = editor.get(admin_url(FACTORIES[model]()))
    markup = response.content.decode()
    shown = re.findall(
        r'<details( open)?><summary>\s*<h2[^>]*>(?:<span lang="(\w\w)">)([^<]+)</span>', markup
    )
    names = dict(settings.LANGUAGES)
    assert shown == [
        (" open", "nb", names["nb"]), ("", "de", names["de"]), ("", "en", names["en"]),
    ]  # fmt: skip
    for title, options in response.context["adminform"].fieldsets:
        for code in names:
            if f'lang="{code}"' in str(title):
                translated = [name for name in options["fields"] if name != "minor"]
                assert translated == [f"{field}_{code}" for field in model.TEXTS]


@pytest.mark.parametrize("model", [m for m in CONTENT if m is not Source])
def test_form_says_the_language_of_each_text(editor: Client, model: Any) -> None:
    form = editor.get(admin_url(model, "add")).context["adminform"].form
    for field in model.TEXTS:
        for code, _name in settings.LANGUAGES:
            attributes = form.fields[f"{field}_{code}"].widget.attrs
            assert (attributes["lang"], attributes["dir"]) == (code, "ltr")
    assert all(
        "lang" not in field.widget.attrs
        for name, field in form.fields.items()
        if name[-3:] not in {"_nb", "_de", "_en"}
    )


def test_form_writes_right_to_left_where_the_language_does(
    rf: Any, regional_editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("municipalities.admin.base.is_right_to_left", lambda code: code == "de")
    request = rf.get("/")
    request.user = regional_editor
    form = admin.site._registry[Page].get_form(request)
    assert form.base_fields["title_de"].widget.attrs["dir"] == "rtl"
    assert form.base_fields["title_nb"].widget.attrs["dir"] == "ltr"


def test_fieldset_template_is_djangos_but_for_the_open_language() -> None:
    own = get_template("admin/includes/fieldset.html").template
    engine = own.engine
    (stock,) = [
        loader.get_template("admin/includes/fieldset.html")
        for loader in engine.template_loaders[0].loaders
        if type(loader).__module__.endswith("app_directories")
    ]
    added = '{% if "open" in fieldset.classes %} open{% endif %}'
    assert added in own.source
    without_comment = re.sub(r"\A\{#.*?#\}\n", "", own.source).replace(added, "")
    assert re.sub(r"\s", "", without_comment) == re.sub(r"\s", "", stock.source)


def test_save_makes_translations_outdated_unless_the_change_is_minor(editor: Client) -> None:
    page = translated_page(title_de="Umzug melden", title_en="Report your move")
    save(editor, admin_url(page), title_nb="Meld flyttinga", minor="on")
    page.refresh_from_db()
    assert page.source_version == 2
    assert not page.is_outdated("de")
    save(editor, admin_url(page), title_nb="Meld at du flytter", title_en="Tell that you move")
    page.refresh_from_db()
    assert page.source_version == 3
    assert page.is_outdated("de")
    assert not page.is_outdated("en")


def test_save_without_a_change_leaves_the_version_alone(editor: Client) -> None:
    body = '<p>Et\r\navsnitt &amp; <a href="https://www.nav.no/">Nav</a></p>'
    page = PageFactory.create(body_nb=body)
    version = page.source_version
    save(editor, admin_url(page), position=5)
    page.refresh_from_db()
    assert (page.position, page.source_version) == (5, version)


def test_minor_change_is_offered_only_where_there_is_something_to_change(editor: Client) -> None:
    box = 'name="minor"'
    assert box in editor.get(admin_url(PageFactory.create())).content.decode()
    assert box not in editor.get(admin_url(Page, "add")).content.decode()


def test_save_empties_a_text_in_the_editors_own_language(editor: Client) -> None:
    page = PageFactory.create(summary_nb="Kort", body_nb="<p>Langt</p>")
    editor.defaults["HTTP_ACCEPT_LANGUAGE"] = "nb"
    save(editor, admin_url(page), summary_nb="", body_nb="")
    page.refresh_from_db()
    assert not page.summary_nb
    assert not page.body_nb


def test_list_tells_and_filters_the_state_of_each_translation(editor: Client) -> None:
    current = translated_page(title_de="Aktuell", title_en="Current")
    outdated = translated_page(title_de="Veraltet")
    outdated.title_nb = "Nytt"
    save_text(text=outdated)
    missing = PageFactory.create()
    url = admin_url(Page, "changelist")

    def found(value: str) -> set[Page]:
        return set(editor.get(url, {"translation": value}).context["cl"].queryset)

    assert found("de:current") == {current}
    assert found("de:outdated") == {outdated}
    assert found("de:missing") == {missing}
    assert found("en:missing") == {outdated, missing}
    assert found("xx:nonsense") == {current, outdated, missing}
    rows = re.findall(
        r'<td class="field-translation_states">(.*?)</td>', editor.get(url).content.decode()
    )
    words = [re.sub(r"<[^>]+>", "", row).split() for row in rows]
    assert sorted(words) == [
        ["Deutsch:", "current", "English:", "current"],
        ["Deutsch:", "missing", "English:", "missing"],
        ["Deutsch:", "outdated", "English:", "missing"],
    ]
    assert editor.get(url, {"_facets": "True"}).status_code == 200


def test_list_filters_drafts(editor: Client) -> None:
    draft, published = PageFactory.create(), PageFactory.create(state="published")
    url = admin_url(Page, "changelist")
    assert set(editor.get(url, {"state": "draft"}).context["cl"].queryset) == {draft}
    assert set(editor.get(url, {"state": "published"}).context["cl"].queryset) == {published}


def test_list_shows_the_source_text_where_the_editors_language_has_none(editor: Client) -> None:
    PageFactory.create(title_nb="Meld flytting")
    PageFactory.create(title_nb="Skattekort", title_de="Steuerkarte")
    User.objects.update(language="de")
    shown = editor.get(admin_url(Page, "changelist"))
    assert '<span lang="nb">Meld flytting</span>' in shown.content.decode()
    assert '<span lang="de">Steuerkarte</span>' in shown.content.decode()


def test_search_finds_words_of_every_language(editor: Client) -> None:
    page = PageFactory.create(title_de="Steuerkarte", body_en="<p>Ask for a tax card.</p>")
    PageFactory.create()
    url = admin_url(Page, "changelist")
    assert list(editor.get(url, {"q": "steuerk"}).context["cl"].queryset) == [page]
    assert list(editor.get(url, {"q": "tax card"}).context["cl"].queryset) == [page]


# --- what is typed --------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "kept"), HOSTILE)
def test_hostile_markup_is_gone_from_what_an_editor_saves(
    editor: Client, typed: str, kept: str
) -> None:
    page, place = PageFactory.create(), MunicipalityFactory.create()
    save(editor, admin_url(page), body_nb=typed, body_de=typed)
    save(editor, admin_url(place), introduction_nb=typed)
    page.refresh_from_db()
    place.refresh_from_db()
    assert [page.body_nb, page.body_de, place.introduction_nb] == [kept, kept, kept]


@pytest.mark.parametrize(("typed", "kept"), HOSTILE)
def test_hostile_markup_is_gone_from_bulk_writes(db: None, typed: str, kept: str) -> None:
    topic = TopicFactory.create()
    Page.objects.bulk_create([Page(slug="ny", topic=topic, title_nb="Ny", body_nb=typed)])
    page = Page.objects.get()
    assert page.body_nb == kept
    Page.objects.update(body_de=typed, body_en=typed)
    page.body_nb = typed
    Page.objects.bulk_update([page], ["body_nb"])
    page.refresh_from_db()
    assert [page.body_nb, page.body_de, page.body_en] == [kept, kept, kept]


def test_form_with_an_error_keeps_everything_typed(editor: Client) -> None:
    page, source = PageFactory.create(), SourceFactory.create()
    typed = {
        "title_nb": "Ny tittel", "summary_de": "Neue Zeile", "body_nb": "<p>[[page:borte]]</p>",
        "body_en": "<p>Fresh <strong>words</strong></p>", "slug": "ny-adresse", "minor": "on",
        "groups": ["student", "refugee"], "review_by": "2027-01-31", "sources": [source.pk],
    }  # fmt: skip
    refused = save(editor, admin_url(page), **typed)
    assert list(errors(refused)) == ["body_nb"]
    again = filled_in(refused)
    assert {name: again[name] for name in typed} == typed | {
        "minor": True, "sources": [str(source.pk)],
    }  # fmt: skip
    assert "&lt;strong&gt;words" in refused.content.decode()
    page.refresh_from_db()
    assert page.title_nb != "Ny tittel"


def test_tokens_that_lead_nowhere_are_named_at_their_field(
    editor: Client, region: Municipality
) -> None:
    published_figure(municipality=region, key="frist")
    FigureFactory(municipality=region, key="utkast")
    PageFactory(slug="skole")
    page = PageFactory.create()
    good = "<p>[[figure:frist]] [[figure:frist:number]] [[page:skole|skolen]] [[hosts]]</p>"
    assert save(editor, admin_url(page), body_nb=good).status_code == 302
    bad = "<p>[[figure:utkast]] [[page:skolle]] [[hots]] [[page:skolle]]</p>"
    found = errors(save(editor, admin_url(page), body_de=bad))
    assert list(found) == ["body_de"]
    (message,) = found["body_de"]
    assert "[[figure:utkast]], [[page:skolle]], [[hots]]. " in message
    page.refresh_from_db()
    assert page.body_nb == good


def test_tokens_of_a_local_part_may_name_figures_of_its_municipality(editor: Client) -> None:
    part = LocalPartFactory.create()
    published_figure(municipality=part.municipality, key="barnehager")
    published_figure(key="andres")
    text = "<p>[[figure:barnehager]]</p>"
    assert save(editor, admin_url(part), body_nb=text).status_code == 302
    assert "body_nb" in errors(save(editor, admin_url(part.page), body_nb=text))
    other = save(editor, admin_url(part), body_nb="<p>[[figure:andres]]</p>")
    assert "body_nb" in errors(other)
    place = save(editor, admin_url(part.municipality), introduction_nb=text)
    assert place.status_code == 302


def test_tokens_of_a_new_municipality_are_checked_too(editor: Client) -> None:
    values = {"name": "Ny", "slug": "ny", "introduction_nb": "<p>[[figure:ukjent]]</p>"}
    refused = save(editor, admin_url(Municipality, "add"), **values)
    assert list(errors(refused)) == ["introduction_nb"]


# --- figures --------------------------------------------------------------------------------------


def test_figure_without_source_or_date_is_refused_kindly(editor: Client) -> None:
    figure = FigureFactory.create()
    known = {"source": SourceFactory.create().pk, "as_of": "2024-01-01"}
    for name in known:
        values = known | {name: ""}
        found = errors(save(editor, admin_url(figure), state="published", **values))
        assert found["__all__"] == ["A figure without source and date cannot be published."]
    published = save(editor, admin_url(figure), state="published", **known)
    assert published.status_code == 302


def test_figure_of_low_confidence_is_refused_kindly(editor: Client) -> None:
    figure = published_figure()
    found = errors(save(editor, admin_url(figure), confidence="low"))
    assert found["__all__"] == ["What is uncertain cannot be published: check it first."]


def test_figure_twice_for_one_date_is_refused_kindly(editor: Client) -> None:
    dated, undated = published_figure(), FigureFactory.create()
    for first in (dated, undated):
        copy = FigureFactory.create(municipality=first.municipality, as_of="1999-01-01")
        date = str(first.as_of or "")
        found = errors(save(editor, admin_url(copy), key=first.key, as_of=date))
        assert found["__all__"] == ["There is already a figure with this key and date."]


def test_figure_list_shows_the_value_as_readers_see_it(editor: Client) -> None:
    FigureFactory(value=14919, unit="people", as_of="2024-01-01", as_of_precision="year")
    shown = editor.get(admin_url(Figure, "changelist"), headers={"accept-language": "en"})
    assert "14,919 people" in shown.content.decode()
    assert '<td class="field-shown_as_of">2024</td>' in shown.content.decode()


# --- municipalities, topics, pages, local parts ---------------------------------------------------


def test_municipality_keeps_its_outline_and_shows_no_coordinates(editor: Client) -> None:
    outline = {"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [5, 6], [1, 2]]]}
    place = MunicipalityFactory.create(boundary=outline, boundary_source="Kartverket")
    response = editor.get(admin_url(place))
    assert "Polygon" not in response.content.decode()
    assert "Kartverket" in response.content.decode()
    save(editor, admin_url(place), name="Nytt navn", boundary="{}", boundary_source="Meg")
    place.refresh_from_db()
    assert (place.name, place.boundary, place.boundary_source) == (
        "Nytt navn", outline, "Kartverket",
    )  # fmt: skip


def test_region_stays_a_region(editor: Client, region: Municipality) -> None:
    assert save(editor, admin_url(region), kind="municipality").status_code == 302
    region.refresh_from_db()
    assert region.is_region
    second = save(editor, admin_url(Municipality, "add"), name="To", slug="to", kind="region")
    assert errors(second)["__all__"] == ["There is already a region; a portal serves one."]


def test_municipality_has_its_numbers_and_counties_beside_it(editor: Client) -> None:
    number = MunicipalityNumber.objects.create(municipality=MunicipalityFactory(), number="5520")
    url = admin_url(number.municipality)
    added = {"counties-TOTAL_FORMS": 1, "counties-0-name": "Troms", "counties-0-number": "55"}
    assert save(editor, url, **{"numbers-0-number": "5521"}, **added).status_code == 302
    number.refresh_from_db()
    assert number.number == "5521"
    assert number.municipality.counties.get().name == "Troms"


@pytest.mark.parametrize(
    ("field", "typed", "is_good"),
    [
        ("neighbours", '{"land": ["Bardu"], "sea": [], "country": {"nb": "Sverige"}}', True),
        ("neighbours", "", True),
        ("neighbours", '["Bardu"]', False),
        ("neighbours", '{"land": "Bardu"}', False),
        ("neighbours", '{"land": [5]}', False),
        ("neighbours", '{"air": ["Bardu"]}', False),
        ("neighbours", '{"country": "Sverige"}', False),
        ("neighbours", '{"country": {"nb": 5}}', False),
        ("neighbours", "Bardu", False),
        ("other_names", '{"se": "Bearddu suohkan"}', True),
        ("other_names", '{"se": ["Bearddu"]}', False),
        ("other_names", '["Bearddu"]', False),
    ],
)
def test_municipality_takes_only_names_that_its_page_can_show(
    editor: Client, field: str, typed: str, is_good: bool
) -> None:
    place = MunicipalityFactory.create()
    response = save(editor, admin_url(place), **{field: typed})
    if not is_good:
        assert list(errors(response)) == [field]
        return
    assert response.status_code == 302
    place.refresh_from_db()
    assert isinstance(place.country_beyond, str)


def test_municipality_ends_after_it_begins_and_has_a_successor_only_then(editor: Client) -> None:
    place, other = MunicipalityFactory.create(), MunicipalityFactory.create()
    url = admin_url(place)
    found = errors(save(editor, url, valid_from="2020-01-01", valid_to="2019-12-31"))
    assert found["__all__"] == ["The municipality cannot end before it begins."]
    found = errors(save(editor, url, successor=other.pk))
    assert found["__all__"] == ["Only a municipality that has ended has a successor."]
    assert save(editor, url, successor=other.pk, valid_to="2019-12-31").status_code == 302


def test_topics_stay_on_two_levels(editor: Client) -> None:
    top, other = TopicFactory.create(), TopicFactory.create()
    below = TopicFactory.create(parent=top)
    assert save(editor, admin_url(below), parent=other.pk).status_code == 302
    assert "parent" in errors(save(editor, admin_url(top), parent=below.pk))
    assert "parent" in errors(save(editor, admin_url(other), parent=top.pk))
    assert save(editor, admin_url(top), parent=other.pk).status_code == 302


def test_topics_are_listed_with_their_own_below_them(editor: Client) -> None:
    second, first = TopicFactory.create(position=2), TopicFactory.create(position=1)
    also_first = TopicFactory.create(position=1)
    below = TopicFactory.create(parent=first, position=1)
    listed = list(editor.get(admin_url(Topic, "changelist")).context["cl"].queryset)
    assert listed == [first, below, also_first, second]


def test_page_takes_groups_and_phases_by_ticking(editor: Client) -> None:
    page = PageFactory.create(groups=["student"])
    url = admin_url(page)
    save(editor, url, groups=["refugee", "eu_eea"], phases=["first_week"])
    page.refresh_from_db()
    assert (page.groups, page.phases) == (["refugee", "eu_eea"], ["first_week"])
    assert "groups" in errors(save(editor, url, groups=["everybody"]))
    data = filled_in(editor.get(url))
    del data["groups"]
    editor.post(url, data)
    page.refresh_from_db()
    assert page.groups == []


def test_page_is_made_with_title_address_and_topic(editor: Client) -> None:
    needed = {"title_nb": "Meld flytting", "slug": "meld-flytting", "topic": TopicFactory().pk}
    for name in needed:
        assert list(errors(save(editor, admin_url(Page, "add"), **needed | {name: ""}))) == [name]
    assert save(editor, admin_url(Page, "add"), **needed).status_code == 302
    assert Page.objects.get().title_nb == "Meld flytting"
    again = errors(save(editor, admin_url(Page, "add"), **needed))
    assert list(again) == ["slug"]


def test_local_part_twice_is_refused_kindly(editor: Client) -> None:
    first, second = LocalPartFactory.create(), LocalPartFactory.create()
    values = {"page": first.page.pk, "municipality": first.municipality.pk}
    found = errors(save(editor, admin_url(second), **values))
    assert found["__all__"] == ["This municipality already has a part on that page."]


def test_topic_in_use_is_not_deleted(editor: Client) -> None:
    used, unused = PageFactory.create().topic, TopicFactory.create()
    for topic in (used, unused):
        editor.post(admin_url(topic, "delete"), {"post": "yes"})
    assert list(Topic.objects.all()) == [used]


def test_website_without_scheme_is_completed(editor: Client) -> None:
    place, source = MunicipalityFactory.create(), SourceFactory.create()
    save(editor, admin_url(place), website="www.bardu.kommune.no")
    save(editor, admin_url(source), url="www.ssb.no/tall")
    place.refresh_from_db()
    source.refresh_from_db()
    assert [place.website, source.url] == [
        "https://www.bardu.kommune.no", "https://www.ssb.no/tall",
    ]  # fmt: skip


# --- view on site ---------------------------------------------------------------------------------


def seen_on_site(client: Client, instance: Any) -> str | None:
    User.objects.update(language="de")
    response = client.get(admin_url(instance))
    return response.context["absolute_url"] if response.context["has_absolute_url"] else None


def test_view_on_site_leads_to_the_page_in_the_editors_language(editor: Client) -> None:
    part = LocalPartFactory.create(state="published", page__state="published")
    page, place, topic = part.page, part.municipality, part.page.topic
    assert seen_on_site(editor, page) == f"/de/pages/{page.slug}/"
    assert seen_on_site(editor, topic) == f"/de/topics/{topic.key}/"
    assert seen_on_site(editor, place) == f"/de/municipalities/{place.slug}/"
    assert seen_on_site(editor, part) == f"/de/municipalities/{place.slug}/pages/{page.slug}/"


def test_view_on_site_offers_no_dead_end(editor: Client) -> None:
    draft = LocalPartFactory.create(state="published")
    assert seen_on_site(editor, draft.page) is None
    assert seen_on_site(editor, draft) is None
    assert seen_on_site(editor, published_figure()) is None


def test_content_admin_is_the_base_of_all_translated_content() -> None:
    translated = {each.model for each in own_admins() if isinstance(each, ContentAdmin)}
    of_hosts = {model for model in OF_HOSTS if hasattr(model, "TEXTS")}
    assert translated == {*CONTENT, *of_hosts} - {Source}
