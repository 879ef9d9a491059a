"""The page of a conflict as a browser shows it and sends it back."""

from __future__ import annotations

from typing import Any

import lxml.html


def shown(response: Any) -> list[tuple[str, str, str, str, str]]:
    """The entries of the page: label, as it was, theirs, mine, and which is chosen."""
    assert response.status_code == 409
    return [
        (one.entry.label, _plain(one.was), _plain(one.now), _plain(one.mine), one.kept or "must choose")
        for one in response.context["entries"]
    ]


def _plain(markup: str) -> str:
    return str(lxml.html.fromstring(f"<p>{markup}</p>").text_content())


def chosen(response: Any, **picks: str) -> dict[str, list[str]]:
    """What the page's form would send, with some choices made by the entry's name."""
    page = lxml.html.fromstring(response.content.decode()).get_element_by_id("conflict")
    sent: dict[str, list[str]] = {}
    for name, value in page.form_values():
        sent.setdefault(name, []).append(value)
    return sent | {f"pick-{name}": [value] for name, value in picks.items()}
