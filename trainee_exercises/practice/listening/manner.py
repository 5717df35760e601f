"""How a reply speaks to the customer: rude, or with an honest promise to find out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trainee_exercises.practice.listening.later import finds_out, hands_on, states, writes_back
from trainee_exercises.practice.listening.reply import in_words
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
    r"\btough luck\b|(?:^|[.!?,;:] *)(?:so |just |now |then )?get lost\b"
    r"|\bshut up\b|\brtfm\b|\b(?:use|open) your eyes\b|\bhow dare you\b|\bboo hoo\b"
    r"|\bwhatever\.|\bcry about\b",
    r"\b(?:try|start) (?:reading|thinking|listening)\b|\blearn to read\b|\bread (?:the|our) (?:manual|help"
    r"|terms|page)s? (?:next time|first|before you)\b",
    r"\b(?:you|your)(?: people)? (?:never|can't|cannot|don't) (?:even )?(?:read|listen|think)\b|\b(?:your"
    r"|such) (?:stupid|silly|lazy|pathetic)\b",
    r"\bno (?:need|reason) to (?:shout|yell|scream)\b|\bif you(?:'d| had)(?: only| just)? bothered to\b",
    r"\bif you (?:don't|do not) like it\b|\bstop being\b|\bbe (?:glad|grateful) (?:that|we|you)\b"
    r"|\bdon't be (?:so |such )?(?:a |an )?(?:silly|ridiculous|dramatic|baby|lazy)\w*",
)
_TOLD_BACK: Final = any_of(
    r"\b(?:so )?you(?:'re| are)? (?:write|wrote|writing|say|said|saying|tell|told us|told me|mention)\b[^.!?]*"
    r"(?:[.!?]+ *and that\b[^.!?]*)*"
)
_UNKNOWN: Final = any_of(
    r"\bi (?:honestly |really |just |simply |truly )?(?:do not|don't|dont)(?: yet| really| actually"
    r"| honestly)? (?:know|have (?:the|an|that|this|any)? ?"
    r"(?:answer|information|info|details))\b(?! (?:if or )?(?:when|what date|which date))",
    r"\bi(?:'m| am)(?: \w+){0,2} (?:not|n't)(?: \w+){0,2} (?:sure|certain|the expert|aware)\b(?! when)"
    r"|\b(?:that|this) i don't know\b",
    r"\bi (?:honestly |really )?(?:can't|cannot|can not|couldn't)(?: \w+){0,2} (?:tell|say|answer|see (?:that"
    r"|this|it)|explain|judge)\b"
    r"(?!(?: you)? (?:(?:if or )?when|whether it (?:comes|will)|a date|any date|how long|by when))",
    r"\b(?:no (?:idea|clue)|dunno|(?:stumps?|stumped|beats) me|unable to (?:say|tell|name|judge|answer))\b"
    r"|(?<!you )\b(?:will|should|would|might|may) know\b|\bi haven't heard\b"
    r"|\b(?:rather not|would be|without|don't want to|won't|not going to) guess\w*",
    r"\b(?:beyond|over|above|outside) (?:me|my (?:\w+ ){0,2}?(?:head|knowledge|grade|remit|area|role|field))\b"
    r"|\bi(?:'d| would)? need to find out\b"
    r"|\bnot (?:yet )?clear to me\b",
    r"\b(?:outside|out) of what i know\b|\bi(?:'m| am) not (?:the one|the person|somebody|someone) who\b|\bnot for me"
    r" to (?:say|decide|judge)\b|\b(?:i(?:'m| am)|pretty|rather|quite) unsure\b|\bnew to me\b",
    r"\b(?:i|we)(?:'ve| have)?(?: got)? no (?:explanation|answer|cause|reason|experience)\b|\bi(?:'ve| have)? ?(?:never"
    r"|haven't|have not) (?:yet )?(?:done|seen|had|come across|met|tried)\b",
    r"\b(?:i|we) (?:do not|don't|haven't|have not)(?: yet)?(?: got| have| found)? (?:the|an|any) (?:answer|cause|reason"
    r"|explanation)\b|\b(?:will not|shall not|mustn't|not want to|not like to|'d not like to) (?:guess|confirm)\w*\b",
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
    r"\b(?:i|we)(?:'ll| will|'m| am| are|'re| shall|'d| would|'ve| have)?(?: \w+){0,3}? (?:(?:take|taking|taken"
    r"|bring|bringing) (?:it|this|that|your \w+) (?:up )?(?:to|with)|(?:lay|laying|put|putting|laid) (?:it|this|that"
    r"|your \w+)"
    r" (?:to|before)|(?:have|having|get|getting) (?:it|this|that|somebody|someone)(?: \w+)? (?:looked|checked|to look"
    r"|to check|look|check)\w*|walk(?:ing)? over)\b",
    r"\b(?:our|my)(?: [\w-]+){1,5}? (?:will|is|are|'ll|has|have|can|to)(?: \w+){0,2}? (?:look|looking|check|checking"
    r"|see|find|finding|investigate|investigating|examine|examining)\b",
    r"\blet me (?:\w+ ){0,2}?(?:ask|check|find|enquire|inquire|look|see|clarify|dig|figure|double-check|get)\b",
    r"\b(?-i:[A-Z]\w+),? (?:our \w+|who \w+)?.{0,20}\b(?:takes|is taking|will take|has) a (?:closer )?look\b",
)
_TIME: Final = (
    r"(?:(?:by|before|within|until|till|on|in|at|around|latest|no later than) (?:\w+ ){0,4}?(?:\d+|\w+day|noon|minutes?"
    r"|hours?|days?|week|morning|evening|afternoon|tonight|tomorrow|month|one|two|three|four|five|six)\b|today\b"
    r"|tomorrow\b|tonight\b|this (?:morning|afternoon|evening)\b|as soon as\b)"
)
_BACK: Final = any_of(
    r"\b(?<!can )(?<!could )(?:get|getting|come|coming|report|reporting|write|writing|reply|answer|follow|ring|call"
    r"|message|mail|update|tell|let|inform"
    r"|keep|ping|revert) (?:back|you|to you|again|up|in touch|with you)\b",
    r"\byou(?:'ll| will)? (?:then )?(?:hear|have|get|know|receive) (?:[\w']+ ){0,4}?(?:from (?:me|us)|by|before"
    r"|within|today|tomorrow"
    r"|tonight|answer|news|word)\b|\b(?:will|'ll|shall) (?:message|write|reply|answer|report)\b",
    r"\b(?:hear|news|word|update|answer|reply) from (?:me|us)\b",
    r"(?:\bi|\bwe|\bwill|'ll|\bshall|\band|, then) (?:\w+ ){0,2}?(?:send|write|tell|give|report|reply|answer|call"
    rf"|mail|ring)\b[^.!?]{{0,60}}?\b{_TIME}",
    r"\byou(?:'ll| will|'d| shall)? (?:\w+ )?(?:have|get|receive|hear|know|be told|be sent)\b(?! to\b)"
    rf"(?=[^.!?]{{0,200}}?\b(?:answer|reply|word|news|result|statement|yes|offer|hear|know|told|it|line|message)\b)[^.!?]{{0,200}}?\b{_TIME}",
    rf"\b{_TIME}[^.!?]{{0,12}}\b(?:you(?:'ll| will|'d| shall)? (?:have|get|receive|hear|know)|i(?:'ll| will)"
    r" (?:send|write|tell|report))\b",
    r"\bas soon as (?:i|we|he|she|they) (?:know|hear|have|has|knows|hears|find|finds)\b",
)


def manner(text: str, opening: str = "") -> frozenset[str]:
    """Return how *text* speaks: of "rude" and "promise", those that it is; opening: what it answers."""
    return frozenset(_manner(text, opening))


def _manner(text: str, opening: str) -> Iterator[str]:
    if is_rude(text, opening):
        yield "rude"
    if is_promise(text):
        yield "promise"


def is_rude(text: str, opening: str = "") -> bool:
    """Tell whether *text* scolds, mocks or brushes off; a short, dry reply does not, nor the customer's own words."""
    flat = _KIND.sub(" ", _TOLD_BACK.sub(" ", plain(text)))
    asked = in_words(opening)
    harsh = (*surface.scolding(flat), *(found.group() for found in _RUDE.finditer(flat)))
    return any(in_words(one) not in asked for one in harsh)


