from __future__ import annotations

import json
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pypandoc
import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from claims.bundles import markdown
from claims.bundles.archive import pack
from claims.bundles.checking import check_bundle
from claims.bundles.making import make_bundle
from claims.bundles.selection import Asked
from claims.collections.loading import load_fixtures
from sources.models import Document
from tests.judges import biber_warnings, bibtex_warnings

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
FILES = [
    "README.md",
    "SHA256SUMS",
    "annotations.jsonld",
    "claims.jsonl",
    "excerpts.md",
    "references-bibtex.bib",
    "references.bib",
    "references.json",
]


def unpack(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def everything(db) -> bytes:
    """The bundle of all fixtures, the five documents stand-off."""
    load_fixtures(settings.FIXTURES_DIR)
    return make_bundle(Asked(), site=SITE)


def test_a_small_bundle_says_what_its_claim_stands_on(debate):
    files = unpack(make_bundle(Asked(claims=["gate-closed-early"]), site=SITE))

    assert sorted(files) == FILES
    (claim,) = [json.loads(line) for line in files["claims.jsonl"].splitlines()]
    assert (claim["id"], claim["status"], [link["excerpt"] for link in claim["evidence"]]) == (
        "gate-closed-early",
        "published",
        [debate.public.public_id],
    )
    assert files["excerpts.md"].decode() == (
        "---\ntitle: Excerpts\nbibliography: references.json\nlink-citations: true\n---\n"
        "\n# Holding the gate\n"
        "\n> The harbour gate closed at dawn. [@tarrowby2019holding, p. 4]\n"
        "\n# References\n"
    )
    (annotation,) = json.loads(files["annotations.jsonld"])["items"]
    assert annotation["target"]["selector"][0]["exact"] == "The harbour gate closed at dawn."
    assert annotation["pincite:quote_sha256"] == debate.public.quote_sha256
    assert [item["id"] for item in json.loads(files["references.json"])] == ["tarrowby2019holding"]


@pytest.mark.parametrize(
    "asked",
    [Asked(claims=["gate-opened-late"]), Asked(topics=["none"]), Asked(documents=["none"]), Asked(claims=["gate-closed-early", "none"])],
)
def test_what_is_not_public_or_not_there_is_refused_by_name(debate, asked):
    with pytest.raises(ValidationError, match=r"There is no (public claim|public topic|document) (gate-opened-late|none)"):
        make_bundle(asked, site=SITE)


def test_nothing_unpublished_or_hidden_gets_into_a_bundle(debate):
    whole = b"".join(unpack(make_bundle(Asked(), site=SITE)).values()).decode()
    assert debate.under_draft.public_id not in whole
    assert "gate-opened-late" not in whole

    Document.objects.update(is_hidden=True)

    assert json.loads(unpack(make_bundle(Asked(), site=SITE))["references.json"]) == []


def test_the_same_state_gives_the_same_bytes(everything):
    assert make_bundle(Asked(), site=SITE) == everything


def test_a_whole_bundle_has_no_fault(everything, tmp_path):
    path = tmp_path / "bundle.zip"
    path.write_bytes(everything)

    assert check_bundle(path) == []


@pytest.mark.parametrize("name", FILES)
def test_any_altered_byte_is_found(debate, tmp_path, name):
    files = unpack(make_bundle(Asked(), site=SITE))
    altered = bytearray(files[name])
    altered[len(altered) // 2] ^= 1
    path = tmp_path / "bundle.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for one, content in {**files, name: bytes(altered)}.items():
            archive.writestr(one, content)

    assert check_bundle(path) != []


def test_a_forger_who_mends_the_checksums_is_found_by_the_quote(debate, tmp_path):
    files = unpack(make_bundle(Asked(), site=SITE))
    del files["SHA256SUMS"]
    files["annotations.jsonld"] = files["annotations.jsonld"].replace(b"closed at dawn", b"opened at dawn")
    files["claims.jsonl"] = files["claims.jsonl"].replace(debate.public.public_id.encode(), b"another-passage")
    path = tmp_path / "bundle.zip"
    path.write_bytes(pack(files))

    faults = check_bundle(path)

    assert any("its words have SHA-256" in fault for fault in faults)
    assert any("stands on excerpt another-passage" in fault for fault in faults)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda files: files.pop("SHA256SUMS"), "SHA256SUMS is missing."),
        (lambda files: files.pop("references.json"), "references.json is missing."),
        (lambda files: files.update({"more.txt": b"x"}), "bundle.zip holds 'more.txt', which no bundle has."),
        (lambda files: files.update({"../evil.sh": b"x"}), "bundle.zip holds '../evil.sh', which no bundle has."),
        (
            lambda files: files.update({"SHA256SUMS": b"0" * 64 + b"  README.md\n" + files["SHA256SUMS"]}),
            "SHA256SUMS, line 2: README.md a second time.",
        ),
        (lambda files: files.update({"SHA256SUMS": b"nonsense\n"}), "SHA256SUMS, line 1: not a checksum."),
    ],
)
def test_a_bundle_that_is_not_whole_is_told_so(debate, tmp_path, change, says):
    files = unpack(make_bundle(Asked(), site=SITE))
    change(files)
    path = tmp_path / "bundle.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)

    assert says in check_bundle(path)


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x03\x04 cut off"])
def test_what_is_no_zip_is_told_so(tmp_path, content):
    path = tmp_path / "bundle.zip"
    path.write_bytes(content)

    (fault,) = check_bundle(path)
    assert fault.startswith("bundle.zip cannot be read")


