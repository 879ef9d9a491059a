"""Identifiers of works: checked and brought to one normal form. Pure: no database."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit, urlunsplit

from stdnum import isbn, issn
from stdnum.exceptions import ValidationError as NumberError

_DOI = re.compile(r"\A10\.\d{4,9}(?:\.\d+)*/\S+\Z")
_DOI_PREFIX = re.compile(r"\A(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_ISBN_NOISE = re.compile(r"\A\s*(?:urn:)?isbn(?:-1[03])?:?\s*|\s*\([^)]*\)\s*\Z", re.IGNORECASE)
_ARXIV = re.compile(r"\A(?:\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3})(?:v\d+)?\Z")
_ARXIV_PREFIX = re.compile(r"\A(?:https?://arxiv\.org/(?:abs|pdf)/|arxiv:\s*)", re.IGNORECASE)


def normalise_doi(value: str) -> str:
    """Return a DOI without resolver, lower case (DOIs compare without regard to case, DOI handbook 2.4)."""
    bare = _DOI_PREFIX.sub("", value.strip())
    bare = unquote(bare) if "%" in bare else bare
    bare = bare.rstrip(".,;")
    if not _DOI.match(bare):
        raise ValueError(f"{value!r} is no DOI: a DOI begins with 10., a registrant and a slash, for example 10.1000/182.")
    return bare.lower()


def normalise_isbn(value: str) -> str:
    """Return an ISBN as thirteen digits with hyphens."""
    try:
        return str(isbn.format(isbn.validate(_ISBN_NOISE.sub("", value), convert=True)))
    except NumberError as error:
        raise ValueError(f"{value!r} is no ISBN: {error}. Check it against the book's back cover.") from error


def normalise_issn(value: str) -> str:
    """Return an ISSN as four digits, a hyphen and four."""
    try:
        return str(issn.format(issn.validate(value.strip())))
    except NumberError as error:
        raise ValueError(f"{value!r} is no ISSN: {error}. Example: 0039-6338.") from error


def normalise_arxiv(value: str) -> str:
    """Return an arXiv identifier without prefix; its version, if any, is kept."""
    bare = _ARXIV_PREFIX.sub("", value.strip()).removesuffix(".pdf")
    if not _ARXIV.match(bare):
        raise ValueError(f"{value!r} is no arXiv identifier. Examples: 2301.01234, hep-th/9901001.")
    return bare


def normalise_url(value: str) -> str:
    """Return a web address with scheme and host in lower case."""
    parts = urlsplit(value.strip())
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc or any(character.isspace() for character in value.strip()):
        raise ValueError(f"{value!r} is no web address: it begins with http:// or https:// and holds no space.")
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path, parts.query, parts.fragment))


def normalise_number(value: str) -> str:
    """Return an identifier made of digits, for example a PubMed number."""
    bare = value.strip()
    if not bare.isascii() or not bare.isdigit():
        raise ValueError(f"{value!r} is no number of this kind: it is made of digits only.")
    return bare.lstrip("0") or "0"


def _as_it_stands(value: str) -> str:
    bare = " ".join(value.split())
    if not bare:
        raise ValueError("An identifier is not empty.")
    return bare


_NORMALISERS: dict[str, Callable[[str], str]] = {
    "doi": normalise_doi,
    "isbn": normalise_isbn,
    "issn": normalise_issn,
    "arxiv": normalise_arxiv,
    "pmid": normalise_number,
    "pmcid": _as_it_stands,
    "oclc": normalise_number,
    "handle": _as_it_stands,
    "urn": _as_it_stands,
    "url": normalise_url,
    "other": _as_it_stands,
}
SCHEMES: tuple[str, ...] = tuple(_NORMALISERS)


def normalise(scheme: str, value: str) -> str:
    """Return ``value`` in the normal form of ``scheme``.

    Raises:
        ValueError: The scheme is unknown, or the value is not well formed or fails its check digit.
    """
    if scheme not in _NORMALISERS:
        raise ValueError(f"{scheme!r} is no known scheme. Known: {', '.join(SCHEMES)}.")
    return _NORMALISERS[scheme](value)
