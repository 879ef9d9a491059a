"""Short forms: what a note writes of a work that it, or another note, has named before; and newspapers named by their day."""

from __future__ import annotations

import re

from sources.citing import names
from sources.citing.citation import Reading
from sources.citing.cleaning import trimmed
from sources.citing.numbering import DATE, edtf, pages_of
from sources.formats.record import Name

#: "Inoguchi, 2002, p. 4", "Oar and Mast 2004: 35", "(Fathom, 2015)".
_AUTHOR_YEAR = re.compile(
    r"\(?(?P<names>[A-Z\u00c0-\u00de][\w'’\u00c0-\u024f-]+(?:(?:,? (?:and|&) |, )[A-Z][\w'’-]+){0,3}(?: et al\.)?),? \(?(?P<year>(?:1[4-9]|20)[0-9]{2})[a-z]?\)?"
    r"(?:[,:]? ?(?:pp?\. ?)?(?P<pages>[0-9]{1,5}(?:-[0-9]{1,5})?))?\)?\.?\Z"
)
_PERIODICAL = re.compile(
    r"(?P<container>(?:The )?[A-Z][\w'’.&-]*(?: (?:of|the|and|de|[A-Z][\w'’.&-]*)){0,6}),? (?P<date>[^,()]{3,12},? ?(?:1[4-9]|20)[0-9]{2})(?:, (?:p\. ?)?(?P<page>[A-Z]?[0-9]{1,4}))?\.?\Z"
)
#: "Quill, Tide Tables, 44." and "Defense of the Coast, 141."; the place cited comes last.
_TITLED = re.compile(
    r"(?P<head>.{2,250}?),? (?:(?:pp?\.|at) ?)?(?P<pages>(?!(?:1[4-9]|20)[0-9]{2}, )[0-9]{1,5}(?: ?- ?[0-9]{1,5})?(?:, [0-9]{1,5}(?:-[0-9]{1,5})?)*)\.?\Z"
)
_TITLED_ALONE = re.compile(r"(?P<names>[A-Z][\w'’-]+), (?P<title>[A-Z].{2,150}?)\.?\Z")
_FAMILY = re.compile(r"[A-Z\u00c0-\u00de][\w'’\u00c0-\u024f-]+(?:(?:,? and | & )[A-Z][\w'’-]+)?\Z")


def read_short(reading: Reading, text: str, *, is_italic: bool = False) -> None:
    """Read a short form: a name and a year, a name or title and a page, a newspaper and its day."""
    text = text.strip().strip("()") if text.strip().startswith("(") else text.strip()
    for shape in (_author_year, _periodical, _titled):
        if shape(reading, text):
            return
    if is_italic and (found := _TITLED_ALONE.match(text)):
        reading.name((Name(family=found["names"]),), 0.6)
        reading.put("title", trimmed(found["title"]), 0.7)


def _author_year(reading: Reading, text: str) -> bool:
    found = _AUTHOR_YEAR.match(text)
    if found is None or DATE.fullmatch(f"{found['names']} {found['year']}"):
        return False
    reading.name(names.head_names(found["names"]), 0.8)
    reading.put("issued", found["year"], 0.9)
    reading.place("page", found["pages"] or "", 0.9)
    return True


def _periodical(reading: Reading, text: str) -> bool:
    found = _PERIODICAL.match(text)
    date = DATE.fullmatch(found["date"].strip()) if found else None
    if found is None or date is None or not edtf(date).count("-"):
        return False
    reading.put("container-title", trimmed(found["container"]), 0.7)
    reading.put("issued", edtf(date), 0.9)
    reading.place("page", found["page"] or "", 0.8)
    return True


def _titled(reading: Reading, text: str) -> bool:
    found = _TITLED.match(text)
    if found is None:
        return False
    first, comma, rest = found["head"].partition(", ")
    if comma and (_FAMILY.match(first) or names.is_person(first)):
        reading.name(names.head_names(first), 0.7)
        reading.put("title", trimmed(rest).strip("\u201c\u201d\"'"), 0.6)
    elif not comma and _FAMILY.match(first):
        reading.name(names.head_names(first), 0.6)
    elif first[:1].isupper() and len(found["head"]) <= 150:
        reading.put("title", trimmed(found["head"]), 0.5)
    else:
        return False
    reading.place("page", pages_of(found["pages"]), 0.8)
    return True
