from __future__ import annotations

import json
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, files

import jsonschema
import pytest

from sources.formats.csl.writing import to_csl_json, write_csl_json
from sources.formats.record import CSL_TYPES, Name, Record
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
            "foreman": (Name(literal="X"),),
        },
        dates={"issued": "2005-03", "original-date": "199X", "printed": "1990", "accessed": ""},
        fields={"title": "T", "part-number": "3", "license": "CC0", "house-style": "x", "volume": ""},
        extra={"x": "y"},
    )
    assert to_csl_json(work) == {
        "id": "a",
        "type": "chapter",
        "author": [{"family": "Gogh", "given": "V.", "non-dropping-particle": "van"}, {"literal": "Army"}],
        "editor": [{"family": "Beethoven", "given": "L.", "dropping-particle": "van", "suffix": "Jr."}],
        "issued": {"date-parts": [[2005, 3]]},
        "original-date": {"date-parts": [[1990], [1999]]},
        "title": "T",
        "part": "3",
        "custom": {
            "dates": {"printed": "1990"},
            "edtf": {"original-date": "199X"},
            "extra": {"x": "y"},
            "fields": {"house-style": "x", "license": "CC0"},
            "names": {"foreman": [{"literal": "X"}]},
        },
    }


def test_a_work_that_csl_can_say_has_nothing_custom():
    assert "custom" not in to_csl_json(NODOMI)


def test_a_file_has_one_item_a_line_sorted_by_key():
    works = [replace(NODOMI, key="b", names={}, fields={"title": "日本"}), Record("a", "map")]
    assert "".join(write_csl_json(works)) == (
        '[\n{"id": "a", "type": "map"},\n{"id": "b", "issued": {"date-parts": [[2005, 3, 18]]}, "title": "日本", "type": "report"}\n]\n'
    )


def test_no_works_make_an_empty_list():
    assert "".join(write_csl_json([])) == "[]\n"


def test_the_order_given_makes_no_difference():
    backwards = [replace(work, fields=dict(reversed(work.fields.items()))) for work in reversed(EVERY_KIND_OF_WORK)]
    assert list(write_csl_json(backwards)) == list(write_csl_json(EVERY_KIND_OF_WORK))


def test_hostile_text_stays_as_it_is():
    works = [replace(NODOMI, key=f"h{number:02d}", fields={"title": title}) for number, title in enumerate(HOSTILE_TITLES)]
    assert [item["title"] for item in json.loads("".join(write_csl_json(works)))] == HOSTILE_TITLES


@pytest.mark.judge
def test_every_kind_of_work_is_valid_by_the_official_schema(official_schema):
    items = json.loads("".join(write_csl_json(EVERY_KIND_OF_WORK)))
    assert {item["type"] for item in items} == set(CSL_TYPES)
    assert [error.message for error in official_schema.iter_errors(items)] == []
