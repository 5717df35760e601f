"""What a reply puts off: it sets out to find something out, and says that the customer will hear.

Told by who does what, word by word, and not by whole turns of phrase: somebody of ours, then a verb of finding out or
of writing back, with no "not" and nobody else between. Each word is looked at a bounded number of times.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from trainee_exercises.scoring.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def _any(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+|[.,;:!?()@]")
_SHORT: Final = {"'ll": "will", "'m": "am", "'re": "are", "'ve": "have", "'d": "would", "n't": "not", "'s": "is"}
_WHOLE: Final = {
    "cannot": ("can", "not"), "can't": ("can", "not"), "won't": ("will", "not"), "gotta": ("i", "must"),
    "gonna": ("going", "to"), "dunno": ("not", "know"), "dont": ("do", "not"), "ill": ("i", "will"),
    "lemme": ("let", "me"), "shan't": ("not",),
}  # fmt: skip
_REACH: Final = 12
_NEAR: Final = 6
_SENTENCE: Final = 40

_PEOPLE: Final = _any(
    "colleague colleagues team engineer engineers engineering developer developers lead specialist specialists"
    " technician technicians department manager expert experts"
)
_OURS: Final = _any("my our a one the some another")
_ALONE: Final = _any("will must asking checking looking finding")
"""At the beginning, without saying who."""
_SOMEBODY: Final = "@"
"""Stands for a person named with two names."""
_NAMED: Final = re.compile(
    r"\b(?!(?:Dear|Hi|Hello|Hey|Mr|Ms|Mrs|Dr|Good|Kind|Best|The|In|On|At|For|To|If|Under|Open|Your|My|Our)\b)"
    r"[A-Z][^\W\d_]+ (?!I\b)[A-Z][^\W\d_]+"
)
_THEY: Final = _any("he she they")
"""Somebody of ours, once somebody has been named."""
_AUXILIARY: Final = _any("will is has can")
_BEGINS: Final = frozenset(".,;:!?")
_ENDS: Final = frozenset(".;!?")
_ELSEWHERE: Final = _any(". ; : ! ? ( ) you your that which because if when whether not never")
"""Words at which somebody of ours is no longer the one who does it."""
_MAY: Final = _any("may might could can")

_FINDS: Final = _any(
    "ask asking asked check checking verify verifying enquire enquiring inquire inquiring clarify"
    " clarifying investigate investigating examine examining research researching dig digging figure"
    " consult consulting discuss discussing recheck analyse analysing analyze analyzing chase chasing"
    " review reviewing inspect inspecting"
)
_OF_OTHERS: Final = _any("you for that your")
"""After "ask": what the customer is to do."""
_WITH: Final = (
    (_any("go going"), _any("through over"), 1),
    (_any("look looking"), _any("into at up"), 2),
    (_any("find finding work working"), _any("out why what who whether how answer cause reason"), 4),
    (_any("speak speaking talk talking"), _any("to before with"), 1),
    (
        _any("take taking taken put putting lay laying laid bring bringing have having get getting"),
        _any("look checked looked clarified examined verified investigated read check examine"),
        5,
    ),
)
"""Verbs that find out with another word, and within how many words that one stands."""
_MOVES: Final = _any(
    "take taking taken put putting lay laying laid bring bringing have having get getting present presenting"
    " submit submitting"
)
_MOVED: Final = _any("it this that your you them")
_BEFORE: Final = _any("to before with")
_WHAT: Final = _any("if whether who what why how where which")
_SEES: Final = _any("will me to")
_TIME: Final = frozenset({("bear", "with"), ("closer", "look")})
_A_WHILE: Final = _any("until till a an one two five ten fifteen twenty thirty half some 5 10 15 20 30")

_WRITES: Final = _any(
    "write writing report reporting reply answer call calling ring ringing phone mail email message ping text update"
    " updating inform notify revert return respond contact holler"
)
_BACK: Final = {
    "get": _any("back"), "getting": _any("back"), "come": _any("back"), "coming": _any("back"),
    "be": _any("back touch"), "am": _any("back"), "are": _any("back"), "follow": _any("up"), "let": _any("know have"),
    "show": _any("you"), "forward": _any("you"), "pass": _any("you"),
    "keep": _any("posted updated informed loop"), "tell": _any("you"), "drop": _any("line note message mail"),
    "send": _any("answer reply word line message note update news result statement"),
    "give": _any("answer reply update news word"), "have": _any("answer news update"),
    "confirm": _any("you writing"),
}  # fmt: skip
_NOTHING: Final[frozenset[str]] = frozenset()
_WILL: Final = _any("will shall going am are soon once until till by before tomorrow today tonight within")
_HEARS: Final = _any("hear have get receive know expect")
_TOLD: Final = _any("informed told notified updated contacted")
_SHALL: Final = _any("will shall can")
_NEWS: Final = _any(
    "answer answers reply word news response statement result results message update line call information verdict"
    " decision offer proposal confirmation feedback solution from"
)
_HOLDS: Final = _any("has have got takes take taking knows know handles handling looks looking deals dealing keeps")
_TO: Final = _any("to with on before at by")
_GIVEN: Final = _any(
    "went goes gone go passed pass passing handed hand handing given gave give forwarded sent send sending put placed"
    " lies lie is are was landed walked lay laid reported took taken brought shown"
)
_NO: Final = _any("not never nobody")
_FOLLOWS: Final = _any("follows follow comes by from")
_FROM_NEWS: Final = _any("answer reply response news update more")
_STATED: Final = re.compile(
    r"\b(?:i|we)(?:'ll| will| shall| come| get|'m going)\b|\b(?:let|give|allow) me\b", re.IGNORECASE
)
_ASKED: Final = re.compile(
    r"^\W*(?:(?:and|but|so|also|or|then)\W+)?(?:which|what|when|who|whom|whose|where|why|how|could|can|would|will|do|does"
    r"|did|is|are|was|were|has|have|had|may|might|should|shall|if)\b",
    re.IGNORECASE,
)


def states(sentence: str) -> bool:
    """Tell whether *sentence* says what its writer will do, or any other thing, and only asks for leave, if at all."""
    if not sentence.rstrip("\"') ").endswith("?"):
        return True
    return _STATED.search(plain(sentence)) is not None and _ASKED.search(sentence) is None


@lru_cache(maxsize=16384)
def finds_out(text: str) -> bool:
    """Tell whether somebody of ours sets out to find something out."""
    words = _words(text)
    return any(_finds(words, at, begin) for begin, at in _doings(words)) or _asks_for_time(words)


@lru_cache(maxsize=16384)
def hands_on(text: str) -> bool:
    """Tell whether the matter lies with somebody of ours: passed to them, or they have it, or I keep it in hand."""
    words = _words(text)
    return any(_is_person(words, at) and (_has_it(words, at) or _is_given(words, at)) for at in range(len(words))) or (
        any(words[at : at + 2] == ("in", "my") and "hands" in words[at + 2 : at + 4] for at in range(len(words)))
    )


def _is_person(words: Sequence[str], at: int) -> bool:
    return _is_ours(words, at) and words[at] not in {"i", "we", "me", "us"} and words[at] not in _ALONE


def _has_it(words: Sequence[str], at: int) -> bool:
    """Tell whether the one named there has it: "she has it open", "is taking this on", "knows about your list"."""
    after = words[at + 1 : at + 1 + _NEAR]
    verb = next((place for place, word in enumerate(after) if word in _HOLDS), None)
    return verb is not None and not _MOVED.isdisjoint(after[verb + 1 : verb + 3]) and "not" not in after


def _is_given(words: Sequence[str], at: int) -> bool:
    """Tell whether it was given to the one named there: "this went to Ada Lee", "lies on my colleague's desk"."""
    before = words[max(0, at - _REACH) : at]
    to = next((place for place in range(len(before) - 1, -1, -1) if before[place] in _TO), None)
    if to is None or len(before) - to > _NEAR or not _ENDS.isdisjoint(before[to:]):
        return False
    given = next((place for place in range(to - 1, max(-1, to - 1 - _NEAR), -1) if before[place] in _GIVEN), None)
    return given is not None and _NO.isdisjoint(before[max(0, given - 2) : to])


@lru_cache(maxsize=16384)
def writes_back(text: str) -> bool:
    """Tell whether *text* says that the customer will hear from us."""
    words = _words(text)
    return any(_writes(words, at, begin) for begin, at in _doings(words)) or _is_heard(words)


def _words(text: str) -> tuple[str, ...]:
    named = _NAMED.sub(_SOMEBODY, plain(text))
    return tuple(part for word in _WORD.findall(named.lower()) for part in _parts(word))


def _parts(word: str) -> tuple[str, ...]:
    if word in _WHOLE:
        return _WHOLE[word]
    for end, full in _SHORT.items():
        if word.endswith(end) and len(word) > len(end):
            return (word[: -len(end)], full)
    return (word,)


def _doings(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield for each somebody of ours the places of the words that they may be the doers of."""
    for begin, _ in enumerate(words):
        if _is_ours(words, begin) or _goes_on(words, begin):
            if words[begin] in _ALONE:
                yield begin, begin
            for at in range(begin + 1, min(begin + 1 + _REACH, len(words))):
                if words[at] in _ELSEWHERE:
                    break
                yield begin, at


