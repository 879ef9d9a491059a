from __future__ import annotations

import pytest

from sources.formats.babel_languages import babel_name, says_exactly


@pytest.mark.parametrize(
    ("tag", "name", "exact"),
    [
        ("en", "english", True),
        ("en-US", "american", True),
        ("en-GB", "british", True),
        ("en_us", "american", False),
        ("eng", "english", False),
        ("en-IN", "english", False),
        ("ja", "japanese", True),
        ("ja-JP", "japanese", False),
        ("ja-Latn", "", False),
        ("de", "ngerman", True),
        ("xx", "", False),
        ("not a language", "", False),
        ("", "", False),
    ],
)
def test_a_language_has_babels_name_where_it_has_one(tag, name, exact):
    assert babel_name(tag) == name
    assert says_exactly(tag) == exact
