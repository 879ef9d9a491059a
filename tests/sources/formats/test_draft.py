from __future__ import annotations

from sources.formats.draft import Draft
from sources.formats.entries import Entry, Fault
from sources.formats.record import Name, Record


def test_a_draft_becomes_an_entry():
    draft = Draft("a", 7)
    draft.type = "book"
    draft.set_text("title", " A \n Title ", field="TI", line=8)
    draft.set_text("abstract", " one\n\ntwo ", field="AB", line=9)
    draft.set_text("DOI", "https://doi.org/10.1000/182", field="DO", line=10)
    draft.set_date("issued", "2005-03", field="PY", line=11)
    draft.add_names("author", [Name("X"), Name()])
    draft.add_identifier("arxiv", "arXiv:2301.01234", field="AX", line=12)
    draft.add_identifier("arxiv", "2301.01234", field="AX", line=13)
    assert draft.finish() == Entry(
        7,
        "a",
        Record(
            key="a",
            type="book",
            names={"author": (Name("X"),)},
            dates={"issued": "2005-03"},
            fields={"title": "A Title", "abstract": "one\n\ntwo", "DOI": "10.1000/182"},
            identifiers={"arxiv": ("2301.01234",)},
        ),
    )


def test_what_is_faulty_is_kept_as_it_was_written_with_a_warning():
    draft = Draft("a", 1)
    draft.set_text("PMID", "x", field="pmid", line=2, raw="{x}")
    draft.set_date("issued", "2005-02-30", field="date", line=3)
    draft.add_identifier("arxiv", "2313.01234", field="eprint", line=4)
    entry = draft.finish()
    assert entry.record == Record("a", "document", extra={"pmid": "{x}", "date": "2005-02-30", "eprint": "2313.01234"})
    assert entry.warnings == (
        Fault(2, "pmid", "'x' is no number of this kind: it is made of digits only. It is kept as it is under extra."),
        Fault(3, "date", "2005-02-30 is no day: that month has 28 days. Correct it or leave out the day. It is kept as it is under extra."),
        Fault(
            4,
            "eprint",
            "'2313.01234' is no arXiv identifier: it is year and month (01 to 12) and a number. Examples: 2301.01234, hep-th/9901001. "
            "It is kept as it is under extra.",
        ),
    )


def test_one_faulty_number_does_not_take_the_others_with_it():
    draft = Draft("a", 1)
    draft.set_text("ISBN", "0262033844 (pbk.); 978-0-262-03384-7, 9780804429573", field="isbn", line=2)
    entry = draft.finish()
    assert entry.record == Record(
        "a", "document", fields={"ISBN": "978-0-262-03384-8 978-0-8044-2957-3"}, extra={"isbn": "978-0-262-03384-7"}
    )
    assert [fault.line for fault in entry.warnings] == [2]


def test_further_values_are_kept_and_the_same_again_is_not():
    draft = Draft("a", 1)
    for text in ("one", "two", "two", "three"):
        draft.set_text("title", text, field="TI", line=2)
    draft.set_date("issued", "2005", field="PY", line=3)
    draft.set_date("issued", "2006", field="PY", line=4)
    assert draft.finish().record == Record(
        "a", "document", fields={"title": "one"}, dates={"issued": "2005"}, extra={"TI": "two", "TI 2": "three", "PY": "2006"}
    )


def test_a_draft_that_failed_has_no_record():
    draft = Draft("a", 1)
    draft.fail("title", 2, "No.")
    assert draft.finish() == Entry(1, "a", None, (Fault(2, "title", "No."),))


def test_what_no_database_holds_is_replaced():
    draft = Draft("a\x00", 1)
    draft.keep("b\x00", "c\ud800")
    draft.set_text("note", "d\x00", field="note", line=2)
    assert draft.finish().record == Record("a\ufffd", "document", fields={"note": "d\ufffd"}, extra={"b\ufffd": "c\ufffd"})
