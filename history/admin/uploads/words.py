"""What the pages of an import say: sentences, buttons, and the rows with links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page

from history.admin.differences import marked
from history.admin.markup import label
from history.admin.uploads.held import State
from history.admin.uploads.kinds import FileKind
from history.admin.uploads.rows import SHOWN

# What becomes of an entry, in a word or two and a colour: before the import, and after it.
_BEFORE = {
    "failed": ("cannot be taken", "danger"),
    "differs": ("differs", "warning"),
    "created": ("new", "success"),
    "unchanged": ("already here", ""),
}
_AFTER = {
    "failed": ("left out", "danger"),
    "differs": ("left as it is", "warning"),
    "updated": ("updated", "info"),
    "created": ("imported", "success"),
    "unchanged": ("already here", ""),
}
_SORTS = {"": "all", "changed": "not as you saw it", "warned": "with a warning"}
_FORESEEN = {
    "changed": "{} would now end otherwise than you saw.",
    "failed": "{} cannot be taken, and would be left out. To have all, correct the file at the lines given below and choose it again.",
    "created": "{} would come in as new.",
    "differs": "{} would meet a {one} that says something else. An import leaves that {one} as it is; an update writes the file's"
    " values over it, field by field as shown.",
    "unchanged": "{} would change nothing: all of it is here already.",
    "warned": "{} came with a warning: read what it says before you import.",
}
_ENDED = {
    "failed": "{} could not be taken and stayed out.",
    "created": "{} came in as new.",
    "updated": "{} changed a {one} that was here already; history keeps what it said before.",
    "differs": "{} met a {one} that says something else; that {one} was left as it is.",
    "unchanged": "{} changed nothing: all of it was here already.",
    "warned": "{} came with a warning.",
}

# Seconds after which one begins to wonder whether anything happens, and what one changed document takes, as measured.
_LONG = 5.0
_SECONDS_TO_UPDATE = 0.02
# Values of so many characters together are compared word by word; a page has hundreds of them.
_MOST_MARKED = 400


@dataclass(frozen=True)
class Button:
    """Something that may be done next."""

    act: str
    words: str
    look: str = ""


def sentences_about(kind: FileKind, state: State) -> list[str]:
    """What would happen, or what happened: one sentence for every sort of entry that there is."""
    if not state.counts.of(""):
        return ["There is no entry in it."]
    told = _ENDED if state.is_imported else _FORESEEN
    many = {sort: state.counts.of(sort) for sort in told}
    return [said.format(_number(many[sort], "entry", "entries"), one=kind.record) for sort, said in told.items() if many[sort]]


def buttons_for(state: State, *, may_update: bool) -> list[Button]:
    """What may be done with a file that was looked through: nothing where nothing would come of it."""
    new, other, failed = (state.counts.of(sort) for sort in ("created", "differs", "failed"))
    good = "Import what is good" if failed else "Import"
    buttons = []
    if new:
        buttons.append(Button("import", f"{good}: {new:,} new", "pin-primary"))
    if other and may_update:
        words = f"{good} and update: {new:,} new, {other:,} changed" if new else f"Update: {other:,} changed"
        buttons.append(Button("update", words, "" if new else "pin-primary"))
    return buttons


def sentence_when_done(kind: FileKind, state: State) -> str:
    """What the message at the top says after the import."""
    parts = [f"{_number(state.created, kind.record, kind.records)} imported"] if state.created else []
    parts += [f"{_number(state.updated, kind.record, kind.records)} updated"] if state.updated else []
    return f"{', '.join(parts) or 'Nothing had to be changed'}."


def sentence_when_otherwise(kind: FileKind, state: State, first: str) -> str:
    """Why nothing was imported, where the database is no longer what it was at the look.

    Args:
        kind: What kind of file it is.
        state: After a second look.
        first: What is said of the first entry that did not end as it was foreseen.
    """
    changed = state.counts.of("changed")
    if not changed:
        return f"Nothing was imported. {first}"
    return (
        f"Nothing was imported: {_number(changed, 'entry', 'entries')} would end otherwise than you saw, because {kind.records} here have changed"
        f" since you looked, or because entries of the file speak of one {kind.record}. They stand first below: look at them, then import."
    )


def sentence_on_patience(state: State, *, may_update: bool) -> str:
    """How long it takes, where one would begin to wonder; "" where it does not."""
    other = state.counts.of("differs") if may_update else 0
    whole = state.seconds + other * _SECONDS_TO_UPDATE
    if whole < _LONG:
        return ""
    updating = f", the update about {duration(whole)}" if other else ""
    return f"The import takes about {duration(state.seconds)}{updating}: leave this page open until it says that it is done."


def duration(seconds: float) -> str:
    """In words, as exact as one needs it."""
    if seconds < 1:
        return "less than a second"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def sorts_of(state: State, show: str) -> list[dict[str, Any]]:
    """What can be shown alone: every sort of entry that there is, with its number."""
    words = {name: said for name, (said, _) in _results(state).items()} | _SORTS
    return [
        {"words": words[sort], "number": f"{state.counts.of(sort):,}", "address": f"?show={sort}", "is_chosen": sort == show}
        for sort in ("", *SHOWN)
        if not sort or state.counts.of(sort)
    ]


def with_links(kind: FileKind, rows: list[dict[str, Any]], state: State) -> list[dict[str, Any]]:
    """The rows with their results in words and links to the records; a query for each kind of record."""
    said = _results(state)
    here = kind.links((row["record"], row["name"]) for row in rows if row["name"])
    return [
        row
        | {
            "result": label(*said[row["kind"]]),
            "here": here.get((row["record"], row["name"])),
            "differences": list(map(_marked, row["differences"])),
        }
        for row in rows
    ]


def _marked(one: dict[str, str]) -> dict[str, str]:
    if not one["here"] or not one["file"] or len(one["here"]) + len(one["file"]) > _MOST_MARKED:
        return one
    here, file = marked(one["here"], one["file"])
    return {"field": one["field"], "here": here, "file": file}


def _results(state: State) -> dict[str, tuple[str, str]]:
    return _AFTER if state.is_imported else _BEFORE


def pages_around(page: Page[int], show: str) -> dict[str, str]:
    """The addresses of the pages before and after one."""
    found = {}
    if page.has_previous():
        found["earlier"] = f"?{urlencode({'show': show, 'page': page.previous_page_number()})}"
    if page.has_next():
        found["later"] = f"?{urlencode({'show': show, 'page': page.next_page_number()})}"
    return found


def _number(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
