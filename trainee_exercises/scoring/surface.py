"""Surface signs of a reply that hold for any product: scolding, empty phrases, tone. Never a mood score."""

from __future__ import annotations

import re

from trainee_exercises.scoring.text import plain


def any_of(*patterns: str) -> re.Pattern[str]:
    """Return a pattern that finds any of *patterns*, capitals or not."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_RUDE = any_of(
    r"\byou (?:should|could|ought to) (?:have|of)\b",
    r"\bif you had (?:only )?(?:read|looked|listened|checked|bothered)",
    r"\bhad you (?:read|looked|bothered|checked)",
    r"\bas (?:it|the \w+|we) (?:clearly|plainly|already) (?:says?|said|states?|stated|told)",
    r"\bcan(?:'t| not|not)? you (?:even )?read\b",
    r"\b(?:do|did|have|had|are|can) you (?:even|ever) (?:read|look|listen|think|try|check)\w*",
    r"\b(?:idiot\w*|moron\w*|clueless|brainless|dimwit\w*|numpty|dummy)\b|\blook twice before you\b",
    r"\breading (?:helps|would help)\b",
    r"\b(?:is|are)(?:n't| not) (?:really )?(?:our|my) (?:problem|fault|job|concern|business)\b",
    r"\bnot (?:our|my) (?:problem|fault|job|concern|business|department)\b",
    r"\bif you had (?:\w+(?:'s)? ){1,6}(?:just )?once\b|\bas every(?:body|one)(?: else)? knows\b",
    r"\blike (?:a )?normal (?:person|people)\b|\bno need (?:for|to use) (?:capitals|capital letters|shouting|caps)\b",
    r"\byou forgot (?:it|that|this),|\bnext time,? (?:set|read|check|look|think|remember)\b|\bobviously not\b",
    r"\bthink a (?:little|bit)\b|\bany(?:body|one) (?:can|could) (?:say|write|claim) that\b"
    r"|\b(?:is|are) worthless to us\b",
    r"\b(?:it|that|this)(?:'s| is| was) (?:all |entirely |completely )?your (?:own )?(?:fault|mistake|problem)\b",
    r"\byour own (?:fault|mistake|problem)\b",
    r"\bif you (?:(?:would |could |only )?(?:care|bother|manage|cared|bothered|managed)) to\b"
    r"|\bi(?:'d| would| had)?(?: have)? (?:expect|expected|thought|hoped) (?:an? |that )?(?:\w+ ){1,4}(?:to know"
    r"|would know|to understand|knows)\b",
    r"\b(?:even a child|any child|any(?:one|body) with (?:eyes|a brain|half a brain|any sense|common sense)"
    r"|a five-year-old|not rocket science|read it again|for the last time"
    r"|what part of|which part of|do you think i|why would you|who does that|good luck with that)\b",
    r"\bcalm down\b|\bchill out\b|\bget over it\b|\bdeal with it\b|\bgrow up\b|\bso what\b|\bnice try\b",
    r"\bstop (?:shouting|complaining|whining|panicking|moaning|bothering|wasting)\b",
    r"\b(?:shouting|threatening|threats|caps|complaining|whining)(?: \w+){0,4} (?:doesn't|does not|don't|won't"
    r"|will not|not)\b",
    r"\bwasting (?:my|our|everyone's) time\b|\bwaste (?:my|our) time\b",
    r"\bpay attention\b|\blearn (?:to|how to)\b|\bdo your homework\b|\bhow hard can\b|\bwhat did you expect\b",
    r"\bnobody (?:forced|asked) you\b|\bother (?:people|customers) manage\b|\beveryone else (?:can|manages"
    r"|understands)\b",
    r"\byou (?:are|were|must be|seem) (?:just |simply |really |clearly |too )*(?:stupid|lazy|careless|ridiculous"
    r"|confused|rude)\b",
    r"\b(?:stupid|silly|dumb|ridiculous) (?:question|mistake|of you)\b|\bcommon sense\b|\bobviously you\b"
    r"|\byou obviously\b",
    r"\bif (?:it|that) bothers you\b|\bgo (?:and )?(?:find|look for|use) another\b|\btake it or leave it\b",
    r"\bwe (?:already )?told you\b|\bas i (?:already )?(?:said|told you)\b|\bhow many times\b|\bnot a babysitter\b",
    r"\bwe know (?:this|that|your) (?:scam|trick|kind)\b|\byou(?:'re| are) not (?:the only|special)\b",
)
_EMPTY = any_of(
    r"\bas soon as (?:possible|we can)\b|\bstay tuned\b|\b(?:right|relevant|responsible) (?:people|team|department"
    r"|colleagues)\b",
    r"\b(?:top|first|highest|number one|utmost) (?:priority|importance)\b|\byour satisfaction\b|\brest assured\b",
    r"\b(?:appreciate|value) your\b|\byour (?:patience|loyalty|feedback|frustration|understanding|trust)\b"
    r"|\bvalued customer\b",
    r"\binconvenience\b|\bdo(?:n't| not) hesitate\b|\bfeel free\b|\balways (?:there|here|happy)\b|\bhere to help\b",
    r"\bthank(?:s| you)(?: so much| very much)? for (?:contacting|reaching|getting in touch|your (?:message|email"
    r"|enquiry|interest))\b",
    r"\bour (?:wonderful|great|amazing|whole|dedicated) team\b|\bexciting\b|\bgreat (?:idea|feedback|suggestion)\b",
    r"\b(?:look|looking) (?:at|in|into|for)? ?(?:our|the) help (?:cent(?:re|er)|pages|articles)\b"
    r"|\bsee the help cent(?:re|er)\b",
    r"\bwithin the next (?:updates?|releases?)\b|\bwork(?:ing)? around the clock\b|\bescalat\w+\b|\bwish(?:ing)? you\b",
)
_OURS_DONE = re.compile(
    r"\b(?:I|we)(?:'ve| have|'m| am| are)?(?: just| now| already)? (?:now |already |just )?"
    r"(?:changed|removed|switched|restarted|fixed|reset|extended|credited|refunded|added|gave you|put your|put in"
    r"|transferred|"
    r"enabled|unlocked|activated|deleted|repaired|turned (?:it|this|that|on|off)|increased|lifted|approved|granted"
    r"|cancelled|"
    r"upgraded|restored|resolved|solved)\b",
    re.IGNORECASE,
)
_WAY_OUT = any_of(
    r"\b(?:instead|meanwhile|in the meantime|until then|for now|alternatively|otherwise|either way|as a workaround"
    r"|plan b|if not)\b",
    r"\b(?:what (?:does|would|will) work|what you can do|you (?:can|could|may)|another way|way (?:a)?round)\b",
)
_SORRY = any_of(r"\b(?:sorry|apolog(?:y|ies|ise|ize)|regret|unfortunately|afraid)\b")
_FORMAL = any_of(
    r"\bdear\b|\bkind regards\b|\byours (?:sincerely|faithfully)\b|\bwith (?:kind|best) regards\b|\b(?:mr|ms|mrs|dr"
    r"|professor)\b\.? [A-Z]"
)
_CASUAL = any_of(
    r"^(?:hi|hey|hello|hiya|ciao|hola|ahoj|hoi)\b|\w'(?:s|re|ll|ve|d|m)\b|!|[:;]-?[)D]|\bno worries\b|\bcheers\b"
)
_URGENT = any_of(
    r"\b(?:now|right away|at once|immediately|first|quick\w*|today|this minute|straight away|before|step 1)\b|^\W*1[.)]"
)


def scolding(text: str) -> list[str]:
    """Return the words that blame, mock or brush off the customer."""
    return [found.group() for found in _RUDE.finditer(plain(text))]


def empty_phrases(text: str) -> list[str]:
    """Return phrases of a kind that any reply to anybody could have."""
    return [found.group() for found in _EMPTY.finditer(plain(text))]


def done_by_us(text: str) -> str | None:
    """Return words that claim that something was done on the company's side, such as "I have removed"."""
    return _found(_OURS_DONE, text)


def way_out(text: str) -> str | None:
    """Return words that offer something besides the direct answer."""
    return _found(_WAY_OUT, text)


def tone(text: str, wanted: str, customer: str) -> float:
    """Return from 0 to 1 how the surface fits the customer's tone: name, form of address, and the tone's own signs."""
    named = any(part in text for part in customer.split() if len(part) > 2 and part[0].isupper())
    fits = {"formal": _FORMAL, "casual": _CASUAL, "urgent": _URGENT}[wanted]
    clash = {"formal": _CASUAL, "casual": _FORMAL}.get(wanted)
    clashes = clash is not None and bool(_found(clash, text)) and not _found(fits, text)
    return 0.4 * named + 0.6 * bool(_found(fits, text)) * (not clashes)


def is_sorry(text: str) -> bool:
    """Tell whether the reply regrets something."""
    return _found(_SORRY, text) is not None


def _found(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(plain(text))
    return found.group().strip() if found else None
