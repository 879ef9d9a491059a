from __future__ import annotations

import pytest

from sources.formats.csl.styles import ALIASES, COMMON_STYLES, UnknownStyleError, find_style, is_style


def test_a_dependent_style_gives_its_parent():
    assert find_style("2d-materials") == find_style("institute-of-physics-numeric")


@pytest.mark.parametrize(
    ("name", "counts"),
    [("apa", False), ("chicago-author-date", False), ("modern-language-association", False), ("ieee", True), ("nature", True)],
)
def test_numeric_styles_are_known_to_count_works(name, counts):
    assert find_style(name).counts_works is counts


@pytest.mark.parametrize(("name", "suggestion"), [("apaa", "Did you mean apa, "), ("APA", "Did you mean apa, "), ("", "Examples: apa, ")])
def test_an_unknown_style_is_refused_with_names_that_are_like_it(name, suggestion):
    with pytest.raises(UnknownStyleError, match=f"There is no citation style '{name}'. {suggestion}"):
        find_style(name)


@pytest.mark.parametrize("name", ["../apa", "dependent/2d-materials", "/etc/passwd", "apa.csl"])
def test_a_name_is_never_a_path(name):
    with pytest.raises(UnknownStyleError, match="There is no citation style"):
        find_style(name)


def test_the_digest_is_that_of_the_style():
    assert find_style("apa").digest == find_style("apa").digest != find_style("ieee").digest


@pytest.mark.parametrize(
    ("alias", "style"),
    [
        ("mla", "modern-language-association"),
        ("harvard", "harvard-cite-them-right"),
        ("vancouver", "nlm-citation-sequence"),
        ("apsa", "american-political-science-association"),
        ("chicago-fullnote-bibliography", "chicago-notes-bibliography"),
        ("chicago-note-bibliography", "chicago-shortened-notes-bibliography"),
    ],
)
def test_names_that_people_use_give_the_style(alias, style):
    assert find_style(alias) == find_style(style)
    assert find_style(alias).name == style


@pytest.mark.parametrize("name", sorted({*ALIASES, *COMMON_STYLES}))
def test_every_name_that_is_offered_is_installed(name):
    assert is_style(name)
    assert find_style(name).source.startswith("<?xml")


@pytest.mark.parametrize("name", ["", "nonsense", "a" * 5000, "apa\n", "\0"])
def test_other_names_are_none(name):
    assert not is_style(name)
