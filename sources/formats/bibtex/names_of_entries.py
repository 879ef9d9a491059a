"""The name fields of an entry as names in CSL roles."""

from __future__ import annotations

from sources.formats.bibtex.fields import EDITOR_TYPES, EDITORS, ROLES
from sources.formats.bibtex.left_fields import LeftFields
from sources.formats.bibtex.plain_values import flat
from sources.formats.bibtex.reading_names import read_names

#: The entry in `Record.extra` that says which lists of names end in "and others".
OTHERS = "and others"


def set_names(left: LeftFields) -> None:
    """Put the names of every role into the draft."""
    with_others = []
    for name in left.among(ROLES):
        role = _role(left, name, ROLES[name])
        if _set_role(left, name, role):
            with_others.append(role)
    if with_others:
        left.draft.keep(OTHERS, " ".join(dict.fromkeys(with_others)))


def _role(left: LeftFields, name: str, role: str) -> str:
    """Return the CSL role of a name field; editors say which they are in a field of its own."""
    typed = EDITORS.get(name)
    kind = flat(left.get(typed)).lower() if typed else ""
    if not typed or not kind:
        return role
    if kind in EDITOR_TYPES and kind != "collaborator":
        left.take(typed)
    return EDITOR_TYPES.get(kind, "editor")


def _set_role(left: LeftFields, name: str, role: str) -> bool:
    """Set the names of one field; return whether others, unnamed, belong to them."""
    raw = left.take(name)
    if role in left.given:
        return False
    read = read_names(flat(raw))
    left.draft.add_names(role, read.names)
    for fault in read.faults:
        left.draft.warn(name, left.line(name), fault)
    if not read.is_exact:
        left.draft.keep(f"{name} (LaTeX)", raw.strip())
    if role == "contributor":
        left.draft.keep(name, raw.strip())
    return read.has_others
