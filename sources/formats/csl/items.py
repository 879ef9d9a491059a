"""One item of a CSL-JSON file as an entry."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from sources.formats.babel_languages import language_tag
from sources.formats.csl.dates_of_items import edtf_of
from sources.formats.csl.names_of_items import read_names, read_written_name
from sources.formats.csl.note_lines import NoteLine, split_note
from sources.formats.csl.rich_text import plain
from sources.formats.csl.variables import LEFTOVERS, OTHER_TYPES, RICH, RICH_MARK, VARIABLE_OF
from sources.formats.draft import Draft
from sources.formats.entries import Entry, Fault
from sources.formats.leftovers import complete
from sources.formats.record import CSL_DATES, CSL_ROLES, CSL_TYPES

_KEPT = "It is kept as it is under extra."
_SEVERAL = frozenset({"ISBN", "ISSN"})


class Members(dict[str, Any]):
    """A JSON object, the first of members of one name counting."""

    #: Names that stand more than once.
    repeated: tuple[str, ...] = ()

    @classmethod
    def of(cls, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Return the object; for `json.JSONDecoder`."""
        members = dict(pairs)
        if len(members) == len(pairs):
            return members
        first = cls()
        for name, value in pairs:
            first.setdefault(name, value)
        names = [name for name, _ in pairs]
        first.repeated = tuple(dict.fromkeys(name for name in names if names.count(name) > 1)) if len(names) < 1000 else ("many",)
        return first


def read_item(item: Mapping[str, Any], line: int) -> Entry:
    """Return the entry that an item makes, as far as it is fit; what is not is kept in ``extra``, with a warning.

    Args:
        item: The item, as JSON.
        line: Line on which it begins.
    """
    left = dict(item)
    draft = Draft(_key(left), line)
    for name in getattr(item, "repeated", ()):
        draft.warn(name, line, f"The item has {name!r} more than once; the first counts.")
    custom = left.pop("custom", None)
    _read_members(draft, left)
    leftovers = None
    if isinstance(custom, dict) and LEFTOVERS in custom:
        leftovers = custom[LEFTOVERS]
        custom = {name: value for name, value in custom.items() if name != LEFTOVERS}
    if custom:
        draft.keep("custom", as_text(custom))
    entry = draft.finish()
    return entry if leftovers is None else _completed(entry, leftovers)


def _read_members(draft: Draft, left: dict[str, Any]) -> None:
    _set_type(draft, left.pop("type", None))
    note = left.pop("note", None)
    for name, value in left.items():
        if value is None or (isinstance(value, (str, list, dict)) and not value):
            continue
        if name in VARIABLE_OF:
            _set_text(draft, name, value)
        elif name in CSL_ROLES:
            _set_names(draft, name, value)
        elif name in CSL_DATES:
            _set_date(draft, name, value)
        else:
            draft.keep(name, as_text(value))
    if note is not None:
        _set_note(draft, note)


def _completed(entry: Entry, leftovers: object) -> Entry:
    if entry.record is None:
        return entry
    record, faults = complete(entry.record, leftovers)
    replaced = leftovers.get("extra") if isinstance(leftovers, dict) else None
    # What is replaced need not be right.
    warnings = [fault for fault in entry.warnings if not isinstance(replaced, dict) or replaced.get(fault.field) != ""]
    warnings += [Fault(entry.line, f"custom.{LEFTOVERS}", fault) for fault in faults]
    return Entry(entry.line, record.key, record, entry.errors, tuple(warnings))


def as_text(value: object) -> str:
    """Return a JSON value as text: a string as it is, anything else as JSON."""
    if isinstance(value, str):
        return value
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "[nested too deeply to be kept]"


def _key(item: dict[str, Any]) -> str:
    for name in ("id", "citation-key"):
        key = _scalar(item.get(name))
        if key:
            del item[name]
            if item.get("citation-key") == key:
                del item["citation-key"]
            return key
    return ""


