"""The page on which a photo is sent in, described and taken away, for any admin whose objects have
one (`Picture`)."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hosting.actions.pictures import PictureNotKept, describe_photo, remove_photo, set_photo
from hosting.admin.staff_page import host_page
from municipalities.admin.base import languages
from portal.lib.languages import column
from portal.lib.renditions import MOST_BYTES

WHAT_IS_WRONG: dict[str, Any] = {
    "empty": _("The file is empty. Please choose another one."),
    "too_many_bytes": _("The file is larger than 12 megabytes. Please send a smaller one."),
    "no_picture": _("This is no picture that we can read. Please send a JPEG, PNG or WebP."),
    "too_many_pixels": _(
        "The picture has more than 50 million pixels. Please make it smaller first."
    ),
    "too_small": _("The picture is too small: at least 80 pixels each way are needed."),
    "uneven": _("The picture is too long and narrow. Please cut out the part that matters."),
    "moving": _("The picture moves. Please send one that stands still."),
    "broken": _("The file is damaged or not complete. Please save it again, or send another one."),
}
NOT_KEPT = _(
    "Photos cannot be stored just now, so nothing has changed. Please choose the photo once more "
    "in a few minutes; if that does not help either, tell those who run the portal."
)
TAKEN = ".jpg,.jpeg,.png,.webp,image/jpeg,image/png,image/webp"


class PhotoForm(forms.Form):
    """A picture with what can be seen in it, in every language."""

    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput({"accept": TAKEN}),
        help_text=_(
            "JPEG, PNG or WebP, at most 12 megabytes. It is made smaller, and where and when it "
            "was taken is removed from it."
        ),
    )
    credit = forms.CharField(label=_("Photographer"), max_length=80, required=False)
    agreed = forms.BooleanField(
        label=_("The person in the photo has agreed that it is shown here."),
        required=False,
        help_text=_("They may change their mind at any time: then take the photo away below."),
    )

    def __init__(self, *args: Any, owner: Any, shows_person: bool, **options: Any) -> None:
        self.owner, self.shows_person = owner, shows_person
        super().__init__(*args, **options)
        for code, name in languages():
            field = forms.CharField(
                label=gettext("What can be seen (%(language)s)") % {"language": name},
                max_length=160,
            )
            field.widget.attrs["lang"] = code
            self.fields[column("alt", code)] = field
            if owner.photo:
                field.initial = getattr(owner.photo, column("alt", code))
        self.fields["credit"].initial = owner.photo.credit if owner.photo else ""
        self.order_fields(["photo", *(column("alt", code) for code, _name in languages())])

    def clean_photo(self) -> bytes | None:
        """The bytes; None where only the words change."""
        sent = self.cleaned_data["photo"]
        if sent is None:
            if self.owner.photo is None:
                raise forms.ValidationError(_("Please choose a photo."))
            return None
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(WHAT_IS_WRONG["too_many_bytes"])
        content: bytes = sent.read()
        return content

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if self.shows_person and typed.get("photo") and not typed.get("agreed"):
            self.add_error("agreed", _("Without their consent nobody’s photo is shown."))
        return typed

    @property
    def alt(self) -> dict[str, str]:
        """What can be seen, by language."""
        return {code: self.cleaned_data[column("alt", code)] for code, _name in settings.LANGUAGES}


class Pictured(admin.ModelAdmin[Any]):
    """Mixin for an admin whose objects have a `photo`: a page of its own, linked as `photo_page`.

    `shows_person` says that consent is needed.
    """

    shows_person = True

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.photo_view)
        return [path("<path:object_id>/photo/", view, name=self._photo_route), *super().get_urls()]

    def photo_belongs_to(self, obj: Any) -> int | None:
        """The municipality (its id) of a photo whose object names none, or several."""
        return None

    @property
    def _photo_route(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_photo"

    @admin.display(description=_("photo"))
    def photo_page(self, obj: Any) -> SafeString | str:
        """The way to the photo's own page."""
        if obj is None or obj.pk is None:
            return gettext("Save first; then a photo can be added.")
        words = gettext("Change or remove the photo") if obj.photo_id else gettext("Add a photo")
        return format_html(
            '<a href="{}">{}</a>', reverse(f"admin:{self._photo_route}", args=[obj.pk]), words
        )

    def photo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The photo with its words, the form for another one, and the button that removes it."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        if request.method == "POST" and "_remove" in request.POST:
            remove_photo(owner=obj, by=request.user)
            messages.success(request, gettext("The photo is gone."))
            return HttpResponseRedirect(request.path)
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = PhotoForm(*sent, owner=obj, shows_person=self.shows_person)
        if form.is_bound and form.is_valid() and self._keep(request, obj, form):
            messages.success(request, gettext("The photo is saved."))
            return HttpResponseRedirect(request.path)
        title = gettext("Photo of %(name)s") % {"name": obj}
        return host_page(request, "photo.html", title, form=form, owner=obj, opts=self.opts)

    def _keep(self, request: HttpRequest, obj: Any, form: PhotoForm) -> bool:
        """Whether it could be kept; otherwise the form says why not."""
        credit, content = form.cleaned_data["credit"], form.cleaned_data["photo"]
        if content is None:
            describe_photo(owner=obj, alt=form.alt, credit=credit, by=request.user)
            return True
        from portal.lib.pictures import PictureRefused

        try:
            set_photo(
                owner=obj,
                content=content,
                alt=form.alt,
                credit=credit,
                person_agreed=form.cleaned_data["agreed"],
                shows_person=self.shows_person,
                municipality=self.photo_belongs_to(obj),
                by=request.user,
            )
        except PictureRefused as refused:
            form.add_error("photo", WHAT_IS_WRONG[refused.reason])
        except PictureNotKept:
            form.add_error("photo", NOT_KEPT)
        return form.is_valid()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """The photo goes with what it shows."""
        remove_photo(owner=obj, by=request.user)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for obj in queryset:
            remove_photo(owner=obj, by=request.user)
        super().delete_queryset(request, queryset)
