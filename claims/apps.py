from __future__ import annotations

from collections.abc import Collection

from django.apps import AppConfig
from django.db.models import Count


class ClaimsConfig(AppConfig):
    """Typed claims, the evidence they stand on, and their review."""

    name = "claims"
    verbose_name = "Claims"

    def count_resting(self, passages: Collection[int]) -> dict[int, int]:
        """Return how many accepted pieces of evidence stand on each of ``passages``: what their correction would re-open."""
        accepted = self.get_model("Evidence")._default_manager.filter(status="accepted", passage__in=passages)
        return dict(accepted.order_by().values_list("passage").annotate(Count("pk")))
