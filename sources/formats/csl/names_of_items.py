"""CSL-JSON names."""

from __future__ import annotations

from sources.formats.csl.variables import NAME_PARTS
from sources.formats.particles import split_family, split_given
from sources.formats.plain_text import clean
from sources.formats.record import Name

_PART_OF = {csl: part for part, csl in NAME_PARTS.items()}
#: Members that only say how a processor prints a name, or that a registry counts by.
_BESIDE = frozenset({"parse-names", "comma-suffix", "isInstitution", "sequence"})


def read_names(value: object) -> tuple[list[Name], bool]:
    """Return the names of a role, and whether they say all that the value says (an ORCID iD, an affiliation is more).

    Args:
        value: A list of objects, as the schema has it; one object, and texts in place of objects, are taken too.
    """
    given = value if isinstance(value, list) else [value]
    read = [_read(one) for one in given]
    return [name for name, _ in read if name], all(is_whole for _, is_whole in read)


def read_written_name(written: str) -> Name:
    """Return a name as notes have it: "Family || Given", or an organisation."""
    family, separator, given = (part.strip() for part in clean(written).partition("||"))
    return Name(family=family, given=given) if separator and family else Name(literal=clean(written))


def _read(value: object) -> tuple[Name, bool]:
    if isinstance(value, str):
        return Name(literal=clean(value)), True
    if not isinstance(value, dict):
        return Name(), False
    texts = {_PART_OF[name]: clean(text) for name, text in value.items() if name in _PART_OF and isinstance(text, str)}
    parts = {part: text for part, text in texts.items() if text}
    is_known = all(name in _PART_OF or name in _BESIDE or not more for name, more in value.items())
    are_texts = all(isinstance(text, str) or not text for name, text in value.items() if name in _PART_OF)
    literal = parts.pop("literal", "")
    if parts.get("family"):
        return _parsed(parts) if _is_true(value.get("parse-names")) else Name(**parts), is_known and are_texts and not literal
    if not literal and isinstance(value.get("name"), str):
        literal, is_known = clean(value["name"]), value.keys() <= {"name", *_BESIDE}
    # A name without family name is printed whole.
    whole = literal or " ".join(parts[part] for part in ("given", "dropping_particle", "particle", "suffix") if part in parts)
    return Name(literal=whole), is_known and are_texts and not (literal and parts)


def _parsed(parts: dict[str, str]) -> Name:
    """Take apart what the writer left to the processor: particles in the family or given name, a suffix after a comma."""
    particle, family = split_family(parts["family"]) if "particle" not in parts else (parts["particle"], parts["family"])
    given, comma, suffix = (part.strip() for part in parts.get("given", "").partition(","))
    if "suffix" in parts or not comma:
        given, suffix = parts.get("given", ""), parts.get("suffix", "")
    dropping = parts.get("dropping_particle", "")
    if not dropping:
        given, dropping = split_given(given)
    return Name(family=family, given=given, particle=particle, dropping_particle=dropping, suffix=suffix)


def _is_true(value: object) -> bool:
    return str(value).lower() in {"true", "1"}
