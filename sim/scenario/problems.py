"""What is wrong with a scenario: the place, the value and what would be right; all of it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

Path = tuple[str | int, ...]
"""The way to a value, such as ("plans", "as_is", "teams", "desk", "shifts", 0, "start")."""
_SHOWN = 60
_LISTED = 12
"""Names that a sentence lists; of more it gives the number."""


class Problem(NamedTuple):
    """One thing to put right. file "" and line 0: not known, as in a scenario that was built in Python."""

    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        """Return `FILE:LINE: path: message`, without the parts that are not known."""
        place = ":".join(part for part in (self.file, str(self.line or "")) if part)
        return ": ".join(part for part in (place, self.path, self.message) if part)


class ScenarioError(Exception):
    """A scenario cannot be used; `problems` says why, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems; the text of the error is one line for each."""
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes with all problems."""
        return type(self), (self.problems,)


class UnreadableFileError(ScenarioError):
    """There is no file to judge: it is missing, a directory, or must not be read."""


class Finding(NamedTuple):
    """What a cross-check found: where, what, and which other values it looked at.

    If one of those could not be read, the finding may be wrong, and the loader leaves it out.
    """

    path: Path
    message: str
    reads: tuple[Path, ...] = ()


def dotted(path: Path) -> str:
    """Return the path as text, such as "plans.as_is.teams.desk.shifts[0].start"."""
    text = ""
    for key in path:
        text += f"[{key}]" if isinstance(key, int) else f".{key}"
    return text.removeprefix(".")


class Places:
    """Paths, of which it is quickly known whether another path touches one: is a part of it, contains it or is it."""

    def __init__(self, paths: Iterable[Path] = ()) -> None:
        """Begin with *paths*."""
        self._paths: set[Path] = set()
        self._above: set[Path] = set()
        self.add(*paths)

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self._paths)

    def add(self, *paths: Path) -> None:
        """Take more paths."""
        for path in paths:
            self._paths.add(path)
            self._above.update(path[:n] for n in range(len(path) + 1))

    def touch(self, path: Path) -> bool:
        """Does one of these places contain *path*, or lie in it, or is it the same?"""
        return path in self._above or any(path[:n] in self._paths for n in range(len(path) + 1))


def shown(value: Any) -> str:
    """Return a value as a user wrote it, quoted, and cut where it is long."""
    text = {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "...")


def listed(names: Iterable[str], word: str = "and") -> str:
    """Return names as in a sentence: "a, b and c"."""
    *first, last = list(names) or ["none"]
    return f"{', '.join(first)} {word} {last}" if first else last


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return "did you mean 'x'?", or what there is to choose from when nothing is near."""
    names = list(known)
    choice = nearest(name, names)
    return f"did you mean {choice!r}?" if choice else f"there is {some(names)}"


def some(names: Iterable[str]) -> str:
    """Return names as in a sentence, of many only the first and how many more there are."""
    every = list(names)
    more = len(every) - _LISTED
    return listed([*every[:_LISTED], f"{more:,} more"] if more > 1 else every)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like *name*, or None when none is near."""
    import difflib  # noqa: PLC0415 - only a user with a typing error needs it

    small = {candidate.lower(): candidate for candidate in known}
    found = difflib.get_close_matches(name.lower()[:80], small, n=1, cutoff=0.6)
    return small[found[0]] if found else None
