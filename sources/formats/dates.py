"""Dates with their real precision: EDTF (ISO 8601-2:2019, levels 0-2) checked, and said in other formats' words."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

#: A CSL-JSON date: `date-parts`, `season`, `circa`, `literal`.
CslDate = dict[str, Any]

_DASH = "\N{EN DASH}"
_YEAR = r"-?[0-9]{4}"
_PLAIN = re.compile(r"(?!-0000)-?[0-9X]{4}(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?")
#: One end of a span, or a date in doubt, that is plain but for that.
_PLAIN_END = re.compile(r"((?!-0000)-?[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?)[~?%]?")
_FULL_DAY = re.compile(r"(-?[0-9X]{4})-(0[1-9]|1[0-2])-([0-9X]{2})")
#: Marks of doubt, and the number of significant digits of a year (1950S2), which leaves the year in doubt too.
_DOUBT = re.compile(r"[~?%]|S[0-9]+")
_TIME = re.compile(r"T[0-9:Z+-]+$")
_MOMENT = re.compile(r"(-?[0-9X]{4}|Y-?[0-9]+(?:E[0-9]+)?)(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?")
#: What biber reads without loss: years, decades, centuries, months, days, the four seasons, one mark at the end.
_BIBLATEX_MOMENT = rf"(?:{_YEAR}(?:-(?:0[1-9]|1[0-2]|2[1-4])(?:-[0-9]{{2}})?)?|-?[0-9]{{2}}XX|-?[0-9]{{3}}X|Y-?[0-9]{{5,9}})[~?%]?"
_BIBLATEX = re.compile(rf"{_BIBLATEX_MOMENT}|(?:{_BIBLATEX_MOMENT}|\.\.)?/(?:{_BIBLATEX_MOMENT}|\.\.)?")
#: What a CSL date carries without loss. CSL knows "circa" only, so `?` and `%` are not exact.
_SEASONS = range(21, 25)


@dataclass(frozen=True, slots=True)
class Moment:
    """One end of a date, as precise as it is known."""

    #: Astronomical year: 0 is 1 BCE.
    year: int
    #: 1-12, or 21-24 for spring, summer, autumn, winter; None: unknown.
    month: int | None = None
    #: Day of the month; None: unknown.
    day: int | None = None

    @property
    def season(self) -> int | None:
        """1 (spring) to 4 (winter), or None where a month or nothing is known."""
        return self.month - 20 if self.month is not None and self.month in _SEASONS else None

    def earliest(self) -> tuple[int, int, int]:
        """Return the first day this may mean."""
        return self.year, 1 if self.season else self.month or 1, self.day or 1

    def latest(self) -> tuple[int, int, int]:
        """Return the last day this may mean (or a day past it: for comparing only)."""
        return self.year, 12 if self.season else self.month or 12, self.day or 31


@dataclass(frozen=True, slots=True)
class Period:
    """What a date says at most: from when to when, and whether only about."""

    #: None: open or unknown.
    start: Moment | None
    #: None: open or unknown. The same as `start` for a single date.
    end: Moment | None
    circa: bool

    @property
    def is_span(self) -> bool:
        """Whether the two ends differ."""
        return self.start != self.end


@lru_cache(maxsize=4096)
def validate(value: str) -> str:
    """Return an EDTF date in its normal form, without white space.

    Raises:
        ValueError: The value is no EDTF date, names a day that never was, or ends before it begins.
    """
    text = re.sub(r"\s*,\s*", ",", value.strip())
    if not _is_plain(text):
        _parse_with_library(text)
    _refuse_impossible_days(text)
    _refuse_reversed_interval(text)
    return text


def to_period(value: str) -> Period | None:
    """Return from when to when a valid EDTF date reaches, or None where it names no year (XXXX, XXXX-12-25)."""
    text = _DOUBT.sub("", value)
    circa = text != value
    if text[:1] in "[{":
        return _set_period(text[1:-1])
    if "/" in text:
        first, last = (_interval_end(part) for part in text.split("/"))
        ends = [end for pair in (first, last) if pair for end in pair]
        return Period(first and first[0], last and last[1], circa) if ends else None
    pair = _moment_pair(text)
    return Period(*pair, circa) if pair else None


def to_csl(value: str) -> CslDate:
    """Return the CSL-JSON form of an EDTF date, never more precise than the date is.

    CSL knows one season, "circa" and closed spans; an open span gets the year it has for sorting and a literal for
    the reader, a decade becomes a span, a date without any year is empty.
    """
    period = to_period(value)
    if period is None:
        return {} if set(value) <= set("X-") else {"literal": value}
    date = _csl_span(period)
    if period.circa:
        date["circa"] = True
    return date


def to_biblatex(value: str) -> str:
    """Return the date as BibLaTeX can say it: as it is, or widened to what biber reads (`XXXX` when no year is known)."""
    if _BIBLATEX.fullmatch(value) and value != "/":
        return value
    period = to_period(value)
    if period is None:
        return "XXXX"
    mark = "~" if period.circa else ""
    ends = [_biblatex_moment(moment) + mark if moment else ".." for moment in (period.start, period.end)]
    return "/".join(ends if period.is_span else ends[:1])


def _is_plain(text: str) -> bool:
    """Whether the library need not be asked, which takes 10 ms: one year, month, day or season, or a span of two without unknown digits."""
    ends = [_PLAIN_END.fullmatch(end) for end in text.split("/")]
    if len(ends) <= 2 and all(ends):
        return all(_is_plain_moment(end[1]) for end in ends if end)
    return _is_plain_moment(text)


def _is_plain_moment(text: str) -> bool:
    match = _PLAIN.fullmatch(text)
    if not match:
        return False
    month, day = match.groups()
    is_season = month is not None and day is None and month.isdigit() and int(month) in _SEASONS
    return (is_season or _fits(month, 12)) and _fits(day, 31)


def _fits(pattern: str | None, highest: int) -> bool:
    """Whether two digits, X standing for an unknown one, may mean a number from 1 to `highest`."""
    if pattern is None:
        return True
    if pattern.isdigit():
        return 0 < int(pattern) <= highest
    wanted = re.compile(pattern.replace("X", "."))
    return any(wanted.fullmatch(f"{number:02d}") for number in range(1, highest + 1))


def _parse_with_library(text: str) -> None:
    """Ask the library, which overlooks white space and answers some malformed dates with errors of its own making."""
    try:
        parse_edtf(re.sub(r"\s", "_", text))
    except (EDTFParseException, ValueError, AttributeError, TypeError, KeyError) as error:
        raise ValueError(
            f"{text!r} is no EDTF date. Write 2005, 2005-03 or 2005-03-18; 1998~ for about 1998, 199X for the 1990s, "
            "2004-21 for spring 2004, 2004/2006 for a span, 2004/.. for one without end."
        ) from error


def _refuse_impossible_days(text: str) -> None:
    for match in _FULL_DAY.finditer(text):
        year, month, day = match.groups()
        is_long = "X" in year or calendar.isleap(int(year))
        last = calendar.monthrange(2000 if is_long else 2001, int(month))[1]
        if not _fits(day, last):
            raise ValueError(f"{match[0]} is no day: that month has {last} days. Correct it or leave out the day.")


def _refuse_reversed_interval(text: str) -> None:
    period = to_period(text) if "/" in text else None
    if period and period.start and period.end and period.start.earliest() > period.end.latest():
        raise ValueError(f"{text} ends before it begins. Write the earlier date first.")


def _interval_end(part: str) -> tuple[Moment, Moment] | None:
    return None if part in {"", ".."} else _moment_pair(part)


def _set_period(inner: str) -> Period | None:
    """Return the reach of a set such as [1667,1668..1670]; which member is meant, or that all are, is lost."""
    pairs = [pair for part in re.split(r",|\.\.", inner) if (pair := _moment_pair(part.strip()))]
    if not pairs:
        return None
    start = None if inner.startswith("..") else min((pair[0] for pair in pairs), key=Moment.earliest)
    end = None if inner.endswith("..") else max((pair[1] for pair in pairs), key=Moment.latest)
    return Period(start, end, circa=False)


def _moment_pair(text: str) -> tuple[Moment, Moment] | None:
    """Return the first and last moment of a single date without marks: alike, or apart for a decade (199X)."""
    match = _MOMENT.fullmatch(_TIME.sub("", text))
    if not match:
        return None
    year, month, day = match.groups()
    if "X" in year:
        return None if year.lstrip("-") == "XXXX" else _unspecified_year(year)
    number = int(float(year[1:])) if year.startswith("Y") else int(year)
    moment = Moment(number, *_month_and_day(month, day))
    return moment, moment


def _unspecified_year(year: str) -> tuple[Moment, Moment]:
    low, high = sorted(int(year.replace("X", digit)) for digit in "09")
    return Moment(low), Moment(high)


def _month_and_day(month: str | None, day: str | None) -> tuple[int | None, int | None]:
    """Drop what is unspecified; seasons other than the four plain ones (25-41) are dropped too."""
    if month is None or "X" in month or int(month) > 24:
        return None, None
    return int(month), None if day is None or "X" in day else int(day)


def _csl_span(period: Period) -> CslDate:
    start, end = period.start, period.end
    if start is None or end is None:
        return _csl_open(start or end, is_start_known=start is not None)
    if not period.is_span:
        date: CslDate = {"date-parts": [_csl_parts(start)]}
        return date | ({"season": start.season} if start.season else {})
    parts = [_csl_parts(start), _csl_parts(end)]
    return {"date-parts": parts if parts[0] != parts[1] else parts[:1]}


def _csl_open(known: Moment | None, *, is_start_known: bool) -> CslDate:
    if known is None:
        return {}
    text = _iso(known)
    return {"date-parts": [_csl_parts(known)], "literal": text + _DASH if is_start_known else _DASH + text}


def _csl_parts(moment: Moment) -> list[int]:
    """Return year, month, day as far as known. CSL has no year 0: 1 BCE is -1 there and 0000 in EDTF."""
    year = moment.year if moment.year > 0 else moment.year - 1
    month = None if moment.season else moment.month
    return [part for part in (year, month, moment.day) if part is not None]


def _iso(moment: Moment) -> str:
    parts = [f"{moment.year:05d}" if moment.year < 0 else f"{moment.year:04d}"]
    parts += [f"{part:02d}" for part in (moment.month, moment.day) if part is not None]
    return "-".join(parts)


def _biblatex_moment(moment: Moment) -> str:
    return f"Y{moment.year}" if abs(moment.year) > 9999 else _iso(moment)
