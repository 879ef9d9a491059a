"""The lines of a RIS record while they are read, and how they go into a draft."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sources.formats.draft import Draft
from sources.formats.plain_text import clean
from sources.formats.ris.lines import Tagged
from sources.formats.ris.tags import SYNONYMS


class Left:
    """The lines of a record that have not been read yet."""

    def __init__(self, tags: Iterable[Tagged]) -> None:
        self._tags: dict[str, list[Tagged]] = defaultdict(list)
        for tagged in tags:
            if tagged.text():
                self._tags[SYNONYMS.get(tagged.tag, tagged.tag)].append(tagged)

    def has(self, tag: str) -> bool:
        """Whether a line with this tag and a value is left."""
        return tag in self._tags

    def take(self, *tags: str) -> list[Tagged]:
        """Return the lines with these tags that have a value, tag by tag; they are read then."""
        return [tagged for tag in tags if tag in self._tags for tagged in self._tags.pop(tag)]

    def rest(self) -> list[Tagged]:
        """Return the lines that nobody took."""
        return self.take(*self._tags)


def set_first(draft: Draft, variable: str, tags: list[Tagged]) -> None:
    """Set a variable from the first line; the same again adds nothing, further ones are kept under their tags."""
    for tagged in tags:
        text = tagged.text()
        if not variable:
            draft.keep(tagged.tag, text)
        elif draft.fields.get(variable) != clean(text):
            draft.set_text(variable, text, field=tagged.tag, line=tagged.line)
