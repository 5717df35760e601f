"""What an arrival profile claims to know, against drawn files of known truth (`pytest -s` prints the figures)."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from sim.calibrate.columns import ExportError
from sim.calibrate.days import day_table, sort_days
from sim.calibrate.first import first_scenario
from sim.calibrate.profile import Reading, arrival_profile, profile_of_text
from sim.calibrate.rates import hourly_rates
from sim.calibrate.snippet import as_data, yaml_snippet
from sim.calibrate.weekly import weekly_mean
from sim.cli.profile import register
from sim.scenario.load import parse

MONDAY, SUNDAY = date(2026, 1, 5), date(2026, 1, 11)
HOURS = (0.2, 0.1, 0.1, 0.1, 0.2, 0.4, 1, 2, 4, 6, 7, 6.5, 5, 5.5, 6, 5.5, 5, 4, 3, 2, 1.5, 1, 0.7, 0.4)
WEEKDAYS = (1.12, 1.02, 0.98, 0.98, 0.96, 0.4, 0.3)
SHAPE = np.outer(WEEKDAYS, HOURS) / np.outer(WEEKDAYS, HOURS).sum()
ANSWERS = {
    "people": 5, "hours": "09:00-17:00", "zones": "Europe/London", "minutes": 10, "paid_share": 30,
    "first_day": "2026-07-13",
}  # fmt: skip


def drawn(random, days, weekly, day_cv=0.12, hour_cv=0.15, *, week=(), first=MONDAY):
    """Return [day x 24] counts: Poisson with gamma days and hours; *week*: a factor for each seven days."""
    mean = weekly * SHAPE[[(first.weekday() + day) % 7 for day in range(days)]]
    for cv, shape in ((day_cv, (days, 1)), (hour_cv, (days, 24))):
        mean = mean * (random.gamma(1 / cv**2, cv**2, size=shape) if cv else 1)
    return random.poisson(mean * (np.repeat(week, 7)[:days, None] if len(week) else 1))


def stamps(counts, first=MONDAY):
    """Return the hours with contacts, and how many."""
    local = np.datetime64(first) + np.arange(counts.size).astype("timedelta64[h]")
    seen = counts.ravel() > 0
    return local[seen].astype("datetime64[s]"), counts.ravel()[seen]


def days_of(counts, first=MONDAY):
    """Return the table of [day x 24] counts, and its days sorted."""
    table = day_table(*stamps(counts, first), first, first + timedelta(days=len(counts) - 1), "UTC")
    return table, sort_days(table)


def weekly_of(counts, first=MONDAY):
    """Return the weekly mean of [day x 24] counts with its interval, quicker than by the whole profile."""
    days = days_of(counts, first)
    return weekly_mean(*days, hourly_rates(*days).per_hour)


def profile_of(counts, first=MONDAY, zone="UTC", *, asked=True):
    """Return the profile of [day x 24] counts."""
    span = (first, first + timedelta(days=len(counts) - 1)) if asked else (None, None)
    return arrival_profile(*stamps(counts, first), zone, *span)


def counts_file(counts, suffix="Z", first="2026-01-05"):
    """Return the text of a file with a row for each hour, also for those without a contact."""
    begin = np.datetime64(first, "s")
    rows = [f"{begin + np.timedelta64(n, 'h')}{suffix},{count}" for n, count in enumerate(np.ravel(counts))]
    return "start,count\n" + "\n".join(rows)


# ---- the weekly mean ----


@pytest.mark.parametrize(
    ("days", "weekly", "day_cv", "first"),
    [
        (10, 2000, 0.12, MONDAY), (14, 30, 0.12, MONDAY), (14, 2000, 0.3, MONDAY), (22, 2000, 0.12, SUNDAY),
        (28, 2000, 0.3, MONDAY),
    ],
)  # fmt: skip
def test_weekly_interval_holds_the_truth(days, weekly, day_cv, first):
    """In about 95 of 100 drawn files, however short: days that show nothing of the spread do not narrow it."""
    draws, random = 120, np.random.default_rng(4)
    found = [weekly_of(drawn(random, days, weekly, day_cv, first=first), first) for _ in range(draws)]
    held = np.mean([one.low <= weekly <= one.high for one in found])
    half = 100 * np.mean([one.high - one.low for one in found]) / 2 / weekly
    told = f"{days} days from a {first:%A}, {weekly:,}/week, day_cv {day_cv}: {held:.3f} held, half width {half:.1f} %"
    print(told)  # noqa: T201 -- docs/profile.md cites it
    assert held > 0.95 - 3.1 * np.sqrt(0.95 * 0.05 / draws), "seed 4"


def test_one_week_has_no_interval_in_words_and_json(tmp_path):
    """No weekday was seen twice: the command and the data say that nothing is known of the error."""
    path = tmp_path / "week.csv"
    path.write_text(counts_file(drawn(np.random.default_rng(4), 7, 2000)), encoding="utf-8")
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)
    said, data = (CliRunner().invoke(app, ["profile", str(path), *more]).stdout for more in ([], ["--json"]))
    assert "interval of the mean" not in said
    assert "no interval of the weekly volume" in said
    assert {"low": None, "high": None} == {name: json.loads(data)["weekly"][name] for name in ("low", "high")}


def test_weeks_that_differ_widen_the_interval():
    """Busy and calm weeks are in the error of the mean: 95 of 100 intervals hold the truth."""
    random, draws = np.random.default_rng(6), 80
    held = []
    for _ in range(draws):
        found = weekly_of(drawn(random, 56, 2000, week=random.gamma(100, 0.01, size=8)))
        held.append(found.low <= 2000 <= found.high)
    assert np.mean(held) > 0.95 - 3.1 * np.sqrt(0.95 * 0.05 / draws), f"seed 6: {np.mean(held)}"


def test_interval_is_never_narrower_than_luck_makes_it():
    """Days that are all alike leave the error of a Poisson count, four contacts a day for four weeks."""
    found = weekly_of(np.tile(4 * (np.arange(24) == 10), (28, 1)))
    assert found.value == 28
    assert found.high - found.value > 1.96 * 28 / np.sqrt(112)


def test_day_cv_interval_reaches_the_truth_in_two_weeks():
    """The upper end is too low in fewer than 4 of 60 files of 14 days (in 10 by the jackknife alone)."""
    random = np.random.default_rng(9)
    highs = np.array([profile_of(drawn(random, 14, 2000)).busyness.day_cv.high for _ in range(60)])
    print(f"14 days: day_cv above its interval in {np.mean(highs < 0.12):.3f}")  # noqa: T201 -- see above
    assert np.sum(highs < 0.12) < 4, "seed 9"


# ---- weeks, and a trend ----


def test_weeks_vary_more_than_a_scenario_is_said():
    """Weeks with a factor of their own: both figures, and a note; without one the two agree and nothing is said."""
    random = np.random.default_rng(2)
    alike = profile_of(drawn(random, 364, 5000, 0.06, 0.1, week=random.gamma(100, 0.01, size=52)))
    plain = profile_of(drawn(random, 364, 5000, 0.06, 0.1))
    assert abs(alike.weeks.cv.value - 0.105) < 0.025
    assert alike.weeks.cv.low > 1.4 * alike.weeks.cv_of_model
    assert any("weeks vary by" in note for note in alike.notes)
    assert plain.weeks.cv.low < plain.weeks.cv_of_model < plain.weeks.cv.high
    assert not any("weeks vary by" in note for note in plain.notes)
    assert alike.weeks.cv_of_model == pytest.approx(as_data(alike)["weeks"]["cv_of_model"], abs=1e-6)


def test_volume_of_a_trend_is_that_of_its_end():
    """Five per cent a month for a year: YAML and first scenario take the last weeks, say so, and days have no trend."""
    growth = np.exp(0.05 * np.arange(52) * 7 / 30)
    found = profile_of(drawn(np.random.default_rng(3), 364, 2000, week=growth), zone="Europe/London")
    at_end = 2000 * growth[-1]
    scenario = parse(first_scenario(found, ANSWERS), "")
    written = sum(one.customers * one.contact_rate for one in scenario.world.segments.values())
    assert found.weekly.value < 0.8 * at_end
    assert found.weeks.at_end.low < 2000 * growth[-4:].mean() < found.weeks.at_end.high
    assert abs(written / at_end - 1) < 0.1
    assert "in the last 4 weeks (the whole span:" in scenario.assumptions[0].what
    assert abs(found.day_cv - 0.12) < 0.03
    assert any("the volume rises" in note for note in found.notes)
    assert f"contact_rate: {found.volume / 1000:.6g}" in yaml_snippet(found)
    assert "over the whole span" in yaml_snippet(found)


def test_level_volume_shows_no_trend():
    """In fewer than 4 of 40 drawn files of eight weeks."""
    random = np.random.default_rng(7)
    assert sum(profile_of(drawn(random, 56, 300)).has_trend for _ in range(40)) < 4, "seed 7"


# ---- few contacts ----


def test_no_open_hour_is_empty_by_luck():
    """Thirty contacts a week over eight weeks: what truly comes in hours of weight 0 is below 3 %, and it is said."""
    found = profile_of(drawn(np.random.default_rng(1), 56, 30, 0, 0))
    lost = SHAPE.ravel()[list(found.closed_hours)].sum()
    assert lost < 0.03, lost
    assert any("lean on the same hour of the other weekdays" in note for note in found.notes)


def test_hours_that_are_closed_stay_so():
    """A Saturday of mornings only keeps its afternoon at 0, where chance would not have left it empty."""
    counts = np.zeros((84, 24), dtype=np.int64)
    counts[:, 9:17] = 5
    counts[5::7, 13:] = 0
    counts[6::7] = 0
    found = profile_of(counts)
    assert (5.0,) * 4 + (0.0,) * 11 == found.weights[5 * 24 + 9 : 6 * 24]
    assert found.weekdays[6] == 0


def test_hours_with_enough_contacts_are_as_counted():
    """Every hour of 20 contacts or more, and what each weekday has in all."""
    counts = drawn(np.random.default_rng(5), 56, 3000, 0.1, 0.1)
    mean = counts.reshape(8, 7, 24).mean(axis=0)
    found = profile_of(counts)
    enough = 8 * mean >= 20
    assert np.allclose(np.array(found.weights).reshape(7, 24)[enough], mean[enough])
    assert np.allclose(found.weekdays, mean.sum(axis=1))


def test_empty_days_that_were_asked_for_count():
    """Three contacts a week in the middle of eight weeks; without the span the file says that it cannot be seen."""
    counts = np.zeros((56, 24), dtype=np.int64)
    counts[4:-4:2, 10] = 1
    asked, not_asked = profile_of(counts), profile_of(counts, asked=False)
    assert (MONDAY, 56, 24 / 8) == (asked.first, asked.n_days, asked.weekly.value)
    assert not_asked.weekly.value > 3.3
    assert any("8 % too high: pass --from and --to" in note for note in not_asked.notes)
    assert not any("too high" in note for note in asked.notes)


def test_span_beyond_the_file_does_not_thin_it():
    """A year asked for of a file of eight busy weeks: the days that it lacks are named, not counted as empty."""
    counts = drawn(np.random.default_rng(5), 56, 2000)
    found = arrival_profile(*stamps(counts), "UTC", date(2025, 7, 1), date(2026, 6, 30))
    assert (MONDAY, 56) == (found.first, found.n_days)
    assert any(note.startswith("2025-07-01 to 2026-01-04 was asked for and has no row") for note in found.notes)
    assert any(note.startswith("2026-03-02 to 2026-06-30 was asked for and has no row") for note in found.notes)


# ---- files that mislead ----


@pytest.mark.parametrize("interval", [None, 30 * 60_000])
def test_hourly_counts_are_not_parted_by_a_clock_of_half_hours(interval):
    """In Kolkata hourly UTC counts begin at half past: no --interval tells which part is of which hour."""
    text = counts_file(drawn(np.random.default_rng(2), 14, 2000))
    with pytest.raises(ExportError, match=r"begin 30m past the hour on the clock of Asia/Kolkata cannot be parted"):
        profile_of_text(text, Reading(zone="Asia/Kolkata", interval=interval))


def test_interval_is_told_as_it_is():
    """Hourly counts are called so whatever shorter interval was passed."""
    text = counts_file(drawn(np.random.default_rng(2), 14, 2000))
    found = profile_of_text(text, Reading(zone="UTC", interval=30 * 60_000))
    assert "counts every 1h; where no row stands there were no contacts" in found.notes


def test_rows_that_occur_twice_are_said():
    """A day exported twice is named; the hour that a clock repeats is none."""
    plain = counts_file(np.full((14, 24), 3), suffix="", first="2026-03-23")
    again = "\n".join(plain.splitlines()[25:49])
    autumn = counts_file(np.full((14, 24), 3), first="2026-10-19")
    said = [
        [note for note in profile_of_text(text, Reading(zone="Europe/Berlin")).notes if "more than one row" in note]
        for text in (plain, f"{plain}\n{again}", autumn)
    ]
    assert [0, 1, 0] == [len(one) for one in said]
    assert said[1][0].startswith("24 of 336 intervals stand in more than one row (the first: 2026-03-24 00:00:00)")


def test_three_weeks_make_up_no_surges():
    """Three days of a weekday: fewer than 4 false surges in 60 files, and an hour of ten times the usual is found."""
    random = np.random.default_rng(12)
    false = sum(len(days_of(drawn(random, 21, 2000))[1].odd_hours) for _ in range(60))
    counts = drawn(random, 21, 2000)
    counts[9, 11] = 10 * SHAPE[2, 11] * 2000
    assert false < 4, f"seed 12: {false}"
    assert [(date(2026, 1, 14), 11)] == [(one.day, one.hour) for one in profile_of(counts).odd_hours]


# ---- the first scenario ----


def test_first_scenario_says_the_busyness_that_it_has():
    """What is assumed agrees with what is written; the share of paying customers stays, as an answer."""
    found = profile_of(drawn(np.random.default_rng(1), 182, 900, 0.35, 0.25), zone="Europe/London")
    scenario = parse(first_scenario(found, ANSWERS), "")
    said = {one.what: one.grade for one in scenario.assumptions}
    busy = scenario.world.segments["free"].busyness
    day, hour = 100 * busy.day_cv, 100 * busy.hour_cv
    assert f"{day:.3g} % (measured from your file), hours by {hour:.3g} %" in " ".join(said)
    assert not any("12 % a day" in what for what in said)
    assert said["30 % of them come from paying customers: your answer"] == "D"


def test_first_scenario_of_a_week_says_that_busyness_is_not_measured():
    """No weekday twice: the factors are those of an ordinary team, and no line says otherwise."""
    found = profile_of(drawn(np.random.default_rng(1), 7, 900), zone="Europe/London")
    said = " ".join(one.what for one in parse(first_scenario(found, ANSWERS), "").assumptions)
    assert "by 12 % a day and 4 % an hour" in said
    assert "(measured from your file)" not in said
