"""What readers look for among the offers, as it stands in the address; and how many there are of
each kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from django.conf import settings
from django.db.models import CharField, Count, F, Func, QuerySet, Value
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from hosting.models import Offer
from hosting.models.offer import OfferQuerySet
from municipalities.models import Municipality
from municipalities.models.page import Group
from portal.lib.languages import names_of

# More filters at once than these are answered, and not kept: there are too many combinations.
MOST_KEPT = 2
ON = "1"
# Of these only what finds something is shown.
RARE = frozenset({"group", "language"})
FLAGS = {"outside": "is_outside_working_hours", "work": "is_beside_work", "free": "is_free"}
# What is spoken among newcomers of the region besides the portal's languages.
OFFERED_LANGUAGES = (
    "nb", "nn", "se", "en", "de", "nl", "pl", "lt", "lv", "uk", "ru", "ro", "es", "fr", "sv", "da",
    "fi", "ar", "ti", "so", "fa", "tr", "th", "sw",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What a reader asks for; empty is anything. The fields are the names in the address."""

    municipality: Municipality | None = None
    kind: str = ""
    group: str = ""
    language: str = ""
    level: str = ""
    outside: bool = False
    work: bool = False
    free: bool = False

    @classmethod
    def from_query(cls, query: QueryDict, places: Sequence[Municipality]) -> Self:
        """What the address says; what it says that is nothing is passed over.

        A municipality of the past is asked for as the one it has become.
        """
        by_slug = {each.slug: each.place_today for each in places if not each.is_region}
        found = {name: query.get(name, "") for name in ("kind", "group", "language", "level")}
        return cls(
            municipality=by_slug.get(query.get("municipality", "")),
            kind=found["kind"] if found["kind"] in Offer.Kind else "",
            group=found["group"] if found["group"] in Group else "",
            language=found["language"] if found["language"] in spoken_languages() else "",
            level=found["level"] if found["level"] in Offer.Level else "",
            **{name: query.get(name) == ON for name in FLAGS},
        )

    @property
    def asked(self) -> dict[str, str]:
        """The filters that are set, as they stand in an address."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: _written(value) for name, value in values.items() if value}

    @property
    def may_be_kept(self) -> bool:
        """Whether there are few enough questions like this one to keep their answers."""
        return len(self.asked) <= MOST_KEPT

    def address(self, path: str, **more: str) -> str:
        """The path with the question behind it."""
        query = urlencode(self.asked | {name: each for name, each in more.items() if each})
        return f"{path}?{query}" if query else path

    def without(self, name: str) -> Self:
        """The same question, with anything for this one."""
        default: Any = next(field.default for field in fields(self) if field.name == name)
        return replace(self, **{name: default})

    def among(self, offers: OfferQuerySet) -> OfferQuerySet:
        """The offers that have it all."""
        return offers.for_filters(**{f.name: getattr(self, f.name) for f in fields(self)})


@dataclass(frozen=True)
class Counts:
    """How many there are for each value of each filter, all other filters being as they are."""

    numbers: Mapping[tuple[str, str], int]

    @property
    def total(self) -> int:
        """How many have all that is wanted."""
        return self.numbers.get(("", ""), 0)

    def of(self, name: str, value: str) -> int:
        """How many there are with this value, those that are for all of them included: an offer
        for the whole region is for each municipality, one without groups for each group."""
        return self.numbers.get((name, value), 0) + self.numbers.get((name, ""), 0)


@dataclass(frozen=True)
class Choice:
    """One value of a filter, as readers see it."""

    value: str
    words: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    """One question of the form, with its choices; `address` leads to the list without it."""

    key: str
    words: str
    choices: list[Choice]
    address: str

    @property
    def chosen(self) -> Choice | None:
        """What is asked for."""
        return next((each for each in self.choices if each.is_chosen), None)


@dataclass(frozen=True)
class Filters:
    """The questions of the form: choices of one, and boxes to tick."""

    selects: list[Filter]
    flags: list[Filter]

    @property
    def set(self) -> list[Filter]:
        """Those that are asked for."""
        return [each for each in (*self.selects, *self.flags) if each.chosen]


def counts_of(offers: OfferQuerySet, wanted: Wanted) -> Counts:
    """Count them, with one query."""

    def others(name: str) -> OfferQuerySet:
        return wanted.without(name).among(offers)

    places, groups = others("municipality"), others("group")
    parts = [
        _tally("", wanted.among(offers), Value("")),
        _tally("kind", others("kind"), F("kind")),
        _tally("group", groups, _each("groups")),
        _tally("group", groups.filter(groups=[]), Value("")),
        _tally("language", others("language"), _each("languages")),
        _tally("level", others("level"), _each("levels")),
        _tally("municipality", places.filter(serves_region=False), F("municipalities__slug")),
        _tally("municipality", places.filter(serves_region=True), Value("")),
        *(_tally(name, others(name).filter(**{field: True}), Value(ON))
          for name, field in FLAGS.items()),
    ]  # fmt: skip
    rows = parts[0].union(*parts[1:], all=True)
    return Counts({(row["filter"], row["choice"]): row["number"] for row in rows})


def filters_of(
    names: Iterable[str],
    wanted: Wanted,
    counts: Counts,
    places: Iterable[Municipality],
    path: str,
) -> Filters:
    """The questions with these names, and the boxes. Of some only what finds something is shown."""
    labels: dict[str, tuple[Any, Iterable[tuple[str, Any]]]] = {
        "municipality": (_("Municipality"), [(each.slug, each.name) for each in places]),
        "kind": (_("Kind"), Offer.Kind.choices),
        "group": (_("For whom"), Group.choices),
        "language": (_("Language spoken there"), names_of(spoken_languages())),
        "level": (_("Level"), Offer.Level.choices),
        "outside": (_("Outside working hours"), [(ON, _("Outside working hours"))]),
        "work": (_("Can be combined with a job"), [(ON, _("Can be combined with a job"))]),
        "free": (_("Free of charge"), [(ON, _("Free of charge"))]),
    }

    def asked(name: str) -> Filter:
        label, choices = labels[name]
        shown = [_choice(name, value, text, wanted, counts) for value, text in choices]
        shown = [each for each in shown if name not in RARE or each.count or each.is_chosen]
        return Filter(name, str(label), shown, wanted.without(name).address(path))

    return Filters([asked(name) for name in names], [asked(name) for name in FLAGS])


def _choice(name: str, value: str, text: Any, wanted: Wanted, counts: Counts) -> Choice:
    label = str(text)
    # Municipalities and languages are called what they are called.
    label = label if name in ("municipality", "language") else capfirst(label)
    return Choice(value, label, counts.of(name, value), wanted.asked.get(name) == value)


def spoken_languages() -> list[str]:
    """Languages that offers are filtered by: the portal's, and those that offers may name."""
    codes = [code for code, _name in settings.LANGUAGES]
    return [*codes, *(code for code in OFFERED_LANGUAGES if code not in codes)]


def _tally(name: str, offers: OfferQuerySet, choice: Any) -> QuerySet[Any]:
    # A queryset of Django's own: that of translated models gives columns in an order of its own,
    # and a union goes by their order.
    tally: QuerySet[Any] = (
        QuerySet(Offer)
        .filter(pk__in=offers.order_by().values("pk"))
        .annotate(filter=Value(name), choice=Cast(choice, CharField()))
        .values("filter", "choice")
        .annotate(number=Count("pk"))
        .values("filter", "choice", "number")
    )
    return tally


def _each(field: str) -> Func:
    return Func(F(field), function="unnest", output_field=CharField())


def _written(value: Any) -> str:
    return value.slug if isinstance(value, Municipality) else ON if value is True else str(value)
