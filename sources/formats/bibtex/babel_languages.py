"""Languages: BCP 47 tags and the names that LaTeX's babel has for them."""

from __future__ import annotations

from functools import lru_cache

from langcodes import standardize_tag
from langcodes.tag_parser import LanguageTagError

_BABEL = {
    "af": "afrikaans",
    "ar": "arabic",
    "be": "belarusian",
    "bg": "bulgarian",
    "ca": "catalan",
    "cs": "czech",
    "cy": "welsh",
    "da": "danish",
    "de": "ngerman",
    "de-AT": "naustrian",
    "de-CH": "nswissgerman",
    "el": "greek",
    "en": "english",
    "en-AU": "australian",
    "en-CA": "canadian",
    "en-GB": "british",
    "en-NZ": "newzealand",
    "en-US": "american",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "fr-CA": "canadien",
    "ga": "irish",
    "gl": "galician",
    "he": "hebrew",
    "hi": "hindi",
    "hr": "croatian",
    "hu": "hungarian",
    "id": "indonesian",
    "is": "icelandic",
    "it": "italian",
    "ja": "japanese",
    "ko": "korean",
    "la": "latin",
    "lt": "lithuanian",
    "lv": "latvian",
    "mk": "macedonian",
    "mn": "mongolian",
    "ms": "malay",
    "nb": "norsk",
    "nl": "dutch",
    "nn": "nynorsk",
    "pl": "polish",
    "pt": "portuguese",
    "pt-BR": "brazilian",
    "ro": "romanian",
    "ru": "russian",
    "sk": "slovak",
    "sl": "slovene",
    "sq": "albanian",
    "sr": "serbian",
    "sv": "swedish",
    "th": "thai",
    "tr": "turkish",
    "uk": "ukrainian",
    "vi": "vietnamese",
    "zh": "chinese",
}


@lru_cache(maxsize=1024)
def babel_name(tag: str) -> str:
    """Return the babel name of a language tag: "american" for en-US; "" where babel has none for language and script.

    A region that babel does not know falls back to the language (en-IN: "english"); a script does not (ja-Latn: "").
    """
    try:
        standard = standardize_tag(tag)
    except LanguageTagError:
        return ""
    language, _, region = standard.partition("-")
    is_region = len(region) in {0, 2}
    return _BABEL.get(standard) or (_BABEL.get(language, "") if is_region else "")


def says_exactly(tag: str) -> bool:
    """Whether the babel name of `tag` gives `tag` back."""
    return tag in _BABEL
