"""Journey 1 in Chromium without scripts: from a page in German to a question and its answer."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.server import BEHIND_PROXY, Portal
from tests.browser.staff import accept, add_passkey, browser_of_staff, invite, message_to
from tests.browser.test_accessibility import too_wide, violations

pytestmark = pytest.mark.browser

PATIENCE = 20_000  # milliseconds; machines may be busy
# Nobody fills in a form faster, and the form takes nothing that is.
WHILE_WRITING = 3_500
NUMBER = re.compile(r"^[A-Z2-9]{3}-[A-Z2-9]{3}$")
COORDINATOR = "kari.koordinator@example.org"
# Field by field what a newcomer types, none of which any mail repeats.
TYPED = {
    "Deine Frage": "Wird meine Approbation anerkannt?",
    "Name": "Gerda Musterpflegerin",
    "Telefon": "+49 151 98765432",
}


@pytest.fixture
def reader(chromium: Browser, portal: Portal) -> Iterator[Page]:
    """A newcomer's telephone, with scripts disabled; cookies are an error."""
    expect.set_options(timeout=PATIENCE)
    context = chromium.new_context(
        base_url=portal.origin,
        extra_http_headers=BEHIND_PROXY,
        java_script_enabled=False,
        locale="de-DE",
        viewport={"width": 360, "height": 740},
    )
    yield context.new_page()
    assert context.cookies() == []
    context.close()


@pytest.fixture
def coordinator(chromium: Browser, portal: Portal, tmp_path: Path) -> Iterator[Page]:
    """The browser of the coordinator of Senja, who has a passkey and is logged out."""
    place = ("--role=coordinator", "--municipality=senja", "--language=en")
    with browser_of_staff(chromium, portal) as page:
        accept(page, invite(portal, tmp_path, COORDINATOR, *place))
        add_passkey(page)
        page.goto("/accounts/logout/")
        page.get_by_role("button", name="Log out").click()
        expect(page.get_by_role("status")).to_have_text("You are logged out.")
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
        assert complaints == []


def ask(reader: Page, email: str) -> str:
    """Ask Senja in German; the number on the receipt."""
    reader.goto("/de/contact/?municipality=senja")
    for label, text in TYPED.items():
        reader.get_by_label(label).fill(text)
    reader.get_by_label("E-Mail", exact=True).fill(email)
    reader.wait_for_timeout(WHILE_WRITING)
    reader.get_by_role("button", name="Frage abschicken").click()
    return reader.locator(".receipt-number").inner_text()


def said(message: EmailMessage) -> str:
    """All of a mail but whom it is to."""
    headers = [f"{name}: {value}" for name, value in message.items() if name != "To"]
    return "\n".join([*headers, message.get_content()])


def test_nurse_asks_the_host_of_senja_in_german(reader: Page) -> None:
    # A search engine knows the page from the sitemap.
    reader.goto("/de/municipalities/senja/")
    card = reader.locator(".host")
    expect(card).to_contain_text("Ingrid Testnes")
    card.get_by_role("link", name="Frage stellen").click()

    expect(reader.get_by_role("heading", level=1)).to_have_text("Frage stellen")
    expect(reader.get_by_label("Um welche Gemeinde geht es?")).to_have_value("senja")
    expect(reader.get_by_label("In welcher Sprache sollen wir antworten?")).to_have_value("de")
    reader.get_by_label("Deine Frage").fill("Ich bin Krankenpflegerin.\nWen frage ich?")
    reader.get_by_label("Wer zieht um?").select_option("2")
    reader.get_by_label("Telefon").fill("+49 151 23456789")
    reader.wait_for_timeout(WHILE_WRITING)
    reader.get_by_role("button", name="Frage abschicken").click()

    # The name was forgotten: it says so, leads there, and has kept the rest.
    summary = reader.get_by_role("group", name="Das hat noch nicht geklappt")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(1)
    summary.get_by_role("link").click()
    name = reader.get_by_label("Name")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(reader.get_by_label("Deine Frage")).to_have_value(
        "Ich bin Krankenpflegerin.\nWen frage ich?"
    )
    expect(reader.get_by_label("Wer zieht um?")).to_have_value("2")
    name.fill("Greta Beispiel")
    reader.get_by_label("E-Mail", exact=True).fill("greta@example.org")
    reader.get_by_role("button", name="Frage abschicken").click()

    expect(reader.get_by_role("heading", level=1)).to_have_text("Danke, deine Frage ist angekommen")
    assert re.search(r"/de/contact/receipt/[^/?]+/$", reader.url)
    expect(reader.locator(".receipt-number")).to_have_text(NUMBER)
    expect(reader.locator("main")).to_contain_text("innerhalb von 2 Arbeitstagen")
    expect(reader.locator(".host")).to_contain_text("Ingrid Testnes")
    # Loading the receipt again asks nothing again.
    number = reader.locator(".receipt-number").inner_text()
    reader.reload()
    expect(reader.locator(".receipt-number")).to_have_text(number)


