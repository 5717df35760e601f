"""The commands for scenario files: `check`, `schema`, `new`, and `scenarios` for those that come with the package."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.scenario import Plan, Scenario

WRONG_USE: Final = 2
_MANY_DAYS: Final = 1_000_000
"""Person-days from which a roster takes seconds to draw."""
_QUESTIONS: Final = {
    "conversations": ("Conversations a week", "500"),
    "people": ("People who answer", "4"),
    "hours": ("Their hours, local time", "09:00-17:00"),
    "zones": ("Their time zones, with commas between", "America/New_York, Europe/London"),
    "minutes": ("Minutes of work for a conversation, on average", "12"),
    "paid_share": ("Share of conversations from paying customers, in %", "70"),
}
_File = Annotated[str, typer.Argument(metavar="FILE", help="A scenario file, or the name of a shipped scenario.")]
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
_Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write there; to the terminal if not given.")]
_Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")]


def register(app: typer.Typer) -> None:
    """Add the commands to *app*."""
    app.command(epilog="Example: support-sandbox check my-team.yaml")(check)
    app.command(epilog="Example: support-sandbox schema --out scenario.schema.json")(schema)
    app.command(
        epilog="Example: support-sandbox new --conversations 500 --people 4 --hours 09:00-17:00 "
        "--zones America/New_York,Europe/London --minutes 12 --paid-share 70 --out my-team.yaml"
    )(new)
    shipped = typer.Typer(no_args_is_help=True, help="The scenarios that come with the package.")
    shipped.command("list", epilog="Example: support-sandbox scenarios list")(list_scenarios)
    shipped.command("copy", epilog="Example: support-sandbox scenarios copy quickstart --to my-team.yaml")(copy)
    app.add_typer(shipped, name="scenarios")


def find(file_or_name: str) -> Path:
    """Return the file of an argument FILE: a file as it is, otherwise the shipped scenario of that name.

    A name that is neither comes back as a path, and loading it says that there is no such file.
    """
    import scenarios

    path = Path(file_or_name)
    is_name = file_or_name in scenarios.names() and not path.is_file()
    return scenarios.path(file_or_name) if is_name else path


def check(file: _File, as_json: _Json = False) -> None:
    """Say whether a scenario can be run: everything that is wrong with it, or what it amounts to.

    Exit 0: sound. 2: problems were found, or there is no such file.
    """
    from sim.scenario.load import load
    from sim.scenario.problems import ScenarioError, UnreadableFileError

    try:
        scenario = load(find(file))
    except UnreadableFileError as error:
        _stop(f"{error}{_name_hint(file)}")
    except ScenarioError as error:
        if as_json:
            print(json.dumps({"sound": False, "problems": [problem._asdict() for problem in error.problems]}))
        n = len(error.problems)
        typer.echo(f"{error}\n{n} problem{'s' if n > 1 else ''} found", err=True)
        raise typer.Exit(WRONG_USE) from None
    summary = _summary(scenario)
    print(json.dumps(summary) if as_json else _in_lines(summary))


def _name_hint(file: str) -> str:
    """Return the shipped scenario that may be meant by *file*, as a question."""
    import scenarios
    from sim.scenario.problems import nearest

    near = nearest(file, scenarios.names())
    return f"; did you mean the shipped scenario {near!r}?" if near else ""


def _summary(scenario: Scenario) -> dict[str, Any]:
    """Return what a sound scenario amounts to."""
    from datetime import timedelta

    from sim.durations import DAY
    from sim.scenario.expected import per_week
    from sim.scenario.oddities import hours_of_work, oddities
    from sim.scenario.staffing import head_count

    days = scenario.length // DAY
    work = hours_of_work(scenario) / 7
    rosters = {name: _rostered_hours(scenario, name) for name in scenario.plans}
    plans = {
        name: {
            "people": sum(head_count(team) for team in plan.teams.values()),
            "desk_hours_per_day": round(_hours_a_week(plan, rosters[name]) / 7, 1),
        }
        for name, plan in scenario.plans.items()
    }
    return {
        "sound": True,
        "title": scenario.title,
        "first_day": scenario.start.isoformat(),
        "last_day": (scenario.start + timedelta(days=days - 1)).isoformat(),
        "days": days,
        "zone": scenario.zone,
        "conversations_per_week": round(sum(per_week(scenario).values()), 1),
        "work_hours_per_day": round(work, 1),
        "eight_hour_people_per_day": round(work / 8, 1),
        "plans": plans,
        "oddities": oddities(scenario, rosters),
    }


def _rostered_hours(scenario: Scenario, plan: str) -> dict[str, float] | None:
    """Return team -> its person-hours a week at the desk in *plan*, if nobody falls ill or leaves.

    Over the whole length, as rostered: single dates, holidays, absences, meetings and first days count; leave as it is
    drawn first. None for a plan so large that its roster takes long to draw.
    """
    from sim.durations import DAY, HOUR, WEEK
    from sim.scenario.staffing import head_count

    people = sum(map(head_count, scenario.plans[plan].teams.values()))
    if people * scenario.length // DAY > _MANY_DAYS:
        return None
    import numpy as np

    from sim.drawing.roster import draw_roster

    roster = draw_roster(scenario, plan, seed=1, replication=0)
    duties, team_of = roster.duties, roster.agents["team"]
    time = np.bincount(team_of[duties["agent"]], duties["ends_at"] - duties["starts_at"], len(roster.teams))
    return dict(zip(roster.teams, (time * WEEK / HOUR / scenario.length).tolist(), strict=True))


def _hours_a_week(plan: Plan, rostered: dict[str, float] | None) -> float:
    """Return the person-hours of a plan as rostered; without a roster those of an average week."""
    from sim.scenario.staffing import hours_at_desk

    return sum(map(hours_at_desk, plan.teams.values()) if rostered is None else rostered.values())


def _in_lines(summary: dict[str, Any]) -> str:
    width = max(map(len, summary["plans"]))
    hours, people = summary["work_hours_per_day"], summary["eight_hour_people_per_day"]
    return "\n".join(
        [
            summary["title"],
            f"  {summary['first_day']} to {summary['last_day']}, {summary['days']} days, {summary['zone']}",
            f"  about {summary['conversations_per_week']:,.0f} conversations a week",
            f"  {hours:,.1f} hours of work a day, the weekend included: {people:,.1f} people of eight hours",
            *(f"  plan {name:{width}}  {_people_text(one)}" for name, one in summary["plans"].items()),
            *(f"  odd: {oddity}" for oddity in summary["oddities"]),
            "  sound: it can be run" + (", but look at what is odd" if summary["oddities"] else ""),
        ]
    )


def _people_text(plan: dict[str, float]) -> str:
    return f"{plan['people']:,} people, {plan['desk_hours_per_day']:,.1f} hours a day at the desk"


def schema(out: _Out = None, force: _Force = False) -> None:
    """Print the JSON Schema of scenario files, for editors.

    Editors use it with this first line in a scenario: # yaml-language-server: $schema=scenario.schema.json
    """
    from sim.scenario.schema import schema as json_schema

    _write(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", out, force)


def new(
    conversations: Annotated[str | None, typer.Option(metavar="N", help="Conversations a week.")] = None,
    people: Annotated[str | None, typer.Option(metavar="N", help="People who answer, over all zones.")] = None,
    hours: Annotated[str | None, typer.Option(metavar="SPAN", help="Their hours, such as 09:00-17:00.")] = None,
    zones: Annotated[str | None, typer.Option(metavar="NAMES", help="Time zones, with commas between.")] = None,
    minutes: Annotated[str | None, typer.Option(metavar="N", help="Minutes of work for a conversation.")] = None,
    paid_share: Annotated[
        str | None, typer.Option(metavar="PERCENT", help="Conversations that are paid, in %.")
    ] = None,
    out: _Out = None,
    force: _Force = False,
) -> None:
    """Write a first scenario of your own team from six answers; asks for those that are not given as options."""
    from sim.scenario.draft import answers, draft, next_monday
    from sim.scenario.problems import ScenarioError

    given = {
        "conversations": conversations, "people": people, "hours": hours,
        "zones": zones, "minutes": minutes, "paid_share": paid_share,
    }  # fmt: skip
    _refuse_to_replace(out, force)  # before any question
    try:
        text = draft(answers(_asked(given) | {"first_day": next_monday()}))
    except ScenarioError as error:
        _stop("\n".join(f"--{problem.path}: {problem.message}" for problem in error.problems))
    _write(text, out, force)


def _asked(given: dict[str, str | None]) -> dict[str, str]:
    """Return all answers: those given, and those that a person at the terminal adds."""
    missing = [name for name, value in given.items() if value is None]
    if missing and not sys.stdin.isatty():
        options = ", ".join(f"--{name.replace('_', '-')}" for name in missing)
        _stop(f"missing: {options}; give them as options, or run this in a terminal to be asked")
    return {name: _ask(name) if value is None else value for name, value in given.items()}


def _ask(name: str) -> str:
    """Ask one question until the answer can be used; the questions go to stderr, so that stdout is the scenario."""
    from sim.scenario.draft import answers, next_monday
    from sim.scenario.problems import ScenarioError

    question, usual = _QUESTIONS[name]
    while True:
        answer = str(typer.prompt(question, default=usual, err=True))
        try:
            usual_answers = {key: example for key, (_, example) in _QUESTIONS.items()}
            answers(usual_answers | {name: answer, "first_day": next_monday()})
        except ScenarioError as error:
            typer.echo("\n".join(problem.message for problem in error.problems), err=True)
        else:
            return answer


def list_scenarios(as_json: _Json = False) -> None:
    """List the scenarios that come with the package: name, title and purpose."""
    import scenarios
    from sim.scenario.load import load

    found = [(name, load(scenarios.path(name))) for name in scenarios.names()]
    if as_json:
        rows = [{"name": name, "title": one.title, "purpose": one.purpose} for name, one in found]
        print(json.dumps({"scenarios": rows}))
        return
    width = max((len(name) for name, _ in found), default=0)
    for name, one in found:
        print(f"{name:{width}}  {one.title}")


def copy(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name of `scenarios list`.")],
    to: Annotated[Path | None, typer.Option(metavar="FILE", help="Write there; NAME.yaml here if not given.")] = None,
    force: _Force = False,
) -> None:
    """Copy a shipped scenario into a file of your own, to change it."""
    import scenarios
    from sim.scenario.problems import did_you_mean

    if name not in scenarios.names():
        _stop(f"{name!r} is no scenario; {did_you_mean(name, scenarios.names())}")
    _write(scenarios.text(name), to or Path(f"{name}.yaml"), force)


def _write(text: str, out: Path | None, force: bool) -> None:
    """Print *text*, or write it to a file that is not there yet."""
    if out is None:
        print(text, end="")
        return
    _refuse_to_replace(out, force)
    _or_stop(lambda: out.write_text(text, encoding="utf-8"), out)
    typer.echo(f"written: {out}", err=True)


def _refuse_to_replace(out: Path | None, force: bool) -> None:
    if out is not None and out.exists() and not force:
        _stop(f"{out} is there already; --force replaces it")


def _or_stop(act: Callable[[], object], path: Path) -> None:
    try:
        act()
    except OSError as error:
        _stop(f"{path}: cannot be written: {error.strerror or error}")


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(WRONG_USE)
