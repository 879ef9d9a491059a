"""Spans carried to a corrected text: at their place, or nowhere."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.anchoring.carrying import Carrier, Grade, NotTheSameWordsError, Piece, Span, word_diff

OLD = (
    "The harbour gate closed at dawn. It opened again at noon. "
    "Nobody knows why it did not stay shut, and nobody in the town asked the master of the harbour."
)


def carried(old: str, new: str, words: str, which: int = 0) -> tuple[str, str | None]:
    """The grade of the ``which``-th place of ``words``, and the words that stand there now."""
    start = -1
    for _ in range(which + 1):
        start = old.index(words, start + 1)
    span = Carrier(old, new).carry(start, start + len(words))
    return str(span.grade), None if span.start is None else new[span.start : span.end]


@pytest.mark.parametrize(
    ("before", "after", "words", "grade", "there"),
    [
        # Elsewhere in the text something changed.
        ("dawn", "the break of day", "It opened again at noon.", "moved", "It opened again at noon."),
        # A word was repaired, lost, added, joined or split.
        ("harbour gate", "harbor gate", "The harbour gate closed", "changed", "The harbor gate closed"),
        ("did not stay", "did stay", "it did not stay shut", "changed", "it did stay shut"),
        ("did not stay", "did not ever stay", "it did not stay shut", "changed", "it did not ever stay shut"),
        ("Nobody knows", "No-\nbody knows", "Nobody knows why", "changed", "No-\nbody knows why"),
        ("closed at dawn", "closed\nat  dawn", "gate closed at dawn", "changed", "gate closed\nat  dawn"),
        # At the passage's own border.
        ("dawn", "dusk", "closed at dawn", "changed", "closed at dusk"),
        ("The harbour", "The inner harbour", "harbour gate", "moved", "harbour gate"),
        ("The harbour", "The inner harbour", "The harbour", "changed", "The inner harbour"),
        ("noon.", "noon, or so.", "again at noon", "moved", "again at noon"),
        ("The harbour gate", "harbour gate", "The harbour gate closed", "changed", "harbour gate closed"),
        ("master", "mas ter", "aster of the harbour", "changed", "as ter of the harbour"),
        # Its words went, or it cannot be told which of the new words are its.
        ("It opened again at noon. ", "", "It opened again at noon.", "orphaned", None),
        ("It opened again at noon", "That day someone had seen ships", "It opened again at noon", "orphaned", None),
        ("closed at dawn. It opened", "shut early; then everyone opened", "gate closed at", "orphaned", None),
        # The same words stand elsewhere by chance.
        ("It opened again at noon. ", "", "at", "orphaned", None),
    ],
)
def test_a_passage_follows_its_words_or_is_orphaned(before, after, words, grade, there):
    start = OLD.index(before)
    new = OLD.replace(before, after, 1)
    which = OLD[:start].count(words) if words in before and OLD.count(words) > 1 else 0

    assert carried(OLD, new, words, which) == (grade, there)


def test_words_that_stand_elsewhere_too_are_not_moved_there():
    old = f"{OLD} The tide came in. The ships lay in the roads until the evening, waiting for the pilot."
    new = f"{OLD} The ships lay in the roads until the evening, waiting for the pilot. The tide came in."

    assert carried(old, new, "The tide came in.") == ("orphaned", None)


def test_repeated_sentences_keep_their_order():
    refrain = "The gate held."
    old = f"{refrain} First the wind rose. {refrain} Then the water came. {refrain} At last the lamps went out."
    new = old.replace("First the wind rose.", "The wind rose first of all.").replace("the lamps", "all lamps")

    carrier = Carrier(old, new)
    places = [i for i in range(len(old)) if old.startswith(refrain, i)]
    there = [carrier.carry(i, i + len(refrain)) for i in places]

    assert [(span.grade, span.start) for span in there] == [(Grade.MOVED, i) for i in range(len(new)) if new.startswith(refrain, i)]


def test_of_a_sentence_that_was_doubled_nobody_says_which_one_it_was():
    sentence = "It opened again at noon."
    doubled = OLD.replace(sentence, f"{sentence} {sentence}")

    assert carried(OLD, doubled, sentence) == ("orphaned", None)
    assert carried(doubled, OLD, sentence, 0) == ("orphaned", None)
    assert carried(doubled, OLD, sentence, 1) == ("orphaned", None)


def test_text_without_spaces_is_carried_by_its_characters():
    old = "堤防は朝に閉じた。昼にまた開いた。なぜ閉じたままでなかったのか誰も知らない。"

    assert carried(old, old.replace("朝", "夜明け"), "昼にまた開いた。") == ("moved", "昼にまた開いた。")
    assert carried(old, old.replace("昼に", "正午に"), "昼にまた開いた。") == ("changed", "正午にまた開いた。")


def test_white_space_at_a_passages_border_goes_with_it_where_it_stayed():
    assert carried(OLD, f"Page 1. {OLD}", " It opened ") == ("moved", " It opened ")


def test_an_orphan_says_why():
    span = Carrier(OLD, OLD.replace("It opened again at noon. ", "")).carry(33, 57)

    assert span == Span(Grade.ORPHANED, None, None, "Its words are gone.")


@pytest.mark.parametrize(
    "other",
    ["Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor.", "", "…", " ".join(reversed(OLD.split()))],
)
def test_other_words_are_no_correction(other):
    with pytest.raises(NotTheSameWordsError, match=r"^These are not the same words: of \d+ words \d+ stand in the \d+ new ones"):
        Carrier(OLD, other)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 4), (-1, 3), (0, len(OLD) + 1)])
def test_a_span_outside_the_text_is_refused(start, end):
    with pytest.raises(ValueError, match="is not one of the text's"):
        Carrier(OLD, f"{OLD} More.").carry(start, end)


@pytest.mark.parametrize(
    "hostile", ["a" * 300_000, "a b " * 100_000, "\n" * 300_000 + "word", "é̂" * 50_000, "".join(map(chr, range(0x4E00, 0x9000))) * 3]
)
def test_hostile_texts_are_carried_or_refused(hostile):
    corrected = f"{hostile[:1000]} repaired {hostile[1000:]}"

    span = Carrier(hostile, corrected).carry(len(hostile) - 1, len(hostile))

    assert span.start is None or corrected[span.start : span.end] == hostile[-1]


def test_marks_that_met_still_meet_and_take_in_what_was_added():
    old = f"One. {OLD} Two. {OLD} Three."
    border = old.index("Two.")
    new = old.replace("Two.", "2. Two.").replace("One.", "Chapter One.")

    carrier = Carrier(old, new)

    assert carrier.carry_mark(0, border) == (0, new.index("Two."))
    assert carrier.carry_mark(border, len(old)) == (new.index("Two."), len(new))
    assert Carrier(old, old.replace("Two. ", "")).carry_mark(border, border + 4) is None


def test_a_diff_says_what_went_and_what_came():
    assert word_diff("The harb0ur gate  closed", "The harbour gate closed today") == [
        Piece("The ", "The "),
        Piece("harb0ur", "harbour"),
        Piece(" gate", " gate"),
        Piece("  ", " "),
        Piece("closed", "closed"),
        Piece("", " today"),
    ]


@given(before=st.text(max_size=60), after=st.text(max_size=60))
@settings(max_examples=60)
def test_a_diff_is_both_texts(before, after):
    pieces = word_diff(before, after)

    assert "".join(piece.before for piece in pieces) == before
    assert "".join(piece.after for piece in pieces) == after


# Laws.

WORDS = st.sampled_from(["gate", "tide", "the", "of", "closed", "harbour", "noon", "a", "ship's", "堤防", "1998", "."])
EDITS = st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from(["drop", "double", "garble", "add"]), WORDS), max_size=6)


def edited(words: list[str], edits: list[tuple[int, str, str]]) -> list[str]:
    words = list(words)
    for place, kind, word in edits:
        at = place % max(len(words), 1)
        words[at : at + (kind in {"drop", "garble"})] = {"drop": [], "double": words[at : at + 1], "garble": [f"{word}x"], "add": [word]}[
            kind
        ]
    return words


@given(words=st.lists(WORDS, min_size=12, max_size=60), first=EDITS, second=EDITS, data=st.data())
@settings(max_examples=150)
def test_what_is_carried_over_two_corrections_has_the_words_that_it_says(words, first, second, data):
    once, twice = edited(words, first), edited(edited(words, first), second)
    old, new, newest = " ".join(words), " ".join(once), " ".join(twice)
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, min(len(old), start + 60)))
    span, text = Span(Grade.MOVED, start, end), old
    for corrected in (new, newest):
        if span.start is None or span.end is None:
            break
        quote = text[span.start : span.end]
        try:
            span, text = Carrier(text, corrected).carry(span.start, span.end), corrected
        except NotTheSameWordsError:
            break
        if span.grade == Grade.ORPHANED:
            assert (span.start, span.end) == (None, None)
            assert span.reason
        else:
            assert 0 <= span.start < span.end <= len(corrected)
            assert (corrected[span.start : span.end] == quote) == (span.grade == Grade.MOVED)


SENTENCES = [f"In {1900 + n} the {noun} of {place} {verb} slowly." for n, (noun, place, verb) in enumerate(
    (noun, place, verb)
    for noun in ("gate", "warden", "lock", "quay")
    for place in ("Halver", "Senagawa", "Tarrow")
    for verb in ("moved", "failed")
)]  # fmt: skip
FATES = st.sampled_from(["kept", "kept", "dropped", "garbled", "preceded"])


@given(fates=st.lists(FATES, min_size=len(SENTENCES), max_size=len(SENTENCES)))
@settings(max_examples=60)
def test_every_sentence_is_found_at_its_own_place_or_nowhere(fates):
    old = "\n".join(SENTENCES)
    new, truth = "", []
    for number, (sentence, fate) in enumerate(zip(SENTENCES, fates, strict=True)):
        new += f"Added remark number {number * 7919} here.\n" if fate == "preceded" else ""
        now = {"dropped": "", "garbled": sentence.replace("slowly", "quickly")}.get(fate, sentence)
        truth.append((len(new), len(new) + len(now)))
        new += f"{now}\n" if now else ""
    starts = [0, *(i + 1 for i, char in enumerate(old) if char == "\n"), len(old) + 1]
    try:
        carrier = Carrier(old, new)
    except NotTheSameWordsError:
        assert fates.count("dropped") > len(fates) // 3
        return

    for (start, past), fate, place in zip(pairwise(starts), fates, truth, strict=True):
        span = carrier.carry(start, past - 1)
        found = (str(span.grade), (span.start, span.end))
        grade = {"dropped": "orphaned", "garbled": "changed"}.get(fate, "moved")
        assert found in {(grade, place if grade != "orphaned" else (None, None)), ("orphaned", (None, None))}
        assert grade != "moved" or found[0] == "moved"
