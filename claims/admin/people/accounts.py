"""Accounts, groups and tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from rest_framework.authtoken.models import TokenProxy
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from history.admin.markup import NOTHING
from history.admin.unfolded import ModelAdmin, display

if TYPE_CHECKING:
    from django.contrib.auth.admin import GroupAdmin as _GroupAdmin
    from django.contrib.auth.admin import UserAdmin

    _UserAdmin = UserAdmin[User]
else:
    from django.contrib.auth import admin as auth_admin

    class _UserAdmin(auth_admin.UserAdmin, ModelAdmin): ...

    class _GroupAdmin(auth_admin.GroupAdmin, ModelAdmin): ...


admin.site.unregister([User, Group, TokenProxy])


@admin.register(User)
class AccountAdmin(_UserAdmin):
    """Who may sign in, and as what. Accounts that records name are made inactive, not deleted."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "full_name", "email", "roles", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "groups")
    search_help_text = "Name or e-mail address."

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        accounts: QuerySet[User] = super().get_queryset(request)
        return accounts.prefetch_related("groups")

    @display(description="name", ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name() or NOTHING

    @display(description="roles")
    def roles(self, user: User) -> str:
        return ", ".join(sorted(group.name for group in user.groups.all())) or NOTHING


@admin.register(Group)
class RoleAdmin(_GroupAdmin):
    """What each role may do."""

    list_display = ("name", "members")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        groups: QuerySet[Group] = super().get_queryset(request)
        return groups.annotate(accounts=Count("user"))

    @display(description="accounts", ordering="accounts")
    def members(self, group: Any) -> int:
        return int(group.accounts)


@admin.register(TokenProxy)
class TokenAdmin(ModelAdmin):
    """Keys by which programs act as an account."""

    list_display = ("user", "created")
    list_select_related = ("user",)
    search_fields = ("user__username",)
    autocomplete_fields = ("user",)
    fields = ("user",)
    ordering = ("-created",)
