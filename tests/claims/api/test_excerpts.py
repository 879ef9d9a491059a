from __future__ import annotations

import hashlib

import pytest

from claims.services.review import retract
from history.services import recorded
from sources.models import Document, Text
from tests.debate import WORDS, reviewed_claim
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, PassageFactory, TextFactory

URL = "/api/v1/excerpts/"


def sha256(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def ids(response) -> list[str]:
    return [excerpt["id"] for excerpt in response.json()["results"]]


def test_an_excerpt_is_shown_whole(debate, api):
    response = api.get(f"{URL}{debate.public.public_id}/")

    assert response.status_code == 200
    assert response.json() == {
        "id": debate.public.public_id,
        "url": f"http://testserver{URL}{debate.public.public_id}/",
        "text": "The harbour gate closed at dawn.",
        "reading": "The harbour gate closed at dawn.",
        "highlight": "The harbour gate closed at dawn.",
        "status": "exact",
        "language": "en",
        "locator": {"label": "page", "value": "4"},
        "selectors": [
            {
                "type": "TextQuoteSelector",
                "exact": "The harbour gate closed at dawn.",
                "prefix": "",
                "suffix": " It opened again at noon. Nobody",
            },
            {"type": "TextPositionSelector", "start": 0, "end": 32},
        ],
        "text_version": {"version": 1, "sha256": sha256(WORDS), "is_newest": True},
        "derived_from": None,
        "carried": "",
        "newer": None,
        "quote_sha256": sha256("The harbour gate closed at dawn."),
        "document": {
            "key": "tarrowby2019holding",
            "url": "http://testserver/api/v1/documents/tarrowby2019holding/",
            "type": "report",
            "title": "Holding the gate",
            "authors": ["Hester Tarrowby"],
            "issued": "2019-04",
            "is_sample": False,
            "retraction": None,
        },
        "citation": {
            "key": "tarrowby2019holding",
            "in_text": "(Tarrowby, 2019, p. 4)",
            "reference": "Tarrowby, H. (2019). Holding the gate. Halver Press.",
            "ready": {
                "biblatex": r"\autocite[4]{tarrowby2019holding}",
                "bibtex": r"\cite[p.~4]{tarrowby2019holding}",
                "pandoc": "[@tarrowby2019holding, p. 4]",
                "csl-json": {"id": "tarrowby2019holding", "label": "page", "locator": "4"},
            },
        },
        "claims": [
            {
                "id": "gate-closed-early",
                "url": "http://testserver/api/v1/claims/gate-closed-early/",
                "type": "event",
                "statement": "The gate closed early.",
                "stance": "supports",
            }
        ],
        "how_to_load": "",
        "revision": 1,
    }


def test_the_citation_follows_the_record(debate, api):
    before = api.get(f"{URL}{debate.public.public_id}/").json()["citation"]
    Document.objects.filter(pk=debate.document.pk).update(title="Letting the gate go", issued="2021")
    author = debate.document.contributions.get().author
    author.family = "Tarrow"
    author.save()

    after = api.get(f"{URL}{debate.public.public_id}/").json()["citation"]

    assert before["in_text"] == "(Tarrowby, 2019, p. 4)"
    assert after["in_text"] == "(Tarrow, 2021, p. 4)"
    assert after["reference"] == "Tarrow, H. (2021). Letting the gate go. Halver Press."


def test_a_passage_over_a_page_break_has_both_pages(debate, api, curator, editor):
    across = PassageFactory(text=debate.public.text, start=33, end=70)
    reviewed_claim(across, curator, editor, "The gate opened.", "gate-opened")

    excerpt = api.get(f"{URL}{across.public_id}/").json()

    assert excerpt["locator"] == {"label": "page", "value": "4-5"}
    assert excerpt["citation"]["in_text"] == "(Tarrowby, 2019, pp. 4–5)"


def test_strangers_see_only_what_public_evidence_stands_on_or_an_editor_published(debate, api, editor):
    assert ids(api.get(URL)) == [debate.public.public_id]
    assert api.get(f"{URL}{debate.under_draft.public_id}/").status_code == 404

    debate.bare.is_published = True
    with recorded(by=editor):
        debate.bare.save()

    shown = api.get(f"{URL}{debate.bare.public_id}/").json()
    assert (shown["text"], shown["claims"]) == (debate.bare.quote, [])


def test_curators_see_drafts_too(debate, api, curator):
    api.force_authenticate(curator)

    assert set(ids(api.get(URL))) == {debate.public.public_id, debate.under_draft.public_id, debate.bare.public_id}


def test_nothing_of_a_hidden_document_is_visible(debate, api):
    Document.objects.update(is_hidden=True)

    for path in (URL, f"{URL}?search=gate", f"{URL}?count=true", "/api/v1/documents/", "/api/v1/evidence/", "/api/v1/authors/"):
        body = api.get(path).json()
        assert body["results"] == [], path
        assert body.get("count", 0) == 0
    assert api.get(f"{URL}{debate.public.public_id}/").status_code == 404
    assert api.get("/api/v1/documents/tarrowby2019holding/").status_code == 404
    assert api.get("/api/v1/claims/gate-closed-early/").json()["evidence"] == []


def test_private_words_are_withheld_and_their_hash_stays(debate, api):
    Text.objects.update(rights="private")

    excerpt = api.get(f"{URL}{debate.public.public_id}/").json()

    assert (excerpt["text"], excerpt["reading"], excerpt["highlight"]) == (None, None, None)
    assert excerpt["selectors"] == [{"type": "TextPositionSelector", "start": 0, "end": 32}]
    assert excerpt["quote_sha256"] == sha256("The harbour gate closed at dawn.")
    assert excerpt["how_to_load"] == "The words are held but their rights do not allow showing them."
    assert ids(api.get(f"{URL}?search=harbour")) == []


def test_a_stand_off_excerpt_says_how_to_load_the_copy(debate, api, curator, editor):
    text = TextFactory(content=None, words=WORDS, document=DocumentFactory(citation_key="ogden1999gate"), file_name="ogden.txt")
    passage = PassageFactory(text=text, start=0, end=32, status="pinned", quote_sha256=sha256(WORDS[:32]))
    reviewed_claim(passage, curator, editor, "It closed.", "it-closed")

    excerpt = api.get(f"{URL}{passage.public_id}/").json()

    assert (excerpt["status"], excerpt["text"], excerpt["quote_sha256"]) == ("pinned", None, sha256(WORDS[:32]))
    assert "manage.py ingest ogden.txt --document ogden1999gate" in excerpt["how_to_load"]
    assert sha256(WORDS) in excerpt["how_to_load"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"document": "tarrowby2019holding"}, 1),
        ({"document": "other"}, 0),
        ({"author": "tarrow"}, 1),
        ({"author": "somebody"}, 0),
        ({"claim": "gate-closed-early"}, 1),
        ({"claim": "gate-opened-late"}, 0),
        ({"type": "report"}, 1),
        ({"type": "book"}, 0),
        ({"issued_from": "2019"}, 1),
        ({"issued_from": "2020"}, 0),
        ({"issued_to": "2019"}, 1),
        ({"issued_to": "2018"}, 0),
        ({"topic": "none"}, 0),
    ],
)
def test_filters(debate, api, filters, found):
    assert len(ids(api.get(URL, filters))) == found


