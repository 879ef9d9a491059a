"""Filters of excerpts, claims and what links them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.models import BooleanField, DecimalField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Cast, Round

from claims.models import AuthorAccount, Claim, ClaimStanding, Comment, DeclaredConflict, Evidence, Flag, Relation, RelationEvidence, Topic
from claims.services.excerpts import readable_words
from claims.services.find_topic import claims_about, find_topic
from claims.services.questions import QUESTIONS, Resource, questions_of
from claims.types import type_choices
from history.past import is_past
from sources.formats.record import CSL_TYPES
from sources.models import Author, Passage
from sources.negotiation.asked_dates import validate_date
from sources.services.find_document import find_document, resolve_author


def _asked(words: str) -> Func:
    """A query as people type it, read by the database beside the code that indexes (``sources/migrations/0003_search``)."""
    return Func(Value(words), function="sources_search_query", output_field=SearchQueryField())


_INDEX = F("index__search")


def _words_of_claims(reader: Any) -> F | Func:
    """What is searched of claims: the index, which is of today. Words that were public never change, but those of drafts do."""
    if not is_past() or not getattr(reader, "is_authenticated", False):
        return _INDEX
    columns = (F(name) for name in ("statement", "attributes", "language"))
    return Func(*columns, function="claims_search_vector", output_field=SearchVectorField())


def _matches(words: str, searched: F | Func = _INDEX) -> Func:
    return Func(searched, _asked(words), template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField())


def _rank(words: str, searched: F | Func = _INDEX) -> Cast:
    """Cover density, to six places: a page's cursor must find the same number again."""
    density = Func(searched, _asked(words), function="ts_rank_cd")
    rounded = Round(Cast(density, DecimalField(max_digits=12, decimal_places=6)), 6)
    # The primary key behind the last place makes every rank another one: a page begins exactly where the last ended.
    place = Cast(F("pk"), DecimalField(max_digits=20, decimal_places=0)) * Value(Decimal("1e-18"))
    return Cast(rounded + place, DecimalField(max_digits=40, decimal_places=18))


def _claims_that_say(words: str, request: Any) -> QuerySet[Claim]:
    return Claim.objects.filter(_matches(words, _words_of_claims(getattr(request, "user", None))))


