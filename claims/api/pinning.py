"""Excerpts made over HTTP: by a quotation that is looked for, or by offsets."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError as DjangoValidationError
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.excerpt_serializers import ExcerptSerializer
from claims.services.made_by import provenance_of
from history.administrators import administers
from history.idempotency import PARAMETER, idempotent
from history.services import recorded
from sources.models import Passage, Text
from sources.negotiation.bodies import PROBLEM, BodySerializer, WholeNumberField, WordsField
from sources.negotiation.located import ChangeSerializer, UnfitError, context_field, named_document, quote_field
from sources.services.locating.located import Place, Quote, Reader, changes_as_json
from sources.services.locating.texts import visible
from sources.services.pin_passage import UnplacedQuoteError, pin_place, pin_span, place_to_pin

_LAST_OFFSET = 2**31 - 1


class MayPin(BasePermission):
    """Curators and whoever else may add passages."""

    message = "Pinning is for curators: your account may not add passages. Ask an administrator."

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the account may do what is asked."""
        return request.user.has_perm("sources.add_passage")


class NewExcerptSerializer(BodySerializer):
    """Either ``document`` and ``quote``, with ``prefix`` and ``suffix`` where it stands there twice; or ``text``, ``start`` and ``end``."""

    document = WordsField(required=False, max_length=200, help_text="A key, present or former, or an id.")
    quote = quote_field(is_required=False)
    prefix = context_field("before")
    suffix = context_field("after")
    text = WordsField(required=False, max_length=64, help_text="A text's id, as a document's texts and the candidates of a quote name it.")
    start = WholeNumberField(required=False, min_value=0, max_value=_LAST_OFFSET, help_text="In Unicode code points from 0.")
    end = WholeNumberField(required=False, min_value=1, max_value=_LAST_OFFSET, help_text="Just past the last character, same unit.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for one of the two ways, whole."""
        by_span = "text" in attrs
        wanted, others = (_SPAN, _QUOTE) if by_span else (_QUOTE, _SPAN)
        missing = [name for name in wanted[: _NEEDED[by_span]] if name not in attrs]
        if missing:
            raise ValidationError({name: ["Give document and quote, or text, start and end."] for name in missing})
        if surplus := [name for name in others if name in attrs]:
            raise ValidationError({name: ["Give document and quote, or text, start and end; not both."] for name in surplus})
        return attrs


_SPAN = ("text", "start", "end")
_QUOTE = ("document", "quote", "prefix", "suffix")
_NEEDED = {True: 3, False: 2}


class HowLocatedSerializer(serializers.Serializer[Any]):
    grade = serializers.ChoiceField(choices=["exact", "normalised"])
    diff = ChangeSerializer(many=True, help_text="What of the quote was otherwise printed.")


class PinnedExcerptSerializer(ExcerptSerializer):
    located = HowLocatedSerializer(required=False, help_text="How the quote was found; absent where offsets were given.")


pins_excerpts = extend_schema(
    request=NewExcerptSerializer,
    parameters=[PARAMETER],
    responses={
        201: OpenApiResponse(PinnedExcerptSerializer, description="Pinned."),
        200: OpenApiResponse(PinnedExcerptSerializer, description="These words are pinned already; this is their excerpt."),
        (404, PROBLEM): OpenApiResponse(OpenApiTypes.OBJECT, description="There is no such document."),
        (409, PROBLEM): OpenApiResponse(OpenApiTypes.OBJECT, description="The same request is being carried out at this moment."),
        (422, PROBLEM): OpenApiResponse(
            OpenApiTypes.OBJECT,
            description="The quote has no place of its own: grade, candidates and near say what there is. Or the span is none of the text's.",
        ),
    },
    filters=False,
)


class PinsExcerpts:
    """Adds the making of excerpts to their viewset; reading them stays open to everybody."""

    def get_permissions(self) -> list[Any]:
        """Ask for an account where something is made."""
        return [MayPin()] if self.action == "create" else super().get_permissions()  # type: ignore[attr-defined,misc]

    @pins_excerpts
    @idempotent
    def create(self, request: Request) -> Response:
        """Pin the verbatim words of a quotation or a span. A quotation in other words, or in several places, is refused with what was found."""
        self.filter_queryset(self.get_queryset())  # type: ignore[attr-defined]
        asked = NewExcerptSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        reader = Reader(sees_hidden=bool(request.user.is_staff), sees_private=administers(request.user))
        try:
            with recorded(by=request.user, reason="Pinned over the API"):
                passage, is_new, place = _pin(asked.validated_data, reader, provenance_of(cast("User", request.user)))
        except UnplacedQuoteError as error:
            raise UnfitError.of(error, error.located) from error
        except DjangoValidationError as error:
            raise UnfitError.of(error) from error
        body, tag = self.shown(Passage.objects.with_place().get(pk=passage.pk))  # type: ignore[attr-defined]
        headers = {"Location": body["url"], "ETag": tag}
        if place is not None:
            body = {**body, "located": {"grade": place.grade, "diff": changes_as_json(place.diff)}}
        return Response(body, status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK, headers=headers)


def _pin(asked: dict[str, Any], reader: Reader, made_by: dict[str, Any]) -> tuple[Passage, bool, Place | None]:
    if "text" in asked:
        text = visible(Text.objects.all(), reader).filter(public_id=asked["text"]).first()
        if text is None:
            raise DjangoValidationError({"text": f"There is no text {asked['text']}."})
        return *pin_span(text, asked["start"], asked["end"], **made_by), None
    quote = Quote(asked["quote"], asked.get("prefix", ""), asked.get("suffix", ""))
    place = place_to_pin(named_document(asked["document"], reader), quote, reader=reader)
    return *pin_place(place, **made_by), place
