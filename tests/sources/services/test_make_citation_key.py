from __future__ import annotations

import pytest

from sources.services.add_document import Credit, NewDocument, Titled, add_document
from sources.services.make_citation_key import make_citation_key
from tests.factories.sources import AuthorFactory, DocumentFactory, NameVariantFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("family", "issued", "title", "key"),
    [
        ("Nodomi", "2005-03-18", "Challenges to the Japan-U.S. Security Alliance", "nodomi2005challenges"),
        ("Mochizuki", "1998-22", "A Liberal Vision", "mochizuki1998liberal"),
        ("O'Hanlon", "1998", "The End of It", "ohanlon1998end"),
        ("van Gogh", "1888~", "Starry", "vangogh1888starry"),
        ("Müller-Łuczak", "1999/2001", "Über die Ethik", "mullerluczak1999uber"),
        ("", "", "The", "anonymousndthe"),
        ("Weiß", "2001", "", "weiss2001untitled"),
        ("Caesar", "-0049", "De bello", "caesar0049bello"),
    ],
)
def test_a_key_is_author_year_and_first_word_that_tells(family, issued, title, key):
    assert make_citation_key(family=family, issued=issued, title=title) == key


def test_collisions_get_letters_whatever_the_case():
    for expected in ("Smith2000gate", "smith2000gatea", "smith2000gateb"):
        DocumentFactory(citation_key=expected)

    assert make_citation_key(family="Smith", issued="2000", title="Gate") == "smith2000gatec"


def test_japanese_names_and_titles_are_romanised():
    author = AuthorFactory(family="瀬名川", given="塔子")
    NameVariantFactory(author=author, form="romanisation", language="ja-Latn", family="Senagawa", given="Tōko")

    document = add_document(
        NewDocument(
            fields={"type": "article-journal", "title": "閉じる門", "issued": "2021", "language": "ja"},
            credits=[Credit(author)],
            titles=[Titled("romanisation", "ja-Latn", "Tojiru mon")],
        )
    )

    assert document.citation_key == "senagawa2021tojiru"


@pytest.mark.parametrize(
    ("credited", "key"),
    [
        ("Tōko Senagawa", "senagawa2021nato"),
        ("Senagawa, Tōko", "senagawa2021nato"),
        ("COL SENAGAWA Toko", "senagawa2021nato"),
        ("瀬名川塔子", "anonymous2021nato"),
        ("", "anonymous2021nato"),
    ],
)
def test_a_name_without_romanisation_is_taken_as_the_document_prints_it(credited, key):
    author = AuthorFactory(family="瀬名川", given="塔子")

    document = add_document(
        NewDocument(fields={"type": "book", "title": "日米同盟とNATO", "issued": "2021"}, credits=[Credit(author, credited=credited)])
    )

    assert document.citation_key == key


def test_the_name_that_is_cited_here_makes_the_key():
    author = AuthorFactory(family="瀬名川", given="塔子")
    NameVariantFactory(author=author, form="translation", family="Rapids")
    NameVariantFactory(author=author, form="reading", family="せながわ")

    document = add_document(NewDocument(fields={"type": "book", "title": "Gate", "issued": "2021"}, credits=[Credit(author)]))

    assert document.citation_key == "senagawa2021gate"
