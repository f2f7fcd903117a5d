"""Side by side: the Norwegian text on the left, its translation into one language on the right."""

from functools import partial
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import modelform_factory
from django.forms.boundfield import BoundField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.actions import autosaves
from municipalities.actions import revisions as actions
from municipalities.actions.translations import save_translation
from municipalities.admin.base import ContentAdmin, ContentForm, translations
from municipalities.admin.comparing import told_differences
from municipalities.admin.history import in_words
from municipalities.admin.worklist import neighbours, worklist
from municipalities.exchange.parts import MAX_FIELD
from municipalities.models import Municipality, Revision
from municipalities.models.text import TranslationState
from municipalities.roles import Ability
from municipalities.translations import (
    Standing,
    is_rich,
    lost_tokens,
    made_from_texts,
    state_in,
)
from municipalities.versions import is_machine_made
from portal.lib.difference import Piece, difference
from portal.lib.html import clean
from portal.lib.languages import column, source_language

PUBLISH, REVIEW, RIGHT = "_publish", "_review", "_right"
TEXTS_ALONE = (Ability.EDIT_CONTENT, Ability.WRITE_LOCAL_PARTS)


class Row(NamedTuple):
    """One field: what it says, what has become of that since, and where its translation goes."""

    label: str
    source: SafeString
    is_rich: bool
    changed: list[Piece]
    field: BoundField


class TranslatingForm(ContentForm):
    """The text in one language."""

    minor = None  # type: ignore[assignment]
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)
    state = forms.CharField(required=False, widget=forms.HiddenInput)
    machine = forms.BooleanField(
        label=_("Translated by a machine, and no person has checked it"),
        required=False,
        help_text=_("Readers are told so, until somebody has checked it."),
    )

    # Set by the view: what one goes on from, and the language.
    standing: Standing
    language: str

    def clean(self) -> dict[str, Any]:
        super().clean()
        source = self.standing.texts.get(source_language(), {})
        for name in self.instance.TEXTS:
            written = self.cleaned_data.get(column(name, self.language)) or ""
            if len(written) > MAX_FIELD:
                self.add_error(column(name, self.language), _("This text is too long."))
            elif written and (lost := lost_tokens(source.get(name) or "", written)):
                told = gettext("Missing: %(tokens)s.") % {"tokens": ", ".join(lost)}
                self.add_error(column(name, self.language), told)
        return self.cleaned_data

    @property
    def words(self) -> dict[str, str]:
        """What was written, by field."""
        typed = self.cleaned_data
        return {name: typed[column(name, self.language)] or "" for name in self.instance.TEXTS}

    def go_on_from(self, head: Revision) -> None:
        """Refused, since somebody has saved meanwhile: sent once more, it goes on from there."""
        sent: Any = self.data.copy()  # type: ignore[attr-defined]
        sent["based_on"] = str(head.number)
        self.data = sent
        self.add_error(
            None,
            _(
                "Somebody else has changed this translation or the Norwegian text since you opened "
                "it. Nothing is lost: your words still stand below. Compare, and save once more."
            ),
        )

    def _place(self) -> Municipality | None:
        return actions.place_of(self.instance)


