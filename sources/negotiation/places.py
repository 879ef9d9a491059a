"""How places in works look from outside."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class PlaceSerializer(serializers.Serializer[Any]):
    """A place in a work."""

    # The base class has an attribute of this name, for a field's title in forms.
    label = serializers.CharField(help_text="A CSL locator label: page, section, paragraph, ...")  # type: ignore[assignment]
    value = serializers.CharField(help_text="As printed, for example 4 or 4-5.")


class LocatorSerializer(PlaceSerializer):
    """A place in a work, with the places within it."""

    further = PlaceSerializer(many=True, required=False, help_text="Only where there are some: places within this one, as a page's note.")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Leave out what there is none of."""
        shown = super().to_representation(instance)
        return shown if shown["further"] else {name: value for name, value in shown.items() if name != "further"}
