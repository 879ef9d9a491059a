"""What stands in a text beside its words: note marks, page numbers, readings over Han characters; and what a quoter adds."""

from __future__ import annotations

import re

from sources.anchoring.borders import UNSPACED

_RAISED = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079"
_KANA = "\u3041-\u309f\u30a1-\u30ff"
_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CLOSING = "\"'”’»)\\]"
_ROMAN = r"(?:x{0,3}(?:ix|iv|vi{0,3}|i{2,3}|v)|x{1,3}(?:ix|iv|v?i{0,3})|(?:xl|l)x{0,3}(?:ix|iv|v?i{0,3}))"
_ABBREVIATED = "".join(
    rf"(?<!\b{word}\.)" for word in ("No", "no", "Nos", "pp", "vol", "Vol", "Art", "art", "Ch", "ch", "sec", "Sec", "fig", "Fig", "vs")
)
_COUNTER = "年月日人カかヶケ個件回つ点章条項世番号頁時分秒円ドル万億兆千百十の名社隻機・．.,:%％"

_APPARATUS = re.compile(
    "|".join(
        (
            # <sup>12</sup>, with or without a link in it; after a digit it is an exponent.
            r"(?<!\d)<sup\b[^<>]{0,200}>\s?(?:<a\b[^<>]{0,400}>)?\s?[\[(]?[\d*†‡§,\s–-]{1,20}[\])]?\s?(?:</a>)?\s?</sup>",
            r"<r(?P<tag>t|p)>[^<>]{0,60}</r(?P=tag)>",
            # [12], [12, 13], [^3], [p. 12]
            r"\[(?:\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,9}|\^[^\[\]\s]{1,40}|pp?\.?\s?\d{1,4}(?:\s?[–-]\s?\d{1,4})?)\]",
            rf"(?:(?<=[^\W\d_]{{3}})|(?<=[{UNSPACED}])|(?<=[.,;:!?…。、」』{_CLOSING}]))[{_RAISED}]{{1,3}}",
            # Digits that follow a mark of punctuation without a space.
            rf"(?:(?<=[^\W\d_]{{2}}[.,;:!?]){_ABBREVIATED}|(?<=\ds[.,;:!?])|(?<=[.,;:!?…][{_CLOSING}])|(?<=[^\W\d_][”’»)\"]))\d{{1,3}}(?=[\s{_CLOSING}]|$)",
            rf"(?<=[。、」』）])\d{{1,3}}(?![\d{_COUNTER}])",
            r"[（(〔]?[※注]\s?\d{1,3}[)）〕]?",
            # Digits that end a word of small letters.
            rf"(?<=[^\W\d_A-Z{UNSPACED}]{{4}})\d{{1,2}}(?=[\s.,;:!?—–{_CLOSING}]|$)",
            # Digits between two sentences.
            rf"(?:(?<=[^\W\d_]{{2}}[.!?]\s)|(?<=[.!?][{_CLOSING}]\s))\d{{1,3}}(?=\s+[\"“‘'(]?[A-Z])",
            # A number alone on its line.
            rf"(?<=[\n\f])[^\S\n\f]*(?:[-‐–—―－·|\[(]\s?)?(?:page\s|p\.\s?)?(?:\d{{1,4}}|{_ROMAN})(?:\s?[-‐–—―－·|\])]|\s?頁|ページ)?[^\S\n\f]*(?=[\n\f])",
            # The reading of Han characters, beside them.
            rf"《[{_KANA}]{{1,20}}》|(?<=[{_HAN}])[(（][{_KANA}]{{1,20}}[)）]",
        )
    ),
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"[\[(（〔]\s?(?:sic|recte|ママ|原文ママ|原文のまま)\s?[.!?]?\s?[\])）〕]"
    r"|[\[(](?:[\w ]{0,30}\b)?(?:emphas[ie]s|italics|stress|underlining|bold|translation|capitals?|footnotes?|citations?|notes?|quotation marks)"
    r"\s(?:is |are )?(?:added|mine|ours|omitted|removed|supplied|in (?:the )?original|by (?:the )?author|original)(?:[\w ,;.]{0,40})[\])]"
    r"|\[(?:my|our|author's|author’s) (?:emphasis|italics|translation)\]|\((?:my|our) (?:emphasis|italics|translation)\)"
    r"|[（〔(\[](?:傍点|強調|下線|太字)[^（）〔〕()\[\]]{1,12}[）〕)\]]",
    re.IGNORECASE,
)

# A reference that ends the quote: (p. 12), (Marlow 1987, 12).
_CITATION = re.compile(
    r"[(\[（](?:(?:pp?\.\s?|頁|ページ)?\d{1,4}(?:\s?[-–,]\s?\d{1,4})?(?:頁|ページ)?|[^\W\d][^()\[\]（）\n]{1,80}\d{4}[a-z]?(?:[,:]\s?[^()\[\]（）\n]{1,20})?)[)\]）][.。]?\s*\Z"
)
# A line between blank lines that begins or ends with a number.
_PAGE_HEAD = re.compile(
    r"(?<=\n)[^\S\n]*(?:\d{1,4}[^\S\n]+[^\W\d][^\n]{2,60}|[^\W\d][^\n]{2,60}[^\S\n]\d{1,4})[^\S\n]*(?=\n[^\S\n]*\n)"
    r"|(?<=\n)[^\S\n]*[A-Z][^a-z\n]{2,60}\n[^\S\n]*\d{1,4}[^\S\n]*(?=\n[^\S\n]*\n)"
)
_BLANK_BEFORE = re.compile(r"\n[^\S\n]*\n\Z|\f\s*\Z")

Stretch = tuple[int, int]


def apparatus(text: str, start: int = 0, end: int | None = None) -> list[Stretch]:
    """Find the note marks, page numbers and readings in ``text[start:end]``, half-open, rising.

    What stands around a number tells what it is, so the text around the stretch is looked at too.
    """
    return [found.span() for found in _APPARATUS.finditer(text, start, len(text) if end is None else end)]


def page_heads(text: str, start: int = 0, end: int | None = None) -> list[Stretch]:
    """Find the lines in ``text[start:end]`` that look like the head of a page: a title with a number, between blank lines.

    A heading of the text looks the same: only a comparison tells whether it is part of what is quoted.
    """
    found = _PAGE_HEAD.finditer(text, start, len(text) if end is None else end)
    return [head.span() for head in found if _BLANK_BEFORE.search(text, max(0, head.start() - 20), head.start())]


def citation(quote: str) -> list[Stretch]:
    """Find the reference that ends the quote, if there is one. The text may have it, too: only a comparison tells."""
    return [found.span() for found in [_CITATION.search(quote, max(0, len(quote) - 140))] if found]


def remarks(quote: str) -> list[Stretch]:
    """Find what a quoter says about the quote inside it: ``[sic]``, ``(emphasis added)``."""
    return [found.span() for found in _REMARK.finditer(quote)]
