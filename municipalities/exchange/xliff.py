"""XLIFF 2.0: written for translators' tools, and read as they send it back.

One <file> for a text, its fields as groups, their blocks as units. Formatting and links are <pc>,
tokens and line breaks <ph>, with the original in <originalData>: tools show them as tags that are
moved, and check that none is lost. Markup in CDATA or in escaped text would be words to them, and
translated or broken.

Written by hand, since it is little, and since the library for it (translate-toolkit) is under the
GPL and we are not; the tests read our files with it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext_lazy as _

from municipalities.exchange.markup import (
    Code,
    Piece,
    blocks_of,
    markup_of,
    numbered,
    pieces_of,
)
from municipalities.exchange.parts import (
    MAX_FIELD,
    FileRefused,
    Outgoing,
    Reference,
    Returned,
    Unit,
    refuse_twice,
)
from municipalities.exchange.xml import Element, parse
from portal.lib.languages import source_language

SPACE = "urn:oasis:names:tc:xliff:document:2.0"
# What a tool writes when a translator has looked at a unit.
DONE = {"translated", "reviewed", "final"}
VERSIONS = {"2.0", "2.1"}
SEGMENTS = {f"{SPACE} segment", f"{SPACE} ignorable"}


# --- writing --------------------------------------------------------------------------------------


def write(texts: Iterable[Outgoing], language: str) -> bytes:
    """The texts as one XLIFF 2.0 document."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xliff xmlns="{SPACE}" version="2.0" srcLang={quoteattr(source_language())}'
        f" trgLang={quoteattr(language)}>",
        *(line for text in texts for line in _file(text)),
        "</xliff>",
    ]
    # XML knows no other control characters, not even written as numbers.
    return "".join(c for c in "\n".join(lines) if c >= " " or c in "\n\t").encode()


def _file(text: Outgoing) -> Iterator[str]:
    yield f'<file id="{text.reference}" original={quoteattr(text.address)}>'
    yield f'<notes><note category="title">{escape(text.title)}</note></notes>'
    for name, label in text.labels.items():
        if text.source[name]:
            yield f'<group id="g-{name}" name={quoteattr(label)}>'
            yield from _units(text, name)
            yield "</group>"
    yield "</file>"


def _units(text: Outgoing, name: str) -> Iterator[str]:
    source, target = text.source[name], text.target[name]
    state = "final" if text.is_current and target else "initial"
    for unit, before, after in _pairs(name, source, target, name in text.rich):
        yield from _unit(unit, before, after, state)


def _pairs(
    name: str, source: str, target: str, is_rich: bool
) -> Iterator[tuple[str, list[Piece], list[Piece]]]:
    """The field block by block; whole where the translation has other blocks."""
    if not is_rich:
        yield name, [source], [target] if target else []
        return
    before, after = blocks_of(source), blocks_of(target)
    if target and before.shape != after.shape:
        yield name, pieces_of(source), pieces_of(target)
        return
    translated = after.inside if target else [[]] * len(before.inside)
    for number, (one, other) in enumerate(zip(before.inside, translated, strict=True), 1):
        yield f"{name}-{number}", one, other


def _unit(name: str, source: list[Piece], target: list[Piece], state: str) -> Iterator[str]:
    number = numbered(source, target)
    data: dict[str, str] = {}
    inner = [f"<source>{_inline(source, number, data)}</source>"]
    if target:
        inner.append(f"<target>{_inline(target, number, data)}</target>")
    yield f'<unit id="{name}" xml:space="preserve">'
    if data:
        held = "".join(f'<data id="{key}">{escape(text)}</data>' for text, key in data.items())
        yield f"<originalData>{held}</originalData>"
    yield f'<segment state="{state}">{"".join(inner)}</segment>'
    yield "</unit>"


def _inline(pieces: list[Piece], number: Callable[[Code], int], data: dict[str, str]) -> str:
    def key(text: str) -> str:
        return data.setdefault(text, f"d{len(data) + 1}")

    def code(each: Code) -> str:
        kept = ' canDelete="no"' if each.is_token else ""
        shown = quoteattr(each.start)
        if not each.end:
            return f'<ph id="{number(each)}" dataRef="{key(each.start)}" disp={shown}{kept}/>'
        opened = (
            f'<pc id="{number(each)}" dataRefStart="{key(each.start)}"'
            f' dataRefEnd="{key(each.end)}" dispStart={shown}{kept}>'
        )
        return f"{opened}{_inline(each.inside, number, data)}</pc>"

    return "".join(escape(each) if isinstance(each, str) else code(each) for each in pieces)


# --- reading --------------------------------------------------------------------------------------


@dataclass
class _Codes:
    """What the codes of a unit stand for."""

    data: dict[str, str]
    source: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def markup(self, element: Element, attribute: str, kind: str) -> str:
        """The original of a code; a tool may leave the reference to the source's code."""
        known = self.source.get((kind, element.attributes.get("id", "")), {})
        key = element.attributes.get(attribute) or known.get(attribute, "")
        if key not in self.data:
            raise FileRefused(_("A code stands for nothing that we have sent."), element.line)
        return self.data[key]


