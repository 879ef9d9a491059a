"""Entries of exports are kept, and never outlive what they are made of."""

from __future__ import annotations

import re
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.db import connection

from config.database import roles
from history.locks import Lock
from sources.formats.bibtex.writing import write_bibliography
from sources.formats.csl.writing import write_csl_json
from sources.formats.ris.writing import write_ris
from sources.models import Author, Contribution, Document, Identifier, TitleVariant, WrittenEntry
from sources.services import written_entries
from sources.services.describe_document import describe_document
from sources.services.export_sources import export_sources
from sources.services.rename_document import rename_document
from tests.conftest import OWNER
from tests.factories.sources import AuthorFactory, ContributionFactory, DocumentFactory, IdentifierFactory, TitleVariantFactory

PLAIN = {
    "bibtex": lambda records: write_bibliography(records, dialect="bibtex", ascii_only=True, presorted=True),
    "biblatex": lambda records: write_bibliography(records, dialect="biblatex", presorted=True),
    "ris": lambda records: write_ris(records, presorted=True),
    "csl-json": lambda records: write_csl_json(records, presorted=True),
}
every_format = pytest.mark.parametrize("form", PLAIN)


def plainly(form: str) -> str:
    """The export as it is without anything kept."""
    return "".join(PLAIN[form](map(describe_document, Document.objects.with_record().order_by("citation_key"))))


def exported(form: str) -> str:
    return "".join(export_sources(Document.objects.all(), format=form))


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def part(db):
    """A chapter with all that an entry is made of, in a handbook, reprinted from an article."""
    whole = DocumentFactory(citation_key="whole", type="book", title="The Handbook", publisher="Gate Press", issued="2001")
    ContributionFactory(document=whole, role="editor", author=AuthorFactory(family="Editor"))
    IdentifierFactory(document=whole, scheme="isbn", value="978-0-262-03384-8")
    original = DocumentFactory(citation_key="original", title="First", publisher="Old Press", issued="1990")
    part = DocumentFactory(citation_key="part", type="chapter", title="The Part", part_of=whole, original=original)
    ContributionFactory(document=part, role="author", author=AuthorFactory(family="Author"))
    IdentifierFactory(document=part, scheme="doi", value="10.5555/part")
    TitleVariantFactory(document=part, form="translation", language="de", title="Der Teil")
    return part


