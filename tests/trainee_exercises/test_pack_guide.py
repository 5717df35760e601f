"""docs/writing-a-pack.md shows what the commands really print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from trainee_exercises import cli

GUIDE = Path(__file__).parents[2] / "docs/writing-a-pack.md"


def shown() -> list[str]:
    """Return what the guide shows below each `exercise check`, in its order."""
    return re.findall(
        r"\$ support-sandbox exercise check [a-z-]+\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL
    )


def call(*args: str) -> str:
    """Return all that the command prints."""
    app = typer.Typer()
    cli.register(app)
    return CliRunner().invoke(app, ["exercise", *args], catch_exceptions=False).output


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of Larkhour, `our-pack` in the current folder."""
    monkeypatch.chdir(tmp_path)
    call("copy", "larkhour", "--to", "our-pack")
    return Path("our-pack")


def change(file: Path, old: str, new: str) -> None:
    """Replace the first *old* in a file."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_three_slips(pack: Path) -> None:
    """The three findings of the guide are those of the checker, to the letter."""
    change(pack / "forms/a.yaml", "articles: [buffers-and-starting-times]", "articles: [buffer-and-starting-times]")
    change(pack / "forms/a.yaml", "- your clients don't see the buffer", "- people think they get 75 minutes")
    change(pack / "pack.yaml", "at {company}.", "at {compny}.")
    assert shown()[1] == call("check", "our-pack")


def test_the_misspelt_key(pack: Path) -> None:
    """A key that does not exist is told with the one that was meant."""
    change(pack / "forms/a.yaml", "      phrasings:", "      phrasing:")
    assert shown()[2] == call("check", "our-pack")


def test_the_sound_pack() -> None:
    """The figures of form a and the verdict are those that the guide shows; it leaves out the other forms."""
    first, last = shown()[3].split("    ...\n")
    printed = call("check", "larkhour")
    assert printed.startswith(first)
    assert printed.endswith(last)
