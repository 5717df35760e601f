"""The commands `exercise round ...` about a round's settings: create and change."""

from __future__ import annotations

# ruff: noqa: FBT002, PLC0415, PLR0913, PLR0917 - typer wants flags and a parameter an option; the database loads late
from typing import Annotated, Any, Final

import typer

from trainee_exercises import round_lines as lines
from trainee_exercises.round_lines import BY, AsJson, RoundName, round_named

_Company = Annotated[str | None, typer.Option(help="Whose application it is: who is responsible for the data.")]
_Contact = Annotated[str | None, typer.Option(help="Whom candidates write to: a name and an address.")]
_Pack = Annotated[str | None, typer.Option(help="A shipped pack, or the folder of your own.")]
_Form = Annotated[str | None, typer.Option(help="The form of the pack.")]
_Minutes = Annotated[int | None, typer.Option(help="Time for the exercise.")]
_AiRule = Annotated[str | None, typer.Option(help="AI assistants: allowed, disclose or not_allowed.")]
_Scoring = Annotated[
    bool | None, typer.Option("--machine-scoring/--no-machine-scoring", help="May a program propose scores?")
]
_Zone = Annotated[str | None, typer.Option(help="Time zone of candidates who name none.")]
_Stage = Annotated[list[str] | None, typer.Option(help="A stage beside the exercise; repeat for more.")]
_Law = Annotated[str | None, typer.Option(help="united_states or european_union.")]
_Months = Annotated[int | None, typer.Option(help="How long answers are kept; the law's unless named.")]
_WhoSees = Annotated[str | None, typer.Option(help="For the privacy notice: who sees the answers.")]
_Basis = Annotated[str | None, typer.Option(help="For the privacy notice.")]
_Authority = Annotated[str | None, typer.Option(help="For the privacy notice: who takes complaints.")]


def create(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What your team calls it.")],
    company: _Company = None,
    contact: _Contact = None,
    pack: _Pack = None,
    form: _Form = None,
    minutes: _Minutes = None,
    ai_rule: _AiRule = None,
    machine_scoring: _Scoring = None,
    zone: _Zone = None,
    stage: _Stage = None,
    jurisdiction: _Law = None,
    retention_months: _Months = None,
    who_sees: _WhoSees = None,
    legal_basis: _Basis = None,
    authority: _Authority = None,
    as_json: AsJson = False,
) -> None:
    """Make a round. Its settings are the same for all of its candidates, and freeze when the first one begins.

    Exit 2: a setting cannot be used, or --company or --contact is not there; nothing was made.
    """
    typed = _typed(locals())
    from trainee_exercises.hiring.typed_rounds import make_round

    with lines.opened() as storage:
        made = make_round(storage, name, typed, BY)
    lines.show({"round": lines.round_json(made)}, lines.round_lines(made), as_json)


def change(
    name: RoundName,
    company: _Company = None,
    contact: _Contact = None,
    pack: _Pack = None,
    form: _Form = None,
    minutes: _Minutes = None,
    ai_rule: _AiRule = None,
    machine_scoring: _Scoring = None,
    zone: _Zone = None,
    stage: _Stage = None,
    jurisdiction: _Law = None,
    retention_months: _Months = None,
    who_sees: _WhoSees = None,
    legal_basis: _Basis = None,
    authority: _Authority = None,
    as_json: AsJson = False,
) -> None:
    """Change the settings named, while nobody has begun; the others stay. Mails sent before say the former ones.

    Exit 2: a setting cannot be used, or somebody has begun; nothing was changed.
    """
    typed = _typed(locals())
    from trainee_exercises.hiring.changes import change_settings
    from trainee_exercises.hiring.problems import HiringError
    from trainee_exercises.hiring.typed_rounds import with_presets

    with lines.opened() as storage:
        found = round_named(storage, name)
        if not typed:
            raise HiringError("name a setting to change, such as --minutes 45; --help lists them")
        changed = change_settings(storage, found.id, with_presets(typed, found.settings), BY)
    lines.show({"round": lines.round_json(changed)}, lines.round_lines(changed), as_json)


def _typed(options: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed of the settings, under their own names."""
    found = {key: value for key, value in options.items() if key not in {"name", "as_json", "stage"}}
    found |= {"stages": tuple(options["stage"]) if options["stage"] else None}
    return {key: value for key, value in found.items() if value is not None}


ALL: Final = (create, change)
"""The commands of this module."""