CHANGES = {
    "a title": lambda: Document.objects.filter(citation_key="part").update(title="Another Part"),
    "extra": lambda: Document.objects.filter(citation_key="part").update(extra={"x": "y"}),
    "an author's name": lambda: Author.objects.filter(family="Author").update(family="Renamed"),
    "an author's name, in SQL": lambda: run("UPDATE sources_author SET given = 'Other' WHERE family = 'Author'"),
    "a name as credited": lambda: Contribution.objects.filter(role="author").update(literal="The Bureau"),
    "a role": lambda: Contribution.objects.filter(role="author").update(role="translator"),
    "one author more": lambda: ContributionFactory(document=Document.objects.get(citation_key="part"), role="author", position=2),
    "one author less": lambda: Contribution.objects.filter(role="author").delete(),
    "another author in the same place": lambda: Contribution.objects.filter(role="author").update(author=AuthorFactory(family="New")),
    "an identifier": lambda: Identifier.objects.filter(scheme="doi").update(value="10.5555/other"),
    "no identifier": lambda: Identifier.objects.filter(scheme="doi").delete(),
    "one identifier more": lambda: IdentifierFactory(
        document=Document.objects.get(citation_key="part"), scheme="url", value="https://example.org/"
    ),
    "a title in another language": lambda: TitleVariant.objects.update(title="Ein Teil"),
    "no title in another language": lambda: TitleVariant.objects.all().delete(),
    "the whole": lambda: Document.objects.filter(citation_key="whole").update(publisher="Other Press"),
    "the whole's editor": lambda: Author.objects.filter(family="Editor").update(given="Renamed"),
    "the whole's editors": lambda: Contribution.objects.filter(role="editor").delete(),
    "the whole's ISBN": lambda: Identifier.objects.filter(scheme="isbn").delete(),
    "the whole hidden": lambda: Document.objects.filter(citation_key="whole").update(is_hidden=True),
    "the original": lambda: Document.objects.filter(citation_key="original").update(issued="1991"),
    "no whole": lambda: Document.objects.filter(citation_key="part").update(part_of=None),
    "no original": lambda: Document.objects.filter(citation_key="part").update(original=None),
    "whole and original exchanged": lambda: Document.objects.filter(citation_key="part").update(
        part_of=Document.objects.get(citation_key="original"), original=Document.objects.get(citation_key="whole")
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_the_next_export_says_so(part, change):
    before = {form: exported(form) for form in PLAIN}

    CHANGES[change]()

    for form in PLAIN:
        assert exported(form) == plainly(form)
        # Kept now, and read from there.
        assert exported(form) == plainly(form) != before[form]


def test_a_renamed_document_goes_by_its_new_key_at_once(part, editor):
    exported("biblatex")

    rename_document(part, "chapter", by=editor, reason="clearer")
    rename_document(Document.objects.get(citation_key="whole"), "handbook", by=editor, reason="clearer")

    assert exported("biblatex") == plainly("biblatex")


def test_a_change_that_is_taken_back_and_made_otherwise_is_not_mistaken_for_the_first(part):
    for title in ("One", "Two", "One", "Three"):
        Document.objects.filter(citation_key="part").update(title=title)

        assert f"title = {{{title}}}" in exported("biblatex")


@every_format
def test_what_is_kept_is_what_is_written(fixtures, form):
    first, again = exported(form), exported(form)

    assert first == again == plainly(form)
    assert WrittenEntry.objects.filter(format=form).count() == Document.objects.count() > 10


def test_what_is_kept_is_not_written_again(part):
    exported("ris")
    WrittenEntry.objects.filter(document=part).update(text="as kept")

    assert "as kept" in exported("ris")


def test_what_another_program_wrote_is_written_again(part, monkeypatch):
    exported("ris")
    WrittenEntry.objects.update(text="as kept")
    monkeypatch.setattr(written_entries, "program_digest", lambda: "0" * 64)

    assert exported("ris") == plainly("ris")
    assert set(WrittenEntry.objects.values_list("program", flat=True)) == {"0" * 64}


def test_what_changes_while_it_is_written_is_written_again(part):
    def write(record):
        Document.objects.filter(pk=part.pk).update(title="Changed meanwhile")
        return record.text("title")

    documents = Document.objects.filter(pk=part.pk)

    assert list(written_entries.written_entries(documents, format="ris", write=write)) == ["The Part"]
    assert list(written_entries.written_entries(documents, format="ris", write=write)) == ["Changed meanwhile"]


def test_while_another_export_keeps_its_entries_none_waits_for_it(part):
    with roles.connected({**OWNER, "NAME": connection.settings_dict["NAME"]}) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [Lock.WRITING_ENTRIES])

        assert exported("ris") == plainly("ris")

    assert not WrittenEntry.objects.exists()


def test_an_entry_goes_with_its_document_on_every_path(part):
    exported("ris")
    alone = DocumentFactory()
    exported("biblatex")

    run(f"DELETE FROM sources_document WHERE id = {alone.pk}")
    part.delete()

    assert set(WrittenEntry.objects.values_list("document__citation_key", "format")) == {
        (key, form) for key in ("whole", "original") for form in ("ris", "biblatex")
    }


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 5])
def test_queries_do_not_grow_with_documents(django_assert_num_queries, many):
    whole = DocumentFactory(citation_key="whole", type="book")
    for _ in range(many):
        ContributionFactory(document=DocumentFactory(part_of=whole, type="chapter"))

    # Which documents; what their entries are made of. Then twice four for their records and those they belong to; and the keeping.
    with django_assert_num_queries(2 + 8 + 1):
        exported("biblatex")
    with django_assert_num_queries(2):
        exported("biblatex")


def test_every_library_that_formats_use_is_part_of_the_program():
    room = Path(written_entries.__file__).parents[1]
    files = [*(room / "formats").rglob("*.py"), room / "identifiers.py", room / "services" / "read_records.py"]
    imported = {name for path in files for name in re.findall(r"^(?:from|import) (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)}
    distributions = {one for name in imported for one in packages_distributions().get(name, [])}

    assert distributions - {"Django"} <= set(written_entries.LIBRARIES)


@pytest.mark.parametrize("statement", ["_VERSIONS", "_KEEP"])
def test_no_table_is_read_whole_for_a_chunk_though_the_planner_knows_nothing_of_them(part, statement):
    run("""INSERT INTO sources_document SELECT (jsonb_populate_record(made, jsonb_build_object('id', nextval('sources_document_id_seq'),
                  'public_id', 'grown-' || n, 'citation_key', 'grown' || n, 'part_of_id', NULL, 'original_id', NULL))).*
             FROM sources_document AS made, generate_series(1, 3000) AS n WHERE citation_key = 'whole'""")
    exported("ris")
    keys = list(Document.objects.values_list("pk", flat=True)[:1000])
    given = {"keys": keys, "format": "ris", "program": "", "versions": [""] * len(keys), "texts": [""] * len(keys)}

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {getattr(written_entries, statement)}", given)
        plan = "\n".join(line for (line,) in cursor.fetchall())

    whole = re.findall(r"Seq Scan on sources_(?:document|writtenentry)|Hash|Materialize|Merge", plan)
    assert (whole, WrittenEntry.objects.count()) == ([], 3003), plan
