"""The course of a conversation: how long a touch takes, when it goes on, to whom it returns, what comes of it.

Written once for both engines. Pure functions of integers.
"""

from __future__ import annotations

from sim.engine.jit import shared
from sim.engine.people import downtime_after, ramp_of, working_time
from sim.engine.rules import access_of
from sim.inputs import FAR, GENERATIONS, MILLION, NOBODY
from sim.record import ABANDONED, DEFLECTED, FIRST, NEXT, OPEN, PASSED, REDIAL, REOPENED, RESOLVED

ERROR_UNIT = 1000
HANDED_ON = -1
"""What `outcome_of` says of what goes on at the next tier: never an outcome on record."""


@shared
def wanted_at(inputs, record, conversation):
    """Return since when the customer waits for a first answer: before 0 for what was open at the start."""
    return record.conversations[conversation].arrived_at - inputs.conversations[conversation].waited_time


@shared
def is_served(inputs, conversation):
    """Does anybody answer this kind of conversation under this plan?"""
    return inputs.work_types[inputs.conversations[conversation].work_type].served == 1


@shared
def is_live(inputs, desk, conversation):
    """Does it take up one of its agent's places?"""
    return inputs.work_types[desk.places[conversation].work_type].is_live == 1


@shared
def is_owner_there(desk, conversation):
    """Does whoever did the last touch still sit in that seat?"""
    place = desk.places[conversation]
    return place.owner_generation == desk.agents[place.owner].generation


@shared
def holds_place(inputs, desk, conversation):
    """Does it take up a place of its owner now? At the end of a shift all places are free again."""
    place = desk.places[conversation]
    if place.owner == NOBODY or not is_live(inputs, desk, conversation):
        return False
    return place.owner_shift == desk.agents[place.owner].n_shifts


@shared
def touch_time(inputs, desk, record, now, conversation, agent):
    """Return how long *agent* is on the next touch: its handle time and what comes on top, at the agent's pace, and the
    time in which tools are down. To be asked before the agent is its owner.
    """
    row, place = inputs.conversations[conversation], desk.places[conversation]
    touch = inputs.touches[place.touch]
    work = touch.handle_time
    if 0 < row.macro_from <= now:
        work = min(work, row.macro_time)
    if place.owner != NOBODY and not (place.owner == agent and is_owner_there(desk, conversation)):
        work += inputs.reread_time
    if touch.is_ours == 0 and row.nudge_time < FAR:
        work += (now - record.touches[place.touch].ready_at) // row.nudge_time * inputs.nudge_work_time
    others = desk.agents[agent].n_live - (1 if place.owner == agent and holds_place(inputs, desk, conversation) else 0)
    if others > 0 and is_live(inputs, desk, conversation):
        work += inputs.switch_time
    time = working_time(inputs, desk, now, agent, work)
    return time + downtime_after(inputs, now, time)


@shared
def leaves_at(inputs, desk, record, now, conversation):
    """Return when *conversation*, waiting now, ends unless it is answered: it is fixed, or the customer gives up."""
    at, fixed_at = gives_up_at(inputs, desk, record, conversation), inputs.conversations[conversation].fixed_at
    return min(at, fixed_at) if fixed_at >= now else at


@shared
def gives_up_at(inputs, desk, record, conversation):
    """Return when the customer leaves unless the touch that is ready has started, or FAR."""
    row, place = inputs.conversations[conversation], desk.places[conversation]
    ready_at = record.touches[place.touch].ready_at
    if record.conversations[conversation].started_at == NOBODY:
        patience = row.patience_time
    else:
        patience = FAR if inputs.touches[place.touch].is_ours == 1 else row.reply_patience_time
    return FAR if patience >= FAR else max(record.conversations[conversation].arrived_at, ready_at + patience)


@shared
def escalates(inputs, desk, conversation, agent):
    """Does *agent*, who has just worked on it, hand it to the next tier? Not if its own team can finish it."""
    row = inputs.conversations[conversation]
    if row.escalation_touch == NOBODY or desk.places[conversation].work_type == row.escalated_to:
        return False
    return access_of(inputs, inputs.agents[agent].team, row.escalated_to).may_take_after >= FAR


