"""Agents over days, worked out by hand: overtime, missed shifts, quits, newcomers, tiring. Times are minutes."""

from __future__ import annotations

from tiny import Agent, Customer, House, inputs_of, minutes, played, story

from sim.inputs import MILLION
from sim.runs import simulate

THREE_HOURS = House(days=(0, 60, 120), horizon=180)
"""Days of an hour each."""


def test_overtime_while_somebody_waits_at_the_end_of_the_shift():
    """C waits at 10, so the agent stays until 25, takes C and D, and not E."""
    # t=0 A until 8; t=9 B until 12, C waits; t=10 one waits: 15 more; t=12 C until 16; t=20 D until 21; t=25 off
    customers = [Customer(0, 8), Customer(9, 3), Customer(9, 4), Customer(20, 1), Customer(25, 1)]
    house = House(terms=(("overtime_time", 15), ("overtime_from", 1)))
    record = played(customers, [Agent(((0, 10),))], house)

    assert [12, 20, None] == [minutes(at) for at in record.conversations["started_at"][2:]]
    assert [25] == [minutes(at) for at in record.duties["ended_at"]]


def test_no_overtime_where_too_few_wait():
    """One waits, two would be needed: home at 10."""
    customers = [Customer(0, 8), Customer(9, 3), Customer(9, 4)]
    told = story(customers, [Agent(((0, 10),))], House(terms=(("overtime_time", 15), ("overtime_from", 2))))

    assert (None, None, None, "open") == told[2]


def test_overtime_ends_when_the_next_shift_begins():
    """15 more would reach beyond 18, when the next duty begins."""
    record = played(
        [Customer(0, 8), Customer(9, 3), Customer(9, 4)], [Agent(((0, 10), (18, 30)))],
        House(terms=(("overtime_time", 15), ("overtime_from", 1))),
    )  # fmt: skip

    assert [18, 30] == [minutes(at) for at in record.duties["ended_at"]]


def test_whoever_is_ill_when_the_shift_begins_misses_all_of_it():
    """Ill on day 1: both duties of that shift are missed, the next day's is not."""
    agent = Agent(((10, 30), (70, 80, "break"), (90, 110), (130, 150)), unlucky=(("sick", 1),))
    house = THREE_HOURS._replace(terms=(("sick_chance", 1),))
    record = played([Customer(12, 5), Customer(75, 5)], [agent], house)

    assert [0, 1, 1, 0] == record.duties["is_missed"].tolist()
    assert [12, 130] == [minutes(at) for at in record.conversations["started_at"]]


def test_a_shift_begun_before_midnight_is_finished_although_its_owner_is_ill_the_next_day():
    """Ill from 60: the shift from 50 to 70 goes on, the one at 80 is missed."""
    agent = Agent(((50, 70), (80, 100)), unlucky=(("sick", 1),))
    record = played([Customer(65, 2)], [agent], THREE_HOURS._replace(terms=(("sick_chance", 1),)))

    assert [0, 1] == record.duties["is_missed"].tolist()
    assert 65 == minutes(record.conversations["started_at"][0])


def test_who_quits_is_replaced_after_the_lead_time_by_a_newcomer_at_half_speed():
    """Gone on day 1, somebody new two days later, who needs 10 for what takes a veteran 5."""
    # day 0: A 10-15; day 1 (from 60): the seat is empty, B waits; day 2: empty; day 3 (from 180): B from 185 to 195
    agent = Agent(((5, 50), (65, 110), (125, 170), (185, 230)), unlucky=(("quit", 1),))
    house = House(
        days=(0, 60, 120, 180), horizon=240, ramp=((0, 500),), terms=(("quit_chance", 1), ("lead_time", 2))
    )  # fmt: skip
    record = played([Customer(10, 5), Customer(70, 5)], [agent], house)

    assert [(10, 15), (185, 195)] == [
        (minutes(row["started_at"]), minutes(row["ended_at"])) for row in record.conversations
    ]
    assert [1, 0, 0, 1] == record.agent_days["is_there"].tolist()
    assert [0, 1, 0, 0] == record.agent_days["quits"].tolist()
    assert [0, 1, 1, 1] == record.agent_days["generation"].tolist()
    assert [400, 0, 0, 0] == record.agent_days["tenure"].tolist()


