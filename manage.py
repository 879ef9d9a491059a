#!/usr/bin/env python
"""Pincite's command line: ``python manage.py help`` lists the commands."""

from __future__ import annotations

import io
import os
import signal
import sys

from config.stopping import StopAskedError, leave_in_peace, stop_when_asked


def main() -> None:
    """Run one management command with the project's settings; whatever stops it is one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # What is exported is UTF-8 whatever the terminal takes; names of files may be no text at all.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        stop_when_asked()
        try:
            _execute()
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt as stop:
        leave_in_peace()
        # What was in a transaction is undone; a person who stops a command needs no traceback.
        sys.stderr.write("\nStopped.\n")
        sys.exit(stop.exit_code if isinstance(stop, StopAskedError) else 130)
    except OSError as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(_end_of(error))
    finally:
        leave_in_peace()


def _end_of(error: OSError) -> str | int:
    # What is left to write would fail again when Python ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return 128 + signal.SIGPIPE  # whoever reads, such as head, has enough of it
    return f"{error.filename or 'The output cannot be written'}: {error.strerror or error}."


def _execute() -> None:
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415 - a missing install gets its own words
    except ImportError as error:
        sys.exit(f"{error}. Run `make install` first, then use .venv/bin/python manage.py.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
