"""What is to translate into a language: all kinds of texts in one list, with the newest draft's
state; only what the person may translate."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst

from municipalities.actions.revisions import place_of
from municipalities.admin.base import ContentAdmin
from municipalities.models import Municipality, Revision
from municipalities.models.text import TranslationState
from municipalities.translations import is_rich, open_heads, state_in
from municipalities.versions import is_machine_made
from portal.lib.languages import column, source_language


@dataclass(frozen=True)
class Item:
    """One text to translate."""

    kind: str  # "municipalities.page"
    kind_name: str
    pk: int
    title: str
    place: Municipality | None
    state: TranslationState
    is_machine: bool
    waits: bool  # a draft that readers do not see yet
    url: str
    is_revised: bool  # read side by side and exported; the others have a form alone

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.kind}.{self.pk}"


@dataclass
class Count:
    """How many texts of a kind are in which state."""

    name: str
    states: Counter[str] = field(default_factory=Counter)

    @property
    def cells(self) -> list[tuple[str, int]]:
        """The numbers, in the order of the states."""
        return [(state, self.states[state]) for state in SHOWN]


# The order of work; machine-made is a mark of its own.
SHOWN = (TranslationState.MISSING, TranslationState.OUTDATED, TranslationState.CURRENT)


def translating_admins() -> list[ContentAdmin]:
    """The admins of all texts, in the order of their names."""
    found = [each for each in admin.site._registry.values() if isinstance(each, ContentAdmin)]
    return sorted(found, key=lambda each: str(each.opts.verbose_name_plural))


def may_translate(each: Any, request: HttpRequest, obj: Any = None) -> bool:
    """Whether the person may; texts without revisions are translated in their form."""
    if hasattr(each, "may_translate"):
        return bool(each.may_translate(request, obj))
    return bool(each.has_change_permission(request, obj))


def worklist(request: HttpRequest, language: str) -> list[Item]:
    """All texts that the person may translate, kind by kind, in the order of their lists."""
    return [item for each in translating_admins() for item in _items(each, request, language)]


def _items(each: Any, request: HttpRequest, language: str) -> Iterable[Item]:
    if not may_translate(each, request):
        return
    is_revised = hasattr(each, "may_translate")
    heads = open_heads(each.model) if is_revised else {}
    for obj in _rows(each, request, heads):
        place = place_of(obj)
        if may_translate(each, request, obj) and not (place and place.is_former):
            yield _item(each, obj, heads.get(obj.pk), language, is_revised)


def _rows(each: Any, request: HttpRequest, heads: Collection[int]) -> Any:
    """The admin's rows that say anything in the source language, without their long texts."""
    model = each.model
    columns = [column(name, source_language()) for name in model.TEXTS]
    says = Q(pk__in=heads)
    for name in columns:
        says |= ~Q(**{name: ""}) & ~Q(**{name: None})
    long = [
        field.name
        for field in model._meta.concrete_fields
        if hasattr(field, "translated_field") and is_rich(model, field.translated_field.name)
    ]
    rows = (
        each.get_queryset(request).filter(says).defer(*long).order_by(*each.get_ordering(request))
    )
    related = getattr(each, "list_select_related", ())
    return (rows.select_related(*related) if related else rows).defer(*long)


def _item(each: Any, obj: Any, head: Revision | None, language: str, is_revised: bool) -> Item:
    page = "translate" if is_revised else "change"
    name = f"admin:{each.opts.app_label}_{each.opts.model_name}_{page}"
    state = TranslationState(getattr(obj, column("translation_state", language)))
    return Item(
        kind=each.model._meta.label_lower,
        kind_name=str(capfirst(each.opts.verbose_name_plural)),
        pk=obj.pk,
        title=str(obj),
        place=place_of(obj),
        state=state_in(head.texts, head.versions, language) if head else state,
        is_machine=is_machine_made((head or obj).versions, language),
        waits=head is not None,
        url=reverse(name, args=[obj.pk, language] if is_revised else [obj.pk]),
        is_revised=is_revised,
    )


def counts(items: Iterable[Item]) -> list[Count]:
    """How many of each kind are in which state."""
    found: dict[str, Count] = {}
    for item in items:
        found.setdefault(item.kind, Count(item.kind_name)).states[item.state] += 1
    return list(found.values())


def neighbours(
    items: Iterable[Item], kind: str, pk: int, state: str = ""
) -> tuple[Item | None, Item | None]:
    """The text before and the one after, among those of the state that are read side by side."""
    before, is_past = None, False
    for item in items:
        if item.kind == kind and item.pk == pk:
            is_past = True
        elif item.is_revised and state in ("", item.state):
            if is_past:
                return before, item
            before = item
    return before, None
