"""Outside programs that judge what is written."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

_WARNING = re.compile(r"^(?:WARN|ERROR) - (.*)$", re.MULTILINE)


def biber_warnings(folder: Path, bibliography: str) -> tuple[list[str], int]:
    """Return what biber's validation says about a BibLaTeX file, and how many entries it read."""
    program = _program("biber", "biber")
    (folder / "works.bib").write_text(bibliography, encoding="utf-8")
    arguments = ["--tool", "--validate-datamodel", "--nolog", "--output-file", "read.bib", "works.bib"]
    finished = _run(folder, program, *arguments)
    read = (folder / "read.bib").read_text(encoding="utf-8")
    return _WARNING.findall(finished.stdout + finished.stderr), len(re.findall(r"^@(?!COMMENT)", read, re.MULTILINE))


def bibtex_warnings(folder: Path, bibliography: str) -> tuple[list[str], int]:
    """Return what bibtex says about a file with the style plain, and how many entries it printed."""
    program = _program("bibtex", "texlive-binaries")
    style = _run(folder, _program("kpsewhich", "texlive-binaries"), "plain.bst").stdout.strip()
    if not style:
        pytest.skip("the style plain.bst is not here: install the Debian package texlive-base")
    (folder / "works.bib").write_text(bibliography, encoding="utf-8")
    (folder / "works.aux").write_text("\\relax\n\\bibstyle{plain}\n\\citation{*}\n\\bibdata{works}\n", encoding="utf-8")
    finished = _run(folder, program, "works")
    said = [line for line in finished.stdout.splitlines() if not line.startswith(("This is", "The top-level", "The style"))]
    printed = (folder / "works.bbl").read_text(encoding="utf-8", errors="replace").count("\\bibitem")
    return [line for line in said if not line.startswith("Database file")], printed


def latex_errors(folder: Path, bibliography: str) -> list[str]:
    """Return the errors of pdflatex when it typesets the whole of a classic BibTeX file."""
    program = _program("pdflatex", "texlive-latex-base")
    bibtex_warnings(folder, bibliography)
    document = r"\documentclass{article}\usepackage[T1]{fontenc}\begin{document}\input{works.bbl}\end{document}"
    (folder / "document.tex").write_text(document, encoding="utf-8")
    finished = _run(folder, program, "-interaction=nonstopmode", "-no-shell-escape", "document")
    return [line for line in finished.stdout.splitlines() if line.startswith("!")]


def _program(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not here: install the Debian package {package}")
    return found


def _run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", timeout=300, check=False)
