"""Scenario files: what is read, and what is said about everything that cannot be."""

from __future__ import annotations

import pickle
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from sim.durations import DAY, HOUR, MINUTE, WEEK
from sim.scenario.load import MAX_BYTES, load, parse
from sim.scenario.problems import Problem, ScenarioError, UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Callable

TABLE = YAML(typ="safe").load(Path(__file__).with_name("problems.yaml").read_text(encoding="utf-8"))


def _says(path: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return str(caught.value)


def test_a_sound_file_becomes_a_scenario(sound: str, tmp_path: Path) -> None:
    """Values, spans, clock times, dates and defaults arrive as the models say."""
    file = tmp_path / "sound.yaml"
    file.write_text(sound, encoding="utf-8")
    scenario = load(str(file))
    desk = scenario.plans["as_is"].teams["desk"]
    assert (4 * WEEK, WEEK, "UTC") == (scenario.length, scenario.warm_up, scenario.zone)
    assert ((HOUR, 2 * HOUR), None) == (scenario.world.open_at_start[0].ages, scenario.world.open_at_start[0].age)
    assert DAY == scenario.world.open_at_start[1].age.mean
    assert [("mon", "tue", "wed", "thu", "fri"), ("sat",)] == [shift.days for shift in desk.shifts]
    assert (9 * 60, 17 * 60) == (desk.shifts[0].start, desk.shifts[0].end)
    assert 10 * MINUTE == scenario.plans["as_is"].routing.segments["paying"].base


def test_a_byte_order_mark_and_windows_line_ends_are_read(sound: str, tmp_path: Path) -> None:
    """A file as some editors on Windows save it reads like any other."""
    file = tmp_path / "windows.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + sound.replace("\n", "\r\n").encode())
    assert parse(sound) == load(file)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["says"][0].partition(" is ")[0][:70])
def test_each_problem_is_said_with_line_place_and_remedy(
    row: dict, changed: Callable[..., str], problems: Callable[[str], list[str]]
) -> None:
    """A wrong value gives exactly the problems of the table, and no others that only follow from it."""
    assert row["says"] == problems(changed(*row["change"]))


def test_all_problems_are_said_at_once(changed: Callable[..., str], problems: Callable[[str], list[str]]) -> None:
    """Wrong fields, an unknown key and what does not fit together come in one go, in the order of the file."""
    text = changed(
        ("contact_rate: 0.1\n      zones: {Europe/London: 1}", "contact_rate: -1\n      zones: {Europe/Londn: 1}"),
        ("topics: {question: 2, api: 1}", "topics: {question: 2, apy: 1}"),
        ("customers: 500", "custmers: 500"),
        ("skills: [api]", "skills: [app]"),
    )
    assert [
        "13: world.segments.paying.contact_rate: '-1' is too small; write at least 0",
        "14: world.segments.paying.zones.Europe/Londn: 'Europe/Londn' is no time zone; did you mean 'Europe/London'?",
        "15: world.segments.paying.topics.apy: 'apy' is no topic of this scenario; did you mean 'api'?",
        "20: world.segments.free.custmers: 'custmers' is no setting here; did you mean 'customers'?",
        (
            "36: plans.as_is: nobody has the skill 'api' (needed by 'free'); give a team that skill, or set served: "
            "false for 'free' in routing.segments"
        ),
    ] == problems(text)


def test_an_error_holds_its_problems_and_travels_between_processes() -> None:
    """The parts of each problem can be read by a program, also after pickling."""
    with pytest.raises(ScenarioError) as caught:
        parse("title: x\nstart: 2026-02-30\nworld: 1\nplans: 2\n", "mine.yaml")
    again = pickle.loads(pickle.dumps(caught.value))
    assert caught.value.problems == again.problems
    assert Problem("mine.yaml", 3, "world", "'1' is a number; write a mapping of settings (key: value) with segments, "
                   "topics, profiles and surges and so on") == again.problems[1]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", ("1: the file is empty; a scenario has at least title, start, world and plans (six questions make one: on "
             "the page Plan, or by `support-sandbox new`)")),
        ("- a\n", ("1: this is no mapping of settings; a scenario has at least title, start, world and plans (six "
                  "questions make one: on the page Plan, or by `support-sandbox new`)")),
        ("title: a\nworld:\n\tzone: UTC\n", "3: column 1: a tab; indent with spaces"),
        ("title: 'a\n", "1: column 8: not YAML: the text ends inside a quoted text; close the quotes"),
        ("title: a: b\n", ("1: column 9: not YAML: a ':' stands where none is allowed; put text with a colon in "
                          "quotes, or look for a missing line break or a wrong indent")),
        ("title: @a\n", "1: column 8: not YAML: '@' is not allowed here; put text that starts with it in quotes"),
        ("a:\n  b: 1\n c: 2\n", "3: column 2: not YAML: the indent does not fit the lines above"),
        ("title: a\n---\ntitle: b\n", "2: a second document starts ('---'); write one scenario to a file"),
        ("? [a]\n: 1\n", "1: a key must be plain text, not a list, a mapping or an alias"),
        ("a: " + "[" * 100_000, "1: nested deeper than 20 levels; no setting lies so deep"),
        ("a: \x01\n", "1: not YAML: special characters are not allowed"),
    ],
)  # fmt: skip
def test_text_that_is_no_mapping_in_yaml_is_one_problem(
    text: str, says: str, problems: Callable[[str], list[str]]
) -> None:
    """Syntax errors have line and column; an empty file, a list and wild nesting are told apart."""
    assert [says] == problems(text)


