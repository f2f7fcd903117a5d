"""Invented events for trying things out, in three languages, around today. Nobody holds them."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from hosting.actions.events import cancel_event, hold_event, plan_event
from hosting.events.occurrences import ONE_DAY, moment_of
from hosting.events.rules import Pattern, rule_for
from hosting.models import Event
from municipalities.models import Municipality
from municipalities.models.page import Group
from portal.lib.dates import today
from portal.lib.languages import column

Texts = dict[str, tuple[str, str, str]]  # by language: title, what happens there, place
TUESDAY, THURSDAY, SATURDAY = 1, 3, 5


@dataclass(frozen=True)
class Example:
    """An event, so many weeks from now on a weekday."""

    slug: str
    place: str  # the municipality's slug; "" for the region
    weeks: int
    weekday: int
    hours: tuple[int, int] | None  # from and to; None is all day
    organiser: str
    texts: Texts
    pattern: Pattern = Pattern.ONCE
    fields: dict[str, Any] = field(default_factory=dict)


EXAMPLES = (
    Example(
        "eksempel-sprakkafe", "malselv", 1, TUESDAY, (18, 20), "Kaffe & språk (oppdiktet lag)",
        {
            "nb": (
                "Språkkafé",
                "<p>Vi snakker norsk med hverandre, drikker kaffe og spiller. Du trenger ikke "
                "kunne noe fra før. Barn er velkomne.</p>",
                "Biblioteket",
            ),
            "de": (
                "Sprachcafé",
                "<p>Wir sprechen miteinander Norwegisch, trinken Kaffee und spielen. Du "
                "brauchst nichts zu können. Kinder sind willkommen.</p>",
                "Bücherei",
            ),
            "en": (
                "Language café",
                "<p>We speak Norwegian with each other, drink coffee and play games. You need "
                "not know any. Children are welcome.</p>",
                "The library",
            ),
        },
        Pattern.WEEKLY, {"languages": ["nb", "en"]},
    ),
    Example(
        "eksempel-skatt-og-bank", "", 3, THURSDAY, (17, 19), "Nybyggerhjelpen (oppdiktet)",
        {
            "nb": (
                "Skatt og bank for nye innbyggere",
                "<p>Vi går gjennom skattekort, D-nummer og bankkonto. Ta med spørsmål, så ser "
                "vi på dem sammen.</p>",
                "Kulturhuset, liten sal",
            ),
            "de": (
                "Steuer und Bank für Neue",
                "<p>Wir gehen durch, was Steuerkarte, D-Nummer und Konto sind. Bring deine "
                "Fragen mit, wir sehen sie uns gemeinsam an.</p>",
                "Kulturhaus, kleiner Saal",
            ),
            "en": (
                "Tax and bank for newcomers",
                "<p>We go through tax card, D number and bank account. Bring your questions, "
                "and we look at them together.</p>",
                "The arts centre, small hall",
            ),
        },
        fields={
            "role": "co", "groups": [Group.EU_EEA, Group.NORDIC], "languages": ["nb", "de", "en"],
        },
    ),
    Example(
        "eksempel-familiedag", "bardu", 4, SATURDAY, None, "Utelaget (oppdiktet lag)",
        {
            "nb": (
                "Familiedag ute",
                "<p>Bål, pølser og aking. Vi har varme klær til låns i flere størrelser.</p>",
                "Skiløypa ved skolen",
            ),
            "de": (
                "Familientag draußen",
                "<p>Feuer, Würstchen und Schlitten. Wir verleihen warme Kleidung in mehreren "
                "Größen.</p>",
                "Loipe bei der Schule",
            ),
            "en": (
                "Family day outdoors",
                "<p>A fire, sausages and sledges. We lend warm clothes in several sizes.</p>",
                "The ski trail by the school",
            ),
        },
        fields={"groups": [Group.FAMILY_WITH_CHILDREN]},
    ),
    Example(
        "eksempel-fjelltur", "senja", 2, SATURDAY, (10, 15), "Turvennene (oppdiktet lag)",
        {
            "nb": (
                "Tur til fjells for nye",
                "<p>En rolig tur med pauser. Vi lærer bort hva man har i sekken.</p>",
                "Parkeringsplassen ved fjellet",
            ),
            "de": (
                "Bergtour für Neue",
                "<p>Eine ruhige Tour mit Pausen. Wir zeigen, was in den Rucksack gehört.</p>",
                "Parkplatz am Berg",
            ),
            "en": (
                "Into the hills, for newcomers",
                "<p>An easy walk with breaks. We show what belongs in the rucksack.</p>",
                "The car park below the hill",
            ),
        },
        fields={"status": "cancelled"},
    ),
    Example(
        "eksempel-velkomstkveld", "dyroy", -3, THURSDAY, (18, 20), "Grendelaget (oppdiktet)",
        {
            "nb": (
                "Velkomstkveld",
                "<p>Kommunen og lagene møter dem som er nye i år. Det er mat.</p>",
                "Samfunnshuset",
            ),
            "de": (
                "Willkommensabend",
                "<p>Gemeinde und Vereine treffen alle, die dieses Jahr gekommen sind. Es gibt "
                "etwas zu essen.</p>",
                "Gemeinschaftshaus",
            ),
            "en": (
                "Welcome evening",
                "<p>The municipality and the clubs meet those who have come this year. There "
                "is food.</p>",
                "The village hall",
            ),
        },
        fields={"status": "held"},
    ),
)  # fmt: skip


def make_events() -> int:
    """Write down the invented events that are not there yet; how many there were to write."""
    places = {place.slug: place for place in Municipality.objects.desks().without_outline()}
    places[""] = next((each for each in places.values() if each.is_region), None)
    known = set(Event.objects.values_list("slug", flat=True))
    wanted = [each for each in EXAMPLES if each.slug not in known and places.get(each.place)]
    for example in wanted:
        _make(example, places[example.place])
    return len(wanted)


def _make(example: Example, place: Municipality) -> None:
    starts, ends = _when(example)
    fields = dict(example.fields)
    status = fields.pop("status", Event.Status.PLANNED)
    event = Event(
        slug=example.slug, municipality=place, starts=moment_of(starts), ends=moment_of(ends),
        is_all_day=example.hours is None, organiser=example.organiser, is_example=True,
        rule=_rule(example, starts), **fields,
    )  # fmt: skip
    for language, texts in example.texts.items():
        for name, text in zip(("title", "body", "venue"), texts, strict=True):
            setattr(event, column(name, language), text)
    plan_event(event=event, by=None, publish=True)
    if status == Event.Status.CANCELLED:
        cancel_event(event=event, by=None)
    elif status == Event.Status.HELD:
        hold_event(event=event, by=None, headcount=34, newcomers=12)


def _when(example: Example) -> tuple[datetime.datetime, datetime.datetime]:
    """Beginning and end by the clock on the wall."""
    monday = today() - today().weekday() * ONE_DAY
    day = monday + (7 * example.weeks + example.weekday) * ONE_DAY
    midnight = datetime.datetime.combine(day, datetime.time())
    if example.hours is None:
        return midnight, midnight + ONE_DAY
    begins, ends = example.hours
    return midnight.replace(hour=begins), midnight.replace(hour=ends)


def _rule(example: Example, starts: datetime.datetime) -> str:
    if example.pattern == Pattern.ONCE:
        return ""
    return rule_for(example.pattern, starts.date(), starts.date() + 20 * 7 * ONE_DAY)
