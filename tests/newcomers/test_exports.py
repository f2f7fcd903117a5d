"""Own lists as files: who gets which rows, what stays behind, and what is noted."""

import csv
import datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from municipalities.roles import Role
from newcomers import exports
from newcomers.actions.follow_ups import log_with_organisation
from newcomers.models import Case, CaseAccess, Enquiry
from newcomers.reports import Period
from portal.lib.dates import today
from portal.lib.scope import scoped
from portal.lib.tokens import new_token
from portal.models import User
from tests.accounts import prove
from tests.factories import OrganisationFactory, received_enquiry
from tests.newcomers.cast import (
    Cast,
    active_case,
    assigned_case,
    cast_of,
    closed_case,
    logged,
    reached,
    received_case,
    with_role,
)

pytestmark = pytest.mark.django_db
LISTS = ("newcomers_case", "newcomers_followup", "newcomers_enquiry")
FORMULA = '=HYPERLINK("http://example.org")'
SECRET = "Hemmelig 4711"
LEFT_OUT = "Left out: confidential address, or only kept"


@pytest.fixture
def here() -> Cast:
    return cast_of(name="Målselv")


@pytest.fixture
def there() -> Cast:
    return cast_of(name="Sørreisa")


def logged_in(user: User, *, proven: bool = True) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    if proven:
        prove(client, user)
    return client


def export(client: Client, name: str = "newcomers_case", form: str = "xlsx", **asked: Any) -> Any:
    return client.get(reverse(f"admin:{name}_export", args=[form]), asked)


def rows_of(response: Any) -> list[list[Any]]:
    """The rows below the headings, read by another program than the one that wrote them."""
    assert response.status_code == 200, response
    book = load_workbook(BytesIO(response.content))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=2)]


def about(response: Any) -> dict[Any, Any]:
    """What the file says of itself."""
    book = load_workbook(BytesIO(response.content))
    return {name.value: value.value for name, value in book.worksheets[1].iter_rows()}


def noted(cast: Cast, **fields: Any) -> list[CaseAccess]:
    """The exports in the read log of the municipality."""
    with scoped([], [cast.place.pk]):
        return list(CaseAccess.objects.filter(what="export", **fields))


def test_case_list_leaves_as_it_is_shown_and_typed(here: Cast, there: Cast) -> None:
    with scoped([here.place.pk]):
        case = active_case(here, label=FORMULA)
        closed = closed_case(here, label="Ferdig")
    with scoped([there.place.pk]):
        assigned_case(there, label=SECRET)
    client = logged_in(here.coordinator)
    response = export(client)
    assert response["content-disposition"] == (
        f'attachment; filename="cases-{today():%Y-%m-%d}.xlsx"'
    )
    assert "no-store" in response["cache-control"]
    (row,) = rows_of(response)
    assert row[:5] == [case.number, FORMULA, "Målselv", "work, from the EU/EEA", "active"]
    assert row[8] == datetime.datetime.combine(case.opened_on, datetime.time())
    sheet = load_workbook(BytesIO(response.content)).worksheets[0]
    assert [cell.data_type for cell in sheet[2]][1] != "f"
    assert about(response)["Rows"] == 1
    # The list's own filter is the file's.
    (row,) = rows_of(export(client, status="closed"))
    assert row[0] == closed.number
    assert len(rows_of(export(client, status="all"))) == 2
    # The same as CSV.
    text = export(client, form="csv").content.decode("utf-8-sig")
    (row,) = list(csv.reader(StringIO(text), delimiter=";"))[1:]
    assert row[:3] == [case.number, f"'{FORMULA}", "Målselv"]
    # On the next page it says how many there were.
    page = client.get(reverse("admin:newcomers_case_changelist")).content.decode()
    assert "1 row was exported." in page
    assert 'href="/admin/newcomers/case/export/xlsx/"' in page
    assert SECRET not in text
    notes = noted(here, table="case")
    assert [len(each.object_ids) for each in notes] == [1, 1, 2, 1]
    assert {each.role for each in notes} == {"coordinator"}
    assert notes[0].case_ids == [case.pk]


def test_file_is_for_who_has_just_proven_who_they_are(here: Cast) -> None:
    with scoped([here.place.pk]):
        assigned_case(here, label=SECRET)
        received_enquiry(here.place, name=SECRET)
    client = logged_in(here.coordinator, proven=False)
    addresses = [reverse(f"admin:{name}_export", args=["csv"]) for name in LISTS]
    addresses.append(reverse("admin:newcomers_report_export", args=["csv"]) + "?number=made")
    for address in addresses:
        response = client.get(address, {"status": "all"} if "?" not in address else {})
        assert response.status_code == 302
        assert "/accounts/reauthenticate/" in response["location"]
        assert address.split("?")[0] in response["location"]
        assert SECRET not in response.content.decode()
        assert client.post(address).status_code == 405
    assert noted(here) == []


