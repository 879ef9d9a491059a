from __future__ import annotations

import json
import tracemalloc
import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.bundles import container
from claims.bundles.checking import check_bundle
from tests.claims.bundles.packing import pack_again, unpack, with_mended_sums

NAMES = (
    *("README.md", "SHA256SUMS", "annotations.jsonld", "claims.jsonl", "excerpts.docx", "excerpts.md", "excerpts.tex"),
    *("references-bibtex.bib", "references.bib", "references.json", "references.ris", "ro-crate-metadata.json"),
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "bundle.zip"


@pytest.mark.parametrize("name", ["everything", "hostile"])
def test_a_whole_bundle_has_no_fault(bundles, path, name):
    path.write_bytes(bundles(name))
    assert check_bundle(path) == []

    pack_again(path, unpack(bundles(name)))
    assert check_bundle(path) == []


anywhere = st.integers(0, 10**9)
of_a_byte = st.integers(0, 7)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=anywhere, bit=of_a_byte)
def test_any_altered_bit_of_the_file_is_found(hostile, path, place, bit):
    path.write_bytes(with_other_bit(hostile, place, bit))

    assert check_bundle(path) != []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(NAMES), place=anywhere, bit=of_a_byte)
def test_any_altered_bit_of_a_member_is_found_in_a_bundle_packed_again(bundles, path, name, place, bit):
    files = unpack(bundles("everything"))
    pack_again(path, {**files, name: with_other_bit(files[name], place, bit)})

    assert check_bundle(path) != []


@pytest.mark.parametrize("name", [name for name in NAMES if not name.endswith(".docx")])
def test_a_member_that_is_no_utf_8_is_a_fault_and_the_other_faults_are_still_said(bundles, path, name):
    files = unpack(bundles("everything"))
    other = "references.ris" if name != "references.ris" else "excerpts.md"
    pack_again(path, {**files, name: b"\xb6" + files[name][1:], other: files[other] + b"\n"})

    faults = check_bundle(path)

    assert any(fault.startswith(f"{name}, line 1: not UTF-8") for fault in faults) or any(
        fault.startswith(f"{name} was altered: ") for fault in faults
    )
    assert any(fault.startswith(f"{other} was altered: ") for fault in faults) or name == "SHA256SUMS"


def with_other_bit(content: bytes, place: int, bit: int) -> bytes:
    altered = bytearray(content)
    altered[place % len(altered)] ^= 1 << bit
    return bytes(altered)


@pytest.mark.parametrize(
    "change",
    [
        lambda packed: packed + b"\0",
        lambda packed: b"\0" + packed,
        lambda packed: packed[:-1],
        lambda packed: packed[: len(packed) // 2],
        lambda packed: packed + packed,
    ],
    ids=["behind", "before", "last", "half", "twice"],
)
def test_bytes_that_were_added_or_cut_off_are_found(hostile, path, change):
    path.write_bytes(change(hostile))

    (fault,) = check_bundle(path)
    assert fault.startswith("bundle.zip cannot be read: ")


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x03\x04 cut off", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_bundle_is_told_so(path, content):
    path.write_bytes(content)

    assert check_bundle(path) != []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda files: files.pop("SHA256SUMS"), "SHA256SUMS is missing."),
        (lambda files: files.pop("references.ris"), "references.ris is missing."),
        (lambda files: files.update({"more.txt": b"x"}), "bundle.zip holds 'more.txt', which no bundle has."),
        (lambda files: files.update({"../evil.sh": b"x"}), "bundle.zip holds '../evil.sh', which no bundle has."),
        (lambda files: files.update({"excerpts.md/": b""}), "bundle.zip holds 'excerpts.md/', which no bundle has."),
        (
            lambda files: files.update({"SHA256SUMS": b"0" * 64 + b"  README.md\n" + files["SHA256SUMS"]}),
            "SHA256SUMS, line 2: README.md a second time.",
        ),
        (lambda files: files.update({"SHA256SUMS": b"nonsense\n"}), "SHA256SUMS, line 1: not a checksum."),
        (
            lambda files: files.update({"SHA256SUMS": files["SHA256SUMS"] + b"0" * 64 + b"  x\n"}),
            "SHA256SUMS names 'x', which is not there.",
        ),
    ],
)
def test_a_bundle_that_is_not_whole_is_told_so(hostile, path, change, says):
    files = unpack(hostile)
    change(files)
    pack_again(path, files)

    assert says in check_bundle(path)


