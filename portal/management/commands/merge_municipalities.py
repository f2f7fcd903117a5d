"""`manage.py merge_municipalities`: what belongs to municipalities that became one moves on."""

import datetime
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from portal.actions.mergers import (
    MergerRefused,
    SomethingInTheWay,
    UnknownMunicipality,
    carry_out_merger,
    is_carried_out,
    merging_of,
)
from portal.merging.merging import Merging
from portal.merging.moving import counted
from portal.merging.obstacles import obstacles, remarks
from portal.merging.rules import STAYS

OWNER = "owner"


class Command(BaseCommand):
    help = "Move what belongs to former municipalities to the one they are part of now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("former", nargs="+", help="slugs of those that end")
        parser.add_argument("--into", required=True, help="slug of the one they are part of")
        parser.add_argument(
            "--on", type=datetime.date.fromisoformat, help="its first day as one: 2020-01-01"
        )
        parser.add_argument(
            "--carry-out", action="store_true", help="do it; without this it is only shown"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if OWNER not in settings.DATABASES:
            raise CommandError("Set DATABASE_OWNER_URL: rows are moved by the owner of the tables.")
        try:
            merging = merging_of(
                former=options["former"], into=options["into"], on=options["on"], using=OWNER
            )
            (self._carry_out if options["carry_out"] else self._show)(merging)
        except UnknownMunicipality as error:
            raise CommandError(f"There is no municipality {error.slug}.") from error
        except SomethingInTheWay as error:
            raise CommandError("\n  ".join(["Nothing was moved:", *error.obstacles])) from error
        except MergerRefused as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(
                f"Nothing was moved: the database refused or did not answer.\n  {error}"
            ) from error

    def _show(self, merging: Merging) -> None:
        self.stdout.write(_heading(merging))
        in_the_way = obstacles(merging)
        if not in_the_way and is_carried_out(merging):
            self.stdout.write("There is nothing to do.")
            return
        self._list("Would move", _lines(counted(merging)))
        self._list("Stays with the former municipality", _stays())
        self._list("In the way", in_the_way)
        self._list("To look at afterwards", remarks(merging))
        if not in_the_way:
            self.stdout.write("Nothing was changed: --carry-out does it.")

    def _carry_out(self, merging: Merging) -> None:
        self.stdout.write(_heading(merging))
        last = remarks(merging)
        rows = carry_out_merger(merging=merging)
        if rows is None:
            self.stdout.write("There is nothing to do.")
            return
        self.stdout.write("Done.")
        self._list("Moved", _lines(rows))
        self._list("To look at now", last)

    def _list(self, title: str, lines: Iterable[str]) -> None:
        found = list(lines)
        if found:
            self.stdout.write("\n  ".join([f"{title}:", *found]))


def _heading(merging: Merging) -> str:
    former = ", ".join(place.name for place in merging.former)
    return f"{former} → {merging.into.name}, from {merging.day} on"


def _lines(counts: Counter[str]) -> list[str]:
    return [f"{count:>9}  {what}" for what, count in counts.items()]


def _stays() -> list[str]:
    return [f"{label}: {why}" for label, why in STAYS.items()]
