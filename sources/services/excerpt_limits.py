"""How much of an excerpts-only text public excerpts show, of how much they may."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from sources.models import Text
from sources.models.texts import NEAR


@dataclass(frozen=True)
class ExcerptMeter:
    """What public excerpts show together of one text, overlaps once and with the context that each is shown with.

    Texts with the same words (corrected versions, copies elsewhere) are counted together.
    """

    words: int
    most_words: int
    #: Of the text's characters, in percent, to a tenth.
    share: float
    most_share: int

    @property
    def is_near(self) -> bool:
        """Whether one of both limits is nearly reached."""
        return self.words >= NEAR * self.most_words or self.share >= NEAR * self.most_share

    @property
    def filled(self) -> int:
        """How much of the limit that is nearer is used, in percent; at most 100."""
        return min(100, round(100 * max(self.words / max(self.most_words, 1), self.share / self.most_share)))

    def __str__(self) -> str:
        return f"{self.words:,} of {self.most_words:,} words, {self.share} % of {self.most_share} %"


def excerpt_meters(texts: Iterable[int]) -> dict[int, ExcerptMeter]:
    """The meters of texts by primary key, of those alone that are shown in excerpts only: one query, however many texts.

    Args:
        texts: Primary keys.
    """
    limited: QuerySet[Any] = Text.objects.filter(pk__in=set(texts), rights=Text.Rights.EXCERPT_ONLY).order_by().with_use()
    rows = limited.values_list("pk", "shown_words", "excerpt_most_words", "shown_characters", "length", "excerpt_most_share")
    return {
        pk: ExcerptMeter(words, most_words, round(100 * characters / length, 1), most_share)
        for pk, words, most_words, characters, length, most_share in rows
    }
