"""Two languages side by side, on pages that show texts.

A page is read so once its template has `{% beside reading %}` above its content; its long fields
then follow by themselves, and each short one that is a text gets `{% twin page "title" %}`.
"""

from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from municipalities import halves
from municipalities.reading import Reading
from portal.lib import languages
from portal.lib.languages import current
from portal.templatetags.landgang import beside_language

register = template.Library()


@register.inclusion_tag("includes/beside.html", takes_context=True)
def beside(context: dict[str, Any], reading: Reading | None) -> dict[str, Any]:
    """The ways to read the texts beside another language and back, and what is to be told of that
    language: not translated, out of date, made by a machine."""
    if reading is None:
        return {}
    chosen = beside_language(context)
    return {
        "ways": [
            (code, name)
            for code, name in settings.LANGUAGES
            if code in reading.languages - {current(), chosen}
        ],
        "chosen": chosen,
        "is_missing": chosen and chosen not in reading.languages,
        "other": reading.beside(chosen) if chosen else None,
        "plain_path": context["request"].path,
    }


@register.simple_tag(takes_context=True)
def twin(context: dict[str, Any], text: Any, field: str) -> SafeString:
    """A short field in the other language, right behind the same in the reader's own."""
    language = beside_language(context)
    return halves.twin(text, field, language) if language else mark_safe("")


@register.filter
def direction(language: str) -> str:
    """`dir` for a part of the page in this language."""
    return languages.direction(language)
