"""Prove everything again: the database, or a bundle offline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from claims.bundles.checking import check_bundle
from claims.services.verify import verify_database
from claims.services.verify_comparisons import comparison_remarks
from sources.management.reporting import ReportingCommand


class Command(ReportingCommand):
    help = "Re-proves every passage, hash and law in the database, or, with a bundle's name, that bundle without any database. Exit 1 if one fails."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("bundle", nargs="?", type=Path, metavar="BUNDLE.zip")

    def execute(self, *args: Any, **options: Any) -> str | None:
        """A bundle is checked where there is no database at all."""
        self.needs_database = options.get("bundle") is None
        return super().execute(*args, **options)

    def handle(self, *args: Any, bundle: Path | None, as_json: bool, **options: Any) -> None:
        if bundle is not None:
            faults, what = check_bundle(bundle), str(bundle)
            checked: dict[str, Any] = {"bundle": what}
            remarks: list[str] = []
        else:
            checked, faults = verify_database()
            remarks = comparison_remarks()
            what = ", ".join(f"{number} {name}" for name, number in checked.items())
        verdict = f"{len(faults)} fault(s)" if faults else "no fault"
        content = {"checked": checked, "faults": faults, "remarks": remarks}
        self.report(content, [*faults, *remarks, f"{what}: {verdict}."], as_json=as_json)
        if faults:
            raise CommandError(f"{verdict} found.")
