"""The library: saved scenarios with all revisions, drafts, kept runs. It stores texts and bytes and knows no engine."""

from trainee_exercises.library.library import Library, may_delete
from trainee_exercises.library.limits import MAX_CONTENT, MAX_NAME, MAX_NOTE, MAX_STEPS, MAX_TEXT, RECENT
from trainee_exercises.library.problems import Conflict, Gone, LibraryError
from trainee_exercises.library.shapes import Draft, Kept, NewRun, Saved

__all__ = [
    "MAX_CONTENT",
    "MAX_NAME",
    "MAX_NOTE",
    "MAX_STEPS",
    "MAX_TEXT",
    "RECENT",
    "Conflict",
    "Draft",
    "Gone",
    "Kept",
    "Library",
    "LibraryError",
    "NewRun",
    "Saved",
    "may_delete",
]
