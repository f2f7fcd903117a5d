"""Admins of texts that keep revisions: what is saved is a draft, until somebody publishes it."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.actions import autosaves
from municipalities.actions import revisions as actions
from municipalities.actions.addresses import address_of, note_new_address
from municipalities.actions.texts import save_text
from municipalities.admin.base import ContentAdmin, ContentForm
from municipalities.admin.comparing import Told, told_differences
from municipalities.admin.telling import Telling, TellingForm
from municipalities.admin.translating import Translating
from municipalities.admin.writing_help import tell_warnings, with_writing_help
from municipalities.models import Revision
from municipalities.models.text import PublishingState
from municipalities.preview import preview_addresses
from municipalities.roles import Ability
from portal.lib.languages import column

State = Revision.State
# The buttons below the form, besides the one that keeps a draft.
# Asks for the form with what one was writing here and did not save.
TAKE_UP = "take_up"
REVIEW, PUBLISH, SCHEDULE = "_review", "_publish", "_schedule"
REFUSALS: dict[type[Exception], Any] = {
    actions.SavedMeanwhile: _(
        "Somebody else has saved this text since you opened it. Nothing is lost: your words still "
        "stand below. Compare them, and save once more."
    ),
    actions.NotOpen: _("This revision is published or put away already."),
    actions.PublishedMeanwhile: _(
        "Readers see a newer revision by now: save your words once more on top of it."
    ),
    actions.ImpossibleTimes: _("The beginning lies ahead, and the end comes after it."),
    actions.PlaceIsPast: _("The municipality is part of another one today: its texts are history."),
}


class MomentField(forms.DateTimeField):
    """A day and a time of Oslo, in one field of the browser."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        super().__init__(widget=widget, required=False, **options)


class RevisingForm(TellingForm, ContentForm):
    """A text in all languages, going on from the revision that its writer saw."""

    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)
    publish_at = MomentField(label=_("Publish on"))
    unpublish_at = MomentField(label=_("Take down on"))

    # What somebody else has saved meanwhile.
    conflict: Revision | None = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        head = actions.head_of(self.instance) if self.instance.pk else None
        self.head = head
        self.initial.setdefault("based_on", head.number if head else 0)
        if self.instance.pk and _columns(type(self.instance)) & self.fields.keys():
            self.add_lines(head.note if head and head.is_open else {})

    def clean(self) -> dict[str, Any]:
        super().clean()
        based_on = self.cleaned_data.get("based_on")
        if self.head and based_on is not None and not self._is_head(based_on):
            self.conflict = self.head
            # Sent once more, the words go on from what is shown beside them now.
            sent: Any = self.data.copy()  # type: ignore[attr-defined]
            sent["based_on"] = str(self.head.number)
            self.data = sent
            self.add_error(None, REFUSALS[actions.SavedMeanwhile])
        begins, ends = (self.cleaned_data.get(each) for each in ("publish_at", "unpublish_at"))
        if SCHEDULE in self.data and "publish_at" not in self.errors:
            if not begins:
                self.add_error("publish_at", _("Say when."))
            elif begins <= timezone.now():
                self.add_error("publish_at", _("This time has passed."))
        if begins and ends and ends <= begins:
            self.add_error("unpublish_at", _("The end comes after the beginning."))
        self.check_lines()
        return self.cleaned_data

    def _is_head(self, number: int) -> bool:
        """Whether the writer saw what is newest now; before there are revisions, that is the row,
        which is then written down as the first."""
        newest = self.head.number if self.head else 0
        return number == newest or (number, newest) == (0, 1)

    def _post_clean(self) -> None:
        """What holds of texts that readers see holds before they are published."""
        super()._post_clean()  # type: ignore[misc]
        asked = {PUBLISH, SCHEDULE} & self.data.keys()
        if not asked or self.errors or not hasattr(self.instance, "state"):
            return
        before, self.instance.state = self.instance.state, PublishingState.PUBLISHED
        try:
            self.instance.validate_constraints()
        except ValidationError as refusal:
            self.add_error(None, ValidationError(refusal.messages))
        finally:
            self.instance.state = before


