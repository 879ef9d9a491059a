"""Compare published claims with each other."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from claims.models import Contradiction
from claims.services.contradictions import compare_again, compare_all
from sources.management.reporting import ReportingCommand


class Command(ReportingCommand):
    help = (
        "Compares the published claims that were not compared yet with those about the same thing, and keeps which do not both hold. "
        "Asking for contradictions does it too, for a few hundred claims at a time: this is for after a large import."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--again", action="store_true", help="all of them once more, after the way in which a type compares has changed"
        )

    def handle(self, *args: Any, as_json: bool, again: bool, **options: Any) -> None:
        compared = compare_again() if again else compare_all()
        pairs = Contradiction.objects.count() // 2
        sentence = f"{compared} claims compared; {pairs} pairs of published claims do not both hold, as far as their attributes tell."
        self.report({"compared": compared, "pairs": pairs}, [sentence], as_json=as_json)
