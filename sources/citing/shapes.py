"""Citations in Latin letters, by the shape that their style gives them; the first shape that fits reads them.

Each shape returns False, and has noted nothing, where it does not fit.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sources.citing import names
from sources.citing.citation import Reading
from sources.citing.cleaning import ITALIC, UPRIGHT, trimmed, upright
from sources.citing.numbering import DATE, edtf, pages_of, take_date, take_numbers, take_place
from sources.citing.publishing import take_edition, take_publisher

#: A title in quotation marks: double ones, or single ones that open behind a comma, a bracket or at the start.
QUOTED = re.compile(
    r"(?P<open>[\u201c\u201d\u201e]|\"|(?:(?<=[,.)\s])|^)(?:''|``)|(?:(?<=[,.)]\s)|^)[\u2018'])(?P<title>[^\u201c\u201d\ue000\ue001\"]{3,500}?)"
    r"(?P<close>[\u201d\u201c\"]|''|(?<=[,.?!\w])[\u2019'](?=[,.;)\s]|$))"
)
_ITALICS = re.compile(f"{ITALIC}([^{ITALIC}{UPRIGHT}]{{2,500}}){UPRIGHT}")
_VANCOUVER = re.compile(
    r"(?P<names>[^.]{3,300}?)\. (?P<title>[^.]{3,400}[.?]) ?(?P<container>[A-Z][^;.]{1,100}(?:\. ?[A-Z][^;.0-9]{1,60})*)\. ?"
    r"(?P<date>[0-9]{4}[^;:]{0,12});(?P<volume>[0-9]{1,4})(?:\((?P<issue>[^()]{1,12})\))?:(?P<pages>[A-Za-z]?[0-9]+(?:-[0-9]+)?)"
)
_BLUEBOOK = re.compile(
    r"(?P<names>[^,0-9]{3,80}), (?P<title>[^0-9]{3,300}?), (?P<volume>[0-9]{1,4}) (?P<container>(?:[A-Z][\w.&'’]*\s?){1,7}) (?P<page>[0-9]{1,5})"
    r"(?:, (?P<pin>[0-9]{1,5}(?:-[0-9]{1,5})?))? \((?P<date>[^()]{0,20}[0-9]{4})\)"
)
#: "Oar, B., & Mast, C. (2004)." and "Port Authority (2004)".
_AUTHOR_YEAR = re.compile(
    r"(?P<names>[^()\u201c\u201d\"]{2,300}?)\s*\(?(?:\([Ee]ds?\.\),?\.?\s*)?\((?P<date>(?:c\. )?[0-9]{4}[a-z]?(?:, [A-Z][a-z]+(?: [0-9]{1,2})?)?|n\.d\.|in press)\)[.,:]?\s+(?P<rest>.{3,})"
)
_PUBLISHED = re.compile(r"\s*[,;]?\s*\((?P<inside>[^()]{2,200}[0-9]{4}[^()0-9]{0,20})\)")
_INVERTED_HEAD = re.compile(
    r"(?P<names>[A-Z\u00c0-\u00de][\w'’\u00c0-\u024f-]+(?: [A-Z][\w'’-]+)?, (?:[A-Z]\.|[A-Z][\w'’-]+)(?:[ -]?(?:[A-Z]\.)| (?:[A-Z][\w'’-]*|de|van|von))*(?:,? (?:and|&) [^.]{3,60}?|, et al)?"
    r"(?:, eds?|, trans)?)\. (?P<rest>.{3,})"
)
_INITIALS_HEAD = re.compile(r"(?P<names>(?:(?:[A-Z]\. ?){1,3}[\w'’-]+(?:,? and |, )?){1,6}), (?P<title>[^,]{3,200}), (?P<rest>.{3,})")
_PLACE_ALONE = re.compile(r"(?:(?:pp?\.|at) ?)?(?P<pages>[0-9]{1,5}(?: ?- ?[0-9]{1,5})?)\.?")
_IN = re.compile(r"[,.]?\s*\bin:?\s+(?=[A-Z\ue000])", re.IGNORECASE)
_EDITED_BY = re.compile(r",?\s*\b(?:edited|ed\.|translated|trans\.) by .*?(?=[,.(]|$)", re.IGNORECASE)
_EDITORS = re.compile(r"(?P<names>.{3,200}?),?\s*\(?\b[Ee]ds?\.?\)?,\s*")
_PAPER = re.compile(
    r"[,;]?\s*\b(?P<genre>(?:[A-Z]\w+ )*(?:Working Paper|Discussion Paper|Research Paper|Special Report|Occasional Paper|Report|Policy Brief|Paper|PhD diss\.|Ph\.D\. diss\.))(?: [Nn]o\.? ?(?P<number>[\w-]+))?\s*[,;]?\s*$"
)
_TRANSLATED = re.compile(r",\s*(?:trans\.|ed\.|eds\.|transl?ated by|edited by|rev\.)\s+[^,()]{3,80}$", re.IGNORECASE)


def read_latin(reading: Reading, text: str, *, is_note: bool) -> None:
    """Read ``text`` by the first shape that fits; where none does, nothing is noted."""
    shapes: tuple[Callable[..., bool], ...] = (_vancouver, _bluebook, _quoted, _author_year, _published, _inverted, _initials)
    any(shape(reading, text, is_note=is_note) for shape in shapes)


def _vancouver(reading: Reading, text: str, *, is_note: bool) -> bool:
    found = _VANCOUVER.match(text)
    if found is None:
        return False
    reading.name(names.head_names(found["names"]), 0.9)
    reading.put("title", trimmed(found["title"]), 0.85)
    reading.put("container-title", upright(found["container"]).strip(), 0.85)
    take_date(reading, found["date"], 0.95)
    for name in ("volume", "issue"):
        reading.put(name, found[name] or "", 0.95)
    reading.put("page", pages_of(found["pages"]), 0.9)
    return True


def _bluebook(reading: Reading, text: str, *, is_note: bool) -> bool:
    found = _BLUEBOOK.match(upright(text))
    if found is None:
        return False
    reading.name(names.head_names(found["names"]), 0.85)
    reading.put("title", trimmed(found["title"]), 0.8)
    reading.put("container-title", found["container"].strip(), 0.85)
    reading.put("volume", found["volume"], 0.9)
    reading.put("page", found["page"], 0.9)
    reading.place("page", found["pin"] or "", 0.9)
    take_date(reading, found["date"], 0.9)
    return True


def _quoted(reading: Reading, text: str, *, is_note: bool) -> bool:
    """A title in quotation marks: an article, a chapter, a page."""
    found = QUOTED.search(text)
    if found is None or len(found["title"]) < 4:
        return False
    head = text[: found.start()]
    if head.strip() and head.rstrip()[-1] not in ",.:)":
        # Words of a sentence run into what it quotes; names are cut off from a title.
        return False
    year = re.search(r"\(([0-9]{4})[a-z]?\)[.,]?\s*$", head)
    if year:
        reading.put("issued", year[1], 0.95)
        head = head[: year.start()]
    reading.name(names.head_names(head), 0.85)
    reading.put("title", trimmed(found["title"]), 0.95)
    _container(reading, text[found.end() :].lstrip(" ,."), is_note=is_note)
    return True


def _container(reading: Reading, rest: str, *, is_note: bool) -> None:
    """What follows a quoted title: a journal and its numbers, or "in" a book."""
    place = _PLACE_ALONE.fullmatch(rest)
    if place:
        reading.place("page", pages_of(place["pages"]), 0.9)
        return
    chapter = _IN.match(rest)
    rest = rest[chapter.end() :] if chapter else rest
    edited = _EDITED_BY.search(rest)
    rest = rest[: edited.start()] + rest[edited.end() :] if edited else rest
    published = _PUBLISHED.search(rest)
    is_book = bool(published and take_publisher(reading, published["inside"]))
    if published and is_book:
        rest = rest[: published.start()] + rest[published.end() :]
    italic = _ITALICS.search(rest)
    if italic:
        # What stands before an italic title of a book are its editors.
        take_numbers(reading, rest[italic.end() :], is_article=True, is_note=is_note)
        reading.put("container-title", trimmed(italic[1]), 0.95)
    elif rest.strip(" .,"):
        left = take_numbers(reading, rest, is_article=not is_book or _has_range(rest), is_note=is_note)
        _put_container(reading, left, is_chapter=bool(chapter), is_edited=bool(edited))


def _put_container(reading: Reading, text: str, *, is_chapter: bool, is_edited: bool) -> None:
    """Note the name of a journal or book that nothing sets off, and behind an editor of it the publisher."""
    editors = _EDITORS.match(text) if is_chapter else None
    text = text[editors.end() :] if editors else text
    container, _, behind = text.strip(" ,.").partition(", ")
    if is_edited:
        reading.put("publisher", trimmed(behind), 0.6)
    # A container is called something; a place cited or a date is no name.
    if re.match(r"[\w\u00c0-\uffff\"'(]", container) and not container.isdigit():
        reading.put("container-title", trimmed(container), 0.8)


def _has_range(text: str) -> bool:
    return bool(re.search(r"[0-9]-[0-9]", text))


def _author_year(reading: Reading, text: str, *, is_note: bool) -> bool:
    """APA and Harvard: names, the year in brackets, the title."""
    found = _AUTHOR_YEAR.match(text)
    if found is None or ":" in found["names"]:
        return False
    reading.name(names.head_names(found["names"]), 0.9)
    take_date(reading, found["date"] if "," not in found["date"] else _turned(found["date"]), 0.95)
    rest = found["rest"]
    chapter = re.match(r"(?P<title>[^\ue000]{3,300}?)[.,] In:? (?P<editors>.{3,200}?) \([Ee]ds?\.\),? (?P<rest>.+)", rest)
    if chapter:
        reading.put("title", trimmed(chapter["title"]), 0.9)
        rest = take_numbers(reading, chapter["rest"], is_article=True, is_note=is_note)
        book, _, publisher = upright(rest).partition(". ")
        reading.put("container-title", trimmed(book), 0.85)
        _put_publisher(reading, publisher)
        return True
    rest = take_edition(reading, rest)
    title, _, behind = _cut_title(rest)
    reading.put("title", trimmed(title), 0.85)
    if re.search(r"[0-9]", behind) or "URL" in reading.fields:
        left = take_numbers(reading, behind, is_article=True, is_note=is_note)
        reading.put("container-title", trimmed(left), 0.8)
    else:
        _put_publisher(reading, behind)
    return True


def _turned(date: str) -> str:
    """Return a date that begins with its year, as "2019, May 7", with the year last."""
    year, _, day = date.partition(", ")
    return f"{day}, {year}" if re.search(r"[0-9]", day) else f"{day} {year}"


def _cut_title(rest: str) -> tuple[str, str, str]:
    """Cut behind the title: at the end of italics, else at the first full stop that ends no abbreviation."""
    found = _ITALICS.match(rest)
    if found:
        return found[1], ".", rest[found.end() :].lstrip(" .,")
    cut = re.search(r"(?<![\s.][A-Z])(?<!\bvs)(?<!\bSt)[.?!]\s+(?=[A-Z\ue000\u201c\"])", rest)
    if cut is None:
        return rest, "", ""
    sign = rest[cut.start()]
    return rest[: cut.start()] + (sign if sign != "." else ""), sign, rest[cut.end() :]


def _put_publisher(reading: Reading, text: str) -> None:
    if not take_publisher(reading, text):
        name = trimmed(text)
        reading.put("publisher", name if len(name) <= 100 else "", 0.6)


def _published(reading: Reading, text: str, *, is_note: bool) -> bool:
    """Chicago's note of a book: names, title, and in brackets place, publisher and year."""
    found = next((one for one in _PUBLISHED.finditer(text) if DATE.search(one["inside"])), None)
    if found is None:
        return False
    head = text[: found.start()]
    had_publisher = take_publisher(reading, found["inside"])
    if not had_publisher:
        take_date(reading, found["inside"], 0.9)
    behind = text[found.end() :]
    paper = _PAPER.search(head)
    if paper and head[: paper.start()].count(","):
        reading.put("genre", trimmed(paper["genre"]), 0.8)
        reading.put("number", paper["number"] or "", 0.8)
        head = head[: paper.start()]
    _head(reading, take_edition(reading, _TRANSLATED.sub("", head.rstrip(" ,;"))))
    take_numbers(reading, behind if behind[:1] in {",", ":", ";"} else f", {behind.lstrip()}", is_article=False, is_note=True)
    return True


