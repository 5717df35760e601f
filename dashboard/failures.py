"""What a page says where it fails: a sentence for the person, the rest for the server's log."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.plain import as_markdown
from trainee_exercises.library import LibraryError
from trainee_exercises.storage import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

SAYS: Final = (
    "Something went wrong on this page. Reload it; what was saved is kept. If it happens again, the server's log says"
    " more."
)
_log: Final = logging.getLogger(__name__)


@contextmanager
def told() -> Iterator[None]:
    """Say in a sentence that what is inside has failed, and write down why. Around a function it is a decorator.

    Streamlit's own ways to end a run are no failures and pass.
    """
    try:
        yield
    except (LibraryError, StorageError) as error:  # the disk is full, a limit is reached: its sentence says what to do
        _log.error("a page has failed: %s", error)
        st.error(as_markdown(str(error)), icon=":material/error:")
    except Exception:  # noqa: BLE001 -- whatever it is, a reader can do nothing with it
        _log.exception("a page has failed")
        st.error(SAYS, icon=":material/error:")
