"""Who may do what with what others made."""

from __future__ import annotations

from typing import Final

from trainee_exercises.library.problems import NotYours

_ALL: Final = frozenset({"owner", "manager"})


def may_delete(role: str | None, by: str, made_by: str) -> bool:
    """May somebody of *role*, whose id is *by*, delete what *made_by* made? Owners and managers may delete all."""
    return role in _ALL or by == made_by


def require_may_delete(role: str | None, by: str, made_by: str) -> None:
    """Raise NotYours where `may_delete` says no."""
    if not may_delete(role, by, made_by):
        raise NotYours("Nothing was deleted: only who made it, a manager or an owner may delete it.")