@pytest.mark.parametrize("count", [1, 5])
def test_queries_do_not_grow_with_rows(db, api, curator, editor, django_assert_num_queries, count):
    for n in range(count):
        document = DocumentFactory(citation_key=f"key{n}")
        ContributionFactory(document=document, author=AuthorFactory())
        passage = PassageFactory(text=TextFactory(document=document))
        reviewed_claim(passage, curator, editor, f"Number {n}.", f"number-{n}")
    api.get(URL)

    # passages with document; contributions, authors, identifiers, titles; marks; kept citations; contexts; evidence; corrections; retractions
    with django_assert_num_queries(11):
        assert len(api.get(URL).json()["results"]) == count


def test_an_excerpt_names_its_state_and_is_not_sent_twice(debate, api, editor):
    first = api.get(f"{URL}{debate.public.public_id}/")
    again = api.get(f"{URL}{debate.public.public_id}/", headers={"If-None-Match": first["ETag"]})
    retract(debate.published, by=editor, comment="It was late.")
    after = api.get(f"{URL}{debate.public.public_id}/", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert after.status_code == 200
    assert after["ETag"] != first["ETag"]
    assert not first["ETag"].startswith("W/")


def test_a_change_of_place_changes_the_tag(debate, api):
    path = f"{URL}{debate.public.public_id}/"
    first = api.get(path)["ETag"]
    debate.public.text.marks.filter(value="4").update(value="iv")

    assert api.get(path, headers={"If-None-Match": first}).status_code == 200


def test_a_hidden_book_is_not_named_by_its_chapter(debate, api):
    book = DocumentFactory(type="book", title="Secret volume", issued="2001", is_hidden=True)
    Document.objects.filter(pk=debate.document.pk).update(type="chapter", part_of=book)

    assert "Secret" not in api.get(f"{URL}{debate.public.public_id}/").content.decode()
