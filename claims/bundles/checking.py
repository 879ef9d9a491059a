"""Check a bundle offline: every byte against its checksum, every quotation against its hash, every link to its end."""

from __future__ import annotations

import hashlib
import json
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claims.bundles.archive import SUMS

# A zip that unpacks to more than this is no bundle of ours; it is refused before it is unpacked.
_MOST_BYTES = 2_000_000_000
_SUM_LINE = re.compile(r"\A([0-9a-f]{64})  (\S.*)\Z")


MEMBERS = (
    "README.md",
    SUMS,
    "annotations.jsonld",
    "claims.jsonl",
    "excerpts.md",
    "references-bibtex.bib",
    "references.bib",
    "references.json",
)


def check_bundle(path: Path) -> list[str]:
    """Return a sentence for each fault of the bundle at ``path``; none when it is whole and true."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                return [f"{path.name} unpacks to more than {_MOST_BYTES} bytes: it is not checked."]
            names = archive.namelist()
            odd = sorted(set(names) - set(MEMBERS))
            if odd:
                return [f"{path.name} holds {', '.join(map(repr, odd))}, which no bundle has."]
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                return [f"{path.name} holds {', '.join(twice)} twice."]
            files = {name: archive.read(name) for name in names}
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        return [f"{path.name} cannot be read: {error}"]
    return [*_check_sums(files), *_check_content(files)]


def _check_sums(files: dict[str, bytes]) -> Iterator[str]:
    if SUMS not in files:
        yield f"{SUMS} is missing."
        return
    said: dict[str, str] = {}
    yield from _read_sums(files[SUMS], said)
    for name in sorted((set(MEMBERS) | set(said)) - set(files)):
        yield f"{name} is missing."
    for name in sorted(set(files) - {SUMS}):
        sha256 = hashlib.sha256(files[name]).hexdigest()
        if name not in said:
            yield f"{name} has no checksum."
        elif said[name] != sha256:
            yield f"{name} was altered: its SHA-256 is {sha256}, not {said[name]}."


def _read_sums(content: bytes, said: dict[str, str]) -> Iterator[str]:
    """Fill ``said``, file name -> SHA-256; yield a sentence for each line that is not fit."""
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        found = _SUM_LINE.match(line)
        if not found:
            yield f"{SUMS}, line {number}: not a checksum."
        elif found[2] in said:
            yield f"{SUMS}, line {number}: {found[2]} a second time."
        else:
            said[found[2]] = found[1]


def _check_content(files: dict[str, bytes]) -> Iterator[str]:
    try:
        annotated = json.loads(files["annotations.jsonld"])["items"]
        claims = [json.loads(line) for line in files["claims.jsonl"].decode().splitlines()]
        keys = {item["id"] for item in json.loads(files["references.json"])}
        yield from _check_excerpts(annotated, keys)
        yield from _check_claims(claims, {item["pincite:excerpt"] for item in annotated})
    except KeyError as error:
        yield f"{error} is missing."
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        yield f"A file of the bundle is not well formed: {error}"


def _check_excerpts(annotated: list[dict[str, Any]], keys: set[str]) -> Iterator[str]:
    for item in annotated:
        name = item["pincite:excerpt"]
        if item["pincite:key"] not in keys:
            yield f"Excerpt {name} cites {item['pincite:key']}, which references.json does not have."
        for selector in item["target"]["selector"]:
            if selector["type"] == "TextQuoteSelector":
                sha256 = hashlib.sha256(selector["exact"].encode()).hexdigest()
                if sha256 != item["pincite:quote_sha256"]:
                    yield f"Excerpt {name}: its words have SHA-256 {sha256}, not {item['pincite:quote_sha256']}."


def _check_claims(claims: list[dict[str, Any]], excerpts: set[str]) -> Iterator[str]:
    for claim in claims:
        for link in claim["evidence"]:
            if link["excerpt"] not in excerpts:
                yield f"Claim {claim['id']} stands on excerpt {link['excerpt']}, which annotations.jsonld does not have."
