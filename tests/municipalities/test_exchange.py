"""Texts on their way to translators and back: the round trip, and files that are refused."""

import io
import re
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from translate.storage.xliff2 import Xliff2File

from municipalities.exchange import pair, xliff
from municipalities.exchange.markup import blocks_of, markup_of, pieces_of, same_words, tokens_in
from municipalities.exchange.parts import FileRefused, Outgoing, Reference
from municipalities.exchange.xml import parse
from portal.lib.html import clean

BODY = (
    '<p>Prisen er [[figure:price:number]] <strong>kroner</strong>, se <a href="https://nav.no/?a=1'
    '&amp;b=2">NAV</a>.</p>\n<h2>Slik &lt;søker&gt; du</h2>\n<ul>\n  <li>Spør '
    "[[hosts|verten <em>x</em>]].<br>I dag &amp; i morgen</li>\n  <li><p>To</p></li>\n</ul>"
)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=12)
TOKENS = st.sampled_from(
    ["[[figure:price]]", "[[figure:price:number]]", "[[page:school|siden om skole]]", "[[hosts]]"]
)
INLINE = st.one_of(
    WORDS.map(lambda words: markup_of([words])),
    TOKENS,
    st.builds("<strong>{}</strong>".format, WORDS.map(lambda words: markup_of([words]))),
    st.builds('<a href="https://nav.no/?a=1&amp;b={}">{}</a>'.format, st.integers(0, 3), TOKENS),
    st.just("<br>"),
)
RUN = st.lists(INLINE, max_size=5).map("".join)
BLOCK = st.one_of(
    st.builds("<p>{}</p>".format, RUN),
    st.builds("<h2>{}</h2>\n".format, RUN),
    st.builds("<ul>\n  <li>{}</li><li>{}<ol><li>{}</li></ol></li></ul>".format, RUN, RUN, RUN),
    RUN,
)
MARKUP = st.lists(BLOCK, max_size=5).map("".join).map(clean)
LINE = WORDS.map(lambda words: " ".join(words.split()))


def outgoing(**changed: Any) -> Outgoing:
    given: dict[str, Any] = {
        "reference": Reference("municipalities.page", 12, 7, 3, "de"),
        "title": "Pris & <plass>",
        "address": "/nb/pages/price/",
        "labels": {"title": "Titel", "body": "Text"},
        "source": {"title": "Pris & <plass>", "body": BODY},
        "target": {"title": "", "body": ""},
        "rich": frozenset({"body"}),
    }
    return Outgoing(**given | changed)


def written(**changed: Any) -> str:
    return xliff.write([outgoing(**changed)], "de").decode()


def refused(content: str | bytes, read: Any = xliff.read) -> tuple[int | None, str]:
    """The line and the reason."""
    with pytest.raises(FileRefused) as error:
        read(content.encode() if isinstance(content, str) else content, "de")
    return error.value.line, str(error.value.reason)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


# --- markup ---------------------------------------------------------------------------------------


def test_field_is_taken_apart_into_blocks_that_hold_words() -> None:
    blocks = blocks_of(clean(BODY))
    assert [markup_of(each).split(" ")[0] for each in blocks.inside] == [
        "Prisen", "Slik", "Spør", "To",
    ]  # fmt: skip
    assert blocks.filled(markup_of(each) for each in blocks.inside) == clean(BODY)


@settings(deadline=None)
@given(MARKUP)
def test_markup_is_put_together_as_it_was(markup: str) -> None:
    blocks = blocks_of(markup)
    assert clean(blocks.filled(markup_of(each) for each in blocks.inside)) == markup
    assert clean(markup_of(pieces_of(markup))) == markup


def test_tokens_are_known_by_what_they_stand_for() -> None:
    assert tokens_in(BODY) == {"figure:price", "hosts"}
    assert tokens_in("[[hosts|verten]] [[page:a-b|c]] [[nothing:x]]") == {"hosts", "page:a-b"}


