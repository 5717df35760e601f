"""A made-up candidate: reads, looks things up, types in the rhythm of a person, sends, and finishes."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trainee_exercises.load_test.browser import polling
from trainee_exercises.load_test.records import Saved

if TYPE_CHECKING:
    from random import Random

    from trainee_exercises.load_test.browser import Browser

_SAVES_EVERY: Final = 2.0  # seconds, while typing: what the editor promises
_POLLS_EVERY: Final = 4.0
_MOST_ASKED: Final = 2  # colleagues take that many at a time
_CHARACTERS: Final = 5  # a second: 60 words a minute
_TEXT: Final = (
    "thank you for writing I have looked into this for you and can see what happened please open the settings choose "
    "the team and check whether the connection is still on if it is not turn it on again and tell me what you see then"
)
_WORDS: Final = tuple(_TEXT.split())


class Pace(NamedTuple):
    """How long the exercise may take, in seconds from the start to finishing, and by how much this one starts later."""

    seconds: float
    delay: float


class _At(NamedTuple):
    """Where a candidate is: the question and the moment (monotonic, seconds) by which to be done with it."""

    question: str
    until: float


async def play(browser: Browser, pace: Pace, draw: Random) -> None:
    """Play a whole exercise. What the server acknowledged, refused and how long it took is in `browser.played`."""
    await asyncio.sleep(pace.delay)
    began = time.monotonic()
    if not await browser.join():
        return
    view = await browser.view()
    if not view:
        return
    await browser.act("acknowledge", privacy=True, ai_rule=view["round"]["ai_rule"])
    await browser.act("start")
    async with polling(browser.poll, _POLLS_EVERY):
        await _work(browser, await browser.view(), began + pace.seconds, draw)
        await browser.act("finish")
        await browser.view()


async def _work(browser: Browser, view: dict[str, Any], until: float, draw: Random) -> None:
    """Answer the questions one after the other, nearly in their order, all in time."""
    places = {one["id"]: i + draw.uniform(0, 3) for i, one in enumerate(view.get("questions", ()))}
    questions = sorted(places, key=lambda one: places[one])
    colleagues = [one["id"] for one in view.get("colleagues", ())]
    for i, question in enumerate(questions):
        now = time.monotonic()
        at = _At(question, now + (until - now) / (len(questions) - i))
        await browser.act("open", question=question)
        if draw.random() < 0.05:
            await browser.act("skip", question=question)
            continue
        await _look_up(browser, at, colleagues, draw)
        await _answer(browser, at, draw)


async def _look_up(browser: Browser, at: _At, colleagues: list[str], draw: Random) -> None:
    """Search and read for most questions, ask somebody for a few."""
    if draw.random() < 0.7:
        found = await browser.act("search", query=" ".join(draw.sample(_WORDS, 2)))
        for hit in found.get("hits", ())[:1]:
            await browser.act("read", article=hit["id"])
    if draw.random() < 0.1:
        await browser.act("look_at_status")
    if colleagues and browser.played.done.get("ask", 0) < _MOST_ASKED and draw.random() < 0.1:
        await browser.act("ask", colleague=draw.choice(colleagues), text=f"What do we know about {at.question}?")


async def _answer(browser: Browser, at: _At, draw: Random) -> None:
    """Type a reply that is saved as it grows, sometimes a note, and send it at the end of the question's time."""
    text, revision = "", 0
    while True:
        left = at.until - time.monotonic()
        await asyncio.sleep(max(0.0, min(_SAVES_EVERY, left)))
        text += _typed(draw)
        revision += 1
        await browser.save(Saved(at.question, "reply", revision, text), twice=draw.random() < 0.02)
        if left <= _SAVES_EVERY:
            break
    if draw.random() < 0.1:
        await browser.save(Saved(at.question, "note", 1, f"look at this again: {_typed(draw)}"))
    text += "Kind regards"
    if await browser.act("send", question=at.question, revision=revision + 1, text=text):
        browser.played.saved.append(Saved(at.question, "reply", revision + 1, text))


def _typed(draw: Random) -> str:
    """Return what is typed between two saves."""
    words = ""
    while len(words) < _SAVES_EVERY * _CHARACTERS:
        words += draw.choice(_WORDS) + " "
    return words
