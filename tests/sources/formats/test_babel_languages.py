from __future__ import annotations

import pytest

from sources.formats.babel_languages import babel_name, tag_fault


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("en", "english"),
        ("en-US", "american"),
        ("en-GB", "british"),
        ("en_us", "american"),
        ("eng", "english"),
        ("en-IN", "english"),
        ("ja", "japanese"),
        ("ja-JP", "japanese"),
        ("ja-Latn", ""),
        ("de", "ngerman"),
        ("xx", ""),
        ("not a language", ""),
        ("", ""),
    ],
)
def test_a_language_has_babels_name_where_it_has_one(tag, name):
    assert babel_name(tag) == name


@pytest.mark.parametrize(
    "tag",
    [
        "en",
        "EN-gb",
        "ja-Latn",
        "zh-Hant-TW",
        "zh-cmn-Hans-CN",
        "sl-rozaj-biske-1994",
        "de-CH-1996",
        "es-419",
        "en-u-co-phonebk",
        "qaa",
        "de-x-goethe",
        "x-private",
        "i-klingon",
        "en-GB-oed",
        "mul",
        "und",
        "ja-Latn-hepburn-heploc",
    ],
)
def test_a_well_formed_tag_has_no_fault(tag):
    assert tag_fault(tag) == ""


@pytest.mark.parametrize(
    "tag",
    [
        *("", " en", "en US", "en\n", "en\x00", "ドイツ", "\u0435n", "e", "english", "Deutsch", "12"),
        *["en_US", "en-", "-en", "en--US", "en-x", "en-u", "en-US-GB", "zh-Hant-Hans", "en-abcdefghi"],
    ],
)
def test_anything_else_is_told_how_a_tag_is_written(tag):
    assert tag_fault(tag).startswith("Write a language tag (BCP 47)")