def test_a_reply_to_somebody_who_has_left_goes_to_the_team_who_reads_first():
    """Agent 0 leaves on day 1; the seat is filled at once, but the newcomer is not the owner."""
    agents = [Agent(((5, 50), (65, 110)), unlucky=(("quit", 1),)), Agent(((5, 50), (125, 170)))]
    house = THREE_HOURS._replace(reread=2, owner_away=200, terms=(("quit_chance", 1), ("lead_time", 1)))
    told = story([Customer(10, 5, then=((60, 3),))], agents, house)

    assert [(1, 10, 130, "resolved")] == told


def test_a_newcomer_takes_time_of_the_veterans():
    """A quarter of it: 10 take the veteran 12.5; the newcomer, at half speed, 20."""
    house = House(ramp=((0, 500),), terms=(("mentor_share", MILLION // 4),))
    told = story([Customer(0, 10), Customer(0, 10)], [Agent(), Agent(tenure=0)], house)

    assert [(0, 0, 12.5, "resolved"), (1, 0, 20, "resolved")] == told


def test_without_a_newcomer_nobody_has_to_mentor():
    """The second day in the job is as good as any here."""
    house = House(ramp=((0, 500),), terms=(("mentor_share", MILLION // 4),))
    told = story([Customer(0, 10), Customer(0, 10)], [Agent(), Agent(tenure=1)], house)

    assert [10, 10] == [ended for _, _, ended, _ in told]


def test_the_load_of_a_day_tires_and_slows_on_the_next():
    """All of day 0 is work: half of the way to full exhaustion by day 1, where work takes 1.25 times as long."""
    # day 0: A 0-50 of a shift of 50; day 1: exhaustion 0.5, slowed by 0.5 x 0.5; B 70-82.5; day 2: load 12.5 of 50 is
    # below the limit: exhaustion 0.25
    terms = (
        ("exhaustion_from", MILLION // 2), ("exhaustion_full", MILLION), ("exhaustion_rate", MILLION // 2),
        ("slow_gain", MILLION // 2),
    )  # fmt: skip
    agent = Agent(((0, 50), (60, 110), (120, 170)))
    record = played([Customer(0, 50), Customer(70, 10)], [agent], THREE_HOURS._replace(terms=terms))

    assert [50, 82.5] == [minutes(at) for at in record.conversations["ended_at"]]
    assert [0, MILLION // 2, MILLION // 4] == record.agent_days["exhaustion"].tolist()


def test_disengagement_raises_the_chance_to_quit_from_the_day_after():
    """A chance of 10 %, which doubles at full disengagement: after a day of full load, half of the way, 15 %."""
    terms = (
        ("disengagement_from", 0), ("disengagement_full", MILLION), ("disengagement_rate", MILLION // 2),
        ("quit_chance", MILLION // 10), ("quit_gain", MILLION),
    )  # fmt: skip
    agent = Agent(((0, 50), (60, 110), (120, 170)))
    record = played([Customer(0, 50)], [agent], THREE_HOURS._replace(terms=terms))

    assert [0, 150_000, 125_000] == record.agent_days["quit_chance"].tolist()


def test_the_second_hour_of_a_shift_is_slower():
    """By a quarter; a break does not begin the count anew."""
    agent = Agent(((30, 60, "break"), (70, 400)))
    told = story([Customer(35, 10), Customer(100, 10)], [agent], House(fatigue=(0, MILLION // 4)))

    assert [45, 112.5] == [ended for _, _, ended, _ in told]


# ---- illness in spells, quality, contracts ----

FOUR_DAYS = House(days=(0, 60, 120, 180), horizon=240)
SHIFTS = ((5, 55), (65, 115), (125, 175), (185, 235))


def ill(sick_stays, luck, **agent):
    """Return on which of four days somebody is ill whose chance is a half a day, with this luck."""
    terms = (("sick_chance", MILLION // 2), ("sick_stays", sick_stays), ("lead_time", 1), ("quit_chance", 1))
    inputs = inputs_of([], [Agent(SHIFTS, **agent)], FOUR_DAYS._replace(terms=terms))
    inputs.day_luck["sick"] = luck
    told = [simulate(inputs, engine).agent_days["is_sick"].tolist() for engine in ("compiled", "reference")]
    assert told[0] == told[1]
    return told[0]


def test_an_illness_goes_on_until_luck_decides_anew():
    """Spells of ten days: who is well falls ill with 0.05, who is ill stays so with 0.95; without spells both 0.5."""
    luck = (999_999, 40_000, 900_000, 980_000)

    assert [0, 1, 1, 0] == ill(900_000, luck)
    assert [0, 1, 0, 0] == ill(0, luck)
    assert [0, 0, 0, 0] == ill(900_000, (999_999, 60_000, 400_000, 400_000))
    assert [0, 0, 1, 1] == ill(0, (999_999, 600_000, 400_000, 400_000))


def test_the_first_day_has_the_chance_of_any_day():
    """Half, whatever the spells."""
    assert [1, 1, 1, 1] == ill(900_000, (400_000, 900_000, 900_000, 900_000))


def test_whoever_follows_is_not_ill_with_the_illness_of_who_has_left():
    """Ill from the first day on, gone on the third; the newcomer of the fourth day is well."""
    luck = (400_000, 900_000, 900_000, 900_000)

    assert [1, 1, 0, 0] == ill(900_000, luck, unlucky=(("quit", 2),))


def test_an_answer_is_as_often_wrong_as_of_the_person_who_gives_it():
    """With a chance of 0.6 and a luck of 0.5 the usual person is wrong, who errs 0.8 times as often is not."""
    customers = [Customer(0, 5, wrong_chance=0.6), Customer(0, 5, wrong_chance=0.6)]
    inputs = inputs_of(customers, [Agent(), Agent(errors=(800,))])
    inputs.conversations["wrong_luck"] = MILLION // 2

    assert [1, 0] == simulate(inputs).conversations["is_wrong"].tolist()
    assert [1, 0] == simulate(inputs, "reference").conversations["is_wrong"].tolist()


def test_who_follows_in_a_seat_errs_in_a_way_of_their_own():
    """The first is never wrong, the second, from the day after, always."""
    agent = Agent(SHIFTS, errors=(0, 1000), unlucky=(("quit", 1),))
    house = FOUR_DAYS._replace(terms=(("quit_chance", 1), ("lead_time", 1)))
    record = played([Customer(10, 5, wrong_chance=1), Customer(130, 5, wrong_chance=1)], [agent], house)

    assert [0, 1] == record.conversations["is_wrong"].tolist()


def test_nobody_sits_there_when_a_contract_is_over_and_nobody_follows():
    """Over from day 2: A's reply, ready at 125, goes to the mate, who has to read first; no quit, no vacancy filled."""
    agents = [Agent(SHIFTS, ends_on=2), Agent(((0, 1), (120, 180)))]
    house = FOUR_DAYS._replace(reread=2, owner_away=200, terms=(("lead_time", 1),))
    record = played([Customer(10, 5, then=((110, 3),))], agents, house)

    assert [(10, 15), (125, 130)] == [(minutes(row["started_at"]), minutes(row["ended_at"])) for row in record.touches]
    assert [0, 1] == record.touches["agent"].tolist()
    assert [1, 1, 0, 0] == record.agent_days["is_there"][:4].tolist()
    assert [0] * 8 == record.agent_days["quits"].tolist()
    assert [0, 0, 1, 1] == record.duties["is_missed"][:4].tolist()


def test_a_shift_over_the_end_of_a_contract_is_worked_to_its_end():
    """The shift from 50 to 70 goes on after the contract is over at 60; the next one does not take place."""
    record = played([Customer(65, 2)], [Agent(((50, 70), (80, 100)), ends_on=1)], THREE_HOURS)

    assert [0, 1] == record.duties["is_missed"].tolist()
    assert 65 == minutes(record.conversations["started_at"][0])
    assert [1, 1, 0] == record.agent_days["is_there"].tolist()


def test_whoever_would_follow_too_late_does_not_come():
    """Gone on day 1, a successor two days later, and the contract is over on day 3."""
    agent = Agent(SHIFTS, ends_on=3, unlucky=(("quit", 1),))
    house = FOUR_DAYS._replace(terms=(("quit_chance", 1), ("lead_time", 2)))

    assert [1, 0, 0, 0] == played([], [agent], house).agent_days["is_there"].tolist()
