"""A quote beside the words that a text holds: what differs, word by word, and what that makes of the quote."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sources.anchoring.apparatus import Stretch, apparatus
from sources.anchoring.borders import UNSPACED, is_unspaced
from sources.anchoring.edits import distance, fits, partners
from sources.anchoring.quoting import ELLIPSIS, Quote, merged
from sources.anchoring.view import view_of

_TOKEN = re.compile(rf"[{UNSPACED}]|[^\s{UNSPACED}]+")
_SIGNS = "%‰&@§°±×÷+≠≤≥∞¬"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"
_NEGATIONS = frozenset(
    ["no", "not", "never", "none", "nor", "neither", "cannot", "without", "hardly", "n't", "ない", "ず", "ぬ", "不", "非", "未", "無"]
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)")


@dataclass(frozen=True, slots=True)
class Change:
    """One piece of a word diff.

    ``equal``: the same words. ``replace``: the quote has ``quoted`` where the text has ``held``. ``insert``: the text has
    words that the quote lacks. ``delete``: the quote has words that the text lacks.
    """

    kind: str
    quoted: str
    held: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison of quote and held words found.

    Attributes:
        grade: ``exact``, ``normalised`` or ``approximate``.
        diff: All words of both, in order.
        distance: How many letters differ, note marks and page numbers and what an ellipsis leaves out not counted.
        letters: How many letters the longer of the two has, counted likewise.
        words: How many words of the quote were compared.
        other: How many words are another word, not the same one misread.
        firm: How many letters of the quote the text has too, in words that are the same or the same misread.
        longest: The most words in a row that are other words.
    """

    grade: str
    diff: tuple[Change, ...]
    distance: int
    letters: int
    words: float
    other: float
    firm: int
    longest: float

    @property
    def score(self) -> float:
        """The share of letters that are the same, between 0 and 1."""
        return 1.0 if not self.letters else max(0.0, 1 - self.distance / self.letters)


@dataclass(slots=True)
class _Side:
    """One side of the comparison, with its tokens and which letters of its view are no words of the running text."""

    raw: str
    view: str
    starts: list[int]
    tokens: list[Stretch]
    silent: list[bool]
    token_of: list[int]


@dataclass(slots=True)
class _Group:
    """Tokens of both sides that belong together: ``[q0, q1)`` of the quote, ``[h0, h1)`` of the held words."""

    q0: int
    q1: int
    h0: int
    h1: int
    edits: int = 0
    kept: int = 0
    excused: bool = False


def compare(quote: Quote, content: str, start: int, end: int) -> Comparison:
    """Compare ``quote`` with the words that stand at ``content[start:end]``."""
    held = content[start:end]
    raw = quote.raw.strip()
    if raw == held:
        size = len(view_of(held).text)
        return Comparison("exact", (Change("equal", raw, held),), 0, size, len(_TOKEN.findall(held)), 0, size, 0)
    left = _side(quote.raw, [*quote.silent, *((joint.start, joint.end) for joint in quote.joints)])
    margin = max(0, start - 8)
    stretches = [
        (max(0, s - start), min(e, end) - start) for s, e in apparatus(content, margin, min(len(content), end + 8)) if s < end and e > start
    ]
    right = _side(held, stretches)
    chosen, gaps = _aligned(quote, left, right)
    return _judged(quote, left, right, chosen, gaps)


def _side(raw: str, silent: list[Stretch]) -> _Side:
    view = view_of(raw)
    starts = view.starts.tolist()
    stretches = merged(silent)
    tokens = _tokens(raw, stretches)
    return _Side(raw, view.text, starts, tokens, _inside(starts, stretches), _token_of(starts, tokens))


def _tokens(raw: str, stretches: list[Stretch]) -> list[Stretch]:
    """Words, cut at the borders of what is no word of the text."""
    tokens: list[Stretch] = []
    place = 0
    for begin, end in [*stretches, (len(raw), len(raw))]:
        tokens.extend(found.span() for found in _TOKEN.finditer(raw, place, begin))
        if end > begin:
            tokens.append((begin, end))
        place = end
    return tokens


