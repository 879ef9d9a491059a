"""Try again the references that mean no document yet."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from history.services import recorded
from sources.management.reporting import ReportingCommand
from sources.services.references.resolving import resolve_references


class Command(ReportingCommand):
    help = (
        "Tries all citations again that mean no document yet, as adding a document does for those that may mean it: for documents that came "
        "by another way, raw SQL perhaps. What is resolved, or was decided by hand, stays. Cheap enough to run every night."
    )

    def handle(self, *args: Any, as_json: bool, **options: Any) -> None:
        with recorded(by=None, reason="References resolved by command"):
            done = resolve_references()
        sentence = f"{done.checked} citations looked at, {done.changed} changed: {done.resolved} resolved now, {done.ambiguous} may mean several documents."
        self.report(asdict(done), [sentence], as_json=as_json)
