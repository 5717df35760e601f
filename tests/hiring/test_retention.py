"""Retention: presets by law, from when the time counts, and who is erased when."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update
from stores import add_candidate, add_events, add_round

from trainee_exercises.hiring.retention import (
    RetentionError,
    check_retention,
    due,
    erase_due,
    hold,
    least_months,
    months_later,
    preset_months,
    release,
)
from trainee_exercises.hiring.settings import RoundSettings
from trainee_exercises.storage import tables


def ms(*parts):
    """Return the instant of that UTC date and time."""
    return int(datetime(*parts, tzinfo=UTC).timestamp() * 1000)


def _close(storage, round_id):
    with storage.write() as connection:
        connection.execute(update(tables.rounds).where(tables.rounds.c.id == round_id).values(closed_at=storage.now()))


def test_the_presets():
    """United States 12 months, and never less; Europe 6, and less if wished."""
    assert (12, 12) == (preset_months("united_states"), least_months("united_states"))
    assert (6, 1) == (preset_months("european_union"), least_months("european_union"))
    with pytest.raises(RetentionError, match="'mars' is not known; write united_states or european_union"):
        least_months("mars")


def test_a_round_in_the_united_states_keeps_a_year_at_least():
    """11 months are refused with the least that would do; in Europe they are fine."""
    with pytest.raises(RetentionError, match=r"11 is too short.*at least 12"):
        check_retention(RoundSettings(retention_months=11))
    check_retention(RoundSettings(retention_months=12))
    check_retention(RoundSettings(retention_months=11, jurisdiction="european_union"))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ((2027, 1, 15, 8), 12, (2028, 1, 15, 8)),
        ((2027, 8, 31, 23, 59), 6, (2028, 2, 29, 23, 59)),
        ((2026, 8, 31), 6, (2027, 2, 28)),
        ((2028, 2, 29), 12, (2029, 2, 28)),
        ((2027, 12, 1), 1, (2028, 1, 1)),
    ],
)
def test_months_are_those_of_the_calendar(start, months, end):
    """A day that the month does not have is its last."""
    assert ms(*end) == months_later(ms(*start), months)


def test_the_time_counts_from_the_last_of_adding_happening_and_closing(storage):
    """Added, then something happened, then the round closed, then a late decision: each moves it."""
    storage.now.at = ms(2027, 1, 1)
    round_id = add_round(storage, jurisdiction="european_union", retention_months=6)
    candidate = add_candidate(storage, round_id)
    starts = [due(storage)[0].counts_from]
    for day, act in ((10, "write"), (20, "close"), (30, "write")):
        storage.now.at = ms(2027, 1, day)
        _close(storage, round_id) if act == "close" else add_events(storage, candidate, "text")
        starts.append(due(storage)[0].counts_from)
    assert [ms(2027, 1, day) for day in (1, 10, 20, 30)] == starts
    assert [ms(2027, 7, 30)] == [one.due_at for one in due(storage)]


def test_who_is_due_is_erased_and_nobody_else(storage):
    """At the very instant, not a millisecond before; whoever is held stays; the erased are listed no more."""
    storage.now.at = ms(2027, 1, 1)
    europe = add_round(storage, "Europe", jurisdiction="european_union", retention_months=6)
    states = add_round(storage, "States")
    ana, ben = add_candidate(storage, europe, "C-1"), add_candidate(storage, europe, "C-2")
    add_candidate(storage, states, "C-1")
    hold(storage, ben, "a complaint", "owner1")
    storage.now.at = ms(2027, 7, 1) - 1
    assert [] == erase_due(storage, "me").candidate_ids
    storage.now.forward(1)
    assert [("C-1", True, None), ("C-2", True, "a complaint"), ("C-1", False, None)] == [
        (one.code, one.is_due, one.held) for one in due(storage)
    ]
    assert [ana] == erase_due(storage, "me").candidate_ids
    release(storage, ben, "owner1")
    assert [ben] == erase_due(storage, "me").candidate_ids
    assert ["States"] == [one.round_name for one in due(storage)]


def test_a_hold_on_a_round_is_named_by_id_or_name(storage):
    """It covers all of its candidates, those added later too, and ends by either as well."""
    round_id = add_round(storage, "Spring 2027")
    made = hold(storage, "Spring 2027", " audit ", "owner1")
    add_candidate(storage, round_id)
    assert f"round:{round_id}" == made.subject
    assert ["audit"] == [one.held for one in due(storage)]
    assert [made] == release(storage, round_id, "owner2")
    assert [None] == [one.held for one in due(storage)]
    with storage.read() as connection:
        (row,) = connection.execute(select(tables.holds.c.released_by)).all()
    assert ("owner2",) == row


def test_a_hold_needs_a_reason_and_a_thing(storage):
    """And what is not held can't be released."""
    round_id = add_round(storage)
    for why in (" ", "x" * 501):
        with pytest.raises(RetentionError, match="say why it is held"):
            hold(storage, round_id, why, "me")
    with pytest.raises(RetentionError, match="there is no round or candidate 'Autumn'"):
        hold(storage, "Autumn", "why", "me")
    with pytest.raises(RetentionError, match=f"there is no hold on round:{round_id}"):
        release(storage, round_id, "me")
