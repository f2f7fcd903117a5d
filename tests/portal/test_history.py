"""The change history: what it covers, that nobody rewrites it, and whom it names."""

import json
import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, connections, models, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from modeltranslation.translator import translator
from pghistory.models import Event as Recorded

from hosting.models import (
    Absence,
    Campaign,
    CampaignVisit,
    Coordinator,
    Event,
    HandbookPage,
    Letter,
    LetterCount,
    Need,
    Offer,
    OfferLink,
    OfferSender,
    OfficeDay,
    Organisation,
    Participation,
    Picture,
    SelfCheck,
    SelfCheckAnswer,
    Step,
    StepTime,
)
from municipalities.models import (
    Autosave,
    County,
    Figure,
    LinkTarget,
    LinkUse,
    LocalPart,
    Membership,
    Merger,
    Municipality,
    MunicipalityNumber,
    OldAddress,
    Page,
    Revision,
    Source,
    Story,
    StoryChapter,
    StoryConsent,
    StoryWithdrawal,
    Topic,
)
from portal.history import StaffHistoryMiddleware, path_without_keys
from portal.lib.history import begin_history, event_model, keep_history
from portal.models import SearchEntry, User
from portal.region_pack.load import load_region
from tests import tree
from tests.database import PACK
from tests.factories import (
    LocalPartFactory,
    MunicipalityFactory,
    OfferFactory,
    OrganisationFactory,
    PageFactory,
    SourceFactory,
    StepFactory,
    TopicFactory,
    UserFactory,
)

# What has a history, and which columns it leaves out.
TRACKED: dict[type[models.Model], set[str]] = {
    Absence: set(),
    Campaign: set(),
    Coordinator: set(),
    County: set(),
    Event: set(),
    Figure: set(),
    HandbookPage: set(),
    Letter: set(),
    LocalPart: set(),
    Membership: set(),
    Municipality: {"boundary", "boundary_digest"},
    MunicipalityNumber: set(),
    Need: set(),
    OfficeDay: set(),
    Offer: {"contact_email", "contact_phone", "proposed", "decline_reason"},
    Organisation: set(),
    Page: set(),
    Participation: set(),
    Picture: set(),
    SelfCheck: set(),
    SelfCheckAnswer: set(),
    Source: set(),
    Step: set(),
    StepTime: set(),
    Topic: set(),
    User: {"password", "last_login", "email_refused_at"},
}
# History themselves, or found out again from the texts: nothing is lost with a row of theirs.
NOT_CONTENT: set[type[models.Model]] = {
    Autosave, CampaignVisit, LetterCount, LinkTarget, LinkUse, OfferLink, OfferSender, OldAddress,
    Merger, Revision,
}  # fmt: skip
# What a person has told goes without a trace when they take it back; the consents are never
# changed, and so are their own history.
NOT_CONTENT |= {Story, StoryChapter, StoryConsent, StoryWithdrawal}
# Many-to-many relations of the tracked models, by their own hidden models.
LINKS: set[type[models.Model]] = {
    LocalPart.sources.through,
    Municipality.sources.through,
    Offer.municipalities.through,
    Organisation.municipalities.through,
    Organisation.sources.through,
    Page.sources.through,
    Step.depends_on.through,
    Step.depends_on_any.through,
    Step.sources.through,
}
# Django's own rights, which nothing here reads or writes: roles are memberships.
WITHOUT_HISTORY = {User.groups.through, User.user_permissions.through}
EVERYTHING = [*TRACKED, *sorted(LINKS, key=lambda model: model._meta.label)]
OWN_COLUMNS = {"pgh_id", "pgh_created_at", "pgh_label", "pgh_context", "pgh_obj_id"}


def columns(table: str) -> set[str]:
    """The columns that the table really has."""
    with connection.cursor() as cursor:
        return {each.name for each in connection.introspection.get_table_description(cursor, table)}


def untracked_columns(model: type[models.Model]) -> set[str]:
    """Columns of the model's table that its events lack."""
    return columns(model._meta.db_table) - columns(event_model(model)._meta.db_table)


def everything_recorded() -> int:
    return sum(event_model(model).objects.count() for model in EVERYTHING)


@pytest.mark.django_db
@pytest.mark.parametrize("model", EVERYTHING)
def test_history_has_every_column_of_the_model(model: type[models.Model]) -> None:
    assert untracked_columns(model) == TRACKED.get(model, set())
    own = columns(event_model(model)._meta.db_table) - columns(model._meta.db_table)
    assert own == OWN_COLUMNS


@pytest.mark.django_db
@pytest.mark.parametrize("model", TRACKED)
def test_history_has_the_columns_of_every_language(model: type[models.Model]) -> None:
    translated = {
        field.column for field in model._meta.concrete_fields if hasattr(field, "translated_field")
    }
    assert len(translated) == 3 * len(fields_in_all_languages(model))
    assert translated <= columns(event_model(model)._meta.db_table)


