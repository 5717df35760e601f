"""Logs of shifts written by hand, for tests of the debrief: customers, and what happened to them minute by minute."""

from __future__ import annotations

from sim.durations import HOUR, MINUTE
from trainee_exercises.practice.cases import Entry
from trainee_exercises.practice.debrief.course import Setting
from trainee_exercises.practice.debrief.report import debrief
from trainee_exercises.practice.levels import level as level_of
from trainee_exercises.practice.load import load_practice
from trainee_exercises.practice.understanding import Understood

PACK = load_practice("pinfold")
PLAIN = next(
    one for one in PACK.scripts.values()
    if one.route == "answer" and not one.modifiers and not one.sales_signal and any(x.later for x in one.facts)
)  # fmt: skip
FACTS = tuple(one.id for one in PLAIN.facts)


def customer(name, at=0.0, kind="paying", script=PLAIN):
    """Return the arrival of a customer; their case has their name."""
    told = {"script": script.id, "name": name, "customer": kind, "since": round(at * MINUTE)}
    return (max(0.0, at), "arrived", name, told)


def replied(said=FACTS, **understood):
    """Return what is kept of a reply that said these facts."""
    return {"text": "Words", "waited": 0, "understood": Understood(said=frozenset(said), **understood).as_json()}


def took(first="", waiting=()):
    """Return what is kept of taking one while these waited and the plan's rule would have taken *first*."""
    return {"first_by_policy": first, "waiting": list(waiting), "waited": 0}


def passed(mate=0, *, right=True, by_name=True):
    """Return what is kept of passing one on."""
    to = PACK.colleagues[mate]
    return {"to": to.id, "takes": to.takes, "right": right, "by_name": by_name}


def wrote(then="waits", why="next", about=""):
    """Return what is kept of what a customer wrote."""
    return {"text": "Words", "why": why, "then": then, "about": about}


def tagged(script=PLAIN, **changes):
    """Return the right tags of a situation, or what is changed about them."""
    return {
        "category": script.category, "modifiers": list(script.modifiers), "owner": script.root_cause.owner,
    } | changes  # fmt: skip


def log(*rows):
    """Return a log of (minute, kind, case, data), in the order of time."""
    full = sorted(((*one, {})[:4] for one in rows), key=lambda one: one[0])
    return [Entry(n, round(at * MINUTE), kind, case, data) for n, (at, kind, case, data) in enumerate(full, 1)]


def setting(minutes=20, level=3, speed=1.0, pack=PACK):
    """Return what the debrief needs beside the log; the shift begins at nine."""
    return Setting(pack, level_of(level), round(minutes * MINUTE), speed, begins=9 * HOUR)


def found(*rows, **how):
    """Return the debrief of a shift in which this happened."""
    return debrief(log(*rows), setting(**how))


def says(of, *kinds):
    """Return the findings of these kinds, in words."""
    return [one.says for one in of.findings if one.kind in kinds]