def _is_ours(words: Sequence[str], at: int) -> bool:
    word, last = words[at], words[at - 1] if at else "."
    return (
        (word in {"i", "we"} and last not in _MAY)
        or (word == "me" and last in {"let", "allow", "permit"})
        or word in {"somebody", "someone"}
        or (word in {_SOMEBODY, *_THEY} and _is_one_of_ours(words, at))
        or (word == "us" and words[max(0, at - 2) : at] == ("one", "of"))
        or (word in _PEOPLE and any(one in _OURS for one in words[max(0, at - 3) : at]))
        or (word in _ALONE and last in _BEGINS)
    )


def _is_one_of_ours(words: Sequence[str], at: int) -> bool:
    """Tell whether the one named there, or before, does something."""
    if words[at] == _SOMEBODY:
        return True
    before = words[max(0, at - _SENTENCE) : at]
    return _SOMEBODY in before or not _PEOPLE.isdisjoint(before)


def _goes_on(words: Sequence[str], at: int) -> bool:
    """Tell whether somebody of ours, named before in the sentence, writes to the customer after an "and"."""
    after = words[at + 1 : at + 5]
    if words[at] != "and" or "you" not in after or not (_base(after[0]) in _WRITES or _base(after[0]) in _BACK):
        return False
    first = max(0, at - _SENTENCE)
    begin = max((place for place in range(first, at) if words[place] in _ENDS), default=first)
    return any(_is_ours(words, place) for place in range(begin, at))