# --- XLIFF ----------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=60)
@given(LINE, MARKUP, LINE, MARKUP)
def test_xliff_comes_back_as_it_went(title: str, body: str, titel: str, text: str) -> None:
    content = xliff.write(
        [outgoing(source={"title": title, "body": body}, target={"title": titel, "body": text})],
        "de",
    )
    (found,) = xliff.read(content, "de")
    assert str(found.reference) == str(outgoing().reference)
    units = {unit.name: unit for unit in found.units}
    if title:
        assert units["title"].target == markup_of([titel])
    frames = blocks_of(body), blocks_of(text)
    whole = [unit for unit in found.units if unit.name.startswith("body")]
    if body and text and frames[0].shape == frames[1].shape:
        assert same_words(frames[1].filled(unit.target for unit in whole), text)
    elif body and text:
        assert same_words(units["body"].target, text)
    if body:
        assert "".join("".join(unit.source or "" for unit in whole).split()) == "".join(
            (markup_of(pieces_of(body)) if "body" in units
             else "".join(markup_of(each) for each in frames[0].inside)).split()
        )  # fmt: skip


def test_xliff_is_read_by_the_translators_library() -> None:
    target = {"title": "Preis", "body": clean(BODY).replace("kroner", "Kronen")}
    store = Xliff2File.parsefile(io.BytesIO(xliff.write([outgoing(target=target)], "de")))
    assert (store.getsourcelanguage(), store.gettargetlanguage()) == ("nb", "de")
    units = {unit.getid(): unit for unit in store.units}
    assert list(units) == ["title", "body-1", "body-2", "body-3", "body-4"]
    assert units["title"].source == "Pris & <plass>"
    assert units["title"].target == "Preis"
    assert "Kronen" in units["body-1"].target


def test_xliff_written_on_by_the_translators_library_is_read() -> None:
    store = Xliff2File.parsefile(io.BytesIO(xliff.write([outgoing()], "de")))
    unit = store.units[0]
    unit.target = "Preis & Platz"
    unit.markapproved()
    (found,) = xliff.read(bytes(store), "de")
    title, *others = found.units
    assert (title.target, title.is_confirmed) == ("Preis &amp; Platz", True)
    assert {each.target for each in others} == {""}


def test_xliff_protects_tokens_and_links() -> None:
    text = written()
    assert '<ph id="1" dataRef="d1" disp="[[figure:price:number]]" canDelete="no"/>' in text
    assert ">[[hosts|</data>" not in text  # its words hold markup: it stays as it is
    assert 'href="https://nav.no' in text
    assert "[[figure" not in re.sub(
        r"<originalData>.*?</originalData>|disp\w*=\"[^\"]*\"", "", text
    )


def test_xliff_cut_anew_by_a_tool_is_read() -> None:
    text = written(target={"title": "Eins. Zwei.", "body": ""})
    source, target = "<source>Pris &amp; &lt;plass&gt;</source>", "<target>Eins. Zwei.</target>"
    assert f'<segment state="initial">{source}{target}</segment>' in text
    text = text.replace(
        f'<segment state="initial">{source}{target}</segment>',
        '<segment state="final"><source>Pris &amp; </source><target>Eins.</target></segment>'
        "<ignorable><source> </source></ignorable>"
        '<segment state="final"><source>&lt;plass&gt;</source><target>Zwei.</target></segment>',
    )
    (found,) = xliff.read(text.encode(), "de")
    assert (found.units[0].target, found.units[0].is_confirmed) == ("Eins. Zwei.", True)


@pytest.mark.parametrize(
    "halves",
    [
        '<sc id="2" dataRef="d2"/>kroner<ec startRef="2" dataRef="d3"/>',
        '<sc id="2"/>kroner<ec startRef="2"/>',
        '<pc id="2">kroner</pc>',
        '<mrk id="m1" type="term">{}</mrk>',
    ],
)
def test_xliff_with_codes_that_a_tool_writes_otherwise_is_read(halves: str) -> None:
    text = written(target={"title": "Preis", "body": clean(BODY)})
    code = re.search(r"<target>[^/]*/>.*?(<pc id=\"2\"[^>]*>kroner</pc>)", text)
    assert code
    head, tail = text[: code.start(1)], text[code.end(1) :]
    (found,) = xliff.read(f"{head}{halves.format(code[1])}{tail}".encode(), "de")
    assert "<strong>kroner</strong>" in found.units[1].target


