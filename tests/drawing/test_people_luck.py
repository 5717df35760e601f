"""People's luck and states: neutral settings, common random numbers, closed forms, and the feedback switched off."""

from __future__ import annotations

import math

import numpy as np
import pytest
from builders import a_scenario, a_team
from staffed_runs import OFFICE, a_run, a_staffed_scenario, with_people

from sim.drawing.people import fatigue_table
from sim.durations import DAY, HOUR
from sim.inputs import GENERATIONS, MILLION, NEVER, RAMP_DAYS
from sim.runs import run_once, simulate
from sim.scenario.feedback import assumptions_of, has_feedback, without_feedback

LIGHT = {"question": {"handle_time": "1s"}}
DAY_AND_NIGHT = {"days": "all", "start": "00:00", "end": "24:00"}
EVERYTHING = {
    "people": {
        "sickness": {"per_day": 0.1}, "quits": {"per_year": 4}, "lead_time": "2w", "ramp": {"mentor_share": 0.2},
        "exhaustion": {"above": 0.3, "time": "1w"}, "disengagement": {"above": 0.3, "time": "2w"},
    },
    "vacation": {"days_per_year": 25}, "shrinkage": 0.2, "overtime": {"from_waiting": 5, "time": "1h"},
    "hires": [{"agents": [2], "start": "2026-03-20"}], "speed_cv": 0.3, "headcount": 4,
}  # fmt: skip
NEUTRAL = {
    "live_limit": {"live_limit": 1},
    "errors": {"errors": 1},
    "errors of everybody alike": {"errors_cv": 0},
    "a contract for longer": {"hires": [{"agents": [2], "start": "2026-03-02", "tenure": "365d", "end": "2026-12-31"}]},
    "a contract to the last day": {
        "hires": [{"agents": [2], "start": "2026-03-02", "tenure": "365d", "end": "2026-03-15"}]
    },
    "overtime": {"overtime": {"from_waiting": 0, "time": "0"}},
    "shrinkage": {"shrinkage": 0},
    "vacation": {"vacation": {"days_per_year": 0}},
    "people": with_people(),
    "sickness": with_people(sickness={"per_day": 0}),
    "quits": with_people(quits={"per_year": 0}, lead_time="1d"),
    "ramp of veterans": with_people(ramp={"mentor_share": 1}),
    "slower without exhaustion": with_people(slower_at_full=1),
    "hire on the first day, a veteran": {"hires": [{"agents": [1], "start": "2026-03-02", "tenure": "365d"}]},
    "fatigue": {"world": {"fatigue": "none"}},
    "fatigue of nothing": {"world": {"fatigue": [0] * 24}},
}


def tables(run):
    """Return the record in bytes."""
    return [table.tobytes() for table in run.record[:4]]


@pytest.mark.parametrize("shift", [OFFICE, DAY_AND_NIGHT])
@pytest.mark.parametrize("neutral", NEUTRAL)
def test_neutral_setting_leaves_the_record_as_it_is(neutral, shift):
    """Byte for byte, by day and round the clock."""
    plain = {"length": "14d", "shifts": [shift]}
    assert tables(a_run(**plain)) == tables(a_run(**plain | NEUTRAL[neutral]))


@pytest.mark.parametrize(
    "neutral",
    [
        {"meetings": [{"days": "sun", "start": "10:00", "end": "11:00"}]},
        {"shifts": [OFFICE | {"dates": ["2026-03-04"]}]},
    ],
)
def test_what_lies_outside_or_is_there_already_leaves_the_record_as_it_is(neutral):
    """A meeting on a day off, and a shift on a date on which it is anyway."""
    assert tables(a_run(length="14d")) == tables(a_run(length="14d", **neutral))


@pytest.mark.parametrize(
    ("neutral", "plain"),
    [
        ({"sickness": {"per_day": 0.1, "at_full_exhaustion": 1}, "exhaustion": {}, "slower_at_full": 0},
         {"sickness": {"per_day": 0.1}}),
        ({"quits": {"per_year": 4, "at_full_disengagement": 1}, "disengagement": {}}, {"quits": {"per_year": 4}}),
        ({"quits": {"per_year": 4}, "ramp": {"start_speed": 1, "start_errors": 1, "new_for": "0"}},
         {"quits": {"per_year": 4}}),
        ({"sickness": {"per_day": 0.1, "spell": "1d"}}, {"sickness": {"per_day": 0.1}}),
        ({"sickness": {"per_day": 0, "spell": "9d"}}, {"sickness": {"per_day": 0}}),
    ],
)  # fmt: skip
def test_states_without_effect_change_no_conversation(neutral, plain):
    """With factors of 1 and a ramp that is flat, the same conversations and touches as without (byte for byte)."""
    runs = [a_run(length="90d", **with_people(**people)) for people in (neutral, plain)]
    assert tables(runs[0])[:2] == tables(runs[1])[:2]


