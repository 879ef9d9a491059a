"""Texts as they reach a curator: the samples' clean prose set as a scan, as Markdown, as Japanese print."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

SAMPLES = Path(__file__).resolve().parents[2] / "sources" / "anchoring" / "texts"
_NOTE = re.compile(r"\{(\d+)\}")


def sample(name: str) -> str:
    """The clean prose, its notes marked ``{7}``."""
    return (SAMPLES / name).read_text(encoding="utf-8")


def scanned(prose: str, seed: int = 1) -> str:
    """Double-spaced lines with hyphenated ends, bare note digits, page numbers, split words and ligatures."""
    rng = Random(seed)
    lines: list[str] = []
    page = 1
    for paragraph in prose.split("\n\n"):
        lines.extend(_set(_NOTE.sub(r"\1", paragraph), rng, width=78))
        lines.append("")
    rows: list[str] = []
    for number, line in enumerate(lines):
        rows.append(line)
        if number % 30 == 29:
            rows.extend(["", str(page), "\f" if page % 2 else ""])
            page += 1
    return "\n\n".join(rows)


def _set(paragraph: str, rng: Random, width: int) -> list[str]:
    lines = [""]
    for clean in paragraph.split():
        word = clean.replace("fi", "ﬁ").replace("fl", "ﬂ") if rng.random() < 0.3 else clean
        if rng.random() < 0.012 and len(word) > 5:
            cut = rng.randint(2, len(word) - 2)
            word = f"{word[:cut]} {word[cut:]}"
        room = width - len(lines[-1])
        if len(word) < room:
            lines[-1] += (" " if lines[-1] else "") + word
        elif word.isalpha() and len(word) > 6 and room > 4:
            lines[-1] += f" {word[:3]}-"
            lines.append(word[3:])
        else:
            lines.append(word)
    return lines


def marked_down(prose: str, seed: int = 2) -> str:
    """Markdown with raised notes, bold and italic words and headings."""
    rng = Random(seed)
    parts = []
    for number, paragraph in enumerate(prose.strip().split("\n\n")):
        words = _NOTE.sub(r"<sup>\1</sup>", paragraph).split(" ")
        words = [rng.choice(["**{}**", "*{}*", "_{}_"]).format(word) if word.isalpha() and rng.random() < 0.02 else word for word in words]
        parts.append(("" if number % 4 else f"## Part {number // 4 + 1}\n\n") + " ".join(words))
    return "\n\n".join(parts) + "\n"


def printed_japanese(prose: str, seed: int = 3) -> str:
    """Lines of forty characters, readings beside some words, notes in brackets, page numbers."""
    rng = Random(seed)
    readings = {
        "渡し舟": "わたしぶね",
        "船頭": "せんどう",
        "組合": "くみあい",
        "特許": "とっきょ",
        "蒸気船": "じょうきせん",
        "西岸": "せいがん",
    }
    rows: list[str] = []
    for paragraph in prose.strip("\n").split("\n\n"):
        text = _NOTE.sub(r"（注\1）", paragraph)
        for word, reading in readings.items():
            mark = rng.choice(["《{}》", "（{}）"]).format(reading)
            text = text.replace(word, word + mark, 1) if rng.random() < 0.4 else text
        rows.extend(text[place : place + 40] for place in range(0, len(text), 40))
    for page, place in enumerate(range(25, len(rows), 26), start=1):
        rows.insert(place, f"\n－ {page} －\n")
    return "\n".join(rows)
