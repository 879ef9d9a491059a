"""Words that break what is careless with them."""

from __future__ import annotations

#: A document's title and passages of its text, each of which must come out of every file of a bundle as it is.
TITLE = "A \\input{/etc/passwd} % & $x$ #1 _a ^^M ~ {unbalanced 日本語 שלום عربي 😀 \\end{document}"
PASSAGES: tuple[str, ...] = (
    "\\input{/etc/passwd} and \\write18{rm -rf /} and \\catcode`\\%=12 \\csname end\\endcsname",
    "100 % of A & B cost $5 #1 a_b c^d ~ e\\f {g} {h i} j}",
    "^^M ^^5c ^^^^005c \\\\ \\end{quotation} \\end{document} \\begin{verbatim}",
    "日本語の引用文。改行も、句読点も、そのまま残る。「かぎ括弧」と長い長い長い長い長い長い長い長い長い長い長い長い文章が続く。",
    "שלום עולם, אמר הכותב, and then مرحبا بالعالم ends it",
    "An emoji 😀 a family 👨‍👩‍👧 a flag 🇯🇵 and e\u0301 decomposed, naïve, straße, Ångström, ﬁne",
    "Donaudampfschifffahrtsgesellschaftskapitän" * 9 + " and " + "x" * 400,
    "'single' ''double'' \"quoted\" ``ticks'' -- --- ... ?` !` << >> ,, | <b>bold</b> [link](url) [@key] $$",
    "# No heading * no item _ no emphasis ~~ no strike ^up^ `code` @someone :smile: {.class}",
    "controls: \x01 \x07 \x1b \x7f \x85 and zero\u200bwidth\u200d\ufeff bidi \u202eevil\u202c end",
    "1. No list",
    "| no | table |",
    "Русский текст и ελληνικά, ไทย, हिन्दी, 한국어",
    "private \ue000 and tag \U000e0041 and plane \U0010fffd end",
)
