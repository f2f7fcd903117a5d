"""The page that searches the case log."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from municipalities.permissions import Standing
from municipalities.roles import Ability
from municipalities.scoping import standing_in
from newcomers.actions.access import note_access
from newcomers.admin.staff_page import places_where, staff_page
from newcomers.models import CaseAccess
from newcomers.search import MOST_SHOWN, Found, search_log
from portal.lib.typed import LineField

LONGEST = 200


class SearchForm(forms.Form):
    """The words."""

    use_required_attribute = False

    words = LineField(
        label=_("Name, case number, phone, e-mail, or words of the log"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(
            # What was searched for does not stay in the browser either.
            {"type": "search", "autocomplete": "off", "autofocus": True, "spellcheck": "false"}
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def log_search(request: HttpRequest) -> HttpResponse:
    """Search by POST alone: what somebody is looked for by stands in no address and no log."""
    places_where(request, Ability.READ_CASES)
    standing = standing_in(request)
    form = SearchForm(request.POST if request.method == "POST" else None)
    found = None
    if form.is_valid():
        found = search_log(form.cleaned_data["words"], by=request.user, standing=standing)
        _note(request, found, standing)
    return staff_page(
        request,
        "newcomers/case/search.html",
        gettext("Search in the case log"),
        form=form,
        found=found,
        most=MOST_SHOWN,
    )


def _note(request: HttpRequest, found: Found, standing: Standing) -> None:
    shown: dict[str, list[Any]] = {
        "case": [each.case for each in found.cases],
        "followup": [each.entry for each in found.entries],
    }
    what = CaseAccess.What.SEARCH
    for table, rows in shown.items():
        note_access(by=request.user, what=what, table=table, rows=rows, standing=standing)
