"""The first page, and whether the service is well."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from claims.models import Claim, Evidence
from claims.models.excerpts import excerpts_visible_to
from claims.services.excerpts import Excerpt, show_excerpts
from config.embedded_postgres import EmbeddedPostgresError
from sources.models import Document, Passage, Text

_SHOWN = 4


def home(request: HttpRequest) -> HttpResponse:
    """Say what this is, show some live excerpts, and where to go."""
    public = excerpts_visible_to(None)
    documents = Document.objects.public().with_record()
    page = {
        "excerpts": _some_excerpts(),
        "documents": documents.filter(texts__isnull=False).distinct().order_by("is_sample", "citation_key"),
        "awaited": Text.objects.awaited().filter(document__is_hidden=False).count(),
        "corpus_dir": settings.CORPUS_DIR,
        "counts": {
            "documents": Document.objects.public().count(),
            "excerpts": public.count(),
            "claims": Claim.objects.public().count(),
            "evidence": Evidence.objects.public().count(),
        },
        "site": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "pincite/home.html", page)


def _some_excerpts() -> list[Excerpt]:
    """One live excerpt of each of a few documents, those of real documents first."""
    live = excerpts_visible_to(None).filter(status=Passage.Status.EXACT)
    first = live.order_by("document_id", "start").distinct("document_id").values("pk")
    passages = Passage.objects.filter(pk__in=first).with_place().order_by("document__is_sample", "document__citation_key")
    return show_excerpts(list(passages[:_SHOWN]))


def healthz(request: HttpRequest) -> JsonResponse:
    """Whether the database answers and every migration is applied: 200 or 503."""
    try:
        executor = MigrationExecutor(connection)
        waiting = [
            f"{migration.app_label}.{migration.name}" for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())
        ]
    except (DatabaseError, EmbeddedPostgresError):
        return JsonResponse({"status": "unwell", "database": "not reachable"}, status=503)
    if waiting:
        return JsonResponse({"status": "unwell", "database": "reachable", "migrations_waiting": waiting}, status=503)
    return JsonResponse({"status": "ok", "database": "reachable", "migrations_waiting": []})