def _inside(starts: list[int], stretches: list[Stretch]) -> list[bool]:
    flags = [False] * len(starts)
    index = 0
    for begin, end in stretches:
        while index < len(starts) and starts[index] < begin:
            index += 1
        while index < len(starts) and starts[index] < end:
            flags[index] = True
            index += 1
    return flags


def _token_of(starts: list[int], tokens: list[Stretch]) -> list[int]:
    found = []
    token = 0
    for start in starts:
        while token < len(tokens) - 1 and tokens[token][1] <= start:
            token += 1
        found.append(token)
    return found


def _aligned(quote: Quote, left: _Side, right: _Side) -> tuple[list[int], list[bool]]:
    """The partner in ``right`` of each letter of ``left``, and which letters of ``right`` a joint left out.

    Note marks are left out of the comparison on the side where that brings the two closer.
    """
    parts = [[index for index in range(len(left.view)) if part.start <= left.starts[index] < part.end] for part in quote.parts]
    choices = []
    for bare_left in (True, False):
        pieces = [[index for index in part if not (bare_left and left.silent[index])] for part in parts]
        for bare_right in (True, False):
            hay = [index for index in range(len(right.view)) if not (bare_right and right.silent[index])]
            places = _parted([_letters(left.view, piece) for piece in pieces], _letters(right.view, hay))
            cost = sum(place.cost for place in places)
            choices.append((cost, bare_left, bare_right, pieces, hay, places))
            if cost == 0:
                break
        if choices[-1][0] == 0:
            break
    _, _, _, pieces, hay, places = min(choices, key=lambda choice: choice[0])
    chosen = [-1] * len(left.view)
    covered = [False] * len(right.view)
    for piece, place in zip(pieces, places, strict=True):
        for index, partner in zip(
            piece, partners(_letters(left.view, piece), _letters(right.view, hay[place.start : place.end])), strict=True
        ):
            chosen[index] = hay[place.start + partner] if partner >= 0 else -1
        for index in hay[place.start : place.end]:
            covered[index] = True
    first = hay[places[0].start] if places and hay else 0
    return chosen, [not covered[index] and index >= first and not right.silent[index] for index in range(len(right.view))]


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    cost: int


def _parted(parts: list[str], hay: str) -> list[_Piece]:
    """Where each part stands in ``hay``: the first at its beginning, the last at its end, the others in order between."""
    if len(parts) == 1:
        return [_Piece(0, len(hay), max(0, distance(parts[0], hay, "NW")))]
    places: list[_Piece] = []
    last = _from_the_end(parts[-1], hay)
    place = 0
    for number, part in enumerate(parts[:-1]):
        rest = hay[place : last.start]
        exact = rest.find(part)
        if exact == 0 or (number and exact > 0):
            found = _Piece(place + exact, place + exact + len(part), 0)
        else:
            best = fits(part, rest, "HW" if number else "SHW", len(part))
            found = _Piece(place + best[-1].start, place + best[-1].end, best[-1].distance) if best else _Piece(place, place, len(part))
        places.append(found)
        place = found.end
    return [*places, last]


def _from_the_end(part: str, hay: str) -> _Piece:
    if hay.endswith(part):
        return _Piece(len(hay) - len(part), len(hay), 0)
    best = fits(part[::-1], hay[::-1], "SHW", len(part))
    return _Piece(len(hay) - best[-1].end, len(hay), best[-1].distance) if best else _Piece(len(hay), len(hay), len(part))


def _letters(view: str, indexes: list[int]) -> str:
    return "".join([view[index] for index in indexes])


