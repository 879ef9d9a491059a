"""What the five texts cite, found when their words arrive: counts, keys and years, no words."""

from __future__ import annotations

from collections import Counter

import pytest

from sources.models import Reference, Text
from sources.services.load_words import load_words
from sources.services.references.finding import find_references
from sources.services.references.quoting import find_quotations

pytestmark = pytest.mark.corpus

REPORT = "nodomi2005challenges"
CHAPTER = "ikenberry2003introduction"


@pytest.fixture
def held(corpus_dir, fixtures):
    load_words(corpus_dir)


def of(key):
    return list(Reference.objects.filter(citing__citation_key=key, kind__in=["cites", "remark"]).order_by("start"))


def test_the_report_has_thirty_six_endnotes_its_lost_numbers_given_back(held):
    rows = of(REPORT)

    assert [row.marker for row in rows] == [str(number) for number in range(1, 37)]
    damaged = [row.marker for row in rows if "printed_marker" in row.parsed]
    assert damaged == ["3", "5", "11", "12", "13", "14", "15", "18", "19", "34", "35", "36"]


def test_each_endnote_of_the_report_is_resolved_or_honestly_unmatched(held):
    rows = {row.marker: row for row in of(REPORT)}

    assert Counter(row.kind for row in rows.values()) == {"cites": 16, "remark": 20}
    assert {marker: row.cited.citation_key for marker, row in rows.items() if row.cited} == {
        "8": "snyder1997alliance",
        "9": "snyder1997alliance",
        "10": "mochizuki1998liberal",
        "14": "ogura2000doumei",
        "15": "waltz2000structural",
        "16": "waltz2000structural",
        "22": "ogura2000doumei",
        "29": "katzenstein2001japan",
        "33": "national2000united",
    }
    article = rows["10"]
    assert (article.status, article.method, article.locator_label, article.locator_value) == ("resolved", "bibliographic", "page", "130")
    assert article.score >= 0.95
    years = {marker: row.parsed["fields"]["issued"][:4] for marker, row in rows.items() if "issued" in row.parsed.get("fields", {})}
    assert years == {
        "6": "1997",
        "8": "1997",
        "10": "1998",
        "14": "2000",
        "15": "2000",
        "24": "2005",
        "25": "2003",
        "27": "2003",
        "28": "2001",
        "29": "2001",
        "33": "2000",
        "34": "2005",
    }


def test_short_forms_of_the_report_mean_the_notes_before_them(held):
    rows = {row.marker: row for row in of(REPORT)}

    repeats = {marker: (row.repeats.marker, row.locator_value) for marker, row in rows.items() if row.repeats}
    assert repeats == {"9": ("8", "18"), "16": ("15", "32-39"), "22": ("14", "72-74"), "32": ("27", "141")}


def test_the_chapter_has_sixteen_notes_some_of_them_naming_several_works(held):
    rows = of(CHAPTER)

    works = Counter(row.marker for row in rows if row.kind == "cites")
    assert works == {"1": 7, "5": 5, "8": 2} | {str(number): 1 for number in (2, 3, 4, 6, 7, 9, 10, 11, 12, 13, 14, 15)}
    assert [row.marker for row in rows if row.kind == "remark"] == ["16"]
    (again,) = [row for row in rows if row.repeats]
    assert (again.marker, again.repeats.marker, again.parsed["names"][0]["family"]) == ("4", "1", "Inoguchi")


def test_every_citation_is_the_slice_of_its_text_and_a_second_look_finds_nothing_new(held):
    for text in Text.objects.filter(document__is_sample=False):
        for row in text.references.all():
            assert row.raw == text.content[row.start : row.end]
        assert find_references(text).created == []


def test_the_report_quotes_the_article_and_nothing_else_among_the_five_is_a_quotation(held):
    for text in Text.objects.filter(document__is_sample=False).order_by("pk"):
        find_quotations(text)

    found = Reference.objects.filter(kind__in=["quotes", "shares"], citing__is_sample=False)
    assert [(row.kind, row.citing.citation_key, row.cited.citation_key, row.parsed["grade"]) for row in found] == [
        ("quotes", REPORT, "mochizuki1998liberal", "altered")
    ]
    (row,) = found
    assert (row.start, row.end, row.cited_start, row.cited_end) == (12741, 12953, 8239, 8446)
