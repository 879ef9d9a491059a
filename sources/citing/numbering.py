"""Volume, issue, date and pages, as they stand behind the name of a journal or a publisher."""

from __future__ import annotations

import re

from sources.citing.citation import Reading

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_SEASON = r"(?:Spring|Summer|Autumn|Fall|Winter)"
_YEAR = r"(?:1[4-9]|20)[0-9]{2}"
_PERIOD = rf"(?:{_SEASON}|{_MONTH})(?:[/-](?:{_SEASON}|{_MONTH}))?"
#: "4 May 2001", "May 4, 2001", "Winter 1995/96", "November/December 1998", "2013 Jun", "1998".
DATE = re.compile(
    rf"(?:(?P<day>[0-9]{{1,2}}) (?P<month>{_MONTH}),? (?P<year>{_YEAR})"
    rf"|(?P<month2>{_MONTH}) (?P<day2>[0-9]{{1,2}}), (?P<year2>{_YEAR})"
    rf"|(?P<period>{_PERIOD}),? (?P<year3>{_YEAR})(?:[/-][0-9]{{2,4}}\b)?"
    rf"|(?P<year5>{_YEAR}),? (?P<month5>{_MONTH})(?: (?P<day5>[0-9]{{1,2}})\b)?"
    rf"|(?P<year4>{_YEAR})(?:[/-][0-9]{{2,4}}\b)?[a-z]?)(?![0-9])"
)
_PAGES = r"[A-Za-z]?[0-9]{1,5}[a-z]?(?: ?[-\u2013] ?[A-Za-z]?[0-9]{1,5})?(?:, (?!(?:1[4-9]|20)[0-9]{2}\b)[0-9]{1,5}(?:-[0-9]{1,5})?)*"
_NAMED_PAGES = re.compile(
    rf"[,.:;]?\s*\(?\b(?P<label>pp?\.|pages?|S\.)\s*(?P<pages>{_PAGES}|[ivxlc]+(?:-[ivxlc]+)?)\)?(?:ff?\.)?", re.IGNORECASE
)
_NAMED_VOLUME = re.compile(r"[,;]?\s*\b(?:vol|volume|bd)\.?\s*(?P<volume>[0-9]{1,4}|[IVXLC]+)\b", re.IGNORECASE)
_NAMED_ISSUE = re.compile(r"[,;]?\s*\b(?:no|nos|number|issue|nr)\.?\s*(?P<issue>[0-9]{1,4}(?:[-/][0-9]{1,4})?)\b", re.IGNORECASE)
#: "12(3), 33-47" and "2004;12(3):33-47".
_COMPACT = re.compile(
    rf"[,;.]?\s*(?P<volume>[0-9]{{1,4}}) ?\((?!(?:1[4-9]|20)[0-9]{{2}}\))(?P<issue>[0-9]{{1,4}}(?:[-/][0-9]{{1,4}})?)\)\s*(?:[:,]\s*(?:pp?\.\s*)?(?P<pages>{_PAGES}))?"
)
_BARE_VOLUME = re.compile(r"(?<=[A-Za-z.,\ue001)])[,;]?\s+(?P<volume>[0-9]{1,3})\s*(?=[,(:;]|$)")
_VOLUME_BEFORE_DATE = re.compile(r"(?<=[A-Za-z.,\ue001)])[,;]?\s+(?P<volume>[0-9]{1,3}),?\s*(?=\()")
_LAST_PAGES = re.compile(rf"(?:[:,])\s*(?P<pages>{_PAGES})\s*\.?\s*$")
_LAST_RANGE = re.compile(r"[:,]\s*(?P<pages>[A-Za-z]?[0-9]{1,5}(?: ?-\s?[A-Za-z]?[0-9]{1,5})?)\s*\.?\s*$")
_OTHER_PLACE = re.compile(
    r"[,;]?\s*\b(?P<label>chapters?|chaps?\.|ch\.|sections?|sec\.|§+|paras?\.|paragraphs?|n\.|note|fig\.|figure|table)\s*(?P<value>[0-9IVXLC]+(?:[-.][0-9]+)*)\s*\.?$",
    re.IGNORECASE,
)
_LABELS = (
    ("chap", "chapter"),
    ("ch", "chapter"),
    ("sec", "section"),
    ("§", "section"),
    ("para", "paragraph"),
    ("n", "note"),
    ("fig", "figure"),
    ("table", "table"),
)


