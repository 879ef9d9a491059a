"""The research questions and how many records answer each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.utils.urls import replace_query_param
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


class QuestionViewSet(GenericViewSet[Any]):
    """Research questions that are asked again and again, as saved views of claims, evidence, relations, excerpts and references."""

    serializer_class = QuestionSerializer
    queryset = Claim.objects.none()

    @extend_schema(responses=QuestionSerializer(many=True))
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Name the questions with how many records answer each; those about work that is not done only for whoever has an account."""
        self.filter_queryset(self.get_queryset())
        asked = asked_by(request.user)
        paginator: Any = self.paginator
        limit, start = paginator.get_page_size(request), _begin(asked, request.query_params.get("cursor"))
        page = asked[start : start + limit]
        counts = count_answers(page, lambda question: question.seen_by(request.user))
        context = {**self.get_serializer_context(), "counts": counts}
        body: dict[str, Any] = {
            "next": _page_at(request, asked, start + limit) if start + limit < len(asked) else None,
            "previous": _page_at(request, asked, max(start - limit, 0)) if start else None,
            "results": QuestionSerializer(page, many=True, context=context).data,
        }
        return Response(body | ({"count": len(asked)} if paginator.wants_count(request) else {}))


def _begin(asked: Sequence[Question], cursor: str | None) -> int:
    """Where a page begins: its cursor is the name of its first question."""
    if cursor is None:
        return 0
    places = [place for place, question in enumerate(asked) if question.slug == cursor]
    if not places:
        raise NotFound({"cursor": ["Not a cursor of this list: take it from next or previous."]})
    return places[0]


def _page_at(request: Request, asked: Sequence[Question], place: int) -> str:
    return str(replace_query_param(request.build_absolute_uri(), "cursor", asked[place].slug))
