"""What leaves the case log as a file: lists, column by column, for who may see them.

No free text leaves: what somebody wrote into the log, or asked, is read here and nowhere else. A
file on somebody's machine is out of reach of every right and every erasure.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newcomers.models import Case, Family, FollowUp
from portal.lib.sheets import Table, Value

MOST_ROWS = 5000


@dataclass(frozen=True)
class Column:
    """A heading, and what stands under it."""

    heading: Any
    value: Callable[[Any], Value]


@dataclass(frozen=True)
class Export:
    """One kind of list."""

    name: Any
    file_name: str
    columns: Sequence[Column]
    related: Sequence[str]
    # Those of a confidential address, and those that are only kept: they never leave.
    protected: Callable[[], Q]


def _words(row: Any, field: str) -> str:
    return str(getattr(row, f"get_{field}_display")())


def _several(row: Any, field: str) -> str:
    """What a list of codes says, in words."""
    names = dict(row._meta.get_field(field).base_field.choices or ())
    return ", ".join(str(names.get(code, code)) for code in getattr(row, field))


CASES = Export(
    _("cases"),
    "cases",
    (
        Column(_("number"), lambda case: case.number),
        Column(_("called"), lambda case: case.family.label),
        Column(_("municipality"), lambda case: case.municipality.name),
        Column(_("comes as"), lambda case: _words(case.family, "category")),
        Column(_("status"), lambda case: _words(case, "status")),
        Column(_("priority"), lambda case: _words(case, "priority")),
        Column(_("home"), lambda case: _words(case, "housing")),
        Column(_("coordinator"), lambda case: str(case.coordinator or "")),
        Column(_("opened"), lambda case: case.opened_on),
        Column(_("next task"), lambda case: case.next_due_on),
        Column(_("last reached"), lambda case: case.last_contact_on),
        Column(_("closed"), lambda case: case.closed_at),
        Column(_("why it was closed"), lambda case: _words(case, "closure")),
    ),
    ("family", "coordinator", "municipality"),
    lambda: (
        ~Q(family__address_protection=Family.Protection.NONE)
        | Q(family__restricted_at__isnull=False)
    ),
)
FOLLOW_UPS = Export(
    _("log"),
    "log",
    (
        Column(_("day"), lambda entry: entry.occurred_on),
        Column(_("logged"), lambda entry: entry.logged_at),
        Column(_("case"), lambda entry: entry.case.number if entry.case else ""),
        Column(_("organisation"), lambda entry: str(entry.organisation or "")),
        Column(_("municipality"), lambda entry: entry.municipality.name),
        Column(_("kind"), lambda entry: _words(entry, "kind")),
        Column(_("how"), lambda entry: _words(entry, "mode")),
        Column(_("reached"), lambda entry: _reached(entry)),
        Column(_("with"), lambda entry: _several(entry, "counterparts")),
        Column(_("result"), lambda entry: _words(entry, "result")),
        Column(_("about"), lambda entry: ", ".join(entry.topics)),
        Column(_("written by"), lambda entry: entry.author_name),
    ),
    ("case", "organisation", "municipality"),
    lambda: (
        Q(case__isnull=False)
        & (
            ~Q(case__family__address_protection=Family.Protection.NONE)
            | Q(case__family__restricted_at__isnull=False)
        )
    ),
)
ENQUIRIES = Export(
    _("enquiries"),
    "enquiries",
    (
        Column(_("number"), lambda enquiry: enquiry.number),
        Column(_("received"), lambda enquiry: enquiry.received_at),
        Column(_("municipality"), lambda enquiry: enquiry.municipality.name),
        Column(_("name"), lambda enquiry: enquiry.name),
        Column(_("e-mail"), lambda enquiry: enquiry.email),
        Column(_("phone"), lambda enquiry: enquiry.phone),
        Column(_("safe to contact"), lambda enquiry: _words(enquiry, "safe_to_contact")),
        Column(_("language"), lambda enquiry: enquiry.language),
        Column(_("planned month"), lambda enquiry: enquiry.planned_month),
        Column(_("who is moving"), lambda enquiry: _words(enquiry, "household")),
        Column(_("came by"), lambda enquiry: _words(enquiry, "channel")),
        Column(_("campaign"), lambda enquiry: enquiry.campaign),
        Column(_("triage"), lambda enquiry: _words(enquiry, "triage")),
        Column(_("deleted on"), lambda enquiry: enquiry.delete_on),
    ),
    ("municipality",),
    lambda: Q(Exists(Case.objects.filter(enquiry=OuterRef("pk")).exclude(
        family__address_protection=Family.Protection.NONE, family__restricted_at=None))),
)  # fmt: skip


def table_of(export: Export, rows: Sequence[Any], *, left_out: int, by: Any) -> Table:
    """The rows as a table that says where it comes from."""
    return Table(
        name=str(capfirst(export.name)),
        headings=[str(capfirst(column.heading)) for column in export.columns],
        rows=[[column.value(row) for column in export.columns] for row in rows],
        about_name=gettext("About this file"),
        about=[
            (gettext("Exported"), timezone.now()),
            (gettext("By"), str(by)),
            (gettext("Rows"), len(rows)),
            (gettext("Left out: confidential address, or only kept"), left_out),
            ("", gettext("Confidential. Delete this file when you have used it.")),
        ],
    )


def parted(export: Export, rows: QuerySet[Any]) -> tuple[list[Any], int]:
    """The rows that may leave, one more than MOST_ROWS at most, and how many may not."""
    related = rows.select_related(*export.related).defer("municipality__boundary")
    protected = export.protected()
    return list(related.exclude(protected)[: MOST_ROWS + 1]), rows.filter(protected).count()


def _reached(entry: FollowUp) -> str:
    if entry.reached is None:
        return ""
    return gettext("reached") if entry.reached else gettext("not reached")