@shared
def outcome_of(inputs, desk, conversation, agent):
    """Return how it ends with the touch that *agent* has just ended; OPEN if it goes on, HANDED_ON if it does so at the
    next tier.
    """
    row = inputs.conversations[conversation]
    if row.passes_on == 1:
        return PASSED
    if escalates(inputs, desk, conversation, agent):
        return HANDED_ON
    return RESOLVED if desk.places[conversation].next_touch == row.end_touch else OPEN


@shared
def reply_at(inputs, desk, now, conversation):
    """Return when what comes after the touch that has just ended is ready."""
    return min(FAR, now + inputs.touches[desk.places[conversation].touch].think_time)


@shared
def is_answer_wrong(inputs, desk, conversation, agent):
    """Is the answer with which *agent* ends it wrong?"""
    row = inputs.conversations[conversation]
    if row.wrong_chance == 0:
        return False
    generation = min(desk.places[conversation].owner_generation, GENERATIONS - 1)
    chance = row.wrong_chance * inputs.errors[agent * GENERATIONS + generation] // ERROR_UNIT
    factor = inputs.teams[inputs.agents[agent].team].error_permille * ramp_of(inputs, desk, agent).error_permille
    return row.wrong_luck * ERROR_UNIT * ERROR_UNIT < chance * factor


@shared
def back_at(inputs, desk, agent):
    """Return when *agent*, off shift, is at the desk next, as far as is known today, or FAR."""
    presence = desk.agents[agent]
    for number in range(presence.next_duty, inputs.agents[agent].end_duty):
        duty = inputs.duties[number]
        is_missed = duty.shift == presence.shift and presence.misses_shift == 1
        if not is_missed and not (presence.is_sick == 1 and duty.starts_at < desk.house[0].day_ends_at):
            return duty.starts_at
    return FAR


@shared
def keeps_owner(inputs, desk, now, conversation):
    """Does what is ready wait for who touched it last? A live one within the shift, else unless away too long."""
    place = desk.places[conversation]
    if place.owner == NOBODY or not is_owner_there(desk, conversation):
        return False
    if is_live(inputs, desk, conversation):
        return holds_place(inputs, desk, conversation)
    if inputs.returns_to_owner == 0:
        return False
    if access_of(inputs, inputs.agents[place.owner].team, place.work_type).may_take_after >= FAR:
        return False
    return desk.agents[place.owner].on_shift == 1 or back_at(inputs, desk, place.owner) - now <= inputs.owner_away_limit


@shared
def cause_of(inputs, record, conversation):
    """Return as what its follow-up comes, or FIRST (0) if it does not."""
    number = inputs.conversations[conversation].follow_up
    if number == NOBODY:
        return FIRST
    told, terms = record.conversations[conversation], inputs.follow_ups[number - inputs.n_first]
    if told.outcome == ABANDONED:
        return REDIAL if terms.luck < terms.redial_chance else FIRST
    if told.outcome == DEFLECTED:
        return NEXT if told.is_wrong == 1 and terms.luck < terms.reopen_if_wrong_chance else FIRST
    if told.outcome != RESOLVED:
        return FIRST
    reopens = terms.reopen_if_wrong_chance if told.is_wrong == 1 else terms.reopen_chance
    if terms.luck < reopens:
        return REOPENED
    comes_anew = terms.next_if_wrong_chance if told.is_wrong == 1 else terms.next_chance
    return NEXT if terms.luck < min(reopens + comes_anew, MILLION) else FIRST


@shared
def comes_back_at(inputs, now, conversation, cause):
    """Return when the follow-up of *conversation*, which ends now, arrives; FAR: not at all."""
    if cause == FIRST:
        return FAR
    terms = inputs.follow_ups[inputs.conversations[conversation].follow_up - inputs.n_first]
    after = terms.redial_time if cause == REDIAL else terms.reopen_time if cause == REOPENED else terms.next_time
    return min(FAR, now + after)