def edtf(found: re.Match[str]) -> str:
    """Return the date of a match of ``DATE`` as EDTF, as precise as printed; of two years or months the first."""
    year = next(value for name in ("year", "year2", "year3", "year5", "year4") if (value := found[name]))
    month = found["month"] or found["month2"] or found["month5"] or ""
    day = found["day"] or found["day2"] or found["day5"] or ""
    period = re.split(r"[/-]", found["period"])[0] if found["period"] else month
    number = _SEASONS.get(period.lower()) or _MONTHS.get(period.lower().rstrip("."))
    if number is None:
        return year
    if day and 1 <= int(day) <= 31 and number <= 12:
        return f"{year}-{number:02d}-{int(day):02d}"
    return f"{year}-{number:02d}"


def pages_of(printed: str) -> str:
    """Return pages with plain hyphens and without blanks in a range."""
    return re.sub(r" ?[-\u2013] ?", "-", printed).strip()


def take_date(reading: Reading, text: str, confidence: float) -> str:
    """Note the last date of ``text``; return the text without it and its brackets."""
    found = list(DATE.finditer(text))
    if not found:
        return text
    last = found[-1]
    reading.put("issued", edtf(last), confidence)
    before, after = text[: last.start()], text[last.end() :]
    if before.rstrip().endswith("(") and after.lstrip().startswith(")"):
        before, after = before.rstrip()[:-1], after.lstrip()[1:]
    return f"{before.rstrip(' ;')}{'' if after[:1] in {',', ':', ';', '.', ''} else ' '}{after}"


def take_place(reading: Reading, text: str) -> str:
    """Note a place cited that is no page: a chapter, a section, a note; return the text before it."""
    found = _OTHER_PLACE.search(text)
    if not found:
        return text
    printed = found["label"].lower()
    label = next(label for beginning, label in _LABELS if printed.startswith(beginning))
    reading.place(label, found["value"], 0.8)
    return text[: found.start()]


def take_numbers(reading: Reading, text: str, *, is_article: bool, is_note: bool) -> str:
    """Note volume, issue, date and pages of ``text``, what stands behind a title; return what is left: the container's name.

    Args:
        reading: Where to note it.
        text: What stands behind the title.
        is_article: Whether pages may be those of the work; otherwise they are the place cited.
        is_note: Whether the citation stands in a note, where pages may be the place cited for an article too.
    """
    text = take_place(reading, text)
    pages = ""
    for pattern in (_NAMED_PAGES, _COMPACT, _NAMED_VOLUME, _NAMED_ISSUE):
        found = pattern.search(text)
        if found is None:
            continue
        groups = found.groupdict()
        reading.put("volume", groups.get("volume") or "", 0.9)
        reading.put("issue", groups.get("issue") or "", 0.9)
        pages = pages or groups.get("pages") or ""
        text = f"{text[: found.start()]}{'' if text[found.end() :][:1] in {',', '.', ':', ''} else ' '}{text[found.end() :]}"
    if is_article and (found := _VOLUME_BEFORE_DATE.search(text)):
        reading.put("volume", found["volume"], 0.8)
        text = f"{text[: found.start()]} {text[found.end() :]}"
    text = take_date(reading, text, 0.9)
    if not pages and (found := (_LAST_RANGE if is_article else _LAST_PAGES).search(text)):
        pages, text = found["pages"], text[: found.start()]
    if is_article and (found := _BARE_VOLUME.search(text)):
        reading.put("volume", found["volume"], 0.8)
        text = text[: found.start()] + text[found.end() :]
    _note_pages(reading, pages_of(pages), is_article=is_article, is_note=is_note)
    return text


def _note_pages(reading: Reading, pages: str, *, is_article: bool, is_note: bool) -> None:
    is_range = "-" in pages or not pages[:1].isdigit()
    if is_article and is_range:
        # In a note the range may be the whole article's or the place cited: it is noted as both, and the work is not told by it.
        reading.put("page", pages, 0.6 if is_note else 0.9)
    if is_note or not is_article or not is_range:
        reading.place("page", pages, 0.8 if not (is_article and is_range) else 0.5)
