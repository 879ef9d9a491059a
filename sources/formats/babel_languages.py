"""Languages: BCP 47 tags and the names that LaTeX's babel has for them."""

from __future__ import annotations

import re
from functools import lru_cache

import langcodes
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

#: A well-formed language tag (RFC 5646, section 2.1), but for languages of four letters and more, of which none is registered: nobody who
#: writes "german" means one. For a JSON schema too.
TAG_PATTERN = (
    "^("
    "[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
    "(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[0-9A-WYZa-wyz](-[A-Za-z0-9]{2,8})+)*(-[Xx](-[A-Za-z0-9]{1,8})+)?"
    "|[Xx](-[A-Za-z0-9]{1,8})+|[Ii]-[A-Za-z]{3,8}|en-GB-oed|sgn-BE-FR|sgn-BE-NL|sgn-CH-DE"
    ")$"
)
_TAG = re.compile(TAG_PATTERN)


def tag_fault(tag: str) -> str:
    """Say what is wrong with a language tag; "" where it is well-formed. Whether its parts are registered is not asked."""
    if _TAG.fullmatch(tag):
        return ""
    return "Write a language tag (BCP 47): letters and digits between hyphens, for example en, en-GB, ja-Latn or zh-Hant-TW."


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


#: Further names that babel and polyglossia have, or had.
_OTHER_NAMES = {
    "acadian": "fr-CA",
    "austrian": "de-AT",
    "brazil": "pt-BR",
    "chinese-simplified": "zh-Hans",
    "chinese-traditional": "zh-Hant",
    "farsi": "fa",
    "francais": "fr",
    "frenchb": "fr",
    "german": "de",
    "germanb": "de",
    "hebrew": "he",
    "magyar": "hu",
    "mexican": "es-MX",
    "norwegian": "nb",
    "nswissgerman": "de-CH",
    "portuges": "pt",
    "samin": "se",
    "slovenian": "sl",
    "swissgerman": "de-CH",
    "ukenglish": "en-GB",
    "usenglish": "en-US",
}
_TAGS = {name: tag for tag, name in _BABEL.items()} | _OTHER_NAMES


@lru_cache(maxsize=1024)
def language_tag(name: str) -> str:
    """Return the BCP 47 tag for a babel name, a tag in any spelling, or a language's name in English or its own words; "" for none."""
    text = name.strip().strip("{}").strip()
    known = _TAGS.get(text.lower())
    if known:
        return known
    try:
        standard = standardize_tag(text)
        if langcodes.Language.get(standard).is_valid() and len(text) != 4:
            return standard
    except (LanguageTagError, ValueError):
        pass
    try:
        return langcodes.find(text).to_tag() if text.replace(" ", "").isalpha() else ""
    except LookupError:
        return ""
