"""The commands `exercise round ...` about people: add, invite, reissue, revoke, questionnaire."""

from __future__ import annotations

# ruff: noqa: FBT002, PLC0415, PLR0913, PLR0917 - typer wants flags and a parameter an option; the database loads late
from pathlib import Path  # noqa: TC003 - typer reads it at run time
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from trainee_exercises import round_lines as lines
from trainee_exercises.round_lines import BY, AsJson, RoundName, Who, candidate_named, round_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainee_exercises.hiring.candidates import Candidate
    from trainee_exercises.hiring.rounds import Round

_Days = Annotated[int, typer.Option(help="How long the link opens.")]
_Url = Annotated[
    str | None,
    typer.Option(metavar="URL", help="How candidates reach the app; SUPPORT_SANDBOX_PUBLIC_URL unless named."),
]


def add(
    name: RoundName,
    person: Annotated[str | None, typer.Argument(metavar="NAME", help="The candidate's name.")] = None,
    email: Annotated[str | None, typer.Argument(metavar="EMAIL", help="Their address.")] = None,
    zone: Annotated[str | None, typer.Option(help="Their time zone; the round's unless named.")] = None,
    form: Annotated[str | None, typer.Option(help="Their form; the round's unless named.")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Many: name,email and perhaps zone,form.")] = None,
    as_json: AsJson = False,
) -> None:
    """Add a candidate, or all of a CSV file.

    Exit 2: somebody in it can't be added; each such line is named, and nobody was added.
    """
    from trainee_exercises.hiring.candidates import NewCandidate, add_candidate, add_from_csv, read_csv

    with lines.opened() as storage:
        found = round_named(storage, name)
        if csv is not None:
            added = add_from_csv(storage, found.id, read_csv(lines.bytes_of(csv), str(csv)), BY, str(csv))
        else:
            new = NewCandidate(person or "", email or "", zone, form)
            added = [add_candidate(storage, found.id, new, BY)]
    rows = [lines.candidate_json(one) for one in added]
    lines.show({"candidates": rows}, [lines.candidate_line(one) for one in added], as_json)


def invite(
    name: RoundName,
    who: Annotated[list[str] | None, typer.Argument(metavar="CANDIDATE", help="Codes, addresses or names.")] = None,
    everyone: Annotated[bool, typer.Option("--all", help="All who have no link and have not started.")] = False,
    days: _Days = 7,
    url: _Url = None,
    mails: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write each mail there as a draft (.eml).")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make links and print the mails that carry them. Nothing is sent: that is up to you.

    Exit 2: somebody has a link already, or the round is closed.
    """
    from trainee_exercises.hiring.invitations import invite_many, to_invite

    with lines.opened() as storage:
        found = round_named(storage, name)
        chosen = (
            to_invite(storage, found.id) if everyone else [candidate_named(storage, found, one) for one in who or ()]
        )
        invited = invite_many(storage, [one.id for one in chosen], BY, days)
        _say_invited(found, list(zip(chosen, invited, strict=True)), (lines.base(url), mails, as_json))


def reissue(name: RoundName, who: Who, days: _Days = 7, url: _Url = None, as_json: AsJson = False) -> None:
    """Make a new link in place of the former, which opens nothing from now on; who came by it is signed out.

    Exit 2: the round is closed and they have not started.
    """
    from trainee_exercises.hiring import invitations

    with lines.opened() as storage:
        found = round_named(storage, name)
        one = candidate_named(storage, found, who)
        invited = invitations.reissue(storage, one.id, BY, days)
        _say_invited(found, [(one, invited)], (lines.base(url), None, as_json))


def revoke(name: RoundName, who: Who, as_json: AsJson = False) -> None:
    """Take the link back and sign the candidate out. What they wrote stays.

    Exit 2: there is no such candidate.
    """
    from trainee_exercises.hiring import invitations

    with lines.opened() as storage:
        one = candidate_named(storage, round_named(storage, name), who)
        n = invitations.revoke(storage, one.id, BY)
    said = f"{one.code}: the link opens nothing any more." if n else f"{one.code} had no link that opens."
    lines.show({"candidate": one.code, "links": n}, [said], as_json)


def questionnaire(
    name: RoundName,
    who: Who,
    days: Annotated[int | None, typer.Option(help="Days until the deadline; the pack's unless named.")] = None,
    move: Annotated[bool, typer.Option("--move", help="Set the deadline anew, --days from today.")] = False,
    url: _Url = None,
    as_json: AsJson = False,
) -> None:
    """Open the questionnaire to a candidate and print the mail that carries its link.

    Exit 2: it was sent already, the round has none, or it is too late for it.
    """
    from trainee_exercises.hiring import questionnaires

    with lines.opened() as storage:
        found = round_named(storage, name)
        one = candidate_named(storage, found, who)
        sent = (
            questionnaires.move_deadline(storage, one.id, BY, days if days is not None else 5)
            if move
            else questionnaires.send(storage, one.id, BY, days)
        )
        reading = questionnaires.read(storage, one.id)
        assert reading is not None  # it was sent
        where = lines.base(url)
        link = lines.link(where, sent.invited.token)
        mail = questionnaires.mail_of(reading, link)
    result = {"candidate": one.code, "link": link, "due_at": sent.due_at, "mail": mail._asdict()}
    lines.warn_of_here(where)
    lines.show(result, [str(mail)], as_json)


def _say_invited(found: Round, invited: Sequence[tuple[Candidate, Any]], how: tuple[str, Path | None, bool]) -> None:
    """Print the mails, or write them. how: where the app is, the folder for mails, as JSON?"""
    from trainee_exercises.hiring.mail import mail

    base, folder, as_json = how
    made = [(one, lines.link(base, each.token), each.expires_at) for one, each in invited]
    mails = [mail(found, one, link, until) for one, link, until in made]
    rows = [
        {**lines.candidate_json(one), "link": link, "expires_at": until, "mail": each._asdict()}
        for (one, link, until), each in zip(made, mails, strict=True)
    ]
    written = lines.write_mails(folder, [(one.code, each) for (one, _, _), each in zip(made, mails, strict=True)])
    if made:
        lines.warn_of_here(base)
    said = written if folder else [f"{each}\n" for each in mails]
    lines.show({"invitations": rows}, said or ["Nobody: all have a link or have started."], as_json)


ALL: Final = (add, invite, reissue, revoke, questionnaire)
"""The commands of this module."""
