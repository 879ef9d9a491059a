"""Identifiers of works, people and organisations: checked and brought to one normal form. Pure: no database.

Every function takes what is printed or pasted, returns the normal form, and raises a ValueError with a sentence for the
person who typed it. Normalising a normal form changes nothing.
"""

from __future__ import annotations

import html
import re
import string
from collections.abc import Callable
from urllib.parse import unquote, urlsplit, urlunsplit

from stdnum import ean, isbn, issn
from stdnum.iso7064 import mod_11_2

#: No identifier is longer; what is longer is refused before anything is made of it.
_LONGEST = 2000
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_DASHES = re.compile("[\u00ad\u2010-\u2015\u2212\ufe63\uff0d]")
#: HTML's way to write the signs that DOIs may hold. Without the semicolon it would be part of a name.
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|#[0-9]{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)

_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
_DOI_PREFIX = re.compile(r"(?:https?://)?(?:www\.|dx\.)?doi\.org[:/]+|(?:info:|urn:)?doi(?:\s*[:=/]\s*|\s+)", re.IGNORECASE)
_CLOSING = {")": "(", "]": "[", "}": "{", ">": "<"}
_ISBN = re.compile(r"[0-9](?:[ -]{0,2}[0-9Xx])*")
_NUMBERS_LEFT = re.compile(r"[0-9](?:-?[0-9]){8}")
_ISBN_PREFIX = re.compile(r"(?:urn:)?(?:e-?|p-?)?isbn(?:-?1[03]\b)?[\s:#=]*", re.IGNORECASE)
_ISSN = re.compile(r"[0-9]{4}[ -]?[0-9]{3}[0-9X]")
_ISSN_PREFIX = re.compile(r"https?://(?:portal\.)?issn\.org/resource/issn(?:-l)?/|(?:urn:)?(?:[ep]-?)?issn(?:-l)?\b[\s:#=]*", re.IGNORECASE)
_REMARK = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*\Z")
_ARXIV = re.compile(r"(?:[0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{3})(?:v[1-9][0-9]*)?")
_ARXIV_PREFIX = re.compile(
    r"(?:https?://)?(?:[a-z]+\.)?arxiv\.org/(?:abs|pdf|html)/|(?:https?://(?:dx\.)?doi\.org/)?10\.48550/arxiv\.|arxiv[:\s]\s*",
    re.IGNORECASE,
)
_ORCID = re.compile(r"[0-9]{15}[0-9X]")
_ORCID_PREFIX = re.compile(r"(?:https?://)?(?:www\.)?orcid\.org/|orcid(?:\s+id)?[:\s]\s*", re.IGNORECASE)
_VIAF = re.compile(r"[1-9][0-9](?:[0-9]{0,7}|[0-9]{17,20})")
_VIAF_PREFIX = re.compile(r"(?:https?://)?(?:www\.)?viaf\.org/(?:[a-z]{2}/)?viaf/|viaf(?:\s+id)?[:\s]\s*", re.IGNORECASE)
_WIKIDATA = re.compile(r"Q[1-9][0-9]{0,11}")
_WIKIDATA_PREFIX = re.compile(
    r"(?:https?://)?(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(?:Special:EntityPage/)?|(?:wikidata|wd)[:\s]\s*", re.IGNORECASE
)
_NUMBER_PREFIX = re.compile(r"https?://\S+/|[A-Za-z() ]+[:\s]\s*|\(OCoLC\)|oc[mn]\s*", re.IGNORECASE)
_PMCID = re.compile(r"(?:PMC)?([0-9]{1,12})(\.[0-9]+)?", re.IGNORECASE)
_HANDLE_PREFIX = re.compile(r"(?:https?://)?hdl\.handle\.net/|(?:info:)?(?:hdl|handle)[:/]\s*", re.IGNORECASE)
_URN = re.compile(r"urn:([a-z0-9][a-z0-9-]{0,30}[a-z0-9]):(\S.*)", re.IGNORECASE)


def normalise_doi(value: str) -> str:
    """Return a DOI without resolver, lower case (DOIs compare without regard to ASCII case, DOI handbook 2.4).

    Percent-encoding and HTML entities are undone, punctuation that belongs to the sentence around it is left out.
    """
    bare = _until_stable(_bare(value, "a DOI"), _bare_doi)
    if not _DOI.fullmatch(bare) or not bare.isprintable():
        raise ValueError(f"{_shown(value)} is no DOI: a DOI begins with 10., a registrant and a slash, for example 10.1000/182.")
    return bare.translate(_LOWER)


