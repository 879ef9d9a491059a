"""Places where a quote stands, as pages show them and let one choose among them."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims.admin.passages.shown import place_in_words
from history.admin.markup import label, note
from sources.anchoring import Change
from sources.services.locating.located import Place

_TONES = {"exact": "success", "normalised": "success", "approximate": "warning"}
_TITLES = {
    "exact": "The same characters",
    "normalised": "The same letters and digits, otherwise printed",
    "approximate": "Other words",
}
#: Characters of a long place that are shown at each of its ends.
_SHOWN_AT_ENDS = 400


def name_of_place(place: Place) -> str:
    """By which a form names a place: the words of a text never change, so nothing else can come to stand there."""
    return f"{place.text.pk}:{place.start}:{place.end}"


def describe_place(place: Place) -> SafeString:
    """Where it is, how well it agrees, the words with what stands around them, and what differs."""
    where = ", ".join(filter(None, [place.document.citation_key, place_in_words(place.locator)]))
    head = format_html(
        '<span class="pin-card-head"><b>{}</b> {} {}</span>',
        where,
        label(place.grade, _TONES[place.grade], _TITLES[place.grade]),
        note(f"characters {place.start}–{place.end} of version {place.text.version}"),
    )
    return format_html("{}{}{}", head, _in_context(place), _differences(place))


def _in_context(place: Place) -> SafeString:
    if place.words is None:
        return note("The words are not shown to you.")
    return format_html(
        '<span class="pin-quote pin-found" lang="{}">{}{}<mark>{}</mark>{}{}</span>',
        place.text.language or place.document.language,
        "…" if place.before else "",
        place.before,
        _shortened(place.words),
        place.after,
        "…" if place.after else "",
    )


def _shortened(words: str) -> str:
    return words if len(words) <= 2 * _SHOWN_AT_ENDS else f"{words[:_SHOWN_AT_ENDS]} … {words[-_SHOWN_AT_ENDS:]}"


def _differences(place: Place) -> SafeString:
    """The quote with what it has and the text has not struck out, and what the text has instead underlined; nothing where none differs."""
    if place.grade != "approximate":
        return SafeString()
    pieces = format_html_join(" ", "{}", ((_piece(one),) for one in place.diff))
    return format_html('<span class="pin-changes">{} {}</span>', note("against your quote:"), pieces)


def _piece(change: Change) -> SafeString:
    if change.kind == "equal":
        return format_html("{}", _ends_of(change.held))
    gone = format_html("<del>{}</del>", change.quoted) if change.quoted.strip() else SafeString()
    new = format_html("<ins>{}</ins>", change.held) if change.held.strip() else SafeString()
    return format_html("{} {}", gone, new)


def _ends_of(words: str, most: int = 40) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 2 * most else f"{line[:most]} … {line[-most:]}"
