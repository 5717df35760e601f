"""All checks in the order in which one stands on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trainee_exercises.preflight import answers, backups, saving, way
from trainee_exercises.preflight.site import Site, site_of

if TYPE_CHECKING:
    from pathlib import Path

    from trainee_exercises.preflight.lines import Line


class Look(NamedTuple):
    """What to look at. link: the invitation of a made-up candidate; backups: the folder where they are; authority: a
    file with the certificates of a company's own authority; http_port: where plain http is answered.
    """

    url: str
    link: str | None = None
    backups: Path | None = None
    authority: Path | None = None
    http_port: int = 80


def look(wanted: Look) -> list[Line]:
    """Return a line for each thing looked at. A made-up candidate's exercise is not started.

    Raises:
        WrongAddress: the address is none.
        NotALink: the link is none, or leads elsewhere.

    """
    site = site_of(wanted.url, wanted.authority, wanted.http_port)
    path = None if wanted.link is None else saving.join_path(site, wanted.link)
    name = way.name(site)
    if name.outcome == "wrong":
        return [name, backups.newest(wanted.backups)]
    certificate = way.certificate(site)
    lines = [name, certificate, way.redirect(site)]
    is_trusted = certificate.outcome == "ok" or not site.is_https
    with site.client(trusting=not is_trusted) as client:
        health = answers.health(client)
        lines += [way.strict_transport(site, client), health.line, answers.clock(health), answers.door(site, client)]
        lines.append(answers.sockets(site, client))
    return [*lines, *_candidate(site, path, is_trusted=is_trusted), backups.newest(wanted.backups)]


def _candidate(site: Site, path: str | None, *, is_trusted: bool) -> list[Line]:
    if path is None:
        return saving.without_link()
    if not is_trusted:
        return saving.not_trusted()
    with site.client() as client:  # another one: a candidate's cookie is not to be met by the checks of a stranger
        return saving.candidate(site, client, path)
