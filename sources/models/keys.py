"""Citation keys that documents had before they were renamed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from history.models import Tracked
from sources.models.documents import Document, validate_citation_key


class FormerKey(Tracked):
    """A citation key that a document once had: it leads there for ever and is given to no other document.

    Written by the database itself when a document is renamed, by nobody else; never changed, never deleted.
    """

    #: A merge of the record it names leaves it where it is.
    STAYS_WHEN_MERGED: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="former_keys", editable=False, help_text="The document that had this key."
    )
    key = models.CharField(
        max_length=200, editable=False, validators=[validate_citation_key], help_text="The key as it was, for example nodomi2005challenge."
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["document", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(key__regex=r"^[A-Za-z0-9_:.+/-]+$"),
                name="sources_formerkey_key_plain",
                violation_error_message="A citation key is made of ASCII letters, digits and _ : . + / -.",
            ),
            models.UniqueConstraint(
                Lower("key"),
                name="sources_formerkey_key_once",
                violation_error_message="This key was a document's before: it leads there and is not given again.",
            ),
        ]

    def __str__(self) -> str:
        return self.key
