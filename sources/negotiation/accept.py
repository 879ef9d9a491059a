"""The Accept header (RFC 9110, section 12.5.1): what a client takes, and how gladly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice

_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE = re.compile(rf"\s*({_WORD})/({_WORD})\s*")
_PARAMETER = re.compile(rf';\s*({_WORD})\s*=\s*({_WORD}|"(?:[^"\\]|\\.)*")\s*')
_ELEMENT = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+')
# No client sends more; choosing costs the square of it.
_MOST_RANGES = 50
_QUALITY = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?")


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One element of the header."""

    #: "application/json", "text/*" or "*/*", in lower case.
    media_type: str
    #: Without ``q``; names in lower case.
    parameters: Mapping[str, str] = field(default_factory=dict)
    #: From 0 (never) to 1.
    quality: float = 1.0
    #: Its place in the header, from 0.
    position: int = 0

    def covers(self, media_type: str) -> bool:
        """Whether a media type without parameters lies in this range."""
        kind, _, subtype = self.media_type.partition("/")
        return self.media_type in {"*/*", media_type} or (subtype == "*" and media_type.startswith(f"{kind}/"))

    @property
    def is_exact(self) -> bool:
        """Whether it names one media type."""
        return "*" not in self.media_type


def parse_accept(header: str) -> list[MediaRange]:
    """Return the ranges of an Accept header in its order; what is no range is left out, as if it were not there."""
    ranges = []
    for position, element in enumerate(islice(_ELEMENT.findall(header), _MOST_RANGES)):
        one = _media_range(element, position)
        if one is not None:
            ranges.append(one)
    return ranges


def specificity(one: MediaRange) -> tuple[bool, bool, int, int]:
    """Order ranges: a type before a wildcard, more parameters before fewer, then the earlier in the header."""
    return one.is_exact, one.media_type != "*/*", len(one.parameters), -one.position


def _media_range(element: str, position: int) -> MediaRange | None:
    found = _RANGE.match(element)
    if found is None:
        return None
    kind, subtype = found[1].lower(), found[2].lower()
    if kind == "*" != subtype:
        return None
    parameters: dict[str, str] = {}
    end = found.end()
    while parameter := _PARAMETER.match(element, end):
        parameters.setdefault(parameter[1].lower(), _unquoted(parameter[2]))
        end = parameter.end()
    quality = parameters.pop("q", "1")
    if element[end:].strip(" \t;") or not _QUALITY.fullmatch(quality):
        return None
    return MediaRange(f"{kind}/{subtype}", parameters, float(quality), position)


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value
