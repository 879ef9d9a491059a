"""Markdown: the file verbatim, with CommonMark's headings, paragraphs and footnotes marked in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter

import markdown_it
from markdown_it import MarkdownIt
from markdown_it.token import Token

from sources.ingestion.decoding import LINE_END, decode
from sources.ingestion.extraction import Extraction, ExtractionError, Span, in_reading_order
from sources.ingestion.footnotes import REFERENCE, footnotes
from sources.ingestion.lines import refuse_many_lines
from sources.ingestion.pages import pages
from sources.ingestion.sections import LONGEST_TITLE, Heading, sections

TOOL = ("markdown-it-py", markdown_it.__version__)
# The parser recurses. A quotation is a level, a list two: quotations deeper than half of this are refused, lists
# deeper than that get no marks of their own.
DEEPEST_NESTING = 100
# The parser reads a line once for each quotation around it, lazily continued lines too.
MOST_QUOTED_LINES = 2_000_000
QUOTATION_SIGNS = re.compile(r"^[-+*>\d.) \t]*>", re.M)
FRONT_MATTER = re.compile(r"---[ \t]*\n(?=[A-Za-z_][\w-]*[ \t]*:)(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?=\n|\Z)")
DECLARED_LANGUAGE = re.compile(r"^lang(?:uage)?[ \t]*:[ \t]*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\b", re.M)
MARKUP = re.compile(r"[*_`\[\]<>&\\]")
# With more signs of markup in one heading they are dropped without a look at what they mean: nested brackets cost the
# parser quadratic time.
MOST_SIGNS = 24


def read(data: bytes, encoding: str | None = None) -> Extraction:
    """Decode and mark a Markdown file.

    Raises:
        ExtractionError: It cannot be decoded, is blank, or has too many lines.
    """
    return extract(decode(data, encoding))


def extract(content: str) -> Extraction:
    """Mark a Markdown text.

    Sections are the headings' stretches, nested by level. Paragraphs are counted through the text, those of lists
    and quotations too; headings, rules, code, HTML blocks, link definitions and front matter are none. A footnote
    is a note under its printed label, and no paragraph.

    Raises:
        ExtractionError: It has too many lines, or quotations nested too deep.
    """
    refuse_many_lines(content)
    source = LINE_END.sub("\n", content)
    _refuse_deep_quotations(source)
    front_matter = FRONT_MATTER.match(source)
    language = DECLARED_LANGUAGE.search(front_matter.group()) if front_matter else None
    marks = [*pages(content), *_Walk(content).marks(_without(source, front_matter))]
    declared = language.group(1) if language else ""
    return Extraction(content, in_reading_order(marks), "text/markdown", *TOOL, declared)


def _refuse_deep_quotations(source: str) -> None:
    """Refuse what would keep the parser busy for minutes."""
    lines = source.count("\n") + 1
    depths = ((signs.group().count(">"), signs.start()) for signs in QUOTATION_SIGNS.finditer(source))
    depth, line_start = max(depths, key=itemgetter(0), default=(0, 0))
    if depth > DEEPEST_NESTING // 2 or depth * lines > MOST_QUOTED_LINES:
        message = f"Quotations are nested {depth:,} deep here, too deep for a file of {lines:,} lines. Remove some >."
        raise ExtractionError(message, source.count("\n", 0, line_start) + 1)


def _without(source: str, front_matter: re.Match[str] | None) -> str:
    """The source with empty lines for the front matter, so that lines keep their numbers."""
    if front_matter is None:
        return source
    return "\n" * front_matter.group().count("\n") + source[front_matter.end() :]


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST_NESTING}).use(footnotes)
    parser.core.ruler.enableOnly(["block"])
    return parser


@dataclass
class _Container:
    """The document, a quotation or a list item: headings inside govern nothing beyond its end."""

    end: int
    headings: list[Heading] = field(default_factory=list)


class _Walk:
    """One pass over the parser's blocks, turning lines into offsets."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.starts = [0, *(match.end() for match in LINE_END.finditer(content)), len(content)]
        self.parser = _parser()
        self.references: dict[str, object] = {}

    def marks(self, source: str) -> Iterator[Span]:
        tokens = self.parser.parse(source, self.references)
        containers = [_Container(len(self.content))]
        paragraph = 0
        for index, opening in enumerate(tokens):
            if opening.type in {"blockquote_open", "list_item_open"}:
                containers.append(_Container(self._end(opening)))
            elif opening.type in {"blockquote_close", "list_item_close"}:
                yield from self._sections(containers.pop())
            elif opening.type == "footnote":
                yield Span("note", opening.content, self._find(opening, "[^"), self._end(opening))
            elif opening.type == "heading_open":
                containers[-1].headings.append(self._heading(opening, tokens[index + 1]))
            elif opening.type == "paragraph_open" and tokens[index + 1].content.strip():
                paragraph += 1
                yield Span("paragraph", str(paragraph), self._start(tokens[index + 1]), self._end(opening))
        yield from self._sections(containers.pop())

    def _sections(self, container: _Container) -> Iterator[Span]:
        return sections(container.headings, container.end)

    def _heading(self, opening: Token, inner: Token) -> Heading:
        is_underlined = opening.markup in {"=", "-"}
        start = self._start(inner) if is_underlined else self._find(opening, "#")
        return Heading(start, int(opening.tag[1:]), self._words(inner.content))

    def _words(self, source: str) -> str:
        """The words of a heading, without its markup and note references."""
        source = REFERENCE.sub("", source[: 4 * LONGEST_TITLE])
        signs = len(MARKUP.findall(source))
        if not signs:
            return source
        if signs > MOST_SIGNS:
            return MARKUP.sub("", source)
        tokens: list[Token] = []
        self.parser.inline.parse(source, self.parser, self.references, tokens)
        return "".join(
            " " if token.type in {"softbreak", "hardbreak"} else token.content for token in tokens if token.type != "html_inline"
        )

    def _line(self, number: int) -> str:
        return self.content[self.starts[number] : self.starts[number + 1]].rstrip()

    def _start(self, inner: Token) -> int:
        """Where the words begin: they are the end of their line, behind any ``>`` and ``-``."""
        words = inner.content.lstrip().split("\n", 1)[0].rstrip()
        line, end = inner.map or (0, 0)
        # Lines before the first word hold white space that is none to CommonMark.
        while line < end - 1 and not self._line(line).endswith(words):
            line += 1
        return self.starts[line] + len(self._line(line)) - len(words)

    def _find(self, token: Token, sign: str) -> int:
        line = token.map[0] if token.map else 0
        return self.starts[line] + self._line(line).index(sign)

    def _end(self, token: Token) -> int:
        first, last = (token.map[0], token.map[1] - 1) if token.map else (0, 0)
        while last > first and not self._line(last):
            last -= 1
        return self.starts[last] + len(self._line(last))
