"""What if: sliders on one plan, the answer first, the figures now and then, and how to get them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import plain, shared
from dashboard.plain import as_markdown
from dashboard.planning.crew import asker, crew
from sim.experiments.compare import Comparison  # noqa: TC001 -- Streamlit's cache reads it
from sim.experiments.notes import PAGE, notes
from sim.experiments.replicate import RunError
from sim.experiments.side_by_side import Asked, beside, replications_for
from sim.experiments.standing import BusyError
from sim.experiments.what_if import (
    FREE_PRIORITIES,
    WHAT_IF,
    FreePriority,
    Sliders,
    changed,
    exports,
    has_both,
    spread_people,
)
from sim.experiments.words import scope_in_words
from sim.reports.what_if_words import PRIORITY_WORDS, answer, rows
from sim.scenario.problems import ScenarioError
from sim.scenario.staffing import head_count
from sim.scenario.titles import plan_titles

if TYPE_CHECKING:
    from dashboard.planning.board import Shown
    from sim.scenario import Plan, Scenario

_MOST_TEAMS: Final = 4
"""Teams with a slider of their own; of more there is one for all people."""
_LOOK: Final = 0.1  # seconds
_FACTORS: Final = range(50, 205, 5)
_Key = tuple[str, str, tuple[tuple[tuple[str, int], ...], float, float, FreePriority], int]
"""What names an answer: run, plan, sliders, replications."""


def panel(shown: Shown) -> None:
    """Show the sliders on a plan of a run that is over, and what comes of them."""
    results = shown.results()
    if results is None:
        st.info("Nothing has been played yet.")
        return
    plan = _plan(shown, results.plans)
    sliders = _sliders(shown.scenario, plan, f"{shown.id}-{plan}")
    n = replications_for(shown.scenario, results.replications)
    if sliders.are_neutral:
        st.info("Nothing is changed yet: move a slider, and the plan is played again with the same customers.")
        return
    found = _asked(shown, plan, sliders, n)
    if found is not None:
        _shown(found, sliders)
        _sure(found)
        _take_along(shown, plan, sliders, n)


# ---- the sliders ----


def _plan(shown: Shown, plans: tuple[str, ...]) -> str:
    if len(plans) == 1:
        return plans[0]
    first, titles = plans.index(shown.baseline), plan_titles(shown.scenario.plans)
    return st.selectbox(
        "Plan to change", plans, first, key=f"what-if-plan-{shown.id}", format_func=titles.__getitem__, width=320
    )


def _sliders(scenario: Scenario, plan: str, key: str) -> Sliders:
    left, right = st.columns(2, gap="large")
    with left:
        people = _people(scenario, plan, key)
        priority = _priority(scenario, key)
    with right:
        arrivals = _factor("Conversations", f"what-if-arrivals-{key}", "How many come in, against now.")
        work = _factor("Work on each", f"what-if-work-{key}", "How long a conversation takes whoever works on it.")
    return Sliders(people, arrivals, work, priority)


def _people(scenario: Scenario, plan: str, key: str) -> dict[str, int]:
    """Return team -> people more or fewer."""
    teams = scenario.plans[plan].teams
    if len(teams) > _MOST_TEAMS:
        change = _count("People in all teams", _total(scenario.plans[plan]), f"what-if-people-{key}")
        return spread_people(scenario, plan, change)
    label = "People in {}" if len(teams) > 1 else "People"
    changes = {
        name: _count(label.format(as_markdown(name)), head_count(team), f"what-if-people-{name}-{key}")
        for name, team in teams.items()
    }
    return {name: change for name, change in changes.items() if change}


def _total(plan: Plan) -> int:
    return sum(head_count(team) for team in plan.teams.values())


def _count(label: str, now: int, key: str) -> int:
    """Return by how many people the slider was moved."""
    chosen: int = st.slider(label, 0, max(2 * now, now + 5), now, key=key, help=f"Now: {now}.")
    return chosen - now


def _factor(label: str, key: str, about: str) -> float:
    """Return a factor as a share of what is now."""
    per_cent: int = st.select_slider(label, list(_FACTORS), 100, format_func=lambda n: f"{n} %", key=key, help=about)
    return per_cent / 100


def _priority(scenario: Scenario, key: str) -> FreePriority:
    if not has_both(scenario):
        return "as_is"
    who = scope_in_words("free", scenario)
    return st.select_slider(
        f"{who[0].upper()}{who[1:]} are served", list(FREE_PRIORITIES), "as_is", key=f"what-if-priority-{key}",
        format_func=PRIORITY_WORDS.__getitem__, help="From in turn with everybody, to the end of the line.",
    )  # fmt: skip


# ---- what comes of it ----


def _asked(shown: Shown, plan: str, sliders: Sliders, n: int) -> Comparison | None:
    """Return the answer; None, with the reason on the page, where there is none."""
    people = tuple(sorted(sliders.people.items()))
    key = (shown.id, plan, (people, sliders.arrivals, sliders.handle_time, sliders.free_priority), n)
    try:
        return _answered(key, shown, _played(key, shown))
    except ScenarioError as error:
        st.warning("This can't be played: " + "; ".join(as_markdown(one.message) for one in error.problems))
    except (RunError, BusyError) as error:
        st.error(as_markdown(f"{error}"))
        _question.clear(key, shown)
    return None


def _played(key: _Key, shown: Shown) -> Asked:
    """Return the question once it is answered. Whoever moves a slider meanwhile does not wait for it any longer."""
    spot = st.empty()
    asked = _question(key, shown)
    try:
        while not asked.wait(_LOOK) or asked.is_cancelled:
            if asked.is_cancelled:  # by another visitor who had the same question, perhaps while we wait for it
                _question.clear(key, shown)
                asked = _question(key, shown)
            spot.caption("Playing it ...")  # here Streamlit ends this where a slider was moved
    except BaseException:
        asked.cancel()
        raise
    spot.empty()
    return asked


@st.cache_resource(max_entries=64, show_spinner=False)
def _question(key: _Key, _shown: Shown) -> Asked:
    _, plan, (people, arrivals, work, priority), n = key
    then = changed(_shown.scenario, plan, Sliders(dict(people), arrivals, work, priority))
    share = crew().of(asker(shared.this_visitor().actor))
    return Asked(share, then, WHAT_IF, n, _shown.wish.seed)


@st.cache_resource(max_entries=64, show_spinner=False)
def _answered(key: _Key, _shown: Shown, _asked: Asked) -> Comparison:
    now = _shown.results()
    assert now is not None
    return beside(now, _asked.results(), key[1])


def _shown(found: Comparison, sliders: Sliders) -> None:
    first, *more = answer(found, sliders)
    with st.container(border=True, key="what-if-answer"):
        st.markdown(f"**{as_markdown(first)}**")
        for sentence in more:
            st.markdown(as_markdown(sentence))
    plain.table(("figure", "now", "what if", "difference"), (row[:4] for row in rows(found)))


def _sure(found: Comparison) -> None:
    with st.expander("How sure?"):
        plain.table(
            ("figure", "now", "what if", "difference"),
            ((row.measure, row.now_sure, row.then_sure, row.sure) for row in rows(found)),
        )
        st.markdown("\n".join(f"- {as_markdown(note)}" for note in notes(found.results, found, PAGE)))
        st.caption(
            f"Now and what if were each played {found.results.replications} times, with the same customers and the "
            "same luck."
        )


def _take_along(shown: Shown, plan: str, sliders: Sliders, n: int) -> None:
    with st.expander("The same on a command line"):
        for one in exports(shown.scenario, plan, sliders, n, shown.wish.seed):
            st.code(one.command, language="shell", wrap_lines=True)
            st.download_button(
                f"Download {one.name}", one.text, one.name, "application/yaml", key=f"what-if-file-{one.name}",
                on_click="ignore",
            )  # fmt: skip
