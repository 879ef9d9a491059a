#!/usr/bin/env python
"""Pincite's command line: ``python manage.py help`` lists the commands."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one management command with the project's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415 - a missing install gets its own words
    except ImportError as error:
        sys.exit(f"{error}. Run `make install` first, then use .venv/bin/python manage.py.")
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        # What was in a transaction is undone; a person who stops a command needs no traceback.
        sys.stderr.write("\nStopped.\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
