"""The page on which a quotation is found among all texts, and pinned where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from claims.admin.passages.places import describe_place, name_of_place
from claims.admin.passages.quotes import MOST_OFFERED, context_field, reader_of, refusals_by_field, words_field, words_of
from history.admin.autocomplete import NamedSelect, named
from history.admin.records import address_of
from history.admin.unfolded import ModelAdmin, action
from history.refusals import sentences
from history.services import recorded
from sources.models import Document, Passage
from sources.services.locate_quote import locate_quote
from sources.services.locating.located import INCOMPLETE, Located
from sources.services.pin_passage import pin_place

if TYPE_CHECKING:
    _Admin = ModelAdmin
else:
    _Admin = object

_VERDICTS = {
    "exact": ("success", "Exactly these words stand here."),
    "normalised": ("success", "These words stand here, otherwise printed."),
    "approximate": ("warning", "Not these words, but nearly, stand here. The differences are marked."),
    "ambiguous": ("warning", "The quote fits more than one place. Choose, or add the words before or after it."),
    "absent": ("danger", "These words stand nowhere in what is held."),
}


class FindForm(forms.Form):
    """A quotation, and the document to search if it is known."""

    quote = words_field()
    document = forms.ModelChoiceField(
        Document.objects.unmerged(), required=False, help_text="Only if you know whose words they are; else every text is searched."
    )
    words_before = context_field("before")
    words_after = context_field("after")

    def located(self, request: HttpRequest) -> Located | None:
        """What was found; None where the form says why not."""
        if not self.is_valid():
            return None
        try:
            return locate_quote(words_of(self.cleaned_data), document=self.cleaned_data["document"], reader=reader_of(request))
        except ValidationError as refusal:
            for name, said in refusals_by_field(refusal):
                self.add_error(name, said)
            return None


class FindsQuotations(_Admin):
    """Adds the page to the list of passages."""

    actions_list = ("find_quotation",)

    @action(description="Find a quotation", url_path="find/", permissions=["view"], icon="search")
    def find_quotation(self, request: HttpRequest) -> HttpResponse:
        """Find a quotation, or pin it at one of the places found."""
        form = FindForm(request.POST or None, initial={name: value for name, value in request.GET.items() if name in FindForm.base_fields})
        self._let_choose_documents(form)
        located = form.located(request) if request.method == "POST" else None
        if located is not None and "pin" in request.POST:
            return self._pin(request, located)
        context = {"title": "Find a quotation", "form": form, **(_shown(located) if located else {})}
        around = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media + form.media}
        may_pin = {"may_pin": self.has_add_permission(request)}
        return TemplateResponse(request, "claims/admin/find.html", {**around, **may_pin, **context})

    def _let_choose_documents(self, form: FindForm) -> None:
        field: Any = form.fields["document"]
        named(field, self.admin_site)
        field.widget = NamedSelect(cast("Any", Passage._meta.get_field("document")), self.admin_site)
        field.widget.choices = field.choices

    def _pin(self, request: HttpRequest, located: Located) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        place = {name_of_place(one): one for one in located.candidates}.get(request.POST["pin"])
        if place is None:
            messages.error(request, "The place you chose is none of those where the quote stands. Look again.")
            return HttpResponseRedirect(request.get_full_path())
        try:
            with recorded(by=request.user, reason="Found by its words"):
                passage, is_new = pin_place(place)
        except (ValidationError, IntegrityError) as refusal:
            for sentence in sentences(refusal):
                messages.error(request, sentence)
            return HttpResponseRedirect(request.get_full_path())
        said = (
            "Pinned: these are the words of the text, proved to the character."
            if is_new
            else "These words are pinned already: here they are."
        )
        messages.success(request, said)
        return HttpResponseRedirect(address_of(passage))


def _shown(located: Located) -> dict[str, Any]:
    tone, verdict = _VERDICTS[located.grade]
    return {
        "located": located,
        "tone": tone,
        "verdict": verdict,
        "incomplete": "" if located.is_complete else INCOMPLETE,
        "places": [(name_of_place(place), describe_place(place)) for place in located.candidates[:MOST_OFFERED]],
        "beyond": max(0, len(located.candidates) - MOST_OFFERED),
        "near": [describe_place(place) for place in located.near],
    }
