"""Small differences that say something, beside small ones that do not."""

from __future__ import annotations

import pytest

from sources.anchoring import place


def grade(quote: str, text: str) -> str:
    return place(quote, text).grade


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("it cost 1,500 crowns to build it", "it cost 1500 crowns to build it"),
        ("it grew by 5 % in the year", "it grew by 5% in the year"),
        ("during 1997-98 the fleet grew", "during 1997–98 the fleet grew"),
        ("during 1997 – 98 the fleet grew", "during 1997–98 the fleet grew"),
        ("in the late 1960s the fleet grew", "in the late 1 960s the fleet grew"),
        ("the end of the alliance. Then it went", "the end of the alliance.6 Then it went"),
        ("the end of the alliance.[6] Then it went", "the end of the alliance.<sup>6</sup> Then it went"),
        ("the end of the alliance", "the end of the al\u00adli\u00adance² came"),
        ("The ferry is […] safe in winter", "The ferry is, as everybody knows by now, safe in winter."),
        ("ferry would conduct its work at night", "The ferrywould conduct its work at night."),
        ("ガラスの橋", "ｶﾞﾗｽの橋である"),
        ("渡し舟の歴史を述べる", "渡し舟《わたしぶね》の歴\n史を述べる。"),
        ("`the ferry was closed'", "The ferry was closed"),
    ],
)
def test_what_says_nothing_is_normalised(quote, text):
    assert grade(quote, text) == "normalised"


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("in 1960 states joined the union of rivers", "In 1960 5 states joined the union of rivers."),
        ("in 19605 states joined the union of rivers", "In 1960 5 states joined the union of rivers."),
        ("10 5-ton trucks crossed the river", "105-ton trucks crossed the river"),
        ("it cost $5 to cross the river", "it cost £5 to cross the river"),
        ("it grew by 5 in the year 1900", "it grew by 5% in the year 1900"),
        ("temperatures of -5 degrees were common", "temperatures of 5 degrees were common"),
        ("during 199798 the fleet grew", "during 1997–98 the fleet grew"),
        ("the area is 10² metres wide here", "the area is 102 metres wide here"),
        ("the area is ½ mile wide here", "the area is 12 mile wide here"),
        ("US policy toward the river", "us policy toward the river"),
        ("not able to cross the river in winter", "notable to cross the river in winter"),
        ("He said in the end that it can", "He said in the end that it cannot be."),
        ("able to cross the river in winter", "unable to cross the river in winter"),
        ("the ferry is unsafe in winter, he said", "the ferry is safe in winter, he said"),
        ("The ferry is […] safe in winter", "The ferry is not safe in winter."),
        ("resume the work of the ferry", "resumé the work of the ferry"),
        ("resume the work of the ferry", "resume\u0301 the work of the ferry"),
        ("the end of the old alliance.7 Then it", "This was the end of the old alliance.6 Then it was gone."),
        ("words & deeds were counted", "words deeds were counted"),
        ("[Japan] is an important ally of the country", "It is an important ally of the country."),
        ("橋は一八七四年に開通した", "橋は一八七五年に開通した。"),
        ("渡しを等しくしたのである、と書いた", "渡しを等しくしなかったのである、と書いた"),
    ],
)
def test_what_says_something_is_shown(quote, text):
    (candidate,) = place(quote, text).candidates

    assert candidate.grade == "approximate"
    assert [change.kind for change in candidate.diff if change.kind != "equal"]


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("art", "the party"),
        ("operation", "the co-\noperation of all"),
        ("secu", "the secu-\nrity of all"),
        ("safe in winter … The ferry is", "The ferry is, as everybody knows by now, safe in winter."),
        (
            "The ferry is slow … the bridge is quick",
            "The ferry is slow. " + "Nothing else was said for a long time. " * 40 + "the bridge is quick",
        ),
        (
            "In 1997 the exports rose by three percent",
            "In 1998 the exports rose by three percent. In 1999 the exports rose by three percent.",
        ),
        ("In 1997 the exports of the valley rose by three percent", "In 1998 the imports of the city fell by three percent."),
        (
            "Chapter 8 looks at the salt merchants (Marlow)",
            "Chapter 9 looks at the bridge company (Verhaal). Chapter 10 looks at the guild (Antal).",
        ),
        ("Treaty of peace and of cooperation", "the Treaty of Mutual Cooperation and Security between"),
        ("ferry of glass", "ferry of grass"),
    ],
)
def test_what_merely_resembles_is_absent(quote, text):
    assert grade(quote, text) == "absent"


def test_context_is_read_as_tolerantly_as_the_quote():
    text = "In the north it was closed by law. In the sou-\nth it was closed by law."
    places = [text.index("it was"), text.rindex("it was")]

    assert [c.start for c in place("it was closed by law", text).candidates] == places
    assert [c.start for c in place("it was closed by law", text, prefix="In the south ").candidates] == places[1:]
    assert [c.start for c in place("it was closed by law", text, prefix="ln the north", suffix=". In the").candidates] == places[:1]
    assert [c.start for c in place("it was closed by law", text, prefix="In the harbour of the west").candidates] == places


def test_a_repeated_sentence_is_ambiguous_though_only_one_is_verbatim():
    text = "The ferry of old is gone. Then again: the ferry\nof old is gone."

    answer = place("The ferry of old is gone", text)

    assert (answer.grade, [c.grade for c in answer.candidates]) == ("ambiguous", ["exact", "normalised"])


def test_signs_at_the_ends_belong_to_the_place_where_the_text_has_them():
    text = 'He wrote: "The ferry was closed." Then (so it seems) the bridge opened.'

    def held(quote: str) -> list[str]:
        return [text[c.start : c.end] for c in place(quote, text).candidates]

    assert held("“The ferry was closed.”") == ['"The ferry was closed."']
    assert held("The ferry was closed") == ["The ferry was closed"]
    assert held("'The ferry was\nclosed,'") == ['"The ferry was closed']
    assert held("... Then (so it\nseems) ...") == ["Then (so it seems)"]
    assert held("(so it\nseems) the bridge opened!") == ["(so it seems) the bridge opened"]


def test_two_pieces_with_much_between_them_that_nothing_marks_are_no_quotation():
    text = (
        "The harbour board meets on Mondays. The lower gate is opened by the master alone, who keeps the keys of the tower, writes "
        "each tide into a book that the board reads once a year, and answers for every boat that passes in the dark of the winter "
        "months. The upper gate stays shut."
    )

    found = place("The lower gate is opened by the master alone, and for every boat that passes", text)

    assert (found.grade, found.candidates) == ("absent", ())


def test_a_short_clause_that_nothing_marks_as_left_out_is_shown_as_a_difference():
    text = "The lower gate is opened by the master alone, or by his son, on every morning of the year at the turn of the tide."

    found = place("The lower gate is opened by the master alone, on every morning of the year at the turn of the tide.", text)

    assert found.grade == "approximate"
    (difference,) = [change for change in found.candidates[0].diff if change.kind != "equal"]
    assert "or by his son" in difference.held
    assert "or by his son" not in difference.quoted
