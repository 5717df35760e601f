"""The command `exercise load`."""

from __future__ import annotations

# ruff: noqa: FBT002, PLC0415, T201 - typer wants booleans for flags; models load when the command runs
import json
from typing import Annotated

import typer


def load(
    candidates: Annotated[int, typer.Option(min=1, max=1000, help="How many play at the same time.")] = 50,
    minutes: Annotated[float, typer.Option(min=0.1, max=120, help="How long the exercise is.")] = 5.0,
    seed: Annotated[int, typer.Option(help="Another seed: they do other things.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Try how many candidates this machine serves at once, with made-up ones in a temporary data folder.

    It starts a server of its own here, lets them join, look things up, type, save and finish over HTTP as browsers do,
    measures how long that takes, and looks up in the database whether all that was acknowledged is there. Your own data
    is not touched. Exit 0: nothing lost, and 95 of 100 autosaves took less than 300 ms. 1: otherwise. 2: no server.
    """
    from trainee_exercises.load_test.report import as_dict, as_text
    from trainee_exercises.load_test.run import Load, run
    from trainee_exercises.load_test.server import NotStarted

    typer.echo(f"{candidates} candidates play for {minutes:g} minutes ...", err=True)
    try:
        report = run(Load(candidates, minutes, seed))
    except NotStarted as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    print(json.dumps(as_dict(report)) if as_json else as_text(report))
    if not (report.is_lossless and report.is_quick):
        raise typer.Exit(1)
