from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from sources.formats.record import Name, Record
from sources.formats.ris.writing import write_ris
from tests.sources.formats.works import EVERY_KIND_OF_WORK, NODOMI


def test_a_record_is_written_whole():
    work = Record(
        key="watanabe2010",
        type="chapter",
        names={
            "author": (Name(family="Gogh", given="Vincent", particle="van", suffix="Jr."), Name(literal="Army")),
            "editor": (Name(family="Beethoven", given="L.", dropping_particle="van"),),
            "recipient": (Name(family="X"),),
        },
        dates={"issued": "2005-21", "accessed": "2006-01-02", "original-date": "1999"},
        fields={
            "title": "A\nTitle",
            "container-title": "Book",
            "page": "4–5",
            "keyword": "a, b",
            "ISBN": "978-0-262-03384-8",
            "note": "1\n2",
        },
        identifiers={"arxiv": ("2301.01234",), "url": ("https://example.org/2",)},
        part_of="book2010",
        extra={"L1": "a.pdf", "C1": "x", "shelf": "é"},
    )
    assert "".join(write_ris([work])).split("\r\n") == [
        "TY  - CHAP",
        "ID  - watanabe2010",
        "AU  - van Gogh, Vincent, Jr.",
        "AU  - Army",
        "A2  - Beethoven, L. van",
        "TI  - A Title",
        "T2  - Book",
        "PY  - 2005",
        "DA  - 2005///Spring",
        "Y2  - 2006/01/02/",
        "SP  - 4",
        "EP  - 5",
        "SN  - 978-0-262-03384-8",
        "UR  - https://example.org/2",
        "KW  - a",
        "KW  - b",
        "N1  - 1",
        "N1  - 2",
        "C1  - x",
        "L1  - a.pdf",
        'U5  - pincite-extra {"dates":{"original-date":"1999"},"extra":{"shelf":"\\u00e9"},"fields":{"URL":"","page":"4\\u20135",'
        '"title":"A\\nTitle"},"identifiers":{"arxiv":["2301.01234"],"url":["https://example.org/2"]},"names":{"recipient":[{"family":"X"}]},'
        '"part_of":"book2010"}',
        "ER  - ",
        "",
        "",
    ]


def test_what_ris_can_say_leaves_nothing_over():
    assert "pincite-extra" not in "".join(write_ris([NODOMI]))


def test_the_type_it_was_read_with_is_written_again():
    assert "".join(write_ris([Record("a", "book", extra={"TY": "EBOOK"})])).startswith("TY  - EBOOK\r\n")
    assert "".join(write_ris([Record("a", "map", extra={"TY": "EBOOK"})])).startswith("TY  - MAP\r\n")


def test_a_film_without_author_is_credited_to_its_director():
    film = Record("a", "motion_picture", names={"director": (Name("Ozu", "Yasujirō"),)})
    assert "AU  - Ozu, Yasujirō\r\n" in "".join(write_ris([film]))


def test_records_are_sorted_by_key_and_the_order_given_makes_no_difference():
    backwards = [replace(work, fields=dict(reversed(list(work.fields.items())))) for work in reversed(EVERY_KIND_OF_WORK)]
    assert list(write_ris(backwards)) == list(write_ris(EVERY_KIND_OF_WORK))
    assert [text.split("\r\n")[1] for text in write_ris([Record("b", "map"), Record("a", "map")])] == ["ID  - a", "ID  - b"]


def test_no_records_make_an_empty_file():
    assert list(write_ris([])) == []


@settings(deadline=None)
@given(st.text(), st.text())
def test_every_line_begins_with_a_tag_whatever_a_value_says(title, extra):
    text = "".join(
        write_ris([replace(NODOMI, fields={"title": title, "note": extra}, extra={title: extra}, names={"author": (Name(extra, title),)})])
    )
    lines = text.split("\r\n")
    assert lines[-3:] == ["ER  - ", "", ""]
    assert all(line[2:6] == "  - " for line in lines[:-2])
    assert [line[:2] for line in lines].count("TY") == [line[:2] for line in lines].count("ER") == 1
    assert "\n" not in text.replace("\r\n", "")
