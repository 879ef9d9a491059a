from __future__ import annotations

import pytest

from sources.formats.bibtex.names import is_read_back, write_names
from sources.formats.record import Name


def _are_exact(names, *, extended):
    return is_read_back(names, write_names(names, extended=extended))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (Name(family="Nodomi", given="Mitsuru"), "Nodomi, Mitsuru"),
        (Name(family="野富", given="満"), "野富, 満"),
        (Name(family="Gogh", given="Vincent", particle="van"), "van Gogh, Vincent"),
        (Name(family="King", given="Martin Luther", suffix="Jr."), "King, Jr., Martin Luther"),
        (Name(family="García Márquez", given="Gabriel"), "García Márquez, Gabriel"),
        (Name(family="de Gaulle", given="Charles"), "{de Gaulle}, Charles"),
        (Name(family="hooks", given="bell"), "hooks, bell"),
        (Name(family="Barnes and Noble", given="A, B"), "{Barnes and Noble}, {A, B}"),
        (Name(family="A=B", given="C"), "A{=}B, C"),
        (Name(literal="U.S. Army War College"), "{U.S. Army War College}"),
        (Name(literal="Research and Development"), "{Research and Development}"),
    ],
)
@pytest.mark.parametrize("extended", [True, False])
def test_a_name_keeps_its_parts_in_either_notation(name, written, extended):
    assert write_names([name], extended=extended) == written
    assert _are_exact([name], extended=extended)


@pytest.mark.parametrize(
    ("name", "biblatex", "bibtex"),
    [
        (
            Name(family="Gaulle", given="C.", particle="De"),
            "family={Gaulle}, given={C.}, prefix={De}",
            "{De Gaulle}, C.",
        ),
        (Name(family="King", suffix="Jr."), "family={King}, suffix={Jr.}", "{King, Jr.}"),
        (
            Name(family="Hooft", given="Gerard", particle="'t"),
            "family={Hooft}, given={Gerard}, prefix={'t}",
            "{'t Hooft}, Gerard",
        ),
    ],
)
def test_a_name_that_the_plain_notation_cannot_say_is_extended_in_biblatex_only(name, biblatex, bibtex):
    assert write_names([name], extended=True) == biblatex
    assert _are_exact([name], extended=True)
    assert write_names([name], extended=False) == bibtex
    assert not _are_exact([name], extended=False)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (Name(family="Beethoven", given="Ludwig", dropping_particle="van"), "van Beethoven, Ludwig"),
        (Name(given="Plato"), "{Plato}"),
        (Name(family="Jones, III, Esq", given="Bob"), "{Bob Jones, III, Esq}"),
        (Name(family="A=B", given="C", particle="De"), "{De A{=}B}, C"),
    ],
)
def test_a_name_that_loses_parts_is_known_to(name, written):
    assert write_names([name], extended=True) == written
    assert not _are_exact([name], extended=True)


def test_names_are_joined_in_order_and_empty_ones_passed_over():
    names = [Name(family="B", given="X"), Name(), Name(literal="A"), Name(suffix="Jr.")]
    assert write_names(names, extended=True) == "B, X and {A}"
    assert _are_exact(names, extended=True)
