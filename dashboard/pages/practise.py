"""Practise: write one reply to a customer, and see what it said and missed, in quoted words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import shared
from trainee_exercises.packs import load_pack
from trainee_exercises.scoring import Scorer
from trainee_exercises.scoring.embeddings import load_encoder

if TYPE_CHECKING:
    from trainee_exercises.packs import Article, Pack, Question
    from trainee_exercises.scoring import Reason, Score

_PACK: Final = "larkhour"
_MISSED: Final = ("missed", "contradicted", "claimed", "stopped")


@st.cache_resource(show_spinner=False)
def _pack() -> Pack:
    return load_pack(_PACK)


@st.cache_resource(show_spinner=False)
def _scorer() -> Scorer:
    return Scorer(_pack(), load_encoder())


def _customer(question: Question) -> None:
    with st.container(border=True):
        st.text(f"{question.customer.name}, plan {question.customer.plan}, customer for {question.customer.since}")
        st.text(question.subject)
        st.text(question.text)


def _help_centre(articles: list[Article]) -> None:
    with st.expander("Help centre: what there is to know"):
        for article in articles:
            st.markdown(article.text)


def _feedback(question: Question, score: Score) -> None:
    if score.needs_human:
        st.warning("The machine can't judge this reply; ask a colleague to read it.")
    seen = [one for one in score.reasons if one.verdict in {"met", "seen"}]
    missed = [one for one in score.reasons if one.verdict in _MISSED]
    left, right = st.columns(2)
    with left:
        _reasons("What it said", seen, "Nothing of what this customer needs was found yet.")
    with right:
        _reasons("What it missed", missed, "Nothing.")
    with st.expander("Replies of others to the same question, from weak to strong"):
        for level, text in sorted(question.model_answers.items()):
            st.caption(f"{level} of 4")
            st.text(text)
    st.caption("A machine compared words; it can be wrong. Nothing of this is stored or shown to anybody.")


def _reasons(title: str, reasons: list[Reason], otherwise: str) -> None:
    st.subheader(title, anchor=False)
    if not reasons:
        st.text(otherwise)
    for one in reasons:
        st.text(one.text)
        if one.quote:
            st.code(one.quote, language=None, wrap_lines=True)


shared.require("rep")
st.title("Practise a reply", anchor=False)
st.caption(
    "One customer, no clock. Look up what you need, write as you would to a real customer, then see what it said."
)
asked = _pack().practice_question
_customer(asked)
_help_centre([_pack().articles[name] for name in asked.articles])
with st.form("reply", border=False):
    reply = st.text_area("Your reply", height=180, max_chars=20_000)
    wanted = st.form_submit_button("See what it said", type="primary")
if wanted and reply.strip():
    _feedback(asked, _scorer().score(asked, reply))
elif wanted:
    st.info("Write a few words first.")
