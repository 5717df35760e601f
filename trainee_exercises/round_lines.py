"""What the commands `exercise round ...` share: the storage, and how rounds and people look in lines and in JSON."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from trainee_exercises.opened import opened as opened_storage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from trainee_exercises.hiring.candidates import Candidate
    from trainee_exercises.hiring.mail import Mail
    from trainee_exercises.hiring.progress import Progress
    from trainee_exercises.hiring.rounds import Round
    from trainee_exercises.storage import Storage

BY: Final = "command line"
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
RoundName = Annotated[str, typer.Argument(metavar="ROUND", help="The name of a round, or its id.")]
Who = Annotated[str, typer.Argument(metavar="CANDIDATE", help="A code, an address, a whole name or an id.")]
_HERE: Final = "http://127.0.0.1:8501"
_ELSEWHERE: Final = "For candidates elsewhere, give the address at which they reach the app: --url https://..."
_MINUTE: Final = 60_000


@contextmanager
def opened() -> Iterator[Storage]:
    """Give the storage that the environment names; say what is wrong in a sentence and end with exit 2."""
    from trainee_exercises.hiring.problems import HiringError, WrongFields  # noqa: PLC0415 - with the database

    with opened_storage(HiringError) as storage:
        try:
            yield storage
        except WrongFields as error:  # a line for each
            lines = (f"{name.replace('_', '-')}: {says}" for name, says in error.fields.items())
            raise HiringError("\n".join(lines)) from None


def round_named(storage: Storage, name: str) -> Round:
    """Return the round of that name or id."""
    from trainee_exercises.hiring.rounds import find_round  # noqa: PLC0415 - with the database

    return find_round(storage, name)


def candidate_named(storage: Storage, found: Round, who: str) -> Candidate:
    """Return the candidate of a round by code, address, name or id."""
    from trainee_exercises.hiring.candidates import find_candidate  # noqa: PLC0415 - with the database

    return find_candidate(storage, found.id, who)


def show(result: Mapping[str, Any], text: Sequence[str], as_json: bool) -> None:  # noqa: FBT001 - as typer hands it on
    """Print the result as one JSON object, or as lines."""
    typer.echo(json.dumps(result, ensure_ascii=False) if as_json else "\n".join(text))


def bytes_of(file: Path) -> bytes:
    """Return what is in a file.

    Raises:
        HiringError: it can't be read.

    """
    from trainee_exercises.hiring.problems import HiringError  # noqa: PLC0415 - with the database

    try:
        return file.read_bytes()
    except OSError as error:
        raise HiringError(f"{file} can't be read ({error.strerror}); name a CSV file") from None


# ---- links and mails ----


def base(url: str | None) -> str:
    """Return how candidates reach the app, without a slash at the end."""
    return (url or os.environ.get("SUPPORT_SANDBOX_PUBLIC_URL") or _HERE).strip().rstrip("/")


def warn_of_here(where: str) -> None:
    """Say on stderr that links to *where* open nowhere else, if it is only what was taken for want of an address."""
    if where == _HERE:
        typer.echo(f"These links open on this machine alone ({where}). {_ELSEWHERE}", err=True)


def link(where: str, token: str) -> str:
    """Return the link of an invitation."""
    return f"{where}/join/{token}"


def write_mails(folder: Path | None, mails: Sequence[tuple[str, Mail]]) -> list[str]:
    """Write each mail into *folder* under the candidate's code; return what was written. None: write nothing.

    Raises:
        HiringError: the folder can't be written.

    """
    from trainee_exercises.hiring.problems import HiringError  # noqa: PLC0415 - with the database

    if folder is None:
        return []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for code, mail in mails:
            (folder / f"{code}.eml").write_bytes(mail.file())
    except OSError as error:
        raise HiringError(f"{folder} can't be written ({error.strerror}); name another folder") from None
    return [f"written: {folder / code}.eml to {mail.to}" for code, mail in mails]


# ---- rounds and candidates ----


def round_json(found: Round) -> dict[str, Any]:
    """Return a round for JSON."""
    return {**found._asdict(), "settings": found.settings.model_dump(mode="json")}


def round_lines(found: Round) -> list[str]:
    """Return a round and its settings in lines."""
    from trainee_exercises.hiring.settings import AI_RULES  # noqa: PLC0415 - with the database

    settings = found.settings
    scoring = "a program may propose scores; people rate first" if settings.machine_scoring else "no machine scores"
    return [
        f"{found.name}  ({found.id}){'  closed' if found.is_closed else ''}",
        f"  exercise   {settings.pack}, form {settings.form}, {settings.minutes} minutes",
        f"  AI         {AI_RULES[settings.ai_rule]}",
        f"  scoring    {scoring}",
        f"  stages     {', '.join(settings.stages) or 'the exercise alone'}",
        f"  company    {settings.company}; candidates write to {settings.contact}",
        f"  zone       {settings.zone}",
        f"  kept       {settings.retention_months} months; law: {settings.jurisdiction.replace('_', ' ').title()}",
    ]


def in_list(found: Round, n: int) -> str:
    """Return a round in one line of a list."""
    notes = [f"{n} candidate{'' if n == 1 else 's'}", "closed" if found.is_closed else "open"]
    notes += ["sample"] if found.settings.sample else []
    return f"{_day(found.created_at)}  {found.name:<32}  {', '.join(notes)}"


def candidate_json(one: Candidate) -> dict[str, Any]:
    """Return a candidate for JSON."""
    return one._asdict()


def candidate_line(one: Candidate) -> str:
    """Return a candidate in a line."""
    return f"  {one.code}  {one.name or 'erased'}  {one.email or ''}  {one.zone}, form {one.form}"


def granted(one: Candidate, extra_ms: int, ends_at: int | None) -> str:
    """Return what was granted in a sentence."""
    end = f"; the exercise ends at {_time(ends_at)} UTC" if ends_at is not None else ""
    return f"{one.code}: {extra_ms / _MINUTE:g} minutes of extra time in all{end}."


# ---- progress ----


def progress_json(one: Progress) -> dict[str, Any]:
    """Return a candidate's progress for JSON."""
    wishes = [wish._asdict() for wish in one.wishes]
    return {**one._asdict(), "candidate": one.candidate._asdict(), "wishes": wishes, "n_drafts": one.n_drafts}


