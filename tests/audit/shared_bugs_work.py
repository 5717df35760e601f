"""Bugs to be planted in the work and the course of conversations.

Name -> the rule under which it must be found, what stands there, and what stands there with the bug.
"""

from __future__ import annotations

WORK = {
    "work rounded down": ("11", "(work * unit + speed - 1) // speed", "work * unit // speed"),
    "pace of the first in the seat for ever": ("11", "agent * GENERATIONS + generation]", "agent * GENERATIONS]"),
    "pace ignored": ("11", "inputs.paces[agent * GENERATIONS + generation]", "PACE_UNIT"),
    "newcomers at full speed": ("11", "* ramp_of(inputs, desk, agent).speed_permille", "* 1000"),
    "a newcomer a day late": (
        "11",
        "return day - desk.agents[agent].hired_on",
        "return day - desk.agents[agent].hired_on - 1",
    ),
    "exhaustion slows nobody": ("11", "team.slow_gain * presence.exhaustion", "0 * presence.exhaustion"),
    "disengagement slows": ("11", "team.slow_gain * presence.exhaustion", "team.slow_gain * presence.disengagement"),
    "fatigue ignored": ("11", "slowness += inputs.fatigue", "0 * inputs.fatigue"),
    "fatigue from the duty, not the shift": ("11", "now - presence.shift_began_at", "now - presence.came_at"),
    "fatigue an hour late": ("11", "FATIGUE_HOURS - 1)]", "FATIGUE_HOURS - 1) - 1]"),
    "mentors cost nothing": ("11", "team.mentor_share * crew.n_new", "0 * crew.n_new"),
    "newcomers mentor too": ("11", " and ramp_of(inputs, desk, agent).is_new == 0:", ":"),
    "mentoring shared by all": ("11", "// (crew.n_there - crew.n_new)", "// crew.n_there"),
    "downtime ignored": ("11", "return time + downtime_after(inputs, now, time)", "return time"),
    "downtime from its start": (
        "11",
        "downtime.ends_at - max(downtime.starts_at, now)",
        "downtime.ends_at - downtime.starts_at",
    ),
    "a downtime during downtime forgotten": (
        "11",
        "if downtime.starts_at >= ends_at:",
        "if downtime.starts_at >= now + work_time:",
    ),
    "downtimes that are over are looked at": ("11", "range(next_downtime(inputs, now), len", "range(0, len"),
    "the downtime that is going on forgotten": (
        "11",
        "range(next_downtime(inputs, now), len",
        "range(next_downtime(inputs, now) + 1, len",
    ),
    "no ready answers": ("11", "if 0 < row.macro_from <= now:", "if False:"),
    "ready answers before they are known": ("11", "if 0 < row.macro_from <= now:", "if 0 < row.macro_from:"),
    "ready answers only for who writes then": (
        "11",
        "if 0 < row.macro_from <= now:",
        "if 0 < row.macro_from <= record.touches[place.touch].ready_at:",
    ),
    "a ready answer takes longer than the work": (
        "11",
        "work = min(work, row.macro_time)",
        "work = row.macro_time",
    ),
    "nobody rereads": ("11", "work += inputs.reread_time", "work += 0"),
    "owners reread as well": (
        "11",
        "if place.owner != NOBODY and not (place.owner == agent and",
        "if place.owner != NOBODY and not (False and",
    ),
    "a successor rereads nothing": (
        "11",
        "(place.owner == agent and is_owner_there(desk, conversation)):\n        work",
        "(place.owner == agent):\n        work",
    ),
    "nudges cost nothing": ("11", "* inputs.nudge_work_time", "* 0"),
    "nudges about what is ours": ("11", "if touch.is_ours == 0 and row.nudge_time", "if row.nudge_time"),
    "nudges from the arrival": (
        "11",
        "(now - record.touches[place.touch].ready_at) // row.nudge_time",
        "(now - record.conversations[conversation].arrived_at) // row.nudge_time",
    ),
    "switching costs nothing": ("11", "work += inputs.switch_time", "work += 0"),
    "switching to oneself": (
        "11",
        "others = desk.agents[agent].n_live - (1",
        "others = desk.agents[agent].n_live - (0",
    ),
    "letters switch too": ("11", "if others > 0 and is_live(inputs, desk, conversation):", "if others > 0:"),
}
COURSE = {
    "wait counted from arrival": ("27", "arrived_at - inputs.conversations[conversation].waited_time", "arrived_at"),
    "everything is served": ("4", ".work_type].served == 1", ".work_type].served >= 0"),
    "patience counted from arrival": (
        "3",
        "ready_at + patience)",
        "record.conversations[conversation].arrived_at + patience)",
    ),
    "one patience for all": ("3", "row.reply_patience_time", "row.patience_time"),
    "no patience for later answers": (
        "3",
        "if inputs.touches[place.touch].is_ours == 1 else row.reply_patience_time",
        "",
    ),
    "somebody waits for what is ours": ("3", "FAR if inputs.touches[place.touch].is_ours == 1 else row", "row"),
    "nothing is fixed": ("3", "return min(at, fixed_at) if fixed_at >= now else at", "return at"),
    "what is fixed is given up": ("3", "FIXED if is_fixed else ABANDONED", "ABANDONED"),
    "who gives up is told it is fixed": ("3", "FIXED if is_fixed else ABANDONED", "FIXED"),
    "nobody escalates": (
        "9",
        "may_take_after >= FAR\n\n\n@shared\ndef outcome_of",
        "may_take_after < 0\n\n\n@shared\ndef outcome_of",
    ),
    "everybody escalates": (
        "9",
        "may_take_after >= FAR\n\n\n@shared\ndef outcome_of",
        "may_take_after >= 0\n\n\n@shared\ndef outcome_of",
    ),
    "nobody is passed on": ("60", "if row.passes_on == 1:\n        return PASSED", "if False:\n        return PASSED"),
    "passed on is resolved": ("60", "        return PASSED\n", "        return RESOLVED\n"),
    "resolved before the last touch": ("2", "next_touch == row.end_touch", "next_touch >= row.end_touch - 1"),
    "nobody thinks": ("27", "now + inputs.touches[desk.places[conversation].touch].think_time", "now"),
    "think time of the next touch": (
        "27",
        "inputs.touches[desk.places[conversation].touch].think_time",
        "inputs.touches[desk.places[conversation].next_touch].think_time",
    ),
    "right answers only": ("52", "ERROR_UNIT < chance * factor", "ERROR_UNIT < 0 * factor"),
    "everybody errs alike": ("52", " * inputs.errors[agent * GENERATIONS + generation] // ERROR_UNIT", ""),
    "who follows errs like the first": (
        "52",
        "inputs.errors[agent * GENERATIONS + generation]",
        "inputs.errors[agent]",
    ),
    "team makes no difference to errors": ("52", "inputs.teams[inputs.agents[agent].team].error_permille", "1000"),
    "newcomers err as veterans": ("52", "* ramp_of(inputs, desk, agent).error_permille", "* 1000"),
    "the bot is always right": ("52", "told.is_wrong = 1 if", "told.is_wrong = 0 if"),
    "nobody redials": ("5", "return REDIAL if terms.luck < terms.redial_chance else FIRST", "return FIRST"),
    "everybody redials": ("5", "return REDIAL if terms.luck < terms.redial_chance else FIRST", "return REDIAL"),
    "wrong answers reopen as others": (
        "5",
        "terms.reopen_if_wrong_chance if told.is_wrong == 1 else terms.reopen_chance",
        "terms.reopen_chance",
    ),
    "next contact instead of reopening": ("5", "        return REOPENED", "        return NEXT"),
    "no next contact": (
        "5",
        "return NEXT if terms.luck < min(reopens + comes_anew, MILLION) else FIRST",
        "return FIRST",
    ),
    "next contact after wrong answers as after others": (
        "5",
        "terms.next_if_wrong_chance if told.is_wrong == 1 else terms.next_chance",
        "terms.next_chance",
    ),
    "false answers are believed": (
        "5",
        "return NEXT if told.is_wrong == 1 and",
        "return NEXT if told.is_wrong == 7 and",
    ),
    "redial after the time of a reopening": (
        "5",
        "terms.redial_time if cause == REDIAL else terms.reopen_time if cause == REOPENED",
        "terms.reopen_time if cause != NEXT",
    ),
    "follow-ups a tick late": ("5", "return min(FAR, now + after)", "return min(FAR, now + after + 1)"),
    "fixed brings a redial": (
        "5",
        "if told.outcome == ABANDONED:",
        "if told.outcome == ABANDONED or told.outcome == 6:",
    ),
    "the cause is forgotten": (
        "5",
        "record.conversations[number].cause = cause",
        "record.conversations[number].cause = 1",
    ),
    "who gives up is resolved": ("2", "FIXED if is_fixed else ABANDONED", "FIXED if is_fixed else RESOLVED"),
    "the agent is not recorded": ("2", "told.agent, touch.agent = agent, agent", "told.agent, touch.agent = 0, agent"),
    "the first agent stays on record": (
        "2",
        "told.agent, touch.agent = agent, agent",
        "told.agent, touch.agent = touch.agent if told.agent == NOBODY else told.agent, agent",
    ),
    "escalation is not recorded": ("9", "is_escalated = 1", "is_escalated = 0"),
    "an escalated one keeps its type": (
        "6",
        "place.work_type, place.touch = row.escalated_to, row",
        "place.work_type, place.touch = place.work_type, row",
    ),
    "an escalation does a touch of its own": (
        "27",
        "if place.touch != inputs.conversations[conversation].escalation_touch:",
        "if True:",
    ),
}