def _judged(quote: Quote, left: _Side, right: _Side, chosen: list[int], gaps: list[bool]) -> Comparison:
    groups = _groups(left, right, chosen)
    partner_of = {partner: index for index, partner in enumerate(chosen) if partner >= 0}
    _count_edits(groups, left, right, chosen, partner_of, gaps)
    joints = {
        index
        for index, token in enumerate(left.tokens)
        for joint in quote.joints
        if joint.start <= token[0] < max(joint.end, joint.start + 1)
    }
    pieces: list[tuple[str, _Group]] = []
    capital = True
    for group in groups:
        at_joint = any(token in joints for token in range(group.q0, group.q1))
        kind = _kind(group, left, right, at_joint=at_joint, capital=capital)
        pieces.append((kind, group))
        capital = at_joint or (capital and not _has_letters(left, group))
    return _summary(pieces, left, right)


def _groups(left: _Side, right: _Side, chosen: list[int]) -> list[_Group]:
    """Tokens in order, those together that share a letter's partner."""
    links = sorted({(left.token_of[index], right.token_of[partner]) for index, partner in enumerate(chosen) if partner >= 0})
    groups: list[_Group] = []
    q = h = 0
    for token, other in links:
        if groups and (token < groups[-1].q1 or other < groups[-1].h1):
            groups[-1].q1, groups[-1].h1 = max(token + 1, groups[-1].q1), max(other + 1, groups[-1].h1)
        else:
            _add_lone(groups, q, token, h, other)
            groups.append(_Group(token, token + 1, other, other + 1))
        q, h = groups[-1].q1, groups[-1].h1
    _add_lone(groups, q, len(left.tokens), h, len(right.tokens))
    return groups


def _add_lone(groups: list[_Group], q0: int, q1: int, h0: int, h1: int) -> None:
    """Tokens without a partner, each side's by themselves: first the quote's."""
    groups.extend(_Group(token, token + 1, h0, h0) for token in range(q0, q1))
    groups.extend(_Group(q1, q1, token, token + 1) for token in range(h0, h1))


def _count_edits(groups: list[_Group], left: _Side, right: _Side, chosen: list[int], partner_of: dict[int, int], gaps: list[bool]) -> None:
    of_quote = {token: group for group in groups for token in range(group.q0, group.q1)}
    of_held = {token: group for group in groups for token in range(group.h0, group.h1)}
    for index, partner in enumerate(chosen):
        group = of_quote[left.token_of[index]]
        if partner < 0:
            if left.silent[index]:
                group.excused = True
            else:
                group.edits += 1
        elif left.view[index] == right.view[partner]:
            group.kept += 1
        else:
            group.edits += 1
    for index in range(len(right.view)):
        if index not in partner_of:
            if right.silent[index] or gaps[index]:
                of_held[right.token_of[index]].excused = True
            else:
                of_held[right.token_of[index]].edits += 1


def _kind(group: _Group, left: _Side, right: _Side, *, at_joint: bool, capital: bool) -> str:
    """``same``, ``excused`` (note marks, ellipses), ``misread``, ``other`` (another word) or ``sign`` (no letters, but meaning)."""
    quoted, held = _raw(left, group.q0, group.q1), _raw(right, group.h0, group.h1)
    if at_joint:
        return "joint"
    if not group.edits:
        if group.excused:
            return "excused"
        if _signs(quoted) != _signs(held):
            return "sign"
        return "same" if quoted == held or _same_case(quoted, held, capital=capital) else "misread"
    if group.q0 == group.q1 or group.h0 == group.h1 or group.kept < group.edits:
        return "other"
    return "other" if _other_number(quoted, held) else "misread"


def _has_letters(side: _Side, group: _Group) -> bool:
    return any(character.isalnum() for character in _raw(side, group.q0, group.q1))


def _raw(side: _Side, first: int, last: int) -> str:
    return side.raw[side.tokens[first][0] : side.tokens[last - 1][1]] if last > first else ""


