"""The types of claims as the database knows them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class DeclaredType(models.Model):
    """One type of claim, written by ``migrate`` from its declaration in ``claims/types``: what the database holds claims to.

    A claim is of a type that stands here, has its required attributes and no others than it has (trigger ``law_type``).
    """

    name = models.CharField(max_length=20, primary_key=True, help_text="Its name, for example causal.")
    schema = models.JSONField(help_text="The JSON Schema of its attributes.")

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name
