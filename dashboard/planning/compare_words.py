"""What a comparison says first: the answer in plain words, a short table, and what can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st

from dashboard import plain
from dashboard.plain import as_markdown
from dashboard.planning import drafts
from dashboard.planning.compare_live import Seen, play
from sim.experiments.compare import Comparison  # noqa: TC001 -- Streamlit's cache reads it
from sim.experiments.words import plan_in_words
from sim.reports.narrowing import narrowed
from sim.reports.plain_words import WAIT_SAYS, alone_in_plain_words, in_plain_words, plain_table, warnings
from sim.scenario.titles import plan_titles

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.planning.board import Shown, Wish


_MOST: Final = 3
"""Warnings beside the answer."""


class Said(NamedTuple):
    """What a comparison says. claims: plan -> what it changes; lead: with what it is compared, or the whole answer."""

    lead: str
    claims: dict[str, str]
    table: pd.DataFrame


@st.cache_resource(max_entries=32, show_spinner=False)
def _said(key: tuple[str | int, ...], _comparison: Comparison) -> Said:  # noqa: ARG001 -- by it, it is remembered
    results, table = _comparison.results, plain_table(_comparison)
    if not _comparison.others:
        return Said(alone_in_plain_words(results), {}, table)
    lead = f"Compared with {plan_in_words(_comparison.baseline, results.scenario)}:"
    return Said(lead, in_plain_words(_comparison), table)


@st.cache_resource(max_entries=32, show_spinner=False)
def _warnings(key: tuple[str | int, ...], _comparison: Comparison) -> list[str]:  # noqa: ARG001 -- as above
    return warnings(_comparison)


def answer(seen: Seen) -> None:
    """Show the answer, the table, and what must be known beside it. seen: plans by their titles."""
    found = _said(*seen)
    with st.container(border=True, key="answer"):
        st.markdown(as_markdown(found.lead))
        plans = seen.comparison.results.scenario.plans
        st.markdown("\n".join(_claim(plan, claim, plans[plan].about) for plan, claim in found.claims.items()))
    plain.table(list(found.table.columns), found.table.itertuples(index=False))
    st.caption(as_markdown(WAIT_SAYS))
    warned = _warnings(*seen)
    for one in warned[:_MOST]:
        st.warning(as_markdown(one), icon=":material/info:")
    if len(warned) > _MOST:
        st.caption(f"{len(warned) - _MOST} more to know under “How sure?”.")


def _claim(plan: str, claim: str, about: str) -> str:
    """Return an item of a list: what a plan changes, and beneath it what the plan is."""
    said = f"- **{as_markdown(plan)}**: {as_markdown(claim)}"
    return f"{said}  \n  :small[{as_markdown(about)}]" if about.strip() else said


def chosen(shown: Shown, seen: Seen) -> Seen:
    """Return the comparison of the plans that are wanted, against the baseline wanted, by the controls below it."""
    plans = seen.comparison.results.plans
    baseline = st.session_state.get(_key("baseline", plans), shown.baseline)
    wanted = st.session_state.get(_key("plans", plans), plans)
    kept = tuple(plan for plan in plans if plan in wanted or plan == baseline)
    return Seen((*seen.key, baseline, *kept), _narrowed(seen.key, kept, baseline, seen.comparison))


def _key(name: str, plans: tuple[str, ...]) -> str:
    """Return the key of a control: a scenario with other plans has others."""
    return "-".join((name, *plans))


def controls(shown: Shown, seen: Seen, by: str) -> None:
    """Show what can be chosen: the baseline, the plans, more replications, another seed, another scenario."""
    plans = seen.comparison.results.plans
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices"):
        if len(plans) > 1:
            first, titles = plans.index(shown.baseline), plan_titles(shown.scenario.plans)
            said = titles.__getitem__
            st.selectbox("Compared with", plans, first, key=_key("baseline", plans), format_func=said, width=220)
            st.multiselect("Plans shown", plans, plans, key=_key("plans", plans), format_func=said, width=560)
        _play_again(shown, by)
        if st.button("Change the scenario", key="compare-change", icon=":material/tune:"):
            _change(shown.wish, shown.scenario.title, by)


@st.cache_resource(max_entries=12, show_spinner=False)
def _narrowed(
    key: tuple[str | int, ...],  # noqa: ARG001 -- by it, it is remembered
    plans: tuple[str, ...],
    baseline: str,
    _comparison: Comparison,
) -> Comparison:
    return narrowed(_comparison, plans, baseline)


def _play_again(shown: Shown, by: str) -> None:
    with st.popover("Play more often", icon=":material/casino:"):
        n_now = shown.wish.replications
        replications = st.slider(
            "Replications", 5, max(200, n_now), n_now, 5, key=f"replications-{shown.id}",
            help="How often each plan is played, with other luck each time. For half the doubt: four times as many.",
        )  # fmt: skip
        seed = st.number_input(
            "Seed", 1, 2**31 - 1, shown.wish.seed, key=f"seed-{shown.id}", help="The same seed gives the same figures."
        )
        wish = shown.wish._replace(replications=replications, seed=int(seed))
        if st.button("Play it", key="compare-play", type="primary", disabled=wish == shown.wish):
            play(wish, by)


def _change(wish: Wish, title: str, by: str) -> None:
    drafts.go_to(drafts.begin(wish.text, title, by, wish.origin or None))
