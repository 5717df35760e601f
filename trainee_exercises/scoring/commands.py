"""The commands of the scorer: `exercise score` and `exercise agreement`."""

from __future__ import annotations

# ruff: noqa: FBT001, FBT002, PLC0415, T201, TC003 - typer wants booleans for flags and reads types; models load late
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trainee_exercises.packs import Pack
    from trainee_exercises.scoring.agreement import Agreement, Check
    from trainee_exercises.scoring.score import Answer, Scored, Scorer

_WRONG_USE = 2
_FIELDS = ("question_id", "reply_id", "text")
_Pack = Annotated[
    str, typer.Option("--pack", metavar="PACK", help="The folder of a pack, or the name of a shipped one.")
]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
_NoMeaning = Annotated[
    bool, typer.Option("--words-only", help="Compare words only, also where embeddings are installed.")
]


def score_file(
    pack: _Pack,
    answers: Annotated[
        Path, typer.Option("--answers", metavar="FILE", help='JSON: [{"question_id", "reply_id", "text"}]')
    ],
    as_json: _Json = False,
    words_only: _NoMeaning = False,
) -> None:
    """Propose a score for each reply of a file, with reasons; it advises, people decide. Exit 2: not readable."""
    from trainee_exercises.scoring.score import Scored

    made, scorer = _scorer(pack, words_only)
    wanted = _answers(answers, made)
    scored = [
        Scored(one.question_id, one.reply_id, scorer.score(made.question(one.question_id), one.text)) for one in wanted
    ]
    if as_json:
        print(json.dumps([_as_json(one) for one in scored], ensure_ascii=False))
        return
    for one in scored:
        print("\n".join(_in_lines(one)))


def agreement(
    pack: _Pack,
    only: Annotated[
        list[str] | None, typer.Option("--form", metavar="FORM", help="A form's labelled set; may be given again.")
    ] = None,
    as_json: _Json = False,
    words_only: _NoMeaning = False,
) -> None:
    """Say how well the scorer agrees with the labelled replies of a pack: every figure with its n and length alone.

    Exit 1: a bar was missed. 2: there is no such pack, or it has no labelled replies.
    """
    from trainee_exercises.packs import read_pack
    from trainee_exercises.packs.load import read_labelled
    from trainee_exercises.scoring.agreement import agreement_on

    made, scorer = _scorer(pack, words_only)
    sets = {one.form: one.replies for one, _ in _readable(lambda: read_labelled(read_pack(pack)))}
    unknown = sorted(set(only or ()) - set(sets))
    if unknown or not sets:
        what = f"no labelled set {unknown[0]!r}" if unknown else "no labelled replies"
        _refuse(f"{pack}: {what}; labelled/*.yaml has {', '.join(sorted(sets)) or 'none'}")
    chosen = {form: list(replies) for form, replies in sorted(sets.items()) if not only or form in only}
    found = [agreement_on(f"form {form}", made, replies, scorer) for form, replies in chosen.items()]
    if len(chosen) > 1:
        found.append(agreement_on("all together", made, [one for ones in chosen.values() for one in ones], scorer))
    if as_json:
        print(json.dumps({"embeddings": scorer.has_meaning, "sets": [_agreement_json(one) for one in found]}))
    else:
        print("\n".join(_agreement_lines(found, has_meaning=scorer.has_meaning)))
    if any(check.passed is False for check in found[-1].checks):
        raise typer.Exit(1)


def _scorer(pack: str, words_only: bool) -> tuple[Pack, Scorer]:
    from trainee_exercises.packs import load_pack
    from trainee_exercises.scoring.embeddings import WeightsError, load_encoder
    from trainee_exercises.scoring.score import Scorer

    made = _readable(lambda: load_pack(pack))
    try:
        return made, Scorer(made, None if words_only else load_encoder())
    except WeightsError as error:
        _refuse(f"{error}; or use --words-only")


def _readable(read: Any) -> Any:
    """Return what *read* returns; leave with its problems where a pack cannot be read."""
    from trainee_exercises.packs import PackError

    try:
        return read()
    except PackError as error:
        _refuse("\n".join(map(str, error.problems)))


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(_WRONG_USE)


def _answers(path: Path, pack: Pack) -> list[Answer]:
    """Return the answers of a file, each to a question that the pack has; leave with all problems otherwise."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        _refuse(f"{path}: cannot be read: {error.strerror}")
    except ValueError as error:
        _refuse(f"{path}: is no JSON: {error}")
    if not isinstance(entries, list):
        _refuse(f'{path}: write a list such as [{{"question_id": ..., "reply_id": ..., "text": ...}}]')
    problems = [f"{path}: [{at}]: {problem}" for at, entry in enumerate(entries) for problem in _wrong(entry, pack)]
    if problems:
        _refuse("\n".join(problems))
    from trainee_exercises.scoring.score import Answer

    return [Answer(*(str(entry[field]) for field in _FIELDS)) for entry in entries]


def _wrong(entry: Any, pack: Pack) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield f"is {entry!r}; write an object with {', '.join(_FIELDS)}"
        return
    for field in _FIELDS:
        if not isinstance(entry.get(field), str):
            yield f"{field} is {entry.get(field)!r}; write a text"
            return
    try:
        pack.question(entry["question_id"])
    except KeyError:
        yield f"question_id {entry['question_id']!r} is in no form of {pack.id}"


def _as_json(one: Scored) -> dict[str, Any]:
    return {
        "question_id": one.question_id,
        "reply_id": one.reply_id,
        "overall": one.score.overall,
        "values": one.score.values,
        "needs_human": one.score.needs_human,
        "reasons": [reason._asdict() for reason in one.score.reasons],
    }


def _in_lines(one: Scored) -> Iterator[str]:
    score = one.score
    figure = "needs a human" if score.overall is None else f"{score.overall:.1f}"
    yield f"{one.question_id} {one.reply_id}: {figure}"
    if not score.needs_human:
        yield "  " + ", ".join(
            f"{name} {'-' if value is None else f'{value:.1f}'}" for name, value in score.values.items()
        )
    for reason in score.reasons:
        quote = f' -- "{" ".join(reason.quote.split())}"' if reason.quote else ""
        yield f"  {reason.verdict:12} {reason.kind} {reason.item}: {reason.text}{quote}"


def _agreement_json(one: Agreement) -> dict[str, Any]:
    return {
        "name": one.name,
        "n": one.n,
        "needs_human": one.n_human,
        "needs_human_of_fair_replies": one.n_human_fair,
        "checks": [
            {
                name: None if isinstance(value, float) and math.isnan(value) else value
                for name, value in check._asdict().items()
            }
            | {"passed": check.passed}
            for check in one.checks
        ],
    }


def _agreement_lines(found: Sequence[Agreement], *, has_meaning: bool) -> Iterator[str]:
    yield "words and sentence embeddings" if has_meaning else "words only: weaker at right answers in other words"
    for one in found:
        yield ""
        yield f"{one.name}: {one.n} replies, {one.n_human} to a person ({one.n_human_fair} of them not gamed)"
        yield f"  {'':56} scorer          length    n   bar"
        yield from map(_check_line, one.checks)


def _check_line(check: Check) -> str:
    if check.passed is None:
        return f"  {check.name:56} no such replies"
    around = "" if math.isnan(check.low) else f" {check.low:.2f}-{check.high:.2f}"
    verdict = "reached" if check.passed else "MISSED"
    return (
        f"  {check.name:56} {check.value:5.2f}{around:10} {check.length:6.2f} {check.n:4d}  {check.bar:.2f} {verdict}"
    )
