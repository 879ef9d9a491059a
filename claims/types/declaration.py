"""How a type of claim is declared: its attributes, how it reads, and what comparing two claims of it means. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from claims.types.comparing import Comparison, Judge, compare, subject_of
from claims.types.sentences import enumerated, write_sentence
from claims.types.values import DECIMAL_PATTERN, NONE, UNKNOWN, Attributes, is_none, is_unknown
from sources.formats import dates

TEXT: dict[str, Any] = {"type": "string", "minLength": 1, "pattern": r"\S"}
#: A number, or the same as text where its digits must stay as they are (1.10).
NUMBER: dict[str, Any] = {"type": ["number", "string"], "pattern": DECIMAL_PATTERN}
FLAG: dict[str, Any] = {"type": "boolean"}
DATE: dict[str, Any] = {"type": "string", "format": "edtf"}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT, "minItems": 1, "uniqueItems": True}

#: What the types of JSON are called in messages.
_KINDS = {"string": "a text", "number": "a number", "array": "a list", "boolean": "true or false"}
_WORDS = dict.fromkeys(("pattern", "minLength", "minItems"), "write something, or leave the attribute out") | {
    "uniqueItems": "it names the same twice"
}
_LONGEST_SHOWN = 60

_formats = FormatChecker(formats=())


@_formats.checks("edtf", raises=ValueError)
def _is_edtf(value: object) -> bool:
    return not isinstance(value, str) or bool(dates.validate(value))


@dataclass(frozen=True)
class Attribute:
    """One attribute of a type: its JSON Schema, what a curator should enter, and what it says when its value is unknown or there is none."""

    schema: dict[str, Any]
    help_text: str
    required: bool = False
    #: How it reads when the source does not say: "an unknown cause". Empty: it cannot be unknown.
    unknown: str = ""
    #: How it reads when there is none: "nobody". Empty: there is always one.
    none: str = ""
    #: How it reads when it is left out, where the sentence needs a word there.
    absent: str = ""
    #: How values read that are no words themselves.
    words: Mapping[Any, str] = field(default_factory=dict)

    @property
    def value_schema(self) -> dict[str, Any]:
        """The JSON Schema of all that may stand there: a value, or that it is unknown, or that there is none."""
        marks = [_mark(mark) for mark, words in ((UNKNOWN, self.unknown), (NONE, self.none)) if words]
        own = {**self.schema, "description": self.help_text}
        return {"anyOf": [self.schema, *marks], "description": self.help_text} if marks else own

    def told(self, value: Any) -> str:
        """The words for a value; for None, those for an attribute that is left out."""
        if value is None:
            return self.absent
        if is_unknown(value) or is_none(value):
            return self.unknown if is_unknown(value) else self.none
        if isinstance(value, list):
            return enumerated([str(item) for item in value])
        return self.words[value] if isinstance(value, bool | str) and value in self.words else "" if value is False else str(value)


def _mark(mark: Mapping[str, bool]) -> dict[str, Any]:
    (name,) = mark
    return {"type": "object", "properties": {name: {"const": True}}, "required": [name], "additionalProperties": False}


def _no_further_faults(_: Attributes) -> Iterable[str]:
    return ()


def _nothing_further(_: Attributes) -> str | None:
    return ""


@dataclass(frozen=True)
class ClaimType:
    """A type of claim. A new type is one file with one of these, listed in ``claims/types/__init__.py``.

    The order of the attributes is that of the form.
    """

    name: str
    help_text: str
    attributes: dict[str, Attribute] = field(default_factory=dict)
    #: How a claim reads from its attributes; see ``sentences``.
    sentence: str = ""
    #: The attributes that must be alike before two claims of the type have anything to do with each other.
    about: tuple[str, ...] = ()
    #: What the others say against or beside each other, by the name under which a sentence tells it.
    judges: Mapping[str, Judge] = field(default_factory=dict)
    #: What else two claims must share before one can contradict the other, such as a unit; None of a claim that can contradict none.
    shares: Callable[[Attributes], str | None] = _nothing_further
    #: Faults that no schema tells, each as "attribute: what is wrong.".
    check: Callable[[Attributes], Iterable[str]] = _no_further_faults

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema (2020-12) of the attributes."""
        return {
            "type": "object",
            "properties": {name: attribute.value_schema for name, attribute in self.attributes.items()},
            "required": [name for name, attribute in self.attributes.items() if attribute.required],
            "additionalProperties": False,
        }

    def faults(self, attributes: object) -> list[str]:
        """Return a sentence for each thing that is wrong with ``attributes``; none when they fit."""
        if not isinstance(attributes, dict):
            return ["attributes: write an object, with a value for each attribute."]
        found = [*self._wrong_names(attributes)]
        for name in sorted(self.attributes.keys() & attributes.keys()):
            found += self._faults_of(name, attributes[name])
        return list(dict.fromkeys(found)) or list(self.check(attributes))

    def told(self, attributes: Attributes) -> str:
        """Return how a claim with these attributes reads, for example: An unknown cause leads to a flood."""
        return write_sentence(self.sentence, lambda name: self.attributes[name].told(attributes.get(name)))

    def compare(self, first: Attributes, second: Attributes) -> Comparison:
        """Return what two claims of this type are to each other, as far as their attributes tell, with a sentence that says why."""
        return compare(first, second, about=self.about, judges=self.judges)

    def comparison_key(self, attributes: Attributes) -> str:
        """Return what a claim has in common with each claim of this type that it contradicts: equal where both are about the same thing.

        At most 64 characters, made of a hash: claims that share it are to be compared, and need not contradict. Empty for a claim
        that can contradict none that is about the same thing. What says that there is *none* of what others are about shares no key
        with them, though ``compare`` may find that they contradict.
        """
        subject = subject_of(attributes, self.about)
        further = self.shares(attributes)
        if not self.judges or subject is None or further is None:
            return ""
        return f"{self.name}:{hashlib.sha256(json.dumps([*subject, further]).encode()).hexdigest()[:32]}"

    def _wrong_names(self, attributes: dict[str, Any]) -> Iterator[str]:
        unknown = sorted(set(attributes) - set(self.attributes))
        if unknown:
            yield f"A claim of type {self.name} has no attribute {', '.join(unknown)}; it has {', '.join(self.attributes)}."
        missing = [name for name, attribute in self.attributes.items() if attribute.required and name not in attributes]
        if missing:
            yield f"A claim of type {self.name} needs the attribute {', '.join(missing)}."

    def _faults_of(self, name: str, value: Any) -> Iterator[str]:
        attribute = self.attributes[name]
        if is_unknown(value) or is_none(value):
            mark = "unknown" if is_unknown(value) else "none"
            if not getattr(attribute, mark):
                yield f"{name}: it cannot be {mark}. Write a value{'' if attribute.required else ', or leave the attribute out'}."
            return
        validator = Draft202012Validator(attribute.schema, format_checker=_formats)
        for error in validator.iter_errors(value):
            yield _sentence(_place(name, error.path), error)


def _place(name: str, path: Iterable[str | int]) -> str:
    return name + "".join(f"[{part}]" for part in path)


def _sentence(place: str, error: Any) -> str:
    """What is wrong with a value, in words that need no knowledge of schemas."""
    if error.validator == "format":
        return f"{place}: {error.cause or error.message}"
    if error.validator == "pattern" and error.validator_value == DECIMAL_PATTERN:
        return f"{place}: {error.instance!r} is no number: write digits and a point, for example 244 or 1.10."
    if error.validator == "type":
        # A number may be a text too, where its digits must stay as they are.
        wanted = error.validator_value if isinstance(error.validator_value, str) else error.validator_value[0]
        return f"{place}: write {_KINDS[wanted]}, not {_shown(error.instance)}."
    if error.validator == "enum":
        return f"{place}: {_shown(error.instance)} is none of: {', '.join(map(str, error.validator_value))}."
    return f"{place}: {_WORDS.get(error.validator, error.message)}."


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f"“{value if len(value) <= _LONGEST_SHOWN else value[: _LONGEST_SHOWN - 1] + '…'}”"
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    return json.dumps(value)[:_LONGEST_SHOWN]
