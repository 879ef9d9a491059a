"""Where a running cluster is reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from pathlib import Path

SUPERUSER = "postgres"


class ConnectionParameters(TypedDict):
    """What libpq needs to reach a cluster; the database's name is up to the caller."""

    host: str
    port: int
    user: str


@dataclass(frozen=True)
class Cluster:
    """A running cluster: its data, and the folder and number of its Unix socket."""

    data_dir: Path
    socket_dir: Path
    port: int

    def connection_parameters(self) -> ConnectionParameters:
        """Return the libpq parameters of the cluster's superuser, who needs no password."""
        return {"host": str(self.socket_dir), "port": self.port, "user": SUPERUSER}
