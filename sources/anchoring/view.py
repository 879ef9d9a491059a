"""The comparison view of a text: its letters, marks and digits alone, each with its place in the verbatim text.

White space, hyphens, quotation marks, dashes and markup are no part of it, so two renderings of the same words, a clean
one and a scanned one, have the same view. Offsets count Unicode code points.
"""

from __future__ import annotations

import re
import sys
import unicodedata
import zlib
from array import array
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Self

# Elements of running text. Other angle brackets (mathematics, BNF) are the text's own.
_ELEMENTS = (
    "a|abbr|article|aside|b|big|blockquote|body|br|caption|center|cite|code|dd|del|dfn|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|header|hr|"
    "i|img|ins|kbd|li|main|mark|nav|ol|p|pre|q|rb|rp|rt|rtc|ruby|s|section|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|wbr"
)
_MARKUP = re.compile(
    rf"</?(?:{_ELEMENTS})(?:\s+[a-z][\w:-]{{0,40}}\s?=\s?(?:\"[^\"<>]{{0,1000}}\"|'[^'<>]{{0,1000}}'|[^\s\"'<>]{{1,200}})){{0,20}}\s?/?>"
    r"|&(?:amp|nbsp|ensp|emsp|thinsp|quot|apos|lt|gt|hellip|[mn]dash|[lr][sd]quo|[lr]aquo|shy|zwn?j);"
    r"|(?<=\])\((?:https?://|mailto:|/|\#|\.)[^()\s]{0,2000}(?:\s\"[^\"\n]{0,200}\")?\)",
    re.IGNORECASE,
)
_RUN = re.compile("[^ ]+")
_SEVERAL = "\x00"  # Stands in the flat text for a character that the view writes with several.
_SQUARED_WORDS = range(0x3200, 0x3400)  # Enclosed and squared CJK words, as the sign for "kg": words in one cell.


@dataclass(frozen=True, slots=True)
class View:
    """What of a text counts in comparison.

    Attributes:
        text: Letters, marks and digits, compatibility forms resolved (NFKD) and case folded, each character by itself.
        starts: For each character of ``text`` the offset of the verbatim character it came from; never falling.
            Several characters may come from one ("ß", "ﬁ", an accented letter: its letter and its mark).
    """

    text: str
    starts: array[int]

    def to_bytes(self) -> bytes:
        """A compact form of the view to store; the same on every machine."""
        gaps = array("I", [self.starts[0]] if self.starts else [])
        gaps.extend(map(int.__sub__, self.starts[1:], self.starts))
        if sys.byteorder == "big":
            gaps.byteswap()
        words = self.text.encode("utf-8", "surrogatepass")
        return len(gaps).to_bytes(8, "little") + zlib.compress(gaps.tobytes() + words, 1)

    @classmethod
    def from_bytes(cls, stored: bytes) -> Self:
        """The view that ``to_bytes`` stored.

        Raises:
            ValueError: The bytes are no stored view.
        """
        try:
            body = zlib.decompress(stored[8:])
            cut = int.from_bytes(stored[:8], "little") * array("I").itemsize
            starts = _summed(body[:cut])
            text = body[cut:].decode("utf-8", "surrogatepass")
        except (zlib.error, ValueError, OverflowError) as error:
            message = "These bytes are no stored view of a text."
            raise ValueError(message) from error
        if len(text) != len(starts):
            message = "These bytes are no stored view of a text."
            raise ValueError(message)
        return cls(text, starts)


def view_of(content: str) -> View:
    """The comparison view of ``content``. Tags of HTML, its named entities and the targets of Markdown links are no part of it."""
    plain = without_markup(content)
    flat = plain.translate(_FLAT)
    if _SEVERAL not in flat:
        starts = array("I")
        for run in _RUN.finditer(flat):
            starts.extend(range(*run.span()))
        return View(flat.replace(" ", ""), starts)
    return _view_with_several(plain, flat)


def without_markup(content: str) -> str:
    """The same text, as long as before, with blanks for HTML tags, its named entities and the targets of Markdown links."""
    return _MARKUP.sub(_blank, content) if "<" in content or "&" in content or "](" in content else content


@lru_cache(maxsize=65536)
def folded(character: str) -> str:
    """What the view holds for one character; empty for all but letters, marks and digits.

    Raised digits, fractions and encircled numbers (category No) stay themselves: "10²" is not "102".
    """
    category = unicodedata.category(character)
    if category == "No":
        return character
    if category[0] not in "LMN" and ord(character) not in _SQUARED_WORDS:
        return ""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(part for part in decomposed if unicodedata.category(part)[0] in "LMN" and not _is_variation(part))


def _is_variation(character: str) -> bool:
    """Whether the mark only chooses a glyph for the character before it."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


class _Flat(dict[int, str]):
    """A table for ``str.translate`` that learns each character when it is first met; every character stays one long."""

    def __missing__(self, code: int) -> str:
        view = folded(chr(code))
        self[code] = flat = (view or " ") if len(view) < 2 else _SEVERAL
        return flat


_FLAT = _Flat()


def _view_with_several(plain: str, flat: str) -> View:
    """The view where some characters are written with several."""
    pieces: list[str] = []
    starts = array("I")
    for run in _RUN.finditer(flat):
        begin, end = run.span()
        place = begin
        while place < end:
            several = flat.find(_SEVERAL, place, end)
            stop = end if several < 0 else several
            pieces.append(flat[place:stop])
            starts.extend(range(place, stop))
            if several >= 0:
                view = folded(plain[several])
                pieces.append(view)
                starts.extend([several] * len(view))
            place = stop + 1
    return View("".join(pieces), starts)


def _blank(found: re.Match[str]) -> str:
    return " " * (found.end() - found.start())


def _summed(gaps: bytes) -> array[int]:
    """The rising offsets behind their gaps."""
    from_gaps = array("I")
    from_gaps.frombytes(gaps)
    if sys.byteorder == "big":
        from_gaps.byteswap()
    return array("I", accumulate(from_gaps))
