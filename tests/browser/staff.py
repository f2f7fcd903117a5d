"""A member of staff at the running portal, with a passkey in Chromium's virtual authenticator."""

import email
import email.policy
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import Browser, Page, Route

from tests.browser.server import BEHIND_PROXY, Portal, production
from tests.browser.visits import LISTEN

PASSWORD = "fire-ord-paa-rad-9"
MAILED_WITHIN = 20  # seconds
# A device that recognises its owner and always says yes.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def invite(portal: Portal, folder: Path, address: str, *options: str) -> str:
    """Invite somebody from the console; the path of the link in the mail."""
    subprocess.run(
        [sys.executable, "manage.py", "invite", address, "Nora Ny", *options],
        cwd=settings.BASE_DIR,
        env=os.environ | production(portal.database, folder),
        check=True,
        capture_output=True,
    )
    found = re.search(r"https://[^/]+(/accounts/invitation/\S+)", mail_to(portal, address))
    assert found is not None
    return found[1]


def mail_to(portal: Portal, address: str) -> str:
    """The text of the newest mail to the address, as soon as the portal's worker has sent one."""
    return str(message_to(portal, address).get_content())


def message_to(portal: Portal, address: str, about: str = "") -> EmailMessage:
    """The newest mail to the address that names this in its subject, as soon as one was sent."""
    deadline = time.monotonic() + MAILED_WITHIN
    while time.monotonic() < deadline:
        files = sorted(portal.mails.glob("*.log"), key=lambda file: file.stat().st_mtime)
        for file in reversed(files):
            message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            # The line below it says that all of it is written.
            is_it = message["To"] == address and about in str(message["Subject"])
            if is_it and "-" * 79 in message.get_content():
                return message
        time.sleep(0.1)
    raise AssertionError(f"No mail to {address} within {MAILED_WITHIN} seconds")


@contextmanager
def browser_of_staff(chromium: Browser, portal: Portal, script: str = "") -> Iterator[Page]:
    """A page in a browser of its own, on a device that keeps passkeys."""
    context = chromium.new_context(
        base_url=portal.origin, extra_http_headers=BEHIND_PROXY, locale="en-GB"
    )
    context.add_init_script(LISTEN)
    if script:
        context.add_init_script(script)
    # Behind a proxy that ends TLS, a form comes from https; here the browser itself says http.
    context.route("**/*", from_https)
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page
    context.close()


def from_https(route: Route) -> None:
    """Send a form as if it came from https; the browser lets nobody change that header itself."""
    if route.request.method != "POST":
        route.continue_()
        return
    own = urlsplit(route.request.url)
    headers = route.request.all_headers() | {"origin": f"https://{own.netloc}"}
    route.fulfill(response=route.fetch(headers=headers, max_redirects=0))


def accept(page: Page, path: str) -> None:
    """Accept the invitation."""
    page.goto(path)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Accept", exact=True).click()


def add_passkey(page: Page) -> None:
    """From the page of second factors to the one that shows recovery codes."""
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of the passkey").fill("Laptop")
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/recovery-codes/")
