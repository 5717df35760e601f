"""Rate: what waits for this rater, and one candidate's work with the form beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import deciding, plain, proposing, replies, shared
from trainee_exercises.hiring.criteria import EXERCISE, MARKS, title_of
from trainee_exercises.hiring.marks import Given, Rating, open_points, rating_of
from trainee_exercises.hiring.problems import HiringError, WrongFields
from trainee_exercises.hiring.rater_view import for_rater, is_over, name_for_raters
from trainee_exercises.hiring.ratings import Sheet, lock, my_sheets, save_draft
from trainee_exercises.hiring.scorecards import scorecard

if TYPE_CHECKING:
    from collections.abc import Callable

    from trainee_exercises.hiring.scorecards import Scorecard
    from trainee_exercises.hiring.visibility import Seer
    from trainee_exercises.packs import Pack

_NOT_ENOUGH: Final = 0
_CHOICES: Final = (1, 2, 3, 4, _NOT_ENOUGH)
_STATES: Final = {
    "open": "not begun",
    "draft": "begun",
    "locked": "locked",
    "reopened": "reopened: please correct it",
}


def _page() -> None:
    seer = deciding.seer_of(shared.require("rater"))
    plain.style()
    sheets = my_sheets(shared.storage(), seer.user_id)
    wanted = st.query_params.get("rating")
    chosen = next((one for one in sheets if one.assignment.id == wanted), None)
    if chosen is not None:
        _candidate(chosen, seer)
        return
    if wanted is not None:
        st.info("That rating is not yours, or no longer.")
    _list(sheets)


# ---- the list ----


def _list(sheets: list[Sheet]) -> None:
    st.title("Rate", anchor=False)
    if not sheets:
        st.info(
            "Nothing waits for you. A hiring manager asks people to rate on the page Results of hiring, under Raters."
        )
        return
    done = sum(one.is_locked for one in sheets)
    st.progress(done / len(sheets), text=f"{done} of {len(sheets)} locked")
    st.caption(
        "The order is yours alone. You see a code in place of a name, and nobody else's marks until yours are locked."
    )
    waiting = [one for one in sheets if not one.is_locked]
    ready = [one for one in waiting if _is_ready(one)]
    _rows(ready)
    if len(ready) < len(waiting):
        st.caption("Not to be rated yet: the exercise is not over.")
        _rows([one for one in waiting if one not in ready])
    if done:
        with st.expander(f"Locked: {done}", expanded=done == len(sheets)):
            _rows([one for one in sheets if one.is_locked])


def _is_ready(sheet: Sheet) -> bool:
    one = sheet.assignment
    return one.part.stage != EXERCISE or is_over(shared.attempts().attempt(one.candidate_id), shared.storage().now())


def _rows(sheets: list[Sheet]) -> None:
    rounds = {one.assignment.round_id for one in sheets}
    names = {one: name_for_raters(shared.storage(), one) for one in rounds}
    for one in sheets:
        pack = deciding.pack_for(deciding.round_for(one.assignment.round_id))
        about = (title_of(pack, one.assignment.part), names[one.assignment.round_id])
        _row(one, " · ".join(plain.as_markdown(each) for each in about if each))


def _row(one: Sheet, about: str) -> None:
    code, state = one.assignment.code, _STATES[one.state]
    with st.container(border=True, horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{plain.as_markdown(code)}** · {about}  \n{plain.as_markdown(state)}")
        label = "Look again" if one.is_locked else f"Rate {code}"
        if st.button(label, key=f"open {one.assignment.id}", type="secondary" if one.is_locked else "primary"):
            st.query_params["rating"] = one.assignment.id
            st.rerun()


# ---- one candidate ----


def _candidate(sheet: Sheet, seer: Seer) -> None:
    one = sheet.assignment
    pack = deciding.pack_for(deciding.round_for(one.round_id))
    attempt = shared.attempts().attempt(one.candidate_id) if one.part.stage == EXERCISE else None
    view = for_rater(shared.storage(), one.id, seer.user_id, pack, attempt)
    if st.button("All that waits for me", icon=":material/arrow_back:", type="tertiary"):
        st.query_params.clear()
        st.rerun()
    st.title(plain.as_markdown(f"{view['title']}: {view['code']}"), anchor=False)
    if not view["ready"]:
        st.info(plain.as_markdown(view["why_not"]))
        return
    for why in view["reopened"] if not sheet.is_locked else ():
        st.warning(f"A manager reopened this rating: {plain.as_markdown(why)}")
    work, form = st.columns([5, 4], gap="large")
    with work:
        _work(sheet, view)
    with form, st.container(key="beside-locked" if sheet.is_locked else "beside"):
        if sheet.is_locked:
            _locked(sheet, view, seer, pack)
        else:
            _form(sheet, view, seer, pack)


def _work(sheet: Sheet, view: dict[str, Any]) -> None:
    for each in view.get("guide", ()):
        plain.text(each)
    if "rule" in view:
        plain.text(view["rule"], "small")
        plain.text(view["not_enough"], "small")
    replies.questionnaire(view["written"])
    if "ai_rule" in view:
        _around(view)
    replies.show(view["answers"], None if sheet.is_locked else lambda one: _mark_of(sheet, one))


def _around(view: dict[str, Any]) -> None:
    """Show what belongs to the exercise as a whole: the rule on assistants and the notes."""
    answered = sum(map(replies.is_there, view["answers"]))
    st.caption(
        f"{answered} of {len(view['answers'])} questions have a reply. The order below is yours alone. Minutes are"
        f" counted from the candidate's start, on a scale of {view['minutes']} for everybody."
    )
    if view["in_order"]:
        st.html(plain.items(view["in_order"], "In the order of writing"))
    told = view["disclosed"] or ["The candidate said nothing about assistants."]
    st.html(plain.items([view["ai_text"], *told], "AI assistants: the rule, and what the candidate said"))
    if view["notes"]:
        st.html(plain.items([*view["notes"], view["about_notes"]], "Notes"))


def _mark_of(sheet: Sheet, one: dict[str, Any]) -> None:
    """Ask for the mark of a single reply."""
    key = f"{sheet.assignment.id}|reply|{one['id']}"
    _stands(sheet, key, lambda draft: draft.replies.get(one["id"]))
    st.segmented_control("Mark this reply (optional)", (1, 2, 3, 4), key=key, width="content")


# ---- the form ----


def _form(sheet: Sheet, view: dict[str, Any], seer: Seer, pack: Pack) -> None:
    st.subheader("Your rating", anchor=False)
    for one in view["criteria"]:
        _criterion(sheet, one)
    key = f"{sheet.assignment.id}|note"
    _stands(sheet, key, lambda draft: draft.note)
    st.text_area("Anything else (optional)", key=key, max_chars=4000, height=80)
    rating = _collected(sheet, view)
    if rating is None:
        return
    try:
        save_draft(shared.storage(), sheet.assignment.id, seer.user_id, rating, pack)
    except HiringError as error:
        st.error(plain.as_markdown(str(error)))
        return
    st.session_state[f"{sheet.assignment.id}|seen"] = rating
    _lock(sheet, view, rating, seer, pack)


def _stands(sheet: Sheet, key: str, value_of: Callable[[Rating], Any]) -> None:
    """Put into a field what is kept, unless it was changed in this window since it was last looked at.

    The same rating may be open in another window: what is given there must not be overwritten by an older form.
    """
    state = st.session_state
    seen = state.get(f"{sheet.assignment.id}|seen", sheet.draft)
    kept = value_of(sheet.draft)
    if key not in state or (state[key] == value_of(seen) and state[key] != kept):
        state[key] = kept


def _choice(given: Given) -> int | None:
    return _NOT_ENOUGH if given.not_enough else given.mark


def _criterion(sheet: Sheet, one: dict[str, Any]) -> None:
    mark_key, words_key = (f"{sheet.assignment.id}|{part}|{one['id']}" for part in ("mark", "words"))
    _stands(sheet, mark_key, lambda draft: _choice(draft.marks.get(one["id"], Given())))
    _stands(sheet, words_key, lambda draft: draft.marks.get(one["id"], Given()).words)
    with st.container(border=True):
        st.radio(
            f"**{plain.as_markdown(one['title'])}**: {plain.as_markdown(one['meaning'])}",
            _CHOICES,
            format_func=lambda mark: deciding.mark_says(mark) if mark else "Not enough evidence",
            captions=[*(_anchor(one, mark) for mark in (1, 2, 3, 4)), "Write why below"],
            index=None,
            key=mark_key,
        )
        if one["hints"]:
            st.html(plain.items(one["hints"], "What to look for"))
        label = "Why is there not enough evidence?" if st.session_state[mark_key] == _NOT_ENOUGH else "What you saw"
        st.text_area(label, key=words_key, max_chars=4000, height=80)


def _anchor(one: dict[str, Any], mark: int) -> str:
    """Return what a mark means for this criterion; "" where that is only the mark's own name."""
    says = str(one["anchors"][mark])
    return "" if says.casefold().rstrip(".") == MARKS[mark] else plain.as_markdown(says)


