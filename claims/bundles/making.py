"""Make a bundle: choose, write each file, pack."""

from __future__ import annotations

from django.db import connection, transaction

from claims.bundles.archive import pack
from claims.bundles.lines import annotation_page, claims_lines
from claims.bundles.markdown import excerpts_markdown
from claims.bundles.readme import readme
from claims.bundles.selection import Asked, Selection, select
from sources.formats.bibtex.writing import write_bibliography
from sources.formats.csl.writing import write_csl_json
from sources.services.describe_document import describe_document


def make_bundle(asked: Asked, *, site: str) -> bytes:
    """Return the bundle of what was asked for, as the bytes of a zip file.

    Args:
        asked: Claims, topics and documents; nothing for everything that is public.
        site: The address of this installation, for permalinks.

    Raises:
        ValidationError: Something asked for does not exist or is not public.
    """
    with transaction.atomic():
        # One moment for all files, whatever is written meanwhile. (A caller's own transaction has its own view already.)
        if not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        files = _files(select(asked), site)
    return pack(files)


def _files(selection: Selection, site: str) -> dict[str, bytes]:
    records = [describe_document(document) for document in selection.documents]
    written = {
        "references.bib": "".join(write_bibliography(records, dialect="biblatex")),
        "references-bibtex.bib": "".join(write_bibliography(records, dialect="bibtex", ascii_only=True)),
        "references.json": "".join(write_csl_json(records)),
        "excerpts.md": "".join(excerpts_markdown(selection.excerpts)),
        "claims.jsonl": "".join(claims_lines(selection)),
        "annotations.jsonld": annotation_page(selection, site),
        "README.md": readme(selection, site),
    }
    return {name: content.encode() for name, content in written.items()}
