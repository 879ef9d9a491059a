"""Dates as bibliography files write them, as EDTF where they certainly say one."""

from __future__ import annotations

import re
from functools import lru_cache

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero gennaio jänner januari",
            "february feb februar février fevrier fév febrero febbraio februari",
            "march mar märz maerz mars marzo maart mär",
            "april apr avril abril aprile avr abr",
            "may mai mayo maggio mei",
            "june jun juni juin junio giugno",
            "july jul juli juillet julio luglio",
            "august aug août aout agosto augustus",
            "september sep sept septembre septiembre settembre",
            "october oct oktober okt octobre octubre ottobre",
            "november nov novembre noviembre",
            "december dec dezember dez décembre decembre diciembre dicembre",
        ),
        1,
    )
    for name in names.split()
}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_ABOUT = r"(?:(?:c|ca|circa|about)\.?\s*)"
_ERA = r"(?:\s*(?:BCE|BC|B\.C\.E?\.?))"
_YEAR = re.compile(rf"(?P<about>{_ABOUT})?(?P<year>\d{{1,4}})(?P<era>{_ERA})?(?P<doubt>\?)?", re.IGNORECASE)
_SPAN = re.compile(r"(?P<first>.*?\d(?:\s*BCE?)?)\s*(?:--+|-|/|\u2013|\u2014)\s*(?P<last>(?:\d.*)?)")
_LONG_DASH = re.compile(r"--|\u2013|\u2014")
_DECADE = re.compile(r"(\d{3})0'?s")
_BRACKETED = re.compile(r"\[(.*)\]")
_LETTERED = re.compile(r"(\d{4})[a-z]")
_LOOSE_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
#: The day first, as it is wherever points are written.
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_TIMED = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?([Zz]|[+-]\d\d:?\d\d)?")
_WORDED = re.compile(
    r"(?:(?P<day>\d{1,2})\.?\s+)?(?P<month>[^\W\d_]+)\.?(?:\s+(?P<day_after>\d{1,2})(?:st|nd|rd|th)?)?,?\s+(?P<year>\d{4})"
)
_MONTH_AND_DAY = re.compile(
    r"(?:(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?\s+)?(?P<month>[^\W\d_]+)\.?(?:[\s,]+(?P<day_after>\d{1,2})(?:\.|st|nd|rd|th)?)?"
)
_MONTH_SPAN = re.compile(r"\s*(?:--*|/|,|\u2013|\u2014|\band\b|&)\s*")
#: Nothing longer is a date.
_LONGEST = 60
#: What stands for the absence of a date.
UNDATED = frozenset({"n.d.", "nd", "n. d.", "no date", "undated", "xxxx", "s.d.", "o.j."})


@lru_cache(maxsize=1024)
def date_as_edtf(text: str) -> str:
    """Return a `date` in EDTF where it certainly says one: "2005-3-18" is 2005-03-18; else as it stands."""
    if len(text) > _LONGEST:
        return text
    timed = _TIMED.fullmatch(text)
    if timed:
        day, time, zone = timed.groups()
        return f"{day}T{time}{_zone(zone or '')}"
    dotted = _DOTTED.fullmatch(text)
    if dotted:
        return f"{dotted[3]}-{int(dotted[2]):02d}-{int(dotted[1]):02d}"
    loose = _LOOSE_DAY.fullmatch(text)
    if loose:
        return "-".join([loose[1], *(f"{int(part):02d}" for part in loose.groups()[1:] if part)])
    worded = _WORDED.fullmatch(text)
    if worded:
        said = month_as_edtf(" ".join(filter(None, (worded["day"], worded["month"], worded["day_after"]))))
        return f"{worded['year']}-{said}" if said and "/" not in said else text
    return text


@lru_cache(maxsize=1024)
def year_as_edtf(text: str) -> tuple[str, bool]:
    """Return a `year` as EDTF, "" where it says none for certain, and whether the EDTF says all of it."""
    if len(text) == 4 and text.isascii() and text.isdigit():
        return text, True
    if len(text) > _LONGEST:
        return "", False
    bracketed = _BRACKETED.fullmatch(text)
    if bracketed:
        return year_as_edtf(bracketed[1])[0], False
    decade = _DECADE.fullmatch(text)
    if decade:
        return f"{decade[1]}X", True
    lettered = _LETTERED.fullmatch(text)
    if lettered:
        return lettered[1], False
    found = _one_year(text) or _span(text)
    return found, bool(found)


@lru_cache(maxsize=1024)
def month_as_edtf(text: str) -> str:
    """Return what follows the year: "03", "03-18", "21" for spring; "03/04" for a span of months; "" if it says none."""
    if len(text) > _LONGEST:
        return ""
    text = text.replace("~", " ").replace("\u00a0", " ").strip(" ,").lower()
    if text.isascii() and text.isdigit():
        return f"{int(text):02d}" if 0 < int(text[:3]) <= 12 or text in {"21", "22", "23", "24"} else ""
    whole = _one_month(text)
    if whole:
        return whole
    ends = [_one_month(part) for part in _MONTH_SPAN.split(text)]
    return "/".join(ends) if len(ends) == 2 and all(len(end) == 2 and end < "13" for end in ends) else ""


def _zone(written: str) -> str:
    digits = written.replace(":", "").upper()
    if digits in {"", "Z", "+0000", "-0000"}:
        return "Z" if digits else ""
    return f"{digits[:3]}:{digits[3:]}"


def _one_month(text: str) -> str:
    match = _MONTH_AND_DAY.fullmatch(text)
    if not match:
        return ""
    name, day = match["month"], match["day"] or match["day_after"]
    if name in _SEASONS:
        return "" if day else str(_SEASONS[name])
    number = _MONTHS.get(name)
    if number is None or (match["day"] and match["day_after"]):
        return ""
    return f"{number:02d}-{int(day):02d}" if day else f"{number:02d}"


def _one_year(text: str) -> str:
    match = _YEAR.fullmatch(text.strip())
    if not match or (len(match["year"]) < 4 and not match["era"]):
        return ""
    year = int(match["year"])
    said = f"-{year - 1:04d}" if match["era"] and year > 1 else "0000" if match["era"] else match["year"]
    mark = "%" if match["about"] and match["doubt"] else "~" if match["about"] else "?" if match["doubt"] else ""
    return said + mark


def _span(text: str) -> str:
    match = _SPAN.fullmatch(text.strip())
    if not match:
        return ""
    last = match["last"]
    about = "~" if re.match(_ABOUT, match["first"], re.IGNORECASE) else ""
    if not last:
        first = _one_year(match["first"])
        return f"{first}/.." if first and _LONG_DASH.search(text) else ""
    if match["last"].isdigit() and len(last) == 2 and match["first"][-4:].isdigit():
        last = match["first"][-4:-2] + last
    ends = [_one_year(match["first"]), _one_year(last)]
    if not all(ends):
        return ""
    return f"{ends[0]}/{ends[1]}{about if about and not ends[1].endswith('~') else ''}"
