"""Keep a bundle as it was made, and say later whether it may still be given out."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from claims.bundles.making import write_bundle
from claims.bundles.selection import Asked, select
from claims.models import Bundle, Claim, Evidence, Relation
from claims.models.excerpts import excerpts_visible_to
from history.past import as_of_or_now, in_words, parse_moment
from history.services import recorded
from sources.models import Document, Passage, Text

if TYPE_CHECKING:
    from history.services import Actor

#: Larger ones are written by `manage.py export_bundle`, into a file: a request would take minutes, and the database would hold them.
MOST_EXCERPTS = 10_000
MOST_BYTES = 50_000_000
_INSTEAD = "Ask for less, or write it with manage.py export_bundle."
_IN_MEMORY = 1 << 20


def freeze_bundle(asked: Asked, *, by: Actor, site: str) -> Bundle:
    """Make the bundle of what was asked for and keep it; where the very same one was kept already, return that.

    Raises:
        ValidationError: Something asked for does not exist or is not public, or the bundle is too large to be kept.
        CitationError: The citations cannot be formatted.
    """
    with as_of_or_now(asked.as_of):
        excerpts = select(asked).passages.count()
    if excerpts > MOST_EXCERPTS:
        raise ValidationError(f"The bundle would have {excerpts} excerpts; with at most {MOST_EXCERPTS} it is kept. {_INSTEAD}")
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        contents = write_bundle(asked, file, site=site)
        size = file.seek(0, 2)
        if size > MOST_BYTES:
            raise ValidationError(f"The bundle has {size} bytes; at most {MOST_BYTES} are kept. {_INSTEAD}")
        file.seek(0)
        content = file.read()
    sha256 = hashlib.sha256(content).hexdigest()
    kept = Bundle.objects.without_content().filter(sha256=sha256).first()
    if kept is not None:
        return kept
    named = {"claims": sorted(set(asked.claims)), "topics": sorted(set(asked.topics)), "documents": sorted(set(asked.documents))}
    then = {"as_of": in_words(asked.as_of)} if asked.as_of else {}
    bundle = Bundle(sha256=sha256, size=size, asked=named | then, holds=contents.public_ids(), content=content)
    try:
        with recorded(by=by, reason="Made a bundle"), transaction.atomic():
            bundle.save(force_insert=True)
    except IntegrityError:
        # Somebody made the same bundle at the same moment.
        return Bundle.objects.without_content().get(sha256=sha256)
    return Bundle.objects.without_content().get(pk=bundle.pk)


def is_still_public(bundle: Bundle) -> bool:
    """Whether all that a bundle holds may be shown to anybody today (law 7): records, words, and works that records name.

    What was merged since is as public as what it was merged into. Of a bundle of a past moment: whether it was public then and nothing of it
    was hidden or withheld since.
    """
    holds, moment = bundle.holds, bundle.asked.get("as_of")
    with as_of_or_now(parse_moment(moment) if moment else None):
        return _is_public(holds)


def _is_public(holds: Mapping[str, Iterable[str]]) -> bool:
    return (
        _all_found(Claim.objects.public(), holds["claims"])
        and _all_found(Evidence.objects.public(), holds["evidence"])
        and _all_found(Relation.objects.public(), holds["relations"])
        and _all_found(excerpts_visible_to(None), holds["excerpts"])
        and _all_found(_public_documents(), [*holds["documents"], *holds["named"]])
        and not Passage.objects.filter(public_id__in=holds["quoted"], text__rights=Text.Rights.PRIVATE).exists()
    )


def _all_found(public: QuerySet[Any], ids: Iterable[str]) -> bool:
    wanted = set(ids)
    return public.filter(public_id__in=wanted).order_by().count() == len(wanted)


def _public_documents() -> QuerySet[Document]:
    return Document.objects.filter(Q(merged_into__isnull=True) | Q(merged_into__is_hidden=False), is_hidden=False)
