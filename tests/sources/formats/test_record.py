from __future__ import annotations

from sources.formats.record import CSL_DATES, CSL_FIELDS, CSL_ROLES, CSL_TYPES, LOCATOR_LABELS, Name, Record


def test_the_words_of_csl_are_complete_and_each_given_once():
    assert len(CSL_TYPES) == len(set(CSL_TYPES)) == 45
    assert len(CSL_ROLES) == len(set(CSL_ROLES)) == 26
    assert len(CSL_DATES) == len(set(CSL_DATES)) == 6
    assert len(CSL_FIELDS) == len(set(CSL_FIELDS))
    assert len(LOCATOR_LABELS) == 29
    assert {"page", "section", "paragraph", "note", "chapter"} < LOCATOR_LABELS.keys()


def test_a_name_with_nothing_to_call_anybody_by_is_false():
    assert not Name()
    assert not Name(suffix="Jr.", particle="van")
    assert Name(literal="Army")
    assert Name(given="Plato")


def test_a_role_without_a_usable_name_counts_as_empty():
    record = Record("a", "book", names={"author": (Name(),), "editor": (Name(), Name(family="X"))})
    assert not record.has_names("author")
    assert record.has_names("editor")
    assert not record.has_names("translator")
    assert record.text("title") == ""
