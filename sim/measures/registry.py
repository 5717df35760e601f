"""What can be measured: every measure by name, with its title, unit and direction. Definitions: `docs/measures.md`."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Measure(NamedTuple):
    """What a figure is."""

    name: str
    title: str
    unit: str
    kind: Literal["ratio", "value"]
    """ratio: replications combine as sum of tops over sum of bottoms. value: as the mean of the replications' values,
    without those that have none (bottom 0)."""
    better: Literal["lower", "higher", "neither"]
    says: str

    @property
    def counted(self) -> Literal["", "share", "number"]:
        """What it counts: a share of conversations, a number of conversations or people, or neither."""
        if self.unit == "share":
            return "" if self.name in _SHARES_OF_TIME else "share"
        is_number = self.kind == "value" and self.unit in {"conversations", "people"}
        return "number" if is_number and self.name not in _LEVELS else ""


_SHARES_OF_TIME: Final = frozenset({"occupancy", "turnover", "exhaustion_mean", "disengagement_mean"})
"""Shares that are of no conversations."""
_LEVELS: Final = frozenset({"backlog_mean", "headcount_mean", "headcount_end", "vacancies_mean"})
"""Numbers of what is there, on average or at an instant, not of what happened."""
_ALL: Final = (
    Measure("arrived", "Arrived", "conversations", "value", "neither", "Conversations that came in."),
    Measure("open_at_start", "Open at the start", "conversations", "value", "neither",
            "Conversations that were already waiting when the period began."),
    Measure("answered", "Answered", "conversations", "value", "neither", "Conversations with a first response."),
    Measure("abandonment", "Gave up", "share", "ratio", "lower", "Customers who gave up before an answer."),
    Measure("turned_away", "Turned away", "conversations", "value", "lower",
            "Conversations refused at once: not served, or the queue was full."),
    Measure("waited", "Had to wait", "share", "ratio", "lower", "Customers who were not answered at once."),
    Measure("wait_mean", "Wait, mean", "minutes", "ratio", "lower",
            "Time in the queue of all who left it, answered or not."),
    Measure("first_response_mean", "First response, mean", "minutes", "ratio", "lower",
            "From writing to the start of the first work on it, of those answered."),
    Measure("first_response_median", "First response, median", "minutes", "value", "lower",
            "Half of those answered had a first response within this time."),
    Measure("first_response_p90", "First response, 90th percentile", "minutes", "value", "lower",
            "Nine in ten of those answered had a first response within this time."),
    Measure("first_response_mean_at_least", "First response, mean, at least", "minutes", "ratio", "lower",
            "The mean with those who still wait counted as if they were answered at the end."),
    Measure("first_response_p90_at_least", "First response, 90th percentile, at least", "minutes", "value", "lower",
            "The 90th percentile with those who still wait counted as if they were answered at the end."),
    Measure("first_response_business_mean", "First response in business hours, mean", "minutes", "ratio", "lower",
            "Business hours from writing to the first response, of those answered."),
    Measure("first_response_business_median", "First response in business hours, median", "minutes", "value", "lower",
            "Half of those answered had a first response within so many business hours."),
    Measure("first_response_business_p90", "First response in business hours, 90th percentile", "minutes", "value",
            "lower", "Nine in ten of those answered had a first response within so many business hours."),
    Measure("service_level", "Service level", "share", "ratio", "higher",
            "Answered within the promised time, by the definition that the scenario names."),
    Measure("promise_kept", "Promise kept", "share", "ratio", "higher",
            "Answered within the time that the plan promises them, of those who are promised one."),
    Measure("backlog_mean", "Backlog, mean", "conversations", "value", "lower", "Number waiting, over time."),
    Measure("backlog_end", "Backlog at the end", "conversations", "value", "lower", "Number waiting at the end."),
    Measure("backlog_max", "Backlog, highest", "conversations", "value", "lower", "The most that waited at one time."),
    Measure("oldest_end", "Oldest waiting at the end", "minutes", "value", "lower",
            "How long the oldest of those who wait at the end has waited."),
    Measure("oldest_max", "Oldest waiting, highest", "minutes", "value", "lower",
            "The longest that anybody in the queue had waited at any time."),
    Measure("unfinished", "Unfinished at the end", "conversations", "value", "lower",
            "Conversations still open at the end: waiting, in hand or with the customer."),
    Measure("still_waiting", "Still waiting at the end", "conversations", "value", "lower",
            "Conversations without a first response that have not given up."),
    Measure("in_hand", "In hand at the end", "conversations", "value", "neither",
            "Conversations that an agent is working on at the end."),
    Measure("reply_due", "Waiting for a further answer at the end", "conversations", "value", "lower",
            "Conversations that have had a first response and wait for the next answer at the end."),
    Measure("with_customer", "With the customer at the end", "conversations", "value", "neither",
            "Conversations that wait for the customer, or for engineering, at the end."),
    Measure("oldest_open_end", "Oldest open at the end", "minutes", "value", "lower",
            "How long ago the oldest conversation that is still open at the end was written."),
    Measure("resolved", "Resolved", "conversations", "value", "neither",
            "Conversations on which all work has ended, reopened ones each time."),
    Measure("resolution_mean", "Time to resolution, mean", "minutes", "ratio", "lower",
            "From writing to the end of the last work on it, of those resolved."),
    Measure("resolution_median", "Time to resolution, median", "minutes", "value", "lower",
            "Half of those resolved were resolved within this time."),
    Measure("resolution_p90", "Time to resolution, 90th percentile", "minutes", "value", "lower",
            "Nine in ten of those resolved were resolved within this time."),
    Measure("touches_per_resolved", "Touches per resolved conversation", "touches", "ratio", "lower",
            "How often somebody worked on a conversation until it was resolved."),
    Measure("hand_offs", "Hand-offs per resolved conversation", "hand-offs", "ratio", "lower",
            "How often somebody else than before worked on it until it was resolved."),
    Measure("reply_wait_mean", "Wait for further answers, mean", "minutes", "ratio", "lower",
            "From the customer's message to the work on it, of all answers after the first."),
    Measure("reply_wait_median", "Wait for further answers, median", "minutes", "value", "lower",
            "Half of all answers after the first were begun within this time."),
    Measure("reply_wait_p90", "Wait for further answers, 90th percentile", "minutes", "value", "lower",
            "Nine in ten of all answers after the first were begun within this time."),
    Measure("gave_up_later", "Gave up after an answer", "share", "ratio", "lower",
            "Customers who gave up while they waited for a further answer."),
    Measure("escalated", "Escalated", "share", "ratio", "neither", "Conversations that went to the next tier."),
    Measure("wrong_answers", "Wrong answers", "share", "ratio", "lower", "Resolved conversations with a wrong answer."),
    Measure("reopens", "Reopened", "share", "ratio", "lower",
            "Resolved conversations whose customer came back to the same matter."),
    Measure("next_contacts", "Next contacts", "conversations", "value", "lower",
            "New conversations that follow from one that had been answered."),
    Measure("redials", "Tried again", "conversations", "value", "lower",
            "New conversations of customers who had given up before."),
    Measure("deflected", "Deflected", "conversations", "value", "neither",
            "Contacts answered by the documentation or a bot, or seemingly so."),
    Measure("false_resolutions", "Deflected with a wrong answer", "share", "ratio", "lower",
            "Deflected contacts that only seemed to be answered."),
    Measure("gave_up_form", "Left at the form", "conversations", "value", "lower",
            "Contacts whose customer left the form without sending it: nobody heard of them."),
    Measure("avoided", "Avoided", "conversations", "value", "neither",
            "Contacts that proactive work kept from happening."),
    Measure("passed", "Passed to sales", "conversations", "value", "neither", "Conversations passed to sales."),
    Measure("fixed", "Told that it is fixed", "conversations", "value", "neither",
            "Conversations that ended, while the customer waited, with the news that it is fixed."),
    Measure("csat_good", "Satisfied: Good", "share", "ratio", "higher",
            "Good, of the surveys answered, as assumed from wait, effort and wrong answers. Asks only those answered."),
    Measure("csat_ok", "Satisfied: OK", "share", "ratio", "neither",
            "OK, of the surveys answered. Asks only those answered: who gave up or was turned away has no say."),
    Measure("csat_bad", "Satisfied: Bad", "share", "ratio", "lower",
            "Bad, of the surveys answered. Asks only those answered: who gave up or was turned away has no say."),
    Measure("surveys", "Surveys answered", "conversations", "value", "neither",
            "Conversations whose customer answered the survey, an assumed share of those that ended with an answer."),
    Measure("occupancy", "Occupancy", "share", "ratio", "neither", "Time at work of the time on duty."),
    Measure("on_duty_mean", "On duty, mean", "agents", "value", "neither", "Number of agents at the desk, over time."),
    Measure("overtime_hours", "Overtime", "hours", "value", "lower",
            "Time at work outside duty, to finish what was in hand, and time stayed on after a shift."),
    Measure("per_agent_calendar_day", "Answered per agent and calendar day", "conversations", "ratio", "neither",
            "Answers, by everybody on the roster, by every day of the period."),
    Measure("per_agent_worked_day", "Answered per agent and worked day", "conversations", "ratio", "neither",
            "Answers, by the days on which people were at the desk."),
    Measure("touches_per_worked_day", "Touches per agent and worked day", "touches", "ratio", "neither",
            "Touches begun, by the days on which people were at the desk."),
    Measure("closed_per_worked_day", "Closed per agent and worked day", "conversations", "ratio", "neither",
            "Conversations resolved or passed to sales, by the days on which people were at the desk."),
    Measure("paid_hours", "Paid hours", "hours", "value", "neither",
            "Hours that are paid, also for staying on after a shift; not those to finish what was in hand."),
    Measure("people_cost", "Cost of people", "money", "value", "lower",
            "Paid hours times rate times pay factor, that of overtime for the time stayed on after a shift."),
    Measure("cost_per_conversation", "Cost per conversation", "money", "ratio", "lower",
            "Cost of people by conversations answered."),
    Measure("headcount_mean", "People, mean", "people", "value", "neither", "People in the job, over time."),
    Measure("headcount_end", "People at the end", "people", "value", "neither", "People in the job on the last day."),
    Measure("vacancies_mean", "Empty seats, mean", "people", "value", "lower",
            "Seats whose owner has left and that nobody fills yet, over time."),
    Measure("quits", "Quits", "people", "value", "lower", "People who left."),
    Measure("turnover", "Turnover a year", "share", "ratio", "lower",
            "People who left, by the years that all spent in the job: 50 % is one of two a year."),
    Measure("sick_days", "Sick days", "days", "value", "lower", "Working days missed because of illness."),
    Measure("tenure_mean", "Days in the job, mean", "days", "ratio", "neither",
            "How long people have been in the job, over people and time."),
    Measure("exhaustion_mean", "Exhaustion, mean", "share", "ratio", "lower",
            "How exhausted people are, from 0 to 100 %, over people and time; acts on speed and illness."),
    Measure("disengagement_mean", "Disengagement, mean", "share", "ratio", "lower",
            "How far people have turned away from the job, from 0 to 100 %, over people and time; makes them leave."),
)  # fmt: skip
MEASURES: Final[Mapping[str, Measure]] = MappingProxyType({measure.name: measure for measure in _ALL})
"""Every measure, in the order of reports. The unit "money" is the scenario's currency."""
