"""The process that reads one file: limits itself, reads it from standard input, answers in JSON, ends."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import astuple, fields
from typing import Any

from sources.ingestion import docx, html, pdf
from sources.ingestion.extraction import Extraction, ExtractionError
from sources.ingestion.limits import Limits, failed

Reader = Callable[[bytes, str | None, Limits], Extraction]

READERS: dict[str, Reader] = {"docx": docx.read, "html": html.read, "pdf": pdf.read}
_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Answer the one question on standard input."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # What a library prints is no part of the answer.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    question = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**question["limits"])
    _die_with(question["asked_by"])
    _limit(limits)
    json.dump(_answer(question, limits), answers, ensure_ascii=False)
    answers.close()


def _answer(question: dict[str, Any], limits: Limits) -> dict[str, Any]:
    try:
        data = sys.stdin.buffer.read()
        extraction = READERS[question["kind"]](data, question["encoding"], limits)
        _refuse_many_words(extraction.content, limits)
    except ExtractionError as refusal:
        return {"refused": str(refusal), "line": refusal.line}
    except MemoryError:
        needs = (
            f"Reading the file needs more memory than the {limits.memory // 1_000_000:,} MB that are allowed. Split it, or save it anew."
        )
        return {"refused": needs, "line": None}
    except Exception:  # noqa: BLE001 - whatever a hostile file does to a library is an answer, not a crash
        return {"refused": failed(limits), "line": None, "trace": traceback.format_exc(limit=-20)[-10_000:]}
    return _as_json(extraction)


def _as_json(extraction: Extraction) -> dict[str, Any]:
    plain = {field.name: getattr(extraction, field.name) for field in fields(extraction)}
    facts = {field.name: getattr(extraction.facts, field.name) for field in fields(extraction.facts)}
    return plain | {"marks": [astuple(mark) for mark in extraction.marks], "facts": facts}


def _refuse_many_words(content: str, limits: Limits) -> None:
    size = len(content.encode())
    if size > limits.bytes:
        message = f"The words of the file have {size:,} bytes, more than the {limits.bytes:,} that are read at once. Split it."
        raise ExtractionError(message)


def _limit(limits: Limits) -> None:
    """Let the kernel end this process when it takes too much; it may write no file and leave no core."""
    for name, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(name)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(name, (allowed, hard))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(limits.seconds)


def _die_with(parent: int) -> None:
    """End when the process that asked has ended; elsewhere than on Linux the alarm alone does it, a little later."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


if __name__ == "__main__":
    main()
