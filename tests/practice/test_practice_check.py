"""`practice check`: each thing that keeps a pack from being fit for a shift is found, where it was written."""

from __future__ import annotations

import json

import pytest
from practice_builder import a_claim, a_desk, a_fact, a_need, a_script, the_scripts, write_pack
from typer.testing import CliRunner

from support_sandbox import app
from trainee_exercises.packs.text import PackError
from trainee_exercises.practice.check import check
from trainee_exercises.practice.load import load_practice, pack_names, read_practice


def found(folder, scripts=None, desk=None):
    """Return the problems of a pack as "path: message"."""
    return [
        f"{one.path}: {one.message}" for one in check(read_practice(write_pack(folder / "p", scripts, desk))).problems
    ]


def branch(name="special", says="Oh.", **when):
    """Return a branch as it is written."""
    return {"id": name, "when": when, "says": says}


def test_the_pack_of_the_builder_and_the_shipped_one_are_sound(tmp_path):
    """Nothing to put right, so that each test below is about what it changes."""
    assert [] == found(tmp_path)
    assert () == check(read_practice("pinfold")).problems
    assert ["pinfold"] == pack_names()


@pytest.mark.parametrize(
    ("changes", "path", "says"),
    [
        ({"facts": [a_fact("x", "first"), a_fact("y", "first")]}, "facts[1].id", "'first' is also the id of another"),
        ({"articles": ["strat"]}, "articles[0]", "'strat' is no article; did you mean 'start'?"),
        ({"incident": "uploads-failin"}, "incident", "'uploads-failin' is no incident; did you mean 'uploads-"),
        ({"incident": "uploads-failing"}, "category", "an outage names its incident, and nothing else does"),
        ({"category": "outage"}, "category", "an outage names its incident, and nothing else does"),
        ({"sales_signal": "buy it all"}, "sales_signal", "'buy it all' does not stand in the opening"),
        ({"facts": [a_fact("x", "first", phrasings=["one", "two", "One!"])]}, "facts[0].phrasings", "write at least 3"),
        ({"claims": [a_claim("x", phrasings=["one"])]}, "claims[0].phrasings", "wrong has 1 phrasings"),
        ({"needs": [a_need("x", phrasings=["one"])]}, "needs[0].phrasings", "which has 1 phrasings"),
        ({"branches": [branch(said=["frist"])]}, "branches[0].when.said[0]", "'frist' is none here; did you mean"),
        ({"branches": [branch(not_said=["wrong"])]}, "branches[0].when.not_said[0]", "'wrong' is none here"),
        ({"branches": [branch(claimed=["first"])]}, "branches[0].when.claimed[0]", "'first' is none here"),
        ({"branches": [branch()]}, "branches[0].when", "special is never reached: it has no conditions"),
        ({"branches": [branch(said=["first"], not_said=["first"])]}, "branches[0].when", "said and not said"),
        (
            {"branches": [branch("a", said=["first"]), branch("b", said=["first"])]},
            "branches[1].when", "b is never reached: a has the same conditions and comes first",
        ),
        ({"opening": "Hello {firstname}"}, "opening", "{firstname} is filled in by nobody; did you mean 'first_name'?"),
        ({"facts": [a_fact("x", "next", later=True)]}, "facts", "all facts are a next question"),
        ({"tone": "angry"}, "modifiers", "an angry tone has the modifier angry"),
        ({"modifiers": ["angry"]}, "modifiers", "an angry tone has the modifier angry"),
        ({"claims": []}, "scripts[0]", "names no claim"),
        ({"articles": []}, "route", "is to be answered, but no article holds the answer"),
        ({"route": "design"}, "colleagues", "nobody takes 'design', where scripts pass customers to"),
        ({"branches": [branch(passed_to="design")]}, "branches[0].when.passed_to", "so special never comes; add a"),
        ({"branches": [branch(said=["first"]) | {"then": "comes_back"}]}, "branches[0].then", "no more than waits"),
        ({"category": "outage", "incident": "uploads-failing"}, "", "write customers who come on other days too"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_script_is_said_at_its_place(tmp_path, changes, path, says):
    """One change, one place, and words that say what would be right."""
    told = found(tmp_path, [a_script(**changes)])
    assert [one for one in told if path in one and says in one], told


def test_an_echo_of_the_customers_own_words_would_count_and_is_found(tmp_path):
    """Who quotes the customer has not answered."""
    echo = "the button is nowhere to be seen"
    script = a_script(opening=f"Hello, {echo}, help!", facts=[a_fact("x", "first", phrasings=[echo, "one", "two"])])
    told = found(tmp_path, [script])
    assert ["scripts[0].facts[0].phrasings[0]"] == [one.split(":")[0] for one in told]
    assert "stands in the customer's own text; an echo would count: reword it" in told[0]


def test_two_scripts_about_the_same_thing_are_twins(tmp_path):
    """Another name and other words around it make no other situation."""
    one = a_script("one")
    other = a_script("other") | {"goal": one["goal"], "facts": one["facts"]}
    told = found(tmp_path, [one, other])
    says = "other: is the same situation as one (100% of the words of goal and facts); change one of them"
    assert [f"scripts[1].goal: {says}"] == told


@pytest.mark.parametrize(
    ("changes", "path", "says"),
    [
        ({"start_article": "sart"}, "start_article", "'sart' is no article; did you mean 'start'?"),
        ({"tags": {"outage": "x"}}, "tags", "says nothing about feature_request"),
        ({"targets": {"vip": "5m"}}, "targets", "says nothing about free, trial"),
        ({"patience": {"angry": "5m"}}, "patience", "says nothing about casual"),
        ({"lines": {"angry": a_desk()["lines"]["angry"]}}, "lines", "says nothing about casual"),
        ({"plans": {"vip": ["Business"]}}, "plans", "says nothing about free"),
        (
            {"procedures": {"refund": a_desk()["procedures"]["refund"]}},
            "procedures",
            "says nothing about password_reset",
        ),
        ({"modifiers": {"angry": "a"}}, "modifiers", "says nothing about billing"),
        ({"owners": {"design": "It is there."}}, "owners", "says nothing about engineering, marketing"),
    ],
)
def test_what_the_desk_leaves_out_is_said(tmp_path, changes, path, says):
    """A class without a target or a tone without lines would end a shift."""
    told = found(tmp_path, None, a_desk(**changes))
    assert [one for one in told if one.startswith(path) and says in one], told


def test_an_owner_of_root_causes_that_is_none_is_a_problem(tmp_path):
    """With the name that was probably meant."""
    with pytest.raises(PackError, match=r"owners\.desing: .*'desing'"):
        read_practice(write_pack(tmp_path / "p", None, a_desk(owners={"desing": "It is there."})))


@pytest.mark.parametrize("key", ["neutral", "impatient", "leaves", "comes_back"])
def test_a_list_of_lines_that_is_empty_is_a_problem(tmp_path, key):
    """Somebody would have nothing to say in the middle of a shift."""
    lines = a_desk()["lines"]
    lines["formal"] = lines["formal"] | {key: []}
    with pytest.raises(PackError, match=rf"lines\.formal\.{key}"):
        read_practice(write_pack(tmp_path / "p", None, a_desk(lines=lines)))


def test_problems_name_file_line_and_path(tmp_path):
    """All of them at once, in the order in which one meets them; nothing that only follows from another."""
    folder = write_pack(tmp_path / "p")
    text = (folder / "scripts/one.yaml").read_text(encoding="utf-8")
    (folder / "scripts/one.yaml").write_text(
        text.replace('"tone": "casual"', '"tone": "merry"', 1).replace('"goal"', '"gaol"', 1), encoding="utf-8"
    )
    with pytest.raises(PackError) as error:
        read_practice(folder)
    lines = str(error.value).splitlines()
    at = text[: text.index('"tone"')].count("\n") + 1
    assert lines[0].startswith(f"{folder}/scripts/one.yaml:{at}: scripts[0].tone: 'merry'")
    assert "scripts[0].gaol: 'gaol' is no setting here; did you mean 'goal'?" in lines[1]
    assert 2 == len(lines)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"desk: 6d": "desk: 0m", "headcount: 3": "headcount: 60"},
            "nobody waits where the tour begins, on day 3 at 14:",
        ),
        ({"days: mon-fri": "days: mon-tue"}, "the tour can't begin: nobody works on day 3"),
    ],
)
def test_a_week_without_anybody_for_the_tour_is_a_problem(tmp_path, changes, says):
    """The tour is about one customer who waits already."""
    folder = write_pack(tmp_path / "p")
    week = (folder / "week.yaml").read_text("utf-8")
    for before, after in changes.items():
        assert before in week
        week = week.replace(before, after)
    (folder / "week.yaml").write_text(week, "utf-8")
    told = [f"{one.path}: {one.message}" for one in check(read_practice(folder)).problems]
    assert [one for one in told if one.startswith("plans.alone") and says in one], told