class QuestionFilter(django_filters.ChoiceFilter):
    """One of the research questions that records of a kind answer."""

    def __init__(self, resource: Resource) -> None:
        super().__init__(
            choices=questions_of(resource), help_text=f"A research question, as `questions/` names them: only {resource} that answer it."
        )

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return the records that answer the question; all of them if none is asked."""
        return QUESTIONS[value].among(qs) if value else qs


class ExcerptFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(
        method="filter_search", help_text='Words, "a phrase", OR, -not; ranked. Stemmed; Chinese and Japanese too.'
    )
    document = django_filters.CharFilter(method="filter_document", help_text="A citation key, present or former.")
    author = django_filters.CharFilter(method="filter_author", help_text="An author's id, or part of a family name.")
    claim = django_filters.CharFilter(method="filter_claim", help_text="A claim's id.")
    topic = django_filters.CharFilter(method="filter_topic", help_text="A topic's slug, present or former.")
    type = django_filters.ChoiceFilter(
        field_name="document__type", choices=[(value, value) for value in CSL_TYPES], help_text="A CSL type of the document."
    )
    issued_from = django_filters.CharFilter(
        validators=[validate_date],
        field_name="document__issued",
        lookup_expr="gte",
        help_text="Documents from this year or date on, for example 1998 or 2005-03.",
    )
    issued_to = django_filters.CharFilter(
        validators=[validate_date], method="filter_issued_to", help_text="Documents up to and with this year or date."
    )
    question = QuestionFilter("excerpts")

    class Meta:
        model = Passage
        fields: tuple[str, ...] = ()

    def filter_search(self, queryset: QuerySet[Passage], name: str, value: str) -> QuerySet[Passage]:
        # Whoever may not read the words may not find out by asking whether they are there either.
        return readable_words(queryset).filter(_matches(value)).annotate(rank=_rank(value))

    def filter_document(self, queryset: QuerySet[Passage], name: str, value: str) -> QuerySet[Passage]:
        return queryset.filter(document=find_document(value))

    def filter_author(self, queryset: QuerySet[Passage], name: str, value: str) -> QuerySet[Passage]:
        known = resolve_author(value)
        asked = Q(pk=known.author.pk) if known else Q(family__icontains=value) | Q(literal__icontains=value)
        return queryset.filter(document__in=Author.objects.filter(asked).values("contributions__document"))

    def filter_claim(self, queryset: QuerySet[Passage], name: str, value: str) -> QuerySet[Passage]:
        return queryset.filter(pk__in=self._evidence().filter(claim__public_id=value).values("passage"))

    def filter_topic(self, queryset: QuerySet[Passage], name: str, value: str) -> QuerySet[Passage]:
        return queryset.filter(pk__in=self._evidence().filter(claim__in=claims_about(value)).values("passage"))

    def filter_issued_to(self, queryset: QuerySet[Passage], name: str, value: str) -> QuerySet[Passage]:
        return queryset.exclude(document__issued="").filter(Q(document__issued__lte=value) | Q(document__issued__startswith=value))

    def _evidence(self) -> QuerySet[Evidence]:
        return Evidence.objects.visible_to(getattr(self.request, "user", None))


#: What is asked of a claim's evidence.
_OF_EVIDENCE = ("document", "stance", "voice")


class ClaimFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(
        method="filter_search",
        help_text='Words of the statement and its attributes, "a phrase", OR, -not; ranked. Stemmed; Chinese and Japanese too.',
    )
    type = django_filters.ChoiceFilter(choices=type_choices(), help_text="A type of claim, for example causal.")
    status = django_filters.ChoiceFilter(choices=Claim.Status.choices, help_text="A state; others than published show to curators only.")
    standing = django_filters.ChoiceFilter(
        field_name="standing__category", choices=ClaimStanding.Category.choices, help_text="What it stands on, in a word."
    )
    question = QuestionFilter("claims")
    topic = django_filters.CharFilter(method="filter_topic", help_text="A topic's slug, present or former.")
    document = django_filters.CharFilter(method="filter_evidence", help_text="A citation key: claims with evidence from it.")
    holder = django_filters.CharFilter(method="filter_holder", help_text="An author's id.")
    stance = django_filters.ChoiceFilter(
        method="filter_evidence",
        choices=Evidence.Stance.choices,
        help_text="With evidence of this stance; together with `document` or `voice`, one and the same evidence.",
    )
    voice = django_filters.ChoiceFilter(method="filter_evidence", choices=Evidence.Voice.choices, help_text="With evidence in this voice.")

    class Meta:
        model = Claim
        fields: tuple[str, ...] = ()

    def filter_search(self, queryset: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        searched = _words_of_claims(getattr(self.request, "user", None))
        return queryset.filter(_matches(value, searched)).annotate(rank=_rank(value, searched))

    def filter_topic(self, queryset: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        topic = find_topic(value)
        return queryset.filter(topics=topic) if topic else queryset.none()

    def filter_queryset(self, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        """Of what is asked of evidence, the same piece answers all: what a document disputes, not what it and what others do."""
        asked = {name: value for name in _OF_EVIDENCE if (value := self.form.cleaned_data.get(name))}
        found: QuerySet[Claim] = super().filter_queryset(queryset)
        if not asked:
            return found
        if "document" in asked:
            asked["passage__document"] = find_document(asked.pop("document"))
        evidence = Evidence.objects.visible_to(getattr(self.request, "user", None)).filter(**asked)
        return found.filter(pk__in=evidence.values("claim"))

    def filter_evidence(self, queryset: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        """Nothing by itself: see ``filter_queryset``."""
        return queryset

    def filter_holder(self, queryset: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        known = resolve_author(value)
        return queryset.filter(holder=known.author) if known else queryset.none()


class EvidenceFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(method="filter_search", help_text="Words of the passage or of the claim. Stemmed.")
    type = django_filters.ChoiceFilter(field_name="claim__type", choices=type_choices(), help_text="A type of the claim.")
    topic = django_filters.CharFilter(method="filter_topic", help_text="A topic's slug: evidence for claims about it.")
    holder = django_filters.CharFilter(method="filter_holder", help_text="An author's id: what is reported as theirs.")
    claim = django_filters.CharFilter(field_name="claim__public_id", help_text="A claim's id.")
    document = django_filters.CharFilter(method="filter_document", help_text="A citation key, present or former.")
    question = QuestionFilter("evidence")

    class Meta:
        model = Evidence
        fields = ("stance", "voice", "basis", "strength", "status")

    def filter_search(self, queryset: QuerySet[Evidence], name: str, value: str) -> QuerySet[Evidence]:
        # Whoever may not read the words may not find out by asking whether they are there either.
        words = readable_words(Passage.objects.all()).filter(_matches(value))
        return queryset.filter(Q(passage__in=words) | Q(claim__in=_claims_that_say(value, self.request)))

    def filter_topic(self, queryset: QuerySet[Evidence], name: str, value: str) -> QuerySet[Evidence]:
        return queryset.filter(claim__in=claims_about(value))

    def filter_holder(self, queryset: QuerySet[Evidence], name: str, value: str) -> QuerySet[Evidence]:
        known = resolve_author(value)
        return queryset.filter(holder=known.author) if known else queryset.none()

    def filter_document(self, queryset: QuerySet[Evidence], name: str, value: str) -> QuerySet[Evidence]:
        return queryset.filter(passage__document=find_document(value))


class RelationFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(method="filter_search", help_text="Words of either claim. Stemmed.")
    topic = django_filters.CharFilter(method="filter_topic", help_text="A topic's slug: relations of claims about it.")
    claim = django_filters.CharFilter(method="filter_claim", help_text="A claim's id, at either end.")
    question = QuestionFilter("relations")
    document = django_filters.CharFilter(method="filter_document", help_text="A citation key: relations that passages of it bear out.")

    class Meta:
        model = Relation
        fields = ("kind", "status")

    def filter_search(self, queryset: QuerySet[Relation], name: str, value: str) -> QuerySet[Relation]:
        return queryset.filter(_of_claims(_claims_that_say(value, self.request)))

    def filter_topic(self, queryset: QuerySet[Relation], name: str, value: str) -> QuerySet[Relation]:
        return queryset.filter(_of_claims(claims_about(value)))

    def filter_claim(self, queryset: QuerySet[Relation], name: str, value: str) -> QuerySet[Relation]:
        return queryset.filter(Q(from_claim__public_id=value) | Q(to_claim__public_id=value) | Q(to_evidence__claim__public_id=value))

    def filter_document(self, queryset: QuerySet[Relation], name: str, value: str) -> QuerySet[Relation]:
        return queryset.filter(pk__in=RelationEvidence.objects.filter(passage__document=find_document(value)).values("relation"))


def _of_claims(claims: QuerySet[Claim]) -> Q:
    """Relations with one of these claims at either end."""
    return Q(from_claim__in=claims) | Q(to_claim__in=claims) | Q(to_evidence__claim__in=claims)


class TopicFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(method="filter_search", help_text="Part of a label, in any language.")

    class Meta:
        model = Topic
        fields: tuple[str, ...] = ()

    def filter_search(self, queryset: QuerySet[Topic], name: str, value: str) -> QuerySet[Topic]:
        return queryset.filter(pk__in=Topic.objects.filter(labels__label__icontains=value).values("pk"))


class RemarkFilter(django_filters.FilterSet):
    claim = django_filters.CharFilter(field_name="claim__public_id", help_text="A claim's id.")
    evidence = django_filters.CharFilter(field_name="evidence__public_id", help_text="The id of evidence.")
    relation = django_filters.CharFilter(field_name="relation__public_id", help_text="A relation's id.")
    status = django_filters.ChoiceFilter(
        method="filter_status", choices=[("open", "open"), ("resolved", "resolved")], help_text="open or resolved."
    )

    def filter_status(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(resolved_at__isnull=value == "open")


class CommentFilter(RemarkFilter):
    class Meta:
        model = Comment
        fields: tuple[str, ...] = ()


class FlagFilter(RemarkFilter):
    class Meta:
        model = Flag
        fields = ("kind",)


class TieFilter(django_filters.FilterSet):
    account = django_filters.CharFilter(field_name="account__username", help_text="An account's name.")
    author = django_filters.CharFilter(method="filter_author", help_text="An author's id.")
    status = django_filters.ChoiceFilter(
        method="filter_status", choices=[("holds", "holds"), ("ended", "ended")], help_text="holds or ended."
    )

    def filter_author(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        known = resolve_author(value)
        return queryset.filter(author=known.author) if known else queryset.none()

    def filter_status(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(ended_at__isnull=value == "holds")


class ConflictFilter(TieFilter):
    document = django_filters.CharFilter(method="filter_document", help_text="A citation key, present or former.")
    claim = django_filters.CharFilter(field_name="claim__public_id", help_text="A claim's id.")

    class Meta:
        model = DeclaredConflict
        fields: tuple[str, ...] = ()

    def filter_document(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        document = find_document(value)
        return queryset.filter(document=document) if document else queryset.none()


class AuthorAccountFilter(TieFilter):
    class Meta:
        model = AuthorAccount
        fields: tuple[str, ...] = ()
