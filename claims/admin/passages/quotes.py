"""What forms share that take pasted words: they are looked for, and where they fit several places or none quite, one chooses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminExpandableTextareaWidget, UnfoldAdminRadioSelectWidget, UnfoldAdminTextInputWidget

from claims.admin.passages.places import describe_place, name_of_place
from history.administrators import administers
from sources.models import Document, Passage
from sources.services.locate_quote import locate_quote
from sources.services.locating.located import Located, Place, Quote, Reader
from sources.services.pin_passage import pin_place, why_unplaced

if TYPE_CHECKING:
    _Form = forms.BaseForm
else:
    _Form = object

#: Candidates that a form offers; a quote with more needs its context anyway.
MOST_OFFERED = 20
#: What a service calls the context of a quote, and what a form does.
_CONTEXT = {"prefix": "words_before", "suffix": "words_after"}


def reader_of(request: HttpRequest) -> Reader:
    """What the one who uses these pages may see."""
    return Reader(sees_hidden=True, sees_private=administers(request.user))


def words_field(*, is_required: bool = True) -> forms.CharField:
    """The pasted words."""
    return forms.CharField(
        required=is_required,
        strip=False,
        widget=UnfoldAdminExpandableTextareaWidget(),
        help_text=(
            "The words, as you copied them. Other line ends, hyphens or quotation marks do no harm: "
            "what is pinned are the characters of the text itself."
        ),
    )


def context_field(where: str) -> forms.CharField:
    """What stands before or after the words."""
    return forms.CharField(
        required=False,
        strip=False,
        widget=UnfoldAdminTextInputWidget(),
        help_text=f"What stands right {where} them. Only if the words stand there twice.",
    )


def place_field() -> forms.CharField:
    """The place chosen; hidden as long as there is nothing to choose."""
    return forms.CharField(label="Which of these", required=False, widget=forms.HiddenInput)


def words_of(fields: Mapping[str, Any]) -> Quote:
    """The quote of a form. Browsers send line ends as CR LF; most texts have LF."""
    return Quote(*(str(fields.get(name) or "").replace("\r\n", "\n") for name in ("quote", *_CONTEXT.values())))


def refusals_by_field(refusal: ValidationError) -> Iterator[tuple[str, list[str]]]:
    """Yield what a search was refused for, by the name of the form's field."""
    for name, messages in refusal.message_dict.items():
        yield _CONTEXT.get(name, name), messages


class PlacesQuote(_Form):
    """Looks for the words of ``quote`` between ``words_before`` and ``words_after``, and offers what it found in ``place``."""

    #: Who uses the form; set by the page.
    reader: ClassVar[Reader] = Reader(sees_hidden=True)
    _found: Place | None = None

    def look_for_words(self, document: Document | None) -> None:
        """Find the place to pin: the one where the words stand, or the one chosen among those offered. Says so at the field if there is none."""
        quote = words_of(self.cleaned_data)
        try:
            located = locate_quote(quote, document=document, reader=self.reader)
        except ValidationError as refusal:
            for name, said in refusals_by_field(refusal):
                self.add_error(name, said)
            return
        chosen = {name_of_place(place): place for place in located.candidates}.get(self.data.get("place", ""))
        self._found = located.only or chosen
        if self._found is None:
            self._offer(located)
            self.add_error("quote", why_unplaced(quote.words, located, document))

    def pinned_passage(self) -> Passage:
        """The passage at the place that was found. Only of a form that is valid."""
        assert self._found is not None  # noqa: S101 - a valid form has found one
        return pin_place(self._found)[0]

    def _offer(self, located: Located) -> None:
        offered = located.candidates[:MOST_OFFERED]
        if not offered:
            return
        field: Any = self.fields["place"]
        field.widget = UnfoldAdminRadioSelectWidget(choices=[(name_of_place(place), describe_place(place)) for place in offered])
        field.help_text = "Choose where your words stand and save again. Pinned are the words of the text, as they are shown here."
