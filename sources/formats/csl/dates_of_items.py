"""CSL-JSON dates as EDTF."""

from __future__ import annotations

from collections.abc import Mapping

from sources.formats.written_dates import written_date

_SEASONS = {"1": 21, "2": 22, "3": 23, "4": 24, "spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
#: A longer number is no year, but a date run together.
_LONGEST_YEAR = 5
#: Members that say nothing new: of a date as registries give it.
_BESIDE = frozenset({"date-parts", "season", "circa", "literal", "raw", "date-time", "timestamp"})


def edtf_of(value: object) -> tuple[str, bool]:
    """Return a CSL-JSON date as EDTF (not yet validated), "" where none is certain, and whether that is all that it says.

    Args:
        value: An object with `date-parts`, `season`, `circa`, `literal`, `raw`; or an EDTF string, as later schemas have it.
    """
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return written_date(str(value))
    if not isinstance(value, dict):
        return "", False
    is_known = value.keys() <= _BESIDE
    if value.get("date-parts"):
        said, is_whole = _from_parts(value)
        # What is said in words besides may say more.
        words = [text for name in ("literal", "raw") if isinstance(text := value.get(name), str) and text.strip()]
        return said, is_whole and is_known and all(written_date(text) == (said, True) for text in words)
    for name in ("raw", "literal"):
        text = value.get(name)
        if isinstance(text, (str, int)) and str(text).strip():
            said, is_whole = written_date(str(text))
            mark = "~" if said and _is_true(value.get("circa")) and not said.endswith("~") else ""
            return said + mark, is_whole and is_known and not value.get("season")
    return "", False


def _from_parts(value: Mapping[str, object]) -> tuple[str, bool]:
    parts = value["date-parts"]
    if not isinstance(parts, list) or not 1 <= len(parts) <= 2:
        return "", False
    mark = "~" if _is_true(value.get("circa")) else ""
    season = _season(value.get("season"))
    moments = [_moment(part, season) for part in parts]
    ends = [moment for moment in moments if moment is not None]
    if len(ends) < len(parts) or not ends[0]:
        return "", False
    is_season_said = season is None or all(len(end) > 6 and end[-2:] == str(season) for end in ends)
    is_season_whole = is_season_said and (season is not None or not value.get("season"))
    if len(ends) == 1:
        return ends[0] + mark, is_season_whole
    return f"{ends[0]}{mark}/{ends[1] + mark if ends[1] else '..'}", is_season_whole


def _moment(part: object, season: int | None) -> str | None:
    """Return year, month, day as EDTF; "" where they are all left open, None where they are no numbers."""
    if not isinstance(part, list) or len(part) > 3:
        return None
    numbers = [_number(one) for one in part]
    if None in numbers:
        return None
    year, month, day = (*(number or 0 for number in numbers), 0, 0, 0)[:3]
    if not year:
        return ""
    if month == 0 and season is not None:
        month = season
    elif 13 <= month <= 16:
        # Seasons as older processors number them.
        month += 8
    text = _year(year)
    if month > 0:
        text += f"-{month:02d}" + (f"-{day:02d}" if day > 0 else "")
    return text if day >= 0 <= month else None


def _year(year: int) -> str:
    """Return the year of EDTF. CSL has no year 0: 1 BCE is -1 there and 0000 in EDTF."""
    astronomical = year if year > 0 else year + 1
    if abs(astronomical) > 9999:
        return f"Y{astronomical}"
    return f"-{-astronomical:04d}" if astronomical < 0 else f"{astronomical:04d}"


def _number(value: object) -> int | None:
    """Return a whole number that may be written as text; 0 for what is left empty, None for anything else."""
    if value is None or value == "":
        return 0
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    text = str(value).strip().removesuffix(".0")
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_YEAR else None


def _season(value: object) -> int | None:
    is_text = isinstance(value, (str, int)) and not isinstance(value, bool)
    return _SEASONS.get(str(value).strip().lower().removeprefix("season-0")) if is_text else None


def _is_true(value: object) -> bool:
    return str(value).strip().lower() in {"true", "1", "yes"} if isinstance(value, (bool, int, str)) else False
