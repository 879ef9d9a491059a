"""A document here gets what a file says otherwise; nothing is emptied and the key stays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django.db import transaction

from history.services import store
from sources.formats.record import Record
from sources.models import Contribution, Document, Identifier, TitleVariant
from sources.models.documents import DATE_COLUMNS, FIELD_COLUMNS
from sources.services.importing.differences import differences
from sources.services.importing.incoming import Incoming, identifiers_of
from sources.services.importing.writing import Credits, further_variables, write_contributions

_COLUMNS = {variable: column for column, variable in {**FIELD_COLUMNS, **DATE_COLUMNS}.items()}


@transaction.atomic
def update_document(entry: Incoming, here: Record, people: dict[str, list[tuple[int, bool]]]) -> None:
    """Write an entry's values over those of the document that it is, where they differ.

    Args:
        entry: With ``document_id`` set.
        here: The document as it is described now.
        people: Authors here by the digests of names.

    Raises:
        ValidationError: A law of the database refuses it.
    """
    file = entry.record
    document = Document.objects.select_for_update().get(pk=entry.document_id)
    differing = {one.field for one in differences(file, here)}
    for variable, text in (*file.fields.items(), *file.dates.items()):
        if variable in differing and variable in _COLUMNS:
            setattr(document, _COLUMNS[variable], text)
    document.variables = {**document.variables, **{name: text for name, text in further_variables(file).items() if name in differing}}
    document.extra = {**document.extra, **{name: text for name, text in file.extra.items() if f"extra.{name}" in differing}}
    if "type" in differing:
        document.type = file.type
    _link(document, entry, differing)
    store(document)
    _add_identifiers(document, file)
    _write_titles(document, file)
    _replace_people(document, [role for role in file.names if role in differing], file, people)


def _link(document: Document, entry: Incoming, differing: Iterable[str]) -> None:
    for link, key in (("part_of", entry.part_of_id), ("original", entry.original_id)):
        if link not in differing or key is None:
            continue
        if _leads_to(key, document.pk, link):
            entry.warn(link, "It would stand in itself, by way of others: the link is left as it is.")
            continue
        setattr(document, f"{link}_id", key)


def _leads_to(start: int, wanted: int, link: str) -> bool:
    seen: set[int] = set()
    key: int | None = start
    while key is not None and key not in seen:
        if key == wanted:
            return True
        seen.add(key)
        key = cast("int | None", Document.objects.values_list(f"{link}_id", flat=True).get(pk=key))
    return False


def _add_identifiers(document: Document, file: Record) -> None:
    held = set(document.identifiers.values_list("scheme", "value"))
    for scheme, value in identifiers_of(file):
        if (scheme, value) not in held:
            store(Identifier(document=document, scheme=scheme, value=value))


def _write_titles(document: Document, file: Record) -> None:
    held = {(one.form, one.language): one for one in document.titles.all()}
    for title in file.titles:
        variant = held.get((title.form, title.language)) or TitleVariant(document=document, form=title.form, language=title.language)
        if variant.title != title.text:
            variant.title = title.text
            store(variant)


def _replace_people(document: Document, roles: Iterable[str], file: Record, people: dict[str, list[tuple[int, bool]]]) -> None:
    for role in roles:
        who = Credits(people)
        who.add(document.pk, role, file.names[role])
        Contribution.objects.filter(document=document, role=role).delete()
        write_contributions(who)