# ---- common random numbers ----


def test_people_of_one_team_move_nobody_elses_luck():
    """Arrivals, and pace, luck and shifts of another team, stay whatever one team's people do (invariant 33)."""
    drawn = []
    for settings in ({}, EVERYTHING):
        teams = {"a": a_team(**({"headcount": 3, "shifts": [OFFICE], "speed_cv": 0.3} | settings)),
                 "b": a_team(2, speed_cv=0.3, shrinkage=0.2, **with_people(sickness={"per_day": 0.1}))}  # fmt: skip
        drawn.append(run_once(a_scenario(plans={"as_is": {"teams": teams}}, length="56d"), "as_is").drawn)
    before, after = drawn
    for table in ("conversations", "touches", "details"):
        assert getattr(before.demand, table).tobytes() == getattr(after.demand, table).tobytes()
    first = [int(np.searchsorted(one.inputs.agents["team"], 1)) for one in drawn]
    assert [3, 4] == first
    days = [one.inputs.day_luck.reshape(len(one.inputs.agents), -1)[at:] for one, at in zip(drawn, first, strict=True)]
    paces = [one.inputs.paces.reshape(-1, GENERATIONS) for one in drawn]
    assert days[0].tolist() == days[1].tolist()
    assert paces[0][3:].tolist() == paces[1][4:].tolist()
    assert paces[0][:3, 0].tolist() == paces[1][:3, 0].tolist()
    fields = ["starts_at", "ends_at"]
    spans = [
        one.inputs.duties[fields][one.inputs.duties["agent"] >= at].tolist()
        for one, at in zip(drawn, first, strict=True)
    ]
    assert spans[0] == spans[1]


def test_day_luck_is_by_date_person_and_replication():
    """A scenario that starts a week later has the luck of those dates; it is below a million, and no two are alike."""
    people = with_people(sickness={"per_day": 0.1}, quits={"per_year": 1})
    drawn = [run_once(scenario, "as_is", replication=replication).drawn.inputs.day_luck.reshape(2, -1)
             for scenario, replication in (
                 (a_staffed_scenario("28d", **people), 0),
                 (a_staffed_scenario("28d", **people).model_copy(update={"start": a_date("2026-03-09")}), 0),
                 (a_staffed_scenario("28d", **people), 1),
             )]  # fmt: skip
    assert drawn[0][:, 7:].tolist() == drawn[1][:, :21].tolist()
    assert drawn[0].tolist() != drawn[2].tolist()
    values = np.concatenate([drawn[0]["sick"].ravel(), drawn[0]["quit"].ravel()])
    assert MILLION > values.max() > values.min() >= 0
    assert len(values) == len(set(values.tolist()))


def a_date(text):
    """Return a date as a scenario has it."""
    return a_scenario(start=text).start


def test_luck_is_not_drawn_where_nothing_can_happen():
    """Without illness and quits it is 0 everywhere, which is not below a chance of 0."""
    assert not a_run(**with_people(exhaustion={})).drawn.inputs.day_luck["sick"].any()


def test_who_follows_in_a_seat_has_a_pace_of_their_own():
    """The sixteen of a seat differ (but for rounding); the first is as fast as where nobody ever leaves."""
    stays, leaves = (
        a_run(length="7d", speed_cv=0.3, **with_people(quits={"per_year": rate})).drawn.inputs.paces.reshape(2, -1)
        for rate in (0, 2)
    )
    assert stays[:, 0].tolist() == leaves[:, 0].tolist()
    assert len(set(leaves.ravel().tolist())) > 2 * GENERATIONS - 5
    assert [1, 1] == [len(set(seat.tolist())) for seat in stays]


def test_a_person_errs_alike_in_every_plan_and_whatever_the_others_do():
    """Keyed by team and place: more people, another speed and another plan leave it; replications differ."""
    wrong = {"errors_cv": 0.5}
    plans = {
        "as_is": {"teams": {"desk": a_team(2, **wrong)}},
        "more": {"teams": {"desk": a_team(3, speed_cv=0.3, **wrong), "best": a_team(1, **wrong)}},
    }
    scenario = a_scenario(plans=plans)
    errors = {
        (plan, n): run_once(scenario, plan, replication=n).drawn.inputs.errors.reshape(-1, GENERATIONS)[:, 0].tolist()
        for plan in plans
        for n in (0, 1)
    }
    assert errors["as_is", 0] == errors["more", 0][1:3]
    assert errors["as_is", 0] != errors["as_is", 1]
    assert 4 == len(set(errors["more", 0]))
    assert {1000} == set(a_run(length="7d").drawn.inputs.errors.tolist())


