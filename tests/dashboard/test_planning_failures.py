"""Planning where something fails: a full disk, a deleted database, a killed worker, a limit, what others own."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

import pytest
from planning_pages import SCRIPT, fine, plain, press
from sqlalchemy import event
from streamlit.testing.v1 import AppTest

import scenarios
import sim
from dashboard.planning import runs
from dashboard.planning.board import Board, Wish
from sim.reports.plain_words import in_plain_words
from sim.scenario.editing import Edit, edited, value_at
from sim.scenario.load import parse
from trainee_exercises.library import drafts as kept_drafts

SMALL = "stage-1"
TEXT = scenarios.text("quickstart")
COUNT = "field plans.as_is.teams.new_york.headcount"
PAGES = ("compare", "scenario", "plan", "cost", "replay")


@pytest.fixture
def disk(sqlite_storage):
    """Give a disk that can be full: SQLite then gets no page more than it has."""

    class Disk:
        most = 2**30

        def fill(self):
            with sqlite_storage.write() as connection:
                self.most = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

        def empty(self):
            self.most = 2**30

    disk = Disk()
    event.listen(sqlite_storage.engine, "checkout", lambda one, *_: one.execute(f"PRAGMA max_page_count={disk.most}"))
    return disk


@pytest.fixture
def done(planning):
    """Give a run that is done and kept."""
    shown = planning.board.start(Wish(scenarios.text(SMALL), f"{SMALL}.yaml", 2), "u1")
    assert shown.job.wait(120)
    planning.kept()
    return shown


@pytest.fixture
def visit(planning, tmp_path):  # noqa: ARG001 -- the pages stand on it
    """Give a function that opens a page as the server does, menu and all: the script that runs it tells failures."""
    script = tmp_path / "app.py"  # beside a folder "pages", the tests' runner would run the page alone
    script.write_text(f"import runpy\nrunpy.run_path({str(SCRIPT)!r})\n", encoding="utf-8")

    def page(name, **query):
        test = fine(AppTest.from_file(str(script), default_timeout=60).run())
        test.switch_page(str(SCRIPT.parent / "pages" / f"{name}.py"))
        for key, value in query.items():
            test.query_params[key] = value
        return fine(test.run())

    return page


@pytest.fixture
def editor(visit):
    """Give a function that opens a draft in the editor, at the teams."""

    def page(draft):
        test = visit("scenario", draft=draft.id)
        test.session_state["editor-tab"] = "Teams and shifts"
        return fine(test.run())

    return page


def _long(planning):
    """Return a draft whose next step needs room on the disk."""
    return planning.library.new_draft(TEXT + "# long\n" * 3000, "Long", "u1")


def _of(test, kind, key):
    return next(one for one in getattr(test, kind) if one.key == key)


def _count(test, n):
    _of(test, "number_input", COUNT).set_value(n)
    return fine(test.run())


def _counted(text):
    return value_at(text, ("plans", "as_is", "teams", "new_york", "headcount"))


def _errors(test):
    return [plain(one.value) for one in test.error]


def _address(test, name):
    found = test.query_params[name]
    return found if isinstance(found, str) else found[0]


def _deleted(sqlite_storage):
    Path(sqlite_storage.engine.url.database).unlink()


# ---- a full disk ----


def test_a_full_disk_loses_nothing_that_is_typed(planning, disk, editor):
    """It is said, the page goes on with what was typed, and once there is room all of it is stored."""
    draft = _long(planning)
    test = editor(draft)
    disk.fill()
    test = _count(test, 12)
    (said,) = _errors(test)
    assert re.match(r"Your last change is not stored: .*disk is full", said)
    assert "Download what you have" in [one.proto.label for one in test.get("download_button")]
    assert 12 == _of(test, "number_input", COUNT).value
    assert draft == planning.library.draft(draft.id)
    test.selectbox(key="editor-plan").set_value("two_more")
    test = fine(test.run())
    _of(test, "number_input", COUNT.replace("as_is", "two_more")).set_value(20)
    test = fine(test.run())
    assert 1 == len(_errors(test))
    disk.empty()
    test = press(test, "Try to store it again")
    assert ([], []) == (_errors(test), list(test.warning))
    stored = planning.library.draft(draft.id)
    assert (12, 20) == (
        _counted(stored.text),
        value_at(stored.text, ("plans", "two_more", "teams", "new_york", "headcount")),
    )
    assert (draft.text,) == stored.undo


def test_undo_takes_back_what_is_not_stored(planning, disk, editor):
    """And no step more."""
    draft = _long(planning)
    test = editor(draft)
    disk.fill()
    test = _count(test, 12)
    _of(test, "button", "editor-undo").click()
    test = fine(test.run())
    assert [] == _errors(test)
    assert 9 == _of(test, "number_input", COUNT).value
    assert draft == planning.library.draft(draft.id)


def test_what_is_not_stored_meets_what_another_window_wrote(planning, disk, editor):
    """Both texts are shown to choose from, as with any two windows."""
    draft = _long(planning)
    test = editor(draft)
    disk.fill()
    test = _count(test, 12)
    disk.empty()
    theirs = edited(draft.text, [Edit(("currency",), "EUR")])
    planning.library.write_draft(draft.id, theirs, "t", "u1", revision=draft.revision)
    test = press(test, "Try to store it again")
    assert "changed in another window" in test.warning[0].value
    test = press(test, "Keep mine as a copy")
    texts = [planning.library.draft(one.id).text for one in planning.library.drafts_of("u1")]
    assert [9, 12] == sorted(_counted(one) for one in texts)
    assert theirs in texts


def test_a_draft_that_was_deleted_elsewhere_becomes_a_new_one(planning, editor):
    """With what was typed into it after that."""
    draft = planning.library.new_draft(TEXT, "Mine", "u1")
    test = editor(draft)
    planning.library.drop_draft(draft.id, "u1")
    test = _count(test, 12)
    assert "it was deleted" in _errors(test)[0]
    test = press(test, "Keep it as a new draft")
    (new,) = planning.library.drafts_of("u1")
    assert (12, "Mine") == (_counted(planning.library.draft(new.id).text), new.title)
    assert [] == _errors(test)


def test_a_conflict_needs_no_second_look_at_the_database(planning, monkeypatch, editor):
    """Where that fails, what was typed is there to be chosen all the same."""
    draft = planning.library.new_draft(TEXT, "Mine", "u1")
    test = editor(draft)
    theirs = edited(draft.text, [Edit(("currency",), "EUR")])
    planning.library.write_draft(draft.id, theirs, "t", "u1", revision=draft.revision)
    looked = []
    draft_of = planning.library.draft
    monkeypatch.setattr(planning.library, "draft", lambda one: looked.append(one) or draft_of(one))
    test = _count(test, 12)
    assert [draft.id] == looked  # the page's own, once
    assert "headcount: 9 -> 12" in test.code[0].value


# ---- a deleted database ----


@pytest.fixture
def anew(planning, warm_crew, monkeypatch):
    """Give a function that forgets what the server has in memory, as after a start."""

    def start():
        board = Board(warm_crew, planning.library)
        monkeypatch.setattr(runs, "board", lambda: board)

    return start


@pytest.mark.usefixtures("done")
@pytest.mark.parametrize("name", PAGES)
def test_a_deleted_database_is_a_sentence_on_every_page(planning, sqlite_storage, anew, visit, name):
    """Below the title; nothing is in memory, so that the page has to look."""
    planning.library.new_draft(TEXT, "Mine", "u1")
    test = visit(name)
    assert [] == _errors(test)
    anew()
    _deleted(sqlite_storage)
    (said,) = _errors(fine(test.run()))
    assert "sandbox.db was deleted or replaced while the app runs; stop the app, put the file back" in said
    assert test.title


def test_figures_in_memory_outlive_the_database(visit, sqlite_storage, done):
    """Who looks at them loses nothing."""
    test = visit("compare", run=done.id)
    _deleted(sqlite_storage)
    test = fine(test.run())
    assert [] == _errors(test)
    assert test.get("plotly_chart")


def test_what_is_typed_when_the_database_is_gone_can_be_taken_along(planning, sqlite_storage, editor):
    """The editor can't show the draft any more, but has what was typed last."""
    test = editor(planning.library.new_draft(TEXT, "Mine", "u1"))
    _deleted(sqlite_storage)
    test = _count(test, 12)
    not_stored, why = _errors(test)
    assert not_stored.startswith("Your last change is not stored: the database")
    assert "was deleted or replaced" in why
    assert ["Download what you have"] == [one.proto.label for one in test.get("download_button")]
    again = press(test, "Keep it as a new draft")
    assert not_stored == _errors(again)[0]


