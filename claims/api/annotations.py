"""Excerpts as W3C Web Annotations: one, or a page of them (Web Annotation Data Model and Vocabulary)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from claims.services.annotations import CONTEXT, annotation
from claims.services.excerpts import Quotation


def write_annotation(quotation: Quotation, *, site: str) -> bytes:
    """One excerpt as an annotation that stands alone.

    Args:
        quotation: The excerpt.
        site: The address of this installation, without a slash at its end.
    """
    return (json.dumps({"@context": CONTEXT} | annotation(quotation, site=site), ensure_ascii=False) + "\n").encode()


def write_annotation_page(
    quotations: Iterator[Quotation], *, address: str, site: str, links: Mapping[str, str] = MappingProxyType({})
) -> Iterator[str]:
    """Yield an annotation page, one annotation a line.

    Args:
        quotations: The excerpts.
        address: Of this page, which is its id.
        site: As for `write_annotation`.
        links: The addresses of the pages beside it: ``next`` and ``prev``, where there are such.
    """
    page = {
        "@context": CONTEXT,
        "id": address,
        "type": "AnnotationPage",
        "partOf": {"id": f"{site}/api/v1/excerpts/", "type": "AnnotationCollection"},
        **links,
    }
    yield json.dumps(page, ensure_ascii=False)[:-1] + ', "items": ['
    separator = "\n"
    for quotation in quotations:
        yield separator + json.dumps(annotation(quotation, site=site), ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"
