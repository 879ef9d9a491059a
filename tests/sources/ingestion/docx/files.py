"""Word files made for the tests, part by part."""

from __future__ import annotations

import io
import zipfile

from sources.ingestion.docx import read
from sources.ingestion.extraction import Extraction
from sources.ingestion.limits import Limits

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PAGE_FIELD = "<w:r><w:instrText> PAGE </w:instrText></w:r>"
RECORDED_BREAK = "<w:r><w:lastRenderedPageBreak/></w:r>"
PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>'


def run(text: str, properties: str = "") -> str:
    """A run of words."""
    kept = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{kept}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of runs."""
    kept = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{kept}{''.join(runs)}</w:p>"


def referring(kind: str, number: int, **attributes: str) -> str:
    """A reference to a note."""
    further = "".join(f' w:{name}="{value}"' for name, value in attributes.items())
    return f'<w:r><w:{kind}Reference w:id="{number}"{further}/></w:r>'


def notes(kind: str, bodies: dict[int, str]) -> str:
    """The part that holds footnotes or endnotes; with the separator that each such part has."""
    separator = f'<w:{kind} w:type="separator" w:id="-1"><w:p/></w:{kind}>'
    return root(
        f"{kind}s", separator + "".join(f'<w:{kind} w:id="{number}">{paragraph(body)}</w:{kind}>' for number, body in bodies.items())
    )


def root(name: str, inner: str) -> str:
    """An element with the declaration of its names."""
    return f'<w:{name} xmlns:w="{NAMESPACE}">{inner}</w:{name}>'


def word_file(body: str, **parts: str) -> bytes:
    """A Word file with this body; further parts by their kind: styles, footnotes, footer, ..."""
    related = "".join(f'<Relationship Id="r{number}" Type="{_RELATED}/{kind}" Target="{kind}.xml"/>' for number, kind in enumerate(parts))
    relationships = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{related}</Relationships>'
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": root("document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": relationships,
            **{f"word/{kind}.xml": part for kind, part in parts.items()},
        }
    )


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


def extracted(data: bytes) -> Extraction:
    """What reading gives, in this very process."""
    return read(data, None, Limits())
