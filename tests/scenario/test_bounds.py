"""How much a scenario may hold: what is too much is refused at its place, before it is judged, with the limit."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from sim.scenario import bounds, coverage, load, text, words
from sim.scenario.load import parse
from sim.scenario.problems import Places, ScenarioError, did_you_mean, some
from sim.scenario.spans import nodes_of

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = "title: t\nstart: 2026-01-05\nlength: 7d\n"


def world(n_segments: int = 1, n_topics: int = 1, zones: str = "{UTC: 1}") -> str:
    """Return a world of so many segments and topics, each with a skill of its own."""
    segments = (
        f"    s{n}: {{stage: paying, channel: ticket, customers: 9, contact_rate: 0.1, zones: {zones}}}\n"
        for n in range(n_segments)
    )
    topics = (f"    t{n}: {{handle_time: 5m, skill: k{n}}}\n" for n in range(n_topics))
    return f"world:\n  segments:\n{''.join(segments)}  topics:\n{''.join(topics)}"


def plans(n_extending: int = 0, n_skills: int = 1, extra: str = "") -> str:
    """Return a plan of one team, and so many that extend it."""
    skills = ", ".join(f"k{n}" for n in range(n_skills))
    team = f"{{zone: UTC, headcount: 1, skills: [{skills}], shifts: [{{days: all, start: 09:00, end: 17:00}}]{extra}}}"
    return f"plans:\n  a:\n    teams:\n      d: {team}\n" + "".join(
        f"  p{n}: {{extends: a}}\n" for n in range(n_extending)
    )


def refused(what: str) -> tuple[str, str]:
    """Return place and message of the one problem of a text, which the editor's reading refuses as well."""
    with pytest.raises(ScenarioError) as caught:
        parse(what)
    (problem,) = caught.value.problems
    return problem.path, problem.message


def test_what_is_used_here_is_sound() -> None:
    """So that each refusal below is for its one reason."""
    assert ["a", "p0"] == list(parse(HEAD + world(2, 2) + plans(1, 2)).plans)


@pytest.mark.parametrize("read", [parse, nodes_of])
@pytest.mark.parametrize(
    ("what", "path", "says"),
    [
        ("#" * 1_000_001, "", "has 1,000,001 characters; 1,000,000 is the limit for a scenario"),
        (HEAD + world(201) + plans(), "world.segments", "has 201 segments; 200 at most, so put some together or leave"),
        (HEAD + world(1, 201) + plans(), "world.topics", "has 201 topics; 200 at most"),
        (HEAD + world() + plans(200), "plans", "names 201 plans; 200 at most, so take some into a file of their own"),
        (f"a: [{'[],' * 1001}]", "a", "has 1,001 entries; 1,000 at most, so put some together or leave them out"),
        (
            HEAD + world(50, 50) + plans(199),
            "plans",
            "names 200 plans; with 50 topics, and 50 languages of all segments together, that is 500,000 cases to look",
        ),
        (f"a:\n  {'k' * 201}: 1", "a", f"'{'k' * 57}...' is a key of 201 characters; 200 at most"),
    ],
)
def test_too_much_is_refused_at_its_place(read: Callable[[str], object], what: str, path: str, says: str) -> None:
    """With the limit, and as the only problem; the editor, which reads before it judges, refuses it alike."""
    with pytest.raises(ScenarioError) as caught:
        read(what)
    (problem,) = caught.value.problems
    assert path == problem.path
    assert problem.message.startswith(says)


def test_reading_stops_where_a_text_has_too_many_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """The place is named at which it is too much; what follows is not read."""
    monkeypatch.setattr(text, "MOST_VALUES", 5)
    monkeypatch.setattr(text, "scalar", _at_most(5, text.scalar))
    says = "more than 5 values up to here; a file may have as many, so shorten it"
    assert ("a[2]", says) == refused("b: 1\na: [1, 2, 3, 4, 5, 6, 7, 8, 9]")


def _at_most(n: int, function: Callable[..., object]) -> Callable[..., object]:
    """Return *function*, which may be called so often."""
    called = iter(range(n))

    def counted(*args: object) -> object:
        assert next(called, None) is not None, f"called more than {n} times"
        return function(*args)

    return counted


@pytest.mark.parametrize("extra", [", meetings: []", f", draws_as: {'x' * 300}"])
def test_what_all_plans_inherit_is_bounded(extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file could stand for very much; a long text counts for several values."""
    monkeypatch.setattr(bounds, "MOST_INHERITED", 150)
    assert ["a"] == list(parse(HEAD + world() + plans()).plans)
    path, message = refused(HEAD + world() + plans(12, extra=extra))
    assert "plans" == path
    assert "values together with what they inherit, long texts counting for several; 150 at most" in message


def test_of_very_many_problems_the_first_are_listed() -> None:
    """A hundred, and a line that there are more."""
    with pytest.raises(ScenarioError) as caught:
        parse(HEAD + world() + plans() + "".join(f"k{n}: 1\n" for n in range(150)))
    problems = caught.value.problems
    assert (101, "and more; put these right first") == (len(problems), problems[-1].message)
    assert [f"k{n}" for n in range(100)] == [problem.path for problem in problems[:100]]


def test_no_more_is_put_into_words_than_anybody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a thousand zones that are none, the nearest names are sought for a few hundred: each takes milliseconds."""
    monkeypatch.setattr(words, "nearest", _at_most(load._LOOKED_AT, lambda *_: None))
    zones = "{" + ", ".join(f"Xurope/L{n}: 1" for n in range(100)) + "}"
    with pytest.raises(ScenarioError) as caught:
        parse(HEAD + world(10, zones=zones) + plans())
    assert "and more; put these right first" == caught.value.problems[-1].message


def test_what_does_not_fit_together_is_looked_for_as_long_as_anybody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of segments with a profile that is none."""
    monkeypatch.setattr(load, "_LOOKED_AT", 5)
    given = (HEAD + world(20) + plans()).replace("channel: ticket", "channel: ticket, profile: none")
    with pytest.raises(ScenarioError) as caught:
        parse(given)
    assert [*[f"world.segments.s{n}.profile" for n in range(5)], ""] == sorted(
        (problem.path for problem in caught.value.problems), key=lambda path: (not path, path)
    )


def test_of_very_many_names_the_first_are_listed() -> None:
    """An unknown parent, topic or team does not bring all names into the message."""
    assert "a, b and c" == some("abc")
    assert "there is n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11 and 88 more" == did_you_mean(
        "zz", [f"n{n}" for n in range(100)]
    )
    with pytest.raises(ScenarioError) as caught:
        parse(HEAD + world() + plans(150).replace("p7: {extends: a}", "p7: {extends: '???'}"))
    assert 200 > len(caught.value.problems[0].message)


def test_places_touch_as_each_pair_does() -> None:
    """One is a part of the other, or both are the same."""
    paths = [path for n in range(4) for path in product("ab", repeat=n)]
    for one in paths:
        places = Places([one])
        for other in paths:
            n = min(len(one), len(other))
            assert (one[:n] == other[:n]) == places.touch(other)
    assert not Places()
    assert not Places().touch(())


def test_who_can_answer_is_asked_once_for_each_kind_of_need(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not once for each segment: with hundreds of segments and topics that would take seconds."""
    monkeypatch.setattr(coverage, "_can", _at_most(2 * 30, coverage._can))
    assert 2 == len(parse(HEAD + world(40, 30) + plans(1, 30)).plans)
