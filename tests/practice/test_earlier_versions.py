"""Shifts of an earlier version of pack, levels or rules: nothing is replayed, what was kept and typed stays."""

from __future__ import annotations

import shutil

import pytest
from practice_builder import write_pack
from sqlalchemy import select, update

from trainee_exercises.practice import earlier
from trainee_exercises.practice.bots import QUITTER
from trainee_exercises.practice.earlier import EarlierError, Typed
from trainee_exercises.practice.keeping import put_down
from trainee_exercises.practice.levels import level
from trainee_exercises.practice.load import load_practice
from trainee_exercises.practice.look_back import catch_up, look_back
from trainee_exercises.practice.played import Act
from trainee_exercises.practice.rows import stream_of
from trainee_exercises.practice.shifts import Shifts
from trainee_exercises.practice.wish import SETTING, Wish
from trainee_exercises.storage import Stream, tables

ANA = "u-ana"
CHANGES = {
    "desk.yaml": (b"Who pays comes first.", b"Who is angry comes first."),
    "scripts/one.yaml": (b"Thank you for plain.", b"Thanks."),
    "help_centre/start.md": (b"It begins.", b"It begins here."),
    "week.yaml": (b"A week at the support desk", b"Our week"),
}
t = tables.shifts.c


def at_work(shifts):
    """Return a shift that runs in which something was typed."""
    shift = shifts.begin(Wish(1, 1), ANA, "Robin")
    case = shifts.act(shift, ANA, {"kind": "start"}, 0)["order"][0]
    draft = {"kind": "draft", "case": case, "field": "reply"}
    for act in (
        draft | {"text": "Hel", "revision": 1}, draft | {"text": "Hello.", "revision": 2},
        {"kind": "reply", "case": case, "text": "Hello."}, {"kind": "note", "case": case, "text": "A note."},
        draft | {"text": "Not yet", "revision": 3},
    ):  # fmt: skip
        shifts.act(shift, ANA, act, 0)
    return shift


def after_a_restart(storage, shift, old, new, change):
    """Return what a process finds that begins when the files of the pack were changed: here in a copy of the folder."""
    shutil.copytree(old, new)
    file, before, after = change
    text = (new / file).read_bytes()
    assert before in text
    (new / file).write_bytes(text.replace(before, after))
    with storage.write() as connection:
        connection.execute(update(tables.shifts).where(t.id == shift).values(pack=str(new)))
    return Shifts(storage)


def without_fingerprint(storage, shift):
    """Make a shift one from before there were fingerprints."""
    with storage.write() as connection:
        terms = dict(connection.execute(select(t.terms).where(t.id == shift)).scalar_one())
        assert terms.pop("fingerprint")
        connection.execute(update(tables.shifts).where(t.id == shift).values(terms=terms))


@pytest.fixture
def ours(tmp_path, monkeypatch):
    """Let the server use a team's own small pack."""
    monkeypatch.setenv(SETTING, str(write_pack(tmp_path / "ours")))
    return tmp_path / "ours"


@pytest.mark.parametrize("file", CHANGES)
def test_a_shift_of_a_pack_that_was_changed_says_so_and_keeps_what_was_typed(ours, tmp_path, sqlite_storage, file):
    """Whatever is asked of it; no act of it is written or judged."""
    shift = at_work(Shifts(sqlite_storage))
    shifts = after_a_restart(sqlite_storage, shift, ours, tmp_path / "new", (file, *CHANGES[file]))
    n = shifts.n_acts(shift)
    for ask in (
        lambda: shifts.view(shift, ANA), lambda: shifts.poll(shift, ANA, 0), lambda: shifts.played(shift),
        lambda: shifts.act(shift, ANA, {"kind": "status"}, 0),
        lambda: look_back(shifts, sqlite_storage, shifts.row(shift)),
    ):  # fmt: skip
        with pytest.raises(EarlierError, match="begun with an earlier version of the practice pack"):
            ask()
    assert n == shifts.n_acts(shift)
    expected = [Typed("Reply", 1, "Hello."), Typed("Note", 1, "A note."), Typed("Not sent", 1, "Not yet")]
    assert expected == shifts.typed(shift)


@pytest.mark.parametrize("change", [("product.md", b"Facts", b"More"), ("scripts/one.yaml", b"\n", b"\r\n")])
def test_what_stands_in_no_shift_may_change(ours, tmp_path, sqlite_storage, change):
    """Facts for the authors, and how lines end."""
    shift = at_work(Shifts(sqlite_storage))
    before = Shifts(sqlite_storage).view(shift, ANA)
    shifts = after_a_restart(sqlite_storage, shift, ours, tmp_path / "new", change)
    assert before == shifts.view(shift, ANA)


@pytest.mark.parametrize(
    ("name", "value"),
    [("RULES", earlier.RULES + 1), ("level", lambda number: level(number)._replace(patience=3.0))],
)
def test_other_rules_or_levels_are_another_version(sqlite_storage, monkeypatch, name, value):
    """The same process as before would go on, which no change of the program reaches."""
    shift = at_work(Shifts(sqlite_storage))
    monkeypatch.setattr(earlier, name, value)
    with pytest.raises(EarlierError):
        Shifts(sqlite_storage).view(shift, ANA)


def test_a_finished_shift_keeps_its_figures_and_one_that_nobody_looked_at_gets_none(practised, monkeypatch):
    """Neither is tried again by this process."""
    looked, other = practised.worked(bot=QUITTER), practised.worked(bot=QUITTER, seed=3)
    practised.looked(looked)
    kept = practised.shifts.row(looked)
    monkeypatch.setattr(earlier, "RULES", earlier.RULES + 1)
    rows = practised.shifts.of("u2")
    assert [True, False] == [catch_up(practised.shifts, practised.storage, rows) for _ in range(2)]
    assert (kept, None) == (practised.shifts.row(looked), practised.shifts.row(other).figures)
    with pytest.raises(EarlierError):
        practised.looked(looked)


def test_a_shift_without_a_fingerprint_goes_on_unless_an_act_of_it_is_refused_now(sqlite_storage, monkeypatch):
    """From before there were any; a version that differs elsewhere can't be told then."""
    shift = at_work(Shifts(sqlite_storage))
    before = Shifts(sqlite_storage).view(shift, ANA)
    without_fingerprint(sqlite_storage, shift)
    monkeypatch.setattr(earlier, "RULES", earlier.RULES + 1)
    assert before == Shifts(sqlite_storage).view(shift, ANA)
    act = Act(before["now"], {"kind": "take", "case": "c-0000000000"})  # who wrote that is no customer of this pack
    with sqlite_storage.write() as connection:
        put_down(connection, Stream(stream_of(shift)), act, None, ANA)
    with pytest.raises(EarlierError):
        Shifts(sqlite_storage).view(shift, ANA)


def test_the_files_of_a_pack_are_read_once(ours):
    """Its hash is that of the files that this process plays with, whatever became of them since."""
    digest = earlier.pack_digest(str(ours))
    assert "small" == load_practice(str(ours)).id
    shutil.rmtree(ours)
    assert digest == earlier.pack_digest(str(ours))
