"""What a reply puts off: told by who does what, so that turns of phrase which nobody listed are understood as well."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from time import process_time

import pytest

from trainee_exercises.practice.listening.later import finds_out, states, writes_back
from trainee_exercises.practice.listening.manner import is_promise
from trainee_exercises.practice.load import load_practice
from trainee_exercises.practice.understanding import Listener

LONG = 20_000
TIMES = 150
"""A reply of 20,000 characters has about forty times those of the usual one; where it grew with the square of the
length, it took two thousand times as long."""
AGAIN = """
import json, sys
from trainee_exercises.practice.load import load_practice
from trainee_exercises.practice.understanding import Listener
listener = Listener(load_practice("pinfold"))
said = [listener.understand(listener.pack.scripts[one], text).as_json() for one, text in json.load(sys.stdin)]
json.dump(said, sys.stdout)
"""


@pytest.fixture(scope="module")
def listener():
    """Who understands replies to the customers of Pinfold."""
    return Listener(load_practice("pinfold"))


@pytest.mark.parametrize(
    "text",
    [
        "good question, gotta check with a colleague! will ping you later today",
        "let me double check the prices for you and I'll drop you a line in half an hour, ok?",
        "We will look at this and get back to you.",
        "That's above my pay grade. One of us writes to you before the end of the day.",
        "Let me go through your bill with a colleague who knows more and come back to you with a proposal tomorrow.",
        "I am having the point verified and will then confirm it to you in writing.",
        "Somebody from storage is looking into it; expect a line from me tonight.",
        "This lies with Ada Petrova now. She writes to you by noon.",
        "right, asking the colleague opposite, back with you in ten minutes",
        "I'll have Ada and Luis read your note and report back to you tomorrow.",
    ],
)
def test_a_promise_is_known_by_who_will_do_what(text):
    """Finding out and coming back, in whatever words."""
    assert is_promise(text)


@pytest.mark.parametrize(
    "text",
    [
        "I ask you to check the box, then write to us.",
        "You can check it yourself and get back to us tomorrow.",
        "We won't look into this, and nobody will write to you.",
        "We look into every report.",
        "Could you ask your bank, and will you write to us tomorrow?",
        "I've noted your wish and can't say if or when it comes.",
        "I looked into it: the filter is on.",
        "Give it to your accountant, she will write to you.",
        "The app writes back to you when the file is there.",
    ],
)
def test_what_the_customer_is_to_do_is_no_promise_of_ours(text):
    """Nor is a refusal, a habit, or what has been found out already."""
    assert not is_promise(text)


def test_each_half_of_a_promise_is_told_apart():
    """To find out without coming back, and the other way round."""
    assert (True, False) == (finds_out("I'm checking with Grace."), writes_back("I'm checking with Grace."))
    assert (False, True) == (finds_out("You'll hear from me today."), writes_back("You'll hear from me today."))


def test_a_question_that_only_asks_for_leave_states_something():
    """What is asked of the customer does not."""
    assert states("I'll write to you at five, ok?")
    assert not states("Could you write to us at five?")


def test_every_model_reply_says_what_is_asked_and_nothing_wrong(listener):
    """In each script: all that the customer asks for first, and neither a wrong claim nor a rude word."""
    heard = {one.id: listener.understand(one, one.model_reply) for one in listener.pack.scripts.values()}
    left = {
        one.id: {fact.id for fact in one.facts if not fact.later} - heard[one.id].said
        for one in listener.pack.scripts.values()
    }
    assert {} == {name: facts for name, facts in left.items() if facts}
    assert {} == {name: one.claimed for name, one in heard.items() if one.claimed}
    assert [] == [name for name, one in heard.items() if "rude" in one.manner]


def test_a_fact_that_is_itself_a_promise_is_heard(listener):
    """Beside one, what the script wants to be put off is said all the same."""
    script = listener.pack.scripts["saw-another-companys-file"]
    text = "I don't know yet what happened, Mei is looking into it. You'll hear from her or me by tomorrow evening."
    assert "update" in listener.understand(script, text).said
    assert "promise" in listener.understand(script, text).manner


@pytest.mark.parametrize(
    "again",
    ["e.g. ", "you will hear ", "you have ", "a", "\N{GRINNING FACE}", "\u05e9\u05dc\u05d5\u05dd ", "and we ", "(a) "],
    ids=["short forms", "hear", "have", "no blanks", "emoji", "right to left", "and", "brackets"],
)
def test_no_reply_takes_far_longer_than_its_length(listener, again):
    """Against the usual one, in the same run: whatever is repeated, nothing grows with the square of the length."""
    script = listener.pack.scripts["price-for-seven"]
    usual = min(_took(listener, script, f"{script.model_reply} {number}") for number in range(5))
    long = min(_took(listener, script, (again * LONG)[: LONG - number]) for number in range(3))
    assert long <= TIMES * usual


def _took(listener, script, text):
    begin = process_time()
    listener.understand(script, text)
    return process_time() - begin


def test_another_order_of_sets_changes_nothing(listener):
    """Another machine with other hashes understands the same."""
    replies = [(one.id, one.model_reply) for one in list(listener.pack.scripts.values())[::8]]
    here = [listener.understand(listener.pack.scripts[name], text).as_json() for name, text in replies]
    done = subprocess.run(
        [sys.executable, "-c", AGAIN],
        input=json.dumps(replies), capture_output=True, text=True, check=True,
        env=os.environ | {"PYTHONHASHSEED": "12345"},
    )  # fmt: skip
    assert here == json.loads(done.stdout)
