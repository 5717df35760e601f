"""The command `exercise preflight`."""

from __future__ import annotations

# ruff: noqa: FBT002, PLC0415, PLR0913, PLR0917, T201 - each option is a parameter, flags are booleans; models load late
import json
from pathlib import Path  # noqa: TC003 - typer reads it at run time
from typing import Annotated

import typer

_File = typer.Option(exists=True, dir_okay=False, help="Certificates of your company's own authority (PEM).")


def preflight(
    url: Annotated[
        str, typer.Argument(metavar="URL", help="The app's address, such as https://sandbox.company.example.")
    ],
    link: Annotated[str | None, typer.Option(help="The invitation of a made-up candidate, to try saving.")] = None,
    backups: Annotated[Path | None, typer.Option(help="The folder where backups are, on the server.")] = None,
    authority: Annotated[Path | None, _File] = None,
    http_port: Annotated[int, typer.Option(min=1, max=65535, help="Where plain http is answered.")] = 80,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Look at the app before a round, from here: name, certificate, clock, sign-in, web sockets, saving, backup.

    Invite a made-up candidate and give the link, so that joining and saving are tried too; their exercise is not
    started. Exit 0: nothing is wrong. 1: something is. 2: no such address or link.
    """
    from trainee_exercises.preflight.lines import as_dict, as_text, is_fit
    from trainee_exercises.preflight.look import Look, look
    from trainee_exercises.preflight.saving import NotALink
    from trainee_exercises.preflight.site import WrongAddress

    try:
        lines = look(Look(url, link, backups, authority, http_port))
    except (WrongAddress, NotALink) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    print(json.dumps(as_dict(url, lines)) if as_json else as_text(url, lines))
    if not is_fit(lines):
        raise typer.Exit(1)
