"""Small pieces of HTML that the pages of every app show alike. Everything given is escaped."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

NOTHING = "–"


def label(words: str, tone: str = "", title: str = "") -> SafeString:
    """A short word in a coloured box; the tone is info, success, warning, danger, or "" for none."""
    return format_html('<span class="pin-label pin-{}" title="{}">{}</span>', tone or "neutral", title, words)


def link(words: object, address: str) -> SafeString:
    """A link."""
    return format_html('<a class="pin-link" href="{}">{}</a>', address, words)


def lines(items: Iterable[object], nothing: str = NOTHING) -> SafeString:
    """One item under the other; ``nothing`` when there is none."""
    rows = [(item,) for item in items]
    if not rows:
        return format_html("{}", nothing)
    return format_html('<ul class="pin-lines">{}</ul>', format_html_join("", "<li>{}</li>", rows))


def quote(words: str, language: str = "") -> SafeString:
    """Words of a source, with their line ends."""
    return format_html('<blockquote class="pin-quote" lang="{}">{}</blockquote>', language, words)


def note(words: str) -> SafeString:
    """A remark in small grey letters."""
    return format_html('<span class="pin-note">{}</span>', words)


def shortened(words: str, most: int = 120) -> str:
    """At most ``most`` characters on one line."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def before_and_after(pieces: Iterable[tuple[str, str]]) -> tuple[SafeString, SafeString]:
    """The words before and after a change, those that differ marked; each piece is what it was and what it is."""
    told = list(pieces)
    before = _marked((old, "del" if old != new else "") for old, new in told)
    after = _marked((new, "ins" if old != new else "") for old, new in told)
    return before, after


def _marked(pieces: Iterable[tuple[str, str]]) -> SafeString:
    wrapped = (
        (format_html("<del>{}</del>" if tag == "del" else "<ins>{}</ins>" if tag else "{}", words),) for words, tag in pieces if words
    )
    return format_html_join("", "{}", wrapped)
