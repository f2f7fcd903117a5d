"""The pages of the texts that belong to no single model's admin; `StaffSite` adds them."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from municipalities.admin.board import condition_board, condition_list
from municipalities.admin.picking import figure_tokens
from municipalities.admin.translators import (
    export,
    first_language,
    import_file,
    translation_list,
)
from municipalities.admin.yearly import yearly_figure
from municipalities.permissions import Standing
from municipalities.roles import Ability


class ContentPage(NamedTuple):
    """One page: its address below the admin's, its view, the name of its address, and for the
    index its title and who finds it there."""

    address: str
    view: Callable[..., HttpResponse]
    name: str
    title: Any = ""
    is_for: Callable[[Standing], bool] = lambda standing: False

    @property
    def route(self) -> str:
        """What a link names."""
        return f"admin:{self.name}"


PAGES = (
    ContentPage(
        "municipalities/condition/",
        condition_board,
        "municipalities_condition",
        _("What condition the texts are in"),
        lambda standing: standing.anywhere(Ability.SEE_BOARD),
    ),
    ContentPage("municipalities/condition/list/", condition_list, "municipalities_condition_list"),
    ContentPage(
        "municipalities/figure/yearly/",
        yearly_figure,
        "municipalities_figure_yearly",
        _("A yearly figure for all municipalities"),
        lambda standing: standing.everywhere(Ability.EDIT_CONTENT),
    ),
    ContentPage("municipalities/figure/tokens/", figure_tokens, "municipalities_figure_tokens"),
    ContentPage(
        "municipalities/translations/",
        first_language,
        "municipalities_translations_all",
        _("What is to translate"),
        lambda standing: standing.anywhere(Ability.EDIT_CONTENT, Ability.WRITE_LOCAL_PARTS),
    ),
    ContentPage(
        "municipalities/translations/<str:language>/",
        translation_list,
        "municipalities_translations",
    ),
    ContentPage(
        "municipalities/translations/<str:language>/export/",
        export,
        "municipalities_translations_export",
    ),
    ContentPage(
        "municipalities/translations/<str:language>/import/",
        import_file,
        "municipalities_translations_import",
    ),
)


def on_index(standing: Standing) -> list[ContentPage]:
    """The pages that the person finds on the index."""
    return [page for page in PAGES if page.is_for(standing)]
