"""All bugs to be planted in what both engines share."""

from __future__ import annotations

from audit.shared_bugs_service import OWNERS, PEOPLE, SERVICE
from audit.shared_bugs_work import COURSE, WORK

BUGS = WORK | COURSE | SERVICE | OWNERS | PEOPLE
"""Name -> the rule under which it must be found, what stands there, and what stands there with the bug."""
