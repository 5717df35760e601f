"""What the parts of the library share: a name and a note to change in place, deleting after a question, words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple, cast

import streamlit as st

from dashboard import shared
from dashboard.plain import as_markdown
from dashboard.round_parts import ago
from trainee_exercises.accounts import users
from trainee_exercises.accounts.built_in import LOCAL
from trainee_exercises.library import MAX_NAME, MAX_NOTE, Conflict, LibraryError
from trainee_exercises.storage import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.identity import Visitor
    from trainee_exercises.library import Kept, Saved

    Save = Callable[[str, str, tuple[str, str]], Saved | Kept]

SHOW: Final = "show"
"""Which entry is opened, in the address."""
_MORE: Final = 10


class Named(NamedTuple):
    """Something with a name and a note. save: takes both and those that were seen; raises Conflict."""

    key: str
    name: str
    note: str
    save: Save
    placeholder: str = ""


class Shelf(NamedTuple):
    """What the parts of the page know: who looks, what to call everybody, and saved scenarios by id."""

    visitor: Visitor
    names: dict[str, str]
    scenarios: dict[str, str]


# ---- words ----


def people() -> dict[str, str]:
    """Return what to call everybody, by id."""
    with shared.storage().read() as connection:
        return users.names(connection)


def since(at: int, by: str, names: dict[str, str]) -> str:
    """Return such as "3 h ago by ana@company.example"."""
    return f"{ago(at, shared.storage().now())}{by_whom(by, names)}"


def by_whom(by: str, names: dict[str, str]) -> str:
    """Return such as " by ana@company.example"; "" of what was done where nobody signs in."""
    return "" if by == LOCAL else f" by {names.get(by, by)}"


def file_name(title: str) -> str:
    """Return a name for a scenario's file, of plain letters."""
    return f"{re.sub(r'[^a-z0-9]+', '-', title.casefold()).strip('-')[:60] or 'scenario'}.yaml"


def many(n: int, one: str) -> str:
    """Return such as "1 run" or "3 runs"."""
    return f"{n} {one}" if n == 1 else f"{n} {one}s"


def looked_for(key: str, n: int) -> str:
    """Show the field to search in, where there are many; return what is looked for in lower case."""
    if n <= _MORE:
        return ""
    return str(st.text_input("Search names and notes", key=f"search-{key}", icon=":material/search:")).casefold()


def first_of(key: str, n: int) -> int:
    """Return how many of *n* entries to show: ten, and ten more for each time that more were wanted."""
    return min(n, int(st.session_state.get(f"first-{key}", _MORE)))


def offer_more(key: str, n: int) -> None:
    """Show the button that shows ten more, where there are more."""
    shown = first_of(key, n)
    if shown < n:
        st.button(f"Show more ({n - shown} left)", key=f"more-{key}", on_click=_more, args=(key, shown))


def _more(key: str, shown: int) -> None:
    st.session_state[f"first-{key}"] = shown + _MORE


# ---- one entry opened, others closed ----


def toggle(key: str) -> bool:
    """Show the button that opens and closes the details of an entry; return whether they are open."""
    is_open = st.query_params.get(SHOW) == key
    label, icon = ("Close", ":material/expand_less:") if is_open else ("Details", ":material/expand_more:")
    st.button(label, key=f"toggle-{key}", icon=icon, on_click=_turn, args=(key, not is_open))
    return is_open


def _turn(key: str, to_open: bool) -> None:  # noqa: FBT001 -- Streamlit hands arguments on by position
    if to_open:
        st.query_params[SHOW] = key
    else:
        st.query_params.pop(SHOW, None)


# ---- doing something, and saying what came of it ----


def act(key: str, do: Callable[[], object], done: str = "") -> bool:
    """Do something; what came of it is for `say(key)`. Return whether it was done."""
    try:
        do()
    except Conflict:
        raise
    except (LibraryError, StorageError) as error:
        st.session_state[f"said-{key}"] = "error", str(error)
        return False
    if done:
        st.session_state[f"said-{key}"] = "success", done
    return True


