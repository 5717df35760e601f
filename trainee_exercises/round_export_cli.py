"""The command `exercise round export`: all of a round as files."""

from __future__ import annotations

# ruff: noqa: FBT002, PLC0415 - typer wants booleans for flags; the database loads when a command runs
import os
from pathlib import Path  # noqa: TC003 - typer reads it at run time
from typing import TYPE_CHECKING, Annotated, Final

import typer

from trainee_exercises import round_lines as lines
from trainee_exercises.round_lines import BY, AsJson, RoundName, round_named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trainee_exercises.hiring.candidates import Candidate
    from trainee_exercises.hiring.rounds import Round
    from trainee_exercises.storage import Storage


def export(
    name: RoundName,
    to: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the files go; it is made if need be.")],
    force: Annotated[bool, typer.Option("--force", help="Write over files of the same names.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write ratings, answers, events and decisions as CSV, and each candidate's scorecard as PDF.

    The files hold names and answers: keep them safe. Who has been erased is left out. Exit 2: there is no such round,
    or a file is there already; nothing was written.
    """
    from trainee_exercises.hiring.candidates import candidates_of

    with lines.opened() as storage:
        found = round_named(storage, name)
        people = [one for one in candidates_of(storage, found.id) if one.erased_at is None]
        _refuse_to_overwrite(to, _names(people), force=force)
        files = _files(storage, found, people)
        _write(to, files)
    written = [str(to / one) for one in files]
    lines.show({"round": found.name, "files": written}, [f"written: {one}" for one in written], as_json)


def _tables() -> list[str]:
    from trainee_exercises.exports import KINDS

    return list(KINDS)


def _names(people: Sequence[Candidate]) -> list[str]:
    return [*(f"{kind}.csv" for kind in _tables()), *(_pdf(one) for one in people)]


def _pdf(one: Candidate) -> str:
    return f"scorecard-{one.code}.pdf"


def _refuse_to_overwrite(folder: Path, names: Sequence[str], *, force: bool) -> None:
    from trainee_exercises.hiring.problems import HiringError

    if folder.exists() and not folder.is_dir():
        raise HiringError(f"{folder} is a file; name a folder")
    there = [name for name in names if (folder / name).exists()]
    if there and not force:
        more = f" and {len(there) - 1} more" if len(there) > 1 else ""
        raise HiringError(f"{folder / there[0]}{more} is there already; name another folder, or say --force")


def _files(storage: Storage, found: Round, people: Sequence[Candidate]) -> dict[str, bytes]:
    """Return what goes into each file, all of it before the first is written."""
    from trainee_exercises.exports import KINDS, candidate_pdf, round_csv
    from trainee_exercises.hiring.attempts import Attempts
    from trainee_exercises.hiring.rounds import pack_of
    from trainee_exercises.hiring.visibility import Seer

    attempts, seer, pack = Attempts(storage), Seer(BY, is_manager=True), pack_of(found.settings)
    # with the mark by which spreadsheets know UTF-8
    files = {f"{kind}.csv": round_csv(attempts, storage, found.id, kind, seer).encode("utf-8-sig") for kind in KINDS}
    return files | {_pdf(one): candidate_pdf(storage, one.id, seer, pack) for one in people}


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write them so that only this account can read them."""
    from trainee_exercises.hiring.problems import HiringError

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in files.items():
            new = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(new, "wb") as file:
                file.write(content)
    except OSError as error:
        raise HiringError(f"{folder} can't be written ({error.strerror}); name another folder") from None


ALL: Final = (export,)
"""The commands of this module."""
