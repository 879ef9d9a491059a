"""The dates of a RIS record: one work has up to three lines for its date, each as precise as the program made it."""

from __future__ import annotations

from collections.abc import Mapping

from sources.formats.draft import Draft
from sources.formats.ris.lines import Tagged
from sources.formats.written_dates import written_date, written_day

_ADVICE = "It is kept under extra. Write 2005/03/18/, 2005/03// or 2005."


def set_dates(draft: Draft, tags: Mapping[str, list[Tagged]]) -> None:
    """Put the date of issue (PY, Y1, DA) and of access (Y2, RD) into the draft.

    The first line that says a year counts; a later one adds month and day where it says the same year, and is kept under
    ``extra`` where it says another.
    """
    for tagged in (*tags["PY"], *tags["Y1"], *tags["DA"]):
        _set_issued(draft, tagged)
    for tagged in (*tags["Y2"], *tags["RD"]):
        _set(draft, "accessed", tagged)


def _set_issued(draft: Draft, tagged: Tagged) -> None:
    text = tagged.text()
    held = draft.dates.get("issued", "")
    day = written_day(text) if len(held) == 4 and held.isdigit() else ""
    said, is_whole = (f"{held}-{day}", True) if day and not text.isdigit() else written_date(text)
    if not held:
        _set(draft, "issued", tagged)
    elif said == held or (held.startswith(said) and is_whole):
        return
    elif said.startswith(held):
        # More precise than what was found before.
        del draft.dates["issued"]
        draft.set_date("issued", said, field=tagged.tag, line=tagged.line, raw=text)
        draft.dates.setdefault("issued", held)
        if not is_whole:
            draft.keep(tagged.tag, text)
    else:
        draft.keep(tagged.tag, text)


def _set(draft: Draft, variable: str, tagged: Tagged) -> None:
    text = tagged.text()
    said, is_whole = written_date(text)
    if said:
        draft.set_date(variable, said, field=tagged.tag, line=tagged.line, raw=text)
    if not is_whole:
        draft.keep(tagged.tag, text)
        taken = f"{said} is taken of it" if said else "no date is taken"
        draft.warn(tagged.tag, tagged.line, f"{text[:80]!r} is not wholly a date: {taken}. {_ADVICE}")
