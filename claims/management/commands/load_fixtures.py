"""Load the fixtures, and the words of their stand-off texts where the reader holds copies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from claims.collections.collection import FixtureError
from claims.collections.loading import Loading, load_fixtures
from sources.management.reporting import ReportingCommand
from sources.services.load_words import Loaded, load_words
from sources.services.locating.index import index_texts


class Command(ReportingCommand):
    help = (
        "Loads every collection in fixtures/ through the services that editors use: all or nothing; repeated, it changes nothing. "
        "Then fills the texts whose copies lie in CORPUS_DIR."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "folder", nargs="?", type=Path, default=settings.FIXTURES_DIR, help="the folder with *.json; fixtures/ unless said"
        )
        parser.add_argument(
            "--corpus", type=Path, default=settings.CORPUS_DIR, help="the folder with copies of texts; $CORPUS_DIR unless said"
        )

    def handle(self, *args: Any, folder: Path, corpus: Path, as_json: bool, **options: Any) -> None:
        try:
            loading = load_fixtures(folder)
        except FixtureError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        loaded = load_words(corpus)
        index_texts()
        self.report(_content(loading, loaded), _sentences(loading, loaded), as_json=as_json)
        refused = [one.reason for one in loaded if one.result == "refused"]
        if refused:
            raise CommandError("Some texts were refused. " + " ".join(refused))


def _content(loading: Loading, loaded: list[Loaded]) -> dict[str, Any]:
    return {
        "created": sum(loading.created.values()),
        "unchanged": sum(loading.unchanged.values()),
        "parts": {"created": loading.created, "unchanged": loading.unchanged},
        "texts": [vars(one) for one in loaded],
    }


def _sentences(loading: Loading, loaded: list[Loaded]) -> list[str]:
    created = ", ".join(f"{count} {part}" for part, count in loading.created.items()) or "nothing"
    sentences = [f"Created {created}; unchanged {sum(loading.unchanged.values())}."]
    sentences += [f"{one.document}: the words of {one.file_name} are in, every passage proved." for one in loaded if one.result == "filled"]
    sentences += [f"{one.document}: listed without words. {one.reason}" for one in loaded if one.result == "absent"]
    return sentences
