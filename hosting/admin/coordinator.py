"""Host contacts in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hosting.admin.office_day import WIDGETS
from hosting.admin.pictured import Pictured
from hosting.models import Absence, Coordinator
from municipalities.admin.base import ContentAdmin, TranslationFilter
from municipalities.roles import Ability
from portal.lib.dates import today

# Editors see no accounts.
ACCOUNT = (_("With which account do they log in?"), {"fields": ["user"]})


# Who reaches every card of a place, as against only their own.
ALL_CARDS = (Ability.EDIT_CONTENT, Ability.MANAGE_ACCOUNTS)


class AbsenceInline(admin.StackedInline[Absence, Coordinator]):
    """When they are away, and who answers meanwhile. It goes where the card goes."""

    model = Absence
    fk_name = "coordinator"
    extra = 0
    formfield_overrides = WIDGETS
    verbose_name_plural = _("When are they away, and who answers then?")

    def _may(self, request: HttpRequest, obj: Any = None) -> bool:
        cards: Any = self.admin_site._registry[Coordinator]
        return bool(cards.has_change_permission(request, obj))

    has_view_permission = has_add_permission = has_change_permission = _may
    has_delete_permission = _may

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A deputy may come from any municipality: contacts are public."""
        if db_field.name == "deputy":
            kwargs["queryset"] = Coordinator.objects.on_duty().order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Coordinator)
class CoordinatorAdmin(Pictured, ContentAdmin):
    """The named persons who answer. Everyone keeps their own card; editors keep all here."""

    opens = writes = (Ability.EDIT_CONTENT, Ability.EDIT_OWN_CARD, Ability.MANAGE_ACCOUNTS)
    place = "municipality_id"
    list_display = ("name", "municipality", "email", "valid_to", "is_example", "translation_states")
    list_filter = (TranslationFilter, ("municipality", admin.RelatedOnlyFieldListFilter),
                   "is_example")  # fmt: skip
    list_select_related = ("municipality",)
    search_fields = ("name", "slug", "email", "municipality__name")
    searched_texts = ("role",)
    autocomplete_fields = ("municipality", "deputy", "user")
    inlines = (AbsenceInline,)
    ordering = ("-municipality__kind", "municipality__name", "position", "pk")
    questions = (
        (_("Who answers, and for which place?"),
         {"fields": ["municipality", "name", "slug", "position", "is_example"]}),
        (_("How are they reached?"), {"fields": ["phone", "email", "languages"]}),
        (_("What do they look like?"), {"fields": ["photo_page"]}),
        (_("When, and who stands in?"), {"fields": ["valid_from", "valid_to", "deputy"]}),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Cards of the places the person edits or administers, and their own."""
        rows = super().get_queryset(request)
        standing = self.standing(request)
        if standing.everywhere(*ALL_CARDS):
            return rows
        all_here = Q(municipality__in=standing.places(*ALL_CARDS))
        return rows.filter(all_here | Q(user=request.user.pk))

    def covers(self, request: HttpRequest, obj: Any, abilities: tuple[Ability, ...]) -> bool:
        """Whoever only keeps their own card reaches no other."""
        if obj is None or Ability.EDIT_OWN_CARD not in abilities:
            return super().covers(request, obj, abilities)
        is_own = obj.user_id == request.user.pk
        allowed = abilities if is_own else tuple(set(abilities) & set(ALL_CARDS))
        return super().covers(request, obj, allowed)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.covers(request, None, ALL_CARDS)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.covers(request, obj, ALL_CARDS)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """On their own card people write how they are reached; what they are is decided above."""
        if self.covers(request, obj, ALL_CARDS):
            return ("photo_page",)
        return (
            "photo_page",
            "municipality",
            "slug",
            "position",
            "is_example",
            "valid_from",
            "valid_to",
        )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fieldsets = super().get_fieldsets(request, obj)
        administers = self.covers(request, obj, (Ability.MANAGE_ACCOUNTS,))
        return [*fieldsets, ACCOUNT] if administers else fieldsets

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A deputy may come from any municipality: contacts are public."""
        if db_field.name == "deputy":
            kwargs["queryset"] = Coordinator.objects.all()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def is_public(self, obj: Coordinator) -> bool:
        return obj.is_on_duty(today())
