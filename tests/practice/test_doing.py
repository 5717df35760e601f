"""What a rep may do at the desk, what comes of it, and the sentence with which everything else is refused."""

from __future__ import annotations

import pytest
from practice_builder import Hands, a_script, begun, made, the_desk

from sim.durations import MINUTE
from trainee_exercises.exercise.refusals import NotAnAction, Refused
from trainee_exercises.practice.doing import CantDo


def refused(hands, kind, case=None, **more):
    """Return the code and the sentence of a refusal."""
    with pytest.raises(CantDo) as cant:
        hands.do(kind, case, **more)
    return cant.value.code, cant.value.says


@pytest.fixture
def hands():
    """Give a rep who is alone at the desk, with some who wait."""
    return begun()


@pytest.fixture
def case(hands):
    """Give one of the plain sort who waits."""
    return hands.waiting("plain")[0]


def with_scripts(*written):
    """Return a pack with these situations alone."""
    return the_desk().model_copy(update={"scripts": {one["id"]: made(one) for one in written}})


# ---- taking and writing ----


def test_a_reply_takes_it_and_the_customer_writes_back_in_minutes(hands, case):
    """What was left out; then thanks; the waits are noted."""
    hands.wait(2)
    told = hands.do("reply", case, text="first")
    assert ("mine", None, False, told["entry"]) == (
        case.standing,
        case.waits_since,
        case.is_due,
        hands.shift.log[-1].id,
    )
    assert ["took", "replied"] == [one.kind for one in hands.told(case)[1:]]
    hands.wait(3)
    assert "What about plain second?" == case.messages[-1].text
    assert case.is_due
    hands.do("reply", case, text="second next")
    hands.wait(3)
    assert ("Thank you for plain.", True, False) == (case.messages[-1].text, case.settled, case.is_due)


def test_the_policy_never_takes_who_has_said_thanks():
    """They wait for nothing, though the conversation is open: it chooses among those who wait."""
    hands = begun(plan="calm")
    for _ in range(25):
        for one in hands.waiting()[:1]:
            hands.do("reply", one, text="all which")
        hands.wait(1)
    assert any(one.settled for one in hands.shift.cases.values())
    took = [one.data for one in hands.shift.log if one.kind == "took"]
    assert len(took) > 5
    assert all(one["first_by_policy"] in one["waiting"] for one in took)


def test_what_the_policy_would_take_is_noted_with_each_choice(hands):
    """For the debrief: order of work."""
    waiting = [one.id for one in hands.shift.waiting_cases()]
    hands.do("take", waiting[-1])
    took = hands.told(hands.shift.cases[waiting[-1]], "took")[0]
    assert waiting == took.data["waiting"]
    assert took.data["first_by_policy"] in waiting
    hands.do("take", waiting[-1])
    assert 1 == len(hands.told(hands.shift.cases[waiting[-1]], "took"))


def test_an_empty_reply_or_note_is_refused(hands, case):
    """Spaces are nothing."""
    for kind in ("reply", "note"):
        assert ("empty", "Write a few words first.") == refused(hands, kind, case, text=" \n")


def test_what_does_not_exist_is_refused(hands, case):
    """A conversation, a colleague, an article, a procedure of a pack that has none: and nothing is taken for it."""
    assert (
        "There is no such conversation on this desk; load the page again." == refused(hands, "look", "c-0000000000")[1]
    )
    assert "There is no such colleague; choose one of the list." == refused(hands, "pass", case, to="nobody")[1]
    assert "There is no such colleague; choose one of the list." == refused(hands, "copy", case, to="nobody")[1]
    assert "There is no such article; search again." == refused(hands, "read", article="nothing")[1]
    bare = begun(pack=the_desk().model_copy(update={"procedures": {}}))
    one = bare.waiting()[0]
    says = refused(bare, "carry", one, procedure="refund", verified=[], do=False)[1]
    assert ("This desk has no such procedure.", "new", "new") == (says, one.standing, case.standing)


