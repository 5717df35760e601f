"""What a person who waits is told: that the engine is being compiled, and whether that will be kept."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from sim.cli.progress import COMPILING, COMPILING_AGAIN, say_if_compiling
from sim.engine import compiled, jit

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Return a function that gives what is said where compiled code is kept in *folder*, to a person or a program."""

    def say(
        folder: Path | None, *, looks: bool = True, signatures: tuple[str, ...] = (), is_compiled: bool = True
    ) -> str:
        loop = SimpleNamespace(signatures=signatures, stats=SimpleNamespace(cache_path=folder and str(folder)))
        monkeypatch.setattr(compiled, "run_to_end", loop)
        monkeypatch.setattr(jit, "IS_COMPILED", is_compiled)
        monkeypatch.setattr(sys.stderr, "isatty", lambda: looks, raising=False)
        say_if_compiling()
        out, err = capsys.readouterr()
        assert not out
        return err.strip()

    return say


def test_the_first_run_on_a_machine_says_that_it_compiles(seen, tmp_path: Path) -> None:
    """Once: what is kept is not compiled again."""
    assert COMPILING == seen(tmp_path)
    (tmp_path / "compiled.run_to_end.1.nbc").touch()
    assert not seen(tmp_path)


def test_where_nothing_can_be_kept_every_run_says_so(seen) -> None:
    """With what would help."""
    assert COMPILING_AGAIN == seen(None)
    assert "NUMBA_CACHE_DIR" in COMPILING_AGAIN


def test_nothing_is_said_to_a_program_or_once_the_engine_is_there(seen, tmp_path: Path) -> None:
    """A pipe gets the answer alone."""
    assert not seen(tmp_path, looks=False)
    assert not seen(tmp_path, signatures=("loaded",))


def test_plain_python_is_not_compiled(seen, tmp_path: Path) -> None:
    """Where numba is off there is nothing to wait for."""
    assert not seen(tmp_path, is_compiled=False)
