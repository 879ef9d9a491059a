"""Django's PostgreSQL backend; the embedded server is started by the first connection that needs it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from config.database.address import EMBEDDED
from config.database.client import DatabaseClient
from config.embedded_postgres import ensure_running


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL; ``HOST = "embedded"`` stands for the server kept in ``settings.VAR_DIR``."""

    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        """Where to connect; wakes the embedded server."""
        params: dict[str, Any] = super().get_connection_params()
        if params.get("host") == EMBEDDED:
            cluster = ensure_running(settings.VAR_DIR, check=True)
            params |= {"host": str(cluster.socket_dir), "port": cluster.port}
        return params
