"""The guard at the door of the whole app, in front of our routes and of Streamlit's: what is not allowed is refused."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from anyio import to_thread
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from dashboard import headers
from dashboard.access import EVERYBODY, UPLOAD, rule_for
from dashboard.identity import NOBODY, Identity, Visitor
from dashboard.routes.paper import NOTHING, Markup, says
from dashboard.settings import Settings, is_loopback, origin_of
from dashboard.socket import watched

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from dashboard.access import Rule

VISITOR: Final = "sandbox.visitor"
ADDRESS: Final = "sandbox.address"

_LOG: Final = logging.getLogger("support_sandbox")
_BODY_WITHIN: Final = 30.0  # seconds
_LENGTH: Final = re.compile("[0-9]{1,12}")
_CHANGES_NOTHING: Final = frozenset({"GET", "HEAD"})
_OF_PROXIES: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


class Refusal(NamedTuple):
    """Why a request goes no further. code: for programs; says: for the person, in a sentence or two."""

    status: int
    code: str
    title: str
    says: str


_NO_SUCH: Final = Refusal(404, "not_there", "Nothing here", "There is no such page.")
_UNCLEAR: Final = Refusal(400, "unclear", "Not clear", "It is not clear where this request ends.")
_WRONG_NAME: Final = Refusal(400, "wrong_host", "Wrong address", "This app is not reached under that name.")
_THROUGH_A_PROXY: Final = Refusal(
    403,
    "proxy",
    "Not reached this way",
    "Something passes requests on to this app, and without sign-in it would let everybody in. Start it with"
    " --public-url, which says how it is reached.",
)
_WRONG_WAY: Final = Refusal(405, "wrong_method", "Not possible", "This address can't be used that way.")
_FROM_ELSEWHERE: Final = Refusal(
    403, "other_site", "Not allowed", "This came from another site. Open the page here and try again."
)
_NOT_SIGNED_IN: Final = Refusal(
    401, "not_signed_in", "Please sign in", "Sign in first, or open the link of your invitation."
)
_NOT_YOURS: Final = Refusal(403, "not_yours", "Not for you", "Your sign-in does not open this page.")
_CANDIDATES_PAGES: Final = frozenset({"/exercise", "/questionnaire"})
_BY_THE_LINK: Final = "Open the link of your invitation again; what you wrote is saved."
_TOO_BIG: Final = Refusal(413, "too_long", "Too much", "That is more than this page takes at once.")
_TOO_SLOW: Final = Refusal(503, "too_slow", "Too slow", "It took too long to arrive. Please try again.")
_OUT_OF_ORDER: Final = Refusal(
    503, "out_of_order", "Out of order", "The app can't reach its database. Please try again in a minute."
)


_BACK: Final = Markup(
    '<p><a class="button" href="/exercise">Back to the exercise</a>'
    ' <a class="button second" href="/leave">Leave it on this device</a></p>'
)


class Guard:
    """ASGI middleware around everything. Routes find who is there in scope[VISITOR], from where in scope[ADDRESS]."""

    def __init__(self, app: ASGIApp, identity: Identity) -> None:
        self._app = app
        self._identity = identity
        self._settings = identity.settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        rule = rule_for(_path(scope))
        scope[ADDRESS] = address_of(request, self._settings)
        refusal = _refused(request, rule, self._settings) or await self._unwelcome(request, rule)
        if refusal is None and rule is not None:
            await self._through(rule, scope, receive, headers.added(send, scope, rule, self._settings))
        elif refusal is not None:
            await self._turned_away(refusal, scope, receive, headers.added(send, scope, rule, self._settings))

    async def _unwelcome(self, request: HTTPConnection, rule: Rule | None) -> Refusal | None:
        """Find out who it is, and whether the rule lets them in."""
        if rule is None or rule.path in {"/api/health", "/web/entry.css"}:
            request.scope[VISITOR] = NOBODY
            return None
        try:
            visitor = await self._visitor(request)
        except Exception:  # noqa: BLE001 -- whatever it is, nobody passes unseen
            _LOG.exception("the visitor could not be looked up")
            return _OUT_OF_ORDER
        request.scope[VISITOR] = visitor
        if visitor.standing in rule.who or rule.who == EVERYBODY:
            return None
        refusal = _NOT_SIGNED_IN if visitor.kind == "nobody" else _NOT_YOURS
        if rule.path in _CANDIDATES_PAGES:  # whoever they are taken for here, this is the way back
            return refusal._replace(title="This page is for candidates", says=_BY_THE_LINK)
        return refusal

    async def _visitor(self, request: HTTPConnection) -> Visitor:
        client = request.client.host if request.client else None
        return await to_thread.run_sync(self._identity.visitor_of, request.cookies, client)

    async def _is_still(self, request: HTTPConnection) -> bool:
        """Is it still who it was when the request came?"""
        try:
            return await self._visitor(request) == visitor_in(request)
        except Exception:  # noqa: BLE001 -- whatever it is, nobody goes on unseen
            _LOG.exception("the visitor could not be looked up")
            return False

    async def _through(self, rule: Rule, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            request = HTTPConnection(scope)
            await self._app(scope, watched(receive, lambda: self._is_still(request)), send)
            return
        length = scope_header(scope, b"content-length")
        if length and (not _LENGTH.fullmatch(length) or int(length) > rule.limit):
            await self._turned_away(_TOO_BIG, scope, receive, send)
            return
        if rule.path == UPLOAD:  # Streamlit counts as it reads; 20 MB are not for our memory
            await self._app(scope, receive, send)
            return
        body = await _body(receive, rule.limit)
        if isinstance(body, Refusal):
            await self._turned_away(body, scope, receive, send)
            return
        await self._app(scope, _again(body, receive), send)

    async def _turned_away(self, refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": refusal.title})
            return
        answer = _answer(HTTPConnection(scope), refusal)
        if refusal is _UNCLEAR:
            answer.headers["connection"] = "close"
        await answer(scope, receive, send)


def visitor_in(request: HTTPConnection) -> Visitor:
    """Return who sends a request that the guard let through."""
    visitor: Visitor = request.scope[VISITOR]
    return visitor


def address_of(request: HTTPConnection, settings: Settings) -> str:
    """Return the visitor's network address; a proxy is believed only on this machine and where there is to be one."""
    client = request.client.host if request.client else ""
    said = request.headers.getlist("x-forwarded-for")  # some proxies add a line of their own, the last one
    forwarded = said[-1].rsplit(",", 1)[-1].strip() if said else ""
    return forwarded or client if settings.public_url and is_loopback(client) else client


