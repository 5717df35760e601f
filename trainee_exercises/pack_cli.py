"""What the commands around packs of any kind share: copying one, and saying what is wrong with one."""

from __future__ import annotations

# ruff: noqa: FBT001, T201 - the commands' own flag is handed on; a program reads the JSON
import json
from typing import TYPE_CHECKING, Any, Final, NoReturn

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sim.scenario.problems import Problem

WRONG_USE: Final = 2
"""What a command ends with where nothing could be tried."""


def copied(name: str, to: Path, manifest: str) -> None:
    """Copy a shipped pack and say so; end the command with 2 where that can't be. manifest: as for `copy_pack`."""
    from trainee_exercises.packs.folders import copy_pack  # noqa: PLC0415 -- loads when a command runs
    from trainee_exercises.packs.text import PackError  # noqa: PLC0415

    try:
        copy_pack(name, to, manifest)
    except PackError as error:
        wrong_use(str(error))
    typer.echo(f"written: {to}", err=True)


def say_problems(problems: Sequence[Problem], as_json: bool, summary: dict[str, Any]) -> None:
    """Print problems on stderr, or all as one JSON object on stdout."""
    if as_json:
        print(json.dumps(summary | {"problems": [problem._asdict() for problem in problems]}))
        return
    n = len(problems)
    typer.echo("\n".join([*map(str, problems), f"{n} problem{'s' if n > 1 else ''} found"]), err=True)


def wrong_use(says: str) -> NoReturn:
    """End the command with a sentence."""
    typer.echo(says, err=True)
    raise typer.Exit(WRONG_USE) from None
