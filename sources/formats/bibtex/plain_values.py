"""Raw values of fields as plain text, by the kind of field."""

from __future__ import annotations

import re

from sources.formats.latex.decoding import Decoded, decode

_WHITE = re.compile(r"[ \t\r\n\f\v]+")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
#: What exporters write in addresses and identifiers, though BibLaTeX takes these as they stand.
_ESCAPED = re.compile(
    r"\\([_%#&~$^{}])(?:\{\})?|\{\\textasciitilde\s*\}|\\textasciitilde(?:\{\}|\s)?|\{\\(?:_|textunderscore)\s*\}|\$\\sim\$"
)
_URL = re.compile(r"\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}\s*\{.*\}|<([^<>\s]+)>", re.DOTALL)
# Runs of white space are one space by now: patterns with `\s*` before a sign would take quadratic time.
_DASHES = re.compile(r" ?(?:--+|[\u2012-\u2015]+) ?")
_TEXT_DASHES = re.compile(r" ?\\text(?:en|em)dash(?:\{\}| |(?=\d)) ?| ?\{\\text(?:en|em)dash ?\} ?")


def flat(value: str) -> str:
    """Return a raw value with each run of white space as one space, as bibtex takes it."""
    return _WHITE.sub(" ", value).strip(" ")


def decoded(value: str) -> Decoded:
    """Return the plain text of a raw value of prose, on one line."""
    if "\n" in value or "  " in value or "\t" in value:
        value = flat(value)
    return decode(value)


def decoded_paragraphs(value: str) -> Decoded:
    """Return the plain text of a raw value of prose whose blank lines part paragraphs."""
    if "\n" not in value:
        return decoded(value)
    parts = [decoded(part) for part in _PARAGRAPH.split(value.strip())]
    return Decoded("\n\n".join(part.text for part in parts), is_exact=all(part.is_exact for part in parts))


def verbatim(value: str) -> str:
    r"""Return a raw address or identifier as it is, without `\url{}` and with `\_`, `\%`, `\#`, `\&` undone."""
    bare = flat(value)
    if "\\" not in bare and "<" not in bare and "{" not in bare:
        return bare
    address = _URL.fullmatch(bare.strip("{}")) or _URL.fullmatch(bare)
    if address:
        bare = address[1] or address[2] or address[3] or ""
    bare = _ESCAPED.sub(lambda match: match[1] or ("_" if "_" in match[0] or "underscore" in match[0] else "~"), bare)
    return bare[1:-1] if bare.startswith("{") and bare.endswith("}") else bare


def number_range(value: str) -> Decoded:
    """Return raw page numbers with a hyphen between the ends of a range: "12--34" is "12-34"."""
    return decode(_DASHES.sub("-", _TEXT_DASHES.sub("--", flat(value))))
