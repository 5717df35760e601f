"""The library: saved scenarios with all revisions, drafts, kept runs. It stores texts and bytes and knows no engine."""

from trainee_exercises.library.library import Library
from trainee_exercises.library.limits import MAX_CONTENT, MAX_NAME, MAX_NOTE, MAX_STEPS, MAX_TEXT, RECENT
from trainee_exercises.library.problems import Conflict, Gone, LibraryError, NotYours
from trainee_exercises.library.rules import may_delete
from trainee_exercises.library.shapes import Draft, Kept, NewRun, Recipe, Saved

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
    "NotYours",
    "Recipe",
    "Saved",
    "may_delete",
]
