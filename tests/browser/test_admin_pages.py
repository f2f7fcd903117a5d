"""Every kind of admin page in a real browser: axe-core, content policy, no sideways scroll.

The kinds come from the admin's registry: a model that is registered later is looked at without a
line here, and one without a row to look at fails. Each page is opened once, by a role that it
opens to, and seen narrow and wide, light and dark.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import models
from playwright.sync_api import Browser, Page, expect

from municipalities.roles import MATRIX, Role
from municipalities.scoping import Scoped
from portal.models import Invitation
from tests.browser.server import TOLD, Portal, production
from tests.browser.staff import browser_of_staff, from_https
from tests.browser.test_accessibility import SCHEMES, WIDTHS, violations

pytestmark = pytest.mark.browser

# In the order in which they are asked; a page is looked at by the first whom it opens to.
ROLES = {
    Role.EDITOR: "midt-troms",
    Role.LEAD: "malselv",
    Role.PRIVACY: "midt-troms",
    Role.ADMINISTRATOR: "midt-troms",
}
# Somebody in each role and at the proof, logged in; and a row of each kind that neither a region
# pack nor looking makes. Written by a process that has the portal's own key.
PREPARE = """
import json
from allauth.mfa.models import Authenticator
from hosting.models import Organisation
from municipalities.actions.links import collect_links, record_answer
from municipalities.actions.revisions import save_revision, submit_revision
from municipalities.models import LinkTarget, LocalPart, Membership, Municipality, Page
from newcomers.actions.tasks import NewTask, plan_with_organisation
from newcomers.demo import make_enquiries
from portal.actions.accounts import close_account
from portal.actions.invitations import invite
from portal.lib.dates import today
from portal.lib.answers import Answer
from portal.lib.scope import scoped
from portal.models import Feedback, User
from tests.accounts import log_in

def make(name):
    user = User.objects.create_user(name + ".sider@example.org", name=name, language="en")
    Authenticator.objects.create(user=user, type="totp", data={{}})
    return user

keys = {{}}
for role, slug in {roles!r}.items():
    user, place = make(role), Municipality.objects.get(slug=slug)
    Membership.objects.create(user=user, municipality=place, role=role)
    keys[role] = log_in(user).cookies["sessionid"].value
    if role == "lead":
        with scoped([place.pk]):
            plan_with_organisation(organisation=Organisation.objects.first(), municipality=place,
                                   task=NewTask("Ask for a course", today()), by=user)
keys["unproven"] = log_in(user, proven=False).cookies["sessionid"].value
other, closed = make("other"), make("closed")
close_account(user=closed, by=user)
invite(email="invitert.med.lang.adresse@example.org", name="Inger Invitert", language="nb",
       role="editor", municipality=place, by=user)
LocalPart.objects.get_or_create(page=Page.objects.first(), municipality=place)
Feedback.objects.create(page="/pages/doctor/", language="de", is_useful=False, text="Wo?")
collect_links()
for target in LinkTarget.objects.all()[:60]:
    record_answer(target=target, answer=Answer(404))
page = Page.objects.first()
texts = {{code: dict(fields) for code, fields in page.texts.items()}}
texts["nb"]["title"] += " (ny)"
submit_revision(revision=save_revision(text=page, texts=texts, by=user), by=user)
make_enquiries()
print(json.dumps({{"keys": keys, "open": other.pk, "closed": closed.pk}}))
"""
# Pages of their own, none of which is the admin's list or form; they need a family to be looked at.
OF_THE_CASE_LOG = {
    "newcomers.Case", "newcomers.Family", "newcomers.FollowUp", "newcomers.StayCheck",
    "newcomers.PrivacyRequest", "newcomers.TransferCover",
}  # fmt: skip
# Lists whose rows have no page of their own.
WITHOUT_ROW_PAGE = {
    "newcomers.CaseAccess", "portal.Feedback", "portal.Visit", "municipalities.Revision",
}  # fmt: skip
EXPORT = """async () => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams({ format: "xliff", csrfmiddlewaretoken: token });
  return (await fetch("../export/", { method: "POST", body })).text();
}"""
SCROLLS = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth ? [`${scrollWidth} px`] : [];
}"""


