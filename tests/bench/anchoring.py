"""``python -m tests.bench.anchoring``: how well and how fast quotes find their place, by kind of harm.

Arguments: ``held`` measures the kinds that nothing was fitted to; ``show`` prints failures; a number says how many quotes of each kind.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from sources.anchoring import place, view_of
from tests.bench.quotes.measuring import Tally, measure_mutations, measure_negatives
from tests.bench.quotes.mutations import MUTATIONS, misread_some
from tests.bench.quotes.mutations_held_out import HELD_OUT
from tests.bench.quotes.negatives import ABSENT, ALTERED
from tests.bench.quotes.rendering import marked_down, printed_japanese, sample, scanned


def texts() -> dict[str, dict[str, str]]:
    """Three families of texts; the corpus is left out where it is absent."""
    folder = Path(os.environ.get("CORPUS_DIR", "../shared/corpus"))
    corpus = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*-*-*.*"))} if folder.is_dir() else {}
    english = sample("ferries.txt")
    return {
        "corpus": corpus,
        "english": {"scan": scanned(english), "markdown": marked_down(english)},
        "japanese": {"print": printed_japanese(sample("watashi.txt"))},
    }


def sentences(content: str) -> list[str]:
    """Sentences to borrow, long enough to be quoted."""
    flat = re.sub(r"\{\d+\}|<sup>\d+</sup>", "", content)
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+|(?<=。)", flat) if len(part.strip()) > 30]


def merged(tallies: list[Mapping[str, Tally]]) -> dict[str, Tally]:
    total: dict[str, Tally] = {}
    for each in tallies:
        for kind, tally in each.items():
            total.setdefault(kind, Tally()).add(tally)
    return total


def main() -> None:
    """Print a table for each family of texts, then the ratios."""
    held, show = "held" in sys.argv, "show" in sys.argv
    count = next((int(given) for given in sys.argv[1:] if given.isdigit()), 40)
    families = texts()
    wanted = [name for name in families if name in sys.argv] or list(families)
    kinds = HELD_OUT if held else MUTATIONS
    for family in wanted:
        contents = families[family]
        if not contents:
            _say(f"{family}: not here")
            continue
        others = [
            line
            for name, each in families.items()
            for key, text in each.items()
            if name != family and (name == "japanese") == (family == "japanese")
            for line in sentences(text)
        ]
        others = others or sentences(sample("watashi.txt" if family != "japanese" else "ferries.txt"))
        _show(f"{family}: quotes that stand there", merged([measure_mutations(text, kinds, 7, count) for text in contents.values()]), show)
        _show(
            f"{family}: altered",
            merged([measure_negatives(text, ALTERED, others, 7, count, altered=True) for text in contents.values()]),
            show,
        )
        _show(
            f"{family}: absent",
            merged([measure_negatives(text, ABSENT, others, 7, count, altered=False) for text in contents.values()]),
            show,
        )
    if "speed" in sys.argv or wanted == list(families):
        _speed(families["english"]["scan"])


def _show(title: str, tallies: Mapping[str, Tally], show: bool) -> None:
    _say(f"\n{title}\n{'kind':22}{'asked':>7}{'place %':>9}{'offsets %':>11}{'grade %':>9}{'false':>7}")
    total = Tally()
    for tally in tallies.values():
        total.add(tally)
    for kind, tally in [*tallies.items(), ("ALL", total)]:
        share = [100 * number / max(1, tally.asked) for number in (tally.right_place, tally.exact_offsets, tally.right_grade)]
        _say(f"{kind:22}{tally.asked:7}{share[0]:9.1f}{share[1]:11.1f}{share[2]:9.1f}{tally.false_places:7}")
        if show:
            for failure in tally.failures:
                _say(f"  - {failure}")


def _speed(sample_text: str) -> None:
    rng = Random(5)
    words = re.findall(r"\w+", sample_text)
    filler = " ".join(rng.choices(words, k=170_000))
    content = filler[:900_000] + sample_text + filler[900_000:990_000]
    view = view_of(content)
    start = content.index(sample_text) + 6000
    quote = " ".join(content[start : start + 200].split(" ")[1:-1])
    noisy = misread_some(rng, quote)
    absent = "Nobody in the whole of the province had ever seen a ferry made of glass and sugar, said the baker quietly."
    scan = _least(lambda: content.find(quote[:-1] + "~"))
    _say(f"\n{len(content) / 1e6:.1f} MB; bare scan {scan * 1e3:.2f} ms; view {_least(lambda: view_of(content), 2) * 1e3:.0f} ms")
    for name, each in (("exact", quote), ("normalised", quote.replace(" ", "\n")), ("noisy", noisy), ("absent", absent)):
        _say(
            f"{name:12}{_least(lambda each=each: place(each, content, view=view)) / scan:7.1f} scans  {place(each, content, view=view).grade}"
        )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _least(call: Callable[[], object], rounds: int = 7) -> float:
    best = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - started)
    return best


if __name__ == "__main__":
    main()
