"""What the debrief makes of asking an engineer: with a reason, without one, and what became of the note."""

from __future__ import annotations

import pytest
from debrief_log import PACK, customer, found, log, replied, says, setting
from practice_builder import a_script, begun, made, the_desk

from trainee_exercises.practice.debrief.course import courses
from trainee_exercises.practice.debrief.satisfaction import satisfaction
from trainee_exercises.practice.debrief.telling import cited

FAULT = next(one for one in PACK.scripts.values() if one.route == "engineering")
LENA = {"by": "Lena Brandt"}
ASKED = (2, "asked_engineering", "Pia", LENA | {"to": "lena", "right": True, "told": False})
IN_VAIN = (2, "asked_engineering", "Pia", LENA | {"to": "lena", "right": False, "told": False})
NOTE = (10, "engineering_said", "Pia", LENA | {"verdict": "known", "right": True, "text": "Known."})
TOLD = (1, "replied", "Pia", replied([]))
CLOSED = (15, "closed", "Pia")


@pytest.mark.parametrize(("rows", "n"), [([], 1), ([ASKED], 0), ([IN_VAIN], 2)], ids=["not asked", "asked", "in vain"])
def test_a_fault_that_was_closed_needed_an_engineer_who_was_asked_or_had_it(rows, n):
    """To have asked rightly is enough; to have asked for nothing is a finding, and helps nobody."""
    assert n == len(says(found(customer("Pia", script=FAULT), TOLD, *rows, CLOSED), "route"))


def test_an_engineer_who_was_asked_for_nothing_is_a_finding_that_cites_the_note():
    """Of what the rep asked, and of what came back."""
    note = (10, "engineering_said", "Pia", LENA | {"verdict": "no_need", "right": False, "text": "No bug here."})
    ones = [one for one in found(customer("Pia"), TOLD, IN_VAIN, note).findings if one.kind == "route"]
    assert [("Pia: Lena Brandt was asked, and it was nothing for an engineer.", (3, 4))] == [
        (one.says, one.entries) for one in ones
    ]


@pytest.mark.parametrize(
    ("rows", "is_open"),
    [
        ([], True),
        ([IN_VAIN], True),
        ([ASKED], False),
        ([ASKED, NOTE], True),
        ([ASKED, NOTE, CLOSED], True),
        ([ASKED, NOTE, (12, "replied", "Pia", replied([]))], False),
    ],
    ids=["not asked", "in vain", "asked", "note untold", "closed untold", "note told"],
)
def test_who_waits_for_an_engineer_has_no_full_answer_only_while_nobody_tells_them_the_note(rows, is_open):
    """The rep keeps the conversation, and so the last word."""
    (one,) = satisfaction(courses(log(customer("Pia", script=FAULT), TOLD, *rows), PACK), setting())
    assert is_open is ("has no full answer yet" in dict(one.reasons))


def test_asking_and_the_answer_stand_in_the_debrief_with_the_engineers_name():
    """And with the words of the note."""
    hands = begun(pack=the_desk().model_copy(update={"scripts": {"plain": made(a_script())}}))
    case = hands.waiting()[0]
    hands.do("engineering", case)
    hands.wait(8)
    entries = [one.id for one in hands.told(case, "asked_engineering", "engineering_said")]
    assert [
        ("you asked Lena Brandt", ""),
        ("Lena Brandt answered with a note", "No bug here as far as I can tell; back to you."),
    ] == [(one.says, one.words) for one in cited(hands.shift, entries)]
