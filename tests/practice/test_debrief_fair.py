"""What the debrief must not hold against a rep: who pays more first, waits that were over, what nobody gave back."""

from __future__ import annotations

import pytest

from sim.durations import MINUTE
from trainee_exercises.practice.cases import Entry
from trainee_exercises.practice.coaching import feedback
from trainee_exercises.practice.debrief import craft, replies
from trainee_exercises.practice.debrief.course import Setting, courses
from trainee_exercises.practice.debrief.tables import choices
from trainee_exercises.practice.debrief.waiting import order_of_work
from trainee_exercises.practice.levels import level
from trainee_exercises.practice.load import load_practice
from trainee_exercises.practice.understanding import Understood

PACK = load_practice("pinfold")
ANSWERED = next(one for one in PACK.scripts.values() if one.route == "answer" and any(x.later for x in one.facts))


def log(*rows):
    """Return a log of (minute, kind, case, data) after the arrival of a free and of a paying customer."""
    first = [
        (0, "arrived", "free", {"script": ANSWERED.id, "name": "Una", "customer": "free", "since": 0}),
        (6, "arrived", "paying", {"script": ANSWERED.id, "name": "Pia", "customer": "paying", "since": 6 * MINUTE}),
    ]
    return [Entry(n, at * MINUTE, kind, case, data) for n, (at, kind, case, data) in enumerate([*first, *rows], 1)]


def replied(said=()):
    """Return what is kept of a reply that said these facts."""
    return {"text": "Words", "waited": 0, "understood": Understood(said=frozenset(said)).as_json()}


def took(first):
    """Return what is kept of taking one while both waited and the plan's rule would have taken *first*."""
    return {"first_by_policy": first, "waiting": ["free", "paying"], "waited": 0}


@pytest.mark.parametrize(("case", "first", "fits"), [("paying", "free", 1), ("free", "paying", 0), ("free", "free", 1)])
def test_whoever_takes_a_higher_class_than_the_rule_works_in_order(case, first, fits):
    """Only a customer of a higher class was passed over."""
    found = courses(log((7, "took", case, took(first))), PACK)
    assert (1, fits) == order_of_work(found)
    assert 1 - fits == len(choices(found))


def test_who_has_had_an_answer_waits_from_their_next_message():
    """Not from their first one; and not while it is their turn."""
    again = (6, "customer_wrote", "free", {"about": "", "why": "next"})
    entries = log((1, "replied", "free", replied()), (5, "noted", "free", {}), again, (8, "took", "paying", took("")))
    free = courses(entries, PACK)[0]
    assert [1 * MINUTE, 0, 2 * MINUTE] == [free.waits_at(entries[n]) for n in (2, 3, 5)]


@pytest.mark.parametrize("is_given_back", [True, False])
def test_only_what_was_given_back_is_said_to_have_been(is_given_back):
    """A shift may end before the colleague looks at it."""
    rows = [(7, "passed", "free", {"to": PACK.colleagues[0].id, "right": False, "by_name": True, "takes": "sales"})]
    back = [(9, "bounced", "free", {"by": PACK.colleagues[0].name, "why": "Not mine."})] if is_given_back else []
    entries = log(*rows, *back)
    setting = Setting(PACK, level(1), 10 * MINUTE, 1.0)
    says = [one.says for one in craft.findings(courses(entries, PACK), entries, setting) if one.kind == "route"]
    assert [is_given_back] == ["gave it back" in one for one in says]


def test_words_that_hand_over_are_not_the_reply_with_most_to_win():
    """What they are worth is in the finding about the passing on."""
    passed = {"to": PACK.colleagues[0].id, "right": True, "by_name": True, "takes": "sales"}
    entries = log((7, "replied", "free", replied()), (7, "passed", "free", passed), (8, "replied", "paying", replied()))
    found = replies.worst(replies.judged(courses(entries, PACK)))
    assert found is not None
    assert "Pia" == found.course.name


def test_an_answer_to_what_was_asked_next_is_not_called_ahead_of_them():
    """The coach sees a reply alone: it says what was told, not whether they had asked."""
    fact = next(one for one in ANSWERED.facts if one.later)
    words = feedback(ANSWERED, Entry(1, 0, "replied", "free", replied([fact.id])), frozenset())
    assert [f"Beyond their first question: {fact.fact}"] == [one.says for one in words if one.kind == "ahead"]


@pytest.mark.parametrize(("said", "before", "kinds"), [((), (), set()), ((0,), (), {"tone"}), ((), (0,), {"tone"})])
def test_a_reply_that_helps_nobody_is_not_praised_for_its_tone(said, before, kinds):
    """What was said now or before is what a tone goes with."""
    facts = [one.id for one in ANSWERED.facts]
    entry = Entry(1, 0, "replied", "free", replied([facts[n] for n in said]))
    words = feedback(ANSWERED, entry, frozenset(facts[n] for n in before))
    assert kinds == {one.kind for one in words if one.kind == "tone" and one.verdict == "good"}
