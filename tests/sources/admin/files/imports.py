"""Pages of the import as a browser would ask for them."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

FORM = "admin:sources_document_import_bibliography"
TWO = b"@book{ashdown2001gates,\n  title = {Gates},\n  year = {2001},\n}\n\n@book{ashdown2002tides,\n  title = {Tides},\n  year = {2002},\n}\n"


def given(client: Client, data: bytes = b"", name: str = "harbour.bib", *, form: str = FORM, **fields: Any) -> Any:
    """Choose a file; the page that comes next."""
    file = {"file": SimpleUploadedFile(name, data)} if data else {}
    return client.post(reverse(form), {"text": "", "format": "", **file, **fields}, follow=True)


def look(answer: Any) -> str:
    """The address of the page that shows what would happen."""
    return str(answer.redirect_chain[-1][0])


def pressed(client: Client, answer: Any, act: str) -> Any:
    """Press a button of that page; the page that comes next."""
    return client.post(look(answer), {"act": act}, follow=True)


def rows(answer: Any) -> list[tuple[int, str, str]]:
    """Line, key and result of every row of the page."""
    return [(row["line"], row["key"], re.sub("<.*?>", "", row["result"])) for row in answer.context["rows"]]


def faults(answer: Any) -> dict[str, list[str]]:
    """What the form says, by field."""
    return {name: list(said) for name, said in answer.context["form"].errors.items()}


def buttons(answer: Any) -> list[tuple[str, str]]:
    """What each button of the page does, and its words."""
    return [(button.act, button.words) for button in answer.context["buttons"]]
