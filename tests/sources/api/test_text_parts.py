from __future__ import annotations

import pytest

from tests.factories.sources import DocumentFactory, MarkFactory, TextFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/documents/harbour2001gates/texts/1/"
WORDS = "The har-\nbour gate\nclosed. 🚢 It opened."


def held(rights="open", **given):
    document = DocumentFactory(citation_key="harbour2001gates")
    return TextFactory(**{"document": document, "content": WORDS, "rights": rights, **given})


@pytest.mark.parametrize("rights", ["open", "excerpt_only"])
def test_places_are_facts(api, rights):
    text = held(rights)
    mark = MarkFactory(text=text, value="iv", basis="counted", start=0, end=20)
    MarkFactory(text=text, value="", basis="unknown", start=20, end=30)
    MarkFactory(text=text, label="note", value="7", start=22, end=30)

    body = api.get(f"{URL}marks/?count=true&limit=2").json()

    assert (body["count"], [(one["label"], one["value"]) for one in body["results"]]) == (3, [("page", "iv"), ("page", "")])
    assert body["results"][0] == {
        "id": mark.public_id,
        "label": "page",
        "value": "iv",
        "basis": "counted",
        "start": 0,
        "end": 20,
        "revision": 1,
    }
    assert [one["value"] for one in api.get(body["next"]).json()["results"]] == ["7"]
    assert [one["value"] for one in api.get(f"{URL}marks/?label=note").json()["results"]] == ["7"]


def test_an_open_text_is_read_with_a_map_to_its_verbatim_offsets(api):
    text = held()

    answer = api.get(f"{URL}reading/")

    body = answer.json()
    assert body == {
        "document": "harbour2001gates",
        "version": 1,
        "sha256": text.sha256,
        "start": 0,
        "end": len(WORDS),
        "text": "The harbour gate closed. 🚢 It opened.",
        "map": [[0, 7, 0, 7], [7, 30, 9, 39]],
    }
    assert api.get(f"{URL}reading/", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_stretch_is_read_as_part_of_the_whole(api):
    held()

    body = api.get(f"{URL}reading/?start=6&end=28").json()

    assert (body["text"], body["map"][0]) == ("rbour gate closed. 🚢", [0, 1, 6, 7])


@pytest.mark.parametrize("rights", ["excerpt_only", "private"])
def test_what_is_not_open_is_read_by_nobody_in_this_way(api, editor, rights):
    held(rights)
    api.force_login(editor)

    answer = api.get(f"{URL}reading/?start=0&end=9")

    assert (answer.status_code, answer.json()["detail"]) == (
        403,
        "The rights of this text do not allow showing it: cite its excerpts, at /api/v1/excerpts/.",
    )


def test_of_a_private_text_not_even_its_parts_are_told(api):
    MarkFactory(text=held("private"), start=0, end=20)

    assert api.get(f"{URL}marks/").status_code == 403


def test_words_that_are_not_held_are_not_there_to_be_read(api):
    text = held(content=None, words=WORDS)

    answer = api.get(f"{URL}reading/")

    assert (answer.status_code, answer.json()["detail"]) == (
        404,
        f"The words of harbour.txt are not held here, only their SHA-256 is known: {text.sha256}.",
    )


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("reading/?start=9&end=9", "end"),
        ("reading/?end=400", "end"),
        ("reading/?start=-1", "start"),
        ("reading/?begin=3", "begin"),
        ("marks/?label=leaf", "label"),
        ("marks/?labels=page", "labels"),
        ("marks/?limit=0", "limit"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(api, asked, field):
    held()

    answer = api.get(URL + asked)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_texts_that_there_are_not_and_hidden_documents_have_no_parts(api):
    text = held()
    other = TextFactory(document=DocumentFactory(citation_key="secret2000book", is_hidden=True))

    assert api.get(URL.replace("/1/", "/2/") + "marks/").status_code == 404
    assert api.get(f"/api/v1/documents/{other.document.citation_key}/texts/1/marks/").status_code == 404
    assert text.marks.count() == 0


@pytest.mark.parametrize("number", [1, 5])
def test_more_marks_take_no_more_queries(api, number, django_assert_num_queries):
    text = held()
    for start in range(number):
        MarkFactory(text=text, start=start, end=start + 1)
    api.get(f"{URL}marks/")

    # The document, three that are read with it, the text, the marks.
    with django_assert_num_queries(6):
        api.get(f"{URL}marks/")
