"""Arrival profiles: recovered from data of which we know the truth, from three real data sets, and from odd files."""

from __future__ import annotations

import gzip
import json
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
import typer
from builders import a_scenario, a_segment
from shared_data import shared_data
from typer.testing import CliRunner

from sim import calendar
from sim.calibrate import busyness
from sim.calibrate.columns import ExportError, find_columns, read_header
from sim.calibrate.days import day_table
from sim.calibrate.profile import Reading, arrival_profile, profile_of_file, profile_of_text
from sim.calibrate.snippet import yaml_snippet
from sim.cli.profile import register
from sim.drawing.arrivals import draw_demand
from sim.scenario.load import load

MONDAY = np.datetime64("2026-03-02T00:00:00")
HOURS = (0, 0, 0, 0, 0, 0, 2, 10, 30, 44, 46, 40, 26, 30, 40, 42, 36, 24, 14, 10, 6, 4, 0, 0)
WEEKDAYS = (12, 10, 9.5, 9.5, 10, 4, 3)
N_WEEKS = 26


def local_times_of_draw(replication, day_cv=0.0, hour_cv=0.0, weekly=4000.0):
    """Return the local arrival times of 26 weeks drawn by our own model with a known profile and busyness."""
    scenario = a_scenario(
        segments={
            "paying": a_segment(
                contact_rate=weekly / 1000, profile="known", busyness={"day_cv": day_cv, "hour_cv": hour_cv}
            )
        },
        world={"profiles": {"known": {"hours": HOURS, "weekdays": WEEKDAYS}}},
        length=f"{N_WEEKS}w",
    )
    demand = draw_demand(scenario, 11, replication)
    start = np.datetime64(calendar.timeline(scenario).start.replace(tzinfo=None), "ms")
    return start + demand.conversations["arrival_at"].astype("timedelta64[ms]")


def written(tmp_path, text, name="export.csv"):
    """Return the path of a file with *text*."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def hourly_stamps(n_days=28, first=MONDAY, hours=range(9, 17), each=6):
    """Return naive stamps: so many contacts in each of these hours on every day."""
    return [
        first + np.timedelta64(day, "D") + np.timedelta64(hour, "h") + np.timedelta64(60 * k // each, "m")
        for day in range(n_days) for hour in hours for k in range(each)
    ]  # fmt: skip


def a_file(tmp_path, header="Created at", suffix="Z", n_days=28, name="export.csv"):
    """Return a CSV file with one column of stamps that end in *suffix*."""
    rows = "\n".join(f"{stamp}{suffix}" for stamp in hourly_stamps(n_days))
    return written(tmp_path, f"{header}\n{rows}\n", name)


def command(*arguments):
    """Return what `support-sandbox profile` answers."""
    app = typer.Typer()
    register(app)
    app.command("other")(lambda: None)  # typer drops the name of an only command
    return CliRunner().invoke(app, ["profile", *map(str, arguments)])


# ---- the truth is known ----


def test_rates_of_a_known_profile_are_recovered():
    """Hour-of-week rates of 26 drawn weeks are within 5 % in total of the profile they were drawn from."""
    found = arrival_profile(local_times_of_draw(0, day_cv=0.1, hour_cv=0.1))
    known = np.outer(WEEKDAYS, HOURS).ravel().astype(float)
    known *= 4000 / known.sum()
    assert np.abs(np.array(found.weights) - known).sum() < 0.05 * 4000
    assert found.weekly.low < 4000 < found.weekly.high


@pytest.mark.parametrize(("day_cv", "hour_cv"), [(0.12, 0.15), (0.3, 0.1), (0.06, 0.3)])
def test_gamma_factors_are_recovered(day_cv, hour_cv):
    """Shapes (1 / cv^2) of both gamma factors come back within 25 %, as a mean over four drawn half years."""
    found = [arrival_profile(local_times_of_draw(i, day_cv, hour_cv, weekly=20_000)).busyness for i in range(4)]
    day = np.mean([one.day_cv.value**2 for one in found])
    hour = np.mean([one.hour_cv.value**2 for one in found])
    assert abs(day_cv**2 / day - 1) < 0.25, f"seed 11: {day**0.5}"
    assert abs(hour_cv**2 / hour - 1) < 0.25, f"seed 11: {hour**0.5}"


def test_poisson_has_no_busyness():
    """Data without any gamma factor give factors near 0, whose intervals begin at 0, and variance / mean of 1."""
    found = arrival_profile(local_times_of_draw(0, weekly=20_000))
    assert 0 <= found.busyness.day_cv.value < 0.02
    assert 0 <= found.busyness.hour_cv.value < 0.04
    assert found.busyness.day_cv.low == 0
    assert abs(np.nanmean(found.variance_to_mean) - 1) < 0.1


def test_estimator_has_no_bias_with_few_days():
    """With three days a weekday, the mean estimate of the day factor's variance over 2,000 draws is the truth."""
    random = np.random.default_rng(5)
    day_variance, estimates = 0.04, []
    weekday = np.repeat(np.arange(7), 3)
    for _ in range(2000):
        levels = random.gamma(1 / day_variance, day_variance, size=(21, 1))
        counts = random.poisson(levels * np.full((1, 24), 30.0)).astype(float)
        estimates.append(busyness._variances(busyness._moments(counts, weekday))[0])
    error = np.std(estimates) / np.sqrt(len(estimates))
    assert abs(np.mean(estimates) - day_variance) < 3.3 * error, f"seed 5: {np.mean(estimates)} ± {error}"


