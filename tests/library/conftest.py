"""What tests of the library share: one on each database, and runs to keep."""

from __future__ import annotations

import pytest

from trainee_exercises.library import Library, NewRun


@pytest.fixture
def library(storage):
    """Give an empty library on each database; `storage.now` sets its clock."""
    return Library(storage)


@pytest.fixture
def new_run():
    """Give a maker of runs to keep."""

    def make(content=b"figures", **changes):
        run = NewRun(
            text="title: A\n", title="A", hash="ab" * 32, seed=2**62, replications=20, version="0.1.0",
            plans=("now", "läter"), baseline="now", content=content,
        )  # fmt: skip
        return run._replace(**changes)

    return make