def _scalar(value: object) -> str | None:
    """Return a text or number as text, None for anything else; fractions come as texts, what is no number (NaN) as float."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _set_type(draft: Draft, value: object) -> None:
    if isinstance(value, str) and (value in CSL_TYPES or value in OTHER_TYPES):
        draft.type = OTHER_TYPES.get(value, value)
        return
    if value is None:
        draft.warn("type", draft.line, "The item has no type; it is taken as a document. Give one of the types of CSL: book, chapter, ...")
        return
    text = as_text(value)
    draft.keep("type", text)
    draft.warn("type", draft.line, f"{text[:60]!r} is no type of CSL; the item is taken as a document, and the type kept under extra.")


def _set_text(draft: Draft, name: str, value: object) -> None:
    variable = VARIABLE_OF[name]
    text = _scalar(value)
    if text is None and isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        # Registries give lists of one title, or of all serial numbers.
        text = "; ".join(value) if variable in _SEVERAL else value[0] if len(value) == 1 else None
    if text is None:
        _refuse(draft, name, value, "a text")
        return
    if variable == "language":
        text = language_tag(text) or text
    if variable in RICH and (words := plain(text)) != text:
        draft.keep(f"{name}{RICH_MARK}", text)
        text = words
    draft.set_text(variable, text, field=name, line=draft.line)


def _set_names(draft: Draft, role: str, value: object) -> None:
    names, is_whole = read_names(value)
    draft.add_names(role, names)
    if not is_whole:
        draft.keep(f"{role} (JSON)", as_text(value))
    wrong = next((one for one in value if not isinstance(one, dict)), None) if isinstance(value, list) else value
    if wrong is not None or not names:
        done = "It is taken as a name." if names and is_whole else _KEPT
        wanted = 'a list of names belongs: [{"family": ..., "given": ...}]'
        draft.warn(role, draft.line, f"{role!r} holds {_kind(wrong)}, where {wanted}. {done}")


def _set_date(draft: Draft, name: str, value: object) -> None:
    said, is_whole = edtf_of(value)
    raw = as_text(value)
    if said:
        draft.set_date(name, said, field=name, line=draft.line, raw=raw)
    if not is_whole:
        draft.keep(name, raw)
        taken = f"{said} is taken of it" if said else "no date is taken"
        advice = 'Write {"date-parts": [[2005, 3, 18]]}.'
        draft.warn(name, draft.line, f"{raw[:100]} is not wholly a date: {taken}. {_KEPT} {advice}")


def _set_note(draft: Draft, value: object) -> None:
    text = _scalar(value)
    if text is None:
        _refuse(draft, "note", value, "a text")
        return
    lines, note = split_note(text)
    refused = [line for line in lines if not _set_by_note(draft, line)]
    written = [f"{line.name}: {line.value}" for line in refused]
    draft.set_text("note", "\n".join([*written, note] if note else written), field="note", line=draft.line)


def _set_by_note(draft: Draft, line: NoteLine) -> bool:
    """Set what a line of the note says, where nothing else says it and it is fit; answer whether it was."""
    name, value = line
    for is_kind, set_kind in _NOTE_KINDS:
        if is_kind(name):
            return set_kind(draft, name, value)
    return False


def _tex_by_note(draft: Draft, name: str, value: str) -> bool:
    field = name.removeprefix("tex.")
    if field in draft.extra:
        return False
    draft.extra[field] = value
    return True


def _type_by_note(draft: Draft, name: str, value: str) -> bool:
    draft.type = value
    return name == "type"


def _date_by_note(draft: Draft, name: str, value: str) -> bool:
    said, is_whole = edtf_of(value)
    trial = Draft("", draft.line)
    trial.set_date(name, said, field=name, line=draft.line)
    if name in draft.dates or not is_whole or trial.warnings:
        return False
    draft.dates[name] = trial.dates[name]
    return True


def _name_by_note(draft: Draft, role: str, value: str) -> bool:
    draft.add_names(role, [read_written_name(value)])
    return True


def _text_by_note(draft: Draft, name: str, value: str) -> bool:
    variable = VARIABLE_OF[name]
    trial = Draft("", draft.line)
    trial.set_text(variable, value, field=name, line=draft.line)
    if variable in draft.fields or trial.warnings:
        return False
    draft.fields[variable] = trial.fields[variable]
    return True


def _arxiv_by_note(draft: Draft, name: str, value: str) -> bool:
    trial = Draft("", draft.line)
    trial.add_identifier("arxiv", value, field=name, line=draft.line)
    if trial.warnings:
        return False
    draft.add_identifier("arxiv", value, field=name, line=draft.line)
    return True


_NOTE_KINDS: tuple[tuple[Callable[[str], bool], Callable[[Draft, str, str], bool]], ...] = (
    (lambda name: name.startswith("tex."), _tex_by_note),
    (lambda name: name == "type", _type_by_note),
    (lambda name: name == "arXiv", _arxiv_by_note),
    (lambda name: name in CSL_DATES, _date_by_note),
    (lambda name: name in CSL_ROLES, _name_by_note),
    (lambda name: name in VARIABLE_OF, _text_by_note),
)


def _refuse(draft: Draft, name: str, value: object, wanted: str) -> None:
    draft.keep(name, as_text(value))
    draft.warn(name, draft.line, f"{name!r} holds {_kind(value)}, where {wanted} belongs. {_KEPT}")


def _kind(value: object) -> str:
    kinds = {bool: "true or false", list: "a list", dict: "an object", str: "a text", int: "a number", float: "a number"}
    return next((words for kind, words in kinds.items() if isinstance(value, kind)), "no name")