def test_who_follows_in_a_seat_errs_in_a_way_of_their_own():
    """The sixteen of a seat differ, where people quit; the average person errs as often as the team, cv as written."""
    run = a_run(length="7d", headcount=500, errors_cv=0.3, **with_people(quits={"per_year": 1}))
    factors = run.drawn.inputs.errors / 1000
    assert len(set(factors[:GENERATIONS].tolist())) > GENERATIONS - 3
    assert abs(factors.mean() - 1) < 3.3 * 0.3 / math.sqrt(len(factors))
    assert abs(factors.std() / 0.3 - 1) < 0.05


# ---- what the engine is told ----


def test_terms_of_a_team_are_its_settings_in_the_units_of_the_engine():
    """Chances of a day from rates, gains over 1, days rounded up, rates of the slow states per day."""
    run = a_run(
        length="7d", errors=2, live_limit=3, overtime={"from_waiting": 4, "time": "1h"},
        **with_people(
            sickness={"per_day": 0.04, "spell": "4d"}, quits={"per_year": 0.32, "at_full_disengagement": 3},
            lead_time="36h",
            ramp={"mentor_share": 0.1}, exhaustion={"time": "2w"}, disengagement={"above": 0.8, "full": 1.2},
        ),
    )  # fmt: skip
    expected = {
        "overtime_time": HOUR, "overtime_from": 4, "live_limit": 3, "error_permille": 2000, "ramp": 1, "lead_time": 2,
        "sick_chance": 40_000, "sick_gain": MILLION, "sick_stays": 750_000, "slow_gain": 100_000,
        "mentor_share": 100_000,
        "quit_chance": round(MILLION * (1 - math.exp(-0.32 / 365.25))), "quit_gain": 2 * MILLION,
        "exhaustion_from": 850_000, "exhaustion_full": MILLION,
        "exhaustion_rate": round(MILLION * (1 - math.exp(-1 / 14))), "disengagement_from": 800_000,
        "disengagement_full": 1_200_000, "disengagement_rate": round(MILLION * (1 - math.exp(-1 / 84))),
    }  # fmt: skip
    row = run.drawn.inputs.teams[0]
    assert expected == {name: int(row[name]) for name in row.dtype.names}


def test_team_where_nothing_is_written_has_neutral_terms():
    """One live conversation, ordinary errors, a seat that nobody leaves, and the ramp of those who know it all."""
    inputs = a_run(length="7d").drawn.inputs
    row = inputs.teams[0]
    told = {name: int(row[name]) for name in row.dtype.names if row[name]} | {"ramp": int(row["ramp"])}
    assert {"live_limit": 1, "error_permille": 1000, "ramp": 0} == {
        name: value for name, value in told.items() if name not in {"lead_time", "slow_gain"}
    }
    assert RAMP_DAYS == len(inputs.ramps)
    assert {(1000, 1000, 0)} == {tuple(day) for day in inputs.ramps.tolist()}


def test_seat_that_is_never_filled_again_has_no_lead_time():
    """`lead_time: null` is a day that never comes."""
    assert NEVER == a_run(length="7d", **with_people(lead_time=None)).drawn.inputs.teams["lead_time"][0]


def test_ramp_follows_its_formula_day_by_day_and_ends_with_a_veteran():
    """Speed 1 - 0.5 exp(-t / 42 d), errors 1 + exp(-t / 42 d), new for 42 days; after a year all is learnt."""
    ramp = a_run(length="7d", **with_people(ramp={})).drawn.inputs.ramps[RAMP_DAYS:]
    gap = [math.exp(-day / 42) for day in range(365)]
    assert [*(round(1000 * (1 - 0.5 * g)) for g in gap), 1000] == ramp["speed_permille"].tolist()
    assert [*(round(1000 * (1 + g)) for g in gap), 1000] == ramp["error_permille"].tolist()
    assert [1] * 42 + [0] * 324 == ramp["is_new"].tolist()


def test_teams_with_the_same_ramp_share_it():
    """One block of rows for nobody's, one for each that is different."""
    ramps = [None, {"time": "4w"}, {"time": "4w"}, {"time": "8w"}]
    teams = {f"t{n}": a_team(1, **with_people(ramp=ramp)) for n, ramp in enumerate(ramps)}
    inputs = run_once(a_scenario(plans={"as_is": {"teams": teams}}), "as_is").drawn.inputs
    assert [0, 1, 1, 2] == inputs.teams["ramp"].tolist()
    assert 3 * RAMP_DAYS == len(inputs.ramps)


