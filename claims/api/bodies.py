"""What is sent to write claims, evidence, relations and topics."""

from __future__ import annotations

import math
import re
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from claims.api.attributes import AttributesField
from claims.api.named import AuthorField, ClaimField, EvidenceField, ExcerptField, HolderField, TopicField
from claims.models import Evidence, Relation, TopicLabel
from claims.types import type_choices
from sources.formats.babel_languages import TAG_PATTERN, tag_fault
from sources.models.provenance import Origin
from sources.negotiation.bodies import LONGEST_WORDS, BodySerializer, SentenceField, WordsField

_MOST = 100
#: What the database holds in no text.
_UNFIT = re.compile("[\x00\ud800-\udfff]")
_WHOLE = 2**63


class TypeField(serializers.ChoiceField):
    """One of the types of claims as they are declared at that moment."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "choices": type_choices()})


@extend_schema_field({"type": "string", "pattern": TAG_PATTERN})
class LanguageField(WordsField):
    """A well-formed language tag."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=35, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        tag = super().to_internal_value(data)
        if fault := tag_fault(tag):
            raise ValidationError(fault)
        return tag


class SentAttributesField(AttributesField):
    """A JSON object that can be stored and given out again; whether it fits the type is the type's to say."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise ValidationError("Send an object: the attributes of the claim's type.")
        for name, value in data.items():
            if fault := _fault(name):
                raise ValidationError(fault)
            if fault := _fault_within(value):
                raise ValidationError(f"{name}: {fault}")
        return data


def _fault_within(attribute: object) -> str:
    # Not by recursion: how deep it goes is the sender's choice.
    waiting = [attribute]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif fault := _fault(value):
            return fault
    return ""


def _fault(value: object) -> str:
    if isinstance(value, str) and _UNFIT.search(value):
        return "It holds characters that cannot be stored (NUL or halves of a character). Take them away."
    if isinstance(value, str) and len(value) > LONGEST_WORDS:
        return f"A text in it is longer than {LONGEST_WORDS:,} characters: an attribute is a few words."
    if isinstance(value, float) and not math.isfinite(value):
        return "A number in it is too large."
    if isinstance(value, int) and not -_WHOLE <= value < _WHOLE:
        return "A whole number in it has more than 64 bits. Write it with a unit, such as thousand million."
    return ""


class _MadeBody(BodySerializer):
    """Who proposes: said once, when a record is made (law 9)."""

    origin = serializers.ChoiceField(
        choices=Origin.choices,
        required=False,
        help_text="Whether a person or a machine proposes it; human unless said, machine for a machine's account.",
    )
    tool = WordsField(required=False, max_length=120, help_text="If a machine: its tool and version, for example matcher 1.2.")


class ClaimBody(BodySerializer):
    """The words of a claim."""

    type = TypeField(help_text="A type of claim, for example causal.")
    statement = SentenceField(help_text="The proposition as one sentence in your own words, not a quotation.")
    attributes = SentAttributesField(help_text="The attributes of its type.")
    topics = serializers.ListField(child=TopicField(), required=False, max_length=_MOST, help_text="Slugs of topics: all that it is about.")
    language = LanguageField(required=False, help_text="Of the statement, BCP 47; en unless said.")
    holder = AuthorField(required=False, allow_null=True, help_text="Whose claim it is, when it is somebody's: an author's id or url.")


class NewClaimBody(_MadeBody, ClaimBody):
    """A claim to propose."""


class EvidenceBody(BodySerializer):
    """What a passage does to a claim."""

    claim = ClaimField(help_text="The claim's id or url.")
    excerpt = ExcerptField(help_text="The excerpt's id or url.")
    stance = serializers.ChoiceField(choices=Evidence.Stance.choices, help_text="What the passage does to the claim.")
    voice = serializers.ChoiceField(choices=Evidence.Voice.choices, help_text="Who speaks in the passage.")
    basis = serializers.ChoiceField(choices=Evidence.Basis.choices, help_text="What the passage itself goes by.")
    strength = serializers.ChoiceField(choices=Evidence.Strength.choices, help_text="How far it goes.")
    reason = SentenceField(help_text="Why this passage bears on this claim, in a sentence that would convince a reviewer.")
    holder = HolderField(required=False, allow_null=True, help_text="If reported: who says so, an author's id or url.")
    holder_as_named = WordsField(
        required=False,
        allow_blank=True,
        max_length=300,
        help_text="If reported: who says so as the passage names them, who is no author here.",
    )


class NewEvidenceBody(_MadeBody, EvidenceBody):
    """Evidence to propose."""


class RelationBody(BodySerializer):
    """How a claim bears on another, or undercuts evidence."""

    kind = serializers.ChoiceField(choices=Relation.Kind.choices, help_text="How; undercuts is for evidence, the rest for claims.")
    to = ClaimField(required=False, allow_null=True, help_text="The other claim's id or url.")
    to_evidence = EvidenceField(required=False, allow_null=True, help_text="With undercuts: the evidence's id or url.")
    reason = SentenceField(help_text="Why, in a sentence.")
    evidence = serializers.ListField(
        child=ExcerptField(), required=False, max_length=_MOST, help_text="Ids or urls of the excerpts that bear it out: all of them."
    )

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # "from" is a word of Python's own and cannot be declared as an attribute.
        return {"from": ClaimField(help_text="The id or url of the claim that bears on the other."), **super().get_fields()}


class NewRelationBody(_MadeBody, RelationBody):
    """A relation to propose."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Miss what it leads to, under the field that would name it; what fits which kind is the model's to say."""
        if attrs.get("to") is None and attrs.get("to_evidence") is None:
            is_challenge = attrs["kind"] == Relation.Kind.UNDERCUTS
            raise ValidationError(
                {"to_evidence": "Say which evidence it undercuts."} if is_challenge else {"to": "Say which claim it leads to."}
            )
        return attrs


class LabelBody(BodySerializer):
    """A topic's name in one language."""

    language = LanguageField(help_text="BCP 47, for example en or ja.")
    # The base class has an attribute of this name, for the caption of a form's field.
    label = WordsField(max_length=200, help_text="For example burden-sharing.")  # type: ignore[assignment]
    kind = serializers.ChoiceField(
        choices=TopicLabel.Kind.choices, default=TopicLabel.Kind.PREFERRED, help_text="One preferred label for each language."
    )


class TopicBody(BodySerializer):
    """A concept and its names."""

    slug = WordsField(max_length=80, help_text="Its name in addresses, for example burden-sharing.")
    broader = TopicField(required=False, allow_null=True, help_text="The slug of the wider concept, if any.")
    labels = serializers.ListField(child=LabelBody(), required=False, max_length=_MOST, help_text="All its names.")


class CommentBody(BodySerializer):
    """A word to the other person; it may stay away."""

    comment = WordsField(required=False, allow_blank=True, max_length=LONGEST_WORDS, help_text="Why, for the other person and the history.")


class ReasonBody(CommentBody):
    """Why: who asks for changes, rejects or retracts says so."""

    comment = SentenceField(help_text="Why, for the other person and the history.")
