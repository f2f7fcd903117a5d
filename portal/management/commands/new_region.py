"""`manage.py new_region FOLDER`: the skeleton of a region pack (docs/second-region.md)."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.region_pack.kit import NoSuchRegion, Place, make_pack


class Command(BaseCommand):
    help = "Make the skeleton of a region pack, ready for load_region, to be filled in."
    # It writes files and nothing else: no database is needed.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="a new folder, named for the region")
        parser.add_argument("--name", required=True, help="the region's name")
        parser.add_argument(
            "--municipality",
            action="append",
            default=[],
            help='number and name, "1806 Narvik"; once for each',
        )
        parser.add_argument(
            "--languages",
            default=",".join(code for code, _name in settings.LANGUAGES),
            help="codes, separated by commas, the editors' own first",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        languages = [code.strip() for code in options["languages"].split(",") if code.strip()]
        try:
            places = [Place.of(words) for words in options["municipality"]]
            make_pack(options["folder"], options["name"], places, languages)
        except NoSuchRegion as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{options['folder']}: made for {', '.join(place.name for place in places)}.\n"
            f"Fill it in, then: LANGUAGES={','.join(languages)} manage.py load_region"
            f" {options['folder']}"
        )
