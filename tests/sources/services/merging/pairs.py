"""Two records of one document, and their merge."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from sources.models import Document
from sources.services.merging import merge_documents
from tests.factories.sources import (
    DocumentFactory,
    IdentifierFactory,
    PassageFactory,
    ReferenceFactory,
    TitleVariantFactory,
)
from tests.sources.services.merging.database import whole_database


def merge(kept: Document, merged: Document, editor, **further):
    return merge_documents(kept, merged, by=editor, reason="catalogued twice", **further)


def refused(kept: Document, merged: Document, editor, **further) -> list[str]:
    before = whole_database()
    with pytest.raises(ValidationError) as refusal:
        merge(kept, merged, editor, **further)
    assert whole_database() == before
    return refusal.value.messages


def richly_linked(debate, kept) -> Document:
    """The debate's document with everything that can point to a document."""
    merged = debate.document
    IdentifierFactory(document=merged, scheme="isbn", value="978-0-306-40615-7")
    IdentifierFactory(document=merged, scheme="oclc", value="1234")
    TitleVariantFactory(document=merged, title="Das Tor wird gehalten")
    TitleVariantFactory(document=merged, language="fr", title="Tenir la porte")
    PassageFactory(document=merged, text=None, start=None, end=None, status="transcribed", quote="Typed from paper.", locator_label="page")
    DocumentFactory(citation_key="chapter", part_of=merged)
    DocumentFactory(citation_key="reprint", original=merged)
    ReferenceFactory(citing=merged, text=merged.texts.get(), start=0, end=5)
    ReferenceFactory(cited=merged, status="resolved")
    return merged
