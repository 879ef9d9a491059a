"""Filters of documents, authors and references."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet

from sources.formats.record import CSL_TYPES
from sources.models import Author, Document, Reference
from sources.negotiation.asked_dates import validate_date
from sources.services.find_document import resolve_author


class DocumentFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(method="filter_search", help_text="Words of the title, a name of a contributor, or a citation key.")
    author = django_filters.CharFilter(method="filter_author", help_text="An author's id, or part of a name.")
    type = django_filters.ChoiceFilter(choices=[(value, value) for value in CSL_TYPES], help_text="A CSL type, for example report.")
    issued_from = django_filters.CharFilter(
        validators=[validate_date],
        field_name="issued",
        lookup_expr="gte",
        help_text="From this year or date on, for example 1998 or 2005-03.",
    )
    issued_to = django_filters.CharFilter(
        validators=[validate_date], method="filter_issued_to", help_text="Up to and with this year or date."
    )

    class Meta:
        model = Document
        fields: tuple[str, ...] = ()

    def filter_search(self, queryset: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        for word in value.split():
            queryset = queryset.filter(
                Q(title__icontains=word)
                | Q(citation_key__icontains=word)
                | Q(pk__in=Document.objects.filter(titles__title__icontains=word).values("pk"))
                | Q(pk__in=_documents_of(word))
            )
        return queryset

    def filter_author(self, queryset: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        known = resolve_author(value)
        if known:
            return queryset.filter(pk__in=Document.objects.filter(contributions__author=known.author).values("pk"))
        return queryset.filter(pk__in=_documents_of(value))

    def filter_issued_to(self, queryset: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        # EDTF dates sort as text; everything that begins with the asked date lies within it.
        return queryset.exclude(issued="").filter(Q(issued__lte=value) | Q(issued__startswith=value))


def _documents_of(author: str) -> QuerySet[Document, int]:
    named = (
        Q(contributions__author__family__icontains=author)
        | Q(contributions__author__given__icontains=author)
        | Q(contributions__author__literal__icontains=author)
        | Q(contributions__credited__icontains=author)
    )
    return Document.objects.filter(named).values_list("pk", flat=True)


class AuthorFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(method="filter_search", help_text="Part of a name, in any of its forms.")
    kind = django_filters.ChoiceFilter(choices=Author.Kind.choices, help_text="person or organisation.")

    class Meta:
        model = Author
        fields: tuple[str, ...] = ()

    def filter_search(self, queryset: QuerySet[Author], name: str, value: str) -> QuerySet[Author]:
        for word in value.split():
            variants = Author.objects.filter(
                Q(variants__family__icontains=word) | Q(variants__given__icontains=word) | Q(variants__literal__icontains=word)
            )
            queryset = queryset.filter(
                Q(family__icontains=word) | Q(given__icontains=word) | Q(literal__icontains=word) | Q(pk__in=variants.values("pk"))
            )
        return queryset


class ReferenceFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        field_name="public_status", choices=Reference.Status.choices, help_text="resolved, ambiguous or unmatched."
    )
    kind = django_filters.ChoiceFilter(choices=Reference.Kind.choices, help_text="cites, quotes, shares or remark.")

    class Meta:
        model = Reference
        fields: tuple[str, ...] = ()
