"""Dates that lists are asked for."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError

from sources.formats import dates

#: A year, a month or a day: what dates as precise as that, or preciser, are compared with.
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
#: The same, for the schema. That a month has a 30th day is not said: most do.
DATE_PATTERN = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"


def validate_date(value: str) -> None:
    """Refuse what is neither a year, a month nor a day: compared with anything else, dates would be found or missed by chance."""
    told = "Write a year, a month or a day: 1998, 2005-03 or 2005-03-18."
    if not _DATE.fullmatch(value):
        raise ValidationError(told)
    try:
        dates.validate(value)
    except ValueError as error:
        raise ValidationError(told) from error
