"""A second set of harms, in another manner. Nothing in the placing of quotes was fitted to these."""

from __future__ import annotations

import re
import unicodedata
from random import Random

from tests.bench.quotes.mutations import ANY, OTHER, SAME, Mutation

_LATIN = re.compile("[A-Za-z]")


def odd_spaces(rng: Random, quote: str) -> str:
    return " ".join(quote.split()).replace(" ", "\u2009\u200b") if " " in quote else "\u3000".join([quote[:5], quote[5:]])


def entities(rng: Random, quote: str) -> str:
    return quote.replace(" ", "&nbsp;", 3).replace('"', "&quot;").replace("“", "&ldquo;").replace("”", "&rdquo;")


def blockquote(rng: Random, quote: str) -> str:
    lines = re.findall(r".{1,50}(?:\s|$)|.{1,50}", " ".join(quote.split()) if " " in quote else quote)
    return "\n".join(f"> {line.strip()}" for line in lines)


def tex(rng: Random, quote: str) -> str:
    return quote.replace("“", "``").replace("”", "''").replace("—", "---").replace("–", "--").replace(" ", "~", 1)


def decomposed(rng: Random, quote: str) -> str:
    return unicodedata.normalize("NFD", quote)


def without_signs(rng: Random, quote: str) -> str:
    return "".join(
        character
        for character in quote
        if character.isalnum() or character.isspace() or (character in ".,。、」-–—:/%$&£€+°§<>*" and not character.isspace())
    )


def without_apostrophes(rng: Random, quote: str) -> str:
    return re.sub(r"(?<=\w)['’](?=\w)", "", quote)


def superscripts(rng: Random, quote: str) -> str:
    return re.sub(r"(?<=[a-z]{3}[.,])(?=\s)", rng.choice("¹²³⁴⁵"), quote, count=1)


def dropped_letters(rng: Random, quote: str) -> str:
    places = [place for place, character in enumerate(quote) if character.isalpha()]
    gone = set(rng.sample(places, max(1, len(places) // 40)))
    return "".join(character for place, character in enumerate(quote) if place not in gone)


def doubled_letters(rng: Random, quote: str) -> str:
    return "".join(character * (2 if character.isalpha() and rng.random() < 0.03 else 1) for character in quote)


def transposed_letters(rng: Random, quote: str) -> str:
    return re.sub(r"(?<=[a-z])([a-z])([a-z])(?=[a-z])", lambda found: found[2] + found[1] if rng.random() < 0.08 else found[0], quote)


def noise_signs(rng: Random, quote: str) -> str:
    return "".join(character + (rng.choice("~^|¬·") if rng.random() < 0.03 else "") for character in quote)


def random_letters(rng: Random, quote: str) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz" if _LATIN.search(quote) else "のにをはがでとしたいるう国人大"
    return "".join(rng.choice(letters) if character.isalpha() and rng.random() < 0.06 else character for character in quote)


def capital_confusions(rng: Random, quote: str) -> str:
    return re.sub(
        "[sgolz]", lambda found: {"s": "5", "g": "9", "o": "0", "l": "|", "z": "2"}[found[0]] if rng.random() < 0.07 else found[0], quote
    )


def omitted_clause(rng: Random, quote: str) -> str:
    words = quote.split() if " " in quote else list(quote)
    if len(words) < 12:
        return quote
    gap = " " if " " in quote else ""
    cut = len(words) // 3
    return gap.join(words[:cut]) + rng.choice([", . . . , ", " [ ... ] ", "…", " .... ", "⋯"]) + gap.join(words[-cut:])


def three_omissions(rng: Random, quote: str) -> str:
    words = quote.split() if " " in quote else re.findall(".{1,3}", quote, re.DOTALL)
    gap = " " if " " in quote else ""
    if len(words) < 14:
        return quote
    runs = [words[place : place + 5] for place in range(0, len(words) - 9, 7)] + [[]]
    runs = [run for run in runs[:-1] if len(run) > 2] + [words[-5:]]
    return " … ".join(gap.join(run) for run in runs)


def inserted_bracket(rng: Random, quote: str) -> str:
    words = quote.split(" ") if " " in quote else re.findall(".{1,3}", quote, re.DOTALL)
    place = len(words) // 2
    return (" " if " " in quote else "").join([*words[:place], "[that is, in those years]", *words[place:]])


def bracketed_ending(rng: Random, quote: str) -> str:
    return re.sub(r"\b([a-z]{4,})(s|ed)\b", r"\1[\2]", quote, count=1)


def cited(rng: Random, quote: str) -> str:
    return f"“{' '.join(quote.split()) if ' ' in quote else quote}” (p. {rng.randint(1, 99)})"


def running_head(rng: Random, quote: str) -> str:
    words = quote.split(" ") if " " in quote else re.findall(".{1,3}", quote, re.DOTALL)
    gap = " " if " " in quote else ""
    place = len(words) // 2
    return gap.join(words[:place]) + "\n\nANNALS OF THE VALLEY, VOL. 7\n88\n\n" + gap.join(words[place:])


def shouted(rng: Random, quote: str) -> str:
    return quote.upper()


HELD_OUT: dict[str, tuple[Mutation, frozenset[str]]] = {
    mutate.__name__: (mutate, grades)
    for grades, mutations in (
        (
            SAME,
            (odd_spaces, entities, blockquote, tex, decomposed, without_signs, superscripts, noise_signs, omitted_clause, three_omissions),
        ),
        (OTHER, (random_letters, inserted_bracket)),
        (
            ANY,
            (
                without_apostrophes,
                dropped_letters,
                doubled_letters,
                transposed_letters,
                capital_confusions,
                bracketed_ending,
                cited,
                running_head,
                shouted,
            ),
        ),
    )
    for mutate in mutations
}
