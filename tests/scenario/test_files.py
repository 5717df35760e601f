"""The commands for scenario files, as a user and a program see them."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import scenarios
from sim.cli import files

OPTIONS = [
    "--conversations", "500", "--people", "4", "--hours", "09:00-17:00", "--zones", "UTC", "--minutes", "12",
    "--paid-share", "70",
]  # fmt: skip


def _run(*arguments: str, stdin: str | None = None):
    app = typer.Typer(pretty_exceptions_enable=False)
    files.register(app)
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


@pytest.fixture
def mine(sound: str, tmp_path: Path) -> Path:
    """Return a file with a sound scenario."""
    file = tmp_path / "mine.yaml"
    file.write_text(sound, encoding="utf-8")
    return file


def test_check_tells_what_a_sound_scenario_amounts_to(mine: Path) -> None:
    """Title, span, conversations, people; exit 0. 150 a week, and 5 open at the start of 4 weeks, and a surge."""
    result = _run("check", mine)
    assert (0, "") == (result.exit_code, result.stderr)
    assert [
        "Two people by day",
        "  2026-03-02 to 2026-03-29, 28 days, UTC",
        "  about 152 conversations a week",
        "  5.0 hours of work a day, the weekend included: 0.6 people of eight hours",
        "  plan as_is  3 people, 18.3 hours a day at the desk",
        "  plan more   6 people, 72.8 hours a day at the desk",
        "  sound: it can be run",
    ] == [line for line in result.stdout.splitlines() if not line.startswith("  odd:")]


def test_check_json_is_one_object(mine: Path) -> None:
    """The same as one JSON object on stdout, and nothing else."""
    result = _run("check", mine, "--json")
    told = json.loads(result.stdout)
    assert (0, True, {"as_is": 3, "more": 6}, 28) == (
        result.exit_code,
        told["sound"],
        {n: p["people"] for n, p in told["plans"].items()},
        told["days"],
    )


def test_check_says_problems_on_stderr_as_run_and_compare_do(mine: Path, sound: str) -> None:
    """Exit 2, nothing on stdout; with --json the problems as data."""
    mine.write_text(sound.replace("customers: 1000", "customers: -1"))
    result = _run("check", mine)
    message = "'-1' is too small; write at least 0"
    assert (2, "") == (result.exit_code, result.stdout)
    assert f"{mine}:12: world.segments.paying.customers: {message}\n1 problem found\n" == result.stderr
    told = json.loads(_run("check", mine, "--json").stdout)
    problem = {"file": str(mine), "line": 12, "path": "world.segments.paying.customers", "message": message}
    assert {"sound": False, "problems": [problem]} == told


def test_check_of_no_file_is_wrong_use() -> None:
    """Exit 2, and the shipped scenario of a similar name is suggested."""
    result = _run("check", "quickstrt")
    assert (2, "") == (result.exit_code, result.stdout)
    assert "quickstrt: there is no such file; did you mean the shipped scenario 'quickstart'?\n" == result.stderr


def test_a_file_argument_may_be_the_name_of_a_shipped_scenario(tmp_path: Path, monkeypatch) -> None:
    """A name finds the shipped file, unless a file of that name lies here."""
    monkeypatch.chdir(tmp_path)
    assert scenarios.path("quickstart") == files.find("quickstart")
    Path("quickstart").write_text("mine")
    assert Path("quickstart") == files.find("quickstart")


@pytest.mark.parametrize("name", scenarios.names())
def test_every_shipped_scenario_is_sound(name: str) -> None:
    """What we ship can be run."""
    assert 0 == _run("check", name).exit_code


def test_schema_is_printed_or_written(tmp_path: Path) -> None:
    """To stdout, or to a file that is not replaced without being told to."""
    out = tmp_path / "schema.json"
    printed = _run("schema").stdout
    assert 0 == _run("schema", "--out", out).exit_code
    assert json.loads(printed) == json.loads(out.read_text())
    again = _run("schema", "--out", out)
    assert (2, f"{out} is there already; --force replaces it\n") == (again.exit_code, again.stderr)
    assert 0 == _run("schema", "--out", out, "--force").exit_code


def test_new_writes_a_scenario_that_check_finds_sound(tmp_path: Path) -> None:
    """Six options, one file, no question."""
    out = tmp_path / "team.yaml"
    assert 0 == _run("new", *OPTIONS, "--out", out).exit_code
    assert 0 == _run("check", out).exit_code
    assert 2 == _run("new", *OPTIONS, "--out", out).exit_code
    assert 0 == _run("new", *OPTIONS, "--out", out, "--force").exit_code


def test_new_starts_on_a_monday() -> None:
    """The first day is the Monday after today."""
    start = next(line for line in _run("new", *OPTIONS).stdout.splitlines() if line.startswith("start: "))
    assert 0 == date.fromisoformat(start.removeprefix("start: ")).weekday()


def test_new_without_a_terminal_says_which_options_are_missing() -> None:
    """A script is not asked; exit 2."""
    result = _run("new", *OPTIONS[:8])
    assert (2, "") == (result.exit_code, result.stdout)
    assert (
        "missing: --minutes, --paid-share; give them as options, or run this in a terminal to be asked\n"
        == result.stderr
    )


def test_new_says_all_wrong_options_at_once() -> None:
    """Exit 2, one line for each wrong option."""
    result = _run("new", *OPTIONS, "--people", "x", "--zones", "Mars")
    assert 2 == result.exit_code
    assert [
        "--people: 'x' is not a whole number; write one, such as 12",
        "--zones: 'Mars' is no time zone; write an IANA name such as Europe/London or Asia/Kolkata",
    ] == result.stderr.splitlines()


def test_new_asks_a_person_again_until_an_answer_can_be_used(monkeypatch) -> None:
    """Questions go to stderr; a wrong answer is explained; Enter takes what is usual."""
    answered = iter(["five", "5"])
    monkeypatch.setattr(files.sys, "stdin", type("Terminal", (), {"isatty": staticmethod(lambda: True)})())
    monkeypatch.setattr(typer, "prompt", lambda *_, **__: next(answered))
    given = {name: usual for name, (_, usual) in files._QUESTIONS.items()} | {"people": None}
    assert given | {"people": "5"} == files._asked(given)


def test_scenarios_can_be_listed_and_copied(tmp_path: Path, monkeypatch) -> None:
    """The list has names and titles; a copy is the same text and never replaces a file unasked."""
    monkeypatch.chdir(tmp_path)
    rows = json.loads(_run("scenarios", "list", "--json").stdout)["scenarios"]
    assert scenarios.names() == [row["name"] for row in rows]
    assert [name.split()[0] for name in _run("scenarios", "list").stdout.splitlines()] == scenarios.names()
    assert 0 == _run("scenarios", "copy", "quickstart").exit_code
    assert scenarios.text("quickstart") == Path("quickstart.yaml").read_text(encoding="utf-8")
    assert 2 == _run("scenarios", "copy", "quickstart").exit_code
    assert 0 == _run("scenarios", "copy", "quickstart", "--to", "other.yaml").exit_code
    wrong = _run("scenarios", "copy", "quickstar")
    assert (2, "'quickstar' is no scenario; did you mean 'quickstart'?\n") == (wrong.exit_code, wrong.stderr)
    nowhere = _run("scenarios", "copy", "quickstart", "--to", "missing/x.yaml")
    assert (2, "missing/x.yaml: cannot be written: No such file or directory\n") == (nowhere.exit_code, nowhere.stderr)


@pytest.mark.parametrize("command", [("check",), ("schema",), ("new",), ("scenarios", "list"), ("scenarios", "copy")])
def test_every_command_has_help_with_an_example(command: tuple[str, ...]) -> None:
    """--help shows how to use it."""
    assert "Example: support-sandbox" in _run(*command, "--help").stdout


def test_importing_the_commands_is_light() -> None:
    """Help must come at once: no model, no table and no array library is imported with the commands."""
    heavy = "[m for m in ('pydantic', 'numpy', 'pandas', 'ruamel.yaml') if m in sys.modules]"
    told = subprocess.run([sys.executable, "-c", f"import sys, sim.cli.files; print({heavy})"],
                          capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])  # fmt: skip
    assert "[]\n" == told.stdout
