"""What the documents show as output is what the commands print."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from support_sandbox import app

pytestmark = pytest.mark.many_conversations

ROOT = Path(__file__).parents[2]


def printed(command: str) -> str:
    """Return the stdout of a documented command line, in this process; terminals are taken to have 80 columns."""
    args = command.removeprefix("uv run ").removeprefix("support-sandbox ").split()
    found = CliRunner(env={"COLUMNS": "80"}).invoke(app, args, catch_exceptions=False)
    assert found.exit_code == 0
    return found.stdout


def test_the_answer_in_the_readme() -> None:
    """The block below the mark is the answer that its command prints, to the letter."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    command = re.search(r"An answer reads like this \(`(.*?)`\)", text)
    block = re.search(r"<!-- answer -->\n\n```\n(.*?)\n```", text, flags=re.DOTALL)
    assert command is not None
    assert block is not None
    _, _, answer = printed(command[1]).partition("\n\n")
    assert answer.partition("\n" + " " * 80)[0].strip() == block[1]


def test_the_excerpt_of_the_json_object() -> None:
    """The JSON that is shown is cut down, and nothing in it is otherwise than the command prints it."""
    text = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
    found = re.search(r"From `(support-sandbox .*? --json)`.*?```json\n(.*?)\n```", text, flags=re.DOTALL)
    assert found is not None
    whole = json.loads(printed(found[1]))
    shown = json.loads(found[2])
    assert list(shown) == list(whole)
    assert_part_of(shown, whole)


def assert_part_of(shown: object, whole: object) -> None:
    """Check that everything shown is in the whole; numbers may differ in the last digits on another machine."""
    if isinstance(shown, dict):
        assert isinstance(whole, dict)
        for name, part in shown.items():
            assert_part_of(part, whole[name])
    elif isinstance(shown, list):
        assert isinstance(whole, list)
        assert set(shown) <= set(whole)
    elif isinstance(shown, float):
        assert whole == pytest.approx(shown)
    else:
        assert shown == whole
