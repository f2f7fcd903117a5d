"""Every kind of account page in a real browser: axe-core, content policy, the narrowest screen."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from portal.accounts.urls import urlpatterns
from tests.browser.page_types import LANGUAGES
from tests.browser.server import BEHIND_PROXY, Portal
from tests.browser.staff import PASSWORD, accept, add_passkey, browser_of_staff, invite
from tests.browser.test_accessibility import forms_in, too_wide, violations
from tests.browser.test_html import checker, nu  # noqa: F401

pytestmark = pytest.mark.browser

A = "/accounts/"
# URL name: paths. What looks different is an example of its own.
FOR_ALL = {
    "account_login": [f"{A}login/"],
    "account_inactive": [f"{A}inactive/"],
    "account_reset_password": [f"{A}password/reset/"],
    "account_reset_password_done": [f"{A}password/reset/done/"],
    "account_reset_password_from_key": [f"{A}password/reset/key/1-a-b/"],
    "account_reset_password_from_key_done": [f"{A}password/reset/key/done/"],
    "invitation": [f"{A}invitation/cut-short/", "INVITATION"],
    "provider_answer": [f"{A}provider/answer/"],
}
FOR_STAFF = {
    "account": [A],
    "account_logout": [f"{A}logout/"],
    "provider_account": [f"{A}provider/yours/"],
    "provider_again": [f"{A}provider/again/"],
    "account_reauthenticate": [f"{A}reauthenticate/"],
    "account_change_password": [f"{A}password/change/"],
    "usersessions_list": [f"{A}sessions/"],
    "mfa_index": [f"{A}2fa/"],
    "mfa_reauthenticate": [f"{A}2fa/reauthenticate/"],
    "mfa_activate_totp": [f"{A}2fa/app/activate/"],
    "mfa_view_recovery_codes": [f"{A}2fa/recovery-codes/"],
    "mfa_generate_recovery_codes": [f"{A}2fa/recovery-codes/generate/"],
    "mfa_list_webauthn": [f"{A}2fa/passkeys/"],
    "mfa_add_webauthn": [f"{A}2fa/passkeys/add/"],
    "mfa_reauthenticate_webauthn": [f"{A}2fa/passkeys/reauthenticate/"],
    "mfa_edit_webauthn": ["KEYedit/"],
    "mfa_remove_webauthn": ["KEYremove/"],
}
# Closed, leading on, or in a state of its own with a test below.
OTHERS = {
    "account_signup", "account_email", "account_set_password", "mfa_login_webauthn",
    "mfa_authenticate", "mfa_deactivate_totp", "provider_begin",
}  # fmt: skip

# The log-in page's form without an address of its own: passkey and provider have one.
PASSWORD_BUTTON = "main form:not([action]) button"


def examples(kinds: dict[str, list[str]]) -> list[str]:
    return [path for paths in kinds.values() for path in paths]


every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def visitor(axe: str, chromium: Browser, portal: Portal) -> Iterator[Page]:
    """A page that nobody is logged in to."""
    with browser_of_staff(chromium, portal, axe) as page:
        yield page


@pytest.fixture(scope="module")
def staff(
    axe: str, chromium: Browser, portal: Portal, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """A page of somebody with a passkey, who has just proven who they are."""
    path = invite(portal, tmp_path_factory.mktemp("mails"), "sider@example.org", "--language=en")
    with browser_of_staff(chromium, portal, axe) as page:
        accept(page, path)
        assert faults(page) == {}  # the set-up page, before there is a factor
        add_passkey(page)
        assert faults(page) == {}  # the recovery codes, while they are shown
        page.goto(f"{A}2fa/passkeys/reauthenticate/")
        page.get_by_role("button", name="Use your passkey").click()
        page.wait_for_url("**/admin/")
        yield page


@pytest.fixture(scope="module")
def places(portal: Portal, staff: Page, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What stands for an address that nobody knows before."""
    folder = tmp_path_factory.mktemp("mails")
    staff.goto(f"{A}2fa/passkeys/")
    edit = staff.locator("a[href$='/edit/']").get_attribute("href") or ""
    invitation = invite(portal, folder, "ubesvart@example.org").partition("?")[0]
    return {"INVITATION": invitation, "KEY": edit.removesuffix("edit/")}


def address(example: str, places: dict[str, str], language: str) -> str:
    for name, path in places.items():
        example = example.replace(name, path)
    return f"{example}?language={language}"


def faults(page: Page, language: str = "de") -> dict[str, list[str]]:
    """What axe-core, the content policy and the narrowest screen find on the open page."""
    found = violations(page, *forms_in(language))
    found["policy"] = page.evaluate("window.violations")
    found["width"] = too_wide(page)
    return {kind: each for kind, each in found.items() if each}


def look_at(page: Page, path: str, language: str) -> dict[str, list[str]]:
    page.goto(path)
    assert page.evaluate("document.documentElement.lang") == language
    # No page of a server's own, and none of allauth's.
    assert page.locator("header.masthead").count() == 1
    return faults(page, language)


