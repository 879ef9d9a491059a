"""The languages that citations can be formatted in: CSL's locales, as the citation engine carries them."""

from __future__ import annotations

import re

#: Every locale of the engine; where a language has several, the one for the language alone is named in `_PRIMARY`.
LOCALES: tuple[str, ...] = (
    "af-ZA", "ar", "bal-PK", "bg-BG", "brh-PK", "ca-AD", "cs-CZ", "cy-GB", "da-DK", "de-AT", "de-CH", "de-DE", "el-GR", "en-GB", "en-US",
    "es-CL", "es-ES", "es-MX", "et-EE", "eu", "fa-IR", "fi-FI", "fr-CA", "fr-FR", "gl-ES", "he-IL", "hi-IN", "hr-HR", "hu-HU", "id-ID",
    "is-IS", "it-IT", "ja-JP", "km-KH", "ko-KR", "la", "lij-IT", "lt-LT", "lv-LV", "mn-MN", "ms-MY", "nb-NO", "nl-NL", "nn-NO", "pa-PK",
    "pl-PL", "pt-BR", "pt-PT", "ro-RO", "ru-RU", "sk-SK", "sl-SI", "sr-RS", "sv-SE", "th-TH", "tr-TR", "uk-UA", "vi-VN", "zh-CN", "zh-TW",
)  # fmt: skip
_PRIMARY = {"de": "de-DE", "en": "en-US", "es": "es-ES", "fr": "fr-FR", "pt": "pt-PT", "zh": "zh-CN"}
_BY_LANGUAGE = {locale.split("-")[0]: locale for locale in LOCALES} | _PRIMARY
_BY_FOLDED = {locale.lower(): locale for locale in LOCALES}
_TAG = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z0-9]{2,8})*")


class UnknownLocaleError(ValueError):
    """No locale has this name."""


def find_locale(name: str) -> str:
    """Return the locale for a language tag, by CSL's rule: itself, else the main one of its language.

    "ja" gives "ja-JP", "en-AU" gives "en-US"; case does not matter.

    Raises:
        UnknownLocaleError: There is none for the language; the message names them all.
    """
    tag = _TAG.fullmatch(name)
    found = tag and (_BY_FOLDED.get(name.lower()) or _BY_LANGUAGE.get(tag[1].lower()))
    if not found:
        raise UnknownLocaleError(f"{name!r} is no locale. There are: {', '.join(LOCALES)}.")
    return found
