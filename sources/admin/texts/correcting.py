"""The page by which an editor corrects a text: a repaired file or a stretch edited in place, what it would do, and the button for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from history.admin.records import address_of
from history.admin.uploads.held import HeldUpload, State, find_upload, hold_upload
from history.administrators import administers
from history.refusals import sentences
from sources.admin.texts.correction_shown import Stretch, show_preview, stretch_to_edit, versions_of
from sources.ingestion.extraction import ExtractionError
from sources.models import Text
from sources.services.correct_text import (
    NewWords,
    Preview,
    accept_correction,
    may_correct,
    preview_correction,
    words_of_copy,
    words_with_stretch,
)
from sources.services.read_copy import read_copy

if TYPE_CHECKING:
    from history.admin.records import RecordAdmin as _Admin
else:
    _Admin = object

# What it holds is found by this page alone.
_KIND = "correction"


@dataclass(frozen=True)
class _Proposed:
    """The new words that a request brings, and the fields by which the next one brings them again."""

    words: NewWords
    fields: dict[str, str]
    held: HeldUpload | None = None


class CorrectsTexts(_Admin):
    """Adds to a text the page that corrects it, and the versions that there are."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.correct_view)
        return [path("<path:object_id>/correct/", view, name="sources_text_correct"), *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None) -> Any:
        text = self.get_object(request, unquote(object_id)) if request.method == "GET" else None
        shown = {"versions": versions_of(text), "why_not_correct": why_not(request, text)} if text is not None else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    def correct_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for new words; show what they would do; do it."""
        text = self.get_object(request, unquote(object_id))
        if text is None:
            raise Http404("No such text.")
        if not self.has_view_permission(request, text):
            raise PermissionDenied
        refusal = why_not(request, text)
        if request.method != "POST" or refusal:
            return self._asked(request, text, refusal)
        try:
            proposed = _proposed(request, text)
            if "accept" in request.POST:
                return self._accepted(request, text, proposed)
            preview = preview_correction(text, proposed.words)
        except (ValidationError, ExtractionError) as error:
            for sentence in sentences(error) if isinstance(error, ValidationError) else [str(error)]:
                messages.error(request, sentence)
            return self._asked(request, text, refusal)
        return self._previewed(request, text, proposed, preview)

    def _accepted(self, request: HttpRequest, text: Text, proposed: _Proposed) -> HttpResponse:
        seen, reason = request.POST.get("seen", ""), request.POST.get("reason", "")
        try:
            new = accept_correction(text, proposed.words, by=request.user, seen=seen, reason=reason)
        except ValidationError as error:
            for sentence in sentences(error):
                messages.error(request, sentence)
            return self._previewed(request, text, proposed, preview_correction(text, proposed.words))
        if proposed.held is not None:
            proposed.held.discard()
        messages.success(request, f"Corrected: this is version {new.version}. Version {text.version} stays as it was and can be cited.")
        return HttpResponseRedirect(address_of(new))

    def _asked(self, request: HttpRequest, text: Text, refusal: str) -> HttpResponse:
        stretch = None if refusal else _stretch(request, text)
        context = {"title": "Correct a text", "why_not": refusal, "stretch": stretch, "find": request.GET.get("find", "")}
        return self._page(request, text, "correct", context)

    def _previewed(self, request: HttpRequest, text: Text, proposed: _Proposed, preview: Preview) -> HttpResponse:
        context = {
            "title": "What the correction does",
            "preview": preview,
            "shown": show_preview(preview),
            "fields": proposed.fields,
            "reason": request.POST.get("reason", ""),
        }
        return self._page(request, text, "correction", context)

    def _page(self, request: HttpRequest, text: Text, template: str, context: dict[str, Any]) -> TemplateResponse:
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "text": text,
            "name": self.name_in_choices(text),
            "back": address_of(text),
        }
        return TemplateResponse(request, f"sources/admin/{template}.html", {**shared, **context})


def why_not(request: HttpRequest, text: Any) -> str:
    """Why this account cannot correct this text; empty where it can."""
    if not may_correct(request.user):
        return "Correcting is for editors, since accepted evidence may be re-opened: ask one."
    if not text.is_here:
        return "Its words are not held, so they cannot be compared: load the copy that it was made from first."
    if text.rights == Text.Rights.PRIVATE and not administers(request.user):
        return "The rights of this text are private: only administrators, who may read its words, correct it."
    if text.corrections.exists():
        return "It was corrected already: correct the newest version."
    return ""


def _proposed(request: HttpRequest, text: Text) -> _Proposed:
    """Read what was uploaded or typed.

    Raises:
        ValidationError: Nothing was, it waits no longer, or it is no text.
        ExtractionError: The file cannot be read.
    """
    upload = request.FILES.get("file")
    user = int(request.user.pk or 0)
    if upload is not None:
        if (upload.size or 0) > settings.MAX_TEXT_BYTES:
            raise ValidationError(f"The file has {upload.size:,} bytes, more than the {settings.MAX_TEXT_BYTES:,} that are accepted.")
        return _of_file(hold_upload(upload.chunks(), State(user=user, name=str(upload.name), kind=_KIND, format="text")), request)
    if "held" in request.POST:
        held = find_upload(request.POST["held"], user=user, kind=_KIND)
        if held is None:
            raise ValidationError("The file waits no longer: upload it again.")
        return _of_file(held, request)
    if "words" not in request.POST:
        raise ValidationError("Choose a repaired file, or change some words below.")
    start, end = _number(request.POST.get("start")), _number(request.POST.get("end"))
    words = request.POST["words"].replace("\r\n", "\n")
    if text.content is not None and "\r\n" in text.content[start:end]:
        # Browsers send all line ends alike; those of the text are kept.
        words = words.replace("\n", "\r\n")
    return _Proposed(words_with_stretch(text, start, end, words), {"start": str(start), "end": str(end), "words": words})


def _of_file(held: HeldUpload, request: HttpRequest) -> _Proposed:
    encoding = request.POST.get("encoding", "").strip()
    with held.open_source() as source:
        copy = read_copy(held.state.name, source.read(), encoding=encoding or None)
    return _Proposed(words_of_copy(copy), {"held": held.token, "encoding": encoding}, held)


def _stretch(request: HttpRequest, text: Text) -> Stretch | None:
    """The paragraph to edit: what was typed already, else the one that is asked for by its words or its place."""
    if "words" in request.POST:
        start, end = _number(request.POST.get("start")), _number(request.POST.get("end"))
        return Stretch(start, end, request.POST["words"].replace("\r\n", "\n"))
    if "find" not in request.GET and "from" not in request.GET:
        return None
    found = stretch_to_edit(text, find=request.GET.get("find", ""), place=_number(request.GET.get("from")))
    if found is None:
        messages.error(request, "These words do not stand in the text as you typed them. Try fewer, from one line.")
    return found


def _number(given: str | None) -> int:
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 12 else 0
