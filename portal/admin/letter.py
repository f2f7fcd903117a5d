"""The monthly letter in the admin: read it, say a few words first, approve it."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from hosting.actions.letters import (
    MonthNotOver,
    NotADraft,
    NothingToSay,
    approve_letter,
    write_letter,
)
from hosting.letters.emails import body_of, subject_of
from hosting.letters.permissions import WRITING
from hosting.models import Coordinator, Letter
from municipalities.admin.history import ReadableHistory
from municipalities.models import Municipality
from municipalities.scoping import Scoped
from newcomers import tasks_letter
from newcomers.reports_campaigns import NOBODY, Sum, subscribers
from portal.admin.deed import Deed, WithDeeds
from portal.lib.dates import months_before, today
from portal.lib.identity import refuse_identity_number
from portal.lib.jobs import enqueue
from portal.lib.languages import column, is_right_to_left
from portal.lib.tokens import new_token
from portal.lib.typed import PassageField

MONTHS_BACK = 6


class WordsForm(forms.ModelForm):  # type: ignore[type-arg]
    """A few words in each language; of a new letter also for where and when."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            if (name := column("words", code)) in self.fields:
                self.initial[name] = self.instance.words.get(code, "")

    @property
    def words(self) -> dict[str, str]:
        """What is said in which language."""
        fields = {code: column("words", code) for code, _name in settings.LANGUAGES}
        return {code: self.cleaned_data.get(name, "") for code, name in fields.items()}


def _words_field(code: str, name: str) -> forms.Field:
    """A box for the words in one language."""
    direction = "rtl" if is_right_to_left(code) else "ltr"
    return PassageField(
        label=name,
        required=False,
        max_length=Letter.WORDS_LENGTH,
        validators=[refuse_identity_number],
        widget=forms.Textarea({"rows": 5, "cols": 70, "lang": code, "dir": direction}),
    )


def _month_field() -> forms.Field:
    """The months that are over, the last one first."""
    first = today().replace(day=1)
    months = [months_before(first, number) for number in range(1, MONTHS_BACK + 1)]
    return forms.TypedChoiceField(
        label=_("Month"),
        choices=[(month.isoformat(), date_format(month, "F Y")) for month in months],
        coerce=datetime.date.fromisoformat,
    )


# A box for each language. Django's admin asks the class for its fields.
LetterForm = type(
    "LetterForm",
    (WordsForm,),
    {column("words", code): _words_field(code, name) for code, name in settings.LANGUAGES},
)


def _send_trial(letter: Letter, by: Any) -> str:
    occasion = new_token()
    for code, _name in settings.LANGUAGES:
        enqueue(
            tasks_letter.letter_trial,
            letter=letter.pk, municipality=letter.municipality_id, user=by.pk, language=code,
            occasion=occasion,
        )  # fmt: skip
    return gettext("A mail in each language is on its way to you.")


def _approve(letter: Letter, by: Any) -> str:
    approve_letter(letter=letter, by=by)
    return gettext("Approved: the letter goes out within ten minutes.")


TRIAL = Deed(
    name="trial",
    label=_("Send it to me"),
    explanation=_("You alone get the letter as it is now, in each language."),
    is_possible=lambda letter: letter.is_draft,
    do=_send_trial,
    asks_first=False,
)
APPROVE = Deed(
    name="approve",
    label=_("Approve and send"),
    explanation=_(
        "Everybody who has asked for the letter gets it, with the news as they are now. "
        "Afterwards nobody can change it."
    ),
    is_possible=lambda letter: letter.is_draft and letter.last_day < today(),
    do=_approve,
)


