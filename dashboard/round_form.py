"""The fields of a round's settings: for a new round, and for one that nobody has begun."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import streamlit as st

from dashboard.plain import as_markdown as plain
from dashboard.round_parts import problem
from sim.scenario.part import zone_names
from trainee_exercises.hiring.problems import WrongFields
from trainee_exercises.hiring.retention import preset_months
from trainee_exercises.hiring.rounds import pack_of
from trainee_exercises.hiring.settings import RoundSettings
from trainee_exercises.hiring.typed_rounds import settings_of
from trainee_exercises.packs import names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainee_exercises.packs import Pack

LAWS: Final = {"united_states": "United States", "european_union": "European Union"}
RULES: Final = {
    "allowed": "Allowed, and nobody has to say so",
    "disclose": "Allowed, and candidates say what they used",
    "not_allowed": "Not allowed",
}
_NOTICE: Final = {
    "who_sees": "Who sees the answers",
    "legal_basis": "Legal basis",
    "authority": "Authority for complaints",
}


_NOT_YOURS: Final = "only owners may name a folder; choose one of the list"


class Form(NamedTuple):
    """A form. place: of its messages; start: what stands in the fields first, by name; prefix: of the keys of fields.

    may_name_folders: may a pack be a folder of the server?
    """

    place: str
    start: Mapping[str, Any]
    prefix: str = ""
    may_name_folders: bool = False

    def key(self, name: str) -> str:
        """Return the key of a field."""
        return f"{self.prefix}{name}"

    def problem(self, name: str) -> None:
        """Show what is wrong with a field, below it."""
        problem(self.place, name, self.key(name))

    @property
    def packs(self) -> list[str]:
        """Return the packs to choose from: those that are shipped, and the one that is there already."""
        return list(dict.fromkeys([*names(), self.start["pack"]]))

    def may_read(self, pack: str) -> bool:
        """May this pack be read? A browser can send what the box does not offer: any folder of the server."""
        return self.may_name_folders or pack in self.packs

    def typed(self) -> dict[str, Any]:
        """Return what stands in the fields now, by the names of settings.

        Raises:
            WrongFields: a folder is named as pack by somebody who may not.

        """
        if not self.may_read(st.session_state[self.key("pack")]):
            raise WrongFields({"pack": _NOT_YOURS})
        found = {name: st.session_state.get(self.key(name)) for name in RoundSettings.model_fields}
        return {name: tuple(one) if name == "stages" else one for name, one in found.items() if one is not None}


def fields(form: Form) -> None:
    """Draw all fields."""
    left, right = st.columns(2)
    with left:
        _line(form, "company", "Company", help="Whose application it is; stands in the invitation.")
    with right:
        _line(form, "contact", "Whom candidates write to", placeholder="Maria Lund, maria@company.example")
    pack = _exercise(form)
    rules = list(RULES)
    rule = st.radio("AI assistants", rules, index=rules.index(form.start["ai_rule"]), format_func=RULES.__getitem__,
                    key=form.key("ai_rule"))  # fmt: skip
    if pack is not None:
        st.caption(f"Candidates read: {plain(getattr(pack.ai_rules, rule))}")
    _law(form)
    _more(form, pack)


def _line(form: Form, name: str, label: str, **more: Any) -> None:
    st.text_input(label, value=form.start[name], key=form.key(name), max_chars=500, **more)
    form.problem(name)


def _exercise(form: Form) -> Pack | None:
    """Ask for pack, form, time and zone. Return the pack; None, with the reason shown, where it can't be used."""
    left, right = st.columns(2)
    with left:
        pack = _pack(form)
    with right:
        forms = {name: one.title for name, one in pack.forms.items()} if pack else {}
        st.selectbox(
            "Form",
            list(forms),
            index=_index(list(forms), form.start["form"]),
            format_func=lambda name: f"{name}: {forms.get(name, '')}",
            key=form.key("form"),
            help="Forms are equally hard. Use another one when a candidate comes again.",
        )
        form.problem("form")
    with left:
        # no bounds: the box would put the former number back without a word
        st.number_input("Minutes", value=form.start["minutes"], key=form.key("minutes"),
                        help="Extra time can be given to anybody later.")  # fmt: skip
        form.problem("minutes")
    with right:
        zones = sorted(zone_names())
        st.selectbox("Time zone", zones, index=_index(zones, form.start["zone"]), key=form.key("zone"),
                     help="Of candidates who name none.")  # fmt: skip
        form.problem("zone")
    return pack


def _index(options: list[str], wanted: str) -> int:
    return options.index(wanted) if wanted in options else 0


def _pack(form: Form) -> Pack | None:
    picked = st.selectbox(
        "Content pack",
        form.packs,
        index=form.packs.index(form.start["pack"]),
        key=form.key("pack"),
        accept_new_options=form.may_name_folders,
        help="The product and its questions. Owners may write the folder of a pack of their own.",
    )
    form.problem("pack")
    if picked is None or not form.may_read(picked):
        return None
    try:
        return pack_of(settings_of({"pack": picked}))
    except WrongFields as error:
        st.markdown(f":red[:material/error: {plain(error.fields['pack'])}]")
        return None


def _law(form: Form) -> None:
    left, right = st.columns(2)
    laws = list(LAWS)
    with left:
        st.radio("Law", laws, index=laws.index(form.start["jurisdiction"]), format_func=LAWS.__getitem__,
                 key=form.key("jurisdiction"), horizontal=True, on_change=_preset, args=(form,))  # fmt: skip
    with right:
        st.number_input("Months that answers are kept", value=form.start["retention_months"],
                        key=form.key("retention_months"))  # fmt: skip
        form.problem("retention_months")


def _preset(form: Form) -> None:
    """Another law was chosen: its time of keeping is proposed."""
    state = st.session_state
    state[form.key("retention_months")] = preset_months(state[form.key("jurisdiction")])


def _more(form: Form, pack: Pack | None) -> None:
    with st.expander("More: machine scores, stages, privacy notice"):
        st.toggle(
            "A program may propose scores",
            value=form.start["machine_scoring"],
            key=form.key("machine_scoring"),
            help="Raters never see them before they have rated, and nothing is sorted by them.",
        )
        stages = {name: stage.title for name, stage in pack.stages.items()} if pack else {}
        chosen = [one for one in form.start["stages"] if one in stages]
        st.multiselect("Stages beside the exercise", list(stages), chosen, format_func=stages.__getitem__,
                       key=form.key("stages"))  # fmt: skip
        form.problem("stages")
        st.caption("These stand in the privacy notice that candidates read before they start:")
        for name, label in _NOTICE.items():
            _line(form, name, label)
