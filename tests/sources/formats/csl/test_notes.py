"""Citations as they follow one another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sources.formats.csl.citations import CitationError, Cite, Locator, format_alone, format_notes, format_together
from sources.formats.record import Name, Record

SMITH = Record(
    key="smith",
    type="article-journal",
    names={"author": (Name(family="Smith", given="John"),)},
    dates={"issued": "2003"},
    fields={"title": "First Things", "container-title": "Things", "volume": "12"},
)
TOYODA = Record(
    key="toyoda",
    type="book",
    names={"author": (Name(family="豊田", given="祐基子"),)},
    dates={"issued": "2010"},
    fields={"title": "「共犯」の同盟史", "publisher": "岩波書店"},
)
NOTE_ON_PAGE = Locator("page", "12", (Locator("note", "7"),))
SEQUENCE = [
    Cite(SMITH, Locator("page", "4")),
    Cite(SMITH, Locator("page", "4")),
    Cite(SMITH, Locator("page", "4-5")),
    Cite(TOYODA, NOTE_ON_PAGE),
    Cite(SMITH, Locator("chapter", "1")),
    Cite(TOYODA, Locator("note", "10")),
    Cite(TOYODA),
    Cite(TOYODA),
]


def test_a_work_cited_again_is_shortened_and_ibid_right_after_itself():
    assert format_notes(SEQUENCE, "chicago-notes-bibliography-subsequent-ibid") == [
        "John Smith, “First Things,” Things 12 (2003): 4.",
        "Ibid.",
        "Ibid., 4–5.",
        "豊田祐基子, 「共犯」の同盟史 (岩波書店, 2010), 12, n. 7.",
        "Smith, “First Things,” chap. 1.",
        "豊田, 「共犯」の同盟史, n. 10.",
        # Ibid. would mean the note again.
        "豊田, 「共犯」の同盟史.",
        "Ibid.",
    ]


def test_a_style_without_ibid_shortens():
    assert format_notes(SEQUENCE[:2]) == ["John Smith, “First Things,” Things 12 (2003): 4.", "Smith, “First Things,” 4."]


def test_a_style_with_authors_and_dates_has_no_notes():
    assert format_notes(SEQUENCE[:4], "apa") == [
        "(Smith, 2003, p. 4)",
        "(Smith, 2003, p. 4)",
        "(Smith, 2003, pp. 4–5)",
        "(豊田, 2010, p. 12, n. 7)",
    ]


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en-US", "(豊田, 2010, p. 12, n. 7)"), ("de-DE", "(豊田, 2010, S. 12, Anm. 7)"), ("ja-JP", "(豊田, 2010年, p. 12, n. 7)")],
)
def test_a_note_on_a_page_is_said_in_the_language(locale, said):
    assert format_alone([Cite(TOYODA, NOTE_ON_PAGE)], locale=locale)[0].in_text == said


def test_places_within_a_place_that_no_style_knows_are_said_in_english():
    cites = [
        Cite(SMITH, Locator("page", "4", (Locator("table", "2"), Locator("note", "7-9")))),
        Cite(SMITH, Locator("table", "2", (Locator("line", "3"),))),
    ]
    assert [one.in_text for one in format_alone(cites)] == ["(Smith, 2003, p. 4, table 2, nn. 7–9)", "(Smith, 2003, table 2, l. 3)"]


def test_works_that_read_alike_are_told_apart_in_text_and_list():
    jane = replace(SMITH, key="jane", names={"author": (Name(family="Smith", given="Jane"),)})
    again = replace(SMITH, key="again", fields={**SMITH.fields, "title": "Second Things"})

    apa, chicago = (format_together([SMITH, jane, again], style) for style in ("apa", "chicago-author-date"))

    # APA adds initials only where they tell apart, and both are J. Smith; letters follow the list, where Jane is first.
    assert apa.in_text == {"smith": "(Smith, 2003b)", "jane": "(Smith, 2003a)", "again": "(Smith, 2003c)"}
    assert chicago.in_text == {"smith": "(John Smith 2003a)", "jane": "(Jane Smith 2003)", "again": "(John Smith 2003b)"}
    assert format_notes([Cite(SMITH), Cite(again, Locator("page", "4"))], "apa") == ["(Smith, 2003a)", "(Smith, 2003b, p. 4)"]


def test_initials_are_added_where_they_tell_apart():
    works = [SMITH, replace(SMITH, key="adam", names={"author": (Name(family="Smith", given="Adam"),)}, dates={"issued": "1999"})]
    assert format_together(works).in_text == {"smith": "(J. Smith, 2003)", "adam": "(A. Smith, 1999)"}


def test_two_works_of_one_key_are_refused():
    with pytest.raises(CitationError, match="Two works have the key smith. Give each a key of its own."):
        format_notes([Cite(SMITH), Cite(replace(SMITH, dates={}))])


def test_nothing_gives_nothing():
    assert format_notes([]) == []


def test_everybody_credited_is_said():
    told = replace(
        SMITH,
        type="song",
        names={**SMITH.names, "narrator": (Name(family="Teller", given="T"),), "contributor": (Name(family="Giver", given="G"),)},
    )
    (cited,) = format_alone([Cite(told)])
    assert "Teller" in cited.reference
