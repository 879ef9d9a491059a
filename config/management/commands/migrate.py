"""Django's ``migrate``, run as the owner of the tables; afterwards the application's role is given its rights."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import connections

from claims.services.accounts import make_groups
from claims.services.contradictions import compare_in_passing
from claims.services.declare_types import declare_types
from config.database import roles
from history.past_views import drop_past, make_past
from sources.services.locating.index import index_texts


class Command(migrate.Command):
    help = "Makes the database's roles where they are missing, migrates as the owner, grants the application its rights, declares the types of claims, makes the groups of users, indexes texts that are not indexed, compares claims that were not compared."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Make what is missing first: Django's checks ask the server which version it is, as the owner."""
        owner, application = settings.DATABASES["owner"], settings.DATABASES["default"]
        try:
            with roles.alone(owner):
                roles.prepare(owner, application)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> None:
        owner, application = settings.DATABASES["owner"], settings.DATABASES["default"]
        try:
            with roles.alone(owner):
                if not _changes_nothing(options):
                    drop_past(connections["owner"])
                super().handle(*args, **options)
                if not _changes_nothing(options):
                    declare_types()
                roles.grant(owner, application)
                if not (_changes_nothing(options) or options.get("app_label")):
                    make_past(connections["owner"], application["USER"])
            if not options.get("app_label"):
                make_groups()
                if not _changes_nothing(options):
                    index_texts()
                    compare_in_passing()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error


def _changes_nothing(options: dict[str, Any]) -> bool:
    return bool(options.get("plan") or options.get("check_unapplied"))
