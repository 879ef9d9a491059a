"""Page breaks set by an editor who reads: what a change would do is shown first, then done, then can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from history.administrators import administers
from history.refusals import sentences
from sources.formats.in_text import term
from sources.formats.locators import Locator
from sources.models import Text
from sources.services.page_breaks import PageBreak, breaks_of, continued_from, moved_break, state_of_pages, with_break, without_break
from sources.services.set_page_breaks import PageChange, StaleMarksError, preview_page_breaks, set_page_breaks

if TYPE_CHECKING:
    from history.admin.records import RecordAdmin as _Admin
else:
    _Admin = object

_UNDO = "pincite.pages"
_MOST_SHOWN = 12


@dataclass(frozen=True)
class _Asked:
    """What an editor asks for: one act at one place."""

    act: str
    start: int
    label: str
    to: int

    def of(self, breaks: list[PageBreak]) -> list[PageBreak]:
        """The breaks as they would be."""
        acts: dict[str, Callable[[], list[PageBreak]]] = {
            "set": lambda: with_break(breaks, self.start, self.label or None),
            "unnumbered": lambda: with_break(breaks, self.start, ""),
            "remove": lambda: without_break(breaks, self.start),
            "continue": lambda: continued_from(breaks, self.start),
            "move": lambda: moved_break(breaks, self.start, self.to),
        }
        if self.act not in acts:
            raise ValidationError("Choose what to do at this place.")
        if self.act in {"remove", "continue", "move"} and self.start not in {one.start for one in breaks}:
            raise ValidationError(f"No page begins at {self.start}: choose a page's sign in the text, or set a break first.")
        return acts[self.act]()


class SetsPageBreaks(_Admin):
    """Adds to a text's reader the acts on its page breaks, each an answer to the panel beside the words."""

    def get_urls(self) -> list[URLPattern]:
        views = {"look": self.look_at_pages, "set": self.set_pages, "undo": self.undo_pages}
        own = [
            path(f"<path:object_id>/pages/{name}/", self.admin_site.admin_view(require_POST(view)), name=f"sources_text_pages_{name}")
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    def may_set_pages(self, request: HttpRequest, text: Any) -> bool:
        """Whether the acting user may change the marks of this text."""
        may_read = text.rights != Text.Rights.PRIVATE or administers(request.user)
        return may_read and request.user.has_perm("sources.change_mark")

    def look_at_pages(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What the act would do, and which excerpts would get another locator."""
        text = self._text_of_pages(request, object_id)
        try:
            asked = _asked(request)
            seen = state_of_pages(text)
            change = preview_page_breaks(text, asked.of(breaks_of(text.marks.pages())))
        except ValidationError as error:
            return _answer(request, text, {"faults": sentences(error)})
        return _answer(request, text, {"asked": asked, "seen": seen, **_in_words(change)})

    def set_pages(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Do what was looked at, unless the pages have changed since."""
        text = self._text_of_pages(request, object_id)
        before = breaks_of(text.marks.pages())
        try:
            wanted = _asked(request).of(before)
            change = set_page_breaks(
                text, wanted, seen=request.POST.get("seen", ""), by=request.user, reason=request.POST.get("reason", "")
            )
        except StaleMarksError as error:
            return _answer(request, text, {"faults": [str(error)]}, is_changed=True)
        except ValidationError as error:
            return _answer(request, text, {"faults": sentences(error)})
        kept = [[one.start, one.label, one.is_found] for one in before]
        request.session[_UNDO] = {"text": text.pk, "breaks": kept, "seen": state_of_pages(text)}
        return _answer(request, text, {"is_done": True, **_in_words(change)}, is_changed=True)

    def undo_pages(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Put the pages back to what they were before this editor's last change."""
        text = self._text_of_pages(request, object_id)
        kept = request.session.pop(_UNDO, None)
        if kept is None or kept["text"] != text.pk:
            return _answer(request, text, {"faults": ["There is nothing of yours to undo in this text."]})
        breaks = [PageBreak(start, label, is_found) for start, label, is_found in kept["breaks"]]
        try:
            change = set_page_breaks(text, breaks, seen=kept["seen"], by=request.user, reason="undone")
        except StaleMarksError as error:
            return _answer(request, text, {"faults": [str(error)]}, is_changed=True)
        return _answer(request, text, {"is_undone": True, **_in_words(change)}, is_changed=True)

    def _text_of_pages(self, request: HttpRequest, object_id: str) -> Any:
        text: Any = self.get_object(request, unquote(object_id))
        if text is None:
            raise Http404
        if not self.has_view_permission(request, text) or not self.may_set_pages(request, text):
            raise PermissionDenied
        return text


def _asked(request: HttpRequest) -> _Asked:
    places = {name: request.POST.get(name, "").strip() for name in ("start", "to")}
    for name, given in places.items():
        if given and not (given.isascii() and given.isdigit() and len(given) < 12):
            raise ValidationError({name: "A place in the text is a whole number: choose it in the words."})
    if not places["start"]:
        raise ValidationError({"start": "Choose a place in the words first."})
    return _Asked(request.POST.get("act", ""), int(places["start"]), request.POST.get("label", "").strip(), int(places["to"] or 0))


def _in_words(change: PageChange) -> dict[str, Any]:
    moved = [(one.passage, place_in_words(one.before), place_in_words(one.after)) for one in change.moved[:_MOST_SHOWN]]
    return {"change": change, "moved": moved, "further": len(change.moved) - len(moved)}


def place_in_words(locator: Locator | None) -> str:
    """A place as an editor reads it: "pp. 4-5", "p. 12, n. 7", or that there is none."""
    return ", ".join(f"{term(place)} {place.value}" for place in (locator, *locator.further)) if locator else "no place"


def _answer(request: HttpRequest, text: Text, context: dict[str, Any], *, is_changed: bool = False) -> HttpResponse:
    """The panel's answer; what is drawn of the text is drawn again where its marks have changed."""
    answer = render(request, "sources/admin/page_breaks_answer.html", {"text": text, **context})
    if is_changed:
        answer.headers["HX-Trigger"] = "pin-marks-changed"
    return answer
