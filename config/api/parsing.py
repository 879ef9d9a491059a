"""JSON as it comes in."""

from __future__ import annotations

import codecs
import json
from collections import Counter
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.utils.json import strict_constant

#: Python reads no longer whole numbers from text either (``sys.set_int_max_str_digits``).
_MOST_DIGITS = 4000


class BoundedJSONParser(JSONParser):
    """The framework's parser, which takes a body at its word.

    What is nested deeper than it can follow is refused like anything else that is no fit JSON, and so is a name that stands twice in
    one object: which of the two was meant nobody can tell (RFC 8259, section 4).
    """

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """Return the value of the body.

        Raises:
            ParseError: It is no JSON, nested too deep, or names a field twice.
        """
        try:
            return json.load(codecs.getreader("utf-8")(stream), parse_constant=strict_constant, parse_int=_whole, object_pairs_hook=_object)
        except UnicodeDecodeError as error:
            raise ParseError("JSON parse error - The body is not UTF-8, as JSON is.") from error
        except ValueError as error:
            raise ParseError(f"JSON parse error - {error}") from error
        except RecursionError as error:
            raise ParseError("The JSON is nested too deep.") from error


def _whole(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ParseError(f"A whole number in the JSON has {len(digits):,} digits. Write it with a unit, such as thousand million.")
    return int(digits)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) < len(pairs):
        twice = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        raise ParseError({twice.encode("utf-8", "replace").decode()[:100]: ["It stands twice in one object: send it once."]})
    return named
