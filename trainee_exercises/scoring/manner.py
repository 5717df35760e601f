"""How a reply speaks, whatever the product: sure of itself, vague, by the template, or telling what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trainee_exercises.scoring import surface
from trainee_exercises.scoring.text import clauses, plain, sentences, squeezed, tokens

if TYPE_CHECKING:
    from trainee_exercises.packs import Question

_TOO_SURE = re.compile(
    r"\b(?:definitely|absolutely|for sure|surely|guaranteed?|guarantees|100 ?%|nothing (?:can|will) happen"
    r"|already (?:done|fixed|solved)|as you wish|consider it done|between us|trust me|i(?:'m| am) (?:sure|certain)"
    r"|without (?:any )?risk|no risk|our (?:mistake|fault|error)|compensat\w+)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:i think|maybe|perhaps|probably|possibly|might|should (?:work|be)|sounds like|seems?|i guess|i believe"
    r"|somehow"
    r"|something|usually|normally|i suppose|fingers crossed|hopefully)\b",
    re.IGNORECASE,
)
_TEMPLATE = frozenset(
    token.key
    for token in tokens(
        """
        thank thanks thankful grateful appreciate contact contacting reach reaching patience understanding inconvenience
        kindly valued value loyalty satisfaction important importance team department relevant responsible issue matter
        concern question enquiry request message mail possible soon shortly possibilities options various variety
        several many different wide range offer offers flexible always happy glad pleased delighted wish wishing hope
        hopefully nice lovely wonderful great best experience service services product support help assist assistance
        centre center articles article topics information further more assure assured rest priority escalated
        escalate forwarded
        forward passed pass investigating investigate looking look checking check feedback suggestion idea customers
        customer family heart touch feel free hesitate available anytime journey pride proud excellent quality solution
        solutions frustrating frustration trust confidence trouble sincere sincerely apologise apologize apologies
        regret
        """
    )
)
_ORDERS = frozenset(
    """
    open go click press tap choose select pick set tick untick switch turn enter type put take use call ring phone write
    send mail revoke keep make add remove delete check look read ask tell give leave start stop wait try move copy save
    upload download import export sign log connect create change let plan note count fetch compare sort collect show
    forward restart reinstall update reset cancel book invite reply please first then
    """.split()  # noqa: SIM905 -- a list of 80 strings is harder to read
)
_SHORT = 4


def is_order(text: str) -> bool:
    """Tell whether *text* begins with an order, such as "open"."""
    return bool(tokens(text)) and tokens(text)[0].word in _ORDERS


def scolding(question: Question, text: str) -> list[str]:
    """Return the words that blame, mock or brush off the customer, but for those that good replies need here.

    "How many times" scolds, except where the answer is on which page one sees how many times somebody did not come.
    """
    said = surface.scolding(text)
    if not said:
        return []
    good = [wording for fact in question.must_say for wording in (*fact.phrasings, fact.fact)]
    good += [wording for ones in question.points.values() for point in ones for wording in point.phrasings]
    good += [question.model_answers.get(mark, "") for mark in (3, 4)]
    needed = f" {' / '.join(map(squeezed, good))} "
    return [words for words in said if f" {squeezed(words)} " not in needed]


def too_sure(text: str) -> list[str]:
    """Return the phrases that promise or reassure without ground."""
    return [found.group() for found in _TOO_SURE.finditer(plain(text))]


def vague(text: str) -> list[str]:
    """Return the phrases that leave things in the air."""
    return [found.group() for found in _VAGUE.finditer(plain(text))]


def by_template(text: str) -> float:
    """Return the share of its words with meaning that any reply to anybody could have."""
    said = [token.key for token in tokens(text) if token.is_content]
    return sum(key in _TEMPLATE for key in said) / max(_SHORT, len(said))


def instructions(text: str) -> float:
    """Return from 0 to 1 how much the reply tells the customer what to do: clauses that begin with an order."""
    return min(4, sum(is_order(part.text) for span in sentences(text) for part in clauses(span))) / 4
