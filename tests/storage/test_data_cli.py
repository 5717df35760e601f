"""The command `data` as a person meets it: output, exit codes, no traceback, no password."""

from __future__ import annotations

import json

import pytest
import typer
from sqlalchemy import insert
from stores import add_candidate, add_events, add_round
from typer.testing import CliRunner

from trainee_exercises import data_cli
from trainee_exercises.accounts.users import NewUser, add_user
from trainee_exercises.storage import events, open_storage, tables
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
    assert {"candidates": [], "practice": []} == said("retention")
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


@pytest.fixture
def practice():
    """Return the id of a user who has begun a shift, and for whom a level was assigned."""
    storage = open_storage(now=lambda: 1_700_000_000_000)
    ana = add_user(storage, NewUser("ana@company.example", "rep", None), "m").id
    about = {"user_id": ana, "level": 1}
    row = {"id": "5" * 16, "created_at": storage.now(), "pack": "pinfold", "title": "t", "scenario": "", "terms": {}}
    task = {"id": "t", "note": "Ana is slow", "assigned_at": storage.now(), "assigned_by": "m"}
    with storage.write() as connection:
        connection.execute(insert(tables.shifts).values(**about, **row, is_private=True))
        connection.execute(insert(tables.practice_tasks).values(**about, **task))
        done = [events.Entry("acted", {"action": {"kind": "note", "text": "a secret"}})]
        events.append(connection, events.Stream(f"shift:{row['id']}"), done, storage.now(), ana)
    storage.close()
    return ana


def test_practice_is_listed_and_erased_by_the_name_of_its_user(practice, folder):
    """After asking; it is on the list of the erased, and in the audit log without a word of it."""
    lines = call("retention").stdout.splitlines()
    assert [f"2024-11-14  due    {one}  user:{practice}" for one in ("shift:" + "5" * 16, "task:t")] == lines
    assert 1 == call("erase", "--practice", "ana@company.example", input="n\n").exit_code
    done = said("erase", "--practice", "ana@company.example", "--yes")
    assert {"shifts": 1, "events": 1, "tasks": 1, "files_are_clean": True, "copies": []} == done
    assert {"candidates": [], "practice": []} == said("retention")
    assert f'"subject": "user:{practice}"' in (folder / "erased.jsonl").read_text()
    (line,) = said("audit", "--about", f"user:{practice}")["lines"][1:]
    assert ("command line", "practice erased") == (line["actor"], line["action"])
    assert "secret" not in json.dumps(line) + (folder / "erased.jsonl").read_text()
    found = call("erase", "--practice", "ana@company.example", "--yes")
    assert (2, "there is no practice of 'ana@company.example', or it is erased already\n") == (
        found.exit_code,
        found.stderr,
    )


def test_what_is_due_of_practice_goes_with_the_candidates(practice, candidate):  # noqa: ARG001 -- there for its rows
    """One command for all whose time is over; it names both."""
    done = call("erase", "--due", "--yes")
    assert ["nobody is due", "practice erased: 1 shift with 1 act, 1 task"] == done.stdout.splitlines()
    assert [[candidate], []] == [
        [one["candidate_id"] for one in said("retention")["candidates"]],
        said("retention")["practice"],
    ]
    assert 2 == call("erase", candidate, "--practice", "ana", "--yes").exit_code
