"""The page of a text as its reader: its words, stretch by stretch, to select and pin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from history.admin.records import address_of
from history.administrators import administers
from history.refusals import sentences
from history.services import recorded
from sources.admin.texts.page_breaks import SetsPageBreaks
from sources.admin.texts.reader import Stretch, line_start, places, read_stretch, read_stretch_for_the_eye
from sources.models import Text
from sources.services.pin_passage import pin_span


class ReadsTexts(SetsPageBreaks):
    """Adds the reader to the page of a text: for whoever may read its words."""

    change_form_outer_before_template = "sources/admin/reader.html"

    class Media:
        js: ClassVar[tuple[str, ...]] = ("sources/reader.js",)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None) -> Any:
        text = self.get_object(request, unquote(object_id))
        reader = self._reader(request, text) if text else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **reader})

    def _reader(self, request: HttpRequest, text: Any) -> dict[str, Any]:
        if not text.is_here or not _may_read(request, text):
            return {"reader_text": text, "reader_why_not": self._why_not(text)}
        start = line_start(text, _number(request.GET["near"])) if "near" in request.GET else _number(request.GET.get("from"))
        return {
            "reader_text": text,
            "stretch": _reads(request)(text, start),
            "places": places(text),
            "reader_from": start,
            "may_set_pages": self.may_set_pages(request, text),
            "may_pin": request.user.has_perm("sources.add_passage") and not text.corrections.exists(),
        }

    def _why_not(self, text: Any) -> str:
        if text.is_here:
            return "The rights of this text are private: its words are shown to administrators only."
        return how_to_load(text)

    def words_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The next stretch of the words, asked for as one scrolls."""
        text: Any = self.get_object(request, unquote(object_id))
        if text is None or not text.is_here:
            raise Http404
        if not self.has_view_permission(request, text) or not _may_read(request, text):
            raise PermissionDenied
        stretch = _reads(request)(text, _number(request.GET.get("from")))
        return render(request, "sources/admin/stretch.html", {"stretch": stretch})

    def pin_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Pin the words that were selected in the reader."""
        text: Any = self.get_object(request, unquote(object_id))
        if text is None or not text.is_here:
            raise Http404
        if not request.user.has_perm("sources.add_passage") or not _may_read(request, text):
            raise PermissionDenied
        if text.corrections.exists():
            messages.error(request, "This version was corrected: pin the words in the newest one.")
            return HttpResponseRedirect(f"{address_of(text)}#words")
        try:
            with recorded(by=request.user, reason="Pinned in the reader"):
                passage, is_new = pin_span(text, _number(request.POST.get("start")), _number(request.POST.get("end")))
        except ValidationError as error:
            for sentence in sentences(error):
                messages.error(request, sentence)
            return HttpResponseRedirect(f"{address_of(text)}#words")
        messages.success(request, "Pinned." if is_new else "These very words are pinned already.")
        return HttpResponseRedirect(address_of(passage))

    def get_urls(self) -> list[URLPattern]:
        words = path("<path:object_id>/words/", self.admin_site.admin_view(self.words_view), name="sources_text_words")
        pin = path("<path:object_id>/pin/", self.admin_site.admin_view(require_POST(self.pin_view)), name="sources_text_pin")
        return [words, pin, *super().get_urls()]


def _reads(request: HttpRequest) -> Callable[[Text, int], Stretch]:
    """How the reader wants the words: as printed, or for reading."""
    return read_stretch_for_the_eye if request.GET.get("as") == "reading" else read_stretch


def _may_read(request: HttpRequest, text: Text) -> bool:
    return text.rights != Text.Rights.PRIVATE or administers(request.user)


def how_to_load(text: Text) -> str:
    """What to do where only the hash of the words is here."""
    return (
        f"The words are not held here. Add your copy of {text.file_name} as a text of {text.document.citation_key}, or run "
        f"manage.py ingest {text.file_name} --document {text.document.citation_key}; its SHA-256 must be {text.sha256}."
    )


def _number(given: str | None) -> int:
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 12 else 0
