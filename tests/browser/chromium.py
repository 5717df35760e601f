"""A Chromium for the tests: the one that is there, or else one that is fetched where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HOW = (
    "no Chromium for the browser tests: run `playwright install --with-deps chromium`, or install the package chromium"
)
FLAGS = (
    "--no-sandbox",  # the tests may run as root, and open nothing but pages of their own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",  # /dev/shm is small in containers
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MINUTES = 4  # for a download


def chromium_path(own: Path) -> str | None:
    """Return a Chromium's path, fetching one if need be; None where none is to be had.

    own: where Playwright keeps its own. Then come those on the PATH, Playwright's download, and Debian's package.
    """
    return _there(own) or (_downloaded() and _there(own)) or (_installed() and _there(own)) or None


def _there(own: Path) -> str | None:
    return str(own) if own.exists() else next(filter(None, map(shutil.which, _NAMES)), None)


def _downloaded() -> bool:
    return _done([sys.executable, "-m", "playwright", "install", "chromium"])


def _installed() -> bool:
    """Install Debian's or Ubuntu's package: only root may, as in a container for tests."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    line = [apt, "install", "-y", "-qq", "--no-install-recommends", "chromium"]
    return _done([apt, "update", "-qq"]) and _done(line)


def _done(line: list[str]) -> bool:
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        ended = subprocess.run(line, env=env, capture_output=True, timeout=60 * _MINUTES, check=False)
    except (subprocess.TimeoutExpired, OSError):
        return False
    return ended.returncode == 0
