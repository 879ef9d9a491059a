"""Files that take too much, or make their reader fail, end in a sentence; nothing of the reader is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from sources.ingestion import ExtractionError, read_file
from sources.ingestion.limits import Limits
from tests.sources.ingestion.docx.files import archive, paragraph, root, run, word_file
from tests.sources.ingestion.pdf.printing import SENTENCES, encrypted, lines, printed

LIMITS = Limits(bytes=20_000_000, pages=50, seconds=20, memory=800_000_000)
GOOD = printed(lines(SENTENCES))
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'lol'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"


def refusal(name: str, data: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(ExtractionError) as caught:
        read_file(name, data, limits=limits)
    return str(caught.value)


def picture(canvas):
    canvas.drawInlineImage(Image.new("L", (8, 8)), 0, 0, 500, 700)


def test_a_good_file_is_read_in_another_process():
    extraction = read_file("gate.pdf", GOOD, limits=LIMITS)

    assert (extraction.content, extraction.media_type, extraction.tool) == ("\n".join(SENTENCES), "application/pdf", "pypdfium2")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (encrypted(GOOD, "secret"), "The PDF is encrypted. Open it with its password, save it without one, and give that copy."),
        (GOOD[: len(GOOD) // 2], "The PDF is damaged or cut off. Is the download complete?"),
        (b"%PDF-1.7\n" + os.urandom(20_000), "The PDF is damaged or cut off."),
        (printed(*[lines(["x"])] * 51), "The PDF has 51 pages, more than the 50 that are read at once. Split it."),
        (printed(lambda canvas: None), "The PDF has 1 page and not one word."),
        (
            printed(picture, picture),
            "The PDF has 2 pages and no text: they are pictures, as a scanner makes them. Run text recognition (OCR)",
        ),
        (printed(lines(SENTENCES), picture, picture), "Of the 3 pages of the PDF 2 are pictures without text"),
    ],
    ids=["encrypted", "cut off", "noise", "many pages", "empty", "scanned", "scanned behind a cover"],
)
def test_a_pdf_that_cannot_be_taken_says_why(data, says):
    assert refusal("gate.pdf", data).startswith(says)


def test_a_pdf_that_anybody_may_open_is_read():
    assert read_file("gate.pdf", encrypted(GOOD, ""), limits=LIMITS).content == "\n".join(SENTENCES)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (word_file(paragraph(run("x" * 200_000_000))), "The part word/document.xml of the Word file unpacks to more than"),
        (archive({"word/document.xml": LAUGHS + root("document", "&a9;")}), "The part word/document.xml of the Word file is damaged"),
        (
            archive({"word/document.xml": "<!DOCTYPE x>" + root("document", "")}),
            "The part word/document.xml of the Word file declares a document type",
        ),
        (
            archive({"word/document.xml": root("document", "<w:body>" + "<w:p>" * 100_000)}),
            "The part word/document.xml of the Word file is damaged",
        ),
        (archive({"word/other.xml": "<x/>"}), "This is not a Word file: the archive has no document in it."),
        (word_file(paragraph(run("words")))[:-30], "The Word file is damaged or cut off."),
        (word_file(paragraph()), "The Word file has no words."),
        (archive({f"word/{number}.xml": "" for number in range(20_001)}), "The Word file has 20,001 parts"),
    ],
    ids=["bomb", "entities", "declaration", "deep", "no document", "cut off", "empty", "many parts"],
)
def test_a_word_file_that_cannot_be_taken_says_why(data, says):
    assert refusal("gate.docx", data).startswith(says)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<p>x" + b"<div>" * 100_000 + b"words", "Line 1: The elements of the HTML file are nested too deep"),
        (
            b"<p title='" + b"x" * 15_000_000 + b"'>words",
            "Line 1: The elements of the HTML file are nested too deep, or one of them is too large",
        ),
    ],
    ids=["deep", "huge attribute"],
)
def test_an_html_file_that_cannot_be_taken_says_why(data, says):
    assert refusal("gate.html", data).startswith(says)


def test_what_takes_too_long_is_ended_by_the_clock():
    many = b"<p>" + b"words <b>words</b> " * 300_000

    assert refusal("gate.html", many, replace(LIMITS, seconds=1)) == (
        "Reading the file took longer than the 1 seconds that are allowed. Split it, or save it anew."
    )


def test_what_takes_too_much_memory_is_refused():
    many = b"<p>words <b>words</b></p>" * 500_000

    assert "memory" in refusal("gate.html", many, replace(LIMITS, memory=250_000_000))


def test_many_threads_are_served_one_after_the_other():
    with ThreadPoolExecutor(4) as pool:
        contents = list(pool.map(lambda number: read_file("gate.html", f"<p>words {number}".encode(), limits=LIMITS).content, range(4)))

    assert contents == [f"words {number}" for number in range(4)]


def test_a_reader_ends_with_whoever_asked(tmp_path):
    """The asker is killed while its reader waits for the rest of a file."""
    asker = (
        "import json, os, subprocess, sys\n"
        "from dataclasses import asdict\n"
        "from sources.ingestion.limits import Limits\n"
        "reader = subprocess.Popen([sys.executable, '-m', 'sources.ingestion.reading_process'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)\n"
        "question = {'kind': 'html', 'encoding': None, 'limits': asdict(Limits()), 'asked_by': os.getpid()}\n"
        "reader.stdin.write(json.dumps(question).encode() + b'\\n<p>words')\n"
        "reader.stdin.flush()\n"
        "print(reader.pid, flush=True)\n"
        "reader.wait()\n"
    )
    root_folder = Path(__file__).resolve().parents[3]
    with subprocess.Popen([sys.executable, "-c", asker], cwd=root_folder, stdout=subprocess.PIPE) as process:
        pid = int(process.stdout.readline())
        deadline = time.monotonic() + 10
        while "death" not in (state := _limits_of(pid)) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    while _is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)

    assert (state, _is_alive(pid)) == ("limited to death", False)


def _limits_of(pid: int) -> str:
    """Whether the process has limited itself yet: it does so right after it has tied its life to its asker's."""
    limits = Path(f"/proc/{pid}/limits")
    is_limited = limits.exists() and any(
        line.startswith("Max file size") and line.split()[3] == "0" for line in limits.read_text().splitlines()
    )
    return "limited to death" if is_limited else ""


def _is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