def normalise_isbn(value: str) -> str:
    """Return an ISBN as thirteen digits with hyphens; one of ten digits is converted (ISO 2108)."""
    bare = _DASHES.sub("-", _ISBN_PREFIX.sub("", _bare(value, "an ISBN"), count=1))
    found = _ISBN.match(bare)
    digits = re.sub(r"[ -]", "", found[0]).upper() if found else ""
    if not re.fullmatch(r"[0-9]{9}[0-9X]|[0-9]{13}", digits):
        raise ValueError(f"{_shown(value)} is no ISBN: an ISBN has 10 or 13 digits, for example 978-0-262-03384-8. {_count(digits)}")
    # What may follow is a remark: (pbk.), a binding, a price.
    if found and _NUMBERS_LEFT.search(bare, found.end()):
        raise ValueError(f"{_shown(value)} holds more than one number: give each ISBN alone.")
    if len(digits) == 13 and not digits.startswith(("978", "979")):
        raise ValueError(f"{_shown(value)} is no ISBN: one of 13 digits begins with 978 or 979.")
    _check_last(value, "ISBN", digits, _isbn_check_digit(digits))
    return str(isbn.format(isbn.to_isbn13(digits)))


def normalise_issn(value: str) -> str:
    """Return an ISSN as four digits, a hyphen and four (ISO 3297)."""
    bare = _DASHES.sub("-", _ISSN_PREFIX.sub("", _bare(value, "an ISSN"), count=1))
    bare = _REMARK.sub("", bare).strip().rstrip(".").upper()
    if not _ISSN.fullmatch(bare):
        raise ValueError(f"{_shown(value)} is no ISSN: an ISSN is four digits, a hyphen and four, for example 0039-6338.")
    digits = re.sub(r"[ -]", "", bare)
    _check_last(value, "ISSN", digits, str(issn.calc_check_digit(digits[:-1])))
    return str(issn.format(digits))


def normalise_arxiv(value: str) -> str:
    """Return an arXiv identifier, old or new, without prefix; its version, if any, is kept."""
    bare = _REMARK.sub("", _ARXIV_PREFIX.sub("", _bare(value, "an arXiv identifier"), count=1)).strip()
    bare = re.sub(r"\.pdf\Z", "", bare.rstrip(".,;/"))
    archive, slash, number = bare.partition("/")
    if slash:
        name, dot, subject = archive.partition(".")
        bare = f"{name.translate(_LOWER)}{dot}{subject.upper()}/{number}"
    if not _ARXIV.fullmatch(bare):
        raise ValueError(
            f"{_shown(value)} is no arXiv identifier: it is year and month (01 to 12) and a number. Examples: 2301.01234, hep-th/9901001."
        )
    return bare


def normalise_url(value: str) -> str:
    """Return a web address with scheme and host in lower case."""
    bare = value.strip()
    try:
        parts = urlsplit(bare)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_web = False
    if not is_web or not bare.isprintable() or any(character.isspace() for character in bare):
        raise ValueError(f"{_shown(value)} is no web address: it begins with http:// or https:// and holds no space.")
    if len(bare) > _LONGEST:
        raise ValueError(f"{_shown(bare)} is too long for a web address: more than {_LONGEST} characters.")
    user, at, host = parts.netloc.rpartition("@")
    return urlunsplit((parts.scheme, f"{user}{at}{host.lower()}", parts.path, parts.query, parts.fragment))


def normalise_number(value: str) -> str:
    """Return an identifier made of digits, for example a PubMed or OCLC number, without prefix and leading zeros."""
    bare = _NUMBER_PREFIX.sub("", _bare(value, "a number").rstrip("/"), count=1)
    if not bare.isascii() or not bare.isdigit():
        raise ValueError(f"{_shown(value)} is no number of this kind: it is made of digits only.")
    return bare.lstrip("0") or "0"


def normalise_pmcid(value: str) -> str:
    """Return a PubMed Central identifier: PMC and digits, with the version if one is given."""
    found = _PMCID.fullmatch(re.sub(r"https?://\S+/(?=PMC)|PMCID[:\s]\s*", "", _bare(value, "a PMCID"), flags=re.IGNORECASE).rstrip("/"))
    if not found:
        raise ValueError(f"{_shown(value)} is no PMCID: it is PMC and digits, for example PMC3531190.")
    return f"PMC{found[1]}{found[2] or ''}"


def normalise_handle(value: str) -> str:
    """Return a handle without resolver: prefix, slash, suffix."""
    bare = _HANDLE_PREFIX.sub("", _bare(value, "a handle"), count=1)
    if not re.fullmatch(r"[0-9A-Za-z.]+/\S+", bare) or _HANDLE_PREFIX.match(bare):
        raise ValueError(f"{_shown(value)} is no handle: it is a prefix, a slash and a name, for example 2027/mdp.39015012345678.")
    return bare


def normalise_urn(value: str) -> str:
    """Return a URN with its scheme and namespace in lower case (RFC 8141, section 3)."""
    found = _URN.fullmatch(_bare(value, "a URN"))
    if not found:
        raise ValueError(f"{_shown(value)} is no URN: it is urn:, a namespace and a name, for example urn:nbn:de:101:1-201102033592.")
    return f"urn:{found[1].lower()}:{found[2]}"


