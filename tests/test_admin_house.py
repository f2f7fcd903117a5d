"""What holds for every admin, whatever the package."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model

from municipalities.admin.history import ReadableHistory
from municipalities.scoping import Scoped
from newcomers.admin.logged import Logged
from newcomers.models import CaseAccess
from portal.lib.history import event_model

OURS = ("portal", "municipalities", "hosting", "newcomers")
ADMINS = {
    model: each for model, each in admin.site._registry.items() if model._meta.app_label in OURS
}


@pytest.mark.parametrize("model", ADMINS)
def test_every_admin_is_scoped(model: type) -> None:
    each = ADMINS[model]
    assert isinstance(each, Scoped)
    assert each.opens, "an admin that opens to nobody, or to everybody"


@pytest.mark.parametrize("model", [m for m in ADMINS if m._meta.app_label == "newcomers"])
def test_every_confidential_admin_notes_readings_and_has_no_history(model: type) -> None:
    each = ADMINS[model]
    assert each.place == "municipality_id"
    assert isinstance(each, Logged) or model is CaseAccess
    assert not isinstance(each, ReadableHistory)


@pytest.mark.parametrize("model", [m for m in ADMINS if m._meta.app_label != "newcomers"])
def test_every_other_admin_shows_its_history(model: type) -> None:
    each = ADMINS[model]
    if event_model(model) is not None:
        assert isinstance(each, ReadableHistory)


def test_nothing_else_is_registered() -> None:
    others = {model._meta.label for model in admin.site._registry if model not in ADMINS}
    assert others == set()
    assert get_user_model() in ADMINS
