"""The story of a record over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from history.models import Change
from history.story import Part, PublicStory, ToldChange, story_of, tell_changes


class ColumnChangeSerializer(serializers.Serializer[Any]):
    """One column before and after."""

    column = serializers.CharField()
    name = serializers.CharField(help_text="The column in words.")
    before = serializers.JSONField(allow_null=True, help_text="Null where there was nothing; another record is named by its id.")
    after = serializers.JSONField(allow_null=True, help_text="The same, after the change.")


class ChangedRecordSerializer(serializers.Serializer[Any]):
    """Which record a change is of."""

    kind = serializers.CharField(help_text="For example evidence: rows that belong to a record are in its story.")
    id = serializers.CharField()


class RecordedChangeSerializer(serializers.Serializer[Any]):
    """One change: what was done to which record, when, and as far as it is for the reader by whom and why."""

    record = serializers.SerializerMethodField()
    action = serializers.ChoiceField(choices=Change.Kind.choices, source="change.kind")
    revision = serializers.IntegerField(source="change.revision", help_text="The record's revision after the change.")
    at = serializers.DateTimeField(source="change.at", help_text="By the database's clock.")
    by = serializers.CharField(allow_null=True, help_text="The account, else the database's role. For curators: null for others.")
    reason = serializers.CharField(allow_null=True, help_text="For curators; for others only why something was retracted.")
    changes = ColumnChangeSerializer(many=True, source="columns", help_text="The columns that differ.")

    @extend_schema_field(ChangedRecordSerializer())
    def get_record(self, told: ToldChange) -> dict[str, str]:
        """The record's kind and id."""
        return {"kind": told.kind_of_record, "id": told.change.public_id}


class _NewestFirst:
    """The order of a story, for the paginator."""

    ordering = ("-id",)


class HasStory:
    """Mixin for viewsets: ``history/`` under a record tells its story, the newest change first."""

    #: What belongs to a record beside its own row.
    story_parts: ClassVar[Sequence[Part]] = ()
    #: What strangers may know.
    public_story: ClassVar[PublicStory] = {}
    #: Actions beside the list that are given in pages (read by the filter backend).
    paged_actions = frozenset({"history"})

    @extend_schema(responses=RecordedChangeSerializer(many=True), filters=False)
    @action(detail=True, filterset_class=None)
    def history(self, request: Request, **_: Any) -> Response:
        """The record's changes, the newest first, with those of what belongs to it. A curator is told all, others what was public."""
        record = self.get_object()  # type: ignore[attr-defined]
        public = None if request.user.is_staff else self.public_story
        paginator = self.pagination_class()  # type: ignore[attr-defined]
        page = paginator.paginate_queryset(story_of(record, self.story_parts, public=public), request, view=_NewestFirst())
        told = RecordedChangeSerializer(tell_changes(page, public=public), many=True).data
        return paginator.get_paginated_response(told)  # type: ignore[no-any-return]
