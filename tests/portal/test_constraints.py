"""Telling which constraint refused."""

import pytest
from django.db import IntegrityError, transaction

from portal.lib.constraints import constraint_of, violates
from portal.models import User
from tests.factories import UserFactory


@pytest.mark.django_db
def test_constraint_is_known_by_its_name() -> None:
    UserFactory.create(email="kari@example.org")
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        User.objects.create(email="KARI@example.org")
    assert constraint_of(refused.value) == "user_email_any_case"
    assert violates(refused.value, "email_any_case")
    assert not violates(refused.value, "form_key")


def test_error_that_no_database_raised_names_none() -> None:
    error = IntegrityError("Key (email)=(kari@example.org) already exists.")
    assert constraint_of(error) == ""
    assert not violates(error, "email")