def is_promise(text: str) -> bool:
    """Tell whether *text* owns up to not knowing, or sets out to ask, and says that the customer will hear."""
    stated = _stated(text)
    return (puts_off(stated) or hands_on(stated)) and _will_hear(stated)


def is_unknown(text: str) -> bool:
    """Tell whether *text* promises to find out what is not known yet, and has not only handed on what is."""
    stated = _stated(text)
    return puts_off(stated) and _will_hear(stated)


def _stated(text: str) -> str:
    return " ".join(one.text for one in sentences(text) if states(one.text))


def _will_hear(stated: str) -> bool:
    told = promise(stated)
    return bool(told.back or told.when) or _comes_back(stated)


def puts_off(text: str) -> bool:
    """Tell whether *text* says that something is not known yet, or yet to be found out."""
    flat = plain(text)
    return owns_up(flat) or _FINDS.search(flat) is not None or finds_out(flat)


def owns_up(text: str) -> bool:
    """Tell whether *text* says that the writer does not know."""
    return _UNKNOWN.search(plain(text)) is not None


def leaves_open(text: str) -> bool:
    """Tell whether *text* puts something off: not known yet, to be found out, or that the customer will hear."""
    return puts_off(text) or _comes_back(text)


def _comes_back(text: str) -> bool:
    return _BACK.search(plain(text)) is not None or writes_back(text)


__all__ = ["is_promise", "is_rude", "leaves_open", "manner", "owns_up", "puts_off"]
