"""The service of docs/hosting.md."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest
from hosting.proxies import PAGE


def test_systemd_understands_the_unit(tmp_path):
    """Every setting is one that systemd knows, and the command is in its place."""
    binary = shutil.which("systemd-analyze") or pytest.skip("no systemd here")
    unit = re.search(r"^```ini\n(\[Unit\].*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    file = tmp_path / "support-sandbox.service"
    file.write_text(unit[1].replace("/opt/support-sandbox/bin/support-sandbox", sys.executable))
    said = subprocess.run([binary, "verify", file], capture_output=True, text=True, check=False)
    assert (0, "") == (said.returncode, "".join(line for line in said.stderr.splitlines() if file.name in line))
