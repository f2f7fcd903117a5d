"""The pages of the texts that belong to no single model's admin; `StaffSite` adds them."""

from django.utils.translation import gettext_lazy as _

from municipalities.admin.board import condition_board, condition_list
from municipalities.admin.picking import figure_tokens
from municipalities.admin.staff_page import StaffPage, found_by
from municipalities.admin.translators import (
    export,
    first_language,
    import_file,
    translation_list,
)
from municipalities.admin.yearly import yearly_figure
from municipalities.permissions import Standing
from municipalities.roles import Ability

PAGES = (
    StaffPage(
        "municipalities/condition/",
        condition_board,
        "municipalities_condition",
        _("What condition the texts are in"),
        lambda standing: standing.anywhere(Ability.SEE_BOARD),
    ),
    StaffPage("municipalities/condition/list/", condition_list, "municipalities_condition_list"),
    StaffPage(
        "municipalities/figure/yearly/",
        yearly_figure,
        "municipalities_figure_yearly",
        _("A yearly figure for all municipalities"),
        lambda standing: standing.everywhere(Ability.EDIT_CONTENT),
    ),
    StaffPage("municipalities/figure/tokens/", figure_tokens, "municipalities_figure_tokens"),
    StaffPage(
        "municipalities/translations/",
        first_language,
        "municipalities_translations_all",
        _("What is to translate"),
        lambda standing: standing.anywhere(Ability.EDIT_CONTENT, Ability.WRITE_LOCAL_PARTS),
    ),
    StaffPage(
        "municipalities/translations/<str:language>/",
        translation_list,
        "municipalities_translations",
    ),
    StaffPage(
        "municipalities/translations/<str:language>/export/",
        export,
        "municipalities_translations_export",
    ),
    StaffPage(
        "municipalities/translations/<str:language>/import/",
        import_file,
        "municipalities_translations_import",
    ),
)


def on_index(standing: Standing) -> list[StaffPage]:
    """The pages that the person finds on the index."""
    return found_by(standing, PAGES)
