"""Shifts that bots have worked, for the tests of this folder."""

from __future__ import annotations

from practice_pages import practised

__all__ = ["practised"]
