"""The command line: composes the commands of the packages, nothing else."""

from __future__ import annotations

import os
import signal
import sys
from typing import Annotated

import typer

from dashboard import cli as dashboard
from sim.cli import bench, certify, files, profile, run
from trainee_exercises import cli as exercise
from trainee_exercises import data_cli
from trainee_exercises.practice import commands as practice

app = typer.Typer(
    name="support-sandbox",
    help="Try staffing plans on a simulated support team, hire for it, and train it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for part in (run, files, certify, bench, profile, dashboard, exercise, practice, data_cli):
    part.register(app)


def _version(wanted: bool | None) -> None:  # noqa: FBT001 -- typer hands over the flag
    if wanted:
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 -- only where it is asked for

        try:
            typer.echo(version("support-sandbox"))
        except PackageNotFoundError:
            typer.echo("unknown (not installed)")
        raise typer.Exit


@app.callback()
def _options(
    _version_wanted: Annotated[
        bool | None, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = None,
) -> None:
    """Try staffing plans on a simulated support team, hire for it, and train it."""


def _ask_to_stop(number: int, _frame: object) -> None:
    """End as at Ctrl+C: workers are stopped and nothing half-written stays."""
    signal.signal(number, signal.SIG_DFL)
    raise KeyboardInterrupt


def main() -> None:
    """Run the command line; exit 0 fine, 1 the answer is no, 2 wrong use, 130 interrupted (also by SIGTERM)."""
    signal.signal(signal.SIGTERM, _ask_to_stop)
    for library in (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
    ):  # threads for small sums only wait
        os.environ.setdefault(library, "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without "±" gets "?"
    try:
        app()
    except BrokenPipeError:  # such as `| head`: whoever read has gone
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 -- open until the interpreter ends
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo("interrupted", err=True)
        sys.exit(130)
    except Exception as error:
        from sim.scenario.problems import ScenarioError  # noqa: PLC0415 -- pydantic loads when a scenario is wrong

        if not isinstance(error, ScenarioError):
            raise
        typer.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
