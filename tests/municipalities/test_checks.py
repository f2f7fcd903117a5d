"""What the checks find that no form has seen."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import ProgrammingError

from municipalities import checks
from municipalities.models import Municipality
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    """The ids of what the checks of the database say."""
    return [str(each.id) for each in run_checks(tags=["database"], databases=["default"])]


def switched_on() -> Municipality:
    """A municipality whose log somebody switched on in the database itself."""
    return MunicipalityFactory.create(
        slug="senja", legal_basis_text_nb="Lov", case_log_enabled=True
    )


def test_case_log_before_its_time_is_an_error(settings: Any) -> None:
    place = switched_on()
    settings.CASE_LOG_ALLOWED = False
    assert found() == [checks.ON_TOO_EARLY]
    with pytest.raises(SystemCheckError, match="The case log of senja is on"):
        call_command("check", "--database=default", verbosity=0)
    Municipality.objects.filter(pk=place.pk).update(case_log_enabled=False)
    assert found() == []


def test_case_log_that_may_be_kept_is_none(settings: Any) -> None:
    switched_on()
    settings.CASE_LOG_ALLOWED = True
    assert found() == []


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
