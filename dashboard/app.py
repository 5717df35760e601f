"""The app as one ASGI application: Streamlit for the team, our own routes beside it, the guard before both."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from dashboard.guard import Guard, visitor_in
from dashboard.routes import (
    exercise,
    exports,
    group_answers,
    health,
    join,
    oidc,
    practice,
    questionnaire,
    sign_in,
    style,
)
from dashboard.routes.paper import says
from dashboard.shared import attempts_of, shifts_of
from trainee_exercises.hiring import questionnaires

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp

    from dashboard.identity import Identity

SCRIPT: Final = Path(__file__).parent / "script.py"
_LOG: Final = logging.getLogger("support_sandbox")


def create_app(identity: Identity) -> ASGIApp:
    """Return the whole app, guarded. Streamlit allows one in a process."""
    return Guard(unguarded(identity), identity)


def unguarded(identity: Identity) -> st.App:
    """Return the app without its guard, to look at its routes."""
    PagesManager.uses_pages_directory = False  # our script alone says which pages there are, from the first visit on
    handlers = {Exception: broken, 500: broken}
    return st.App(SCRIPT, routes=own_routes(identity), exception_handlers=handlers, on_script_error=_note)


def own_routes(identity: Identity) -> list[BaseRoute]:
    """Return our own routes, which stand before Streamlit's."""
    storage, attempts = identity.storage, attempts_of(identity.storage)

    def has_questions(candidate_id: str) -> bool:
        return questionnaires.landing(storage, candidate_id) == "/questionnaire"

    return [
        *health.routes(storage),
        *style.routes(),
        *sign_in.routes(identity),
        *oidc.routes(identity),
        *join.routes(identity, attempts),
        *exercise.routes(attempts, visitor_in, has_questions),
        *group_answers.routes(storage, attempts, visitor_in),
        *questionnaire.routes(storage, visitor_in),
        *exports.routes(storage, attempts, visitor_in),
        *practice.routes(lambda: shifts_of(storage), visitor_in),
    ]


def broken(_request: Request, _error: Exception) -> Response:
    """Answer where we failed; what happened stands in the log of the server."""
    return says("Something went wrong", "It is our fault, not yours. What was saved is safe; please try again.", 500)


def _note(error: Exception) -> None:
    _LOG.error("a page failed: %s", type(error).__name__)