@pytest.mark.parametrize(
    "action",
    [
        {}, {"kind": "dance"}, {"kind": "reply", "text": "x"}, {"kind": "reply", "case": "x", "text": "x"},
        {"kind": "snooze", "case": "c-0000000000", "minutes": 0},
        {"kind": "snooze", "case": "c-0000000000", "minutes": 1.5},
        {"kind": "tag", "case": "c-0000000000", "category": "nice"}, {"kind": "start", "more": 1}, {"kind": None},
    ],
)  # fmt: skip
def test_what_no_page_sends_is_no_action(hands, action):
    """A program that guesses gets one sentence."""
    with pytest.raises(NotAnAction):
        hands.played.act(action, hands.now)


def test_a_text_that_is_too_long_is_refused(hands, case):
    """And named as that, so that the page can keep it."""
    with pytest.raises(Refused):
        hands.do("reply", case, text="x" * 200_000)


def test_drafts_are_kept_by_revision_for_each_field(hands, case):
    """The newest one stays, whatever comes late; sending clears it."""
    hands.do("draft", case, field="reply", text="two", revision=2)
    assert {"revision": 2, "overtaken": True} == hands.do("draft", case, field="reply", text="one", revision=1)
    hands.do("draft", case, field="note", text="n", revision=1)
    assert ["two", "n"] == [case.drafts["reply"].text, case.drafts["note"].text]
    hands.do("reply", case, text="two")
    hands.do("note", case, text="n")
    assert {} == case.drafts
    assert "note" == case.messages[-1].by


def test_a_note_is_not_seen_by_the_customer(hands, case):
    """It neither answers nor takes."""
    hands.do("note", case, text="first second next")
    assert ("new", True, frozenset()) == (case.standing, case.is_due, case.mind.told)


def test_what_is_released_waits_for_the_team_again(hands, case):
    """Unless it is the customer's turn."""
    hands.do("take", case)
    hands.do("release", case)
    assert "new" == case.standing
    hands.do("reply", case, text="first")
    assert "The customer has the word; it stays with you until they write." == refused(hands, "release", case)[1]
    hands.wait(3)
    hands.do("release", case)
    assert ("new", True) == (case.standing, case.is_due)
    hands.do("reply", case, text="second next")
    hands.wait(3)
    assert case.settled


def test_with_colleagues_what_is_released_is_taken_at_once_and_cannot_be_had_back():
    """The refusal says who has it; they answer and close it in their time."""
    hands = begun(plan="calm", level=5, day=2)
    hands.wait(1)
    hands.wait(20)
    case = next(one for one in hands.shift.cases.values() if one.standing == "new" or hands.wait(1))
    hands.do("take", case)
    hands.do("release", case)
    hands.wait(15)
    assert ("not_yours", f"{case.holder} has it. Choose one that nobody has yet.") == refused(hands, "take", case)
    hands.wait(50)
    assert "colleague_answered" in [one.kind for one in hands.told(case)]
    assert case.holder in hands.shift.mates


# ---- passing on ----


def test_who_is_passed_to_the_right_colleague_is_answered_by_them(hands):
    """After their delay; it is out of the rep's hands."""
    case = hands.waiting("sales")[0]
    says = hands.do("pass", case, to="pete", text="Hello, Pete Moran looks into this.")["says"]
    assert ("Passed to Pete Moran.", "passed") == (says, case.standing)
    assert (True, True) == tuple(hands.told(case, "passed")[0].data[one] for one in ("right", "by_name"))
    assert "It is with Pete Moran now." == refused(hands, "reply", case, text="x")[1]
    hands.wait(5)
    assert ("colleague", "Pete Moran", "closed") == (case.messages[-1].by, case.messages[-1].name, case.standing)
    assert (
        "The customer has what they need; it stays closed until they write again." == refused(hands, "reopen", case)[1]
    )


def test_who_is_passed_to_the_wrong_colleague_comes_back_with_a_reason(hands, case):
    """The customer has waited for nothing."""
    hands.do("pass", case, to="yasmin")
    assert (False, False) == tuple(hands.told(case, "passed")[0].data[one] for one in ("right", "by_name"))
    hands.wait(6)
    assert ("mine", True) == (case.standing, case.is_due)
    assert ("note", "No money question in this; back to you.") == (case.messages[-1].by, case.messages[-1].text)
    hands.do("reply", case, text="all")
    hands.wait(3)
    assert case.settled


