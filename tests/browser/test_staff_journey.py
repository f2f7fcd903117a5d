"""From the invitation to the work and back with a passkey, and without any complaint."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.server import Portal
from tests.browser.staff import PASSWORD, accept, add_passkey, browser_of_staff, invite

pytestmark = pytest.mark.browser

PATIENCE = 20_000  # milliseconds; passwords are slow on purpose, and machines may be busy

# What a browser does when somebody cancels.
REFUSE = """() => {
  navigator.credentials.get = () => Promise.reject(new DOMException("", "NotAllowedError"));
}"""


@pytest.fixture
def page(chromium: Browser, portal: Portal) -> Iterator[Page]:
    """A page that nobody is logged in to, and that may complain of nothing."""
    expect.set_options(timeout=PATIENCE)
    with browser_of_staff(chromium, portal) as page:
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
        assert complaints == []


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_journey_from_invitation_to_work_with_a_passkey(
    page: Page, portal: Portal, tmp_path: Path
) -> None:
    address = "nora.reise@example.org"
    accept(page, invite(portal, tmp_path, address, "--language=en"))

    # Logged in, and no further than the set-up of the second factor.
    heading(page, "Your second factor")
    expect(page.get_by_role("heading", name="One step is left")).to_be_visible()
    page.goto("/admin/")
    heading(page, "Your second factor")
    add_passkey(page)
    heading(page, "Recovery codes")
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="I have kept them: go on").click()
    page.wait_for_url("**/admin/")
    expect(page.locator("#user-tools")).to_contain_text("Nora Ny")

    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Log out").click()
    heading(page, "Log in")
    expect(page.get_by_role("status")).to_have_text("You are logged out.")
    page.goto("/admin/")
    heading(page, "Log in")

    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url("**/admin/")
    expect(page.locator("#user-tools")).to_contain_text("Nora Ny")

    # What is sensitive asks again.
    page.goto("/accounts/2fa/recovery-codes/generate/")
    heading(page, "Is it still you?")
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/recovery-codes/generate/")
    heading(page, "New recovery codes")
    page.goto("/accounts/2fa/passkeys/add/")
    heading(page, "Add a passkey")


def test_password_and_passkey_are_two_steps(page: Page, portal: Portal, tmp_path: Path) -> None:
    address = "to.trinn@example.org"
    accept(page, invite(portal, tmp_path, address, "--language=en"))
    add_passkey(page)
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Log out").click()
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    heading(page, "The second step")
    page.goto("/admin/")
    heading(page, "The second step")
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/admin/")
    expect(page.locator("#user-tools")).to_contain_text("Nora Ny")


def test_passkey_that_the_device_does_not_have_is_told(page: Page) -> None:
    page.goto("/accounts/login/")
    page.evaluate(REFUSE)
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used")
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("alert")).to_have_count(1)


def test_error_summary_has_the_focus_and_leads_to_the_field(page: Page) -> None:
    page.goto("/accounts/password/reset/")
    page.evaluate("() => document.querySelector('form[method=post]').noValidate = true")
    page.get_by_label("E-mail address").fill("ikke-en-adresse")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("group", name="This did not work yet")).to_be_focused()
    page.get_by_role("group").get_by_role("link").click()
    expect(page.get_by_label("E-mail address")).to_be_focused()
