"""Works to write: whole records of every type, and titles that mean harm."""

from __future__ import annotations

from dataclasses import replace

from sources.formats.record import CSL_DATES, CSL_FIELDS, CSL_ROLES, CSL_TYPES, Name, Record

NODOMI = Record(
    key="nodomi2005challenges",
    type="report",
    names={"author": (Name(family="Nodomi", given="Mitsuru"),)},
    dates={"issued": "2005-03-18"},
    fields={
        "title": "Challenges to the Alliance",
        "genre": "Strategy Research Project",
        "publisher": "U.S. Army War College",
        "publisher-place": "Carlisle Barracks, PA",
        "language": "en",
    },
)

_TEXTS = {
    "volume": "12",
    "number-of-volumes": "3",
    "page": "101-120",
    "URL": "https://example.org/a_b?c=d%20e&f=~g#h",
    "DOI": "10.1000/ab_c(d)<e>",
    "ISBN": "978-0-262-03384-8",
    "ISSN": "0039-6338",
    "PMID": "12345678",
    "PMCID": "PMC1234567",
    "language": "en-US",
    "edition": "2",
    "issue": "3",
    "title": "The Title: A Work by NATO & Others",
    "genre": "Working paper",
}


def full(kind: str) -> Record:
    """Return a work of this CSL type with every variable that CSL has."""
    return Record(
        key=f"full-{kind}",
        type=kind,
        names={role: (Name(family=f"Family {role}", given="Given"), Name(literal=f"Body of {role}")) for role in CSL_ROLES},
        dates=dict.fromkeys(CSL_DATES, "2005-03-18"),
        fields={name: _TEXTS.get(name, f"Text of {name}") for name in CSL_FIELDS},
        extra={"x-shelf": "A 12"},
    )


def minimal(kind: str) -> Record:
    """Return a work of this CSL type with a title only."""
    return Record(key=f"minimal-{kind}", type=kind, fields={"title": "A Title"})


def partial(kind: str) -> list[Record]:
    """Return works of this CSL type that each lack one thing, or have one thing beside the title."""
    whole = full(kind)
    works = []
    for name in ("author", "editor"):
        works.append(replace(whole, names={role: who for role, who in whole.names.items() if role != name}))
        works.append(replace(minimal(kind), names={name: whole.names[name]}))
    works.append(replace(whole, names={}))
    works.append(replace(whole, dates={}))
    for name in (
        "title",
        "container-title",
        "publisher",
        "genre",
        "number",
        "volume",
        "collection-title",
        "note",
        "URL",
    ):
        works.append(replace(whole, fields={other: text for other, text in whole.fields.items() if other != name}))
        works.append(replace(minimal(kind), fields={"title": "A Title", name: whole.fields[name]}))
    return [replace(work, key=f"partial-{kind}-{number}") for number, work in enumerate(works)]


EVERY_KIND_OF_WORK = [work for kind in CSL_TYPES for work in (full(kind), minimal(kind), *partial(kind))]

HOSTILE_TITLES = [
    r"\input{/etc/passwd}",
    r"\write18{rm -rf /}",
    r"\immediate\write18{id}",
    r"\catcode`\%=12",
    r"\end{document}",
    r"\def\x{\x}\x",
    "100% certain",
    "%",
    "a % b } c",
    "AT&T & Co",
    "C# and #1",
    "$5 and $6",
    "$",
    "snake_case_name",
    "x^2 and ^",
    "~user and a~b",
    "\\",
    "ends in a backslash\\",
    "a\\\\b",
    "{balanced}",
    "{{{deep}}}",
    "{unbalanced",
    "unbalanced}",
    "}{",
    "}},} @book{evil, title={x",
    "@comment{x}",
    "ends in }",
    '"quoted" and "odd',
    "''two quotes`` and `code`",
    "a--b---c -- d",
    "line\nbreak\r\nand\ttab",
    "form\x0cfeed \x00 null \x1b[31m \x7f",
    "zero\u200bwidth and soft\u00adhyphen",
    "no\u00a0break",
    "para\u2029graph\u2028line",
    "noncharacter \ufffe\uffff\ufdd0",
    "日米同盟の課題",
    "שלום עולם",
    "\u202eabc right to left override",
    "مرحبا بالعالم",
    "emoji 😀 and 👩‍👩‍👧",
    "Łódź, Ångström, Đorđe, naïve Œuvre, Việt Nam",
    "cafe\u0301 decomposed, x\u0302",
    "<b>bold</b> & <i>it</i>",
    "a|b<c>d",
    "*em* @key [link](http://x) `code`",
    "x, y and z and others",
    "=family= given=x, prefix=y",
    "A" * 1000,
    "{" * 110 + "x" + "}" * 110,
]
