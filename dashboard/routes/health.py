"""`/api/health`: is the app there, and what time does it take it to be?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

    from trainee_exercises.storage import Storage


def routes(storage: Storage) -> list[Route]:
    """Return the route. It answers without the database, to anybody, and says nothing of what is inside."""

    async def health(_request: Request) -> JSONResponse:
        return JSONResponse({"ok": True, "now": storage.now()})

    return [Route("/api/health", health)]