def test_two_scripts_with_one_id_are_found_across_files(tmp_path):
    """A shift knows a situation by its id alone."""
    folder = write_pack(tmp_path / "p")
    (folder / "scripts/two.yaml").write_text(json.dumps({"scripts": [a_script()]}), encoding="utf-8")
    with pytest.raises(
        PackError, match=r"two\.yaml:1: scripts\[0\]\.id: 'plain' is also the id of a script in scripts/one"
    ):
        read_practice(folder)


@pytest.mark.parametrize("name", ["pinfodl", "nowhere/at/all", "larkhour"])
def test_a_pack_that_is_not_there_is_a_sentence(name):
    """A hiring pack is no practice pack either."""
    with pytest.raises(PackError, match="there is no such pack"):
        load_practice(name)


def test_a_pack_without_scripts_is_refused(tmp_path):
    """Nobody would write."""
    folder = write_pack(tmp_path / "p")
    (folder / "scripts/one.yaml").unlink()
    with pytest.raises(PackError, match="has no scripts"):
        read_practice(folder)


def test_the_command_says_what_there_is_and_what_is_wrong(tmp_path):
    """Exit 0 sound, 1 with problems, 2 where it can't be read; as text and as one JSON object."""
    run = CliRunner().invoke
    sound = run(app, ["practice", "check", str(write_pack(tmp_path / "p"))])
    assert (0, True) == (sound.exit_code, "5 situations, 1 articles" in sound.stdout)
    odd = str(write_pack(tmp_path / "q", [*the_scripts()[1:], a_script(claims=[])]))
    wrong = run(app, ["practice", "check", odd])
    assert (1, "1 problem found") == (wrong.exit_code, wrong.stderr.splitlines()[-1])
    told = json.loads(run(app, ["practice", "check", odd, "--json"]).stdout)
    assert (False, True, 5) == (told["sound"], told["readable"], told["scripts"])
    none = run(app, ["practice", "check", "pinfodl"])
    assert (2, True) == (none.exit_code, "did you mean 'pinfold'?" in none.stderr)
