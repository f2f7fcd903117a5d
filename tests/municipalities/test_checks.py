"""What the checks find that no form has seen."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import ProgrammingError

from municipalities import checks
from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from portal.models import User
from tests.factories import MunicipalityFactory
from tests.newcomers.cast import with_role, yesterday

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    """The ids of what the checks of the database say."""
    return [str(each.id) for each in run_checks(tags=["database"], databases=["default"])]


def switched_on() -> Municipality:
    """A municipality whose log somebody switched on in the database itself."""
    return MunicipalityFactory.create(
        slug="senja", legal_basis_text_nb="Lov", privacy_officer="Pia",
        privacy_officer_contact="pia@example.org", case_log_enabled=True,
    )  # fmt: skip


def test_case_log_where_none_may_be_is_an_error(settings: Any) -> None:
    place = switched_on()
    settings.CASE_LOG_ALLOWED = False
    assert found() == [checks.ON_WHERE_NONE_MAY_BE]
    with pytest.raises(SystemCheckError, match="The case log of senja is on"):
        call_command("check", "--database=default", verbosity=0)
    Municipality.objects.filter(pk=place.pk).update(case_log_enabled=False)
    assert found() == []


def test_case_log_without_its_people_is_a_warning_that_hinders_no_release() -> None:
    place = switched_on()
    assert found() == [checks.ON_WITHOUT_PEOPLE] * 2
    lead = with_role(place, Role.LEAD)
    messages = [each.msg for each in checks.check_case_logs_are_allowed(databases=["default"])]
    assert messages == ["The case log of senja is on, and nobody is coordinator there today."]
    call_command("check", "--database=default", verbosity=0)
    with_role(place, Role.COORDINATOR)
    assert found() == []
    # Who has no account any more is not there, and neither is whose time is over.
    User.objects.filter(pk=lead.pk).update(is_active=False)
    Membership.objects.filter(role=Role.COORDINATOR).update(
        valid_from=yesterday(), valid_to=yesterday()
    )
    assert found() == [checks.ON_WITHOUT_PEOPLE] * 2


def test_case_logs_are_not_asked_for_without_tables_or_database(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    switched_on()
    settings.CASE_LOG_ALLOWED = False
    assert checks.check_case_logs_are_allowed(databases=None) == []
    assert len(checks.check_case_logs_are_allowed(databases=["default"])) == 1

    def missing(*args: Any, **options: Any) -> None:
        raise ProgrammingError('relation "municipalities_municipality" does not exist')

    monkeypatch.setattr(Municipality.objects, "using", missing)
    assert checks.check_case_logs_are_allowed(databases=["default"]) == []
