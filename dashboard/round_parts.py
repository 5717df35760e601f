"""What the pages of rounds share: doing something and saying what came of it, times, links, and text shown as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import streamlit as st

from dashboard import settings
from dashboard.plain import as_markdown as plain
from trainee_exercises.hiring.problems import HiringError, WrongFields
from trainee_exercises.hiring.words import in_zone
from trainee_exercises.storage import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable

_SAID: Final = "said"
_PROBLEMS: Final = "problems"


def tried(place: str, do: Callable[[], Any], done: str | Callable[[Any], str]) -> Any:
    """Do something; keep what came of it for `say(place)`, and what is wrong with fields for `problem(place, ...)`.

    Return what *do* returned; None where it was not done. done: what to say then, or a function of what was returned.
    """
    state = st.session_state
    state[_PROBLEMS] = place, {}, {}
    try:
        result = do()
    except WrongFields as error:
        state[_PROBLEMS] = place, error.fields, {}
        state[_SAID] = (place, "error", "Nothing was saved yet. Look at what stands in red.")
    except (HiringError, StorageError) as error:
        state[_SAID] = (place, "error", str(error))
    else:
        state[_SAID] = (place, "success", done(result) if callable(done) else done)
        return result
    return None


def say(place: str) -> None:
    """Show once what came of the last thing that was done at *place*."""
    where, kind, text = st.session_state.get(_SAID, ("", "", ""))
    if where != place:
        return
    del st.session_state[_SAID]
    lines = "  \n".join(plain(line) for line in text.splitlines())
    if kind == "error":
        st.error(lines, icon=":material/error:")
    else:
        st.success(lines, icon=":material/check:")


def problem(place: str, name: str, key: str) -> None:
    """Show what is wrong with the field of that key, above, until something else stands in it."""
    text, now = problems(place).get(name), st.session_state.get(key)
    if text and now == st.session_state[_PROBLEMS][2].setdefault(key, now):  # as when it was first shown
        st.markdown(f":red[:material/error: {plain(text)}]")


def problems(place: str) -> dict[str, str]:
    """Return what is wrong with the fields at *place*, by their names."""
    where, found, _ = st.session_state.get(_PROBLEMS, ("", {}, {}))
    return dict(found) if where == place else {}


def own_zone() -> str:
    """Return the time zone of the browser, UTC where it does not say."""
    return st.context.timezone or "UTC"


def when(at: int | None) -> str:
    """Return an instant (ms since 1970) in the browser's zone; "" for None."""
    return "" if at is None else in_zone(at, own_zone())


def your_time(at: int | None) -> str:
    """Return an instant as `when` does, said to be the reader's time; "" for None."""
    day, _, zone = when(at).rpartition(" (")
    return f"{day}, your time ({zone}" if day else ""


def ago(at: int | None, now: int) -> str:
    """Return how long ago an instant was, in a word or two; "" for None."""
    if at is None:
        return ""
    minutes = max(0, now - at) // 60_000
    if minutes < 1:
        return "just now"
    if minutes < 120:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 48 * 60 else f"{minutes // 1440} days ago"


def link(token: str) -> str:
    """Return the whole link of an invitation, under the address by which candidates reach the app."""
    public = settings.from_environment().public_url
    parts = urlsplit(st.context.url or "http://127.0.0.1:8501")
    return f"{public or f'{parts.scheme}://{parts.netloc}'}/join/{token}"


def is_reachable() -> bool:
    """Can anybody but this machine follow a link?"""
    return settings.from_environment().public_url is not None
