"""What commands share: ``--json`` for machines, a bar on a terminal, one clear line on failure."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor

T = TypeVar("T")


class ReportingCommand(BaseCommand):
    """A command that ends in a report: sentences for people, or one JSON object with ``--json``."""

    #: Whether an empty database is prepared before the command runs.
    needs_database = True

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--json``."""
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON object instead of sentences")

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Prepare a database in which nothing has been made yet, then run."""
        if self.needs_database and not _is_prepared():
            call_command("migrate", verbosity=0)
            connection.close()
        try:
            return super().execute(*args, **options)
        except ProgrammingError as error:
            # What the program asks for is not there: most likely it is newer than the tables.
            if _is_behind():
                raise CommandError("The database is older than this program. Run `manage.py migrate`, then this again.") from error
            raise

    def report(self, content: dict[str, Any], sentences: Iterable[str], *, as_json: bool) -> None:
        """Print the report in the asked for form."""
        if as_json:
            self.stdout.write(json.dumps(content, ensure_ascii=False))
            return
        for sentence in sentences:
            self.stdout.write(sentence)

    def with_progress(self, items: Iterable[T], total: int, what: str) -> Iterator[T]:
        """Yield the items; on a terminal, draw how far it is."""
        shown = sys.stderr.isatty()
        for done, item in enumerate(items, 1):
            yield item
            if shown and (done == total or done % max(1, total // 100) == 0):
                width = 30 * done // max(total, 1)
                sys.stderr.write(f"\r{what} [{'#' * width:<30}] {done}/{total}")
        if shown and total:
            sys.stderr.write("\n")


def _is_prepared() -> bool:
    """Whether the application has been given its rights, which is the last step of preparing a database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT has_table_privilege(to_regclass('django_migrations'), 'SELECT')")
            return bool(cursor.fetchone()[0])
    except OperationalError:
        # No such database or role: a server that is out of reach will say so again while it is prepared.
        return False


def _is_behind() -> bool:
    """Whether migrations wait to be applied."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
