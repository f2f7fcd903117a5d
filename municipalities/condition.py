"""What condition the public texts are in: which are missing, outdated, stale, or lead nowhere.

Every question is a queryset of the objects that readers see; the board counts the same querysets
that its lists show. What belongs to no municipality belongs to the region's row.
"""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.lookups import IRegex
from django.utils.translation import gettext_lazy as _

from municipalities.bare_amounts import BREAK, NOT_PROSE, pattern
from municipalities.models import LinkTarget, LinkUse, Membership, Municipality, Revision, Source
from municipalities.models.text import TranslatedText, TranslationState
from portal.lib.dates import months_before, today
from portal.lib.languages import column, source_language


class Condition(models.TextChoices):
    """What can be the matter with a public text."""

    MISSING = "missing", _("missing")
    OUTDATED = "outdated", _("outdated")
    STALE = "stale", _("facts to check")
    DEAD_LINK = "dead_link", _("dead link")
    PAST_CHECK = "past_check", _("figure past its check")
    UNREVIEWED = "unreviewed", _("not looked at for a year")
    BARE_AMOUNT = "bare_amount", _("bare amount")
    # Told by mail and in the list of figures; nothing is wrong yet.
    DUE_SOON = "due_soon", _("figure to check soon")


OF_TRANSLATIONS = (Condition.MISSING, Condition.OUTDATED)
OF_LANGUAGES = (Condition.DEAD_LINK, Condition.BARE_AMOUNT)


@dataclass(frozen=True)
class Cell:
    """A condition in a language; "" for what is the same in all languages."""

    condition: Condition
    language: str = ""

    @property
    def name(self) -> str:
        """A word that says both."""
        return f"{self.condition}_{self.language}" if self.language else str(self.condition)


@dataclass(frozen=True)
class Answering:
    """For whom it is asked: their own texts, and those of the places that they answer for."""

    user: int
    places: frozenset[int]


@dataclass(frozen=True)
class Line:
    """A place, and how many of its texts are in each condition."""

    place: Municipality
    counts: Counter[Cell] = field(default_factory=Counter)


def cells() -> list[Cell]:
    """The columns of the board, in order."""
    return [
        Cell(condition, language)
        for condition in Condition
        if condition is not Condition.DUE_SOON
        for language in _languages_of(condition)
    ]


def subjects() -> list[type[models.Model]]:
    """The models whose objects are looked at: all public texts, and the sources of facts."""
    texts = [model for model in apps.get_models() if issubclass(model, TranslatedText)]
    return [*texts, Source]


def in_condition(
    model: type[models.Model],
    cell: Cell,
    places: Iterable[Municipality],
    answering: Answering | None = None,
    day: datetime.date | None = None,
) -> QuerySet[Any]:
    """The model's objects in the condition, of the places; with `answering`, theirs alone."""
    rows = _rows(model, list(places), answering)
    wanted = _expression(model, cell, day or today())
    return rows.none() if wanted is None else rows.filter(wanted).order_by("pk")


def board(
    places: Iterable[Municipality],
    shown: Iterable[Cell],
    answering: Answering | None = None,
    day: datetime.date | None = None,
) -> list[Line]:
    """The numbers of the places, in their order: one query for each model, however many rows."""
    lines = {place.pk: Line(place) for place in places}
    shown, day = list(shown), day or today()
    for model in subjects():
        for place, cell, count in _counted(model, lines, shown, answering, day):
            lines[place].counts[cell] += count
    return list(lines.values())


def dead_links(model: type[models.Model], language: str) -> Exists:
    """Whether the object, in the language, leads to an address that does not answer any more.

    What is the same in all languages counts in the source language.
    """
    languages = [language, ""] if language == source_language() else [language]
    kind = ContentType.objects.get_for_model(model)
    return Exists(
        LinkUse.objects.filter(
            content_type=kind,
            object_id=OuterRef("pk"),
            language__in=languages,
            target__outcome=LinkTarget.Outcome.DEAD,
        )
    )


def _languages_of(condition: Condition) -> list[str]:
    languages = [code for code, _name in settings.LANGUAGES]
    if condition in OF_TRANSLATIONS:
        return [code for code in languages if code != source_language()]
    return languages if condition in OF_LANGUAGES else [""]


def _counted(
    model: type[models.Model],
    lines: dict[int, Line],
    shown: list[Cell],
    answering: Answering | None,
    day: datetime.date,
) -> Iterable[tuple[int, Cell, int]]:
    """Each number that is not nought, with its place."""
    wanted = {
        cell.name: Count("pk", filter=expression)
        for cell in shown
        if (expression := _expression(model, cell, day)) is not None
    }
    places = [line.place for line in lines.values()]
    path = _place_of(model)
    if path is None:
        region = next((place.pk for place in places if place.is_region), None)
        if region is None or not wanted:
            return []
        found = [(region, _rows(model, places, answering).aggregate(**wanted))]
    else:
        rows = _rows(model, places, answering).order_by().values(path).annotate(**wanted)
        found = [(row[path], row) for row in rows] if wanted else []
    return [(place, cell, row[cell.name]) for place, row in found for cell in shown
            if row.get(cell.name)]  # fmt: skip


