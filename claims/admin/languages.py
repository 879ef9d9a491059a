"""Languages as they are typed on pages."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from sources.formats.babel_languages import tag_fault


class ChecksLanguage:
    """Mixin for forms with a ``language``: a tag that is not well-formed is refused at its field.

    What imports brought in stays as it is; only what is typed is asked for.
    """

    cleaned_data: dict[str, Any]

    def clean_language(self) -> str:
        """Refuse what is no language tag (BCP 47)."""
        tag = str(self.cleaned_data["language"])
        if fault := tag_fault(tag):
            raise ValidationError(fault)
        return tag