def _head(reading: Reading, head: str) -> None:
    """Names and title before the brackets."""
    italic = _ITALICS.search(head)
    if italic:
        reading.name(names.head_names(head[: italic.start()]), 0.85)
        reading.put("title", trimmed(italic[1]), 0.95)
        return
    people, title = split_head(head)
    reading.name(names.head_names(people), 0.75)
    reading.put("title", trimmed(title), 0.75)


def split_head(head: str) -> tuple[str, str]:
    """Tell names from the title that follows them after a comma, where nothing but the comma does."""
    parts = upright(head).split(", ")
    count = 0
    while count < len(parts) - 1 and (_are_people(parts[count]) or re.fullmatch(r"\(?[Ee]ds?\.?\)?|et al\.|Jr\.", parts[count])):
        count += 1
        if re.search(r"(?:^| )and ", parts[count - 1]) and not re.match(r"[Ee]ds?\.?$", parts[count]):
            break
    is_list = any(re.search(r"(?:^| )and |[Ee]ds?\b", part) for part in parts[:count])
    if count > 1 and not is_list:
        count = 1
    if count == 0 and len(parts) > 1 and _is_organisation(parts[0]):
        count = 1
    return ", ".join(parts[:count]), ", ".join(parts[count:])


def _are_people(part: str) -> bool:
    people = [one for one in re.split(r"(?:^| )(?:and|&) ", part) if one]
    return bool(people) and all(names.is_person(one.strip()) for one in people)