def test_measured_fatigue_is_flat_for_five_hours_then_eight_to_eleven_per_cent():
    """Domain numbers, grade A."""
    assert [0] * 5 + [80_000, 90_000, 100_000] + [110_000] * 16 == fatigue_table("measured").tolist()


def test_shifts_of_people_who_may_be_ill_are_duties_of_their_own():
    """Day and night are seven duties of a day each: whoever is ill on Tuesday is there again on Wednesday."""
    run = a_run(length="7d", shifts=[DAY_AND_NIGHT], **with_people(sickness={"per_day": 0.3}))
    mine = run.drawn.inputs.duties["agent"] == 0
    assert [(n * DAY, (n + 1) * DAY, 1) for n in range(7)] == [
        (int(row["starts_at"]), int(row["ends_at"]), int(row["ends_shift"])) for row in run.drawn.inputs.duties[mine]
    ]
    ill = run.record.agent_days["is_sick"].reshape(2, 7)[0].tolist()
    assert 0 < sum(ill) < 7
    assert ill == run.record.duties["is_missed"][mine].tolist()


@pytest.mark.parametrize("shift", [OFFICE, DAY_AND_NIGHT])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_engines_agree_on_people_who_change(seed, shift):
    """Byte for byte with every setting at once, also where duties touch."""
    run = a_run(seed, length="42d", shifts=[shift], **EVERYTHING)
    reference = simulate(run.drawn.inputs, "reference")
    assert tables(run) == [table.tobytes() for table in reference[:4]]
    assert run.record.n_events == reference.n_events


# ---- closed forms ----


def test_seats_that_are_not_filled_empty_at_the_rate_of_quits():
    """Of 400 people with a rate of 1 a year, exp(-q T) are left: published case H6 without backfill, 99.9 %."""
    run = a_run(length="182d", headcount=400, **with_people(quits={"per_year": 1}, lead_time=None))
    left = run.record.agent_days["is_there"].reshape(400, 182)[:, -1].sum()
    share = math.exp(-181 / 365.25)
    assert abs(left - 400 * share) <= 3.29 * math.sqrt(400 * share * (1 - share))


def test_quits_and_illness_are_as_many_as_their_chances_say():
    """(quits - sum of p) / sqrt(sum of p (1 - p)) is within 3.29, whatever the load does (published case H7)."""
    run = a_run(length="182d", headcount=100, **with_people(
        sickness={"per_day": 0.05, "at_full_exhaustion": 1}, quits={"per_year": 6}, lead_time="2w",
        disengagement={"above": 0.1, "full": 0.5, "time": "2w"},
    ))  # fmt: skip
    days = run.record.agent_days
    p = days["quit_chance"] / MILLION
    assert abs(days["quits"].sum() - p.sum()) <= 3.29 * math.sqrt((p * (1 - p)).sum())
    n_there = int(days["is_there"].sum())
    assert abs(days["is_sick"].sum() - 0.05 * n_there) <= 3.29 * math.sqrt(0.05 * 0.95 * n_there)


@pytest.mark.parametrize(("per_day", "spell"), [(0.05, 1), (0.05, 5), (0.2, 3), (0.5, 2)])
def test_illness_in_spells_keeps_its_share_and_has_the_length_that_is_written(per_day, spell):
    """A share p of days is ill, in runs of L / (1 - p) days: each morning luck decides anew with the chance 1 / L.

    Whether somebody is ill on one day and d days later is correlated by (1 - 1 / L) ** d, so that a share is as sure as
    of n (1 - r) / (1 + r) independent days; the length of a run is geometric.
    """
    n_seats, n_days = 400, 182
    sickness = {"per_day": per_day, "spell": f"{spell}d", "at_full_exhaustion": 1}
    run = a_run(length=f"{n_days}d", headcount=n_seats, topics=LIGHT, **with_people(sickness=sickness))
    days, r = run.record.agent_days["is_sick"].reshape(n_seats, n_days), 1 - 1 / spell
    n_independent = n_seats * n_days * (1 - r) / (1 + r)
    assert abs(days.mean() - per_day) <= 3.29 * math.sqrt(per_day * (1 - per_day) / n_independent)
    again = days[:, 1:][days[:, :-1] == 1]
    stays = 1 - (1 - per_day) / spell
    assert abs(again.mean() - stays) <= 3.29 * math.sqrt(stays * (1 - stays) / len(again))