def _base(word: str) -> str:
    """Return a verb without the "s" of somebody else's doing."""
    return word.removesuffix("s")


def _finds(words: Sequence[str], at: int, begin: int) -> bool:
    word, after = _base(words[at]), words[at + 1 : at + 1 + _NEAR]
    if word in _FINDS:
        return not after or after[0] not in _OF_OTHERS
    if word == "see":
        return not _WHAT.isdisjoint(after[:2]) and not _SEES.isdisjoint(words[begin:at])
    if word in _MOVES and after and after[0] in _MOVED and not _BEFORE.isdisjoint(after[1:4]):
        return True
    return any(word in verbs and not others.isdisjoint(after[:within]) for verbs, others, within in _WITH)


def _asks_for_time(words: Sequence[str]) -> bool:
    """Tell whether an answer needs time: "give me until tomorrow", "bear with me", "this needs a closer look"."""
    return any(
        pair in _TIME or (pair == ("give", "me") and not _A_WHILE.isdisjoint(words[at + 2 : at + 3]))
        for at, pair in enumerate(pairwise(words))
    )


def _writes(words: Sequence[str], at: int, begin: int) -> bool:
    word, after = _base(words[at]), words[at + 1 : at + 1 + _NEAR]
    is_back = word in _WRITES or not _BACK.get(word, _NOTHING).isdisjoint(after)
    return is_back and not _WILL.isdisjoint(words[begin : at + 1 + _REACH])


def _is_heard(words: Sequence[str]) -> bool:
    return any(_hears(words, at) for at in range(len(words)))


def _hears(words: Sequence[str], at: int) -> bool:
    """Tell whether the word there says that the customer hears: "you will hear", "expect a line", "answer follows"."""
    word, before, after = words[at], words[max(0, at - 4) : at], words[at + 1 : at + 1 + _NEAR]
    if word in _TOLD or (word in _HEARS and not _NEWS.isdisjoint(after)):
        will = "you" in before and not _SHALL.isdisjoint(before)
        if "not" not in before and (word == "expect" or will):
            return True
    if word == "back" and after[:2] in {("to", "you"), ("with", "you")}:
        return not before or before[-1] in _BEGINS or before[-1] in {"and", "then", "right"}
    return word in _FROM_NEWS and not _FOLLOWS.isdisjoint(after[:1])
