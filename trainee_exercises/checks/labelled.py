"""The sets of replies that people have rated: they belong to questions, and copy nothing that the scorer knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.scenario.problems import did_you_mean, shown
from trainee_exercises.checks.likeness import overlap, words
from trainee_exercises.packs.load import read_labelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.problems import Problem
    from trainee_exercises.packs import Labelled, Reading

_COPY: Final = 0.8
_REPEATING: Final = ("rubric", "stuffing", "echo", "canned")
"""Kinds of replies that repeat known texts on purpose."""


def labelled(reading: Reading) -> Iterator[Problem]:
    """Find what is wrong with the labelled replies.

    Raises:
        PackError: a file of them cannot be read.

    """
    for one, source in read_labelled(reading):
        if one.form not in reading.wanted_forms:
            message = f"{shown(one.form)} is no form; {did_you_mean(one.form, reading.wanted_forms)}"
            yield source.problem(("form",), message)
            continue
        by_id = {reply.reply_id: reply for reply in one.replies}
        seen: set[str] = set()
        for n, reply in enumerate(one.replies):
            if reply.reply_id in seen:
                yield source.problem(
                    ("replies", n, "reply_id"), f"{reply.reply_id!r} is there already; write another id"
                )
            seen.add(reply.reply_id)
            for key, message in _of_reply(reading, reply, by_id):
                yield source.problem(("replies", n, key), f"{reply.reply_id}: {message}")


def _of_reply(reading: Reading, reply: Labelled, replies: dict[str, Labelled]) -> Iterator[tuple[str, str]]:
    try:
        question = reading.pack.question(reply.question_id)
    except KeyError:
        yield "question_id", f"{shown(reply.question_id)} is no question of this pack; write the id of one"
        return
    pair = replies.get(reply.pair_of) if reply.pair_of else None
    if reply.pair_of and (pair is None or pair.question_id != reply.question_id):
        yield "pair_of", f"{shown(reply.pair_of)} is no reply to the same question; write the id of one"
    said = frozenset(words(reply.text))
    for mark, answer in question.model_answers.items():
        if reply.kind not in _REPEATING and overlap(said, frozenset(words(answer))) > _COPY:
            yield "text", f"is nearly model answer {mark}; a scorer is judged by replies that it does not know"
