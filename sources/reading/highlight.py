"""A reading as HTML with the words that answer a query marked."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from sources.reading.query import WORD, Term, fold, parse_query
from sources.reading.stemming import algorithm, stems

Span = tuple[int, int]

WORDS = re.compile(WORD)
# The same words, five times as fast.
ASCII_WORDS = re.compile("[0-9A-Za-z]+")
# A sound mark of kana belongs to the character before it: half-width forms only fold together with theirs.
CLUSTER = re.compile(r".[\u3099\u309a\uff9e\uff9f]*", re.DOTALL)
ENGLISH_STOP_WORDS = (
    "a an and are as at be been but by for from had has have he her his i if in into is it its no not of on or our "
    "she so such than that the their them then there these they this to was we were which who will with you"
)
# Searched for alone, these answer every query; the search itself ignores them too.
STOP_WORDS = {"english": frozenset(ENGLISH_STOP_WORDS.split())}


def highlight(reading: str, query: str, language: str) -> str:
    """Escape ``reading`` for HTML and put ``<mark>`` around the words that match ``query``.

    Words match by their stem, those of a phrase only in sequence, runs of Chinese, Japanese or Korean characters
    anywhere. Unwanted words are never marked. Marks do not nest.

    Args:
        reading: The words to show.
        query: What the reader searched for, in the syntax of ``parse_query``.
        language: BCP-47 tag of the reading; without a stemmer for it, words match as they stand.
    """
    terms = parse_query(query)
    wanted = [term for term in terms if term.kind != "excluded"]
    unwanted = [term for term in terms if term.kind == "excluded"]
    marks = _merged(_found(reading, _without_stop_words(wanted, language), language))
    if unwanted:
        marks = list(_apart(marks, _merged(_found(reading, unwanted, language))))
    return _marked(reading, marks)


def _without_stop_words(terms: list[Term], language: str) -> list[Term]:
    stop_words = STOP_WORDS.get(algorithm(language) or "", frozenset())
    return [term for term in terms if len(term.words) > 1 or term.words[0] not in stop_words]


def _found(reading: str, terms: list[Term], language: str) -> Iterator[Span]:
    """Yield every match, in no order; a phrase gives one for each of its words."""
    sequences = [list(term.words) for term in terms if not term.cjk]
    if sequences:
        yield from _sequences(reading, sequences, language)
    runs = [term.words[0] for term in terms if term.cjk]
    if runs:
        yield from _runs(reading, runs)


def _sequences(reading: str, sequences: list[list[str]], language: str) -> Iterator[Span]:
    by_first: dict[str, set[tuple[str, ...]]] = {}
    for sequence in sequences:
        stemmed = stems(sequence, language)
        by_first.setdefault(stemmed[0], set()).add(tuple(stemmed))
    matches = list((ASCII_WORDS if reading.isascii() else WORDS).finditer(reading))
    words = tuple(stems([_folded_word(match.group()) for match in matches], language))
    found: set[int] = set()
    for index, word in enumerate(words):
        for sought in by_first.get(word, ()):
            if words[index : index + len(sought)] == sought:
                found.update(range(index, index + len(sought)))
    return (matches[index].span() for index in found)


def _folded_word(word: str) -> str:
    return word.lower() if word.isascii() else fold(word)


def _runs(reading: str, runs: list[str]) -> Iterator[Span]:
    folded: list[str] = []
    origins: list[Span] = []
    for match in CLUSTER.finditer(reading):
        piece = fold(match.group())
        folded.append(piece)
        origins += [match.span()] * len(piece)
    text = "".join(folded)
    for run in runs:
        start = text.find(run)
        while start >= 0:
            yield origins[start][0], origins[start + len(run) - 1][1]
            start = text.find(run, start + 1)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that touch or overlap made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _apart(marks: list[Span], unwanted: list[Span]) -> Iterator[Span]:
    """Yield the marks that overlap nothing unwanted; both are in order and without overlap of their own."""
    others = iter(unwanted)
    other = next(others, None)
    for mark in marks:
        while other and other[1] <= mark[0]:
            other = next(others, None)
        if other is None or mark[1] <= other[0]:
            yield mark


def _marked(reading: str, marks: list[Span]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end in marks:
        pieces += [html.escape(reading[done:start]), "<mark>", html.escape(reading[start:end]), "</mark>"]
        done = end
    return "".join([*pieces, html.escape(reading[done:])])
