"""What happens to quotes between the text and the editor: one function for each kind of harm, all seeded."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Mutation = Callable[[Random, str], str]

CONFUSED = [
    ("rn", "m"),
    ("m", "rn"),
    ("l", "1"),
    ("O", "0"),
    ("e", "c"),
    ("c", "e"),
    ("n", "ii"),
    ("h", "li"),
    ("i", "l"),
    ("t", "f"),
    ("u", "n"),
    ("B", "8"),
    ("cl", "d"),
    ("w", "vv"),
]
CONFUSED_HAN = [
    ("人", "入"),
    ("末", "未"),
    ("土", "士"),
    ("日", "曰"),
    ("力", "カ"),
    ("口", "ロ"),
    ("は", "ほ"),
    ("し", "レ"),
    ("い", "り"),
    ("き", "さ"),
    ("め", "ぬ"),
    ("る", "ろ"),
    ("大", "太"),
    ("時", "待"),
    ("問", "間"),
]
_DENSE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")


def one_line(rng: Random, quote: str) -> str:
    joined = re.sub(r"(?<=\w)-\s*\n\s*", "", quote)
    return re.sub(r"\s*\n\s*", "", joined) if _DENSE.search(quote) else re.sub(r"\s+", " ", joined)


def spaces(rng: Random, quote: str) -> str:
    return (
        re.sub(r"\s", lambda _: rng.choice([" ", "  ", "\u00a0", "\t"]), one_line(rng, quote))
        if " " in quote
        else _inserted(rng, quote, [" "], 4)
    )


def line_breaks(rng: Random, quote: str) -> str:
    return (
        re.sub(r"\s+", lambda _: rng.choice([" ", " ", "\n", "\r\n", "\n\n  "]), quote)
        if " " in quote
        else _inserted(rng, quote, ["\n", "\n　"], 3)
    )


def hyphenation(rng: Random, quote: str) -> str:
    return re.sub(r"[A-Za-z]{7,}", lambda word: word[0][:4] + rng.choice(["-\n", "-\n\n", "\u00ad", "- ", "‐\n"]) + word[0][4:], quote)


def split_words(rng: Random, quote: str) -> str:
    return re.sub(r"[A-Za-z]{5,}", lambda word: word[0][:3] + " " + word[0][3:] if rng.random() < 0.3 else word[0], quote)


def joined_words(rng: Random, quote: str) -> str:
    return re.sub(r"(?<=[a-z]) (?=[a-z])", lambda _: "" if rng.random() < 0.2 else " ", quote)


def misread_some(rng: Random, quote: str) -> str:
    return _misread(rng, quote, 0.02, least=1)


def misread_much(rng: Random, quote: str) -> str:
    return _misread(rng, quote, 0.1, least=2)


def quote_marks(rng: Random, quote: str) -> str:
    table = {mark: rng.choice(['"', "“", "”", "«", "„", "''", ""]) for mark in '"“”'} | {
        mark: rng.choice(["'", "’", "‘", "`"]) for mark in "'’‘"
    }
    return quote.translate(str.maketrans(table | {"「": "『", "」": "』"}))


def dashes(rng: Random, quote: str) -> str:
    return re.sub(
        r"(?<=\w)(?:-|–|—|--)(?=\w)",
        lambda _: rng.choice(["-", "–", "‑"]),
        re.sub(r" [-–—]+ |—", lambda _: rng.choice([" – ", "—", " -- ", " - "]), quote),
    )


def ellipsis(rng: Random, quote: str) -> str:
    return _cut(rng, quote, rng.choice([" … ", " ... ", " . . . ", " […] ", " [...] ", "... ", " (...) "]))


def two_ellipses(rng: Random, quote: str) -> str:
    middle = len(quote) // 2
    while middle < len(quote) and not quote[middle].isspace() and not _DENSE.match(quote[middle]):
        middle += 1
    return _cut(rng, quote[:middle], " […] ") + _cut(rng, quote[middle:], " ... ")


def bracketed_words(rng: Random, quote: str) -> str:
    words = _words(quote)
    start = rng.randint(2, max(2, len(words) - 4))
    return "".join([*words[:start], rng.choice(["[they]", "[the alliance]", "[its members]"]), " ", *words[start + rng.randint(1, 2) :]])


def bracketed_letter(rng: Random, quote: str) -> str:
    return f"[{quote[0].swapcase()}]{quote[1:]}"


def remarks(rng: Random, quote: str) -> str:
    words = _words(quote)
    place = rng.randint(1, len(words) - 1)
    return "".join([*words[:place], rng.choice(["[sic] ", "(sic) ", "[sic!] "]), *words[place:]]) + rng.choice(
        [" (emphasis added)", " [emphasis in original]", ""]
    )


def without_notes(rng: Random, quote: str) -> str:
    clean = re.sub(r"<sup>\d+</sup>|（注\d+）", "", quote)
    clean = re.sub(r"(?<=[a-z][.,;!?])\d{1,2}(?=\s|$)|(?<=[a-z][.,]\")\d{1,2}(?=\s|$)|(?<=[.!?]['\"”’])\d{1,2}(?=\s|$)", "", clean)
    return re.sub(r"\n\s*(?:－ )?\d{1,3}(?: －)?\s*\n", "\n", clean)


def with_notes(rng: Random, quote: str) -> str:
    note = rng.choice(["{}", "[{}]", "<sup>{}</sup>"]).format(rng.randint(1, 60))
    return re.sub(r"(?<=[a-z][.,;])(?=\s)|(?<=。)", note, quote, count=1)


def page_number(rng: Random, quote: str) -> str:
    return _inserted(rng, quote, [f"\n\n{rng.randint(2, 300)}\n\n", f"\n- {rng.randint(2, 300)} -\n", f"\n[{rng.randint(2, 300)}]\n"], 1)


def page_number_in_line(rng: Random, quote: str) -> str:
    return _inserted(rng, quote, [f" {rng.randint(2, 300)} "], 1)


def page_head(rng: Random, quote: str) -> str:
    return _inserted(
        rng,
        quote,
        [
            f"\n\n{rng.randint(2, 300)} Studies in Common Services\n\n",
            "\n\nThe Problem of the Far Side 117\n\n",
            "\n\n第三章　川と橋　45\n\n",
        ],
        1,
    )


def markup(rng: Random, quote: str) -> str:
    words = _words(quote)
    place = rng.randint(0, len(words) - 1)
    words[place] = rng.choice(["**{}** ", "<em>{}</em> ", "*{}* ", "_{}_ ", '<span class="x">{}</span> ']).format(words[place].strip())
    return "".join(words)


def case_at_start(rng: Random, quote: str) -> str:
    return quote[0].swapcase() + quote[1:]


def ligatures(rng: Random, quote: str) -> str:
    return quote.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ").replace("tion", "ti\u00adon")


def full_width(rng: Random, quote: str) -> str:
    quote = re.sub(r"<[^<>]*>", "", quote)
    return "".join(
        chr(ord(character) + 0xFEE0) if character.isascii() and (character.isalnum() or character in ".,()") else character
        for character in quote
    )


def in_quote_marks(rng: Random, quote: str) -> str:
    before, after = rng.choice([("“", "”"), ('"', '"'), ("'", "'"), ("「", "」")])
    return before + one_line(rng, quote) + after


def stacked(rng: Random, quote: str) -> str:
    for mutate in rng.sample([misread_some, spaces, quote_marks, without_notes, split_words, hyphenation, dashes, case_at_start], 3):
        quote = mutate(rng, quote)
    return quote


# Each kind with the grades it may have: where words stay the same, and where a word is misread or replaced.
SAME = frozenset({"exact", "normalised"})
OTHER = frozenset({"approximate"})
ANY = SAME | OTHER
MUTATIONS: dict[str, tuple[Mutation, frozenset[str]]] = {
    mutate.__name__: (mutate, grades)
    for grades, mutations in (
        (
            SAME,
            (
                one_line,
                spaces,
                line_breaks,
                hyphenation,
                split_words,
                joined_words,
                quote_marks,
                dashes,
                ellipsis,
                two_ellipses,
                bracketed_letter,
                remarks,
                without_notes,
            ),
        ),
        (SAME, (with_notes, page_number, markup, case_at_start, ligatures, full_width, in_quote_marks)),
        (OTHER, (misread_some, misread_much, bracketed_words)),
        (ANY, (page_number_in_line, page_head, stacked)),
    )
    for mutate in mutations
}


def _misread(rng: Random, quote: str, share: float, least: int) -> str:
    """Confusions that scanners make, in this share of the letters; the first and last word are not spared."""
    pairs = CONFUSED_HAN if _DENSE.search(quote) else CONFUSED
    places = [(found.start(), old, new) for old, new in pairs for found in re.finditer(old, quote)]
    rng.shuffle(places)
    taken: list[tuple[int, str, str]] = []
    for start, old, new in places:
        if all(start + len(old) <= other or start >= other + len(text) for other, text, _ in taken):
            taken.append((start, old, new))
    for start, old, new in sorted(taken[: max(least, int(share * len(quote)))], reverse=True):
        quote = quote[:start] + new + quote[start + len(old) :]
    return quote


def _words(quote: str) -> list[str]:
    return re.findall(r"[^\s]+\s*", quote) if " " in quote else [quote[place : place + 3] for place in range(0, len(quote), 3)]


def _inserted(rng: Random, quote: str, pieces: list[str], times: int) -> str:
    for _ in range(times):
        words = _words(quote)
        place = rng.randint(1, max(1, len(words) - 1))
        quote = "".join([*words[:place], rng.choice(pieces), *words[place:]])
    return quote


def _cut(rng: Random, quote: str, mark: str) -> str:
    words = _words(quote)
    if len(words) < 7:
        return quote
    start = rng.randint(2, len(words) - 4)
    end = min(len(words) - 2, start + rng.randint(1, 12))
    return "".join(words[:start]).rstrip() + mark + "".join(words[end:])
