"""What happens when, worked out by hand: small stories that both engines must tell. All times are minutes."""

from __future__ import annotations

from tiny import Agent, Customer, House, inputs_of, story

from sim.engine.course import gives_up_at
from sim.engine.desk import blank
from sim.engine.objects import as_objects
from sim.inputs import FAR


def test_first_come_first_served():
    """One agent takes them one after the other, in the order of arrival."""
    # t=0 A starts; t=2 B waits; t=3 C waits; t=10 A ends, B starts; t=15 B ends, C starts; t=20 C ends
    told = story([Customer(0, 10), Customer(2, 5), Customer(3, 5)])

    assert [(0, 0, 10, "resolved"), (0, 10, 15, "resolved"), (0, 15, 20, "resolved")] == told


def test_a_customer_gives_up_exactly_when_patience_ends():
    """Patience is counted from the arrival; who has given up is never served."""
    # t=0 A starts; t=1 B waits until 5; t=5 B gives up; t=10 A ends; nobody waits
    told = story([Customer(0, 10), Customer(1, 5, patience=4)])

    assert [(0, 0, 10, "resolved"), (None, None, 5, "abandoned")] == told


def test_who_is_freed_at_the_instant_patience_ends_is_served():
    """Work ends before patience does, at one instant."""
    told = story([Customer(0, 10), Customer(1, 5, patience=9)])

    assert (0, 10, 15, "resolved") == told[1]


def test_patience_zero_is_served_only_by_an_idle_agent():
    """Nobody idle: gone at once. Somebody freed at that very instant: served."""
    told = story([Customer(0, 10), Customer(3, 5, patience=0), Customer(10, 5, patience=0)])

    assert [(None, None, 3, "abandoned"), (0, 10, 15, "resolved")] == told[1:]


def test_work_in_hand_is_finished_after_the_end_of_the_shift_and_no_other_is_begun():
    """The agent goes home at 8, works until 12, and takes the next only when on duty again at 20."""
    told = story([Customer(5, 7), Customer(6, 5)], [Agent(((0, 8), (20, 60)))])

    assert [(0, 5, 12, "resolved"), (0, 20, 25, "resolved")] == told


def test_nobody_starts_at_the_very_end_of_a_shift_but_at_its_very_start():
    """A shift is [on, off)."""
    told = story([Customer(8, 5), Customer(20, 5)], [Agent(((0, 8), (10, 60)))])

    assert [(0, 10, 15, "resolved"), (0, 20, 25, "resolved")] == told


def test_work_begun_in_an_earlier_shift_may_reach_into_the_next():
    """Coming on duty with work in hand does not free the agent; its end does."""
    told = story([Customer(5, 20), Customer(6, 5)], [Agent(((0, 8), (15, 60)))])

    assert [(0, 5, 25, "resolved"), (0, 25, 30, "resolved")] == told


def test_a_break_that_starts_late_ends_on_time():
    """Breaks are hours on the clock: 10 to 15, work in hand until 12, back at 15."""
    told = story([Customer(4, 8), Customer(5, 1)], [Agent(((0, 10), (15, 60)))])

    assert [(0, 4, 12, "resolved"), (0, 15, 16, "resolved")] == told


def test_the_agent_who_has_been_idle_longest_is_chosen():
    """Agent 0 is free since 3, agent 1 since 2."""
    told = story([Customer(0, 3), Customer(0, 2), Customer(5, 5)], [Agent(), Agent()])

    assert [0, 1, 1] == [agent for agent, *_ in told]


def test_handle_time_is_divided_by_the_pace_and_rounded_up():
    """At a pace of 1500 ten minutes of work take six minutes and forty seconds."""
    told = story([Customer(0, 10)], [Agent(pace=1500)])

    assert 400 == round(told[0][2] * 60)


