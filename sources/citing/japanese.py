"""Japanese citations: 著者「論文」『書名』(出版社、年)、頁."""

from __future__ import annotations

import re
import unicodedata

from sources.citing.citation import Reading
from sources.formats.record import Name

SIGNS = re.compile("[\u300c\u300e\u3041-\u30ff\u4e00-\u9fff]")
_ARTICLE = re.compile("「(?P<title>[^「」]{1,300})」")
_BOOK = re.compile("『(?P<title>[^『』]{1,300})』")
_YEAR = re.compile(r"(?P<year>[0-9]{4})年(?:(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日)?)?")
_PLAIN_YEAR = re.compile(r"(?<![0-9])(?P<year>(?:1[89]|20)[0-9]{2})(?![0-9])")
_ERA = re.compile(r"(?P<era>明治|大正|昭和|平成|令和)(?P<number>[0-9]{1,2}|元)年")
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_PAGES = re.compile(
    r"(?P<pages>[0-9]{1,5}(?:\s*[-~\u2013\u301c\uff5e]\s*[0-9]{1,5})?)\s*(?:頁|ページ|ぺーじ)|pp?\.\s*(?P<named>[0-9]{1,5}(?:-[0-9]{1,5})?)"
)
_VOLUME = re.compile(r"第?(?P<volume>[0-9]{1,4})巻|Vol\.\s*(?P<named>[0-9]{1,4})", re.IGNORECASE)
_ISSUE = re.compile(r"第?(?P<issue>[0-9]{1,4})号|No\.\s*(?P<named>[0-9]{1,4})", re.IGNORECASE)
_ROLE = re.compile(r"\s*(?:責任編集|監修|編著|共著|編訳|編|著|訳|ほか|他)+\s*$")
_PUBLISHER = re.compile(
    r"[\u3041-\u30ff\u4e00-\u9fffA-Za-z々ー・]{2,30}(?:社|出版|出版会|書房|書店|書院|堂|館|新聞社|大学出版会|文庫|新書|房|閣|協会|研究所)"
)
_LEAD = re.compile(r"^.*?(?:については|に関しては|について|として|例えば|たとえば|詳しくは|参照[、。])[、,]?\s*")


def read_japanese(reading: Reading, text: str, *, is_note: bool) -> None:
    """Read a citation whose titles stand in Japanese brackets."""
    text = unicodedata.normalize("NFKC", text)
    article, book = _ARTICLE.search(text), _BOOK.search(text)
    first = min((found for found in (article, book) if found), key=lambda found: found.start(), default=None)
    if first is None:
        return
    reading.name(_names(_LEAD.sub("", text[: first.start()])), 0.85)
    if article and (book is None or article.start() < book.start()):
        reading.put("title", article["title"], 0.95)
        reading.put("container-title", book["title"] if book else "", 0.9)
    elif book:
        is_newspaper = not reading.names and book["title"].endswith(("新聞", "日報", "タイムズ"))
        reading.put("container-title" if is_newspaper else "title", book["title"], 0.95)
    behind = text[first.end() :]
    _numbers(reading, behind, is_note=is_note, is_article="container-title" in reading.fields)
    _publisher(reading, text[book.end() :] if book else behind)


def _names(printed: str) -> tuple[Name, ...]:
    printed = _ROLE.sub("", printed.strip(" 、,。:()"))
    parts = [_ROLE.sub("", part).strip(" 、") for part in re.split(r"[・、,]|\s(?=[\u4e00-\u9fff]{3,})", printed)]
    if any("\u30a1" <= c <= "\u30fa" for c in printed):
        # Foreign names in kana have the same dot between their parts.
        parts = [_ROLE.sub("", printed)]
    return tuple(_name(part) for part in parts if part and len(part) <= 40)


def _name(printed: str) -> Name:
    family, _, given = printed.partition(" ")
    return Name(family=family, given=given) if given else Name(literal=printed)


def _numbers(reading: Reading, text: str, *, is_note: bool, is_article: bool) -> None:
    _date(reading, text)
    for name, pattern in (("volume", _VOLUME), ("issue", _ISSUE)):
        if found := pattern.search(text):
            reading.put(name, found[name] or found["named"], 0.9)
    pages = _PAGES.search(text)
    if pages is None:
        return
    printed = re.sub(r"\s*[~\u2013\u301c\uff5e-]\s*", "-", pages["pages"] or pages["named"])
    is_whole = is_article and "-" in printed
    if is_whole:
        reading.put("page", printed, 0.6 if is_note else 0.9)
    if is_note or not is_article:
        reading.place("page", printed, 0.5 if is_whole else 0.85)


def _date(reading: Reading, text: str) -> None:
    if found := _YEAR.search(text):
        parts = [found["year"], *(f"{int(found[name]):02d}" for name in ("month", "day") if found[name])]
        reading.put("issued", "-".join(parts), 0.95)
    elif found := _ERA.search(text):
        number = 1 if found["number"] == "元" else int(found["number"])
        reading.put("issued", str(_ERAS[found["era"]] + number), 0.85)
    elif found := _PLAIN_YEAR.search(text):
        reading.put("issued", found["year"], 0.6)


def _publisher(reading: Reading, text: str) -> None:
    inside = re.search(r"[(]([^()]{2,80})[)]", text)
    for part in re.split(r"[、,]", inside[1] if inside else text):
        name = part.strip(" 。().:")
        if name and not re.search(r"[0-9]", name) and (_PUBLISHER.fullmatch(name) or inside):
            place, _, press = name.rpartition(":")
            reading.put("publisher-place", place, 0.8)
            reading.put("publisher", press, 0.85 if _PUBLISHER.fullmatch(press) else 0.6)
            return
