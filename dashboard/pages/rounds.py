"""Rounds of hiring: all of them, and the form for a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import shared
from dashboard.menu import PAGES
from dashboard.plain import as_markdown as plain
from dashboard.round_parts import own_zone, problem, say, tried
from sim.scenario.part import zone_names
from trainee_exercises.hiring.candidates import candidates_of
from trainee_exercises.hiring.problems import WrongFields
from trainee_exercises.hiring.retention import preset_months
from trainee_exercises.hiring.rounds import Round, create_round, pack_of, rounds, settings_of
from trainee_exercises.hiring.settings import RoundSettings
from trainee_exercises.packs import names
from trainee_exercises.round_sample import played_sample

if TYPE_CHECKING:
    from dashboard.identity import Visitor
    from trainee_exercises.packs import Pack

_ROUND: Final = next(one.file for one in PAGES if one.name == "round")
_RULES: Final = {
    "allowed": "Allowed, and nobody has to say so",
    "disclose": "Allowed, and candidates say what they used",
    "not_allowed": "Not allowed",
}
_LAWS: Final = {"united_states": "United States", "european_union": "European Union"}
_NOT_TYPED: Final = {"sample", "stages"}


def _page() -> None:
    visitor = shared.require("manager")
    made = st.session_state.pop("made_round", None)
    if made is not None:
        st.switch_page(_ROUND, query_params={"round": made})
    st.title("Rounds of hiring", anchor=False)
    st.markdown("A round is one hiring: the same exercise, time and rules for all of its candidates.")
    found = rounds(shared.storage())
    if not found:
        st.info("There is no round yet. Make one below, or look at a sample first.", icon=":material/lightbulb:")
    for one in found:
        _row(one)
    say("sample")
    _sample(found, visitor)
    with st.expander("New round", icon=":material/add:", expanded=bool(st.session_state.get("problems")) or not found):
        _new_round(visitor)


def _row(one: Round) -> None:
    n = len(candidates_of(shared.storage(), one.id))
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(gap="xxsmall"):
            st.markdown(f"**{plain(one.name)}**")
            people = "no candidates yet" if n == 0 else f"{n} candidate{'' if n == 1 else 's'}"
            st.caption(f"{people} · {plain(one.settings.company)} · {one.settings.minutes} minutes")
        if one.settings.sample:
            st.badge("sample", color="gray")
        st.badge("closed" if one.is_closed else "open", color="gray" if one.is_closed else "green")
        if st.button("Open", key=f"open-{one.id}", icon=":material/arrow_forward:"):
            st.switch_page(_ROUND, query_params={"round": one.id})


def _sample(found: list[Round], visitor: Visitor) -> None:
    """Offer a round that was played, unless there is one."""
    if any(one.settings.sample and not one.is_closed for one in found):
        return
    if st.button("Make a sample round", icon=":material/science:", help="Six made-up candidates play it now."):
        with st.spinner("Six made-up candidates play the exercise; this takes some seconds ..."):
            done = tried("sample", lambda: played_sample(shared.storage(), visitor.actor), "")
        if done is not None:
            st.session_state["made_round"] = done.id
        st.rerun()


# ---- a new round ----


def _new_round(visitor: Visitor) -> None:
    st.text_input("Name of the round", key="name", placeholder="Support, spring", max_chars=200)
    problem("name")
    left, right = st.columns(2)
    with left:
        st.text_input("Company", key="company", help="Whose application it is; stands in the invitation.")
        problem("company")
    with right:
        st.text_input("Whom candidates write to", key="contact", placeholder="Maria Lund, maria@company.example")
        problem("contact")
    pack = _exercise(visitor)
    st.radio("AI assistants", list(_RULES), index=1, format_func=_RULES.__getitem__, key="ai_rule")
    if pack is not None:
        st.caption(f"Candidates read: {plain(getattr(pack.ai_rules, st.session_state['ai_rule']))}")
    _law()
    _more(pack)
    st.button("Make this round", type="primary", on_click=_create, args=(visitor.actor,), icon=":material/check:")
    say("new")


def _exercise(visitor: Visitor) -> Pack | None:
    """Ask for pack, form, time and zone. Return the pack; None, with the reason shown, where it can't be used."""
    left, right = st.columns(2)
    with left:
        pack = _pack(visitor)
    with right:
        forms = {name: form.title for name, form in pack.forms.items()} if pack else {}
        st.selectbox(
            "Form",
            list(forms),
            format_func=lambda name: f"{name}: {forms.get(name, '')}",
            key="form",
            help="Forms are equally hard. Use another one when a candidate comes again.",
        )
        problem("form")
    with left:
        st.number_input("Minutes", 1, 240, 30, key="minutes", help="Extra time can be given to anybody later.")
        problem("minutes")
    with right:
        zones = sorted(zone_names())
        st.selectbox("Time zone", zones, index=zones.index(own_zone()), key="zone", help="Of candidates who name none.")
        problem("zone")
    return pack


def _pack(visitor: Visitor) -> Pack | None:
    st.selectbox(
        "Content pack",
        names(),
        key="pack",
        accept_new_options=visitor.role == "owner",
        help="The product and its questions. Owners may write the folder of a pack of their own.",
    )
    try:
        return pack_of(settings_of({"pack": st.session_state["pack"]}))
    except WrongFields as error:
        st.markdown(f":red[:material/error: {plain(error.fields['pack'])}]")
        return None


def _law() -> None:
    left, right = st.columns(2)
    with left:
        st.radio(
            "Law", list(_LAWS), format_func=_LAWS.__getitem__, key="jurisdiction", horizontal=True, on_change=_preset
        )
    with right:
        first = preset_months(st.session_state["jurisdiction"])
        st.number_input("Months that answers are kept", 1, 120, first, key="retention_months")
        problem("retention_months")


def _preset() -> None:
    """Another law was chosen: its time of keeping is proposed."""
    st.session_state["retention_months"] = preset_months(st.session_state["jurisdiction"])


def _more(pack: Pack | None) -> None:
    defaults = RoundSettings.model_fields
    with st.expander("More: machine scores, stages, privacy notice"):
        st.toggle(
            "A program may propose scores",
            value=True,
            key="machine_scoring",
            help="Raters never see them before they have rated, and nothing is sorted by them.",
        )
        stages = {name: stage.title for name, stage in pack.stages.items()} if pack else {}
        chosen = [one for one in defaults["stages"].default if one in stages]
        st.multiselect("Stages beside the exercise", list(stages), chosen, format_func=stages.__getitem__, key="stages")
        problem("stages")
        st.caption("These stand in the privacy notice that candidates read before they start:")
        for name, label in (
            ("who_sees", "Who sees the answers"),
            ("legal_basis", "Legal basis"),
            ("authority", "Authority for complaints"),
        ):
            st.text_input(label, value=defaults[name].default, key=name)
            problem(name)


def _create(by: str) -> None:
    state = st.session_state

    def do() -> Round:
        values: dict[str, Any] = {name: state[name] for name in RoundSettings.model_fields
                  if name not in _NOT_TYPED and state.get(name) not in (None, "")}  # fmt: skip
        return create_round(
            shared.storage(), state["name"], settings_of(values | {"stages": tuple(state["stages"])}), by
        )

    made = tried("new", do, "")
    if made is not None:
        state["made_round"] = made.id


_page()
