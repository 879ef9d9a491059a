from __future__ import annotations

import pytest

from sources.formats.babel_languages import babel_name


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
