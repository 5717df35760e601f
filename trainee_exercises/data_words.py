"""What the command `data` prints in words: who is due, what was erased, lines of the audit log."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainee_exercises.hiring.erase import Erased
    from trainee_exercises.hiring.retention import Due
    from trainee_exercises.practice.retention import DuePractice, ErasedPractice
    from trainee_exercises.storage import Audited

_NOT_CLEAN: Final = "the database's files may hold the text for a while: see docs/storage.md, Erasing"


def erased_lines(done: Erased, copies: Sequence[str]) -> list[str]:
    """Return whom an erasing took, and what holds them still."""
    lines = [f"erased: {one}" for one in done.candidate_ids] or ["nobody is due"]
    return lines + _rest(copies if done.candidate_ids else (), is_clean=done.files_are_clean)


def practice_lines(done: ErasedPractice, copies: Sequence[str]) -> list[str]:
    """Return how much of practice an erasing took, and what holds it still."""
    said = f"{_many(done.shifts, 'shift')} with {_many(done.events, 'act')}, {_many(done.tasks, 'task')}"
    return [f"practice erased: {said}", *_rest(copies, is_clean=done.files_are_clean)]


def _many(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def _rest(copies: Sequence[str], *, is_clean: bool) -> list[str]:
    lines = [] if is_clean else [_NOT_CLEAN]
    if copies:
        lines += ["copies made before an upgrade or restore hold it still; delete them when you can:", *copies]
    return lines


def due_lines(found: Sequence[Due], practice: Sequence[DuePractice]) -> list[str]:
    """Return a line for each candidate, shift and task, those of practice last."""
    lines = [
        f"{time_of(one.due_at)[:10]}  {_state(one):<6} {one.candidate_id}  {one.code}  {one.round_name}"
        for one in found
    ]  # fmt: skip
    lines += [
        f"{time_of(one.due_at)[:10]}  {'due' if one.is_due else 'later':<6} {one.subject}  user:{one.user_id}"
        for one in practice
    ]
    return lines or ["there is nobody to erase"]


def _state(one: Due) -> str:
    if one.held is not None:
        return "held"
    return "due" if one.is_due else "later"


def audit_line(one: Audited) -> str:
    """Return a line of the audit log."""
    detail = json.dumps(one.detail) if one.detail else ""
    return f"{time_of(one.at)}  {one.actor}  {one.action}  {one.subject}  {detail}".rstrip()


def time_of(at: int) -> str:
    """Return an instant, ms since 1970, to read."""
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
