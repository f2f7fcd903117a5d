"""The pages of the case log that belong to no single model's admin; `StaffSite` adds them."""

from django.utils.translation import gettext_lazy as _

from municipalities.admin.staff_page import StaffPage, found_by
from municipalities.permissions import Standing
from municipalities.roles import Ability
from newcomers.admin.anonymised import anonymised_report
from newcomers.admin.consent import consents_of_family
from newcomers.admin.giving_out import given_out, look_through, stored_about
from newcomers.admin.handover import without_coordinator
from newcomers.admin.joining import family_alike, family_join
from newcomers.admin.lead import readings_of_case, readings_to_look_at
from newcomers.admin.print import case_print
from newcomers.admin.reports import report, report_entries, report_export
from newcomers.admin.retention import (
    family_hold,
    retention,
    retention_off,
    retention_rule,
)
from newcomers.admin.search import log_search
from newcomers.admin.splitting import case_split
from newcomers.admin.stay_report import stay_report

PAGES = (
    StaffPage("newcomers/case/search/", log_search, "newcomers_case_search"),
    StaffPage(
        "newcomers/case/without-coordinator/",
        without_coordinator,
        "newcomers_case_without_coordinator",
    ),
    StaffPage("newcomers/case/<int:pk>/split/", case_split, "newcomers_case_split"),
    StaffPage("newcomers/family/<int:pk>/alike/", family_alike, "newcomers_family_alike"),
    StaffPage("newcomers/family/<int:pk>/join/<int:other>/", family_join, "newcomers_family_join"),
    StaffPage("newcomers/case/<int:pk>/print/", case_print, "newcomers_case_print"),
    StaffPage("newcomers/case/<int:pk>/readings/", readings_of_case, "newcomers_case_readings"),
    StaffPage("newcomers/caseaccess/sample/", readings_to_look_at, "newcomers_caseaccess_sample"),
    StaffPage("newcomers/retention/", retention, "newcomers_retention"),
    StaffPage("newcomers/retention/rule/", retention_rule, "newcomers_retention_rule"),
    StaffPage(
        "newcomers/retention/<int:pk>/off/",
        retention_off,
        "newcomers_retention_off",
    ),
    StaffPage("newcomers/family/<int:pk>/hold/", family_hold, "newcomers_family_hold"),
    StaffPage("newcomers/report/", report, "newcomers_report"),
    StaffPage(
        "newcomers/report/stays/",
        stay_report,
        "newcomers_report_stays",
        _("Do people stay?"),
        # Whoever has a municipality's numbers is led there by its report.
        lambda standing: standing.anywhere(Ability.COUNT_REGION),
    ),
    StaffPage(
        "newcomers/report/anonymised/",
        anonymised_report,
        "newcomers_report_anonymised",
        _("Anonymised families"),
        lambda standing: standing.anywhere(Ability.COUNT_REGION),
    ),
    StaffPage("newcomers/report/entries/", report_entries, "newcomers_report_entries"),
    StaffPage(
        "newcomers/report/entries/export/<str:form>/", report_export, "newcomers_report_export"
    ),
    StaffPage(
        "newcomers/family/<int:pk>/consents/", consents_of_family, "newcomers_family_consents"
    ),
    StaffPage(
        "newcomers/privacyrequest/<int:pk>/stored/",
        stored_about,
        "newcomers_privacyrequest_stored",
    ),
    StaffPage(
        "newcomers/privacyrequest/<int:pk>/texts/<int:number>/",
        look_through,
        "newcomers_privacyrequest_text",
    ),
    StaffPage(
        "newcomers/privacyrequest/<int:pk>/give-out/",
        given_out,
        "newcomers_privacyrequest_give_out",
    ),
)


def on_index(standing: Standing) -> list[StaffPage]:
    """The pages that the person finds on the index."""
    return found_by(standing, PAGES)
