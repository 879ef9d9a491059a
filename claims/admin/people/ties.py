"""Which account is which author, and what conflicts of interest are declared."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import AutocompleteSelectFilter, RelatedDropdownFilter

from claims.models import AuthorAccount, DeclaredConflict
from claims.services.accounts import may_decide
from history.admin.filters import ChoiceFilter
from history.admin.markup import NOTHING, label, link, shortened
from history.admin.records import RecordAdmin, address_of
from history.admin.unfolded import display
from history.administrators import administers


class StandingFilter(ChoiceFilter):
    """Those that hold, and those that were ended."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("holds", "holds"), ("ended", "ended")]

    def chosen(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        return queryset.filter(ended_at__isnull=value == "holds") if value in {"holds", "ended"} else queryset.none()


class TieAdmin(RecordAdmin):
    """Said once; from then on only an administrator may end it, and nobody their own. Nothing is deleted."""

    ordering = ("-id",)
    list_filter_submit = True
    written: tuple[str, ...]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("account", "said_by", "ended_by", *self._about)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [(None, {"fields": self.written})]
        # It is about one record: the others would be empty lines.
        written = [name for name in self.written if name not in self._about or getattr(obj, f"{name}_id")]
        return [
            (None, {"fields": (*written, ("said_by", "created_at"))}),
            ("How it ends", {"fields": ("ended_because", ("ended_by", "ended_at"))}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        written = (*self.written, "said_by", "ended_by", "ended_at") if obj else ()
        return (*super().get_readonly_fields(request, obj), *written)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"account": request.user.pk, **super().get_changeform_initial_data(request)}

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "account":
            # A plain list: only administrators may search the accounts.
            user = cast("User", request.user)
            accounts = User.objects.filter(is_active=True).order_by("username")
            kwargs["queryset"] = accounts if self.may_speak_for_others(user) else accounts.filter(pk=user.pk)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def may_speak_for_others(self, user: User) -> bool:
        """Whether ``user`` may say it of an account that is not their own."""
        return administers(user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may_end = obj is None or (obj.ended_at is None and obj.account_id != request.user.pk and administers(request.user))
        return super().has_change_permission(request, obj) and may_end

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @property
    def _about(self) -> tuple[str, ...]:
        return tuple(name for name in self.written if name in {"author", "document", "claim"})

    @display(description="state", ordering="ended_at")
    def state(self, tie: Any) -> SafeString:
        return label("ended", "info") if tie.ended_at else label("holds", "warning")


@admin.register(AuthorAccount)
class AuthorAccountAdmin(TieAdmin):
    """Accounts of persons who are authors here: they have a stake in what they wrote, edited or translated."""

    list_display = ("account", "author", "state", "said_by", "created_at")
    list_filter = (StandingFilter, ("account", RelatedDropdownFilter), ("author", AutocompleteSelectFilter))
    search_fields = ("account__username", "author__family", "author__literal", "reason")
    search_help_text = "The account, the author's name, or how it is known."
    autocomplete_fields = ("author",)
    written = ("account", "author", "reason")


@admin.register(DeclaredConflict)
class DeclaredConflictAdmin(TieAdmin):
    """Conflicts of interest that were declared: about one document, one author or one claim."""

    list_display = ("account", "about", "shown_reason", "state", "said_by", "created_at")
    list_filter = (
        StandingFilter,
        ("account", RelatedDropdownFilter),
        ("document", AutocompleteSelectFilter),
        ("author", AutocompleteSelectFilter),
        ("claim", AutocompleteSelectFilter),
    )
    search_fields = ("account__username", "reason", "document__title", "author__family", "author__literal", "claim__statement")
    search_help_text = "The account, the reason, or what it is about."
    autocomplete_fields = ("document", "author", "claim")
    written = ("account", "document", "author", "claim", "reason")

    def may_speak_for_others(self, user: User) -> bool:
        """Editors too: they know who has a stake."""
        return may_decide(user) or administers(user)

    @display(description="about")
    def about(self, declared: DeclaredConflict) -> SafeString | str:
        record = declared.document or declared.author or declared.claim
        return link(shortened(str(record), 80), address_of(record)) if record else NOTHING

    @display(description="reason")
    def shown_reason(self, declared: DeclaredConflict) -> str:
        return shortened(declared.reason, 80)
