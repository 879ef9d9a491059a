"""Dates in the words of RIS files, CSL-JSON literals and people, as EDTF where they certainly say one."""

from __future__ import annotations

import re
from functools import lru_cache

from sources.formats.reading_dates import date_as_edtf, month_as_edtf, year_as_edtf

#: Year, month, day and what else, with slashes (RIS, fields Y1, PY, DA).
_SLASHED = re.compile(r"([0-9]{4})/([^/]*)(?:/([^/]*))?(?:/(.*))?", re.DOTALL)
_COMPACT = re.compile(r"([12][0-9]{3})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")
#: 3/18/2005 or 18.3.2005: which is the month shows only where the other is no month.
_YEAR_LAST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_YEAR_AT_END = re.compile(r"(.+?)[\s,./-]+([0-9]{4})\.?")
_YEAR_AT_START = re.compile(r"([0-9]{4})[\s,.-]+(.+)")
#: With years of two digits this might be a span: 2005-07 is taken as July, 1998-99 as a span.
_MONTH_OR_SEASON = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2]|2[1-4])")
_LOOKS_LIKE_EDTF = re.compile(r"[0-9XYZTSE:.%~?/\[\]{},+-]*[0-9X][0-9XYZTSE:.%~?/\[\]{},+-]*")
_SOME_YEAR = re.compile(r"(?<![0-9])(1[0-9]{3}|20[0-9]{2})(?![0-9])")
_LONGEST = 200


@lru_cache(maxsize=1024)
def written_date(text: str) -> tuple[str, bool]:
    """Return a date as EDTF (not yet validated), "" where no year is certain, and whether that is all that the text says.

    "2005/03/18/" is 2005-03-18, "2005///Spring" 2005-21, "Mar 18, 2005" 2005-03-18, "c. 2005" 2005~; "in press, 2005" is 2005, not all.
    """
    text = text.strip()
    if len(text) > _LONGEST or not text:
        return "", False
    for read in (_slashed, _compact, _year_last, _worded):
        found = read(text)
        if found is not None:
            return found
    if _MONTH_OR_SEASON.fullmatch(text):
        return text, True
    year, is_whole = year_as_edtf(text)
    if year:
        return year, is_whole
    if _LOOKS_LIKE_EDTF.fullmatch(text):
        return date_as_edtf(text), True
    years = set(_SOME_YEAR.findall(text))
    return (years.pop(), False) if len(years) == 1 else ("", False)


def written_day(text: str) -> str:
    """Return month, or month and day, that stand without a year ("MAR 18": "03-18"), or ""."""
    said = month_as_edtf(text)
    return "" if "/" in said else said


def slashed(edtf: str) -> str:
    """Return a plain EDTF date, month or season as RIS writes it: "2005/03/18/", "2005/03//", "2005///Spring"; "" for any other."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", edtf)
    if not match:
        return ""
    year, month, day = match[1], match[2] or "", match[3] or ""
    season = _SEASONS.get(month)
    return f"{year}///{season}" if season else f"{year}/{month}/{day}/"


_SEASONS = {"21": "Spring", "22": "Summer", "23": "Autumn", "24": "Winter"}


def _slashed(text: str) -> tuple[str, bool] | None:
    match = _SLASHED.fullmatch(text)
    if not match:
        return None
    year, month, day, other = (part.strip(" /") if part else "" for part in match.groups())
    if re.fullmatch(r"[0-9]{4}|\.\.", month) and not day and not other:
        return f"{year}/{month}", True
    month, day = ("" if part.strip("0") == "" else part for part in (month, day))
    if not month:
        after = month_as_edtf(other) if other and not day else ""
        return _with_month(year, after, is_whole=bool(after) or not (other or day))
    said = month_as_edtf(month)
    if not said or "/" in said or not (day == "" or day.isdigit()):
        return _with_month(year, said, is_whole=bool(said) and not (day or other))
    if not day or len(said) > 2:
        return f"{year}-{said}", not (day or other)
    return f"{year}-{said}-{int(day[:3]):02d}", not other


def _with_month(year: str, month: str, *, is_whole: bool) -> tuple[str, bool]:
    if "/" in month:
        first, last = month.split("/")
        return f"{year}-{first}/{year}-{last}", is_whole
    return (f"{year}-{month}" if month else year), is_whole


def _compact(text: str) -> tuple[str, bool] | None:
    match = _COMPACT.fullmatch(text)
    return ("-".join(match.groups()), True) if match else None


def _year_last(text: str) -> tuple[str, bool] | None:
    match = _YEAR_LAST.fullmatch(text)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[3]), match[4]
    if match[2] == "." or (first > 12 >= second) or first == second:
        return f"{year}-{second:02d}-{first:02d}", True
    return (f"{year}-{first:02d}-{second:02d}", True) if second > 12 >= first else (year, False)


def _worded(text: str) -> tuple[str, bool] | None:
    """Return a date with its month in words, the year before or after it."""
    at_end, at_start = _YEAR_AT_END.fullmatch(text), _YEAR_AT_START.fullmatch(text)
    candidates = [*([(at_end[2], at_end[1])] if at_end else []), *([(at_start[1], at_start[2])] if at_start else [])]
    for year, rest in candidates:
        said = month_as_edtf(rest) if not rest.strip().isdigit() else ""
        if said:
            return _with_month(year, said, is_whole=True)
    return None
