"""The files of a bundle: their names, what they are and for whom. README, metadata and the check all go by this list."""

from __future__ import annotations

from dataclasses import dataclass

SUMS = "SHA256SUMS"
CRATE = "ro-crate-metadata.json"


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a bundle."""

    name: str
    #: As registered with IANA, or as its format's own documents name it.
    media_type: str
    #: For people, in a few words that go on after "the file is".
    description: str


MEMBERS: tuple[Member, ...] = (
    Member("references.bib", "application/x-bibtex", "the documents for BibLaTeX and biber"),
    Member("references-bibtex.bib", "application/x-bibtex", "the same for classic BibTeX"),
    Member("references.ris", "application/x-research-info-systems", "the same for reference managers that read RIS"),
    Member("references.json", "application/vnd.citationstyles.csl+json", "the same as CSL-JSON, for Pandoc and citation managers"),
    Member("excerpts.md", "text/markdown", "every excerpt as a quotation with its citation, in Pandoc Markdown"),
    Member("excerpts.tex", "application/x-tex", "the same for LaTeX, with BibLaTeX or without"),
    Member(
        "excerpts.docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "the same for Word, each citation in a footnote, the bibliography at the end",
    ),
    Member("claims.jsonl", "application/jsonl", "the claims, each with its evidence and relations, one JSON object a line"),
    Member(
        "annotations.jsonld",
        "application/ld+json",
        "the excerpts as W3C Web Annotations: exact words, context, offsets in code points, hashes",
    ),
    Member("README.md", "text/markdown", "what a person reads first"),
    Member(CRATE, "application/ld+json", "what all this is, for machines (RO-Crate 1.1)"),
    Member(SUMS, "text/plain", "a checksum of every other file"),
)
NAMES: tuple[str, ...] = tuple(sorted(member.name for member in MEMBERS))
BY_NAME = {member.name: member for member in MEMBERS}
