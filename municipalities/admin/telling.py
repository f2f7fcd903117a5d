"""What readers are told of a change: written along with the text, public when that is published."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms.boundfield import BoundField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from municipalities.actions.revisions import correct_note
from municipalities.admin.base import languages
from municipalities.models import Revision
from municipalities.models.revision import NOTE_LENGTH
from portal.lib.languages import column, is_right_to_left, source_language


class TellingForm(forms.BaseForm):
    """One line in each language; none has to be written."""

    def add_lines(self, note: dict[str, str]) -> None:
        """The fields, saying what the note says."""
        for code, name in languages():
            direction = "rtl" if is_right_to_left(code) else "ltr"
            self.fields[_line(code)] = forms.CharField(
                label=name,
                required=False,
                max_length=NOTE_LENGTH,
                widget=forms.TextInput(
                    attrs={"lang": code, "dir": direction, "class": "vTextField"}
                ),
            )
            self.initial.setdefault(_line(code), note.get(code, ""))

    def check_lines(self) -> None:
        """The source language stands in for those without a line of their own."""
        note = self.note or {}
        if any(note.values()) and not note[source_language()]:
            self.add_error(
                _line(source_language()),
                _("Write it in Norwegian too: readers of the other languages may need it."),
            )

    @property
    def note(self) -> dict[str, str] | None:
        """What was written, by language; None where the form does not ask."""
        if not self.lines:
            return None
        return {
            code: (self.cleaned_data.get(_line(code)) or "").strip() for code, _name in languages()
        }

    @property
    def lines(self) -> list[BoundField]:
        """The fields, for the template."""
        return [self[_line(code)] for code, _n in languages() if _line(code) in self.fields]

    @property
    def tells(self) -> bool:
        """Whether something stands there, or is wrong."""
        return any(line.value() or line.errors for line in self.lines)


class NoteForm(TellingForm, forms.Form):
    """What readers were told of a change that they see."""

    def __init__(self, *args: Any, note: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.add_lines(note)

    def clean(self) -> dict[str, Any]:
        self.check_lines()
        return self.cleaned_data


class Telling:
    """Adds the page on which the note to a published revision is corrected."""

    opts: Any
    admin_site: Any
    _readable: Any
    _page: Any
    _url: Any
    may_publish: Any

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_note"
        view = self.admin_site.admin_view(self.note_view)
        urls: list[Any] = super().get_urls()  # type: ignore[misc]
        return [path("<path:object_id>/revisions/<int:number>/note/", view, name=name), *urls]

    def note_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """What readers are told of one publish, to be put in better words or another language."""
        obj = self._readable(request, object_id)
        published = Revision.objects.of(obj).filter(published_at__isnull=False)
        revision = published.filter(number=number).first()
        if revision is None:
            raise Http404
        if not self.may_publish(request, obj):
            raise PermissionDenied
        form = NoteForm(request.POST or None, note=revision.note, label_suffix="")
        if form.is_valid():
            correct_note(revision=revision, note=form.note or {}, by=request.user)
            messages.success(request, gettext("Saved."))
            return HttpResponseRedirect(self._url("revision", obj, number))
        title = gettext("What readers are told of this change")
        page: HttpResponse = self._page(request, "note", obj, title, revision=revision, form=form)
        return page


def _line(code: str) -> str:
    return column("told", code)