def _is_organisation(part: str) -> bool:
    return len(part.split()) <= 8 and bool(names.head_names(part)) and bool(names.head_names(part)[0].literal)


def _inverted(reading: Reading, text: str, *, is_note: bool) -> bool:
    """Bibliographies of Chicago and MLA: family name first, parts divided by full stops."""
    found = _INVERTED_HEAD.match(text)
    if found is None:
        return False
    title, _, rest = _cut_title(found["rest"])
    if not DATE.search(rest):
        return False
    reading.name(names.head_names(found["names"]), 0.85)
    reading.put("title", trimmed(title), 0.85)
    rest = take_place(reading, take_edition(reading, rest))
    if not take_publisher(reading, rest):
        take_date(reading, rest, 0.7)
    return True


def _initials(reading: Reading, text: str, *, is_note: bool) -> bool:
    """IEEE's book: initials first, title, edition, place and publisher."""
    found = _INITIALS_HEAD.match(upright(text))
    if found is None or not DATE.search(found["rest"]):
        return False
    reading.name(names.head_names(found["names"]), 0.85)
    reading.put("title", trimmed(found["title"]), 0.8)
    take_publisher(reading, take_edition(reading, found["rest"]))
    return True


__all__ = ["QUOTED", "edtf", "read_latin", "split_head"]
