"""Citations of documents, formatted by the CSL engine once and kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sources.formats.csl.citations import Cite, FormattedCitation, format_alone, format_version
from sources.formats.csl.styles import COMMON_STYLES
from sources.formats.csl.writing import to_item
from sources.formats.locators import Locator
from sources.models import Citation

STYLE = "apa"
LOCALE = "en-US"
# Anybody may ask for ten thousand styles in sixty languages: kept is what many ask for.
_KEPT_LOCALES = frozenset({"en-US", "en-GB", "ja-JP", "de-DE", "fr-FR"})


def cite(cites: Sequence[Cite], *, style: str = STYLE, locale: str = LOCALE) -> list[FormattedCitation]:
    """Return the citation of each record at its place, each as if it stood alone.

    One query for those kept; the rest are formatted in one run of the engine, and kept in the common styles and languages.

    Raises:
        CitationError: The style, locale or a locator is unknown, or the engine failed.
    """
    if style not in COMMON_STYLES or locale not in _KEPT_LOCALES:
        return format_alone(cites, style=style, locale=locale)
    digests = [_digest(cited, style, locale) for cited in cites]
    kept = Citation.objects.in_bulk(set(digests))
    missing = {digest: cited for digest, cited in zip(digests, cites, strict=True) if digest not in kept}
    if missing:
        formatted = format_alone(list(missing.values()), style=style, locale=locale)
        made = [
            Citation(digest=digest, in_text=one.in_text, reference=one.reference, reference_html=one.reference_html)
            for digest, one in zip(missing, formatted, strict=True)
        ]
        Citation.objects.bulk_create(made, ignore_conflicts=True)
        kept |= {citation.digest: citation for citation in made}
    return [
        FormattedCitation(in_text=kept[digest].in_text, reference=kept[digest].reference, reference_html=kept[digest].reference_html)
        for digest in digests
    ]


def _digest(cited: Cite, style: str, locale: str) -> str:
    given = [to_item(cited.record), _place(cited.locator), format_version(style, locale)]
    return hashlib.sha256(json.dumps(given, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _place(locator: Locator | None) -> list[Any] | None:
    return [locator.label, locator.value, *map(_place, locator.further)] if locator else None
