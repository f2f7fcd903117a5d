"""Links in the admin: who sees which, looking again, and an address replaced everywhere."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from municipalities.actions.links import collect_links, record_answer
from municipalities.actions.revisions import head_of
from municipalities.models import LinkTarget, LocalPart, Membership, Municipality, Page, Source
from municipalities.roles import Role
from portal.lib.answers import Answer, Fault
from portal.models import User
from tests.admin_forms import admin_url
from tests.factories import (
    LocalPartFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PageFactory,
    SourceFactory,
    UserFactory,
)
from tests.jobs import waiting

pytestmark = pytest.mark.django_db
OLD, NEW = "https://gammel.no/skjema?a=1&b=2", "https://ny.no/skjema"
LIST = "/admin/municipalities/linktarget/"
REPLACE = f"{LIST}replace/"
DAY = datetime.timedelta(days=1)


def link(address: str) -> str:
    return f'<p>Se <a href="{address}">skjemaet</a>.</p>'


def logged_in(place: Municipality, role: Role) -> Client:
    user = UserFactory.create()
    Membership.objects.create(user=user, municipality=place, role=role)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def regional(regional_editor: User) -> Client:
    client = Client()
    client.force_login(regional_editor)
    return client


@pytest.fixture
def senja(region: Municipality) -> Municipality:
    return MunicipalityFactory.create(name="Senja")


@pytest.fixture
def bardu(region: Municipality) -> Municipality:
    return MunicipalityFactory.create(name="Bardu")


@pytest.fixture
def page(region: Municipality) -> Page:
    return PageFactory.create(
        state="published", title_nb="Lege", body_nb=link("https://region.no/")
    )


@pytest.fixture
def parts(page: Page, senja: Municipality, bardu: Municipality) -> dict[str, LocalPart]:
    """A local part in each municipality, each with a link of its own and one that both have."""
    return {
        place.name: LocalPartFactory.create(
            page=page, municipality=place, state="published",
            body_nb=link(f"https://{place.name.lower()}.no/") + link(OLD),
        )
        for place in (senja, bardu)
    }  # fmt: skip


@pytest.fixture
def links(parts: dict[str, LocalPart]) -> dict[str, LinkTarget]:
    """All links by their host; none has answered."""
    SourceFactory.create(url="https://kilde.no/")
    collect_links()
    for target in LinkTarget.objects.all():
        record_answer(target=target, answer=Answer(404))
    return {target.host: target for target in LinkTarget.objects.all()}


def listed(client: Client, **query: str) -> set[str]:
    """The hosts in the list."""
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return {row.host for row in answer.context["cl"].result_list}


# --- who sees which -------------------------------------------------------------------------------


def test_regional_editor_sees_all_links(regional: Client, links: dict[str, LinkTarget]) -> None:
    assert listed(regional) == set(links) == {
        "region.no", "senja.no", "bardu.no", "gammel.no", "kilde.no",
    }  # fmt: skip
    for target in links.values():
        assert regional.get(admin_url(target)).status_code == 200


@pytest.mark.parametrize("role", [Role.EDITOR, Role.COORDINATOR, Role.LEAD])
def test_others_see_the_links_of_their_own_municipality(
    senja: Municipality, links: dict[str, LinkTarget], role: Role
) -> None:
    client = logged_in(senja, role)
    assert listed(client) == {"senja.no", "gammel.no"}
    for host in ("bardu.no", "region.no", "kilde.no"):
        assert client.get(admin_url(links[host])).status_code == 404
    answer = client.get(admin_url(links["gammel.no"]))
    assert "Senja" in answer.content.decode()
    assert "Bardu" not in answer.content.decode()
    assert "Bardu" not in client.get(LIST).content.decode()


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.PRIVACY, Role.ADMINISTRATOR, Role.REGIONAL])
def test_other_roles_reach_no_link(
    senja: Municipality, links: dict[str, LinkTarget], role: Role
) -> None:
    client = logged_in(senja, role)
    for path in (LIST, REPLACE, admin_url(links["senja.no"])):
        assert client.get(path).status_code == 403
    asked = {"old": OLD, "new": NEW, "match": "exact", "preview": "1"}
    assert client.post(REPLACE, asked).status_code == 403
    assert client.post(check_url(links["senja.no"])).status_code == 403
    assert waiting() == []


def test_reader_is_asked_to_log_in(client: Client, links: dict[str, LinkTarget]) -> None:
    for path in (LIST, REPLACE, admin_url(links["senja.no"])):
        assert client.get(path).status_code == 302


def test_links_are_filtered_by_municipality_within_reach(
    regional: Client, senja: Municipality, bardu: Municipality, links: dict[str, LinkTarget]
) -> None:
    assert listed(regional, municipality=str(bardu.pk)) == {"bardu.no", "gammel.no"}
    assert listed(regional, municipality="region") == {"region.no", "kilde.no"}
    client = logged_in(senja, Role.EDITOR)
    assert listed(client, municipality=str(bardu.pk)) == {"senja.no", "gammel.no"}
    assert "Bardu" not in client.get(LIST).content.decode()
    for odd in ("x", "0", "region", "' OR 1=1"):
        assert listed(client, municipality=odd) == {"senja.no", "gammel.no"}


def test_list_shows_what_needs_somebody_unless_asked(
    regional: Client, links: dict[str, LinkTarget]
) -> None:
    moved = Answer(200, None, "https://ny.no/", is_moved=True)
    record_answer(target=links["region.no"], answer=Answer(200))
    record_answer(target=links["kilde.no"], answer=moved)
    record_answer(target=links["senja.no"], answer=Answer(403))
    record_answer(target=links["bardu.no"], answer=Answer(None, Fault.NOT_ALLOWED))
    for number in range(1, 3):
        now = timezone.now() + number * DAY
        record_answer(target=links["gammel.no"], answer=Answer(404), now=now)
    assert listed(regional) == {"bardu.no", "gammel.no"}
    assert listed(regional, state="dead") == {"gammel.no"}
    assert listed(regional, state="unclear") == {"senja.no"}
    assert listed(regional, state="moved") == {"kilde.no"}
    assert listed(regional, state="all") == set(links)
    assert listed(regional, state="all", q="kilde") == {"kilde.no"}


def test_each_place_leads_to_its_object(
    regional: Client, links: dict[str, LinkTarget], parts: dict[str, LocalPart]
) -> None:
    for path in (LIST, admin_url(links["gammel.no"])):
        html = regional.get(path).content.decode()
        for part in parts.values():
            assert f'href="{admin_url(part)}"' in html


def test_place_that_one_may_not_open_is_no_link(senja: Municipality) -> None:
    """A coordinator writes local parts; the municipality's own page is the editor's."""
    Municipality.objects.filter(pk=senja.pk).update(website="https://senja.no/")
    collect_links()
    record_answer(target=LinkTarget.objects.get(), answer=Answer(404))
    path = f'href="{admin_url(senja)}"'
    assert path not in logged_in(senja, Role.COORDINATOR).get(LIST).content.decode()
    assert path in logged_in(senja, Role.EDITOR).get(LIST).content.decode()


def test_list_asks_the_same_number_of_queries_for_many(
    regional: Client, region: Municipality, links: dict[str, LinkTarget],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(30):
        PageFactory.create(state="published", body_nb=link(f"https://x{number}.no/") + link(OLD))
    collect_links()
    LinkTarget.objects.update(outcome="failing")
    with django_assert_max_num_queries(24):
        assert len(listed(regional)) == 35


def test_links_are_added_changed_and_deleted_by_nobody(
    regional: Client, links: dict[str, LinkTarget]
) -> None:
    target = links["senja.no"]
    assert regional.get(f"{LIST}add/").status_code in {403, 404}
    assert regional.post(admin_url(target, "delete"), {"post": "yes"}).status_code == 403
    regional.post(admin_url(target), {"address": "https://evil.no/", "outcome": "fine"})
    assert LinkTarget.objects.get(pk=target.pk) == target
    assert LinkTarget.objects.get(pk=target.pk).address == "https://senja.no/"


# --- looking again --------------------------------------------------------------------------------


def check_url(target: LinkTarget) -> str:
    return reverse("admin:municipalities_linktarget_check", args=[target.pk])


def test_link_is_looked_at_again_by_a_job(
    senja: Municipality, links: dict[str, LinkTarget]
) -> None:
    client = logged_in(senja, Role.EDITOR)
    target = links["senja.no"]
    LinkTarget.objects.update(checked_at=timezone.now() - DAY)
    answer = client.post(check_url(target))
    assert (answer.status_code, answer["Location"]) == (302, admin_url(target))
    assert waiting() == [("municipalities.check_link", {"target": target.pk})]
    assert client.get(check_url(target)).status_code == 405
    assert client.post(check_url(links["bardu.no"])).status_code == 404
    assert len(waiting()) == 1


def test_link_that_was_looked_at_this_moment_is_left_alone(
    regional: Client, links: dict[str, LinkTarget]
) -> None:
    regional.post(check_url(links["senja.no"]))
    assert waiting() == []


# --- replacing ------------------------------------------------------------------------------------


@pytest.fixture
def asked() -> dict[str, str]:
    return {"old": OLD, "new": NEW, "match": "exact"}


def token_in(answer: Any) -> str:
    found = re.search(r'name="token" value="([0-9a-f]{64})"', answer.content.decode())
    assert found is not None
    return found[1]


def previewed(client: Client, asked: dict[str, str]) -> Any:
    return client.post(REPLACE, asked | {"preview": "1"})


def applied(client: Client, asked: dict[str, str]) -> Any:
    token = token_in(previewed(client, asked))
    return client.post(REPLACE, asked | {"token": token, "apply": "1"})


def bodies() -> dict[str, str]:
    return dict(LocalPart.objects.values_list("municipality__name", "body_nb"))


def test_replacing_is_shown_then_done_and_told(
    regional: Client, parts: dict[str, LocalPart], asked: dict[str, str]
) -> None:
    source = SourceFactory.create(url=OLD)
    before = bodies()
    answer = previewed(regional, asked)
    html = answer.content.decode()
    assert bodies() == before
    assert len(answer.context["places"]) == 3
    for row in (*parts.values(), source):
        assert f'href="{admin_url(row)}"' in html
    assert html.count("<del>") == html.count("<ins>") == 3
    assert "gammel.no/skjema?a=1&amp;b=2" in html
    answer = applied(regional, asked)
    assert answer.context["is_done"] is True
    assert len(answer.context["places"]) == 3
    assert Source.objects.get().url == NEW
    assert all(link(NEW) in text for text in bodies().values())


def test_form_is_filled_from_the_link(regional: Client, links: dict[str, LinkTarget]) -> None:
    LinkTarget.objects.filter(host="gammel.no").update(leads_to=NEW)
    html = regional.get(admin_url(links["gammel.no"])).content.decode()
    found = re.search(rf'href="({REPLACE}\?old=[^"]*)"', html)
    assert found is not None
    form = regional.get(found[1].replace("&amp;", "&")).context["form"]
    assert (form["old"].value(), form["new"].value()) == (OLD, NEW)


def test_municipal_editor_replaces_in_their_own_texts_alone(
    senja: Municipality, parts: dict[str, LocalPart], page: Page, asked: dict[str, str]
) -> None:
    Page.objects.update(body_nb=link(OLD))
    source = SourceFactory.create(url=OLD)
    client = logged_in(senja, Role.EDITOR)
    answer = previewed(client, asked)
    assert (len(answer.context["places"]), len(answer.context["left"])) == (1, 3)
    applied(client, asked)
    assert link(NEW) in bodies()["Senja"]
    assert link(OLD.replace("&", "&amp;")) in bodies()["Bardu"]
    assert Page.objects.get().body_nb == link(OLD.replace("&", "&amp;"))
    assert Source.objects.get(pk=source.pk).url == OLD


@pytest.mark.parametrize(("role", "is_published"), [(Role.EDITOR, True), (Role.COORDINATOR, False)])
def test_who_may_not_publish_leaves_it_for_a_review(
    senja: Municipality, parts: dict[str, LocalPart], asked: dict[str, str],
    role: Role, is_published: bool,
) -> None:  # fmt: skip
    Municipality.objects.filter(pk=senja.pk).update(website=OLD)
    answer = applied(logged_in(senja, role), asked)
    assert len(answer.context["places"]) == (2 if is_published else 1)
    assert (link(NEW) in bodies()["Senja"]) is is_published
    head = head_of(parts["Senja"])
    assert head is not None
    assert head.state == ("published" if is_published else "in_review")
    website = Municipality.objects.get(pk=senja.pk).website
    assert website == (NEW if is_published else OLD)


def test_administrator_who_coordinates_elsewhere_changes_no_text_there(
    senja: Municipality, bardu: Municipality, parts: dict[str, LocalPart], asked: dict[str, str]
) -> None:
    """They open the municipality's form for its case log; its texts and address are not in it."""
    Municipality.objects.update(website=OLD)
    client = logged_in(senja, Role.COORDINATOR)
    user = User.objects.get(pk=client.session["_auth_user_id"])
    Membership.objects.create(user=user, municipality=senja, role=Role.ADMINISTRATOR)
    answer = previewed(client, asked)
    assert [place["name"].count("Senja") for place in answer.context["places"]] == [1]
    assert answer.context["places"][0]["changes"][0]["label"] == "Text"


