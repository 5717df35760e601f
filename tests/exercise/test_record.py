"""What raters and scoring read off an attempt."""

from __future__ import annotations

from trainee_exercises.exercise.record import Spent, closed_at, last_ones, lookups_by_question, spent

MINUTE = 60_000
TEN = 1_800_000_000_000
END = 30 * MINUTE


def test_time_is_counted_for_each_question_without_absences(running):
    """a01 0-4 (away 1-2), a02 4-6, a01 again 6-30."""
    running.act("open", question="a01")
    running.after(1 * MINUTE).act("away")
    running.after(2 * MINUTE).act("back")
    running.after(4 * MINUTE).act("open", question="a02")
    running.after(6 * MINUTE).save("a01", 1, "back at the first")
    assert {"a01": Spent(27 * MINUTE, 2), "a02": Spent(2 * MINUTE, 1)} == spent(running.attempt, TEN + 2 * END)


def test_who_does_not_come_back_is_away_to_the_end(running):
    """a01 from 0, away from 10: ten minutes in view."""
    running.act("open", question="a01")
    running.after(10 * MINUTE).act("away")
    assert {"a01": Spent(10 * MINUTE, 1)} == spent(running.attempt, TEN + END)


def test_time_counts_up_to_now_while_it_runs(running):
    """Three minutes in, three minutes."""
    running.act("open", question="a01")
    assert 3 * MINUTE == spent(running.attempt, TEN + 3 * MINUTE)["a01"].in_view_ms


def test_writing_ends_with_the_clock_or_the_finish(running, desk_for):
    """What comes first."""
    assert TEN + END == closed_at(running.attempt, TEN + 2 * END)
    early = desk_for("b").after(MINUTE)
    early.act("finish")
    assert TEN + MINUTE == closed_at(early.attempt, TEN + 2 * END)


def test_lookups_are_grouped_by_question(running):
    """Those before any question stand under None."""
    running.act("search", query="trial")
    running.act("open", question="a01")
    running.act("search", query="buffer")
    running.act("look_at_status")
    found = lookups_by_question(running.attempt)
    assert {None: 1, "a01": 2} == {name: len(ones) for name, ones in found.items()}


def test_the_last_five_are_replied_skipped_opened_or_untouched(running):
    """In the order of the form."""
    running.save("a16", 1, "I don't know yet")
    running.act("skip", question="a17")
    running.act("open", question="a18")
    wanted = {"a16": "replied", "a17": "skipped", "a18": "opened", "a19": "untouched", "a20": "untouched"}
    assert wanted == last_ones(running.attempt)
