"""The form by which words are pinned."""

from __future__ import annotations

from typing import Any

from claims.admin.passages.quotes import PlacesQuote, context_field, place_field, words_field
from history.admin.forms import SeenForm
from sources.models import Passage


class NewPassageForm(PlacesQuote, SeenForm):
    """A document and words to pin in its newest held text."""

    quote = words_field()
    words_before = context_field("before")
    words_after = context_field("after")
    place = place_field()

    class Meta:
        model = Passage
        fields = ("document", "is_published")

    def clean(self) -> dict[str, Any] | None:
        """Look for the words, where the rest is fit."""
        cleaned = super().clean()
        if not self.errors:
            self.look_for_words(self.cleaned_data["document"])
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # The service makes the record; what is checked here is the form's own fields.
        return {field.name for field in Passage._meta.fields}
