"""An honest "not known": owning up to it, a promise to come back, by when, and who looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trainee_exercises.scoring.surface import any_of
from trainee_exercises.scoring.text import plain, sentences

if TYPE_CHECKING:
    import re

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"


_UNKNOWN = any_of(
    r"\b(?:do|does|did)(?:n't| not)(?: yet| really| actually)? know\b|\bunknown\b|\bundecided\b|\bno idea\b",
    r"\b(?:not|n't)(?: yet)? (?:been |yet |fully |quite )?(?:known|decided|sure|certain|clear|settled|confirmed"
    r"|agreed|final)\b",
    r"\b(?:can(?:'t|not| not)|couldn't|could not|won't|will not|wouldn't|would not|unable to|not able to|mustn't"
    r"|may not|nor can i|would not like to|don't want to)"
    r" (?:yet |honestly |possibly )?(?:say|tell|promise|explain|give you an?|give any|confirm|guarantee|invent|name"
    r"|see|reproduce"
    r"|judge|answer|estimate|predict|commit|decide|know|be sure|make (?:any )?promises?|speak for|count on)\b",
    r"\bno (?:decision|date|answer|cause|explanation|reason|news|promise|(?:fixed |firm )?(?:date|time|eta"
    r"|timeline)|end in sight"
    r"|one (?:knows|could|can|has|here))\b",
    r"\bnobody (?:has|here|knows|can|could)\b|\bnone of us\b|\bthere (?:is|'s) no (?:date|decision|answer|fixed"
    r"|word)\b",
    r"\b(?:still|is|it's|remains?|stays?|stay|left) open\b|\b(?:haven't|hasn't|have not|has not) (?:yet )?(?:found"
    r"|been"
    r"|decided|told|got|heard|worked out|managed|pinned)\b",
    r"\bneither\b[^.]*\b(?:known|know|judge|say|something we)\b|\b(?:did|could)(?:n't| not) find\b"
    r"|\bI would be guessing\b",
    r"\b(?:would|could|might|may) (?:also |well )?be (?:a |an )?(?:guess|guessing|made up|invented|empty|refusal"
    r"|no\b|wrong)\b"
    r"|\bonly (?:a )?guess\w*\b|\bguessing (?:won't|would|helps)\b|\b(?:rather|instead of"
    r"|without) (?:than )?guess\w*\b",
    r"\b(?:not|n't) (?:for me|in my (?:hands|power)|in our hands|mine|my (?:call|decision)|up to (?:me|us)|ours to)\b"
    r"|\bnot something (?:we|i) (?:may|can|could)\b|\bthe (?:say|decision) (?:lies|is) with\b",
    r"\b(?:be|to be|am) (?:completely |quite |very )?(?:frank|honest|open|straight) (?:with you)?\b|\bhonestly\b"
    r"|\btruth first\b",
    r"\btoo early to\b|\bwaiting for (?:an answer|word|news)\b|\byou(?:'d| would) be the first\b|\bunder (?:review"
    r"|discussion)\b",
)
_BACK = any_of(
    r"\bI(?:'ll| will|'m going to| shall|'d)? (?:\w+ ){0,4}?(?:write|get back|report|come back|let you know|ping"
    r"|call|update"
    r"|be back|reply|tell you|send you|follow up|keep you|be in touch|mail you|phone you|answer you|message you"
    r"|check back)\b",
    r"\bI(?:'m|'ll be| am) back (?:with|to|at)\b|\bI (?:report|mail|write|answer|ring|phone)\b",
    r"\bwe(?:'ll| will) (?:\w+ ){0,4}?(?:write|get back|report|come back|let you know|update|reply|tell you|follow up"
    r"|be in touch|mail you|call you|inform you)\b",
    r"\b(?:you(?:'ll| will)?|expect(?: to)?) (?:get|hear|have|receive|know) (?:\w+ ){0,5}(?:from (?:me|us)|line"
    r"|report|my|news"
    r"|answer|reply|update|verdict|decision|word|outcome|result|then|at most|latest)\b|\bexpect (?:word|news"
    r"|an? (?:answer|reply))\b",
    r"\b(?:hear|news|word|line|answer|update|report|message|mail) from (?:me|us)\b|\bmore (?:tomorrow|on \w+day)\b"
    r"|\byou(?:'ll| will) hear\b|\bkeep you (?:posted|updated|informed)\b|\bnews or (?:not|no news)\b",
)
_WHEN = any_of(
    r"\b(?:today|tomorrow|tonight|this (?:afternoon|morning|evening|week)|noon|midday"
    r"|end of (?:the )?(?:next )?(?:working )?"
    r"(?:day|week|month)|next (?:week|working day|business day|morning))\b",
    rf"\b{_DAY}\b",
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b|\b{_MONTH} \d{{1,2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)\b"
    rf"|\b\d{{1,2}}[:.]\d\d\b",
    r"\b(?:within|in|inside|after|max\.?) (?:(?:the|next) )*(?:\w+ ){1,3}(?:hours?|days?|minutes?|weeks?)\b"
    r"|\b\d{1,2} ?(?:am|pm|o'clock|h)\b|\bbefore (?:six|noon|five)\b"
    r"|\b(?:one|two|three|four|five|\d+) (?:working |business )?(?:hours?|days?|weeks?) (?:later|from now|at most)\b"
    r"|\b(?:the|a|one) day (?:later|after)\b|\bthe (?:next|same) (?:working |business )?day\b|\bat (?:one|two|three"
    r"|four|five|six) o?\b",
)
_TWO_NAMES = r"(?-i:[A-Z][\w'-]+ [A-Z][\w'-]+)"
_WHO = any_of(
    r"\b(?:my|our|a|an|the) (?:\w+ )?(?:colleague|engineers?|team lead|manager|head of|product (?:team|manager"
    r"|lead)|security team"
    r"|developers?|specialist|lawyer|adviser|advisor|association|authority|union)\b",
    rf"\b{_TWO_NAMES},? (?:in|from|of|on|who|our|decides|can|will|is|has|looks|needs|alone|tried|wants|must|may"
    rf"|runs|handles|owns"
    r"|brings|takes|builds|meets|expects)\b",
    rf"\b(?:asked|ask|given|gave|give|passed|handed|sent|put|with|to|by|only)(?: it| this| that| your \w+)?(?: with"
    rf"| to)? {_TWO_NAMES}",
    r"\b(?:for|to|by|with|asked) (?:(?:mr|ms|mrs|dr)\.? )?(?-i:[A-Z][\w'-]+),? (?:in|from|of|on|who|our"
    r"|to (?:settle|decide))\b",
)


class Promise(NamedTuple):
    """What a reply says about what happens next: each the words that say it, or None."""

    unknown: str | None
    back: str | None
    when: str | None
    who: str | None

    @property
    def share(self) -> float:
        """How much of an honest "not known" is there, 0 to 1: owned up, coming back, by when, who."""
        dated = self.when is not None and self.back is not None
        return 0.35 * bool(self.unknown) + 0.25 * bool(self.back) + 0.25 * dated + 0.15 * bool(self.who)


def promise(text: str) -> Promise:
    """Return the promise in *text*; a time counts where it stands beside the coming back, else anywhere."""
    said = [span.text for span in sentences(text)]
    with_back = [one for one in said if _BACK.search(plain(one))]
    return Promise(_first(_UNKNOWN, said), _first(_BACK, said), _first(_WHEN, with_back), _first(_WHO, said))


def _first(pattern: re.Pattern[str], texts: list[str]) -> str | None:
    return next((one for one in texts if pattern.search(plain(one))), None)
