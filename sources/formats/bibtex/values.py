"""Values of BibTeX fields: braces, quotes, numbers, macros, and what `#` joins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

#: A value longer than this is refused: a chain of macros that double each other would fill any memory.
LONGEST_VALUE: Final = 1_000_000
#: Braces nested deeper than this are refused: programs further on follow them with a stack.
DEEPEST_BRACES: Final = 100
#: So many characters may all uses of long macros in a file come to: a short file could fill any memory and any time.
MOST_EXPANDED: Final = 20_000_000
_LONG_MACRO = 1000

MONTHS: Final[Mapping[str, str]] = {
    "jan": "January",
    "feb": "February",
    "mar": "March",
    "apr": "April",
    "may": "May",
    "jun": "June",
    "jul": "July",
    "aug": "August",
    "sep": "September",
    "oct": "October",
    "nov": "November",
    "dec": "December",
}

#: Characters of the name of a field, a macro or an entry type (btparse and bibtex refuse these only).
NAME: Final = r"[^\s=,{}()\"#%@'\\]"

_BRACE = re.compile(r"[{}]")
_BRACE_OR_QUOTE = re.compile(r'[{}"]')
_GAP = re.compile(r"(?:\s++|%[^\n]*+)*+")
_WORD = re.compile(f"{NAME}++")


class UnclosedValueError(ValueError):
    """A brace or a quotation mark is not closed before the text ends."""

    def __init__(self, start: int, sign: str) -> None:
        super().__init__(f"unclosed {sign}")
        self.start = start
        self.sign = sign


class RefusedValueError(ValueError):
    """A value that is read to its end and not taken, for the reason in the message."""

    def __init__(self, message: str, end: int) -> None:
        super().__init__(message)
        self.end = end


class MissingValueError(ValueError):
    """No value stands where one should."""


def closing_brace(text: str, start: int, end: int) -> int:
    """Return the position of the brace that closes the one at ``start``.

    Raises:
        UnclosedValueError: It is not closed before ``end``.
        RefusedValueError: Braces are nested too deeply in between.
    """
    depth = deepest = 0
    for match in _BRACE.finditer(text, start, end):
        if match[0] == "{":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
            if not depth:
                _refuse_depth(deepest - 1, match.end())
                return match.start()
    raise UnclosedValueError(start, "brace")


def closing_quote(text: str, start: int, end: int) -> int:
    """Return the position of the quotation mark that closes the one at ``start``: the next outside braces.

    Raises:
        UnclosedValueError: It is not closed before ``end``, or a brace closes before it.
        RefusedValueError: Braces are nested too deeply in between.
    """
    depth = deepest = 0
    for match in _BRACE_OR_QUOTE.finditer(text, start + 1, end):
        sign = match[0]
        if sign == "{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign == "}":
            depth -= 1
        elif not depth:
            _refuse_depth(deepest, match.end())
            return match.start()
        if depth < 0:
            break
    raise UnclosedValueError(start, "quotation mark")


class Macros:
    """The macros of a file that stand when an entry is read."""

    def __init__(self, later: Mapping[str, str] | None = None) -> None:
        #: Defined so far, by name in lower case.
        self.defined: dict[str, str] = dict(MONTHS)
        self._later = later or {}
        self._left = MOST_EXPANDED

    def value(self, name: str, end: int) -> str | None:
        """Return what a macro stands for, defined before or else after; None where nothing defines it.

        Args:
            name: Its name, in any case.
            end: Where what follows it begins.

        Raises:
            RefusedValueError: Long macros have been used too often in the file.
        """
        folded = name.lower()
        found = self.defined.get(folded)
        if found is None:
            found = self._later.get(folded)
        if found is not None and len(found) > _LONG_MACRO:
            self._left -= len(found)
            if self._left < 0:
                raise RefusedValueError(f"The macros of this file expand to more than {MOST_EXPANDED:,} characters. Shorten them.", end)
        return found


def read_value(text: str, start: int, end: int, macros: Macros, undefined: list[str]) -> tuple[str, int]:
    """Return the value that begins at ``start``, and where what follows it begins.

    Args:
        text: What the value stands in.
        start: Where it begins.
        end: Where the text that may belong to it ends.
        macros: What its macros stand for.
        undefined: Gets the names of macros that nothing defines; their name is their value.

    Raises:
        UnclosedValueError: A brace or quotation mark of it is not closed.
        RefusedValueError: It is too long or nested too deeply.
        MissingValueError: There is none.
    """
    parts: list[str] = []
    length = 0
    refused: RefusedValueError | None = None
    while True:
        try:
            part, start = _read_part(text, start, end, macros, undefined)
        except RefusedValueError as error:
            refused, part, start = error, "", error.end
        length += len(part)
        if length <= LONGEST_VALUE:
            parts.append(part)
        start = _gap_end(text, start, end)
        if start >= end or text[start] != "#":
            break
        start = _gap_end(text, start + 1, end)
    if refused:
        raise RefusedValueError(str(refused), start)
    if length > LONGEST_VALUE:
        raise RefusedValueError(f"The value has more than {LONGEST_VALUE:,} characters. Shorten it.", start)
    return "".join(parts), start


def _read_part(text: str, start: int, end: int, macros: Macros, undefined: list[str]) -> tuple[str, int]:
    sign = text[start] if start < end else ""
    if sign == "{":
        last = closing_brace(text, start, end)
        return text[start + 1 : last], last + 1
    if sign == '"':
        last = closing_quote(text, start, end)
        return text[start + 1 : last], last + 1
    word = _WORD.match(text, start, end)
    if not word:
        raise MissingValueError
    if word[0].isdigit():
        return word[0], word.end()
    value = macros.value(word[0], word.end())
    if value is None:
        undefined.append(word[0])
        value = word[0]
    return value, word.end()


def _gap_end(text: str, start: int, end: int) -> int:
    match = _GAP.match(text, start, end)
    return match.end() if match else start


def _refuse_depth(depth: int, end: int) -> None:
    if depth > DEEPEST_BRACES:
        raise RefusedValueError(f"Braces are nested {depth} deep; more than {DEEPEST_BRACES} are not followed. Take some away.", end)
