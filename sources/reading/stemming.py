"""Word stems by language, as PostgreSQL's text search makes them."""

from __future__ import annotations

import Stemmer

# Primary BCP-47 tag -> name of the Snowball algorithm, for those that PostgreSQL has a configuration of.
ALGORITHMS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}


def algorithm(language: str) -> str | None:
    """Name of the stemmer for a BCP-47 tag, which is PostgreSQL's name too, or None where there is none."""
    return ALGORITHMS.get(language.replace("_", "-").split("-", 1)[0].strip().lower())


def stems(words: list[str], language: str) -> list[str]:
    """The stems of casefolded ``words``; the words themselves in a language without a stemmer."""
    name = algorithm(language)
    if name is None:
        return words
    # A new stemmer each time: it costs half a microsecond, and one must not be shared by threads.
    return list(Stemmer.Stemmer(name).stemWords(words))
