"""Where the real data lie that some tests measure against; they are no part of the project."""

from __future__ import annotations

from pathlib import Path

import pytest


def shared_data(*parts: str) -> Path:
    """Return a file of the shared data folder beside the project; skip the test where it is absent."""
    path = Path(__file__).parents[2].joinpath("shared", "data", *parts)
    if not path.exists():
        pytest.skip(f"real data are not here: {'/'.join(parts)} (they lie beside the project, never in it)")
    return path
