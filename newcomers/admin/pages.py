"""The pages of the case log that belong to no single model's admin; `StaffSite` adds them."""

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpResponse

from newcomers.admin.handover import without_coordinator
from newcomers.admin.lead import readings_of_case, readings_to_look_at
from newcomers.admin.print import case_print
from newcomers.admin.reports import report, report_entries
from newcomers.admin.search import log_search


class StaffPage(NamedTuple):
    """One page: its address below the admin's, its view, and the name of its address."""

    address: str
    view: Callable[..., HttpResponse]
    name: str


PAGES = (
    StaffPage("newcomers/case/search/", log_search, "newcomers_case_search"),
    StaffPage(
        "newcomers/case/without-coordinator/",
        without_coordinator,
        "newcomers_case_without_coordinator",
    ),
    StaffPage("newcomers/case/<int:pk>/print/", case_print, "newcomers_case_print"),
    StaffPage("newcomers/case/<int:pk>/readings/", readings_of_case, "newcomers_case_readings"),
    StaffPage("newcomers/caseaccess/sample/", readings_to_look_at, "newcomers_caseaccess_sample"),
    StaffPage("newcomers/report/", report, "newcomers_report"),
    StaffPage("newcomers/report/entries/", report_entries, "newcomers_report_entries"),
)
