"""Documents taken away from their list, as a bibliography in any format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from unfold.widgets import UnfoldAdminTextInputWidget

from history.admin.unfolded import ModelAdmin
from sources.formats.csl.citations import CitationError
from sources.formats.csl.styles import COMMON_STYLES, is_style
from sources.models import Document
from sources.models.documents import DocumentQuerySet
from sources.services.export_sources import export_sources

if TYPE_CHECKING:
    _Admin = ModelAdmin
else:
    _Admin = object

_NO_FILE_NAME = re.compile(r"[^A-Za-z0-9_.+-]+")


@dataclass(frozen=True)
class TakenAs:
    """A form in which documents leave."""

    format: str
    #: How the list of actions calls it.
    words: str
    content_type: str
    extension: str


_FORMS = {
    one.format: one
    for one in (
        TakenAs("biblatex", "BibLaTeX", "application/x-bibtex; charset=utf-8", ".bib"),
        TakenAs("bibtex", "BibTeX (classic)", "application/x-bibtex; charset=utf-8", ".bib"),
        TakenAs("ris", "RIS", "application/x-research-info-systems; charset=utf-8", ".ris"),
        TakenAs("csl-json", "CSL-JSON", "application/vnd.citationstyles.csl+json", ".json"),
        TakenAs("bibliography", "a formatted bibliography", "text/plain; charset=utf-8", ".txt"),
    )
}


class StyleForm(forms.Form):
    """Which citation style."""

    style = forms.CharField(
        initial="apa",
        max_length=150,
        widget=UnfoldAdminTextInputWidget(attrs={"list": "pin-styles", "autocomplete": "off"}),
        help_text="The id of a CSL style: one of those offered, or any of the CSL project, for example journal-of-political-economy.",
    )

    def clean_style(self) -> str:
        """Refuse a style that nobody has."""
        style: str = self.cleaned_data["style"].strip().lower()
        if not is_style(style):
            raise ValidationError(f"There is no style {style}. There are: {', '.join(COMMON_STYLES)}, and the others of the CSL project.")
        return style


def _taken(one: TakenAs) -> Callable[..., Any]:
    def run(model_admin: ExportsBibliographies, request: HttpRequest, queryset: QuerySet[Document]) -> HttpResponseBase | None:
        return model_admin.take_away(request, queryset, one)

    run.__name__ = f"take_{one.format.replace('-', '_')}"
    asks = " …" if one.format == "bibliography" else ""
    return admin.action(description=f"Take away as {one.words}{asks}", permissions=["view"])(run)


class ExportsBibliographies(_Admin):
    """Adds to the list of documents the actions by which those selected are taken away.

    What is hidden or merged leaves on no path: the page says so before anything is sent, and sends the others.
    """

    actions = tuple(map(_taken, _FORMS.values()))

    def take_away(self, request: HttpRequest, queryset: QuerySet[Document], taken_as: TakenAs) -> HttpResponseBase | None:
        """Send the documents, or ask first where there is something to ask or to say."""
        public = Document.objects.public().filter(pk__in=queryset.order_by().values("pk"))
        number = public.count()
        left_out = queryset.count() - number
        confirmed = "confirmed" in request.POST
        form = StyleForm(request.POST if confirmed else None) if taken_as.format == "bibliography" else None
        if number and (confirmed or not (form or left_out)) and (form is None or form.is_valid()):
            return _sent(request, public, taken_as, form.cleaned_data["style"] if form else "")
        context = {
            **self.admin_site.each_context(request),
            "title": f"Take away as {taken_as.words}",
            "opts": self.opts,
            "media": self.media,
            "form": form,
            "styles": COMMON_STYLES,
            "number": number,
            "left_out": left_out,
            "action": f"take_{taken_as.format.replace('-', '_')}",
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
        }
        return TemplateResponse(request, "sources/admin/take_away.html", context)


def _sent(request: HttpRequest, documents: DocumentQuerySet, taken_as: TakenAs, style: str) -> HttpResponseBase | None:
    text: Iterable[str]
    if style:
        try:
            # A style orders the whole set at once, and what it cannot format is to be said on the page.
            text = list(export_sources(documents, format=taken_as.format, style=style))
        except CitationError as error:
            messages.error(request, str(error))
            return None
    else:
        # Read while it is sent: nothing is asked of the database before this request's transaction has ended.
        text = export_sources(documents, format=taken_as.format)
    name = f"{_name(documents, style)}{taken_as.extension}"
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}  # noqa: FBT003 - Django's signature
    return StreamingHttpResponse(text, content_type=taken_as.content_type, headers=headers)


def _name(documents: DocumentQuerySet, style: str) -> str:
    """A file's name that no program takes for anything else."""
    keys = list(documents.order_by("citation_key").values_list("citation_key", flat=True)[:2])
    name = _NO_FILE_NAME.sub("_", keys[0]).strip(".+-_") if len(keys) == 1 else "documents"
    return "-".join(filter(None, [name or "document", style]))
