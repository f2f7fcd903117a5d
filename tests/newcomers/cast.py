"""Municipality, people and cases that the tests of the case log begin with."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import connection

from municipalities.models import Membership, Municipality
from municipalities.roles import Role
from newcomers.actions.cases import close_case
from newcomers.actions.families import NewCase, register_family
from newcomers.actions.follow_ups import Written, log_entry
from newcomers.actions.tasks import NewTask
from newcomers.models import Case, Family, FollowUp, Person
from portal.lib.dates import add_working_days, today
from portal.lib.tokens import new_token
from portal.models import User
from tests.factories import MunicipalityFactory, UserFactory

# The month is eighty more, as in the numbers that the tax administration makes up for tests.
IDENTITY_NUMBER = "01810750045"


@dataclass(frozen=True)
class Cast:
    """A municipality that keeps a case log, with its lead and two coordinators."""

    place: Municipality
    coordinator: User
    colleague: User
    lead: User


def with_role(place: Municipality, role: str, **fields: Any) -> User:
    """Somebody who has the role there from today on."""
    user = UserFactory(**fields)
    Membership.objects.create(user=user, municipality=place, role=role)
    return user


def log_enabled_place(**fields: Any) -> Municipality:
    """A municipality that keeps a case log."""
    known = {
        "legal_basis_text_nb": "Kommuneloven",
        "privacy_officer": "Personvernombudet",
        "privacy_officer_contact": "personvern@example.org",
    }
    place = MunicipalityFactory(**known | fields)
    place.case_log_enabled = True
    place.save()
    return place


def cast_of(**fields: Any) -> Cast:
    """A municipality with its people."""
    place = log_enabled_place(**fields)
    return Cast(
        place,
        coordinator=with_role(place, Role.COORDINATOR, name="Kari Kontakt"),
        colleague=with_role(place, Role.COORDINATOR, name="Kolbjørn Kollega"),
        lead=with_role(place, Role.LEAD, name="Lena Leder"),
    )


def new_family(place: Municipality, **fields: Any) -> Family:
    """A family that is not stored yet."""
    return Family(
        **{"municipality": place, "label": "Kanari", "category": Family.Category.LABOUR_EEA}
        | fields
    )


def new_person(**fields: Any) -> Person:
    """A main contact who is not stored yet."""
    return Person(
        **{
            "given_name": "Greta",
            "family_name": "Beispiel",
            "phone": "+47 77 00 00 00",
            "email": "greta@example.org",
            "is_main_contact": True,
        }
        | fields
    )


def soon(days: int = 2, title: str = "Ring familien") -> NewTask:
    """A task that is due in so many working days."""
    return NewTask(title=title, due_on=add_working_days(today(), days))


def received_case(cast: Cast, **fields: Any) -> Case:
    """A case nobody has taken yet. Needs the scope."""
    family = new_family(cast.place, **fields)
    return register_family(family=family, people=[new_person()], by=cast.lead).case


def assigned_case(cast: Cast, to: User | None = None, **fields: Any) -> Case:
    """A case the coordinator follows up, with its first task. Needs the scope."""
    return register_family(
        family=new_family(cast.place, **fields),
        people=[new_person()],
        by=cast.lead,
        new_case=NewCase(to or cast.coordinator, soon()),
    ).case


def yesterday() -> datetime.date:
    """The day before today, in Oslo."""
    return today() - datetime.timedelta(days=1)


def commit_checks() -> None:
    """Run what PostgreSQL otherwise checks at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def reached(day: datetime.date | None = None, **fields: Any) -> Written:
    """A contact on the phone that reached somebody."""
    return Written(**{"occurred_on": day or today(), "mode": "phone", "reached": True} | fields)


def logged(case: Case, by: User, written: Written | None = None, **options: Any) -> FollowUp:
    """An entry in the log of the case, from a form of its own. Needs the scope."""
    return log_entry(
        case=case, written=written or reached(), by=by, **{"form_key": new_token()} | options
    ).entry


def active_case(cast: Cast, to: User | None = None, **fields: Any) -> Case:
    """A case whose family was reached and told about privacy. Needs the scope."""
    case = assigned_case(cast, to, **fields)
    logged(case, to or cast.coordinator, told_about_privacy=True)
    case.refresh_from_db()
    return case


def closed_case(cast: Cast, **fields: Any) -> Case:
    """A case that was settled. Needs the scope."""
    return close_case(
        case=active_case(cast, **fields), reason="settled", outcome="helped",
        by=cast.coordinator, unfinished="done",
    )  # fmt: skip


def stand_in(cast: Cast, absent: User, **fields: Any) -> User:
    """Somebody who keeps the absent one's cases there."""
    user = UserFactory(name="Dagny Deputy")
    Membership.objects.create(
        user=user, municipality=cast.place, role=Role.DEPUTY, deputy_for=absent, **fields
    )
    return user
