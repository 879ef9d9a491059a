"""Fields that find records while one types, showing each as its own admin names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

if TYPE_CHECKING:
    from django import forms
    from django.contrib.admin import AdminSite, ModelAdmin


def named_by_admin(site: AdminSite, record: models.Model) -> str:
    """How lists to choose from name a record: as its admin does, else as it names itself."""
    name = getattr(site._registry.get(type(record)), "name_in_choices", str)  # noqa: SLF001 - the site has no other way to ask
    return str(name(record))


def records_to_name(site: AdminSite, model: type[models.Model]) -> QuerySet[Any]:
    """The records with what such names mention, and without what is too long to be read for a name."""
    read = getattr(site._registry.get(model), "records_to_name", model._default_manager.all)  # noqa: SLF001 - as above
    records: QuerySet[Any] = read()
    return records


class NamedAutocompleteView(AutocompleteJsonView):
    """The records to choose from, named by their admin."""

    def serialize_result(self, obj: models.Model, to_field_name: str) -> dict[str, str]:
        """One choice."""
        site = self.admin_site or admin.site
        return {**super().serialize_result(obj, to_field_name), "text": named_by_admin(site, obj)}


class _NamedUrl:
    """The address at which the related model's own admin answers."""

    def get_url(self) -> str:
        options = self.field.remote_field.model._meta  # type: ignore[attr-defined]
        return reverse(f"{self.admin_site.name}:{options.app_label}_{options.model_name}_autocomplete")  # type: ignore[attr-defined]


class NamedSelect(_NamedUrl, AutocompleteSelect):
    """One record."""


class NamedSelectMultiple(_NamedUrl, AutocompleteSelectMultiple):
    """Several records."""


class NamesChoices:
    """Mixin for pages and inlines: their autocomplete fields show records as their admins name them."""

    admin_site: AdminSite

    def formfield_for_foreignkey(self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Give an autocomplete field its widget."""
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs = {
                "widget": NamedSelect(db_field, self.admin_site),
                "queryset": records_to_name(self.admin_site, db_field.remote_field.model),
                **kwargs,
            }
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        return named(field, self.admin_site)

    def formfield_for_choice_field(self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Let nobody choose by not looking: a required choice without a default begins with none."""
        if "choices" not in kwargs and not db_field.has_default():
            kwargs["choices"] = db_field.get_choices(include_blank=True, blank_choice=[("", "Choose …")])
        return super().formfield_for_choice_field(db_field, request, **kwargs)  # type: ignore[misc]


def named(field: forms.Field, site: AdminSite) -> forms.Field:
    """The field of a choice, with the chosen record named like those to choose from."""

    def name(record: Any) -> str:
        return named_by_admin(site, record)

    setattr(field, "label_from_instance", name)  # noqa: B010 - a method by the type checker's lights
    return field


def autocomplete_view(model_admin: ModelAdmin[Any], request: HttpRequest) -> Any:
    """Answer a search of ``model_admin``'s records."""
    return NamedAutocompleteView.as_view(admin_site=model_admin.admin_site)(request)
