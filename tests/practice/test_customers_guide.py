"""docs/writing-customers.md shows what the commands really print, and names what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from support_sandbox import app
from trainee_exercises.practice.accounts import Account, Price
from trainee_exercises.practice.scripts import CATEGORIES, Branch, Script, When
from trainee_exercises.practice.wish import SETTING

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "writing-customers.md").read_text(encoding="utf-8")


def call(*args):
    """Return all that the command prints."""
    return CliRunner().invoke(app, ["practice", *args], catch_exceptions=False).output


def change(file, old, new):
    """Replace the first *old* in a file."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def ours(tmp_path, monkeypatch):
    """Give a copy of Pinfold, `ours` in the current folder."""
    monkeypatch.chdir(tmp_path)
    assert "written: ours\n" == call("copy", "pinfold", "--to", "ours")
    return Path("ours")


def test_the_slips_of_the_guide_are_told_to_the_letter(ours):
    """Four of them, and then the misspelt key."""
    shown = re.findall(r"\$ support-sandbox practice check ours\n(.*?)```", GUIDE, re.DOTALL)
    script = ours / "scripts/a1.yaml"
    change(script, "articles: [filters]", "articles: [filter]")
    change(script, "passed_to: tier2, not_said: [clear]", "said: [clear], not_said: [clear]")
    phrasing = "- click on it and press Clear, then all your cards are back"
    change(script, phrasing, "- please help quickly. since this morning more than half")
    change(ours / "desk.yaml", "takes: design", "takes: marketing")
    assert shown[0] == call("check", "ours")
    change(script, "      phrasings:", "      phrasing:")
    assert shown[1] == call("check", "ours")


def test_the_guide_names_every_field_category_setting_and_command():
    """Whoever writes a script finds there what it may hold."""
    for name in (
        *Script.model_fields,
        *Branch.model_fields,
        *When.model_fields,
        *Account.model_fields,
        *Price.model_fields,
    ):
        assert re.search(rf"\b{name}\b", GUIDE), name
    assert 10 == len(CATEGORIES)
    assert SETTING in GUIDE
    told = call("--help")
    for command in re.findall(r"support-sandbox practice (\w+)", GUIDE):
        assert f" {command} " in told, command
