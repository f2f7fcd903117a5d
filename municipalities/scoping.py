"""The one mixin of every ModelAdmin: who sees it, and which rows of it."""

import re
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import BadRequest, FieldDoesNotExist, ValidationError
from django.db.models import JSONField, Model, QuerySet
from django.http import HttpRequest

from municipalities.models import Municipality
from municipalities.permissions import Standing
from municipalities.roles import Ability

# What filters and date hierarchies write into an address. Of the others, Django breaks on some
# values, and PostgreSQL takes its time over a regular expression.
LOOKUPS = frozenset({"exact", "in", "isnull", "gt", "gte", "lt", "lte", "year", "month", "day"})
COMPOSED = (ArrayField, JSONField)
YEAR = re.compile(r"[1-9][0-9]{0,3}")


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
    # Stand in the Django admin's own classes.
    admin_site: Any
    opts: Any

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

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        """Whether a list may be narrowed by this; Django's own answer, where it is a plain one."""
        allowed: bool = super().lookup_allowed(lookup, value, request)  # type: ignore[misc]
        if "__year" in lookup and not YEAR.fullmatch(str(value)):
            return False  # no year of a calendar: Django would break where it counts its days
        return allowed and is_plain(self.opts.model, lookup)

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any], **more: Any) -> Any:
        """Do what was chosen with the rows that were chosen; 400 for what can be no row's id."""
        for chosen in request.POST.getlist(ACTION_CHECKBOX_NAME):
            try:
                self.opts.pk.to_python(chosen)
            except ValidationError as error:
                raise BadRequest("no id") from error
        # From Django 6.1 on, it is told where on the page the action was chosen, too.
        return super().response_action(request, queryset, **more)  # type: ignore[misc]

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


def is_plain(model: type[Model], lookup: str) -> bool:
    """Whether what follows the field's name is one of the lookups that lists need."""
    at: Any = model
    field: Any = None
    parts = lookup.split("__")
    for number, part in enumerate(parts):
        try:
            field = at._meta.pk if part == "pk" else at._meta.get_field(part)
        except (AttributeError, FieldDoesNotExist):
            # Django answers for what is no field at all.
            return field is None or (
                {*parts[number:]} <= LOOKUPS and not isinstance(field, COMPOSED)
            )
        at = field.related_model
    return not isinstance(field, COMPOSED)
