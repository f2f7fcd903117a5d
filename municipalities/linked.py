"""Which objects lead out to the web, and by which fields: asked of the models, so that a text that
comes later is among them."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import QuerySet

from municipalities.models import Municipality, Source
from municipalities.models.text import TranslatedText
from portal.lib.html import RichTextField
from portal.lib.languages import column
from portal.lib.links import addresses_in, is_external

# Of a row only what stands in it, and what says whose it is.
PLACE = "municipality"
# What readers see of a model, in its own words.
QUESTIONS = ("published", "listed")

# Of one text. No person writes more, and those who paste two megabytes hold up nobody.
MOST_LINKS = 500


def linking_models() -> list[type[models.Model]]:
    """Models of which a field leads out: rich text, or an address. What has neither, such as a
    figure or a contact's card, is searched by nothing here."""
    texts = [model for model in apps.get_models() if issubclass(model, TranslatedText)]
    known: list[type[models.Model]] = [*texts, Source]
    return [model for model in known if rich_fields(model) or address_fields(model)]


def rich_fields(model: type[models.Model]) -> list[str]:
    """The fields of the model's texts that hold links."""
    names: tuple[str, ...] = getattr(model, "TEXTS", ())
    return [name for name in names if isinstance(model._meta.get_field(name), RichTextField)]


def address_fields(model: type[models.Model]) -> list[str]:
    """The fields of the model that are an address."""
    fields = model._meta.concrete_fields
    return [field.name for field in fields if isinstance(field, models.URLField)]


def seen_by_readers(model: type[models.Model]) -> QuerySet[Any]:
    """The rows of which readers may see something, with whose they are and where they lead."""
    rows: Any = model._default_manager.all()
    for question in QUESTIONS:
        if hasattr(rows, question):
            rows = getattr(rows, question)()
    columns = [column(name, code) for name in rich_fields(model) for code, _ in settings.LANGUAGES]
    found: QuerySet[Any] = rows.only(*columns, *address_fields(model), *_place_of(model))
    return found.select_related(PLACE) if PLACE in _place_of(model) else found


def links_of(row: Any) -> Iterator[tuple[str, str, str]]:
    """Where the row leads: field, language ("" for all), address; each place once, and of one text
    no more than MOST_LINKS."""
    model = type(row)
    for name in rich_fields(model):
        for code, _name in settings.LANGUAGES:
            found = addresses_in(getattr(row, column(name, code)) or "")
            outside = [each for each in dict.fromkeys(found) if is_external(each)]
            yield from ((name, code, each) for each in outside[:MOST_LINKS])
    for name in address_fields(model):
        if is_external(address := getattr(row, name) or ""):
            yield name, "", address


def _place_of(model: type[models.Model]) -> list[str]:
    if model is Municipality:
        return ["kind"]
    has_place = any(field.name == PLACE for field in model._meta.concrete_fields)
    return [PLACE] if has_place else []


def rows_to_name(model: type[models.Model]) -> QuerySet[Any]:
    """All rows of the model, with what their names are made of, and without what is heavy."""
    rows: QuerySet[Any] = model._default_manager.order_by("pk")
    names = {each.name for each in model._meta.concrete_fields}
    wanted = [each for each in (PLACE, "page", "story") if each in names]
    heavy = [name for name in ("boundary",) if name in names]
    return rows.defer(*heavy).select_related(*wanted) if wanted else rows.defer(*heavy)
