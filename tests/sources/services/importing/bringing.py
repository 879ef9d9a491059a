"""Import a text, and what became of it."""

from __future__ import annotations

import io

from history.services import recorded
from sources.services.importing.importing import import_sources
from sources.services.importing.outcome import Outcome, Summary


def imported(text: str, *, dialect: str = "bibtex", **options: bool) -> tuple[Summary, list[Outcome]]:
    """Import a text; return the summary and the outcomes."""
    outcomes: list[Outcome] = []
    with recorded(by=None, reason="Imported"):
        summary = import_sources(io.BytesIO(text.encode()), format=dialect, report=outcomes.append, **options)
    return summary, outcomes


def results(text: str, **options: bool) -> list[tuple[str, str, str]]:
    """Import a text; return key, result and key here of each entry."""
    return [(one.key, one.result, one.document) for one in imported(text, **options)[1]]
