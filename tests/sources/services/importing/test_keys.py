from __future__ import annotations

import pytest

from sources.models import Document
from sources.services.rename_document import rename_document
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, NameVariantFactory
from tests.sources.services.importing.bringing import imported, results

OTHER = "author = {Doe, Jane}, title = {On Water}, year = 1999"


@pytest.mark.django_db
def test_a_key_that_is_fit_and_free_is_kept_as_it_is_written():
    assert results(f"@book{{Doe:1999/Water, {OTHER}}}") == [("Doe:1999/Water", "created", "Doe:1999/Water")]


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("ключ", "Its key 'ключ' is not made of ASCII letters, digits and _ : . + / -, or is too long."),
        ("a" * 201, f"Its key {'a' * 100!r} is not made of ASCII letters, digits and _ : . + / -, or is too long."),
        ("TAKEN", "Its key TAKEN is not free."),
    ],
)
@pytest.mark.django_db
def test_a_key_that_is_not_is_made_anew_and_said_and_the_same_again(key, why):
    DocumentFactory(citation_key="taken", title="Something Else")
    entry = f"@book{{{key}, {OTHER}}}"

    _, (outcome,) = imported(entry)
    _, (again,) = imported(entry)

    assert (outcome.result, outcome.document) == ("created", "doe1999water")
    assert [str(warning) for warning in outcome.warnings] == [f"line 1: {why} It is taken as doe1999water."]
    assert (again.result, again.document, again.differences) == ("unchanged", "doe1999water", ())


@pytest.mark.django_db
def test_the_key_a_document_had_before_is_not_given_to_another(editor):
    document = DocumentFactory(citation_key="old", title="Something Else")
    rename_document(document, "new", by=editor, reason="misspelt")

    assert results(f"@book{{old, {OTHER}}}") == [("old", "created", "doe1999water")]


@pytest.mark.django_db
def test_a_key_that_stands_twice_for_two_works_names_both_lines():
    text = "@book{k, author = {Smith, A.}, title = {The Gate}, year = 2001}\n\n@book{K, " + OTHER + "}\n"

    _, (first, second) = imported(text)
    again = results(text)

    assert (first.document, second.document, second.result) == ("k", "doe1999water", "created")
    assert [str(warning) for warning in second.warnings][-1:] == [
        "line 3: Its key K, here on line 3, stands on line 1 for another work. It is taken as doe1999water."
    ]
    assert again == [("k", "unchanged", "k"), ("K", "unchanged", "doe1999water")]


@pytest.mark.django_db
def test_a_work_that_stands_twice_in_the_file_becomes_one_document():
    text = f"@book{{k, {OTHER}}}\n@book{{l, {OTHER}}}\n@book{{k, {OTHER}}}"

    assert results(text) == [("k", "created", "k"), ("l", "unchanged", "k"), ("k", "unchanged", "k")]


@pytest.mark.django_db
def test_many_works_of_one_stem_get_keys_of_their_own():
    text = "".join(f"@book{{ключ{n}, author = {{Doe, Jane}}, title = {{Water {n}}}, year = 1999}}\n" for n in range(30))

    _, outcomes = imported(text)

    assert [one.document for one in outcomes[:4]] == ["doe1999water", "doe1999watera", "doe1999waterb", "doe1999waterc"]
    assert [one.document for one in outcomes[26:]] == ["doe1999waterz", "doe1999wateraa", "doe1999waterab", "doe1999waterac"]


@pytest.mark.django_db
def test_an_author_known_in_latin_letters_gives_the_key_in_them():
    nodomi = AuthorFactory(family="野富", given="満")
    NameVariantFactory(author=nodomi, form="romanisation", family="Nodomi", given="Mitsuru")
    ContributionFactory(author=nodomi)

    assert results("@book{鍵, author = {野富, 満}, title = {Gate}, year = 2005}") == [("鍵", "created", "nodomi2005gate")]


@pytest.mark.django_db
def test_entries_that_say_next_to_nothing_are_not_doubled_by_a_second_import():
    text = "@misc{a, title = {Untitled}}\n@misc{b, note = {a letter}}\n@misc{c, author = {Doe, Jane}}\n@misc{, title = {Keyless}}\n"

    first = results(text)
    second = results(text)

    assert [result for _, result, _ in first] == ["created"] * 4
    assert [result for _, result, _ in second] == ["unchanged"] * 4
    assert Document.objects.count() == 4