def normalise_orcid(value: str) -> str:
    """Return a person's ORCID iD as four groups of four, without address: 0000-0002-1825-0097 (ISO 7064, mod 11-2)."""
    bare = _DASHES.sub("-", _ORCID_PREFIX.sub("", _bare(value, "an ORCID iD"), count=1)).rstrip("/.")
    digits = re.sub(r"[ -]", "", bare).upper()
    if not _ORCID.fullmatch(digits):
        raise ValueError(f"{_shown(value)} is no ORCID iD: it has 16 digits, for example 0000-0002-1825-0097. {_count(digits)}")
    _check_last(value, "ORCID iD", digits, str(mod_11_2.calc_check_digit(digits[:-1])))
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))


def normalise_viaf(value: str) -> str:
    """Return the number of a VIAF cluster: 2 to 9 digits, or 19 to 22."""
    bare = re.split(r"[/#?]", _VIAF_PREFIX.sub("", _bare(value, "a VIAF number"), count=1))[0]
    if not _VIAF.fullmatch(bare):
        raise ValueError(f"{_shown(value)} is no VIAF number: it is made of digits, as in https://viaf.org/viaf/102333412.")
    return bare


def normalise_wikidata(value: str) -> str:
    """Return the number of a Wikidata item: Q and digits."""
    bare = re.split(r"[#?]", _WIKIDATA_PREFIX.sub("", _bare(value, "a Wikidata number"), count=1))[0].upper()
    if not _WIKIDATA.fullmatch(bare):
        raise ValueError(f"{_shown(value)} is no Wikidata item: it is Q and digits, as in https://www.wikidata.org/wiki/Q42.")
    return bare


def normalise(scheme: str, value: str) -> str:
    """Return ``value`` in the normal form of ``scheme``, one of `SCHEMES`.

    Raises:
        ValueError: The scheme is unknown, or the value is not well formed or fails its check digit.
    """
    if scheme not in _NORMALISERS:
        raise ValueError(f"{scheme!r} is no known scheme. Known: {', '.join(SCHEMES)}.")
    return _NORMALISERS[scheme](value)


def _bare(value: str, what: str) -> str:
    bare = " ".join(value.split())
    if not bare:
        raise ValueError(f"Write {what}, or leave it out: it is empty.")
    if len(bare) > _LONGEST:
        raise ValueError(f"{_shown(bare)} is too long for {what}: more than {_LONGEST} characters.")
    if not bare.isprintable():
        raise ValueError(f"{_shown(bare)} is no {what.split(' ', 1)[1]}: it holds characters that cannot be seen.")
    return bare


def _as_it_stands(value: str) -> str:
    return _bare(value, "an identifier")


def _bare_doi(text: str) -> str:
    text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text).lstrip("([{<'\"‘“ ")
    text = text if text.startswith("10.") else _DOI_PREFIX.sub("", text, count=1)
    if "%" in text:
        # Bytes that are no UTF-8 are left as they are.
        decoded = unquote(text, errors="surrogateescape")
        text = text if any("\ud800" <= character <= "\udfff" for character in decoded) else decoded
    text = text.strip().rstrip(".,;:'\"’”")
    opening = _CLOSING.get(text[-1:], "")
    return text[:-1] if opening and text.count(text[-1]) > text.count(opening) else text


def _until_stable(text: str, step: Callable[[str], str]) -> str:
    while (further := step(text)) != text:
        text = further
    return text


def _isbn_check_digit(digits: str) -> str:
    if len(digits) == 13:
        return str(ean.calc_check_digit(digits[:-1]))
    rest = sum(place * int(digit) for place, digit in enumerate(digits[:9], start=1)) % 11
    return "X" if rest == 10 else str(rest)


def _check_last(value: str, what: str, digits: str, expected: str) -> None:
    """Refuse a number whose check digit, the last, is not the one that its other digits ask for."""
    if digits[-1] != expected:
        raise ValueError(
            f"{_shown(value)} is no {what}: its last digit is {digits[-1]}, but the digits before it ask for {expected}. "
            "One of them is mistyped: compare it with the source."
        )


def _count(digits: str) -> str:
    number = sum(character.isdigit() or character == "X" for character in digits)
    return f"This has {number}."


def _shown(value: str) -> str:
    return repr(value if len(value) <= 200 else f"{value[:200]}…")


_NORMALISERS: dict[str, Callable[[str], str]] = {
    "doi": normalise_doi,
    "isbn": normalise_isbn,
    "issn": normalise_issn,
    "arxiv": normalise_arxiv,
    "pmid": normalise_number,
    "pmcid": normalise_pmcid,
    "oclc": normalise_number,
    "handle": normalise_handle,
    "urn": normalise_urn,
    "url": normalise_url,
    "other": _as_it_stands,
}
SCHEMES: tuple[str, ...] = tuple(_NORMALISERS)
