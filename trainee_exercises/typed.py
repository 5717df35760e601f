"""What was typed on a command line: signs that are no text would fail deep inside, at the database."""

from __future__ import annotations

import sys
from typing import Final

import typer

_WRONG_USE: Final = 2


def refuse_broken() -> None:
    """Say which word of the command line is no text, as after a copy from another encoding, and end with exit 2."""
    for word in sys.argv[1:]:
        try:
            word.encode()
        except UnicodeEncodeError:
            typer.echo(f"{word!a} holds signs that are no text; type it again, in UTF-8", err=True)
            raise typer.Exit(_WRONG_USE) from None
