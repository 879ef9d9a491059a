"""What stands in the way of a deletion, named as lists of choices name it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import NestedObjects
from django.db import models, router

from history.admin.autocomplete import named_by_admin, records_to_name

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite


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
