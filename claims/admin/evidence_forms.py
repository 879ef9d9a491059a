"""The form of a piece of evidence: a passage that is here, or one that is pinned while it is added."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminExpandableTextareaWidget, UnfoldAdminTextInputWidget

from claims.models import Evidence
from history.admin.forms import RecordForm
from sources.models import Document, Passage
from sources.services.pin_passage import pin_quote


class EvidenceForm(RecordForm):
    """Evidence that is changed."""

    class Meta:
        model = Evidence
        fields = ("claim", "passage", "stance", "voice", "holder", "holder_as_named", "basis", "strength", "reason")


class NewEvidenceForm(EvidenceForm):
    """Evidence that is added, with words to pin where its passage is not here yet."""

    document = forms.ModelChoiceField(
        Document.objects.all(), required=False, help_text="Whose words they are, when the passage is not here yet."
    )
    quote = forms.CharField(
        required=False,
        strip=False,
        widget=UnfoldAdminExpandableTextareaWidget(),
        help_text="The words, pasted verbatim from the text; they are looked for and pinned.",
    )
    words_before = forms.CharField(
        required=False, strip=False, widget=UnfoldAdminTextInputWidget(), help_text="Only if the words stand there twice."
    )
    words_after = forms.CharField(
        required=False, strip=False, widget=UnfoldAdminTextInputWidget(), help_text="Only if the words stand there twice."
    )

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
        return cleaned

    def passage_to_link(self) -> Passage:
        """The passage chosen, or the one that the pasted words are pinned as.

        Raises:
            ValidationError: The words are not there, or more than once; the message is at the field.
        """
        fields = self.cleaned_data
        if fields["passage"]:
            return fields["passage"]  # type: ignore[no-any-return]
        return pinned(fields)


def pinned(fields: dict[str, Any]) -> Passage:
    """Pin the words of a form with the fields ``document``, ``quote``, ``words_before`` and ``words_after``.

    Browsers send line ends as CR LF; the words are looked for with LF, which is what most texts have, then as they came.
    """
    words = tuple(fields[name] for name in ("quote", "words_before", "words_after"))
    plain = tuple(one.replace("\r\n", "\n") for one in words)
    try:
        return _pin(fields["document"], *plain)
    except ValidationError as refusal:
        with suppress(ValidationError):
            return _pin(fields["document"], *words)
        raise refusal from None


def _pin(document: Document, quote: str, prefix: str, suffix: str) -> Passage:
    return pin_quote(document, quote, prefix=prefix, suffix=suffix)[0]
