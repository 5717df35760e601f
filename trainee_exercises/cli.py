"""The commands around the candidate exercise: `exercise check`, and those of the scorer."""

from __future__ import annotations

# ruff: noqa: FBT002, PLC0415, T201 - typer wants booleans for flags; models load when a command runs
import json
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path  # noqa: TC003 - typer reads it at run time
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from trainee_exercises import round_cli
from trainee_exercises.load_test.commands import load
from trainee_exercises.pack_cli import WRONG_USE, copied, say_problems
from trainee_exercises.preflight.commands import preflight

_SCORER: Final = "trainee_exercises.scoring.commands"
_Pack = Annotated[str, typer.Argument(metavar="PACK", help="The folder of a pack, or the name of a shipped one.")]
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


class _WithScorer(TyperGroup):
    """A group that asks for the commands of the scorer, which loads numpy and scipy, only where one is wanted."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands."""
        return [*super().list_commands(ctx), *_of_scorer()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of that name, or None."""
        return super().get_command(ctx, cmd_name) or _of_scorer().get(cmd_name)


def register(app: typer.Typer) -> None:
    """Add the sub-command `exercise` to *app*."""
    exercise = typer.Typer(
        cls=_WithScorer, no_args_is_help=True, help="Content packs of the candidate exercise, and their scorer."
    )
    exercise.command(epilog="Example: support-sandbox exercise check larkhour")(check)
    exercise.command(epilog="Example: support-sandbox exercise copy larkhour --to our-pack")(copy)
    exercise.command(epilog="Example: support-sandbox exercise preflight https://sandbox.company.example")(preflight)
    exercise.command(epilog="Example: support-sandbox exercise load --candidates 50 --minutes 5")(load)
    exercise.add_typer(round_cli.commands(), name="round")
    app.add_typer(exercise, name="exercise")


def _of_scorer() -> dict[str, Any]:
    """Return the commands of the scorer by their names; none where it is not installed."""
    if find_spec(_SCORER) is None:
        return {}
    commands = import_module(_SCORER)
    app = typer.Typer()
    app.command("score")(commands.score_file)
    app.command("agreement")(commands.agreement)
    return dict(typer.main.get_group(app).commands)


def check(pack: _Pack, as_json: _Json = False) -> None:
    """Say whether a pack is fit for an exercise: everything that is not, or how its forms compare.

    Exit 0: sound. 1: problems were found. 2: there is no such pack, or its files cannot be read.
    """
    from trainee_exercises.checks import check as check_pack
    from trainee_exercises.packs import PackError, read_pack

    try:
        reading = read_pack(pack)
        report = check_pack(reading)
    except PackError as error:
        say_problems(error.problems, as_json, {"sound": False, "readable": False})
        raise typer.Exit(WRONG_USE) from None
    summary = {
        "sound": report.sound,
        "readable": True,
        "title": report.title,
        "articles": report.n_articles,
        "forms": report.forms,
    }
    if report.problems:
        say_problems(report.problems, as_json, summary)
        raise typer.Exit(1)
    print(json.dumps(summary | {"problems": []}) if as_json else _in_lines(summary))


def copy(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A pack that comes with the package, such as larkhour.")],
    to: Annotated[Path, typer.Option(metavar="FOLDER", help="A new folder.")],
) -> None:
    """Copy a shipped pack into a new folder, to write your own from it.

    Exit 2: there is no such pack, or the folder is there already.
    """
    from trainee_exercises.packs.folders import MANIFEST

    copied(name, to, MANIFEST)


def _in_lines(summary: dict[str, Any]) -> str:
    forms = summary["forms"]
    lines = [summary["title"], f"  {summary['articles']} articles, {len(forms)} forms"]
    for name, one in forms.items():
        lines += _form_lines(name, one)
    return "\n".join([*lines, "  sound: it is fit for an exercise"])


def _form_lines(name: str, one: dict[str, Any]) -> list[str]:
    longest = f"answer 4 the longest in {one['best_is_longest']}"
    return [
        f"  form {name}: {one['questions']} questions, {one['facts']} facts, {one['hidden_goals']} hidden goals",
        f"    tones   {_counts(one['tones'])}",
        f"    plans   {_counts(one['plans'])}",
        f"    points  {_counts(one['questions_with_value'])} (questions that have one)",
        f"    time    {one['minutes_to_read']:.0f} minutes to read, {one['minutes_of_work']:.0f} for all of the work",
        f"    length  rank correlation with the level {one['length_and_level']:+.2f}; {longest}",
    ]


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{n} {name}" for name, n in counts.items())
