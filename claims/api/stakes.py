"""Conflicts of interest and the approvals that they ask for, beside what is reviewed: for the staff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.services.conflicts import Conflict, Weighed, weigh
from claims.services.decisions import Decisions
from history.past import is_past

#: What answers of the past and answers to strangers have not.
FIELDS = frozenset({"conflicts", "approvals"})


class ConflictShownSerializer(serializers.Serializer[Any]):
    account = serializers.CharField(help_text="Whose conflict it is.")
    part = serializers.SerializerMethodField(help_text="Whether the account proposed the record, or is the reader, who would decide.")
    kind = serializers.SerializerMethodField(help_text="Whether it follows from what the account is an author of, or was declared.")
    document = serializers.CharField(allow_null=True, help_text="The document that it is about, by its key.")
    author = serializers.CharField(allow_null=True, help_text="The author that it is about, by id.")
    claim = serializers.CharField(allow_null=True, help_text="The claim that it is about, by id.")
    sentence = serializers.CharField(help_text="The conflict in words.")

    @extend_schema_field({"type": "string", "enum": ["proposer", "decider"]})
    def get_part(self, conflict: Conflict) -> str:
        return "proposer" if conflict.proposes else "decider"

    @extend_schema_field({"type": "string", "enum": ["declared", "computed"]})
    def get_kind(self, conflict: Conflict) -> str:
        return "declared" if conflict.is_declared else "computed"


class ApprovalsSerializer(serializers.Serializer[Any]):
    needed = serializers.IntegerField(help_text="How many approvals of its present revision it needs.")
    given = serializers.SerializerMethodField(help_text="The accounts that gave one, without those who have a conflict of interest.")
    awaited = serializers.CharField(help_text="What is still needed where one approval does not do; else empty.")
    why_not = serializers.CharField(help_text="Why the reader does not approve it; empty where nothing speaks against it.")

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_given(self, approvals: dict[str, Any]) -> list[str]:
        return sorted(approvals["given"].values())


# Without a docstring, which the schema would say of every record that has the fields. They are there where the context has ``stakes``.
class ShowsStakes(serializers.Serializer[Any]):
    conflicts = serializers.SerializerMethodField(
        help_text="Conflicts of interest of who proposed it, and of the reader; for the staff only."
    )
    approvals = serializers.SerializerMethodField(
        required=False, help_text="What it still needs, while it is in review; for the staff only."
    )

    def to_representation(self, instance: Any) -> Any:
        shown = super().to_representation(instance)
        return shown if self._stakes(instance) else {name: value for name, value in shown.items() if name not in FIELDS}

    @extend_schema_field(ConflictShownSerializer(many=True))
    def get_conflicts(self, record: Any) -> Any:
        stakes = self._stakes(record)
        return ConflictShownSerializer(stakes[0].conflicts, many=True).data if stakes else []

    @extend_schema_field(ApprovalsSerializer(allow_null=True))
    def get_approvals(self, record: Any) -> Any:
        stakes = self._stakes(record)
        if not stakes or record.status != "in_review":
            return None
        weighed, why_not = stakes
        said = {"needed": weighed.needed, "given": weighed.given, "awaited": weighed.awaited, "why_not": why_not}
        return ApprovalsSerializer(said).data

    def _stakes(self, record: Model) -> tuple[Weighed, str] | None:
        stakes: dict[tuple[type[Model], Any], tuple[Weighed, str]] = self.context.get("stakes", {})
        return stakes.get((type(record), record.pk))


class OptionalStakes(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Says in the schema that the fields may be absent."""

    target_class = ShowsStakes
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        """The schema as it would be, without requiring them."""
        mapped: dict[str, Any] = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)  # noqa: SLF001 - as the package's manual has it
        return {**mapped, "required": [name for name in mapped["required"] if name not in FIELDS]}


def stakes_of(records: Sequence[Any], reader: Any) -> dict[tuple[type[Model], Any], tuple[Weighed, str]]:
    """Return what ``ShowsStakes`` shows ``reader`` of a page of records of one kind; nothing for strangers, nor of the past."""
    if not records or reader is None or is_past() or not getattr(reader, "is_staff", False):
        return {}
    if not any(record.status == "in_review" for record in records):
        # Nobody decides on any of them now: only the conflicts are told.
        weighed = weigh(records, reader)
        return {(type(record), record.pk): (weighed[record.pk], "") for record in records}
    decisions = Decisions.of(records, reader)
    return {
        (type(record), record.pk): (
            decisions.weighed[record.pk],
            decisions.why_not("approve", record) if record.status == "in_review" else "",
        )
        for record in records
    }
