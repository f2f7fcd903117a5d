"""Short addresses: where they lead, whose visits are counted, and what staff see of it."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import zxingcpp
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from hosting.models import Campaign, CampaignVisit
from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.campaigns import COUNTER
from portal.lib.codes import new_code
from portal.lib.dates import today
from portal.models import User, Visit
from portal.visits import COUNTER as PAGES
from tests.admin_forms import admin_url, errors, save
from tests.factories import MunicipalityFactory, UserFactory, received_enquiry
from tests.portal.qr_codes import pictures, read
from tests.portal.test_visits import FIREFOX
from tests.wsgi import Front

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    COUNTER.forget()
    yield
    COUNTER.forget()


@pytest.fixture
def senja(region: Municipality) -> Municipality:
    return MunicipalityFactory.create(slug="senja", name="Senja")


@pytest.fixture
def stand(senja: Municipality) -> Campaign:
    """A stand at a fair that leads to the municipality's page."""
    return Campaign.objects.create(
        municipality=senja, name="Messe Kiel", code="kiel-27", target="/municipalities/senja/"
    )


@pytest.fixture
def reader(client: Client) -> Client:
    """Somebody with a German browser."""
    client.defaults |= {"HTTP_USER_AGENT": FIREFOX, "HTTP_ACCEPT_LANGUAGE": "de"}
    return client


def staff(place: Municipality, role: Role) -> Client:
    user = UserFactory.create()
    Membership.objects.create(user=user, municipality=place, role=role)
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def counted() -> dict[tuple[str, str], int]:
    COUNTER.flush()
    rows = CampaignVisit.objects.values_list("campaign__code", "language", "count")
    return {(code, language): count for code, language, count in rows}


# --- readers --------------------------------------------------------------------------------------


def test_campaign_leads_to_its_page_in_the_readers_language(
    reader: Client, stand: Campaign
) -> None:
    with CaptureQueriesContext(connection) as queries:
        response = reader.get("/go/kiel-27")
    assert response.status_code == 302
    assert response["Location"] == "/de/municipalities/senja/?c=kiel-27"
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert not [query for query in queries if not query["sql"].startswith("SELECT")]
    # As somebody types it who reads it from paper.
    for typed in ("/go/KIEL-27", "/go/kie1-27", "/go/Kiel-27/"):
        assert reader.get(typed)["Location"] == response["Location"]
    Campaign.objects.update(language="nb")
    assert reader.get("/go/kiel-27")["Location"].startswith("/nb/")
    assert counted() == {("kiel-27", "de"): 4, ("kiel-27", "nb"): 1}
    reader.get("/go/kiel-27")
    assert counted()["kiel-27", "nb"] == 2
    assert set(CampaignVisit.objects.values_list("day", flat=True)) == {today()}