@pytest.mark.parametrize(("then", "standing"), [("waits", "passed"), ("cancels", "gone")])
def test_a_customer_may_object_to_being_passed_on(then, standing):
    """Where the script says so, and they were told; before the colleague has looked at it."""
    branch = {"id": "no", "when": {"passed_to": "engineering"}, "says": "Not again!", "then": then}
    hands = begun(pack=with_scripts(a_script(branches=[branch])))
    told, silent = hands.waiting()[:2]
    hands.do("pass", told, to="lena", text="Lena Brandt looks into it.")
    hands.do("pass", silent, to="lena")
    hands.wait(3)
    assert ("Not again!", standing) == (told.messages[-1].text, told.standing)
    assert "passed" == silent.standing
    hands.wait(6)
    assert ["mine" if then == "waits" else "gone", "mine"] == [told.standing, silent.standing]


def test_who_may_read_along_is_told_once(hands):
    """A copy to sales of a sales signal is right; the conversation stays."""
    case, other = hands.waiting("sales")[0], hands.waiting("plain")[0]
    for one in (case, case, other):
        hands.do("copy", one, to="pete")
    assert [[True], [False]] == [[each.data["right"] for each in hands.told(one, "copied")] for one in (case, other)]
    assert (("pete",), "new") == (case.copied, case.standing)


# ---- merging ----


def reported():
    """Return a shift in which at least three reports of a disturbance wait."""
    hands = begun(day=3, time="09:00")
    hands.wait(20)
    assert len(hands.waiting("slow-one")) >= 3
    return hands


def test_reports_of_one_disturbance_are_answered_together():
    """What is told to the first is told to all, and closed with it."""
    hands = reported()
    first, second = hands.waiting("slow-one")[0], hands.waiting("slow-two")[0]
    hands.do("merge", second, into=first.id)
    assert hands.told(second, "merged")[0].data["right"]
    hands.do("reply", first, text="all")
    assert [1, 1] == [one.n_replies for one in (first, second)]
    hands.wait(4)
    assert [True, True] == [first.settled, second.settled]
    hands.do("close", first)
    assert ["closed", "closed"] == [one.standing for one in (first, second)]


def test_what_was_merged_wrongly_comes_apart_again():
    """Another question gets no answer from somebody else's; the customer says so."""
    hands = reported()
    into, case = hands.waiting("slow-one")[0], hands.waiting("plain")[0]
    hands.do("merge", case, into=into.id)
    assert not hands.told(case, "merged")[0].data["right"]
    hands.wait(3)
    assert ("", True, "merged") == (case.merged_into, case.is_due, hands.told(case, "customer_wrote")[0].data["why"])


def test_who_came_apart_while_thinking_about_an_answer_can_be_released():
    """They wait for us and the engine has them think still: both let go."""
    hands = reported()
    into, case = hands.waiting("slow-one")[0], hands.waiting("plain")[0]
    hands.do("reply", case, text="wrong")
    hands.do("merge", case, into=into.id)
    hands.wait(2)
    assert ("with_customer", True) == (hands.shift.seat.where(case.number).state, case.is_due)
    hands.do("release", case)
    assert ("new", "returned") == (case.standing, hands.shift.seat.where(case.number).state)


def test_a_merge_with_itself_or_into_a_merged_one_is_refused_and_chains_hold():
    """What was merged into one that is merged on goes along."""
    hands = reported()
    a, b, c = hands.waiting("slow-one")[:3]
    assert "Choose another conversation, one that is not merged itself." == refused(hands, "merge", a, into=a.id)[1]
    hands.do("merge", b, into=a.id)
    assert "not_now" == refused(hands, "merge", c, into=b.id)[0]
    assert "new" == c.standing
    hands.do("merge", a, into=c.id)
    assert [c.id, c.id] == [a.merged_into, b.merged_into]
    hands.do("reply", c, text="all")
    assert [1, 1, 1] == [one.n_replies for one in (a, b, c)]


def test_nothing_is_merged_into_what_somebody_else_has(hands, case):
    """And the first of the two is not taken either."""
    other = hands.waiting("sales")[0]
    hands.do("pass", other, to="pete")
    assert "It is with Pete Moran now." == refused(hands, "merge", case, into=other.id)[1]
    assert "new" == case.standing