def _collected(sheet: Sheet, view: dict[str, Any]) -> Rating | None:
    """Return what stands in the form; None, with the reason shown, where it can't be a rating."""
    state, who = st.session_state, sheet.assignment.id
    marks = {}
    for one in view["criteria"]:
        mark, words = state[f"{who}|mark|{one['id']}"], state[f"{who}|words|{one['id']}"]
        if mark is not None or words:
            marks[one["id"]] = {"mark": mark or None, "not_enough": mark == _NOT_ENOUGH, "words": words}
    replies = {one["id"]: state.get(f"{who}|reply|{one['id']}") for one in view["answers"]}
    kept = {name: mark for name, mark in replies.items() if mark is not None}
    try:
        return rating_of({"marks": marks, "replies": kept, "note": state[f"{who}|note"]})
    except WrongFields as error:
        st.error(plain.as_markdown(str(error)))
        return None


def _lock(sheet: Sheet, view: dict[str, Any], rating: Rating, seer: Seer, pack: Pack) -> None:
    st.caption("Saved. A text is saved when you leave its box. Nobody sees this before you lock it.")
    asked = f"{sheet.assignment.id}|sure"
    if st.button("Lock my rating", type="primary", icon=":material/lock:"):
        st.session_state[asked] = True
    if not st.session_state.get(asked):
        return
    titles = {one["id"]: one["title"] for one in view["criteria"]}
    missing = open_points(rating, deciding.criteria(sheet, pack))
    if missing:
        st.error("\n".join(f"- {plain.as_markdown(titles[name])}: {says}" for name, says in missing.items()))
        return
    place = st.empty()  # what waits shows where the button was
    with place.container():
        st.warning("After this your marks stay as they are, and you see what others gave.")
        is_sure = st.button("Lock it now")
    if is_sure:
        with place, st.spinner("Locking, and getting ready what you may see now ..."):
            lock(shared.storage(), sheet.assignment.id, seer.user_id, rating, pack)
            if _shows_machine(sheet, scorecard(shared.storage(), sheet.assignment.candidate_id, seer, pack)):
                proposing.proposal(sheet.assignment.candidate_id)  # kept from now on
        del st.session_state[asked]
        st.rerun()


