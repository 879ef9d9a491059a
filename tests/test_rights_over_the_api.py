"""No answer of the API has words that rights withhold: every reading operation, every representation, every kind of reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from rest_framework.test import APIClient

from claims.models import Evidence
from tests.rights import Guarded, words_in

pytestmark = pytest.mark.django_db
SCHEMA = yaml.safe_load((Path(__file__).parent / "golden" / "openapi.yml").read_text(encoding="utf-8"))
READING = {path: operations["get"] for path, operations in SCHEMA["paths"].items() if "get" in operations}
ANSWERED = {200, 301, 401, 403, 404, 406}
READERS = ["anonymous", "carla", "edith", "ada"]


@pytest.fixture
def readers(curator, editor, administrator) -> dict[str, APIClient]:
    clients = {name: APIClient() for name in READERS}
    for user in (curator, editor, administrator):
        clients[user.username].force_authenticate(user)
    return clients


@pytest.fixture
def bundle(readers, excerpts_only, private) -> str:
    """What a bundle of both documents is known by."""
    asked = {"documents": [excerpts_only.document.citation_key, private.document.citation_key]}
    made = readers["ada"].post("/api/v1/bundles/", asked, format="json")
    assert made.status_code == 201, made.content
    return str(made.json()["id"])


def names(path: str, one: Guarded, bundle: str) -> list[str]:
    """What the place in an address may stand for; a resource that is not named here is asked for by its lists alone."""
    known = {
        "documents": [one.document.citation_key, one.document.public_id],
        "excerpts": [one.public.public_id, one.under_draft.public_id],
        "claims": [one.published.public_id, one.draft.public_id],
        "evidence": list(Evidence.objects.filter(passage__text=one.text).values_list("public_id", flat=True)),
        "bundles": [bundle],
        "texts": [one.text.public_id],
        "references": [one.citation.public_id, one.remark.public_id, one.quotation.public_id],
    }
    return known.get(path.split("/")[3], [])


def addresses(path: str, operation: dict, one: Guarded, bundle: str) -> Iterator[str]:
    """Every way to ask one operation: each record, each representation that it has."""
    formats = [
        value
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "query" and parameter["name"] == "format"
        for value in parameter["schema"].get("enum", ())
    ]
    first = path.partition("{")[2].partition("}")[0]
    for name in names(path, one, bundle) if first else [""]:
        address = path.replace(f"{{{first}}}", name).replace("{version}", "1")
        yield from (f"{address}?format={value}" for value in formats) if formats else [address]


@pytest.mark.parametrize("reader", READERS)
def test_no_reading_operation_gives_words_that_rights_withhold(reader, readers, excerpts_only, private, bundle):
    shown = [excerpts_only.public] if reader == "anonymous" else [excerpts_only.public, excerpts_only.under_draft]
    # A citation is a fact, however it is printed.
    allowed = excerpts_only.around(*shown) | words_in(excerpts_only.citation.raw)
    seen: dict[str, set[str]] = {}
    found = set()
    for path, operation in READING.items():
        for one in (excerpts_only, private):
            for address in addresses(path, operation, one, bundle):
                answer = readers[reader].get(address)
                assert answer.status_code in ANSWERED, (address, answer.content)
                found |= {path} if answer.status_code == 200 else set()
                if excess := words_in(answer.getvalue()) - allowed:
                    seen[address] = excess

    assert seen == {}
    # The walk reaches what it is about.
    assert {
        "/api/v1/documents/{key}/references/",
        "/api/v1/documents/{key}/texts/{version}/marks/",
        "/api/v1/excerpts/{id}/",
        "/api/v1/claims/{id}/",
        "/api/v1/evidence/{id}/",
        "/api/v1/bundles/{id}/",
    } <= found


@pytest.mark.parametrize("reader", READERS)
def test_words_that_are_looked_for_are_shown_no_further_than_they_were_given(reader, readers, excerpts_only, private):
    for one in (excerpts_only, private):
        start, end = one.sentence(13)
        quote = (one.text.content or "")[start : end - 10]
        for body in ({"quote": quote}, {"quote": quote, "document": one.document.citation_key}):
            answer = readers[reader].post("/api/v1/locate/", body, format="json")
            grade = answer.json().get("grade")
            if one is private and reader != "ada":
                assert grade in {"absent", None}
                assert words_in(answer.content) & one.words <= words_in(quote)
            elif reader == "anonymous":
                assert (grade, words_in(answer.content)) == ("exact", words_in(quote))
            else:
                assert grade == "exact"


@pytest.mark.parametrize("quote", ["{} {} not these {} {} {} {}", "{} {} ... {} {}", "{} {} [sic] {} {} {} otherwise"])
def test_nobody_reads_on_by_quotes_that_are_nearly_right(quote, api, excerpts_only):
    start, end = excerpts_only.sentence(13)
    asked = quote.format(*(excerpts_only.text.content or "")[start:end].split())

    answer = api.post("/api/v1/locate/", {"quote": asked}, format="json")

    assert answer.status_code == 200
    assert len(words_in(answer.content) - words_in(asked)) <= 3


@pytest.mark.parametrize("reader", ["carla", "edith", "ada"])
def test_a_refused_pin_says_no_more_than_a_search(reader, readers, private):
    start, end = private.sentence(13)
    quote = (private.text.content or "")[start:end]
    for body in (
        {"document": private.document.citation_key, "quote": f"{quote[:-12]} otherwise"},
        {"text": private.text.public_id, "start": start, "end": 10**6},
        {"text": private.text.public_id, "start": start, "end": end},
        {"document": private.document.citation_key, "quote": quote},
    ):
        answer = readers[reader].post("/api/v1/excerpts/", body, format="json")
        assert answer.status_code in ({201, 200, 422} if reader == "ada" else {404, 422}), answer.content
        if reader != "ada":
            assert words_in(answer.content) <= words_in(body.get("quote", ""))


def test_the_references_of_a_private_text_say_nothing_that_it_says(api, private):
    shown = api.get(f"/api/v1/documents/{private.document.citation_key}/references/").json()["results"]

    assert [(one["marker"], one["raw"], one["parsed"], one["start"], one["status"]) for one in shown[:1]] == [
        ("1", None, {}, private.citation.start, "unmatched")
    ]
