"""The library of this installation: one object for pages and programs, over the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainee_exercises.library import drafts, runs, scenarios
from trainee_exercises.library.door import Door
from trainee_exercises.library.drafts import Writer
from trainee_exercises.library.limits import (
    MAX_NAME,
    one_line,
    short_enough,
    sound_content,
    sound_name,
    sound_note,
    sound_text,
    sound_title,
)
from trainee_exercises.library.rules import require_may_delete
from trainee_exercises.library.scenarios import Entry
from trainee_exercises.library.shapes import Draft
from trainee_exercises.storage import Audited, audit

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from trainee_exercises.library.shapes import Kept, NewRun, Saved
    from trainee_exercises.storage import Storage

Seen = tuple[str, str]
"""A name and a note, as they stood where somebody began to change them."""


class Library:
    """Saved scenarios, drafts and kept runs. by: who acts, an id. Safe to use from many threads.

    Every method may raise StorageError: the database is gone, full or out of reach. LibraryError: what was asked can't
    be done; its kinds are Conflict (somebody was faster), Gone (it was deleted) and NotYours (it is somebody else's).
    """

    def __init__(self, storage: Storage) -> None:
        self._door = Door(storage)

    # ---- drafts ----

    def new_draft(self, text: str, title: str, by: str, saved_id: str | None = None) -> Draft:
        """Begin a draft and return it. saved_id: the saved scenario, as it is now, that it is to become."""
        now = self._door.now()
        wanted = Draft("", saved_id, sound_title(title), sound_text(text), 1, (), (), now, by, created_by=by)
        with self._door.write() as connection:
            return drafts.add(connection, wanted)

    def draft(self, draft_id: str) -> Draft | None:
        """Return a draft; None: there is none."""
        with self._door.read() as connection:
            return drafts.find(connection, draft_id)

    def copy_draft(self, draft_id: str, by: str) -> Draft:
        """Begin a draft of one's own as another stands, of the same revision of the same scenario; return it."""
        with self._door.write() as connection:
            return drafts.copy(connection, draft_id, by, self._door.now())

    def drafts_of(self, by: str) -> list[Draft]:
        """Return the drafts that somebody began, the last changed first; texts, `undo` and `redo` are empty here."""
        with self._door.read() as connection:
            return drafts.of_person(connection, by)

    def write_draft(self, draft_id: str, text: str, title: str, by: str, *, revision: int) -> Draft:
        """Let *text* stand, and return the draft with what stood before in `undo`; no change at all is no step.

        Raises:
            Conflict: *revision* is not the one that stands; `current` is the draft as it stands.
            NotYours: somebody else began it.

        """
        text, title = sound_text(text), sound_title(title)
        with self._door.write() as connection:
            return drafts.write(connection, draft_id, text, title, Writer(by, self._door.now(), revision))

    def undo(self, draft_id: str, by: str, *, revision: int) -> Draft:
        """Return the draft a step back; as it is where there is none. Raises Conflict as `write_draft` does."""
        with self._door.write() as connection:
            return drafts.move(connection, draft_id, -1, Writer(by, self._door.now(), revision))

    def redo(self, draft_id: str, by: str, *, revision: int) -> Draft:
        """Return the draft a step forth again; as it is where there is none. Raises Conflict as `write_draft` does."""
        with self._door.write() as connection:
            return drafts.move(connection, draft_id, 1, Writer(by, self._door.now(), revision))

    def link_draft(self, draft_id: str, saved: Saved, by: str) -> Draft:
        """Note that a draft was saved as *saved*: it goes on from that revision. Undoing stays possible."""
        with self._door.write() as connection:
            return drafts.link(connection, draft_id, saved, by)

    def drop_draft(self, draft_id: str, by: str) -> None:
        """Delete a draft of one's own; NotYours: it is somebody else's. No such draft: nothing happens."""
        with self._door.write() as connection:
            drafts.drop(connection, draft_id, by)

    # ---- saved scenarios ----

    def save(  # noqa: PLR0913 -- what is saved, by whom, and over what
        self,
        text: str,
        name: str,
        note: str,
        by: str,
        *,
        id: str | None = None,  # noqa: A002 -- the word that callers use
        revision: int | None = None,
    ) -> Saved:
        """Save a new scenario (id None), or one more revision of one; the same text again adds no revision.

        revision: the newest that the writer knew; None does not ask.

        Raises:
            Conflict: there is a newer revision; `current` is that.
            LibraryError: there is another scenario of that name; too many scenarios or revisions.

        """
        entry = Entry(sound_text(text), sound_name(name), sound_note(note), by, self._door.now())
        with self._door.write() as connection:
            if id is None:
                return scenarios.add(connection, entry)
            return scenarios.revise(connection, id, entry, revision)

    def save_copy(self, text: str, name: str, note: str, by: str) -> Saved:
        """Save a new scenario under that name, with a number behind it where it is taken."""
        entry = Entry(sound_text(text), sound_name(name), sound_note(note), by, self._door.now())
        with self._door.write() as connection:
            return scenarios.add(connection, entry._replace(name=scenarios.free_name(connection, entry.name)))

    def saved(self, saved_id: str, revision: int | None = None) -> Saved | None:
        """Return a saved scenario at its newest or a given revision; None: there is none."""
        with self._door.read() as connection:
            return scenarios.find(connection, saved_id, revision)

    def all_saved(self) -> list[Saved]:
        """Return all saved scenarios at their newest revision, the last changed first; their texts are empty here."""
        with self._door.read() as connection:
            return scenarios.everything(connection)

    def revisions(self, saved_id: str) -> list[Saved]:
        """Return all revisions of a scenario as they were saved, the newest first; their texts are empty here."""
        with self._door.read() as connection:
            return scenarios.history(connection, saved_id)

    def rename(self, saved_id: str, name: str, note: str, by: str, *, seen: Seen | None = None) -> Saved:
        """Give a scenario another name and note; no new revision. seen: those that the writer saw, None does not ask.

        Raises:
            Conflict: they have changed since; `current` says to what.
            LibraryError: there is another scenario of that name.

        """
        entry = Entry("", sound_name(name), sound_note(note), by, self._door.now())
        with self._door.write() as connection:
            return scenarios.rename(connection, saved_id, entry, seen)

    def delete(self, saved_id: str, by: str, *, role: str | None) -> None:
        """Delete a saved scenario with all its revisions. Drafts of it and runs of it stay.

        role: of who deletes. NotYours: they did not make it, and are neither owner nor manager.
        """
        with self._door.write() as connection:
            require_may_delete(role, by, scenarios.held(connection, saved_id).created_by)
            n_revisions = scenarios.remove(connection, saved_id)
            self._note(connection, by, "scenario deleted", f"scenario:{saved_id}", revisions=n_revisions)

    # ---- runs ----

    def keep(self, run: NewRun, by: str) -> Kept:
        """Keep a run and return it. Of this person's with neither name nor note the 50 newest stay."""
        sound_content(run.content)
        sound = run._replace(
            text=sound_text(run.text), title=sound_title(run.title), name=_run_name(run.name), note=sound_note(run.note)
        )
        with self._door.write() as connection:
            return runs.add(connection, sound, by, self._door.now())

    def kept(self, run_id: str) -> Kept | None:
        """Return a run; None: there is none."""
        with self._door.read() as connection:
            return runs.find(connection, run_id)

    def kept_as(self, key: str) -> Kept | None:
        """Return the newest run of that key; None: there is none."""
        with self._door.read() as connection:
            return runs.find_key(connection, key)

    def run_text(self, run_id: str) -> str:
        """Return the scenario that a run played. Raises Gone."""
        with self._door.read() as connection:
            return runs.text(connection, run_id)

    def content(self, run_id: str) -> bytes:
        """Return what a run gave, byte by byte as it was kept."""
        with self._door.read() as connection:
            return runs.content(connection, run_id)

    def all_kept(self, by: str | None = None, most: int | None = None) -> list[Kept]:
        """Return all runs, the newest first. by: only those of that person; most: no more than so many."""
        with self._door.read() as connection:
            return runs.everything(connection, by, most)

    def rename_run(self, run_id: str, name: str, note: str, by: str, *, seen: Seen | None = None) -> Kept:  # noqa: ARG002 -- as for scenarios; a run's row does not say who named it
        """Give a run a name ("": none) and a note. Raises Conflict as `rename` does, LibraryError: too many are."""
        name, note = _run_name(name), sound_note(note)
        with self._door.write() as connection:
            return runs.rename(connection, run_id, name, note, seen)

    def delete_run(self, run_id: str, by: str, *, role: str | None) -> None:
        """Delete a run with its content. role: of who deletes. Raises NotYours as `delete` does."""
        with self._door.write() as connection:
            gone = runs.there(connection, run_id, hold=True)
            require_may_delete(role, by, gone.created_by)
            runs.remove(connection, run_id)
            self._note(connection, by, "run deleted", f"run:{run_id}", hash=gone.hash, seed=gone.seed)

    def _note(self, connection: Connection, by: str, action: str, subject: str, **detail: str | int) -> None:
        audit.note(connection, Audited(self._door.now(), by, action, subject, dict(detail)))


def _run_name(name: str) -> str:
    return short_enough(one_line(name), MAX_NAME, "The name")
