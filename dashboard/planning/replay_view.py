"""The replay of a day: which one, its log from a worker of the crew, and the animation, our own script and style."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import streamlit as st

from dashboard import shared
from dashboard.plain import as_markdown
from dashboard.planning import crew as crews
from sim.experiments.standing import BusyError
from sim.scenario.titles import plan_titles
from sim.tables.day_replay import replay_day
from trainee_exercises.exports.cells import table_csv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.planning.board import Shown
    from sim.experiments.jobs import CallJob
    from sim.tables.day_log import DayLog
    from sim.tables.day_replay import DayCount, Replay

_WEB: Final = Path(__file__).parents[1] / "web"
_PARTS: Final = ("replay_log.js", "replay_words.js", "replay_view.js", "replay.js")
"""One script in this order: what Streamlit delivers can't import."""
_AT_ONCE: Final = 0.2
"""Seconds in which a worker often has it: longer, and a sentence says that it is being made."""
_NOTHING: Final = ""


class Wish(NamedTuple):
    """Which day to show. day: None: the busiest."""

    run_id: str
    plans: tuple[str, ...]
    replication: int
    day: date | None

    @property
    def name(self) -> str:
        """Return a name of it, for the script: another one is another day."""
        return f"{self.run_id} {self.replication}"


_player = st.components.v2.component(
    "support_sandbox_replay",
    css=(_WEB / "replay.css").read_text(encoding="utf-8"),
    js="\n".join((_WEB / part).read_text(encoding="utf-8") for part in _PARTS),
)


def wanted(shown: Shown) -> Wish:
    """Return which day the address asks for; what it does not say, or says wrongly, is as usual."""
    asked, plans = st.query_params, tuple(shown.scenario.plans)
    first = asked.get("plan", "")
    first = first if first in plans else shown.baseline
    beside = asked.get("beside", "")
    both = (first, beside) if beside in plans and beside != first else (first,)
    replication = asked.get("replication", "")
    number = int(replication) - 1 if replication.isascii() and replication.isdecimal() and len(replication) < 6 else 0
    return Wish(shown.id, both, number if 0 <= number < shown.wish.replications else 0, _date(asked.get("day", "")))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@st.cache_resource(max_entries=16, show_spinner=False)
def _job(wish: Wish, _shown: Shown) -> CallJob:
    """Return the job of making the logs, the same one for all who want that day."""
    day = wish.day if wish.day is None or _has(_shown, wish.day) else None
    share = crews.crew().of(crews.asker(shared.this_visitor().actor))
    return share.call(replay_day, _shown.scenario, wish.plans, _shown.wish.seed, wish.replication, day)


def _has(shown: Shown, day: date) -> bool:
    return 0 <= (day - shown.scenario.start).days * 24 * 3_600_000 < shown.scenario.length


def replay_of(wish: Wish, shown: Shown) -> Replay | None:
    """Return the day; None, with a sentence on the page, while it is made or where that fails."""
    try:
        job = _job(wish, shown)
    except BusyError as busy:
        st.warning(as_markdown(f"{busy}."))
        return None
    if not job.wait(_AT_ONCE):
        st.fragment(_awaited, run_every=0.5)(job)
        return None
    if job.state != "done":
        _failed(job, wish, shown)
        return None
    found: Replay = job.value
    return found


def _awaited(job: CallJob) -> None:
    st.info("The weeks up to this day are being played again. It takes a few seconds.", icon=":material/hourglass_top:")
    if job.is_over:
        st.rerun()


def _failed(job: CallJob, wish: Wish, shown: Shown) -> None:
    st.error(as_markdown(f"This day could not be played: {job.error or 'it was cancelled'}."))
    if st.button("Try again", key="replay-again"):
        _job.clear(wish, shown)
        st.rerun()


@st.cache_resource(max_entries=16, show_spinner=False)
def says(wish: Wish, _shown: Shown, _replay: Replay) -> str:  # noqa: ARG001 -- by it what is said is remembered
    """Return what there is to see, in a sentence or two of Markdown."""
    return _said(_replay, plan_titles(_shown.scenario.plans))


def _said(replay: Replay, titles: Mapping[str, str]) -> str:
    n_wrote = next(one.n_wrote for one in replay.days if one.day == replay.day)
    after = " after the warm-up" if replay.days[0].is_warm_up else ""
    why = f", the busiest day{after}" if replay.day == replay.busiest else ""
    opening = f"On {_long(replay.day)}{why}, {_many(n_wrote, 'customer writes', 'customers write')}."
    return " ".join([as_markdown(opening), *(_of_plan(log, titles[log.plan]) for log in replay.logs)])


