"""What is wrong with something that a person asked of a round of hiring, in words for that person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class HiringError(Exception):
    """It cannot be done; the text says why and what would be right, in one sentence or a few."""


class WrongFields(HiringError):  # noqa: N818 - reads as what it says
    """Some fields hold what they must not. fields: a message for each, by the name of the field."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        """Keep the messages; the text of the error is all of them in a line."""
        self.fields = dict(fields)
        super().__init__("; ".join(f"{name}: {message}" for name, message in self.fields.items()))


class WrongLines(HiringError):  # noqa: N818 - reads as what it says
    """Some lines of a file cannot be used; nothing of it was. lines: (number, message), in the order of the file."""

    def __init__(self, file: str, lines: Sequence[tuple[int, str]]) -> None:
        """Keep the lines; the text of the error has one line for each."""
        self.lines = tuple(lines)
        super().__init__("\n".join(f"{file}:{number}: {message}" for number, message in self.lines))


class NotInvited(HiringError):  # noqa: N818 - reads as what it says
    """A link that opens nothing, and what its holder can do."""

    @property
    def says(self) -> str:
        """Return the message for the person who followed the link."""
        return str(self)
