"""Bring stand-off texts to life from a folder of copies that the reader holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError

from history.services import recorded
from sources.ingestion.extraction import ExtractionError
from sources.ingestion.files import READERS
from sources.models import Text
from sources.services.hold_text import Copy, fill_text
from sources.services.read_copy import read_copy


@dataclass(frozen=True)
class Loaded:
    """What became of one awaited text: ``filled``, ``absent`` (no copy in the folder) or ``refused``, and why."""

    document: str
    file_name: str
    result: str
    reason: str = ""


def load_words(folder: Path) -> list[Loaded]:
    """Fill every awaited text whose copy lies in ``folder``; a copy with other words is refused, the rest is filled.

    A copy is found by its file name, else by its words under another name. Each text is its own transaction.
    """
    awaited = list(Text.objects.awaited().select_related("document").order_by("document__citation_key", "version"))
    if not awaited:
        return []
    return [_load(text, folder) for text in awaited]


def _load(text: Text, folder: Path) -> Loaded:
    key = text.document.citation_key
    try:
        copy = _find_copy(text, folder)
        if copy is None:
            return Loaded(key, text.file_name, "absent", f"No copy of {text.file_name} is in {folder}.")
        with recorded(by=None, reason=f"Words from {copy.file_name}"):
            fill_text(text, copy)
    except (ExtractionError, OSError) as error:
        return Loaded(key, text.file_name, "refused", f"{text.file_name}: {error}")
    except ValidationError as error:
        return Loaded(key, text.file_name, "refused", " ".join(error.messages))
    return Loaded(key, text.file_name, "filled")


def _find_copy(text: Text, folder: Path) -> Copy | None:
    if not folder.is_dir():
        return None
    named = folder / Path(text.file_name).name
    if named.is_file():
        return _read(named)
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in READERS and path.is_file() and path.stat().st_size >= text.length:
            try:
                copy = _read(path)
            except ExtractionError:
                continue
            if copy.sha256 == text.sha256:
                return copy
    return None


def _read(path: Path) -> Copy:
    return read_copy(path.name, path.read_bytes())