def _signs(text: str) -> str:
    """What a word says beside its letters: signs of money, measure and mathematics, and what stands between digits."""
    text = unicodedata.normalize("NFKC", text)
    text = _GROUPED.sub(lambda found: found[0].replace(",", ""), text)
    signs = [character for character in text if character in _SIGNS or unicodedata.category(character) == "Sc"]
    between = re.findall(rf"(?<=\d)([.,:/{_DASHES}])(?=\d)", text)
    minus = re.findall(rf"^[{_DASHES}](?=\d)", text)
    return "".join(signs) + "|" + "".join("-" if sign in _DASHES else sign for sign in between) + "|" + ("-" if minus else "")


def _same_case(quoted: str, held: str, *, capital: bool) -> bool:
    left, right = (unicodedata.normalize("NFKC", "".join(c for c in text if c.isalnum())) for text in (quoted, held))
    if left == right or unicodedata.normalize("NFKD", left) == unicodedata.normalize("NFKD", right):
        return True
    return (capital and left[1:] == right[1:]) or ("[" in quoted and left[:1].casefold() + left[1:] == right[:1].casefold() + right[1:])


def _other_number(quoted: str, held: str) -> bool:
    """Whether the two name other numbers, letters that look like digits read as such."""
    left, right = (re.findall(r"\d+", text.translate(_LOOKALIKES) if any(c.isdigit() for c in text) else text) for text in (quoted, held))
    return left != right


_LOOKALIKES = str.maketrans({"l": "1", "I": "1", "|": "1", "O": "0", "o": "0", " ": None})


def _summary(pieces: list[tuple[str, _Group]], left: _Side, right: _Side) -> Comparison:
    altered = any(kind in {"misread", "other", "sign"} or (kind == "joint" and _alters(group, left, right)) for kind, group in pieces)
    compared = [(kind, group) for kind, group in pieces if kind in {"same", "misread", "other"}]
    weights = [_weight(group, left, right) for _, group in compared]
    run = longest = 0.0
    for (kind, _), weight in zip(compared, weights, strict=True):
        run = run + weight if kind == "other" else 0.0
        longest = max(longest, run)
    return Comparison(
        "approximate" if altered else "normalised",
        _diff(pieces, left, right),
        sum(group.edits for kind, group in pieces if kind != "joint"),
        sum(group.edits + group.kept for kind, group in pieces if kind != "joint"),
        sum(weights),
        sum(weight for (kind, _), weight in zip(compared, weights, strict=True) if kind == "other"),
        sum(group.kept for kind, group in compared if kind != "other"),
        longest,
    )


def _weight(group: _Group, left: _Side, right: _Side) -> float:
    """How many words a group counts as; a character of a script without spaces is half a word."""
    words = max(group.q1 - group.q0, group.h1 - group.h0)
    first = _raw(left, group.q0, group.q1) or _raw(right, group.h0, group.h1)
    return words / 2 if is_unspaced(first[0]) else float(words)


def _alters(group: _Group, left: _Side, right: _Side) -> bool:
    """A bracket's words, and a negation hidden by an ellipsis, alter a quote; other omissions do not."""
    quoted = _raw(left, group.q0, group.q1)
    return ELLIPSIS.fullmatch(quoted) is None and any(character.isalnum() for character in quoted)


def _diff(pieces: list[tuple[str, _Group]], left: _Side, right: _Side) -> tuple[Change, ...]:
    """Groups as changes, neighbours of one kind as one."""
    runs: list[tuple[bool, _Group]] = []
    for kind, group in pieces:
        same = kind == "same"
        if runs and runs[-1][0] == same:
            runs[-1][1].q1, runs[-1][1].h1 = group.q1, group.h1
        else:
            runs.append((same, _Group(group.q0, group.q1, group.h0, group.h1)))
    return tuple(_change(_raw(left, group.q0, group.q1), _raw(right, group.h0, group.h1), same=same) for same, group in runs)


def _change(quoted: str, held: str, *, same: bool) -> Change:
    if same:
        return Change("equal", quoted, held)
    return Change("replace" if quoted and held else "delete" if quoted else "insert", quoted, held)
