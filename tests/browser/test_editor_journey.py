"""An editor's week: written once in Norwegian, seen to be outdated, translated side by side, looked
at by somebody without an account, published, read in three languages; and two editors at once.

Each with scripts and without them: what a script helps with, no work depends on.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from portal.content_version import VERSION_KEPT_FOR
from tests.browser.server import BEHIND_PROXY, Portal, production
from tests.browser.staff import from_https
from tests.browser.visits import LISTEN

pytestmark = pytest.mark.browser

PAGES = "/admin/municipalities/page/"
PATIENCE = 20_000
PREPARE = """
import json
from allauth.mfa.models import Authenticator
from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.models import User
from tests.accounts import log_in

keys = []
for name in ("Rita Reise", "Kari Kollega"):
    user = User.objects.create_user(f"{name[:4].lower()}.reise@example.org", name=name,
                                    language="en")
    Authenticator.objects.create(user=user, type="totp", data={})
    region = Municipality.objects.get(slug="midt-troms")
    Membership.objects.create(user=user, municipality=region, role=Role.EDITOR)
    keys.append(log_in(user).cookies["sessionid"].value)
print(json.dumps(keys))
"""
Desks = Callable[..., Page]


@pytest.fixture(scope="module")
def keys(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The sessions of two editors of the region."""
    ran = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", PREPARE],
        cwd=settings.BASE_DIR,
        env=os.environ | production(portal.database, tmp_path_factory.mktemp("editors")),
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    found: list[str] = json.loads(ran.stdout.splitlines()[-1])
    return found


@pytest.fixture
def desk(chromium: Browser, portal: Portal) -> Iterator[Desks]:
    """Pages in browsers of their own, with a session or without, none of which may complain."""
    complaints: list[str] = []
    expect.set_options(timeout=PATIENCE)
    with ExitStack() as stack:

        def sit_down(key: str = "", *, scripts: bool = True) -> Page:
            context = chromium.new_context(
                base_url=portal.origin, extra_http_headers=BEHIND_PROXY, locale="en-GB",
                java_script_enabled=scripts, reduced_motion="reduce",
            )  # fmt: skip
            stack.callback(context.close)
            context.add_init_script(LISTEN)
            if key:
                context.add_cookies([{"name": "sessionid", "value": key, "url": portal.origin}])
                context.route("**/*", from_https)
            page = context.new_page()
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            return page

        yield sit_down
        assert complaints == []


def open_form(page: Page, title: str) -> None:
    """By the list's search, as an editor finds a page."""
    page.goto(f"{PAGES}?q={title}")
    page.locator("#result_list").get_by_role("link", name=title, exact=True).click()


def tell_readers(page: Page, **words: str) -> None:
    """Write what has changed, in each of these languages."""
    fold = page.locator("details.telling")
    if fold.get_attribute("open") is None:  # it is open where a draft says something already
        fold.locator("summary").click()
    for language, said in words.items():
        page.locator(f"#id_told_{language}").fill(said)


def publish_waited_for() -> None:
    """From then on every process asks anew what readers are to see."""
    time.sleep(VERSION_KEPT_FOR)


