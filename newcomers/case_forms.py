"""What is typed on the page of a case: the quick log, and the next step with it."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.models import Topic
from newcomers.actions.follow_ups import Closing, Next, Written
from newcomers.actions.tasks import NewTask
from newcomers.models import Case, FollowUp, Task
from newcomers.models.follow_up import TEXT_LENGTH
from portal.lib.dates import add_working_days, is_working_day, today
from portal.lib.identity import refuse_identity_number
from portal.lib.languages import localized, names_of
from portal.lib.tokens import new_token
from portal.lib.typed import LineField, PassageField

NOTE = "note"
MODES = [*((value, capfirst(label)) for value, label in FollowUp.Mode.choices),
         (NOTE, _("A note, no contact"))]  # fmt: skip
YES, NO = "yes", "no"
KEEP, WEEK, MONTH, DAY, CLOSE = "keep", "week", "month", "day", "close"
DAYS = {WEEK: 7, MONTH: 30}
# As browsers send a day, and as people type it where a browser has no calendar.
DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
LANGUAGES = ("nb", "en", "de", "pl", "lt", "uk", "ru", "ar", "ti", "so", "sv", "fi", "es", "fr")


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        chosen: dict[str, Any] = {"widget": widget, "input_formats": DAY_FORMATS} | options
        super().__init__(**chosen)


class SoundLineField(LineField):
    """One line without an identity number in it."""

    def clean(self, value: Any) -> Any:
        """The line. The number is looked for after the length: never in a text of any length."""
        cleaned = super().clean(value)
        refuse_identity_number(cleaned)
        return cleaned


class SoundPassageField(PassageField):
    """A text without an identity number in it; its length is told, and not cut by the browser."""

    def clean(self, value: Any) -> Any:
        """The text."""
        cleaned = super().clean(value)
        refuse_identity_number(cleaned)
        return cleaned

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without the limit: a browser would cut what is pasted without a word."""
        attrs: dict[str, Any] = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class CaseForm(forms.Form):
    """A form on the page of a case. What is missing is said by us, in the page's language."""

    use_required_attribute = False
    # Several forms stand on one page: their fields need ids of their own.
    prefix_of_ids = "id"

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("auto_id", f"{self.prefix_of_ids}_%s")
        super().__init__(*args, **options)