def scope_header(scope: Scope, name: bytes) -> str:
    """Return a header of a request, "" where there is none."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _path(scope: Scope) -> str:
    """Return the path as it was sent, before anything is decoded."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return raw.split(b"?", 1)[0].decode("latin-1")


def _refused(request: HTTPConnection, rule: Rule | None, settings: Settings) -> Refusal | None:
    """Return what is wrong with a request whoever sends it, or None."""
    if "content-length" in request.headers and "transfer-encoding" in request.headers:
        return _UNCLEAR  # a proxy in front may see another end, and take what follows for somebody else's
    host = request.headers.get("host", "")
    is_asked_from_here = rule is not None and rule.path == "/api/health" and is_loopback(host.rsplit(":", 1)[0])
    if not settings.knows_host(host) and not is_asked_from_here:
        return _WRONG_NAME
    if settings.is_local and any(one in request.headers for one in _OF_PROXIES):
        return _THROUGH_A_PROXY
    if rule is None:
        return _NO_SUCH
    method = "WEBSOCKET" if request.scope["type"] == "websocket" else request.scope["method"]
    if method not in rule.methods:
        return _WRONG_WAY
    return _FROM_ELSEWHERE if _is_from_elsewhere(request, rule, method, settings.origin(host)) else None


def _is_from_elsewhere(request: HTTPConnection, rule: Rule, method: str, own: str) -> bool:
    """Did a page of another site send this? A browser says where from; what changes something must say so."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if method in _CHANGES_NOTHING:
        is_visit = request.headers.get("sec-fetch-mode") == "navigate"
        return site in {"cross-site", "same-site"} and not is_visit and rule.path != "/api/health"
    if site is not None and site != "same-origin":
        return True
    if origin is None:
        return site is None or method == "WEBSOCKET"
    return origin_of(origin) != origin_of(own) if origin != "null" else site is None or method == "WEBSOCKET"


async def _body(receive: Receive, limit: int) -> bytes | Refusal:
    """Return the whole body of a request, or what is wrong with it."""
    parts, size = [], 0
    try:
        async with asyncio.timeout(_BODY_WITHIN):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return _TOO_SLOW  # half a body is none; nobody is there to read this
                part = message.get("body", b"")
                size += len(part)
                if size > limit:
                    return _TOO_BIG
                parts.append(part)
                if not message.get("more_body", False):
                    return b"".join(parts)
    except TimeoutError:
        return _TOO_SLOW


def _again(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives the body that was read already, then what comes after it."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _answer(request: HTTPConnection, refusal: Refusal) -> Response:
    """Return a page for people, JSON for programs; who is not signed in and opens a page of the team is asked to."""
    if request.scope["path"].startswith("/api/"):
        said = {"ok": False, "code": refusal.code, "says": refusal.says}
        return JSONResponse(said, status_code=refusal.status)
    is_page = "text/html" in request.headers.get("accept", "") and request.scope["method"] in _CHANGES_NOTHING
    if refusal is _NOT_SIGNED_IN and is_page:
        return RedirectResponse(f"/sign-in?to={request.scope['path']}", status_code=303)
    if "text/html" in request.headers.get("accept", ""):
        is_candidate = request.scope.get(VISITOR, NOBODY).kind == "candidate"
        return says(refusal.title, refusal.says, status=refusal.status, more=_BACK if is_candidate else NOTHING)
    return PlainTextResponse(refusal.says, status_code=refusal.status)
