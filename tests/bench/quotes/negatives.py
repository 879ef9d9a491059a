"""Quotes that do not stand in the text: sentences from elsewhere, lookalikes, sentences with one word altered."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

# Each takes the seed, the quoted sentence and sentences to borrow from; None where the kind does not apply.
Alteration = Callable[[Random, str, list[str]], str | None]

_NUMBERS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty", "sixty"]


def negated(rng: Random, quote: str, others: list[str]) -> str | None:
    changes = [
        (r"\b(is|was|are|were|has|had|does|did|do|will|would|should|could|may|might)\b(?! not)", r"\1 not"),
        (r" not\b", ""),
        (r"\bcan\b", "cannot"),
        (r"\bcannot\b", "can"),
        (r"\b(able|likely|certain|clear|stable|necessary|popular|familiar)\b", r"un\1"),
        (r"\bnever\b", "always"),
        (r"であった", "ではなかった"),
        (r"なかった", "た"),
        (r"している", "していない"),
        (r"れた", "れなかった"),
    ]
    return _one(rng, quote, changes)


def other_number(rng: Random, quote: str, others: list[str]) -> str | None:
    changes = [
        (r"(?<!\d)(1[5-9]|20)(\d)(\d)(?!\d)", lambda found: found[1] + str((int(found[2]) + rng.randint(1, 8)) % 10) + found[3]),
        (r"\b(" + "|".join(_NUMBERS) + r")\b", lambda found: rng.choice([number for number in _NUMBERS if number != found[1]])),
        (r"(?<!\d)(\d)(?=\.\d)", lambda found: str((int(found[1]) + 1) % 10)),
        (r"[一二三四五六七八九](?=[年月人度つ日])", lambda found: rng.choice([c for c in "一二三四五六七八九" if c != found[0]])),
    ]
    return _one(rng, quote, changes)


def swapped_names(rng: Random, quote: str, others: list[str]) -> str | None:
    names = sorted(set(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{3,}", quote)))
    if len(names) < 2:
        return None
    first, second = rng.sample(names, 2)
    return re.sub(rf"\b(?:{first}|{second})\b", lambda found: second if found[0] == first else first, quote)


def another_name(rng: Random, quote: str, others: list[str]) -> str | None:
    return _one(
        rng,
        quote,
        [
            (r"(?<=[a-z,] )[A-Z][a-z]{3,}", lambda _: rng.choice(["Portugal", "Bolivia", "Marlow", "Henderson"])),
            (r"[\u4e00-\u9fff]{2}(?=[はがを])", "隣国"),
        ],
    )


def from_elsewhere(rng: Random, quote: str, others: list[str]) -> str | None:
    return rng.choice(others)


def same_opening(rng: Random, quote: str, others: list[str]) -> str | None:
    """Half of the sentence, and another's end."""
    return _spliced(rng.choice(others), quote, 0.5)


def same_ending(rng: Random, quote: str, others: list[str]) -> str | None:
    """Another's beginning, and half of the sentence."""
    return _spliced(quote, rng.choice(others), 0.5)


def same_template(rng: Random, quote: str, others: list[str]) -> str | None:
    """The sentence's small words with other nouns and verbs."""
    spare = re.findall(r"[A-Za-z]{5,}", " ".join(others))
    if len(spare) < 20:
        return None
    return re.sub(r"[A-Za-z]{5,}", lambda _: rng.choice(spare), quote)


def shuffled(rng: Random, quote: str, others: list[str]) -> str | None:
    words = quote.split() if " " in quote else re.findall(r".{1,3}", quote, re.DOTALL)
    rng.shuffle(words)
    return (" " if " " in quote else "").join(words)


# The sentence stands there with one word changed: it may be shown as such, and never as the same.
ALTERED: dict[str, Alteration] = {change.__name__: change for change in (negated, other_number, swapped_names, another_name)}
# The sentence does not stand there.
ABSENT: dict[str, Alteration] = {change.__name__: change for change in (from_elsewhere, same_opening, same_ending, same_template, shuffled)}


def _one(rng: Random, quote: str, changes: list[tuple[str, object]]) -> str | None:
    rng.shuffle(changes)
    for pattern, new in changes:
        places = list(re.finditer(pattern, quote))
        if places:
            found = rng.choice(places)
            text = new(found) if callable(new) else found.expand(str(new))
            return quote[: found.start()] + text + quote[found.end() :]
    return None


def _spliced(tail: str, head: str, share: float) -> str | None:
    if " " not in head:
        return head[: int(len(head) * share)] + tail[int(len(tail) * share) :]
    first, second = head.split(), tail.split()
    return " ".join(first[: int(len(first) * share)] + second[int(len(second) * share) :]) if min(len(first), len(second)) > 7 else None
