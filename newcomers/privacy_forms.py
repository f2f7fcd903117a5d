"""What is typed about a privacy request, and about a consent."""

import datetime
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newcomers.actions.privacy_requests import ASKED_AS_LENGTH, WISH_LENGTH
from newcomers.case_forms import CaseForm, DayField, SoundLineField, SoundPassageField
from newcomers.consent_texts import CONSENT_TEXTS, NEWEST
from newcomers.deed_forms import CHOOSE, labelled
from newcomers.models import Consent, GivenOut, Person, PrivacyRequest
from newcomers.models.privacy_request import ANSWER_LENGTH
from newcomers.stored import Text
from portal.lib.dates import today
from portal.lib.tokens import new_token
from portal.lib.typed import passage

SENTENCE = re.compile(r"[^.!?\n]+[.!?]*[ \t]*|[.!?]+[ \t]*")
State = PrivacyRequest.State
ANSWERS = [
    (State.GRANTED, _("Yes, done as asked")),
    (State.PARTLY, _("In part")),
    (State.REFUSED, _("No")),
    (State.WITHDRAWN, _("They do not ask any more")),
]


def _past(day: datetime.date) -> datetime.date:
    if day > today():
        raise ValidationError(_("This day lies ahead."))
    return day


class RegisterForm(CaseForm):
    """Somebody asks."""

    prefix_of_ids = "request"
    form_key = forms.CharField(max_length=24, widget=forms.HiddenInput)
    place = forms.TypedChoiceField(label=_("In which municipality?"), coerce=int)
    kind = forms.ChoiceField(
        label=_("What do they ask for?"), choices=labelled(PrivacyRequest.Kind)
    )
    asked_on = DayField(label=_("On which day?"), initial=today)
    channel = forms.ChoiceField(label=_("How?"), choices=labelled(PrivacyRequest.Channel))
    asked_as = SoundLineField(
        label=_("Who asks?"), max_length=ASKED_AS_LENGTH,
        help_text=_("As they say it: name, and how to reach them."),
    )  # fmt: skip
    wish = SoundLineField(label=_("What do they say?"), max_length=WISH_LENGTH, required=False)
    identity = forms.ChoiceField(
        label=_("How do we know who it is?"), choices=labelled(PrivacyRequest.Identity),
        required=False, help_text=_("Can be written down later, before anything is given out."),
    )  # fmt: skip

    def __init__(self, *args: Any, places: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("form_key", new_token())
        choices = [(place.pk, place.name) for place in places]
        several = [CHOOSE, *choices] if len(choices) > 1 else choices
        self.fields["place"].choices = several  # type: ignore[attr-defined]

    def clean_asked_on(self) -> datetime.date:
        """A day that is not ahead."""
        return _past(self.cleaned_data["asked_on"])


class MatchForm(CaseForm):
    """Which family it is, by the number of one of its cases."""

    prefix_of_ids = "match"
    number = SoundLineField(label=_("Number of a case of the family"), max_length=20)


class AskerForm(CaseForm):
    """Which person asks, for whom, and how we know."""

    prefix_of_ids = "asker"
    asker = forms.TypedChoiceField(
        label=_("Which person asks?"), coerce=int, empty_value=None, required=False
    )
    asks_for = forms.ChoiceField(
        label=_("For whom?"), choices=labelled(PrivacyRequest.AsksFor), required=False,
        help_text=_(
            "Of a household with two adults: do both ask? If not, what is the other’s is left out."
        ),
    )  # fmt: skip
    identity = forms.ChoiceField(
        label=_("How do we know who it is?"), choices=labelled(PrivacyRequest.Identity),
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, people: Sequence[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        names = [(person.pk, person.full_name) for person in people]
        self.fields["asker"].choices = [CHOOSE, *names]  # type: ignore[attr-defined]


class ReasonForm(CaseForm):
    """Why: for extending the time, and for lifting."""

    reason = SoundLineField(label=_("Why?"), max_length=200)


class AnswerForm(CaseForm):
    """The answer, as the person gets it, and what it rests on."""

    prefix_of_ids = "answer"
    state = forms.ChoiceField(label=_("The answer"), choices=ANSWERS, widget=forms.RadioSelect)
    reasons = forms.MultipleChoiceField(
        label=_("Why?"),
        choices=[(code, capfirst(label)) for code, label in PrivacyRequest.Reason.choices],
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    language = forms.ChoiceField(label=_("In which language?"), choices=settings.LANGUAGES)
    answer = SoundPassageField(
        label=_("What we answer"), max_length=ANSWER_LENGTH, widget=forms.Textarea({"rows": 8}),
        help_text=_(
            "What is done, what is not and why, and that they can complain to the data protection "
            "authority (Datatilsynet)."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, erases: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if erases:
            self.fields["state"].help_text = _(
                "Send the answer first: a yes erases the family at once, and this answer with it."
            )


class GiveOutForm(CaseForm):
    """In which language, and as what."""

    prefix_of_ids = "give"
    language = forms.ChoiceField(label=_("In which language?"), choices=settings.LANGUAGES)
    form = forms.ChoiceField(
        label=_("As what?"), choices=[(v, capfirst(t)) for v, t in GivenOut.Form.choices]
    )


class PassagesForm(CaseForm):
    """Which passages of one text concern somebody else."""

    prefix_of_ids = "passages"
    seal = forms.CharField(max_length=24, widget=forms.HiddenInput)
    sentences = forms.MultipleChoiceField(
        label=_("What concerns somebody else?"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick what is left out. Nothing ticked: all of it is given out."),
    )  # fmt: skip
    passages = forms.CharField(
        label=_("Or single words, as they stand in the text, one line each"), required=False,
        max_length=2000, widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, text: Text, names: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.text = text
        spans = sentences_of(text.value)
        self.initial.setdefault("seal", text.seal)
        self.fields["sentences"].choices = [  # type: ignore[attr-defined]
            (f"{first}-{end}", text.value[first:end].strip()) for first, end in spans
        ]
        self.initial.setdefault(
            "sentences",
            [f"{a}-{b}" for a, b in spans if any(name in text.value[a:b] for name in names)],
        )

    def clean_passages(self) -> list[str]:
        """The passages; each stands in the text."""
        lines = [line.strip() for line in passage(self.cleaned_data["passages"]).split("\n")]
        for line in (wanted := [line for line in lines if line]):
            if line not in self.text.value:
                said = gettext("“%(passage)s” does not stand in the text.")
                raise ValidationError(said % {"passage": line})
        return wanted

    @property
    def ranges(self) -> list[tuple[int, int]]:
        """What is left out: sentences, and each place where one of the passages stands."""
        found = []
        for span in self.cleaned_data["sentences"]:
            first, _dash, end = span.partition("-")
            found.append((int(first), int(end)))
        for line in self.cleaned_data["passages"]:
            places = re.finditer(re.escape(line), self.text.value)
            found += [(place.start(), place.end()) for place in places]
        return found


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Where the sentences begin and end; lines end one too."""
    return [each.span() for each in SENTENCE.finditer(text) if each.group().strip()]


class ConsentForm(CaseForm):
    """Who agreed to what, in which language, how, when and until when."""

    prefix_of_ids = "consent"
    person = forms.TypedChoiceField(label=_("Who agreed?"), coerce=int)
    purpose = forms.ChoiceField(label=_("To what?"), choices=labelled(Consent.Purpose))
    version = forms.ChoiceField(
        label=_("Which text?"), choices=[(each, each) for each in CONSENT_TEXTS], initial=NEWEST
    )
    language = forms.ChoiceField(label=_("In which language?"), choices=settings.LANGUAGES)
    channel = forms.ChoiceField(
        label=_("How did the person agree?"), choices=labelled(Consent.Channel)
    )
    given_on = DayField(label=_("On which day?"), initial=today)
    expires_on = DayField(
        label=_("Until which day?"), required=False,
        help_text=_("Empty: as long as such a consent usually holds, three years at most."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Sequence[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        names = [(person.pk, person.full_name) for person in people]
        self.fields["person"].choices = names  # type: ignore[attr-defined]

    def clean_given_on(self) -> datetime.date:
        """A day that is not ahead."""
        return _past(self.cleaned_data["given_on"])


class WithdrawForm(CaseForm):
    """How the person told us."""

    channel = forms.ChoiceField(
        label=_("How did the person tell us?"), choices=labelled(Consent.Channel)
    )
