"""Frames of speech that any support reply may have: a date held out, a refusal, blame, money back, trying again."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from trainee_exercises.scoring.surface import any_of
from trainee_exercises.scoring.text import plain

if TYPE_CHECKING:
    from trainee_exercises.scoring.arrays import Floats

_SOON: Final = any_of(
    r"\bsoon\b|\bcoming\b|\bon (?:its|the|their) way\b|\bnext (?:week|month|quarter|year|release|version"
    r"|update)\b|\bplanned\b|\broadmap\b"
    r"|\bin the works\b|\bworking on it\b|\bwill be (?:out|there|fixed|mended|ready|released|available|added"
    r"|back|done|solved)\b"
    r"|\b(?:this|in|by) (?:spring|summer|autumn|winter|april|may|june|monday|tuesday|wednesday|thursday|friday"
    r"|tonight|tomorrow)\b"
    r"|\bwithin the (?:hour|day|week)\b|\b(?:nearly|almost) (?:ready|done|there)\b|\ba few (?:hours|days|weeks)\b"
)
_DONE: Final = any_of(
    r"\b(?:i|we)(?:'ve| have|'m| am| are|'re)(?: just| now| already)? (?!not\b|sorry\b|afraid\b|happy\b"
    r"|glad\b)\w+(?:ed|ing|en|set|put)\b|^\W*done\b"
    r"|\b(?:is|was|has been|are|were) (?:now |already |since )?(?:been )?(?:fixed|mended|repaired|solved"
    r"|unlocked|corrected|restored|extended|reset)\b"
)
_AGAIN: Final = any_of(
    r"\bagain\b|\bonce more\b|\banother (?:try|browser|go|time)\b|\breload\w*\b|\brefresh\w*\b|\breinstall\w*\b"
    r"|\bclear (?:the|your|its)\b|\bcache\b|\bretry\w*\b"
    r"|\blog (?:out|off)\b|\bsign (?:out|in)\b|\brestart\w*\b|\bfrom scratch\b|\banew\b"
)
_WAIT: Final = any_of(
    r"\bpatien\w+\b|\bwait\w*\b|\bby itself\b|\bon its own\b|\bin a (?:while|few)\b|\blater\b"
    r"|\bafter (?:a while|some time)\b|\bdisappear\w*\b"
)
_BLAME: Final = any_of(
    r"\byou (?:should|could|ought to|must) have\b|\byour (?:own )?(?:fault|mistake|side|intern|team|people"
    r"|staff|setup|set-up|mouse|printer)\b|\bsomebody (?:on|in|of) your\b"
    r"|\b(?:must|may|might|probably) (?:have )?\w+ed\b|\bwrong(?:ly)?\b|\bprobably\b|\bmost likely\b"
    r"|\bnot (?:our|us)\b|\b(?:did|made|does) (?:it |that )?(?:by|yourself|yourselves)\b"
)
_MONEY: Final = any_of(
    r"\bdiscount\w*\b|\brefund\w*\b|\breimburs\w+\b|\bcompensat\w+\b|\bcredit\w*\b|\bfree (?:month|of charge"
    r"|for)\b|\bpay (?:for|you|back)\b|\bspecial (?:price|offer)\b"
    r"|\bcheaper\b|\breduc\w+\b|\bhalf price\b|\b\d+ ?%|\bgive (?:it|that|the money) back\b|\bmoney back\b"
    r"|\bmake (?:it|that) up\b"
)
_SURE: Final = any_of(
    r"\bguarantee\w*\b|\bpromise\w*\b|\bdefinitely\b|\bcertainly\b|\bconfirm\w*\b|\bassure\w*\b|\bcertain\b"
    r"|\bsurely\b|\bfor sure\b|\bnever\b|\bswear\b|\bwithout fail\b|\bof course\b"
)
_GONE: Final = any_of(
    r"\b(?:lost|gone|deleted|erased|overwritten)\b|\b(?:cannot|can't|can not|couldn't) be (?:\w+ )?(?:restored"
    r"|recovered|undone|brought|saved|got|retrieved)\b"
    r"|\bno way\b|\bimpossible\b|\bnot possible\b|\b(?:doesn't|does not|don't) exist\b|\bthere (?:is|'s"
    r"|are) (?:no|nothing|none)\b"
)
_NOTED: Final = any_of(
    r"\bnoted?\b|\bnoting\b|\bpass(?:ed)? (?:it|this|that|your \w+|them)? ?(?:on|along)\b|\bwish\w*\b|\bidea\b"
    r"|\bfeedback\b|\bwritten down\b|\b(?:wrote|put|logged|added|recorded) (?:\S+ ){1,5}(?:down|list|round"
    r"|product)\b"
    r"|\bproduct (?:round|team|people)\b"
)
_PLAN: Final = any_of(
    r"\bupgrad\w+\b|\b(?:higher|paid|bigger|business|team|free) plan\b|\bon (?:free|team|business)\b"
    r"|\bbusiness\b|\bplans\b|\bsubscri\w+\b"
)
_HAND: Final = any_of(
    r"\bby hand\b|\bmanually\b|\bone by one\b|\beach (?:one|of|card)\b|\byourself\b|\btype (?:it|them)\b"
    r"|\bretype\b|\bfrom nothing\b|\bbuild\b|\brebuild\b"
)
_HANDS_ON: Final = any_of(
    r"\b(?:lena|tomasz|yasmin|pete|mei|dario|grace)\b|\b(?:our|my) (?:colleagues?|engineers?|technicians?"
    r"|developers?|team|lead)\b|\btier 2\b|\bengineering\b|\bpass(?:ed|ing)? (?:it|this|that)\b"
)
FRAMES: Final = (_SOON, _DONE, _AGAIN, _WAIT, _BLAME, _MONEY, _SURE, _GONE, _NOTED, _PLAN, _HAND, _HANDS_ON)


@lru_cache(maxsize=16384)
def frames(text: str) -> Floats:
    """Return for each frame 1 where *text* has it, else 0."""
    flat = plain(text)
    return np.array([pattern.search(flat) is not None for pattern in FRAMES], float)
