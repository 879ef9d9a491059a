from __future__ import annotations

from dataclasses import replace

import pytest

from sources.formats.csl.citations import Cite, Locator, format_alone
from sources.formats.csl.locales import LOCALES, UnknownLocaleError, find_locale
from sources.formats.record import Name, Record

CHAPTER = Record(
    key="a",
    type="chapter",
    names={"author": (Name(family="Aldwin", given="Mo"), Name(family="Bex", given="Li")), "editor": (Name(family="Coe", given="Al"),)},
    dates={"issued": "2003-03-18"},
    fields={"title": "Tide", "container-title": "Harbours", "page": "1-24", "publisher": "P", "URL": "https://example.org/"},
)

PAGE = replace(CHAPTER, type="webpage")


@pytest.mark.parametrize(
    ("name", "locale"),
    [("en-US", "en-US"), ("EN-gb", "en-GB"), ("ja", "ja-JP"), ("de", "de-DE"), ("en-AU", "en-US"), ("de-AT", "de-AT"), ("ar-EG", "ar")],
)
def test_a_language_without_a_locale_of_its_own_takes_the_main_one(name, locale):
    assert find_locale(name) == locale


@pytest.mark.parametrize("name", ["", "xx", "english", "en_US", "en-US; q=1", "../en", "日本語"])
def test_an_unknown_locale_is_refused_with_those_that_there_are(name):
    with pytest.raises(UnknownLocaleError, match=f"is no locale. There are: {', '.join(LOCALES)}."):
        find_locale(name)


@pytest.mark.parametrize(
    ("locale", "in_text", "reference"),
    [
        (
            "en-US",
            "(Aldwin & Bex, 2003, pp. 4–5)",
            "Aldwin, M., & Bex, L. (2003). Tide. In A. Coe (Ed.), Harbours (pp. 1–24). P. https://example.org/",
        ),
        (
            "de-DE",
            "(Aldwin & Bex, 2003, S. 4–5)",
            "Aldwin, M., & Bex, L. (2003). Tide. In A. Coe (Hrsg.), Harbours (S. 1–24). P. https://example.org/",
        ),
        (
            "fr-FR",
            "(Aldwin & Bex, 2003, p. 4‑5)",
            "Aldwin, M., & Bex, L. (2003). Tide. In A. Coe (Éd.), Harbours (p. 1‑24). P. https://example.org/",
        ),
        (
            "ja-JP",
            "(Aldwin & Bex, 2003年, pp. 4–5)",
            "Aldwin, M., & Bex, L. (2003年). Tide. A. Coe (編), Harbours (pp. 1–24). P. https://example.org/",
        ),
    ],
)
def test_the_words_are_those_of_the_language(locale, in_text, reference):
    (cited,) = format_alone([Cite(CHAPTER, Locator("page", "4-5"))], locale=locale)
    assert (cited.in_text, cited.reference) == (in_text, reference)


def test_dates_are_written_as_the_country_does():
    said = {
        locale: format_alone([Cite(PAGE)], "modern-language-association", locale)[0].reference for locale in ("en-US", "en-GB", "de-DE")
    }
    dates = {locale: text.partition("P, ")[2].partition(", ")[0] for locale, text in said.items()}
    assert dates == {"en-US": "18 Mar. 2003", "en-GB": "18 Mar. 2003", "de-DE": "18. März 2003"}
