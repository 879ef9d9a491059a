"""How the retraction of a document looks from outside."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from sources.models import Retraction


class RetractionSerializer(serializers.ModelSerializer[Retraction]):
    """That a document was retracted, as the notice says it: public, since the notice is."""

    id = serializers.CharField(source="public_id", read_only=True)
    recorded_at = serializers.DateTimeField(source="created_at", read_only=True, help_text="When it was recorded here.")

    class Meta:
        model = Retraction
        fields = ("id", "retracted_on", "reason", "notice", "recorded_at")


def shown_retraction(retraction: Retraction | None) -> dict[str, Any] | None:
    """The retraction as answers tell it; null where none stands."""
    return None if retraction is None else dict(RetractionSerializer(retraction).data)
