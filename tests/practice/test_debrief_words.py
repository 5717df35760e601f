"""The debrief for people: stretches of each customer, events in words, rows, charts, and files to take along."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from functools import cache
from itertools import pairwise

import pytest

from sim.durations import MINUTE
from trainee_exercises.practice import charts
from trainee_exercises.practice.beside import first_responses_beside
from trainee_exercises.practice.bots import BOTS, CAREFUL, FAST_AND_WRONG, IGNORES_VIP, play
from trainee_exercises.practice.debrief import paper
from trainee_exercises.practice.debrief.course import Setting, time_of
from trainee_exercises.practice.debrief.report import debrief
from trainee_exercises.practice.debrief.spans import CLOSED, LEFT, STATES, WAITING, YOU, marks, spans
from trainee_exercises.practice.debrief.tables import choices, said, tag_rows, went_well
from trainee_exercises.practice.debrief.telling import cited
from trainee_exercises.practice.look_back import LookBack
from trainee_exercises.practice.played import Played
from trainee_exercises.practice.shifts import listener
from trainee_exercises.practice.wish import Wish, settled, terms_of

EVIL = "=cmd|' /C calc'!A0\n# heading\n<script>alert(1)</script>"


@cache
def looked(bot="careful", level=3, seed=2):
    """Return the look back at a shift that a bot has worked."""
    kept = settled(Wish(level, seed))
    played = Played(terms_of(kept, "Robin"), kept.speed, listener("pinfold").understand)
    play(played, BOTS[bot])
    shift = played.shift
    begins = shift.terms.scene.time
    setting = Setting(shift.terms.pack, shift.terms.level, shift.now, played.clock.speed, begins=begins)
    beside, touches = first_responses_beside(shift.terms, shift.cases, setting)
    return LookBack(played, setting, debrief(shift.log, setting), tuple(beside), touches)


EVERY = [(CAREFUL.name, 3), (FAST_AND_WRONG.name, 2), (IGNORES_VIP.name, 4)]


@pytest.mark.parametrize(("bot", "level"), EVERY)
def test_stretches_of_a_customer_follow_each_other_within_the_shift(bot, level):
    """Without overlap; the first begins when they wrote or the shift began, and waiting is what the debrief counts."""
    back = looked(bot, level)
    found = spans(back.debrief.courses, back.setting.now)
    for one in back.debrief.courses:
        mine = [each for each in found if each.case == one.id]
        assert max(0, one.since) == mine[0].start
        assert all(a.end <= b.start for a, b in pairwise(mine))
        assert mine[-1].end <= back.setting.now
        before = [each for each in mine if one.answered_at is None or each.end <= one.answered_at]
        if not one.of("told_fixed") and one.waited(back.setting.now):
            assert one.waited(back.setting.now) == sum(each.end - each.start for each in before)
    assert {each.state for each in found} <= set(STATES)


@pytest.mark.parametrize(("bot", "level"), EVERY)
def test_marks_are_the_answers_and_endings_of_the_log(bot, level):
    """One for each."""
    back = looked(bot, level)
    kinds = [one.kind for one in back.shift.log]
    found = [one.mark for one in marks(back.debrief.courses)]
    assert kinds.count("replied") == found.count(YOU)
    assert kinds.count("left") == found.count(LEFT)
    assert kinds.count("closed") + kinds.count("colleague_closed") == found.count(CLOSED)


@pytest.mark.parametrize(("bot", "level"), EVERY)
def test_every_entry_can_be_said(bot, level):
    """With its customer and the very words that were written."""
    shift = looked(bot, level).shift
    told = cited(shift, range(1, len(shift.log) + 1))
    assert all(one.says and "_" not in one.says.replace("_", " ") for one in told)
    for one, entry in zip(told, shift.log, strict=True):
        if entry.kind in {"replied", "customer_wrote"}:
            assert entry.data["text"] == one.words
        if entry.kind == "arrived":
            assert shift.cases[entry.case].opening == one.words
            assert time_of(entry.data["since"], shift.terms.scene.time) == one.clock


def test_tags_are_listed_with_what_is_right_and_whose_root_cause():
    """As many as the debrief counted, right and wrong ones."""
    for bot in ("careful", "fast-and-wrong"):
        found = looked(bot, 3).debrief
        rows = tag_rows(found.courses)
        assert found.tagged.n == len(rows)
        assert found.tagged.right == sum(one.chosen == one.right for one in rows)
        assert found.tagged.owners_right == sum(one.owner == one.right_owner for one in rows)


def test_choices_out_of_order_are_those_that_the_debrief_counts():
    """Nobody of another class first, or they are listed."""
    found = looked("ignores-VIP", 4).debrief
    assert found.order.n - found.order.in_order == len(choices(found.courses)) > 0


def test_what_customers_say_begins_with_the_least_content():
    """All who were asked, with the points."""
    found = looked("fast-and-wrong", 2).debrief
    rows = said(found)
    assert sorted(one.case for one in found.asked) == sorted(one.case for one in rows)
    rank = [("Bad", "OK", "Good").index(one.verdict) for one in rows]
    assert sorted(rank) == rank
    assert "(-" in rows[0].reasons


def test_what_went_well_is_said_once_each():
    """Of the careful one there is something, and no sentence twice."""
    found = list(went_well(looked().debrief))
    assert found
    assert len(found) == len(set(found))
    assert "Nothing wrong was said." not in list(went_well(looked("fast-and-wrong", 2).debrief))


def test_charts_draw_their_tables():
    """First responses with the promise and the simulated agent; a row of the timeline for each customer."""
    back = looked()
    table = charts.response_table(back.debrief.waits, back.beside)
    drawn = {one.name: list(one.x) for one in charts.first_responses(table).figure.data}
    assert [one.middle / MINUTE for one in back.debrief.waits] == drawn["this shift"]
    assert [one.middle / MINUTE for one in back.beside] == drawn["simulated agent"]
    assert [one.target / MINUTE for one in back.debrief.waits] == drawn["promised"]
    lines = charts.timeline_table(back.debrief.courses, back.setting.now)
    figure = charts.timeline(lines, back.setting.now).figure
    assert len(back.debrief.courses) == len(figure.layout.yaxis.categoryarray)
    waiting = next(one for one in figure.data if one.name == WAITING)
    assert (lines["what"] == WAITING).sum() == len(waiting.x)


def test_a_shift_without_a_customer_has_charts_too():
    """Empty ones."""
    assert charts.timeline(charts.timeline_table([], 0), 0).figure.data


def test_the_files_hold_everybody_and_no_formula_or_markup():
    """A row for each customer; what was written is a block in Markdown, and begins no formula in CSV."""
    back = looked()
    rows = list(csv.DictReader(io.StringIO(paper.as_csv(back))))
    assert [one.name for one in back.debrief.courses] == [one["customer"] for one in rows]
    times = [(one.since, back.setting.begins) for one in back.debrief.courses]
    assert [round(at / MINUTE, 2) for at, _ in times] == [float(one["wrote after minutes"]) for one in rows]
    assert [time_of(*one) for one in times] == [f"{datetime.fromisoformat(one['wrote at']):%H:%M}" for one in rows]
    assert {back.shift.terms.scenario.start} == {datetime.fromisoformat(one["wrote at"]).date() for one in rows}
    evil = [one._replace(name="=Eve", left="@gone") for one in back.debrief.courses]
    eve = back._replace(debrief=back.debrief._replace(courses=tuple(evil)))
    assert {("'=Eve", "'@gone")} == {(one["customer"], one["left"]) for one in csv.DictReader(
        io.StringIO(paper.as_csv(eve)))}  # fmt: skip
    best = back.debrief.best
    worst = best._replace(told=best.told._replace(text=EVIL))
    text = paper.as_markdown(back._replace(debrief=back.debrief._replace(best=worst)), "Debrief")
    for line in EVIL.splitlines():
        assert f"\n        {line}" in text
    for one in back.debrief.try_next:
        assert one.says in text
    assert "Overall: " in text
    assert "{first_name}" not in text