def test_a_bomb_of_aliases_is_refused(problems: Callable[[str], list[str]]) -> None:
    """Aliases are never followed, so a few lines cannot grow to billions of values."""
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    refused = [line for line in problems("\n".join(lines)) if "is an alias, which a scenario cannot have" in line]
    assert 2 * 39 == len(refused)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"title: a\nx: \xff\n", "2: is not UTF-8; save the file in that encoding"),
        ("title: a\n".encode("utf-16"), " is no text file (it has zero bytes); save it as UTF-8 text"),
        (b"PK\x03\x04\0\0", " is no text file (it has zero bytes); save it as UTF-8 text"),
        (b"# " + b"x" * (10 * MAX_BYTES), " is larger than 1,000,000 bytes, the limit for a scenario"),
    ],
    ids=["latin", "utf-16", "binary", "10 MB"],
)
def test_a_file_that_is_no_text_of_a_scenario_is_refused(raw: bytes, says: str, tmp_path: Path) -> None:
    """What is no UTF-8 text, or too long, is refused before it is parsed."""
    file = tmp_path / "strange.yaml"
    file.write_bytes(raw)
    assert f"{file}:{says}" == _says(file)


def test_what_is_no_file_is_told_apart(tmp_path: Path) -> None:
    """A missing file, a directory and an impossible name each say what they are."""
    missing = tmp_path / "missing.yaml"
    assert f"{missing}: there is no such file" == _says(missing)
    assert f"{tmp_path}: is a directory; name a file" == _says(tmp_path)
    with pytest.raises(UnreadableFileError):
        load("a\0b")


def test_a_file_without_permission_is_said_to_be_so(sound: str, tmp_path: Path, monkeypatch) -> None:
    """A file that must not be read is an error with its name, no traceback (told to pytest: root may read all)."""

    def refuse(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    file = tmp_path / "secret.yaml"
    file.write_text(sound)
    monkeypatch.setattr(Path, "open", refuse)
    assert f"{file}: cannot be read: Permission denied" == _says(file)


def test_no_text_makes_the_loader_fail_otherwise(sound: str) -> None:
    """Whatever is cut, doubled or replaced in a file, the loader gives a scenario or a list of problems."""
    seed = 20260302
    print("seed", seed)  # noqa: T201 - to repeat a failure
    luck = random.Random(seed)
    words = [
        "[",
        "{",
        "null",
        "-1",
        "'",
        "*a",
        "&a 1",
        "!x",
        "\t",
        ": ",
        "1e999",
        "\n",
        "extends: more",
        "[[[",
        "\u20ac",
        "0",
    ]
    for _ in range(100):
        text = sound
        for _ in range(luck.randint(1, 3)):
            start = luck.randrange(len(text))
            text = text[:start] + luck.choice(words) + text[start + luck.choice([0, 1, 5, 40]) :]
        try:
            parse(text)
        except ScenarioError as error:
            said = len(error.problems)
        except Exception:
            print(text)  # noqa: T201 - to repeat a failure
            raise
        else:
            said = 1
        assert said > 0, text


def test_a_control_character_is_refused(sound: str) -> None:
    """An escape sequence in a title would reach the terminal of whoever reads it."""
    with pytest.raises(ScenarioError) as found:
        parse(sound.replace("title: Two people by day", 'title: "Two \\e[31m people"'))
    assert ["title"] == [problem.path for problem in found.value.problems]
    assert "control character" in str(found.value)


@pytest.mark.parametrize(("written", "law"), [
    ("2h", "exponential"), ("{mean: 2h}", "exponential"), ("{mean: 2h, cv: 2}", "lognormal"),
    ("{mean: 2h, law: gamma}", "gamma"),
])  # fmt: skip
def test_patience_is_exponential_unless_a_law_or_a_cv_is_given(sound: str, written: str, law: str) -> None:
    """The short form and the mapping with the mean alone mean the same."""
    scenario = parse(sound.replace("{mean: 2h, law: exponential}", written))
    assert law == scenario.world.segments["paying"].patience.law
