"""What the door's routes share: reading a form, the visit, and the cookie that comes and goes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.responses import RedirectResponse

from dashboard.guard import ADDRESS
from dashboard.identity import COOKIE
from trainee_exercises.accounts.entering import Visit

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from dashboard.settings import Settings


async def fields(request: Request) -> dict[str, str]:
    """Return the fields of a form as text, the first of each name; {} where it is none."""
    try:
        found = parse_qs((await request.body()).decode(), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return {}
    return {name: values[0] for name, values in found.items()}


def visit_of(request: Request) -> Visit:
    """Return where a request comes from, and the token it brings."""
    return Visit(request.scope[ADDRESS], request.cookies.get(COOKIE))


def given(token: str, to: str, settings: Settings) -> Response:
    """Return an answer that leaves *token* in the browser, until it is closed at most, and goes *to*."""
    answer = RedirectResponse(to, status_code=303)
    answer.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=settings.is_secure, path="/")
    return answer


def taken(answer: Response, settings: Settings) -> Response:
    """Return *answer*, which takes the cookie away."""
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=settings.is_secure, path="/")
    return answer
