"""Pages of a PDF: their printed labels are marks, their count in the file is the form feeds."""

from __future__ import annotations

import pytest

from tests.sources.ingestion.marks import stretches
from tests.sources.ingestion.pdf.printing import SENTENCES, centred, extracted, labelled, lines, printed, together

BODY = lines(SENTENCES)


def page_values(data: bytes) -> list[str]:
    return [value for value, _ in stretches(extracted(data), "page")]


def test_numbers_printed_at_the_foot_are_the_labels():
    data = printed(*(together(BODY, centred(str(number))) for number in (345, 346, 347)))

    assert page_values(data) == ["345", "346", "347"]


def test_a_number_far_above_the_paper_edge_is_found_as_wide_margins_have_it():
    data = printed(*(together(BODY, centred(str(number), y=142)) for number in (5, 6)))

    assert page_values(data) == ["5", "6"]


def test_a_page_without_its_number_between_two_that_have_theirs_is_counted():
    data = printed(together(BODY, centred("12")), together(BODY, centred("13")), BODY, together(BODY, centred("15")))

    assert page_values(data) == ["12", "13", "14", "15"]


def test_a_page_before_the_first_printed_number_has_no_label():
    data = printed(BODY, together(BODY, centred("2")), together(BODY, centred("3")))

    assert page_values(data) == ["", "2", "3"]


def test_roman_front_matter_is_followed_by_arabic_numbers():
    data = printed(*(together(BODY, centred(number)) for number in ("iv", "v", "1", "2", "3")))

    assert page_values(data) == ["iv", "v", "1", "2", "3"]


@pytest.mark.parametrize(
    "heads",
    [
        ["JOURNAL OF GATES 101", "102 Mary Ogden", "JOURNAL OF GATES 103"],
        ["Page 101 of 103", "Page 102 of 103", "Page 103 of 103"],
        ["- 101 -", "- 102 -", "- 103 -"],
    ],
)
def test_numbers_in_running_heads_are_found(heads):
    data = printed(*(together(centred(head, y=810), BODY) for head in heads))

    assert page_values(data) == ["101", "102", "103"]


def test_two_numbers_on_a_double_page_are_both_its_label():
    data = printed(
        *(
            together(lines(SENTENCES, x=40), lines([str(first)], x=150, top=30), lines([str(first + 1)], x=450, top=30))
            for first in (12, 14, 16)
        )
    )

    assert page_values(data) == ["12-13", "14-15", "16-17"]


def test_labels_of_the_catalogue_count_where_no_number_is_printed():
    data = labelled(printed(BODY, BODY, BODY), (0, 1, "/r", 4), (2, 2, "/D", 1))

    assert page_values(data) == ["iv", "v", "1"]


def test_printed_numbers_that_contradict_the_catalogue_win():
    data = labelled(printed(*(together(BODY, centred(str(number))) for number in (345, 346, 347)), BODY), (0, 3, "/D", 1))

    assert page_values(data) == ["345", "346", "347", ""]


def test_where_both_agree_the_catalogue_names_the_pages_without_a_number():
    data = labelled(printed(BODY, *(together(BODY, centred(str(number))) for number in (2, 3))), (0, 2, "/D", 1))

    assert page_values(data) == ["1", "2", "3"]


@pytest.mark.parametrize("numbers", [["1998", "17", "4"], ["2005", "2005", "2005"]])
def test_numbers_that_do_not_grow_with_the_pages_are_no_labels(numbers):
    data = printed(*(together(BODY, centred(number)) for number in numbers))

    assert page_values(data) == ["", "", ""]


def test_pages_of_the_file_are_parted_by_form_feeds_blank_ones_too():
    data = printed(BODY, lambda canvas: None, BODY)

    content = extracted(data).content

    assert [page.strip() for page in content.split("\f")] == ["\n".join(SENTENCES), "", "\n".join(SENTENCES)]