def say(key: str) -> None:
    """Show once what came of the last thing that was done there."""
    kind, text = st.session_state.pop(f"said-{key}", ("", ""))
    if kind == "error":
        st.error(as_markdown(text), icon=":material/error:")
    elif kind:
        st.success(as_markdown(text), icon=":material/check:")


# ---- name and note ----


def naming(one: Named) -> None:
    """Show name and note to change. What was typed outlives closing; who was slower sees both and chooses."""
    _fill(one)
    state, (name, note) = st.session_state, _fields(one.key)
    st.text_input("Name", key=name, max_chars=MAX_NAME, placeholder=one.placeholder)
    st.text_area("Note", key=note, max_chars=MAX_NOTE, height=100, placeholder="What it is for, what you learned")
    state[f"typed-{one.key}"] = state[name], state[note]
    theirs = state.get(f"theirs-{one.key}")
    if theirs is None:
        st.button("Save name and note", key=f"save-{one.key}", on_click=_save, args=(one,), icon=":material/check:")
    else:
        _choose(one, theirs)
    say(one.key)


def _choose(one: Named, theirs: tuple[str, str]) -> None:
    st.warning(
        f"This was changed meanwhile, in another window or by somebody else. The name is now"
        f" **{as_markdown(theirs[0]) or 'empty'}**, the note: {as_markdown(theirs[1]) or 'empty'}. What you typed still"
        " stands above."
    )
    with st.container(horizontal=True):
        st.button("Keep mine", key=f"mine-{one.key}", on_click=_save, args=(one, theirs))
        st.button("Take theirs", key=f"take-{one.key}", on_click=_settle, args=(one.key, theirs))


def _fill(one: Named) -> None:
    """Put into the fields what stands, unless something was typed that is not saved yet."""
    state, (name, note), now = st.session_state, _fields(one.key), (one.name, one.note)
    seen = state.setdefault(f"seen-{one.key}", now)
    typed = (state[name], state[note]) if name in state else state.get(f"typed-{one.key}", seen)
    if typed == seen and f"theirs-{one.key}" not in state:
        _settle(one.key, now)
    elif name not in state:
        state[name], state[note] = typed


def _save(one: Named, seen: tuple[str, str] | None = None) -> None:
    state, (name, note) = st.session_state, _fields(one.key)

    def do() -> None:
        done = one.save(state[name], state[note], seen or state[f"seen-{one.key}"])
        _settle(one.key, (done.name, done.note))

    try:
        act(one.key, do, "Saved.")
    except Conflict as conflict:
        current = cast("Saved | Kept", conflict.current)
        state[f"theirs-{one.key}"] = current.name, current.note


def _settle(key: str, now: tuple[str, str]) -> None:
    """Let *now* be what stands and what is in the fields."""
    state, (name, note) = st.session_state, _fields(key)
    state[f"seen-{key}"] = state[f"typed-{key}"] = now
    state[name], state[note] = now
    state.pop(f"theirs-{key}", None)


def _fields(key: str) -> tuple[str, str]:
    return f"name-{key}", f"note-{key}"


# ---- deleting ----


def deleting(key: str, what: str, says: str, do: Callable[[], None], *, may: bool = True) -> None:
    """Show the button that deletes, after a question. what: such as "this run"; says: what goes and what stays."""
    why_not = None if may else "Only who made it, a manager or an owner may delete it."
    if st.button(f"Delete {what}", key=f"delete-{key}", icon=":material/delete:", disabled=not may, help=why_not):
        _ask(key, what, says, do)


@st.dialog("Delete this?")
def _ask(key: str, what: str, says: str, do: Callable[[], None]) -> None:
    st.markdown(says)
    with st.container(horizontal=True):
        sure = st.button(f"Yes, delete {what}", key=f"sure-{key}", type="primary", on_click=_delete, args=(do,))
        if st.button("Keep it", key=f"keep-{key}") or sure:
            st.rerun()


def _delete(do: Callable[[], None]) -> None:
    if act("page", do, "Deleted."):
        st.query_params.pop(SHOW, None)
