"""Names at the head of a citation."""

from __future__ import annotations

import re
from itertools import pairwise

from sources.citing.cleaning import upright
from sources.formats.particles import split_family
from sources.formats.record import Name

_LOWER_IN_NAMES = frozenset(
    ["de", "da", "del", "della", "der", "den", "di", "do", "dos", "du", "la", "le", "van", "von", "zu", "y", "e", "al", "bin", "ibn", "el"]
)
#: Words that no person is called, but organisations and titles have.
_INSTITUTIONS = re.compile(
    r"\b(?:Agency|Association|Authority|Bank|Board|Bureau|Centre|Center|College|Commission|Committee|Company|Council|Department|Foundation|"
    r"Government|Group|Institute|Institution|Ministry|Nations|Office|Organi[sz]ation|Party|Press|Project|Report|School|Secretariat|Society|States|University|Union)\b"
)
_ROLE = re.compile(r"[,\s]*\(?\b(?:eds?|trans|comps?|editors?|translators?|hrsg)\b\.?\)?[\s,]*$", re.IGNORECASE)
_ET_AL = re.compile(r"[,\s]*\b(?:et al\.?|and others)[\s,]*$")
_SUFFIX = re.compile(r"\A(?:Jr|Sr|II|III|IV)\.?\Z")
_INITIALS = r"(?:[A-Z]\.?[ -]?){1,4}"
_FAMILY = r"(?:(?:de|da|del|der|den|di|du|la|le|van|von|ten|ter) )*(?:O['’]|D['’]|Mc|Mac|al-)?[A-Z\u00c0-\u00de][\w'’\u00c0-\u024f-]+(?: [A-Z\u00c0-\u00de][\w'’-]+)?"
#: "Oar, B. C." with a comma, "Oar BC" without.
INVERTED_INITIALS = re.compile(rf"({_FAMILY}), ({_INITIALS})(?:, (Jr\.?|Sr\.?|II|III))?")
VANCOUVER = re.compile(r"((?:(?:de|van|von|der|la|du) )*[A-Z\u00c0-\u00de][\w'’\u00c0-\u024f-]+(?: [A-Z][a-z]+)?) ([A-Z]{1,3})\b")
_PERSON_WORD = re.compile(r"[A-Z\u00c0-\u00de][\w'’.\u00c0-\u024f-]*\Z")


def is_person(text: str) -> bool:
    """Whether ``text`` looks like one person's name, given names first: two to five words, each with a capital."""
    words = text.split()
    if not 2 <= len(words) <= 5 or _INSTITUTIONS.search(text) or any(c.isdigit() for c in text):
        return False
    return (
        all(_PERSON_WORD.match(word) or word.lower() in _LOWER_IN_NAMES for word in words)
        and words[-1][:1].isupper()
        and words[0].lower() != "the"
    )


def person(text: str) -> Name:
    """Return a name printed given names first; one word alone is a family name."""
    words = text.replace(".", ". ").split() if re.search(r"[A-Z]\.[A-Z]", text) else text.split()
    suffix = words.pop() if len(words) > 2 and _SUFFIX.match(words[-1]) else ""
    if len(words) < 2:
        return Name(family=" ".join(words))
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in _LOWER_IN_NAMES and words[first - 1][0].islower():
        first -= 1
    particle, family = split_family(" ".join(words[first:]))
    return Name(family=family, given=" ".join(words[:first]), particle=particle, suffix=suffix)


def head_names(text: str) -> tuple[Name, ...]:
    """Read the names before a title: "A. Quill, Ben Oar, and Cleo Mast, eds.,", "Quill, Ada, and Ben Oar.", "Oar, B., & Mast, C. D."."""
    text = _ET_AL.sub("", _ROLE.sub("", upright(text).strip(" ,.:;") + _final_point(text)))
    text = _ROLE.sub("", text).strip(" ,;:")
    if not text:
        return ()
    inverted = _all_inverted(text)
    if inverted:
        return inverted
    first, _, rest = text.partition(",")
    if rest and _is_given(rest.split(" and ")[0].split("&")[0]) and len(first.split()) <= 3 and not is_person(first):
        return _first_inverted(first, rest)
    return tuple(_one(part) for part in re.split(r",? (?:and|&|und|et|y) |, ", text) if part.strip(" ,."))


def _final_point(text: str) -> str:
    """The point of a final initial or of "eds." belongs to it."""
    return "." if re.search(r"(?:\b[A-Z]|\b[Ee]ds?|Jr|Sr)\.[\s,]*\Z", text) else ""


def _one(part: str) -> Name:
    part = part.strip(" ,")
    part = part if re.search(r"\b(?:[A-Z]|Jr|Sr)\.\Z", part) else part.rstrip(".")
    return Name(literal=part) if _INSTITUTIONS.search(part) or len(part.split()) > 5 else person(part)


def _all_inverted(text: str) -> tuple[Name, ...]:
    """Names that all stand family name first, with initials."""
    for pattern, between in ((INVERTED_INITIALS, r"[ ,;]*(?:(?:&|and) )?"), (VANCOUVER, r"[,;] ")):
        found = list(pattern.finditer(text))
        between_them = [text[one.end() : other.start()] for one, other in pairwise(found)]
        ends = bool(found) and found[0].start() == 0 and not text[found[-1].end() :].strip(" ,.")
        if ends and all(re.fullmatch(between, gap) for gap in between_them):
            return tuple(_inverted(one[1], one[2]) for one in found)
    return ()


def _inverted(family: str, given: str) -> Name:
    particle, family = split_family(family)
    return Name(family=family, given=given.strip(), particle=particle)


def _is_given(text: str) -> bool:
    words = text.strip(" ,.").split()
    return 1 <= len(words) <= 3 and all(_PERSON_WORD.match(word) for word in words) and not _INSTITUTIONS.search(text)


def _first_inverted(first: str, rest: str) -> tuple[Name, ...]:
    """Names of which only the first stands family name first: "Quill, Ada, and Ben Oar"."""
    given, *others = re.split(r",? (?:and|&) |, ", rest.strip())
    return (_inverted(first.strip(), given), *(_one(other) for other in others if other.strip(" ,.")))
