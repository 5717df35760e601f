"""What the JSON routes share: where a request comes from, its body within bounds, and the answer that says no."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.requests import Request

FRESH: Final = {"Cache-Control": "no-store"}
PAGE: Final = FRESH | {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
}
"""Headers of a page of our own, also where no guard stands before it."""
LONGEST_BODY: Final = 256 * 1024
"""Bytes: 20,000 characters of any script with room for escapes."""


def is_from_here(request: Request) -> bool:
    """Was it sent by a page of this app? Browsers say so in headers that no page can forge."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site == "same-origin"
    return origin is not None and origin.split("://", 1)[-1] == request.headers.get("host")


def no(status: int, code: str, says: str) -> JSONResponse:
    """Return an answer that says no, and why: *code* for the page, *says* for people."""
    return JSONResponse({"ok": False, "code": code, "says": says}, status_code=status, headers=FRESH)


async def read(request: Request, kinds: Collection[str] = ("application/json",)) -> dict[str, Any] | JSONResponse:
    """Return the object in a body of one of these content types, or the answer to what can't be read."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() not in kinds:
        return no(400, "malformed", "content-type: application/json is needed")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_BODY:
            return no(413, "too_long", "This is longer than can be saved at once; shorten it.")
    try:
        message = json.loads(bytes(body))
    except (ValueError, RecursionError):
        return no(400, "malformed", "the body is no JSON")
    return message if isinstance(message, dict) else no(400, "malformed", "the body has to be an object")
