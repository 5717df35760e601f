"""All bugs to be planted in what both engines share."""

from __future__ import annotations

from audit.shared_bugs_service import OWNERS, PEOPLE, SERVICE
from audit.shared_bugs_work import COURSE, WORK

BUGS = WORK | COURSE | SERVICE | OWNERS | PEOPLE
"""Name -> the rule under which it must be found, what stands there, and what stands there with the bug."""
RARE = {
    "a successor rereads nothing": [("leaving", 41)],
    "nudges about what is ours": [("tie_heavy", 56)],
    "no patience for later answers": [("tie_heavy", 42)],
    "somebody waits for what is ours": [("tie_heavy", 152)],
    "fixed brings a redial": [("owned", 39)],
    "reserve counts who has no place": [("leaving", 43)],
    "a place is kept after escalation": [("leaving", 217)],
    "owners who may not take it": [("tiered", 153)],
    "ill owners will be back": [("owned", 41)],
    "who misses the shift will be back": [("owned", 82)],
    "ill by disengagement": [("owned", 33)],
    "overtime counts new ones only": [("owned", 187)],
}
"""Bug -> the inputs (draw, seed) in which to look first, of bugs that few inputs show. Where those show it no more,
as inputs are drawn in another way, all others are searched, which takes longer."""
