"""The page on which an editor gives a document another citation key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from history.admin.records import address_of
from history.refusals import sentences
from sources.services.rename_document import may_rename_and_merge, rename_document

if TYPE_CHECKING:
    from history.admin.records import RecordAdmin as _Admin
else:
    _Admin = object


class RenamesDocuments(_Admin):
    """Adds a small page to a document: its key, its former keys, and a reason for another."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.rename_view)
        return [path("<path:object_id>/rename/", view, name="sources_document_rename"), *super().get_urls()]

    def rename_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for a key and a reason; rename."""
        document = self.get_object(request, unquote(object_id))
        if document is None:
            raise Http404("No such document.")
        if not self.has_view_permission(request, document):
            raise PermissionDenied
        before = document.citation_key
        if request.method == "POST":
            refusal = _rename(request, document)
            if not refusal:
                messages.success(request, f"Renamed: {before} leads to {document.citation_key} for ever.")
                return HttpResponseRedirect(address_of(document))
            for sentence in refusal:
                messages.error(request, sentence)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "title": "Rename a citation key",
            "key": request.POST.get("key", before),
            "before": before,
            "former_keys": [former.key for former in document.former_keys.all()],
            "document": document,
            "name": self.name_in_choices(document),
            "reason": request.POST.get("reason", ""),
            "why_not": _why_not(request, document),
            "back": address_of(document),
        }
        return TemplateResponse(request, "sources/admin/rename.html", context)


def _rename(request: HttpRequest, document: Any) -> list[str]:
    """Rename; return why not, or nothing."""
    try:
        rename_document(document, request.POST.get("key", ""), by=request.user, reason=request.POST.get("reason", ""))
    except ValidationError as error:
        document.refresh_from_db(fields=["citation_key"])
        return sentences(error)
    except PermissionDenied as error:
        return [str(error)]
    return []


def _why_not(request: HttpRequest, document: Any) -> str:
    if document.merged_into_id is not None:
        return "It was merged into another document: rename that one."
    return "" if may_rename_and_merge(request.user) else "Renaming is for editors: ask one."
