"""Pages of the admin as a browser would send them back."""

from __future__ import annotations

from typing import Any

from django.urls import reverse


def page(model: str, name: str, *args: Any) -> str:
    """The address of a page, for example ``page("sources_document", "change", 5)``."""
    return reverse(f"admin:{model}_{name}", args=args)


def filled(response: Any, **changes: Any) -> dict[str, Any]:
    """What the form of a page would post, with some fields changed."""
    data = _values(response.context["adminform"].form)
    for inline in response.context["inline_admin_formsets"]:
        data |= _values(inline.formset.management_form)
        for form in inline.formset.forms:
            data |= _values(form)
    return data | {"_save": "Save"} | changes


def _values(form: Any) -> dict[str, Any]:
    values = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def errors(response: Any) -> dict[str, list[str]]:
    """The faults that a page shows, by field; ``__all__`` are those at its top."""
    found = {name: list(messages) for name, messages in response.context["adminform"].form.errors.items()}
    for inline in response.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            found |= {f"{form.prefix}-{name}": list(messages) for name, messages in form.errors.items()}
    return found


def messages_of(response: Any) -> list[str]:
    """The messages at the top of a page."""
    return [str(message) for message in response.context["messages"]]
