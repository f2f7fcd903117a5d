"""The QR code on paper, read from the picture the browser draws."""

import pytest
import zxingcpp
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# The code as it is drawn, as grey pixels.
PIXELS = """async () => {
  const svg = document.querySelector(".qr").cloneNode(true);
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.setAttribute("width", 400);
  svg.setAttribute("height", 400);
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg.outerHTML)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 400, height: 400 });
  const context = canvas.getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, 400, 400);
  context.drawImage(image, 0, 0);
  return [...context.getImageData(0, 0, 400, 400).data].filter((_value, index) => index % 4 === 0);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_code_is_on_paper_only_and_is_read_from_there(visitor: Page, scheme: str) -> None:
    visitor.emulate_media(color_scheme=scheme)
    visitor.goto("/de/municipalities/senja/?x=1")
    block = visitor.locator(".way-back")
    assert not block.is_visible()
    visitor.emulate_media(media="print", color_scheme=scheme)
    assert block.is_visible()
    side = visitor.locator(".qr").bounding_box()
    assert side["width"] == side["height"] > 100
    ground = "getComputedStyle(document.querySelector('.qr')).backgroundColor"
    assert visitor.evaluate(ground) == "rgb(255, 255, 255)"
    grey = memoryview(bytes(visitor.evaluate(PIXELS))).cast("B", (400, 400))
    [code] = zxingcpp.read_barcodes(grey)
    assert code.text == "https://landgang.example.org/de/municipalities/senja/"
    assert code.text in block.inner_text()


def test_paper_opens_the_table_of_the_population(visitor: Page) -> None:
    visitor.goto("/nb/municipalities/senja/")
    rows = visitor.locator(".population tbody tr")
    assert rows.count() > 5
    assert not rows.first.is_visible()
    visitor.emulate_media(media="print")
    assert rows.first.is_visible()
    assert rows.first.bounding_box()["height"] > 10


def test_paper_has_the_comparison_without_its_form(visitor: Page) -> None:
    visitor.goto("/nb/municipalities/compare/?m=bardu&m=senja")
    assert visitor.locator(".pick").is_visible()
    visitor.emulate_media(media="print")
    assert not visitor.locator(".pick").is_visible()
    assert visitor.locator(".compared td .value").first.is_visible()
    assert (
        visitor.evaluate("getComputedStyle(document.querySelector('.compared tr')).breakInside")
        == "avoid"
    )