class Translating(ContentAdmin):
    """Adds the page on which a text is translated into one language."""

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_translate"
        view = self.admin_site.admin_view(self.translate_view)
        return [
            path("<path:object_id>/translate/<str:language>/", view, name=name),
            *super().get_urls(),
        ]

    def may_publish(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person may show the text to readers."""
        raise NotImplementedError

    def may_translate(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person may write the texts: not all who may change the row may do that."""
        abilities = tuple(each for each in self.writes if each in TEXTS_ALONE)
        if self.place is None:
            return self.standing(request).everywhere(*abilities)
        return self.covers(request, obj, abilities)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        """With the way to this page, for those whom it is open to."""
        obj = kw.get("obj") or (args[-1] if args else None)
        is_open = obj is not None and obj.pk and self.may_translate(request, obj)
        context["translate_urls"] = [
            (code, name, self._translate_url(obj, code))
            for code, name in (translations() if is_open else [])
        ]
        return super().render_change_form(request, context, *args, **kw)

    def translate_view(self, request: HttpRequest, object_id: str, language: str) -> HttpResponse:
        """The text in the source language and in this one, field by field."""
        obj = self.get_object(request, object_id)
        if obj is None or language not in dict(translations()):
            raise Http404
        if not self.may_translate(request, obj):
            raise PermissionDenied
        form = self._translating_form(request, obj, language)
        if request.method == "POST" and form.is_valid():
            try:
                return self._save(request, obj, form)
            except actions.SavedMeanwhile as refusal:
                form.go_on_from(refusal.head)
        return self._side_by_side(request, obj, form)

    def _translating_form(self, request: HttpRequest, obj: Any, language: str) -> TranslatingForm:
        fields = [column(name, language) for name in obj.TEXTS]
        callback: Any = partial(self.formfield_for_dbfield, request=request)
        made: Any = modelform_factory(
            self.model, form=TranslatingForm, fields=fields, formfield_callback=callback
        )
        head = actions.head_of(obj)
        standing = Standing.of(obj, head)
        form: TranslatingForm = made(
            request.POST if request.method == "POST" else None,
            instance=obj,
            label_suffix="",
            initial={
                "based_on": head.number if head else 0,
                "state": request.GET.get("state", ""),
                "machine": is_machine_made(standing.versions, language),
            },
        )
        form.standing = Standing(standing.texts, standing.versions, head)
        form.language = language
        for name in obj.TEXTS:
            label = str(capfirst(self.model._meta.get_field(name).verbose_name))
            form.fields[column(name, language)].label = label
            # An empty translation is a missing one, and may be kept.
            form.fields[column(name, language)].required = False
        return form

    def _save(self, request: HttpRequest, obj: Any, form: TranslatingForm) -> HttpResponse:
        may_publish = self.may_publish(request, obj)
        if PUBLISH in request.POST and not may_publish:
            raise PermissionDenied
        typed, head = form.cleaned_data, form.standing.head
        revision = save_translation(
            text=obj,
            language=form.language,
            words=form.words,
            by=request.user,
            based_on=typed["based_on"],
            machine=typed["machine"],
            is_right=RIGHT in request.POST,
        ) or actions.head_of(obj)
        autosaves.drop(text=obj, by=request.user)
        # "Still right" says nothing about what else waits in somebody's draft.
        is_alone = RIGHT in request.POST and not (head and head.is_open)
        self._pass_on(
            request,
            revision,
            publish=PUBLISH in request.POST or (is_alone and may_publish),
            review=REVIEW in request.POST or (is_alone and not may_publish),
        )
        return self._onwards(request, obj, form)

    def _pass_on(self, request: HttpRequest, revision: Any, publish: bool, review: bool) -> None:
        if revision is None or not revision.is_open:
            return
        try:
            if publish:
                actions.publish_revision(revision=revision, by=request.user)
            elif review and revision.state == Revision.State.DRAFT:
                actions.submit_revision(revision=revision, by=request.user)
        except actions.RevisionRefused:
            told = _("Readers see a newer revision by now: save your words once more on top of it.")
            messages.warning(request, told)

    def _onwards(self, request: HttpRequest, obj: Any, form: TranslatingForm) -> HttpResponse:
        """To the next text of the same state, where one came from there; else back here."""
        here, state = self._translate_url(obj, form.language), form.cleaned_data["state"]
        link = format_html('<a href="{}">{}</a>', here, obj)
        messages.success(request, format_html(gettext("Saved: {text}"), text=link))
        if state not in TranslationState.values:
            return HttpResponseRedirect(here)
        items = worklist(request, form.language)
        _before, after = neighbours(items, self.model._meta.label_lower, obj.pk, state)
        return HttpResponseRedirect(
            _with_state(after.url, state) if after else _list_url(form.language, state)
        )

    def _side_by_side(
        self, request: HttpRequest, obj: Any, form: TranslatingForm
    ) -> TemplateResponse:
        asked = str(form["state"].value() or "")
        state = asked if asked in TranslationState.values else ""
        known = made_from_texts(obj, form.standing, form.language)
        context = {
            **self.admin_site.each_context(request),
            **self._ways(request, obj, form.language, state),
            **_where_it_stands(form, is_known=known is not None),
            "title": gettext("Translate into %(language)s")
            % {"language": dict(translations())[form.language]},
            "opts": self.opts,
            "object": obj,
            "form": form,
            "rows": self._rows(obj, form, known),
            "media": self.media + form.media,
            "language": form.language,
            "source_language": source_language(),
            "conflict": self._conflict_of(obj, form),
            "may_publish": self.may_publish(request, obj),
            "asked_state": TranslationState(state) if state else None,
            "kept": self._kept_here(request, obj),
        }
        return TemplateResponse(request, "admin/municipalities/translate.html", context)

    def _ways(self, request: HttpRequest, obj: Any, language: str, state: str) -> dict[str, Any]:
        """Where one goes from here."""
        items = worklist(request, language)
        before, after = neighbours(items, self.model._meta.label_lower, obj.pk, state)
        return {
            "languages": [
                (code, name, _with_state(self._translate_url(obj, code), state))
                for code, name in translations()
            ],
            "before": before and _with_state(before.url, state),
            "after": after and _with_state(after.url, state),
            "list_url": _list_url(language, state),
            "change_url": reverse(self._name("change"), args=[obj.pk]),
            "revisions_url": reverse(self._name("revisions"), args=[obj.pk]),
            "autosave_url": reverse(self._name("autosave"), args=[obj.pk]),
        }

    def _kept_here(self, request: HttpRequest, obj: Any) -> Any:
        """What the person was writing and did not save, unless it stands in the form already."""
        if request.method != "GET" or "take_up" in request.GET:
            return None
        return autosaves.kept_of(text=obj, by=request.user)

    def _rows(self, obj: Any, form: TranslatingForm, known: Any) -> list[Row]:
        now = form.standing.texts.get(source_language(), {})
        then = known.get(source_language(), {}) if known else now
        return [
            self._row(name, now.get(name) or "", then.get(name) or "", form)
            for name in obj.TEXTS
            if now.get(name) or form.standing.texts.get(form.language, {}).get(name)
        ]

    def _row(self, name: str, now: str, then: str, form: TranslatingForm) -> Row:
        rich = is_rich(self.model, name)
        field = self.model._meta.get_field(column(name, source_language()))
        changed = difference(in_words(field, then, {}), in_words(field, now, {}))
        shown = mark_safe(clean(now)) if rich else format_html("{}", now)
        bound = form[column(name, form.language)]
        return Row(str(bound.label), shown, rich, changed, bound)

    def _conflict_of(self, obj: Any, form: TranslatingForm) -> Any:
        """What somebody else has written, against what stands in the form."""
        if not form.is_bound or not form.non_field_errors() or not form.standing.head:
            return None
        texts = form.standing.texts
        return told_differences(
            obj, form.standing.head, {**texts, form.language: {
                **texts.get(form.language, {}), **form.words}}
        )  # fmt: skip

    def _name(self, page: str) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _translate_url(self, obj: Any, language: str) -> str:
        return reverse(self._name("translate"), args=[obj.pk, language])


def _where_it_stands(form: TranslatingForm, is_known: bool) -> dict[str, Any]:
    """What an editor sees of the translation besides its words."""
    language, (texts, versions, head) = form.language, form.standing.parts
    has_words = any(texts.get(language, {}).values())
    is_machine = is_machine_made(versions, language)
    state = state_in(texts, versions, language)
    is_outdated = has_words and state == TranslationState.OUTDATED
    return {
        "state": state,
        "has_words": has_words,
        "is_machine": is_machine,
        "made_by": (versions.made_by.get(language) or {}).get("name", ""),
        "may_be_right": is_outdated or (has_words and is_machine),
        "is_unknown": is_outdated and not is_known,
        "head": head,
        "is_waiting": bool(head and head.is_open),
    }


def _list_url(language: str, state: str = "") -> str:
    return _with_state(reverse("admin:municipalities_translations", args=[language]), state)


def _with_state(url: str, state: str) -> str:
    if not state:
        return url
    query = QueryDict(mutable=True)
    query["state"] = state
    return f"{url}?{query.urlencode()}"
