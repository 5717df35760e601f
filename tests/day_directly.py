"""The state at an instant of a run, straight from its tables: no events, no replay, no code shared with the log's."""

from __future__ import annotations

import math

import pandas as pd

from sim.calendar import timeline
from sim.personas import conversation_id
from sim.tables.conversations import conversation_table, touch_table

NEVER = math.inf
ELSEWHERE = ("deflected", "gave_up_form", "avoided")


class Directly:
    """The tables of a run as rows of plain values, their instants in ticks."""

    def __init__(self, run):
        self.run = run
        self.start = pd.Timestamp(timeline(run.scenario).start)
        self.talks = {row["conversation"]: row for row in self._rows(conversation_table(run))}
        self.touches = self._rows(touch_table(run))
        self.of_talk, self.of_agent = {}, {}
        for touch in self.touches:
            self.of_talk.setdefault(touch["conversation"], []).append(touch)
            self.of_agent.setdefault(touch["agent"], []).append(touch)
        kinds = run.drawn.inputs.work_types["is_live"]
        asked = run.drawn.inputs.conversations
        seen = conversation_rows(run)
        self.is_live = {name: bool(kinds[asked["work_type"][row]]) for name, row in seen.items()}
        self.is_live_later = {name: bool(kinds[asked["escalated_to"][row]]) for name, row in seen.items()}
        self.duties = self._duties()

    def state(self, log, at):
        """Return the state as `State.plain` has it, *at* ticks after the start of the log's day."""
        begin = (pd.Timestamp(log.starts_at) - self.start) // pd.Timedelta("1ms")
        place = {name: row for row, name in enumerate(log.customers["conversation"])}
        now = begin + at
        waiting = sorted(
            (touch["ready_at"] - begin, place[touch["conversation"]])
            for touch in self.touches
            if touch["ready_at"] <= now < self._left(touch)
        )
        segments = [self.talks[name]["segment"] for name in log.customers["conversation"]]
        ages = {segment: [at - since for since, row in waiting if segments[row] == segment] for segment in log.segments}
        return {
            "at": at,
            "waiting": [[row, since] for since, row in waiting],
            "queues": [[len(ages[segment]), max(ages[segment], default=0)] for segment in log.segments],
            "agents": [self._agent(number, name, now, begin, place) for number, name in enumerate(log.agents)],
            "is_down": any(down["starts_at"] <= now < down["ends_at"] for down in self.run.drawn.inputs.downtimes),
            "counts": self._counts(begin, now),
        }

    def _left(self, touch):
        return min(touch["started_at"], self.talks[touch["conversation"]]["ended_at"])

    def _agent(self, number, name, now, begin, place):
        mine = self.of_agent.get(name, [])
        held = [touch for touch in mine if touch["started_at"] <= now < touch["ended_at"]]
        ends = [touch["ended_at"] for touch in mine if touch["ended_at"] <= now]
        duties = [duty for duty in self.duties if duty["agent"] == number and not duty["missed"]]
        there = [duty for duty in duties if duty["starts_at"] <= now < duty["ended_at"]]
        chats = sorted(
            place[one] for one in {touch["conversation"] for touch in mine} if self._is_open(one, name, duties, now)
        )
        if held:
            (touch,) = held
            return ["busy", "", place[touch["conversation"]], touch["started_at"] - begin, chats]
        if there:
            return ["idle", "", None, max([there[-1]["starts_at"], *ends]) - begin, chats]
        gone = [
            (duty["ended_at"], 0, "home" if duty["home"] else "break") for duty in duties if duty["ended_at"] <= now
        ]
        for start, end, why in self._absences(number):
            gone += [(end, 1, "home")] if end <= now and self._is_away(duties, end) else []
            gone += [(start, 2, why)] if start <= now and self._is_away(duties, start) else []
        why = max(gone)[2] if gone else "home"
        since = max([mark[0] for mark in gone] + ends, default=None)
        return ["away", why, None, None if since is None else since - begin, chats]

    def _is_away(self, duties, at):
        return not any(duty["starts_at"] < at < duty["ended_at"] for duty in duties)

    def _is_open(self, name, agent, duties, now):
        """Is a live conversation open with that agent?"""
        begun = [touch for touch in self.of_talk[name] if touch["started_at"] <= now]
        if not begun or self.talks[name]["ended_at"] <= now or begun[-1]["agent"] != agent:
            return False
        last = begun[-1]
        if any(touch["is_escalation"] and touch["ready_at"] <= now for touch in self.of_talk[name][len(begun) :]):
            return False
        went_home = any(duty["home"] and last["started_at"] < duty["ended_at"] <= now for duty in duties)
        is_next_tier = any(touch["is_escalation"] for touch in begun)
        return not went_home and (self.is_live_later if is_next_tier else self.is_live)[name]

    def _absences(self, agent):
        roster, days = self.run.drawn.roster, self.run.drawn.inputs.days
        for shift in roster.shifts[(roster.shifts["agent"] == agent) & (roster.shifts["absent"] == 1)]:
            yield int(shift["starts_at"]), int(shift["ends_at"]), "absent"
        missed = [duty for duty in self.duties if duty["agent"] == agent and duty["missed"]]
        for shift in sorted({duty["shift"] for duty in missed}):
            of_it = [duty for duty in missed if duty["shift"] == shift]
            day = sum(1 for edge in days[1:] if edge <= of_it[0]["starts_at"])
            sick = self.run.record.agent_days["is_sick"].reshape(-1, len(days) - 1)[agent, day]
            yield of_it[0]["starts_at"], of_it[-1]["ends_at"], "ill" if sick else "empty_seat"

    def _duties(self):
        rows = zip(self.run.drawn.roster.duties, self.run.record.duties, strict=True)
        return [
            {
                "agent": int(duty["agent"]), "starts_at": int(duty["starts_at"]), "ends_at": int(duty["ends_at"]),
                "ended_at": int(told["ended_at"]) if told["ended_at"] >= 0 else NEVER, "home": bool(duty["ends_shift"]),
                "missed": bool(told["is_missed"]), "shift": int(duty["shift"]),
            }
            for duty, told in rows
        ]  # fmt: skip

    def _counts(self, begin, now):
        def today(at):
            return begin <= at <= now

        talks = list(self.talks.values())
        desk = [talk for talk in talks if talk["outcome"] not in ELSEWHERE]
        fresh = [talk for talk in desk if not talk["open_at_start"] and today(talk["arrived_at"])]
        done = [talk for talk in desk if today(talk["ended_at"])]
        gone = [talk for talk in done if talk["outcome"] == "abandoned"]
        early = [talk for talk in gone if talk["first_response_at"] == NEVER and talk["cause"] != "reopened"]
        answered = sum(1 for talk in talks if today(talk["first_response_at"]))
        return {
            "arrived": sum(1 for talk in fresh if talk["cause"] != "reopened"),
            "reopened": sum(1 for talk in fresh if talk["cause"] == "reopened"),
            "answered": answered,
            "replies": sum(1 for touch in self.touches if today(touch["started_at"])) - answered,
            "resolved": sum(1 for talk in done if talk["outcome"] == "resolved"),
            "passed": sum(1 for talk in done if talk["outcome"] == "passed"),
            "gave_up": len(early),
            "gave_up_later": len(gone) - len(early),
            "told": sum(1 for talk in done if talk["outcome"] == "fixed"),
            "turned_away": sum(1 for talk in done if talk["outcome"] == "turned_away"),
            **{name: self._elsewhere(name, today) for name in ELSEWHERE},
        }

    def _elsewhere(self, name, today):
        return sum(1 for talk in self.talks.values() if talk["outcome"] == name and today(talk["ended_at"]))

    def _rows(self, table):
        """Return the rows of a table; instants as ticks, `NEVER` where missing."""
        for name in [column for column in table if column.endswith("_at")]:
            ticks = (table[name] - self.start) / pd.Timedelta("1ms")
            table[name] = [NEVER if pd.isna(one) else round(one) for one in ticks]
        return table.astype(object).to_dict("records")


def conversation_rows(run):
    """Return the row in the inputs of each conversation that came, by its id."""
    keys, told = run.drawn.demand.details["key"], run.record.conversations
    return {conversation_id(int(key)): row for row, key in enumerate(keys) if told["arrived_at"][row] >= 0}