@pytest.mark.parametrize(
    ("scripts", "before", "title"),
    [(True, "Buy a home", "Kjøpe hus i Norge nå"), (False, "Rent a home", "Leie hus i Norge nå")],
    ids=["with scripts", "without scripts"],
)
def test_journey_from_a_norwegian_change_to_three_languages(
    desk: Desks, keys: list[str], scripts: bool, before: str, title: str
) -> None:
    page, reader = desk(keys[0], scripts=scripts), desk(scripts=False)
    slug = before.lower().replace(" ", "-")
    written = {"de": f"{slug}: auf Deutsch", "en": f"{slug}: in English"}

    # Written once, in Norwegian, with a word to readers.
    open_form(page, before)
    form = page.url
    page.locator("#id_title_nb").fill(title)
    if scripts:
        body = page.locator(".field-body_nb [role=textbox]")
        body.press("Control+End")
        body.press_sequentially(" Dette er nytt.")
    tell_readers(page, nb=f"Nytt om {slug}.", de=f"Neues zu {slug}.")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_url(lambda url: url != form)

    # Readers have it, and are told that the translations are older.
    publish_waited_for()
    reader.goto(f"/nb/pages/{slug}/")
    expect(reader.locator("h1")).to_have_text(title)
    assert ("Dette er nytt." in reader.inner_text("main")) is scripts
    reader.goto(f"/de/pages/{slug}/")
    expect(reader.locator(".notice.warning").first).to_contain_text("Der norwegische Text")
    expect(reader.locator(".changes li").first).to_contain_text(f"Neues zu {slug}.")

    # The board and the translators' list know it; each language is translated beside the source.
    page.goto("/admin/municipalities/condition/")
    expect(page.locator(".board")).to_be_visible()
    for language, words in written.items():
        page.goto(f"/admin/municipalities/translations/{language}/?state=outdated")
        page.get_by_role("link", name=before).first.click()
        expect(page.locator("#content-main").get_by_text(title).first).to_be_visible()
        page.locator(f"#id_title_{language}").fill(words)
        page.get_by_role("button", name="Keep as a draft").click()
        expect(page.locator(".messagelist")).to_contain_text("Saved")

    # Somebody without an account looks at it; readers do not see it yet.
    page.goto(form.replace("/change/", "/revisions/"))
    page.locator("#content-main ol a").first.click()
    previews = page.locator("a[hreflang]")
    guest = desk(scripts=False)
    for language, words in written.items():
        link = previews.and_(page.locator(f"[hreflang={language}]")).get_attribute("href")
        guest.goto("/" + str(link).split("/", 3)[3])
        expect(guest.locator("h1")).to_have_text(words)
        expect(guest.get_by_role("note").first).to_be_visible()
        reader.goto(f"/{language}/pages/{slug}/")
        expect(reader.locator("h1")).not_to_have_text(words)

    # Published once, read in three languages with the next request, and side by side.
    page.get_by_role("button", name="Publish").click()
    publish_waited_for()
    for language, words in {"nb": title, **written}.items():
        reader.goto(f"/{language}/pages/{slug}/")
        expect(reader.locator("h1")).to_have_text(words)
        expect(reader.locator(".notice.warning").filter(has_text="Norwegian")).to_have_count(0)
    reader.get_by_role("link", name="Deutsch").last.click()
    expect(reader.locator("h1 .twin")).to_have_text(written["de"])
    assert reader.locator(".beside [lang=de]").count() > 3


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_second_of_two_editors_is_told_before_a_word_is_lost(
    desk: Desks, keys: list[str], scripts: bool
) -> None:
    first, second = (desk(key, scripts=scripts) for key in keys)
    for page in (first, second):
        open_form(page, "Study where you live")
    mark = "med" if scripts else "uten"
    first.locator("#id_summary_nb").fill(f"Først {mark}")
    first.get_by_role("button", name="Keep as a draft").click()
    expect(first.locator("#id_summary_nb")).to_have_value(f"Først {mark}")

    second.locator("#id_summary_nb").fill(f"Min {mark}")
    tell_readers(second, nb=f"Nytt {mark}")
    second.get_by_role("button", name="Keep as a draft").click()
    expect(second.locator(".errornote, .errorlist").first).to_be_visible()
    conflict = second.get_by_role("region", name="Rita Reise")
    expect(conflict).to_contain_text("Først")
    # All that was typed still stands there, and goes on top once it is sent again.
    expect(second.locator("#id_summary_nb")).to_have_value(f"Min {mark}")
    expect(second.locator("#id_told_nb")).to_have_value(f"Nytt {mark}")
    second.get_by_role("button", name="Keep as a draft").click()
    expect(second.locator(".messagelist, .notice").first).to_be_visible()
    expect(second.get_by_role("region", name="Rita Reise")).to_have_count(0)

    first.reload()
    expect(first.locator("#id_summary_nb")).to_have_value(f"Min {mark}")
    expect(first.locator("#id_told_nb")).to_have_value(f"Nytt {mark}")
