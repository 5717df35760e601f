"""A made-up candidate's way through the site: join, type into the practice question, read it back."""

from __future__ import annotations

import math
import re
import secrets
import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import httpx

from trainee_exercises.preflight.lines import Line, not_tried, ok, wrong

if TYPE_CHECKING:
    from trainee_exercises.preflight.site import Site

_COOKIE: Final = "sandbox"
_SAVES: Final = 20
_QUICK_MS: Final = 300
_SLOW_MS: Final = 1000
_LONGEST: Final = 20_000  # characters that a reply may have
_LINK: Final = re.compile(r"/join/([^/?#\s]+)/?$")
_CHECKS: Final = ("invitation", "cookie", "autosave", "speed", "long replies")


class NotALink(ValueError):  # noqa: N818 - reads as what it says
    """It is no invitation to this site; the message says what would be one."""


class _Saved(NamedTuple):
    """How a save went. failed: "" or what happened instead."""

    ms: float
    failed: str


def join_path(site: Site, link: str) -> str:
    """Return the path of an invitation link.

    Raises:
        NotALink: it is none, or one to another site.

    """
    found = _LINK.search(link)
    if found is None:
        raise NotALink(f"{link!r} is no invitation; write the whole link: {site.url}/join/...")
    if "://" in link and not link.startswith(f"{site.url}/"):
        raise NotALink(f"the invitation leads to {link.split('/join/', 1)[0]}, not to {site.url}")
    return f"/join/{found.group(1)}"


def without_link() -> list[Line]:
    """Return the lines of what needs a candidate."""
    return [not_tried(check, "give --link, the invitation of a made-up candidate") for check in _CHECKS]


def not_trusted() -> list[Line]:
    """Return the lines where the certificate is wrong: no invitation is sent to who knows whom."""
    return [not_tried(check, "no invitation is sent where the certificate is not trusted") for check in _CHECKS]


def candidate(site: Site, client: httpx.Client, path: str) -> list[Line]:
    """Follow an invitation, save into the practice question and read it back; the exercise is not started."""
    try:
        shown = client.get(path)
        joined = client.post(path)
        if shown.status_code != httpx.codes.OK or joined.status_code >= httpx.codes.BAD_REQUEST:
            return _not_in(joined if shown.status_code == httpx.codes.OK else shown)
        lines = [ok("invitation", "opens"), _cookie(site, joined)]
        return [*lines, *_saving(client)]
    except httpx.TransportError as error:
        return [wrong("invitation", f"no answer: {error}", "does the app run?")]


def _not_in(answer: httpx.Response) -> list[Line]:
    says = f"does not open: answered {answer.status_code}"
    remedy = "issue a new one; if a new one does not open either, does the proxy pass on the Host header and POST?"
    return [wrong("invitation", says, remedy), *(not_tried(check, "not let in") for check in _CHECKS[1:])]


def _cookie(site: Site, joined: httpx.Response) -> Line:
    """Say whether the cookie stays out of scripts, of plain http and of other sites' requests."""
    told = next((one for one in joined.headers.get_list("set-cookie") if one.startswith(f"{_COOKIE}=")), None)
    if told is None:
        return wrong("cookie", "none was set", "does the proxy take Set-Cookie away?")
    has = {word.strip().lower() for word in told.split(";")[1:]}
    missing = [word for word in ("HttpOnly", "SameSite=Lax") if word.lower() not in has]
    if site.is_https and "secure" not in has:
        missing.append("Secure")
    if missing:
        return wrong("cookie", f"without {', '.join(missing)}", f"start the app with --public-url {site.url}")
    if not site.is_https:
        return ok("cookie", "HttpOnly, SameSite=Lax; Secure only comes with https")
    return ok("cookie", "Secure, HttpOnly, SameSite=Lax")


def _saving(client: httpx.Client) -> list[Line]:
    device = secrets.token_hex(16)
    phase = _view(client, device).get("phase")
    if phase != "before":
        says = f"this candidate's exercise is {phase or 'not there'}: take one who has not started"
        return [not_tried(check, says) for check in _CHECKS[2:]]
    text = f"preflight {secrets.token_hex(4)}"
    saves = [_save(client, device, f"{text} {i}") for i in range(_SAVES)]
    failed = next((one.failed for one in saves if one.failed), "")
    back = _practice(_view(client, device))
    long = "€" * _LONGEST
    took_long = _save(client, device, long)
    is_long = _practice(_view(client, device)) == long
    _save(client, device, "")
    return [
        _round_trip(failed, is_back=back == f"{text} {_SAVES - 1}"),
        _speed(sorted(one.ms for one in saves), failed),
        _long_replies(took_long, is_back=is_long),
    ]


def _round_trip(failed: str, *, is_back: bool) -> Line:
    if failed:
        return wrong("autosave", f"refused: {failed}", "does the proxy pass on POST, Host and Origin unchanged?")
    if not is_back:
        remedy = "does the proxy keep answers of /api/ (a cache)? Do all processes use one database?"
        return wrong("autosave", "what was saved does not come back", remedy)
    return ok("autosave", "what was saved comes back")


def _speed(ms: list[float], failed: str) -> Line:
    if failed:
        return not_tried("speed", "saving does not work")
    middle, most = ms[len(ms) // 2], ms[math.ceil(0.95 * len(ms)) - 1]
    says = f"{len(ms)} saves: half within {middle:.0f} ms, 95 % within {most:.0f} ms"
    if most >= _SLOW_MS:
        return wrong(
            "speed", says, "is the server busy, its disk slow, or the way to it? Compare `exercise load` on it"
        )
    return ok("speed", says, "" if most < _QUICK_MS else "slower than 300 ms: fine for few, look at it before many")


def _long_replies(saved: _Saved, *, is_back: bool) -> Line:
    if saved.failed or not is_back:
        says = f"a reply of {_LONGEST:,} characters is not saved: {saved.failed or 'it does not come back whole'}"
        return wrong("long replies", says, "let the proxy pass on bodies of 1 MB (nginx: `client_max_body_size 1m;`)")
    return ok("long replies", f"a reply of {_LONGEST:,} characters is saved")


def _view(client: httpx.Client, device: str) -> dict[str, Any]:
    answer = client.get("/api/exercise", params={"device": device})
    return _object(answer) if answer.is_success else {}


def _practice(view: dict[str, Any]) -> str | None:
    try:
        return str(view["before"]["practice"]["text"])
    except (KeyError, TypeError):
        return None


def _save(client: httpx.Client, device: str, text: str) -> _Saved:
    began = time.perf_counter()
    action = {"kind": "practise", "text": text}
    answer = client.post("/api/exercise/act", json={"device": device, "action": action})
    ms = (time.perf_counter() - began) * 1000
    told = _object(answer)
    if answer.is_success and told.get("ok"):
        return _Saved(ms, "")
    return _Saved(ms, f"{answer.status_code} {told.get('code', '')}".strip())


def _object(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
