"""A candidate's browser without the picture: the requests that the exercise page makes, timed."""

from __future__ import annotations

import asyncio
import re
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

import httpx

from trainee_exercises.load_test.records import Failure, Played, Saved

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

_TRIES: Final = 5
_TIMEOUT: Final = 15.0  # seconds; a browser waits longer, but by then something is wrong
_PARTS: Final = re.compile(r"""(?:src|href)=["'](/web/[^"']+)["']""")
_IMPORTS: Final = re.compile(r"""from ["']\./([\w.]+)["']""")


class Invited(NamedTuple):
    """Who plays, and the link that lets them in."""

    candidate_id: str
    link: str


class Browser:
    """One candidate's browser. Use it as an async context manager; what happened is in `played`."""

    def __init__(self, url: str, invited: Invited, device: str) -> None:
        self.played = Played(invited.candidate_id)
        self._link = invited.link
        self._device = device
        headers = {"Origin": url, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}
        self._client = httpx.AsyncClient(base_url=url, headers=headers, timeout=_TIMEOUT, trust_env=False)

    async def __aenter__(self) -> Self:
        """Return itself."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close its connections."""
        await self._client.aclose()

    async def join(self) -> bool:
        """Follow the link, press its button, load the page and its parts. False: not let in."""
        if await self._send("join page", "GET", self._link) is None:
            return False
        if await self._send("join", "POST", self._link) is None:
            return False
        page = await self._send("page", "GET", "/exercise")
        if page is not None:
            await self._load_parts(parts_of(page.text))
        return page is not None

    async def _load_parts(self, parts: list[str]) -> None:
        """Load what the page names, and what that imports, each once."""
        known = set(parts)
        while parts:
            part = parts.pop()
            answer = await self._send("page part", "GET", part)
            imported = _IMPORTS.findall(answer.text) if answer and part.endswith(".js") else ()
            new = {f"/web/{name}" for name in imported} - known
            known |= new
            parts += sorted(new)

    async def view(self) -> dict[str, Any]:
        """Return what the page shows; {} if that failed."""
        answer = await self._send("view", "GET", "/api/exercise", params={"device": self._device})
        return dict(answer.json()) if answer else {}

    async def poll(self) -> None:
        """Ask for the time left and colleagues' answers."""
        await self._send("poll", "GET", "/api/exercise/poll", params={"device": self._device})

    async def act(self, kind: str, **words: Any) -> dict[str, Any]:
        """Do something; return the server's answer, {} if it was refused or lost."""
        answer = await self._post({"kind": kind, **words})
        if answer:
            self.played.note_done(kind)
        return answer

    async def save(self, text: Saved, *, twice: bool = False) -> bool:
        """Save a text as the editor does. twice: as if the first answer had not arrived."""
        action = {"kind": "save", "question": text.question, "field": text.what, "revision": text.revision}
        kept = bool(await self._post(action | {"text": text.text}))
        if kept:
            self.played.saved.append(text)
            if twice:
                self.played.repeated += 1
                await self._post(action | {"text": text.text})
        return kept

    async def _post(self, action: Mapping[str, Any]) -> dict[str, Any]:
        body = {"device": self._device, "action": action}
        answer = await self._send(str(action["kind"]), "POST", "/api/exercise/act", json=body)
        return dict(answer.json()) if answer else {}

    async def _send(self, kind: str, method: str, url: str, **how: Any) -> httpx.Response | None:
        """Send a request, again if no answer comes; None and a failure noted if it was refused or never answered."""
        says = ""
        for turn in range(_TRIES):
            try:
                began = time.perf_counter()
                answer = await self._client.request(method, url, **how)
                self.played.note_time(kind, (time.perf_counter() - began) * 1000)
            except httpx.TransportError as error:
                says = f"{type(error).__name__}: {error}"
                self.played.repeated += 1
                await asyncio.sleep(2**turn / 4)
                continue
            if answer.status_code < httpx.codes.BAD_REQUEST:
                return answer
            says = f"{answer.status_code} {_reason(answer)}"
            break
        self.played.failures.append(Failure(kind, says))
        return None


@asynccontextmanager
async def polling(poll: Callable[[], Awaitable[None]], every: float) -> AsyncIterator[None]:
    """Poll as a page does, every so many seconds, for as long as the block lasts."""

    async def again() -> None:
        while True:
            await asyncio.sleep(every)
            await poll()

    polls = asyncio.create_task(again())
    try:
        yield
    finally:
        polls.cancel()
        await asyncio.gather(polls, return_exceptions=True)


def parts_of(page: str) -> list[str]:
    """Return the scripts and styles that a page names."""
    return _PARTS.findall(page)


def _reason(answer: httpx.Response) -> str:
    """Return the code of a refusal, or the beginning of whatever came."""
    try:
        return str(answer.json()["code"])
    except (ValueError, KeyError, TypeError):
        return " ".join(re.sub(r"<[^>]*>", " ", answer.text).split())[:120]
