"""The commands run, compare and demo as a user meets them: output, files, exit codes, Ctrl-C."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from sim.experiments import replicate as replicating
from sim.reports.outputs import FILES, MARK
from support_sandbox import app

if TYPE_CHECKING:
    from collections.abc import Callable

SCENARIO = """
title: Two plans for a small team
start: 2026-03-02
length: {length}
world:
  segments:
    paying: {{stage: paying, customers: {customers}, contact_rate: 0.168, zones: {{UTC: 1}}, profile: round_the_clock}}
    trial:
      {{stage: trial, customers: 300, contact_rate: 0.1, zones: {{UTC: 1}}, profile: round_the_clock, patience: 1h}}
  topics:
    question: {{handle_time: 30m}}
plans:
  as_is:
    teams:
      desk: {{zone: UTC, headcount: 1, rate: 20, shifts: [{{days: all, start: "00:00", end: "24:00"}}]}}
  one_more:
    extends: as_is
    teams:
      desk: {{headcount: 2}}
"""
ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a scenario file in a folder of its own, which is the current one."""
    monkeypatch.chdir(tmp_path)
    Path("team.yaml").write_text(SCENARIO.format(length="2d", customers=1000))
    return "team.yaml"


def call(*args: str):
    """Return the result of the command line in this process."""
    return CliRunner().invoke(app, [str(arg) for arg in args], catch_exceptions=False)


def test_run_shows_figures_with_intervals(file: str) -> None:
    """A run shows the figures of everybody, paying and free, the team, and what the intervals cover."""
    found = call("run", file, "--replications", 3)
    assert found.exit_code == 0
    for text in (
        "First response",
        "±",
        "paying customers",
        "trials",
        "segment trial",
        "team desk",
        "Occupancy",
        "95 % interval",
    ):
        assert text in found.stdout, text
    assert "support-sandbox compare team.yaml" in found.stdout


def test_compare_shows_the_answer(file: str) -> None:
    """A comparison shows the answer in a sentence, both plans and the verdicts."""
    Path(file).write_text(SCENARIO.format(length="2d", customers=3000))  # more than one agent can do
    found = call("compare", file, "--replications", 5)
    assert found.exit_code == 0
    flat = " ".join(found.stdout.split())
    assert "Against as_is: - one_more answers paying customers" in flat
    assert "costs 3,360 USD more a week" in flat  # one more, round the clock: 168 hours of 20
    assert found.stderr == ""


@pytest.mark.parametrize(
    "args", [["run"], ["compare"], ["run", "--scope", "trial"], ["compare", "--scope", "trial", "--scope", "desk"]]
)
def test_output_fits_into_80_columns(file: str, args: list[str]) -> None:
    """In a pipe no line is wider than 80 columns, but for commands to copy."""
    found = call(args[0], file, *args[1:], "--replications", 2)
    assert found.exit_code == 0
    wide = [line for line in found.stdout.splitlines() if len(line) > 80 and "support-sandbox" not in line]
    assert wide == []


def headings(stdout: str) -> list[str]:
    """Return the titles of the tables of a comparison."""
    return re.findall(r"^ *\n(\S.*?) *\n +as_is", stdout, flags=re.MULTILINE)


def test_compare_shows_everybody_and_both_groups(file: str) -> None:
    """Unasked a comparison shows everybody, who pays, who doesn't, and the teams."""
    found = call("compare", file, "--replications", 2)
    assert headings(found.stdout) == ["Everybody", "Paying customers", "Trials", "Teams"]


@pytest.mark.parametrize(
    ("scopes", "titles"),
    [
        (["trial"], ["Segment trial"]),
        (["desk", "paid"], ["Team desk", "Paying customers"]),
        (["free"], ["Trials"]),
        (["segment:paying", "all"], ["Segment paying", "Everybody"]),
    ],
)
def test_scope_shows_every_figure_of_what_is_named(file: str, scopes: list[str], titles: list[str]) -> None:
    """--scope shows the scopes that are named and no others, with responses in business hours."""
    args = [part for scope in scopes for part in ("--scope", scope)]
    found = call("compare", file, "--replications", 2, *args)
    assert headings(found.stdout) == titles
    assert "business hours" in " ".join(found.stdout.split())
    assert "Against as_is:" in found.stdout
    alone = call("run", file, "--replications", 2, *args).stdout
    for title in titles:
        assert title.lower() in alone
    assert "First response in business hours" in " ".join(alone.split())


