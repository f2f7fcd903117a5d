"""The condition board: what is the matter with the texts, place by place; each number its list."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from municipalities.admin.staff_page import content_page
from municipalities.answering import answering
from municipalities.condition import (
    Answering,
    Cell,
    Condition,
    Line,
    board,
    cells,
    in_condition,
    subjects,
)
from municipalities.models import Municipality
from municipalities.roles import Ability
from municipalities.scoping import standing_in
from portal.lib.languages import column

PER_PAGE = 100


class Column(NamedTuple):
    """A condition, and its numbers by language."""

    label: Any
    cells: list[Cell]


class Asked(NamedTuple):
    """Which texts are asked for: of which places, and only what falls to whom."""

    places: list[Municipality]
    answering: Answering | None


class Found(NamedTuple):
    """An object of a list: its name, what it is, and where it is changed or read."""

    name: str
    kind: str
    url: str


@require_safe
def condition_board(request: HttpRequest) -> HttpResponse:
    """The numbers of all places that the person may see; with `mine`, what falls to them."""
    asked = _asked(request)
    lines = board(asked.places, cells(), asked.answering)
    return content_page(
        request,
        "board.html",
        gettext("What condition the texts are in"),
        columns=columns(),
        lines=[
            (line.place, _numbers(line, asked))
            for line in lines
            if line.counts or asked.answering is None
        ],
        is_mine=asked.answering is not None,
        may_see_all=standing_in(request).anywhere(Ability.SEE_BOARD),
    )


@require_safe
def condition_list(request: HttpRequest) -> HttpResponse:
    """The objects that one number of the board counts."""
    asked, cell = _asked(request), _cell(request)
    place = next((each for each in asked.places if each.slug == request.GET.get("place")), None)
    if place is None or cell is None:
        raise Http404
    keys = [
        (model, pk)
        for model in subjects()
        for pk in in_condition(model, cell, [place], asked.answering).values_list("pk", flat=True)
    ]
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
    return content_page(
        request,
        "condition_list.html",
        f"{place}: {cell.condition.label}",
        place=place,
        cell=cell,
        language=language_name(cell),
        page=page,
        found=_found(request, page, cell),
        query=_query(place, cell, asked.answering is not None),
        is_mine=asked.answering is not None,
    )


def columns() -> list[Column]:
    """The board's columns: each condition with its languages."""
    known = cells()
    return [
        Column(condition.label, found)
        for condition in Condition
        if (found := [cell for cell in known if cell.condition is condition])
    ]


def list_address(place: Municipality, cell: Cell, *, mine: bool = False) -> str:
    """Where the objects are listed that a number counts."""
    return f"{reverse('admin:municipalities_condition_list')}?{_query(place, cell, mine)}"


def language_name(cell: Cell) -> str:
    """The cell's language by its own name; "" for all of them."""
    return dict(settings.LANGUAGES).get(cell.language, "")


def _query(place: Municipality, cell: Cell, mine: bool) -> str:
    asked = {"place": place.slug, "condition": cell.condition.value, "language": cell.language}
    return urlencode({name: value for name, value in asked.items() if value}
                     | ({"mine": "1"} if mine else {}))  # fmt: skip


def _numbers(line: Line, asked: Asked) -> list[tuple[Cell, str, int, str]]:
    """Each number of a place, with its language and the address of its list."""
    return [
        (
            cell,
            language_name(cell),
            count,
            list_address(line.place, cell, mine=bool(asked.answering)),
        )
        if (count := line.counts[cell])
        else (cell, "", 0, "")
        for cell in cells()
    ]


def _asked(request: HttpRequest) -> Asked:
    """What may be seen. Raises PermissionDenied for who sees nothing."""
    standing = standing_in(request)
    desks = Municipality.objects.desks().without_outline()
    if request.GET.get("mine"):
        # What somebody answers for is theirs to see, whatever their role is.
        if not standing.memberships:
            raise PermissionDenied
        return Asked(_in_order(desks), answering(request.user.pk))  # type: ignore[arg-type]
    if not standing.anywhere(Ability.SEE_BOARD):
        raise PermissionDenied
    if not standing.everywhere(Ability.SEE_BOARD):
        desks = desks.filter(pk__in=standing.places(Ability.SEE_BOARD))
    return Asked(_in_order(desks), None)


def _in_order(places: Any) -> list[Municipality]:
    """The region first, then by name."""
    rows: list[Municipality] = places.only("kind", "slug", "name").in_alphabetical_order()
    return sorted(rows, key=lambda place: not place.is_region)


def _cell(request: HttpRequest) -> Cell | None:
    """The cell that is asked for; None for what is none."""
    wanted = request.GET.get("condition", ""), request.GET.get("language", "")
    known = [*cells(), Cell(Condition.DUE_SOON)]
    return next((each for each in known if (each.condition, each.language) == wanted), None)


def _found(
    request: HttpRequest, page: "Page[tuple[type[models.Model], int]]", cell: Cell
) -> list[Found]:
    """The objects of one page, with one query for each model."""
    by_model: dict[type[models.Model], list[int]] = {}
    for model, pk in page.object_list:
        by_model.setdefault(model, []).append(pk)
    return [
        Found(str(each), str(capfirst(model._meta.verbose_name)), _address(request, each, cell))
        for model, keys in by_model.items()
        for each in _loaded(model, keys)
    ]


def _loaded(model: type[models.Model], keys: list[int]) -> Iterable[Any]:
    names = {"municipality", "page"} & {each.name for each in model._meta.concrete_fields}
    rows = model._default_manager.all()
    # Without a name it would follow every key there is.
    return (rows.select_related(*names) if names else rows).in_bulk(keys).values()


def _address(request: HttpRequest, each: Any, cell: Cell) -> str:
    """Where the person can do something about it, else where readers see it, else nowhere."""
    registered: Any = admin.site._registry.get(type(each))
    if registered and registered.has_view_permission(request, each):
        options = each._meta
        url = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[each.pk])
        text = next(iter(getattr(each, "TEXTS", ())), "")
        return f"{url}#id_{column(text, cell.language)}" if cell.language and text else url
    return str(each.get_absolute_url()) if hasattr(each, "get_absolute_url") else ""
