"""LaTeX commands that stand for a character or for nothing, and those that take an argument: what each is in plain text."""

from __future__ import annotations

from functools import cache

from pylatexenc.latex2text import get_default_latex_context_db

#: Letters and signs whose commands are the standard ones of LaTeX, its kernel's text companion and babel.
_CHARACTERS = (
    r"\ss ß \SS ẞ \ae æ \AE Æ \oe œ \OE Œ \o ø \O Ø \l ł \L Ł \aa å \AA Å \dh ð \DH Ð \dj đ \DJ Đ \th þ \TH Þ \ng ŋ \NG Ŋ \ij ĳ \IJ Ĳ "
    r"\S § \P ¶ \dag † \ddag ‡ \dots … \ldots … \textellipsis … \copyright © \textcopyright © \textregistered ® \texttrademark ™ "
    r"\pounds £ \textsterling £ \texteuro € \euro € \EUR € \textyen ¥ \textcent ¢ \textdollar $ \textcurrency ¤ "
    r"\textendash – \textemdash — \textquoteleft ‘ \textquoteright ’ \textquotedblleft “ \textquotedblright ” \textquotesingle ' "
    r"\lq ‘ \rq ’ \textasciigrave ` \textquotedbl " + '" '
    r"\quotesinglbase ‚ \quotedblbase „ \glqq „ \grqq “ \glq ‚ \grq ‘ \flqq « \frqq » \flq ‹ \frq › "
    r"\guillemotleft « \guillemotright » \guillemetleft « \guillemetright » \og « \fg » \guilsinglleft ‹ \guilsinglright › "
    r"\textbackslash \ \textasciitilde ~ \textasciicircum ^ \textbraceleft { \textbraceright } \textless < \textgreater > \textbar | "
    r"\lbrace { \rbrace } \textunderscore _ \textnumbersign # \textampersand & \textpercent % \textasteriskcentered * \slash / "
    r"\textexclamdown ¡ \textquestiondown ¿ \textdegree ° \degree ° \textsection § \textparagraph ¶ \textbullet • \textdagger † "
    r"\textdaggerdbl ‡ \textperiodcentered · \textonehalf ½ \textonequarter ¼ \textthreequarters ¾ \textonesuperior ¹ "
    r"\texttwosuperior ² \textthreesuperior ³ \textordfeminine ª \textordmasculine º \textmu µ \textnumero № \No № \textminus − "
    r"\textpm ± \texttimes × \textdiv ÷ \textlnot ¬ \textbrokenbar ¦ \textperthousand ‰ \textmusicalnote ♪ \textestimated ℮ "
    r"\cdot · \prime ′ \circ ∘ \mid | \vert | \lvert | \rvert | \backslash \ \checkmark ✓"
)
#: Commands that print words.
_LOGOS = {"TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "BibTeX": "BibTeX", "XeTeX": "XeTeX", "LuaTeX": "LuaTeX"}
#: Commands that print a blank.
_BLANKS = {
    " ": " ",
    "\n": " ",
    "\t": " ",
    "\r": " ",
    ",": " ",
    ";": " ",
    ":": " ",
    ">": " ",
    "quad": " ",
    "qquad": " ",
    "enspace": " ",
    "thinspace": " ",
    "space": " ",
    "par": " ",
    "nobreakspace": "\u00a0",
    "textnonbreakingspace": "\u00a0",
}
#: Commands that guide TeX and print nothing: where a line may break, which letters hang together.
_SILENT = (
    "-",
    "/",
    "@",
    "!",
    "+",
    "relax",
    "protect",
    "allowbreak",
    "nobreak",
    "null",
    "ignorespaces",
    "unskip",
    "leavevmode",
    "xspace",
    "rm",
)
_SPECIALS = "&%$#_{}"

_WORDS = _CHARACTERS.split(" ")
#: Command, without its backslash -> what it prints.
PRINTED: dict[str, str] = {
    **{command.removeprefix("\\"): character for command, character in zip(_WORDS[::2], _WORDS[1::2], strict=True)},
    **_LOGOS,
    **_BLANKS,
    **dict.fromkeys(_SILENT, ""),
    **{special: special for special in _SPECIALS},
    "i": "\N{LATIN SMALL LETTER DOTLESS I}",
    "j": "\N{LATIN SMALL LETTER DOTLESS J}",
    "normalfont": "",
    "textnormal": "",
    "textrm": "",
    "textup": "",
    "mbox": "",
    "hbox": "",
    "text": "",
    "upshape": "",
}

#: Commands whose first argument is an instruction, not words.
INSTRUCTED = frozenset(
    {"noopsort", "SortNoop", "sortnoop", "textcolor", "color", "foreignlanguage", "selectlanguage", "begin", "end", "hspace", "vspace"}
    | {"fontfamily", "fontseries", "fontshape", "hskip", "raisebox", "label", "texorpdfstring", "hypertarget", "hyperlink", "hphantom"}
)

_SUPERSCRIPTS = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_SUBSCRIPTS = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def superscript(text: str) -> str | None:
    """Return text in superior characters, or None where Unicode does not have them all."""
    return text.translate(_SUPERSCRIPTS) if all(ord(character) in _SUPERSCRIPTS for character in text) else None


def subscript(text: str) -> str | None:
    """Return text in inferior characters, or None where Unicode does not have them all."""
    return text.translate(_SUBSCRIPTS) if all(ord(character) in _SUBSCRIPTS for character in text) else None


@cache
def _library_symbols() -> dict[str, str]:
    """Return the library's commands for single characters, with those of Greek, Cyrillic and mathematics."""
    symbols = get_default_latex_context_db().iter_macro_specs()
    texts = {symbol.macroname: symbol.simplify_repl for symbol in symbols}
    return {name: text for name, text in texts.items() if isinstance(text, str) and len(text) == 1 and not text.isascii()}


def printed(command: str) -> str | None:
    """Return what a command without argument prints, or None where it is not known."""
    text = PRINTED.get(command)
    return text if text is not None else _library_symbols().get(command)
