"""The pages by which two records become one: likely duplicates, compare and merge, not the same, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.http import url_has_allowed_host_and_scheme

from history.admin.filters import ChoiceFilter
from history.admin.numbers import number_in
from history.admin.records import address_of
from history.refusals import sentences
from sources.admin.merging.panels import WHY_NOT_MERGE, page_of, panel, show, standing_merge
from sources.models import Document
from sources.services.find_duplicates import (
    Found,
    author_duplicates,
    document_duplicates,
    duplicates_of_author,
    duplicates_of_document,
)
from sources.services.merging import merge_authors, merge_documents, preview_merge, undo_merge
from sources.services.merging.undo import undo_obstacles
from sources.services.rename_document import may_rename_and_merge
from sources.services.tell_apart import tell_apart

if TYPE_CHECKING:
    from history.admin.records import RecordAdmin as _Admin
else:
    _Admin = object

_PER_PAGE = 25
_TAKE = "take-"


class MergedFilter(ChoiceFilter):
    """Records that were merged into another are listed only when they are asked for."""

    title = "whether it was merged"
    parameter_name = "merged"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "merged into another"), ("all", "all, merged or not")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset if value == "all" else queryset.filter(merged_into__isnull=value != "yes")


class MergesRecords(_Admin):
    """Adds to the pages of documents and of authors what is needed to find, merge and tell apart what looks alike."""

    change_form_outer_before_template: ClassVar[str] = "sources/admin/likely_duplicates.html"
    actions: Any = ("compare_two",)

    # What a merged record may still be.

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.merged_into_id is None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.merged_into_id is None)

    def why_closed(self, record: Any) -> str:
        """Why somebody who was editing it can do so no longer."""
        return (
            f"It was merged into {self.name_in_choices(record.merged_into)}: change that one."
            if record.merged_into
            else super().why_closed(record)
        )

    def records_to_name(self) -> QuerySet[Any]:
        return super().records_to_name().filter(merged_into__isnull=True)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        found, may_double = super().get_search_results(request, queryset, search_term)
        is_choice = request.resolver_match is not None and str(request.resolver_match.url_name).endswith("_autocomplete")
        return found.filter(merged_into__isnull=True) if is_choice else found, may_double

    # The pages.

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("duplicates/", view(self.duplicates_view), name=f"{name}_duplicates"),
            path("<path:object_id>/compare/<int:other_id>/", view(self.compare_view), name=f"{name}_compare"),
            path("<path:object_id>/apart/<int:other_id>/", view(self.apart_view), name=f"{name}_apart"),
            path("<path:object_id>/undo-merge/", view(self.undo_view), name=f"{name}_undo"),
            *super().get_urls(),
        ]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None) -> Any:
        record = self.get_object(request, unquote(object_id))
        shown = {"merging": panel(request, record, self.name_in_choices)} if record is not None and request.method == "GET" else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    @admin.action(description="Compare and merge the two selected …")
    def compare_two(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        chosen = list(queryset.order_by("pk")[:3])
        if len(chosen) == 2:
            return HttpResponseRedirect(page_of(chosen[0], "compare", chosen[1]))
        messages.error(request, f"Select two {self.opts.verbose_name_plural} to compare; {queryset.count()} are selected.")
        return None

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        """All likely duplicates, the likeliest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self._all_duplicates()
        page = Paginator(found.proposals, _PER_PAGE).get_page(request.GET.get("p", 1))
        context = {
            "title": f"Likely duplicates among {self.opts.verbose_name_plural}",
            "page": page,
            "shown": [show(proposal, self.name_in_choices) for proposal in page.object_list],
            "is_complete": found.is_complete,
            "may_merge": may_rename_and_merge(request.user),
            "may_tell": self.has_change_permission(request),
            "why_not": WHY_NOT_MERGE,
            "back": request.get_full_path(),
        }
        return self._page(request, "duplicates", context)

    def compare_view(self, request: HttpRequest, object_id: str, other_id: int) -> HttpResponse:
        """Two records side by side: what differs, what would go where, and the button that merges them."""
        kept, other = self._pair(request, object_id, other_id)
        take = [name.removeprefix(_TAKE) for name, value in request.POST.items() if name.startswith(_TAKE) and value == "merged"]
        if request.method == "POST" and "merge" in request.POST:
            refusal = self._merge(request, kept, other, take)
            if not refusal:
                messages.success(request, f"Merged: {self.name_in_choices(other)} leads here now. It can be undone below.")
                return HttpResponseRedirect(address_of(kept))
            for sentence in refusal:
                messages.error(request, sentence)
        return self._page(request, "compare", self._compared(request, kept, other, take))

    def apart_view(self, request: HttpRequest, object_id: str, other_id: int) -> HttpResponse:
        """Remember that two records are not the same."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record, other = self._pair(request, object_id, other_id)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        try:
            tell_apart(record, other, by=request.user, reason=request.POST.get("reason", ""))
        except ValidationError as error:
            messages.error(request, " ".join(sentences(error)))
        else:
            told = f"{self.name_in_choices(record)} and {self.name_in_choices(other)}"
            messages.success(request, f"Not the same: {told} are not proposed again. Take it back under “Told apart”.")
        return self._back(request, record)

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Undo the merge that ended this record."""
        record = self._record(request, object_id)
        merge = standing_merge(record)
        if merge is None:
            raise Http404("This record was not merged.")
        if request.method == "POST":
            try:
                undo_merge(merge, by=request.user, reason=request.POST.get("reason", ""))
            except (ValidationError, PermissionDenied) as error:
                for sentence in sentences(error) if isinstance(error, ValidationError) else [str(error)]:
                    messages.error(request, sentence)
            else:
                messages.success(request, f"Undone: {self.name_in_choices(record)} stands again as it did.")
                return HttpResponseRedirect(address_of(record))
        context = {
            "title": "Undo a merge",
            "merge": merge,
            "name": self.name_in_choices(record),
            "kept": self.name_in_choices(record.merged_into),
            "obstacles": undo_obstacles(merge),
            "number": len(merge.moved),
            "may_merge": may_rename_and_merge(request.user),
            "why_not": WHY_NOT_MERGE,
            "back": address_of(record),
            "reason": request.POST.get("reason", ""),
        }
        return self._page(request, "undo_merge", context)

    # What they share.

    def _all_duplicates(self) -> Found:
        return document_duplicates() if self.model is Document else author_duplicates()

    def _compared(self, request: HttpRequest, kept: Any, other: Any, take: list[str]) -> dict[str, Any]:
        found = duplicates_of_document(kept) if isinstance(kept, Document) else duplicates_of_author(kept)
        proposal = next((one for one in found if one.other(kept).pk == other.pk), None)
        return {
            "title": f"Compare and merge two {self.opts.verbose_name_plural}",
            "preview": preview_merge(kept, other, take),
            "proposal": proposal,
            "kept": kept,
            "other": other,
            "kept_name": self.name_in_choices(kept),
            "other_name": self.name_in_choices(other),
            "kept_address": address_of(kept),
            "other_address": address_of(other),
            "turned": page_of(other, "compare", kept),
            "apart": page_of(kept, "apart", other),
            "may_merge": may_rename_and_merge(request.user),
            "may_tell": self.has_change_permission(request, kept),
            "why_not": WHY_NOT_MERGE,
            "reason": request.POST.get("reason", ""),
        }

    def _merge(self, request: HttpRequest, kept: Any, other: Any, take: list[str]) -> list[str]:
        """Merge the two; return why not, or nothing."""
        seen = (number_in(request.POST.get("kept_revision")), number_in(request.POST.get("other_revision")))
        merge: Any = merge_documents if isinstance(kept, Document) else merge_authors
        try:
            merge(kept, other, by=request.user, reason=request.POST.get("reason", ""), take=take, seen=seen)
        except ValidationError as error:
            return sentences(error)
        except PermissionDenied as error:
            return [str(error)]
        return []

    def _pair(self, request: HttpRequest, object_id: str, other_id: int) -> tuple[Any, Any]:
        return self._record(request, object_id), self._record(request, str(other_id))

    def _record(self, request: HttpRequest, object_id: str) -> Any:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404("No such record.")
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return record

    def _back(self, request: HttpRequest, record: Any) -> HttpResponseRedirect:
        back = request.POST.get("back", "")
        is_here = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
        return HttpResponseRedirect(back if is_here else address_of(record))

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> TemplateResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media}
        return TemplateResponse(request, f"sources/admin/{template}.html", {**shared, **context})
