"""What the site answers to a stranger: its health, its clock, a door that is closed, and its web sockets."""

from __future__ import annotations

import base64
import secrets
import time
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import httpx

from trainee_exercises.preflight.lines import Line, not_tried, ok, wrong

if TYPE_CHECKING:
    from trainee_exercises.preflight.site import Site

_MOST_OFF_MS: Final = 2000
_SOCKET: Final = "/_stcore/stream"
_PROXY_ERRORS: Final = {502, 503, 504}
_WRONG_NAME: Final = {400, 421}


class Health(NamedTuple):
    """The answer to the question for health. told: {} where it is none; sent_at, came_at: ms since 1970, here."""

    line: Line
    told: dict[str, Any]
    sent_at: float
    came_at: float


def health(client: httpx.Client) -> Health:
    """Ask for the app's health."""
    sent_at = time.time() * 1000
    try:
        answer = client.get("/api/health")
    except httpx.TransportError as error:
        remedy = "does the app run, and does the proxy lead to it?"
        return Health(wrong("health", f"no answer: {error}", remedy), {}, sent_at, sent_at)
    came_at = time.time() * 1000
    told = _object(answer)
    if answer.status_code != httpx.codes.OK or "now" not in told:
        says = f"/api/health answers {answer.status_code}, not as this app does"
        return Health(wrong("health", says, _why(answer)), {}, sent_at, came_at)
    return Health(_version(told), told, sent_at, came_at)


def clock(found: Health) -> Line:
    """Say how far the server's clock, which decides about deadlines, is from this machine's."""
    if not found.told:
        return not_tried("clock", "no health")
    middle = (found.sent_at + found.came_at) / 2
    off = float(found.told["now"]) - middle
    unsure = (found.came_at - found.sent_at) / 2
    says = f"the server's is {abs(off) / 1000:.1f} s {'ahead of' if off > 0 else 'behind'} this machine's"
    if abs(off) - unsure > _MOST_OFF_MS:
        return wrong("clock", says, "set both by the network (`timedatectl set-ntp true`), then look again")
    return ok("clock", f"the server's and this machine's agree to {max(abs(off), unsure) / 1000:.1f} s")


def door(site: Site, client: httpx.Client) -> Line:
    """Say whether a stranger is kept out."""
    try:
        answer = client.get("/")
    except httpx.TransportError as error:
        return not_tried("sign-in", f"no answer: {error}")
    if answer.status_code in _PROXY_ERRORS:
        return not_tried("sign-in", f"the proxy answers {answer.status_code}")
    if answer.status_code in _WRONG_NAME:
        return wrong("sign-in", f"answered {answer.status_code}: the app does not go by this name", _why(answer))
    if answer.status_code == httpx.codes.OK:
        says = "a stranger gets the app's pages without signing in"
        if site.is_this_machine:
            return ok("sign-in", f"{says}: fine on this machine alone")
        return wrong("sign-in", says, "add a user on the server: `support-sandbox user add NAME --role owner`")
    return ok("sign-in", f"a stranger is kept out ({answer.status_code})")


def sockets(site: Site, client: httpx.Client) -> Line:
    """Say whether web sockets, which the pages of managers and raters live on, get through to the app.

    A stranger's is refused by the app, in another way than a plain request is: so one can tell that it arrived as one.
    """
    check = "web sockets"
    try:
        plain = client.get(_SOCKET)
        answer = client.get(_SOCKET, headers=_upgrade(site))
    except httpx.TransportError as error:
        return wrong(check, f"no answer: {error}", "does the proxy let web sockets through?")
    if answer.status_code in _PROXY_ERRORS:
        return wrong(
            check, f"the proxy answers {answer.status_code}", "does the app run, and does the proxy lead to it?"
        )
    if answer.status_code == httpx.codes.SWITCHING_PROTOCOLS:
        return ok(check, "let through")
    if answer.status_code == httpx.codes.FORBIDDEN and _mark(answer) != _mark(plain):
        return ok(check, "let through to the app, which refuses strangers")
    says = f"not let through: answered {answer.status_code} as if it were a plain request"
    return wrong(check, says, "pass on Upgrade and Connection; see the proxies in docs/hosting.md")


def _upgrade(site: Site) -> dict[str, str]:
    return {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(secrets.token_bytes(16)).decode(),
        "Sec-WebSocket-Protocol": "streamlit",
        "Origin": site.url,
    }


def _mark(answer: httpx.Response) -> tuple[int, str, bytes]:
    """Return what tells two answers apart."""
    return answer.status_code, answer.headers.get("content-type", ""), answer.content[:200]


def _version(told: dict[str, Any]) -> Line:
    there = str(told.get("version", "unknown"))
    try:
        here = version("support-sandbox")
    except PackageNotFoundError:
        here = there
    if there == here:
        return ok("health", f"the app answers, version {there}")
    return ok("health", f"the app answers, version {there}; here it is {here}")


def _object(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _why(answer: httpx.Response) -> str:
    if answer.status_code in _PROXY_ERRORS:
        return "the proxy does not reach the app: does it run, on the port that the proxy names?"
    if answer.status_code in _WRONG_NAME:
        return "does the proxy pass on the Host header, and does the app know its --public-url?"
    return "is this the address of the app?"
