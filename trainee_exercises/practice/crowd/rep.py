"""A made-up rep's browser: it polls as the page does, and takes, writes, tags and closes in the rhythm of a person."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trainee_exercises.load_test.browser import Browser, Invited, parts_of, polling

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from trainee_exercises.practice.scripts import PracticePack, Script

ACTS_EVERY: Final = 4.0
"""Seconds, on the mean."""
POLLS_EVERY: Final = 1.5
"""Seconds: what the page does while the shift runs."""
_REFUSED: Final = "409"


class Who(NamedTuple):
    """A user who practises, and their shift."""

    name: str
    password: str
    shift: str


class Rep(Browser):
    """A rep's browser. refused: how often a colleague was quicker, or the like; known: the page as it was patched."""

    def __init__(self, url: str, who: Who) -> None:
        super().__init__(url, Invited(who.name, ""), "")
        self._who = who
        self.refused = 0
        self.known: dict[str, Any] = {"cases": {}, "last": 0}

    async def sign_in(self) -> bool:
        """Sign in, load the desk and its parts, and the whole view. False: something of it failed."""
        form = {"name": self._who.name, "password": self._who.password}
        if await self._send("sign in", "POST", "/sign-in", data=form) is None:
            return False
        page = await self._send("page", "GET", f"/practice/{self._who.shift}")
        view = await self._send("view", "GET", f"/api/practice/{self._who.shift}")
        if page is None or view is None:
            return False
        await self._load_parts(parts_of(page.text))
        self._patch(view.json())
        return True

    async def look(self) -> None:
        """Ask for what has changed."""
        path = f"/api/practice/{self._who.shift}/poll"
        answer = await self._send("poll", "GET", path, params={"since": self.known["last"]})
        if answer is not None:
            self._patch(answer.json())

    async def do(self, kind: str, **words: Any) -> bool:
        """Do something; return whether it was done."""
        body = {"action": {"kind": kind, **words}, "since": self.known["last"]}
        answer = await self._send("act", "POST", f"/api/practice/{self._who.shift}/act", json=body)
        if answer is None:
            if self.played.failures[-1].says.startswith(_REFUSED):
                self.played.failures.pop()
                self.refused += 1
            return False
        self.played.note_done(kind)
        self._patch(answer.json())
        return True

    def _patch(self, told: Mapping[str, Any]) -> None:
        if told["last"] >= self.known["last"]:  # answers may overtake each other
            self.known |= {**told, "cases": self.known["cases"] | told["cases"]}


async def play(rep: Rep, pack: PracticePack, seconds: float, draw: Random) -> None:
    """Practise for so long. How quickly the server reacted is in `rep.played`."""
    await asyncio.sleep(draw.uniform(0, min(ACTS_EVERY, seconds / 5)))
    if not await rep.sign_in() or not await rep.do("start"):
        return
    until = time.monotonic() + seconds
    by_subject = {one.subject: one for one in pack.scripts.values()}
    async with polling(rep.look, POLLS_EVERY):
        while time.monotonic() < until:
            await _one(rep, by_subject, draw)
        await rep.do("finish")


async def _one(rep: Rep, by_subject: Mapping[str, Script], draw: Random) -> None:
    """Work on one customer: look, take, perhaps search, type, tag and send; or wait where nobody does."""
    cases = [one for one in rep.known["cases"].values() if one["due"] and one["standing"] in {"new", "mine"}]
    if not cases:
        await rep.do("status")
        await _pause(draw)
        return
    case = min(cases, key=lambda one: one["waits_since"] + one["target"])
    script = by_subject[case["subject"]]
    if case["standing"] == "new" and not await rep.do("take", case=case["id"]):
        await _pause(draw)
        return
    await _pause(draw)
    if draw.random() < 0.5:
        await rep.do("search", query=case["subject"], case=case["id"])
        await _pause(draw)
    await _write(rep, case, script, draw)


async def _write(rep: Rep, case: Mapping[str, Any], script: Script, draw: Random) -> None:
    text = script.model_reply if draw.random() < 0.7 else script.weak_reply
    for part in (1, 2):  # the page saves what is typed
        draft = {"field": "reply", "text": text[: len(text) * part // 2], "revision": part}
        await rep.do("draft", case=case["id"], **draft)
        await _pause(draw)
    await rep.do("tag", case=case["id"], category=script.category, modifiers=[], owner=script.root_cause.owner)
    await _pause(draw)
    await rep.do("reply", case=case["id"], text=text, close=draw.random() < 0.2)
    await _pause(draw)


async def _pause(draw: Random) -> None:
    await asyncio.sleep(draw.uniform(0.5, 1.5) * ACTS_EVERY)
