r"""Text that the style alpha may make a label of: it takes the first three letters, and outside braces only it keeps commands whole.

To BibTeX a group outside all other braces that begins with a backslash is one letter; inside braces, and without braces of their
own, a command's backslash and its letters are counted one by one, and half a command is an error for LaTeX.
"""

from __future__ import annotations

import re

_LABEL_LETTERS = 3
#: BibTeX keeps 500 characters of a label, of several names too. A group that begins with a backslash may be a whole name.
_LONGEST_HEAD = 120
#: A sign as `prose` writes it, and what takes a name apart.
_PIECE = re.compile(r"\\[{}&%$#_]|\$[<>|]\$|[{}]|[ ~,-]")
_COMMANDS = {
    r"\{": r"{\textbraceleft}",
    r"\}": r"{\textbraceright}",
    "$<$": r"{\textless}",
    "$>$": r"{\textgreater}",
    "$|$": r"{\textbar}",
}
#: An escaped brace outside all groups, of which BibTeX makes the beginning of one.
_BARE_BRACE = re.compile(r"[^{}]*\\[{}]")
_SEPARATORS = frozenset(" ~,-")


def is_cut_apart(latex: str) -> bool:
    """Whether the first three letters of LaTeX, as BibTeX counts them, end within a command or are far too long."""
    if "\\" not in latex and "$" not in latex:
        return False
    head = latex[: _label_end(latex)]
    return len(head) > _LONGEST_HEAD or bool(_BARE_BRACE.match(head)) or (head != latex and _ends_within_command(head))


def in_letters(latex: str, *, is_one_word: bool = False) -> str:
    """Return LaTeX that `prose` has written with every sign as a group of its own, so that no label cuts it.

    Args:
        latex: Not in braces.
        is_one_word: Whether to keep what BibTeX would take a name apart at in braces: blanks, commas, hyphens.
    """
    depth = 0

    def piece(match: re.Match[str]) -> str:
        nonlocal depth
        found = match[0]
        if found in "{}":
            depth += 1 if found == "{" else -1
            return found
        if found in _SEPARATORS:
            return f"{{{found}}}" if is_one_word and not depth else found
        return _COMMANDS.get(found, f"{{{found}}}")

    return _PIECE.sub(piece, latex)


def _ends_within_command(head: str) -> bool:
    open_commands: list[bool] = []
    dollars = position = 0
    while position < len(head):
        sign = head[position]
        if sign == "{":
            open_commands.append(head.startswith("\\", position + 1))
        elif sign == "}" and open_commands:
            open_commands.pop()
        elif sign == "\\":
            if head[position + 1 : position + 2] in {"", "{", "}"}:
                # Closing braces are added after the head, and BibTeX counts an escaped brace as one.
                return True
            position += not head[position + 1].isalpha()
        dollars += sign == "$"
        position += 1
    return any(open_commands) or dollars % 2 == 1


def _label_end(latex: str) -> int:
    """Return where the first three letters end, as BibTeX's `text.prefix$` counts them."""
    letters = depth = position = 0
    while position < len(latex) and letters < _LABEL_LETTERS:
        sign = latex[position]
        position += 1
        if sign == "}":
            depth = max(depth - 1, 0)
        elif sign == "{":
            depth += 1
            if depth == 1 and latex.startswith("\\", position):
                position = _group_end(latex, position)
                depth = 0
                letters += 1
        else:
            letters += 1
    # BibTeX closes the braces that are open.
    while depth and latex.startswith("}", position):
        position, depth = position + 1, depth - 1
    return position


def _group_end(latex: str, position: int) -> int:
    depth = 1
    while position < len(latex) and depth:
        depth += {"{": 1, "}": -1}.get(latex[position], 0)
        position += 1
    return position
