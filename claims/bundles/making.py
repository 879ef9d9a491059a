"""Make a bundle: choose, write each file as the records are read, pack."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import tee, zip_longest
from typing import IO

from django.db import connection, transaction

from claims.bundles import latex, lines, markdown
from claims.bundles.archive import WrittenFile, checksums, pack, written_files
from claims.bundles.contents import Contents
from claims.bundles.crate import Crate
from claims.bundles.latex_text import letters_of
from claims.bundles.members import CRATE, NAMES, SUMS
from claims.bundles.readme import readme
from claims.bundles.selection import Asked, Selection, in_chunks, select
from claims.bundles.word import WordDocument
from history.past import as_of_or_now
from sources.formats.bibtex.writing import write_bibliography
from sources.formats.csl.writing import write_csl_json
from sources.formats.record import Record
from sources.formats.ris.writing import write_ris
from sources.services.describe_document import describe_document

_BODY, _DESCRIBED = "body of excerpts.tex", "documents of the crate"


def write_bundle(asked: Asked, out: IO[bytes], *, site: str) -> Contents:
    """Write the bundle of what was asked for, and return what is in it.

    In memory are some hundred records at a time, the ids of all, and what the Word document is made of, which pandoc takes whole.

    Args:
        asked: Claims, topics and documents; nothing for everything that is public; as of a moment, or as it is now.
        out: An empty file that can be read and written.
        site: The address of this installation, for permalinks.

    Raises:
        ValidationError: Something asked for does not exist or is not public.
        CitationError: The citations cannot be formatted.
    """
    with written_files([*NAMES, _BODY, _DESCRIBED]) as files:
        writing = _Writing(files, site, asked.as_of)
        with as_of_or_now(asked.as_of), transaction.atomic():
            # One moment for all files, whatever is written meanwhile. (A caller's own transaction has its own view already.)
            if not connection.savepoint_ids:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            selection = select(asked)
            writing.write_references(selection)
            writing.write_excerpts(selection)
            writing.write_claims(selection)
        writing.finish()
        pack({name: files[name] for name in NAMES}, out)
    return writing.contents


class _Writing:
    """The files of one bundle, each written in one pass over the records that it is made of."""

    def __init__(self, files: Mapping[str, WrittenFile], site: str, moment: datetime | None) -> None:
        self.contents = Contents(moment=moment)
        self._files = files
        self._site = site
        self._word = WordDocument()
        self._crate = Crate(site)
        self._letters: set[str] = set()

    def write_references(self, selection: Selection) -> None:
        """Write the documents in every format, record by record side by side."""
        for_biblatex, for_bibtex, for_ris, for_csl = tee(self._records(selection), 4)
        formats = {
            "references.bib": write_bibliography(for_biblatex, dialect="biblatex", presorted=True),
            "references-bibtex.bib": write_bibliography(for_bibtex, dialect="bibtex", ascii_only=True, presorted=True),
            "references.ris": write_ris(for_ris, presorted=True),
            "references.json": write_csl_json(for_csl, presorted=True),
        }
        for pieces in zip_longest(*formats.values(), fillvalue=""):
            for name, piece in zip(formats, pieces, strict=True):
                self._files[name].write(piece)
                self._letters |= letters_of(piece)

    def write_excerpts(self, selection: Selection) -> None:
        """Write the excerpts for Markdown, LaTeX and Word and as annotations."""
        self._files["excerpts.md"].write(markdown.HEAD)
        self._files["annotations.jsonld"].write(lines.annotations_head(self._site))
        document = separator = None
        for quotation in selection.quotations():
            if quotation.passage.document != document:
                document = quotation.passage.document
                self._files["excerpts.md"].write(markdown.section(document))
                self._write_latex(latex.section(document))
                self._word.add_section(document)
            self._files["excerpts.md"].write(markdown.quote(quotation))
            self._write_latex(latex.quote(quotation))
            self._word.add_quote(quotation)
            self._files["annotations.jsonld"].write((separator or "") + lines.annotation_line(quotation, self._site))
            separator = ",\n"
            self.contents.add_quotation(quotation)
        self._files["excerpts.md"].write(markdown.FOOT)
        self._files["annotations.jsonld"].write(lines.ANNOTATIONS_FOOT)

    def write_claims(self, selection: Selection) -> None:
        """Write the claims with what hangs on them."""
        for claims in in_chunks(selection.claims):
            evidence = list(selection.evidence.filter(claim__in=claims))
            relations = list(selection.relations.filter(from_claim__in=claims))
            self._files["claims.jsonl"].write_all(lines.claims_lines(claims, evidence, relations))
            self.contents.add_claims(claims, evidence, relations)

    def finish(self) -> None:
        """Write what can be said only when all else is known."""
        self._files["excerpts.tex"].write_all(latex.head(self._letters))
        self._files["excerpts.tex"].write_all(self._files[_BODY].read())
        self._files["excerpts.tex"].write(latex.foot(has_works=bool(self.contents.documents)))
        with tempfile.SpooledTemporaryFile() as document:
            self._word.write(document)
            document.seek(0)
            self._files["excerpts.docx"].write_all(iter(lambda: document.read(1 << 16), b""))
        self._files["README.md"].write(readme(self.contents, self._site))
        described = (line.decode().rstrip("\n") for line in self._lines_of(_DESCRIBED))
        self._files[CRATE].write_all(self._crate.lines(self.contents, self._files, described))
        others = {name: self._files[name] for name in NAMES if name != SUMS}
        self._files[SUMS].write(checksums(others))

    def _records(self, selection: Selection) -> Iterator[Record]:
        for documents in in_chunks(selection.documents):
            for document in documents:
                record = describe_document(document)
                self.contents.add_document(document)
                self._word.add_work(record)
                self._files[_DESCRIBED].write(self._crate.add_document(document, record.text("license")) + "\n")
                yield record

    def _write_latex(self, source: str) -> None:
        self._letters |= letters_of(source)
        self._files[_BODY].write(source)

    def _lines_of(self, name: str) -> Iterator[bytes]:
        rest = b""
        for piece in self._files[name].read():
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole
