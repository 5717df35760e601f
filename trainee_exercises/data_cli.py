"""The command `data`: where it is, backup, restore, retention, legal holds, erasing, and the audit log."""

from __future__ import annotations

# ruff: noqa: FBT001, FBT002, PLC0415, T201 - typer wants booleans for flags; the database loads when a command runs
import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from trainee_exercises.data_words import audit_line, due_lines, erased_lines, practice_lines, time_of
from trainee_exercises.opened import WRONG_USE, opened, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trainee_exercises.storage import Storage

_ACTOR: Final = "command line"
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
_Subject = Annotated[str, typer.Argument(metavar="ROUND|CANDIDATE", help="An id, or the name of a round.")]
_EXAMPLES: Final = {
    "where": "support-sandbox data where",
    "upgrade": "support-sandbox data upgrade",
    "backup": "support-sandbox data backup monday.zip",
    "restore": "support-sandbox data restore monday.zip --overwrite",
    "retention": "support-sandbox data retention --json",
    "hold": "support-sandbox data hold 'Spring 2027' --why 'complaint of 3 May'",
    "release": "support-sandbox data release 'Spring 2027'",
    "erase": "support-sandbox data erase 9c0d1e2f3a4b5c6d --yes",
    "audit": "support-sandbox data audit --about candidate:9c0d1e2f3a4b5c6d",
}


def register(app: typer.Typer) -> None:
    """Add the sub-command `data` to *app*."""
    data = typer.Typer(no_args_is_help=True, help="The app's database: backups, how long people are kept, erasing.")
    for command in (where, upgrade, backup, restore, retention, hold, release, erase, audit):
        data.command(epilog=f"Example: {_EXAMPLES[command.__name__]}")(command)
    app.add_typer(data, name="data")


def where(as_json: _Json = False) -> None:
    """Say where the database, the key and the list of the erased are. Nothing is made or changed.

    Exit 2: the settings name no database that can be used.
    """
    from trainee_exercises.storage.folder import data_folder_path, database_url, secret_key_place, shown

    with said():
        folder = data_folder_path()
        places = {
            "folder": str(folder),
            "database": shown(database_url()),
            "key": secret_key_place(),
            "erased": str(folder / "erased.jsonl"),
        }
    _print(places, [f"{name:<9} {place}" for name, place in places.items()], as_json)


def upgrade(as_json: _Json = False) -> None:
    """Bring the tables up to date, as the app does by itself when it starts. A copy of an SQLite file is made before.

    Exit 2: the database can't be used, or is of a newer version of the app.
    """
    from trainee_exercises.storage.open import connect, plain_errors
    from trainee_exercises.storage.upgrading import newest
    from trainee_exercises.storage.upgrading import upgrade as bring_up

    with said():
        storage = connect()
        try:
            with plain_errors(storage.engine.url):
                copy = bring_up(storage)
        finally:
            storage.close()
    lines = [f"the tables are up to date (revision {newest()})", *([f"copy of before: {copy}"] if copy else [])]
    _print({"revision": newest(), "copy": str(copy) if copy else None}, lines, as_json)


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file, such as monday.zip.")],
    as_json: _Json = False,
) -> None:
    """Write the whole database into a new file, while the app runs. It holds names and answers: keep it safe.

    Exit 2: the file is there already, or can't be written.
    """
    from trainee_exercises.storage.backup import back_up, note_backup

    with _opened() as storage:
        manifest = back_up(storage, file)
        note_backup(storage, manifest, _ACTOR)
    rows = {name: part.rows for name, part in manifest.tables.items()}
    _print(
        {"file": str(file), "made_at": manifest.made_at, "revision": manifest.revision, "rows": rows},
        [f"written: {file}, {manifest.n_rows} rows"],
        as_json,
    )


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `data backup` wrote.")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace all that is in the database now.")] = False,
    erased: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Who was erased since; erased.jsonl in the app's folder unless named."),
    ] = None,
    as_json: _Json = False,
) -> None:
    """Fill the database from a backup, all or nothing; whoever was erased since is erased again. Stop the app before.

    Exit 2: the file is damaged, or the database is not empty. Nothing is changed then.
    """
    from trainee_exercises.storage.folder import data_folder_path
    from trainee_exercises.storage.removal import read_list
    from trainee_exercises.storage.restoring import restore as fill

    with said():
        usual = data_folder_path() / "erased.jsonl"
        those = read_list(erased) if erased else read_list(usual) if usual.exists() else []
        done = fill(file, overwrite=overwrite, erased=those)
    summary = {
        "rows": done.manifest.n_rows,
        "made_at": done.manifest.made_at,
        "erased_again": done.erased_again,
        "safety_copy": str(done.safety_copy) if done.safety_copy else None,
    }
    lines = [f"restored: {done.manifest.n_rows} rows, as they were at {time_of(done.manifest.made_at)}"]
    lines += [f"erased again: {', '.join(done.erased_again)}"] if done.erased_again else []
    lines += [f"what was there before: {done.safety_copy}"] if done.safety_copy else []
    _print(summary, lines, as_json)


