"""The one mixin of every ModelAdmin: who sees it, and which rows of it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from municipalities.models import Municipality
from municipalities.permissions import Standing
from municipalities.roles import Ability


def standing_in(request: HttpRequest) -> Standing:
    """What the person may do where: read once for the request, and anew for the next."""
    known: Standing | None = getattr(request, "_standing", None)
    if known is None:
        known = Standing.of(request.user)
        request._standing = known  # type: ignore[attr-defined]
    return known


class Scoped:
    """Limits an admin to the people with an ability, and to the rows of their municipalities.

    Queryset, object permissions, choices of relations, autocomplete, filters, actions and history
    all start from here. Memberships are read once for a request, and anew for the next.
    """

    # What lets a person in at all, and what lets them write; any one of them is enough. Where
    # nothing lets them write, rows come from elsewhere and are only looked at.
    opens: tuple[Ability, ...] = ()
    writes: tuple[Ability, ...] = ()
    # Path from a row to the id of its municipality; None for what belongs to the whole region:
    # that is written by who has the ability everywhere, and read by who has it anywhere.
    place: str | None = None
    # Stands in the Django admin's own classes.
    admin_site: Any

    def standing(self, request: HttpRequest) -> Standing:
        """What the person may do where; the admin asks some fifty times a page."""
        return standing_in(request)

    def covers(self, request: HttpRequest, obj: Any, abilities: tuple[Ability, ...]) -> bool:
        """Whether one of the abilities reaches the row; without a row, any row at all."""
        standing = self.standing(request)
        if obj is None or self.place is None:
            return standing.anywhere(*abilities)
        value = obj
        for step in self.place.split("__"):
            value = getattr(value, step)
        return standing.reaches(value, *abilities)

    def may_write(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person may change the row; what belongs to the region, only regionally."""
        if not self.writes:
            return False
        if self.place is None:
            return self.standing(request).everywhere(*self.writes)
        return self.covers(request, obj, self.writes)

    def limited(
        self, request: HttpRequest, rows: QuerySet[Any], path: str, abilities: tuple[Ability, ...]
    ) -> QuerySet[Any]:
        """The rows whose municipality (id at `path`) one of the abilities reaches."""
        standing = self.standing(request)
        if standing.everywhere(*abilities):
            return rows
        return rows.filter(**{f"{path}__in": standing.places(*abilities)})

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.covers(request, None, self.opens)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.covers(request, obj, self.opens)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_write(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_write(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_write(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Only rows the person may see, whatever asks: lists, objects, actions, autocomplete."""
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        if self.place is None:
            return rows if self.standing(request).anywhere(*self.opens) else rows.none()
        return self.limited(request, rows, self.place, self.opens)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: Django's own log would keep names beyond their erasure. pghistory has all."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing either."""

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Nothing either."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer and accept only what the related admin would show."""
        kwargs.setdefault("queryset", self._choices(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The same for several."""
        kwargs.setdefault("queryset", self._choices(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def _choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        model = db_field.remote_field.model
        if model is Municipality:
            return self.limited(request, Municipality.objects.all(), "pk", self.writes)
        related = self.admin_site._registry.get(model)
        rows: QuerySet[Any] = (
            related.get_queryset(request) if related else model._default_manager.none()
        )
        return rows
