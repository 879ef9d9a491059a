"""Which document a citation means: one, several that it may mean, or none. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rapidfuzz import fuzz

from sources.formats.record import Record
from sources.models import Document, Reference
from sources.services.describe_document import describe_document
from sources.services.importing.same_work import Likeness, compare_works, first_names, names_agree, share_identifier, year_of
from sources.services.importing.titles import titles_agree, titles_resemble, words_of
from sources.services.references.asking import Asked, titles_in
from sources.services.references.candidates import find_candidates

#: Shown to choose among; more would be no choice.
MOST_CANDIDATES = 10
#: What each agreement counts, in all 1.
_WEIGHTS = (("title", 0.5), ("author", 0.25), ("year", 0.15), ("container", 0.1))
#: What is nothing against it and nothing for it.
_SILENT = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found for one citation."""

    status: str
    cited_id: int | None = None
    method: str = ""
    score: float | None = None
    reason: str = ""
    candidates: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Compared:
    document: Document
    likeness: Likeness
    method: str
    score: float
    reason: str

    def as_json(self) -> dict[str, Any]:
        return {"document": self.document.pk, "score": self.score, "reason": self.reason}


def judge(asked: Sequence[Asked]) -> list[Verdict]:
    """Return what each citation means. Ten queries at most, however many citations."""
    return [_judge(one, documents) for one, documents in zip(asked, find_candidates(asked), strict=True)]


def _judge(one: Asked, documents: Sequence[Document]) -> Verdict:
    compared = [_compare(one, document) for document in documents]
    same = [each for each in compared if each.likeness is Likeness.SAME]
    identified = [each for each in same if each.method == Reference.Method.IDENTIFIER]
    clear = identified or same
    if len(clear) == 1:
        found = clear[0]
        return Verdict(Reference.Status.RESOLVED, found.document.pk, found.method, found.score, found.reason)
    near = sorted((each for each in compared if each.likeness is not Likeness.OTHER), key=lambda each: (-each.score, each.document.pk))
    if near:
        reason = f"{len(near)} documents may be meant." if len(near) > 1 else f"One document may be meant: {near[0].reason}"
        return Verdict(
            Reference.Status.AMBIGUOUS, score=near[0].score, reason=reason, candidates=[each.as_json() for each in near[:MOST_CANDIDATES]]
        )
    return Verdict(Reference.Status.UNMATCHED, reason=_why_none(one))


def _why_none(one: Asked) -> str:
    if not one.citation:
        return "What the citation says could not be told."
    if not one.citation.title and not one.citation.names:
        return "It names no author and no title."
    return "No document here has its title, or its author and year."


def _compare(one: Asked, document: Document) -> _Compared:
    here = describe_document(document)
    mine = one.record
    if share_identifier(mine, here) or _shares_isbn(mine, here):
        is_same = titles_resemble(mine.text("title"), here.text("title"))
        reason = "The identifier is the same." if is_same else "The identifier is the same, the title is another."
        return _Compared(
            document, Likeness.SAME if is_same else Likeness.ALIKE, Reference.Method.IDENTIFIER, 1.0 if is_same else _SILENT, reason
        )
    mine, here = _best_titles(mine, here)
    likeness = compare_works(mine, here)
    if likeness is Likeness.OTHER and _is_named_alone(mine, here):
        likeness = Likeness.ALIKE
    score, reason = _score(mine, here)
    return _Compared(document, likeness, Reference.Method.BIBLIOGRAPHIC, score, reason)


def _shares_isbn(mine: Record, here: Record) -> bool:
    """Whether a book is named by its ISBN; a chapter has its book's too, and another title."""
    return bool(set(mine.text("ISBN").split()) & set(here.text("ISBN").split())) and titles_resemble(mine.text("title"), here.text("title"))


def _best_titles(mine: Record, here: Record) -> tuple[Record, Record]:
    """Return both with the forms of their titles that agree, else as they are."""
    title = mine.text("title")
    forms = [here.text("title"), *(other.text for other in here.titles), here.text("title-short")]
    for asked in titles_in(title):
        for form in forms:
            if form and titles_agree(asked, form):
                return _titled(mine, asked), _titled(here, form)
    return mine, here


def _titled(record: Record, title: str) -> Record:
    return replace(record, fields={**record.fields, "title": title})


def _is_named_alone(mine: Record, here: Record) -> bool:
    """Whether a citation without a title names an author and a year that are this document's."""
    if mine.text("title") or not year_of(mine) or year_of(mine) != year_of(here):
        return False
    people = mine.names.get("author", ())
    return bool(people) and bool(first_names(here)) and names_agree(people[0], first_names(here)[0])


def _score(mine: Record, here: Record) -> tuple[float, str]:
    """Return how much agrees, from 0 to 1, and a sentence that says what does and what does not."""
    parts = {
        "title": _likeness_of_words(mine.text("title"), here.text("title")),
        "author": _likeness_of_names(mine, here),
        "year": _equal(year_of(mine), year_of(here)),
        "container": _likeness_of_words(mine.text("container-title"), here.text("container-title")),
    }
    score = sum(weight * (_SILENT if parts[name] is None else float(parts[name] or 0)) for name, weight in _WEIGHTS)
    agreeing = [name for name, _ in _WEIGHTS if (parts[name] or 0) >= 0.85]
    differing = [name for name, _ in _WEIGHTS if parts[name] is not None and float(parts[name] or 0) < 0.85]
    said = [f"{_listed(agreeing)} agree{'s' if len(agreeing) == 1 else ''}"] if agreeing else []
    said += [f"{_listed(differing)} differ{'s' if len(differing) == 1 else ''}"] if differing else []
    sentence = "; ".join(said) or "nothing speaks for or against it"
    return round(score, 3), f"{sentence[0].upper()}{sentence[1:]}."


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _likeness_of_words(one: str, other: str) -> float | None:
    if not one or not other:
        return None
    if titles_agree(one, other):
        return 1.0
    return float(fuzz.token_sort_ratio(" ".join(words_of(one[:1000])), " ".join(words_of(other[:1000])))) / 100


def _likeness_of_names(mine: Record, here: Record) -> float | None:
    people, theirs = mine.names.get("author", ()), first_names(here)
    if not people or not theirs:
        return None
    return sum(map(names_agree, people, theirs)) / max(1, min(len(people), len(theirs)))


def _equal(one: str, other: str) -> float | None:
    return None if not one or not other else float(one == other)
