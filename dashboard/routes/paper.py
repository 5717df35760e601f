"""Plain pages without scripts: a template of `web/` filled with escaped values."""

from __future__ import annotations

import html
from functools import cache
from pathlib import Path
from string import Template
from typing import Final

from starlette.responses import HTMLResponse

_WEB: Final = Path(__file__).parents[1] / "web"


class Markup(str):
    """HTML of our own making, which is not escaped again."""

    __slots__ = ()


NOTHING: Final = Markup("")


def filled(template: str, **values: str) -> Markup:
    """Return the template of that name with *values* in its places, escaped unless they are Markup."""
    safe = {name: one if isinstance(one, Markup) else html.escape(one) for name, one in values.items()}
    return Markup(_template(template).substitute(safe))


def page(title: str, body: Markup, status: int = 200) -> HTMLResponse:
    """Return a whole page."""
    return HTMLResponse(filled("entry.html", title=title, body=body), status_code=status)


def says(title: str, text: str, status: int = 200, more: Markup = NOTHING) -> HTMLResponse:
    """Return a page that says one thing. more: what can be done about it."""
    return page(title, filled("says.html", title=title, text=text, more=more), status)


@cache
def _template(name: str) -> Template:
    return Template((_WEB / name).read_text(encoding="utf-8"))
