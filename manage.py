#!/usr/bin/env python
"""Runs Django's management commands; starts the embedded database where none is configured."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.management import execute_from_command_line

    from portal.lib import embedded

    embedded.start_if_needed("var/postgres")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
