"""The admin's building blocks with their types: at run time those of the package ``unfold``, which declares none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from django.contrib import admin

    F = TypeVar("F", bound=Callable[..., Any])

    class ModelAdmin(admin.ModelAdmin[Any]):
        """A page for one model."""

    class TabularInline(admin.TabularInline[Any, Any]):
        """Rows that belong to the record of the page."""

    def display(  # noqa: D103 - declared for the types only
        *,
        description: str | None = None,
        ordering: Any = None,
        boolean: bool | None = None,
        empty_value: str | None = None,
        label: bool | dict[str, str] | None = None,
        header: bool | None = None,
    ) -> Callable[[F], F]: ...

    def action(  # noqa: D103 - declared for the types only
        *, description: str | None = None, url_path: str | None = None, permissions: Any = None, icon: str | None = None
    ) -> Callable[[F], F]: ...

else:
    from unfold.admin import ModelAdmin, TabularInline
    from unfold.decorators import action, display

__all__ = ["ModelAdmin", "TabularInline", "action", "display"]
