"""The commands of the app: `dashboard`, and `user` for those who may sign in."""

from __future__ import annotations

# ruff: noqa: FBT001, FBT002, PLC0415, PLR0913, PLR0917 - typer wants flags and a parameter an option; the app loads late
import json
import os
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from trainee_exercises.opened import opened, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trainee_exercises.accounts import User
    from trainee_exercises.storage import Storage

_BY: Final = "command line"

_Data = Annotated[str | None, typer.Option("--data", metavar="FOLDER", help="Where the app keeps its things.")]
_Database = Annotated[str | None, typer.Option("--database", metavar="URL", help="A database of your own.")]
_Name = Annotated[str, typer.Argument(metavar="NAME", help="What they sign in with.")]
_Stdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


def register(app: typer.Typer) -> None:
    """Add the commands `dashboard` and `user` to *app*."""
    app.command(epilog="Example: support-sandbox dashboard --port 8600")(dashboard)
    user = typer.Typer(no_args_is_help=True, help="Who may sign in to the app.")
    user.command(epilog="Example: support-sandbox user add ada --role owner")(add)
    user.command("list", epilog="Example: support-sandbox user list --json")(list_users)
    user.command(epilog="Example: support-sandbox user disable ada")(disable)
    user.command(epilog="Example: support-sandbox user password ada")(password)
    app.add_typer(user, name="user")


def dashboard(
    address: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any free one.")] = 8501,
    public_url: Annotated[
        str | None, typer.Option(metavar="URL", help="How others reach it: https://sandbox.example.org")
    ] = None,
    data: _Data = None,
    database: _Database = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in a browser.")] = True,
) -> None:
    """Start the web app for the team and its candidates, on this machine alone unless told otherwise.

    Exit 0: ended by Ctrl+C. 2: it does not start, and says what would help.
    """
    from dashboard import server, settings

    os.environ[settings.ADDRESS] = address
    if public_url is not None:
        os.environ[settings.PUBLIC_URL] = public_url
    chosen = settings.from_environment()
    with _opened(data, database) as storage:
        server.refuse_open_doors(chosen, storage)
    with said(server.StartError), server.listening(chosen, port) as socket:
        try:
            server.run(socket, chosen, browser=browser)
        except KeyboardInterrupt:
            typer.echo("ended", err=True)


def add(
    name: _Name,
    role: Annotated[str, typer.Option(help="owner, manager, rater or rep.")],
    team: Annotated[str | None, typer.Option(help="Such as support; one interviewer comes from another team.")] = None,
    sso: Annotated[bool, typer.Option("--sso", help="By single sign-on; NAME is the mail address.")] = False,
    password_stdin: _Stdin = False,
    data: _Data = None,
    database: _Database = None,
) -> None:
    """Add somebody who may sign in. From then on everybody has to.

    Exit 0: added. 2: the name is taken, or the name, role or password will not do.
    """
    from trainee_exercises.accounts import users

    with _opened(data, database) as storage:
        typed = None if sso else _password(password_stdin)
        user = users.add_user(storage, users.NewUser(name, role, typed, team), by=_BY)  # type: ignore[arg-type]
        typer.echo(f"{user.name} may sign in as {user.role}.")


def list_users(as_json: _Json = False, data: _Data = None, database: _Database = None) -> None:
    """List who may sign in, and who no longer may."""
    from trainee_exercises.accounts import users

    with _opened(data, database) as storage:
        everyone = users.all_users(storage)
    if as_json:
        typer.echo(json.dumps({"users": [one._asdict() for one in everyone]}, ensure_ascii=False))
        return
    for one in everyone:
        typer.echo(_line(one))
    if not everyone:
        typer.echo("Nobody yet. Add the first: support-sandbox user add NAME --role owner")


def disable(name: _Name, data: _Data = None, database: _Database = None) -> None:
    """Keep somebody out from now on, on all devices. What they rated stays.

    Exit 0: done. 2: there is no such user, or it is the only owner.
    """
    from trainee_exercises.accounts import users

    with _opened(data, database) as storage:
        users.disable(storage, name, by=_BY)
        typer.echo(f"{users.tidy(name)} can't sign in any more.")


def password(name: _Name, password_stdin: _Stdin = False, data: _Data = None, database: _Database = None) -> None:
    """Set a new password and sign the user out everywhere. It also lets a disabled user in again.

    Exit 0: done. 2: there is no such user, or the password will not do.
    """
    from trainee_exercises.accounts import users

    with _opened(data, database) as storage:
        users.new_password(storage, name, _password(password_stdin), by=_BY)
        typer.echo(f"{users.tidy(name)} has a new password.")


@contextmanager
def _opened(data: str | None, database: str | None) -> Iterator[Storage]:
    """Give the storage that the options or the environment name; what is wrong is said, and ends with exit 2."""
    for name, value in (("SUPPORT_SANDBOX_DATA", data), ("SUPPORT_SANDBOX_DATABASE", database)):
        if value is not None:
            os.environ[name] = value
    from dashboard.server import StartError
    from trainee_exercises.accounts import AccountError

    with opened(AccountError, StartError) as storage:
        yield storage


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed: Any = typer.prompt("Password (10 characters or more)", hide_input=True, confirmation_prompt="Once more")
    return str(typed)


def _line(user: User) -> str:
    since = datetime.fromtimestamp(user.created_at / 1000, tz=UTC).date().isoformat()
    notes = [user.team or "", "single sign-on" if user.by_sso else "", "disabled" if user.disabled_at else ""]
    return "  ".join([f"{user.name:<24}", f"{user.role:<8}", since, ", ".join(one for one in notes if one)]).rstrip()
