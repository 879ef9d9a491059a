"""Which representation a request asks for: by ``?format=``, else by its Accept header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from sources.formats.csl.locales import find_locale
from sources.formats.csl.styles import UnknownStyleError, find_style
from sources.negotiation.accept import MediaRange, parse_accept, specificity
from sources.negotiation.representations import (
    JSON,
    LOCALE,
    STYLE,
    Chosen,
    Representation,
    fault_of_locale,
    fault_of_style,
    offers,
)

#: Query parameters by which a representation is asked for.
PARAMETERS = frozenset({"format", "style", "locale"})


class NoSuchRepresentationError(NotAcceptable):
    """406: the answer lists what there is."""

    def __init__(self, message: str, representations: Iterable[Representation]) -> None:
        self.available = offers(representations)
        there_are = ", ".join(f"{one['format']} ({one['media_type']})" for one in self.available)
        super().__init__(f"{message} There are: {there_are}.")


class Negotiation(DefaultContentNegotiation):
    """Chooses what is sent: qualities, wildcards and parameters as RFC 9110 has them.

    A view with ``representations`` sends all but JSON itself, so for those the renderer is that of JSON, which also renders
    refusals; any other view sends what its renderers make.
    """

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """Return the renderer and its media type.

        Raises:
            NotAcceptable: Nothing that there is will be taken.
        """
        rendering = list(renderers)
        representations: Sequence[Representation] | None = getattr(request.parser_context["view"], "representations", None)
        if representations is None:
            by_name = {str(renderer.media_type): renderer for renderer in rendering}
            chosen = _choose(_ranges(request), [Representation("", (media_type,)) for media_type in by_name], {})
            if chosen is None:
                raise NotAcceptable(f"What there is here: {', '.join(by_name)}.")
            renderer = by_name[chosen.representation.media_types[0]]
            return renderer, str(renderer.media_type)
        chosen_representation(request, representations)
        return rendering[0], JSON.media_types[0]


def chosen_representation(request: Request, representations: Sequence[Representation]) -> Chosen:
    """Return the representation that a request asks for.

    ``format``, ``style`` and ``locale`` of the address go before the Accept header. As at doi.org, a style or locale that there
    is not is answered like a format that there is not; a format that has no style takes no notice of one.

    Raises:
        NoSuchRepresentationError: 406, it is none of them.
    """
    said = {name: str(request.query_params[name]) for name in PARAMETERS if name in request.query_params}
    _refuse_unknown_words(said, representations)
    if "format" in said:
        named = {one.name: one for one in representations}
        if said["format"] not in named:
            raise NoSuchRepresentationError(f"There is no format {said['format'][:80]!r} here.", representations)
        chosen: Chosen | None = _with_words(named[said["format"]], said)
    else:
        chosen = _choose(_ranges(request), representations, said)
    if chosen is None:
        raise NoSuchRepresentationError(_why_none(request), representations)
    return chosen


def _refuse_unknown_words(said: Mapping[str, str], representations: Sequence[Representation]) -> None:
    if "style" in said and fault_of_style(said["style"]):
        raise NoSuchRepresentationError(_styles(said["style"]), representations)
    if "locale" in said and (fault := fault_of_locale(said["locale"])):
        raise NoSuchRepresentationError(fault, representations)


def _with_words(representation: Representation, words: Mapping[str, str]) -> Chosen:
    if not representation.is_styled:
        return Chosen(representation)
    return Chosen(representation, words.get("style", STYLE), find_locale(words.get("locale", LOCALE)))


def _choose(ranges: Sequence[MediaRange], representations: Sequence[Representation], said: Mapping[str, str]) -> Chosen | None:
    """Return the best of all: by quality, then by how plainly it was named, then by what stands first here."""
    best: tuple[tuple[Any, ...], Chosen] | None = None
    for order, representation in enumerate(representations):
        for chosen in _variants(representation, ranges, said):
            matching = [one for one in ranges if _matches(one, chosen, said)]
            telling = max(matching, key=specificity, default=None)
            if telling is None or telling.quality == 0:
                continue
            rank = (telling.quality, telling.is_exact, -telling.position, -order)
            if best is None or rank > best[0]:
                best = rank, chosen
    return best[1] if best else None


def _variants(representation: Representation, ranges: Sequence[MediaRange], said: Mapping[str, str]) -> Iterator[Chosen]:
    """The ways in which a representation can be had that somebody asks for; an unknown style or locale is none of them."""
    yield _with_words(representation, said)
    if representation.is_styled:
        for one in ranges:
            words = {**one.parameters, **said}
            is_asked = one.media_type in representation.media_types and words.keys() & {"style", "locale"}
            if is_asked and not fault_of_style(words.get("style", STYLE)) and not fault_of_locale(words.get("locale", LOCALE)):
                yield _with_words(representation, words)


def _matches(one: MediaRange, chosen: Chosen, said: Mapping[str, str]) -> bool:
    """Whether a range covers a representation; a parameter that media types here do not have changes nothing."""
    # The other types by which it is known count only where they are named: it is not sent as one of them.
    sent_as, *also = chosen.representation.media_types
    if not one.covers(sent_as) and one.media_type not in also:
        return False
    wanted = {name: value for name, value in one.parameters.items() if name not in said}
    if wanted.get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
        return False
    return all(_is_same(name, wanted[name], value) for name, value in chosen.parameters.items() if name in wanted)


def _is_same(name: str, wanted: str, value: str) -> bool:
    if name == "profile":
        # A list of addresses with spaces between them (RFC 6906).
        return value in wanted.split()
    if name == "locale":
        return not fault_of_locale(wanted) and find_locale(wanted) == value
    return wanted == value


def _ranges(request: Request) -> list[MediaRange]:
    header = request.headers.get("Accept", "")
    return parse_accept(header) if header.strip() else [MediaRange("*/*")]


def _why_none(request: Request) -> str:
    for one in _ranges(request):
        if "style" in one.parameters and fault_of_style(one.parameters["style"]):
            return _styles(one.parameters["style"])
        if "locale" in one.parameters and (fault := fault_of_locale(one.parameters["locale"])):
            return fault
    return "Nothing that the Accept header asks for can be had here."


def _styles(style: str) -> str:
    try:
        find_style(style)
    except UnknownStyleError as error:
        return str(error)
    return ""
