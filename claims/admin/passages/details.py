"""What the page of one passage tells: its words, where they stand, how they are pinned, and what rests on them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims.admin.passages.shown import draw_meter, name_document
from claims.admin.tones import STANCES, TONES
from claims.models import Evidence
from history.admin.markup import NOTHING, label, lines, link, note, quote
from history.admin.records import address_of
from history.admin.unfolded import display
from sources.models import Passage


class TellsOfOnePassage:
    """Mixin for the admin of passages: read-only fields of a page. The passage carries ``shown`` (``show_passages``)."""

    @display(description="words")
    def all_words(self, passage: Any) -> SafeString:
        shown = passage.shown
        return quote(shown.words, shown.language) if shown.words is not None else note(shown.why_not)

    @display(description="document")
    def document_named(self, passage: Passage) -> SafeString:
        return name_document(passage.document)

    @display(description="place")
    def where(self, passage: Any) -> SafeString | str:
        if passage.text is None or passage.start is None:
            return str(passage.shown.place) or NOTHING
        reader = f"{reverse('admin:sources_text_change', args=[passage.text_id])}?near={max(0, passage.start - 1000)}#passage-{passage.pk}"
        return format_html("{} · {}", passage.shown.place or "no mark covers it", link("read it in its text", reader))

    @display(description="citation")
    def citation(self, passage: Any) -> SafeString:
        ready = format_html_join(" ", "<br><code>{}</code>", ((one,) for one in passage.shown.ready))
        return format_html("{}{}", passage.shown.in_text or NOTHING, ready)

    @display(description="span")
    def span(self, passage: Passage) -> str:
        if passage.text is None or passage.start is None:
            return NOTHING
        return f"characters {passage.start}–{passage.end} of version {passage.text.version}, {passage.text.file_name}"

    @display(description="versions")
    def ancestry(self, passage: Passage) -> SafeString:
        return lines(_versions(passage), nothing="Its text was not corrected.")

    @display(description="SHA-256 of the words")
    def hash_of_words(self, passage: Passage) -> SafeString:
        return format_html('<span class="pin-hash">{}</span>', passage.quote_sha256)

    @display(description="pinned by")
    def made_by(self, passage: Passage) -> str:
        return f"{passage.get_origin_display()} {passage.tool}".strip()

    @display(description="public excerpts show of its text")
    def excerpts_now(self, passage: Any) -> SafeString | str:
        return draw_meter(passage.shown.meter) if passage.shown.meter else note("no limit holds")

    @display(description="evidence")
    def standing(self, passage: Passage) -> SafeString:
        from_here = Evidence.objects.filter(passage=passage).select_related("claim").order_by("id")
        rows = [_standing(evidence) for evidence in from_here]
        return format_html("{}", SafeString("<br>".join(rows))) if rows else note("No evidence stands on it.")


def _versions(passage: Passage) -> list[SafeString]:
    """What a correction made of it, and from what a correction made it; links to both."""
    told = []
    if passage.derived_from is not None:
        earlier = passage.derived_from
        words = f"{earlier.start}–{earlier.end} of version {earlier.text.version if earlier.text else '?'}"
        told.append(format_html("{} from {}", label(passage.get_carried_display()), link(words, address_of(earlier))))
    for later in passage.derived.select_related("text").defer("text__content"):
        words = f"{later.start}–{later.end}" if later.start is not None else "what is left of it"
        version = later.text.version if later.text else "?"
        told.append(format_html("in version {}: {} {}", version, label(later.get_carried_display()), link(words, address_of(later))))
    return told


def _standing(evidence: Evidence) -> SafeString:
    stance = label(evidence.get_stance_display(), STANCES[evidence.stance])
    state = label(evidence.get_status_display(), TONES[evidence.status])
    return format_html(
        "{} {} {} {}", stance, state, link(evidence.claim, address_of(evidence.claim)), link("evidence", address_of(evidence))
    )
