"""Offers in the admin: their texts and facts, and how many took a class.

What becomes of an offer is decided in the moderators' queue (`offer_queue`).
"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from hosting.actions.offers import submit_offer
from hosting.admin.step import Ticked
from hosting.models import Offer, Organisation, Participation
from municipalities.actions import autosaves
from municipalities.actions.texts import save_text
from municipalities.admin.base import TranslationFilter, in_words
from municipalities.admin.revising import RevisingAdmin, RevisingForm
from municipalities.models import Municipality
from municipalities.roles import Ability
from portal.lib.languages import column, current

MODERATES = (Ability.MODERATE_OFFERS,)


class OfferForm(RevisingForm):
    """An offer is for somebody somewhere, and says so in the language it is written in."""

    written_in = forms.ChoiceField(
        label=_("written in"), help_text=_("The language its sender wrote in.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # What is needed is needed in the sender's language, which need not be Norwegian: `clean`.
        for name in Offer.TEXTS:
            for code, _name in settings.LANGUAGES:
                if column(name, code) in self.fields:
                    self.fields[column(name, code)].required = False
        if "written_in" in self.fields:
            field: Any = self.fields["written_in"]
            field.choices = settings.LANGUAGES
            self.initial.setdefault("written_in", current())

    def clean(self) -> dict[str, Any]:
        """What readers could not use is refused."""
        super().clean()
        said: dict[str, Any] = self.cleaned_data
        if not (said.get("municipalities") or said.get("serves_region")):
            self.add_error("municipalities", _("Say where, or tick “for the whole region”."))
        if language := said.get("written_in"):
            for name in ("title", "text"):
                if not said.get(column(name, language)):
                    missing = _("Needed in the language that the offer is written in.")
                    self.add_error(column(name, language), missing)
        return said

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.instance.is_published and self.instance.organisation is None:
            missing = _("Before it is published, say which organisation offers it.")
            self.add_error("organisation", ValidationError(missing))


class ParticipationInline(admin.TabularInline[Participation, Offer]):
    """How many took the class, by term. Numbers only: nobody is named."""

    model = Participation
    extra = 1
    fields = ("term", "started", "completed")

    def _may(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may write the class counts it."""
        return bool(self.admin_site._registry[Offer].may_write(request, obj))  # type: ignore[attr-defined]

    has_add_permission = has_change_permission = has_delete_permission = _may

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees the class sees how many took it."""
        return True


@admin.register(Offer)
class OfferAdmin(Ticked, RevisingAdmin):
    """What organisations offer, in the municipalities one answers for."""

    opens = writes = publishes = MODERATES
    place = "municipalities"
    form = OfferForm
    inlines = (ParticipationInline,)
    list_display = ("shown_title", "kind", "organisation", "status", "confirmed_on", "where",
                    "translation_states")  # fmt: skip
    list_filter = ("status", "kind", TranslationFilter, "is_example",
                   ("municipalities", admin.RelatedOnlyFieldListFilter))  # fmt: skip
    list_select_related = ("organisation",)
    search_fields = ("slug", "organisation_name", "organisation__name", "place")
    searched_texts = ("title", "text")
    ordering = ("-submitted_at", "-pk")
    readonly_fields = ("stands",)
    questions = (
        (_("What is it, and who offers it?"),
         {"fields": ["stands", "kind", "organisation", "organisation_name", "written_in"]}),
        (_("Where?"), {"fields": ["municipalities", "serves_region", "place"]}),
        (_("For whom?"), {"fields": ["groups", "languages"]}),
        (_("When, and does it go together with a job?"),
         {"fields": ["starts_on", "ends_on", "is_outside_working_hours", "is_beside_work",
                     "is_free"]}),
        (_("If it is a Norwegian class"), {"fields": ["levels", "seats"]}),
        (_("How do readers reach those who offer it?"),
         {"fields": ["website", "contact_email", "contact_phone", "is_example"]}),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("municipalities")

    def limited(
        self, request: HttpRequest, rows: QuerySet[Any], path: str, abilities: tuple[Ability, ...]
    ) -> QuerySet[Any]:
        """Those of any one of the person's municipalities, each once."""
        if path != self.place:
            return super().limited(request, rows, path, abilities)
        standing = self.standing(request)
        if standing.everywhere(*abilities):
            return rows
        mine = Offer.objects.moderated_in(standing.places(*abilities))
        return rows.filter(pk__in=mine.values("pk"))

    def covers(self, request: HttpRequest, obj: Any, abilities: tuple[Ability, ...]) -> bool:
        """Whether the person moderates in any one of its municipalities."""
        standing = self.standing(request)
        if obj is None or standing.everywhere(*abilities):
            return standing.anywhere(*abilities)
        places = standing.places(*abilities)
        return any(place.pk in places for place in obj.municipalities.all())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Offers are hidden, never deleted."""
        return False

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return list(self.inlines) if obj is not None and obj.is_class else []

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        """A municipality of somebody else's stays where it stands, and is not added."""
        form = super().get_form(request, obj, *args, **kwargs)
        field: Any = form.base_fields.get("municipalities")
        if field is not None and obj is not None:
            own = Q(pk__in=field.queryset.values("pk"))
            field.queryset = Municipality.objects.filter(own | Q(offers=obj)).distinct()
        return form

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Boxes to tick, for the municipalities of today."""
        kwargs["widget"] = forms.CheckboxSelectMultiple
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "municipalities":
            field.queryset = field.queryset.current().order_by("name")
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Organisations are public: a moderator chooses among all of them."""
        if db_field.name == "organisation":
            kwargs["queryset"] = Organisation.objects.order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Offer, form: Any, change: bool) -> None:
        """What readers see is changed by revisions; before that, the row itself."""
        if not change:
            places = form.cleaned_data["municipalities"]
            submit_offer(offer=obj, municipalities=places, by=request.user)
        elif not obj.is_published:
            save_text(text=obj, minor=form.cleaned_data.get("minor", False), by=request.user)
            autosaves.drop(text=obj, by=request.user)
        else:
            super().save_model(request, obj, form, change)

    def render_change_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """What nobody sees yet is simply saved: there is no draft beside it."""
        page = super().render_change_form(request, *args, **kwargs)
        obj = page.context_data.get("original")
        if obj is None or not obj.is_published:
            page.context_data |= {"writes_texts": False, "may_publish": False}
        return page

    def is_public(self, obj: Offer) -> bool:
        return bool(Offer.objects.shown().filter(pk=obj.pk).exists())

    @admin.display(description=_("title"))
    def shown_title(self, offer: Offer) -> SafeString:
        """The title, in the editor's language or in the one it was written in."""
        return in_words(offer, "title")

    @admin.display(description=_("municipalities"))
    def where(self, offer: Offer) -> str:
        """Their names."""
        return ", ".join(place.name for place in offer.municipalities.all()) or "–"

    @admin.display(description=_("state"))
    def stands(self, offer: Offer) -> SafeString:
        """Where it stands, with the way to what can be done about that."""
        if offer.pk is None:
            return format_html("{}", _("Once it is saved, it waits for a moderator."))
        queue = reverse("admin:hosting_offer_queue_one", args=[offer.pk])
        return format_html('{}. <a href="{}">{}</a>', offer.get_status_display(), queue,
                           _("Decide about it"))  # fmt: skip
