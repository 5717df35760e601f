"""Conversations of several touches, worked out by hand: owners, chats, tiers, what comes back. Times are minutes."""

from __future__ import annotations

from tiny import BREAK, DAY, Again, Agent, Customer, House, played, story, visits, work

from sim.inputs import FALSELY_SERVED, SELF_SERVED

CHAT = House(live=(1,), terms=(("live_limit", 2),))


def test_a_reply_waits_for_its_owner_although_a_mate_is_idle():
    """Who did the touch before does the next one."""
    # t=0 A: agent 0 until 10; t=11 B: agent 1 (idle since 0) until 13; t=12 C: agent 0 until 20;
    # t=15 A replies: agent 1 is idle, but agent 0 is the owner: A waits until 20
    told = work([Customer(0, 10, then=((5, 3),)), Customer(11, 2), Customer(12, 8)], [Agent(), Agent()])

    assert [(0, 0, 0, 10), (0, 15, 20, 23), (1, 11, 11, 13), (0, 12, 12, 20)] == told


def test_without_ownership_the_idle_mate_takes_the_reply_and_has_to_read_first():
    """The same, with replies for the teams: agent 1 starts at 15 and takes 2 longer."""
    house = House(returns_to_owner=0, reread=2)
    told = work([Customer(0, 10, then=((5, 3),)), Customer(11, 2), Customer(12, 8)], [Agent(), Agent()], house)

    assert (1, 15, 15, 20) == told[1]


def test_the_owner_does_not_read_again():
    """Rereading is for hand-offs."""
    told = work([Customer(0, 10, then=((5, 3),))], house=House(reread=2))

    assert [(0, 0, 0, 10), (0, 15, 15, 18)] == told


def test_a_reply_after_the_owner_went_home_goes_to_the_team():
    """Agent 0 is off from 20; the reply at 30 is a hand-off to agent 1, who reads for 2."""
    told = work([Customer(0, 10, then=((20, 3),))], [Agent(((0, 20),)), Agent()], House(reread=2))

    assert [(0, 0, 0, 10), (1, 30, 30, 35)] == told


def test_what_waits_for_an_owner_who_goes_home_goes_to_the_team_at_that_instant():
    """Ready since 15, but agent 0 has C in hand beyond the end of the shift at 20: agent 1 starts at 20."""
    # t=0 A: agent 0 until 10; t=1 B: agent 1 until 13; t=11 C: agent 0 until 23; t=15 A waits for agent 0; t=20 off
    customers = [Customer(0, 10, then=((5, 3),)), Customer(1, 12), Customer(11, 12)]
    told = work(customers, [Agent(((0, 20),)), Agent()])

    assert [(1, 15, 20, 23), (0, 11, 11, 23)] == [told[1], told[3]]


def test_a_reply_waits_for_an_owner_on_a_break():
    """On a break is on shift: from 12 to 30, and agent 1 stays idle."""
    told = work([Customer(0, 10, then=((5, 3),))], [Agent(((0, 12, BREAK), (30, 60))), Agent()])

    assert (0, 15, 30, 33) == told[1]


def test_a_reply_waits_for_an_owner_who_is_back_within_the_limit_and_no_longer():
    """Home from 12 to 40; ready at 15: back in 25."""
    agents = [Agent(((0, 12), (40, 80))), Agent()]
    customers = [Customer(0, 10, then=((5, 3),))]

    assert (0, 15, 40, 43) == work(customers, agents, House(owner_away=25))[1]
    assert (1, 15, 15, 18) == work(customers, agents, House(owner_away=24))[1]


def test_between_an_own_reply_and_a_new_contact_who_has_waited_longer_goes_first():
    """At 20 the new one has waited since 14, the reply since 15."""
    told = work([Customer(0, 10, then=((5, 3),)), Customer(10, 10), Customer(14, 4)])

    assert [(0, 15, 24, 27), (0, 14, 20, 24)] == [told[1], told[3]]


def test_two_chats_with_one_agent_cost_a_switch_while_the_other_is_open():
    """A minute more for every touch that begins while another chat is open."""
    # t=0 A until 4 (alone); t=5 B until 10 (A is open: 4 + 1); t=10 A until 14 (B is open: 3 + 1) and ends;
    # t=15 B until 17 (alone)
    told = work([Customer(0, 4, then=((6, 3),)), Customer(5, 4, then=((5, 2),))], house=CHAT._replace(switch=1))

    assert [(0, 0, 0, 4), (0, 10, 10, 14), (0, 5, 5, 10), (0, 15, 15, 17)] == told


def test_a_third_chat_waits_for_a_place_although_the_agent_is_idle():
    """Two places; the agent is idle at 4, C begins when A ends at 12."""
    customers = [Customer(0, 2, then=((9, 1),)), Customer(2, 2, then=((20, 1),)), Customer(4, 5)]
    told = work(customers, house=CHAT)

    assert [(0, 11, 11, 12), (0, 4, 12, 17)] == [told[1], told[4]]