def test_strict_priority_serves_the_upper_kind_first_without_interrupting():
    """Kind 1 has the head start: it overtakes those who wait, not the one in service."""
    house = House(access=((0, 0),), base=(0, 10_000))
    told = story([Customer(0, 10), Customer(1, 5), Customer(2, 5, kind=1)], house=house)

    assert [0, 15, 10] == [started for _, started, *_ in told]


def test_a_time_credit_of_five_minutes_overtakes_whoever_waits_up_to_five_minutes_longer():
    """At 10 the customer of kind 0 has waited 6 (or 4, in the second story), the other 0 with a credit of 5."""
    house = House(access=((0, 0),), base=(0, 5))
    longer = story([Customer(0, 10), Customer(3, 5), Customer(9, 5, kind=1)], house=house)
    shorter = story([Customer(0, 10), Customer(5, 5), Customer(9, 5, kind=1)], house=house)

    assert [10, 15] == [started for _, started, *_ in longer[1:]]
    assert [15, 10] == [started for _, started, *_ in shorter[1:]]


def test_a_slope_of_three_gains_on_a_slope_of_one():
    """Accumulating priority: at 10 they score 8 against 3 x 3 = 9."""
    house = House(access=((0, 0),), slope=(1, 3))
    told = story([Customer(0, 10), Customer(2, 5), Customer(7, 5, kind=1)], house=house)

    assert [15, 10] == [started for _, started, *_ in told[1:]]


def test_equal_scores_go_to_the_lower_number():
    """Two kinds that came at the same minute with the same rule: in the order of their numbers."""
    house = House(access=((0, 0),))
    told = story([Customer(0, 10), Customer(2, 5, kind=1), Customer(2, 5, kind=0)], house=house)

    assert [10, 15] == [started for _, started, *_ in told[1:]]


def test_only_a_team_with_the_skill_takes_it():
    """Team 0 cannot take kind 1: it waits for team 1 although team 0 is idle."""
    house = House(access=((0, None), (None, 0)))
    told = story([Customer(0, 10, kind=1), Customer(1, 5, kind=1)], [Agent(), Agent(team=1)], house)

    assert [(1, 0, 10, "resolved"), (1, 10, 15, "resolved")] == told


def test_overflow_goes_to_the_other_team_after_the_wait_not_before():
    """Team 1 may take it after 3 minutes; it is idle all the time."""
    house = House(access=((0,), (3,)))
    told = story([Customer(0, 10), Customer(1, 5)], [Agent(), Agent(team=1)], house)

    assert (1, 4, 9, "resolved") == told[1]


def test_overflow_is_taken_when_the_other_team_becomes_free_later():
    """The timer rings at 4 in vain, team 1 is busy until 6."""
    house = House(access=((0, None), (3, 0)))
    told = story([Customer(0, 10), Customer(0, 6, kind=1), Customer(1, 5)], [Agent(), Agent(team=1)], house)

    assert (1, 6, 11, "resolved") == told[2]


def test_a_reserve_of_one_keeps_an_agent_free_for_the_others():
    """Kind 0 starts only if one mate stays idle; kind 1 takes the last one."""
    house = House(access=((0, 0),), reserved=(1, 0))
    told = story([Customer(0, 10), Customer(1, 10), Customer(2, 5, kind=1)], [Agent(), Agent()], house)

    # t=0 A takes agent 0; t=1 B waits (agent 1 is the reserve); t=2 C takes agent 1; t=7 agent 1 is free, but 0 is
    # not: B waits on; t=10 agent 0 is free and agent 1 stays idle: B starts
    assert [(0, 0, 10, "resolved"), (0, 10, 20, "resolved"), (1, 2, 7, "resolved")] == told


def test_a_full_queue_turns_customers_away():
    """Room for one: the third is refused, the fourth finds room again."""
    house = House(queue_limit=1)
    told = story([Customer(0, 10), Customer(1, 5), Customer(2, 5), Customer(11, 5)], house=house)

    assert [(None, None, 2, "turned_away"), (0, 15, 20, "resolved")] == told[2:]


