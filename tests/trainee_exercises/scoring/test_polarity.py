"""Negation: what stands under a "not", and what turns a statement round."""

from __future__ import annotations

import pytest

from trainee_exercises.scoring.polarity import agreement, n_denials, polar


def balance(left, right):
    """Return how the shared words of two texts are meant, all words weighing the same."""
    return agreement(polar(left), polar(right), {})


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("the 23 are not cancelled", "all 23 are cancelled"),
        ("you can export it", "you can't export it"),
        ("you can export it", "there is no way to export it"),
        ("the data is deleted", "nothing is deleted"),
        ("support can transfer it", "nobody in support can transfer it"),
        ("export works", "export dont works"),
        ("it is known", "it is unknown"),
        ("it is included", "it is excluded"),
        ("neither the date nor the list is known", "the date and the list are known"),
        ("leave the figure alone", "touch the figure"),
        ("you can leave the shop open", "the shop has to be closed"),
    ],
)
def test_a_statement_turned_round_is_seen(left, right):
    """A "not" in one of two texts makes them opposites, whichever has it."""
    assert balance(left, right) < 0
    assert balance(right, left) < 0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("you can't export it", "exporting isn't possible"),
        ("the old link is no longer valid", "the link isn't valid any more"),
        ("you can export it", "no problem, you can export it"),
        ("you can export it", "you can not only read but export it"),
        ("it is not known", "it is unknown"),
        ("the link works", "this isn't your fault, the link works"),
        ("the books change only when she approves", "nothing in the books changes until she approves"),
        ("don't touch the figure", "leave the figure alone"),
        ("don't open the lid", "avoid opening the lid"),
        ("he can't open the file", "that stops him from opening the file"),
        ("it is free", "it costs nothing"),
        ("send the order number", "send your order no."),
    ],
)
def test_the_same_meaning_in_other_words_agrees(left, right):
    """Two denials agree, idioms deny nothing, and a denial holds for its own clause only."""
    assert balance(left, right) > 0


def test_texts_without_a_shared_word_cannot_be_told():
    """The rules say so, rather than guess."""
    assert balance("the parcel arrives", "nobody sleeps") is None


def test_names_alone_prove_nothing():
    """The same product in two sentences is no agreement and no contradiction."""
    assert balance("there is no link to Kontara", "give Kontara the headings") is None


def test_double_denials_are_counted():
    """Two denials in a clause cancel."""
    assert 2 == n_denials("nobody is not welcome")
    assert balance("it is impossible without the code", "it is possible with the code") is not None