def test_an_email_needs_no_place():
    """The agent, with as many chats as allowed, takes an email at once."""
    house = House(access=((0, 0),), live=(1, 0))
    told = work([Customer(0, 2, then=((30, 1),)), Customer(4, 5, kind=1), Customer(5, 5)], house=house)

    assert [(0, 4, 4, 9), (0, 5, 33, 38)] == told[2:]


def test_live_chats_are_handed_over_at_the_end_of_the_shift():
    """A chat whose agent went home at 20 goes to a mate, who reads for 2."""
    told = work([Customer(15, 4, then=((6, 3),))], [Agent(((0, 20),)), Agent(((20, DAY),))], CHAT._replace(reread=2))

    assert [(0, 15, 15, 19), (1, 25, 25, 30)] == told


def test_escalation_is_work_of_the_next_tier_who_then_owns_it():
    """Tier 2 is busy until 12, then reads for 2 and works for 7; the customer's next message comes back to it."""
    # t=0 A: tier 1 until 10, hands it on; t=12 tier 2 is free: until 21; think time 4; t=25 tier 2 until 28
    house = House(access=((0, None), (None, 0)), reread=2)
    customers = [Customer(0, 10, then=((5, 3),), escalation=(7, 1, 4)), Customer(0, 12, kind=1)]
    told = work(customers, [Agent(), Agent(team=1)], house)

    assert [(0, 0, 0, 10), (1, 25, 25, 28), (1, 0, 0, 12), (1, 10, 12, 21)] == told


def test_a_team_that_can_take_both_kinds_escalates_nothing():
    """It goes on as if there were no next tier."""
    told = work([Customer(0, 10, then=((5, 3),), escalation=(7, 1, 4))], house=House(access=((0, 0),)))

    assert [(0, 0, 0, 10), (0, 15, 15, 18), (None, None, None, None)] == told


def test_what_is_passed_to_sales_ends_with_its_first_touch():
    """The touches after it are not done."""
    assert [(0, 0, 10, "passed")] == story([Customer(0, 10, then=((5, 3),), passes_on=1)])


def test_a_redial_comes_after_giving_up_if_luck_has_it():
    """B gives up at 3 and calls again at 9; C, with less luck than the chance, does not."""
    again = Again(6, Customer(0, 5), redial=0.5, luck=0.4)
    customers = [Customer(0, 10), Customer(1, 5, 2, again=again), Customer(2, 5, 2, again=again._replace(luck=0.5))]
    told = visits(customers)

    assert [("redial", 9, 0, 10), ("first", None, None, None)] == told[3:]


def test_a_reopening_comes_back_to_who_resolved_it():
    """At 25 agent 1 has been idle since 0, agent 0 since 5 and resolved it."""
    again = Again(20, Customer(0, 3), reopen=1)

    assert ("reopened", 25, 0, 25) == visits([Customer(0, 5, again=again)], [Agent(), Agent()])[1]


def test_a_next_contact_is_a_new_conversation():
    """Luck is above the chance of a reopening, below that and the chance of a next contact: the longest idle it is."""
    again = Again(20, Customer(0, 3), reopen=0.3, next=0.3, luck=0.5)

    assert ("next", 25, 1, 25) == visits([Customer(0, 5, again=again)], [Agent(), Agent()])[1]


def test_a_wrong_answer_is_reopened_by_its_own_chance():
    """Right answers are never reopened here, wrong ones always."""
    again = Again(20, Customer(0, 3), if_wrong=1)
    told = visits([Customer(0, 5, again=again), Customer(50, 5, again=again, wrong_chance=1)])

    assert [("first", None, None, None), ("reopened", 75, 0, 75)] == told[2:]


def test_a_wrong_answer_brings_a_next_contact_by_its_own_chance():
    """Luck is below the chance after a wrong answer only: B, answered wrongly at 55, has one at 75; A has none."""
    again = Again(20, Customer(0, 3), next=0.2, next_if_wrong=0.6, luck=0.5)
    told = visits([Customer(0, 5, again=again), Customer(50, 5, again=again, wrong_chance=1)])

    assert [("first", None, None, None), ("next", 75, 0, 75)] == told[2:]


def test_a_wrong_answer_is_reopened_rather_than_followed_by_a_next_contact():
    """Its chances stand on each other: 0.3 to reopen, from there to 0.7 a next contact, beyond it nothing."""
    terms = Again(20, Customer(0, 3), if_wrong=0.3, next_if_wrong=0.4)
    wrong = [
        Customer(at, 5, again=terms._replace(luck=luck), wrong_chance=1)
        for at, luck in ((0, 0.2), (50, 0.6), (99, 0.8))
    ]
    told = visits(wrong)

    assert [("reopened", 25, 0, 25), ("next", 75, 0, 75), ("first", None, None, None)] == told[3:]


def test_a_reopening_may_be_reopened():
    """A chain: 0-5, back at 15 until 18, back at 22."""
    second = Again(4, Customer(0, 1), reopen=1)
    told = visits([Customer(0, 5, again=Again(10, Customer(0, 3, again=second), reopen=1))])

    assert [("first", 0, 0, 0), ("reopened", 15, 0, 15), ("reopened", 22, 0, 22)] == told