def test_account_pages_are_those_of_the_urlconf() -> None:
    names = {pattern.name for pattern in urlpatterns}
    assert names == FOR_ALL.keys() | FOR_STAFF.keys() | OTHERS


@every_language
@pytest.mark.parametrize("example", examples(FOR_ALL))
def test_page_for_all_has_no_fault(
    visitor: Page, places: dict[str, str], example: str, language: str
) -> None:
    assert look_at(visitor, address(example, places, language), language) == {}


# Each in one language, the next in another: the three differ in words alone.
@pytest.mark.parametrize(
    ("example", "language"),
    list(zip(examples(FOR_STAFF), itertools.cycle(LANGUAGES), strict=False)),
)
def test_page_for_staff_has_no_fault(
    staff: Page, places: dict[str, str], example: str, language: str
) -> None:
    path = address(example, places, language)
    assert look_at(staff, path, language) == {}
    assert staff.url.endswith(path), "the page led elsewhere"


@every_language
def test_refused_form_has_no_fault(visitor: Page, language: str) -> None:
    visitor.goto(f"{A}login/?language={language}")
    visitor.evaluate("() => document.querySelectorAll('form').forEach((f) => f.noValidate = true)")
    visitor.locator(PASSWORD_BUTTON).click()
    assert visitor.locator("[aria-invalid=true]").count() == 2
    assert faults(visitor) == {}


@every_language
def test_provider_that_is_away_is_told_without_fault(visitor: Page, language: str) -> None:
    visitor.goto(f"{A}login/?language={language}")
    visitor.locator("form[action$='/provider/'] button").click()
    visitor.wait_for_url("**/provider/")
    assert visitor.locator("main form").count() == 0
    assert visitor.locator(f"main a[href='{A}login/']").count() == 1
    assert faults(visitor) == {}


@every_language
def test_second_step_has_no_fault(
    axe: str, chromium: Browser, portal: Portal, staff: Page, language: str
) -> None:
    with browser_of_staff(chromium, portal, axe) as page:
        page.goto(f"{A}login/?language={language}")
        page.locator("#id_login").fill("sider@example.org")
        page.locator("#id_password").fill(PASSWORD)
        page.locator(PASSWORD_BUTTON).click()
        page.wait_for_url("**/2fa/authenticate/")
        assert look_at(page, page.url, language) == {}


@every_language
def test_page_that_stood_open_too_long_has_no_fault(visitor: Page, language: str) -> None:
    visitor.goto(f"{A}password/reset/?language={language}")
    visitor.evaluate("() => document.querySelector('[name=csrfmiddlewaretoken]').remove()")
    send_address(visitor)
    visitor.locator("a.button").wait_for()
    assert visitor.locator("form").count() == 0
    assert faults(visitor) == {}


@every_language
def test_too_many_attempts_have_no_fault(visitor: Page, language: str) -> None:
    for _ in range(4):
        visitor.goto(f"{A}password/reset/?language={language}")
        send_address(visitor)
    # Still under the form's address: the others led on.
    assert f"/password/reset/?language={language}" in visitor.url
    assert visitor.locator("form").count() == 0
    assert faults(visitor) == {}


def send_address(page: Page) -> None:
    page.locator("#id_email").fill("for.mange@example.org")
    page.locator("main form button").click()
    page.wait_for_load_state()


def test_page_for_other_roles_has_no_fault(staff: Page) -> None:
    answer = staff.goto("/admin/municipalities/page/")
    assert answer is not None
    assert answer.status == 403
    assert faults(staff) == {}


def test_app_is_set_up_and_removed_without_fault(staff: Page) -> None:
    from tests.accounts import code_of

    staff.goto(f"{A}2fa/app/activate/?language=de")
    staff.locator("#id_code").fill(code_of(staff.locator("main code").inner_text()))
    staff.locator("main form button").click()
    staff.wait_for_url("**/2fa/")
    assert faults(staff) == {}
    assert look_at(staff, f"{A}2fa/app/deactivate/", "de") == {}
    staff.locator("main form button").click()
    staff.wait_for_url("**/2fa/")


@pytest.mark.nu
@pytest.mark.usefixtures("checker")
def test_account_pages_are_valid_html(
    visitor: Page, staff: Page, places: dict[str, str], tmp_path: Path
) -> None:
    files = {}
    for page, kinds in ((visitor, FOR_ALL), (staff, FOR_STAFF)):
        for example in examples(kinds):
            answer = page.request.get(address(example, places, "nb"), headers=BEHIND_PROXY)
            files[f"page-{len(files)}"] = answer.body()
    assert nu(files, tmp_path) == {}


def test_login_page_is_light(portal: Portal, visitor: Page) -> None:
    visitor.goto(f"{A}login/")
    asked = visitor.evaluate("() => performance.getEntriesByType('resource').map((e) => e.name)")
    fetched = {each for each in asked if not each.startswith("data:")}
    paths = {each.removeprefix(portal.origin) for each in fetched} | {f"{A}login/"}
    weights = {path: len(portal.get(path, "br").body) for path in paths}
    assert sum(weights.values()) <= 10_000, weights
    assert len(weights) <= 3