def test_campaign_counts_readers_alone(reader: Client, stand: Campaign) -> None:
    reader.head("/go/kiel-27")
    for robot in ("", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://google.com/bot.html)"):
        assert reader.get("/go/kiel-27", headers={"user-agent": robot}).status_code == 302
    reader.get("/go/kiel-27", headers={"sec-purpose": "prefetch"})
    staff(stand.municipality, Role.COORDINATOR).get("/go/kiel-27", headers={"user-agent": FIREFOX})
    assert reader.post("/go/kiel-27").status_code == 405
    assert counted() == {}
    # What is gone meanwhile holds up nothing.
    reader.get("/go/kiel-27")
    COUNTER.add("999999", "de", today())
    assert counted() == {("kiel-27", "de"): 1}


def test_campaign_that_leads_nowhere_says_so_kindly(reader: Client, stand: Campaign) -> None:
    over: list[tuple[dict[str, Any], int]] = [
        ({"valid_to": today() - DAY}, 410),
        ({"is_archived": True}, 410),
        ({"valid_from": today() + DAY}, 404),
        ({"target": "/pages/gone/"}, 404),
    ]
    for fields, status in over:
        Campaign.objects.update(
            **{"valid_from": None, "valid_to": None, "is_archived": False,
               "target": "/municipalities/senja/"} | fields
        )  # fmt: skip
        response = reader.get("/go/kiel-27")
        assert response.status_code == status, fields
        page = response.content.decode()
        assert '<html lang="de"' in page
        assert 'href="/de/"' in page
        assert "no-store" in response["Cache-Control"]
    for code in (
        "nobody",
        "x" * 5000,
        "%00",
        "kiel-27%00",
        "%E2%80%AEkiel",
        "..%2f",
        "a%0d%0aX: y",
    ):
        response = reader.get(f"/go/{code}")
        assert response.status_code == 404, code
        assert "Location" not in response
    assert counted() == {}


def test_database_refuses_a_campaign_that_could_lead_outside(senja: Municipality) -> None:
    for target in (
        "//evil.example/", "/\\evil.example/", "https://evil.example/", "/a?next=//b/", "/a/../b/",
        "municipalities/", "/%2f/evil/", "/a\n/", "/a/\n", "/a#b/", "", "/A/",
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match="page_of_ours"), transaction.atomic():
            Campaign.objects.create(municipality=senja, name="Ut", target=target)


def test_page_hands_the_campaign_on_to_the_form(reader: Client, stand: Campaign) -> None:
    page = reader.get("/de/municipalities/senja/?c=kiel-27").content.decode()
    assert 'href="/de/contact/?municipality=senja&amp;campaign=kiel-27"' in page
    assert 'href="/de/contact/?campaign=kiel-27"' in page  # in the footer
    assert 'href="/en/municipalities/senja/?c=kiel-27"' in page  # another language
    odd = reader.get('/de/municipalities/senja/?c="><script>').content.decode()
    assert "campaign=" not in odd
    assert 'c="><script>' not in odd
    # To the form itself it leads directly.
    Campaign.objects.update(target="/contact/")
    there = reader.get("/go/kiel-27")["Location"]
    assert there == "/de/contact/?municipality=senja&campaign=kiel-27"
    assert 'name="campaign" value="kiel-27"' in reader.get(there).content.decode()


@pytest.mark.parametrize("form", ["/offers/register/", "/employers/needs/register/"])
def test_campaign_for_clubs_and_employers_leads_to_their_form(
    reader: Client, stand: Campaign, form: str
) -> None:
    Campaign.objects.update(target=form)
    there = reader.get("/go/kiel-27")["Location"]
    assert there == f"/de{form}?c=kiel-27"
    ask = 'href="/de/contact/?campaign=kiel-27"'
    page = reader.get(there)
    assert ask in page.content.decode()
    # Who has made a mistake still comes from there, if they ask instead.
    again = reader.post(there, {"title": "Tur", "text": "Vi går."})
    assert again.status_code == 422
    assert ask in again.content.decode()
    # Pages that are a step on the way are no place to lead to.
    Campaign.objects.update(target="/offers/change/")
    assert reader.get("/go/kiel-27").status_code == 404


def test_pages_of_campaigns_are_not_kept(stand: Campaign) -> None:
    front = Front()
    plain = front.get("/nb/municipalities/senja/", user_agent=FIREFOX)
    size = front.cache.pages.size
    assert size > 0
    for number in range(3):
        page = front.get(f"/nb/municipalities/senja/?c=kiel-{number + 2}", user_agent=FIREFOX)
        assert f"campaign=kiel-{number + 2}" in page.text
    assert front.cache.pages.size == size
    assert "campaign" not in plain.text
    assert "campaign" not in front.get("/nb/municipalities/senja/", user_agent=FIREFOX).text
    PAGES.flush()
    assert Visit.objects.get(page="/municipalities/senja/").count == 5


# --- staff ----------------------------------------------------------------------------------------


def test_codes_are_made_so_that_nobody_misreads_them(senja: Municipality) -> None:
    codes = {new_code() for _number in range(200)}
    assert len(codes) > 150
    assert not set("".join(codes)) & set("01oilOIL")
    for number, code in enumerate(sorted(codes)[:20]):
        Campaign.objects.create(municipality=senja, name=str(number), code=code)
    for wrong in ("0ab", "ab1", "-ab", "a--b", "ab-", "Ab", "å", "2ab", ""):
        with pytest.raises(IntegrityError, match="code_is_readable"), transaction.atomic():
            Campaign.objects.create(municipality=senja, name="x", code=wrong)


def test_coordinator_makes_a_campaign_here_and_sees_what_came_of_it(
    reader: Client, senja: Municipality
) -> None:
    here = staff(senja, Role.COORDINATOR)
    add = admin_url(Campaign, "add")
    needed = {"name": "Brosjyre", "kind": "brochure", "municipality": senja.pk, "code": "Sommar"}
    wrong = {
        "https://evil.example/nb/municipalities/senja/": "this portal",
        "//evil.example/": "this portal",
        "/nb/municipalities/oslo/": "no page",
        "/admin/": "no page",
        "/go/sommar": "no page",
        "": "required",
    }
    for target, reason in wrong.items():
        said = errors(save(here, add, **needed | {"target": target}))
        assert list(said) == ["target"]
        assert reason in said["target"][0]
    stranger = MunicipalityFactory.create()
    assert "municipality" in errors(save(here, add, **needed | {"municipality": stranger.pk}))
    pasted = "http://localhost:8000/de/municipalities/senja/?borders=2014#top"
    assert save(here, add, **needed | {"target": pasted}).status_code == 302
    made = Campaign.objects.get()
    assert (made.code, made.target) == ("sommar", "/municipalities/senja/")
    assert save(here, admin_url(made), code="vinter").status_code == 302
    made.refresh_from_db()
    assert made.code == "sommar", "what is printed stays"

    reader.get("/go/sommar")
    COUNTER.flush()
    for _number in range(4):
        received_enquiry(stranger, campaign="sommar")
    listed = here.get(admin_url(Campaign, "changelist")).content.decode()
    assert "localhost:8000/go/sommar" in listed
    assert "fewer than 5" in listed
    received_enquiry(senja, campaign="sommar")
    page = here.get(admin_url(made))
    assert page.context["original"].visits == 1
    assert str(page.context["original"].brought) == "5"
    assert here.post(admin_url(made, "delete"), {"post": "yes"}).status_code == 403


def test_code_for_cameras_is_read_from_page_card_and_files(stand: Campaign, tmp_path: Any) -> None:
    here = staff(stand.municipality, Role.COORDINATOR)
    there = ["http://localhost:8000/go/kiel-27"]
    for address in (admin_url(stand), f"/admin/hosting/campaign/{stand.pk}/card/"):
        (code,) = pictures(here.get(address).content.decode())
        assert read(code) == there
    png = here.get(f"/admin/hosting/campaign/{stand.pk}/qr.png")
    assert png["Content-Disposition"] == 'attachment; filename="kiel-27.png"'
    (tmp_path / "code.png").write_bytes(png.content)
    with Image.open(tmp_path / "code.png") as picture:
        assert picture.width > 900
        assert [each.text for each in zxingcpp.read_barcodes(picture.convert("L"))] == there
    svg = here.get(f"/admin/hosting/campaign/{stand.pk}/qr.svg")
    assert (svg["Content-Type"], b"<svg" in svg.content) == ("image/svg+xml", True)
    assert here.get(f"/admin/hosting/campaign/{stand.pk}/qr.exe").status_code == 404


def test_campaigns_of_others_are_out_of_reach(stand: Campaign, administrator: User) -> None:
    files = [f"/admin/hosting/campaign/{stand.pk}/{name}" for name in ("qr.png", "card/")]
    stranger = staff(MunicipalityFactory.create(), Role.COORDINATOR)
    assert "Messe Kiel" not in stranger.get(admin_url(Campaign, "changelist")).content.decode()
    assert stranger.get(admin_url(stand)).status_code == 302
    assert [stranger.get(address).status_code for address in files] == [404, 404]
    nobody = Client()
    nobody.force_login(administrator)
    assert nobody.get(admin_url(Campaign, "changelist")).status_code == 403
    assert [nobody.get(address).status_code for address in files] == [404, 404]
    adviser = staff(Municipality.objects.get(kind="region"), Role.REGIONAL)
    assert "Messe Kiel" in adviser.get(admin_url(Campaign, "changelist")).content.decode()
    assert adviser.post(admin_url(stand), {"name": "Annet"}).status_code == 403


def test_list_of_campaigns_costs_the_same_for_many(senja: Municipality) -> None:
    here = staff(senja, Role.COORDINATOR)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert here.get(admin_url(Campaign, "changelist")).status_code == 200
        return len(queries)

    Campaign.objects.create(municipality=senja, name="Ein")
    one = cost()
    for number in range(5):
        Campaign.objects.create(municipality=senja, name=str(number))
    assert cost() == one
