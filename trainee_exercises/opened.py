"""What commands with a database share: it opens and closes, and what is wrong is said in a sentence, with exit 2."""

from __future__ import annotations

# ruff: noqa: PLC0415 - the database loads when a command runs
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import typer

from trainee_exercises.typed import refuse_broken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trainee_exercises.storage import Storage

WRONG_USE: Final = 2


@contextmanager
def said(*errors: type[Exception]) -> Iterator[None]:
    """Print what is wrong on stderr and end with exit 2, where one of *errors* or one of the storage's is raised."""
    from trainee_exercises.storage.problems import StorageError

    known: tuple[type[Exception], ...] = (StorageError, *errors)
    try:
        yield
    except known as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(WRONG_USE) from None


@contextmanager
def opened(*errors: type[Exception]) -> Iterator[Storage]:
    """Give the storage that the environment names; what is wrong with it, or raised as one of *errors*, is `said`."""
    refuse_broken()
    from trainee_exercises.storage.open import open_storage

    with said(*errors):
        storage = open_storage()
        try:
            yield storage
        finally:
            storage.close()
