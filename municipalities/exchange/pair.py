"""An HTML file for those who have no tool: the Norwegian text, and below it a box to write in.

It is filled in in a browser (and saved) or in a word processor. Word processors keep no ids: what
belongs to what is written as lines of text around each box.
"""

import html
import re
from collections.abc import Iterable
from html.parser import HTMLParser

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from municipalities.exchange.markup import BLOCKS, without_empty
from municipalities.exchange.parts import (
    MAX_FIELD,
    FileRefused,
    Outgoing,
    Reference,
    Returned,
    Unit,
    refuse_twice,
)
from portal.lib.html import SCHEMES, TAGS, clean
from portal.lib.languages import is_right_to_left, source_language

BEGIN = re.compile(r"===\s*landgang\s+(\S+)\s+([a-z_]+)\s*===")
END = re.compile(r"===\s*end\s*===")
# What Word and browsers write for the same thing.
SAME = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
# Harmless frames around words, which every word processor adds: their words stay.
DROPPED = {"span", "font", "div", "u", "small", "ins", "o:p", "center", "table", "tbody", "tr",
           "td", "th", "section", "main", "article", "blockquote", "big", "s", "sub", "sup",
           "thead", "colgroup", "col", "hr", "dl", "dt", "dd", "pre", "code", "bdo", "label",
           "a", "w:sdt", "st1:place"}  # fmt: skip
# A line ends where one of these begins or ends; the marks stand in lines of their own.
LINES = BLOCKS | {"div", "tr", "td", "th", "table", "tbody", "section", "main", "h1", "h4", "h5",
                  "h6", "body", "header", "blockquote", "pre"}  # fmt: skip
ENCODINGS = {"utf-8", "utf8", "windows-1252", "iso-8859-1", "us-ascii"}
STYLE = (
    "body{font:1rem/1.6 system-ui,sans-serif;max-width:44rem;margin:1rem auto;padding:0 1rem}"
    ".mark{color:#445864;font-size:.75rem;overflow-wrap:anywhere}"
    ".target{border:2px solid #0b5567;padding:.5rem 1rem;min-height:3rem}"
    ".source{background:#e4eff2;padding:.5rem 1rem}"
)


# --- writing --------------------------------------------------------------------------------------


def write(texts: Iterable[Outgoing], language: str, language_name: str) -> bytes:
    """The texts as one HTML document, whose explanations are in the translator's language."""
    with override(language):
        body = mark_safe("".join(_text(each, language) for each in texts))
        page = format_html(
            '<!doctype html>\n<html lang="{}" dir="{}">\n<head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width"><title>{}</title>'
            "<style>{}</style></head>\n<body>\n<h1>{}</h1>\n<p>{}</p>\n<p>{}</p>\n<p>{}</p>\n"
            "{}</body>\n</html>\n",
            language,
            _direction(language),
            language_name,
            mark_safe(STYLE),
            gettext("Texts to translate: %(language)s") % {"language": language_name},
            gettext(
                "Write your translation into the framed boxes, in a browser or a word processor. "
                "Then save the file as HTML and send it back."
            ),
            gettext(
                "Leave the lines that begin with === as they are: they say what belongs where."
            ),
            gettext(
                "Leave what stands in [[double brackets]] as it is, too: a number, or a link. "
                "After a | come words that you may translate."
            ),
            body,
        )
    return str(page).encode()


def _text(text: Outgoing, language: str) -> SafeString:
    fields = format_html_join(
        "",
        '<h3>{}</h3>\n<div class="source" lang="{}" dir="{}">{}</div>\n'
        '<p class="mark" translate="no" dir="ltr">=== landgang {} {} ===</p>\n'
        '<div class="target" contenteditable="true" role="textbox" aria-multiline="true" '
        'aria-label="{}" lang="{}" dir="{}">{}</div>\n'
        '<p class="mark" translate="no" dir="ltr">=== end ===</p>\n',
        (
            (
                label,
                source_language(),
                _direction(source_language()),
                _shown(text.source[name], name in text.rich),
                text.reference,
                name,
                f"{label} ({language})",
                language,
                _direction(language),
                _shown(text.target[name], name in text.rich) or mark_safe("<p><br></p>"),
            )
            for name, label in text.labels.items()
            if text.source[name]
        ),
    )
    return format_html(
        '<section>\n<h2 lang="{}">{}</h2>\n{}</section>\n', source_language(), text.title, fields
    )


def _shown(text: str, is_rich: bool) -> SafeString:
    if not text:
        return mark_safe("")
    return mark_safe(clean(text)) if is_rich else format_html("<p>{}</p>", text)


