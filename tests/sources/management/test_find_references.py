from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sources.models import Reference
from sources.services.references.finding import find_references
from tests.factories.sources import DocumentFactory, TextFactory
from tests.sources.services.references.test_finding import BODY, book

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_references_are_found_and_counted():
    book("Quill", "Ada", "The Tide Tables of Norrhaven", "1998")
    TextFactory(content=BODY, document=DocumentFactory(citation_key="crow2010harbour"))

    assert said("find_references", "crow2010harbour") == (
        "crow2010harbour version 1: 5 found (2 resolved, 0 ambiguous, 2 unmatched, 1 remarks), 0 were here already.\n"
    )
    assert json.loads(said("find_references", "--json")) == {
        "dry_run": False,
        "created": 0,
        "unchanged": 5,
        "entries": [
            {
                "document": "crow2010harbour",
                "version": 1,
                "created": 0,
                "unchanged": 5,
                "quotations": 0,
                "resolved": 0,
                "ambiguous": 0,
                "unmatched": 0,
                "remark": 0,
            }
        ],
    }


def test_a_trial_stores_nothing():
    TextFactory(content=BODY)

    assert json.loads(said("find_references", "--dry-run", "--json"))["created"] == 5
    assert Reference.objects.count() == 0


def test_a_document_that_is_not_here_is_named():
    with pytest.raises(CommandError, match=r"There is no document nobody1900nothing\."):
        said("find_references", "nobody1900nothing")


def test_what_waits_is_tried_again():
    find_references(TextFactory(content=BODY))
    book("Quill", "Ada", "The Tide Tables of Norrhaven", "1998")

    assert json.loads(said("resolve_references", "--json")) == {"checked": 3, "changed": 2, "resolved": 1, "ambiguous": 0}
    assert said("resolve_references") == "2 citations looked at, 0 changed: 0 resolved now, 0 may mean several documents.\n"
