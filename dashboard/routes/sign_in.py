"""Signing in with a name and a password, and signing out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from anyio import CapacityLimiter, to_thread
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard.guard import visitor_in
from dashboard.menu import PAGES
from dashboard.routes.forms import fields, given, taken, visit_of
from dashboard.routes.paper import NOTHING, Markup, filled, page, says
from trainee_exercises.accounts import AccountError, TooManyTriesError
from trainee_exercises.accounts.entering import by_password, leave

if TYPE_CHECKING:
    from starlette.requests import Request

    from dashboard.identity import Identity
    from dashboard.settings import Settings

_AT_ONCE: Final = 2  # a hash takes a core and 64 MB
_PLACES: Final = frozenset(one.url for one in PAGES)
_SSO: Final = Markup('<p><a class="button second" href="/sign-in/sso">Sign in with your organisation</a></p>')


def routes(identity: Identity) -> list[Route]:
    """Return the routes /sign-in, /sign-out and /leave."""
    storage, settings = identity
    limiter = CapacityLimiter(_AT_ONCE)

    async def sign_in(request: Request) -> Response:
        if request.method != "POST":
            return _form(settings, to=_place(request.query_params.get("to", "")))
        said = await fields(request)
        name, to = said.get("name", ""), _place(said.get("to", ""))
        try:
            token = await to_thread.run_sync(
                by_password, storage, name, said.get("password", ""), visit_of(request), limiter=limiter
            )
        except AccountError as error:
            return _form(settings, to, name, error)
        return given(token, to, settings)

    async def sign_out(request: Request) -> Response:
        if request.method != "POST":
            who = visitor_in(request).name
            return says("Sign out", f"You are signed in as {who}." if who else "You are not signed in.", more=_out(who))
        await to_thread.run_sync(leave, storage, visit_of(request).token)
        return taken(RedirectResponse("/sign-in", status_code=303), settings)

    async def leave_exercise(request: Request) -> Response:
        if request.method != "POST":
            return says("Leave", "Your answers are saved. The link in your invitation brings you back.", more=_LEAVE)
        await to_thread.run_sync(leave, storage, visit_of(request).token)
        gone = says("You have left", "Your answers are saved. You can close this page.")
        return taken(gone, settings)

    forms = ["GET", "POST"]
    return [
        Route("/sign-in", sign_in, methods=forms),
        Route("/sign-out", sign_out, methods=forms),
        Route("/leave", leave_exercise, methods=forms),
    ]


_LEAVE: Final = Markup(
    '<form method="post" action="/leave"><button>Leave on this device</button></form>'
    '<p class="aside"><a href="/exercise">Back to the exercise</a></p>'
)


def _out(who: str) -> Markup:
    if not who:
        return Markup('<p><a class="button" href="/sign-in">Sign in</a></p>')
    return Markup(
        '<form method="post" action="/sign-out"><button>Sign out</button></form>'
        '<p class="aside"><a href="/">Back</a></p>'
    )


def _place(wanted: str) -> str:
    """Return the page of the team to go to afterwards; home for anything else, such as another site."""
    return wanted if wanted in _PLACES else "/"


def _form(settings: Settings, to: str = "/", name: str = "", error: AccountError | None = None) -> Response:
    problem = NOTHING if error is None else filled("problem.html", text=str(error))
    body = filled(
        "sign_in.html",
        problem=problem,
        form=filled("sign_in_form.html", to=to, name=name[:200]),
        sso=_SSO if settings.oidc else NOTHING,
    )
    answer = page("Sign in", body, status=200 if error is None else 401)
    if isinstance(error, TooManyTriesError):
        answer.status_code = 429
        answer.headers["Retry-After"] = str(-(-error.wait_ms // 1000))
    return answer
