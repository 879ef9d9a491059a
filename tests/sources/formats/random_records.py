"""Records with anything in them that the database can hold."""

from __future__ import annotations

from hypothesis import strategies as st

from sources.formats.record import CSL_DATES, CSL_FIELDS, CSL_ROLES, CSL_TYPES, Name, Record, Title

#: Neither NUL nor lone surrogates can be stored.
_CHARACTERS = st.characters(exclude_characters="\x00", exclude_categories=["Cs"])
_MORSELS = (
    "a b Jr. van von de et~al. others , ; : - – -- / ( ) [ ] { } \\ \" ' ` $ % & # <i>x</i> <b> &amp; \n \r\n \t \u2028 \u00a0 \u200b e\u0301 é "
    "日本 עברית 😀 TY··-·JOUR ER··-· \nER··-·\n \nAU··-·x pincite-extra {} null 12 101-120 1998 2005/03/18/ 10.1000/182 http://x.org/ PubMed @ |"
)
_MORSEL = st.sampled_from([morsel.replace("·", " ") for morsel in _MORSELS.split(" ")] + [" ", "  "])
#: Never empty: an empty text means the same as none.
TEXTS = st.lists(_MORSEL | st.text(_CHARACTERS, max_size=5), min_size=1, max_size=5).map("".join).filter(bool)
_WORDS = st.sampled_from(
    ["Nodomi", "van", "von der", "Ludwig van", "de Gaulle", "Jr.", "III", "U.S. Army, Office of History", "O'Neil", "野富", "et al."]
)
_PARTS = _WORDS | TEXTS
_IN_PARTS = st.builds(
    Name,
    family=_PARTS,
    given=st.just("") | _PARTS,
    particle=st.just("") | _PARTS,
    dropping_particle=st.just("") | _PARTS,
    suffix=st.just("") | _PARTS,
)
NAMES = _IN_PARTS | st.builds(Name, literal=_PARTS)
_DATES = (
    "2005 2005-03 2005-03-18 1998~ 1998? 1998% 199X 19XX 2004-21 2004-22 2004-24 2004/2006 2004-06-11/2004-06-13 2004/.. ../2004 -0044-03-15 0000 "
    "2004-06~-11 {1667,1668} [1667..1670] Y-170000002 2005-03-18T10:20:30Z XXXX-12-25 2004/ 2004-21/2005-22 2004-35"
)
DATES = st.sampled_from(_DATES.split(" "))
_IDENTIFIERS = {
    "DOI": ["10.1000/182", "10.1002/1(200206)2002:6<13::aid>3.0.co;2-c"],
    "ISBN": ["978-0-262-03384-8", "978-0-262-03384-8 978-0-8044-2957-3"],
    "ISSN": ["0039-6338", "0039-6338 1468-2699"],
    "PMID": ["26957754"],
    "PMCID": ["PMC3531190"],
    "URL": ["https://example.org/a_b?c=d%20e&f=~g#h", "http://www.example.org/%7Bx%7D", "https://doi.org/10.1000/182"],
}
_FURTHER = {
    "doi": ["10.1000/183", "10.1000/182"],
    "isbn": ["978-0-8044-2957-3"],
    "arxiv": ["2301.01234v2", "hep-th/9901001"],
    "oclc": ["12345"],
    "url": ["https://example.org/2", "https://example.org/3"],
    "other": ["x y"],
}
_USUAL = {
    "page": ["101-120", "5", "iv–x", "1-2, 5", "e0815", "A-3"],
    "number-of-pages": ["345", "xii, 345"],
    "language": ["en", "en-US", "ja", "ja-Latn", "tlh", "no such"],
    "keyword": ["a, b", "a; b, c", "x"],
    "volume": ["12"],
    "note": ["one\ntwo", "DOI: 10.1000/182", "tex.shelf: A 12", "Type: article"],
    "archive": ["PubMed"],
    "edition": ["2", "2nd"],
}
_FIELDS = st.dictionaries(st.sampled_from(CSL_FIELDS), st.none(), max_size=8).flatmap(
    lambda chosen: st.fixed_dictionaries(
        {
            name: st.sampled_from(_IDENTIFIERS[name]) if name in _IDENTIFIERS else st.sampled_from(_USUAL.get(name, ["Usual"])) | TEXTS
            for name in chosen
        }
    )
)
_FURTHER_IDENTIFIERS = st.dictionaries(st.sampled_from(sorted(_FURTHER)), st.none(), max_size=3).flatmap(
    lambda chosen: st.fixed_dictionaries(
        {scheme: st.lists(st.sampled_from(_FURTHER[scheme]), min_size=1, unique=True).map(tuple) for scheme in chosen}
    )
)
_EXTRA_NAMES = st.sampled_from(
    "TY U5 C1 SN M1 PY title·(LaTeX) file and·others custom note DOI x-shelf TI·2".replace("·", "\u00a0").split(" ")
).map(lambda name: name.replace("\u00a0", " "))
RECORDS = st.builds(
    Record,
    key=st.from_regex(r"\A[A-Za-z0-9_:.+/-]{1,12}\Z"),
    type=st.sampled_from(CSL_TYPES),
    names=st.dictionaries(
        st.sampled_from(["author", "editor", *CSL_ROLES]), st.lists(NAMES, min_size=1, max_size=3).map(tuple), max_size=4
    ),
    dates=st.dictionaries(st.sampled_from(["issued", *CSL_DATES]), DATES, max_size=3),
    fields=_FIELDS,
    identifiers=_FURTHER_IDENTIFIERS,
    titles=st.lists(
        st.builds(Title, st.sampled_from(["original", "reading", "romanisation", "translation"]), st.sampled_from(["", "ja-Latn"]), TEXTS),
        max_size=2,
    ).map(tuple),
    part_of=st.sampled_from(["", "whole2005"]),
    original=st.sampled_from(["", "first1999"]),
    extra=st.dictionaries(_EXTRA_NAMES | TEXTS, TEXTS | st.sampled_from(["EBOOK", "JOUR", "pincite-extra {}", "author"]), max_size=4),
)
