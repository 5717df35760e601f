"""Many reps in one process: what is shared between threads holds, and what is dear is made once."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from threading import Barrier

import pytest

from trainee_exercises.exercise import words
from trainee_exercises.practice.once import once
from trainee_exercises.scoring import text

WORDS = ["".join(one) for one in product("bcdfg", "aeiou", ("tion", "ingly", "ies", "fulness", "ements", "ization"))]


@pytest.fixture
def hasty():
    """Let threads take turns as often as can be."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("stem", [text.stem.__wrapped__, getattr(words.stem, "__wrapped__", words.stem)])
def test_stems_are_right_however_many_ask_at_once(stem):
    """The stemmer keeps its word in itself: two threads at once got each other's, or an error."""
    alone = [stem(one) for one in WORDS]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda _: [stem(one) for one in WORDS], range(24)))
    assert [alone] * 24 == together


def test_what_is_dear_is_made_once_for_all_who_ask_in_the_same_moment():
    """The others wait for it; another question is another thing; a failure is not kept."""
    made, together = [], Barrier(6)

    @once(4)
    def dear(name):
        made.append(name)
        if name == "wrong" and made.count(name) == 1:
            raise ValueError(name)
        return object()

    def ask(_):
        together.wait()
        return dear("a")

    with ThreadPoolExecutor(6) as pool:
        found = set(map(id, pool.map(ask, range(6))))
    assert (1, ["a"]) == (len(found), made)
    assert dear("b") is not dear("a")
    with pytest.raises(ValueError, match="wrong"):
        dear("wrong")
    assert dear("wrong") is dear("wrong")
