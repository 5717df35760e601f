"""Somebody made up who sits at the exercise: reads, types in steps as a browser saves them, and watches the clock."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Final, Protocol

from sim.durations import MINUTE, SECOND
from trainee_exercises.exercise.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainee_exercises.exercise.attempt import Attempt, Terms
    from trainee_exercises.hiring.attempts import Attempts
    from trainee_exercises.packs import Question

_READS: Final = 260  # words a minute
_SAVE_EVERY: Final = 8 * SECOND  # of typing; a browser saves more often, which changes nothing in the answers


class Clock(Protocol):
    """The clock of the storage, which the player moves on."""

    def __call__(self) -> int:
        """Return the time now, ms since 1970."""

    def forward(self, ms: int) -> object:
        """Move on by *ms*."""


class Sitting:
    """One made-up candidate at the exercise. clock: the storage's own. The same seed does the same.

    words_a_minute: how fast they write, with the thinking.
    """

    def __init__(self, attempts: Attempts, candidate_id: str, clock: Clock, seed: int = 0) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a made-up person, no secret
        self.words_a_minute = 60
        self.clock = clock
        self._attempts = attempts
        self._candidate_id = candidate_id
        self._device = f"{self.random.getrandbits(64):016x}"
        self._revisions: dict[tuple[str, str], int] = {}

    @property
    def terms(self) -> Terms:
        """Return pack, form and time."""
        return self._attempts.terms(self._candidate_id)

    @property
    def attempt(self) -> Attempt:
        """Return the attempt as it stands."""
        return self._attempts.attempt(self._candidate_id)

    @property
    def left_ms(self) -> int:
        """Return how much time is left; 0 before the start and after the end."""
        ends_at = self.attempt.ends_at
        return 0 if ends_at is None else max(0, ends_at - self.clock())

    def act(self, kind: str, **rest: object) -> Mapping[str, Any]:
        """Do one thing and return the answer; a refusal is an answer too."""
        try:
            return self._attempts.act(self._candidate_id, self._device, {"kind": kind, **rest})
        except Refused as refused:
            return refused.reply

    def wait(self, ms: float) -> None:
        """Let time pass, give or take a fifth."""
        self.clock.forward(round(ms * self.random.uniform(0.8, 1.2)))

    def begin(self) -> None:
        """Read the notices, confirm them and start."""
        self._attempts.view(self._candidate_id, self._device)
        self.wait(2 * MINUTE)
        self.act("acknowledge", privacy=True, ai_rule=self.terms.ai_rule)
        self.wait(5 * SECOND)
        self.act("start")

    def read(self, text: str) -> None:
        """Take the time that reading takes."""
        self.wait(len(text.split()) / _READS * MINUTE)

    def open(self, question: Question) -> None:
        """Open a question and read it."""
        self.act("open", question=question.id)
        self.read(question.text)

    def type(self, question: Question, text: str) -> bool:
        """Type a reply, which is saved on the way, and send it; return whether it was sent before the time was over."""
        words = text.split(" ")
        step = max(1, round(self.words_a_minute * _SAVE_EVERY / MINUTE))
        for end in range(step, len(words) + step, step):
            self.wait(len(words[end - step : end]) / self.words_a_minute * MINUTE)
            if not self._save(question, " ".join(words[:end])):
                return False
        self.wait(2 * SECOND)
        return bool(self._text("send", question, text)["ok"])

    def paste(self, question: Question, text: str) -> bool:
        """Put a text in at once and send it; return whether it was sent before the time was over."""
        self.act("paste", question=question.id, length=len(text))
        self.wait(3 * SECOND)
        return self._save(question, text) and bool(self._text("send", question, text)["ok"])

    def _save(self, question: Question, text: str) -> bool:
        return bool(self._text("save", question, text, field="reply")["ok"])

    def _text(self, kind: str, question: Question, text: str, **rest: str) -> Mapping[str, Any]:
        key = (question.id, "reply")
        self._revisions[key] = self._revisions.get(key, 0) + 1
        return self.act(kind, question=question.id, revision=self._revisions[key], text=text, **rest)