def test_trend_inflates_day_cv_and_is_taken_out():
    """A volume that grows by half shows up in day_cv, and not in day_cv around the running mean."""
    local = local_times_of_draw(0, day_cv=0.05, weekly=30_000)
    week = (local - local.min()).astype("timedelta64[D]").astype(int) / 7 / N_WEEKS
    keep = np.random.default_rng(3).random(local.size) < 0.5 + 0.5 * week
    found = arrival_profile(local[keep]).busyness
    assert found.day_cv.value > 0.1
    assert abs(found.day_cv_without_trend - 0.05) < 0.015


def test_holiday_is_found_and_left_out():
    """A weekday with a tenth of its usual contacts is listed and does not lower the profile."""
    holiday = MONDAY + np.timedelta64(14, "D")
    stamps = np.array(hourly_stamps(56))
    is_holiday = stamps.astype("datetime64[D]") == holiday.astype("datetime64[D]")
    found = arrival_profile(stamps[~is_holiday | (stamps.astype("datetime64[h]") == holiday + np.timedelta64(9, "h"))])
    assert [date(2026, 3, 16)] == [odd.day for odd in found.odd_days]
    assert found.weekdays[0] == 48


def test_few_contacts_a_day_make_no_odd_days():
    """With three contacts a day, days with none or eight are ordinary Poisson luck."""
    counts = np.random.default_rng(8).poisson(3, size=364)
    days = np.repeat(MONDAY + np.arange(364).astype("timedelta64[D]"), counts) + np.timedelta64(10, "h")
    found = arrival_profile(days)
    assert () == found.odd_days
    assert () == found.missing_days
    assert abs(found.weekly.value - 7 * counts.mean()) < 0.1


def test_surge_is_found_and_left_out():
    """An hour with five times its usual contacts is listed with what is usual, and the rate stays what it was."""
    outage = MONDAY + np.timedelta64(15, "D") + np.timedelta64(13, "h")
    stamps = np.concatenate([hourly_stamps(56, each=20), np.repeat(outage, 80)])
    found = arrival_profile(stamps)
    assert [(date(2026, 3, 17), 13, 100, 20.0)] == [tuple(odd) for odd in found.odd_hours]
    assert found.weights[24 + 13] == 20


def test_day_without_rows_is_missing_only_where_the_weekday_is_busy():
    """A Tuesday without rows is listed as missing; Sundays, always empty, are closed."""
    stamps = np.array(hourly_stamps(42))
    days = stamps.astype("datetime64[D]")
    sunday = (days - MONDAY.astype("datetime64[D]")).astype(int) % 7 == 6
    found = arrival_profile(stamps[~sunday & (days != np.datetime64("2026-03-10"))])
    assert (date(2026, 3, 10),) == found.missing_days
    assert found.weekdays[6] == 0
    assert found.weekdays[1] == 48
    assert set(range(144, 168)) <= set(found.closed_hours)