def fields_in_all_languages(model: type[models.Model]) -> tuple[str, ...]:
    registered = translator.get_registered_models(abstract=False)
    return translator.get_options_for_model(model).fields if model in registered else ()


def test_models_with_texts_are_translated() -> None:
    assert set(fields_in_all_languages(Page)) == set(Page.TEXTS)
    assert fields_in_all_languages(User) == ()


@pytest.mark.django_db(databases=["default", "owner"])
def test_history_check_finds_a_language_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.portal.test_history.connection", connections["owner"])
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE municipalities_pageevent DROP COLUMN title_de")
    assert untracked_columns(Page) == {"title_de"}


@pytest.mark.django_db
def test_history_writes_every_insert_update_and_delete() -> None:
    with connection.cursor() as cursor:
        # Per row (bit 0), on insert (4), delete (8) or update (16), switched on.
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgtype & 28 FROM pg_trigger"
            " WHERE tgname LIKE 'pgtrigger_history_of_%%' AND tgtype & 1 = 1 AND tgenabled = 'O'"
        )
        found = set(cursor.fetchall())
    assert found == {(model._meta.db_table, on) for model in EVERYTHING for on in (4, 8, 16)}


def test_history_covers_all_public_content() -> None:
    content = {
        model
        for package in ("municipalities", "hosting")
        for model in apps.get_app_config(package).get_models()
        if not issubclass(model, Recorded) and not model._meta.proxy
    }
    assert content - NOT_CONTENT | {User} == TRACKED.keys()
    tables = {model for model in apps.get_models() if issubclass(model, Recorded)}
    assert tables == {event_model(model) for model in EVERYTHING}


def relations(model: type[models.Model]) -> set[type[models.Model]]:
    return {field.remote_field.through for field in model._meta.many_to_many}


def test_history_covers_all_relations_of_what_it_covers() -> None:
    found = {through for model in TRACKED for through in relations(model)}
    assert found == LINKS | WITHOUT_HISTORY
    assert {through for through in found if event_model(through) is None} == WITHOUT_HISTORY


def test_nothing_in_the_admin_writes_a_relation_without_history() -> None:
    form = admin.site._registry[User].get_form(RequestFactory().get("/"), User())
    assert "name" in form.base_fields
    assert not {"groups", "user_permissions"} & form.base_fields.keys()


@pytest.mark.django_db
@pytest.mark.parametrize("through", EVERYTHING[len(TRACKED) :])
def test_link_that_is_made_and_cut_is_recorded(through: type[models.Model]) -> None:
    made_by = {
        LocalPart: LocalPartFactory, Municipality: MunicipalityFactory, Offer: OfferFactory,
        Organisation: OrganisationFactory, Page: PageFactory, Source: SourceFactory,
        Step: StepFactory,
    }  # fmt: skip
    ends = [field for field in through._meta.fields if field.many_to_one]
    rows = {field.name: made_by[field.related_model].create() for field in ends}
    through._default_manager.create(**rows)
    through._default_manager.all().delete()
    events = event_model(through).objects.order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "delete"]
    for event in events:
        assert {name: getattr(event, f"{name}_id") for name in rows} == {
            name: row.pk for name, row in rows.items()
        }


def test_history_is_reached_from_no_object() -> None:
    for model in apps.get_models(include_auto_created=True):
        leading = [
            relation.get_accessor_name()
            for relation in model._meta.get_fields(include_hidden=False)
            if relation.is_relation and relation.related_model in map(event_model, EVERYTHING)
        ]
        assert leading == [], model


@pytest.mark.django_db
@pytest.mark.parametrize("model", EVERYTHING)
@pytest.mark.parametrize(
    "change", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_web_role_cannot_change_what_was_recorded(model: type[models.Model], change: str) -> None:
    table = event_model(model)._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute(change.format(table))


@pytest.mark.django_db
def test_history_of_an_account_has_no_password_and_no_login() -> None:
    user = UserFactory.create(name="Kari")
    before = event_model(User).objects.count()
    user.set_password("noe-helt-annet-7")
    user.save()
    Client().force_login(user)
    assert User.objects.get().last_login is not None
    assert event_model(User).objects.count() == before
    User.objects.update(name="Kari Nordmann")
    assert [event.name for event in event_model(User).objects.order_by("pgh_id")] == [
        "Kari", "Kari Nordmann",
    ]  # fmt: skip


@pytest.mark.django_db
def test_history_holds_no_password_hash_anywhere(region: Municipality) -> None:
    user = UserFactory.create()
    Membership.objects.create(user=user, municipality=region, role="editor")
    User.objects.filter(pk=user.pk).update(email="ny@example.org", password=user.password + "x")
    found = {}
    for model in TRACKED:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), count(*) FILTER (WHERE strpos(e::text, %s) > 0)"
                f" FROM {event_model(model)._meta.db_table} AS e",
                [user.password],
            )
            found[model] = cursor.fetchone()
    assert found[User] == (2, 0)
    assert found[Membership] == found[Municipality] == (1, 0)
    assert {leaking for _recorded, leaking in found.values()} == {0}


