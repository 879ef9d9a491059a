"""How the words of a quotation differ from those that it quotes, word by word: read from both texts, so that it is never behind."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Func, TextField

from sources.anchoring.carrying import Piece, word_diff
from sources.anchoring.view import view_of
from sources.models import Reference


def differences_of(references: Iterable[Reference]) -> dict[int, list[Piece]]:
    """Return, by primary key, what altered quotations changed: from the quoted words to those that stand in the quoting text.

    Those whose letters and digits are the same are left out, and what quotes nothing, or a text that is not held. One query.
    """
    quoting = {row.pk: row.raw for row in references if row.cited_text_id is not None and row.raw}
    if not quoting:
        return {}
    words = Func(
        F("cited_text__content"), F("cited_start") + 1, F("cited_end") - F("cited_start"), function="substr", output_field=TextField()
    )
    quoted = Reference.objects.filter(pk__in=quoting, cited_text__content__isnull=False).order_by().values_list("pk", words)
    return {key: word_diff(said, quoting[key]) for key, said in quoted if view_of(said).text != view_of(quoting[key]).text}
