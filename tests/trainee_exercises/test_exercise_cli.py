"""The commands around packs as a user meets them: output, exit codes, no traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import typer
from pack_builder import a_pack, write_pack
from typer.testing import CliRunner

from trainee_exercises import cli

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a sound pack, `small`, in the current folder."""
    monkeypatch.chdir(tmp_path)
    return write_pack(a_pack(), tmp_path / "small")


def call(*args: object):
    """Return the result of the command line in this process."""
    app = typer.Typer()
    cli.register(app)
    return CliRunner().invoke(app, ["exercise", *map(str, args)], catch_exceptions=False)


def test_a_sound_pack_is_summed_up(folder: Path) -> None:  # noqa: ARG001 - is there for its files
    """Exit 0: the figures by which the forms compare, and the verdict in the last line."""
    found = call("check", "small")
    assert (0, "") == (found.exit_code, found.stderr)
    lines = found.stdout.splitlines()
    assert ["Small", "  40 articles, 2 forms"] == lines[:2]
    assert "    tones   10 casual, 5 formal, 5 urgent" in lines
    assert "    time    6 minutes to read, 38 for all of the work" in lines
    assert "  sound: it is fit for an exercise" == lines[-1]


def test_findings_are_exit_1(folder: Path) -> None:
    """Each finding is a line FILE:LINE: path: message; the last line counts them."""
    (folder / "forms/b.yaml").unlink()
    found = call("check", "small")
    assert (1, "") == (found.exit_code, found.stdout)
    assert [
        "small/pack.yaml:19: forms[1]: form 'b' is not written; write forms/b.yaml, or leave it out",
        "1 problem found",
    ] == found.stderr.splitlines()


def test_an_unreadable_pack_is_exit_2(folder: Path) -> None:
    """Files that cannot be read, labelled ones too, and packs that are not there, are wrong use."""
    (folder / "labelled/a.yaml").write_text("form: a\nreplies: [")
    found = call("check", "small")
    assert (2, "") == (found.exit_code, found.stdout)
    assert found.stderr.startswith("small/labelled/a.yaml:")
    assert found.stderr.endswith("1 problem found\n")
    assert 2 == call("check", "smal").exit_code


def test_json_is_one_object(folder: Path) -> None:
    """With --json stdout has one object in all three cases, and stderr nothing."""
    sound = call("check", "small", "--json")
    (folder / "forms/b.yaml").unlink()
    findings = call("check", "small", "--json")
    (folder / "pack.yaml").unlink()
    unreadable = call("check", "small", "--json")
    assert ["", "", ""] == [one.stderr for one in (sound, findings, unreadable)]
    first, second, third = (json.loads(one.stdout) for one in (sound, findings, unreadable))
    assert [(True, True, 0), (False, True, 1), (False, False, 1)] == [
        (one["sound"], one["readable"], len(one["problems"])) for one in (first, second, third)
    ]
    assert {"casual": 10, "formal": 5, "urgent": 5} == first["forms"]["b"]["tones"]
    assert {"file", "line", "path", "message"} == set(second["problems"][0])
    assert [0, 1, 2] == [one.exit_code for one in (sound, findings, unreadable)]


def test_a_shipped_pack_is_copied_once(folder: Path) -> None:
    """The copy is a pack of its own; a folder that is there already is left as it is."""
    found = call("copy", "larkhour", "--to", "ours")
    assert (0, "written: ours\n") == (found.exit_code, found.stderr)
    assert (folder.parent / "ours/help_centre/start-here.md").is_file()
    again = call("copy", "larkhour", "--to", "ours")
    assert (2, "ours: is there already; name a folder that is not\n") == (again.exit_code, again.stderr)
    wrong = call("copy", "larkhuor", "--to", "other")
    assert (2, "larkhuor: there is no such pack; did you mean 'larkhour'?\n") == (wrong.exit_code, wrong.stderr)


def test_registering_loads_no_models() -> None:
    """Other commands do not pay for the exercise: pydantic and YAML load when a command of it runs."""
    code = (
        "import sys, typer; from trainee_exercises import cli; cli.register(typer.Typer());"
        "print(*sorted({'pydantic', 'ruamel.yaml', 'numpy', 'scipy'} & set(sys.modules)))"
    )
    assert "\n" == subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_the_commands_of_the_scorer_are_there_when_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`score` and `agreement` come from the scorer's module; without it there are the others, and no traceback."""
    functions = "def score_file(pack: str):\n    print('scored', pack)\n\ndef agreement():\n    print('agreed')\n"
    (tmp_path / "a_scorer_for_tests.py").write_text(functions)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(cli, "_SCORER", "a_scorer_for_tests")
    assert "scored small\n" == call("score", "small").stdout
    assert "agreed\n" == call("agreement").stdout
    assert all(name in call("--help").stdout for name in ("check", "copy", "score", "agreement"))
    monkeypatch.setattr(cli, "_SCORER", "no_scorer_for_tests")
    without = call("score", "small")
    assert 2 == without.exit_code
    assert "No such command 'score'" in without.stderr
