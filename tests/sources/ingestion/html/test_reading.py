"""Words of an HTML page: what a reader sees of its main part, with its notes."""

from __future__ import annotations

import pytest

from sources.ingestion.extraction import Extraction, ExtractionError, Facts
from sources.ingestion.html import read
from sources.ingestion.limits import Limits
from tests.sources.ingestion.marks import paragraphs, stretches


def extracted(source: str | bytes, encoding: str | None = None) -> Extraction:
    return read(source if isinstance(source, bytes) else source.encode(), encoding, Limits())


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>The <b>gate</b>\n   closed <i>at dawn</i>.</p>", "The gate closed at dawn."),
        ("<p>one<br>two</p>three<div>four<p>five</div>six", "one\ntwo\n\nthree\n\nfour\n\nfive\n\nsix"),
        ("<pre>  one\n    two  \n</pre>", "  one\n    two"),
        ("<p>a&nbsp;b &amp; c &lt;d&gt; caf&eacute;</p>", "a\xa0b & c <d> café"),
        ("<p>seen<span hidden> not</span><span style='display: none'> not</span><script>not()</script><style>not{}</style></p>", "seen"),
        ("<p>one<!-- not --> two</p><template><p>not</p></template><noscript>not</noscript>", "one two"),
        ("<table><tr><th>Hour<th>Ships<tr><td>Six<td>Forty</table>", "Hour\tShips\n\nSix\tForty"),
        ("<p><ruby>門<rp>(</rp><rt>かど</rt><rp>)</rp></ruby>が閉じた</p>", "門が閉じた"),
        ("<p>un<my-mark>brok</my-mark>en</p>", "unbroken"),
    ],
)
def test_words_are_read_as_they_are_shown(source, words):
    assert extracted(source).content == words


ARTICLE = """<!doctype html><html lang="en-GB"><head><title>Gate | Harbour News</title></head><body>
<header><div>Harbour News, your daily</div></header><nav><ul><li><a href="/">Home</a></li><li><a href="/o">Our other gates</a></li></ul></nav>
<article><h1>The Harbour Gate</h1><p>By Mary Ogden</p>
<p>The harbour gate closed at dawn, and nobody in the town knew who had ordered it.<sup><a id="r1" href="#fn1">1</a></sup>
It opened again at noon, when all the ships had gone.</p>
<h2>After</h2><blockquote><p>We were never told of the closing of the gate, said the harbour master to the town.</p></blockquote>
<ul><li>Lamps.</li><li>Then the bells rang for an hour along the whole of the quay.</li></ul>
<p>Nothing more has been said about the matter since that day in spring.<a href="#fn2"><sup>[2]</sup></a></p></article>
<footer><ol><li id="fn1">The log, p. 12. <a href="#r1">back</a></li><li id="fn2">Ibid.</li></ol><p>All rights reserved.</p></footer>
<aside><p>Read also: ten more gates that you would never believe are there.</p></aside></body></html>"""


def test_the_main_part_is_kept_whole_with_its_notes_and_what_is_around_it_left():
    extraction = extracted(ARTICLE)

    assert extraction.content.split("\n\n") == [
        "The Harbour Gate",
        "By Mary Ogden",
        "The harbour gate closed at dawn, and nobody in the town knew who had ordered it.1 It opened again at noon, when all the ships had gone.",
        "After",
        "We were never told of the closing of the gate, said the harbour master to the town.",
        "Lamps.",
        "Then the bells rang for an hour along the whole of the quay.",
        "Nothing more has been said about the matter since that day in spring.[2]",
        "The log, p. 12. back",
        "Ibid.",
    ]
    assert [(value, words.split("\n")[0]) for value, words in stretches(extraction, "section")] == [
        ("The Harbour Gate", "The Harbour Gate"),
        ("After", "After"),
    ]
    assert stretches(extraction, "note") == [("1", "The log, p. 12. back"), ("2", "Ibid.")]
    assert len(paragraphs(extraction)) == 6
    assert extraction.language == "en-GB"


def test_a_page_without_anything_around_its_words_is_kept_whole():
    source = "<h1>Gates</h1><p>Short.</p><div>Also <b>short</b>.</div><p>" + "A long paragraph of many words. " * 20

    assert extracted(source).content.startswith("Gates\n\nShort.\n\nAlso short.\n\nA long")


def test_recorded_page_breaks_are_pages():
    source = (
        '<p>Before. <span role="doc-pagebreak" aria-label="iv"></span>On four <span epub:type="pagebreak" title="5"/></span>and on five.</p>'
        "<p>Still five.</p>"
    )

    assert stretches(extracted(source), "page") == [("iv", "On four "), ("5", "and on five.\n\nStill five.")]


HEAD = """<head><title>Gate | Harbour News</title><meta name="citation_title" content="The Harbour Gate">
<meta name="citation_author" content="Ogden, Mary"><meta name="citation_author" content="Hale, Tom">
<meta name="citation_publication_date" content="2005/03/18"><meta name="citation_doi" content="https://doi.org/10.5555/Gate.1"></head>"""
CORE = """<head><meta property="og:title" content="Gate"><meta name="author" content="Mary Ogden; https://example.org/hale">
<meta property="article:published_time" content="2005-03-18T09:30:00Z"><meta name="DC.identifier" content="no doi"></head>"""


@pytest.mark.parametrize(
    ("head", "facts"),
    [
        (HEAD, Facts("The Harbour Gate", ("Ogden, Mary", "Hale, Tom"), "2005-03-18", "10.5555/gate.1")),
        (CORE, Facts("Gate", ("Mary Ogden",), "2005-03-18")),
        ("<head><title> The  Gate\n</title><meta name=citation_date content='sometime'></head>", Facts("The Gate")),
    ],
)
def test_what_the_head_says_of_the_work_is_offered(head, facts):
    assert extracted(f"<html>{head}<body><p>Words.</p></body></html>").facts == facts


@pytest.mark.parametrize(
    ("data", "encoding", "words"),
    [
        ('<meta charset="Shift_JIS"><p>閉じる門'.encode("cp932"), None, "閉じる門"),
        (b"<meta http-equiv=content-type content='text/html; charset=iso-8859-1'><p>\x93caf\xe9\x94", None, "“café”"),
        (b"<?xml version='1.0' encoding='iso-8859-1'?><html><body><p>caf\xe9</p></body></html>", None, "café"),
        ("\ufeff<meta charset=latin1><p>café".encode(), None, "café"),
        ("<p>café".encode("utf-16"), None, "café"),
        (b"<meta charset=utf-8><p>caf\xe9", "cp1252", "café"),
        ("<p>café".encode(), None, "café"),
    ],
)
def test_the_encoding_is_what_the_file_says(data, encoding, words):
    assert extracted(data, encoding).content == words


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<meta charset=utf-8>\n<p>caf\xe9", "Line 2: The byte at offset 27 is not utf-8."),
        (b"<p>caf\xe9", "Line 1: The byte at offset 6 is not utf-8."),
        (b"<meta charset=klingon><p>x", 'The encoding "klingon" is not known.'),
        (b"<p>a\0b", "Line 1: The NUL character at offset 4 cannot be stored."),
        (b"<html><script>words()</script></html>", "The HTML file has no words to show."),
        (b"<!-- -->", "The HTML file has no words to show."),
    ],
)
def test_a_page_that_cannot_be_read_says_why(data, says):
    with pytest.raises(ExtractionError) as refusal:
        extracted(data)

    assert str(refusal.value).startswith(says)