# ---- clock changes ----


def test_hours_that_clocks_skip_or_repeat_count_as_they_are():
    """In Berlin the skipped hour has no time, the repeated one two hours; a stamp in the gap goes to the next hour."""
    stamp = np.array(["2026-03-29T02:30:00", "2026-10-25T02:30:00"], dtype="datetime64[s]")
    ones = np.ones(2, dtype=np.int64)
    table = day_table(stamp, ones, date(2026, 3, 29), date(2026, 10, 25), "Europe/Berlin")
    assert [1, 0, 1] == list(table.exposure[0, 1:4])
    assert [0, 1] == list(table.counts[0, 2:4])
    assert [1, 2, 1] == list(table.exposure[-1, 1:4])
    assert table.counts[-1, 2] == 1


def test_rate_is_per_real_hour_over_a_clock_change():
    """Contacts every 10 minutes give 6 an hour at every hour, also where an hour is skipped and one repeated."""
    utc = np.arange("2026-03-01T00:00", "2026-11-29T00:00", np.timedelta64(10, "m"), dtype="datetime64[s]")
    local = pd.DatetimeIndex(utc).tz_localize("UTC").tz_convert("Europe/Berlin").tz_localize(None)
    found = arrival_profile(local, zone="Europe/Berlin", first=date(2026, 3, 2), last=date(2026, 11, 27))
    assert np.allclose(found.weights, 6)


# ---- files ----


@pytest.mark.parametrize(
    ("header", "suffix", "zone"),
    [
        ("Created at", " UTC", None),
        ("created_at", "Z", None),
        ("Created time", "", "UTC"),
        ("Conversation started at (Etc/UTC)", "", None),
        ("opened_at", "+00:00", None),
        ("Opened At", " +0000", None),
        ("START", ".000Z", None),
    ],
)
def test_usual_exports_are_understood(tmp_path, header, suffix, zone):
    """Zendesk, Intercom, Freshdesk and ServiceNow headers and stamps give the same profile."""
    found = profile_of_file(a_file(tmp_path, header, suffix), Reading(zone=zone))
    assert found.weekly.value == 7 * 48
    assert found.hours[8:18] == (0, 6, 6, 6, 6, 6, 6, 6, 6, 0)


def test_zone_moves_hours(tmp_path):
    """Stamps in UTC, and stamps in a zone of the header, are shown on the clock of --zone."""
    utc = profile_of_file(a_file(tmp_path), Reading(zone="Asia/Kolkata"))
    header = a_file(tmp_path, "Conversation started at (Asia/Tokyo)", "")
    tokyo = profile_of_file(header, Reading(zone="UTC"))
    assert (0, 3, 6) == utc.hours[13:16]
    assert utc.hours[22] == 3
    assert (6, 6) == tokyo.hours[0:2]
    assert tokyo.hours[8] == 0


def test_unix_seconds_and_milliseconds_are_understood(tmp_path):
    """Unix seconds and ms of the same instants give the same profile."""
    seconds = [int(stamp.astype("datetime64[s]").astype(int)) for stamp in hourly_stamps()]
    short = written(tmp_path, "timestamp\n" + "\n".join(map(str, seconds)), "s.csv")
    long = written(tmp_path, "timestamp\n" + "\n".join(str(1000 * one) for one in seconds), "ms.csv")
    assert profile_of_file(short).weights == profile_of_file(long).weights
    assert profile_of_file(short).weekly.value == 7 * 48


def test_counts_in_slots_and_gzip_are_understood(tmp_path):
    """Date, 6-minute slot and calls, gzipped, with semicolons: the slot's width is found from the last slot."""
    rows = [
        f"{date(2026, 3, 2) + timedelta(days=day)};{slot};{slot // 120}" for day in range(28) for slot in range(240)
    ]
    path = tmp_path / "calls.csv.gz"
    path.write_bytes(gzip.compress(("date;slot;calls\n" + "\n".join(rows)).encode()))
    found = profile_of_file(path, Reading(zone="UTC"))
    assert (0,) * 12 + (10,) * 12 == found.hours
    assert found.n_contacts == 28 * 120


