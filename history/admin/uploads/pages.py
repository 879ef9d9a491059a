"""The pages by which a file comes in: choose it, see what would happen, import exactly that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from history.admin.unfolded import ModelAdmin
from history.admin.uploads.forms import UploadForm
from history.admin.uploads.held import HeldUpload, State, UnfitFileError, find_upload
from history.admin.uploads.kinds import FileKind
from history.admin.uploads.rows import SHOWN, read_rows
from history.admin.uploads.steps import ForeseenOtherwiseError, carry_out, look_through
from history.admin.uploads.words import (
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
from history.refusals import sentences

if TYPE_CHECKING:
    _Admin = ModelAdmin
else:
    _Admin = object

_ROWS = 100


class ImportsFiles(_Admin):
    """Adds to a list the import of one kind of file.

    Subclasses declare an action ``import_...`` for the list that returns ``import_view``; its address is ``import/``.
    """

    file_kind: ClassVar[FileKind]
    #: The name of that action: part of its address's name.
    import_action: ClassVar[str]

    def get_urls(self) -> list[URLPattern]:
        look = path("import/<slug:token>/", self.admin_site.admin_view(self.import_look_view), name=self._address_of("import_look"))
        return [look, *super().get_urls()]

    def _address_of(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _import_address(self) -> str:
        return reverse(f"admin:{self._address_of(self.import_action)}")

    def _look_address(self, held: HeldUpload) -> str:
        return reverse(f"admin:{self._address_of('import_look')}", args=[held.token])

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Take a file or text, and look what it would do."""
        form = self.file_kind.form(request.POST or None, request.FILES or None, user=_user(request))
        if request.method == "POST" and form.is_valid():
            held = self._looked_through(form)
            if held is not None:
                return HttpResponseRedirect(self._look_address(held))
        return self._draw_import(request, "history/admin/import_form.html", {"title": self.file_kind.title, "form": form})

    def import_look_view(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show what an import would do, and do it; afterwards, what it did."""
        if not self.file_kind.may_import(request):
            raise PermissionDenied
        held = find_upload(token, user=_user(request).pk, kind=self.file_kind.name)
        if held is None:
            messages.warning(request, "What you looked at is no longer kept: it waits for a day. Choose the file again.")
            return HttpResponseRedirect(self._import_address())
        if request.method == "POST":
            return self._press(request, held)
        return self._show_import(request, held)

    def _looked_through(self, form: UploadForm) -> HeldUpload | None:
        """Hold what came in and look through it; None where it cannot be read, which the form then says."""
        held = None
        try:
            held = form.hold()
            look_through(self.file_kind, held, by=form.user)
        except (UnfitFileError, ValidationError, IntegrityError) as error:
            form.add_error(form.field_with_source, [str(error)] if isinstance(error, UnfitFileError) else sentences(error))
            if held is not None:
                held.discard()
            return None
        return held

    def _press(self, request: HttpRequest, held: HeldUpload) -> HttpResponse:
        """What a button of the page asks for."""
        asked = request.POST.get("act", "")
        if asked == "discard":
            held.discard()
            messages.info(request, "Nothing was imported.")
            return HttpResponseRedirect(self._import_address())
        update = asked == "update"
        if update and not self.file_kind.may_update(request):
            raise PermissionDenied
        with held.locked():
            state = held.state
            if not state.is_imported and asked in {"import", "update"}:
                self._import(request, held, update=update and bool(state.counts.of("differs")))
        return HttpResponseRedirect(self._look_address(held))

    def _import(self, request: HttpRequest, held: HeldUpload, *, update: bool) -> None:
        """Import what was shown; where that can no longer be, look again and say so."""
        user = _user(request)
        try:
            carry_out(self.file_kind, held, by=user, update=update)
        except ForeseenOtherwiseError as other:
            look_through(self.file_kind, held, by=user, update=update)
            messages.error(request, sentence_when_otherwise(self.file_kind, held.state, str(other)))
        except (IntegrityError, ValidationError) as refusal:
            for sentence in sentences(refusal):
                messages.error(request, f"Nothing was imported. {sentence}")
        else:
            messages.success(request, sentence_when_done(self.file_kind, held.state))

    def _show_import(self, request: HttpRequest, held: HeldUpload) -> HttpResponse:
        state, kind = held.state, self.file_kind
        asked = request.GET.get("show", "")
        show = asked if asked in SHOWN else ""
        page = Paginator(range(state.counts.listed(show)), _ROWS).get_page(request.GET.get("page"))
        rows = read_rows(held.rows, state.counts, show, _ROWS * (page.number - 1), _ROWS)
        may_update = kind.may_update(request)
        context = {
            "title": f"{'Imported from' if state.is_imported else 'Import of'} {state.name}",
            "state": state,
            "format": kind.described(state),
            "entries": state.counts.of(""),
            "tone": _tone(state),
            "duration": duration(state.seconds),
            "patience": sentence_on_patience(state, may_update=may_update),
            "sentences": sentences_about(kind, state),
            "buttons": [] if state.is_imported else buttons_for(state, may_update=may_update),
            "sorts": sorts_of(state, show),
            "rows": with_links(kind, rows, state),
            "page": page,
            "beyond": state.counts.of(show) - state.counts.listed(show),
            "around": pages_around(page, show),
        }
        return self._draw_import(request, f"history/admin/import_{'result' if state.is_imported else 'look'}.html", context)

    def _draw_import(self, request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
        around = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "kind": self.file_kind,
            "list_address": reverse(self.file_kind.list_address),
            "import_address": self._import_address(),
        }
        return TemplateResponse(request, template, {**around, **context})


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def _tone(state: State) -> str:
    if state.counts.of("failed") or not state.counts.of(""):
        return "danger"
    return "warning" if state.counts.of("differs") or state.counts.of("warned") or state.counts.of("changed") else "success"
