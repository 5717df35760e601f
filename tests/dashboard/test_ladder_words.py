"""How somebody stands to a level, in words."""

from __future__ import annotations

import pytest

from dashboard.practising.ladder import stands
from trainee_exercises.practice.progress import Rung


@pytest.mark.parametrize(
    ("rung", "words"),
    [
        (Rung(1, True, 3, 0.72), "Climbed, best 72 %."),  # noqa: FBT003 -- reads as the row that it is
        (Rung(0, True, 1, 0.72), "Done."),  # noqa: FBT003 -- reads as the row that it is
        (Rung(2, False, 1, None), "Tried once, not to the end."),  # noqa: FBT003 -- reads as the row that it is
        (Rung(2, False, 2, 0.4), "Tried 2 times, best 40 %."),  # noqa: FBT003 -- reads as the row that it is
        (Rung(3, False, 0, None), ""),  # noqa: FBT003 -- reads as the row that it is
    ],
)
def test_a_level_says_how_far_somebody_came(rung, words):
    """There is no best where no shift was played to its end."""
    assert words == stands(rung)
