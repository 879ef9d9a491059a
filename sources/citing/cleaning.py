"""A printed citation without its markup and line ends; what was set in italics stays known."""

from __future__ import annotations

import re

#: Around what was set in italics. Private characters: they stand for nothing in a text.
ITALIC, UPRIGHT = "\ue000", "\ue001"

_TAGS = re.compile(r"<(/?)(em|i|cite)\b[^<>]{0,200}>", re.IGNORECASE)
_OTHER_TAGS = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_STARRED = re.compile(r"(?<![\w*])(\*{1,3}|_)(?=[^\s*_])([^*\n\ue000\ue001]{1,400}?)(?<=[^\s*_])\1(?![\w*])")
_LINK = re.compile(r"\[([^\[\]]{1,400})\]\((https?://[^()\s]{1,400})\)")
_ESCAPED = re.compile(r"\\([\[\]()*_#.!&-])")
_DASHES = re.compile("[\u2010\u2011\u2012\u2013\u2212]")
_SPACES = re.compile(r"\s+")
#: A space that a scan lost: "Survival40 (Summer 1998)", "Studies14(Fall".
_LOST_BEFORE_NUMBER = re.compile(r"(?<=[a-z]{3})(?=[0-9]{1,4}\s?\()")
_LOST_BEFORE_BRACKET = re.compile(r"(?<=[A-Za-z0-9])(?=\([A-Z][a-z]+[\s/][A-Z0-9])")


def plain(printed: str) -> str:
    """Return ``printed`` in one line without markup; italics stand between ``ITALIC`` and ``UPRIGHT``."""
    text = printed.replace(ITALIC, "").replace(UPRIGHT, "").replace("\u00ad", "")
    text = _SPACES.sub(" ", text)
    text = _LINK.sub(r"\1 \2", text)
    text = _TAGS.sub(lambda found: UPRIGHT if found[1] else ITALIC, text)
    text = _OTHER_TAGS.sub("", text)
    text = _STARRED.sub(lambda found: ITALIC + found[2] + UPRIGHT, text)
    text = _ESCAPED.sub(r"\1", text)
    text = _DASHES.sub("-", text)
    text = _LOST_BEFORE_NUMBER.sub(" ", text)
    return _LOST_BEFORE_BRACKET.sub(" ", text).strip()


def upright(text: str) -> str:
    """Return ``text`` without the signs for italics."""
    return text.replace(ITALIC, "").replace(UPRIGHT, "")


def trimmed(text: str) -> str:
    """Return a title, name or place without the punctuation around it."""
    return upright(text).strip(" \t,;:").removesuffix(".").strip(" \t,;:") if not _ends_in_initial(text) else upright(text).strip(" \t,;:")


def _ends_in_initial(text: str) -> bool:
    """Whether the point at the end belongs to an abbreviation: "Norr. L. Rev.", "Mar. L.J."."""
    return bool(re.search(r"(?:^|[\s.])[A-Z][A-Za-z]{0,3}\.$", upright(text).strip(" ,;:"))) and upright(text).count(".") > 1
