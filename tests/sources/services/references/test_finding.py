from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from history.models import Change
from sources.models import Reference
from sources.services.references.finding import find_references
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, IdentifierFactory, MarkFactory, TextFactory

pytestmark = pytest.mark.django_db

BODY = """Water rose.

NOTES

1 Ada Quill, The Tide Tables of Norrhaven (London: Gull Press, 1998), 41.
2 Ibid., 44.
3 See Ben Oar, “Harbours without Water,” Journal of Dry Ports 12, no. 3 (Spring 2004): 33; and Dora Keel, Dues and Tolls (Oxford: Lantern, 1987).
4 The gate was later rebuilt.
"""


def book(family: str, given: str, title: str, issued: str, **fields):
    document = DocumentFactory(title=title, issued=issued, **{"type": "book", **fields})
    ContributionFactory(document=document, author=AuthorFactory(family=family, given=given))
    return document


def rows(text):
    found = Reference.objects.filter(text=text).order_by("start")
    return [(row.marker, row.kind, row.status, row.cited, row.method, row.locator_label, row.locator_value) for row in found]


def test_each_citation_of_a_text_becomes_a_row_led_to_its_document():
    quill = book("Quill", "Ada", "The Tide Tables of Norrhaven", "1998")
    text = TextFactory(content=BODY)

    found = find_references(text)

    assert (len(found.created), found.unchanged) == (5, 0)
    assert rows(text) == [
        ("1", "cites", "resolved", quill, "bibliographic", "page", "41"),
        ("2", "cites", "resolved", quill, "repeats", "page", "44"),
        ("3", "cites", "unmatched", None, "", "page", "33"),
        ("3", "cites", "unmatched", None, "", "", ""),
        ("4", "remark", "unmatched", None, "", "", ""),
    ]


def test_a_row_says_what_was_read_how_sure_it_is_and_which_machine_read_it():
    text = TextFactory(content="Notes\n1 Ada Quill, *Tides* (London: Gull Press, 1998), 41.\n")

    (row,) = find_references(text).created

    row.refresh_from_db()
    assert (row.origin, row.tool, row.raw) == ("machine", "citation reader 1", "Ada Quill, *Tides* (London: Gull Press, 1998), 41.")
    assert row.parsed == {
        "names": [{"family": "Quill", "given": "Ada"}],
        "fields": {"publisher-place": "London", "publisher": "Gull Press", "issued": "1998", "title": "Tides"},
        "confidence": {"publisher-place": 0.9, "publisher": 0.9, "issued": 0.95, "names": 0.85, "title": 0.95, "locator": 0.8},
    }
    assert (row.score, row.reason) == (None, "No document here has its title, or its author and year.")


def test_a_second_look_changes_nothing():
    text = TextFactory(content=BODY)
    find_references(text)
    before = Change.objects.count()

    found = find_references(text)

    assert (found.created, found.unchanged, Change.objects.count()) == ([], 5, before)


def test_what_an_editor_corrected_stays():
    text = TextFactory(content=BODY)
    first = find_references(text).created[0]
    start = text.content.index("The Tide Tables")
    Reference.objects.filter(pk=first.pk).update(start=start, raw=text.content[start : first.end], marker="1a")

    assert find_references(text).created == []
    assert list(Reference.objects.filter(pk=first.pk).values_list("start", "marker")) == [(start, "1a")]


def test_a_trial_stores_nothing():
    assert len(find_references(TextFactory(content=BODY), dry_run=True).created) == 5
    assert Reference.objects.count() == 0


def test_a_text_whose_words_are_not_held_is_refused():
    with pytest.raises(ValidationError, match="The words of this text are not held"):
        find_references(TextFactory(content=None, words=BODY))


def test_an_identifier_tells_the_document_whatever_the_names_say():
    meant = DocumentFactory(title="Harbours without water: A survey")
    IdentifierFactory(document=meant, scheme="doi", value="10.5555/jdp.33")
    text = TextFactory(
        content="References\n\nOar, B. (2004). Harbours without water. Dry Ports, 12(3), 33–47. https://doi.org/10.5555/JDP.33\n"
    )

    (row,) = find_references(text).created

    assert (row.status, row.cited_id, row.method, row.score) == ("resolved", meant.pk, "identifier", 1.0)


def test_an_identifier_with_another_title_is_not_believed():
    other = DocumentFactory(title="A wholly different thing")
    IdentifierFactory(document=other, scheme="doi", value="10.5555/jdp.33")
    text = TextFactory(
        content="References\n\nOar, B. (2004). Harbours without water. Dry Ports, 12(3), 33–47. https://doi.org/10.5555/jdp.33\n"
    )

    (row,) = find_references(text).created

    assert (row.status, row.cited_id, [one["document"] for one in row.candidates]) == ("ambiguous", None, [other.pk])


def test_several_that_fit_are_all_shown_and_none_is_chosen():
    first = book("Quill", "Ada", "The Tide Tables of Norrhaven", "1998")
    second = book("Quill", "A.", "The tide tables of Norrhaven", "1998")
    text = TextFactory(content=BODY)

    row = find_references(text).created[0]

    assert (row.status, row.cited_id, row.method) == ("ambiguous", None, "")
    assert {one["document"] for one in row.candidates} == {first.pk, second.pk}
    assert row.reason == "2 documents may be meant."


@pytest.mark.parametrize(
    ("title", "issued", "family"),
    [
        ("The Tide Tables of Norrhaven", "1989", "Quill"),
        ("The Tide Tables of Sudhaven", "1998", "Quill"),
        ("The Tide Tables of Norrhaven", "1998", "Crow"),
    ],
)
def test_another_year_title_or_author_is_another_work(title, issued, family):
    book(family, "Ada", title, issued)
    text = TextFactory(content=BODY)

    assert find_references(text).created[0].status == "unmatched"


def test_a_title_in_another_form_is_the_title_too():
    document = book("Sato", "Hanako", "潮流の政治", "1997")
    document.titles.create(form="romanisation", language="ja-Latn", title="Choryu no Seiji")
    text = TextFactory(content='Notes\n1 Hanako Sato, "Choryu no Seiji (The Politics of Tides)," Gaiko Nikki, vol.10, (December 1997).\n')

    assert find_references(text).created[0].cited == document


def test_a_document_does_not_cite_itself():
    document = book("Quill", "Ada", "The Tide Tables of Norrhaven", "1998")

    assert find_references(TextFactory(document=document, content=BODY)).created[0].status == "unmatched"


def test_notes_that_only_marks_show_are_found():
    content = "Water rose. Ada Quill, *Tides* (London: Gull Press, 1998). It fell."
    text = TextFactory(content=content)
    MarkFactory(text=text, label="note", value="7", start=12, end=58)

    (row,) = find_references(text).created

    assert (row.marker, row.parsed["fields"]["title"]) == ("7", "Tides")


def test_queries_do_not_grow_with_the_notes(django_assert_num_queries):
    def notes(count):
        return "Notes\n\n" + "\n".join(f"{n} Ada Quill, *Tides of {n}* (London: Gull, 1998), 4." for n in range(1, count + 1))

    book("Quill", "Ada", "Tides of 1", "1998")
    few, many = TextFactory(content=notes(3)), TextFactory(content=notes(60))
    # A savepoint and its release, the text's lock, its marks, what was deleted (2), what stands there, the candidates, their records
    # (5 parts), the keys, the rows.
    for text in (few, many):
        with django_assert_num_queries(15):
            find_references(text)