def test_the_commands_write_and_check_a_bundle(debate, tmp_path, capsys):
    out = tmp_path / "bundle.zip"

    call_command("export_bundle", str(out), document=["tarrowby2019holding"])
    call_command("verify", str(out))
    out.write_bytes(out.read_bytes()[:-30])
    with pytest.raises(CommandError, match="1 fault"):
        call_command("verify", str(out))
    with pytest.raises(CommandError, match="There is no public claim nonsense"):
        call_command("export_bundle", str(tmp_path / "other.zip"), claim=["nonsense"])

    assert "no fault" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["bundle.zip"]


@pytest.mark.judge
def test_sha256sum_biber_bibtex_and_pandoc_have_no_complaint(everything, tmp_path):
    files = unpack(everything)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    works = len(json.loads(files["references.json"]))

    sums = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=False)
    pandoc = subprocess.run(
        [pypandoc.get_pandoc_path(), "--citeproc", "--fail-if-warnings", "excerpts.md", "-t", "plain", "--wrap=none"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (sums.returncode, sums.stdout.count(": OK\n")) == (0, len(FILES) - 1)
    assert biber_warnings(tmp_path, files["references.bib"].decode()) == ([], works)
    assert bibtex_warnings(tmp_path, files["references-bibtex.bib"].decode()) == ([], works)
    assert (pandoc.returncode, pandoc.stderr) == (0, "")
    assert "(Penhallick et al. [2020?], 5)" in pandoc.stdout


_text = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=60)


@hypothesis_settings(max_examples=5, deadline=None)
@given(st.lists(_text.filter(lambda words: words.split()), min_size=20, max_size=60))
def test_whatever_a_quote_holds_pandoc_reads_it_back_as_it_stands(quotes):
    quotes = [
        " ".join(quote.split())
        for quote in [
            *quotes,
            "1. A",
            "- b",
            "(c) d",
            "# e",
            "a -- b ... c",
            "'q' \"r\"",
            "$x$ @y [z] ~~w~~ :::",
            "+ 1",
            "i) x",
            "% t",
            ": u",
            "| v",
        ]
    ]
    source = "\n\n".join(f"> {markdown._plain(quote)}" for quote in quotes)

    read = json.loads(pypandoc.convert_text(source, "json", format="markdown"))

    assert [_words(block["c"][0]["c"]) for block in read["blocks"]] == quotes


def _words(inlines) -> str:
    def one(inline) -> str:
        return {"Str": lambda: inline["c"], "Space": lambda: " ", "SoftBreak": lambda: " "}[inline["t"]]()

    return "".join(map(one, inlines))


def test_bundles_are_written_whole_or_not_at_all(debate, tmp_path):
    missing = tmp_path / "absent" / "bundle.zip"

    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_bundle", str(missing))

    assert list(Path(tmp_path).iterdir()) == []