def test_what_is_taken_to_be_merged_says_into_what():
    """So that nobody reads it as a choice of whom to answer next; the first report is one."""
    hands = reported()
    first, second = hands.waiting("slow-one")[0], hands.waiting("slow-two")[0]
    hands.do("merge", second, into=first.id)
    assert [None, first.id] == [hands.told(one, "took")[0].data.get("into") for one in (first, second)]


def test_what_goes_along_with_a_merge_is_told_to_the_page():
    """Each conversation that is answered elsewhere now has an entry of its own."""
    hands = reported()
    a, b, c = hands.waiting("slow-one")[:3]
    hands.do("merge", b, into=a.id)
    last = len(hands.shift.log)
    hands.do("merge", a, into=c.id)
    told = {(one.case, one.kind, one.data["into"]) for one in hands.shift.log[last:] if one.kind.startswith("merged")}
    assert {(a.id, "merged", c.id), (b.id, "merged_along", c.id)} == told


def test_who_goes_along_into_something_else_comes_apart_too():
    """A report that was merged rightly, and then with somebody's question."""
    hands = reported()
    first, second, other = hands.waiting("slow-one")[0], hands.waiting("slow-two")[0], hands.waiting("plain")[0]
    hands.do("merge", second, into=first.id)
    hands.do("merge", first, into=other.id)
    hands.wait(3)
    assert ["", ""] == [one.merged_into for one in (first, second)]
    assert all(one.is_due for one in (first, second))


# ---- putting aside and ending ----


def test_what_is_snoozed_comes_back_in_time_or_when_the_customer_writes(hands, case):
    """Also after it was snoozed anew."""
    hands.do("take", case)
    hands.do("snooze", case, minutes=3)
    hands.do("snooze", case, minutes=5)
    hands.wait(4)
    assert hands.shift.now + MINUTE == case.snoozed_until
    hands.wait(1)
    assert (None, 1) == (case.snoozed_until, len(hands.told(case, "awake")))
    hands.do("reply", case, text="first")
    hands.do("snooze", case, minutes=60)
    hands.wait(4)
    assert ("What about plain second?", None) == (case.messages[-1].text, case.snoozed_until)


@pytest.mark.parametrize(
    ("reply", "comes"), [("all", False), ("first second", True), ("first", True), ("nothing", True)]
)
def test_who_lacks_something_comes_back_after_a_close(hands, case, reply, comes):
    """Within some minutes, with what they lack; who has everything does not."""
    hands.do("reply", case, text=reply, close=True)
    assert "closed" == case.standing
    hands.wait(8)
    assert ("mine" if comes else "closed", comes) == (case.standing, bool(hands.told(case, "came_back")))
    assert comes is case.is_due


def test_who_is_closed_without_any_answer_comes_back_too(hands, case):
    """Asking what they have asked before."""
    hands.do("close", case)
    hands.wait(8)
    assert ("mine", True) == (case.standing, case.is_due)
    assert case.messages[-1].text.endswith("What about plain first?")


@pytest.mark.parametrize("how", ["close", "pass"])
def test_neither_closing_nor_passing_on_stops_a_customer_who_is_about_to_go(hands, case, how):
    """Rude twice and out of sight: they cancel all the same, and do not come back politely."""
    hands.do("reply", case, text="rude")
    hands.wait(4)
    hands.do("reply", case, text="rude", close=how == "close")
    if how == "pass":
        hands.do("pass", case, to="yasmin")
    hands.wait(4)
    assert ("gone", ["cancels"]) == (case.standing, [one.data["how"] for one in hands.told(case, "left")])
    assert [] == hands.told(case, "came_back")


def test_what_was_closed_for_good_can_be_opened_again_to_say_more(hands, case):
    """They had all they needed then; now there is news. It is written and closed as ever."""
    hands.do("reply", case, text="all", close=True)
    hands.wait(10)
    assert "ended" == hands.shift.seat.where(case.number).state
    hands.do("reopen", case)
    hands.do("reply", case, text="nothing", close=True)
    assert (2, "closed", "ended") == (case.n_replies, case.standing, hands.shift.seat.where(case.number).state)
    hands.wait(10)
    assert [] == hands.told(case, "came_back")


