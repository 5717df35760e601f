"""Shifts of other rules say so: whoever changes what the same acts give has to raise the version of the rules."""

from __future__ import annotations

import hashlib
import json
from functools import cache

import pytest
from practice_builder import a_desk, made, played_at_random, the_scripts

from sim.scenario.load import parse
from trainee_exercises.practice import closing, customer, earlier, handing_on, shift, timed
from trainee_exercises.practice.levels import Level
from trainee_exercises.practice.scripts import About, PracticePack

KNOWN = (2, "f436b3bfdf903933a22812ba")
"""`earlier.RULES`, and the digest of what it gives. Only the two together may change."""
SEEDS = (1, 3, 8)
MINUTES = 55
GRADE = Level(5, "All", "", "ours", 0, "09:00", MINUTES, 6, 5, hints=True, pauses=True, patience=0.3)
DAY = """
title: A day
start: 2026-03-09
length: 1d
world:
  segments:
    free: {stage: long_term_free, customers: 600, contact_rate: 1.0, zones: {UTC: 1}, profile: round_the_clock}
    paying: {stage: paying, customers: 600, contact_rate: 1.0, zones: {UTC: 1}, profile: round_the_clock}
    vip: {stage: vip, customers: 20, contact_rate: 2.0, zones: {UTC: 1}, profile: round_the_clock}
  topics: {question: {handle_time: {mean: 4m, cv: 0.5}}}
  surges:
    uploads_failing: {at: ["2026-03-09T09:03"], shape: [{time: 8m, factor: 8}], fixed_after: 9m}
plans:
  ours:
    teams:
      you: {zone: UTC, headcount: 1, shifts: [{days: mon, start: "09:00", end: "18:00"}]}
      desk: {zone: UTC, headcount: 4, shifts: [{days: mon, start: "00:00", end: "18:00"}]}
    routing:
      segments:
        vip: {base: -5m, teams: {you: 0m, desk: 6m}}
        paying: {base: -10m, teams: {you: 0m, desk: 6m}}
        free: {base: -30m, teams: {you: 0m, desk: 6m}}
"""
"""Of this test alone, as its pack and level are: what is shipped may change without a new version of the rules."""
MUST_HAPPEN = frozenset({
    "arrived", "took", "released", "replied", "customer_wrote", "nudged", "left", "closed", "came_back", "reopened",
    "merged", "passed", "bounced", "mate_answered", "asked_engineering", "engineering_said", "incident_began",
    "incident_fixed", "told_fixed", "taken_by_colleague", "colleague_answered", "colleague_closed", "carried", "copied",
    "snoozed", "awake", "tagged",
})  # fmt: skip
NOT_RULES = frozenset({"name", "by"})
"""Invented people, who come from elsewhere."""


def the_pack():
    """Return a pack of the tests' own, with nothing of the shipped one."""
    about = About.model_validate_json(json.dumps(a_desk()), strict=True)
    scripts = [made(one) for one in the_scripts()]
    fields = {name: getattr(about, name) for name in About.model_fields}
    return PracticePack(**fields, articles={}, scripts={one.id: one for one in scripts}, facts="")


def worked(seed):
    """Return the log of a rep who has done anything for so long."""
    how = {"plan": "ours", "day": 0, "time": "09:00"}
    return played_at_random(seed, MINUTES, pack=the_pack(), scenario=parse(DAY), grade=GRADE, **how).shift.log


@cache
def logs():
    """Return the logs of all seeds."""
    return tuple(tuple(worked(seed)) for seed in SEEDS)


def digest(found):
    """Return the hash of logs, without invented people."""
    rows = [
        [one.id, one.at, one.kind, one.case, {key: each for key, each in one.data.items() if key not in NOT_RULES}]
        for log in found
        for one in log
    ]
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()[:24]


def what_to_do(found):
    """Return what is to be done if the digest is not the known one."""
    rules, known = KNOWN
    if found != known and earlier.RULES == rules:
        return (
            "The same acts give another log: a shift under way would be replayed into one that nobody played."
            f" Raise RULES in trainee_exercises/practice/earlier.py to {rules + 1}, and write here:"
            f' KNOWN = ({rules + 1}, "{found}")'
        )
    return f'Write here: KNOWN = ({earlier.RULES}, "{found}")'


def test_other_rules_have_another_version():
    """Closings, reopenings, disturbances, handing on, engineers, impatience: of all the log is as it was."""
    found = digest(logs())
    assert (earlier.RULES, found) == KNOWN, what_to_do(found)


def test_what_is_played_for_it_holds_all_that_happens_in_shifts():
    """Or a change of rules could pass unseen."""
    assert not MUST_HAPPEN - {one.kind for log in logs() for one in log}


@pytest.mark.parametrize(
    ("seed", "place", "name", "value"),
    [
        (1, closing, "_BACK_AFTER", (181, 420)),
        (1, closing, "_waits_on", lambda *_: None),
        (3, customer, "_TRIES", (150, 320)),
        (1, timed, "gives_up_after", lambda patience: 2 * patience),
        (1, handing_on, "is_theirs", lambda *_: True),
        (8, shift, "_PROMISED", 3),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_small_change_of_the_rules_is_seen(monkeypatch, seed, place, name, value):
    """In the shift of one of the seeds, and so in the digest of them all."""
    before = digest([logs()[SEEDS.index(seed)]])
    monkeypatch.setattr(place, name, value)
    assert before != digest([worked(seed)])


def test_what_to_do_about_another_digest_is_said():
    """The version to be raised and what to write."""
    assert what_to_do("abc").endswith(f'earlier.py to {KNOWN[0] + 1}, and write here: KNOWN = ({KNOWN[0] + 1}, "abc")')


def test_a_version_that_was_raised_says_what_to_write(monkeypatch):
    """The two together, to be pasted."""
    monkeypatch.setattr(earlier, "RULES", KNOWN[0] + 1)
    assert f'Write here: KNOWN = ({KNOWN[0] + 1}, "abc")' == what_to_do("abc")
