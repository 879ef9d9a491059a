"""Dates that lists are asked for."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

_DAY = "0[1-9]|[12][0-9]"
#: A year, a month or a day: what dates as precise as that, or preciser, are compared with; the schema says the same.
DATE_PATTERN = (
    "^[0-9]{4}(-("
    f"(0[13578]|1[02])(-({_DAY}|3[01]))?|"
    f"(0[469]|11)(-({_DAY}|30))?|"
    # That most years have no 29th of February makes no difference to a comparison.
    f"02(-({_DAY}))?"
    "))?$"
)
_DATE = re.compile(DATE_PATTERN)


def validate_date(value: str) -> None:
    """Refuse what is neither a year, a month nor a day: compared with anything else, dates would be found or missed by chance."""
    if not _DATE.fullmatch(value):
        raise ValidationError("Write a year, a month or a day: 1998, 2005-03 or 2005-03-18.")
