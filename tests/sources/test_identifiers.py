from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.identifiers import (
    SCHEMES,
    normalise,
    normalise_orcid,
    normalise_viaf,
    normalise_wikidata,
)

_WAYS = {
    "doi": {
        "10.1000/182": [
            "10.1000/182",
            "https://doi.org/10.1000/182",
            "http://dx.doi.org/10.1000/182.",
            "doi:10.1000/182",
            "DOI 10.1000/182",
            "DOI: https://doi.org/10.1000/182",
            "(10.1000/182).",
            "doi.org/10.1000/182",
            "info:doi/10.1000/182",
            "https://doi.org/10.1000%2F182",
        ],
        "10.1000/ab<c>(d)": ["10.1000/AB<C>(D)", "10.1000/ab%3Cc%3E(d)", "10.1000/ab&lt;c&gt;(d)", "10.1000/ab%253Cc%253E(d),"],
        "10.1002/1(200206)2002:6<13::aid>3.0.co;2-c": ["10.1002/1(200206)2002:6<13::AID>3.0.CO;2-C"],
        "10.1000/a&notb": ["10.1000/a&notb", "10.1000/a&amp;notb"],
        "10.1000/%ff": ["https://doi.org/10.1000/%ff"],
    },
    "isbn": {
        "978-0-262-03384-8": [
            "9780262033848",
            "0-262-03384-4",
            "ISBN 0262033844 (pbk.)",
            "ISBN-13: 978 0 262 03384 8 (v. 1) (alk. paper)",
            "urn:isbn:0262033844",
            "978‐0‐262‐03384‐8 : $55",
            "e-ISBN 9780262033848 hardcover",
        ],
        "978-0-8044-2957-3": ["080442957x", "isbn-10 0-8044-2957-X"],
    },
    "issn": {
        "0039-6338": [
            "0039-6338",
            "00396338",
            "ISSN 0039–6338 (print)",
            "eISSN: 0039-6338",
            "https://portal.issn.org/resource/ISSN/0039-6338",
        ],
        "1050-124X": ["1050-124x"],
    },
    "arxiv": {
        "2301.01234v2": ["arXiv:2301.01234v2 [cs.CL]", "https://arxiv.org/pdf/2301.01234v2.pdf", "10.48550/arXiv.2301.01234v2"],
        "hep-th/9901001": ["Hep-Th/9901001", "https://www.arxiv.org/abs/hep-th/9901001"],
        "math.GT/0309136": ["math.gt/0309136"],
    },
    "pmid": {"123": ["123", "PMID: 00123", "https://pubmed.ncbi.nlm.nih.gov/123/"]},
    "pmcid": {"PMC3531190": ["3531190", "PMCID: pmc3531190", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3531190/"]},
    "oclc": {"123": ["ocm00000123", "(OCoLC)123", "OCLC 123"]},
    "handle": {"2027/mdp.1": ["hdl:2027/mdp.1", "https://hdl.handle.net/2027/mdp.1"]},
    "urn": {"urn:nbn:de:101:1-2": ["URN:NBN:de:101:1-2"]},
    "url": {"https://example.org:8080/A?b#C": ["HTTPS://Example.ORG:8080/A?b#C"]},
}


@pytest.mark.parametrize(
    ("scheme", "written", "normal"),
    [(scheme, written, normal) for scheme, ways in _WAYS.items() for normal, all_ways in ways.items() for written in all_ways],
)
def test_every_way_to_write_an_identifier_comes_to_one_form(scheme, written, normal):
    assert normalise(scheme, written) == normal
    assert normalise(scheme, f"  {written}\n") == normal


@pytest.mark.parametrize(
    ("scheme", "value", "message"),
    [
        ("doi", "10/abc", "'10/abc' is no DOI: a DOI begins with 10., a registrant and a slash, for example 10.1000/182."),
        (
            "isbn",
            "978-0-262-03384-7",
            "'978-0-262-03384-7' is no ISBN: its last digit is 7, but the digits before it ask for 8. "
            "One of them is mistyped: compare it with the source.",
        ),
        (
            "isbn",
            "0-8044-2957-1",
            "'0-8044-2957-1' is no ISBN: its last digit is 1, but the digits before it ask for X. "
            "One of them is mistyped: compare it with the source.",
        ),
        ("isbn", "123", "'123' is no ISBN: an ISBN has 10 or 13 digits, for example 978-0-262-03384-8. This has 3."),
        ("isbn", "9770262033841", "'9770262033841' is no ISBN: one of 13 digits begins with 978 or 979."),
        ("isbn", "0262033844; 9780262033848", "'0262033844; 9780262033848' holds more than one number: give each ISBN alone."),
        ("isbn", " ", "Write an ISBN, or leave it out: it is empty."),
        (
            "issn",
            "0039-6339",
            "'0039-6339' is no ISSN: its last digit is 9, but the digits before it ask for 8. "
            "One of them is mistyped: compare it with the source.",
        ),
        ("issn", "0039", "'0039' is no ISSN: an ISSN is four digits, a hyphen and four, for example 0039-6338."),
        (
            "arxiv",
            "2313.01234",
            "'2313.01234' is no arXiv identifier: it is year and month (01 to 12) and a number. Examples: 2301.01234, hep-th/9901001.",
        ),
        (
            "arxiv",
            "hep-th/9913001",
            "'hep-th/9913001' is no arXiv identifier: it is year and month (01 to 12) and a number. Examples: 2301.01234, hep-th/9901001.",
        ),
        ("pmid", "12a", "'12a' is no number of this kind: it is made of digits only."),
        ("pmcid", "PMC", "'PMC' is no PMCID: it is PMC and digits, for example PMC3531190."),
        ("handle", "x", "'x' is no handle: it is a prefix, a slash and a name, for example 2027/mdp.39015012345678."),
        ("urn", "isbn:1", "'isbn:1' is no URN: it is urn:, a namespace and a name, for example urn:nbn:de:101:1-201102033592."),
        ("url", "ftp://x.org", "'ftp://x.org' is no web address: it begins with http:// or https:// and holds no space."),
        ("url", "http://[::1", "'http://[::1' is no web address: it begins with http:// or https:// and holds no space."),
        ("url", "http://x.org:99999/", "'http://x.org:99999/' is no web address: it begins with http:// or https:// and holds no space."),
        ("url", "https://x.org/" + "a" * 2000, f"'https://x.org/{'a' * 186}…' is too long for a web address: more than 2000 characters."),
        ("other", "", "Write an identifier, or leave it out: it is empty."),
        ("lccn", "1", f"'lccn' is no known scheme. Known: {', '.join(SCHEMES)}."),
    ],
)
def test_what_is_no_identifier_is_refused_with_the_reason(scheme, value, message):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 -- the whole text is compared
        normalise(scheme, value)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("normaliser", "written", "normal"),
    [
        (normalise_orcid, "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        (normalise_orcid, "orcid.org/0000-0002-1825-0097/", "0000-0002-1825-0097"),
        (normalise_orcid, "ORCID: 0000 0002 9079 593x", "0000-0002-9079-593X"),
        (normalise_orcid, "0000000218250097", "0000-0002-1825-0097"),
        (normalise_viaf, "https://viaf.org/viaf/102333412/#Arendt,_Hannah", "102333412"),
        (normalise_viaf, "http://viaf.org/en/viaf/102333412", "102333412"),
        (normalise_viaf, "VIAF ID: 9155153285744524130006", "9155153285744524130006"),
        (normalise_wikidata, "http://www.wikidata.org/entity/Q42", "Q42"),
        (normalise_wikidata, "https://m.wikidata.org/wiki/Q42#sitelinks", "Q42"),
        (normalise_wikidata, "wd:q42", "Q42"),
    ],
)
def test_a_persons_identifiers_come_to_one_form(normaliser, written, normal):
    assert normaliser(written) == normal
    assert normaliser(normal) == normal


@pytest.mark.parametrize(
    ("normaliser", "value", "message"),
    [
        (
            normalise_orcid,
            "0000-0002-1825-0098",
            "'0000-0002-1825-0098' is no ORCID iD: its last digit is 8, but the digits before it ask for 7. "
            "One of them is mistyped: compare it with the source.",
        ),
        (
            normalise_orcid,
            "0000-0002-1825",
            "'0000-0002-1825' is no ORCID iD: it has 16 digits, for example 0000-0002-1825-0097. This has 12.",
        ),
        (normalise_viaf, "012", "'012' is no VIAF number: it is made of digits, as in https://viaf.org/viaf/102333412."),
        (normalise_wikidata, "P31", "'P31' is no Wikidata item: it is Q and digits, as in https://www.wikidata.org/wiki/Q42."),
    ],
)
def test_a_wrong_identifier_of_a_person_is_refused_with_the_reason(normaliser, value, message):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 -- the whole text is compared
        normaliser(value)
    assert str(refused.value) == message


_MORSELS = (
    "10.1000/ https://doi.org/ doi: %25 %3C &amp; &lt; lt; #38; . ) ( 97802620 33848 0262033844 isbn - ISSN 0039-6338 arxiv: math.gt/0309136 "
    "2301.01234 v1 .pdf [x] PMC 12 hdl: urn: a: http:// EX.org ? # / @ X ı İ ß orcid: 0000-0002-1825-0097 viaf: Q42 wd: 1/2 \u200b"
)
_PIECES = st.lists(st.sampled_from([" ", *_MORSELS.split(" ")]) | st.text(max_size=3), max_size=6).map("".join)


@pytest.mark.parametrize("scheme", SCHEMES)
@settings(deadline=None, max_examples=300)
@given(value=_PIECES)
def test_normalising_twice_is_normalising_once(scheme, value):
    try:
        once = normalise(scheme, value)
    except ValueError:
        return
    assert normalise(scheme, once) == once


@pytest.mark.parametrize("normaliser", [normalise_orcid, normalise_viaf, normalise_wikidata])
@settings(deadline=None, max_examples=300)
@given(value=_PIECES)
def test_normalising_a_persons_identifier_twice_is_normalising_once(normaliser, value):
    try:
        once = normaliser(value)
    except ValueError:
        return
    assert normaliser(once) == once


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("value", ["%25" * 400_000, "10.1000/" + "%25" * 600, "&amp;" * 300, "(" * 1_000_000, "a " * 900, "1-" * 900])
def test_a_hostile_value_costs_no_time(scheme, value):
    began = time.process_time()
    with suppress(ValueError):
        normalise(scheme, value)
    assert time.process_time() - began < 1