def test_whoever_comes_is_as_ill_as_anybody():
    """Also where spells are long: a newcomer's first day has the chance of any day."""
    run = a_run(
        length="364d", headcount=400, topics=LIGHT,
        **with_people(sickness={"per_day": 0.3, "spell": "9d"}, quits={"per_year": 6}, lead_time="1w"),
    )  # fmt: skip
    days = run.record.agent_days.reshape(400, 364)
    comes = (days["is_there"][:, 1:] == 1) & (days["is_there"][:, :-1] == 0)
    ill = days["is_sick"][:, 1:][comes]
    assert len(ill) > 1000
    assert abs(ill.mean() - 0.3) <= 3.29 * math.sqrt(0.3 * 0.7 / len(ill))


# ---- contracts ----


def seats(run):
    """Return [seat][day] whether anybody sits there."""
    return run.record.agent_days["is_there"].reshape(len(run.drawn.inputs.agents), -1).tolist()


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_a_contract_is_worked_to_the_end_of_its_last_day_and_no_further(zone):
    """Ten days of which eight are worked, by the clocks of the team; then nobody sits there, or is paid, or quits."""
    terms = {"agents": [2], "start": "2026-03-02", "end": "2026-03-11", "tenure": "30d"}
    run = a_run(length="21d", zone=zone, hires=[terms], **with_people(quits={"per_year": 0.001}, exhaustion={}))
    shifts = run.drawn.roster.shifts[run.drawn.roster.shifts["agent"] == 1]
    duties = run.drawn.inputs.duties["agent"] == 1
    assert 8 == len(shifts) == duties.sum()
    assert not run.record.duties["is_missed"].any()
    there = seats(run)
    assert [1] * 21 == there[0]
    last = 10 if zone != "America/New_York" else 11  # there the eleventh of March ends at five in the morning UTC
    assert [1] * last + [0] * (21 - last) == there[1]
    assert 0 == run.record.agent_days["quits"].sum()


def test_whoever_follows_on_a_contract_goes_with_it_and_nobody_comes_after():
    """Seats from which people quit all the time are filled again, until the contract is over."""
    terms = {"agents": [1, 2, 3], "start": "2026-03-04", "end": "2026-03-31"}
    run = a_run(length="56d", headcount=3, hires=[terms], **with_people(quits={"per_year": 60}, lead_time="1d"))
    there = np.array(seats(run))
    assert not there[:, :2].any()
    assert not there[:, 30:].any()
    assert there[:, 2:30].any(axis=0).all()
    assert run.record.agent_days["generation"].max() > 1


# ---- the feedback switched off ----


def test_without_feedback_the_states_are_seen_but_act_on_nothing():
    """The same conversations as where nobody tires; exhaustion is recorded all the same."""
    people = {"sickness": {"per_day": 0.1}, "quits": {"per_year": 2}}
    slow = {"exhaustion": {"above": 0.2}, "disengagement": {"above": 0.2}}
    scenario = a_staffed_scenario(**with_people(**people, **slow))
    calm = run_once(without_feedback(scenario), "as_is")
    assert tables(calm)[:2] == tables(a_run(**with_people(**people)))[:2]
    assert tables(calm)[:2] != tables(run_once(scenario, "as_is"))[:2]
    assert calm.record.agent_days["exhaustion"].max() > 0
    assert [True, False] == [has_feedback(scenario), has_feedback(without_feedback(scenario))]


def test_scenario_in_which_nobody_tires_has_no_feedback():
    """Neither without settings for people nor with illness alone."""
    for people in (None, {"sickness": {"per_day": 0.1}}):
        scenario = a_staffed_scenario(people=people)
        assert not has_feedback(scenario)
    assert a_staffed_scenario() == without_feedback(a_staffed_scenario())


def test_assumptions_about_people_are_listed_with_their_grades():
    """Only what is in use, each once, though two plans share the team."""
    team = a_team(1, **with_people(quits={"per_year": 0.3}, lead_time="6w"))
    plans = {"as_is": {"teams": {"desk": team}}, "same": {"teams": {"desk": team}}}
    assert [
        ("team desk: 0.3 quits per person and year", "B"), ("team desk: it takes 6w until somebody follows", "D"),
    ] == [(one.what, one.grade) for one in assumptions_of(a_scenario(plans=plans))]  # fmt: skip
    assert () == assumptions_of(a_scenario())
    everything = a_staffed_scenario(world={"fatigue": "measured"}, errors=2, **EVERYTHING)
    assert {"A", "B", "C", "D"} == {one.grade for one in assumptions_of(everything)}