class RevisingAdmin(Telling, Translating):
    """Base of the admins whose texts readers see only when they are published.

    What is no text (topic, address, sources) is changed at once, as before.
    """

    form = RevisingForm
    change_form_template = "admin/municipalities/change_form.html"
    # What lets a person publish what was written; without it they ask for a review.
    publishes: tuple[Ability, ...] = (Ability.EDIT_CONTENT,)

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        site = self.admin_site.admin_view
        return [
            path(
                "<path:object_id>/revisions/",
                site(self.revisions_view),
                name=f"{name}_revisions",
            ),
            path(
                "<path:object_id>/autosave/",
                site(self.autosave_view),
                name=f"{name}_autosave",
            ),
            path(
                "<path:object_id>/revisions/<int:number>/",
                site(self.revision_view),
                name=f"{name}_revision",
            ),
            *super().get_urls(),
        ]

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The row, saying what the newest draft says."""
        obj: Any = super().get_object(request, object_id, from_field)
        head = actions.head_of(obj) if obj else None
        if head and head.is_open:
            obj.take(head.texts, head.versions)
        if obj and request.method == "GET" and TAKE_UP in request.GET:
            kept = autosaves.kept_of(text=obj, by=request.user)
            if kept:
                obj.take(kept.content, obj.versions)
        return obj

    def may_publish(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person may show the text to readers."""
        if self.place is None:
            return self.standing(request).everywhere(*self.publishes)
        return self.covers(request, obj, self.publishes)

    def may_write_texts(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person may write the text, and not only what else its form holds."""
        texts = tuple(each for each in self.writes if each != Ability.MANAGE_ACCOUNTS)
        covered = self.covers(request, obj, texts)
        return covered and bool(self.has_change_permission(request, obj))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """What is no text goes into the row; the text into a draft, and then where asked."""
        typed = form.cleaned_data
        if not change:
            save_text(text=obj, by=request.user)
            revision: Any = actions.record_row(text=obj, by=request.user)
        else:
            texts, live = obj.texts, type(obj)._default_manager.get(pk=obj.pk)
            obj.take(live.texts, live.versions)
            obj.source_changed_at = live.source_changed_at
            obj.save()
            note_new_address(text=obj, before=address_of(live))
            revision = actions.save_revision(
                text=obj,
                texts=texts,
                by=request.user,
                minor=typed.get("minor", False),
                note=form.note,
            ) or actions.head_of(obj)
            autosaves.drop(text=obj, by=request.user)
        self._go_on(request, obj, revision, form)
        if revision is not None and "_continue" not in request.POST:
            tell_warnings(request, obj, revision.texts, self._url("change", obj))

    def autosave_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Keep what is being written, for its writer: 204, or 413 for what is too long."""
        obj = self._readable(request, object_id)
        if not self.may_write_texts(request, obj):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if "forget" in request.POST:
            autosaves.drop(text=obj, by=request.user)
            return HttpResponseRedirect(self._url("change", obj))
        # A form may hold one language alone: the others stay as one goes on from them.
        head = actions.head_of(obj)
        texts = {
            code: {name: request.POST.get(column(name, code), old) for name, old in fields.items()}
            for code, fields in (head.texts if head else obj.texts).items()
        }
        based_on = request.POST.get("based_on", "")
        try:
            autosaves.keep(
                text=obj,
                texts=texts,
                by=request.user,
                based_on=int(based_on[:9]) if based_on.isdecimal() else 0,
            )
        except autosaves.TextTooLong:
            return HttpResponse(status=413)
        return HttpResponse(status=204)

    def _go_on(self, request: HttpRequest, obj: Any, revision: Any, form: Any) -> None:
        """What the button asks for, besides saving."""
        wanted = {PUBLISH, SCHEDULE, REVIEW} & request.POST.keys()
        if not wanted or revision is None or not revision.is_open:
            return
        if wanted & {PUBLISH, SCHEDULE} and not self.may_publish(request, obj):
            raise PermissionDenied
        typed = form.cleaned_data
        if PUBLISH in wanted:
            actions.publish_revision(revision=revision, by=request.user)
        elif SCHEDULE in wanted:
            actions.schedule_revision(
                revision=revision,
                by=request.user,
                publish_at=typed["publish_at"],
                unpublish_at=typed["unpublish_at"],
            )
        else:
            actions.submit_revision(revision=revision, by=request.user)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        """With where the text stands, and what the person may do with it."""
        obj = kw.get("obj") or (args[-1] if args else None)
        form = context["adminform"].form
        context |= {
            "may_publish": self.may_publish(request, obj),
            "writes_texts": bool(_columns(self.model) & form.fields.keys()),
            "head": getattr(form, "head", None),
            "is_waiting": bool(getattr(form, "head", None) and form.head.is_open),
            "autosave_url": self._url("autosave", obj) if obj and obj.pk else "",
            "kept": self._kept(request, obj),
            "conflict": self._conflict(form),
            "revisions_url": self._url("revisions", obj) if obj and obj.pk else "",
        }
        with_writing_help(context, obj)
        return super().render_change_form(request, context, *args, **kw)

    def _kept(self, request: HttpRequest, obj: Any) -> Any:
        """What the person was writing and did not save, unless it stands in the form already."""
        if obj is None or obj.pk is None or request.method == "POST" or TAKE_UP in request.GET:
            return None
        return autosaves.kept_of(text=obj, by=request.user)

    def _conflict(self, form: Any) -> Told | None:
        """What somebody else has written, against what stands in the form."""
        other = getattr(form, "conflict", None)
        if other is None:
            return None
        return told_differences(form.instance, other, form.instance.texts)

    def revisions_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """All revisions of the text, the newest first."""
        obj = self._readable(request, object_id)
        rows = Revision.objects.of(obj).defer("content").select_related("published_by")
        title = gettext("Revisions")
        return self._page(request, "revisions", obj, title, revisions=rows)

    def revision_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """One revision, against what readers see or another one; and what can be done with it."""
        obj = self._readable(request, object_id)
        rows = Revision.objects.of(obj)
        revision = rows.filter(number=number).first()
        if revision is None:
            raise Http404
        if request.method == "POST":
            return self._do(request, obj, revision)
        other = _chosen(request, revision)
        return self._page(
            request,
            "revision",
            obj,
            gettext("Revision %(number)s") % {"number": number},
            revision=revision,
            other=other,
            told=told_differences(obj, other, revision.texts, revision.versions) if other else None,
            previews=preview_addresses(revision) if revision.is_open else {},
            others=rows.exclude(number=number).defer("content"),
            may_publish=self.may_publish(request, obj),
            may_write=self.may_write_texts(request, obj),
        )

    def _do(self, request: HttpRequest, obj: Any, revision: Revision) -> HttpResponse:
        deed = request.POST.get("deed", "")
        allowed = {
            "restore": self.may_write_texts(request, obj),
            "review": self.may_write_texts(request, obj),
            "publish": self.may_publish(request, obj),
            "archive": self.may_publish(request, obj) and hasattr(obj, "state"),
        }
        if not allowed.get(deed):
            raise PermissionDenied
        try:
            with transaction.atomic():
                _DEEDS[deed](revision, request.user)
        except actions.RevisionRefused as refusal:
            messages.warning(request, REFUSALS[type(refusal)])
            return HttpResponseRedirect(request.path)
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
            return HttpResponseRedirect(request.path)
        messages.success(request, gettext("Saved."))
        return HttpResponseRedirect(self._url("revisions", obj))

    def _readable(self, request: HttpRequest, object_id: str) -> Any:
        # Past the overlay: the row is what readers see.
        obj = ContentAdmin.get_object(self, request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        return obj

    def _url(self, page: str, obj: Any, *more: Any) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[obj.pk, *more])

    def _page(
        self, request: HttpRequest, name: str, obj: Any, title: str, **context: Any
    ) -> HttpResponse:
        frame = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "object": obj,
            "change_url": self._url("change", obj),
            "revisions_url": self._url("revisions", obj),
        }
        return TemplateResponse(request, f"admin/municipalities/{name}.html", frame | context)


def _chosen(request: HttpRequest, revision: Revision) -> Revision | None:
    """What to compare with: what was asked for, else what readers see, else the one before."""
    others = Revision.objects.of(revision.text).exclude(pk=revision.pk)  # type: ignore[arg-type]
    asked = request.GET.get("with", "")
    if asked.isdecimal() and (found := others.filter(number=int(asked[:9])).first()):
        return found
    shown = others.filter(state=State.PUBLISHED).first() if revision.is_open else None
    return shown or others.filter(number__lt=revision.number).first()


def _columns(model: Any) -> set[str]:
    return {column(name, code) for name in model.TEXTS for code, _name in settings.LANGUAGES}


_DEEDS: dict[str, Any] = {
    "restore": lambda revision, by: actions.restore_revision(revision=revision, by=by),
    "review": lambda revision, by: actions.submit_revision(revision=revision, by=by),
    "publish": lambda revision, by: actions.publish_revision(revision=revision, by=by),
    "archive": lambda revision, by: actions.archive_text(text=revision.text, by=by),
}
