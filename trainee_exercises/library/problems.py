"""What is wrong with something that a person asked of the library, in words for that person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainee_exercises.library.shapes import Draft, Kept, Saved


class LibraryError(Exception):
    """It cannot be done; the text says why and what would be right, in one sentence or two."""


class Conflict(LibraryError):  # noqa: N818 - reads as what it says
    """Somebody else was faster; nothing was changed. current: what stands now, to be shown beside what was typed."""

    def __init__(self, current: Draft | Saved | Kept) -> None:
        """Keep what stands now."""
        self.current = current
        super().__init__(
            "This was changed meanwhile, in another window or by somebody else. Nothing of theirs and nothing of yours"
            " is lost: look at what stands now, or keep yours as a copy."
        )


class Gone(LibraryError):  # noqa: N818 - reads as what it says
    """It was deleted, or has never been there."""


class NotYours(LibraryError):  # noqa: N818 - reads as what it says
    """It belongs to somebody else, and who asks may not do that with it."""