def test_a_name_that_means_two_things_shows_both(file: str) -> None:
    """A segment called free beside customers who don't pay: both are shown, under their own titles."""
    text = SCENARIO.format(length="2d", customers=1000)
    free = "    free: {stage: long_term_free, customers: 300, contact_rate: 0.1, zones: {UTC: 1}}\n"
    Path(file).write_text(text.replace("  topics:\n", free + "  topics:\n"))
    found = call("compare", file, "--replications", 2, "--scope", "free")
    assert headings(found.stdout) == ["Customers who do not pay (trial, free)", "Segment free"]


def test_json_is_one_object_and_nothing_else(file: str) -> None:
    """With --json the whole of stdout is one JSON object, and nothing is said on stderr."""
    found = call("compare", file, "--replications", 3, "--json")
    told = json.loads(found.stdout)
    assert found.stderr == ""
    assert (told["baseline"], told["seed"], told["replications"]) == ("as_is", 1, 3)
    change = told["differences"]["one_more"]["people_cost"]["all"]
    assert (change["value"], change["verdict"]) == (2 * 24 * 20.0, "clear")


def test_json_does_not_depend_on_the_number_of_processes(file: str) -> None:
    """The same seed gives the same bytes with one process and with two."""
    one, two = (call("run", file, "--replications", 4, "--json", "--processes", n).stdout for n in (1, 2))
    assert one == two


def test_engines_say_the_same(file: str) -> None:
    """Both engines give the same figures, to the last digit."""
    one, two = (
        json.loads(call("run", file, "--replications", 2, "--json", "--engine", engine).stdout)
        for engine in ("compiled", "reference")
    )
    assert one["plans"] == two["plans"]


def test_out_writes_everything(file: str) -> None:
    """--out leaves the tables, the summary and the report, and says where."""
    found = call("compare", file, "--replications", 2, "--out", "results")
    assert {path.name for path in Path("results").iterdir()} == {MARK, *FILES}
    assert "Written: results" in found.stdout
    again = json.loads(call("compare", file, "--replications", 2, "--json").stdout)
    assert json.loads(Path("results/summary.json").read_text()) == again


def test_the_report_has_a_command_that_gives_it_again(file: str) -> None:
    """The command in the report, typed again, gives the same report."""
    call("compare", file, "--plans", "one_more", "--baseline", "as_is", "--replications", 2, "--seed", 7, "--out", "a")
    report = Path("a/report.html").read_text()
    command = "compare team.yaml --plans one_more --baseline as_is --replications 2 --seed 7"
    assert f"<code>support-sandbox {command}</code>" in report
    assert call(*command.split(), "--out", "b").exit_code == 0
    assert Path("b/report.html").read_text() == report


def test_existing_results_need_force(file: str) -> None:
    """Results are not overwritten unasked."""
    call("run", file, "--replications", 2, "--out", "results")
    found = call("run", file, "--replications", 2, "--out", "results")
    assert found.exit_code == 2
    assert "--force" in found.stderr
    assert call("run", file, "--replications", 2, "--out", "results", "--force").exit_code == 0


def test_audit_of_a_sound_run(file: str) -> None:
    """With --audit a sound run exits 0."""
    assert call("run", file, "--replications", 2, "--audit").exit_code == 0