def retention(as_json: _Json = False) -> None:
    """List who is to be erased when, and on whom a legal hold is; then what of practice is to go when."""
    from trainee_exercises.hiring.retention import due
    from trainee_exercises.practice.retention import practice_due

    with _opened() as storage:
        found, practice = due(storage), practice_due(storage)
    summary = {"candidates": [one._asdict() for one in found], "practice": [one._asdict() for one in practice]}
    _print(summary, due_lines(found, practice), as_json)


def hold(
    subject: _Subject,
    why: Annotated[str, typer.Option(help="Why; it is kept until the hold's candidate is erased.")],
    as_json: _Json = False,
) -> None:
    """Put a legal hold on a round or a candidate: nothing of it is erased until `data release`.

    Exit 2: there is none by that name.
    """
    from trainee_exercises.hiring.retention import hold as put

    with _opened() as storage:
        made = put(storage, subject, why, _ACTOR)
    _print(made._asdict(), [f"held: {made.subject}"], as_json)


def release(subject: _Subject, as_json: _Json = False) -> None:
    """End the legal holds on a round or a candidate.

    Exit 2: there is none on it.
    """
    from trainee_exercises.hiring.retention import release as end

    with _opened() as storage:
        ended = end(storage, subject, _ACTOR)
    _print({"released": [one._asdict() for one in ended]}, [f"released: {one.subject}" for one in ended], as_json)


def erase(
    candidate: Annotated[str | None, typer.Argument(metavar="CANDIDATE", help="The candidate's id.")] = None,
    due: Annotated[bool, typer.Option("--due", help="Erase all whose time is over and on whom no hold is.")] = False,
    practice: Annotated[
        str | None, typer.Option(metavar="USER", help="Erase all that this user practised; by name or id.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
    as_json: _Json = False,
) -> None:
    """Erase all about a candidate, for good; that there was one stays, by code. Or all that a user has practised.

    Backups made before hold them still. Exit 1: you said no. 2: there is no such candidate or user, or a legal hold is
    on.
    """
    if (candidate is not None) + due + (practice is not None) != 1:
        _fail("name one candidate, or say --due, or --practice and one user")
    what = candidate or (f"all that {practice} has practised" if practice else "all who are due")
    if not yes and (as_json or not typer.confirm(f"Erase {what} for good?")):
        _fail("nothing erased; say --yes to erase", 2 if as_json else 1)
    with _opened() as storage:
        summary, lines = _erase_practice(storage, practice) if practice else _erase(storage, candidate)
    _print(summary, lines, as_json)


def _erase(storage: Storage, candidate: str | None) -> tuple[dict[str, Any], list[str]]:
    """Erase a candidate, or all who and what is due; return what to print."""
    from trainee_exercises.hiring.erase import erase as erase_one
    from trainee_exercises.hiring.retention import erase_due
    from trainee_exercises.practice.retention import erase_practice_due

    done = erase_one(storage, candidate, _ACTOR) if candidate else erase_due(storage, _ACTOR)
    copies = _copies(storage)
    summary = done._asdict() | {"copies": copies}
    if candidate:
        return summary, erased_lines(done, copies)
    practice = erase_practice_due(storage, _ACTOR)
    lines = erased_lines(done, copies) + (practice_lines(practice, copies) if any(practice[:3]) else [])
    return summary | {"practice": practice._asdict()}, lines


def _erase_practice(storage: Storage, user: str) -> tuple[dict[str, Any], list[str]]:
    from trainee_exercises.practice.retention import erase_practice_of

    done, copies = erase_practice_of(storage, user, _ACTOR), _copies(storage)
    return done._asdict() | {"copies": copies}, practice_lines(done, copies)


def audit(
    about: Annotated[str | None, typer.Option(help="Only this, such as candidate:ID, round:ID or user:ID.")] = None,
    as_json: _Json = False,
) -> None:
    """Print who did what and when."""
    from trainee_exercises.storage.audit import lines

    with _opened() as storage, storage.read() as connection:
        found = lines(connection, about)
    _print({"lines": [one._asdict() for one in found]}, [audit_line(one) for one in found], as_json)


@contextmanager
def _opened() -> Iterator[Storage]:
    """Give the database of the settings; what is wrong with it, or with what was asked, is said in a sentence."""
    from trainee_exercises.hiring.problems import HiringError

    with opened(HiringError) as storage:
        yield storage


def _fail(message: str, code: int = WRONG_USE) -> None:
    typer.echo(message, err=True)
    raise typer.Exit(code)


def _print(summary: dict[str, Any], lines: Sequence[str], as_json: bool) -> None:
    if as_json:
        print(json.dumps(summary))
    else:
        print("\n".join(lines))


def _copies(storage: Storage) -> list[str]:
    """Return the copies that upgrades and restores made by themselves: they still hold who is erased."""
    from trainee_exercises.storage.folder import data_folder_path

    found = list(data_folder_path().glob("before-restore-*.zip"))
    if storage.is_sqlite:
        file = Path(str(storage.engine.url.database)).absolute()
        found += file.parent.glob(f"{file.name}.before-*")
    return sorted(map(str, found))