def test_column_that_only_looks_like_counts_is_not_used(tmp_path):
    """A column named calls beside stamps to the minute is no count; the note says how to make it one."""
    rows = "\n".join(f"{stamp + np.timedelta64(7 * k % 13, 'm')}Z,3" for k, stamp in enumerate(hourly_stamps()))
    found = profile_of_file(written(tmp_path, f"created_at,calls\n{rows}\n"))
    assert len(hourly_stamps()) == found.n_contacts
    assert any("--count calls" in note for note in found.notes)


def test_header_names_are_matched_however_they_are_written():
    """An option finds its column whatever the case; the surest usual name wins over others."""
    assert find_columns(["Id", "Created At"], time="created_at").time == "Created At"
    assert find_columns(["time", "Created at", "start"]).time == "Created at"
    assert ("date", "arrival_s") == find_columns(["call", "date", "arrival_s"])[:2]


@pytest.mark.parametrize(
    ("headers", "time", "words"),
    [
        (["id", "subject"], None, ["--time COLUMN", "'subject'"]),
        (["Created at", "Opened at"], None, ["several columns", "'Opened at'"]),
        (["Created at"], "creatd at", ["did you mean 'Created at'"]),
        (["a", "a"], "a", ["2 columns are called so"]),
    ],
)
def test_column_errors_say_what_to_pass(headers, time, words):
    """No, several, or a misspelt time column: the error names the columns and the remedy."""
    with pytest.raises(ExportError) as error:
        find_columns(headers, time)
    assert all(word in str(error.value) for word in words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"PK\x03\x04\x00\x00rest", "is no text"),
        (b"\x1f\x8bbroken", "cannot be read"),
        (b"created_at\n", "no rows"),
        (b"created_at\n2026-03-02 10:00\n", "pass --zone"),
        (b"created_at\n2026-03-02\n2026-03-03\n", "dates without a time of day"),
        (b"created_at\n2026-03-02T10:00Z\n2026-03-02T11:00Z\n", "less than a day"),
        (b"created_at\n03/04/2026 10:00\n03/05/2026 10:00\n", "2026-04-03"),
        (b"created_at\nhello\n2026-03-02T10:00Z\n2026-03-04T10:00Z\n", "line 2: 'hello'"),
        (b"created_at (UTC),slot\n2026-03-02,7\n", "dates without a time of day"),
        (b"start,calls\n2026-03-02T00:00Z,5\n2026-03-03T00:00Z,6\n2026-03-04T00:00Z,6\n", "at most 1h"),
    ],
)
def test_useless_files_are_refused_in_words(tmp_path, content, words):
    """Empty, binary, broken, too short or ambiguous files give an error that says what would be right."""
    path = tmp_path / "export.csv"
    path.write_bytes(content)
    with pytest.raises(ExportError, match=words.replace("(", "\\(")):
        profile_of_file(path)


def test_missing_file_and_similar_name(tmp_path):
    """A file that is not there is named, with the one that is there under a similar name."""
    a_file(tmp_path, name="tickets.csv")
    with pytest.raises(ExportError, match=r"did you mean tickets\.csv\?"):
        profile_of_file(tmp_path / "tikets.csv")


def test_few_bad_rows_are_left_out_and_named(tmp_path):
    """Unreadable rows, up to 5 %, are counted and the first three named with their line; quoted line breaks count."""
    good = "\n".join(f'"a\nb",{stamp}Z' for stamp in hourly_stamps())
    path = written(tmp_path, f"Subject,Created at\nx,never\n{good}\ny,\n")
    found = profile_of_file(path)
    note = next(note for note in found.notes if "cannot be read" in note)
    assert note.startswith("2 of 1,346 rows")
    assert "line 2: 'never'; line 2691: ''" in note
    assert found.n_contacts == 1344


def test_many_bad_rows_need_a_word(tmp_path):
    """Above 5 % unreadable rows the file is refused, unless the user says to skip them."""
    good = "\n".join(f"{stamp}Z" for stamp in hourly_stamps())
    path = written(tmp_path, "Created at\n" + good + "\nnever" * 100)
    with pytest.raises(ExportError, match="--skip-bad"):
        profile_of_file(path)
    assert profile_of_file(path, Reading(skip_bad=True)).n_contacts == 1344


