"""What the team's pages share: the storage of this process, and who is looking at the page."""

from __future__ import annotations

from functools import cache, lru_cache
from threading import Thread
from typing import TYPE_CHECKING, Final, NoReturn

import streamlit as st

from dashboard import settings
from dashboard.identity import Identity, Visitor
from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.library import Library
from trainee_exercises.storage.open import open_storage

if TYPE_CHECKING:
    from trainee_exercises.practice.shifts import Shifts
    from trainee_exercises.storage import Storage

_COVERS: Final = {
    "owner": frozenset({"owner", "manager", "rater", "rep"}),
    "manager": frozenset({"manager", "rater", "rep"}),
    "rater": frozenset({"rater"}),
    "rep": frozenset({"rep"}),
}


@cache
def storage() -> Storage:
    """Return the storage of this process, opened when first wanted, for our routes and all pages."""
    return open_storage()


def attempts() -> Attempts:
    """Return the attempts of this process: our routes and all pages share what has been replayed."""
    return attempts_of(storage())


def library() -> Library:
    """Return the library of this process: saved scenarios and kept runs."""
    return _library_of(storage())


@lru_cache(maxsize=1)
def _library_of(storage: Storage) -> Library:
    return Library(storage)


def shifts() -> Shifts:
    """Return the practice shifts of this process."""
    return shifts_of(storage())


@lru_cache(maxsize=1)
def shifts_of(storage: Storage) -> Shifts:
    """Return the practice shifts on *storage*, the same ones each time; the pack is read meanwhile."""
    from trainee_exercises.practice import shifts  # noqa: PLC0415 -- SimPy and scipy, only where one practises

    Thread(target=shifts.warm_up, daemon=True).start()
    return shifts.Shifts(storage)


@lru_cache(maxsize=1)
def attempts_of(storage: Storage) -> Attempts:
    """Return the attempts on *storage*, the same ones each time."""
    return Attempts(storage)


def this_visitor() -> Visitor:
    """Return who is looking at the page. Ends the run, with a way to sign in, where it is nobody of the team.

    Looked up anew in every run: a page in a browser lives longer than a sign-in.
    """
    identity = Identity(storage(), settings.from_environment())
    address = st.context.ip_address  # None: this machine
    visitor = identity.visitor_of(dict(st.context.cookies), address if isinstance(address, str) else None)
    if visitor.kind not in {"staff", "local"}:
        _stop("You are signed out. What you saved is there when you come back.", "/sign-in", "Sign in")
    return visitor


def require(role: str) -> Visitor:
    """Return the visitor if they may do what *role* may, otherwise end the run with a sentence about it.

    Owners may do everything, managers all that raters and reps may.
    """
    visitor = this_visitor()
    if role not in _COVERS.get(visitor.role or "", ()):
        _stop("Your sign-in does not open this page.", "/", "Go to the first page")
    return visitor


def _stop(says: str, to: str, label: str) -> NoReturn:
    st.info(says)
    st.markdown(f'<a href="{to}" target="_self">{label}</a>', unsafe_allow_html=True)
    st.stop()
