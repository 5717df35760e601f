"""Coaching while one works: what a reply did, in the rep's own words, and a hint when one is wanted; no lectures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from trainee_exercises.practice.customer import covers_all
from trainee_exercises.practice.tone import tone
from trainee_exercises.practice.understanding import Understood

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trainee_exercises.practice.cases import Case, Entry
    from trainee_exercises.practice.scripts import Script
    from trainee_exercises.practice.shift import Shift

LIVE_UP_TO: Final = 2
"""The highest level at which a reply is spoken of at once; above, the debrief does it."""
_MOST: Final = 4
_SENT_AWAY: Final = re.compile(
    r"\b(?:please )?(?:contact|write to|reach out to|get in touch with|ask) (?:our|the) (?:\w+ )?(?:team|department"
    r"|support|sales|billing)\b|\bsee (?:our|the) (?:help cent(?:re|er)|documentation|faq)\b\.?$",
    re.IGNORECASE | re.MULTILINE,
)


class Word(NamedTuple):
    """One thing about a reply. kind: said, ahead, asked, missing, wrong, tone or effort; about: the id of what."""

    kind: str
    verdict: Literal["good", "try"]
    says: str
    quote: str
    about: str = ""


def feedback(script: Script, reply: Entry, before: frozenset[str], *, handed_on: bool = False) -> list[Word]:
    """Return what there is to say about a reply, the most useful first.

    before: the facts that were told already; handed_on: did it hand the customer to who says the rest?
    """
    data: dict[str, Any] = dict(reply.data)
    understood, text = Understood.from_json(data["understood"]), str(data["text"])
    helps = bool(understood.said or understood.asked or before or handed_on) and not understood.claimed
    words = [
        *_wrong(script, understood), *_asked(script, understood),
        *(() if handed_on else _missing(script, understood, before)), *_ahead(script, understood, before),
        *_tone(script, text, helps=helps), *_effort(text), *_said(script, understood, before),
    ]  # fmt: skip
    return words[:_MOST]


def _wrong(script: Script, understood: Understood) -> Iterator[Word]:
    quotes = dict(understood.quotes)
    for one in script.claims:
        if one.id in understood.claimed:
            yield Word("wrong", "try", f"That is not so: {one.why}", quotes.get(one.id, ""), one.id)


def _asked(script: Script, understood: Understood) -> Iterator[Word]:
    quotes = dict(understood.quotes)
    for one in script.needs:
        if one.id in understood.asked:
            yield Word("asked", "good", f"You asked for what you need: {one.ask}", quotes.get(one.id, ""), one.id)
            return


def _missing(script: Script, understood: Understood, before: frozenset[str]) -> Iterator[Word]:
    left = [one for one in script.facts if not one.later and one.id not in before | understood.said]
    if not left or understood.asked or understood.manner & {"promise"}:
        return
    heard = "They may still ask" if understood.said else "They still want to know"
    unsure = left[0].id in understood.unsure
    says = "I am not sure whether you said it" if unsure else heard
    yield Word("missing", "try", f"{says}: {left[0].asks}", "", left[0].id)


def _ahead(script: Script, understood: Understood, before: frozenset[str]) -> Iterator[Word]:
    quotes = dict(understood.quotes)
    for one in script.facts:
        if one.later and one.id in understood.said - before:
            yield Word("ahead", "good", f"Beyond their first question: {one.fact}", quotes.get(one.id, ""), one.id)
            return


def _tone(script: Script, text: str, *, helps: bool) -> Iterator[Word]:
    """Yield how the tone was met; where nothing helped, or something was wrong, a good tone is no news."""
    met = tone(script.tone, text)
    if helps or met.verdict != "good":
        yield Word("tone", met.verdict, met.says, met.quote)


def _effort(text: str) -> Iterator[Word]:
    away = _SENT_AWAY.search(text)
    if away:
        says = "This sends them somewhere else; say the answer, or hand them on by name."
        yield Word("effort", "try", says, away[0])


def _said(script: Script, understood: Understood, before: frozenset[str]) -> Iterator[Word]:
    quotes = dict(understood.quotes)
    for one in script.facts:
        if one.id in understood.said - before and not one.later:
            yield Word("said", "good", f"Said: {one.fact}", quotes.get(one.id, ""), one.id)


# ---- hints ----


def hint(shift: Shift, case: Case) -> str:
    """Return what a rep could do with a case now, a little more each time that they ask."""
    asked = sum(one.kind == "hinted" and one.case == case.id for one in shift.log)
    steps = list(_steps(shift, case))
    return steps[min(max(0, asked - 1), len(steps) - 1)]


def _steps(shift: Shift, case: Case) -> Iterator[str]:
    """Give hints from the first to the plainest; there is always one."""
    script, pack = case.script, shift.terms.pack
    if case.standing == "new":
        yield "Take it first; then nobody else answers it as well."
    if covers_all(script, case.mind, later=True):
        yield "They know what they need. Tag it, and close it."
        return
    if script.incident:
        yield "Look at the status page: others may have the same."
    if script.needs and not case.mind.given:
        yield f"You can't solve this with what they wrote. Ask: {script.needs[0].ask}"
    if script.procedure:
        yield f"Open the procedure “{pack.procedures[script.procedure].title}” and read what must be checked."
    titles = [pack.articles[one].title for one in script.articles if one in pack.articles]
    if titles:
        yield f"The help centre has it: {titles[0]}."
    mate = next((one for one in pack.colleagues if one.takes == script.route), None)
    if mate is not None:
        yield f"This is one for {mate.name}, {mate.role}. Tell the customer so, by name."
    left = next((one for one in script.facts if one.id not in case.mind.told), script.facts[0])
    yield f"They will want to know: {left.asks}"
    yield f"Say it in your own words: {left.fact}"


def as_json(words: list[Word]) -> list[dict[str, Any]]:
    """Return feedback as the page gets it."""
    return [one._asdict() for one in words]