def test_a_customer_gives_up_in_the_middle_of_a_chat():
    """Ready at 6, patience 3, and the owner has B in hand until 15: gone at 9, though answered at 0."""
    told = story([Customer(0, 4, then=((2, 3),), reply_patience=3), Customer(5, 10)], house=CHAT)

    assert (0, 0, 9, "abandoned") == told[0]


def test_the_place_of_a_chat_that_ended_by_giving_up_is_free():
    """Two places: A gives up at 9, so C begins when B's touch ends at 15, with B's chat still open."""
    customers = [Customer(0, 4, then=((2, 3),), reply_patience=3), Customer(5, 10, then=((90, 1),)), Customer(7, 5)]

    assert (0, 15, 20, "resolved") == story(customers, house=CHAT)[2]


def test_nobody_gives_up_waiting_for_an_update_that_they_did_not_ask_for():
    """The same as above, but the touch is ours: it is done at 15."""
    customers = [Customer(0, 4, then=((2, 3),), reply_patience=3, ours=(1,)), Customer(5, 10)]

    assert (0, 0, 18, "resolved") == story(customers, house=CHAT)[0]


def test_each_nudge_adds_work():
    """B waits from 1 to 10, writes again at 5 and 9, and takes 5 + 2 x 1."""
    told = story([Customer(0, 10), Customer(1, 5, nudge=4)], house=House(nudge_work=1))

    assert (0, 10, 17, "resolved") == told[1]


def test_whoever_waits_when_it_is_fixed_is_told():
    """At 6: B leaves, A in hand goes on; C comes at 7 and is served, for whom nothing is fixed any more."""
    told = story([Customer(0, 10, fixed_at=6), Customer(1, 5, fixed_at=6), Customer(7, 5, fixed_at=6)])

    assert [(0, 0, 10, "resolved"), (None, None, 6, "fixed"), (0, 10, 15, "resolved")] == told


def test_a_ready_answer_is_for_whoever_waits_when_it_is_known():
    """Known from 6, a minute: A in hand takes all of its ten, B and C, who wait or come later, one each, D its two."""
    macro = (6, 1)
    customers = [Customer(0, 10, macro=macro), Customer(1, 5, macro=macro), Customer(7, 5, macro=macro), Customer(8, 2)]
    told = story(customers)

    assert [(0, 0, 10, "resolved"), (0, 10, 11, "resolved"), (0, 11, 12, "resolved"), (0, 12, 14, "resolved")] == told


def test_a_ready_answer_shortens_later_touches_and_never_makes_one_longer():
    """Known from 6, three minutes: the first touch takes its five, the second three, the third its two."""
    told = work([Customer(0, 5, then=((5, 9), (5, 2)), macro=(6, 3))])

    assert [(0, 0, 0, 5), (0, 10, 10, 13), (0, 18, 18, 20)] == told


def test_a_ready_answer_is_known_at_that_very_instant():
    """A begins at 6, B just before it: at 5."""
    told = story([Customer(6, 5, macro=(6, 1)), Customer(5, 5, macro=(6, 1))][::-1], [Agent(), Agent()])

    assert [(0, 5, 10, "resolved"), (1, 6, 7, "resolved")] == told


def test_the_documentation_answers_at_once_and_sometimes_wrongly():
    """Both end at their arrival; who was answered wrongly comes to the desk 30 later."""
    again = Again(30, Customer(0, 5), if_wrong=1)
    customers = [Customer(2, 9, entry=SELF_SERVED, again=again), Customer(3, 9, entry=FALSELY_SERVED, again=again)]

    assert [(None, None, 2, "deflected"), (None, None, 3, "deflected")] == story(customers)[:2]
    assert [("first", None, None, None), ("next", 33, 0, 33)] == visits(customers)[2:]
    assert [0, 1] == played(customers).conversations["is_wrong"][:2].tolist()


def test_tools_down_freeze_the_work_in_hand():
    """Down from 5 to 8: A's ten minutes end at 13; B, begun at 6, works from 8 to 10."""
    told = story([Customer(0, 10), Customer(6, 2)], [Agent(), Agent()], House(downtimes=((5, 8),)))

    assert [(0, 0, 13, "resolved"), (1, 6, 10, "resolved")] == told


def test_of_many_downtimes_only_those_count_that_meet_the_work():
    """Down from 2 to 4, 10 to 12, 20 to 25 and 40 to 41. A from 5 meets the second and ends at 14, B from 24 the third
    and ends at 27, C from 30 none.
    """
    house = House(downtimes=((2, 4), (10, 12), (20, 25), (40, 41)))
    told = story([Customer(5, 7), Customer(24, 2), Customer(30, 5)], [Agent()], house)

    assert [(0, 5, 14, "resolved"), (0, 24, 27, "resolved"), (0, 30, 35, "resolved")] == told