# --- XLIFF that is refused ------------------------------------------------------------------------

LAUGHS = (
    '<?xml version="1.0"?>\n<!DOCTYPE lolz [\n <!ENTITY lol "lol">\n'
    ' <!ENTITY lol2 "&lol;&lol;&lol;">\n]>\n<xliff>&lol2;</xliff>'
)


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        (b"", 1, "damaged"),
        (b"\x00\x01\x02", 1, "damaged"),
        (b"PK\x03\x04", 1, "damaged"),
        (b"<xliff>\n<file>\n</xliff>", 3, "damaged"),
        (LAUGHS, 2, "document type"),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd">\n<x/>', 1, "document type"),
        ('<?xml version="1.0" encoding="x-ours"?><xliff/>', 1, "encoding"),
        ("<xliff/>", 1, "no XLIFF 2.0"),
        ('<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>', 1, "no XLIFF"),
        (f"<a>{'<b>' * 60}{'</b>' * 60}</a>", 1, "nested too deep"),
    ],
)
def test_xml_is_refused_with_the_line(content: str | bytes, line: int, why: str) -> None:
    assert refused(content)[0] == line
    assert why in refused(content)[1]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('trgLang="de"', 'trgLang="en"', "another language"),
        ('srcLang="nb"', 'srcLang="sv"', "another language"),
        ("page.12", "page.13", "id was changed"),
        (".r7.", ".r8.", "id was changed"),
        (".v3.", ".v9.", "id was changed"),
        (".de.", ".en.", "id was changed"),
        ("<notes>", '<skeleton href="https://evil.example/"/><notes>', "points to another"),
        ("<notes>", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
         "<notes>", "does not belong"),
        ("<notes>", "<script/><notes>", "does not belong"),
        ("</source>", '<html xmlns="http://www.w3.org/1999/xhtml"/></source>', "no text"),
        ('dataRef="d1"', 'dataRef="d99"', "stands for nothing"),
        ("</source>", '</source><target><cp hex="0000"/></target>', "no text"),
    ],
)  # fmt: skip
def test_xliff_is_refused_with_the_line(old: str, new: str, why: str) -> None:
    text = written()
    assert old in text
    line, reason = refused(text.replace(old, new, 1))
    assert why in reason
    assert line == line_of(text, old)


def test_xliff_without_a_text_or_with_one_twice_is_refused() -> None:
    text = written()
    start, end = text.index("<file"), text.index("</xliff>")
    assert "no text" in refused(text[:start] + text[end:])[1]
    line, reason = refused(text[:end] + text[start:])
    assert "twice" in reason
    assert line == line_of(text, "</xliff>")


def test_xliff_with_a_huge_text_is_refused() -> None:
    text = written()
    huge = text.replace("</source>", f"</source><target>{'a' * 200_000}</target>", 1)
    line, reason = refused(huge)
    assert "too long" in reason
    assert line == line_of(text, '<unit id="title"')


def test_xml_that_a_tool_has_added_is_passed_by() -> None:
    space = "urn:oasis:names:tc:xliff:metadata:2.0"
    noted = f'<m:metadata xmlns:m="{space}"><m:meta>x</m:meta></m:metadata>'
    (found,) = xliff.read(written().replace("<notes>", f"{noted}<notes>", 1).encode(), "de")
    assert len(found.units) == 5


def test_xml_says_the_line_of_each_element() -> None:
    root = parse(b"<a>\n<b/>\n\n<c>x</c></a>")
    assert [(each.name, each.line) for each in root.children] == [("b", 2), ("c", 4)]


