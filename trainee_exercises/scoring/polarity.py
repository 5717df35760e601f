"""Negation: which words of a clause stand under a "not", and whether two texts say the opposite of each other."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from trainee_exercises.scoring.text import Span, Token, clauses, plain, stem, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HARMLESS = re.compile(
    r"\b(?:no (?:problem|worr(?:y|ies)|matter|doubt|hurry|panic|wonder|offence)|not (?:only|just|to worry|least"
    r"|to mention)|"
    r"(?:don't|do not|dont) (?:worry|panic|hesitate|forget)|why not|if not|or not|never mind|nothing but"
    r"|whether or not|not an? (?:problem|issue|big deal)|no (?:stress|issue|trouble)|no need to (?:worry|panic)"
    r"|(?:order|invoice|serial|phone|tax|vat|customer|account|reference|business|item|part|model) no"
    r"|nothing to worry(?: about)?|without (?:any |a )?(?:problem|worr|trouble|fear|fuss)\w*|"
    r"no later than|not later than|not until|not before|no sooner than|can't wait|cannot wait|no longer than"
    r"|no more than|not more than|"
    r"do not (?:disturb|track|call list)|no[- ]shows?|no[- ]reply|no[- ]code|no[- ]brainer|not applicable|"
    r"(?:until |till )?(?:nothing|none) (?:is|remains|are)? ?left)\b",
    re.IGNORECASE,
)
"""Turns of phrase with a "no" that deny nothing; a "not later than" states a limit."""
_DOUBLED = re.compile(r"\bno longer\b|\bnot any(?:more| longer)\b|\bno way\b|\bunder no circumstances\b", re.IGNORECASE)
_LIMITED = re.compile(
    r"\b(?:not|nothing|nobody|no one|none|never|no|cannot|can't|won't|don't|doesn't|isn't|aren't|didn't)\b"
    r"([^.;!?]{0,80}?)\b(?:until|unless|except|other than|apart from|but for|before)\b",
    re.IGNORECASE,
)
"""Nothing changes until she approves: it changes when she does."""
_FREE = re.compile(r"\bcosts? (?:you |us |them )?nothing\b|\bpay nothing\b", re.IGNORECASE)
_LEFT_ALONE = re.compile(r"\bleave\b((?: [\"']?[\w'>-]+[\"']?){1,5}?) (?:alone|be|off|out)\b", re.IGNORECASE)
_AVOIDED = re.compile(
    r"\b(?:avoid|refrain from|keep (?:your )?(?:hands|fingers) (?:off|away from)|stay away from|steer clear of"
    r"|(?:stop|prevent|keep)s? (?:\w+ ){1,3}from|hands off|resist|beware of|rather than)\b",
    re.IGNORECASE,
)
_NEITHER_NOR = re.compile(r"\bneither\b(.*?)\bnor\b", re.IGNORECASE | re.DOTALL)
_FROM_HERE = frozenset({"without", "instead"})
_DENIALS = "not no never none nobody nothing nor neither cannot nowhere hardly"
_REFUSALS = "refuse refuses refused refusing fails lacks forbidden"
_DENYING = frozenset([*_DENIALS.split(), *_REFUSALS.split()])
_OPPOSITES = """
allow forbid
same different
include exclude
lose keep
keep delete
remain delete
possible forbid
enable disable
early late
everybody nobody
start stop
increase decrease
above below
visible hidden
public private
manual automatic
correct wrong
accept reject
safe dangerous
optional mandatory
permanent temporary
increase reduce
add remove
connect disconnect
encrypted unencrypted
succeed fail
open close
open shut
"""


_OPPOSITE = 3.0  # one opposite word turns a clause round, however many others are shared


class Polar(NamedTuple):
    """The words of a text, each with whether it stands under a "not"."""

    tokens: tuple[Token, ...]
    is_denied: tuple[bool, ...]


@lru_cache(maxsize=65536)
def polar(text: str) -> Polar:
    """Return the words of *text* with their negation; a denial holds for its clause."""
    words: list[Token] = []
    denied: list[bool] = []
    for clause in clauses(Span(text, 0)):
        found = tokens(_without_idioms(clause.text))
        words += found
        denied += _scopes(found)
    return Polar(tuple(words), tuple(denied))


@lru_cache(maxsize=65536)
def n_denials(text: str) -> int:
    """Return how often *text* denies something."""
    return sum(token.word in _DENYING for token in tokens(_without_idioms(text)))


def _without_idioms(text: str) -> str:
    flat = _LIMITED.sub(r"only \1 when", _HARMLESS.sub(" ", _FREE.sub("is free", plain(text))))
    flat = _AVOIDED.sub("not", _LEFT_ALONE.sub(r"not touch\1", flat))
    return _DOUBLED.sub("not", _NEITHER_NOR.sub(r"not\1or", flat))


def _scopes(words: tuple[Token, ...]) -> list[bool]:
    """Return for each word whether an odd number of denials holds for it."""
    whole = sum(word.word in _DENYING for word in words) % 2 == 1
    state = whole
    scopes = []
    for word in words:
        scopes.append(state)
        if word.word in _FROM_HERE:
            state = not state
    return scopes


@lru_cache(maxsize=1)
def opposites() -> Mapping[str, frozenset[str]]:
    """Return for the key of a word the keys of words that say the opposite."""
    pairs = [tuple(stem(word) for word in line.split()) for line in _OPPOSITES.strip().splitlines()]
    found: dict[str, set[str]] = {}
    for left, right in pairs:
        if left != right:
            found.setdefault(left, set()).add(right)
            found.setdefault(right, set()).add(left)
    return {key: frozenset(others) for key, others in found.items()}


def agreement(wanted: Polar, said: Polar, weights: Mapping[str, float]) -> float | None:
    """Return from -1 (says the opposite) to 1 (says the same) how the shared words of two texts are meant.

    None: they share no word that carries meaning, so the rules cannot tell.
    """
    return _balance(_shared(wanted, said, weights))


def _balance(votes: Iterable[tuple[float, float]]) -> float | None:
    top = bottom = 0.0
    for weight, vote in votes:
        top += weight * vote
        bottom += weight
    return top / bottom if bottom else None


def _shared(wanted: Polar, said: Polar, weights: Mapping[str, float]) -> Iterable[tuple[float, float]]:
    places: dict[str, list[bool]] = {}
    for token, denied in zip(said.tokens, said.is_denied, strict=True):
        places.setdefault(token.key, []).append(denied)
    against = opposites()
    for token, denied in zip(wanted.tokens, wanted.is_denied, strict=True):
        if not token.is_content or token.is_name:
            continue
        weight = weights.get(token.key, 1.0)
        if token.key in places:
            same = places[token.key]
            yield weight, 1.0 if denied in same else -1.0
        else:
            for other in against.get(token.key, ()):
                if other in places:
                    yield weight * _OPPOSITE, -1.0 if denied in places[other] else 1.0
