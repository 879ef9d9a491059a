from __future__ import annotations

import json
import re

import pytest

from sources.formats.bibtex.reading_names import read_names, split_name, split_names
from sources.formats.record import Name
from tests.sources.formats.bibtex.test_collections import COLLECTION, needs_collection


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Nodomi, Mitsuru", Name(family="Nodomi", given="Mitsuru")),
        ("Mitsuru Nodomi", Name(family="Nodomi", given="Mitsuru")),
        ("Plato", Name(family="Plato")),
        ("Ludwig van Beethoven", Name(family="Beethoven", given="Ludwig", particle="van")),
        ("van der Berg, Jr., Anna", Name(family="Berg", given="Anna", particle="van der", suffix="Jr.")),
        ("Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin", Name("Vallée Poussin", "Charles Louis Xavier Joseph", "de la")),
        ("{de Gaulle}, Charles", Name(family="de Gaulle", given="Charles")),
        ("{\\'E}ric {\\aa}kesson Berg", Name(family="Berg", given="Éric", particle="åkesson")),
        ("{\\OE}uvre Smith", Name(family="Smith", given="Œuvre")),
        ("bell hooks", Name(family="hooks", particle="bell")),
        ("hooks, bell", Name(family="hooks", given="bell")),
        ("野富, 満", Name(family="野富", given="満")),
        ("Smith, J.~R.", Name(family="Smith", given="J. R.")),
        ("{U.S. Army and Navy, Inc.}", Name(literal="U.S. Army and Navy, Inc.")),
        ("{{NASA}}", Name(literal="NASA")),
        ("{Barnes and Noble}, {A, B}", Name(family="Barnes and Noble", given="A, B")),
        ("family=Gaulle, given=Charles, prefix=de, useprefix=true", Name(family="Gaulle", given="Charles", particle="de")),
        ('given={Hans}, given-i=H, family="van Berg", suffix={Jr.}', Name(family="van Berg", given="Hans", suffix="Jr.")),
        ("E=mc, A", Name(family="E=mc", given="A")),
    ],
)
def test_a_name_is_taken_apart(written, name):
    assert read_names(written) == ((name,), False, True, ())


@pytest.mark.parametrize(
    ("field", "families", "has_others"),
    [
        ("A and B and C", ["A", "B", "C"], False),
        ("A AND B\n  and\tC", ["A", "B", "C"], False),
        ("A and others", ["A"], True),
        ("A and and B and ", ["A", "B"], False),
        ("{A and B} and Anderson, X", ["A and B", "Anderson"], False),
        ("others", ["others"], False),
        ("", [], False),
        (" and ", [], False),
    ],
)
def test_a_list_is_split_at_each_and_outside_braces(field, families, has_others):
    read = read_names(field)
    assert ([name.family or name.literal for name in read.names], read.has_others) == (families, has_others)


def test_too_many_commas_are_a_fault_and_nothing_is_lost():
    read = read_names("Smith, Jr., John, Bob, Ann")
    assert read.names == (Name(family="Smith", given="John Bob Ann", suffix="Jr."),)
    assert read.faults == (
        "'Smith, Jr., John, Bob, Ann' has too many commas for one name. Write names as Last, First and join them with and.",
    )


def test_a_name_whose_latex_says_more_is_known_to_be_inexact():
    assert read_names(r"\textit{Smith}, John").is_exact is False


def _shown(part):
    return re.sub(r"[\s~]+", " ", part).strip()


@needs_collection
def test_names_are_split_as_bibtex_splits_them():
    fields = [json.loads(line) for line in (COLLECTION / "names.jsonl").read_text(encoding="utf-8").splitlines()]
    expected = [[(name["first"], name["von"], name["last"], name["jr"]) for name in one["names"]] for one in fields]
    read = [[split_name(name) for name in split_names(one["field"])] for one in fields]
    different = [
        one["field"]
        for one, wanted, found in zip(fields, expected, read, strict=True)
        if [[_shown(part) for part in name] for name in wanted] != [[_shown(part) for part in name] for name in found]
    ]
    # bibtex takes the "jen" of a given name with a hyphen for a particle.
    assert (len(fields), different) == (2000, ["Lily Chia-jen Kecskes"])
