"""Import over HTTP: a file in, what became of each of its entries out."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Any

import orjson
from django.db import IntegrityError, connection
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSet

from history.services import law_in_words, recorded
from sources.api.uploads import PARSERS, Upload, read_upload
from sources.formats.entries import UnreadableFileError
from sources.negotiation.representations import BIBLATEX, BIBTEX, CSL_JSON, RIS
from sources.services.importing.importing import FORMATS, import_sources
from sources.services.importing.outcome import Outcome, Summary, outcome_as_json

_OPTIONS = {
    "dry_run": "Say what would happen, and store nothing.",
    "keep_going": "Store what is good although an entry failed; else one failed entry keeps everything out.",
    "update": "Write the file's values over those of documents that are here; else differences are shown only.",
}
_KNOWN = {"format", *_OPTIONS}
_IN_MEMORY = 1_000_000


class MayAddDocuments(BasePermission):
    """Curators and whoever else may add documents."""

    message = "Importing is for curators: your account may not add documents. Ask an administrator."

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the account may add documents, and change them where that is asked for."""
        wanted = ["sources.add_document"] + (["sources.change_document"] if request.query_params.get("update") == "true" else [])
        return request.user.has_perms(wanted)


class UnfitFileError(APIException):
    """422: nothing of the file can be read, or a law of the database refuses what it brings."""

    status_code = 422
    default_code = "unfit"


class DifferenceSerializer(serializers.Serializer[Any]):
    field = serializers.CharField()
    here = serializers.CharField(allow_blank=True)
    file = serializers.CharField()


class EntrySerializer(serializers.Serializer[Any]):
    key = serializers.CharField(allow_blank=True, help_text="The file's own.")
    line = serializers.IntegerField(help_text="On which the entry begins, from 1.")
    result = serializers.ChoiceField(choices=["created", "updated", "unchanged", "failed"])
    # The base class has an attribute of this name, for the faults of a form.
    errors = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]
    warnings = serializers.ListField(child=serializers.CharField())
    document = serializers.CharField(allow_blank=True, help_text="The citation key here.")
    differences = DifferenceSerializer(many=True)


class ImportReportSerializer(serializers.Serializer[Any]):
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    failed = serializers.IntegerField()
    entries = EntrySerializer(many=True)


class ImportViewSet(ViewSet):
    """Bring a bibliography in: BibTeX, BibLaTeX, RIS or CSL-JSON, all of it or nothing; repeated, it changes nothing."""

    permission_classes = (MayAddDocuments,)
    parser_classes = PARSERS

    @extend_schema(
        request={media_type: OpenApiTypes.BINARY for one in (BIBTEX, BIBLATEX, RIS, CSL_JSON) for media_type in one.media_types[:1]}
        | {"multipart/form-data": {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}},
        parameters=[
            OpenApiParameter("format", enum=FORMATS, description="Of the file; found by its type, name or beginning unless said."),
            *(OpenApiParameter(name, type=bool, default=False, description=told) for name, told in _OPTIONS.items()),
        ],
        responses={
            200: OpenApiResponse(ImportReportSerializer, description="Nothing was to be stored."),
            201: OpenApiResponse(ImportReportSerializer, description="Stored."),
        },
    )
    def create(self, request: Request) -> StreamingHttpResponse:
        """Import the file of the body."""
        options = _options(request)
        upload = read_upload(request)
        entries = _Entries()
        try:
            with recorded(by=request.user, reason=f"Imported{f' from {upload.name[:150]}' if upload.name else ' over the API'}"):
                summary = _import(upload, entries, sees_hidden=bool(request.user.is_staff), options=options)
                # Deferred constraints speak now, while the answer can still say so.
                connection.check_constraints()
        except UnreadableFileError as error:
            raise UnfitFileError(str(error)) from error
        except IntegrityError as error:
            raise UnfitFileError(law_in_words(error)) from error
        return _answer(summary, entries, is_dry=options["dry_run"])


class _Entries:
    """What became of each entry, as JSON; on disk where there are many."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - read while the answer is sent
        self._separator = b""

    def add(self, outcome: Outcome) -> None:
        """Take one more."""
        self._file.write(self._separator + orjson.dumps(outcome_as_json(outcome)))
        self._separator = b","

    def pieces(self) -> Iterator[bytes]:
        """The inside of a JSON array."""
        self._file.seek(0)
        while piece := self._file.read(64 * 1024):
            yield piece


def _options(request: Request) -> dict[str, bool]:
    if unknown := sorted(set(request.query_params) - _KNOWN):
        raise ValidationError({name: [f"Unknown parameter. Known here: {', '.join(sorted(_KNOWN))}."] for name in unknown})
    said = {name: str(request.query_params.get(name, "false")) for name in _OPTIONS}
    if unfit := [name for name, value in said.items() if value not in {"true", "false"}]:
        raise ValidationError({name: ["Write true or false."] for name in unfit})
    return {name: value == "true" for name, value in said.items()}


def _import(upload: Upload, entries: _Entries, *, sees_hidden: bool, options: dict[str, bool]) -> Summary:
    return import_sources(upload.source, format=upload.format, sees_hidden=sees_hidden, report=entries.add, **options)


def _answer(summary: Summary, entries: _Entries, *, is_dry: bool) -> StreamingHttpResponse:
    counts = {name: getattr(summary, name) for name in ("created", "updated", "unchanged", "failed")}
    is_refused = bool(summary.failed) and not summary.is_stored and not is_dry
    if is_refused:
        told = f"{summary.failed} of the entries cannot be taken, so nothing was stored. Mend them, or take the rest with keep_going=true."
        content: dict[str, Any] = {"type": "about:blank", "title": "Unprocessable Content", "status": 422, "detail": told, **counts}
    else:
        content = counts
    is_new = summary.is_stored and bool(summary.created or summary.updated)
    head = orjson.dumps(content)[:-1] + b',"entries":['

    def parts() -> Iterator[bytes]:
        yield head
        yield from entries.pieces()
        yield b"]}"

    return StreamingHttpResponse(
        parts(),
        status=422 if is_refused else 201 if is_new else 200,
        content_type="application/problem+json" if is_refused else "application/json",
    )