def test_audit_that_finds_something(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --audit a broken rule exits 1 and is told on stderr; stdout stays one JSON object."""
    monkeypatch.setattr(replicating, "audit", lambda _inputs, _record: ["a rule is broken"])
    found = call("run", file, "--replications", 2, "--audit", "--json", "--processes", 1)
    assert found.exit_code == 1
    assert "as_is, replication 1: a rule is broken" in found.stderr
    assert any("must not be trusted" in note for note in json.loads(found.stdout)["notes"])


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["run", "team.yaml", "--plan", "as_iss"], "did you mean 'as_is'?"),
        (["compare", "team.yaml", "--plans", "as_is,one_mor"], "did you mean 'one_more'?"),
        (["compare", "team.yaml", "--baseline", "on_more"], "did you mean 'one_more'?"),
        (["compare", "team.yaml", "--plans", "as_is"], "nothing to compare it with"),
        (["compare", "team.yaml", "--plans", " , "], "names none"),
        (["run", "team.yaml", "--replications", "0"], "--replications"),
        (["run", "team.yaml", "--replications", "-5"], "--replications"),
        (["run", "team.yaml", "--processes", "0"], "--processes"),
        (["run", "team.yaml", "--seed", "-1"], "--seed"),
        (["run", "team.yaml", "--engine", "fast"], "--engine"),
        (["run", "team.yaml", "--interval", "7m"], "write such as 15m"),
        (["run", "team.yaml", "--interval", "soon"], "'soon' is no duration"),
        (["run", "team.yaml", "--scope", "trail"], "--scope: 'trail' is no group, segment, team or role; did you mean"),
        (["compare", "team.yaml", "--scope", "trial", "--scope", "x"], "'x' is no group"),
        (["run", "missing.yaml"], "missing.yaml"),
        (["run", "broken.yaml"], "broken.yaml:2: start"),
        (["run", "team.yaml", "--out", "team.yaml/results"], "name another folder"),
    ],
)
def test_wrong_use_is_told_and_exits_2(file: str, args: list[str], message: str) -> None:
    """What a user gets wrong is told on stderr in words, with exit code 2 and an empty stdout."""
    broken = SCENARIO.format(length="2d", customers=1000).strip().replace("2026-03-02", "yesterday")
    Path("broken.yaml").write_text(broken)
    found = call(*args)
    assert found.exit_code == 2
    assert message in " ".join(found.stderr.split())
    assert "Traceback" not in found.stderr
    assert found.stdout == ""
    assert file == "team.yaml"


def test_demo_writes_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo compares the plans of the quickstart, writes a report, and says what to try next; twice if wanted, and
    on a machine without a browser.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    for _ in range(2):
        found = call("demo", "--replications", 1)
        assert found.exit_code == 0
        assert {path.name for path in Path("support-sandbox-demo").iterdir()} == {MARK, "report.html"}
        assert "What to try next" in found.stdout


def test_help_has_examples() -> None:
    """Every command explains itself with an example."""
    for command in ("run", "compare", "demo"):
        assert f"Example: support-sandbox {command}" in " ".join(call(command, "--help").stdout.split())


PEOPLE = "people: {quits: {per_year: 5, at_full_disengagement: 9}, disengagement: {above: 0.1, full: 0.2, time: 1d}}"


def test_feedback_off_sets_a_twin_beside_each_plan(file: str) -> None:
    """A plan like any other; whoever asks where workload acts on nobody is told so."""
    tired = SCENARIO.format(length="8w", customers=1000).replace("rate: 20", f"rate: 20, {PEOPLE}")
    Path("tired.yaml").write_text(tired)

    told = json.loads(call("compare", "tired.yaml", "--replications", 2, "--feedback-off", "--json").stdout)
    refused = call("compare", file, "--feedback-off")

    assert {"as_is", "as_is_no_feedback", "one_more_no_feedback"} < set(told["plans"])
    assert refused.exit_code == 2
    assert "--feedback-off: workload acts on nobody" in refused.stderr


def _started(folder: Path, *args: str) -> subprocess.Popen:
    """Return the command line as a process of its own that has begun to work."""
    line = [sys.executable, "-m", "support_sandbox", *args]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        line, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups to interrupt")
@pytest.mark.parametrize(
    ("send", "number"),
    [(os.killpg, signal.SIGINT), (os.kill, signal.SIGTERM)],
    ids=["Ctrl-C, to all processes as a terminal does", "SIGTERM, to the parent as a supervisor does"],
)
def test_interrupt_writes_nothing(tmp_path: Path, send: Callable[[int, int], None], number: int) -> None:
    """In the middle of the work: exit 130, one line, no folder."""
    (tmp_path / "team.yaml").write_text(SCENARIO.format(length="52w", customers=20000))
    work = _started(tmp_path, "run", "team.yaml", "--replications", "3000", "--processes", "2", "--out", "a/results")
    try:
        until = time.monotonic() + 60
        while not list(tmp_path.glob("a/.results-*")) and time.monotonic() < until and work.poll() is None:
            time.sleep(0.05)
        time.sleep(4)  # into the replications
        assert work.poll() is None
        send(work.pid, number)
        out, err = work.communicate(timeout=60)
    finally:
        if work.poll() is None:
            os.killpg(work.pid, signal.SIGKILL)
            work.communicate()
    assert (work.returncode, out, err) == (130, "", "interrupted; nothing written\n")
    assert [path.name for path in tmp_path.iterdir()] == ["team.yaml"]


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    """A reader that goes away, such as `head`, ends the output without a traceback."""
    (tmp_path / "team.yaml").write_text(SCENARIO.format(length="1d", customers=1000))
    work = _started(tmp_path, "run", "team.yaml", "--replications", "2")
    work.stdout.close()
    err = work.stderr.read()
    work.stderr.close()
    work.wait(timeout=60)
    assert "Traceback" not in err
