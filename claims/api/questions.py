"""The research questions and how many records answer each."""

from __future__ import annotations

from typing import Any, get_args

from drf_spectacular.helpers import forced_singular_serializer
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet

from claims.models import Claim
from claims.services.questions import Question, Resource, asked_by, count_answers

#: Filters of the lists that know no question, for the same records.
_ELSEWHERE = {"references": "status=unmatched&kind=cites"}


class QuestionSerializer(serializers.Serializer[Any]):
    slug = serializers.SlugField(help_text="Its name in addresses: `?question=`.")
    name = serializers.CharField(help_text="What it is called.")
    sentence = serializers.CharField(help_text="What it asks, and why that matters.")
    resource = serializers.ChoiceField(choices=get_args(Resource), help_text="Of what kind the records are that answer it.")
    url = serializers.SerializerMethodField(help_text="The list of the records that answer it.")
    count = serializers.SerializerMethodField(help_text="How many of them the reader may see.")

    waiting = serializers.SerializerMethodField(
        help_text="How many published claims were not looked at yet: the answer may be longer by these. Nearly always 0."
    )

    def get_waiting(self, question: Question) -> int:
        return question.waiting()

    def get_url(self, question: Question) -> str:
        singular = question.resource.removesuffix("s")
        address = reverse(f"{singular}-list", request=self.context["request"])
        return f"{address}?{_ELSEWHERE.get(question.resource, f'question={question.slug}')}"

    def get_count(self, question: Question) -> int:
        counts: dict[str, int] = self.context["counts"]
        return counts[question.slug]


class QuestionListSerializer(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True, help_text="Always null: the questions are few.")
    previous = serializers.URLField(allow_null=True, help_text="Always null.")
    results = QuestionSerializer(many=True)


class QuestionViewSet(GenericViewSet[Any]):
    """Research questions that are asked again and again, as saved views of claims, evidence, relations, excerpts and references."""

    serializer_class = QuestionSerializer
    queryset = Claim.objects.none()
    pagination_class = None

    @extend_schema(responses=forced_singular_serializer(QuestionListSerializer))  # type: ignore[no-untyped-call]  # it has no types
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Name the questions with how many records answer each; those about work that is not done only for whoever has an account."""
        self.filter_queryset(self.get_queryset())
        asked = asked_by(request.user)
        counts = count_answers(asked, lambda question: question.seen_by(request.user))
        context = {**self.get_serializer_context(), "counts": counts}
        return Response({"next": None, "previous": None, "results": QuestionSerializer(asked, many=True, context=context).data})
