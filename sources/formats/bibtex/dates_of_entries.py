"""The date fields of an entry as EDTF."""

from __future__ import annotations

from sources.formats.bibtex.fields import DATES
from sources.formats.bibtex.left_fields import LeftFields
from sources.formats.bibtex.plain_values import decoded, flat
from sources.formats.reading_dates import UNDATED, date_as_edtf, month_as_edtf, year_as_edtf

#: No date is longer, and so much of a wrong one is shown.
_SHOWN = 60


def set_dates(left: LeftFields) -> None:
    """Put the dates that the fields say into the draft; what is no date for certain is kept as it is, with a warning."""
    for name in left.among(DATES):
        raw = left.take(name)
        if DATES[name] not in left.given:
            _set_date(left, name, DATES[name], raw)
    if "issued" in left.given:
        for name in ("date", "year", "month", "day"):
            left.take(name)
        return
    # Some exporters say the month and day under "date", beside the year.
    if left.get("date") and not (left.get("year") and not left.get("month") and month_as_edtf(flat(left.get("date")))):
        _set_date(left, "date", "issued", left.take("date"))
    _set_issued(left)


def issued(year: str, month: str = "", day: str = "") -> tuple[str, bool]:
    """Return what the raw values of `year`, `month` and `day` say in EDTF, "" for nothing certain, and whether that is all they say."""
    year, month, day = (_text(value) for value in (year, month, day))
    if not year or year.lower() in UNDATED:
        return "", not month and not day
    said, is_whole = year_as_edtf(year)
    is_plain = said.isdigit() and len(said) == 4
    if not month or not is_plain:
        return said, is_whole and not month and not day
    said_too, is_all = _with_month(said, month_as_edtf(month), day)
    return said_too, is_all and is_whole


def _with_month(year: str, after: str, day: str) -> tuple[str, bool]:
    """Return a year with its month or months, as `month_as_edtf` gives them, and its day; and whether all of it fits."""
    if "/" in after:
        first, last = after.split("/")
        return f"{year}-{first}/{year}-{last}", not day
    if not after or not day:
        return f"{year}-{after}" if after else year, bool(after)
    if len(after) == 2 and after < "13" and day.isascii() and day.isdigit() and 0 < int(day[:3]) <= 31:
        return f"{year}-{after}-{int(day):02d}", True
    return f"{year}-{after}", False


def _text(value: str) -> str:
    return value if value.isalnum() or not value else decoded(value).text.strip()


def _set_date(left: LeftFields, name: str, variable: str, raw: str) -> None:
    text = flat(raw).strip("{}").strip()
    if len(text) > _SHOWN:
        left.draft.keep(name, raw.strip())
        left.draft.warn(
            name,
            left.line(name),
            f"{text[:_SHOWN]!r} ... is too long for a date. Write 2005, 2005-03 or 2005-03-18. It is kept under extra.",
        )
    elif text.lower() not in UNDATED:
        left.draft.set_date(variable, date_as_edtf(text), field=name, line=left.line(name), raw=raw.strip())


def _set_issued(left: LeftFields) -> None:
    raw = {"year": left.take("year"), "month": left.take("month") or left.take("date"), "day": left.take("day")}
    said, is_whole = issued(*raw.values())
    held = left.draft.dates.get("issued")
    if held is None and said:
        left.draft.set_date("issued", said, field="year", line=left.line("year"), raw=raw["year"].strip())
    elif held is not None and is_whole and held.startswith(said):
        return
    if is_whole and held is None:
        return
    for name, value in raw.items():
        if value.strip() and _text(value).lower() not in UNDATED:
            left.draft.keep(name, value.strip())
    if held is None:
        _warn(left, raw, said)


def _warn(left: LeftFields, raw: dict[str, str], said: str) -> None:
    name = next((name for name, value in raw.items() if value), "year")
    written = ", ".join(f"{name} = {value.strip()[:_SHOWN]!r}" for name, value in raw.items() if value)
    taken = f"{said} is taken as the date" if said else "no date is taken"
    message = f"{written} is not wholly a date: {taken}, and what is written is kept under extra. Write 2005, 2005-03 or c. 2005."
    left.draft.warn(name, left.line(name), message)