def progress_lines(found: Sequence[Progress], now: int) -> list[str]:
    """Return the progress of a round in lines: who waits for an answer first."""
    if not found:
        return ["No candidates yet."]
    text = []
    for one in found:
        text += [_progress_line(one, now)]
        text += [f"       asked: {wish.text}  -> {wish.answer or 'WAITS FOR AN ANSWER'}" for wish in one.wishes]
        text += [f"       note: {note}" for note in one.notes]
    return text


def _progress_line(one: Progress, now: int) -> str:
    about = [f"{one.candidate.code}  {one.candidate.name or '(erased)':<24}  {one.state:<15}"]
    if one.started_at is not None:
        about += [f"{one.n_answered}/{one.n_questions} answered, {one.n_sent} sent, {one.n_lookups} lookups"]
    if one.minutes_left is not None:
        about += [f"{one.minutes_left:.0f} minutes left"]
    if one.extra_minutes:
        about += [f"{one.extra_minutes:+g} minutes"]
    if one.last_seen_at is not None and one.state == "running":
        about += [f"last seen {(now - one.last_seen_at) // _MINUTE} minutes ago"]
    return "  ".join(about)


def _day(at: int) -> str:
    return datetime.fromtimestamp(at // 1000, UTC).date().isoformat()


def _time(at: int) -> str:
    return f"{datetime.fromtimestamp(at // 1000, UTC):%H:%M}"
