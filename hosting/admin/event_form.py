"""What is typed of an event: when it is in words that people use, not in those of a standard."""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from hosting.actions.events import TAKEN, free_slug
from hosting.events.occurrences import ONE_DAY, is_skipped, moment_of, on_the_wall
from hosting.events.rules import (
    Pattern,
    Reason,
    RuleRefused,
    days_of,
    last_day_of,
    normalised,
    pattern_of,
    rule_for,
)
from hosting.events.words import PATTERNS
from hosting.models import Event
from hosting.models.event import WHAT_IS_WRONG
from municipalities.admin.revising import MomentField, RevisingForm

DAY_FORMATS = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y")
A_MINUTE = datetime.timedelta(minutes=1)


class WallClockField(MomentField):
    """A day and a time as clocks in Oslo show it.

    A time that a night in October has twice is the first of them; one that a night in March leaves
    out is refused, as long as somebody is there who can say what was meant.
    """

    default_error_messages = {
        "skipped": _(
            "In this night clocks are put forward from 02:00 to 03:00: there is no such time."
        ),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.required = True

    def to_python(self, value: Any) -> datetime.datetime | None:
        if isinstance(value, datetime.datetime) or value in self.empty_values:
            return value or None
        try:
            wall = _read(str(value).strip())
            moment = wall if wall.tzinfo else moment_of(wall)
            skipped = wall.tzinfo is None and is_skipped(wall)
        except (ValueError, OverflowError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if skipped:
            raise ValidationError(self.error_messages["skipped"], code="skipped")
        return moment


def _read(typed: str) -> datetime.datetime:
    """As browsers send it, or as people write it; raises ValueError."""
    return parse_datetime(typed) or datetime.datetime.strptime(typed, "%d.%m.%Y %H:%M")


class DaysField(forms.CharField):
    """Several days, as people write them in a row."""

    default_error_messages = {
        "invalid_day": _("“%(typed)s” is no day. Write days like this: 31.1.2027, 7.2.2027."),
    }

    def to_python(self, value: Any) -> list[datetime.date]:  # type: ignore[override]
        if isinstance(value, list):
            return value
        words = [each for each in re.split(r"[\s,;]+", str(value or "")) if each]
        return sorted({self._day(each) for each in words})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return ", ".join(f"{day.day}.{day.month}.{day.year}" for day in value)

    def _day(self, typed: str) -> datetime.date:
        for form in DAY_FORMATS:
            try:
                return datetime.datetime.strptime(typed, form).date()
            except ValueError:
                continue
        told = self.error_messages["invalid_day"]
        raise ValidationError(told, code="invalid_day", params={"typed": typed[:40]})


class EventForm(RevisingForm):
    """An event in all languages, with its dates."""

    starts = WallClockField(label=_("Begins"))
    ends = WallClockField(
        label=_("Ends"), help_text=_("About when. Of what lasts whole days, the last day.")
    )
    repeats = forms.ChoiceField(
        label=_("Comes again"),
        required=False,
        choices=[(pattern.value, capfirst(PATTERNS[pattern])) for pattern in Pattern],
    )
    repeats_until = forms.DateField(
        label=_("Until, at the latest"),
        required=False,
        input_formats=["%Y-%m-%d", *DAY_FORMATS],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Two years ahead at most. It can be made longer later."),
    )
    except_on = DaysField(
        label=_("But not on"),
        required=False,
        help_text=_("Days on which it does not take place: 31.1.2027, 7.2.2027."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "rule" in self.fields:
            self.fields["rule"].label = _("By a rule of its own")
        if self.instance.pk:
            self._show_dates()

    def clean(self) -> dict[str, Any]:
        """The texts, then the dates, then the address, which is made of both."""
        typed = super().clean()
        begins, closes = typed.get("starts"), typed.get("ends")
        if typed.get("is_all_day") and begins and closes:
            typed["starts"] = _midnight(begins)
            typed["ends"] = _midnight(closes, after=True)
        if begins and "repeats" in self.fields:
            self._take_rule(typed, typed["starts"])
        if "slug" in self.fields and begins:
            self._take_address(typed)
        return typed

    def _show_dates(self) -> None:
        event = self.instance
        first = on_the_wall(event.starts).date()
        self.initial["repeats"] = pattern_of(event.rule, first).value
        self.initial["repeats_until"] = last_day_of(event.rule) if event.rule else None
        if event.is_all_day:
            self.initial["ends"] = event.ends - A_MINUTE

    def _take_rule(self, typed: dict[str, Any], begins: datetime.datetime) -> None:
        """The rule that was chosen or written; what is wrong is said where it was typed."""
        is_written = typed.get("repeats") == Pattern.OTHER
        try:
            rule = self._written(typed) if is_written else self._chosen(typed, begins)
            if rule:
                days_of(rule, on_the_wall(begins))
            typed["rule"] = rule
        except RuleRefused as refusal:
            field = "rule" if is_written else "repeats_until"
            if field not in self.errors:
                self.add_error(field, WHAT_IS_WRONG[refusal.reason])

    def _chosen(self, typed: dict[str, Any], begins: datetime.datetime) -> str:
        pattern, last = Pattern(typed.get("repeats") or ""), typed.get("repeats_until")
        if pattern == Pattern.ONCE:
            return ""
        if last is None:
            raise RuleRefused(Reason.ENDLESS)
        return rule_for(pattern, on_the_wall(begins).date(), last)

    def _written(self, typed: dict[str, Any]) -> str:
        rule = normalised(typed.get("rule") or "")
        if not rule:
            raise RuleRefused(Reason.UNREADABLE)
        return rule

    def _take_address(self, typed: dict[str, Any]) -> None:
        if typed.get("slug") in TAKEN:
            self.add_error("slug", _("This address is a page of its own already."))
        elif not typed.get("slug") and "slug" not in self.errors:
            titles = {name: typed.get(name) or "" for name in typed if name.startswith("title")}
            named = Event(starts=typed["starts"], **titles)
            typed["slug"] = free_slug(named)


def _midnight(moment: datetime.datetime, *, after: bool = False) -> datetime.datetime:
    """The midnight that the day begins with in Oslo, or the one that ends it."""
    day = on_the_wall(moment).replace(hour=0, minute=0, second=0, microsecond=0)
    return moment_of(day + ONE_DAY if after else day)


class HeldForm(forms.Form):
    """How many came: numbers, and no names."""

    headcount = forms.IntegerField(
        label=_("How many came?"),
        required=False,
        min_value=0,
        max_value=100_000,
        help_text=_("Only the number: write down no names. Of a series, all its dates together."),
    )
    newcomers = forms.IntegerField(
        label=_("How many of them were newcomers?"),
        required=False,
        min_value=0,
        max_value=100_000,
        help_text=_("About how many; left empty, nobody has counted."),
    )

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        everybody, newcomers = typed.get("headcount"), typed.get("newcomers")
        is_more = everybody is None or (newcomers or 0) > everybody
        if newcomers is not None and is_more and "headcount" not in self.errors:
            self.add_error("newcomers", _("There cannot be more newcomers than people."))
        return typed
