"""Compare published claims with each other."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import OperationalError

from claims.models import Claim, Contradiction
from claims.services.contradictions import compare_again, compare_all, waiting
from history.refusals import is_same_moment
from sources.management.reporting import ReportingCommand


class Command(ReportingCommand):
    help = (
        "Compares the published claims that were not compared yet with those about the same thing, and keeps which do not both hold. "
        "Each publication does it too, for some claims at a time, and so do import_claims and migrate: this is for what was published by other "
        "means, and for what an interruption left."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--again", action="store_true", help="all of them once more, after the way in which a type compares has changed"
        )

    def handle(self, *args: Any, as_json: bool, again: bool, **options: Any) -> None:
        try:
            compared = compare_again() if again else compare_all()
        except OperationalError as error:
            if not is_same_moment(error):
                raise
            raise CommandError(
                f"Others work on the same claims, and {waiting().count()} of all still wait to be compared. Run it again. {error}"
            ) from error
        both = {"claim__status": Claim.Status.PUBLISHED, "other__status": Claim.Status.PUBLISHED}
        pairs = Contradiction.objects.filter(relation=None, **both).count() // 2
        sentence = f"{compared} claims compared; {pairs} pairs of published claims do not both hold, as far as their attributes tell."
        self.report({"compared": compared, "pairs": pairs}, [sentence], as_json=as_json)