def test_question_reaches_the_coordinator_who_answers_it(
    reader: Page, coordinator: Page, portal: Portal
) -> None:
    newcomer = "gerda@example.org"
    number = ask(reader, newcomer)

    confirmed = message_to(portal, newcomer, number)
    assert confirmed["Subject"] == f"Deine Frage ist angekommen ({number})"
    assert f"Sie hat die Nummer {number}." in confirmed.get_content()
    assert "Ingrid Testnes" in confirmed.get_content()
    told = message_to(portal, COORDINATOR, number)
    for typed in (newcomer, *TYPED.values()):
        assert typed not in said(confirmed)
        assert typed not in said(told)

    # The mail leads to the question, by way of the log-in.
    (link,) = re.findall(r"https://landgang\.example\.org(/\S+)", told.get_content())
    coordinator.goto(link)
    expect(coordinator.get_by_role("heading", level=1)).to_have_text("Log in")
    coordinator.get_by_role("button", name="Log in with a passkey").click()
    coordinator.wait_for_url(f"**{link}")
    for typed in (newcomer, *TYPED.values()):
        expect(coordinator.locator("#content")).to_contain_text(typed)
    coordinator.get_by_role("button", name="Answered").click()

    expect(coordinator.locator(".messagelist")).to_contain_text("It has left the queue")
    row = coordinator.locator("#result_list").get_by_role("link", name=number)
    expect(row).to_have_count(0)
    coordinator.goto("/admin/newcomers/enquiry/?state=answered")
    expect(row).to_have_count(1)
    # Whoever follows the link later sees that, and has nothing left to decide.
    coordinator.goto(link)
    expect(coordinator.locator("#content")).to_contain_text("Nora Ny")
    expect(coordinator.get_by_role("button", name="Answered")).to_have_count(0)


def test_form_sent_at_once_keeps_the_text_and_is_taken_a_moment_later(reader: Page) -> None:
    reader.goto("/en/contact/")
    reader.get_by_label("Your question").fill("Where do I begin?")
    reader.get_by_label("Name").fill("Piotr")
    reader.get_by_label("Telephone").fill("+48 22 123 45 67")
    # Whether the machine is fast enough for "too fast" or not: the text is kept, or taken.
    reader.get_by_role("button", name="Send the question").click()
    if reader.get_by_role("group", name="This did not work yet").is_visible():
        expect(reader.get_by_label("Your question")).to_have_value("Where do I begin?")
        reader.wait_for_timeout(WHILE_WRITING)
        reader.get_by_role("button", name="Send the question").click()
    expect(reader.locator(".receipt-number")).to_have_text(NUMBER)
    expect(reader.locator(".host")).to_contain_text("Maja Utkaststrand")


def test_trap_for_robots_is_neither_seen_nor_reached(reader: Page) -> None:
    reader.goto("/en/contact/")
    trap = reader.locator('[name="website"]')
    expect(trap).to_have_count(1)
    expect(trap).not_to_be_visible()
    for _ in range(40):
        reader.keyboard.press("Tab")
        assert reader.evaluate("document.activeElement.name") != "website"


@pytest.mark.parametrize("language", ["nb", "de", "en"])
def test_form_with_every_error_is_accessible(under_axe: Page, language: str) -> None:
    under_axe.goto(f"/{language}/contact/?municipality=senja")
    under_axe.locator('input[value="email_only"]').check()
    under_axe.locator('[name="phone"]').fill("siebenundsiebzig")
    under_axe.wait_for_timeout(WHILE_WRITING)
    under_axe.locator("main form[method=post] button").first.click()
    assert under_axe.locator('[aria-invalid="true"]').count() == 4
    assert violations(under_axe) == {}
    assert too_wide(under_axe) == []


def test_paper_has_the_address_of_the_form_and_not_its_button(visitor: Page) -> None:
    visitor.goto("/de/municipalities/senja/")
    address = visitor.locator(".host .on-paper")
    expect(address).not_to_be_visible()
    visitor.emulate_media(media="print")
    expect(address).to_be_visible()
    expect(address).to_contain_text("https://landgang.example.org/de/contact/?municipality=senja")
    expect(visitor.locator(".host .button")).not_to_be_visible()
