"""What the pages of records say of themselves so that two who save the same one overwrite nothing of each other's (law 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse

from history.admin.conflict_answers import Conflict
from history.seen import rows_of, write_seen
from history.story import Part

if TYPE_CHECKING:
    from history.admin.unfolded import ModelAdmin as _Admin
else:
    _Admin = object


@dataclass(frozen=True)
class Linked:
    """A field that holds records through rows of their own: the rows, and their column that names what is chosen."""

    part: Part
    column: str


class SolvesConflicts(_Admin):
    """Adds to the form of a record the page that a stale form leads to."""

    #: Fields that hold other records through rows of their own.
    linked_fields: ClassVar[Mapping[str, Linked]] = {}

    # What subclasses say.

    def fields_together(self, forms: Sequence[Any]) -> list[Sequence[str]]:
        """The fields of a form as was, as is and as typed; those that mean something only together in one group."""
        return [[name] for name in dict.fromkeys(name for form in forms for name in form.fields)]

    def column_of(self, name: str) -> str:
        """The column that keeps a field."""
        declared = {one.name: str(one.column) for one in self.opts.concrete_fields}
        return declared.get(name, name)

    def why_closed(self, record: Any) -> str:
        """Why a record that could be changed when the page was opened can be no longer."""
        return "It cannot be changed any more."

    # Law 6.

    def form_parts(self, request: HttpRequest, record: Any) -> list[Part]:
        """The rows that the form shows."""
        parts = [one.part for one in self.linked_fields.values()]
        for inline in self.get_inlines(request, record):
            if not getattr(inline, "is_read_only", False):
                key = _get_foreign_key(self.model, inline.model, fk_name=getattr(inline, "fk_name", None))
                parts.append(Part(inline.model, key.attname))
        return parts

    def seen_now(self, request: HttpRequest, object_id: str | None) -> str:
        """The rows of a record as its page carries them: read before the page itself, so that it can only be older than what it shows."""
        key = self._key_of(object_id)
        return write_seen({} if key is None else rows_of(key, self.form_parts(request, None)))

    def answer_to_stale(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        """The page of a conflict; None where what was sent may be saved. Locks the record and its rows, and sets what was chosen.

        Call it inside the transaction that saves.
        """
        key = self._key_of(object_id)
        return None if key is None or not self.has_change_permission(request) else Conflict(self, request, key).answer()

    def _key_of(self, object_id: str | None) -> int | None:
        try:
            key = None if object_id is None else self.opts.pk.to_python(unquote(object_id))
        except ValidationError:
            return None
        return key if key is None or 0 < key < 2**63 else None
