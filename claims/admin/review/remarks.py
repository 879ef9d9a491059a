"""Comments and flags: on the page of what they are about, and their own lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter, RangeDateTimeFilter

from claims.models import Comment, Flag
from claims.services.remarks import raise_flag, resolve, write_comment
from claims.services.review import WrongStateError
from history.admin.filters import ChoiceFilter
from history.admin.markup import NOTHING, label, link, shortened
from history.admin.numbers import number_in
from history.admin.records import RecordAdmin, address_of
from history.admin.unfolded import display
from history.refusals import sentences

if TYPE_CHECKING:
    from claims.models import Reviewable

    _Admin = RecordAdmin
else:
    _Admin = object


@dataclass(frozen=True)
class Thread:
    """A comment with its answers."""

    comment: Comment
    answers: list[Comment]


class TakesRemarks(_Admin):
    """Adds to the page of a record what was said of it, and forms to say more and to resolve it."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_remark"
        return [path("<path:object_id>/remark/", self.admin_site.admin_view(self.remark_view), name=name), *super().get_urls()]

    def remark_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Comment, flag or resolve, and go back to the record's page."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get_object(request, unquote(object_id))
        act = _ACTS.get(request.POST.get("act", ""))
        if record is None or act is None:
            raise Http404("No such record or act.")
        if not self.has_view_permission(request, record) or not may_remark(request):
            raise PermissionDenied
        try:
            messages.success(request, act(request, cast("Reviewable", record)))
            return HttpResponseRedirect(f"{address_of(record)}#remarks")
        except ValidationError as error:
            for sentence in sentences(error):
                messages.error(request, sentence)
        except WrongStateError as error:
            messages.error(request, str(error))
        # To the top of the page, where the refusal stands.
        return HttpResponseRedirect(address_of(record))


def may_remark(request: HttpRequest) -> bool:
    """Whether the reader comments, flags and resolves."""
    return request.user.has_perms(["claims.add_comment", "claims.add_flag"])


def shown_remarks(request: HttpRequest, record: Reviewable) -> dict[str, Any]:
    """What the template of comments and flags needs: two queries."""
    link_to = {str(record._meta.model_name): record}
    comments = list(Comment.objects.filter(**link_to).select_related("by", "resolved_by").order_by("id"))
    flags = list(Flag.objects.filter(**link_to).select_related("by", "resolved_by").order_by("-id"))
    first = _roots(comments)
    return {
        "flags": flags,
        "may_remark": may_remark(request),
        "threads": [
            Thread(one, [other for other in comments if first[other.pk] == one.pk != other.pk]) for one in comments if not one.reply_to_id
        ],
        "number": len(flags) + len(comments),
        "open_flags": sum(flag.resolved_at is None for flag in flags),
        "kinds": Flag.Kind.choices,
        "address": f"{address_of(record).removesuffix('change/')}remark/",
    }


def _roots(comments: list[Comment]) -> dict[int, int]:
    """The comment with which each one's thread begins; answers come after what they answer."""
    first: dict[int, int] = {}
    for one in comments:
        first[one.pk] = first[one.reply_to_id] if one.reply_to_id else one.pk
    return first


def _comment(request: HttpRequest, record: Reviewable) -> str:
    answered = Comment.objects.filter(pk=number_in(request.POST.get("reply_to", ""))).first()
    write_comment(record, by=cast("User", request.user), words=_words(request), reply_to=answered)
    return "Your comment was added."


def _flag(request: HttpRequest, record: Reviewable) -> str:
    raise_flag(record, by=cast("User", request.user), kind=request.POST.get("kind", ""), words=_words(request))
    return "It is flagged: nobody approves it until that is resolved."


def _resolve(request: HttpRequest, record: Reviewable) -> str:
    models: dict[str, type[Comment | Flag]] = {"comment": Comment, "flag": Flag}
    kind, _, number = request.POST.get("remark", "").partition("-")
    if kind not in models:
        raise Http404("No such comment or flag.")
    remark = models[kind]._default_manager.filter(pk=number_in(number), **{str(record._meta.model_name): record}).first()
    if remark is None:
        raise Http404("No such comment or flag.")
    resolve(remark, by=cast("User", request.user), how=_words(request))
    return f"The {kind} is resolved."


