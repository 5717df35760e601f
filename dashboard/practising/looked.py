"""Looking back at a shift, once for all who read it: a shift that is over does not change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from trainee_exercises.practice.look_back import look_back

if TYPE_CHECKING:
    from trainee_exercises.practice.look_back import LookBack
    from trainee_exercises.practice.rows import Row
    from trainee_exercises.practice.shifts import Shifts
    from trainee_exercises.storage import Storage


def looked(shifts: Shifts, storage: Storage, row: Row) -> LookBack:
    """Return the debrief of a shift that the visitor may see. Raises as `look_back` does."""
    return _looked(shifts, storage, row, row.id)


def forget(shift_id: str) -> None:
    """Let go of a shift that was deleted."""
    _looked.clear(None, None, None, shift_id)


@st.cache_resource(show_spinner="Looking back at the shift ...", max_entries=8)
def _looked(_shifts: Shifts, _storage: Storage, _row: Row, shift_id: str) -> LookBack:  # noqa: ARG001 -- the key
    return look_back(_shifts, _storage, _row)
