"""What stands above the form of a document or author: that it was merged, what is likely the same, and whether its key may be changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from history.admin.records import address_of
from sources.models import Author, Document, Merge
from sources.services.find_duplicates import Proposal, duplicates_of_author, duplicates_of_document
from sources.services.rename_document import may_rename_and_merge

#: Why somebody who is no editor is not offered to merge.
WHY_NOT_MERGE = "Merging is for editors: ask one."
_MOST_SHOWN = 5

Record = Author | Document


@dataclass(frozen=True)
class Shown:
    """One proposal as a card: names, what speaks for and against, and where its buttons lead."""

    proposal: Proposal
    first: str
    second: str
    first_address: str
    second_address: str
    compare: str
    apart: str

    @property
    def tone(self) -> str:
        """The colour of its score."""
        return "success" if self.proposal.score >= 0.75 else "warning"


def show(proposal: Proposal, names: Any, *, mine: Record | None = None) -> Shown:
    """Return a proposal to be shown; on the page of ``mine`` the other record stands first.

    Args:
        proposal: What was found.
        names: How the admin names a record.
        mine: The record on whose page it stands.
    """
    kept = mine or proposal.first
    other = proposal.other(kept)
    return Shown(
        proposal=proposal,
        first=names(kept),
        second=names(other),
        first_address=address_of(kept),
        second_address=address_of(other),
        compare=page_of(kept, "compare", other),
        apart=page_of(kept, "apart", other),
    )


def page_of(record: Record, page: str, *further: Record) -> str:
    """Return the address of one of the pages that merging adds to a record."""
    return reverse(f"admin:sources_{record._meta.model_name}_{page}", args=[record.pk, *(one.pk for one in further)])


def panel(request: HttpRequest, record: Record, names: Any) -> dict[str, Any]:
    """What the template above the form needs: the merge that ended the record, those that ended in it, likely duplicates."""
    may = may_rename_and_merge(request.user)
    if record.merged_into is not None:
        return {"gone": _gone(record), "may_merge": may, "why_not": WHY_NOT_MERGE, "kept": names(record.merged_into)}
    found = duplicates_of_document(record) if isinstance(record, Document) else duplicates_of_author(record)
    return {
        "duplicates": [show(proposal, names, mine=record) for proposal in found[:_MOST_SHOWN]],
        "number": len(found),
        "came_here": [{"merge": merge, "name": names(_merged(merge)), "undo": undo_address(merge)} for merge in _merges_into(record)],
        "may_merge": may,
        "may_tell": request.user.has_perm(f"sources.change_{record._meta.model_name}"),
        "why_not": WHY_NOT_MERGE,
        "list": reverse(f"admin:sources_{record._meta.model_name}_duplicates"),
        "rename": page_of(record, "rename") if isinstance(record, Document) else "",
        "former_keys": [former.key for former in record.former_keys.all()] if isinstance(record, Document) else [],
    }


def undo_address(merge: Merge) -> str:
    """Return where a merge is undone."""
    return page_of(_merged(merge), "undo")


def standing_merge(record: Record) -> Merge | None:
    """Return the merge by which a record leads to another."""
    return Merge.objects.standing().select_related("by").filter(**{f"merged_{record._meta.model_name}": record}).first()


def _gone(record: Record) -> dict[str, Any]:
    into: Any = record.merged_into
    return {"merge": standing_merge(record), "address": address_of(into), "undo": page_of(record, "undo")}


def _merges_into(record: Record) -> list[Merge]:
    kind = record._meta.model_name
    found = Merge.objects.standing().filter(**{f"kept_{kind}": record}).select_related(f"merged_{kind}", "by")
    return list(found[:_MOST_SHOWN])


def _merged(merge: Merge) -> Any:
    return merge.merged_document or merge.merged_author
