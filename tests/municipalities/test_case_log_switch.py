"""When a municipality may keep a case log, and who says so."""

import html
import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from municipalities.case_logs import Missing
from municipalities.models import Municipality
from municipalities.roles import Role
from portal.models import User
from tests.accounts import prove
from tests.admin_forms import admin_url, errors, save
from tests.factories import MunicipalityFactory
from tests.newcomers.cast import with_role

pytestmark = pytest.mark.django_db

ALL_BUT_PEOPLE = {
    "legal_basis_text_nb": "Helse- og omsorgstjenesteloven",
    "privacy_officer": "Pia Personvern",
    "privacy_officer_contact": "pia@example.org",
}
WITHOUT_ANYTHING = (
    Missing.LEGAL_BASIS,
    Missing.PRIVACY_OFFICER,
    Missing.LEAD,
    Missing.COORDINATOR,
)


@pytest.fixture
def editor(client: Client, regional_editor: User) -> Client:
    """The regional editor, logged in."""
    client.force_login(regional_editor)
    return client


def test_case_log_is_switched_by_administrators_only(editor: Client, administrator: User) -> None:
    place = MunicipalityFactory.create()
    values = {**ALL_BUT_PEOPLE, "case_log_enabled": "on"}
    assert save(editor, admin_url(place), **values).status_code == 302
    place.refresh_from_db()
    assert not place.case_log_enabled
    editor.force_login(administrator)
    prove(editor, administrator)
    found = errors(save(editor, admin_url(place), case_log_enabled="on"))
    assert found == {"case_log_enabled": [str(each.label) for each in WITHOUT_ANYTHING]}
    # Each that is there is asked for no more; what the form brings along counts.
    found = errors(save(editor, admin_url(place), **values))
    assert found == {"case_log_enabled": [Missing.LEAD.label, Missing.COORDINATOR.label]}
    with_role(place, Role.LEAD)
    assert list(errors(save(editor, admin_url(place), **values)).values()) == [
        [Missing.COORDINATOR.label]
    ]
    with_role(place, Role.COORDINATOR)
    assert save(editor, admin_url(place), **values).status_code == 302
    place.refresh_from_db()
    assert place.case_log_enabled


@pytest.mark.parametrize("was_on", [False, True])
def test_case_log_heeds_the_operators_brake(
    client: Client, administrator: User, settings: Any, was_on: bool
) -> None:
    place = MunicipalityFactory.create(**ALL_BUT_PEOPLE, case_log_enabled=was_on)
    settings.CASE_LOG_ALLOWED = False
    client.force_login(administrator)
    prove(client, administrator)
    page = client.get(admin_url(place))
    (switch,) = re.findall(r'<input[^>]*name="case_log_enabled"[^>]*>', page.content.decode())
    assert (" disabled" in switch) == (not was_on)
    assert "whoever runs this portal has decided" in html.unescape(page.content.decode())
    sent = save(client, admin_url(place), case_log_enabled="on")
    if was_on:
        # It hinders nothing else; `manage.py check` tells of it.
        assert sent.status_code == 302
    else:
        (why,) = errors(sent)["case_log_enabled"]
        assert "cannot be switched on" in why
    place.refresh_from_db()
    assert place.case_log_enabled == was_on
    # Whatever it was, it can be off, and the rest of the form is saved with it.
    changed = {"legal_basis_text_nb": "Introduksjonsloven", "case_log_enabled": None}
    assert save(client, admin_url(place), **changed).status_code == 302
    place.refresh_from_db()
    assert not place.case_log_enabled
    assert place.legal_basis_text_nb == "Introduksjonsloven"


def test_case_log_is_not_switched_on_where_the_municipality_has_ended(
    client: Client, administrator: User
) -> None:
    place = MunicipalityFactory.create(
        **ALL_BUT_PEOPLE, valid_to="2019-12-31", successor=MunicipalityFactory.create()
    )
    with_role(place, Role.LEAD)
    with_role(place, Role.COORDINATOR)
    client.force_login(administrator)
    prove(client, administrator)
    found = errors(save(client, admin_url(place), case_log_enabled="on"))
    assert found == {"case_log_enabled": [Missing.ENDED.label]}


def test_database_keeps_no_case_log_without_a_privacy_officer() -> None:
    for missing in ("privacy_officer", "privacy_officer_contact"):
        place = MunicipalityFactory.create(**ALL_BUT_PEOPLE | {missing: ""})
        rows = Municipality.objects.filter(pk=place.pk)
        with pytest.raises(IntegrityError, match="needs_privacy_officer"), transaction.atomic():
            rows.update(case_log_enabled=True)


def test_case_log_that_is_on_where_none_may_be_hinders_no_editor(
    editor: Client, settings: Any
) -> None:
    place = MunicipalityFactory.create(**ALL_BUT_PEOPLE, case_log_enabled=True)
    settings.CASE_LOG_ALLOWED = False
    assert save(editor, admin_url(place), tagline_nb="Ved fjorden").status_code == 302
    place.refresh_from_db()
    assert (place.tagline_nb, place.case_log_enabled) == ("Ved fjorden", True)
