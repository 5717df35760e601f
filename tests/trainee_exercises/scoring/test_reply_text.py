"""Replies as sentences, clauses and words that know their place."""

from __future__ import annotations

import pytest

from trainee_exercises.scoring.text import Span, clauses, sentences, squeezed, tokens


def test_sentences_keep_the_place_of_their_words():
    """What is quoted is exactly what was written there."""
    text = "  Hi Bo!  Press Save.\n\n- then wait\n- then go "

    spans = sentences(text)

    assert ["Hi Bo!", "Press Save.", "- then wait", "- then go"] == [span.text for span in spans]
    assert all(text[span.start : span.end] == span.text for span in spans)


@pytest.mark.parametrize("text", ["Take one, e.g. the red one.", "Ask Dr. Okoro for it.", "1. Open the door."])
def test_short_forms_end_no_sentence(text):
    """A dot after "e.g.", "Dr." or the number of a list item is no end."""
    assert [text] == [span.text for span in sentences(text)]


def test_clauses_end_at_commas_and_joining_words():
    """Each clause has its own meaning, so a "not" in one does not reach the other."""
    found = clauses(Span("It is not lost, but the link works", 7))

    assert ["It is not lost", "but the link works"] == [span.text for span in found]
    assert 7 + len("It is not lost, ") == found[1].start


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("three days", "72 hours"),
        ("an hour", "60 minutes"),
        ("forty", "40"),
        ("can't", "cannot"),
        ("refunds", "refunded"),
        ("1,4", "1.40"),
    ],
)
def test_different_spellings_have_one_key(left, right):
    """Numbers, spans of time, short forms and endings are compared, not letters."""
    assert [token.key for token in tokens(left)] == [token.key for token in tokens(right)]


def test_different_figures_have_different_keys():
    """Three days are not four, and ten is not one."""
    assert tokens("three days")[0].key != tokens("4 days")[0].key
    assert tokens("10")[0].key != tokens("1")[0].key


def test_a_capital_inside_a_sentence_marks_a_name():
    """Names and labels on the screen are known by their capital; the first word is not."""
    assert [("Press", False), ("Save", True)] == [
        (word, token.is_name) for word, token in zip(("Press", "Save"), tokens("Press Save"), strict=True)
    ]


def test_squeezed_texts_are_equal_despite_marks_and_accents():
    """Near copies cannot hide behind quotation marks, capitals or accents."""
    assert squeezed("Don\u2019t wait: CAFÉ!") == squeezed("don't  wait cafe")
