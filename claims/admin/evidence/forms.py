"""The form of a piece of evidence: a passage that is here, or one that is pinned while it is added."""

from __future__ import annotations

from typing import Any

from django import forms

from claims.admin.passages.quotes import PlacesQuote, context_field, place_field, words_field
from claims.models import Evidence
from history.admin.forms import RecordForm
from sources.models import Document, Passage


class EvidenceForm(RecordForm):
    """Evidence that is changed."""

    class Meta:
        model = Evidence
        fields = ("claim", "passage", "stance", "voice", "holder", "holder_as_named", "basis", "strength", "reason")


class NewEvidenceForm(PlacesQuote, EvidenceForm):
    """Evidence that is added, with words to pin where its passage is not here yet."""

    document = forms.ModelChoiceField(
        Document.objects.all(), required=False, help_text="Whose words they are, when the passage is not here yet."
    )
    quote = words_field(is_required=False)
    words_before = context_field("before")
    words_after = context_field("after")
    place = place_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passage"].required = False

    def clean(self) -> dict[str, Any] | None:
        """Ask for a passage, or for words and their document, not both."""
        cleaned = super().clean()
        chosen, quote, document = (self.cleaned_data.get(name) for name in ("passage", "quote", "document"))
        if chosen and quote:
            self.add_error("quote", "Choose a passage or paste words, not both.")
        elif not chosen and not quote:
            self.add_error("passage", "Choose a passage, or paste its words below.")
        elif quote and not document and "document" not in self.errors:
            self.add_error("document", "Say whose words these are.")
        elif quote and not self.errors:
            self.look_for_words(document)
        return cleaned

    def passage_to_link(self) -> Passage:
        """The passage chosen, or the one that the pasted words are pinned as. Only of a form that is valid."""
        fields = self.cleaned_data
        if fields["passage"]:
            return fields["passage"]  # type: ignore[no-any-return]
        return self.pinned_passage()