# ---- a killed worker, a run that is gone ----


def test_a_killed_worker_costs_no_figure_of_the_page(planning, warm_crew, visit):
    """It is replaced, its replication played once more, and the page says what an undisturbed run says."""
    expected = sim.compare(parse(scenarios.text(SMALL), SMALL), replications=30, processes=1)
    shown = planning.board.start(Wish(scenarios.text(SMALL), f"{SMALL}.yaml", 30), "u1")
    until = time.monotonic() + 60
    while shown.results() is None and time.monotonic() < until:
        time.sleep(0.01)
    for number in warm_crew.processes:
        os.kill(number, signal.SIGKILL)
    test = visit("compare", run=shown.id)
    assert shown.job.wait(120)
    test = fine(test.run())
    assert [] == _errors(test)
    said = plain("\n".join(one.value for one in test.markdown)).replace("**", "")
    for claim in in_plain_words(expected).values():
        assert claim in said
    assert expected.to_pandas().equals(shown.comparison().to_pandas())


@pytest.mark.parametrize("name", ["compare", "cost", "replay"])
@pytest.mark.parametrize("asked", ["0123456789abcdef", "\0"])
def test_a_run_that_is_gone_is_said_with_the_ways_on(visit, name, asked):
    """Below the page's title: the library, and a way to start one."""
    test = visit(name, run=asked)
    kinds = [one.type for one in test.main]
    assert kinds.index("title") < kinds.index("info")
    assert "This run is not here any more" in test.info[0].value
    assert {"library", "plan"} <= {one.proto.page for one in test.get("page_link")}


