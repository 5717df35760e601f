"""How a reply speaks to the customer: rude, or with an honest promise to find out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trainee_exercises.scoring import surface
from trainee_exercises.scoring.promises import promise
from trainee_exercises.scoring.surface import any_of
from trainee_exercises.scoring.text import plain, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

_KIND: Final = any_of(
    r"\byou (?:should|could|ought to) (?:have|of) (?:received\b|(?!(?:just |only |really |better )?(?:\w+ed"
    r"|known|read|thought|seen"
    r"|done|taken|made|kept|written|said|told|paid|gone|begun|found|understood|put|left|bought|chosen)\b)\w+)",
    r"\b(?:should|could|ought to) have (?:told|said|warned|shown|written|let) you\b",
    r"\bso what(?= (?:you|we|i|it|they|he|she|helps?|happens|happened|works)\b)",
    r"\b(?:not|no|never|n't) (?:a |at all a |such thing as )?(?:stupid|silly|dumb|ridiculous) (?:question|mistake)s?\b",
    r"\byou(?:'re| are) not the only\b|\b(?:will|'ll|can|to|i|we|he|she|they|who|colleagues?) deal with it\b",
    r"\b(?:can|to|will|want to|'ll|quickly) learn (?:to|how to)\b|\bpay attention to\b|\b(?:not|n't"
    r"|never) your (?:own )?(?:fault|mistake)\b",
    r"\bas i (?:already )?said\b|\bnot your (?:fault|mistake|problem)\b",
)
"""Turns of phrase that only look like scolding."""
_RUDE: Final = any_of(
    r"\b(?:that|this|it)(?:'s| is) (?:really )?(?:your|not my|not our) (?:own )?(?:problem|fault|doing)\b(?! of ours)",
    r"\btough luck\b|\bget lost\b|\bshut up\b|\brtfm\b|\b(?:use|open) your eyes\b|\bhow dare you\b|\bboo hoo\b"
    r"|\bwhatever\.|\bcry about\b",
    r"\b(?:try|start) (?:reading|thinking|listening)\b|\blearn to read\b|\bread (?:the|our) (?:manual|help"
    r"|terms|page)s? (?:next time|first|before you)\b",
    r"\b(?:you|your)(?: people)? (?:never|can't|cannot|don't) (?:even )?(?:read|listen|think)\b|\b(?:your"
    r"|such) (?:stupid|silly|lazy|pathetic)\b",
    r"\bif you (?:don't|do not) like it\b|\bstop being\b|\bbe (?:glad|grateful) (?:that|we|you)\b"
    r"|\bdon't be (?:so |such )?(?:a |an )?(?:silly|ridiculous|dramatic|baby|lazy)\w*",
)
_UNKNOWN: Final = any_of(
    r"\bi (?:honestly |really |just |simply |truly )?(?:do not|don't|dont)(?: yet| really| actually"
    r"| honestly)? (?:know|have (?:the|an|that|this|any)? ?"
    r"(?:answer|information|info|details))\b(?! (?:when|what date|which date))",
    r"\bi(?:'m| am)(?: \w+){0,2} (?:not|n't)(?: \w+){0,2} (?:sure|certain|the expert|aware)\b(?! when)"
    r"|\b(?:that|this) i don't know\b",
    r"\bi (?:honestly |really )?(?:can't|cannot|can not|couldn't)(?: \w+){0,2} (?:tell|say|answer|see (?:that"
    r"|this|it)|explain|judge)\b"
    r"(?!(?: you)? (?:when|whether it (?:comes|will)|a date|any date|how long|by when))",
    r"\bno idea\b|\bi haven't heard\b|\b(?:rather not|would be|without|don't want to|won't|not going to) guess\w*",
    r"\b(?:beyond|over|above) (?:me|my head|my knowledge)\b|\bi(?:'d| would)? need to find out\b"
    r"|\bnot (?:yet )?clear to me\b",
)
"""Owning up to not knowing; that nobody can give a date is no such thing."""
_FINDS: Final = any_of(
    r"\b(?:i|we)(?:'ll| will|'m| am| are|'re| shall|'d| would| have to| need to| must| want to| can|'ve"
    r"| have)?(?: \w+){0,3}? "
    r"(?:ask|asking|asked|check|checking|find(?:ing)? (?:this |that |it )?out|find the (?:cause|reason|answer)"
    r"|enquire|enquiring|inquire|inquiring|look into"
    r"|looking into|clarify|clarifying|"
    r"investigate|investigating|dig|digging|consult|consulting|figure|double-check)\b(?! (?:you|for your"
    r"|that you|the box))",
    r"\blet me (?:\w+ ){0,2}?(?:ask|check|find|enquire|inquire|look|see|clarify|dig|figure|double-check|get)\b",
    r"\b(?-i:[A-Z]\w+),? (?:our \w+|who \w+)?.{0,20}\b(?:takes|is taking|will take|has) a (?:closer )?look\b",
)
_BACK: Final = any_of(
    r"\b(?:get|getting|come|coming|be|report|reporting|write|writing|reply|answer|follow|ring|call|message|mail"
    r"|update|tell|let|inform"
    r"|keep|ping|revert) (?:back|you|to you|again|up|in touch|with you)\b",
    r"\byou(?:'ll| will)? (?:then )?(?:hear|have|get|know|receive) (?:[\w']+ ){0,4}?(?:from (?:me|us)|by|before"
    r"|within|today|tomorrow"
    r"|tonight|answer|news|word)\b|\b(?:will|'ll|shall) (?:message|write|reply|answer|report)\b",
    r"\b(?:hear|news|word|update|answer|reply) from (?:me|us)\b",
)


def manner(text: str) -> frozenset[str]:
    """Return how *text* speaks: of "rude" and "promise", those that it is."""
    return frozenset(_manner(text))


def _manner(text: str) -> Iterator[str]:
    if is_rude(text):
        yield "rude"
    if is_promise(text):
        yield "promise"


def is_rude(text: str) -> bool:
    """Tell whether *text* scolds, mocks or brushes off; a short, dry reply does not."""
    flat = _KIND.sub(" ", plain(text))
    return bool(surface.scolding(flat)) or _RUDE.search(flat) is not None


def is_promise(text: str) -> bool:
    """Tell whether *text* owns up to not knowing, or sets out to ask, and says that the customer will hear."""
    stated = " ".join(one.text for one in sentences(text) if not one.text.endswith("?"))
    told = promise(stated)
    return puts_off(stated) and (bool(told.back or told.when) or _BACK.search(plain(stated)) is not None)


def puts_off(text: str) -> bool:
    """Tell whether *text* says that something is not known yet, or yet to be found out."""
    flat = plain(text)
    return owns_up(flat) or _FINDS.search(flat) is not None


def owns_up(text: str) -> bool:
    """Tell whether *text* says that the writer does not know."""
    return _UNKNOWN.search(plain(text)) is not None


def leaves_open(text: str) -> bool:
    """Tell whether *text* puts something off: not known yet, to be found out, or that the customer will hear."""
    return puts_off(text) or _BACK.search(plain(text)) is not None


__all__ = ["is_promise", "is_rude", "leaves_open", "manner", "owns_up", "puts_off"]
