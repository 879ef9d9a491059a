"""Roman numerals, as front matter is numbered with them."""

from __future__ import annotations


def roman(value: int) -> str:
    """Return a number from 1 as lower-case Roman numerals."""
    signs = (
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
    )
    written = ""
    for worth, sign in (*signs, (4, "iv"), (1, "i")):
        written += sign * (value // worth)
        value %= worth
    return written
