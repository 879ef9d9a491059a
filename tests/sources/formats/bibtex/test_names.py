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
        # Each given name begins with what biber can take for an initial: no half of a group, no half of a formula.
        (Name(family="Doe", given=r"\n ^x ~y"), r"Doe, \textbackslash{}n \textasciicircum{}x \textasciitilde{}y"),
        (Name(family="Doe", given="<a> |b `c"), r"Doe, {\textless}a{\textgreater} {\textbar}b {\textasciigrave c}"),
        (Name(family="Sa`di", given="Isma`il `Ali-`Ata"), r"Sa{\`{}{}}di, Isma{\`{}{}}il {\textasciigrave A}li-{\textasciigrave A}ta"),
        (Name(family="Doe", given="`` `1"), r"Doe, \textasciigrave\textasciigrave\relax{} \textasciigrave\relax{}1"),
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


@pytest.mark.parametrize(
    ("name", "biblatex", "bibtex", "is_exact"),
    [
        (Name(family="O{b", given="X"), r"{O{\textbraceleft}b}, X", r"O{\textbraceleft}b, X", True),
        (Name(family="AT&T", given="X"), r"AT\&T, X", r"AT{\&}T, X", True),
        (Name(family="de Léa", given="X"), "{de Léa}, X", r"{de L{\'e}a}, X", True),
        (Name(family="dé à", given="X"), "{dé à}, X", r"d{\'e}{ }{\`a}, X", True),
        (Name(literal="Défense, and 2--3"), "{Défense, and 2-{}-3}", r"D{\'e}fense{,}{ }and{ }2{-}{}{-}3", False),
        (Name(literal="École"), "{École}", r"{{\'E}cole}", True),
        (Name(literal="A<b>{c}"), r"{A$<$b$>$\{c\}}", r"A{\textless}b{\textgreater}{\textbraceleft}c{\textbraceright}", False),
    ],
)
def test_classic_names_are_not_cut_within_a_command_by_a_label(name, biblatex, bibtex, is_exact):
    assert write_names([name], extended=True) == biblatex
    written = write_names([name], extended=False, ascii_only=True)
    assert written == bibtex
    assert is_read_back([name], written) == is_exact
