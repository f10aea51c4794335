"""The clients that npm has, for tests that run them in Node."""

import json
import os
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = Path(__file__).parent / "js"
LOCK = PACKAGES / "package-lock.json"
INSTALLED = ROOT / ".node_cache" / sha256(LOCK.read_bytes()).hexdigest()[:16]
"""What the lock names, installed once for each state of it."""
_MOST_SECONDS = 100


@dataclass(frozen=True, slots=True)
class Node:
    """Runs scripts in a folder from which they find the packages."""

    folder: Path

    def run(self, script: Path, *arguments: str) -> str:
        """What the script prints; it must end well and leave standard error empty."""
        copy = shutil.copy(script, self.folder)
        ran = subprocess.run(
            ["node", copy, *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={"PATH": os.environ["PATH"]},
            timeout=_MOST_SECONDS,
            check=False,
        )
        assert (ran.returncode, ran.stderr) == (0, "")
        return ran.stdout

    def tell(self, script: str, **asked: object) -> Any:
        """The JSON that one of our own scripts prints when it is given that."""
        return json.loads(self.run(PACKAGES / script, json.dumps(asked)))


def installed() -> Path:
    """The folder `node_modules` that the lock describes.

    Where there is none and it can't be made, the test is skipped, or fails where CI is `true`.
    """
    if not all(map(shutil.which, ("node", "npm"))):
        _cannot("node and npm are not installed")
    if not INSTALLED.exists():
        INSTALLED.parent.mkdir(exist_ok=True)
        with TemporaryDirectory(dir=INSTALLED.parent) as work:
            made = Path(shutil.copytree(PACKAGES, Path(work) / "made"))
            _install_in(made)
            with suppress(OSError):  # another process may have been first
                made.rename(INSTALLED)
    return INSTALLED / "node_modules"


def _install_in(folder: Path) -> None:
    quiet = ("--no-audit", "--no-fund", "--loglevel=error")
    soon = ("--prefer-offline", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000")
    command = ["npm", "ci", "--ignore-scripts", *quiet, *soon]
    try:
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=_MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        _cannot(f"npm ci took more than {_MOST_SECONDS} s")
    if ran.returncode != 0:
        _cannot(f"npm ci failed: {' '.join(ran.stderr.split())[:300]}")


def _cannot(why: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)
