"""Deletions: of the revision that was on the page (law 6), and what stands in their way, named as lists of choices name it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import ValidationError
from django.db import models, router
from django.http import HttpRequest

from history.admin.autocomplete import named_by_admin, records_to_name
from history.admin.forms import SEEN
from history.admin.numbers import number_in
from history.models import Tracked

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite

    from history.admin.unfolded import ModelAdmin as _Admin
else:
    _Admin = object


class DeletesSeen(_Admin):
    """Adds to the pages of deletions the revisions that they show; what was changed since is not deleted.

    A request that comes from no such page says no revision and names its records itself.
    """

    delete_confirmation_template = "history/admin/delete.html"
    delete_selected_confirmation_template = "history/admin/delete.html"

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._refuse_stale(request, [obj.pk])
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        self._refuse_stale(request, list(queryset.order_by().values_list("pk", flat=True)))
        super().delete_queryset(request, queryset)

    def _refuse_stale(self, request: HttpRequest, keys: Sequence[int]) -> None:
        """Lock the records, and refuse if the page was of another revision of any.

        Raises:
            ValidationError: Something was changed since; a sentence for each.
        """
        present: Any = self.model._default_manager.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
        faults = [fault for record in present if (fault := self._changed_since(request, record))]
        if faults:
            raise ValidationError([*faults, "Nothing was deleted. Look at what changed, then delete it if it still should go."])

    def _changed_since(self, request: HttpRequest, record: Tracked) -> str:
        seen = number_in(request.POST.get(f"{SEEN}-{record.pk}"))
        if not seen or seen == record.revision:
            return ""
        name = named_by_admin(self.admin_site, record)
        return f"{name} was changed since you were asked: you saw revision {seen}, it is {record.revision} now."


def standing_in_the_way(site: AdminSite, records: Sequence[models.Model]) -> list[str]:
    """The records that refer to some and keep them, by kind and name: one query for each kind.

    A record's own name would say the words of a passage whatever the rights of its text.
    """
    collector = NestedObjects(using=router.db_for_write(type(records[0])), origin=records)
    collector.collect(records)
    by_model: dict[type[models.Model], list[Any]] = defaultdict(list)
    for record in collector.protected:
        by_model[type(record)].append(record.pk)
    return [
        f"{str(model._meta.verbose_name).capitalize()}: {named_by_admin(site, record)}"
        for model, keys in by_model.items()
        for record in records_to_name(site, model).filter(pk__in=keys)
    ]
