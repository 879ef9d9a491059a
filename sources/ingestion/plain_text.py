"""Plain text: paragraphs, pages at form feeds, and sections where headings are obvious."""

from __future__ import annotations

from collections.abc import Iterator

from sources.ingestion.decoding import decode
from sources.ingestion.double_spacing import joined_blocks, usual_width
from sources.ingestion.extraction import Extraction, Span, in_reading_order
from sources.ingestion.lines import Block, blocks, lines, refuse_many_lines
from sources.ingestion.pages import pages
from sources.ingestion.sections import Heading, sections
from sources.ingestion.sentences import count_sentences, ends_sentence, looks_like_heading

TOOL = "pincite-plain-text"
TOOL_VERSION = "1"
FEWEST_PROSE_BLOCKS = 2


def read(data: bytes, encoding: str | None = None) -> Extraction:
    """Decode and mark a plain text file.

    Raises:
        ExtractionError: It cannot be decoded, is blank, or has too many lines.
    """
    return extract(decode(data, encoding))


def extract(content: str) -> Extraction:
    """Mark a plain text.

    Every block is a paragraph, headings too: whether a line is a heading is a guess, and no number may hang on it.

    Raises:
        ExtractionError: It has too many lines or paragraphs.
    """
    refuse_many_lines(content)
    width = usual_width(content)
    found = blocks(content, lines(content)) if width is None else joined_blocks(content, width)
    kept = list(found)
    marks = [*pages(content), *sections(headings(content, kept, joined=width is not None), len(content))]
    marks += [Span("paragraph", str(number), block.start, block.end) for number, block in enumerate(kept, start=1)]
    return Extraction(content, in_reading_order(marks), "text/plain", TOOL, TOOL_VERSION)


def headings(content: str, found: list[Block], *, joined: bool) -> list[Heading]:
    """The obvious headings among the blocks, all of one level, or none where they are too many to be believed.

    A heading is followed by prose, directly or after further headings. Before the first prose stand titles and
    names that look alike; there only a text's very first block counts, when prose follows it at once.

    Args:
        content: The whole text.
        found: Its blocks in order.
        joined: The text is a scan whose headings may run over two lines.
    """
    texts = [_opening(content, block) for block in found]
    prose = [_is_prose(text) for text in texts]
    if sum(count_sentences(text) > 1 for text in texts) < FEWEST_PROSE_BLOCKS:
        return []
    candidates = [block.lines <= 1 + joined and looks_like_heading(text) for block, text in zip(found, texts, strict=True)]
    first = prose.index(True)
    title_matter = range(first) if first > 1 else range(0)
    chosen = [index for index in _before_prose(candidates, prose) if index not in title_matter]
    if 2 * len(chosen) > len(found) - first + 1:
        return []
    return [Heading(found[index].start, 1, texts[index]) for index in chosen]


def _before_prose(candidates: list[bool], prose: list[bool]) -> Iterator[int]:
    """Indices, rising, of the candidates that prose follows at once or after other candidates."""
    run: list[int] = []
    for index, (is_candidate, is_prose) in enumerate(zip(candidates, prose, strict=True)):
        if is_candidate:
            run.append(index)
            continue
        if is_prose:
            yield from run
        run = []


def _opening(content: str, block: Block) -> str:
    """The words of a block, as many as it takes to know its kind, with single spaces."""
    return " ".join(content[block.start : min(block.end, block.start + 2_000)].split())


def _is_prose(text: str) -> bool:
    return count_sentences(text) > 1 or (len(text) >= 60 and ends_sentence(text))
