"""Citations as authors type them; pandoc and LaTeX are asked what they make of them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest

from sources.formats.bibtex.writing import write_bibliography
from sources.formats.in_text import csl_citation, latex_citation, pandoc_citation, ready_citations
from sources.formats.locators import Locator
from sources.formats.plain_text import clean
from sources.formats.record import LOCATOR_LABELS
from tests.sources.formats.csl.plain_pandoc import PANDOC, cite_plainly
from tests.sources.formats.works import HOSTILE_TITLES, NODOMI

KEY = NODOMI.key
NOTE_ON_PAGE = Locator("page", "12", (Locator("note", "7"),))


@pytest.mark.parametrize(
    ("locator", "biblatex", "bibtex", "pandoc"),
    [
        (None, r"\autocite{key}", r"\cite{key}", "[@key]"),
        (Locator("page", " "), r"\autocite{key}", r"\cite{key}", "[@key]"),
        (Locator("page", "4"), r"\autocite[4]{key}", r"\cite[p.~4]{key}", "[@key, p. 4]"),
        (Locator("page", "4-5"), r"\autocite[4--5]{key}", r"\cite[pp.~4--5]{key}", "[@key, pp. 4-5]"),
        (Locator("page", "4\N{EN DASH}5, 9"), r"\autocite[4--5, 9]{key}", r"\cite[pp.~4--5, 9]{key}", "[@key, pp. 4-5, 9]"),
        (Locator("page", "iv"), r"\autocite[iv]{key}", r"\cite[p.~iv]{key}", "[@key, p. iv]"),
        (Locator("page", "A-3"), r"\autocite[\pno~A-3]{key}", r"\cite[p.~A-3]{key}", "[@key, {}, p. A-3]"),
        (Locator("note", "10"), r"\autocite[n.~10]{key}", r"\cite[n.~10]{key}", "[@key, n. 10]"),
        (Locator("chapter", "1"), r"\autocite[ch.~1]{key}", r"\cite[ch.~1]{key}", "[@key, chap. 1]"),
        (NOTE_ON_PAGE, r"\autocite[\pno~12, n.~7]{key}", r"\cite[p.~12, n.~7]{key}", "[@key, p. 12, n. 7]"),
        (Locator("table", "4"), r"\autocite[table~4]{key}", r"\cite[table~4]{key}", "[@key, table 4]"),
        (
            Locator("section", "The Logic, Part 2"),
            r"\autocite[sec.~The Logic, Part 2]{key}",
            r"\cite[sec.~The Logic, Part 2]{key}",
            "[@key, {}, sec. The Logic, Part 2]",
        ),
        (Locator("section", "a]b"), r"\autocite[{sec.~a]b}]{key}", r"\cite[{sec.~a]b}]{key}", r"[@key, {}, sec. a\]b]"),
    ],
)
def test_places_are_written_as_each_format_writes_them(locator, biblatex, bibtex, pandoc):
    assert (latex_citation("key", locator), latex_citation("key", locator, dialect="bibtex"), pandoc_citation("key", locator)) == (
        biblatex,
        bibtex,
        pandoc,
    )


def test_a_csl_processor_gets_label_and_value():
    assert csl_citation("key") == {"id": "key"}
    assert csl_citation("key", NOTE_ON_PAGE) == {"id": "key", "label": "page", "locator": "12", "suffix": ", n. 7"}
    assert list(ready_citations("key")) == ["biblatex", "bibtex", "pandoc", "csl-json"]


@pytest.mark.parametrize(("key", "pandoc"), [("DBLP:conf/x/Y01", "[@DBLP:conf/x/Y01]"), ("a--b", "[@{a--b}]"), ("-a.", "[@{-a.}]")])
def test_keys_that_pandoc_would_cut_short_stand_in_braces(key, pandoc):
    assert pandoc_citation(key) == pandoc


@pytest.mark.parametrize("key", ["", "a b", "a}b", "a,b", "a%b", "日本", "a\n", "@a", "a]"])
@pytest.mark.parametrize("write", [latex_citation, pandoc_citation])
def test_a_key_that_means_more_than_a_name_is_refused(write, key):
    with pytest.raises(ValueError, match=r"is not fit for a citation. Use ASCII letters, digits and _ : . \+ / - only."):
        write(key)


def hostile_locators() -> list[Locator]:
    values = [*HOSTILE_TITLES, "4; @other", "4] [@other", "{4}", "}{", "p. 4", "...", "--- x", "4-5 x"]
    return [Locator(label, value) for label in ("page", "section", "table") for value in values if clean(value)]


def straight(text: str) -> str:
    return text.translate(str.maketrans("\u2018\u2019\u201c\u201d\u00a0", "''\"\" "))


def test_pandoc_reads_every_hostile_place_as_one_citation_of_the_key(tmp_path):
    locators = hostile_locators()
    cites = [pandoc_citation(KEY, locator) for locator in locators]
    tree = subprocess.run(
        [str(PANDOC), "--from=markdown", "--to=json"], input="\n\n".join(cites), capture_output=True, check=True, encoding="utf-8"
    )

    paragraphs = [block["c"] for block in json.loads(tree.stdout)["blocks"]]

    assert len(paragraphs) == len(cites)
    for paragraph in paragraphs:
        (inline,) = paragraph
        assert (inline["t"], [citation["citationId"] for citation in inline["c"][0]]) == ("Cite", [KEY])
        assert not re.search(
            r'"t": ?"(?:Link|Image|RawInline|Math|Emph|Strong|Code|Note|Subscript|Superscript|Strikeout)"', json.dumps(inline["c"][0])
        )
    printed, _ = cite_plainly([NODOMI], cites, style="apa", locale="en-US", folder=tmp_path)
    for locator, text in zip(locators, printed, strict=True):
        assert straight(clean(locator.value)).replace(" ", "") in straight(text).replace("\N{EN DASH}", "-").replace(" ", "")


@pytest.mark.parametrize("label", LOCATOR_LABELS)
def test_pandoc_finds_the_place_of_every_label(label, tmp_path):
    (printed,), _ = cite_plainly([NODOMI], [pandoc_citation(KEY, Locator(label, "4"))], style="apa", locale="en-US", folder=tmp_path)

    assert re.fullmatch(r"\(Nodomi, 2005, (?!.*Pages?\b)[A-Za-z ]+\.? 4\)", printed)


def test_latex_prints_every_hostile_place(tmp_path):
    if shutil.which("lualatex") is None or shutil.which("biber") is None:
        pytest.skip("LaTeX is not here: lualatex and biber")
    latin = [one for one in hostile_locators() if one.value.isascii() and len(one.value) < 200]
    cites = [latex_citation(KEY, locator) for locator in [*latin, NOTE_ON_PAGE, Locator("page", "4-5"), Locator("page", "A-3")]]
    (tmp_path / "references.bib").write_text("".join(write_bibliography([NODOMI], dialect="biblatex")), encoding="utf-8")
    lines = [r"\documentclass{article}", r"\usepackage[style=authoryear,backend=biber]{biblatex}", r"\addbibresource{references.bib}"]
    lines += [r"\begin{document}", *(f"[{number}] {cite}\n" for number, cite in enumerate(cites)), r"\end{document}", ""]
    (tmp_path / "a.tex").write_text("\n".join(lines), encoding="utf-8")

    for command in (["lualatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "a"], ["biber", "--quiet", "a"]) * 2:
        finished = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        assert finished.returncode == 0, finished.stdout[-2000:].decode(errors="replace")

    log = (tmp_path / "a.log").read_text(encoding="utf-8", errors="replace")
    assert not re.search(r"^!|undefined|Warning: Citation", log, re.MULTILINE)