def test_file_is_refused_to_who_sees_no_such_list(here: Cast, there: Cast) -> None:
    with scoped([here.place.pk]):
        assigned_case(here, label=SECRET)
    for role in (Role.EDITOR, Role.PRIVACY, Role.ADMINISTRATOR, Role.REGIONAL):
        client = logged_in(with_role(here.place, role))
        for name in (*LISTS, "newcomers_report"):
            assert export(client, name).status_code == 403, (role, name)
    # Another municipality's lead gets a file, and none of these rows in it.
    assert rows_of(export(logged_in(there.lead), status="all")) == []
    assert noted(here) == []
    assert export(logged_in(here.lead), form="pdf").status_code == 404
    # A filter that does not exist leads back to the list.
    response = export(logged_in(here.lead), nonsense="x")
    assert response["location"] == reverse("admin:newcomers_case_changelist")


def test_confidential_address_never_leaves_and_the_file_says_so(here: Cast) -> None:
    with scoped([here.place.pk]):
        open_one = assigned_case(here, label="Åpen")
        hidden = assigned_case(here, label=SECRET, address_protection="fortrolig")
        logged(open_one, here.coordinator, reached())
        logged(hidden, here.coordinator, reached())
        enquiry = received_enquiry(here.place, name=SECRET)
        Case.objects.filter(pk=hidden.pk).update(enquiry=enquiry)
        received_enquiry(here.place, name="Åpen")
    client = logged_in(here.lead)
    year = Period.this_year()
    period = {
        "number": "made", "municipality": here.place.pk,
        "from": year.first.isoformat(), "to": year.last.isoformat(),
    }  # fmt: skip
    cases: dict[str, dict[str, Any]] = {
        "newcomers_case": {}, "newcomers_enquiry": {"state": "all"}, "newcomers_report": period,
    }  # fmt: skip
    for name, asked in cases.items():
        response = export(client, name, **asked)
        assert len(rows_of(response)) == 1, name
        assert about(response)[LEFT_OUT] == 1
        assert not any(SECRET in str(cell) for row in rows_of(response) for cell in row)
        page = client.get(reverse("admin:newcomers_case_changelist")).content.decode()
        assert "1 row was left out: its address is confidential, or it is only kept." in page
        assert SECRET not in export(client, name, "csv", **asked).content.decode("utf-8-sig")
    # Whoever may not open that family is not told either that there is one.
    assert about(export(logged_in(here.colleague)))[LEFT_OUT] == 0


def test_enquiries_leave_with_phone_numbers_that_can_be_dialled(here: Cast) -> None:
    received_enquiry(
        here.place, name="+cmd", phone="+47 77 00 00 00", message="Et langt brev", language="de"
    )
    client = logged_in(here.coordinator)
    text = export(client, "newcomers_enquiry", "csv").content.decode("utf-8-sig")
    heading, row = list(csv.reader(StringIO(text), delimiter=";"))
    found = dict(zip(heading, row, strict=True))
    assert (found["Name"], found["Phone"]) == ("'+cmd", "+47 77 00 00 00")
    # What people wrote stays here.
    assert "Et langt brev" not in text
    (note,) = noted(here, table="enquiry")
    with scoped([here.place.pk]):
        assert note.object_ids == [str(Enquiry.objects.get().pk)]


def test_log_leaves_without_its_texts(here: Cast, there: Cast) -> None:
    nav = OrganisationFactory(name="NAV")
    with scoped([here.place.pk]):
        log_with_organisation(
            organisation=nav, municipality=here.place, by=here.coordinator,
            written=reached(text=SECRET, counterparts=["nav"]), form_key=new_token(),
        )  # fmt: skip
    client = logged_in(here.coordinator)
    (row,) = rows_of(export(client, "newcomers_followup"))
    assert row[0] == datetime.datetime.combine(today(), datetime.time())
    assert row[3:6] == ["NAV", "Målselv", "contact"]
    assert SECRET not in str(row)
    # The same entries behind a number of the report; a colleague's are not theirs.
    period = {"number": "made", "municipality": here.place.pk}
    assert len(rows_of(export(client, "newcomers_report", **period))) == 1
    assert rows_of(export(logged_in(here.colleague), "newcomers_report", **period)) == []
    assert len(rows_of(export(logged_in(here.lead), "newcomers_report", **period))) == 1
    stranger = export(logged_in(there.lead), "newcomers_report", **period)
    assert stranger.status_code == 404


def test_too_many_rows_are_refused_kindly(here: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS", 1)
    monkeypatch.setattr("newcomers.admin.exporting.MOST_ROWS", 1)
    with scoped([here.place.pk]):
        received_case(here)
        received_case(here)
    client = logged_in(here.lead)
    response = export(client, status="received")
    assert response["location"] == reverse("admin:newcomers_case_changelist") + "?status=received"
    page = client.get(response["location"]).content.decode()
    assert "That is more than 1 rows. Choose fewer with the filters, please." in page
    assert noted(here) == []
