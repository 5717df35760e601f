"""The page on security names a test for each row, and the tests are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


def test_every_row_names_a_test():
    """Also the rows that other rooms answer for."""
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(("| Tried", "| ---"))]
    assert [] == [row for row in rows if not re.search(r"\| `tests/[^|]+` \|$", row)]
    assert len(rows) > 40


def test_every_test_that_is_named_is_there():
    """In the file that the row says."""
    missing = [
        f"{file}::{name}"
        for file, name in NAMED
        if not (ROOT / file).is_file() or f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]
    assert [] == missing


def test_every_attack_has_a_row():
    """What is tried in the tests of attacks stands on the page."""
    files = ("test_attacks", "test_more_attacks", "test_open_page")
    tried = [
        name
        for file in files
        for name in re.findall(
            r"^def (test_\w+)\(", (ROOT / f"tests/security/{file}.py").read_text(encoding="utf-8"), re.MULTILINE
        )
    ]
    assert [] == sorted(set(tried) - {name for _, name in NAMED})
