"""Import and export of a bibliography, beside the parser alone and beside bare COPY."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from pybtex.database.input.bibtex import LowLevelParser

from history.services import recorded
from sources.formats.bibtex.reading import read_bibtex
from sources.models import Document
from sources.services.export_sources import export_sources
from sources.services.importing.importing import import_sources
from sources.services.importing.outcome import Summary
from tests.bench.bibliography import write_bibliography_file
from tests.bench.copying import copy_out, timed_copies
from tests.bench.measuring import line, say, timed

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
        importing, import_growth = timed(lambda: _bring(path))
        again, _ = timed(lambda: _bring(path))
        exporting, export_growth = timed(lambda: _export("bibtex"))
        exporting_again, _ = timed(lambda: _export("bibtex"))
        reading, _ = timed(lambda: sum(1 for _ in _read(path)))
        copying_out, _ = timed(lambda: copy_out(Path(folder), _TABLES))
        copying_in, _ = timed_copies(Path(folder), _TABLES)
        parsing, _ = timed(lambda: sum(1 for _ in LowLevelParser(path.read_text(encoding="utf-8"))))
    line(f"import of {entries} as BibTeX", importing, "bare COPY", copying_in)
    line("", importing, "pybtex alone", parsing)
    line("  of this, reading the file", reading, "pybtex alone", parsing)
    line("the same file again", again, "bare COPY", copying_in)
    line(f"export of {entries} as BibTeX", exporting_again, "bare COPY", copying_out)
    line("  the first, which writes them", exporting, "bare COPY", copying_out)
    say(f"memory grows by {import_growth:.0f} MiB importing, {export_growth:.0f} MiB exporting")


def _bring(path: Path, *, dry_run: bool = False) -> Summary:
    with path.open("rb") as source, recorded(by=None, reason="Benchmark"):
        return import_sources(source, format="bibtex", dry_run=dry_run, report=lambda _: None)


def _export(chosen: str) -> int:
    return sum(len(part) for part in export_sources(Document.objects.public(), format=chosen))


def _read(path: Path) -> Any:
    with path.open("rb") as source:
        yield from read_bibtex(source)
