"""Who may reach what: the one table of all paths of the app. What is not in it does not exist, for anybody."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from dashboard.menu import PAGES

STAFF: Final = frozenset({"owner", "manager", "rater", "rep"})
MANAGERS: Final = frozenset({"owner", "manager"})
EVERYBODY: Final = STAFF | {"candidate", "nobody"}
CANDIDATE: Final = frozenset({"candidate"})
PRACTISERS: Final = frozenset({"owner", "manager", "rep"})
_UPLOADERS: Final = frozenset({"owner", "manager", "rep"})

BODY_LIMIT: Final = 64 * 1024
_TEXTS_LIMIT: Final = 256 * 1024  # 20,000 signs of any script, escaped
UPLOAD_LIMIT: Final = 20 * 1024 * 1024

UPLOAD: Final = "/_stcore/upload_file/*/*"

_PLAIN: Final = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9_~.-]*)+|/")


class Rule(NamedTuple):
    """A path and who may use it. path: the whole of it, "*" for one part; or, ending in "/", what is below it.

    who: roles, "candidate" and "nobody" (not signed in); methods: of HTTP, or WEBSOCKET; own: a plain page or route of
    ours rather than Streamlit's; limit: bytes in a body.
    """

    path: str
    who: frozenset[str]
    methods: frozenset[str] = frozenset({"GET", "HEAD"})
    own: bool = True
    limit: int = BODY_LIMIT

    def covers(self, path: str) -> bool:
        """Does the rule say something about *path*?"""
        if self.path.endswith("/") and self.path != "/":
            return path.startswith(self.path) and path != self.path
        mine, theirs = self.path.split("/"), path.split("/")
        return len(mine) == len(theirs) and all(one in {"*", other} for one, other in zip(mine, theirs, strict=True))


_FORM: Final = frozenset({"GET", "HEAD", "POST"})
_POST: Final = frozenset({"POST"})

RULES: Final[tuple[Rule, ...]] = (
    Rule("/api/health", EVERYBODY),
    Rule("/web/entry.css", EVERYBODY),
    Rule("/sign-in", EVERYBODY, _FORM),
    Rule("/sign-in/sso", EVERYBODY),
    Rule("/sign-in/sso/back", EVERYBODY),
    Rule("/sign-out", STAFF | {"nobody"}, _FORM),
    Rule("/join/*", EVERYBODY, _FORM),
    Rule("/leave", CANDIDATE | {"nobody"}, _FORM),
    # the candidate's own page
    Rule("/exercise", CANDIDATE),
    Rule("/web/", CANDIDATE | PRACTISERS),
    Rule("/api/exercise", CANDIDATE),
    Rule("/api/exercise/poll", CANDIDATE),
    Rule("/api/exercise/act", CANDIDATE, _POST, limit=_TEXTS_LIMIT),
    Rule("/api/exercise/groups", CANDIDATE, _FORM),
    Rule("/questionnaire", CANDIDATE),
    Rule("/api/questionnaire", CANDIDATE),
    Rule("/api/questionnaire/act", CANDIDATE, _POST, limit=_TEXTS_LIMIT),
    # the desk of a practice shift
    Rule("/practice/*", PRACTISERS),
    Rule("/api/practice/*", PRACTISERS),
    Rule("/api/practice/*/poll", PRACTISERS),
    Rule("/api/practice/*/act", PRACTISERS, _POST, limit=_TEXTS_LIMIT),
    # the team's downloads
    Rule("/api/exports/rounds/*/*", MANAGERS),
    Rule("/api/exports/candidates/*", MANAGERS),
    # the team's pages, all of them Streamlit's
    *(Rule(one.url, one.roles, own=False) for one in PAGES),
    Rule("/favicon.png", STAFF, own=False),
    Rule("/manifest.json", STAFF, own=False),
    Rule("/static/", STAFF, own=False),
    Rule("/media/", STAFF, own=False),
    Rule("/component/", STAFF, own=False),
    Rule("/_stcore/health", STAFF, own=False),
    Rule("/_stcore/host-config", STAFF, own=False),
    Rule("/_stcore/bidi-components/", STAFF, own=False),
    Rule("/_stcore/stream", STAFF, frozenset({"WEBSOCKET"}), own=False),
    Rule(UPLOAD, _UPLOADERS, frozenset({"PUT", "DELETE"}), own=False, limit=UPLOAD_LIMIT),
)


def rule_for(path: str, rules: tuple[Rule, ...] = RULES) -> Rule | None:
    """Return the rule about *path* as the browser sent it, or None: it is not served.

    A path with anything but plain letters, digits and "_~.-" between single slashes, or with a part that begins with a
    dot, is never served: no spelling of a path can mean another one.
    """
    if not _PLAIN.fullmatch(path):
        return None
    return next((one for one in rules if one.covers(path)), None)