def test_from_and_to_cut_the_file(tmp_path):
    """Only days from --from to --to, both included, are used; outside the file there is nothing to use."""
    path = a_file(tmp_path)
    found = profile_of_file(path, Reading(first=date(2026, 3, 9), last=date(2026, 3, 22)))
    assert (14, 14 * 48) == (found.n_days, found.n_contacts)
    with pytest.raises(ExportError, match="the file has 2026-03-02 to 2026-03-29"):
        profile_of_file(path, Reading(first=date(2027, 1, 1)))


def test_short_file_is_doubted(tmp_path):
    """Below two weeks the notes say that the pattern of the weekdays is weak, and which weekdays are absent."""
    notes = " ".join(profile_of_file(a_file(tmp_path, n_days=4)).notes)
    assert "only 4 days" in notes
    assert "no fri, sat, sun in the span" in notes


# ---- the command ----


def test_yaml_pastes_into_a_scenario(tmp_path):
    """The printed YAML, with topics and a plan behind it, loads: the scenario has the measured profile and volume."""
    local = local_times_of_draw(0, day_cv=0.1, hour_cv=0.2)
    found = arrival_profile(local, zone="Europe/London")
    text = f"""
title: A pasted profile
start: 2026-03-02
{yaml_snippet(found)}
  topics:
    question:
      handle_time: 10m
plans:
  as_is:
    teams:
      desk:
        zone: Europe/London
        headcount: 2
        shifts: [{{days: all, start: "09:00", end: "17:00"}}]
"""
    scenario = load(written(tmp_path, text, "pasted.yaml"))
    segment = scenario.world.segments["customers"]
    assert np.allclose(scenario.world.profiles["measured"].hour_of_week, found.weights, rtol=1e-3)
    assert abs(segment.customers * segment.contact_rate - found.weekly.value) < 0.1
    assert round(found.busyness.hour_cv.value, 3) == segment.busyness.hour_cv


def test_command_prints_profile_and_yaml(tmp_path):
    """The command shows volume, busyness and YAML, and exits with 0."""
    result = command(a_file(tmp_path))
    assert result.exit_code == 0, result.output
    assert "Weekly volume: 336.0 contacts" in result.stdout
    assert "hour_of_week: [" in result.stdout
    assert "pass --zone" in result.stdout


def test_command_prints_one_json_object(tmp_path):
    """With --json stdout is one JSON object without NaN; with --out the YAML is in the file."""
    out = tmp_path / "profile.yaml"
    result = command(a_file(tmp_path), "--json", "--out", out)
    data = json.loads(result.stdout, parse_constant=pytest.fail)
    assert data["weekly"]["value"] == 336
    assert len(data["hour_of_week"]) == 168
    assert data["yaml"] == out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--zone", "Europe/Londn"], "did you mean Europe/London?"),
        (["--interval", "5"], "is no duration"),
        (["--interval", "0"], "longer than 0"),
        (["--from", "2026-03-09", "--to", "2026-03-02"], "is after --to"),
        (["--time", "when"], "there is no such column"),
        (["--out", "/no/such/folder/x.yaml"], "No such file"),
    ],
)
def test_command_refuses_in_words(tmp_path, options, words):
    """Wrong options exit with 2 and one line that says what would be right, without a traceback."""
    result = command(a_file(tmp_path), *options)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.output


# ---- real data ----


