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
        answers = super().get_response_serializers()
        if not isinstance(answers, dict):
            answers = {"200": answers}
        refusals = {400: "A parameter is not fit.", 406: "The asked for format is not known."}
        if self.view.detail if hasattr(self.view, "detail") else False:
            refusals |= {404: "There is no such record, or it is not public."}
            answers[304] = OpenApiResponse(description="The record has not changed since the revision named in If-None-Match.")
        for status, meaning in refusals.items():
            answers[(str(status), "application/problem+json")] = OpenApiResponse(Problem, description=meaning)
        return answers
