"""Single sign-on: to the provider and back, for users who were added under their mail address."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from anyio import CapacityLimiter, to_thread
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard.provider import Provider, ProviderError, Trip
from dashboard.routes.forms import given, visit_of
from dashboard.routes.paper import Markup, says
from trainee_exercises.accounts import AccountError
from trainee_exercises.accounts.entering import by_sso
from trainee_exercises.storage.folder import secret_key

if TYPE_CHECKING:
    from starlette.requests import Request

    from dashboard.identity import Identity
    from dashboard.settings import Settings

COOKIE: Final = "sandbox_sso"
_BACK: Final = "/sign-in/sso/back"
_WITHIN: Final = 600  # seconds
_AT_ONCE: Final = 5  # a slow provider must not keep everybody else waiting
_AGAIN: Final = Markup('<p><a class="button" href="/sign-in">Back to sign in</a></p>')


def routes(identity: Identity) -> list[Route]:
    """Return the routes /sign-in/sso and /sign-in/sso/back."""
    storage, settings = identity
    limiter = CapacityLimiter(_AT_ONCE)

    async def away(request: Request) -> Response:
        if settings.oidc is None:
            return _not_set_up()
        try:
            where, trip = await to_thread.run_sync(_provider(request, settings).begin, limiter=limiter)
        except ProviderError as error:
            return _failed(str(error))
        answer = RedirectResponse(where, status_code=303)
        sealed = str(_signer().dumps(list(trip)))
        answer.set_cookie(
            COOKIE, sealed, max_age=_WITHIN, path="/sign-in", httponly=True, samesite="lax", secure=settings.is_secure
        )
        return answer

    async def back(request: Request) -> Response:
        if settings.oidc is None:
            return _not_set_up()
        try:
            trip = _trip(request)
            code = request.query_params.get("code", "")
            ask = _provider(request, settings).mail
            mail = await to_thread.run_sync(ask, code, trip, storage.now(), limiter=limiter)
            token = await to_thread.run_sync(by_sso, storage, mail, visit_of(request))
        except (ProviderError, AccountError) as error:
            return _failed(str(error))
        answer = given(token, "/", settings)
        answer.delete_cookie(COOKIE, path="/sign-in", httponly=True, samesite="lax", secure=settings.is_secure)
        return answer

    return [Route("/sign-in/sso", away), Route(_BACK, back)]


def _provider(request: Request, settings: Settings) -> Provider:
    assert settings.oidc is not None
    return Provider(settings.oidc, settings.origin(request.headers["host"]) + _BACK)


def _trip(request: Request) -> Trip:
    """Return the try that this browser began. Raises ProviderError where it began none, or another one."""
    try:
        trip = Trip(*_signer().loads(request.cookies.get(COOKIE, ""), max_age=_WITHIN))
    except (BadSignature, TypeError):
        raise ProviderError("That took too long, or began in another browser; please sign in again.") from None
    if not secrets.compare_digest(request.query_params.get("state", "").encode(), trip.state.encode()):
        raise ProviderError("That belongs to another try; please sign in again.")
    if "code" not in request.query_params:
        raise ProviderError("The provider did not let you in.")
    return trip


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key(), salt="single sign-on")


def _failed(text: str) -> Response:
    return says("Not signed in", text, status=403, more=_AGAIN)


def _not_set_up() -> Response:
    return says("Not set up", "Single sign-on is not set up here; use your name and password.", status=404, more=_AGAIN)
