"""Every conversation of a shift with feedback on each reply, and any moment of it to be tried again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.plain import as_markdown, text
from dashboard.practising import parts
from dashboard.practising.findings import CASE, CITES
from dashboard.practising.times import time_of
from trainee_exercises.practice.cases import filled
from trainee_exercises.practice.coaching import feedback
from trainee_exercises.practice.debrief.waiting import CLASS_WORDS
from trainee_exercises.practice.limits import LONGEST_TEXT
from trainee_exercises.practice.moments import moments, tried

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trainee_exercises.practice.cases import Case, Message
    from trainee_exercises.practice.coaching import Word
    from trainee_exercises.practice.look_back import LookBack
    from trainee_exercises.practice.moments import Moment

_KINDS: Final = {
    "said": "Said", "ahead": "Said", "asked": "Asked", "missing": "Still open", "wrong": "Not so", "tone": "Tone",
    "effort": "Their effort",
}  # fmt: skip
"""What the coach at the desk calls each kind of word (web/practice_coach.js)."""
_TWICE: Final = re.compile("^(Said|That is not so|You asked for what you need): ")
"""What their kind says already, as there."""
_THEN: Final = {
    "thanks": "They have what they need.",
    "leaves": "They would have left.",
    "cancels": "They would have cancelled.",
    "comes_back": "They would have come back later.",
    "promised": "They would wait, knowing that somebody is on it.",
    "waits": "They would wait for your answer.",
}


def show(back: LookBack) -> None:
    """Show one conversation, which the visitor chooses; what a finding cites is marked."""
    courses = {one.id: one for one in back.debrief.courses}
    mine = [one for one in courses.values() if one.mine]
    others = [one for one in courses.values() if not one.mine]
    names = {one.id: f"{one.name}, {CLASS_WORDS[one.customer]}: {one.script.subject}" for one in (*mine, *others)}
    if st.session_state.get(CASE) not in names:
        st.session_state.pop(CASE, None)
    if not names:
        st.markdown("No customer wrote.")
        return
    chosen = st.selectbox("Conversation", list(names), format_func=names.__getitem__, key=CASE)
    if chosen is not None:
        _talk(back, back.shift.cases[chosen], frozenset(st.session_state.get(CITES, ())))


def _talk(back: LookBack, case: Case, cites: frozenset[int]) -> None:
    shift = back.shift
    found = moments(shift, case)
    by_entry = {one.reply.id: one for one in found if one.reply is not None}
    for message in case.messages:
        _message(back, message, is_cited=message.entry in cites)
        moment = by_entry.get(message.entry) if message.by == "me" else None
        if moment is not None and moment.reply is not None:
            _words(feedback(case.script, moment.reply, moment.before, handed_on=moment.handed_on))
            _again(back, case, moment)
    if not by_entry:
        _again(back, case, found[0])
    with st.expander("What they wanted, and a reply that says it all"):
        st.markdown(as_markdown(case.script.goal))
        st.markdown(as_markdown(f"Root cause: {case.script.root_cause.cause}"))
        text(filled(case.script.model_reply, case.person, shift.terms.rep), "reply")


def _message(back: LookBack, one: Message, *, is_cited: bool) -> None:
    who = {"note": f"Note by {one.name}", "system": "The desk"}.get(one.by, one.name)
    parts.line(f"{time_of(back, one.at)} {who}", one.text, kind="me" if one.by == "me" else "", is_cited=is_cited)


def _words(words: Iterable[Word]) -> None:
    text("\n".join(map(_word, words)), "small")


def _word(one: Word) -> str:
    sign = "\N{CHECK MARK}" if one.verdict == "good" else "\N{RIGHTWARDS ARROW}"
    says = f"{sign} {_KINDS[one.kind]}: {_TWICE.sub('', one.says)}"
    return f"{says} “{one.quote}”" if one.quote else says


def _again(back: LookBack, case: Case, moment: Moment) -> None:
    """Let the visitor write another reply to the same moment."""
    key = f"again-{case.id}-{moment.n}"
    with st.expander("Try this moment again" if moment.reply else "Nobody of us answered here: try it"):
        reply = st.text_area("Your reply at this moment", key=key, height=140, max_chars=LONGEST_TEXT)
        if not st.button("What would have happened?", key=f"do-{key}"):
            return
        if not reply.strip():
            st.info("Write a few words first.")
            return
        done = tried(back.shift, case, moment, reply.strip(), back.played.understand)
        _words(done.words)
        if done.answers:
            parts.line(f"{case.person.name} would have answered", done.answers)
        st.markdown(f"{_THEN[done.then]} Your shift stays as it was; nothing of this is kept.")
