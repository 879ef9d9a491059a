"""What the tagged lines of one RIS record say of a work."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sources.formats.babel_languages import language_tag
from sources.formats.draft import Draft
from sources.formats.plain_text import clean
from sources.formats.record import Title
from sources.formats.ris.dates import set_dates
from sources.formats.ris.left import Left, set_first
from sources.formats.ris.lines import Tagged
from sources.formats.ris.names import is_others, read_name, split_names
from sources.formats.ris.numbering import set_identifiers, set_numbers, set_pages
from sources.formats.ris.tags import (
    ANY_TYPE,
    CSL_TYPE_OF,
    IN_PERIODICAL,
    LEFTOVERS_MARK,
    LEFTOVERS_TAG,
    STAND_ALONE,
    TEXTS,
    TYPE_OF_CSL,
    TYPES_IN_WORDS,
)
from sources.formats.written_dates import written_date


def describe(key: str, line: int, tags: Iterable[Tagged]) -> tuple[Draft, object]:
    """Return the work that the lines describe, as far as they say it, and the JSON of what RIS could not say (None: none).

    Args:
        key: What the work is called in the file.
        line: Line on which it begins.
        tags: Its lines.
    """
    draft, left = Draft(key, line), Left(tags)
    leftovers = _leftovers(draft, left)
    _set_type(draft, left)
    _set_titles(draft, left)
    _set_names(draft, left)
    set_dates(draft, {tag: left.take(tag) for tag in ("PY", "Y1", "DA", "Y2", "RD")})
    set_pages(draft, left)
    set_numbers(draft, left)
    _set_texts(draft, left)
    set_identifiers(draft, left)
    for tagged in left.rest():
        draft.keep(tagged.tag, tagged.text())
    return draft, leftovers


def _leftovers(draft: Draft, left: Left) -> object:
    """Take the line of ours, and leave those that others wrote in the same field."""
    found: object = None
    for tagged in left.take(LEFTOVERS_TAG):
        text = tagged.value.strip()
        if not text.startswith(LEFTOVERS_MARK):
            draft.keep(tagged.tag, tagged.text())
            continue
        try:
            found = json.loads(text.removeprefix(LEFTOVERS_MARK))
        except (ValueError, RecursionError):
            draft.keep(tagged.tag, tagged.text())
            draft.warn(tagged.tag, tagged.line, "The line that begins with pincite-extra is no JSON any more; it is kept under extra.")
    return found


def _set_type(draft: Draft, left: Left) -> None:
    for tagged in left.take("TY"):
        written = tagged.text().upper()
        said = TYPES_IN_WORDS.get(written, written)
        draft.type = CSL_TYPE_OF.get(said, "document")
        if TYPE_OF_CSL.get(draft.type, ANY_TYPE) != written:
            draft.keep("TY", tagged.text())
        if said not in CSL_TYPE_OF:
            draft.warn(
                "TY", tagged.line, f"{tagged.text()[:40]!r} is no type of RIS; the work is taken as a document. Write JOUR, BOOK, CHAP, ..."
            )


def _set_titles(draft: Draft, left: Left) -> None:
    is_alone = draft.type in STAND_ALONE
    book = left.take("BT")
    titles = left.take("TI", "T1", "CT")
    if book and (is_alone or not titles):
        titles, book = [*titles, *book], []
    set_first(draft, "title", titles)
    set_first(draft, "container-title", [*left.take("C3"), *book] if draft.type in {"paper-conference", "chapter"} else book)
    second, series = left.take("T2"), left.take("T3")
    if draft.type == "paper-conference" and "container-title" in draft.fields:
        set_first(draft, "event-title", second)
    else:
        set_first(draft, "collection-title" if is_alone else "container-title", second)
    set_first(draft, "collection-title", series)
    _set_journal(draft, left)
    for tagged in left.take("TT"):
        draft.titles.append(Title("translation", "", clean(tagged.text())))


def _set_journal(draft: Draft, left: Left) -> None:
    """Set the periodical: its full name is in T2, JF or JT, JO has the full or the short one, and some programs give the short one alone."""
    if draft.type in STAND_ALONE:
        return
    full, either, short = left.take("JF", "JT"), left.take("JO"), left.take("J2")
    set_first(draft, "container-title", full)
    for tagged in either:
        name = clean(tagged.text())
        if "container-title" not in draft.fields:
            draft.fields["container-title"] = name
        elif name != draft.fields["container-title"]:
            short.append(tagged)
    if "container-title" not in draft.fields and short:
        draft.fields["container-title"] = clean(short[0].text())
        short = short[1:]
    set_first(draft, "container-title-short", short)


def _set_names(draft: Draft, left: Left) -> None:
    """Credit people; whose the second and third lists are depends on the type and the age of the program that wrote them.

    For works that stand alone the newer specification gives A2 to the editors of the series and A3 to those of the book, the
    older one the other way round: a series in T2 shows the newer way, one in T3 the older.
    """
    second, third = "editor", "collection-editor"
    if draft.type in STAND_ALONE:
        has_creators = any(left.has(tag) for tag in ("AU", "A1", "A3", "ED"))
        is_series = "collection-title" in draft.fields and not draft.extra.get("T3") and has_creators
        is_older = left.has("A2") and not is_series
        second, third = ("editor", "collection-editor") if is_older else ("collection-editor", "editor")
    for role, tags in (("author", ("A1", "AU")), (second, ("A2",)), (third, ("A3",)), ("editor", ("ED",)), ("translator", ("A4", "TA"))):
        written = [name for tagged in left.take(*tags) for name in split_names(tagged.text().replace("\n", " "))]
        draft.add_names(role, [read_name(name) for name in written if not is_others(name)])
        if any(map(is_others, written)):
            draft.extra["and others"] = " ".join(filter(None, (draft.extra.get("and others"), role)))


def _set_texts(draft: Draft, left: Left) -> None:
    if draft.type in IN_PERIODICAL:
        _set_edition_of_article(draft, left)
    for tag, variable in TEXTS.items():
        set_first(draft, variable, left.take(tag))
    keywords = [word for tagged in left.take("KW") for word in tagged.text().split("\n")]
    draft.set_text("keyword", _joined([clean(word) for word in keywords]), field="KW", line=draft.line)
    notes = left.take("N1")
    draft.set_text("note", "\n".join(tagged.text() for tagged in notes), field="N1", line=notes[0].line if notes else 0)
    _set_language(draft, left)


def _set_edition_of_article(draft: Draft, left: Left) -> None:
    """Set the date on which an article was first on line: that is what its edition is in most files."""
    for tagged in left.take("ET"):
        said, is_whole = written_date(tagged.text())
        if is_whole and len(said) > 4:
            draft.set_date("available-date", said, field="ET", line=tagged.line, raw=tagged.text())
        else:
            set_first(draft, "edition", [tagged])


def _set_language(draft: Draft, left: Left) -> None:
    for tagged in left.take("LA"):
        tag = language_tag(tagged.text())
        if tag:
            draft.set_text("language", tag, field="LA", line=tagged.line, raw=tagged.text())
        else:
            draft.keep("LA", tagged.text())
            draft.warn("LA", tagged.line, f"{tagged.text()[:60]!r} is no language by name or code. It is kept as it is under extra.")


def _joined(keywords: list[str]) -> str:
    """Return keywords in one text, between them what none of them holds."""
    return ("; " if any("," in word for word in keywords) else ", ").join(word for word in keywords if word)
