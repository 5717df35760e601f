"""The commands of the practice queue: `practice check`."""

from __future__ import annotations

# ruff: noqa: FBT001, FBT002, PLC0415, T201 - typer wants booleans for flags; models load when a command runs
import json
from typing import Annotated, Any, Final

import typer

_WRONG_USE: Final = 2
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


def register(app: typer.Typer) -> None:
    """Add the sub-command `practice` to *app*."""
    practice = typer.Typer(
        no_args_is_help=True, help="The practice queue: its customers, and how well it reads replies."
    )
    practice.command(epilog="Example: support-sandbox practice check pinfold")(check)
    practice.callback()(lambda: None)
    app.add_typer(practice, name="practice")


def check(
    pack: Annotated[
        str, typer.Argument(metavar="PACK", help="The folder of a practice pack, or a shipped one's name.")
    ],
    as_json: _Json = False,
) -> None:
    """Say whether a practice pack is fit for a shift: everything that is not, or what it holds.

    Exit 0: sound. 1: problems were found. 2: there is no such pack, or its files cannot be read.
    """
    from trainee_exercises.packs.text import PackError
    from trainee_exercises.practice.check import check as check_pack
    from trainee_exercises.practice.load import read_practice

    try:
        report = check_pack(read_practice(pack))
    except PackError as error:
        _say(error.problems, as_json, {"sound": False, "readable": False})
        raise typer.Exit(_WRONG_USE) from None
    summary = {
        "sound": report.sound, "readable": True, "title": report.title, "articles": report.n_articles,
        "scripts": report.n_scripts, **report.counts,
    }  # fmt: skip
    if report.problems:
        _say(report.problems, as_json, summary)
        raise typer.Exit(1)
    print(json.dumps(summary | {"problems": []}) if as_json else _in_lines(summary))


def _say(problems: Any, as_json: bool, summary: dict[str, Any]) -> None:
    """Print problems on stderr, or all as one JSON object on stdout."""
    if as_json:
        print(json.dumps(summary | {"problems": [problem._asdict() for problem in problems]}))
        return
    n = len(problems)
    typer.echo("\n".join([*map(str, problems), f"{n} problem{'s' if n > 1 else ''} found"]), err=True)


def _in_lines(summary: dict[str, Any]) -> str:
    rows = [f"{summary['title']}", f"  {summary['scripts']} situations, {summary['articles']} articles"]
    counted = ("categories", "customers", "tones", "levels")
    rows += [f"  {name:<11}{', '.join(f'{n} {one}' for one, n in summary[name].items())}" for name in counted]
    return "\n".join([*rows, "  sound: it is fit for a shift"])
