"""How much the library takes, and texts as it keeps them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from trainee_exercises.library.problems import LibraryError

MAX_TEXT: Final = 1_000_000
"""Characters of a scenario; the simulator reads no longer file."""
MAX_NAME: Final = 200
MAX_NOTE: Final = 5_000
MAX_CONTENT: Final = 20 * 1024 * 1024
"""Bytes of a run's results."""
MAX_STEPS: Final = 100
"""Steps of a draft that can be undone."""
MAX_STEPS_SIGNS: Final = 4_000_000
"""Characters in all of them: of a very long scenario there are fewer."""
RECENT: Final = 50
"""Runs of one person without a name that are kept; when newer ones come, the oldest goes."""
MAX_NAMED: Final = 200
"""Runs of one person that have a name or a note, which stay until somebody deletes them."""
MAX_SAVED: Final = 200
"""Saved scenarios of one person."""
MAX_REVISIONS: Final = 500
"""Revisions of one saved scenario."""
MAX_REVISIONS_SIGNS: Final = 10_000_000
"""Characters in all of them."""
MAX_DRAFTS: Final = 100
"""Drafts of one person in which something was changed."""
UNTOUCHED: Final = 50
"""Drafts of one person in which nothing was changed; when newer ones come, the oldest goes."""
MAX_TITLE: Final = 300

_BREAKS: Final = {"Cc", "Zl", "Zp", "Cs"}
_TURNS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")  # they make a name show as another
_UNKEPT: Final = re.compile("[\x00\ud800-\udfff]")


def one_line(text: str) -> str:
    """Return text on one line: runs of space or control characters are one space, marks that turn text are gone."""
    spaced = "".join(" " if unicodedata.category(one) in _BREAKS else one for one in _TURNS.sub("", text))
    return " ".join(unicodedata.normalize("NFC", spaced).split())


def sound_name(name: str) -> str:
    """Return a name as it is kept. LibraryError: there is none, or it is too long."""
    found = one_line(name)
    if not found:
        raise LibraryError("Give it a name.")
    return short_enough(found, MAX_NAME, "The name")


def sound_title(title: str) -> str:
    """Return a title as it is kept, cut where it is too long."""
    return one_line(title)[:MAX_TITLE].strip()


def sound_note(note: str) -> str:
    """Return a note as it is kept. LibraryError: it is too long, or has a character that can't be kept."""
    return sound_text(short_enough(note.replace("\r\n", "\n").strip(), MAX_NOTE, "The note"), "The note")


def sound_text(text: str, what: str = "The scenario") -> str:
    """Return a text. LibraryError: it is too long, or has a character that a database can't keep."""
    short_enough(text, MAX_TEXT, what)
    if (odd := _UNKEPT.search(text)) is not None:
        line = text.count("\n", 0, odd.start()) + 1
        raise LibraryError(
            f"{what} has a character in line {line} that can't be kept (U+{ord(odd[0]):04X}); delete it."
        )
    return text


def sound_content(content: bytes) -> bytes:
    """Return the results of a run. LibraryError: too large."""
    if len(content) > MAX_CONTENT:
        mega = 1024 * 1024
        raise LibraryError(
            f"The results of this run have {len(content) / mega:.1f} MB; the library keeps up to"
            f" {MAX_CONTENT // mega} MB. Run fewer plans or replications to keep it."
        )
    return content


def is_no_id(text: str) -> bool:
    """Can nothing ever be called so? Databases do not even look for such characters, which an address may have."""
    return _UNKEPT.search(text) is not None


def short_enough(text: str, most: int, what: str) -> str:
    """Return the text. LibraryError: it has more characters than *most*."""
    if len(text) > most:
        raise LibraryError(f"{what} has {len(text):,} characters; {most:,} is the most.")
    return text
