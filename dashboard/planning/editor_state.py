"""The draft that the scenario editor shows: read once a run, and written by the callbacks of its widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import streamlit as st

from dashboard import shared
from dashboard.planning import drafts
from sim.scenario.editing import Edit, edited, problems_at
from sim.scenario.headcounts import settled
from sim.scenario.inheriting import as_dict, lineage, whole
from sim.scenario.load import parse
from sim.scenario.problems import Problem, ScenarioError
from sim.scenario.spans import nodes_of, plain
from trainee_exercises.library import MAX_TEXT, Conflict, LibraryError
from trainee_exercises.storage import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.scenario import Scenario
    from sim.scenario.problems import Path
    from trainee_exercises.library import Draft

_CLASH: Final = "editor-clash"
_REFUSED: Final = "editor-refused"
_LOST: Final = "editor-not-stored"


class Read(NamedTuple):
    """What a text says. data: plain values with what plans inherit, None where it is no YAML; scenario: if sound."""

    data: dict[str, Any] | None
    problems: tuple[Problem, ...]
    scenario: Scenario | None


class Clash(NamedTuple):
    """Two windows changed one draft: what was to be written here, and what stands."""

    mine: str
    theirs: Draft


class Lost(NamedTuple):
    """What could not be stored, and why. revision: of the draft, as the writer saw it."""

    draft_id: str
    revision: int
    title: str
    text: str
    why: str

    def over(self, draft: Draft) -> Draft:
        """Return the draft as the writer has it: with what is not stored, and what is as a step to go back to."""
        if self.text == draft.text or len(self.text) > MAX_TEXT:
            return draft
        return draft._replace(text=self.text, revision=self.revision, undo=(*draft.undo, draft.text), redo=())


class Refused(NamedTuple):
    """What was typed into a field or table and cannot be written. key: of the widget."""

    key: str
    message: str


@st.cache_resource(max_entries=64, show_spinner=False)
def read(text: str) -> Read:
    """Return what *text* says; never raises."""
    try:
        data = whole(plain(nodes_of(text)))
    except ScenarioError as error:
        return Read(None, error.problems, None)
    try:
        return Read(data, (), parse(text))
    except ScenarioError as error:
        return Read(data, error.problems, None)


class Editor:
    """A draft as a page shows it. The widgets of one run share it, so that two changes at once do not clash."""

    def __init__(self, draft: Draft, by: str) -> None:
        """Show *draft* to *by*, an id."""
        self.draft, self.by = draft, by
        self.data, self.problems, self.scenario = read(draft.text)

    @property
    def title(self) -> str:
        """Return what the scenario is called."""
        title = as_dict(self.data).get("title")
        return title if isinstance(title, str) and title.strip() else self.draft.title

    def parts(self, *path: str) -> dict[str, Any]:
        """Return the parts at *path* by name; none where there is nothing."""
        found: Any = self.data
        for key in path:
            found = as_dict(found).get(key)
        return as_dict(found)

    def problems_for(self, path: Path) -> list[str]:
        """Return what is wrong at *path*, also where a plan has it from the one that it extends."""
        places = [path]
        if path[0] == "plans" and len(path) > 1:
            places = [("plans", plan, *path[2:]) for plan in lineage(self.parts("plans"), str(path[1]))]
        return [one.message for place in places for one in problems_at(self.problems, place)]

    def edit(self, edits: Sequence[Edit], key: str) -> None:
        """Write edits; where they cannot be, what was typed stays in the widget of that key, with the reason."""
        counts = any(one.path[-1] == "headcount" for one in edits)
        self.change(lambda text: settled(edited(text, edits)) if counts else edited(text, edits), key)

    def change(self, change: Callable[[str], str], key: str) -> bool:
        """Write what *change* makes of the text, as `edit` does; return whether it could be made."""
        try:
            text = change(self.draft.text)
        except ScenarioError as error:
            st.session_state[_REFUSED] = Refused(key, "; ".join(one.message for one in error.problems))
            return False
        st.session_state.pop(_REFUSED, None)
        self.write(text)
        return True

    def write(self, text: str) -> None:
        """Let *text* stand in the draft; what another window wrote meanwhile is not written over."""
        if text == self.draft.text and self.draft.id not in _lost():
            return
        is_short = len(text) <= MAX_TEXT  # before it is read; the library says how long it may be
        title = Editor(self.draft._replace(text=text), self.by).title if is_short else self.draft.title
        self._stored(
            text,
            lambda: shared.library().write_draft(
                self.draft.id, text, title, self.by, revision=self.draft.revision
            ),
        )  # fmt: skip

    def undo(self) -> None:
        """Go a step back: what is not stored goes first."""
        if self.draft.id in _lost():
            forget(self.draft.id)
            return
        self._stored(
            self.draft.text,
            lambda: shared.library().undo(self.draft.id, self.by, revision=self.draft.revision),
        )

    def redo(self) -> None:
        """Go a step forth again."""
        self._stored(
            self.draft.text,
            lambda: shared.library().redo(self.draft.id, self.by, revision=self.draft.revision),
        )

    def _stored(self, mine: str, do: Callable[[], Draft]) -> None:
        try:
            self.draft = do()
        except Conflict as clash:
            st.session_state[_CLASH] = Clash(mine, cast("Draft", clash.current))
            forget(self.draft.id)
        except (LibraryError, StorageError) as error:
            lost = Lost(self.draft.id, self.draft.revision, self.draft.title, mine, str(error))
            remember(lost)
            self.draft = lost.over(self.draft)
        else:
            forget(self.draft.id)


def open_editor(by: str) -> Editor | None:
    """Return the editor of the visitor's draft; None: there is none."""
    draft = drafts.open_draft(by)
    if draft is None:
        return None
    lost = _lost().get(draft.id)
    return Editor(draft if lost is None else lost.over(draft), by)


def refused(key: str) -> str:
    """Return why what stands in the widget of that key was not written; "" where it was."""
    found = st.session_state.get(_REFUSED)
    return found.message if found is not None and found.key == key else ""


def clash() -> Clash | None:
    """Return what two windows wrote; None: nothing of the kind."""
    found = st.session_state.get(_CLASH)
    return found if isinstance(found, Clash) else None


def settle() -> None:
    """Forget the clash: the draft is shown as it stands."""
    st.session_state.pop(_CLASH, None)


def not_stored() -> list[Lost]:
    """Return what could not be stored; nothing where all is stored."""
    return list(_lost().values())


def remember(lost: Lost) -> None:
    """Remember what could not be stored."""
    _lost()[lost.draft_id] = lost


def forget(draft_id: str) -> None:
    """Forget what could not be stored of a draft: it is now, or stands elsewhere."""
    _lost().pop(draft_id, None)


def _lost() -> dict[str, Lost]:
    found: dict[str, Lost] = st.session_state.setdefault(_LOST, {})
    return found