def test_nothing_is_replaced_when_a_text_has_changed_since(
    regional: Client, parts: dict[str, LocalPart], asked: dict[str, str]
) -> None:
    token = token_in(previewed(regional, asked))
    LocalPart.objects.filter(municipality__name="Bardu").update(body_nb=link(OLD) + "<p>Mer</p>")
    before = bodies()
    answer = regional.post(REPLACE, asked | {"token": token, "apply": "1"})
    assert bodies() == before
    assert "A text has changed since" in answer.content.decode()
    assert answer.context["is_done"] is False
    # The places are shown anew, and what is shown now can be done.
    regional.post(REPLACE, asked | {"token": token_in(answer), "apply": "1"})
    assert all(link(NEW) in text for text in bodies().values())


@pytest.mark.parametrize("token", ["", "0" * 64, "x" * 5000])
def test_nothing_is_replaced_without_a_preview(
    regional: Client, parts: dict[str, LocalPart], asked: dict[str, str], token: str
) -> None:
    before = bodies()
    regional.post(REPLACE, asked | {"token": token, "apply": "1"})
    assert bodies() == before


def test_other_addresses_need_another_preview(
    regional: Client, parts: dict[str, LocalPart], asked: dict[str, str]
) -> None:
    before = bodies()
    token = token_in(previewed(regional, asked))
    changed = asked | {"new": "https://evil.no/", "token": token, "apply": "1"}
    regional.post(REPLACE, changed)
    assert bodies() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("new", "http://ny.no/"), ("new", "ny.no"), ("new", ""), ("new", "javascript:alert(1)"),
        ("new", "https://169.254.169.254/"), ("new", "https://localhost/"),
        ("new", "https://a b.no/"), ("new", "https://[::1]/"), ("new", "https://ny.no:8443/"),
        ("new", "https://kari:x@ny.no/"),
        ("new", "https://ny.no/" + "x" * 2000), ("new", OLD), ("new", "https://"),
        ("old", ""), ("old", "gammel.no"), ("old", "https://"), ("old", "ftp://gammel.no/"),
        ("old", "/nb/pages/lege/"), ("old", "https://a.no/ x"), ("match", "regex"), ("match", ""),
    ],
)  # fmt: skip
def test_form_refuses_what_is_no_address(
    regional: Client, parts: dict[str, LocalPart], asked: dict[str, str], field: str, value: str
) -> None:
    for button in ("preview", "apply"):
        answer = regional.post(REPLACE, asked | {field: value, button: "1", "token": ""})
        assert list(answer.context["form"].errors) == [field]
        assert answer.context["places"] == []


def test_address_that_is_too_long_for_a_field_is_told(
    regional: Client, parts: dict[str, LocalPart], asked: dict[str, str]
) -> None:
    OrganisationFactory.create(name_nb="Nordavind", website=OLD)
    long = {"new": f"https://ny.no/{'x' * 300}"}
    for button in ("preview", "apply"):
        answer = regional.post(REPLACE, asked | long | {button: "1"})
        [told] = answer.context["form"].errors["new"]
        assert "Nordavind" in told


def test_hostile_words_are_shown_as_words(regional: Client, asked: dict[str, str]) -> None:
    PageFactory.create(
        state="published", title_nb="<script>alert(1)</script>",
        body_nb=f'<p><a href="{OLD}">&lt;img src=x&gt;</a></p>',
    )  # fmt: skip
    html = previewed(regional, asked).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_address_that_stands_nowhere_offers_nothing(
    regional: Client, asked: dict[str, str]
) -> None:
    answer = previewed(regional, asked)
    assert answer.status_code == 200
    assert answer.context["places"] == []
    assert 'name="token"' not in answer.content.decode()
    assert 'name="apply"' not in answer.content.decode()
