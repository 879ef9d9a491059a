"""The story of one record: every change, the newest first, with who, when, why and what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from history.admin.differences import tell
from history.models import Change
from history.story import story_of

if TYPE_CHECKING:
    from history.admin.records import RecordAdmin

_PER_PAGE = 25


def _restorable(model_admin: RecordAdmin, request: HttpRequest, record: Any, changes: Sequence[Change]) -> set[int]:
    """The changes after which the record stood as it can stand again: its own, and those of the rows that its form shows."""
    if not model_admin.may_restore(request, record):
        return set()
    tables = {part.model._meta.db_table for part in model_admin.form_parts(request, record)}
    own = record._meta.db_table
    return {
        change.pk
        for change in changes
        if change.table in tables or (change.table == own and change.record_id == record.pk and change.revision != record.revision)
    }


def show_story(model_admin: RecordAdmin, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None) -> HttpResponse:
    """The page behind a record's History button."""
    record = model_admin.get_object(request, unquote(object_id))
    if record is None:
        return model_admin._get_obj_does_not_exist_redirect(request, model_admin.opts, object_id)  # type: ignore[attr-defined,no-any-return]  # noqa: SLF001 - as Django's own view
    if not model_admin.has_view_or_change_permission(request, record):
        raise PermissionDenied
    paginator = model_admin.get_paginator(request, story_of(record, model_admin.story_parts), _PER_PAGE)
    page = paginator.get_page(request.GET.get(PAGE_VAR, 1))
    changes = list(page.object_list)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"History of {model_admin.opts.verbose_name}",
        "subtitle": str(record),
        "told": tell(changes, model_admin.withheld_columns(request, changes)),
        "page": page,
        "restorable": _restorable(model_admin, request, record, changes),
        "restore_name": f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_restore",
        "page_var": PAGE_VAR,
        "opts": model_admin.opts,
        "object": record,
        "media": model_admin.media,
        "module_name": str(model_admin.opts.verbose_name_plural),
        "preserved_filters": model_admin.get_preserved_filters(request),
        **(extra_context or {}),
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, "history/admin/story.html", context)
