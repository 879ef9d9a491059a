"""The pages by which a bibliography comes in: choose it, see what would happen, import exactly that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from history.admin.unfolded import ModelAdmin, action
from history.refusals import sentences
from sources.admin.held_uploads import HeldUpload, State, find_upload
from sources.admin.import_forms import FORMAT_NAMES, ImportForm
from sources.admin.import_rows import SHOWN, read_rows
from sources.admin.import_steps import ForeseenOtherwiseError, carry_out, look_through
from sources.admin.import_words import (
    buttons_for,
    duration,
    pages_around,
    sentence_on_patience,
    sentence_when_done,
    sentence_when_otherwise,
    sentences_about,
    sorts_of,
    with_links,
)
from sources.formats.entries import UnreadableFileError

if TYPE_CHECKING:
    _Admin = ModelAdmin
else:
    _Admin = object

_FORM = "admin:sources_document_import_bibliography"
_LOOK = "admin:sources_document_import_look"
_ROWS = 100


class ImportsBibliographies(_Admin):
    """Adds the import to the list of documents: for whoever may add them."""

    actions_list = ("import_bibliography",)

    def get_urls(self) -> list[URLPattern]:
        look = path("import/<slug:token>/", self.admin_site.admin_view(self.import_look_view), name=_LOOK.removeprefix("admin:"))
        return [look, *super().get_urls()]

    @action(description="Import a bibliography", url_path="import/", permissions=["add"], icon="upload_file")
    def import_bibliography(self, request: HttpRequest) -> HttpResponse:
        """Take a file or text, and look what it would do."""
        form = ImportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            held = _looked_through(form, _user(request))
            if held is not None:
                return HttpResponseRedirect(reverse(_LOOK, args=[held.token]))
        return self._draw_import(request, "sources/admin/import_form.html", {"title": "Import a bibliography", "form": form})

    def import_look_view(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show what an import would do, and do it; afterwards, what it did."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        held = find_upload(token, user=_user(request).pk)
        if held is None:
            messages.warning(request, "What you looked at is no longer kept: it waits for a day. Choose the file again.")
            return HttpResponseRedirect(reverse(_FORM))
        if request.method == "POST":
            return self._press(request, held)
        return self._show_import(request, held)

    def _press(self, request: HttpRequest, held: HeldUpload) -> HttpResponse:
        """What a button of the page asks for."""
        asked = request.POST.get("act", "")
        if asked == "discard":
            held.discard()
            messages.info(request, "Nothing was imported.")
            return HttpResponseRedirect(reverse(_FORM))
        update = asked == "update"
        if update and not self.has_change_permission(request):
            raise PermissionDenied
        with held.locked():
            state = held.state
            if not state.is_imported and asked in {"import", "update"}:
                _import(request, held, update=update and bool(state.counts.of("differs")))
        return HttpResponseRedirect(reverse(_LOOK, args=[held.token]))

    def _show_import(self, request: HttpRequest, held: HeldUpload) -> HttpResponse:
        state = held.state
        asked = request.GET.get("show", "")
        show = asked if asked in SHOWN else ""
        page = Paginator(range(state.counts.listed(show)), _ROWS).get_page(request.GET.get("page"))
        rows = read_rows(held.rows, state.counts, show, _ROWS * (page.number - 1), _ROWS)
        context = {
            "title": f"{'Imported from' if state.is_imported else 'Import of'} {state.name}",
            "state": state,
            "format": FORMAT_NAMES[state.format],
            "entries": state.counts.of(""),
            "tone": _tone(state),
            "duration": duration(state.seconds),
            "patience": sentence_on_patience(state, may_update=self.has_change_permission(request)),
            "sentences": sentences_about(state),
            "buttons": [] if state.is_imported else buttons_for(state, may_update=self.has_change_permission(request)),
            "sorts": sorts_of(state, show),
            "rows": with_links(rows, state),
            "page": page,
            "beyond": state.counts.of(show) - state.counts.listed(show),
            "around": pages_around(page, show),
        }
        return self._draw_import(request, f"sources/admin/import_{'result' if state.is_imported else 'look'}.html", context)

    def _draw_import(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        around = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media}
        return TemplateResponse(request, template, {**around, **context})


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def _looked_through(form: ImportForm, user: User) -> HeldUpload | None:
    """Hold what came in and look through it; None where it cannot be read, which the form then says."""
    held = None
    try:
        held = form.hold(user.pk)
        look_through(held, by=user)
    except (UnreadableFileError, ValidationError, IntegrityError) as error:
        said = [str(error)] if isinstance(error, UnreadableFileError) else sentences(error)
        form.add_error(form.field_with_source, said)
        if held is not None:
            held.discard()
        return None
    return held


def _import(request: HttpRequest, held: HeldUpload, *, update: bool) -> None:
    """Import what was shown; where that can no longer be, look again and say so."""
    user = _user(request)
    try:
        carry_out(held, by=user, update=update)
    except ForeseenOtherwiseError as other:
        look_through(held, by=user, update=update)
        messages.error(request, sentence_when_otherwise(held.state, str(other)))
    except (IntegrityError, ValidationError) as refusal:
        for sentence in sentences(refusal):
            messages.error(request, f"Nothing was imported. {sentence}")
    else:
        messages.success(request, sentence_when_done(held.state))


def _tone(state: State) -> str:
    if state.counts.of("failed") or not state.counts.of(""):
        return "danger"
    return "warning" if state.counts.of("differs") or state.counts.of("warned") or state.counts.of("changed") else "success"
