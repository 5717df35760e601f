"""The commands `exercise round ...`: all of them, and those to look at a round, watch it, grant time and close."""

from __future__ import annotations

# ruff: noqa: FBT002, PLC0415 - typer wants booleans for flags; the database loads when a command runs
from typing import TYPE_CHECKING, Annotated, Final

import typer

from trainee_exercises import round_export_cli as exporting
from trainee_exercises import round_lines as lines
from trainee_exercises import round_people_cli as people
from trainee_exercises import round_settings_cli as settings
from trainee_exercises.round_lines import BY, AsJson, RoundName, Who, candidate_named, round_named

if TYPE_CHECKING:
    from collections.abc import Callable

_EXAMPLES: Final = {
    "create": "'Support, spring' --company 'Larch & Co' --contact 'Maria, maria@larch.example' --zone Europe/Berlin",
    "list": "--json",
    "show": "'Support, spring'",
    "change": "'Support, spring' --minutes 45",
    "add": "'Support, spring' --csv people.csv",
    "invite": "'Support, spring' --all --mails mails --url https://sandbox.larch.example",
    "reissue": "'Support, spring' ada@home.example",
    "revoke": "'Support, spring' ada@home.example",
    "questionnaire": "'Support, spring' ada@home.example --days 5",
    "progress": "'Support, spring'",
    "answer": "'Support, spring' ada@home.example 'A quarter more time, written to her today'",
    "grant": "'Support, spring' ada@home.example 25% --why 'asked for before the start'",
    "export": "'Support, spring' --to spring-files",
    "close": "'Support, spring'",
    "sample": "",
}


def commands() -> typer.Typer:
    """Return the group `round`."""
    group = typer.Typer(no_args_is_help=True, help="Rounds of hiring: candidates, invitations, progress, time.")
    own = (show, progress, answer, grant, close)
    every = (*settings.ALL, *own, *people.ALL, *exporting.ALL)
    named: dict[str, Callable[..., None]] = {one.__name__: one for one in every}
    named |= {"list": list_rounds, "sample": sample_round}
    for name, example in _EXAMPLES.items():
        said = f"Example: support-sandbox exercise round {name} {example}".strip()
        group.command(name, epilog=said)(named[name])
    return group


# ---- rounds ----


def list_rounds(as_json: AsJson = False) -> None:
    """List the rounds, the newest first."""
    from trainee_exercises.hiring.candidates import candidates_of
    from trainee_exercises.hiring.rounds import rounds

    with lines.opened() as storage:
        found = [(one, len(candidates_of(storage, one.id))) for one in rounds(storage)]
    rows = [lines.round_json(one) | {"candidates": n} for one, n in found]
    nothing = ["No round yet. Make one: support-sandbox exercise round create NAME"]
    lines.show({"rounds": rows}, [lines.in_list(one, n) for one, n in found] or nothing, as_json)


def show(name: RoundName, as_json: AsJson = False) -> None:
    """Show the settings and the candidates of a round.

    Exit 2: there is no such round.
    """
    from trainee_exercises.hiring.candidates import candidates_of

    with lines.opened() as storage:
        found = round_named(storage, name)
        everyone = candidates_of(storage, found.id)
    people = [lines.candidate_line(one) for one in everyone] or ["  no candidates yet"]
    rows = [lines.candidate_json(one) for one in everyone]
    lines.show({"round": lines.round_json(found), "candidates": rows}, [*lines.round_lines(found), *people], as_json)


def close(name: RoundName, as_json: AsJson = False) -> None:
    """Close a round: nobody is added, invited or starts any more; whoever has started finishes in their time.

    Exit 2: there is no such round.
    """
    from trainee_exercises.hiring.rounds import close_round

    with lines.opened() as storage:
        closed = close_round(storage, round_named(storage, name).id, BY)
    lines.show({"round": lines.round_json(closed)}, [f"{closed.name} is closed."], as_json)


def sample_round(as_json: AsJson = False) -> None:
    """Make a round that made-up candidates have played, to look at. It takes some seconds.

    Exit 2: the database can't be used.
    """
    from trainee_exercises.hiring.candidates import candidates_of
    from trainee_exercises.round_sample import played_sample

    with lines.opened() as storage:
        found = played_sample(storage, BY)
        n = len(candidates_of(storage, found.id))
    text = [f"{found.name}: {n} made-up candidates. Look at it: support-sandbox dashboard"]
    lines.show({"round": lines.round_json(found), "candidates": n}, text, as_json)


# ---- while it runs ----


def progress(name: RoundName, as_json: AsJson = False) -> None:
    """Show where each candidate is. There are no scores here.

    Exit 2: there is no such round.
    """
    from trainee_exercises.hiring.attempts import Attempts
    from trainee_exercises.hiring.progress import progress_of

    with lines.opened() as storage:
        found = progress_of(storage, Attempts(storage), round_named(storage, name).id)
        now = storage.now()
    rows = [lines.progress_json(one) for one in found]
    lines.show({"candidates": rows}, lines.progress_lines(found, now), as_json)


def answer(
    name: RoundName,
    who: Who,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What you answered. Only staff see it.")],
    as_json: AsJson = False,
) -> None:
    """Write down what was answered to a wish for more time or another format. Tell the candidate yourself.

    Exit 2: nothing waits for an answer.
    """
    from trainee_exercises.hiring.progress import answer_wish

    with lines.opened() as storage:
        one = candidate_named(storage, round_named(storage, name), who)
        answer_wish(storage, one.id, text, BY)
    lines.show({"candidate": one.code}, [f"{one.code}: written down."], as_json)


def grant(
    name: RoundName,
    who: Who,
    extra: Annotated[str, typer.Argument(metavar="TIME", help="Minutes, such as 10, or a share, such as 25%.")],
    why: Annotated[str, typer.Option(help="For whoever looks later; raters do not see it.")],
    as_json: AsJson = False,
) -> None:
    """Give a candidate more time, before or during the exercise; it counts at once.

    Exit 2: they have finished, or it is no time.
    """
    from trainee_exercises.hiring.attempts import Attempts
    from trainee_exercises.hiring.progress import extra_ms

    with lines.opened() as storage:
        found = round_named(storage, name)
        one = candidate_named(storage, found, who)
        attempt = Attempts(storage).grant(one.id, extra_ms(extra, found.settings.minutes), BY, why)
    result = {"candidate": one.code, "extra_minutes": attempt.extra_ms / 60_000, "ends_at": attempt.ends_at}
    lines.show(result, [lines.granted(one, attempt.extra_ms, attempt.ends_at)], as_json)
