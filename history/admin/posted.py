"""The fields of a form as a browser sends them, whoever's values they hold, and as people read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models

from history.admin.autocomplete import named_by_admin, records_to_name
from history.admin.markup import NOTHING

#: Field name as sent -> its values.
Posted = dict[str, list[str]]


@dataclass(frozen=True)
class Held:
    """What one field holds in one version: its value as the form has it, and as it is sent."""

    field: forms.Field
    value: Any
    posted: Posted


def held_by(form: forms.BaseForm, name: str) -> Held:
    """What a field of a form that nobody has sent shows."""
    bound = form[name]
    return Held(bound.field, bound.value(), posted(bound.field.widget, bound.html_name, bound.value()))


def held_in(data: Any, form: forms.BaseForm, name: str) -> Held:
    """What was sent for a field of a form."""
    field, html_name = form.fields[name], form.add_prefix(name)
    value = field.widget.value_from_datadict(data, {}, html_name)
    sent = {key: data.getlist(key) for key in _names(field.widget, html_name) if key in data}
    return Held(field, value, sent)


def differ(initial: Held, sent: Held) -> bool:
    """Whether what was sent is another value than a form showed. Browsers send line ends as CR LF."""
    one, other = initial.value, sent.value
    if isinstance(one, str) and isinstance(other, str) and _lines(one) == _lines(other):
        return False
    return bool(initial.field.has_changed(one, other))


def _lines(words: str) -> str:
    return words.replace("\r\n", "\n").strip()


def posted(widget: forms.Widget, name: str, value: Any) -> Posted:
    """A value as a browser sends it back from a widget."""
    widget = _bare(widget)
    if isinstance(widget, forms.MultiWidget):
        values = value if isinstance(value, list | tuple) else widget.decompress(value) or []
        sent: Posted = {}
        for (suffix, one), held in zip(_inner(widget), values, strict=False):
            sent |= posted(one, name + suffix, held)
        return sent
    if isinstance(widget, forms.CheckboxInput):
        return {name: ["on"]} if widget.check_test(value) else {}
    shown: Any = widget.format_value(value)
    if isinstance(shown, list | tuple):
        return {name: [str(one) for one in shown]} if shown else {}
    return {name: ["" if shown is None else str(shown)]}


def _names(widget: forms.Widget, name: str) -> Iterator[str]:
    widget = _bare(widget)
    if isinstance(widget, forms.MultiWidget):
        for suffix, one in _inner(widget):
            yield from _names(one, name + suffix)
    else:
        yield name


def _inner(widget: Any) -> Iterator[tuple[str, forms.Widget]]:
    """The widgets of one that has several, each with what ends its name."""
    return zip(widget.widgets_names, widget.widgets, strict=True)


def _bare(widget: forms.Widget) -> forms.Widget:
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


class Names:
    """The names of the records that fields hold by number: one query for each kind of record."""

    def __init__(self, held: Iterable[Held]) -> None:
        wanted: dict[type[models.Model], set[str]] = defaultdict(set)
        for one in held:
            if isinstance(one.field, forms.ModelChoiceField) and one.field.queryset is not None:
                wanted[one.field.queryset.model].update(filter(str.isdecimal, _keys(one)))
        self._known: dict[type[models.Model], dict[str, str]] = {}
        for model, keys in wanted.items():
            found = records_to_name(admin.site, model).in_bulk([int(key) for key in keys if len(key) < 19])
            self._known[model] = {str(key): named_by_admin(admin.site, record) for key, record in found.items()}

    def told(self, held: Held) -> str:
        """A field's value in words."""
        field, value = held.field, held.value
        if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
            known = self._known.get(field.queryset.model, {})
            return ", ".join(known.get(key, f"number {key} (gone)") for key in _keys(held)) or NOTHING
        if isinstance(field, forms.BooleanField):
            return "yes" if value else "no"
        if value in (None, "", [], ()):
            return NOTHING
        if isinstance(field, forms.ChoiceField):
            return _choice(field, value)
        return "\n".join(f"{one}" for values in held.posted.values() for one in values).replace("\r\n", "\n") or NOTHING


def _choice(field: forms.ChoiceField, value: Any) -> str:
    flat: dict[str, str] = {}
    choices: Any = field.choices
    for key, label in choices:
        inner: Any = label if isinstance(label, list | tuple) else [(key, label)]
        flat |= {str(one): str(said) for one, said in inner}
    chosen = value if isinstance(value, list | tuple) else [value]
    return ", ".join(flat.get(str(one), str(one)) for one in chosen)


def _keys(held: Held) -> list[str]:
    return [key for values in held.posted.values() for key in values if key]


def as_sent(held: Mapping[str, Held]) -> Posted:
    """All fields of a form together."""
    return {key: values for one in held.values() for key, values in one.posted.items()}