@pytest.mark.django_db
def test_pack_is_recorded_once_and_loading_it_again_records_nothing() -> None:
    load_region(PACK)
    recorded = everything_recorded()
    assert recorded > 500
    assert not event_model(Page).objects.exclude(pgh_label="insert").exists()
    load_region(PACK)
    assert everything_recorded() == recorded


@pytest.mark.django_db
def test_search_still_follows_a_recorded_change() -> None:
    topic = TopicFactory.create(label_nb="Bolig", lead_nb="Bo godt")
    Topic.objects.filter(pk=topic.pk).update(label_nb="Helse")
    assert SearchEntry.objects.get(kind="topic").title == "Helse"


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_history_begins_with_what_was_there() -> None:
    topic = TopicFactory.create(label_nb="Bolig")
    events = event_model(Topic).objects.filter(pgh_obj=topic).order_by("pgh_id")
    operation = begin_history("municipalities", "topic")
    with connections["owner"].schema_editor() as editor:
        operation.code(apps, editor)
    assert [event.pgh_label for event in events.all()] == ["insert", "begun"]
    assert events[1].label_nb == "Bolig"
    assert events[1].pgh_context is None
    with connections["owner"].schema_editor() as editor:
        assert operation.reverse_code is not None
        operation.reverse_code(apps, editor)
    assert [event.pgh_label for event in events.all()] == ["insert"]


def test_model_without_history_has_no_events() -> None:
    assert event_model(SearchEntry) is None
    with pytest.raises(ValueError, match="already has TopicEvent"):
        keep_history(Topic)


def test_code_never_switches_the_history_off() -> None:
    switches = re.compile(r"pgtrigger\.(?:ignore|disable)|session_replication_role|DISABLE TRIGGER")
    assert switches.search("with pgtrigger.ignore('portal.User:history_of_update'):")
    own = [path for path in tree.files() if path.parts[0] in apps.app_configs]
    assert len(own) > 100
    # It copies rows in a developer's database, of tables without a history.
    found = {str(path) for path in own if switches.search(tree.read(path))}
    assert found == {"newcomers/demo_multiply.py"}


# --- who ----------------------------------------------------------------------------------------


def recorded_by(request: HttpRequest, user: Any) -> list[Any]:
    """What the history says about who changed a topic within the request."""
    topic = TopicFactory.create()
    request.user = user

    def respond(_: HttpRequest) -> HttpResponse:
        Topic.objects.filter(pk=topic.pk).update(position=7)
        return HttpResponse()

    StaffHistoryMiddleware(respond)(request)
    return [event.pgh_context for event in event_model(Topic).objects.filter(pgh_label="update")]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_request_is_recorded_with_person_and_path(rf: RequestFactory, method: str) -> None:
    user = UserFactory.create(name="Kari Nordmann")
    request = getattr(rf, method)("/admin/portal/user/?q=Kari+Nordmann")
    contexts = recorded_by(request, user)
    assert contexts == [{"user": user.pk, "url": "/admin/portal/user/"}]
    assert "Kari" not in json.dumps(contexts)


@pytest.mark.django_db
def test_request_of_nobody_is_recorded_without_a_person(rf: RequestFactory) -> None:
    contexts = recorded_by(rf.post("/accounts/login/"), AnonymousUser())
    assert contexts == [{"user": None, "url": "/accounts/login/"}]


@pytest.mark.django_db
def test_readers_request_is_left_alone(rf: RequestFactory) -> None:
    request = rf.post("/nb/")
    assert recorded_by(request, UserFactory.create()) == [None]
    assert type(request).__module__.startswith("django.")


@pytest.mark.django_db
def test_change_in_the_admin_names_the_editor(client: Client, regional_editor: User) -> None:
    topic = TopicFactory.create(label_nb="Bolig")
    client.force_login(regional_editor)
    url = reverse("admin:municipalities_topic_delete", args=[topic.pk])
    assert client.post(f"{url}?x=1", {"post": "yes"}).status_code == 302
    event = event_model(Topic).objects.get(pgh_label="delete")
    assert event.pgh_context == {"user": regional_editor.pk, "url": url}
    assert event.label_nb == "Bolig"


@pytest.mark.django_db
def test_public_page_asks_for_no_session(client: Client, region: Municipality) -> None:
    response = client.get("/nb/about/")
    assert response.status_code == 200
    assert not client.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/admin/portal/user/3/change/", "/admin/portal/user/3/change/"),
        ("/accounts/login/", "/accounts/login/"),
        ("/accounts/nowhere/really/secret/", ""),
    ],
)
def test_path_is_kept_without_keys(path: str, kept: str) -> None:
    assert path_without_keys(path) == kept


def test_path_of_a_mailed_link_is_kept_without_its_key() -> None:
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "3f", "key": "s3cr3t-k3y"})
    assert "s3cr3t" in path
    assert path_without_keys(path).startswith("/accounts/")
    assert "s3cr3t" not in path_without_keys(path)
