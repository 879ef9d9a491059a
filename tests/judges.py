"""Outside programs that judge what is written."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import warnings
from pathlib import Path
from types import SimpleNamespace

import pytest

_LATEX_COMPLAINT = re.compile(r"^!|Warning|(?:Over|Under)full|Missing character|undefined|Runaway")
# Terms of schema.org in the context of RO-Crate 1.1.
_CRATE_TERMS = (
    *("Article", "BlogPosting", "Book", "Chapter", "Collection", "CreateAction", "CreativeWork", "Dataset", "DefinedTerm", "Legislation"),
    *("Manuscript", "Map", "Movie", "NewsArticle", "Organization", "Periodical", "Person", "Report", "Review", "ScholarlyArticle"),
    *("SoftwareApplication", "SoftwareSourceCode", "Thesis", "WebPage", "about", "affiliation", "agent", "author", "contentSize"),
    *(
        "creativeWorkStatus",
        "datePublished",
        "description",
        "encodingFormat",
        "endTime",
        "familyName",
        "givenName",
        "hasPart",
        "identifier",
    ),
    *("inLanguage", "instrument", "license", "mentions", "name", "publisher", "result", "sameAs", "softwareVersion", "url"),
)
_CRATE_OTHERS = {"File": "http://schema.org/MediaObject", "conformsTo": "http://purl.org/dc/terms/conformsTo"}
_CRATE_ANSWERS = {"https://w3id.org/ro/crate/1.1/context": lambda answer: answer}

_WARNING = re.compile(r"^(?:WARN|ERROR) - (.*)$", re.MULTILINE)


def biber_warnings(folder: Path, bibliography: str) -> tuple[list[str], int]:
    """Return what biber's validation says about a BibLaTeX file, and how many entries it read."""
    program = _program("biber", "biber")
    (folder / "works.bib").write_text(bibliography, encoding="utf-8")
    arguments = ["--tool", "--validate-datamodel", "--nolog", "--output-file", "read.bib", "works.bib"]
    finished = _run(folder, program, *arguments)
    read = (folder / "read.bib").read_text(encoding="utf-8")
    return _WARNING.findall(finished.stdout + finished.stderr), len(re.findall(r"^@(?!COMMENT)", read, re.MULTILINE))


def bibtex_warnings(folder: Path, bibliography: str, style: str = "plain") -> tuple[list[str], int]:
    """Return what bibtex says about a file with one of the standard styles, and how many entries it printed."""
    program = _program("bibtex", "texlive-binaries")
    if not _run(folder, _program("kpsewhich", "texlive-binaries"), f"{style}.bst").stdout.strip():
        pytest.skip(f"the style {style}.bst is not here: install the Debian package texlive-base")
    (folder / "works.bib").write_text(bibliography, encoding="utf-8")
    (folder / "works.aux").write_text(f"\\relax\n\\bibstyle{{{style}}}\n\\citation{{*}}\n\\bibdata{{works}}\n", encoding="utf-8")
    finished = _run(folder, program, "works")
    said = [line for line in finished.stdout.splitlines() if not line.startswith(("This is", "The top-level", "The style"))]
    printed = (folder / "works.bbl").read_text(encoding="utf-8", errors="replace").count("\\bibitem")
    return [line for line in said if not line.startswith("Database file")], printed


def latex_errors(folder: Path, bibliography: str, style: str = "plain") -> list[str]:
    """Return the errors of pdflatex when it typesets the whole of a classic BibTeX file."""
    program = _program("pdflatex", "texlive-latex-base")
    bibtex_warnings(folder, bibliography, style)
    document = r"\documentclass{article}\usepackage[T1]{fontenc}\begin{document}\input{works.bbl}\end{document}"
    (folder / "document.tex").write_text(document, encoding="utf-8")
    finished = _run(folder, program, "-interaction=nonstopmode", "-no-shell-escape", "document")
    return [line for line in finished.stdout.splitlines() if line.startswith("!")]


def latex_complaints(folder: Path, name: str, *, engine: str, has_biblatex: bool = True) -> list[str]:
    """Return all that LaTeX, and biber or bibtex with it, say against a document: errors, warnings, boxes, missing letters.

    Args:
        folder: Where the document and its bibliographies are.
        name: Of the document, without ``.tex``.
        engine: "pdflatex", "lualatex" or "xelatex".
        has_biblatex: Whether the package biblatex is there; without it the document uses bibtex.
    """
    program = _program(engine, "texlive-luatex" if engine == "lualatex" else "texlive-latex-base")
    _style("fontspec.sty", "texlive-latex-recommended")
    if has_biblatex:
        _style("biblatex.sty", "texlive-bibtex-extra")
    bibliography = _program("biber", "biber") if has_biblatex else _program("bibtex", "texlive-binaries")
    command = [program, "-interaction=nonstopmode", "-no-shell-escape", name]
    first = _run(folder, *command)
    said = _run(folder, bibliography, name).stdout
    finished = [_run(folder, *command) for _ in range(2)][-1]
    log = (folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")
    complaints = [line for line in log.splitlines() if _LATEX_COMPLAINT.search(line)]
    complaints += _WARNING.findall(said) if has_biblatex else [line for line in said.splitlines() if line.startswith(("Warning", "I "))]
    failed = finished.returncode or first.returncode or not (folder / f"{name}.pdf").is_file()
    return complaints + ([f"{engine} ended with {first.returncode} and {finished.returncode}"] if failed else [])


def crate_issues(folder: Path, severity: str) -> list[str]:
    """Return what the RO-Crate validator says against the crate in a folder: up to "REQUIRED" or "RECOMMENDED".

    The context of RO-Crate is not fetched from the web: the terms of schema.org that it has stand here.
    """
    validator = pytest.importorskip("rocrate_validator.services", reason="the package roc-validator is not here")
    http = pytest.importorskip("rocrate_validator.utils.http", reason="the package roc-validator is not here")
    context = {"@context": {term: f"http://schema.org/{term}" for term in _CRATE_TERMS} | _CRATE_OTHERS}
    answer = SimpleNamespace(
        status_code=200, headers={"Content-Type": "application/ld+json"}, text=json.dumps(context), json=lambda: context, ok=True
    )
    settings = validator.ValidationSettings(rocrate_uri=str(folder), profile_identifier="ro-crate-1.1", requirement_severity=severity)
    with pytest.MonkeyPatch.context() as patch:
        for method in ("get", "head"):
            patch.setattr(http.HttpRequester, method, lambda self, url, **_: _CRATE_ANSWERS[url](answer), raising=False)
        with warnings.catch_warnings():
            # Of the libraries that the validator uses.
            warnings.simplefilter("ignore", DeprecationWarning)
            result = validator.validate(settings)
    return [f"{issue.violatingEntity}: {issue.message}" for issue in result.get_issues()]


def _style(name: str, package: str) -> None:
    if not _run(Path(), _program("kpsewhich", "texlive-binaries"), name).stdout.strip():
        pytest.skip(f"the LaTeX package {name} is not here: install the Debian package {package}")


def _program(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not here: install the Debian package {package}")
    return found


def _run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", timeout=300, check=False)
