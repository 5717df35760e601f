"""Shifts on the storage: on the disk before they are answered, the same in every process, and whose they are."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import event

from sim.durations import MINUTE
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.doing import CantDo
from trainee_exercises.practice.shifts import Shifts
from trainee_exercises.practice.wish import Wish
from trainee_exercises.storage import Storage, StorageError, tables

ANA, BEN = "u-ana", "u-ben"


def start(shifts, wish=None, user=ANA):
    """Return a shift that runs."""
    shift = shifts.begin(wish or Wish(3, 1), user, "Robin")
    shifts.act(shift, user, {"kind": "start"}, 0)
    return shift


def first(page):
    """Return the case that has waited longest."""
    return page["order"][0]


def test_a_shift_is_begun_acted_in_and_polled(storage):
    """On each database; the answer has what has changed."""
    shifts = Shifts(storage)
    shift = shifts.begin(Wish(3, 1), ANA, "Robin")
    assert ("before", "Robin") == (shifts.view(shift, ANA)["phase"], shifts.view(shift, ANA)["rep"])
    told = shifts.act(shift, ANA, {"kind": "start"}, 0)
    assert (True, "running") == (told["ok"], told["phase"])
    storage.now.forward(2 * MINUTE)
    case = first(told)
    done = shifts.act(shift, ANA, {"kind": "reply", "case": case, "text": "Hello, I look into this."}, told["last"])
    assert "me" == done["cases"][case]["messages"][1]["by"]
    assert 2 * MINUTE == done["at"]
    assert {} == shifts.poll(shift, ANA, done["last"])["cases"]
    assert case in shifts.poll(shift, ANA, told["last"])["cases"]


def test_another_process_sees_the_same_and_each_what_the_other_did(storage):
    """Two of them take turns at one shift; a third one made after a crash agrees."""
    one, other = Shifts(storage), Shifts(storage)
    shift = start(one)
    for turn in range(6):
        mine, theirs = (one, other) if turn % 2 else (other, one)
        storage.now.forward(40_000)
        page = mine.view(shift, ANA)
        waiting = [each for each in page["order"] if page["cases"][each]["standing"] == "new"]
        mine.act(shift, ANA, {"kind": "take", "case": waiting[0]}, 0)
        assert "mine" == theirs.view(shift, ANA)["cases"][waiting[0]]["standing"]
    pages = [each.view(shift, ANA) for each in (one, other, Shifts(storage))]
    assert pages[0] == pages[1] == pages[2]
    assert [one._memory.get(shift).played.shift.log] * 2 == [
        each.shift.log for each in (other._memory.get(shift).played, Shifts(storage).played(shift))
    ]


def test_two_threads_that_act_at_once_are_both_kept(storage):
    """One after the other, in the order of the events."""
    shifts = [Shifts(storage), Shifts(storage)]
    shift = start(shifts[0])
    case = first(shifts[0].view(shift, ANA))
    problems = []

    def work(number):
        for turn in range(5):
            try:
                shifts[number].act(shift, ANA, {"kind": "note", "case": case, "text": f"{number} {turn}"}, 0)
            except Exception as error:  # noqa: BLE001 - whatever it is, the test says so
                problems.append(error)

    threads = [Thread(target=work, args=(number,)) for number in (0, 1)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [] == problems
    pages = [each.view(shift, ANA)["cases"][case]["messages"] for each in (*shifts, Shifts(storage))]
    assert 10 == sum(one["by"] == "note" for one in pages[0])
    assert pages[0] == pages[1] == pages[2]


def test_what_was_refused_is_not_kept(storage):
    """Memory and disk agree afterwards."""
    shifts = Shifts(storage)
    shift = start(shifts)
    case = first(shifts.view(shift, ANA))
    with pytest.raises(CantDo):
        shifts.act(shift, ANA, {"kind": "pass", "case": case, "to": "nobody"}, 0)
    assert (
        "new"
        == shifts.view(shift, ANA)["cases"][case]["standing"]
        == Shifts(storage).view(shift, ANA)["cases"][case]["standing"]
    )


def test_searching_and_reading_brings_articles(storage):
    """And is written down for the debrief."""
    shifts = Shifts(storage)
    shift = start(shifts)
    hits = shifts.act(shift, ANA, {"kind": "search", "query": "refund"}, 0)["hits"]
    assert hits
    article = shifts.act(shift, ANA, {"kind": "read", "article": hits[0]["id"]}, 0)["article"]
    assert hits[0]["id"] == article["id"]
    assert ["searched", "read"] == [
        one.kind for one in shifts.played(shift).shift.log if one.kind in {"searched", "read"}
    ]


def test_a_clock_that_is_set_back_does_not_run_backwards(storage):
    """It stands until it is as late again."""
    shifts = Shifts(storage)
    shift = start(shifts)
    storage.now.forward(5 * MINUTE)
    shifts.act(shift, ANA, {"kind": "status"}, 0)
    storage.now.forward(-4 * MINUTE)
    assert 5 * MINUTE == shifts.view(shift, ANA)["at"]
    shifts.act(shift, ANA, {"kind": "status"}, 0)
    assert 5 * MINUTE == Shifts(storage).view(shift, ANA)["at"]


def test_a_clock_that_is_set_back_after_a_look_leaves_memory_and_disk_alike(storage):
    """An act does not come before what its rep has seen; a process that begins anew has the same log."""
    shifts = Shifts(storage)
    shift = start(shifts)
    storage.now.forward(5 * MINUTE)
    shifts.poll(shift, ANA, 0)
    storage.now.forward(-4 * MINUTE)
    told = shifts.act(shift, ANA, {"kind": "status"}, 0)
    assert 5 * MINUTE == told["at"]
    assert shifts._memory.get(shift).played.shift.log == Shifts(storage).played(shift).shift.log
    assert told["at"] == Shifts(storage).view(shift, ANA)["at"]


def test_an_error_in_the_midst_of_an_act_leaves_nothing_behind(storage, monkeypatch):
    """What was half done is forgotten: later acts stand on what is on the disk."""
    shifts = Shifts(storage)
    shift = start(shifts)
    case = first(shifts.view(shift, ANA))
    with monkeypatch.context() as patch:
        patch.setattr("trainee_exercises.practice.sending.answer", _breaks)  # by then the reply stands in the log
        with pytest.raises(RuntimeError, match="midst"):
            shifts.act(shift, ANA, {"kind": "reply", "case": case, "text": "Hello."}, 0)
    shifts.act(shift, ANA, {"kind": "status"}, 0)
    log = shifts._memory.get(shift).played.shift.log
    assert log == Shifts(storage).played(shift).shift.log
    assert "replied" not in {one.kind for one in log}


def _breaks(*_):
    message = "in the midst"
    raise RuntimeError(message)


@pytest.mark.parametrize(
    ("quicker", "is_done"), [({"kind": "note", "text": "Mine."}, True), ({"kind": "pass", "to": "?"}, False)]
)
def test_an_act_after_that_of_another_process_is_done_or_refused_as_it_is_replayed(storage, quicker, is_done):
    """Who was told "done" finds it done; at this level the reply would be spoken of at once."""
    one, other = Shifts(storage), Shifts(storage)
    shift = start(one, Wish(1, 2))
    page = one.view(shift, ANA)
    case = first(page)
    if "to" in quicker:
        quicker = quicker | {"to": page["desk"]["colleagues"][0]["id"], "text": "Over to you."}
    acted = one._acted

    def overtaken(*given):
        done = acted(*given)
        other.act(shift, ANA, quicker | {"case": case}, 0)
        return done

    one._acted = overtaken
    reply = {"kind": "reply", "case": case, "text": "Hello, I look into this."}
    if is_done:
        assert one.act(shift, ANA, reply, 0)["ok"]
    else:
        with pytest.raises(CantDo, match="Something else was done on this desk at the same instant"):
            one.act(shift, ANA, reply, 0)
    told = [each.view(shift, ANA)["cases"][case]["messages"] for each in (one, other, Shifts(storage))]
    assert is_done == ("Hello, I look into this." in [each["text"] for each in told[0]])
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize(
    ("text", "kept"), [("half \ud83d a sign", "half \ufffd a sign"), ("a \x00 zero", "a  zero"), ("😀 é 漢", "😀 é 漢")]
)
def test_any_characters_are_kept_and_what_is_none_is_replaced(storage, text, kept):
    """What a keyboard or a program can send: no database stores half a sign."""
    shifts = Shifts(storage)
    shift = start(shifts)
    case = first(shifts.view(shift, ANA))
    shifts.act(shift, ANA, {"kind": "note", "case": case, "text": text}, 0)
    messages = Shifts(storage).view(shift, ANA)["cases"][case]["messages"]
    assert [kept] == [one["text"] for one in messages if one["by"] == "note"]


@pytest.mark.parametrize("do", ["view", "poll", "act", "share"])
def test_somebody_elses_shift_is_refused(storage, do):
    """With one sentence, and nothing of it; so is one that does not exist, with another."""
    shifts = Shifts(storage)
    shift = start(shifts)
    calls = {
        "view": shifts.view, "poll": lambda one, who: shifts.poll(one, who, 0),
        "act": lambda one, who: shifts.act(one, who, {"kind": "finish"}, 0),
        "share": lambda one, who: shifts.share(one, who, is_private=False),
    }  # fmt: skip
    with pytest.raises(PracticeError, match="This shift is somebody else's"):
        calls[do](shift, BEN)
    with pytest.raises(PracticeError, match="There is no such shift; choose one on the page Practise"):
        calls[do]("0" * 16, ANA)
    assert "running" == shifts.view(shift, ANA)["phase"]
    assert shifts.row(shift).is_private


def test_the_first_shift_of_a_level_is_private_until_shared(storage):
    """The next one is not; another level begins anew, and so does another rep. One that never started is no try."""
    shifts = Shifts(storage)
    shifts.begin(Wish(4, 1), ANA, "Robin")
    storage.now.forward(1)
    for level in (3, 3, 4):
        start(shifts, Wish(level, 1))
        storage.now.forward(1)
    shifts.begin(Wish(3, 1), BEN, "Ben")
    found = [(one.level, one.is_private) for one in shifts.of(ANA)]
    assert [(4, True), (3, False), (3, True), (4, True)] == found
    assert [True] == [one.is_private for one in shifts.of(BEN)]
    first_one = shifts.of(ANA)[2].id
    shifts.share(first_one, ANA, is_private=False)
    assert not shifts.row(first_one).is_private
    assert 5 == len(shifts.all())


def test_figures_are_kept_for_the_list(storage):
    """What the debrief has found."""
    shifts = Shifts(storage)
    shift = start(shifts)
    assert shifts.row(shift).figures is None
    shifts.keep_figures(shift, {"overall": 0.5}, 77)
    assert ({"overall": 0.5}, 77) == (shifts.row(shift).figures, shifts.row(shift).ended_at)


def test_a_full_disk_is_a_sentence_and_memory_does_not_run_ahead(sqlite_storage):
    """What was not written has not happened: neither now nor when there is room again."""
    shift = start(Shifts(sqlite_storage))
    with sqlite_storage.read() as connection:
        n_pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    full = Storage(sqlite_storage.engine.url, now=sqlite_storage.now)
    event.listen(full.engine, "connect", lambda one, _: one.execute(f"PRAGMA max_page_count={n_pages}"))
    shifts = Shifts(full)
    case = first(shifts.view(shift, ANA))

    def writes_on():
        for _ in range(200):
            shifts.act(shift, ANA, {"kind": "note", "case": case, "text": "x" * 4000}, 0)

    with pytest.raises(StorageError, match=r"database or disk is full; .* is the disk full\?"):
        writes_on()
    kept = shifts.view(shift, ANA)["cases"][case]["messages"]
    full.close()
    assert Shifts(sqlite_storage).view(shift, ANA)["cases"][case]["messages"] == kept


def test_a_database_that_was_deleted_is_a_sentence(sqlite_storage):
    """Nothing is written into a file that nobody finds again, and nothing is shown as if it had been."""
    shifts = Shifts(sqlite_storage)
    shift = start(shifts)
    Path(sqlite_storage.engine.url.database).unlink()
    says = r"sandbox\.db was deleted or replaced while the app runs"
    for act in (
        lambda: shifts.act(shift, ANA, {"kind": "status"}, 0), lambda: shifts.view(shift, ANA),
        lambda: shifts.begin(Wish(1, 1), ANA, "Robin"), lambda: shifts.of(ANA), lambda: shifts.played(shift),
    ):  # fmt: skip
        with pytest.raises(StorageError, match=says):
            act()


def test_a_database_without_its_tables_is_a_sentence(storage):
    """On each database; such as one that somebody has emptied."""
    shifts = Shifts(storage)
    with storage.write() as connection:
        tables.practice_tasks.drop(connection, checkfirst=True)
        tables.shifts.drop(connection)
    with pytest.raises(StorageError, match=r"the database .* can't be used: .*shifts.*"):
        shifts.of(ANA)
