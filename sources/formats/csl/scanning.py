"""JSON objects out of a file of any length, one after another: a list, JSON Lines, or an object with a list of items."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sources.formats.csl.items import Members

#: In characters. Larger items are refused.
_LARGEST_ITEM = 20_000_000
_BETWEEN = re.compile(r"[\s,\ufeff]*")
#: The beginning of an object that holds the items, after members that are no lists or objects themselves.
_WRAPPER = re.compile(r'\{\s*(?:"[^"\\]*"\s*:\s*(?:"[^"\\]*"|[-+0-9.eE]+|true|false|null)\s*,\s*)*"(?:items|references)"\s*:\s*\[')
#: A part of it, where the text read so far ends within.
_WRAPPER_LENGTH = 4096
_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\]"]', re.DOTALL)
_UP_TO_NEXT = re.compile(r".[^\n\[{\],]{0,60}", re.DOTALL)
_OPENING = re.compile(r"[\[{\]]")
#: How near its end a text fails that is only not read to its end yet: within a number, a word or an escape.
_CUT = 12
#: How many characters before the position are kept, and how many of an item's text are given.
_KEPT = 200
_SHOWN = 100_000
#: How far behind a broken item the next one is looked for by how its line begins.
_FARTHEST = 1 << 16


@dataclass(frozen=True, slots=True)
class Scanned:
    """One item, or why there is none."""

    #: On which it begins, from 1.
    line: int
    value: Any = None
    fault: str = ""
    #: Line of the fault.
    fault_line: int = 0
    #: Its text, as far as it is wanted to find places in it.
    text: str = ""


def _whole_number(digits: str) -> int | str:
    # Python refuses to read very long numbers, and nothing is counted with these.
    return int(digits) if len(digits) < 16 else digits


_DECODER = json.JSONDecoder(object_pairs_hook=Members.of, parse_int=_whole_number, parse_float=str, parse_constant=float, strict=False)


class Scanner:
    """The text of a file while it is read, a window of it in memory."""

    def __init__(self, chunks: Iterator[str]) -> None:
        self._chunks = chunks
        self._window = ""
        self._position = 0
        #: Line of the position, from 1.
        self._line = 1
        self._open_lists = 0
        self._is_wrapped = False

    def first_character(self) -> str:
        """Return the first character that is no white space; "" where there is none."""
        while True:
            self._move(_BETWEEN.match(self._window, self._position).end())  # type: ignore[union-attr]  # it matches nothing too
            if self._position < len(self._window) or not self._read_more():
                return self._window[self._position : self._position + 1]

    def items(self) -> Iterator[Scanned]:
        """Yield the items of the file, those that cannot be read with the reason."""
        while character := self.first_character():
            if character in "[]":
                self._open_lists += 1 if character == "[" else -1
                self._move(self._position + 1)
                if self._is_wrapped and self._open_lists == 0:
                    # What follows are members beside the items.
                    return
            elif character != "{":
                yield self._other()
            elif self._open_lists or not self._enter_wrapper():
                yield from self._object()
        if self._open_lists > 0:
            fault = "The file ends before its list of items does: it is cut off. Export it again."
            yield Scanned(self._line, fault=fault, fault_line=self._line)

    def _enter_wrapper(self) -> bool:
        while len(self._window) - self._position < _WRAPPER_LENGTH and self._read_more():
            pass
        match = _WRAPPER.match(self._window, self._position)
        if match:
            self._move(match.end())
            self._open_lists, self._is_wrapped = 1, True
        return match is not None

    def _object(self) -> Iterator[Scanned]:
        line = self._line
        value, failure, text = self._decode()
        if failure is not None:
            yield self._broken(line, failure)
        elif isinstance(value, dict) and isinstance(value.get("items"), list) and "type" not in value:
            yield from (Scanned(line, one) for one in value["items"])
        else:
            yield Scanned(line, value, text=text)

    def _decode(self) -> tuple[Any, Scanned | None, str]:
        """Read the value at the position and move behind it; or stay, and return why it cannot be read; with its text."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self._window, self._position)
            except json.JSONDecodeError as error:
                length = len(self._window) - self._position
                is_cut = error.msg.startswith("Unterminated string") or error.pos >= len(self._window) - _CUT
                if is_cut and length > _LARGEST_ITEM:
                    return None, Scanned(self._line, fault="The item is larger than a work's can be.", fault_line=self._line), ""
                if not is_cut or not self._read_more(length):
                    line = self._line + self._window.count("\n", self._position, error.pos)
                    fault = f"The item is no JSON: {error.msg[0].lower()}{error.msg[1:]}. Correct it, or export it again."
                    return None, Scanned(line, fault=fault, fault_line=line), ""
            except (RecursionError, ValueError):
                return None, Scanned(self._line, fault="The item is nested too deeply to be a work's.", fault_line=self._line), ""
            else:
                text = self._window[self._position : min(end, self._position + _SHOWN)]
                self._move(end)
                return value, None, text

    def _broken(self, line: int, failure: Scanned) -> Scanned:
        """Move behind a broken item: to the next line that begins as its own did, else to where its brackets close."""
        text = self._window[self._position : self._position + _SHOWN]
        before = self._window[max(0, self._position - _KEPT) : self._position]
        indent = before.rpartition("\n")[2]
        next_line = self._find(re.compile(rf"\n{indent}(?=\{{)")) if indent.strip(" \t") == "" else None
        if next_line:
            self._move(next_line.end())
        else:
            self._skip_brackets()
        return Scanned(line, fault=failure.fault, fault_line=failure.fault_line, text=text)

    def _other(self) -> Scanned:
        """Return a value that is no object, or the text up to the next one."""
        line = self._line
        value, failure, text = self._decode()
        if failure is None:
            return Scanned(line, value)
        text = _UP_TO_NEXT.match(self._window, self._position)[0]  # type: ignore[index]  # it matches any character
        self._move(self._position + 1)
        while not (match := _OPENING.search(self._window, self._position)):
            self._move(len(self._window))
            if not self._read_more():
                break
        self._move(match.start() if match else len(self._window))
        return Scanned(line, fault=f"{text.strip()!r} is no item. Correct it, or export it again.", fault_line=line)

    def _find(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Return the next match, not far from the position: many broken items must not cost a search through the file each."""
        while len(self._window) - self._position < _FARTHEST and self._read_more():
            pass
        return pattern.search(self._window, self._position, self._position + _FARTHEST)

    def _skip_brackets(self) -> None:
        depth = 0
        while True:
            match = _STRUCTURE.search(self._window, self._position)
            is_open_string = match is not None and match[0] == '"' and len(self._window) - self._position < _LARGEST_ITEM
            if match is None:
                self._move(len(self._window))
            if (match is None or is_open_string) and self._read_more(len(self._window) - self._position):
                continue
            if match is None:
                return
            self._move(match.end())
            depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(match[0], 0)
            if depth == 0:
                return

    def _move(self, position: int) -> None:
        self._line += self._window.count("\n", self._position, position)
        self._position = position

    def _read_more(self, at_least: int = 1) -> bool:
        """Read on, dropping what lies behind the position; answer whether there was more."""
        pieces: list[str] = []
        length = 0
        while length < at_least and (chunk := next(self._chunks, "")):
            pieces.append(chunk)
            length += len(chunk)
        # Some characters before the position tell how a line begins.
        kept = max(0, self._position - _KEPT)
        self._window = "".join([self._window[kept:], *pieces])
        self._position -= kept
        return bool(pieces)
