"""Footnote definitions, ``[^1]: ...``, as a block of the Markdown parser: CommonMark takes some for link definitions."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

DEFINITION = re.compile(r"\[\^([^\s\[\]^]{1,100})\]:")
REFERENCE = re.compile(r"\[\^[^\s\[\]^]{1,100}\]")
INDENTATION = 4


def footnotes(parser: MarkdownIt) -> None:
    """Let ``parser`` give one ``footnote`` token for each definition: its label, its lines, nothing of its inside."""
    parser.block.ruler.before("reference", "footnote", _footnote, {"alt": ["paragraph", "reference", "blockquote"]})


def _footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
    position = state.bMarks[start] + state.tShift[start]
    match = None if state.is_code_block(start) else DEFINITION.match(state.src, position, state.eMarks[start])
    if match is None:
        return False
    if not silent:
        state.line = _last_line(state, start, end) + 1
        token = state.push("footnote", "", 0)
        token.content = match.group(1)
        token.map = [start, state.line]
    return True


def _last_line(state: StateBlock, start: int, end: int) -> int:
    """The last line of the definition: indented ones belong to it, others only without a blank line before."""
    last = start
    for line in range(start + 1, end):
        if state.isEmpty(line):
            continue
        if state.sCount[line] - state.blkIndent < INDENTATION and (last < line - 1 or _is_other_block(state, line, end)):
            break
        last = line
    return last


def _is_other_block(state: StateBlock, line: int, end: int) -> bool:
    return any(rule(state, line, end, True) for rule in state.md.block.ruler.getRules("paragraph"))  # noqa: FBT003 - likewise