def _rows(
    model: type[models.Model], places: list[Municipality], answering: Answering | None
) -> QuerySet[Any]:
    """What readers see of the model in the places, each knowing the states of its translations."""
    rows: Any = model._default_manager.all()
    if issubclass(model, TranslatedText):
        rows = rows.shown()
        for code in _languages_of(Condition.MISSING):
            rows = rows.with_translation_state(code).alias(**{_state(code): F("translation_state")})
    path = _place_of(model)
    if path is not None:
        rows = rows.filter(**{f"{path}__in": [place.pk for place in places]})
    elif not any(place.is_region for place in places):
        rows = rows.none()
    if answering is not None:
        rows = rows.filter(_falls_to(model, answering))
    found: QuerySet[Any] = rows
    return found


def _expression(model: type[models.Model], cell: Cell, day: datetime.date) -> Any:
    """What is true of an object in the condition; None for a model that cannot be in it."""
    condition, language = cell.condition, cell.language
    if condition is Condition.DEAD_LINK:
        return Q(dead_links(model, language))
    if not issubclass(model, TranslatedText):
        return None
    names = {each.name for each in model._meta.concrete_fields}
    if condition in OF_TRANSLATIONS:
        state = Q(**{_state(language): TranslationState(condition.value)})
        return state & _says_something(model)
    if condition is Condition.BARE_AMOUNT:
        # A figure is where amounts belong.
        return None if "check_by" in names else _has_bare_amount(model, language, day)
    if condition is Condition.STALE:
        return _is_stale(names, day)
    if condition is Condition.UNREVIEWED:
        return _is_unreviewed(model, names, day)
    if "check_by" not in names:
        return None
    if condition is Condition.PAST_CHECK:
        return Q(check_by__lt=day)
    last = day + datetime.timedelta(days=settings.FIGURE_WARNED_DAYS)
    return Q(check_by__gte=day, check_by__lte=last)


def _says_something(model: type[TranslatedText]) -> Q:
    """A text that nobody has begun has nothing to translate."""
    filled = [Q(**{f"{column(name, source_language())}__gt": ""}) for name in model.TEXTS]
    return Q(*filled, _connector=Q.OR)


def _is_stale(names: set[str], day: datetime.date) -> Q | None:
    """A day of review that has passed, or facts that were checked too long ago."""
    long_ago = months_before(day, settings.TEXT_REVIEWED_MONTHS)
    limits = {"review_by__lt": day, "facts_checked_on__lt": long_ago}
    found = [Q(**{path: limit}) for path, limit in limits.items()
             if path.removesuffix("__lt") in names]  # fmt: skip
    return Q(*found, _connector=Q.OR) if found else None


def _is_unreviewed(model: type[models.Model], names: set[str], day: datetime.date) -> Q | None:
    """Nobody has written it, published it or checked its facts for so long."""
    checked = next((name for name in ("facts_checked_on", "as_of") if name in names), None)
    if checked is None or "check_by" in names:
        return None
    long_ago = months_before(day, settings.TEXT_REVIEWED_MONTHS)
    revisions = Revision.objects.filter(
        Q(made_at__date__gte=long_ago) | Q(published_at__date__gte=long_ago),
        content_type=ContentType.objects.get_for_model(model),
        object_id=OuterRef("pk"),
    )
    unchecked = Q(**{checked: None}) | Q(**{f"{checked}__lt": long_ago})
    return unchecked & Q(source_changed_at__date__lt=long_ago) & ~Q(Exists(revisions))


def _has_bare_amount(model: type[TranslatedText], language: str, day: datetime.date) -> Q:
    found = Q()
    for name in model.TEXTS:
        prose = models.Func(
            F(column(name, language)), Value(NOT_PROSE), Value(BREAK), Value("g"),
            function="regexp_replace", output_field=models.TextField(),
        )  # fmt: skip
        found |= Q(IRegex(prose, pattern(day.year)))
    return found


def _falls_to(model: type[models.Model], answering: Answering) -> Q:
    """Whose it is: the person's who is named, else that of who answers for the place."""
    path = _place_of(model)
    if path is None:
        region = Municipality.objects.filter(kind=Municipality.Kind.REGION, pk__in=answering.places)
        of_place = Q(Exists(region))
    else:
        of_place = Q(**{f"{path}__in": answering.places})
    if not any(each.name == "responsible" for each in model._meta.concrete_fields):
        return of_place
    return Q(responsible=answering.user) | of_place & ~Q(responsible__in=_present())


def _present() -> QuerySet[Any]:
    """People who have an open account and a role today: they can do something about a text."""
    return Membership.objects.valid_on().filter(user__is_active=True).values("user")


def _place_of(model: type[models.Model]) -> str | None:
    if model is Municipality:
        return "pk"
    names = {each.name for each in model._meta.concrete_fields}
    return "municipality_id" if "municipality" in names else None


def _state(language: str) -> str:
    return column("translation_state", language)
