from __future__ import annotations

import hashlib
import json
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.bundles.archive import pack, written_files
from claims.bundles.selection import Asked
from sources.models import Document, Text
from tests.claims.bundles.made import make_bundle
from tests.claims.bundles.packing import SITE, unpack
from tests.factories.sources import DocumentFactory, PassageFactory, TextFactory

FILES = [
    "README.md",
    "SHA256SUMS",
    "annotations.jsonld",
    "claims.jsonl",
    "excerpts.docx",
    "excerpts.md",
    "excerpts.tex",
    "references-bibtex.bib",
    "references.bib",
    "references.json",
    "references.ris",
    "ro-crate-metadata.json",
]


def test_a_small_bundle_says_what_its_claim_stands_on(debate):
    files = unpack(make_bundle(Asked(claims=["gate-closed-early"]), site=SITE))

    assert list(files) == FILES
    (claim,) = [json.loads(line) for line in files["claims.jsonl"].splitlines()]
    assert (claim["id"], claim["status"], [link["excerpt"] for link in claim["evidence"]]) == (
        "gate-closed-early",
        "published",
        [debate.public.public_id],
    )
    assert files["excerpts.md"].decode() == (
        "---\ntitle: Excerpts\nlang: en\nbibliography: references.json\nlink-citations: true\nnocite: |\n  @*\n---\n"
        "\n# Holding the gate\n"
        "\n> The harbour gate closed at dawn. [@tarrowby2019holding, p. 4]\n"
        "\n# References\n"
    )
    assert (
        files["excerpts.tex"]
        .decode()
        .endswith(
            "\\begin{document}\n"
            "\n\\section*{Holding the gate}\n"
            "\n\\begin{quotation}\nThe harbour gate closed at dawn.\n\\autocite[4]{tarrowby2019holding}\n\\end{quotation}\n"
            "\n\\nocite{*}\n\\excerptreferences\n\\end{document}\n"
        )
    )
    (annotation,) = json.loads(files["annotations.jsonld"])["items"]
    assert annotation["target"]["selector"][0]["exact"] == "The harbour gate closed at dawn."
    assert annotation["pincite:quote_sha256"] == debate.public.quote_sha256
    assert [item["id"] for item in json.loads(files["references.json"])] == ["tarrowby2019holding"]
    assert "1 excerpt of 1 document, 1 claim, 1 piece of accepted evidence." in files["README.md"].decode()


def test_a_bundle_of_nothing_is_whole(db):
    files = unpack(make_bundle(Asked(), site=SITE))

    assert list(files) == FILES
    assert json.loads(files["annotations.jsonld"])["items"] == json.loads(files["references.json"]) == []
    assert "1980-01-01T00:00:00+00:00" in files["ro-crate-metadata.json"].decode()


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        (Asked(claims=["gate-opened-late"]), {"claims": ["There is no public claim gate-opened-late."]}),
        (Asked(topics=["none"]), {"topics": ["There is no public topic none."]}),
        (Asked(documents=["tarrowby2019holding", "none"]), {"documents": ["There is no public document none."]}),
        (
            Asked(claims=["gate-closed-early", "a", "b"], documents=["c"]),
            {"claims": ["There is no public claim a, b."], "documents": ["There is no public document c."]},
        ),
    ],
)
def test_what_is_not_public_or_not_there_is_refused_by_name(debate, asked, refused):
    with pytest.raises(ValidationError) as error:
        make_bundle(asked, site=SITE)

    assert error.value.message_dict == refused


def test_a_hidden_document_is_refused_as_if_it_were_not_there(debate):
    Document.objects.update(is_hidden=True)

    with pytest.raises(ValidationError, match="There is no public document tarrowby2019holding"):
        make_bundle(Asked(documents=["tarrowby2019holding"]), site=SITE)


def test_a_document_is_found_by_its_id_too(debate):
    by_key, by_id = (make_bundle(Asked(documents=[name]), site=SITE) for name in ("tarrowby2019holding", debate.document.public_id))

    assert by_key == by_id


def test_nothing_unpublished_or_hidden_gets_into_a_bundle(debate):
    whole = b"".join(unpack(make_bundle(Asked(), site=SITE)).values()).decode("utf-8", "replace")
    assert debate.under_draft.public_id not in whole
    assert "gate-opened-late" not in whole

    Document.objects.update(is_hidden=True)

    assert json.loads(unpack(make_bundle(Asked(), site=SITE))["references.json"]) == []


def test_withheld_words_are_in_no_file(debate):
    Text.objects.update(rights="private")
    files = unpack(make_bundle(Asked(), site=SITE))
    with zipfile.ZipFile(BytesIO(files["excerpts.docx"])) as document:
        files |= {name: document.read(name) for name in document.namelist()}

    assert [name for name, content in files.items() if b"harbour gate" in content] == []
    assert f"SHA-256 is {debate.public.quote_sha256}" in files["word/document.xml"].decode()


def test_samples_are_called_samples_wherever_they_show(everything):
    files = unpack(everything)
    with zipfile.ZipFile(BytesIO(files["excerpts.docx"])) as document:
        files["excerpts.docx"] = document.read("word/document.xml")

    marked = {name for name, content in files.items() if b"ictional" in content}
    assert marked >= {"README.md", "excerpts.docx", "excerpts.md", "excerpts.tex", "ro-crate-metadata.json"}
    assert b"Sample documents, with fictional persons and events: ferncastle2019counting" in files["ro-crate-metadata.json"]


def test_the_same_state_gives_the_same_bytes(fixtures):
    assert make_bundle(Asked(), site=SITE) == make_bundle(Asked(), site=SITE)


def test_queries_do_not_grow_with_rows(debate):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            make_bundle(Asked(), site=SITE)
        return len(captured)

    few = queries()
    for number in range(30):
        text = TextFactory(
            document=DocumentFactory(citation_key=f"many{number}"), content=f"Words of text number {number}, and more of them."
        )
        PassageFactory(text=text, is_published=True)

    assert queries() == few


def test_a_zip_says_nothing_of_when_and_where_it_was_made(tmp_path):
    with written_files(["README.md"]) as files, (tmp_path / "a.zip").open("w+b") as out:
        files["README.md"].write("Ä")
        pack(files, out)

    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        (entry,) = archive.infolist()
        packed = (tmp_path / "a.zip").read_bytes()
        assert (entry.date_time, entry.create_system, entry.extra, entry.external_attr >> 16) == ((1980, 1, 1, 0, 0, 0), 3, b"", 0o644)
        assert archive.comment == b"Citation bundle. SHA-256 of every byte before it: " + hashlib.sha256(packed[:-64]).hexdigest().encode()
