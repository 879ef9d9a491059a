"""Who did what for a document."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from history.models import Tracked
from sources.formats.record import CSL_ROLES, Name
from sources.models.authors import Author
from sources.models.constraints import known_value
from sources.models.documents import Document
from sources.models.names import NameParts


class Contribution(NameParts, Tracked):
    """One author's part in one document, in the order of the title page.

    The name's parts are filled in only when the document must be cited under another form of the name than the authority
    record's; ``credited`` keeps what the document prints, misprints and ranks included.
    """

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="contributions", help_text="The document.")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="contributions", help_text="The authority record.")
    role = models.CharField(
        max_length=30,
        choices=[(value, value.replace("-", " ")) for value in CSL_ROLES],
        default="author",
        help_text="What the author did, a CSL role: author, editor, translator, ...",
    )
    position = models.PositiveSmallIntegerField(default=1, help_text="Place among those of the same role, from 1.")
    credited = models.CharField(
        max_length=500, blank=True, help_text="The name as this document prints it, for example COL Mitsuru Nodomi."
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["document", "role", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            known_value("role", CSL_ROLES, name="sources_contribution_role_known", message="Choose one of the roles of CSL 1.0.2."),
            models.UniqueConstraint(
                fields=["document", "role", "position"],
                name="sources_contribution_place_once",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Two contributions of one role have the same position.",
            ),
            models.UniqueConstraint(
                fields=["document", "role", "author"],
                name="sources_contribution_author_once",
                # Judged after each statement, so that a merge can exchange the credits of two documents in one.
                deferrable=models.Deferrable.IMMEDIATE,
                violation_error_message="This author has this role on this document already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.position}"

    def cited_name(self) -> Name:
        """Return the name to cite: as given here, else the authority record's."""
        return self.as_name() if self.has_name else self.author.as_name()
