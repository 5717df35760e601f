"""The page Debrief: what to try next with its events, every part of it, moments tried again, and who may see it."""

from __future__ import annotations

import json
import re
from html import escape

from planning_pages import fine, plain

from dashboard.practising.times import instant
from trainee_exercises.practice import earlier
from trainee_exercises.practice.bots import CAREFUL, FAST_AND_WRONG, IGNORES_VIP, QUITTER
from trainee_exercises.practice.debrief.paper import percent
from trainee_exercises.practice.debrief.telling import cited
from trainee_exercises.practice.wish import Wish

PARTS = ("Next time", "Waiting", "Timeline", "Replies", "Tags and sales", "Conversations", "All findings", "As a hire")


def said(test):
    """Return all words of a page."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "warning", "error", "code")
    words = [str(one.value) for kind in kinds for one in getattr(test, kind)]
    return plain("\n".join([*words, *(one.proto.body for one in test.get("html"))]))


def opened(desk, shift, part=None):
    """Return the debrief of a shift, with one of its parts opened."""
    test = desk.page("debrief", shift=shift)
    if part is not None:
        test.session_state["debrief-part"] = part
        test = test.run()
    return fine(test)


def test_the_three_things_to_try_cite_their_events(desk):
    """Time, customer and words of each; and the figures are kept at the first look."""
    shift = desk.worked(desk.ana, FAST_AND_WRONG, level=3)
    assert desk.shifts.row(shift).figures is None
    test = opened(desk, shift)
    back = desk.looked(shift)
    words = said(test)
    assert "To try next" in words
    assert 3 == len(back.debrief.try_next)
    for one in back.debrief.try_next:
        assert one.says in words
        assert one.advice in words
        for each in cited(back.shift, one.entries):
            who = f"{each.who}: " if each.who else ""
            assert escape(f"{instant(back, each.entry)} {who}{each.says}") in words
    assert back.debrief.figures["overall"] == desk.shifts.row(shift).figures["overall"]


def test_a_finding_leads_to_its_place_in_the_conversation(desk):
    """Which is chosen there, and what was cited is marked."""
    shift = desk.worked(desk.ana, IGNORES_VIP, level=3)
    test = opened(desk, shift)
    (one, *_) = [each for each in desk.looked(shift).debrief.try_next if each.case]
    test = fine(next(each for each in test.button if each.label == "See it in the conversation").click().run())
    assert one.case == test.selectbox(key="debrief-case").value
    assert "practice-cited" in said(test)


def test_every_part_of_it_opens(desk):
    """With the charts that belong to it, and no placeholder of a script."""
    test = opened(desk, desk.worked(desk.ana, CAREFUL, level=2))
    drawn = {"Waiting": [["bar", "bar", "scatter"]], "Timeline": [["bar"] * 4 + ["scatter"] * 4]}
    for part in PARTS:
        test.session_state["debrief-part"] = part
        test = fine(test.run())
        assert not test.error, said(test)
        assert "{first_name}" not in said(test)
        charts = [json.loads(one.proto.spec) for one in test.get("plotly_chart")]
        assert drawn.get(part, []) == [[trace["type"] for trace in one["data"]] for one in charts]


def test_the_tour_counts_no_wait_and_says_so(desk):
    """It has no clock."""
    test = opened(desk, desk.worked(desk.ana, CAREFUL, level=0), "Waiting")
    assert "nobody's wait counts" in said(test)
    assert not test.get("plotly_chart")


def test_who_left_early_reads_of_the_time_and_of_those_who_are_not_due(desk):
    """The first thing to try is the stretch in which nothing was done; who can still be answered is shown apart."""
    shift = desk.worked(desk.ana, QUITTER)
    test = opened(desk, shift)
    first = desk.looked(shift).debrief.try_next[0]
    assert "idle" == first.kind
    assert first.says in said(test)
    test.session_state["debrief-part"] = "Waiting"
    assert "They count neither way." in said(fine(test.run()))


def test_a_moment_is_tried_again_and_the_shift_stays(desk):
    """The model reply is told what it does; events and figures are as they were."""
    shift = desk.worked(desk.ana, FAST_AND_WRONG, level=1)
    test = opened(desk, shift, "Conversations")
    back = desk.looked(shift)
    before = desk.shifts.played(shift).shift.log
    case = back.shift.cases[test.selectbox(key="debrief-case").value]
    field = test.text_area[0]
    key = field.key
    field.set_value(case.script.model_reply)
    test = fine(test.button(key=f"do-{key}").click().run())
    words = said(test)
    assert "\N{CHECK MARK} Said: " in words
    assert "Said: Said" not in words
    assert "nothing of this is kept" in words
    assert before == desk.shifts.played(shift).shift.log


def test_an_empty_try_asks_for_words(desk):
    """Nothing else happens."""
    test = opened(desk, desk.worked(desk.ana), "Conversations")
    test = fine(test.button(key=f"do-{test.text_area[0].key}").click().run())
    assert "Write a few words first." in said(test)


def test_a_later_shift_is_compared_with_the_earlier_ones_of_its_level(desk):
    """In points, beside each figure."""
    first, second = desk.worked(desk.ana), desk.worked(desk.ana, FAST_AND_WRONG)
    desk.looked(first)
    test = opened(desk, second)
    assert "1 earlier shift of this level" in said(test)
    assert test.metric[0].delta.startswith("-")


def test_a_trainer_sees_shared_shifts_and_no_private_one(desk):
    """A private one is as one that does not exist; another rep sees neither."""
    private, open_one = desk.worked(desk.ana), desk.worked(desk.ana, seed=3)
    none = said(opened(desk, "0" * 16))
    assert none == said(opened(desk, "x\0' or 1=1")) == said(opened(desk, ""))
    desk.as_trainer()
    assert none == said(opened(desk, private))
    test = opened(desk, open_one)
    assert "ana@company.example" in said(test)
    assert not test.toggle
    desk._visit("rep", "another")
    assert none == said(opened(desk, private)) == said(opened(desk, open_one))


def test_what_was_seen_is_hidden_again_once_it_is_private(desk):
    """Also from a trainer who has read it already."""
    desk.worked(desk.ana)
    shift = desk.worked(desk.ana, seed=3)
    desk.as_trainer()
    assert "To try next" in said(opened(desk, shift)) or "Nothing to try" in said(opened(desk, shift))
    desk.shifts.share(shift, desk.ana, is_private=True)
    assert "There is no such shift" in said(opened(desk, shift))


def test_a_shift_under_way_has_no_debrief_yet(desk):
    """A sentence, and no figures are kept."""
    shift = desk.shifts.begin(Wish(1, 4), desk.ana, "Ana")
    assert "has not begun yet" in said(opened(desk, shift))
    desk.shifts.act(shift, desk.ana, {"kind": "start"}, 0)
    assert "still under way" in said(opened(desk, shift))
    assert desk.shifts.row(shift).figures is None


def test_the_pace_of_practice_becomes_a_newcomer_in_a_draft(desk):
    """The editor opens with a plan of one person more."""
    shift = desk.worked(desk.ana, CAREFUL, level=3)
    test = opened(desk, shift, "As a hire")
    assert "customers in 1 shift on 1 day, without the tour" in said(test)
    assert "newcomer:" in said(test)
    test = fine(test.selectbox(key="hire-shipped").set_value("stage-2").run())
    test = fine(next(one for one in test.button if one.label == "Open it in the editor").click().run())
    (draft,) = desk.planning.library.drafts_of(desk.ana)
    text = desk.planning.library.draft(draft.id).text
    assert "_and_newcomer:" in text
    assert "headcount: 1" in text
    assert test.session_state["editor-plan"].endswith("_and_newcomer")


def test_a_shift_in_which_nothing_was_found_says_why(desk):
    """Ended at once nobody had written; ended early it says how many had no answer. All parts open even so."""
    for minutes, says in ((0, "Nobody wrote in this shift"), (3, "no answer yet when it ended")):
        shift = desk.shifts.begin(Wish(1, 4), desk.ana, "Ana")
        desk.shifts.act(shift, desk.ana, {"kind": "start"}, 0)
        desk.storage.now.forward(minutes * 60_000)
        desk.shifts.act(shift, desk.ana, {"kind": "finish"}, 0)
        test = opened(desk, shift)
        assert says in said(test)
        for part in PARTS:
            test.session_state["debrief-part"] = part
            assert not fine(test.run()).error


def test_too_few_replies_say_nothing_about_a_hire(desk):
    """And how many there are."""
    test = opened(desk, desk.worked(desk.ana, level=1), "As a hire")
    assert "Too few to tell: " in said(test)
    assert "newcomer:" not in said(test)


def test_its_head_says_how_long_the_rep_was_at_it(desk):
    """Of a shift that was ended before its time both; of the tour, which has no clock, what it took."""
    heads = []
    for wish in (Wish(0, 1), Wish(1, 2)):
        shift = desk.shifts.begin(wish, desk.ana, "Ana")
        desk.shifts.act(shift, desk.ana, {"kind": "start"}, 0)
        desk.storage.now.forward(180_000)
        desk.shifts.act(shift, desk.ana, {"kind": "finish"}, 0)
        heads.append(plain(opened(desk, shift).caption[0].value))
    assert heads[0].endswith(", 3 minutes")
    assert re.search(r", 3 of 15 minutes, from \d\d:\d\d to \d\d:\d\d on the desk's clock$", heads[1])


def test_a_shift_of_an_earlier_version_shows_its_figures_and_what_was_typed_and_no_debrief(desk, monkeypatch):
    """One that nobody had looked back at has no figures; neither is judged anew."""
    looked, other = (desk.worked(desk.ana, CAREFUL, seed=seed) for seed in (2, 3))
    desk.looked(looked)
    kept = desk.shifts.row(looked).figures
    monkeypatch.setattr(earlier, "RULES", earlier.RULES + 1)
    test = opened(desk, looked)
    assert f"{earlier.SAYS} A debrief of it would be wrong now." in said(test)
    assert percent(kept["overall"]) == test.metric[0].value
    assert [] == list(test.tabs)
    typed = [one.text for one in desk.shifts.typed(looked)]
    assert typed
    assert typed == [one.value for one in test.code]
    desk.shared(looked, desk.ana)
    desk.as_trainer()
    test = opened(desk, looked)
    assert (percent(kept["overall"]), []) == (test.metric[0].value, list(test.code))  # what was not sent is the rep's
    desk.as_rep()
    test = opened(desk, other)
    assert f"{earlier.SAYS} {earlier.CANT_GO_ON}" in said(test)
    assert [] == list(test.metric)
    assert desk.shifts.row(other).figures is None
