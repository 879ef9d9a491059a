r"""LaTeX markup of a BibTeX prose value as plain text.

A scanner in one pass, without recursion: a file may hold any number of braces. Accents wait for the letter or group
that follows them. What the markup said and plain text does not say makes the decoding inexact: italics and other fonts,
mathematics set in letters, addresses behind words, commands that are not known. Braces that protect capitals, ties,
accents, dashes and quotation marks lose nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from sources.formats.latex.accents import MARKS, accented
from sources.formats.latex.formulae import formula
from sources.formats.latex.symbols import INSTRUCTED, printed, subscript, superscript

_MARKUP = re.compile(r"[\\{}$~`]")
_LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "!`": "¡", "?`": "¿", "~": "\u00a0"}

_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)\s*|\\(?P<sign>.)|(?P<brace>[{}])|(?P<ligature>---?|``|''|[!?]`|~)|(?P<dollar>\$)|(?P<quote>[`'])"
    r"|(?P<text>[^\\{}$~`'!?-]+|.)",
    re.DOTALL,
)
_ADDRESS_BEGUN = re.compile(r"[A-Za-z]://\S*\Z")
_REST_OF_ADDRESS = re.compile(r"[^\s{}\\$]*")
_ARGUMENT = re.compile(r"\s*\{((?:[^{}\\]|\\.|\{[^{}]*+\})*+)\}", re.DOTALL)
_OPTION = re.compile(r"\s*\[[^\[\]{}]*+\]")
_VERBATIM = re.compile(r"\*?([^A-Za-z\s*])(.{0,500}?)\1", re.DOTALL)
_ESCAPED_IN_ADDRESS = re.compile(r"\\([%#&_$~^{}])(?:\{\})?")
#: A comparison sign as `encoding` writes it, also before a digit.
_COMPARISON = re.compile(r"([<>|])\$")
_FORMULA = re.compile(r"((?:[^$\\{}\s]|\\.|[{}]|\s(?!\$))*+)\$(?![0-9])", re.DOTALL)
#: Between two dollars: a sentence about prices.
_WORDS = re.compile(r"\s[A-Za-z]{2,}")
_BRACKETED = {
    "(": re.compile(r"((?:[^\\]|\\[^()\[\]])*+)\\\)", re.DOTALL),
    "[": re.compile(r"((?:[^\\]|\\[^()\[\]])*+)\\\]", re.DOTALL),
}

#: More accents on one letter, or arguments within arguments, than this are no writing system's.
_MOST_WAITING = 8
_DEEPEST_ARGUMENT = 50

_Change = Callable[[str], str]


class Decoded(NamedTuple):
    """Plain text, and whether it says everything that the markup said."""

    #: NFC. White space is as it was written.
    text: str
    is_exact: bool


def decode(latex: str) -> Decoded:
    r"""Return the plain text of a BibTeX prose value (a title, a note, a name), never of an address or identifier.

    Raw special characters stay as they are (``AT&T``, ``50%``, ``$5``), and so does ``~`` inside a web address. A command that
    is not known leaves its argument, a formula that plain text cannot say stays in LaTeX; both make the result inexact.

    Args:
        latex: Any text; time and memory grow with its length only.
    """
    if not (_MARKUP.search(latex) or "--" in latex or "''" in latex):
        return Decoded(latex if latex.isascii() else unicodedata.normalize("NFC", latex), is_exact=True)
    if "\\" not in latex and "$" not in latex and "`" not in latex and "://" not in latex:
        return Decoded(unicodedata.normalize("NFC", _without_commands(latex)), is_exact=True)
    reading = _Reading(latex)
    reading.read()
    return Decoded(unicodedata.normalize("NFC", "".join(reading.out)), reading.is_exact)


def _without_commands(latex: str) -> str:
    text = latex.replace("---", "—").replace("--", "–").replace("''", "”").replace("~", "\u00a0")
    return text.replace("{", "").replace("}", "")


class _Reading:
    """One value while it is read, from left to right."""

    def __init__(self, latex: str) -> None:
        self.latex = latex
        self.position = 0
        self.is_exact = True
        #: What the group that is being read has given so far; groups that are no argument share it with the one around.
        self.out: list[str] = []
        #: Changes that wait for the next letter or group, the outermost first.
        self.waiting: list[_Change] = []
        #: Groups that are open: for an argument, what stood before it and what waits for it.
        self.open: list[tuple[list[str], list[_Change]] | None] = []
        self.arguments = 0
        self.open_quotes = 0

    def read(self) -> None:
        latex, match = self.latex, _TOKEN.match
        while token := match(latex, self.position):
            self.position = token.end()
            kind = token.lastgroup or "text"
            _STEPS[kind](self, token[kind])
        while self.open:
            self.close_group()
        self.settle()

    def text(self, run: str) -> None:
        if self.waiting:
            run = run.lstrip()
            if not run:
                return
            self.say(run[0])
            run = run[1:]
        self.out.append(run)
        if "://" in run and _ADDRESS_BEGUN.search(run):
            rest = _REST_OF_ADDRESS.match(self.latex, self.position)
            if rest:
                self.out.append(rest[0])
                self.position = rest.end()

    def open_group(self) -> None:
        if not self.waiting:
            self.open.append(None)
        elif self.arguments >= _DEEPEST_ARGUMENT:
            self.is_exact = False
            self.waiting = []
            self.open.append(None)
        else:
            self.arguments += 1
            self.open.append((self.out, self.waiting))
            self.out, self.waiting = [], []

    def close_group(self) -> None:
        self.settle()
        around = self.open.pop() if self.open else None
        if around is not None:
            self.arguments -= 1
            argument = "".join(self.out)
            self.out, self.waiting = around
            self.say(argument)

    def say(self, piece: str) -> None:
        """Add a letter, a symbol or an argument, changed by what waits for it."""
        while self.waiting:
            piece = self.waiting.pop()(piece)
        self.out.append(piece)

    def settle(self) -> None:
        """Let what waits have nothing, where the group ends."""
        if self.waiting:
            self.say("")

    def lose(self, piece: str = "") -> None:
        self.is_exact = False
        if piece:
            self.say(piece)

    def wait(self, change: _Change) -> None:
        if len(self.waiting) < _MOST_WAITING:
            self.waiting.append(change)
        else:
            self.is_exact = False

    def command(self, name: str) -> None:
        mark = MARKS.get(name)
        if mark is not None:
            self.wait(lambda letter: accented(letter, mark))
        elif name in _COMMANDS:
            _COMMANDS[name](self)
        elif (text := printed(name)) is not None:
            if text:
                self.say(text)
        else:
            self.unknown(name)

    def unknown(self, name: str) -> None:
        self.is_exact = False
        if not name.isalpha() or not name.isascii():
            self.say(name)
        elif self.latex.startswith("*", self.position):
            self.position += 1

    def quote(self, sign: str) -> None:
        previous = self.latex[self.position - 2 : self.position - 1]
        following = self.latex[self.position : self.position + 1]
        if sign == "`" and not previous.isalnum():
            self.open_quotes += 1
            self.say("‘")
        elif sign == "'" and self.open_quotes and not previous.isspace() and not following.isalnum():
            self.open_quotes -= 1
            self.say("’")
        else:
            self.say(sign)

    def dollar(self) -> None:
        comparison = _COMPARISON.match(self.latex, self.position)
        if comparison:
            self.position = comparison.end()
            self.say(comparison[1])
            return
        start = self.position + self.latex.startswith("$", self.position)
        # White space or words after the first dollar: two prices, not a formula.
        found = None if self.latex[start : start + 1].isspace() else _FORMULA.match(self.latex, start)
        if found is None or not found[1] or _WORDS.search(found[1]) or not _is_balanced(found[1]):
            self.say("$")
            return
        self.position = found.end() + (start > self.position and self.latex.startswith("$", found.end()))
        self.formula(found[1], f"${found[1]}$")

    def bracketed(self, opening: str) -> None:
        found = _BRACKETED[opening].match(self.latex, self.position)
        if found is None:
            self.lose(opening)
            return
        self.position = found.end()
        self.formula(found[1], f"${found[1]}$")

    def formula(self, content: str, raw: str) -> None:
        said = formula(content)
        if said is None:
            self.lose(raw)
            return
        text, is_exact = said
        self.is_exact &= is_exact
        self.say(text)

    def ensured(self) -> None:
        argument = _ARGUMENT.match(self.latex, self.position)
        if argument:
            self.position = argument.end()
            self.formula(argument[1], f"${argument[1]}$")

    def address(self) -> None:
        argument = _ARGUMENT.match(self.latex, self.position)
        if argument is None:
            self.is_exact = False
            return
        self.position = argument.end()
        self.say(_ESCAPED_IN_ADDRESS.sub(r"\1", argument[1]))

    def instructed(self) -> None:
        """Leave out the argument that is no words, and an option before it."""
        self.is_exact = False
        option = _OPTION.match(self.latex, self.position)
        argument = _ARGUMENT.match(self.latex, option.end() if option else self.position)
        if argument:
            self.position = argument.end()

    def verbatim(self) -> None:
        self.is_exact = False
        found = _VERBATIM.match(self.latex, self.position)
        if found:
            self.position = found.end()
            self.say(found[2])

    def script(self, script: Callable[[str], str | None]) -> None:
        self.wait(lambda text: self.scripted(text, script(text)))

    def scripted(self, text: str, said: str | None) -> str:
        self.is_exact &= said is not None
        return text if said is None else said

    def enquoted(self) -> None:
        self.is_exact = False
        self.wait("“{}”".format)


def _is_balanced(formula_text: str) -> bool:
    depth = 0
    for brace in re.findall(r"\\.|[{}]", formula_text, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            return False
    return depth == 0


_STEPS: dict[str, Callable[[_Reading, str], None]] = {
    "text": _Reading.text,
    "brace": lambda reading, brace: reading.open_group() if brace == "{" else reading.close_group(),
    "word": _Reading.command,
    "sign": _Reading.command,
    "ligature": lambda reading, signs: reading.say(_LIGATURES[signs]),
    "quote": _Reading.quote,
    "dollar": lambda reading, _: reading.dollar(),
}
_COMMANDS: dict[str, Callable[[_Reading], None]] = {
    **dict.fromkeys(INSTRUCTED | {"href"}, _Reading.instructed),
    **dict.fromkeys(("url", "nolinkurl", "path"), _Reading.address),
    **dict.fromkeys(("enquote", "mkbibquote"), _Reading.enquoted),
    "verb": _Reading.verbatim,
    "ensuremath": _Reading.ensured,
    "textsuperscript": lambda reading: reading.script(superscript),
    "textsubscript": lambda reading: reading.script(subscript),
    "(": lambda reading: reading.bracketed("("),
    "[": lambda reading: reading.bracketed("["),
    "\\": lambda reading: reading.lose(" "),
    "newline": lambda reading: reading.lose(" "),
}
