from __future__ import annotations

import pytest

from sources.models import Document
from tests.factories.sources import (
    AuthorFactory,
    ContributionFactory,
    DocumentFactory,
    IdentifierFactory,
    TextFactory,
    TitleVariantFactory,
)


@pytest.fixture
def kept(debate) -> Document:
    """A second record of the debate's document, with words, an identifier and a title of its own."""
    document = DocumentFactory(citation_key="tarrowby2019gate", type="report", title="Holding the Gate: A Report", issued="2019")
    ContributionFactory(document=document, author=AuthorFactory(family="Tarrowby", given="H."))
    TextFactory(document=document, content="Other words of the report.")
    IdentifierFactory(document=document, scheme="isbn", value="978-0-306-40615-7")
    TitleVariantFactory(document=document, title="Das Tor halten")
    return document
