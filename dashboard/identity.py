"""Who is visiting: told by the cookie alone, looked up anew each time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from dashboard.settings import is_loopback
from trainee_exercises.accounts import sign_ins, users
from trainee_exercises.accounts.built_in import LOCAL, NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.settings import Settings
    from trainee_exercises.storage import Storage

COOKIE: Final = "sandbox"

Kind = Literal["nobody", "local", "staff", "candidate"]


class Visitor(NamedTuple):
    """Who is there. role: owner, manager, rater or rep for staff; local counts as owner; None for the others."""

    kind: Kind
    user_id: str | None
    candidate_id: str | None
    role: str | None
    name: str

    @property
    def actor(self) -> str:
        """Return what to write into logs as the one who acted: an id, never a name."""
        return self.user_id or self.candidate_id or self.kind

    @property
    def standing(self) -> str:
        """Return the role, or what there is in place of one: "candidate" or "nobody"."""
        return self.role or self.kind


NOBODY: Final = Visitor("nobody", None, None, None, "")
THIS_MACHINE: Final = Visitor("local", LOCAL, None, "owner", NAMES[LOCAL])


class Identity(NamedTuple):
    """Tells visitors apart."""

    storage: Storage
    settings: Settings

    def visitor_of(self, cookies: Mapping[str, str], client_host: str | None = None) -> Visitor:
        """Return who sends these *cookies* from *client_host* (None: not known, counts as this machine)."""
        token = cookies.get(COOKIE)
        with self.storage.read() as connection:
            found = sign_ins.who(connection, token, self.storage.now()) if token else None
            is_open = found is None and self.settings.is_local and not users.is_any(connection)
        if found is not None and found.candidate_id is not None:
            return Visitor("candidate", None, found.candidate_id, None, "")
        if found is not None:
            return Visitor("staff", found.user_id, None, found.role, found.name)
        return THIS_MACHINE if is_open and (client_host is None or is_loopback(client_host)) else NOBODY
