"""The measure of many people at once: it visits every planning page on a busy server, and none says a problem."""

from __future__ import annotations

import subprocess
import sys

from dashboard.load_test.__main__ import PAGES


def test_every_page_is_shown_beside_a_long_comparison():
    """A person for each page: a line for each, and nothing went wrong."""
    wish = ["--people", str(len(PAGES)), "--seconds", "3", "--comparisons", "1"]
    line = [sys.executable, "-m", "dashboard.load_test", *wish]
    done = subprocess.run(line, capture_output=True, text=True, timeout=300, check=False)
    said = done.stdout.splitlines()
    assert (0, "") == (done.returncode, done.stderr), done.stdout
    assert set(PAGES) <= {one.split()[0] for one in said[2:]}
    assert "WENT WRONG" not in done.stdout
