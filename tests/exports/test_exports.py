"""Exports of a round: who rated what, what was written, who decided; as much as the person may see."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hiring.rating_rounds import MINUTE, a_team, an_assignment, full_rating, locked, the_pack, written

from trainee_exercises.exports import KINDS, candidate_pdf, round_csv
from trainee_exercises.exports.pdf import Letters, letters
from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.hiring.criteria import Part
from trainee_exercises.hiring.decisions import Deciding, record
from trainee_exercises.hiring.marks import rating_of
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.ratings import lock, reopen
from trainee_exercises.hiring.visibility import Seer
from trainee_exercises.storage import audit

MANAGER = Seer("m1", is_manager=True)
FORMULA = '=HYPERLINK("http://evil.example","click")'
HARD = (
    "<script>alert(1)</script> & <b>x</b> <img src=x onerror=alert(1)> </para> {0} %s "
    + "x" * 5000
    + " \N{GRINNING FACE}\N{ZERO WIDTH JOINER} שלום مرحبا 你好 \x07\ttab\n\nline " * 30
)


def exported(team, kind, seer=MANAGER):
    """Return the rows of an export as mappings."""
    text = round_csv(Attempts(team.storage), team.storage, team.round.id, kind, seer)
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_ratings_have_a_row_for_each_candidate_stage_rater_and_criterion(storage):
    """With values, reasons, the state and what was locked before."""
    team = a_team(storage)
    mine = locked(team, empathy=1)
    locked(team, "r2", part=Part("interviews", "i-empathy"))
    reopen(storage, mine.id, "m1", "a slip")
    lock(storage, mine.id, "r1", full_rating(empathy=4), the_pack())
    rows = exported(team, "ratings")
    empathy = next(one for one in rows if one["criterion"] == "empathy")

    assert 5 + 3 == len(rows)
    assert (team.candidates[0].code, "exercise", "r1@company.example", "4", "1") == tuple(
        empathy[key] for key in ("candidate", "stage", "rater", "mark", "former_marks")
    )
    assert {"interviews": "empathy"} == {one["stage"]: one["values"] for one in rows if one["criterion"] == "v03"}


@pytest.mark.parametrize("kind", KINDS)
def test_no_cell_of_any_export_is_a_formula(storage, kind):
    """Whatever candidates, raters and managers write."""
    team = a_team(storage, names=("=Zebedee Quux",))
    questions = [one.id for one in the_pack().forms["a"].questions]
    written(team, {questions[0]: FORMULA, questions[1]: "\t@SUM(A1)", questions[2]: "\N{FULLWIDTH EQUALS SIGN}1"})
    mine = an_assignment(team)
    marks = {name: {"mark": 3, "words": FORMULA} for name in full_rating().marks}
    lock(storage, mine.id, "r1", rating_of({"marks": marks}), the_pack())
    record(storage, Deciding(team.candidates[0].id, "no", FORMULA, ("exercise",), "-1"), "m1")
    rows = exported(team, kind)
    cells = [cell for row in rows for cell in row.values()]

    assert rows
    assert not [cell for cell in cells if re.match(r"\s*[=+\-@\uff1d]", cell)]
    if kind in {"ratings", "answers", "decisions"}:
        assert any(cell == "'" + FORMULA for cell in cells)


def test_decisions_say_who_decided(storage):
    """By name, with time and reasons."""
    team = a_team(storage)
    locked(team)
    record(storage, Deciding(team.candidates[0].id, "offer", "3s and 4s", ("exercise",)), "m1")
    (row,) = exported(team, "decisions")

    assert ("m1@company.example", "offer", "3s and 4s") == tuple(row[key] for key in ("decided_by", "decision", "why"))
    assert row["decided_at"].endswith("UTC")


def test_events_are_counted_by_candidate(storage):
    """Lookups by kind, pastes and absences, as counts."""
    team = a_team(storage, names=("Zebedee Quux",))
    first = the_pack().forms["a"].questions[0].id
    actions = ({"kind": "search", "query": "x"}, {"kind": "paste", "question": first, "length": 300}, {"kind": "away"})
    written(team, {first: "Hi"}, actions=actions)
    (row,) = exported(team, "events")

    assert ("1", "1", "0", "1", "300", "1") == tuple(
        row[key] for key in ("answered", "searches", "articles", "long_pastes", "pasted_characters", "times_away")
    )


@pytest.mark.parametrize(("given", "shown"), [((7.5, 5), "12.5"), ((7, 5), "12"), ((), "0")])
def test_events_have_extra_time_to_half_a_minute(storage, given, shown):
    """As it was given."""
    team = a_team(storage, names=("Zebedee Quux",))
    for minutes in given:
        Attempts(storage).grant(team.candidates[0].id, round(minutes * MINUTE), "m1", "asked for it")
    assert [shown] == [one["extra_minutes"] for one in exported(team, "events")]


def test_manager_who_owes_a_rating_gets_neither_marks_nor_answers_of_that_candidate(storage):
    """An export is no way around the lock."""
    team = a_team(storage)
    for candidate in (0, 1):
        written(team, {the_pack().forms["a"].questions[0].id: "Hi from Zebedee"}, candidate)
        locked(team, "r1", candidate)
    an_assignment(team, "m1", candidate=0)
    other = team.candidates[1].code

    assert {other} == {one["candidate"] for one in exported(team, "ratings")}
    assert {other} == {one["candidate"] for one in exported(team, "answers")}
    assert {other} == {one["candidate"] for one in exported(team, "events")}


def test_manager_who_owes_a_rating_gets_no_decision_of_others_about_that_candidate(storage, monkeypatch):
    """Neither in the table nor in the PDF, which says that they are left out."""
    said = []
    monkeypatch.setattr(Letters, "shown", lambda _font, text: said.append(text) or "x")
    team = a_team(storage)
    for candidate in (0, 1):
        locked(team, "r1", candidate)
        record(storage, Deciding(team.candidates[candidate].id, "no", "curt in a03", ("exercise",)), "boss")
    mine = an_assignment(team, "m1", candidate=0)

    assert {team.candidates[1].code} == {one["candidate"] for one in exported(team, "decisions")}
    candidate_pdf(storage, team.candidates[0].id, MANAGER, the_pack())
    assert ("curt in a03" in said, "Left out for now." in said) == (False, True)
    lock(storage, mine.id, "m1", full_rating(), the_pack())
    assert {one.code for one in team.candidates} == {one["candidate"] for one in exported(team, "decisions")}
    candidate_pdf(storage, team.candidates[0].id, MANAGER, the_pack())
    assert "curt in a03" in said


def test_each_export_is_in_the_audit_log(storage):
    """Who took what of which round or candidate."""
    team = a_team(storage)
    exported(team, "ratings")
    candidate_pdf(storage, team.candidates[0].id, MANAGER, the_pack())
    with pytest.raises(HiringError):
        candidate_pdf(storage, "gone", MANAGER, the_pack())
    with storage.read() as connection:
        found = [one for one in audit.lines(connection) if one.action == "exported"]

    assert [
        ("m1", f"round:{team.round.id}", {"what": "ratings"}),
        ("m1", f"candidate:{team.candidates[0].id}", {"what": "scorecard"}),
    ] == [(one.actor, one.subject, one.detail) for one in found]


def test_pdf_takes_any_text(sqlite_storage):
    """Script, markup, long words, emoji, right-to-left and control characters, in names, marks and reasons."""
    team = a_team(sqlite_storage, names=("<b>Zebedee</b> שלום 你好",))
    mine = an_assignment(team)
    marks = {name: {"mark": 3, "words": HARD[:4000]} for name in full_rating().marks}
    lock(sqlite_storage, mine.id, "r1", rating_of({"marks": marks}), the_pack())
    reopen(sqlite_storage, mine.id, "m1", HARD)
    lock(sqlite_storage, mine.id, "r1", full_rating(), the_pack())
    record(sqlite_storage, Deciding(team.candidates[0].id, "hold", HARD, ("exercise",)), "m1")
    found = candidate_pdf(sqlite_storage, team.candidates[0].id, MANAGER, the_pack())

    assert found.startswith(b"%PDF-")
    assert found.rstrip().endswith(b"%%EOF")
    assert b"JavaScript" not in found


@pytest.mark.parametrize("font", [letters(), Letters("Vera.ttf")])
def test_pdf_shows_markup_as_text_and_missing_letters_by_their_code(font):
    """Nothing in a text is a tag; no letter is a black box."""
    assert "&lt;script&gt; &amp; " == font.shown("<script> & ")
    assert "a<br/>b" == font.shown("a\nb")
    assert "[U+1F9FF]" == font.shown("\N{NAZAR AMULET}")
    assert "" == font.shown("\x07\N{ZERO WIDTH JOINER}")
