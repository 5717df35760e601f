"""`practice understood`: how well replies are understood, printed."""

from __future__ import annotations

import json

import typer
from typer.testing import CliRunner

from trainee_exercises.practice.commands import register
from trainee_exercises.practice.understood import share

TWO = """
replies:
- script: price-for-seven
  text: Team for the seven of you is 63 EUR a month, or 630 if you pay by the year.
  said: [monthly, yearly]
  note: paraphrase
- script: price-for-seven
  text: Team for the seven of you is 63 EUR a month.
  claimed: [discount]
  note: wrong on purpose
"""


def run(*words):
    """What the command answers."""
    app = typer.Typer()
    register(app)
    return CliRunner().invoke(app, ["practice", "understood", *words])


def replies(tmp_path, text):
    """The path of a file with that text."""
    path = tmp_path / "replies.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_share_and_every_miss_are_printed(tmp_path):
    """One of two is right; the other is listed with what it should have been."""
    found = run("pinfold", "--replies", replies(tmp_path, TWO), "--misses")
    assert 0 == found.exit_code
    assert "1 of 2" in found.output
    assert "should be claim discount" in found.output


def test_json_has_the_same(tmp_path):
    """One object with the kinds, the facts and the misses."""
    found = json.loads(run("pinfold", "--replies", replies(tmp_path, TWO), "--json").output)
    assert (1, 2) == (found["right"], found["n"])
    assert {"paraphrase", "negated"} == set(found["by_kind"])
    assert {"both": 2, "heard only": 1, "meant only": 0, "neither": 3} == found["facts"]
    assert ["price-for-seven"] == [miss["script"] for miss in found["misses"]]


def test_names_that_do_not_exist_are_named(tmp_path):
    """A slip in a script or an id is no miss, but refused with what there is."""
    slip = "replies:\n- {script: price-for-seven, text: hi, said: [monthy]}\n- {script: nowhere, text: hi}\n"
    found = run("pinfold", "--replies", replies(tmp_path, slip))
    assert 2 == found.exit_code
    assert "said 'monthy' is not in price-for-seven" in found.stderr
    assert "there is no script 'nowhere'" in found.stderr


def test_a_file_of_something_else_is_refused(tmp_path):
    """It says where and what would be right."""
    found = run("pinfold", "--replies", replies(tmp_path, "replies: [{script: a}]"))
    assert 2 == found.exit_code
    assert "replies.0.text" in found.stderr
    assert 2 == run("pinfold", "--replies", str(tmp_path / "none.yaml")).exit_code


def test_without_a_file_the_packs_own_words_are_tried():
    """The first wording of everything is understood as itself, nearly always."""
    found = json.loads(run("pinfold", "--json").output)
    assert found["right"] / found["n"] >= 0.9


def test_an_interval_of_few_is_wide_and_of_none_everything():
    """Wilson's interval."""
    assert (0.0, 1.0) == share(0, 0)[2:]
    assert (0.4902, 0.9433) == share(8, 10)[2:]
