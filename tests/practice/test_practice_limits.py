"""How much a shift takes of one rep: each limit is a sentence, nothing typed is lost, and what was done stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from practice_builder import Hands, begun, log_bytes

import dashboard
from trainee_exercises.exercise.refusals import NotAnAction, Refused
from trainee_exercises.practice import limits
from trainee_exercises.practice.doing import CantDo
from trainee_exercises.practice.played import Act, Played


def refused(hands, kind, case=None, **more):
    """Return the sentence of a refusal."""
    with pytest.raises(CantDo) as cant:
        hands.do(kind, case, **more)
    return cant.value.says


def with_some(n):
    """Return a rep at whose desk at least *n* wait."""
    hands = begun(day=0, time="09:00", level=5)
    while len(hands.waiting()) < n:
        hands.wait(1)
    return hands


@pytest.mark.parametrize("kind", ["reply", "note", "pass", "draft"])
def test_a_text_has_a_limit_and_its_very_length_fits(kind):
    """4,000 characters; one more is refused as too long, by a sentence with both figures."""
    hands = begun()
    case = hands.waiting("plain")[0]
    more = {"pass": {"to": "pete"}, "draft": {"field": "reply", "revision": 1}}.get(kind, {})
    with pytest.raises(Refused) as told:
        hands.do(kind, case, text="x" * 4_001, **more)
    assert ("too_long", True) == (told.value.code, "4,000 characters at most, and this has 4,001" in told.value.says)
    hands.do(kind, case, text="x" * 4_000, **more)


def test_the_page_stops_at_the_limit_of_the_server():
    """So that nobody types what is refused afterwards."""
    page = (Path(dashboard.__file__).parent / "web/practice_model.js").read_text("utf-8")
    assert [str(limits.LONGEST_TEXT)] == re.findall(r"^const LONGEST = (\d+);", page, re.MULTILINE)


def test_a_search_has_a_limit():
    """200 characters, as the box in the browser."""
    hands = begun()
    hands.do("search", query="x" * 200)
    with pytest.raises(Refused, match="A search has 200 characters at most, and this has 201"):
        hands.do("search", query="x" * 201)


def test_what_was_longer_before_there_was_a_limit_is_done_again():
    """A stored shift stays what it was."""
    hands = Hands()
    acts = [Act(hands.now, {"kind": "start"})]
    case = hands.waiting("plain")[0]
    long = {"kind": "note", "case": case.id, "text": "x" * 20_000}
    acts += [Act(hands.now, long)] * 4
    again = Played(hands.terms, 1.0, None)
    for one in acts:
        again.replay(one)
    assert 4 * 20_000 == sum(len(one.text) for one in again.shift.cases[case.id].messages if one.by == "note")


def test_an_answer_to_many_is_understood_once_for_each_situation():
    """However many are merged; each customer is told the same, and what is kept is as if each had been asked."""
    hands, asked = with_some(12), []
    understand = hands.played.understand
    hands.played.understand = lambda script, text: asked.append(script.id) or understand(script, text)
    first, *others = hands.waiting()[:12]
    by_script = {one.script.id for one in (first, *others)}
    for one in others:
        hands.do("merge", one, into=first.id)
    hands.do("reply", first, text="all")
    assert sorted(by_script) == sorted(asked)
    assert 12 > len(asked)
    assert 12 == len(hands.acts[-1].understood) == sum(one.kind == "replied" for one in hands.shift.log)
    again = Played(hands.terms, 1.0, None)
    for one in hands.acts:
        again.replay(one)
    again.look(hands.now)
    assert log_bytes(hands.shift) == log_bytes(again.shift)


def test_what_is_merged_has_limits(monkeypatch):
    """By number, and by how different they are; nothing changes then."""
    hands = with_some(4)
    first = hands.waiting("plain")[0]
    other = next(one for one in hands.waiting() if one.script.id != "plain")
    same = next(one for one in hands.waiting("plain") if one is not first)
    monkeypatch.setattr(limits, "MOST_SITUATIONS", 1)
    assert "These are about too many different things for one answer" in refused(hands, "merge", other, into=first.id)
    hands.do("merge", same, into=first.id)
    monkeypatch.setattr(limits, "MOST_SITUATIONS", 8)
    monkeypatch.setattr(limits, "MOST_MERGED", 2)
    assert "One answer goes to 2 conversations at most" in refused(hands, "merge", other, into=first.id)
    assert ["", first.id] == [other.merged_into, same.merged_into]


def test_a_conversation_holds_so_many_characters():
    """Each answer of the server holds all of it; another one is as free as ever."""
    hands = begun()
    case, other = hands.waiting()[:2]
    held = sum(len(one.text) for one in case.messages)
    for _ in range((limits.MOST_IN_A_THREAD - held) // 4_000):
        hands.do("note", case, text="x" * 4_000)
    assert "would have more than 60,000 characters" in refused(hands, "note", case, text="x" * 4_000)
    hands.do("note", other, text="x" * 4_000)


@pytest.mark.parametrize(
    "action",
    [
        {"kind": "tag", "category": "outage", "modifiers": ["angry"] * 40_000, "owner": "design"},
        {"kind": "carry", "procedure": "refund", "verified": [0] * 40_000, "do": True},
        {"kind": "disagree", "message": 10**4_000, "about": "tone"},
        {"kind": "disagree", "message": -1, "about": "tone"},
    ],
)
def test_what_no_page_sends_so_long_is_no_action(action):
    """Neither now nor where an earlier version has kept it, which then does nothing."""
    hands = begun()
    case = hands.waiting()[0]
    before = log_bytes(hands.shift)
    with pytest.raises(NotAnAction):
        hands.played.act(action | {"case": case.id}, hands.now)
    assert hands.played.replay(Act(hands.now, action | {"case": case.id})) is None
    assert before == log_bytes(hands.shift)