def test_an_idle_agent_takes_a_customer_although_the_limit_is_zero():
    """The limit is on those who wait."""
    told = story([Customer(0, 10), Customer(1, 5)], house=House(queue_limit=0))

    assert ["resolved", "turned_away"] == [outcome for *_, outcome in told]


def test_a_kind_that_is_not_served_is_turned_away_at_once():
    """Docs only: even with everybody idle."""
    told = story([Customer(3, 10)], house=House(served=(0,)))

    assert [(None, None, 3, "turned_away")] == told


def test_what_was_open_at_the_start_waits_since_before():
    """It arrives at 0 having waited 30 minutes: past a limit of 0, and before a kind with a credit of 20."""
    house = House(access=((0, 0),), base=(0, 20), queue_limit=0, n_open=2)
    told = story([Customer(0, 10, waited=40), Customer(0, 5, waited=30), Customer(1, 5, kind=1)], house=house)

    assert [(0, 0, 10, "resolved"), (0, 10, 15, "resolved"), (None, None, 1, "turned_away")] == told


def test_patience_of_what_was_open_at_the_start_counts_from_when_it_was_wanted():
    """Waited 30 of 35 minutes: gone at 5. Waited 30 of 20: gone at once."""
    house = House(n_open=3)
    customers = [Customer(0, 10, waited=50), Customer(0, 5, 35, waited=30), Customer(0, 5, 20, waited=30)]
    told = story(customers, house=house)

    assert [(None, None, 5, "abandoned"), (None, None, 0, "abandoned")] == told[1:]


def test_handle_time_zero_takes_no_time_and_frees_the_agent_at_that_instant():
    """Three at once, all over in the same minute."""
    told = story([Customer(4, 0), Customer(4, 0), Customer(4, 0)])

    assert [(0, 4, 4, "resolved")] * 3 == told


def test_nothing_happens_at_the_horizon_or_after_it():
    """Work in hand and whoever waits are open; an arrival at the horizon has not come."""
    told = story([Customer(0, 20), Customer(1, 5, patience=9), Customer(10, 5)], house=House(horizon=10))

    assert [(0, 0, None, "open"), (None, None, None, "open"), (None, None, None, "open")] == told


def test_nobody_there_means_nobody_is_answered():
    """No agents: with patience they give up, without they stay open."""
    told = story([Customer(0, 5, patience=3), Customer(1, 5)], agents=())

    assert [(None, None, 3, "abandoned"), (None, None, None, "open")] == told


def test_listed_teams_are_asked_in_order_although_another_is_idle_longer():
    """longest_idle_first off: team 0 first, although team 1 has been idle longer."""
    house = House(access=((0,), (0,)), longest_idle_first=0)
    told = story([Customer(0, 2), Customer(5, 5)], [Agent(), Agent(team=1)], house)

    assert [0, 0] == [agent for agent, *_ in told]


def test_two_idle_since_the_same_instant_in_different_teams_go_by_number_not_by_team():
    """Agents 0 and 1 are both idle since 0: agent 0 is asked, whichever team is listed first."""
    house = House(access=((0,), (0,)))
    in_order = story([Customer(3, 5)], [Agent(team=0), Agent(team=1)], house)
    crossed = story([Customer(3, 5)], [Agent(team=1), Agent(team=0)], house)

    assert [(0, 3, 8, "resolved")] == in_order == crossed


def test_who_never_gives_up_does_so_at_no_instant_however_long_they_have_waited():
    """FAR itself, not FAR less the wait: nothing may ever be scheduled for it."""
    inputs = inputs_of([Customer(0, 10, waited=40), Customer(7, 10)], house=House(n_open=1))
    desk, record = map(as_objects, blank(inputs))

    assert [FAR, FAR] == [gives_up_at(as_objects(inputs), desk, record, number) for number in (0, 1)]
