"""The commands of the practice queue: `practice check`, `practice understood` and others."""

from __future__ import annotations

# ruff: noqa: FBT002, PLC0415, T201 - typer wants booleans for flags; models load when a command runs
import json
from pathlib import Path  # noqa: TC003 -- typer reads it at run time
from typing import Annotated, Any

import typer

from trainee_exercises.pack_cli import WRONG_USE, copied, say_problems, wrong_use

_Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


def register(app: typer.Typer) -> None:
    """Add the sub-command `practice` to *app*."""
    practice = typer.Typer(
        no_args_is_help=True, help="The practice queue: its customers, and how well it reads replies."
    )
    practice.command(epilog="Example: support-sandbox practice check pinfold")(check)
    practice.command(epilog="Example: support-sandbox practice understood pinfold --replies replies.yaml")(understood)
    practice.command(epilog="Example: support-sandbox practice load --reps 20 --minutes 2")(load)
    practice.command(epilog="Example: support-sandbox practice copy pinfold --to ours")(copy)
    practice.command("import", epilog="Example: support-sandbox practice import ours --help-centre articles")(bring_in)
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
        say_problems(error.problems, as_json, {"sound": False, "readable": False})
        raise typer.Exit(WRONG_USE) from None
    summary = {
        "sound": report.sound, "readable": True, "title": report.title, "articles": report.n_articles,
        "scripts": report.n_scripts, **report.counts,
    }  # fmt: skip
    if report.problems:
        say_problems(report.problems, as_json, summary)
        raise typer.Exit(1)
    print(json.dumps(summary | {"problems": []}) if as_json else _in_lines(summary))


def copy(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A practice pack that comes along, such as pinfold.")],
    to: Annotated[Path, typer.Option(metavar="FOLDER", help="A new folder.")],
) -> None:
    """Copy a shipped practice pack into a new folder, to write your own from it.

    Exit 2: there is no such pack, or the folder is there already.
    """
    from trainee_exercises.practice.load import DESK

    copied(name, to, DESK)


def bring_in(
    pack: Annotated[str, typer.Argument(metavar="FOLDER", help="Your copy of a practice pack.")],
    help_centre: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Articles as *.md, also below it.")] = None,
    macros: Annotated[Path | None, typer.Option(metavar="CSV", help="Columns: title, text, and id if wanted.")] = None,
    tags: Annotated[Path | None, typer.Option(metavar="CSV", help="Columns: tag, meaning.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Let yours take the place of what is there.")] = False,
) -> None:
    """Bring your own help centre, macros and tags into your copy of a practice pack.

    All files are read first; if anything is wrong with one of them, or would overwrite something else, all of it is
    said by file and line, and nothing is written. Exit 0: written. 2: nothing was.
    """
    from trainee_exercises.packs.text import PackError
    from trainee_exercises.practice.importing.write import Wanted, bring_in

    if help_centre is None and macros is None and tags is None:
        wrong_use("name what to import: --help-centre FOLDER, --macros CSV, --tags CSV")
    try:
        done = bring_in(pack, Wanted(help_centre, macros, tags, replace))
    except PackError as error:
        say_problems(error.problems, as_json=False, summary={})
        raise typer.Exit(WRONG_USE) from None
    print("\n".join([*(f"new: {one}" for one in done.new), *(f"replaced: {one}" for one in done.replaced)]))
    says = f"{len(done.new)} new, {len(done.replaced)} replaced, {done.same} as they were"
    typer.echo(f"{says}; now: support-sandbox practice check {pack}", err=True)


def load(
    reps: Annotated[int, typer.Option(min=1, max=200, help="How many practise at the same time.")] = 20,
    minutes: Annotated[float, typer.Option(min=0.1, max=60, help="For how long.")] = 2.0,
    seed: Annotated[int, typer.Option(help="Another seed: they do other things.")] = 1,
    as_json: _Json = False,
) -> None:
    """Try how many reps this machine serves at once, with made-up ones in a temporary data folder.

    It starts a server of its own here and lets them sign in and work a shift each over HTTP as browsers do: a poll
    every 1.5 seconds, an act about every 4. Your own data is not touched. Exit 0: nothing lost, and half of all acts
    took less than 300 ms. 1: otherwise. 2: no server.
    """
    from trainee_exercises.load_test.server import NotStarted
    from trainee_exercises.practice.crowd.report import as_dict, as_text
    from trainee_exercises.practice.crowd.run import Crowd, run

    typer.echo(f"{reps} reps practise for {minutes:g} minutes ...", err=True)
    try:
        report = run(Crowd(reps, minutes, seed))
    except NotStarted as error:
        wrong_use(str(error))
    print(json.dumps(as_dict(report)) if as_json else as_text(report))
    if not (report.is_lossless and report.is_quick):
        raise typer.Exit(1)


def understood(
    pack: Annotated[
        str, typer.Argument(metavar="PACK", help="The folder of a practice pack, or a shipped one's name.")
    ] = "pinfold",
    replies: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Replies with what they truly say. Without it: the pack's own wordings."),
    ] = None,
    misses: Annotated[bool, typer.Option("--misses", help="List every reply that is misunderstood.")] = False,
    as_json: _Json = False,
) -> None:
    """Say how well the customers understand replies: how many get the reaction that their true meaning would get.

    FILE is a list under `replies:` of script, text, said, claimed, asked, manner, note; the note may begin with
    paraphrase, half, negated, promise, question, empty or echo. Exit 2: there is no such pack or file of replies.
    """
    from trainee_exercises.packs.text import PackError
    from trainee_exercises.practice import understood as measure
    from trainee_exercises.practice.load import load_practice
    from trainee_exercises.practice.understanding import Listener

    try:
        read = load_practice(pack)
        given = measure.own_replies(read) if replies is None else measure.read_replies(replies)
        measure.check_names(read, given)
    except PackError as error:
        say_problems(error.problems, as_json, {"readable": False})
        raise typer.Exit(WRONG_USE) from None
    except measure.RepliesError as error:
        wrong_use(str(error))
    found = measure.accuracy(Listener(read), given)
    print(json.dumps(measure.as_json(found)) if as_json else measure.in_lines(found, misses=misses))


def _in_lines(summary: dict[str, Any]) -> str:
    rows = [f"{summary['title']}", f"  {summary['scripts']} situations, {summary['articles']} articles"]
    counted = ("categories", "customers", "tones", "levels")
    rows += [f"  {name:<11}{', '.join(f'{n} {one}' for one, n in summary[name].items())}" for name in counted]
    return "\n".join([*rows, "  sound: it is fit for a shift"])
