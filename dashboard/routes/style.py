"""The style sheet of the door's pages, which everybody may see."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.responses import FileResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request

_FILE: Final = Path(__file__).parents[1] / "web" / "entry.css"


def routes() -> list[Route]:
    """Return the route /web/entry.css."""

    async def style(_request: Request) -> FileResponse:
        return FileResponse(_FILE, media_type="text/css", headers={"Cache-Control": "no-cache"})

    return [Route("/web/entry.css", style)]
