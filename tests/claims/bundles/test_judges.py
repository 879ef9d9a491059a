"""What programs that nobody here wrote say of a bundle."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from io import BytesIO, StringIO

import pypandoc
import pytest
import rispy

from claims.bundles.latex_text import same_words
from sources.reading.reading_view import reading_view
from tests.claims.bundles.hostile import PASSAGES, TITLE
from tests.claims.bundles.packing import unpack
from tests.judges import biber_warnings, bibtex_warnings, crate_issues, latex_complaints

pytestmark = pytest.mark.judge


@pytest.fixture(params=["everything", "hostile"])
def files(request, bundles) -> dict[str, bytes]:
    return unpack(bundles(request.param))


@pytest.fixture
def folder(files, tmp_path):
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def pandoc(*arguments: str, folder) -> subprocess.CompletedProcess[str]:
    command = [pypandoc.get_pandoc_path(), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def words_of(inlines: list[dict]) -> str:
    """The words of pandoc's inlines, citations and notes left out."""
    kinds = {"Str": lambda one: one["c"], "Space": lambda _: " ", "SoftBreak": lambda _: " ", "Span": lambda one: words_of(one["c"][1])}
    return "".join(kinds.get(one["t"], lambda _: "")(one) for one in inlines)


def quotations(read: dict) -> list[str]:
    quoted = (block["c"] for block in read["blocks"] if block["t"] == "BlockQuote")
    return [words_of(paragraph["c"]).strip() for paragraphs in quoted for paragraph in paragraphs]


def expected(files: dict[str, bytes]) -> list[str]:
    said = []
    for item in json.loads(files["annotations.jsonld"])["items"]:
        exact = [one["exact"] for one in item["target"]["selector"] if "exact" in one]
        said += [reading_view(words) for words in exact] or [
            f"(The words are not held here; their SHA-256 is {item['pincite:quote_sha256']}.)"
        ]
    return said


def test_sha256sum_checks_every_file(folder, files):
    sums = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False)

    assert (sums.returncode, sums.stderr, sums.stdout.count(": OK\n")) == (0, "", len(files) - 1)


def test_biber_bibtex_and_a_ris_reader_find_every_work(folder, files):
    works = [item["id"] for item in json.loads(files["references.json"])]

    assert biber_warnings(folder, files["references.bib"].decode()) == ([], len(works))
    assert bibtex_warnings(folder, files["references-bibtex.bib"].decode()) == ([], len(works))
    assert [record["id"] for record in rispy.load(StringIO(files["references.ris"].decode()))] == works


def test_pandoc_resolves_every_citation_of_the_markdown_and_reads_its_words(folder, files):
    formatted = pandoc("--citeproc", "--fail-if-warnings", "excerpts.md", "-t", "plain", "--wrap=none", folder=folder)
    read = json.loads(pandoc("excerpts.md", "-t", "json", "-f", "markdown-smart", folder=folder).stdout)

    assert (formatted.returncode, formatted.stderr) == (0, "")
    assert "???" not in formatted.stdout
    quoted = [re.sub(r"`", "", words) for words in quotations(_without_code(read))]
    assert [(one, other) for one, other in zip(quoted, expected(files), strict=True) if not same_words(one, other)] == []


def _without_code(read: dict) -> dict:
    return json.loads(
        re.sub(r'\{"t":"Code","c":\[\["",\[\],\[\]\],("[^"]*")\]\}', r'{"t":"Str","c":\1}', json.dumps(read, separators=(",", ":")))
    )


@pytest.mark.parametrize("has_biblatex", [True, False])
def test_pdflatex_says_nothing_against_the_excerpts(folder, has_biblatex):
    if not has_biblatex:
        source = (folder / "excerpts.tex").read_text(encoding="utf-8")
        (folder / "excerpts.tex").write_text(source.replace("{biblatex.sty}", "{no-biblatex.sty}"), encoding="utf-8")

    assert latex_complaints(folder, "excerpts", engine="pdflatex", has_biblatex=has_biblatex) == []


@pytest.mark.parametrize("engine", ["lualatex", "xelatex"])
@pytest.mark.parametrize("files", ["hostile"], indirect=True)
def test_engines_with_every_font_of_the_machine_say_nothing_against_the_excerpts(folder, engine):
    if engine == "xelatex" and not shutil.which("xelatex"):
        pytest.skip("xelatex is judged where it is installed (Debian package texlive-xetex)")

    assert latex_complaints(folder, "excerpts", engine=engine) == []


def test_word_has_a_real_footnote_for_every_quotation(folder, files):
    with zipfile.ZipFile(BytesIO(files["excerpts.docx"])) as document:
        assert document.testzip() is None
        body, footnotes = (document.read(f"word/{name}.xml").decode() for name in ("document", "footnotes"))
    read = json.loads(pandoc("excerpts.docx", "-t", "json", folder=folder).stdout)
    notes = pandoc("excerpts.docx", "-t", "plain", "--wrap=none", folder=folder).stdout

    assert [(one, other) for one, other in zip(quotations(read), expected(files), strict=True) if not same_words(one, other)] == []
    assert body.count("<w:footnoteReference ") == footnotes.count("<w:footnote w:id") == len(expected(files))
    assert "Ibid." in footnotes
    assert "???" not in footnotes
    assert re.search(r'<w:lang [^>]*w:val="', body)
    assert "Bibliography" in notes


def test_the_crate_is_valid(folder):
    assert crate_issues(folder, "REQUIRED") == []
    # Where authors are employed, nobody here knows.
    assert [issue for issue in crate_issues(folder, "RECOMMENDED") if "affiliation" not in issue] == []


def test_hostile_words_come_out_of_every_format_as_they_are(hostile):
    files = unpack(hostile)

    assert len(expected(files)) == 2 * len(PASSAGES)
    assert json.loads(files["references.json"])[0]["title"] == TITLE