def _locked(sheet: Sheet, view: dict[str, Any], seer: Seer, pack: Pack) -> None:
    st.subheader("Your rating is locked", anchor=False)
    _next(seer)
    card = scorecard(shared.storage(), sheet.assignment.candidate_id, seer, pack)
    mine = {one["id"] for one in view["criteria"]}
    here = [one for one in card.lines if one.stage == sheet.assignment.part.stage and one.criterion.id in mine]
    if card.owes:
        st.info("You have another rating of this candidate open. Marks of others show when that is locked too.")
    deciding.marks_table(here)
    if _shows_machine(sheet, card):
        proposing.panel(sheet.assignment.candidate_id, pack)


def _shows_machine(sheet: Sheet, card: Scorecard) -> bool:
    return sheet.assignment.part.stage == EXERCISE and card.shows_machine


def _next(seer: Seer) -> None:
    """Lead on to what waits for this rater."""
    sheets = [one for one in my_sheets(shared.storage(), seer.user_id) if not one.is_locked]
    waiting = [one.assignment for one in sheets if _is_ready(one)]
    if not waiting:
        st.caption("Nothing else waits for you." if not sheets else "Nothing else can be rated yet.")
    elif st.button(f"Next: {waiting[0].code}", type="primary", icon=":material/arrow_forward:"):
        st.query_params["rating"] = waiting[0].id
        st.rerun()


_page()