def test_a_member_that_is_there_twice_is_found(hostile, path):
    files = unpack(hostile)
    pack_again(path, files)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("README.md", files["README.md"])

    assert check_bundle(path) == ["bundle.zip holds 'README.md' twice."]


def test_a_link_in_the_place_of_a_file_is_found(hostile, path):
    files = unpack(hostile)
    readme = files.pop("README.md")
    pack_again(path, files)
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("README.md")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, readme)

    assert check_bundle(path) == ["'README.md' is no plain file."]


def test_a_file_hidden_between_the_members_is_found(hostile, path):
    files = unpack(hostile)
    pack_again(path, {"hidden.txt": b"not in the directory", **files})
    packed = path.read_bytes()
    directory = packed.rindex(b"PK\x01\x02", 0, packed.index(b"hidden.txt", 100))
    length = 46 + len("hidden.txt")
    end = bytearray(packed[-22:])
    end[8] -= 1
    end[10] -= 1
    end[12:16] = (int.from_bytes(end[12:16], "little") - length).to_bytes(4, "little")
    path.write_bytes(packed[:directory] + packed[directory + length : -22] + bytes(end))

    (fault,) = check_bundle(path)
    assert fault.endswith("bytes before 'README.md' belong to no file.")


def test_a_bundle_that_would_fill_the_disk_is_not_unpacked(hostile, path, monkeypatch):
    path.write_bytes(hostile)
    monkeypatch.setattr(container, "MOST_BYTES", 1000)
    monkeypatch.setattr(container.check_size, "__defaults__", (1000,))

    assert check_bundle(path) == ["bundle.zip cannot be read: it unpacks to more than 1000 bytes: it is not checked."]


def forged(files: dict[str, bytes], name: str, before: bytes, after: bytes) -> dict[str, bytes]:
    assert before in files[name]
    return {**files, name: files[name].replace(before, after, 1)}


@pytest.mark.parametrize(
    ("name", "before", "after", "says"),
    [
        ("annotations.jsonld", b"closed at dawn", b"opened at dawn", "Excerpt {passage}: its words have SHA-256"),
        ("excerpts.md", b"closed at dawn", b"opened at dawn", "Excerpt {passage}: excerpts.md does not quote the words"),
        ("excerpts.tex", b"closed at dawn", b"opened at dawn", "Excerpt {passage}: excerpts.tex does not quote the words"),
        ("excerpts.tex", b"closed at", b"\\input{x}", "excerpts.tex, line "),
        (
            "excerpts.tex",
            b"[4]{tarrowby2019holding}",
            b"[4]{other}",
            "Excerpt {passage}: excerpts.tex cites other, annotations.jsonld tarrowby2019",
        ),
        (
            "excerpts.md",
            b"@tarrowby2019holding",
            b"@other",
            "Excerpt {passage}: excerpts.md cites other, annotations.jsonld tarrowby2019holding.",
        ),
        ("references.ris", b"ID  - tarrowby", b"ID  - t", "references.ris lacks tarrowby2019holding, which references.json has."),
        ("references.bib", b"{tarrowby2019holding,", b"{other,", "references.bib has other, which references.json lacks."),
        ("references-bibtex.bib", b"{tarrowby2019holding,", b"{other,", "references-bibtex.bib lacks tarrowby2019holding"),
        (
            "references.json",
            b'"tarrowby2019holding"',
            b'"other"',
            "Excerpt {passage} cites tarrowby2019holding, which references.json does",
        ),
        ("claims.jsonl", b'"excerpt": "', b'"excerpt": "no', "Claim gate-closed-early stands on excerpt no{passage}, which"),
        (
            "claims.jsonl",
            b'"relations": []',
            b'"relations": [{"to": "x", "to_evidence": null}]',
            "Claim gate-closed-early has a relation to claim x",
        ),
        (
            "claims.jsonl",
            b'"relations": []',
            b'"relations": [{"to": null, "to_evidence": "x"}]',
            "Claim gate-closed-early has a relation to evidence x",
        ),
        ("claims.jsonl", b"{", b"[", "claims.jsonl, line 1: not well formed"),
        ("claims.jsonl", b'"evidence": ', b'"evidences": ', "A file of the bundle is not made as it should be: KeyError 'evidence'"),
        ("annotations.jsonld", b'"end": 32', b'"end": 33', "Excerpt {passage}: it has 32 characters, its place 33."),
        ("annotations.jsonld", b"]}\n", b"]}\nmore", "annotations.jsonld, line 4: there is more behind its end."),
        ("annotations.jsonld", b"\n]}\n", b"\n", "annotations.jsonld is cut off."),
        ("references.json", b"[\n", b"[ \n", "references.json, line 1: not the beginning that a bundle's has."),
        ("README.md", b"bundle", b"bundel", "ro-crate-metadata.json describes another README.md than the one that is here."),
        ("excerpts.md", b"\n> ", b"\n", "Not every file has the same number of quotations: excerpt 1 is not in all of them."),
    ],
)
def test_a_forger_who_mends_the_checksums_is_found_all_the_same(debate, of_debate, path, name, before, after, says):
    pack_again(path, with_mended_sums(forged(unpack(of_debate), name, before, after)))

    faults = check_bundle(path)

    assert [fault for fault in faults if fault.startswith(says.format(passage=debate.public.public_id))] != [], faults


