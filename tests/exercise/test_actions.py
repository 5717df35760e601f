"""Messages from a browser: what is taken and what is none."""

from __future__ import annotations

import pytest

from trainee_exercises.exercise import NotAnAction, Refused
from trainee_exercises.exercise.actions import parse

SAVE = {"kind": "save", "question": "a01", "field": "reply", "revision": 1, "text": "x"}


@pytest.mark.parametrize(
    "action",
    [
        {},
        {"kind": "delete"},
        {"kind": "start", "now": 5},
        {"kind": "acknowledge", "privacy": False, "ai_rule": "disclose"},
        SAVE | {"revision": 0},
        SAVE | {"revision": "1"},
        SAVE | {"revision": True},
        SAVE | {"field": "score"},
        SAVE | {"text": None},
        SAVE | {"text": ["x"]},
        SAVE | {"question": "x" * 101},
        {key: value for key, value in SAVE.items() if key != "text"},
        {"kind": "paste", "question": "a01", "length": 300, "text": "what was pasted"},
        {"kind": "paste", "question": "a01", "length": 0},
    ],
)
def test_what_the_page_does_not_send_is_no_action(action):
    """Unknown kinds, missing or further keys, other types: refused before anything looks at it."""
    with pytest.raises(NotAnAction):
        parse(action)


def test_a_text_of_the_longest_length_is_taken_and_a_longer_one_refused():
    """20,000 characters are fine; one more is refused in words for the candidate."""
    assert len(parse(SAVE | {"text": "x" * 20_000}).text) == 20_000
    with pytest.raises(Refused) as caught:
        parse(SAVE | {"text": "x" * 20_001})
    assert caught.value.code == "too_long"


def test_text_that_no_database_takes_is_mended_and_not_refused():
    """Half of an emoji, as a browser may cut it, and the character 0 do not stop the words around them."""
    assert parse(SAVE | {"text": "one \ud83d two\0 three"}).text == "one \ufffd two three"
    assert parse(SAVE | {"text": "\ud83d\ude00 fine"}).text == "\U0001f600 fine"
