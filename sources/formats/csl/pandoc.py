"""The pandoc program: where it is, which version, and how a Lua script runs in it."""

from __future__ import annotations

import json
import subprocess
import tempfile
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


class PandocError(Exception):
    """Pandoc is missing, failed, or took too long."""


@lru_cache(maxsize=1)
def pandoc_program() -> str:
    """Return the path of the pandoc that the package pypandoc-binary carries.

    Raises:
        PandocError: It is not there.
    """
    program = Path(str(files("pypandoc"))) / "files" / "pandoc"
    if not program.is_file():
        raise PandocError("pandoc is missing: install the package pypandoc-binary, which carries it.")
    return str(program)


@lru_cache(maxsize=1)
def pandoc_version() -> str:
    """Return the version of the pandoc that is used, for example "3.9"."""
    return _run(["--version"], b"", timeout=30).decode().split("\n", 1)[0].removeprefix("pandoc").strip()


def run_lua(script: Path, jobs: Iterable[dict[str, Any]], *, timeout: float) -> list[dict[str, Any]]:
    """Give each of `jobs` to a Lua script as a line of JSON, in one process, and return its answers.

    Args:
        script: Path of the script; it reads lines and writes one for each.
        jobs: Objects that JSON can say.
        timeout: Seconds for all of them, after which pandoc is ended.

    Raises:
        PandocError: Pandoc failed or took too long.
    """
    lines = "".join(json.dumps(job) + "\n" for job in jobs)
    output = _run(["lua", str(script)], lines.encode("ascii"), timeout=timeout)
    return [json.loads(line) for line in output.decode("utf-8").split("\n") if line]


def _run(arguments: list[str], data: bytes, *, timeout: float) -> bytes:
    """Run pandoc in an empty folder that is also its home, so that no user's defaults or styles change its answers."""
    with tempfile.TemporaryDirectory(prefix="pandoc-") as home:
        try:
            finished = subprocess.run(  # noqa: S603 - the program is the wheel's own, the arguments are ours
                [pandoc_program(), *arguments],
                input=data,
                capture_output=True,
                check=True,
                cwd=home,
                env={"HOME": home, "LC_ALL": "C.UTF-8", "PATH": ""},
                timeout=timeout,
            )
        except subprocess.TimeoutExpired as error:
            raise PandocError(f"pandoc took longer than {timeout:g} seconds and was ended.") from error
        except subprocess.CalledProcessError as error:
            raise PandocError(f"pandoc failed: {_last_words(error.stderr)}") from error
    return finished.stdout


def _last_words(stderr: bytes) -> str:
    text = " ".join(stderr.decode("utf-8", "replace").split())
    return text[:500] or "it said nothing"
