"""What the pages of every record have in common: who acts is known to history, and a refusal is said, not crashed on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from unfold.widgets import UnfoldAdminExpandableTextareaWidget

from history.admin.autocomplete import NamesChoices, autocomplete_view
from history.admin.conflicts import SolvesConflicts
from history.admin.deletions import DeletesSeen, standing_in_the_way
from history.admin.forms import SEEN, SEEN_ROWS, WHY, RecordForm, SeenForm, with_refusal, with_rows
from history.admin.restoring import RestoresRecords
from history.admin.same_moment import AGAIN
from history.admin.story import show_story
from history.admin.unfolded import ModelAdmin, TabularInline
from history.refusals import as_validation_error, is_same_moment, sentences
from history.services import recorded, store
from history.story import Part

# Where a refusal waits while the page is drawn again: the request is the only thing that both rounds share.
_REFUSAL = "pincite.refusal"
# The rows that belong to the record, read before it.
_ROWS = "pincite.rows"


class RecordList(ChangeList):
    """A list whose page of rows is completed at once, so that its queries do not grow with its rows."""

    def get_results(self, request: HttpRequest) -> None:
        """Read the page, then let the admin add what the columns need."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        complete: Callable[[HttpRequest, Sequence[Any]], None] = getattr(self.model_admin, "complete_rows", lambda *_: None)
        complete(request, self.result_list)


class RecordAdmin(RestoresRecords, SolvesConflicts, DeletesSeen, NamesChoices, ModelAdmin):
    """The pages of one kind of tracked record.

    Every write happens inside ``recorded``, so that history names the acting user and the reason given; a law's refusal comes back
    as a message on the page; a page opened before somebody else's change does not overwrite it. History tells the record's own changes.
    """

    form = RecordForm
    formfield_overrides: ClassVar[Any] = {
        models.TextField: {"widget": UnfoldAdminExpandableTextareaWidget},
        models.URLField: {"assume_scheme": "https"},
    }
    list_per_page = 50
    show_full_result_count = False
    warn_unsaved_form = True
    #: What belongs to a record beside its own row, and to its story.
    story_parts: ClassVar[Sequence[Part]] = ()

    class Media:
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("history/admin.css",)}

    # What subclasses say.

    def name_in_choices(self, record: Any) -> str:
        """How lists to choose from name the record."""
        return str(record)

    def records_to_name(self) -> models.QuerySet[Any]:
        """The records with all that ``name_in_choices`` mentions."""
        records: models.QuerySet[Any] = self.model._default_manager.all()
        return records

    def complete_rows(self, request: HttpRequest, rows: Sequence[Any]) -> None:
        """Add to a page of rows what its columns need, in as many queries however many rows."""

    # The page of one record.

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[ModelForm[Any]]:  # noqa: FBT001, FBT002 - Django's signature
        form = with_rows(super().get_form(request, obj, change, **kwargs), request.META.get(_ROWS, "{}"))
        refusal = request.META.get(_REFUSAL)
        return form if refusal is None else with_refusal(form, refusal)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_fieldsets(request, obj), *self.record_fieldset(request, obj)]

    def record_fieldset(self, request: HttpRequest, obj: Any) -> list[Any]:
        """What every page ends with: why it is changed, and the record's names and times."""
        if obj is None:
            return []
        written: list[Any] = [("public_id", "revision"), ("created_at", "changed_at")]
        if self.has_change_permission(request, obj):
            written = [WHY, *written, SEEN, SEEN_ROWS]
        return [("Record", {"fields": written})]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # Where no fieldsets are declared the form's own fields come here, which ``get_fieldsets`` adds itself.
        return [name for name in super().get_fields(request, obj) if name not in {WHY, SEEN, SEEN_ROWS}]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "public_id", "revision", "created_at", "changed_at"]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        draw = super().changeform_view
        if request.method != "POST":
            request.META[_ROWS] = self.seen_now(request, object_id)
            return draw(request, object_id, form_url, extra_context)

        def save() -> Any:
            with recorded(by=request.user, reason=request.POST.get(WHY, "")):
                # Two who save the same record at once go one after the other, so that the second sees the first.
                return self.answer_to_stale(request, object_id) or draw(request, object_id, form_url, extra_context)

        try:
            return save()
        except (IntegrityError, ValidationError) as refusal:
            request.META[_REFUSAL] = as_validation_error(refusal)
            return draw(request, object_id, form_url, extra_context)
        except OperationalError as error:
            if not is_same_moment(error):
                raise
            # The other one may have changed this record: then the page of the conflict says so. Else what was typed is shown once more.
            request.META[_REFUSAL] = ValidationError(AGAIN)
            response = save()
            response.status_code = HTTPStatus.CONFLICT
            return response

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        record = kwargs.get("obj")
        if record is not None and not self.has_change_permission(request, record):
            # Where nothing can be chosen, nothing hides by what is chosen.
            shown: Any = copy(self)
            shown.conditional_fields = {}
            context["adminform"].model_admin = shown
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        store(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        super().save_related(request, form, formsets, change)
        # Deferred constraints speak now, while the page can still say so, and not at the end of the transaction.
        connection.check_constraints()

    # Lists, deletions, history.

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return RecordList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        draw = super().changelist_view
        if request.method != "POST":
            return draw(request, extra_context)
        return self._act(request, lambda: draw(request, extra_context), request.get_full_path())

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        draw = super().delete_view
        if request.method != "POST":
            return draw(request, object_id, extra_context)
        page = reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id])
        return self._act(request, lambda: draw(request, object_id, extra_context), page)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        to_delete, counts, missing, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, missing, standing_in_the_way(self.admin_site, list(objs)) if protected else []

    def _act(self, request: HttpRequest, act: Callable[[], HttpResponse], back: str) -> HttpResponse:
        try:
            with recorded(by=request.user, reason=request.POST.get(WHY, "")):
                response = act()
                connection.check_constraints()
                return response
        except (IntegrityError, ValidationError) as refusal:
            for sentence in sentences(refusal):
                messages.error(request, sentence)
            return HttpResponseRedirect(back)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return show_story(self, request, object_id, extra_context)

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_autocomplete"
        view = self.admin_site.admin_view(lambda request: autocomplete_view(self, request))
        return [path("autocomplete/", view, name=name), *super().get_urls()]

    # Django's own log would be a second, poorer history: the database writes the one there is.

    def log_addition(self, *args: Any, **kwargs: Any) -> Any: ...

    def log_change(self, *args: Any, **kwargs: Any) -> Any: ...

    def log_deletions(self, *args: Any, **kwargs: Any) -> Any: ...


class RecordInline(NamesChoices, TabularInline):
    """Rows that belong to a record, each with the revision that its reader saw."""

    form = SeenForm
    formfield_overrides: ClassVar[Any] = RecordAdmin.formfield_overrides
    extra = 0
    hide_title = True

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = [name for name in super().get_fields(request, obj) if name != SEEN]
        return [*fields, SEEN] if self.has_change_permission(request, obj) else fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # To take a row away is to change the record that it belongs to.
        return self.has_change_permission(request, obj)


class ReadOnly:
    """Mixin for records that are written elsewhere: they can be looked at."""

    is_read_only = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None) -> Any:
        # What is written once has no history of its own.
        view = super().change_view  # type: ignore[misc]
        return view(request, object_id, form_url, {**(extra_context or {}), "show_history": False})


def address_of(record: models.Model) -> str:
    """The address of a record's page."""
    options = record._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[record.pk])
