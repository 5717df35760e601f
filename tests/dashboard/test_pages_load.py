"""The measure of many people at once: it visits every planning page on a busy server, and none says a problem."""

from __future__ import annotations

import subprocess
import sys

from dashboard.load_test.__main__ import PAGES


def test_every_page_is_shown_beside_a_long_comparison():
    """Two people for some seconds: a line for each page, and nothing went wrong."""
    line = [sys.executable, "-m", "dashboard.load_test", "--people", "2", "--seconds", "14", "--comparisons", "1"]
    done = subprocess.run(line, capture_output=True, text=True, timeout=300, check=False)
    said = done.stdout.splitlines()
    assert (0, "") == (done.returncode, done.stderr), done.stdout
    assert set(PAGES) <= {one.split()[0] for one in said[2:]}
    assert "WENT WRONG" not in done.stdout