def _direction(language: str) -> str:
    return "rtl" if is_right_to_left(language) else "ltr"


# --- reading --------------------------------------------------------------------------------------


def read(content: bytes, language: str) -> list[Returned]:
    """The texts in the document. Raises FileRefused."""
    reader = _Reader()
    try:
        reader.feed(_decoded(content))
        reader.close()
    except AssertionError as error:  # what Python's parser says of "<![<!["
        raise FileRefused(_("The file is damaged: this is no HTML."), reader.line) from error
    reader.end_of_line()
    if reader.reference:
        raise FileRefused(_("The end of this text is missing."), reader.begun_at)
    if any(each.reference.language != language for each in reader.texts.values()):
        line = next(t.line for t in reader.texts.values() if t.reference.language != language)
        raise FileRefused(_("The file is in another language than this page."), line)
    return refuse_twice(list(reader.texts.values()))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        named = "utf-16"
    else:
        found = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", content[:2048], re.IGNORECASE)
        named = found[1].decode("ascii", "replace").lower() if found else "utf-8"
        if named not in ENCODINGS:
            raise FileRefused(_("The file is written in an unknown encoding."), 1)
    try:
        return content.decode(named)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FileRefused(_("The file is damaged: this is no text."), line) from error


class _Reader(HTMLParser):
    """Collects what stands between the marks, whatever a word processor has put around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: dict[str, Returned] = {}
        self.reference: Reference | None = None
        self.name = ""
        self.begun_at = 0
        # The box that is being read, where its last line begins in it, and that line's words.
        self.out: list[str] = []
        self.line_starts = 0
        self.words = ""
        self.links: list[bool] = []
        self.opened: list[str] = []

    @property
    def line(self) -> int:
        return int(self.getpos()[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in LINES:
            self.end_of_line()
        if not self.reference:
            return
        tag = SAME.get(tag, tag)
        if tag == "a":
            address = next((value for name, value in attrs if name == "href" and value), "")
            self.links.append(bool(address))
            if address:
                self._check(address)
                self.out.append(f'<a href="{html.escape(address)}">')
        elif tag in TAGS:
            self.opened.append(tag)
            self.out.append(f"<{tag}>")
        elif tag not in DROPPED:
            raise FileRefused(
                _("Only words, headings, lists, links, bold and italic are allowed here."),
                self.line,
            )

    def handle_decl(self, decl: str) -> None:
        if "[" in decl or "entity" in decl.lower():
            raise FileRefused(
                _("The file declares a document type or entities; a translator's file needs none."),
                self.line,
            )

    def _check(self, address: str) -> None:
        scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", address, re.IGNORECASE)
        if scheme and scheme[1].lower() not in SCHEMES:
            raise FileRefused(_("This link is not allowed."), self.line)

    def handle_endtag(self, tag: str) -> None:
        if tag in LINES:
            self.end_of_line()
        tag = SAME.get(tag, tag)
        if not self.reference:
            return
        if tag == "a":
            if self.links and self.links.pop():
                self.out.append("</a>")
        elif tag in TAGS - {"br"} and tag in self.opened:
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.words += data
        if self.reference:
            self.out.append(html.escape(data, quote=False))

    def end_of_line(self) -> None:
        """Whether the line was a mark: then a box begins, or ends."""
        words, self.words = " ".join(self.words.split()), ""
        begins, ends = BEGIN.fullmatch(words), END.fullmatch(words)
        if begins:
            if self.reference:
                raise FileRefused(_("The end of this text is missing."), self.begun_at)
            self.reference = Reference.read(begins[1], self.line)
            self.name, self.begun_at = begins[2], self.line
            self.out, self.links, self.opened = [], [], []
        elif ends and self.reference:
            self._keep()
        elif "=== landgang" in words:
            raise FileRefused(_("The line that says what belongs where was changed."), self.line)
        self.line_starts = len(self.out)

    def _keep(self) -> None:
        assert self.reference is not None
        found = self.texts.setdefault(
            str(self.reference), Returned(self.reference, self.begun_at, [])
        )
        markup = " ".join("".join(self.out[: self.line_starts]).split())
        # Before it is cleaned: what is far too long would take long, too.
        if len(markup) > MAX_FIELD:
            raise FileRefused(_("This text is too long."), self.begun_at)
        if any(unit.name == self.name for unit in found.units):
            raise FileRefused(_("The same text comes twice, or there are too many."), self.begun_at)
        found.units.append(Unit(self.name, self.begun_at, clean(without_empty(markup))))
        self.reference = None
