"""PDF files printed for the tests."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pypdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from sources.ingestion.extraction import Extraction
from sources.ingestion.limits import Limits
from sources.ingestion.pdf import read

WIDTH, HEIGHT = A4
TOP, LEADING, SIZE = 760, 13, 10

Draw = Callable[[Canvas], None]


def printed(*pages: Draw, title: str = "", author: str = "", lang: str | None = None) -> bytes:
    """A PDF with one page for each function."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, lang=lang, invariant=True)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    for draw in pages:
        canvas.setFont("Helvetica", SIZE)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def lines(texts: Sequence[str], *, x: float = 72, top: float = TOP, size: float = SIZE, leading: float = LEADING) -> Draw:
    """Draws lines one below the other."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", size)
        for number, text in enumerate(texts):
            canvas.drawString(x, top - number * leading, text)

    return draw


def centred(text: str, y: float = 30, size: float = 9) -> Draw:
    """Draws a line in the middle: a page number, say."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", size)
        canvas.drawCentredString(WIDTH / 2, y, text)

    return draw


def together(*draws: Draw) -> Draw:
    """Draws several things on one page, in this order."""

    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw


def labelled(data: bytes, *ranges: tuple[int, int, str, int]) -> bytes:
    """The same file with page labels of its own: first and last page from 0, style (/r, /D, ...), first number."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(data)))
    for first, last, style, start in ranges:
        writer.set_page_label(first, last, style=style, start=start)
    return written(writer)


def encrypted(data: bytes, password: str, owner: str = "owner") -> bytes:
    """The same file behind a password; with an empty one, anybody may open it."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(data)))
    writer.encrypt(password, owner)
    return written(writer)


def written(writer: pypdf.PdfWriter) -> bytes:
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def extracted(data: bytes) -> Extraction:
    """What reading gives, in this very process."""
    return read(data, None, Limits())


SENTENCES = (
    "The harbour gate closed at dawn and stayed shut",
    "until the bell of the old customs house had rung",
    "for the third time, which nobody had heard before.",
    "The keeper wrote the hour into his book and went",
    "down to the quay, where two boats lay waiting for",
    "a tide that was late, as it had been all that week.",
)