def read(content: bytes, language: str) -> list[Returned]:
    """The texts in the document. Raises FileRefused."""
    root = parse(content)
    if root.name != _named("xliff") or root.attributes.get("version") not in VERSIONS:
        raise FileRefused(_("This is no XLIFF 2.0."), root.line)
    if root.attributes.get("trgLang") != language or (
        root.attributes.get("srcLang") != source_language()
    ):
        raise FileRefused(_("The file is in another language than this page."), root.line)
    return refuse_twice([_returned(each) for each in _only(root, "file")])


def _returned(element: Element) -> Returned:
    reference = Reference.read(element.attributes.get("id", ""), element.line)
    units = [_read_unit(each) for each in _all_units(element)]
    return Returned(reference, element.line, units)


def _all_units(element: Element) -> Iterator[Element]:
    for each in _only(element, "unit", "group", "notes", "skeleton"):
        if each.name == _named("unit"):
            yield each
        elif each.name == _named("group"):
            yield from _all_units(each)
        elif each.name == _named("skeleton"):
            raise FileRefused(_("The file points to another one."), each.line)


def _read_unit(element: Element) -> Unit:
    parts = _only(element, "segment", "ignorable", "originalData", "notes")
    codes = _Codes(
        {
            data.attributes.get("id", ""): _plain(data)
            for each in parts
            if each.name == _named("originalData")
            for data in _only(each, "data")
        }
    )
    read = [_segment(each, codes) for each in parts if each.name in SEGMENTS]
    source = "".join(each[0] for each in read)
    target = "".join(each[1] for each in read)
    if len(target) > MAX_FIELD:
        raise FileRefused(_("This text is too long."), element.line)
    is_translated = any(has_target for _source, _target, has_target, _done in read)
    is_confirmed = all(is_done for _source, _target, _has, is_done in read)
    name = element.attributes.get("id", "")
    return Unit(name, element.line, target if is_translated else "", source, is_confirmed)


def _segment(element: Element, codes: _Codes) -> tuple[str, str, bool, bool]:
    """Source, target, whether that was translated, and whether the translator says so.

    What is between two segments stays as it is.
    """
    own = _only(element, "source", "target")
    inside = {part.name: part for part in own}
    if len(inside) < len(own):
        raise FileRefused(_("The same text comes twice, or there are too many."), element.line)
    before, after = (inside.get(_named(name)) for name in ("source", "target"))
    if before is None:
        raise FileRefused(_("The Norwegian text is missing."), element.line)
    _remember(before, codes)
    source = _pieces(before, codes)
    target = None if after is None else _pieces(after, codes)
    if element.name == _named("ignorable"):
        return source, source if target is None else target, False, True
    is_done = element.attributes.get("state") in DONE
    return source, target or "", target is not None, is_done


def _remember(element: Element, codes: _Codes) -> None:
    for each in element.children:
        codes.source[(each.name, each.attributes.get("id", ""))] = each.attributes
        _remember(each, codes)


def _pieces(element: Element, codes: _Codes) -> str:
    """The words of a source or target as markup."""
    found = []
    for each in element.inside:
        if isinstance(each, str):
            found.append(markup_of([each]))
            continue
        inner = _pieces(each, codes)
        match each.name.removeprefix(f"{SPACE} "):
            case "pc":
                before = codes.markup(each, "dataRefStart", each.name)
                found.append(before + inner + codes.markup(each, "dataRefEnd", each.name))
            case "ph":
                found.append(codes.markup(each, "dataRef", each.name))
            case "sc":
                found.append(_half(each, codes, "dataRefStart"))
            case "ec":
                found.append(_half(each, codes, "dataRefEnd"))
            case "mrk":
                found.append(inner)
            case "sm" | "em":
                continue
            case _:
                raise FileRefused(_("There is something here that is no text."), each.line)
    return "".join(found)


def _half(element: Element, codes: _Codes, other: str) -> str:
    """One half of a pair that a tool has taken apart."""
    if element.attributes.get("dataRef"):
        return codes.markup(element, "dataRef", element.name)
    key = element.attributes.get("startRef") or element.attributes.get("id", "")
    known = codes.source.get((_named("pc"), key), {})
    whole = Element(element.name, {other: known.get(other, "")}, element.line)
    return codes.markup(whole, other, element.name)


def _plain(element: Element) -> str:
    if element.children:
        raise FileRefused(_("There is something here that is no text."), element.line)
    return element.text


def _only(element: Element, *names: str) -> list[Element]:
    """The children, which may have these names alone; what tools note in their own is passed by."""
    wanted = {_named(name) for name in names}
    own = [each for each in element.children if each.name.startswith(f"{SPACE} ")]
    for each in element.children:
        is_foreign = each not in own and "xinclude" not in each.name.lower()
        if each.name not in wanted and not is_foreign:
            raise FileRefused(_("This does not belong here."), each.line)
    return own


def _named(name: str) -> str:
    return f"{SPACE} {name}"
