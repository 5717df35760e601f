"""The commands `exercise score` and `exercise agreement`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from trainee_exercises.cli import register

PACK = str(Path(__file__).parent / "other_pack")
GOOD = {
    "question_id": "g01",
    "reply_id": "r1",
    "text": "Hold the button for eight seconds next to the hub until it blinks green.",
}


def run(*arguments):
    """Return what a command prints and its exit code."""
    app = typer.Typer()
    register(app)
    return CliRunner().invoke(app, ["exercise", *map(str, arguments)])


def scored(tmp_path, answers, *more):
    """Run `exercise score` on *answers*, given as text or as what becomes JSON."""
    file = tmp_path / "answers.json"
    file.write_text(answers if isinstance(answers, str) else json.dumps(answers), encoding="utf-8")
    return run("score", "--pack", PACK, "--answers", file, "--words-only", *more)


def test_score_prints_one_entry_for_each_reply(tmp_path):
    """The keys are those that the exercise's other parts read."""
    result = scored(tmp_path, [GOOD, GOOD | {"reply_id": "r2", "text": ""}], "--json")
    first, second = json.loads(result.stdout)

    assert 0 == result.exit_code
    assert ["question_id", "reply_id", "overall", "values", "needs_human", "reasons"] == list(first)
    assert ("g01", "r1", False) == (first["question_id"], first["reply_id"], first["needs_human"])
    assert 1 <= first["overall"] <= 4
    assert {"care", "digging", "correctness", "clarity"} == set(first["values"])
    assert {"kind", "item", "verdict", "text", "quote"} == set(first["reasons"][0])
    assert ("r2", None, True) == (second["reply_id"], second["overall"], second["needs_human"])


def test_score_in_words_quotes_the_reply(tmp_path):
    """Without --json a person can read it."""
    result = scored(tmp_path, [GOOD])

    assert "g01 r1: " in result.stdout
    assert "blinks green" in result.stdout


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ("{", "is no JSON"),
        ({"a": 1}, "write a list"),
        ([1], "[0]: is 1; write an object"),
        ([GOOD | {"text": None}], "[0]: text is None; write a text"),
        ([GOOD, GOOD | {"question_id": "g77"}], "[1]: question_id 'g77' is in no form of ferngauge"),
    ],
)
def test_wrong_answers_are_named_with_their_place(tmp_path, answers, message):
    """Exit 2, the place, and no traceback."""
    result = scored(tmp_path, answers)

    assert 2 == result.exit_code
    assert message in result.stderr


def test_missing_files_and_packs_are_named(tmp_path):
    """A wrong path is told, not thrown."""
    no_file = run("score", "--pack", PACK, "--answers", tmp_path / "none.json")
    no_pack = run("agreement", "--pack", tmp_path / "none")

    assert (2, 2) == (no_file.exit_code, no_pack.exit_code)
    assert "cannot be read" in no_file.stderr
    assert "there is no such pack" in no_pack.stderr


def test_agreement_prints_each_figure_with_length_beside_it():
    """The published figures come from this command."""
    result = run("agreement", "--pack", PACK, "--words-only", "--json")
    found = json.loads(result.stdout)
    checks = {check["name"]: check for check in found["sets"][0]["checks"]}

    assert found["embeddings"] is False
    assert 40 == found["sets"][0]["n"]
    assert {"name", "value", "length", "n", "bar", "low", "high", "passed"} == set(checks["quadratic weighted kappa"])
    assert checks["gamed replies at most 2 or to a person"]["passed"] is True
    assert all(check["value"] >= check["length"] for check in checks.values())
    assert int(any(check["passed"] is False for check in checks.values())) == result.exit_code


def test_agreement_in_words_says_what_it_rests_on():
    """Words only is called weaker."""
    result = run("agreement", "--pack", PACK, "--words-only", "--form", "g")

    assert result.stdout.startswith("words only: weaker")
    assert "form g: 40 replies" in result.stdout


def test_agreement_needs_labelled_replies(tmp_path):
    """A pack without them, or an unknown form, is told."""
    bare = tmp_path / "bare"
    shutil.copytree(PACK, bare, ignore=shutil.ignore_patterns("labelled"))
    none, unknown = run("agreement", "--pack", bare), run("agreement", "--pack", PACK, "--form", "z")

    assert (2, 2) == (none.exit_code, unknown.exit_code)
    assert "no labelled replies" in none.stderr
    assert "no labelled set 'z'" in unknown.stderr
