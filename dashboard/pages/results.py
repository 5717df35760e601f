"""Results of a round: who rates whom, how far people agree, where they differ, and rates between groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import deciding, plain, shared
from dashboard.asking import RATERS, asking
from trainee_exercises.hiring.candidates import candidates_of
from trainee_exercises.hiring.criteria import EXERCISE, Part, title_of
from trainee_exercises.hiring.decisions import KINDS, decisions_of_round
from trainee_exercises.hiring.group_report import group_report
from trainee_exercises.hiring.ratings import sheets_of_round
from trainee_exercises.hiring.rounds import rounds
from trainee_exercises.hiring.scorecards import Agreement, agreement_of, disagreements_of
from trainee_exercises.hiring.visibility import decisions_seen, owes
from trainee_exercises.statistics import verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trainee_exercises.hiring.candidates import Candidate
    from trainee_exercises.hiring.group_report import RateTable
    from trainee_exercises.hiring.rounds import Round
    from trainee_exercises.hiring.visibility import Seer
    from trainee_exercises.packs import Pack
    from trainee_exercises.statistics import Cell, Figure

_SAYS: Final = {
    "none": "",
    "too few": "fewer than 10 rated twice: no verdict",
    "discuss": "below 0.6: talk about what the marks mean",
    "enough": "0.6 or more",
}
_EXPORTS: Final = {"ratings": "Ratings", "answers": "Answers", "events": "What happened", "decisions": "Decisions"}
_NOBODY: Final = "nobody asked to rate yet"


def _page() -> None:
    visitor = shared.require("manager")
    seer = deciding.seer_of(visitor)
    plain.style()
    st.title("Results of hiring", anchor=False)
    found = _chosen(rounds(shared.storage()))
    if found is None:
        st.info("There is no round yet. Make one on the page Rounds of hiring.")
        return
    parts: dict[str, Callable[[Round, Seer], None]] = {
        "Candidates": _candidates,
        RATERS: asking,
        "Agreement": _agreement,
        "To talk about": _disagreements,
        "Between groups": _groups,
        "Export": _exports,
    }
    part = st.segmented_control(
        "Show", list(parts), default="Candidates", label_visibility="collapsed", key="show", bind="query-params"
    )
    parts[part or "Candidates"](found, seer)


def _chosen(everyone: Sequence[Round]) -> Round | None:
    """Return the round that the address or the box names."""
    if not everyone:
        return None
    ids = [one.id for one in everyone]
    names = {one.id: one.name for one in everyone}
    asked = st.query_params.get("round", ids[0])
    if asked not in ids:
        st.warning("The round in this address is not there. This is the newest one.")
    place = ids.index(asked) if asked in ids else 0
    chosen = st.selectbox("Round", ids, index=place, format_func=lambda one: names[one])
    st.query_params["round"] = chosen
    return everyone[ids.index(chosen)]


def _by_code(found: Round) -> list[Candidate]:
    return sorted(candidates_of(shared.storage(), found.id), key=lambda one: one.code)


# ---- candidates ----


def _candidates(found: Round, seer: Seer) -> None:
    st.caption("By code. Nothing here is sorted or hidden by marks or by a program.")
    with shared.storage().read() as connection:
        sheets = sheets_of_round(connection, found.id)
        decided = decisions_of_round(connection, found.id)
    for one in _by_code(found):
        mine = [sheet for sheet in sheets if sheet.assignment.candidate_id == one.id]
        made = decisions_seen(decided.get(one.id, []), mine, seer)
        none = "decisions show once your rating is locked" if owes(mine, seer) else "no decision yet"
        said = f"last decision: {KINDS[made[-1].kind].lower()}" if made else none
        done = f"{sum(sheet.is_locked for sheet in mine)} of {len(mine)} ratings locked" if mine else _NOBODY
        with st.container(border=True, horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{plain.as_markdown(one.code)}**  \n{done}; {said}")
            if st.button(f"Scorecard {one.code}", key=f"card {one.id}"):
                st.switch_page("pages/scorecard.py", query_params={"candidate": one.id})


# ---- agreement ----


def _agreement(found: Round, _seer: Seer) -> None:
    pack = deciding.pack_for(found)
    stages = (EXERCISE, *found.settings.stages)
    stage = st.selectbox("Part", stages, format_func=lambda one: title_of(pack, Part(one)))
    with shared.storage().read() as connection:
        version = sum(len(one.locked) for one in sheets_of_round(connection, found.id))
    rows = [
        (deciding.label(one.criterion), _figure(one.alpha), _figure(one.kappa), str(one.alpha.n), _verdict(one.alpha))
        for one in _agreed(found.id, stage, version, pack)
    ]
    plain.table(("What", "Krippendorff's alpha", "Mean weighted kappa", "Rated twice", "What it says"), rows)
    st.caption(
        "1 is full agreement, 0 what chance would give. In brackets: the 95 % interval from drawing candidates again; "
        "wide means that more ratings are needed. Measured on first locks, before anybody could see the others."
    )


@st.cache_data(max_entries=50, show_spinner="Working out intervals")
def _agreed(round_id: str, stage: str, version: int, _pack: Pack) -> list[Agreement]:
    """Return the agreement; *version* only tells the cache that ratings were added."""
    del version
    return agreement_of(shared.storage(), round_id, stage, _pack)


def _figure(one: Figure) -> str:
    if one.reason:
        return "none"
    return f"{deciding.figure(one.value)} ({deciding.figure(one.low)} to {deciding.figure(one.high)})"


def _verdict(one: Figure) -> str:
    return one.reason or _SAYS[verdict(one)]


def _disagreements(found: Round, seer: Seer) -> None:
    pack = deciding.pack_for(found)
    st.caption("Marks 2 or more apart, or on both sides of the line between 2 and 3. Talk about these first.")
    rows = [
        (
            one.code,
            title_of(pack, Part(one.line.stage)),
            deciding.label(one.line.criterion),
            "; ".join(map(deciding.given, one.line.marks)),
        )
        for one in disagreements_of(shared.storage(), found.id, seer, pack)
    ]
    if rows:
        plain.table(("Candidate", "Part", "What", "Marks"), rows)
    else:
        st.info("Nowhere so far.")


# ---- groups ----


def _groups(found: Round, _seer: Seer) -> None:
    report = group_report(shared.storage(), found.id)
    if found.settings.sample:
        st.warning("A sample: these people, what they said about groups and their marks are all made up.")
    st.caption(
        f"{report.n_answered} of {report.n_candidates} candidates said something about groups; doing so is voluntary. "
        "Only sums are shown, raters see nothing of it, and results of fewer than 5 people are left out."
    )
    st.info(
        "An impact ratio below 0.8 (four fifths) is a reason to look closer, no proof; with few people it often "
        "disagrees with Fisher's test, so both stand here. A p below 0.05: chance alone would rarely do that."
    )
    for one in report.tables:
        if one.rows:
            _rates(one)
    if not any(one.rows for one in report.tables):
        st.caption("There is nothing to compare yet: it needs answers about groups, and decisions or ratings.")


def _rates(one: RateTable) -> None:
    st.subheader(f"{one.outcome}, by {one.question.lower()} ({one.n} people)", anchor=False)
    head = ("Group", "People", "Yes", "Rate", "Impact ratio", "Fisher's p", "Chi-square (p)", "Small")
    rows = [(each.group, str(each.n), *_cell(each.cell), each.small or "") for each in one.rows]
    plain.table(head, rows)


def _cell(cell: Cell | None) -> tuple[str, str, str, str, str]:
    if cell is None:
        return ("left out",) * 5
    ratio = "highest" if cell.is_highest else deciding.figure(cell.ratio)
    chi = f"{deciding.figure(cell.chi.value)} ({deciding.figure(cell.chi.p, 3)})"
    rest = ("", "") if cell.is_highest else (deciding.figure(cell.fisher, 3), chi)
    return (str(cell.chosen), deciding.figure(cell.rate), ratio, *rest)


# ---- exports ----


def _exports(found: Round, _seer: Seer) -> None:
    st.caption("Tables for a spreadsheet, candidates by code. Each export is noted in the audit log.")
    for kind, title in _EXPORTS.items():
        plain.download(f"{title} (CSV)", f"/api/exports/rounds/{found.id}/{kind}.csv")
    st.caption("A candidate's scorecard as PDF: under Candidates, on their scorecard.")


_page()
