"""The ladder, and beginning a shift of it or of another scenario."""

from __future__ import annotations

from datetime import time
from secrets import randbelow
from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st

from dashboard import shared
from dashboard.plain import as_markdown
from dashboard.practising import parts
from sim.durations import DAY
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.debrief.course import counted
from trainee_exercises.practice.debrief.paper import percent
from trainee_exercises.practice.levels import CLIMBED_SAYS, LADDER, TOUR, level
from trainee_exercises.practice.progress import ladder, next_level
from trainee_exercises.practice.wish import LONGEST, MOST_SEED, SHORTEST, SPEEDS, Wish, scenario_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.identity import Visitor
    from trainee_exercises.practice.progress import Rung
    from trainee_exercises.practice.rows import Row
    from trainee_exercises.practice.tasks import Task

_LEVEL, _SEED = "level", "seed"
_PACES: Final = {0.5: "half as fast as life", 1.0: "as in life", 2.0: "twice as fast", 4.0: "4 times", 8.0: "8 times"}
_MOST_NAME: Final = 40


class _Another(NamedTuple):
    """A moment of a scenario that is not the ladder's; "" and None: the ladder's."""

    scenario: str = ""
    plan: str | None = None
    day: int | None = None
    time: str | None = None


def show(rows: Sequence[Row], tasks: Sequence[Task], visitor: Visitor) -> None:
    """Show the levels, and let the visitor begin one."""
    rungs = ladder(rows)
    st.header("Choose a level", anchor=False)
    number = _level(rungs, tasks)
    another = _another() if number != TOUR else _Another()
    if another is not None:
        _begin(number, another, visitor)


def _level(rungs: Sequence[Rung], tasks: Sequence[Task]) -> int:
    if _LEVEL not in st.session_state:
        asked = _asked(_LEVEL, len(LADDER) - 1)
        wanted = tasks[0].level if tasks else next_level(rungs)
        st.session_state[_LEVEL] = wanted if asked is None else asked
    return int(st.radio(
        "Level", [one.number for one in LADDER], key=_LEVEL, label_visibility="collapsed", format_func=_title,
        captions=[as_markdown(stands(rung)) for rung in rungs],
        help=CLIMBED_SAYS,
    ))  # fmt: skip


def _asked(name: str, most: int) -> int | None:
    """Return a number that the address names, such as in a link from a colleague; None: it names none that will do."""
    said = st.query_params.get(name, "")
    return int(said) if said.isdecimal() and len(said) < len(str(MOST_SEED)) and int(said) <= most else None


def _title(number: int) -> str:
    """Return all of a level as its label, so that a click anywhere on it chooses it."""
    one = level(number)
    head = one.title if number == TOUR else f"{number}. {one.title}, {one.minutes} minutes"
    return f"**{head}**: {one.about}"


def stands(rung: Rung) -> str:
    """Return how somebody stands to a level, in a sentence; "": they have not tried it."""
    if rung.is_climbed:
        return f"Climbed, best {percent(rung.best)}." if rung.level != TOUR else "Done."
    if not rung.tries:
        return ""
    often = "once" if rung.tries == 1 else counted(rung.tries, "time")
    to_the_end = "not to the end" if rung.tries == 1 else "never to the end"
    return f"Tried {often}, {to_the_end if rung.best is None else f'best {percent(rung.best)}'}."


def _another() -> _Another | None:
    """Let the visitor choose another scenario than the ladder's; None: it is not chosen to the end."""
    with st.expander("Another scenario", icon=":material/tune:"):
        if not st.checkbox("Take a scenario of the planning pages instead of the ladder's week"):
            return _Another()
        st.caption(
            "Its arrivals, colleagues and incidents; the customers write what the level says. It climbs nothing."
        )
        chosen = parts.scenario("practice")
        if chosen is None:
            return None
        try:
            read = scenario_of("pinfold", chosen.text)
        except PracticeError as error:
            st.error(as_markdown(str(error)))
            return None
        left, middle, right = st.columns(3)
        plan = left.selectbox("Plan", list(read.plans), key="practice-plan")
        day = middle.number_input("Day", 1, max(1, read.length // DAY), 1, key="practice-day")
        at = right.time_input("Begin at", time(9), key="practice-time", step=900)
        return _Another(chosen.text, plan, int(day) - 1, f"{at:%H:%M}")


def _begin(number: int, another: _Another, visitor: Visitor) -> None:
    if _SEED not in st.session_state:
        asked = _asked(_SEED, MOST_SEED)
        st.session_state[_SEED] = randbelow(10_000) if asked is None else asked
    st.session_state.setdefault("practice-name", _first_name(visitor))
    name = st.text_input("Your name at the desk", key="practice-name", max_chars=_MOST_NAME)
    wish = Wish(number, st.session_state[_SEED]) if number == TOUR else _settings(number, another)
    if st.button("Begin", type="primary", icon=":material/play_arrow:"):
        _made(wish, visitor, name.strip())


def _settings(number: int, another: _Another) -> Wish:
    left, middle, right = st.columns(3)
    seed = left.number_input(
        "Seed", 0, MOST_SEED, key=_SEED,
        help="Two people with one seed meet the same day: the same customers at the same minutes. Tell a colleague"
        " yours, or send the address of this page with ?level=… and &seed=… behind it.",
    )  # fmt: skip
    minutes = middle.slider(
        "Minutes", SHORTEST, LONGEST, level(number).minutes, 5, key=f"practice-minutes-{number}",
        help="Of your own time, however fast its clock runs.",
    )  # fmt: skip
    speed = right.select_slider(
        "Its clock runs", SPEEDS, 1.0, format_func=_PACES.__getitem__, key="practice-speed",
        help="Faster: more happens in your minutes. Slower than life climbs no level.",
    )  # fmt: skip
    return Wish(number, int(seed), minutes, float(speed), scenario=another.scenario, plan=another.plan,
                day=another.day, time=another.time)  # fmt: skip


def _first_name(visitor: Visitor) -> str:
    return "Robin" if visitor.kind == "local" else visitor.name.split("@")[0][:_MOST_NAME].strip().title()


def _made(wish: Wish, visitor: Visitor, name: str) -> None:
    if not name:
        st.error("Write a name; customers and colleagues call you by it.")
        return
    try:
        with st.spinner("Getting the desk ready ..."):
            shift_id = shared.shifts().begin(wish, visitor.actor, name)
    except PracticeError as error:
        st.error(as_markdown(str(error)))
        return
    parts.open_desk(shift_id)
