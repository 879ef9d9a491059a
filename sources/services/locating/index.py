"""The index by which quotes are found: a view and fingerprints of each held text, made where they are missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import connection, transaction
from django.db.models import Q

from sources.anchoring import fingerprints, view_of
from sources.models import Fingerprint, Text, TextView
from sources.models.texts import TextQuerySet

#: Raised whenever views or fingerprints are made in another way: those of before are made again.
ALGORITHM = 1
#: The algorithm of a view that is still to be made: the database writes its row with the words.
WAITING = 0
#: Letters in a stretch whose hash is kept.
STRETCH = 10
#: Of so many neighbouring stretches one at least is kept: any common run of ``STRETCH + WINDOW - 1`` letters shares one.
WINDOW = 16

# Indexed while somebody waits for an answer; the rest waits for the next who asks.
_IN_PASSING = 1_000_000
_MOST_IN_PASSING = 1_000


def hashes_of(letters: str) -> set[int]:
    """The hashes by which a run of letters (as a view has them) is known; none where it is shorter than any that is kept."""
    return {value for value, _ in fingerprints(letters, k=STRETCH, window=WINDOW)}


def unindexed() -> TextQuerySet:
    """The held texts whose view waits to be made, or was made in an older way. Read by an index: nothing where none waits."""
    return Text.objects.filter(Q(view__algorithm__lt=ALGORITHM) | Q(view__algorithm__gt=ALGORITHM), content__isnull=False)


def index_texts(*, most_characters: int | None = None) -> int:
    """Index every held text that is not indexed, whatever path its words came by; return how many.

    Args:
        most_characters: Stop before a text with which the work would be longer than this; None for all.
    """
    done = 0
    left = most_characters
    for key, length in list(unindexed().order_by("length", "pk").values_list("pk", "length")):
        if left is not None and length > left:
            break
        left = None if left is None else left - length
        content = Text.objects.filter(pk=key).values_list("content", flat=True).get()
        done += index_text(key, content or "")
    return done


def are_indexed() -> bool:
    """Whether every held text is indexed: two looks at the ends of an index, however many texts there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(algorithm), max(algorithm) FROM sources_textview")
        return set(cursor.fetchone()) <= {ALGORITHM, None}


def index_in_passing() -> bool:
    """Index what little is not indexed yet; return whether all is."""
    missing = len(unindexed().order_by().values_list("pk")[:_MOST_IN_PASSING])
    return index_texts(most_characters=_IN_PASSING) == missing


@transaction.atomic
def index_text(key: int, content: str) -> bool:
    """Index the held words of one text, unless it is done already; return whether it was done now.

    Two who do it at once wait for each other: the row of the view comes first.
    """
    _forget_older(key)
    view = view_of(content)
    if not _add_view(key, view.to_bytes()):
        return False
    _add_fingerprints(key, hashes_of(view.text))
    return True


def _forget_older(key: int) -> None:
    older = TextView.objects.filter(text=key).exclude(algorithm__in=[WAITING, ALGORITHM])
    if older.delete()[0]:
        # Reads the whole table, which is why nothing else ever asks for a text's fingerprints.
        Fingerprint.objects.filter(text=key).delete()


def _add_view(key: int, packed: bytes) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sources_textview AS kept (text_id, algorithm, packed) VALUES (%s, %s, %s)"
            " ON CONFLICT (text_id) DO UPDATE SET algorithm = excluded.algorithm, packed = excluded.packed WHERE kept.algorithm = %s",
            [key, ALGORITHM, packed, WAITING],
        )
        return bool(cursor.rowcount)


def _add_fingerprints(key: int, hashes: Iterable[int]) -> None:
    with connection.cursor() as cursor, cursor.copy("COPY sources_fingerprint (hash, text_id) FROM STDIN") as copy:
        for rows in _pieces(hashes, key):
            copy.write(rows)


def _pieces(hashes: Iterable[int], key: int) -> Iterator[str]:
    ending = f"\t{key}\n"
    ordered = sorted(hashes)
    for start in range(0, len(ordered), 10_000):
        yield "".join(f"{value}{ending}" for value in ordered[start : start + 10_000])
