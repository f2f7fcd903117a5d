"""The addresses that stand in texts: finding them, and putting others in their place."""

import re
from collections.abc import Callable
from html import escape, unescape

# As `portal.lib.html.clean` writes a link. It leaves no other quotes, and no tag unclosed.
LINK = re.compile(r'<a href="(?P<href>[^"]*)"(?P<rest>[^>]*)>(?P<words>.*?)</a>', re.DOTALL)
# In running text; the full stop after it belongs to the sentence.
BARE = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]", re.IGNORECASE)


def is_external(address: str) -> bool:
    """Whether it leads to the web, as against to a page here, a mailbox or a telephone."""
    return re.match(r"https?://", address, re.IGNORECASE) is not None


def addresses_in(markup: str) -> list[str]:
    """Where the links of cleaned rich text lead, in their order."""
    return [unescape(link["href"]) for link in LINK.finditer(markup)]


def with_addresses(markup: str, change: Callable[[str], str]) -> str:
    """Cleaned rich text whose links lead where `change` says. Where the words of a link are its
    address, they change along with it."""

    def changed(link: re.Match[str]) -> str:
        before = unescape(link["href"])
        after = change(before)
        if after == before:
            return link[0]
        words = link["words"]
        if unescape(words) == before:
            words = escape(after, quote=False)
        href = escape(after, quote=False).replace('"', "&quot;")
        return f'<a href="{href}"{link["rest"]}>{words}</a>'

    return LINK.sub(changed, markup)


def with_bare_addresses(text: str, change: Callable[[str], str]) -> str:
    """Plain text in which the addresses are what `change` says."""
    return BARE.sub(lambda found: change(found[0]), text)
