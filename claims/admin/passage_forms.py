"""The form by which words are pinned."""

from __future__ import annotations

from django import forms
from unfold.widgets import UnfoldAdminExpandableTextareaWidget, UnfoldAdminTextInputWidget

from history.admin.forms import SeenForm
from sources.models import Passage


class NewPassageForm(SeenForm):
    """A document and words to pin in its newest held text."""

    quote = forms.CharField(
        strip=False, widget=UnfoldAdminExpandableTextareaWidget(), help_text="The words, pasted verbatim from the text with its line ends."
    )
    words_before = forms.CharField(
        required=False,
        strip=False,
        widget=UnfoldAdminTextInputWidget(),
        help_text="What stands right before, space included. Only if the words stand there twice.",
    )
    words_after = forms.CharField(
        required=False,
        strip=False,
        widget=UnfoldAdminTextInputWidget(),
        help_text="What stands right after, space included. Only if the words stand there twice.",
    )

    class Meta:
        model = Passage
        fields = ("document", "is_published")

    def _get_validation_exclusions(self) -> set[str]:
        # The service makes the record; what is checked here is the form's own fields.
        return {field.name for field in Passage._meta.fields}