def opened_to(each: Scoped) -> Role:
    """The first role that the admin opens to."""
    return next(role for role in ROLES if MATRIX[role] & set(each.opens))


KINDS = {
    model: opened_to(each)
    for model, each in admin.site._registry.items()
    if model._meta.label not in OF_THE_CASE_LOG
}
every_kind = pytest.mark.parametrize("model", KINDS, ids=lambda model: model._meta.label)


@pytest.fixture(scope="module")
def prepared(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Keys of sessions, and ids of an open account and of a closed one."""
    script = PREPARE.format(roles={str(role): place for role, place in ROLES.items()})
    ran = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", script],
        cwd=settings.BASE_DIR,
        env=os.environ | production(portal.database, tmp_path_factory.mktemp("prepared")),
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def staff(
    axe: str, chromium: Browser, portal: Portal, prepared: dict[str, Any]
) -> Iterator[dict[str, Page]]:
    """For each role a page of somebody who has just proven who they are; and of one who has not."""
    with ExitStack() as stack:
        pages = {}
        for name, key in prepared["keys"].items():
            page = stack.enter_context(browser_of_staff(chromium, portal, axe))
            page.context.add_cookies([{"name": "sessionid", "value": key, "url": portal.origin}])
            # Looked at without it: who stands between has every file fetched anew.
            page.context.unroute("**/*")
            # Django's colours fade over; half-way they have no contrast.
            page.emulate_media(reduced_motion="reduce")
            pages[name] = page
        # What is read is noted: the list of that has rows from here on.
        pages[Role.LEAD].goto("/admin/newcomers/enquiry/")
        yield pages


@contextmanager
def forms_sent(page: Page) -> Iterator[None]:
    """Forms reach the portal as from behind a proxy that ends TLS."""
    page.context.route("**/*", from_https)
    yield
    page.context.unroute("**/*")


def faults(
    page: Page,
    path: str,
    status: int = 200,
    widths: Sequence[int] = WIDTHS,
    schemes: Sequence[str] = SCHEMES,
) -> dict[str, list[str]]:
    """What is wrong with the page, by where it was found."""
    page.set_viewport_size({"width": 1280, "height": 800})
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == status, path
    assert page.url.endswith(path), "the page led elsewhere"
    return faults_here(page, widths, schemes)


def faults_here(
    page: Page, widths: Sequence[int] = WIDTHS, schemes: Sequence[str] = SCHEMES
) -> dict[str, list[str]]:
    """What the content policy, axe-core and a narrow screen find on the open page."""
    if page.locator("textarea[data-django-prose-editor-default]").count():
        page.locator(".ProseMirror").last.wait_for()
    found = violations(page, widths, schemes) | {"policy": page.evaluate("window.violations")}
    page.set_viewport_size({"width": 360, "height": 640})
    found["360 px scrolls sideways"] = page.evaluate(SCROLLS)
    return {where: each for where, each in found.items() if each}


def url_of(model: type[models.Model], rest: str = "") -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/{rest}"


# --- what every model has -------------------------------------------------------------------------


@every_kind
def test_pages_of_model_have_no_fault(staff: dict[str, Page], model: type[models.Model]) -> None:
    page, found = staff[KINDS[model]], {}
    found["list"] = faults(page, url_of(model))
    has_form = page.locator("a.addlink[href*='/add/']").count() > 0
    change = first_row(page)
    assert bool(change) is (model._meta.label not in WITHOUT_ROW_PAGE)
    if has_form:
        # The form without its row: on a phone by day alone.
        found["add"] = faults(page, url_of(model, "add/"), 200, WIDTHS[:1], SCHEMES[:1])
    if change:
        found["change"] = faults(page, change)
    assert {name: each for name, each in found.items() if each} == {}


def first_row(page: Page) -> str:
    """The path of the list's first row that has a page."""
    return link(page, "#result_list a[href*='/change/']")


def link(page: Page, selector: str) -> str:
    """The path that the first such link leads to; "" when there is none."""
    found = page.locator(selector)
    return str(found.first.get_attribute("href")).partition("?")[0] if found.count() else ""


# --- what only some have --------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_index_has_no_fault(staff: dict[str, Page], role: Role) -> None:
    assert faults(staff[role], "/admin/") == {}


def test_list_of_a_package_has_no_fault(staff: dict[str, Page]) -> None:
    assert faults(staff[Role.ADMINISTRATOR], "/admin/portal/") == {}


def test_empty_list_has_no_fault(staff: dict[str, Page]) -> None:
    assert faults(staff[Role.EDITOR], "/admin/municipalities/page/?q=qzxvw") == {}


def test_history_has_no_fault(staff: dict[str, Page]) -> None:
    """One template for all models: of a text, which has the most to show."""
    page = staff[Role.EDITOR]
    page.goto("/admin/municipalities/page/")
    page.goto(first_row(page))
    assert faults(page, link(page, "a.historylink")) == {}


def test_pages_of_revisions_have_no_fault(staff: dict[str, Page]) -> None:
    page, found = staff[Role.EDITOR], {}
    page.goto("/admin/municipalities/revision/")
    revision = link(page, "#result_list a[href*='/revisions/']")
    found["compared"] = faults(page, revision)
    found["all"] = faults(page, revision.split("/revisions/")[0] + "/revisions/")
    found["form"] = faults(page, revision.split("/revisions/")[0] + "/change/")
    page.locator("details.telling summary").click()
    found["form with a note"] = faults_here(page)
    found["note"] = faults(page, f"/admin/municipalities/{TOLD}revisions/1/note/")
    assert {name: each for name, each in found.items() if each} == {}


def test_pages_of_translating_have_no_fault(staff: dict[str, Page]) -> None:
    page, found = staff[Role.EDITOR], {}
    texts = "/admin/municipalities/translations/de/"
    found["list"] = faults(page, texts)
    page.goto("/admin/municipalities/page/")
    side_by_side = first_row(page).replace("/change/", "/translate/de/")
    found["side by side"] = faults(page, side_by_side)
    found["upload"] = faults(page, f"{texts}import/")
    with forms_sent(page):
        back = page.evaluate(EXPORT).replace("</target>", " (neu)</target>", 3)
        for content, shown in (("<xliff>", ".errornote"), (back, "[name=carried]")):
            file = {"name": "a.xlf", "mimeType": "text/xml", "buffer": content.encode()}
            page.locator("[name=file]").set_input_files(file)  # type: ignore[arg-type]
            page.get_by_role("button", name="Show what would change").click()
            page.locator(shown).wait_for(state="attached")
            found[shown] = faults_here(page)
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("page", ["case/search", "case/without-coordinator", "caseaccess/sample"])
def test_leads_own_page_has_no_fault(staff: dict[Role, Page], page: str) -> None:
    assert faults(staff[Role.LEAD], f"/admin/newcomers/{page}/") == {}


@pytest.mark.parametrize("deed", ["close", "remove-factors", "password", "open"])
def test_page_that_does_something_to_an_account_has_no_fault(
    staff: dict[str, Page], prepared: dict[str, Any], deed: str
) -> None:
    number = prepared["closed" if deed == "open" else "open"]
    path = f"/admin/portal/user/{number}/{deed}/"
    assert faults(staff[Role.ADMINISTRATOR], path) == {}


def test_invitation_is_refused_withdrawn_and_told_without_fault(staff: dict[str, Page]) -> None:
    page, path = staff[Role.ADMINISTRATOR], url_of(Invitation)
    page.goto(f"{path}add/")
    with forms_sent(page):
        page.get_by_role("button", name="Send the invitation").click()
        page.locator(".errornote").wait_for()
    assert faults_here(page) == {}
    page.goto(path)
    change = first_row(page)
    assert faults(page, change.replace("/change/", "/withdraw/")) == {}
    page.goto(change)
    with forms_sent(page):
        page.get_by_role("button", name="Withdraw the invitation").click()
        page.locator(".messagelist .success").wait_for()
    assert faults_here(page) == {}
    assert page.get_by_role("button", name="Withdraw the invitation").count() == 0


def test_address_is_replaced_everywhere_without_fault(staff: dict[str, Page]) -> None:
    page = staff[Role.EDITOR]
    page.goto("/admin/municipalities/linktarget/")
    page.goto(first_row(page))
    page.get_by_role("link", name="Replace it everywhere").click()
    page.wait_for_url("**/replace/**")
    assert faults_here(page) == {}
    with forms_sent(page):
        page.get_by_role("button", name="Show where it stands").click()
        page.locator(".errornote").wait_for()
    assert faults_here(page) == {}
    page.get_by_label("New address").fill("https://ny.example.org/skjema")
    with forms_sent(page):
        page.get_by_role("button", name="Show where it stands").click()
        page.get_by_role("button", name="Replace it in all these places").wait_for()
    assert faults_here(page) == {}
    with forms_sent(page):
        page.get_by_role("button", name="Replace it in all these places").click()
        page.get_by_role("heading", name="Replaced in").wait_for()
    assert faults_here(page) == {}


def test_deleting_several_asks_without_fault(staff: dict[str, Page]) -> None:
    page = staff[Role.EDITOR]
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/admin/municipalities/localpart/")
    page.locator("#result_list .action-select").first.check()
    page.locator("select[name=action]").select_option("delete_selected")
    with forms_sent(page):
        page.locator(".actions button").click()
        page.locator(".cancel-link").wait_for()
    assert faults_here(page) == {}


def test_deleting_one_asks_without_fault(staff: dict[str, Page]) -> None:
    page = staff[Role.EDITOR]
    page.goto("/admin/municipalities/source/")
    assert faults(page, first_row(page).replace("/change/", "/delete/")) == {}


def test_page_that_is_closed_to_the_role_has_no_fault(staff: dict[str, Page]) -> None:
    assert faults(staff[Role.EDITOR], "/admin/portal/user/", status=403) == {}


def test_question_who_it_is_has_no_fault(staff: dict[str, Page]) -> None:
    page = staff["unproven"]
    page.goto("/admin/portal/invitation/")
    assert "reauthenticate" in page.url
    assert faults_here(page) == {}


def test_change_of_the_colours_is_seen_when_it_is_over(staff: dict[str, Page]) -> None:
    """So that no page is found pale only because its colours were still on their way."""
    page = staff[Role.EDITOR]
    page.goto("/admin/")
    still = "[...document.querySelectorAll('a')].every((a) => !a.getAnimations().length)"
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(f"() => {still}")
    page.emulate_media(reduced_motion="no-preference")
    page.emulate_media(color_scheme="dark")
    assert not page.evaluate(f"() => {still}")
    page.emulate_media(reduced_motion="reduce")


def test_hosts_own_pages_have_no_fault(staff: dict[str, Page], portal: Portal) -> None:
    page, found = staff[Role.EDITOR], {}
    page.goto("/admin/hosting/handbookpage/")
    found["handbook"] = faults(page, link(page, "#result_list a[href*='/read/']"))
    page.goto("/admin/hosting/coordinator/?q=ola-provemann")
    found["photo"] = faults(page, first_row(page).replace("/change/", "/photo/"))
    page.get_by_label("What can be seen (Deutsch)").fill("")
    with forms_sent(page):
        page.get_by_role("button", name="Save the photo").click()
        page.locator(".errornote").wait_for()
    found["refused"] = faults_here(page)
    page = staff[Role.LEAD]
    found["self-checks"] = faults(page, "/admin/hosting/self-checks/")
    page.get_by_role("link", name="not begun").click()
    found["questions"] = faults_here(page)
    page.locator("input[type=radio][value=partly]").first.check()
    with forms_sent(page):
        page.get_by_role("button", name="Save the answers").click()
        page.locator(".messagelist .success").wait_for()
    found["answered"] = faults_here(page)
    assert {name: each for name, each in found.items() if each} == {}


# --- the condition of texts, figures, and what helps while writing --------------------------------

BOARD = "/admin/municipalities/condition/"
YEARLY = "/admin/municipalities/figure/yearly/"
TABLE = "Kommune\t2025\nBardu\t3 950\nMålselv\t6 800\nBardu\t1\nOslo\t7\nLenvik\t3"


def test_board_and_its_lists_have_no_fault(staff: dict[str, Page]) -> None:
    page, found = staff[Role.EDITOR], {}
    found["board"] = faults(page, BOARD)
    page.set_viewport_size({"width": 360, "height": 640})
    expect(page.locator(".board .cell-name").first).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator(".board td a").first.click()
    page.locator(".board-list a").first.wait_for()
    found["list"] = faults_here(page)
    found["mine"] = faults(page, f"{BOARD}?mine=1")
    assert {name: each for name, each in found.items() if each} == {}


def test_yearly_figure_is_typed_shown_and_saved_without_fault(staff: dict[str, Page]) -> None:
    page, found = staff[Role.EDITOR], {}
    found["form"] = faults(page, YEARLY)
    with forms_sent(page):
        page.get_by_role("button", name="Look at what would happen").click()
        page.locator(".errornote").wait_for()
        found["errors"] = faults_here(page)
        for name, value in (("key", "folk_test"), ("label_nb", "Folketall"), ("as_of", "2025")):
            page.locator(f"[name={name}]").fill(value)
        page.locator("[name=source]").select_option(index=1)
        page.locator("[name=table]").fill(TABLE)
        page.get_by_role("button", name="Look at what would happen").click()
        page.locator("#preview").wait_for()
        found["contradiction"] = faults_here(page)
        page.locator("[name=table]").fill(TABLE.replace("Bardu\t1\n", ""))
        page.get_by_role("button", name="Look at what would happen").click()
        page.get_by_role("button", name="Apply: save 2 figures").wait_for()
        found["preview"] = faults_here(page)
        page.get_by_role("button", name="Apply: save 2 figures").click()
        page.locator(".messagelist .success").wait_for()
    assert "2 figures were saved." in page.locator(".messagelist").inner_text()
    assert {name: each for name, each in found.items() if each} == {}


def test_figure_is_picked_into_the_text_with_keys_alone(staff: dict[str, Page]) -> None:
    page = staff[Role.EDITOR]
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/admin/municipalities/page/")
    page.goto(first_row(page))
    page.locator(".ProseMirror").last.wait_for(state="attached")
    box = page.locator(".ProseMirror:visible").first
    box.click()
    page.keyboard.press("Control+Home")
    page.locator(".pick-figure:visible").first.press("Enter")
    dialog = page.get_by_role("dialog", name="Which figure?")
    dialog.locator("li button").first.wait_for()
    many = dialog.locator("li button").count()
    search = dialog.get_by_label("Search by label, value or key")
    search.fill("qzxvw")
    expect(dialog.locator("li button")).to_have_count(0)
    search.fill("gp_changes")
    expect(dialog.get_by_role("status")).to_have_text("Figures found: 1")
    assert many > 1
    assert faults_here(page) == {}
    search.press("Enter")
    expect(box).to_contain_text("[[figure:gp_changes_per_year]]")
    assert page.locator("dialog[open]").count() == 0
    page.locator(".pick-figure:visible").first.click()
    page.keyboard.press("Escape")
    expect(box).to_be_focused()


def test_warning_leads_to_the_field_that_it_is_about(staff: dict[str, Page]) -> None:
    page = staff[Role.EDITOR]
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/admin/municipalities/page/?q=find-a-job")
    page.get_by_role("link", name="Find a job in Midt-Troms").click()
    page.locator(".ProseMirror").last.wait_for(state="attached")
    link = page.locator('.language-warnings a[href="#id_body_de"]').first
    link.click()
    assert (
        page.locator("#id_body_de").locator("xpath=ancestor::details").get_attribute("open") == ""
    )
    focused = page.evaluate("document.activeElement.getAttribute('lang')")
    assert focused == "de"
    assert faults_here(page) == {}


@pytest.mark.parametrize("page", ["consent", "withdraw"])
def test_pages_of_a_consent_have_no_fault(staff: dict[str, Page], page: str) -> None:
    editor = staff[Role.EDITOR]
    editor.goto("/admin/municipalities/story/")
    change = first_row(editor)
    assert change
    assert faults(editor, change.replace("/change/", f"/{page}/")) == {}
