"""Players that work as they are named: ranked as named, and what the debrief finds in their shifts."""

from __future__ import annotations

import json
from functools import cache
from statistics import mean

import pytest
from practice_builder import log_bytes

from sim.durations import MINUTE, SECOND
from trainee_exercises.practice.bots import BEGINS, BOTS, CAREFUL, FAST_AND_WRONG, play
from trainee_exercises.practice.cases import filled
from trainee_exercises.practice.debrief.course import Setting
from trainee_exercises.practice.debrief.report import debrief
from trainee_exercises.practice.played import Act, Played
from trainee_exercises.practice.shifts import listener
from trainee_exercises.practice.wish import Wish, settled, terms_of

SEEDS = (1, 2, 7)


def new(level, seed):
    """Return a shift of the ladder that has not begun."""
    kept = settled(Wish(level, seed))
    return Played(terms_of(kept, "Robin"), kept.speed, listener("pinfold").understand)


def setting(played):
    """Return what the debrief needs beside the log."""
    return Setting(played.shift.terms.pack, played.shift.terms.level, played.shift.now, played.clock.speed)


@cache
def worked(bot, level, seed):
    """Return a shift that a bot has worked, its acts, and its debrief."""
    played = new(level, seed)
    acts = play(played, BOTS[bot])
    return played, acts, debrief(played.shift.log, setting(played))


def overall(bot, seed):
    """Return the one number of a bot's shift on a Monday."""
    return worked(bot, 3, seed)[2].figures["overall"]


@pytest.mark.many_conversations
@pytest.mark.parametrize("seed", SEEDS)
def test_the_careful_one_is_first_on_every_seed(seed):
    """Whatever the day brings."""
    ranked = sorted(BOTS, key=lambda bot: -overall(bot, seed))
    assert "careful" == ranked[0], {bot: overall(bot, seed) for bot in ranked}


@pytest.mark.many_conversations
def test_the_five_are_ranked_as_named_on_the_mean():
    """Careful; who tags at random or ignores the important ones; who quits; who is fast and wrong."""
    means = {bot: mean(overall(bot, seed) for seed in SEEDS) for bot in BOTS}
    for worse in ("tags-at-random", "ignores-VIP"):
        assert means["careful"] > means[worse] + 0.05 > means["quitter"] + 0.1, means
    assert means["quitter"] > means["fast-and-wrong"] + 0.1, means


@pytest.mark.many_conversations
def test_each_is_found_out_for_what_it_does():
    """The three things to try next name it."""
    kinds = {bot: [one.kind for one in worked(bot, 3, 2)[2].try_next] for bot in BOTS}
    assert "tag" in kinds["tags-at-random"]
    assert {"order", "waiting", "unanswered"} & set(kinds["ignores-VIP"])
    assert {"wrong"} & set(kinds["fast-and-wrong"])
    assert "idle" == worked("quitter", 3, 1)[2].try_next[0].kind
    assert "tag" not in kinds["careful"]


@pytest.mark.parametrize("bot", [CAREFUL, FAST_AND_WRONG], ids=lambda bot: bot.name)
def test_the_same_seed_and_the_same_acts_give_the_same_bytes(bot):
    """Played twice, and replayed from its acts as JSON."""
    played, again = new(2, 1), new(2, 1)
    acts = play(played, bot)
    assert acts == play(again, bot)
    replayed = new(2, 1)
    for act in acts:
        replayed.replay(Act(*json.loads(json.dumps(act))))
    replayed.look(BEGINS + 10**9)
    assert log_bytes(played.shift) == log_bytes(again.shift) == log_bytes(replayed.shift)


def right_tags(script):
    """Return what the tags of a customer should be."""
    return {
        "category": script.category,
        "modifiers": list(script.modifiers),
        "owner": script.root_cause.owner,
    }


def leaves_a_vip(played, wait):
    """Work a shift with care, but let the first VIP wait so long once they are the rep's; return who it was."""
    now, left = BEGINS, None
    acts = [{"kind": "start"}]
    while played.clock.phase(now) != "over":
        for act in acts:
            played.act(act, now)
        now += 20 * SECOND
        played.look(now)
        shift = played.shift
        acts = [{"kind": "close", "case": one.id} for one in shift.cases.values()
                if one.standing == "mine" and one.settled and not one.is_due]  # fmt: skip
        left = left or next((one for one in shift.waiting_cases() if one.person.customer == "vip"), None)
        if left is not None and left.standing == "new":
            acts.append({"kind": "take", "case": left.id})
        waiting = [
            one for one in shift.waiting_cases() if one is not left or shift.now - max(0, left.arrived_at) >= wait
        ]
        if waiting:
            case = min(waiting, key=lambda one: (one.waits_since, one.number))
            text = filled(case.script.model_reply, case.person, "Robin")
            acts += [
                {"kind": "reply", "case": case.id, "text": text},
                {"kind": "tag", "case": case.id, **right_tags(case.script)},
            ]
    return left


@pytest.mark.many_conversations
@pytest.mark.parametrize("seed", [2, 9, 18])
def test_a_vip_who_was_left_for_twelve_minutes_is_among_the_top_three(seed):
    """By name, with the wait and the promise, however well the rest went."""
    played = new(3, seed)
    left = leaves_a_vip(played, 12 * MINUTE)
    found = debrief(played.shift.log, setting(played))
    assert left is not None
    for three in (found.try_next, found.findings[:3]):
        told = [one.says for one in three if one.case == left.id and one.kind in {"waiting", "order"}]
        assert told, [(one.weight, one.says) for one in found.findings[:6]]
        assert f"{left.person.name} (VIP)" in told[0]
    since = " from the start of the shift" if left.arrived_at < 0 else ""
    says = f"{left.person.name} (VIP) waited 12 minutes{since} for a first answer; 5 minutes were promised."
    assert says in [one.says for one in found.findings]


def _tells(one):
    return one.kind, one.case, one.says


@pytest.mark.many_conversations
@pytest.mark.parametrize("bot", ["careful", "fast-and-wrong"])
def test_without_the_events_that_it_cites_a_finding_is_not_found(bot):
    """Every finding of a shift at level 5: what it says stands in the entries that it names."""
    played, _, found = worked(bot, 5, 2)
    every = (*found.findings, *found.well_done)
    assert len(every) > 5
    ids = {one.id for one in played.shift.log}
    for one in every:
        assert one.entries
        assert set(one.entries) <= ids
        log, cited, turns = played.shift.log, one, 0
        while cited is not None:  # the same may have happened twice: then it cites the other time now
            log = [each for each in log if each.id not in cited.entries]
            without = debrief(log, setting(played))
            again = [each for each in (*without.findings, *without.well_done) if _tells(each) == _tells(one)]
            assert not again or not set(again[0].entries) & set(cited.entries), one
            cited, turns = again[0] if again else None, turns + 1
        assert turns <= len(played.shift.log)
