"""Planning where things meet: first visitors at once, one wish of two tabs, files that are too much, odd failures."""

from __future__ import annotations

import threading
import time

import pytest
from planning_pages import fine, plain

import scenarios
from dashboard.planning import board as boards
from dashboard.planning import crew as crews
from dashboard.planning import editor_state, what_if_panel
from dashboard.planning.board import Wish
from dashboard.planning.editor_state import Editor
from sim.experiments import turns
from sim.experiments.standing import BusyError
from trainee_exercises.library import MAX_TEXT

WISH = Wish(scenarios.text("stage-1"), "stage-1.yaml", replications=2, seed=3)


def _at_once(n, do):
    """Return what *do* gave to so many who asked in one moment."""
    start, found = threading.Barrier(n), []

    def ask():
        start.wait()
        found.append(do())

    asking = [threading.Thread(target=ask) for _ in range(n)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    return found


def test_visitors_who_come_first_at_once_share_one_crew(monkeypatch):
    """A second one would never be ended."""
    made = []

    class Slow:
        def __init__(self):
            time.sleep(0.05)
            made.append(self)

        def close(self):
            pass

    crews.end()
    monkeypatch.setattr(crews, "StandingCrew", Slow)
    found = _at_once(6, crews.crew)
    crews.end()
    assert made == [*set(found)]


def test_one_wish_of_two_tabs_at_once_is_one_run(planning, monkeypatch):
    """It is played once, and kept once."""
    started = []
    compare = planning.board._crew.compare

    def slow(*args, **options):
        time.sleep(0.1)
        started.append(compare(*args, **options))
        return started[-1]

    monkeypatch.setattr(planning.board._crew, "compare", slow)
    first, second = _at_once(2, lambda: planning.board.start(WISH, "u1"))
    assert first is second
    assert started == [first.job]


def test_a_run_that_cannot_be_written_is_said_whatever_the_reason(planning, monkeypatch):
    """Not only a full disk; once it is kept, nothing is said any more."""

    def broken(_results):
        raise MemoryError

    monkeypatch.setattr(boards, "results_to_bytes", broken)
    shown = planning.board.start(WISH, "u1")
    assert shown.job.wait(120)
    until = time.monotonic() + 30
    while shown.id not in planning.board.unkept and time.monotonic() < until:
        time.sleep(0.02)
    assert "the server's log says more" in planning.board.unkept[shown.id]


@pytest.mark.parametrize(
    ("text", "button", "says"),
    [
        ("a: " + "x" * 1_000_000, "", "much.yaml has 1,000,003 characters; 1,000,000 is the most for a scenario."),
        ("title: a\0b", "file-edit", "The scenario has a character in line 1 that can't be kept (U+0000); delete it."),
    ],
)
def test_a_file_that_cannot_be_kept_is_said(planning, text, button, says):
    """In a sentence that names what is wrong, before it is read."""
    test = planning.page("plan")
    upload = next(one for one in test.file_uploader if one.label == "Scenario file")
    upload.set_value(("much.yaml", text.encode(), "application/yaml"))
    test = fine(test.run())
    if button:
        test = fine(next(one for one in test.button if one.key == button).click().run())
    assert [says] == [plain(one.value) for one in test.error]
    assert [] == planning.library.drafts_of("u1")


def test_a_text_that_is_too_long_is_not_read(planning, monkeypatch):
    """It would take seconds, for all; the library says how long it may be, and it stays to be taken along."""
    read = editor_state.read
    monkeypatch.setattr(editor_state, "read", lambda text: read(text) if len(text) <= MAX_TEXT else pytest.fail("read"))
    draft = planning.library.new_draft("title: a", "a", "u1")
    editor = Editor(draft, "u1")
    much = "title: b\n" + "#" * MAX_TEXT
    editor.write(much)
    (lost,) = editor_state.not_stored()
    editor_state.forget(draft.id)
    assert (much, "The scenario has 1,000,009 characters; 1,000,000 is the most") == (lost.text, lost.why[:60])
    assert "title: a" == planning.library.draft(draft.id).text


def test_one_person_has_a_quarter_of_the_crew(planning, monkeypatch):
    """Who is signed in by name; where nobody signs in, the one who is there may have all."""
    monkeypatch.setattr(turns, "MOST_OF_ONE", 1)
    long = WISH._replace(replications=3000)
    for by, seeds in (("u1", (11,)), ("u2", (12,)), ("local", (13, 14))):
        for seed in seeds:
            planning.board.start(long._replace(seed=seed), by)
    with pytest.raises(BusyError, match="1 of your runs"):
        planning.board.start(long._replace(seed=15), "u1")
    assert 4 == len(planning.board.under_way())


@pytest.mark.parametrize(("by", "asks_as"), [("u1", "u1"), ("local", "")])
def test_an_actor_asks_by_name_where_people_sign_in(by, asks_as):
    """There alone are there others."""
    assert asks_as == crews.asker(by)


def test_who_waits_for_a_question_that_another_visitor_ends_is_answered(monkeypatch):
    """It is asked anew, and nobody is told of a cancelling that is not theirs."""

    class Question:
        def __init__(self, *, ends):
            self._ends, self.is_cancelled = ends, False

        def wait(self, _seconds):
            self.is_cancelled = self._ends
            return True

    first, second = Question(ends=True), Question(ends=False)
    waiting = [first, second]

    class Questions:
        def __call__(self, *_key):
            return waiting[0]

        def clear(self, *_key):
            waiting.pop(0)

    monkeypatch.setattr(what_if_panel, "_question", Questions())
    assert second is what_if_panel._played((), None)