@admin.register(Letter)
class LetterAdmin(WithDeeds, ReadableHistory, Scoped, admin.ModelAdmin[Letter]):
    """Letters are begun by the clock where there is news; nothing goes out that nobody approved."""

    opens = writes = WRITING
    place = "municipality_id"
    form = LetterForm
    change_form_template = "admin/portal/letter/change_form.html"
    deeds = (TRIAL, APPROVE)
    refusals = {
        NotADraft: _("Somebody approved it before you."),
        NothingToSay: _("There is no news and not a word in it: such a letter is not sent."),
        MonthNotOver: _("The month is not over yet."),
    }
    list_display = ("title", "state", "approved_by", "sent_at", "recipients")
    list_filter = ("state", ("municipality", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("municipality", "approved_by")
    search_fields = ("municipality__name",)
    ordering = ("-month", "municipality__name", "pk")
    what = ("state", "approved_at", "approved_by", "sent_at", "recipients", "waiting")

    class Media:
        css = {"all": ["portal/css/campaigns.css"]}

    def get_urls(self) -> list[URLPattern]:
        """The admin's pages, and the letter as readers get it."""
        view = self.admin_site.admin_view(self.preview_view)
        own = path("<int:pk>/preview/", view, name="portal_letter_preview")
        return [own, *super().get_urls()]

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The letter in each language."""
        letter = self.get_queryset(request).filter(pk=pk).select_related("municipality").first()
        if letter is None:
            raise Http404
        if not self.has_view_permission(request, letter):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("As readers get it"),
            "letter": letter,
            "texts": [_text_in(code, name, letter) for code, name in settings.LANGUAGES],
        }
        return TemplateResponse(request, "admin/portal/letter/preview.html", context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False,
                 **kwargs: Any) -> Any:  # fmt: skip
        """Of a new letter with the months that are over."""
        made = super().get_form(request, obj, change, **kwargs)
        if obj is None:
            made.base_fields["month"] = _month_field()
        return made

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Whose it is, the words, and what has become of it."""
        which = (_("Which letter?"), {"fields": ["municipality", "month"]})
        if obj is not None:
            which = (_("Which letter?"), {"fields": ["municipality", "month_in_words"]})
        said = [column("words", code) for code, _name in settings.LANGUAGES]
        words = (_("A few words first"), {"fields": said})
        became = (_("What became of it?"), {"fields": [*self.what]})
        if obj is None:
            return [which, words]
        return [which, words, became] if obj.is_draft else [which, became]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """For where and when does not change."""
        return (*self.what, "municipality", "month_in_words") if obj else self.what

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The places of today that the person writes for."""
        now = Q(pk__in=Municipality.objects.current()) | Q(kind=Municipality.Kind.REGION)
        places = self._choices(db_field, request).filter(now).order_by("-kind", "name")
        return super().formfield_for_foreignkey(
            db_field, request, **({"queryset": places} | kwargs)
        )

    def save_model(self, request: HttpRequest, obj: Letter, form: Any, change: bool) -> None:
        if not change:
            obj.save()
        try:
            write_letter(letter=obj, words=form.words, by=request.user)
        except NotADraft as refusal:
            self.message_user(request, self.refusals[type(refusal)], messages.WARNING)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A letter that is approved stays as it is."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_draft)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What readers got stays in the archive; a draft that nobody approves is not sent."""
        return False

    def view_on_site(self, obj: Letter) -> str | None:
        """The page in the archive, once it is there."""
        return obj.get_absolute_url() if obj.state == Letter.State.SENT else None

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With the way to the preview."""
        if letter := context.get("original"):
            context["preview"] = reverse("admin:portal_letter_preview", args=[letter.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("monthly letter"), ordering="month")
    def title(self, letter: Letter) -> str:
        """Place and month."""
        return str(letter)

    @admin.display(description=_("month"))
    def month_in_words(self, letter: Letter) -> str:
        """October 2026."""
        return letter.month_name

    @admin.display(description=_("sent to"))
    def recipients(self, letter: Letter) -> str:
        """How many got it."""
        return str(Sum(letter.sent_count)) if letter.sent_at else "–"

    @admin.display(description=_("subscribers now"))
    def waiting(self, letter: Letter) -> SafeString:
        """How many would get it, by language."""
        known = subscribers(letter.municipality_id)
        names = [f"{name}: {known.get(code, NOBODY)}" for code, name in settings.LANGUAGES]
        return format_html("{}", ", ".join(names))


def _text_in(code: str, name: str, letter: Letter) -> dict[str, str]:
    """The mail's subject and text in one language."""
    with override(code):
        host = Coordinator.objects.contact_for(letter.municipality)
        subject, body = subject_of(letter), body_of(letter, host)
    return {"code": code, "name": name, "subject": subject, "body": body}
