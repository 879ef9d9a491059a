"""The whole product in one command, with demo users and sample documents, on this machine only."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from claims.collections.collection import FixtureError
from claims.collections.loading import load_fixtures
from claims.services.accounts import ADMINISTRATORS, CURATORS, EDITORS
from claims.services.contradictions import compare_in_passing
from config.embedded_postgres import EmbeddedPostgresError
from config.server import PortTakenError, refuse_taken_port, serve
from config.stopping import StopAskedError, leave_in_peace, stop_when_asked
from sources.services.load_words import load_words

HOST = "127.0.0.1"
_USERS = (("curator", CURATORS, "writes and submits"), ("editor", EDITORS, "also reviews"), ("admin", ADMINISTRATORS, "also administers"))


class Command(BaseCommand):
    help = (
        "Starts the embedded PostgreSQL (or uses DATABASE_URL), migrates, loads the fixtures and the corpus texts that are there, "
        "makes the demo users and serves on 127.0.0.1. Started again, it loses nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        stop_when_asked(in_background=True)
        try:
            self._start()
            serve(HOST, settings.PORT, workers=2)
        except StopAskedError:
            leave_in_peace()
            sys.exit(0)

    def _start(self) -> None:
        self._refuse_production()
        try:
            refuse_taken_port(HOST, settings.PORT)
            self._prepare()
        except (PortTakenError, FixtureError, EmbeddedPostgresError) as error:
            raise CommandError(str(error)) from error
        self._say_where()
        for connection in connections.all():
            connection.close()

    def _refuse_production(self) -> None:
        public = [host for host in settings.ALLOWED_HOSTS if host not in {"localhost", "127.0.0.1", "[::1]"}]
        if settings.HTTPS or public:
            raise CommandError("The demo makes users whose passwords everybody knows: not where HTTPS or a public ALLOWED_HOSTS is set.")

    def _prepare(self) -> None:
        self.stdout.write("Preparing the database ...")
        call_command("migrate", verbosity=0)
        loading = load_fixtures(settings.FIXTURES_DIR)
        created = ", ".join(f"{count} {part}" for part, count in loading.created.items())
        self.stdout.write(f"Fixtures: {'created ' + created if created else 'nothing new'}.")
        compare_in_passing()
        for loaded in load_words(settings.CORPUS_DIR):
            if loaded.result == "filled":
                self.stdout.write(f"Words of {loaded.document}: loaded, every passage proved.")
            elif loaded.result == "refused":
                self.stderr.write(self.style.WARNING(f"Words of {loaded.document}: REFUSED. {loaded.reason}"))
            else:
                self.stdout.write(f"Words of {loaded.document}: not here; its passages are listed by hash and place. {loaded.reason}")
        for username, group, _ in _USERS:
            _make_user(username, group)

    def _say_where(self) -> None:
        site = f"http://{HOST}:{settings.PORT}"
        users = "\n".join(f"    {username:<8} password {username:<8} {may}" for username, _, may in _USERS)
        self.stdout.write(
            f"""
Pincite is on {site}/
    {site}/admin/          the admin, for editors
    {site}/api/v1/         the API, and {site}/api/v1/docs/ its pages
Users
{users}
A citable excerpt
    curl -s '{site}/api/v1/excerpts/?search=burden&limit=1'
Stop with Ctrl-C. Nothing is lost: `make demo` starts it again.
"""
        )
        self.stdout.flush()


def _make_user(username: str, group: str) -> None:
    """Make the demo user, or wake the account that the fixtures made; a password changed since stays changed."""
    user, is_new = get_user_model().objects.get_or_create(username=username)
    if is_new or not user.is_active:
        user.set_password(username)
    user.is_active = user.is_staff = True
    user.is_superuser = group == ADMINISTRATORS
    user.save()
    user.groups.add(Group.objects.get(name=group))
