"""Import and export of a bibliography, beside the parser alone and beside bare COPY."""

from __future__ import annotations

import io
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection, connections
from pybtex.database.input.bibtex import LowLevelParser

from history.services import recorded
from sources.formats.bibtex.reading import read_bibtex
from sources.models import Document
from sources.services.export_sources import export_sources
from sources.services.importing.importing import import_sources
from sources.services.importing.outcome import Summary
from tests.bench.bibliography import write_bibliography_file

#: In the order in which their keys allow them to be filled.
_TABLES = ("sources_author", "sources_document", "sources_contribution", "sources_identifier")
_WARM_UP = 500


def measure_bibliography(entries: int) -> None:
    """Print how long import and export of ``entries`` entries take as ratios, and by how much memory grows."""
    with tempfile.TemporaryDirectory() as folder:
        path, small = Path(folder) / "works.bib", Path(folder) / "few.bib"
        write_bibliography_file(path, entries)
        write_bibliography_file(small, _WARM_UP)
        _bring(small, dry_run=True)
        # Memory first: what comes after holds the whole file.
        importing, import_growth = _timed(lambda: _bring(path))
        again, _ = _timed(lambda: _bring(path))
        exporting, export_growth = _timed(lambda: _export("bibtex"))
        exporting_again, _ = _timed(lambda: _export("bibtex"))
        reading, _ = _timed(lambda: sum(1 for _ in _read(path)))
        copying_out, _ = _timed(lambda: _copy_all_out(Path(folder)))
        copying_in, _ = _timed_copies(Path(folder))
        parsing, _ = _timed(lambda: sum(1 for _ in LowLevelParser(path.read_text(encoding="utf-8"))))
    _line(f"import of {entries} as BibTeX", importing, "bare COPY", copying_in)
    _line("", importing, "pybtex alone", parsing)
    _line("  of this, reading the file", reading, "pybtex alone", parsing)
    _line("the same file again", again, "bare COPY", copying_in)
    _line(f"export of {entries} as BibTeX", exporting_again, "bare COPY", copying_out)
    _line("  the first, which writes them", exporting, "bare COPY", copying_out)
    _say(f"memory grows by {import_growth:.0f} MiB importing, {export_growth:.0f} MiB exporting")


def _bring(path: Path, *, dry_run: bool = False) -> Summary:
    with path.open("rb") as source, recorded(by=None, reason="Benchmark"):
        return import_sources(source, format="bibtex", dry_run=dry_run, report=lambda _: None)


def _export(chosen: str) -> int:
    return sum(len(part) for part in export_sources(Document.objects.public(), format=chosen))


def _read(path: Path) -> Any:
    with path.open("rb") as source:
        yield from read_bibtex(source)


def _copy_all_out(folder: Path) -> None:
    for table in _TABLES:
        with (folder / table).open("wb") as out, connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as copied:
            for part in copied:
                out.write(part)


def _timed_copies(folder: Path) -> tuple[float, float]:
    """COPY the rows into tables with the same keys and constraints, without triggers."""
    with connections["owner"].cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
    return _timed(lambda: _copy_all_in(folder))


def _copy_all_in(folder: Path) -> None:
    for table in _TABLES:
        statement = f"COPY bare_{table} FROM STDIN"
        with (folder / table).open("rb") as rows, connections["owner"].cursor() as cursor, cursor.copy(statement) as copied:
            while part := rows.read(io.DEFAULT_BUFFER_SIZE * 8):
                copied.write(part)


def _timed(action: Callable[[], object]) -> tuple[float, float]:
    """Return seconds, and by how many MiB the most that the process ever held has grown."""
    before, started = _peak(), time.perf_counter()
    action()
    return time.perf_counter() - started, _peak() - before


def _peak() -> float:
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _line(name: str, mine: float, beside: str, theirs: float) -> None:
    _say(f"{name:<28} {mine * 1000:9.0f} ms  {beside} {theirs * 1000:9.0f} ms  ratio {mine / theirs:6.2f}")


def _say(sentence: str) -> None:
    print(sentence)  # noqa: T201 - a program for the terminal
