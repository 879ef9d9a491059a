"""Two texts of made-up words that stand nowhere else, one shown in excerpts only and one private: what leaks is told by its words."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from html import unescape
from itertools import product

import pytest

from claims.models import Claim
from claims.services.propose import propose_claim, propose_evidence
from sources.models import Document, Passage, Reference, Text
from tests.debate import LINK, reviewed_claim
from tests.factories.sources import DocumentFactory, MarkFactory, PassageFactory, ReferenceFactory, TextFactory

_SYLLABLES = (("zur", "qev", "wib", "xol"), ("jok", "vuf", "hyx", "dwa"), ("quam", "zeff", "ptib", "njor"), ("ux", "iq", "ojj"))
_MADE_UP = ["".join(syllables) for syllables in product(*_SYLLABLES)]
_WORD = re.compile("(?:zur|qev|wib|xol)(?:jok|vuf|hyx|dwa)(?:quam|zeff|ptib|njor)(?:ux|iq|ojj)")
_AROUND = 32
_PER_SENTENCE = 6


@dataclass
class Guarded:
    """One text, each of whose words stands in it once, with something of everything that is made of a text."""

    document: Document
    text: Text
    public: Passage
    under_draft: Passage
    published: Claim
    draft: Claim
    citation: Reference
    remark: Reference
    quotation: Reference

    @property
    def words(self) -> set[str]:
        return words_in(self.text.content or "")

    def sentence(self, place: int) -> tuple[int, int]:
        """Where a sentence stands."""
        return sentences(self.text.content or "")[place]

    def around(self, *records: Passage | Reference) -> set[str]:
        """The words that these show: their own and those that their context touches."""
        content = self.text.content or ""
        shown: set[str] = set()
        for record in records:
            start, end = record.start or 0, record.end or 0
            shown |= {one.group() for one in _WORD.finditer(content) if one.start() < end + _AROUND and start - _AROUND < one.end()}
        return shown


def sentences(content: str) -> list[tuple[int, int]]:
    """The spans of the sentences of a text."""
    return [one.span() for one in re.finditer(r"[^ .][^.]*\.", content)]


def words_in(shown: bytes | str) -> set[str]:
    """The made-up words in what was answered: as text, as HTML, and in every file of an archive."""
    if isinstance(shown, bytes) and shown.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(shown)) as archive:
            return {word for name in archive.namelist() for word in words_in(archive.read(name))}
    text = shown.decode("utf-8", "replace") if isinstance(shown, bytes) else shown
    # Marks of a difference or a highlight may part a word.
    text = unescape(re.sub("<[^>]*>", "", text)) + text
    return set(_WORD.findall(text.lower()))


def guarded(rights: str, key: str, made_up: list[str], curator, editor) -> Guarded:
    """A document with a text of these rights, and what editors and machines make of it."""
    content = " ".join(" ".join(made_up[at : at + _PER_SENTENCE]) + "." for at in range(0, len(made_up), _PER_SENTENCE))
    spans = sentences(content)
    document = DocumentFactory(citation_key=key, title=f"A report kept {rights}", issued="2019")
    text = TextFactory(
        document=document, content=content, rights=rights, file_name=f"{key}.txt", excerpt_most_words=10_000, excerpt_most_share=50
    )
    MarkFactory(text=text, label="page", value="4", start=0, end=len(content))
    public = PassageFactory(text=text, start=spans[1][0], end=spans[1][1])
    under_draft = PassageFactory(text=text, start=spans[4][0], end=spans[4][1])
    published = reviewed_claim(public, curator, editor, f"What {key} says holds.", f"{key}-holds")
    draft = propose_claim(by=curator, public_id=f"{key}-draft", type="event", statement=f"{key} again.", attributes={"what": "it"})
    propose_evidence(by=curator, claim=draft, passage=under_draft, **LINK)

    def reference(place: int, **fields: object) -> Reference:
        start, end = spans[place]
        return ReferenceFactory(citing=document, text=text, start=start, end=end, **fields)

    quoted = TextFactory(content="Other words that are quoted from here.")
    citation = reference(7, marker="1", parsed={"fields": {"title": content[slice(*spans[7])]}, "names": [{"family": made_up[43]}]})
    remark = reference(9, marker="2", kind="remark")
    quotation = reference(
        11, kind="quotes", status="resolved", cited=quoted.document, cited_text=quoted, cited_start=0, cited_end=11, method="words"
    )
    ReferenceFactory(citing=document, text=text, start=spans[7][0], end=spans[7][1], repeats=citation, marker="3")
    return Guarded(document, text, public, under_draft, published, draft, citation, remark, quotation)


@pytest.fixture
def excerpts_only(curator, editor) -> Guarded:
    return guarded("excerpt_only", "veil2019some", _MADE_UP[:90], curator, editor)


@pytest.fixture
def private(curator, editor) -> Guarded:
    return guarded("private", "veil2019none", _MADE_UP[90:180], curator, editor)