def test_north_american_bank_has_its_known_figures():
    """Mondays +12 %, Wednesdays and Thursdays -5 %, hourly means, day CV .06 and hour CV .04 as fitted elsewhere."""
    path = shared_data("bank_calls_na", "bank_calls_5min.csv.gz")
    found = profile_of_file(path, Reading(zone="America/New_York"))
    mean = sum(found.weekdays) / 5
    hours = [7 / 5 * one for one in found.hours[7:21]]
    published = (1013, 1923, 3218, 3394, 3281, 3109, 2984, 2902, 2781, 2451, 1843, 1428, 1135, 929)
    assert found.n_contacts == 5_323_661
    assert [1.12, 1.0, 0.95, 0.95, 0.98] == [round(one / mean, 2) for one in found.weekdays[:5]]
    assert np.allclose(hours, published, rtol=0.005)  # weekdays weigh alike here, days there
    assert abs(found.busyness.day_cv.value - 0.06) < 0.015
    assert abs(found.busyness.hour_cv.value - 0.04) < 0.015
    assert abs(found.busyness.day_cv_without_trend - 0.053) < 0.01
    assert date(2003, 7, 4) in found.missing_days
    assert found.weeks.cv.low > 1.3 * found.weeks.cv_of_model  # days of one week are alike: no scenario knows that


def test_bank_of_1999_shows_its_outage_and_its_holidays():
    """The year of 6-minute counts: volume of a day, the outage of 3 February and the largest surge are found."""
    path = shared_data("anonymousbank", "calls_1999_6min.csv.gz")
    february = profile_of_file(path, Reading(zone="Asia/Jerusalem", first=date(1999, 2, 1), last=date(1999, 2, 28)))
    year = profile_of_file(path, Reading(zone="Asia/Jerusalem"))
    surges = {(one.day, one.hour): one.n_contacts for one in year.odd_hours}
    usual = [sum(february.weights[24 * day + hour] for day in (0, 1, 2, 3, 6)) / 5 for hour in range(7, 24)]
    published = (41, 95, 108, 125, 113, 94, 120, 115, 113, 116, 95, 83, 67, 59, 62, 53, 41)
    ordinary = [i for i in range(17) if i + 7 not in {13, 19, 21, 22}]  # those hold surges, which we leave out
    assert february.n_contacts == 33_344
    assert all(abs(usual[i] / published[i] - 1.008) < 0.015 for i in ordinary)  # 0.8 % phantom calls are in here
    assert surges[date(1999, 2, 3), 13] == 494
    assert surges[date(1999, 5, 17), 7] == 413
    assert date(1999, 9, 20) in {one.day for one in year.odd_days}  # Yom Kippur
    assert 0.1 < year.busyness.day_cv.value < 0.24  # .24 with the holidays in


def test_service_desk_has_its_known_figures():
    """ServiceNow stamps: hourly means of weekdays with two humps; outside March to May the notes warn."""
    path = shared_data("servicenow_incidents", "incidents_2016.csv.gz")
    spring = profile_of_file(path, Reading(zone="UTC", first=date(2016, 2, 29), last=date(2016, 5, 31)))
    weekday_hours = [sum(spring.weights[24 * day + hour] for day in range(5)) / 5 for hour in range(7, 19)]
    published = [7.9, 36.5, 43.9, 41.3, 35.8, 19.2, 23.7, 32.5, 30.8, 26.8, 15.3, 6.2]
    everything = profile_of_file(path, Reading(zone="UTC"))
    assert spring.n_contacts == 24_644
    assert np.corrcoef(weekday_hours, published)[0, 1] > 0.99
    assert abs(sum(weekday_hours) / sum(published) - 1) < 0.06  # five odd days are left out here, not there
    assert any("--from and --to" in note for note in everything.notes)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x" * 200_000 + "\n1\n", "the first line is longer than 65,536 characters"),
        ('a,"' + "x" * 201 + '"\n1,2\n', "column 2 has a name of 201 characters, more than 200; the first line must"),
        ("a,b\r1,2\r3,4", "the first line has a carriage return inside, .*; save the table as CSV .* once more"),
        (f"{','.join(['n' * 100] * 99)}\n1\n", f"the file has ('{'n' * 40}...', ){{39}}'{'n' * 40}...' and 59 more$"),
        (",".join(f"c{n}" for n in range(1001)) + "\n1\n", "names 1,001 columns, more than 1,000"),
    ],
)
def test_a_first_line_that_is_none_of_columns_is_refused(text, says):
    """Before anything is made of it."""
    with pytest.raises(ExportError, match=says):
        profile_of_text(text)


def test_empty_lines_before_the_first_are_none():
    """However many there are."""
    assert (["date", "count"], ",") == read_header("\n" * 70_000 + "date,count\n")
