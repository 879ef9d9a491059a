"""The markup that CSL-JSON allows in titles: taken off, and told from text that only looks like it."""

from __future__ import annotations

import re

_TAG = re.compile(
    r"""<(?P<end>/)?(?P<name>i|b|sc|sup|sub|span)(?P<set>\s+(?:class\s*=\s*["']nocase["']|style\s*=\s*["']font-variant:\s*small-caps;?["']))?\s*>"""
)


def plain(text: str) -> str:
    """Return text without its markup: italics, bold, small capitals, superior, inferior, protected case.

    Text whose tags do not pair is no markup and is returned as it is.
    """
    if "<" not in text:
        return text
    open_tags: list[str] = []
    for tag in _TAG.finditer(text):
        name = tag["name"]
        if not tag["end"]:
            if (name == "span") != bool(tag["set"]):
                return text
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return text
    return text if open_tags else _TAG.sub("", text)
