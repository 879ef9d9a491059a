"""Bibliographies as they come in over HTTP: as the body itself or as a file of a form, spooled to disk where they are large."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any, BinaryIO, cast

from django.conf import settings
from rest_framework import status
from rest_framework.exceptions import APIException, UnsupportedMediaType, ValidationError
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request

from sources.negotiation.representations import BIBLATEX, BIBTEX, CSL_JSON, RIS
from sources.services.importing.importing import FORMATS, format_of

_FORMATS_BY_TYPE = {media_type: one.name for one in (BIBTEX, BIBLATEX, RIS, CSL_JSON) for media_type in one.media_types} | {
    "application/json": "csl-json",
    # What clients say when they were told nothing: the file itself shows what it is.
    "": "",
    "application/octet-stream": "",
    "application/x-www-form-urlencoded": "",
    "text/plain": "",
}
_IN_MEMORY = 1_000_000
_PIECE = 64 * 1024
_LENGTH = re.compile("[0-9]{1,18}")


class TooLargeError(APIException):
    """413: the file has more bytes than are accepted."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE

    def __init__(self) -> None:
        super().__init__(
            f"The file has more than the {settings.MAX_TEXT_BYTES:,} bytes that are accepted here. Split it, or ask who runs the server "
            "to import it by command: manage.py import_sources FILE."
        )


@dataclass(frozen=True, slots=True)
class Upload:
    """One file that came in."""

    source: BinaryIO
    #: The format that was said; "" where the file has to show it.
    format: str
    name: str = ""


class BodyParser(BaseParser):
    """The body is the file, whatever its type: the view knows which it takes."""

    media_type = "*/*"

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """Return the body as a seekable file.

        Raises:
            TooLargeError: It is larger than is accepted.
        """
        spooled = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - lives as long as the request
        length = 0
        while piece := stream.read(_PIECE):
            length += len(piece)
            if length > settings.MAX_TEXT_BYTES:
                raise TooLargeError
            spooled.write(piece)
        spooled.seek(0)
        return spooled


PARSERS = (MultiPartParser, BodyParser)


def read_upload(request: Request) -> Upload:
    """Return the file of a request: its field ``file``, or its body.

    Raises:
        ValidationError: There is no file, it is empty, or ``format`` names none that is read.
        UnsupportedMediaType: The body's type is that of no bibliography.
        TooLargeError: It is larger than is accepted.
    """
    said = request.query_params.get("format", "")
    if said and said not in FORMATS:
        raise ValidationError({"format": [f"{said[:80]!r} is no format that is read. There are: {', '.join(FORMATS)}."]})
    _refuse_announced(request)
    upload = _from_form(request, said) if _media_type(request.content_type) == "multipart/form-data" else _from_body(request, said)
    if not upload.source.read(1):
        raise ValidationError({"file": ["The file is empty."]})
    upload.source.seek(0)
    return upload


def _refuse_announced(request: Request) -> None:
    """A body that says itself that it is too large need not be read."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if _LENGTH.fullmatch(announced) and int(announced) > settings.MAX_TEXT_BYTES + _PIECE:
        raise TooLargeError


def _from_form(request: Request, said: str) -> Upload:
    file = request.FILES.get("file")
    if file is None:
        raise ValidationError({"file": ["Send the bibliography in the field file, or as the body of the request."]})
    if file.size > settings.MAX_TEXT_BYTES:
        raise TooLargeError
    by_type = _FORMATS_BY_TYPE.get(_media_type(file.content_type or ""), "")
    return Upload(cast("BinaryIO", file.file), said or format_of(file.name or "") or by_type, file.name or "")


def _from_body(request: Request, said: str) -> Upload:
    media_type = _media_type(request.content_type)
    if not said and media_type not in _FORMATS_BY_TYPE:
        known = ", ".join(sorted({one.media_types[0] for one in (BIBTEX, BIBLATEX, RIS, CSL_JSON)}))
        raise UnsupportedMediaType(media_type, f"No bibliography has the type {media_type}. Send one of {known}, or say which with format.")
    if not isinstance(request.data, SpooledTemporaryFile):
        raise ValidationError({"file": ["Send the bibliography in the field file, or as the body of the request."]})
    return Upload(cast("BinaryIO", request.data), said or _FORMATS_BY_TYPE[media_type])


def _media_type(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0].strip().lower()
