"""Latin letters for names and titles in other scripts, as far as the letters alone tell. Pure: no database.

Kana and Hangul by their Unicode names, brought to Hepburn; Cyrillic and Greek letter by letter. Chinese characters have no one
reading, so they stay: their romanisation is the curator's to give.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not decompose into a base letter and marks.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "ng"}
)
# Letter by letter, in the spelling of English-language catalogues; hard and soft signs are left out.
_CYRILLIC_LETTERS = "абвгґдеёєзиійїклмнопрстуўфыэџљњћђјжхцчшщюя"
_CYRILLIC_SOUNDS = "a b v g g d e e ye z i i i yi k l m n o p r s t u u f y e dz lj nj c d j zh kh ts ch sh shch yu ya"
_CYRILLIC = str.maketrans(dict(zip(_CYRILLIC_LETTERS, _CYRILLIC_SOUNDS.split(), strict=True)) | {"ъ": "", "ь": ""})
_GREEK_LETTERS = "αβγδεζηθικλμνξοπρσςτυφχψω"
_GREEK_SOUNDS = "a v g d e z i th i k l m n x o p r s s t y f ch ps o"
_GREEK: dict[int, str] = {ord(letter): sound for letter, sound in zip(_GREEK_LETTERS, _GREEK_SOUNDS.split(), strict=True)}
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fc]+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]+")
_HEPBURN = {"SI": "SHI", "TI": "CHI", "TU": "TSU", "HU": "FU", "ZI": "JI", "DI": "JI", "DU": "ZU", "WO": "O", "VU": "VU"}
# A small y after these takes their vowel away: ki + ya = kya, shi + ya = sha.
_BEFORE_Y = {"SHI": "SH", "CHI": "CH", "JI": "J"}


def romanise(words: str) -> str:
    """Return ``words`` in lower case with Latin letters where the script allows it; Chinese characters stay as they are."""
    plain = unicodedata.normalize("NFC", words).lower()
    plain = _HANGUL.sub(lambda run: "".join(_syllable(letter) for letter in run.group()), plain)
    if not _HAN.search(plain):
        # Beside Chinese characters kana are endings and particles: alone they would say something else.
        plain = _KANA.sub(lambda run: _hepburn(run.group()), plain)
    return plain.translate(_CYRILLIC).translate(_accentless_greek(plain)).translate(_LETTERS)


def latin_letters(words: str) -> str:
    """Return the ASCII letters and digits of ``words``, romanised, in lower case; a space wherever anything else stood."""
    plain = unicodedata.normalize("NFKD", romanise(words.replace("'", "").replace("’", ""))).translate(_LETTERS)
    return re.sub(r"[^a-z0-9]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def _accentless_greek(words: str) -> dict[int, str]:
    """The table for Greek, with the accented letters that occur."""
    accented = {
        ord(letter): _GREEK.get(ord(unicodedata.normalize("NFD", letter)[0]), letter) for letter in words if "\u0370" <= letter <= "\u1fff"
    }
    return {**_GREEK, **accented}


def _syllable(letter: str) -> str:
    return unicodedata.name(letter).removeprefix("HANGUL SYLLABLE ").lower()


def _hepburn(run: str) -> str:
    written = ""
    is_doubled = False
    for letter in run:
        name = unicodedata.name(letter, "")
        sound = name.rpartition(" ")[2]
        if "SOUND MARK" in name:
            # The mark of a long vowel: length is not written in a key.
            continue
        if sound == "TU" and "SMALL" in name:
            is_doubled = True
            continue
        sound = _HEPBURN.get(sound, sound)
        if "SMALL" in name and sound in {"YA", "YU", "YO"} and written:
            written = _with_small_y(written, sound)
        elif "SMALL" in name and len(sound) == 1 and written:
            written = written[:-1] + sound
        else:
            written += ("T" if sound.startswith("CH") else sound[0]) + sound if is_doubled else sound
        is_doubled = False
    return written.lower()


def _with_small_y(written: str, sound: str) -> str:
    for full, short in _BEFORE_Y.items():
        if written.endswith(full):
            return written.removesuffix(full) + short + sound[1:]
    return written[:-1] + sound
