"""Consents on a story's page: recorded, shown, and taken back."""

from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.actions import stories as actions
from municipalities.admin.revising import RevisingAdmin
from municipalities.consent_texts import CONSENT_TEXTS, NEWEST
from municipalities.models import Story, StoryConsent
from municipalities.models.story_consent import GIVING, Channel
from municipalities.story_links import withdrawal_address
from portal.lib.dates import today


class ConsentForm(forms.Form):
    """What the person agreed to, in which language, how and when."""

    use_required_attribute = False

    text_version = forms.ChoiceField(
        label=_("Which text?"), choices=[(each, each) for each in CONSENT_TEXTS], initial=NEWEST
    )
    language = forms.ChoiceField(label=_("In which language?"), choices=settings.LANGUAGES)
    channel = forms.ChoiceField(label=_("How did the person agree?"), choices=GIVING)
    given_on = forms.DateField(
        label=_("When?"),
        initial=today,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if (day := cleaned.get("given_on")) and day > today():
            self.add_error("given_on", _("This day lies ahead."))
        known = CONSENT_TEXTS.get(cleaned.get("text_version", ""), {})
        if "language" in cleaned and cleaned["language"] not in known:
            self.add_error("language", _("There is no such text in this language."))
        return cleaned


class WithdrawalForm(forms.Form):
    """How the person told us."""

    channel = forms.ChoiceField(label=_("How did the person tell us?"), choices=GIVING)


class Shown(NamedTuple):
    """A consent, and the link that goes with it while it stands."""

    consent: StoryConsent
    language: str
    address: str


class WithConsent(RevisingAdmin):
    """Adds to a story's page: who agreed to it how, and the way to take it back."""

    change_form_template = "admin/municipalities/story/change_form.html"

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        site = self.admin_site.admin_view
        pages = {"consent": self.consent_view, "withdraw": self.withdraw_view}
        own = [
            path(f"<path:object_id>/{page}/", site(view), name=f"{name}_{page}")
            for page, view in pages.items()
        ]
        return [*own, *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is erased is not written again."""
        return not _is_erased(obj) and bool(super().has_change_permission(request, obj))

    def may_translate(self, request: HttpRequest, obj: Any = None) -> bool:
        return not _is_erased(obj) and super().may_translate(request, obj)

    def may_publish(self, request: HttpRequest, obj: Any = None) -> bool:
        return not _is_erased(obj) and super().may_publish(request, obj)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        """With the chapters and the consents."""
        obj = kw.get("obj") or (args[-1] if args else None)
        if isinstance(obj, Story) and obj.pk:
            context |= {
                "story": obj,
                "chapters": obj.chapters.in_order(),  # type: ignore[attr-defined]
                "consents": _shown(obj),
                "consent_url": self._url("consent", obj),
                "withdraw_url": self._url("withdraw", obj),
            }
        return super().render_change_form(request, context, *args, **kw)

    def consent_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Writes down that the person agreed; shows what to."""
        story = self._readable(request, object_id)
        if not self.has_change_permission(request, story):
            raise PermissionDenied
        form = ConsentForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            actions.record_consent(story=story, by=request.user, **form.cleaned_data)
            messages.success(request, gettext("The consent is written down."))
            return HttpResponseRedirect(self._url("change", story))
        texts = [
            (version, code, name, known[code])
            for version, known in CONSENT_TEXTS.items()
            for code, name in settings.LANGUAGES
            if code in known
        ]
        title = gettext("The person agrees")
        return self._page(request, "story/consent", story, title, form=form, texts=texts)

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Asks first; then the story is gone."""
        story = self._readable(request, object_id)
        if not self.covers(request, story, self.writes):
            raise PermissionDenied
        form = WithdrawalForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            channel = Channel(form.cleaned_data["channel"])
            actions.withdraw_consent(story=story, channel=channel, by=request.user)
            messages.success(request, gettext("The story is gone, and its text is deleted."))
            return HttpResponseRedirect(self._url("change", story))
        title = gettext("Take the story down for good")
        return self._page(request, "story/withdraw", story, title, form=form)


def _shown(story: Story) -> list[Shown]:
    languages = dict(settings.LANGUAGES)
    found = story.consents.with_end()
    return [
        Shown(
            consent,
            languages.get(consent.language, consent.language),
            "" if hasattr(consent, "withdrawal") else withdrawal_address(consent),
        )
        for consent in found
    ]


def _is_erased(obj: Any) -> bool:
    return obj is not None and obj.erased_at is not None
