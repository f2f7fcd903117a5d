"""Sources in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from municipalities.admin.base import HTTPS
from municipalities.admin.history import ReadableHistory
from municipalities.models import Source
from municipalities.roles import Ability
from municipalities.scoping import Scoped


@admin.register(Source)
class SourceAdmin(ReadableHistory, Scoped, admin.ModelAdmin[Source]):
    """Where facts were found."""

    opens = (Ability.EDIT_CONTENT, Ability.WRITE_LOCAL_PARTS)
    writes = (Ability.EDIT_CONTENT,)
    formfield_overrides = HTTPS
    list_display = ("title", "publisher", "shown_as_of", "key")
    list_filter = (("url", admin.EmptyFieldListFilter),)
    search_fields = ("key", "title", "publisher", "url")
    ordering = ("publisher", "title", "key")
    fieldsets = (
        (_("Where was it found?"), {"fields": ["title", "language", "publisher", "url", "key"]}),
        (_("From when is it?"), {"fields": ["as_of", "as_of_precision"]}),
    )

    @admin.display(description=_("as of"), ordering="as_of")
    def shown_as_of(self, source: Source) -> str:
        """The date, as exactly as it is known."""
        return source.spelled_as_of
