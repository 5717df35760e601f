"""Bugs to be planted in routing, ownership and people.

Name -> the rule under which it must be found, what stands there, and what stands there with the bug.
"""

from __future__ import annotations

SERVICE = {
    "agents on a break are idle": ("19", "on_duty == 1 and desk.agents[agent].working_on", "working_on"),
    "queue one longer": ("4", "n_new >= inputs.queue_limit", "n_new > inputs.queue_limit"),
    "returned ones fill the queue": ("4", "n_new >= inputs.queue_limit", "n_waiting >= inputs.queue_limit"),
    "what was open is turned away": ("4", " and conversation >= inputs.n_open_at_start", ""),
    "overflow a tick late": ("29", "if waited < access.may_take_after or", "if waited <= access.may_take_after or"),
    "reserve one short at an arrival": ("24", "work_type) <= access.n_reserved", "work_type) < access.n_reserved"),
    "longest idle is the last": (
        "30",
        "agent, other = desk.idle[2 * team].first",
        "agent, other = desk.idle[2 * team].last",
    ),
    "shortest idle of all teams": ("30", "return one < two or (one == two and agent < other)", "return one > two"),
    "higher number at ties of idleness": ("30", "(one == two and agent < other)", "(one == two and agent > other)"),
    "any team by the other policy": ("30", "if inputs.longest_idle_first == 0:", "if inputs.longest_idle_first == 1:"),
    "overflow forgotten by the freed": ("6", "return waited >= access.may_take_after and n_free", "return n_free"),
    "reserve forgotten by the freed": (
        "24",
        "may_take_after and n_free(inputs, desk, team, work_type) >= access.n_reserved",
        "may_take_after",
    ),
    "reserve one more for the freed": ("29", "work_type) >= access.n_reserved", "work_type) > access.n_reserved"),
    "reserve counts who has no place": (
        "24",
        "without_place = 0 if inputs.work_types[work_type].is_live == 1 else",
        "without_place =",
    ),
    "one live conversation too many": ("22", "n_live < inputs.teams", "n_live <= inputs.teams"),
    "no limit to live ones for the freed": (
        "22",
        "is_live == 1 and not has_place(inputs, desk, agent):",
        "is_live == 7:",
    ),
    "letters need a place": (
        "29",
        "    if inputs.work_types[work_type].is_live == 1 and not has_place",
        "    if not has_place",
    ),
    "places of letters": (
        "30",
        "if is_live(inputs, desk, conversation) and not (place.owner == agent and holds",
        "if not (place.owner == agent and holds",
    ),
    "a place for each touch": (
        "11",
        "and not (place.owner == agent and holds_place(inputs, desk, conversation)):\n        desk",
        "and True:\n        desk",
    ),
    "a place is kept after the end": (
        "29",
        "        told.is_wrong = 1\n    release_place(inputs, desk, conversation)",
        "        told.is_wrong = 1",
    ),
    "a place is kept after escalation": (
        "29",
        "    release_place(inputs, desk, conversation)\n    row, place =",
        "    row, place =",
    ),
    "places are kept over night": ("11", "agent.on_shift, agent.n_live = 0, 0", "agent.on_shift = 0"),
    "lowest score first": ("26", "or score > best_score", "or score < best_score"),
    "ties to the higher number": ("26", "head < best)", "head > best)"),
    "slope forgotten": ("26", "scoring.base + scoring.slope * waited", "scoring.base"),
    "base forgotten": ("26", "scoring.base + scoring.slope * waited", "scoring.slope * waited"),
    "returned ones scored as new": ("26", "inputs.scoring[where * n_types + work_type]", "inputs.scoring[work_type]"),
    "own replies first": (
        "26",
        "score = scoring.base + scoring.slope * waited",
        "score = scoring.base + scoring.slope * waited if where != OWN else FAR * 4",
    ),
    "own replies never": ("29", "for where in range(OWN + 1):", "for where in range(OWN):"),
    "last in, first out": (
        "25",
        "head = desk.queues[queue_number(inputs, where, work_type, agent)].first",
        "head = desk.queues[queue_number(inputs, where, work_type, agent)].last",
    ),
    "overflow timer a tick late": ("45", "            soonest = at\n", "            soonest = at + 1\n"),
    "who leaves the queue is still counted": (
        "4",
        "count_waiting(inputs, desk, conversation, -1)",
        "count_waiting(inputs, desk, conversation, 0)",
    ),
}
OWNERS = {
    "owners who have left are waited for": (
        "26",
        "return place.owner_generation == desk.agents[place.owner].generation",
        "return True",
    ),
    "letters never return": ("51", "if inputs.returns_to_owner == 0:\n        return False", "return False"),
    "letters always return": ("30", "if inputs.returns_to_owner == 0:\n        return False", "pass"),
    "owners who may not take it": (
        "6",
        "inputs.agents[place.owner].team, place.work_type).may_take_after >= FAR",
        "inputs.agents[place.owner].team, place.work_type).may_take_after < 0",
    ),
    "owners at home are not waited for": (
        "51",
        "on_shift == 1 or back_at(inputs, desk, place.owner) - now <= inputs.owner_away_limit",
        "on_shift == 1",
    ),
    "owners on a break are gone": (
        "51",
        "return desk.agents[place.owner].on_shift == 1 or",
        "return desk.agents[place.owner].on_duty == 1 or",
    ),
    "owners may be away for twice as long": (
        "29",
        "now <= inputs.owner_away_limit",
        "now <= 2 * inputs.owner_away_limit",
    ),
    "ill owners will be back": (
        "26",
        " and not (presence.is_sick == 1 and duty.starts_at < desk.house[0].day_ends_at)",
        "",
    ),
    "who misses the shift will be back": ("26", "if not is_missed and not", "if not"),
    "live ones stay over night": ("6", "return place.owner_shift == desk.agents[place.owner].n_shifts", "return True"),
    "nothing is handed back at shift end": (
        "29",
        "if head != NOBODY and not keeps_owner",
        "if False and not keeps_owner",
    ),
    "everything is handed back at shift end": (
        "51",
        "if head != NOBODY and not keeps_owner(inputs, desk, now, head):",
        "if head != NOBODY:",
    ),
    "a reopening has no owner": ("51", "    if cause == REOPENED:\n", "    if False:\n"),
    "a redial has an owner": ("11", "    if cause == REOPENED:\n        desk", "    if True:\n        desk"),
}
PEOPLE = {
    "load forgets the desk": (
        "54",
        "busy_time * MILLION // agent.desk_time",
        "busy_time * MILLION // (agent.desk_time + 1)",
    ),
    "a free day tires": ("54", "if agent.desk_time > 0 else 0", "if agent.desk_time > 0 else MILLION"),
    "load is never settled": ("54", "        agent.desk_time = 0\n", ""),
    "work in hand is forgotten": ("54", "        agent.busy_time = 0\n", "        pass\n"),
    "time at the desk from the start of the shift": (
        "54",
        "agent.desk_time += now - agent.came_at",
        "agent.desk_time += now - agent.shift_began_at",
    ),
    "states at once": ("54", "(target - state) * rate // MILLION", "(target - state)"),
    "full load is not full": ("54", "MILLION if load >= full else", "MILLION if load >= 2 * full else"),
    "tired below the sustainable load": ("54", "0 if load <= begins else", "0 if load < 0 else"),
    "one state for both": (
        "54",
        "agent.disengagement, load, team.disengagement_from",
        "agent.exhaustion, load, team.disengagement_from",
    ),
    "chances without states": ("55", "chance + chance * gain // MILLION * state // MILLION", "chance"),
    "quits by exhaustion": (
        "55",
        "team.quit_chance, team.quit_gain, agent.disengagement",
        "team.quit_chance, team.quit_gain, agent.exhaustion",
    ),
    "ill by disengagement": (
        "57",
        "team.sick_chance, team.sick_gain, agent.exhaustion",
        "team.sick_chance, team.sick_gain, agent.disengagement",
    ),
    "nobody quits": ("55", ".quit < told.quit_chance", ".quit < 0"),
    "luck as high as the chance quits": ("55", ".quit < told.quit_chance", ".quit <= told.quit_chance + 1000"),
    "who quits leaves in mid-shift": (
        "56",
        "    if agent.on_shift == 0:\n        empty_seat(agent)",
        "    empty_seat(agent)",
    ),
    "who quits never leaves": (
        "56",
        "        if agent.is_leaving == 1:\n            empty_seat",
        "        if False:\n            empty_seat",
    ),
    "quits on the first day": ("55", "if day == 0 or agent", "if agent"),
    "nobody is ill": ("57", ".sick < sick_chance_today(", ".sick < 0 * sick_chance_today("),
    "ill for ever": ("57", "    agent.is_sick = 0\n", ""),
    "ill by the day, not in spells": (
        "57",
        "return chance_in_spells(chance, team.sick_stays, yesterday.is_sick)",
        "return chance",
    ),
    "spells in which nobody stays well": (
        "57",
        "chance * (MILLION - stays) // MILLION + (stays",
        "chance + (stays",
    ),
    "who follows is as ill as who has left": (
        "57",
        "if yesterday.is_there == 0 or yesterday.generation != agent.generation:",
        "if yesterday.is_there == 0:",
    ),
    "illness waits for whoever comes": (
        "57",
        "if yesterday.is_there == 0 or yesterday.generation",
        "if yesterday.generation",
    ),
    "contracts never end": ("56", "if 0 < inputs.agents[number].ends_on <= day:", "if False:"),
    "contracts end a day late": ("56", "ends_on <= day:", "ends_on < day:"),
    "contracts end for everybody": (
        "56",
        "if 0 < inputs.agents[number].ends_on <= day:",
        "if inputs.agents[number].ends_on <= day:",
    ),
    "the seat of a contract is filled again": (
        "56",
        "            give_up_seat(agent)\n        return\n    if",
        "            give_up_seat(agent)\n            return\n    if",
    ),
    "who quits at the end of a contract": (
        "55",
        "            give_up_seat(agent)\n        return\n    if",
        "            give_up_seat(agent)\n            told.quits = 1\n        return\n    if",
    ),
    "replaced a day late": ("56", "agent.comes_on = day + team.lead_time", "agent.comes_on = day + team.lead_time + 1"),
    "successors bring experience": ("56", "if agent.generation == 0 else 0)", "if True else 0)"),
    "the first bring none": ("56", "inputs.agents[number].tenure if agent.generation == 0 else 0", "0"),
    "successors begin tired": ("54", "agent.exhaustion, agent.disengagement = 0, 0", "pass"),
    "the same person again": ("56", "agent.generation += 1", "agent.generation += 0"),
    "who is gone is counted": (
        "11",
        "    if desk.agents[number].is_vacant == 1:\n        return\n    crew",
        "    crew",
    ),
    "ill people work": (
        "58",
        "agent.misses_shift = 1 if agent.is_sick == 1 or agent.is_vacant == 1",
        "agent.misses_shift = 1 if agent.is_vacant == 1",
    ),
    "empty seats work": (
        "58",
        "agent.misses_shift = 1 if agent.is_sick == 1 or agent.is_vacant == 1",
        "agent.misses_shift = 1 if agent.is_sick == 1",
    ),
    "missing one duty only": ("11", "    if duty.shift != agent.shift:\n", "    if True:\n"),
    "overtime for nobody": ("59", "return min(now + team.overtime_time, free_until)", "return now"),
    "overtime though few wait": ("59", "desk.house[0].n_waiting < team.overtime_from", "False"),
    "overtime one more must wait": ("59", "n_waiting < team.overtime_from", "n_waiting <= team.overtime_from"),
    "overtime counts own replies": (
        "59",
        "desk.house[0].n_waiting < team",
        "desk.house[0].n_waiting + desk.house[0].n_own < team",
    ),
    "overtime counts new ones only": ("59", "desk.house[0].n_waiting < team", "desk.house[0].n_new < team"),
    "overtime before a break": ("59", "duty.ends_shift == 0 or agent.has_overtime", "agent.has_overtime"),
    "overtime without end": ("59", "agent.has_overtime == 1 or desk", "desk"),
    "overtime into the next duty": (
        "59",
        "return min(now + team.overtime_time, free_until)",
        "return now + team.overtime_time",
    ),
    "duty begins with free hands": (
        "21",
        "agent.on_duty, agent.on_shift, agent.came_at = 1, 1, now",
        "agent.on_duty, agent.on_shift, agent.came_at, agent.working_on = 1, 1, now, NOBODY",
    ),
    "the end of duty is not recorded": (
        "59",
        "record.duties[number].ended_at = now",
        "record.duties[number].ended_at = duty.ends_at",
    ),
}
