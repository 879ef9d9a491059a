"""The OpenAPI schema: what every operation may answer beside its own."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse, inline_serializer
from rest_framework import serializers

Problem = inline_serializer(
    "Problem",
    {
        "type": serializers.CharField(help_text="about:blank: the title says what it is (RFC 9457)."),
        "title": serializers.CharField(),
        "status": serializers.IntegerField(),
        "detail": serializers.CharField(help_text="What is wrong and what to do."),
        "errors": serializers.ListField(
            child=serializers.DictField(child=serializers.CharField()), required=False, help_text="Field and message of each fault."
        ),
    },
)


class Schema(AutoSchema):
    """Adds the refusals that any read may meet."""

    def get_response_serializers(self) -> Any:
        """The operation's own answers and the refusals that go with it."""
        own: Any = super().get_response_serializers()
        answers: dict[Any, Any] = dict(own) if isinstance(own, dict) else {200: own}
        refusals = {400: "A parameter is not fit.", 406: "The format asked for is not known."}
        if getattr(self.view, "detail", False):
            refusals[404] = "There is no such record, or it is not public."
        if getattr(self.view, "action", "") == "retrieve":
            answers[304] = OpenApiResponse(description="The record is as the revision named in If-None-Match.")
        for status, meaning in refusals.items():
            answers[status, "application/problem+json"] = OpenApiResponse(Problem, description=meaning)
        return answers