# --- the pair in HTML -----------------------------------------------------------------------------


def html_pair(**changed: Any) -> str:
    return pair.write([outgoing(**changed)], "de", "Deutsch").decode()


@settings(deadline=None, max_examples=60)
@given(LINE, MARKUP)
def test_pair_comes_back_as_it_went(title: str, body: str) -> None:
    content = html_pair(target={"title": title, "body": body})
    (found,) = pair.read(content.encode(), "de")
    assert str(found.reference) == str(outgoing().reference)
    units = {unit.name: unit.target for unit in found.units}
    assert same_words(units["title"], clean(f"<p>{markup_of([title])}</p>"))
    assert same_words(units["body"], body)


def test_pair_is_one_file_without_scripts_or_addresses_of_others() -> None:
    text = html_pair()
    assert not re.search(r"<script|<link|<img|@import|url\(|\son\w+=", text)
    assert 'lang="nb"' in text
    assert 'contenteditable="true"' in text
    assert "Pris &amp; &lt;plass&gt;" in text


def test_pair_out_of_a_word_processor_is_read() -> None:
    reference = outgoing().reference
    text = (
        "<html><head><meta http-equiv=Content-Type content='text/html; charset=windows-1252'>"
        "<style>p { color: red }</style></head><body lang=DE>"
        f"<p class=mark><span style='x'>=== landgang\n {reference} </span><font>body ===</font></p>"
        "<div><p style='margin:0'><b><span lang=DE>Für</span></b> alle<o:p></o:p></p>"
        "<ul type=disc><li>[[figure:price:number]]</li></ul><h1>Ende</h1></div>"
        "<p>=== end ===</p></body></html>"
    )
    (found,) = pair.read(text.encode("windows-1252"), "de")
    assert found.units[0].target == (
        "<p><strong>Für</strong> alle</p><ul><li>[[figure:price:number]]</li></ul><h2>Ende</h2>"
    )


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("<br>", "<script>alert(1)</script>", "allowed here"),
        ("<br>", "<img src=x onerror=alert(1)>", "allowed here"),
        ("<br>", "<iframe src=//evil.example></iframe>", "allowed here"),
        ("<br>", '<a href="javascript:alert(1)">x</a>', "not allowed"),
        ("<br>", '<a href="file:///etc/passwd">x</a>', "not allowed"),
        ("page.12", "page.13", "id was changed"),
        ("title ===", "title ==", "was changed"),
        ("<!doctype html>", '<!DOCTYPE html [<!ENTITY a "b">]>', "document type"),
        ("utf-8", "utf-7", "unknown encoding"),
    ],
)
def test_pair_is_refused_with_the_line(old: str, new: str, why: str) -> None:
    text = html_pair()
    assert old in text
    line, reason = refused(text.replace(old, new, 1), pair.read)
    assert why in reason
    assert line is not None
    assert abs(line - line_of(text, old)) <= 2  # the line of the field, or the one after a mark


def test_pair_without_an_end_without_texts_or_in_another_language_is_refused() -> None:
    text = html_pair()
    assert "end of this text" in refused(text.replace("=== end ===", "", 1), pair.read)[1]
    assert "no text" in refused("<html><body>x</body></html>", pair.read)[1]
    other = Reference("municipalities.page", 12, 7, 3, "en")
    assert "another language" in refused(html_pair(reference=other), pair.read)[1]
    assert "damaged" in refused(b"<html><meta charset=utf-8>\n\xff\xfe\xfa", pair.read)[1]


@pytest.mark.parametrize(
    "part", ["<a ", "<!--", "</", "<![", "&", "<p title=\"", "=== landgang ", "<b><i>", "[[a|"]
)  # fmt: skip
def test_hostile_file_of_the_full_size_is_answered_soon(part: str) -> None:
    begun = time.process_time()
    text = html_pair().replace("<br>", part * (1_500_000 // len(part)), 1)
    with suppress(FileRefused):
        pair.read(text.encode(), "de")
    assert time.process_time() - begun < 10
