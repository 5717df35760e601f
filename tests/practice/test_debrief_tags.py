"""Tags in the debrief: a category and its modifiers, and which of them count as right."""

from __future__ import annotations

import csv
import io
from datetime import date
from types import SimpleNamespace

import pytest
from debrief_log import PACK, PLAIN, customer, found, replied, says, setting, tagged, took

from trainee_exercises.practice.debrief import paper
from trainee_exercises.practice.debrief.tables import tag_rows, went_well

BILLED = next(one for one in PACK.scripts.values() if ("billing",) == one.modifiers and one.route == "answer")
OUTAGE = next(one for one in PACK.scripts.values() if one.incident)
ANSWERED = (2, "replied", "Pia", replied(()))


def shift(tags, *more, script=BILLED):
    """Return the debrief of a shift in which one customer was answered, and tagged so; None: not at all."""
    rows = [] if tags is None else [(1, "tagged", "Pia", tagged(script, **tags))]
    return found(customer("Pia", script=script), *rows, ANSWERED, *more, minutes=4)


@pytest.mark.parametrize(
    ("tags", "share", "words"),
    [
        ({}, 1.0, []),
        ({"modifiers": []}, 0.5, ["not tagged billing as well"]),
        ({"modifiers": ["angry", "billing"]}, 0.5, ["was tagged angry, and nothing"]),
        ({"modifiers": ["angry"]}, 0.5, ["not tagged billing as well", "was tagged angry"]),
        ({"category": "outage"}, 0.0, ["was tagged outage; it is"]),
        ({"category": None}, 0.0, ["Pia has no category, though"]),
        (None, 0.0, ["Pia has no category, though"]),
    ],
)
def test_a_category_without_its_modifiers_is_half_right(tags, share, words):
    """And each that is missing or too much is told, with the entry."""
    one = shift(tags)
    assert share == one.figures["tags"]
    told = says(one, "tag")
    assert len(words) == len(told)
    assert all(word in line for word, line in zip(words, told, strict=True))
    (row,) = tag_rows(one.courses)
    assert ("billing", share == 1.0) == (row.right_modifiers, row.is_right)


def test_a_finding_about_tags_goes_with_its_entry():
    """Of a message without a tag with the answer to it."""
    for tags, kind in (({"modifiers": []}, "tagged"), (None, "replied")):
        (one,) = [each for each in shift(tags).findings if each.kind == "tag"]
        assert len(one.entries) == 1
        entry = {"tagged": 2, "replied": 3 if tags else 2}[kind]
        assert (entry,) == one.entries


@pytest.mark.parametrize(
    ("more", "share"),
    [([], 0.5), ([(1, "nudged", "Pia")], 1.0), ([(3, "left", "Pia", {"how": "cancels"})], 1.0),
     ([(3, "customer_wrote", "Pia", {"text": "", "why": "rude", "then": "waits", "about": ""})], 1.0)],
)  # fmt: skip
def test_who_lost_patience_may_be_tagged_angry(more, share):
    """Whatever their first message was like; it need not be."""
    assert share == shift({"modifiers": ["angry", "billing"]}, *more).figures["tags"]
    assert 1.0 == shift({}, *more).figures["tags"]


@pytest.mark.parametrize(("right", "share"), [(True, 1.0), (False, 0.5)])
def test_what_was_rightly_merged_has_the_tags_of_the_other_one(right, share):
    """As one answer goes to both, one tag does."""
    one = found(
        customer("Una", script=OUTAGE), customer("Pia", script=OUTAGE), (1, "took", "Una", took()),
        (1, "tagged", "Una", tagged(OUTAGE)), (1, "took", "Pia", took()),
        (1, "merged", "Pia", {"into": "Una", "right": right}), (2, "replied", "Una", replied(())), ANSWERED, minutes=4,
    )  # fmt: skip
    assert share == one.figures["tags"]
    assert (0 if right else 1) == len(says(one, "tag"))


def test_all_right_is_said_of_categories_and_of_modifiers_apart():
    """From three on."""
    rows = []
    for name in ("Ada", "Bea", "Pia"):
        rows += [customer(name, script=BILLED), (1, "tagged", name, tagged(BILLED)), (2, "replied", name, replied(()))]
    assert "All 3 categories and modifiers are right." in list(went_well(found(*rows, minutes=4)))
    rows.append((3, "tagged", "Pia", tagged(BILLED, modifiers=[])))
    assert "All 3 categories are right." in list(went_well(found(*rows, minutes=4)))


def test_the_table_to_take_along_has_the_modifiers():
    """Beside the category; and when the customer wrote, by the day and the clock of the desk."""
    terms = SimpleNamespace(scenario=SimpleNamespace(start=date(2026, 3, 9)), scene=SimpleNamespace(day=2))
    found = shift({"modifiers": ["angry"]})
    back = SimpleNamespace(debrief=found, setting=setting(4), shift=SimpleNamespace(terms=terms))
    (row,) = csv.DictReader(io.StringIO(paper.as_csv(back)))
    assert ("angry", "billing") == (row["modifiers given"], row["modifiers right"])
    assert ("2026-03-11 09:00:00", "0.0") == (row["wrote at"], row["wrote after minutes"])
    assert BILLED.root_cause.owner == row["owner right"] == row["owner given"]


def test_figures_of_a_plain_message_need_no_modifier():
    """Nothing is missing where nothing belongs."""
    assert 1.0 == shift({}, script=PLAIN).figures["tags"]
