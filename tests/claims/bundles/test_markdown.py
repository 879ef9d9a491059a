from __future__ import annotations

import json

import pypandoc
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.bundles import markdown

_text = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=60)


@settings(max_examples=5, deadline=None)
@given(st.lists(_text.filter(lambda words: words.split()), min_size=20, max_size=60))
def test_whatever_a_quote_holds_pandoc_reads_it_back_as_it_stands(quotes):
    quotes = [
        " ".join(quote.split())
        for quote in [
            *quotes,
            "1. A",
            "- b",
            "(c) d",
            "# e",
            "a -- b ... c",
            "'q' \"r\"",
            "$x$ @y [z] ~~w~~ :::",
            "+ 1",
            "i) x",
            "% t",
            ": u",
            "| v",
        ]
    ]
    source = "\n\n".join(f"> {markdown.plain(quote)}" for quote in quotes)

    read = json.loads(pypandoc.convert_text(source, "json", format="markdown"))

    assert [_words(block["c"][0]["c"]) for block in read["blocks"]] == quotes


def _words(inlines) -> str:
    def one(inline) -> str:
        return {"Str": lambda: inline["c"], "Space": lambda: " ", "SoftBreak": lambda: " "}[inline["t"]]()

    return "".join(map(one, inlines))


@given(_text.filter(lambda words: words.split()), st.from_regex(r"[A-Za-z0-9_:.+/-]{1,20}", fullmatch=True))
def test_a_quote_is_read_back_with_its_key(words, key):
    words = " ".join(words.split())
    cited = f"@{key}" if key.isalnum() else f"@{{{key}}}"

    assert markdown.read_quote(f"> {markdown.plain(words)} [{cited}, p. 4]\n") == (words, key)
