"""Headers that every answer of the app carries, and those that none may."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import Message, Scope, Send

    from dashboard.access import Rule
    from dashboard.settings import Settings

_OWN: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # The origin alone: tokens stand in paths. "no-referrer" would make the Origin of our own forms "null".
    "Referrer-Policy": "strict-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_A_YEAR: Final = "max-age=31536000"
_INLINE_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def added(send: Send, scope: Scope, rule: Rule | None, settings: Settings) -> Send:
    """Return a `send` that adds the headers to whatever answers the request."""

    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            _add(MutableHeaders(scope=message), scope, rule, settings)
        await send(message)

    return with_headers


def _add(found: MutableHeaders, scope: Scope, rule: Rule | None, settings: Settings) -> None:
    for name in [one for one in found if one.startswith("access-control-") or one == "server"]:
        del found[name]  # nobody else's page reads from here, whatever Streamlit thinks
    found.update(_ALWAYS)
    own = rule is None or rule.own
    found["Content-Security-Policy"] = _OWN if own else _of_streamlit(_socket(scope, settings))
    if not (rule is not None and rule.path in {"/static/", "/web/", "/favicon.png", "/web/entry.css"}):
        found.setdefault("Cache-Control", "no-store")
    if settings.is_secure:
        found["Strict-Transport-Security"] = _A_YEAR


def _socket(scope: Scope, settings: Settings) -> str:
    """Return the origin of the app's own WebSocket."""
    host = next((value.decode("latin-1") for key, value in scope["headers"] if key == b"host"), "")
    return settings.origin(host).replace("http", "ws", 1)


def _of_streamlit(socket: str) -> str:
    """Return the policy of Streamlit's pages: its scripts alone, its styles inline, and no word to anybody else."""
    return (
        f"default-src 'none'; script-src 'self' 'wasm-unsafe-eval' blob: {_hashes()};"
        " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:;"
        f" connect-src 'self' {socket}; worker-src 'self' blob:; manifest-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    )


@cache
def _hashes() -> str:
    """Return what allows the inline scripts of Streamlit's page, and no other ones."""
    import streamlit  # noqa: PLC0415 -- loads when a page of the team is first asked for

    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    digests = [hashlib.sha256(one.encode()).digest() for one in _INLINE_SCRIPT.findall(page)]
    return " ".join(f"'sha256-{base64.b64encode(one).decode()}'" for one in digests)
