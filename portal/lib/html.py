"""Rich text: what is allowed in it, cleaning, and the model field that stores nothing else."""

import html as html_entities
import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.db import models
from django_prose_editor.fields import ProseEditorField

TAGS = {"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "a", "br"}
SCHEMES = {"http", "https", "mailto", "tel"}
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
}
# Bidirectional controls can make a text read differently from what is stored.
_INVISIBLE = re.compile("[\x00\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def _safe_attribute(tag: str, attribute: str, value: str) -> str | None:
    """Keep a link only when it is absolute or stays on this site.

    `//evil` has no scheme and therefore passes nh3; browsers also read `/\\` and a tab as `/`.
    """
    address = re.sub(r"[\x00-\x20]", "", value).replace("\\", "/")
    if urlsplit(address).scheme in SCHEMES or (
        address.startswith(("/", "#")) and not address.startswith("//")
    ):
        return address
    return None


_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}},
    url_schemes=SCHEMES,
    link_rel="noopener",
    attribute_filter=_safe_attribute,
    clean_content_tags={"script", "style"},
)


def clean(text: str) -> str:
    """The text with only the allowed tags and safe links in it; "" for an empty paragraph."""
    cleaned = _cleaner.clean(clean_line(text)).strip()
    return "" if cleaned in {"<p></p>", "<p><br></p>"} else cleaned


def clean_line(text: str) -> str:
    """The text in Unicode's composed form, without NUL and invisible direction marks."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def to_text(markup: str) -> str:
    """The words of the markup, without tags and entities, for extracts and descriptions."""
    return " ".join(html_entities.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


class RichTextField(ProseEditorField):  # type: ignore[misc]
    """HTML that is cleaned on every way into the database: save, bulk_create and update."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("extensions", EXTENSIONS)
        kwargs.setdefault("sanitize", clean)
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = clean(super().pre_save(model_instance, add) or "")
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if isinstance(value, str):
            value = clean(value)
        return super().get_db_prep_save(value, connection)
