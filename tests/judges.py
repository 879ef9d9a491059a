"""Outside judges: programs that nobody here wrote. A test asks for one and is skipped, saying how to install it, where it is absent."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

_PACKAGES = {"biber": "biber", "bibtex": "texlive-binaries and texlive-base", "sha256sum": "coreutils", "chromium": "chromium"}


def judge(program: str) -> str:
    """Return the path of an outside program, or skip the test."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is absent: apt-get install {_PACKAGES[program]}")
    return found


def run(program: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run an outside program in a folder, bounded in time."""
    return subprocess.run([judge(program), *arguments], cwd=folder, capture_output=True, text=True, timeout=120, check=False)