def test_a_run_that_was_deleted_gives_way_to_the_latest(visit, done):
    """Where the address names none: the one that was seen last is not insisted on."""
    test = visit("home")
    test.session_state["run"] = "0123456789abcdef"
    test = fine(test.switch_page(str(SCRIPT.parent / "pages" / "compare.py")).run())
    assert done.id == _address(test, "run")


# ---- limits, and what belongs to others ----


def test_a_limit_is_said_where_one_begins(visit, monkeypatch):
    """The app's pages say it in the library's words."""
    monkeypatch.setattr(kept_drafts, "MAX_DRAFTS", 0)
    test = press(visit("scenario"), "Begin with the example")
    (said,) = _errors(test)
    assert "Delete one that you no longer need (Library, Your drafts)" in said


def test_anothers_draft_is_read_and_gone_on_with_as_a_copy(planning, editor):
    """Nothing of theirs is changed, and the copy is edited from then on."""
    draft = planning.library.new_draft(TEXT, "Theirs", "u2")
    test = editor(draft)
    assert "who alone can change it" in test.info[0].value
    assert TEXT.strip() == test.code[0].value.strip()
    assert not test.number_input
    test = press(test, "Go on with a copy of mine")
    (mine,) = planning.library.drafts_of("u1")
    assert mine.id == _address(test, "draft")
    test = _count(test, 12)
    assert (12, draft) == (_counted(planning.library.draft(mine.id).text), planning.library.draft(draft.id))


@pytest.mark.parametrize("asked", ["0123456789abcdef", "\0"])
def test_a_draft_that_is_gone_is_said(planning, visit, asked):
    """Before the latest one of the visitor is shown: nobody edits another than they mean to."""
    mine = planning.library.new_draft(TEXT, "Mine", "u1")
    test = visit("scenario", draft=asked)
    assert "not there any more: it was deleted. This is the last one of yours." in test.info[0].value
    assert mine.id == _address(test, "draft")
