"""What editors took away: a machine that looks again does not bring it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from history.models import Change
from sources.models import Reference, Text


@dataclass(frozen=True, slots=True)
class Rejected:
    """A reference that somebody deleted, as it was; offsets in Unicode code points."""

    kind: str
    raw: str
    citing_id: int
    text_id: int | None
    start: int | None
    end: int | None
    cited_id: int | None
    cited_text_id: int | None
    cited_start: int | None
    cited_end: int | None


def rejected_in(document: int, kinds: Iterable[str]) -> list[Rejected]:
    """Return the references of some kinds, in or to any text of a document, that an account deleted.

    History remembers them. What a command or the database deleted under nobody's name was no decision of an editor. Two queries.
    """
    texts = list(Text.objects.filter(document=document).order_by().values_list("pk", flat=True))
    deleted = Change.objects.filter(table=Reference._meta.db_table, kind=Change.Kind.DELETE, user_id__isnull=False)
    states = deleted.filter(Q(state__text_id__in=texts) | Q(state__cited_text_id__in=texts)).values_list("state", flat=True)
    wanted = set(kinds)
    return [Rejected(**{name: state.get(name) for name in Rejected.__slots__}) for state in states if state.get("kind") in wanted]
