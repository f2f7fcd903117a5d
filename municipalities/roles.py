"""The roles, and what each may do: the one place that says so.

A membership gives its role in its municipality; some roles, given in the region's row, hold for
every municipality. Predicates in the packages' `permissions.py` read MATRIX and nothing else, at
each question: nothing is cached, so a change holds from the next request.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What a person is in a municipality (rolle)."""

    COORDINATOR = "coordinator", _("coordinator")
    LEAD = "lead", pgettext_lazy("role", "lead")
    DEPUTY = "deputy", _("deputy")
    EDITOR = "editor", _("editor")
    REGIONAL = "regional", _("regional adviser")
    PRIVACY = "privacy", _("privacy officer")
    ADMINISTRATOR = "administrator", _("administrator")


class Ability(models.TextChoices):
    """Something a role may let a person do."""

    TRIAGE_ENQUIRIES = "triage_enquiries", _("read and answer enquiries")
    COUNT_ENQUIRIES = "count_enquiries", _("see how many enquiries there are")
    READ_CASES = "read_cases", _("read families and cases")
    FOLLOW_UP = "follow_up", _("follow up cases and write the log")
    LEAD_CASES = "lead_cases", _("assign and close all cases, read restricted entries")
    COUNT_CASES = "count_cases", _("see the municipality's numbers")
    COUNT_REGION = "count_region", _("see sums of all municipalities, without small numbers")
    ERASE_FAMILIES = "erase_families", _("have families erased, or kept for a time")
    EDIT_CONTENT = "edit_content", _("write and publish pages and figures")
    WRITE_LOCAL_PARTS = "write_local_parts", _("write local parts of pages")
    EDIT_OWN_CARD = "edit_own_card", _("keep their own contact card")
    KEEP_OFFICE_DAYS = "keep_office_days", _("plan office days and say who came")
    READ_HANDBOOK = "read_handbook", _("read the host handbook")
    WRITE_HANDBOOK = "write_handbook", _("write the host handbook")
    ANSWER_SELF_CHECK = "answer_self_check", _("answer the yearly self-check")
    READ_SELF_CHECKS = "read_self_checks", _("read the yearly self-checks")
    READ_ACCESS_LOG = "read_access_log", _("see who has read what")
    ANSWER_REQUESTS = "answer_requests", _("register and answer privacy requests")
    MODERATE_OFFERS = "moderate_offers", _("publish and decline offers of organisations")
    SEE_BOARD = "see_board", _("see what condition the texts are in")
    COUNT_VISITS = "count_visits", _("see how often pages are read")
    READ_CHANGES = "read_changes", _("see who has changed what")
    MANAGE_ACCOUNTS = "manage_accounts", _("invite people and give them roles")


# Domain.md, "Who may do what". What a row does not name is denied; a test walks every cell.
MATRIX: dict[Role, frozenset[Ability]] = {
    Role.COORDINATOR: frozenset(
        {
            Ability.TRIAGE_ENQUIRIES,
            Ability.READ_CASES,
            Ability.FOLLOW_UP,
            Ability.WRITE_LOCAL_PARTS,
            Ability.EDIT_OWN_CARD,
            Ability.KEEP_OFFICE_DAYS,
            Ability.READ_HANDBOOK,
            Ability.ANSWER_SELF_CHECK,
            Ability.READ_SELF_CHECKS,
        }
    ),
    Role.LEAD: frozenset(
        {
            Ability.TRIAGE_ENQUIRIES,
            Ability.READ_CASES,
            Ability.FOLLOW_UP,
            Ability.LEAD_CASES,
            Ability.COUNT_CASES,
            Ability.ERASE_FAMILIES,
            Ability.WRITE_LOCAL_PARTS,
            Ability.EDIT_OWN_CARD,
            Ability.READ_ACCESS_LOG,
            Ability.ANSWER_REQUESTS,
            Ability.KEEP_OFFICE_DAYS,
            Ability.READ_HANDBOOK,
            Ability.WRITE_HANDBOOK,
            Ability.ANSWER_SELF_CHECK,
            Ability.READ_SELF_CHECKS,
        }
    ),
    # A deputy follows up the cases of whom they stand in for; `newcomers.permissions` says so.
    Role.DEPUTY: frozenset(
        {
            Ability.TRIAGE_ENQUIRIES,
            Ability.READ_CASES,
            Ability.FOLLOW_UP,
            Ability.READ_HANDBOOK,
        }
    ),
    Role.EDITOR: frozenset(
        {
            Ability.EDIT_CONTENT,
            Ability.MODERATE_OFFERS,
            Ability.SEE_BOARD,
            Ability.COUNT_VISITS,
            Ability.READ_CHANGES,
            Ability.KEEP_OFFICE_DAYS,
            Ability.READ_HANDBOOK,
            Ability.WRITE_HANDBOOK,
        }
    ),
    Role.REGIONAL: frozenset(
        {
            Ability.COUNT_REGION,
            Ability.MODERATE_OFFERS,
            Ability.SEE_BOARD,
            Ability.COUNT_VISITS,
            Ability.READ_HANDBOOK,
            Ability.READ_SELF_CHECKS,
        }
    ),
    Role.PRIVACY: frozenset(
        {
            Ability.COUNT_ENQUIRIES,
            Ability.ERASE_FAMILIES,
            Ability.READ_ACCESS_LOG,
            # Reads newcomers' data only inside an open request: `newcomers.stored` says how.
            Ability.ANSWER_REQUESTS,
            Ability.READ_CHANGES,
            Ability.READ_HANDBOOK,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Ability.MANAGE_ACCOUNTS,
            Ability.READ_HANDBOOK,
        }
    ),
}

# Who can own a case or a task.
FOLLOWING_UP = tuple(role for role in Role if Ability.FOLLOW_UP in MATRIX.get(role, ()))

# In the region's row these roles hold for every municipality. Roles that open newcomers' data are
# never among them: whoever triages the region's own inbox is coordinator of that row alone.
REGION_WIDE = frozenset({Role.EDITOR, Role.REGIONAL, Role.PRIVACY, Role.ADMINISTRATOR})
