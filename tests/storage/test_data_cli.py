"""The command `data` as a person meets it: output, exit codes, no traceback, no password."""

from __future__ import annotations

import json

import pytest
import typer
from stores import add_candidate, add_events, add_round
from typer.testing import CliRunner

from trainee_exercises import data_cli
from trainee_exercises.storage import open_storage
from trainee_exercises.storage.upgrading import newest


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Let the app's folder be a new one, with its SQLite file."""
    monkeypatch.delenv("SUPPORT_SANDBOX_DATABASE", raising=False)
    monkeypatch.delenv("SUPPORT_SANDBOX_SECRET", raising=False)
    monkeypatch.setenv("SUPPORT_SANDBOX_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def candidate():
    """Return the id of a candidate of the round Spring, who wrote something."""
    storage = open_storage(now=lambda: 1_800_000_000_000)
    one = add_candidate(storage, add_round(storage))
    add_events(storage, one, "a secret answer")
    storage.close()
    return one


def call(*args, **more):
    """Return the result of the command line in this process."""
    app = typer.Typer()
    app.callback()(lambda: None)
    data_cli.register(app)
    return CliRunner().invoke(app, ["data", *map(str, args)], catch_exceptions=False, **more)


def said(*args):
    """Return the JSON object that the command printed; it must have gone well and printed nothing else."""
    found = call(*args, "--json")
    assert (0, "") == (found.exit_code, found.stderr), found.output
    return json.loads(found.stdout)


def test_where_makes_nothing(folder):
    """The places, before anything is there."""
    assert {
        "folder": str(folder),
        "database": f"sqlite:///{folder / 'sandbox.db'}",
        "key": str(folder / "secret.key"),
        "erased": str(folder / "erased.jsonl"),
    } == said("where")
    assert not folder.exists()


def test_where_shows_no_password(monkeypatch):
    """Neither of the two forms of output."""
    monkeypatch.setenv("SUPPORT_SANDBOX_DATABASE", "postgres://me:hunter2@db/hiring")
    for found in (call("where"), call("where", "--json")):
        assert "postgresql+psycopg://me:***@db/hiring" in found.stdout
        assert "hunter2" not in found.output


def test_a_database_that_cannot_be_reached_is_one_sentence(monkeypatch):
    """Exit 2 on every command that needs it; nothing on stdout."""
    monkeypatch.setenv("SUPPORT_SANDBOX_DATABASE", "postgres://me:hunter2@127.0.0.1:1/hiring")
    for command in (["upgrade"], ["backup", "b.zip"], ["retention"], ["audit"], ["release", "x"]):
        found = call(*command)
        assert (2, "", 1) == (found.exit_code, found.stdout, found.stderr.count("\n")), command
        assert "hunter2" not in found.stderr


def test_upgrade_says_the_revision(folder):
    """The tables are there then."""
    assert {"revision": newest(), "copy": None} == said("upgrade")
    assert (folder / "sandbox.db").stat().st_size > 0


def test_backup_erase_and_restore_in_turn(candidate, folder, tmp_path):
    """What the restore brings back is without the person who was erased in between, by the list in the folder."""
    made = said("backup", tmp_path / "b.zip")
    assert (1, 1) == (made["rows"]["candidates"], made["rows"]["events"])
    assert ([candidate], 1, True, []) == tuple(said("erase", candidate, "--yes").values())
    for file in folder.glob("sandbox.db*"):
        file.unlink()
    done = said("restore", tmp_path / "b.zip")
    assert ([candidate], None) == (done["erased_again"], done["safety_copy"])
    assert {"candidates": []} == said("retention")
    assert ["erase", "restore"] == [line["action"] for line in said("audit")["lines"]]
    assert 1 == len(said("audit", "--about", f"candidate:{candidate}")["lines"])


def test_restore_keeps_what_is_there_unless_told(candidate, tmp_path):
    """Exit 2 with what to say; told to, it says where the old state is."""
    call("backup", tmp_path / "b.zip")
    found = call("restore", tmp_path / "b.zip")
    assert (2, "") == (found.exit_code, found.stdout)
    assert "--overwrite" in found.stderr
    found = call("restore", tmp_path / "b.zip", "--overwrite")
    assert 0 == found.exit_code
    assert "what was there before: " in found.stdout
    assert [candidate] == [one["candidate_id"] for one in said("retention")["candidates"]]


@pytest.mark.parametrize("line", ["no JSON", '{"candidate_id": "x"}', "[1]"])
def test_a_wrong_list_of_the_erased_is_named_by_line(candidate, tmp_path, line):  # noqa: ARG001 - there for its rows
    """And nothing is restored."""
    call("backup", tmp_path / "b.zip")
    (tmp_path / "e.jsonl").write_text(f'{{"candidate_id": "x", "at": 1}}\n\n{line}\n')
    found = call("restore", tmp_path / "b.zip", "--overwrite", "--erased", tmp_path / "e.jsonl")
    assert (2, "") == (found.exit_code, found.stdout)
    assert "e.jsonl:3: " in found.stderr
    assert call("restore", tmp_path / "b.zip", "--erased", tmp_path / "none").stderr.startswith(
        "the list of the erased"
    )


def test_hold_stops_erasing_and_release_lets_it_go(candidate):
    """The three commands together."""
    assert "held: round:" in call("hold", "Spring", "--why", "a complaint").stdout
    assert "  held   " in call("retention").stdout
    found = call("erase", candidate, "--yes")
    assert (2, "") == (found.exit_code, found.stdout)
    assert "a legal hold is on round:" in found.stderr
    assert "a complaint" == said("release", "Spring")["released"][0]["why"]
    assert f"erased: {candidate}\n" == call("erase", candidate, "--yes").stdout


def test_erasing_asks_first(candidate):
    """No, or no answer where none can be given, erases nothing."""
    assert 1 == call("erase", candidate, input="n\n").exit_code
    assert 2 == call("erase", candidate, "--json").exit_code
    assert [candidate] == [one["candidate_id"] for one in said("retention")["candidates"]]
    assert 0 == call("erase", candidate, input="y\n").exit_code
    assert [] == said("retention")["candidates"]


def test_erase_wants_one_candidate_or_all_who_are_due(candidate):
    """Not both, not neither; whoever is not due is not erased by --due."""
    assert 2 == call("erase", "--yes").exit_code
    assert 2 == call("erase", candidate, "--due", "--yes").exit_code
    assert "nobody is due\n" == call("erase", "--due", "--yes").stdout
    assert 1 == len(said("retention")["candidates"])


def test_erasing_names_the_copies_that_hold_it_still(candidate, folder):
    """Those that restores and upgrades made beside the file."""
    copies = [folder / "before-restore-20270101.zip", folder / "sandbox.db.before-0002.20270101"]
    for copy in copies:
        copy.touch()
    assert [str(copy) for copy in copies] == said("erase", candidate, "--yes")["copies"]


@pytest.mark.parametrize("command", sorted(data_cli._EXAMPLES))
def test_each_command_helps_with_an_example(command):
    """The example names the command itself."""
    found = call(command, "--help", env={"COLUMNS": "200"})
    assert 0 == found.exit_code
    assert f"Example: support-sandbox data {command}" in found.stdout