@pytest.mark.parametrize(
    ("member", "before", "after", "says"),
    [
        ("word/document.xml", b"closed at dawn", b"opened at dawn", "excerpts.docx does not quote the words"),
        ("word/document.xml", b"footnoteReference", b"noReference", "excerpts.docx has 0 footnotes for it, not one."),
        ("word/document.xml", b"<w:document", b"<!DOCTYPE x><w:document", "excerpts.docx declares a document type"),
        ("word/document.xml", b"<w:body", b"<w:bod", "excerpts.docx cannot be read: "),
        ("word/footnotes.xml", b"Tarrowby", b"Tarrowby", ""),
    ],
)
def test_a_word_document_with_other_words_is_found(of_debate, path, member, before, after, says):
    files = unpack(of_debate)
    document = forged(unpack(files["excerpts.docx"]), member, before, after)
    files["excerpts.docx"] = pack_again(path, document).read_bytes()
    pack_again(path, with_mended_sums(files))

    faults = check_bundle(path)

    assert [fault for fault in faults if says in fault] != [], faults


def test_a_long_list_of_faults_is_cut_and_counted(everything, path):
    files = unpack(everything)
    files["excerpts.md"] = files["excerpts.md"].replace(b"\n> ", b"\n> Not ")
    files["excerpts.tex"] = files["excerpts.tex"].replace(b"\\begin{quotation}\n", b"\\begin{quotation}\nNot ")
    pack_again(path, files)

    faults = check_bundle(path)

    excerpts = len(json.loads(files["annotations.jsonld"])["items"])
    # Two files with other checksums, described otherwise too, and each of their excerpts.
    assert (len(faults), faults[-1]) == (201, f"{2 * excerpts + 4 - 200} more faults.")


def test_a_bundle_is_checked_in_little_memory(hostile, path):
    files = unpack(hostile)
    line = files["references.json"].splitlines()[1].rstrip(b",")
    many = b",\n".join(line.replace(b"hostile2003a", b"a%d" % number) for number in range(40_000))
    files["references.json"] = b"[\n" + many + b"\n]\n"
    pack_again(path, files)

    tracemalloc.start()
    check_bundle(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(many) > 10_000_000
    assert most < 8_000_000


def test_reading_back_needs_no_database(hostile, path):
    path.write_bytes(hostile)

    # pytest-django refuses every query of a test that does not ask for the database.
    assert check_bundle(path) == []
    assert zipfile.ZipFile(BytesIO(hostile)).testzip() is None