class EntryForm(CaseForm):
    """An entry of the log: what happened, with whom, about what."""

    form_key = forms.CharField(max_length=24, widget=forms.HiddenInput)
    mode = forms.ChoiceField(
        label=_("How?"), choices=MODES, initial=FollowUp.Mode.PHONE, widget=forms.RadioSelect
    )
    reached = forms.ChoiceField(
        label=_("Did you reach anybody?"),
        choices=[(YES, _("Yes, reached")), (NO, _("No, not reached"))],
        required=False,
        widget=forms.RadioSelect,
    )
    text = SoundPassageField(
        label=_("What happened?"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        error_messages={
            "max_length": _(
                "The text is too long and was not saved: it has %(show_value)d characters, and "
                "there is room for %(limit_value)d. It still stands here; please shorten it."
            )
        },
    )
    occurred_on = DayField(label=_("When?"), error_messages={"required": _("Say on which day.")})
    counterparts = forms.MultipleChoiceField(
        label=_("With whom? (nothing chosen: the family)"),
        choices=[(value, capfirst(label)) for value, label in FollowUp.Counterpart.choices],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    topics = forms.MultipleChoiceField(
        label=_("About what?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    result = forms.ChoiceField(label=_("What came of it?"), required=False)
    language = forms.ChoiceField(label=_("In which language?"), required=False)
    with_interpreter = forms.BooleanField(label=_("With an interpreter"), required=False)
    is_restricted = forms.BooleanField(
        label=_("Only for the coordinator and the lead"),
        required=False,
        help_text=_("Colleagues see that there is an entry, and not what it says."),
    )

    prefix_of_ids = "log"

    def __init__(self, *args: Any, topics: Sequence[Topic] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("form_key", new_token())
        self.initial.setdefault("occurred_on", today())
        choices: dict[str, Any] = {
            "topics": [(topic.key, localized(topic, "label").value) for topic in topics],
            "result": [("", "–"), *((v, capfirst(t)) for v, t in FollowUp.Result.choices)],
            "language": [("", "–"), *names_of(LANGUAGES)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean_occurred_on(self) -> datetime.date:
        """A day that is not ahead. How far back it may lie, the action knows."""
        day: datetime.date = self.cleaned_data["occurred_on"]
        if day > today():
            raise ValidationError(_("This day lies ahead. What is planned is a task."))
        return day

    def clean(self) -> dict[str, Any]:
        """A contact says whether anybody was reached; a note says something."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("mode") == NOTE and typed.get("text") == "":
            self.add_error("text", _("Please write what the note says."))
        if self.is_contact(typed) and not typed.get("reached"):
            self.add_error("reached", _("Say whether you reached anybody."))
        return typed

    def is_contact(self, typed: dict[str, Any]) -> bool:
        """Whether it tells of a contact, and not of a note."""
        return typed.get("mode") not in (None, NOTE)

    def written(self) -> Written:
        """What the valid form says, as the action takes it."""
        typed = self.cleaned_data
        common: dict[str, Any] = {
            name: typed[name]
            for name in ("occurred_on", "text", "language", "topics", "is_restricted")
        }
        if not self.is_contact(typed):
            return Written(kind=FollowUp.Kind.NOTE, **common)
        return Written(
            mode=typed["mode"],
            reached=typed["reached"] == YES,
            counterparts=typed["counterparts"],
            with_interpreter=typed["with_interpreter"],
            result=typed["result"],
            **common,
        )


class LogForm(EntryForm):
    """The quick log: an entry, and what happens now."""

    told_about_privacy = forms.BooleanField(
        label=_("I told the family what we store and what their rights are"), required=False
    )
    finished = forms.TypedMultipleChoiceField(
        label=_("This is done:"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    next = forms.ChoiceField(
        label=_("What happens now?"), initial=KEEP, widget=forms.RadioSelect,
        error_messages={"required": _("Say what happens now.")},
    )  # fmt: skip
    next_title = SoundLineField(label=_("What is to be done?"), max_length=200, required=False)
    next_on = DayField(label=_("On which day?"), required=False)
    closure = forms.ChoiceField(label=_("Why is it closed?"), required=False)
    outcome = forms.ChoiceField(label=_("What did they get?"), required=False)

    def __init__(
        self, *args: Any, case: Case, tasks: Sequence[Task] = (), may_close: bool = False,
        **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self.case, self.tasks = case, {task.pk: task for task in tasks}
        if case.privacy_notice_on is not None:
            del self.fields["told_about_privacy"]
        if not tasks:
            del self.fields["finished"]
        if not may_close:
            del self.fields["closure"], self.fields["outcome"]
        self.initial.setdefault("next_title", gettext("Call the family"))
        self.initial.setdefault("next_on", proposed(DAYS[WEEK]))
        choices: dict[str, Any] = {
            "finished": [(task.pk, _named(task)) for task in tasks],
            "next": _steps(may_close),
            "closure": [("", "–"), *((v, capfirst(t)) for v, t in Case.Closure.choices)],
            "outcome": [("", "–"), *((v, capfirst(t)) for v, t in Case.Outcome.choices)],
        }
        for name, offered in choices.items():
            if name in self.fields:
                self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What each answer to "what happens now?" needs."""
        if "no_answer" in self.data:
            self._nobody_answered()
        typed = super().clean()
        step = typed.get("next")
        if step in (*DAYS, DAY) and typed.get("next_title") == "":
            self.add_error("next_title", _("Say what is to be done."))
        if step == DAY and not typed.get("next_on"):
            if "next_on" not in self.errors:
                self.add_error("next_on", _("Say on which day."))
        elif step != DAY:
            self.errors.pop("next_on", None)
        if step == CLOSE:
            for name in ("closure", "outcome"):
                if not typed.get(name):
                    self.add_error(name, _("Please choose."))
        return typed

    def next_step(self) -> Next:
        """The answer to "what happens now?" of the valid form."""
        typed = self.cleaned_data
        step = typed["next"]
        if step == CLOSE:
            return Next(closing=Closing(typed["closure"], typed["outcome"]))
        finished = tuple(self.tasks[pk] for pk in typed.get("finished", []))
        if step == KEEP:
            return Next(finished=finished)
        day = typed["next_on"] if step == DAY else proposed(DAYS[step])
        return Next(tasks=(NewTask(typed["next_title"], day),), finished=finished)

    @property
    def told(self) -> bool:
        """Whether the family was told about privacy now."""
        return bool(self.cleaned_data.get("told_about_privacy"))

    def _nobody_answered(self) -> None:
        """The button for it says everything that is needed."""
        typed = self.cleaned_data
        if typed.get("mode") in (None, NOTE):
            typed["mode"] = FollowUp.Mode.PHONE
        typed |= {"reached": NO, "result": FollowUp.Result.NO_ANSWER}
        for name in ("mode", "reached", "result"):
            self.errors.pop(name, None)


def proposed(days: int) -> datetime.date:
    """The day so many days ahead, or the next one on which offices are open."""
    day = today() + datetime.timedelta(days=days)
    return day if is_working_day(day) else add_working_days(day, 1)


def _steps(may_close: bool) -> list[tuple[str, Any]]:
    steps: list[tuple[str, Any]] = [
        (KEEP, _("Keep what is planned")),
        (WEEK, format_lazy("{}: {}", _("In a week"), _short(proposed(DAYS[WEEK])))),
        (MONTH, format_lazy("{}: {}", _("In a month"), _short(proposed(DAYS[MONTH])))),
        (DAY, _("On another day")),
    ]
    return [*steps, (CLOSE, _("Close the case"))] if may_close else steps


def _named(task: Task) -> str:
    return f"{task.title} ({_short(task.due_on)})"


def _short(day: datetime.date) -> str:
    """Weekday and day: "Mon 30 November"."""
    return f"{date_format(day, 'D')} {date_format(day, 'MONTH_DAY_FORMAT')}"
