"""Reading in a process of its own: what goes wrong there, and however much it takes, ends there.

One process for one file: it starts when a file comes, ends with it, and takes its memory along. It limits itself before it sees the
file, and the kernel ends it when its time is over or when whoever started it is gone, so none is ever left behind.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sources.ingestion.extraction import Extraction, ExtractionError, Facts, Span
from sources.ingestion.limits import Limits, failed
from sources.ingestion.tools import Kind

_ROOT = Path(__file__).resolve().parents[2]
_TIME_IS_UP = {signal.SIGALRM, signal.SIGXCPU}
#: The process ends itself before this is over.
_GRACE_SECONDS = 5
# One at a time, so that many uploads at once do not take the machine's memory together.
_turn = threading.BoundedSemaphore(1)
_log = logging.getLogger(__name__)


def read_in_worker(kind: Kind, data: bytes, encoding: str | None, limits: Limits) -> Extraction:
    """Read a file in a process of its own.

    Args:
        kind: Which reader.
        data: The whole file.
        encoding: Of HTML, where it is known; other kinds have none.
        limits: Of time, memory, pages and words.

    Raises:
        ExtractionError: The file cannot be read, or not within the limits.
    """
    if not _turn.acquire(timeout=limits.seconds):
        message = f"Other files have been read for {limits.seconds} seconds and this one waits. Try again in a while."
        raise ExtractionError(message)
    try:
        answer = _ask({"kind": kind, "encoding": encoding, "limits": asdict(limits), "asked_by": os.getpid()}, data, limits)
    finally:
        _turn.release()
    if "refused" in answer:
        raise _refusal(answer)
    return _extraction(answer)


def _ask(question: dict[str, Any], data: bytes, limits: Limits) -> dict[str, Any]:
    process = subprocess.Popen(
        [sys.executable, "-B", "-m", "sources.ingestion.reading_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        # No secret of the environment is near a file from outside.
        env={"LC_ALL": "C.UTF-8", "PATH": "", "HOME": "/nonexistent"},
    )
    try:
        output, _ = process.communicate(json.dumps(question).encode() + b"\n" + data, timeout=limits.seconds + _GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        raise _too_long(limits) from None
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    try:
        answer: dict[str, Any] = json.loads(output)
    except ValueError:
        raise _ended(process.returncode, limits) from None
    return answer


def _ended(code: int, limits: Limits) -> ExtractionError:
    """What is said of a reader that ended without an answer."""
    if -code in _TIME_IS_UP:
        return _too_long(limits)
    _log.error("The reader of a file ended with code %s.", code)
    return ExtractionError(failed(limits))


def _too_long(limits: Limits) -> ExtractionError:
    return ExtractionError(f"Reading the file took longer than the {limits.seconds} seconds that are allowed. Split it, or save it anew.")


def _refusal(answer: dict[str, Any]) -> ExtractionError:
    if "trace" in answer:
        _log.error("The reader of a file failed:\n%s", answer["trace"])
    refusal = ExtractionError(answer["refused"])
    refusal.line = answer["line"]
    return refusal


def _extraction(answer: dict[str, Any]) -> Extraction:
    facts = answer.pop("facts")
    marks = tuple(Span(*mark) for mark in answer.pop("marks"))
    return Extraction(**answer, marks=marks, facts=Facts(**facts | {"authors": tuple(facts["authors"])}))