def _of_plan(log: DayLog, title: str) -> str:
    seen = log.outline()
    if not seen.most_waiting:
        return f"Under **{as_markdown(title)}** nobody ever waits."
    most = f"at most {seen.most_waiting:,} wait at once, at {log.clock(seen.most_waiting_at)[11:16]}"
    gone = f"; {_many(seen.n_gave_up, 'gives up', 'give up')}" if seen.n_gave_up else ""
    left = f"; {_many(seen.left_waiting, 'still waits', 'still wait')} as the day ends" if seen.left_waiting else ""
    return f"Under **{as_markdown(title)}** {as_markdown(most + gone + left)}."


def choose(wish: Wish, shown: Shown, days: Sequence[DayCount], day: date) -> None:
    """Show what can be chosen; a choice goes into the address, from which the page then takes it."""
    titles = plan_titles(shown.scenario.plans)
    plans, named = tuple(titles), titles | {_NOTHING: "no other plan"}
    row = st.container(horizontal=True)
    row.selectbox(
        "Plan", plans, plans.index(wish.plans[0]), key=f"replay-plan-{wish.plans[0]}", on_change=_take,
        format_func=named.__getitem__, args=("plan", f"replay-plan-{wish.plans[0]}"), width=200,
    )  # fmt: skip
    others = (_NOTHING, *(plan for plan in plans if plan != wish.plans[0]))
    beside = wish.plans[1] if len(wish.plans) > 1 else _NOTHING
    row.selectbox(
        "Beside it", others, others.index(beside), key=f"replay-beside-{wish.plans}",
        format_func=named.__getitem__, on_change=_take, args=("beside", f"replay-beside-{wish.plans}"),
        help="The same customers on the same day, under two plans.", width=200,
    )  # fmt: skip
    labels = {one.day.isoformat(): _label(one) for one in days}
    row.selectbox(
        "Day", labels, list(labels).index(day.isoformat()), key=f"replay-day-{day}", width=230,
        format_func=lambda text: labels[text], on_change=_take, args=("day", f"replay-day-{day}"),
    )  # fmt: skip
    row.number_input(
        "Replication", 1, shown.wish.replications, wish.replication + 1, key=f"replay-number-{wish.replication}",
        on_change=_take, args=("replication", f"replay-number-{wish.replication}"),
        help="The comparison plays the same weeks this often, each time with other luck: other customers, other days.",
        width=140,
    )  # fmt: skip


def _take(name: str, key: str) -> None:
    """Put what was chosen into the address."""
    value = str(st.session_state[key])
    if value:
        st.query_params[name] = value
    else:
        del st.query_params[name]
    if name == "replication":
        st.query_params.pop("day", None)  # the busiest day is another one


def _label(one: DayCount) -> str:
    return f"{one.day:%a} {one.day.day} {one.day:%b %Y}: {one.n_wrote:,} write{' (warm-up)' if one.is_warm_up else ''}"


def play(wish: Wish, shown: Shown, replay: Replay) -> None:
    """Show the animation, and what it is made of for download."""
    titles = plan_titles(shown.scenario.plans)
    _player(key="replay", data=_data(wish, shown, replay))
    row = st.container(horizontal=True)
    for log in replay.logs:
        row.download_button(
            f"Events of {as_markdown(titles[log.plan])} as CSV", partial(csv_of, log), f"{log.plan}-{log.day}.csv",
            "text/csv", key=f"replay-csv-{log.plan}", on_click="ignore", icon=":material/download:", width="content",
        )  # fmt: skip


@st.cache_resource(max_entries=16, show_spinner=False)
def _data(wish: Wish, _shown: Shown, _replay: Replay) -> dict[str, Any]:
    """Return what the script is given: another name is another day."""
    titles = plan_titles(_shown.scenario.plans)
    return {
        "name": wish.name,
        "titles": [titles[log.plan] for log in _replay.logs],
        "logs": [log.plain() for log in _replay.logs],
    }


def csv_of(log: DayLog) -> bytes:
    """Return the events of a day as a file."""
    return table_csv(log.table()).encode()


def _long(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y}"


def _many(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"
