from __future__ import annotations

import json
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, files

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from sources.formats.csl.writing import to_csl_json, to_item, write_csl_json
from sources.formats.record import CSL_TYPES, Name, Record, Title
from tests.sources.formats.random_records import RECORDS
from tests.sources.formats.works import EVERY_KIND_OF_WORK, HOSTILE_TITLES, NODOMI


@pytest.fixture(scope="module")
def official_schema():
    try:
        found = [path for path in files("commonmeta-py") or [] if path.name == "csl-data.json"]
    except PackageNotFoundError:
        pytest.skip("the official schema csl-data.json is not here: install the package commonmeta-py, which carries it")
    schema = json.loads(found[0].locate().read_text(encoding="utf-8"))
    return jsonschema.Draft7Validator(schema)


def test_an_item_is_written_whole():
    work = Record(
        key="a",
        type="chapter",
        names={
            "author": (Name(family="Gogh", given="V.", particle="van"), Name(literal="Army"), Name()),
            "editor": (Name(family="Beethoven", given="L.", dropping_particle="van", suffix="Jr."),),
            "translator": (),
        },
        dates={"issued": "2005-03", "original-date": "199X", "accessed": ""},
        fields={"title": "T\u200b", "part-number": "3", "license": "CC0", "volume": ""},
        identifiers={"arxiv": ("2301.01234",)},
        titles=(Title("reading", "ja-Latn", "R"),),
        part_of="b",
        original="c",
        extra={"x": "y"},
    )
    assert to_csl_json(work) == {
        "id": "a",
        "type": "chapter",
        "author": [{"family": "Gogh", "given": "V.", "non-dropping-particle": "van"}, {"literal": "Army"}],
        "editor": [{"family": "Beethoven", "given": "L.", "dropping-particle": "van", "suffix": "Jr."}],
        "issued": {"date-parts": [[2005, 3]]},
        "original-date": {"date-parts": [[1990], [1999]]},
        "title": "T\u200b",
        "part": "3",
        "custom": {
            "pincite-extra": {
                "dates": {"original-date": "199X"},
                "extra": {"x": "y"},
                "fields": {"license": "CC0", "title": "T\u200b"},
                "identifiers": {"arxiv": ["2301.01234"]},
                "original": "c",
                "part_of": "b",
                "titles": [{"form": "reading", "language": "ja-Latn", "text": "R"}],
            }
        },
    }


def test_a_work_that_csl_can_say_has_nothing_custom():
    assert "custom" not in to_csl_json(NODOMI)


def test_a_title_that_was_read_with_markup_has_it_again():
    rich = {"title (rich text)": "<i>Homo</i>", "container-title (rich text)": "<i>old</i>"}
    work = replace(NODOMI, fields={"title": "Homo", "container-title": "New"}, extra=rich)
    item = to_csl_json(work)
    assert (item["title"], item["container-title"]) == ("<i>Homo</i>", "New")
    assert to_item(work)["title"] == "Homo"


def test_a_file_has_one_item_a_line_sorted_by_key():
    works = [replace(NODOMI, key="b", names={}, fields={"title": "日本"}), Record("a", "map")]
    assert "".join(write_csl_json(works)) == (
        '[\n{"id": "a", "type": "map"},\n{"id": "b", "issued": {"date-parts": [[2005, 3, 18]]}, "title": "日本", "type": "report"}\n]\n'
    )


def test_no_works_make_an_empty_list():
    assert "".join(write_csl_json([])) == "[]\n"


def test_the_order_given_makes_no_difference():
    backwards = [replace(work, fields=dict(reversed(list(work.fields.items())))) for work in reversed(EVERY_KIND_OF_WORK)]
    assert list(write_csl_json(backwards)) == list(write_csl_json(EVERY_KIND_OF_WORK))


def test_hostile_text_stays_as_it_is():
    works = [replace(NODOMI, key=f"h{number:02d}", fields={"title": title}) for number, title in enumerate(HOSTILE_TITLES)]
    assert [item["title"] for item in json.loads("".join(write_csl_json(works)))] == HOSTILE_TITLES


@pytest.mark.judge
def test_every_kind_of_work_is_valid_by_the_official_schema(official_schema):
    items = json.loads("".join(write_csl_json(EVERY_KIND_OF_WORK)))
    assert {item["type"] for item in items} == set(CSL_TYPES)
    assert [error.message for error in official_schema.iter_errors(items)] == []


@pytest.mark.judge
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(RECORDS)
def test_whatever_the_database_holds_is_valid_by_the_official_schema(official_schema, work):
    items = json.loads("".join(write_csl_json([work])))
    assert [error.message for error in official_schema.iter_errors(items)] == []