def test_what_was_closed_together_is_opened_together():
    """One message tells all who reported a disturbance that it is over, and "send and close" closes all of them."""
    hands = reported()
    first, second = hands.waiting("slow-one")[0], hands.waiting("slow-two")[0]
    hands.do("merge", second, into=first.id)
    hands.do("reply", first, text="all", close=True)
    hands.wait(3)
    assert ["closed", "closed"] == [one.standing for one in (first, second)]
    hands.do("reopen", first)
    hands.do("reply", first, text="nothing", close=True)
    assert [2, 2] == [one.n_replies for one in (first, second)]
    assert ["closed", "closed"] == [one.standing for one in (first, second)]


def test_once_a_disturbance_is_over_what_was_wrong_before_is_so_no_longer():
    """To try again is no answer while it lasts; afterwards it is."""
    hands = reported()
    case = hands.waiting("slow-one")[0]
    for wait in (0, 5):
        hands.wait(wait)
        hands.do("reply", case, text="wrong")
    assert [["wrong"], []] == [one.data["understood"]["claimed"] for one in hands.told(case, "replied")]


def test_whom_the_rep_has_answered_is_theirs_to_come_back_to_when_it_is_over():
    """The system tells only those who have had no answer."""
    hands = reported()
    mine, *others = hands.waiting("slow-one")
    hands.do("reply", mine, text="first")
    hands.wait(5)
    assert [] == hands.told(mine, "told_fixed")
    assert mine.is_due
    assert {1} == {len(hands.told(one, "told_fixed")) for one in others}


def test_what_was_closed_too_early_can_be_reopened_before_they_write(hands, case):
    """And closed, it cannot be written to."""
    hands.do("reply", case, text="first", close=True)
    assert "It is closed; reopen it first." == refused(hands, "reply", case, text="x")[1]
    hands.do("reopen", case)
    hands.do("reply", case, text="second next")
    hands.wait(3)
    assert (True, []) == (case.settled, hands.told(case, "came_back"))
    assert "not_now" == refused(hands, "reopen", case)[0]


# ---- procedures ----


@pytest.mark.parametrize(
    ("asked", "do", "verified", "right"),
    [
        (True, True, [0, 1, 2], True),
        (False, True, [0, 1, 2], False),
        (True, False, [], False),
        (False, False, [0], False),
    ],
)
def test_a_procedure_is_right_after_its_check_alone(hands, asked, do, verified, right):
    """Who was not asked for what identifies them gets nothing; who was must not be refused."""
    case = hands.waiting("refund")[0]
    if asked:
        hands.do("reply", case, text="which")
        hands.wait(3)
        assert "Here is refund which." == case.messages[-1].text
    check = hands.shift.terms.pack.procedures["refund"]
    says = hands.do("carry", case, procedure="refund", verified=verified, do=do)["says"]
    assert (check.done if do else check.refused, right) == (says, hands.told(case, "carried")[0].data["right"])


def test_a_procedure_whose_list_is_not_ticked_is_refused_and_takes_nothing(hands):
    """Everything has to be checked; somebody else's procedure is wrong whatever was ticked."""
    case, plain = hands.waiting("refund")[0], hands.waiting("plain")[0]
    for verified in ([], [0, 1], [0, 1, 9]):
        code, says = refused(hands, "carry", case, procedure="refund", verified=verified, do=True)
        assert ("not_allowed", "Check everything in the list first, and tick it; or refuse.") == (code, says)
    assert "new" == case.standing
    hands.do("carry", plain, procedure="refund", verified=[0, 1, 2], do=True)
    assert (False, False) == tuple(hands.told(plain, "carried")[0].data[one] for one in ("right", "belongs"))


# ---- who waits ----


def test_who_waits_says_so_twice_and_then_leaves(hands, case):
    """By their tone's patience; who pays threatens to cancel."""
    patience = hands.shift.terms.pack.patience["casual"]
    assert 14 * MINUTE == patience
    hands.wait(15)
    assert ("nudged", 1) == (hands.told(case)[-1].kind, case.n_nudges)
    hands.wait(14)
    assert 2 == case.n_nudges
    hands.wait(14)
    pays = case.person.customer in {"paying", "vip"}
    assert ("gone", "cancels" if pays else "leaves") == (case.standing, hands.told(case, "left")[0].data["how"])
    assert "This customer has left." == refused(hands, "take", case)[1]
    assert "ended" == hands.shift.seat.where(case.number).state


