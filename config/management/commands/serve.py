"""Serve for production: no demo users, no fixtures."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.server import PortTakenError, refuse_taken_port, serve


class Command(BaseCommand):
    help = "Serves the application on PORT until it is told to stop. Run `manage.py migrate` before."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on; 0.0.0.0 in a container")
        parser.add_argument("--workers", type=int, default=2, help="processes; as many as there are cores")

    def handle(self, *args: Any, host: str, workers: int, **options: Any) -> None:
        try:
            refuse_taken_port(host, settings.PORT)
        except PortTakenError as error:
            raise CommandError(str(error)) from error
        serve(host, settings.PORT, workers=workers)
