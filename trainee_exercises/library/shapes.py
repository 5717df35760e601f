"""What the library holds: saved scenarios, drafts, kept runs. Instants are milliseconds since 1970, UTC."""

from __future__ import annotations

import hashlib
from typing import NamedTuple


class Saved(NamedTuple):
    """A saved scenario at one of its revisions. text: "" in lists.

    revision: 1, 2, 3 ...; created_at, created_by: when and by whom the first was saved (by: an id, never a name);
    changed_at, changed_by: the newest is as of its last change, name and note included, an older one as it was saved.
    """

    id: str
    name: str
    note: str
    text: str
    revision: int
    created_at: int
    changed_at: int
    changed_by: str
    created_by: str = ""


class Draft(NamedTuple):
    """Work that is not saved yet.

    saved_id: the saved scenario that it is to become, None for a new one, or once that was deleted; saved_revision: the
    revision of it that the draft began from; revision: counts every change of the draft, undoing too; undo: earlier
    texts, the latest last; redo: undone texts, the next one first (in a list of drafts text, undo and redo are empty).
    """

    id: str
    saved_id: str | None
    title: str
    text: str
    revision: int
    undo: tuple[str, ...]
    redo: tuple[str, ...]
    changed_at: int
    changed_by: str
    saved_revision: int | None = None
    created_by: str = ""


class Kept(NamedTuple):
    """A kept run without its scenario's text and its content, which are asked for apart.

    key: that of its `Recipe`; name: "" while nobody has named it; title, hash: of the scenario; version: of the package
    that played it; origin: the saved scenario it is of, which may be deleted since; "": none; size: of the content, in
    bytes.
    """

    id: str
    name: str
    note: str
    title: str
    hash: str
    seed: int
    replications: int
    version: str
    plans: tuple[str, ...]
    baseline: str
    created_at: int
    created_by: str
    origin: str = ""
    size: int = 0
    key: str = ""

    @property
    def called(self) -> str:
        """Return its name, or the scenario's title while it has none."""
        return self.name or self.title


class NewRun(NamedTuple):
    """A run to be kept. text: of the scenario; content: the results as bytes; the rest as in `Kept`."""

    text: str
    title: str
    hash: str
    seed: int
    replications: int
    version: str
    plans: tuple[str, ...]
    baseline: str
    content: bytes
    name: str = ""
    note: str = ""
    origin: str = ""

    @property
    def recipe(self) -> Recipe:
        """Return all that its figures follow from."""
        return Recipe(self.hash, self.seed, self.replications, self.plans, self.baseline, self.version)


class Recipe(NamedTuple):
    """All that the figures of a run follow from; fields as in `Kept`."""

    hash: str
    seed: int
    replications: int
    plans: tuple[str, ...]
    baseline: str
    version: str

    @property
    def key(self) -> str:
        """Return a name for the run that holds wherever it is played: 16 hexadecimal digits."""
        parts = (self.hash, str(self.seed), str(self.replications), *self.plans, self.baseline, self.version)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
