"""Forms that know which revision their reader saw, and ask why it is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminTextInputWidget

from history.refusals import fit_to_form

_UNSEEN = "This page does not say which revision you saw. Open the record again, then change it."

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Any]
else:
    _ModelForm = forms.ModelForm

SEEN = "seen_revision"
SEEN_ROWS = "seen_rows"
WHY = "change_reason"


class SeenForm(_ModelForm):
    """A form that refuses to overwrite what its reader has not seen (law 6).

    A page that says what its reader saw is compared before, and leads to the page of the conflict (``history.admin.conflicts``).
    """

    #: What the database said when it was asked to keep this form's record; shown when the page is drawn again.
    refusal: ClassVar[ValidationError | None] = None

    seen_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None and SEEN in self.fields:
            self.initial[SEEN] = self.instance.revision

    def clean(self) -> dict[str, Any] | None:
        """Compare the revision that was on the page with the present one."""
        cleaned = super().clean()
        seen = self.cleaned_data.get(SEEN)
        if self.instance.pk is not None and SEEN in self.fields and seen != self.instance.revision:
            self.add_error(None, ValidationError(_UNSEEN, code="stale"))
        return cleaned

    def full_clean(self) -> None:
        """Also say what the database refused."""
        super().full_clean()
        if self.is_bound and self.refusal is not None:
            self.add_error(None, self.refusal)

    def add_error(self, field: str | None, error: Any) -> None:
        """Put errors of columns that this form does not show at its top."""
        fitted = error if isinstance(error, ValidationError) else ValidationError(error)
        super().add_error(field, fit_to_form(self, fitted) if field is None else fitted)


class RecordForm(SeenForm):
    """The form of a record's own page. It carries the rows that its reader saw too (``history.seen``)."""

    #: The rows that belong to the record now, as the page carries them.
    rows_now: ClassVar[str] = "{}"

    seen_rows = forms.CharField(required=False, widget=forms.HiddenInput)

    change_reason = forms.CharField(
        label="Why this change",
        required=False,
        max_length=500,
        widget=UnfoldAdminTextInputWidget(),
        help_text="For the history, in a few words, for example: the title page says 2004. May stay empty.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial[SEEN_ROWS] = self.rows_now


def with_rows(form: type[forms.ModelForm[Any]], rows: str) -> type[forms.ModelForm[Any]]:
    """The form that carries the rows which its reader sees."""
    return type(form.__name__, (form,), {"rows_now": rows})


def with_refusal(form: type[forms.ModelForm[Any]], refusal: ValidationError) -> type[forms.ModelForm[Any]]:
    """The form that shows a refusal beside what was typed."""
    return type(form.__name__, (form,), {"refusal": refusal})