_ACTS: dict[str, Callable[[HttpRequest, Any], str]] = {"comment": _comment, "flag": _flag, "resolve": _resolve}


def _words(request: HttpRequest) -> str:
    return request.POST.get("words", "").strip()


class ResolvedFilter(ChoiceFilter):
    """Those that are open, and those that were resolved."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", "open"), ("resolved", "resolved")]

    def chosen(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return queryset.filter(resolved_at__isnull=value == "open") if value in {"open", "resolved"} else queryset.none()


_LINKS = frozenset({"claim", "evidence", "relation", "reply_to"})


class RemarkAdmin(RecordAdmin):
    """Written once; how it was resolved is said on its page or on that of the record, once too. Nothing is deleted."""

    ordering = ("-id",)
    list_filter_submit = True
    search_fields = ("words", "resolution", "=public_id", "by__username", "claim__statement", "evidence__reason", "relation__reason")
    search_help_text = "Its words, the account, the claim's words, or the reason of evidence or a relation."
    written: tuple[str, ...] = ("claim", "evidence", "relation", "words")
    list_display: Any = ("shown_words", "state", "record", "by", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request)
        return found.select_related("by", "resolved_by", "claim", "evidence__claim", "relation__from_claim")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [(None, {"fields": self.written})]
        # It is about one record: the others would be empty lines.
        written = [name for name in self.written if name not in _LINKS or getattr(obj, f"{name}_id")]
        by: tuple[str, ...] = ("by", "origin", "tool") if obj.tool else ("by", "origin")
        return [
            (None, {"fields": (*written, by)}),
            ("How it was resolved", {"fields": ("resolution", ("resolved_by", "resolved_at"))}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        written = (*self.written, "by", "origin", "tool", "resolved_by", "resolved_at") if obj else ()
        return (*super().get_readonly_fields(request, obj), *written)

    def get_autocomplete_fields(self, request: HttpRequest) -> Any:
        return tuple(name for name in self.written if name not in {"kind", "words"})

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may_resolve = obj is None or (obj.resolved_at is None and not getattr(obj, "reply_to_id", None))
        return super().has_change_permission(request, obj) and may_resolve

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description="words")
    def shown_words(self, remark: Any) -> str:
        return shortened(remark.words, 90)

    @display(description="state", ordering="resolved_at")
    def state(self, remark: Any) -> SafeString:
        return label("resolved", "success") if remark.resolved_at else label("open", "warning")

    @display(description="about")
    def record(self, remark: Any) -> SafeString | str:
        if remark.claim:
            return link(shortened(remark.claim.statement, 80), address_of(remark.claim))
        if remark.evidence:
            return link(f"evidence for: {shortened(remark.evidence.claim.statement, 70)}", address_of(remark.evidence))
        if remark.relation:
            return link(f"relation of: {shortened(remark.relation.from_claim.statement, 70)}", address_of(remark.relation))
        return NOTHING


_BY_RECORD = tuple((name, AutocompleteSelectFilter) for name in ("claim", "evidence", "relation"))


@admin.register(Comment)
class CommentAdmin(RemarkAdmin):
    """Comments on claims, evidence and relations."""

    written = ("claim", "evidence", "relation", "reply_to", "words")
    list_filter = (ResolvedFilter, *_BY_RECORD, ("created_at", RangeDateTimeFilter))


@admin.register(Flag)
class FlagAdmin(RemarkAdmin):
    """What is said to be wrong. While a flag is open, nobody approves its record."""

    written = ("claim", "evidence", "relation", "kind", "words")
    list_display: Any = ("shown_kind", "shown_words", "state", "record", "by", "created_at")
    list_filter = (ResolvedFilter, ("kind", ChoicesDropdownFilter), *_BY_RECORD, ("created_at", RangeDateTimeFilter))

    @display(description="kind", ordering="kind")
    def shown_kind(self, flag: Flag) -> SafeString:
        return label(flag.get_kind_display(), "danger")