def test_who_was_told_that_it_takes_a_while_waits_longer(hands, case):
    """Four times as long; a promise stops the reminders."""
    hands.do("reply", case, text="promise")
    hands.wait(3)
    assert case.promised
    hands.wait(30)
    assert [] == hands.told(case, "nudged")


def test_two_reproaches_and_the_customer_is_gone(hands, case):
    """They cancel, and nothing can be sent any more."""
    for _ in range(2):
        hands.do("reply", case, text="rude")
        hands.wait(4)
    assert ("gone", "cancels") == (case.standing, hands.told(case, "left")[0].data["how"])
    assert "not_now" == refused(hands, "reply", case, text="sorry")[0]


def test_colleagues_take_their_share_while_nobody_acts():
    """On an ordinary day most are answered although the rep does nothing, and who has them is named."""
    hands = begun(plan="calm", level=3)
    hands.wait(60)
    answered = [one for one in hands.shift.log if one.kind == "colleague_answered"]
    arrived = [one for one in hands.shift.log if one.kind == "arrived"]
    assert len(answered) > len(arrived) / 2
    assert {one.data["by"] for one in answered} <= set(hands.shift.mates)


def test_a_disturbance_begins_shows_on_the_status_page_and_ends():
    """Its reports are about it; those who wait for it to be over are told."""
    hands = begun(plan="calm", day=3, time="09:00", minutes=60)
    hands.do("status")
    assert [] == hands.shift.status()
    hands.wait(60)
    began, fixed = (
        next(one for one in hands.shift.log if one.kind == f"incident_{kind}") for kind in ("began", "fixed")
    )
    assert "uploads-failing" == began.data["incident"] == fixed.data["incident"]
    reports = [one for one in hands.shift.cases.values() if one.script.incident]
    assert len(reports) > 5
    assert min(one.arrived_at for one in reports) == began.at
    lines = [line.text.split(":")[0] for _, line, _ in hands.shift.status()]
    assert ["Resolved", "Identified", "Investigating"] == lines


def test_when_a_disturbance_is_over_those_who_still_wait_are_told_so():
    """At that instant, by the system; what the rep had answered is theirs to come back to."""
    hands = begun(day=3, time="09:00", minutes=60)
    hands.wait(60)
    fixed = next(one for one in hands.shift.log if one.kind == "incident_fixed")
    told = [one for one in hands.shift.log if one.kind == "told_fixed"]
    assert told
    assert {fixed.at} == {one.at for one in told}
    assert {"closed"} == {hands.shift.cases[one.case].standing for one in told}


def test_hints_are_given_at_low_levels_alone():
    """A sentence says so."""
    low, high = begun(level=1), begun(level=3)
    low.wait(20)
    low.do("hint", next(iter(low.shift.cases.values())))
    assert "There are no hints at this level." == refused(high, "hint", high.waiting()[0])[1]


def test_i_did_say_that_goes_to_the_trainer_and_changes_nothing(hands, case):
    """It costs nothing."""
    hands.do("reply", case, text="first")
    before = (case.mind, case.standing)
    assert (
        "Noted for your trainer. It costs you nothing." == hands.do("disagree", case, message=1, about="second")["says"]
    )
    assert before == (case.mind, case.standing)


def test_the_tour_is_one_customer_who_waits_already():
    """Nobody else comes, however long it takes, and nobody else takes it."""
    hands = Hands(level=0, plan="alone")
    hands.do("start")
    hands.wait(40)
    assert 1 == len(hands.shift.cases)
    case = next(iter(hands.shift.cases.values()))
    assert ("new", True) == (case.standing, case.is_due)
    hands.do("reply", case, text="all")
    hands.wait(3)
    assert case.settled


def test_tags_are_written_down_once_for_each_change(hands, case):
    """The same again is nothing new."""
    for _ in range(2):
        hands.do("tag", case, category="pricing", modifiers=["billing"], owner="design")
    assert 1 == len(hands.told(case, "tagged"))
    assert ("pricing", ("billing",), "design") == tuple(case.tags)
