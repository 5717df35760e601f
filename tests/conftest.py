"""What all tests share: the mark of those that need the compiled engine."""

from __future__ import annotations

import pytest

from sim.engine.jit import IS_COMPILED


def pytest_collection_modifyitems(items):
    """Skip, with the reason, what would take minutes in plain Python."""
    if IS_COMPILED:
        return
    reason = pytest.mark.skip(reason="plays so many conversations that it needs the compiled engine")
    for item in items:
        if item.get_closest_marker("many_conversations"):
            item.add_marker(reason)
