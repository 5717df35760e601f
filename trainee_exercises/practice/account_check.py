"""What of a script's account contradicts the desk, its customers or their own words; part of `practice check`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from sim.scenario.problems import did_you_mean, listed, shown
from trainee_exercises.practice.load import DESK
from trainee_exercises.practice.people import plans_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.problems import Path, Problem
    from trainee_exercises.practice.check import Here
    from trainee_exercises.practice.load import Reading
    from trainee_exercises.practice.scripts import CustomerClass, Script

_WORDS: Final = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen twenty thirty forty"
    " fifty sixty seventy eighty ninety hundred"
)
_N: Final = rf"(?:\d[\d,]*|(?:a )?(?:{'|'.join(_WORDS.split())}))"
_PEOPLE: Final = "(?:people|persons|users|seats|licences|colleagues|employees|members|staff)"
_MONTHS: Final = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December|spring|summer|autumn"
    "|winter|20\\d\\d)"
)
_AGO: Final = "(?:days?|weeks?|months?|years?) ago"
_BEGAN: Final = "(?:bought|took out|signed up|subscribed)"


class _Sign(NamedTuple):
    """Words of a customer by which something must be so of the account, and what field of it says so."""

    field: str
    pattern: re.Pattern[str]
    wanted: str


_SIGNS: Final = (
    _Sign("seats", re.compile(rf"\b{_N} of us\b|\bwe(?:'re| are) (?:a team of |only |just |really |about )*{_N}"
                              rf"(?= {_PEOPLE}\b|[.,;!?])|\b(?:our|my|for|pay) {_N} {_PEOPLE}\b|\(\d+ {_PEOPLE}\)"
                              rf"|\bour bill: {_N} {_PEOPLE}\b", re.IGNORECASE),
          "how many people, such as seats: 9, or the least and the most, such as seats: [5, 240]"),
    _Sign("since", re.compile(rf"\bcustomers? (?:of yours )?(?:for|since)\b|\b(?:with|using) you (?:for|since)\b"
                              rf"|\b(?:our|the|this being our) first payment\b|\bday one\b|\b{_N} years of \w+ ?work\b"
                              rf"|\b{_BEGAN}\b[^.?!]{{0,40}}\b{_AGO}\b|\b{_AGO}\b[^.?!]{{0,40}}\b{_BEGAN}\b",
                              re.IGNORECASE),
          "how many months they are a customer, such as since: 0 for less than one, or since: [24, 60]"),
    _Sign("pays", re.compile(r"\bwe(?:'ve| have)? (?:paid|pay) (?:for the (?:whole )?|by the |a )(?:year|month)\b"
                             r"|\b(?:I|we) pay (?:monthly|yearly)\b", re.IGNORECASE),
          "pays: month, or pays: year"),
    _Sign("past", re.compile(rf"\byou (?:people )?wrote to (?:me|us)\b|\bI(?:'ve)? (?:wrote|written|asked)\b"
                             rf"[^.?!]{{0,20}}\bin {_MONTHS}\b|\btime (?:I'm|I am|of) asking\b", re.IGNORECASE),
          "the earlier contacts as the desk lists them, such as past: [Asked for SMS in October]"),
)  # fmt: skip
_CARD: Final = re.compile(r"\bends? (?:in |with )?(\d{4})\b|^(\d{4})\.", re.IGNORECASE)
_INVOICE: Final = re.compile(r"\b(?:invoice|reference)\b[^.?!]{0,25}?\b(20\d\d-\d{4,6})\b", re.IGNORECASE)
_OWN_PLAN: Final = (
    r"\b(?:I'm|I am|[Ww]e're|[Ww]e are|still) on (?:the |your |our )?(?:NAMES)\b"
    r"|\b(?:on|have) (?:our|your) (?:NAMES) plan\b|\b[Oo]ur (?:NAMES) plan\b"
    r"|\b[Ww]e(?:'ve| have) got (?:NAMES)\b|\b[Tt]ook out (?:the |your )?(?:NAMES)\b"
)
_OWN_CLASS: Final = re.compile(
    r"\b(?:as|I'm|I am|we're|we are) (?:a |an )?(?:free|paying) (?:user|customer|account)s?\b", re.IGNORECASE
)
_PAY: Final = frozenset({"paying", "vip"})


def account_problems(here: Here) -> Iterator[Problem]:
    """Find bounds that nobody can meet, and words of the customer that the desk might contradict."""
    yield from _classes(here)
    yield from _plans(here)
    yield from _companies(here)
    yield from _signs(here)
    yield from _named_plans(here)
    yield from _numbers(here)


def price_problems(reading: Reading) -> Iterator[Problem]:
    """Find plans of customers who pay that cost nothing as far as the desk knows."""
    pack = reading.pack
    for kind, plans in pack.plans.items():
        for plan in plans if kind in _PAY else ():
            if plan not in pack.prices:
                says = f"says nothing about {shown(plan)}, so {kind} customers on it seem to pay nothing; add it"
                yield reading.sources[DESK].problem(("prices",), says)


def _classes(here: Here) -> Iterator[Problem]:
    script = here.script
    for kind in ("free", "trial", "paying", "vip"):
        if kind in script.account.model_fields_set and kind not in script.customers:
            says = f"{kind} is none of its customers ({listed(script.customers)}); leave it out, or add the class"
            yield here.problem(("account", kind), says)
    since = script.account.of("trial").since
    if "trial" in script.customers and since and since[0] > 0:
        says = f"a trial has no {since[0]} months behind it; take trial out of customers, or write trial: {{since: 0}}"
        yield here.problem(_place(script, "trial", "since"), says)


def _plans(here: Here) -> Iterator[Problem]:
    script, plans = here.script, here.reading.pack.plans
    known = sorted({one for every in plans.values() for one in every})
    for kind in script.customers:
        given, able = script.account.of(kind).plan, plans.get(kind, ())
        wrong = [one for one in given or () if one not in known]
        path = _place(script, kind, "plan")
        if wrong:
            yield here.problem(path, f"{shown(wrong[0])} is no plan of the desk; {did_you_mean(wrong[0], known)}")
        elif given and able and not set(given) & set(able):
            says = f"leaves {kind} customers no plan, who have {listed(able)}; add one of these, or take the class out"
            yield here.problem(path, says)


def _companies(here: Here) -> Iterator[Problem]:
    script = here.script
    if not any(script.account.of(kind).company == "" for kind in script.customers):
        return
    for path, text in said_by_customer(script):
        if "{company}" in text:
            yield here.problem(path, "{company} stays empty, as account.company is; name a company, or leave it out")


def _signs(here: Here) -> Iterator[Problem]:
    """Find what the customer says of the account where nothing says that it must be so; the first place of each."""
    script = here.script
    for sign in _SIGNS:
        open_to = [
            kind for kind in _concerned(script, sign.field) if getattr(script.account.of(kind), sign.field) is None
        ]
        for path, words in _found(script, sign.pattern) if open_to else ():
            says = f"says {shown(words)}, and the desk may show another; write under account {sign.wanted}"
            yield here.problem(path, says)
            break


def _concerned(script: Script, field: str) -> list[CustomerClass]:
    """Return the classes of a script for which a field matters: a trial has no months, and a few try it for many."""
    if field == "pays":
        return [one for one in script.customers if one in _PAY]
    return [one for one in script.customers if field == "past" or one != "trial"]


def _named_plans(here: Here) -> Iterator[Problem]:
    """Find a customer who names their own plan, or that they pay or don't, while the desk shows or may show another."""
    script, plans = here.script, here.reading.pack.plans
    names = sorted({re.escape(one) for every in plans.values() for one in every}, key=len, reverse=True)
    own = re.compile(_OWN_PLAN.replace("NAMES", "|".join(names) or "(?!)"))
    for path, words in _found(script, own):
        odd = [kind for kind in script.customers if not _is_so(words, kind, here)]
        if odd:
            says = f"says {shown(words)}, and the desk may show another plan to {odd[0]} customers; write under account"
            yield here.problem(path, f"{says} which it is, such as plan: {plans[odd[0]][-1]}, or take the class out")
            break
    for path, words in _found(script, _OWN_CLASS):
        wanted = {"free"} if "free" in words.lower() else _PAY
        odd = [kind for kind in script.customers if kind not in wanted]
        if odd:
            yield here.problem(path, f"says {shown(words)}, which {odd[0]} customers are not; take the class out")
            break


def _is_so(words: str, kind: CustomerClass, here: Here) -> bool:
    """Tell whether all plans that a customer of the class may have are the one that is named."""
    if kind not in here.reading.pack.plans:
        return True
    able = plans_of(kind, here.script.account.of(kind), here.reading.pack)
    given = here.script.account.of(kind).plan is not None
    named = [one for one in able if any(word in words.lower() for word in one.lower().split() if word != "of")]
    return bool(named) if given else len(named) == len(able)


def _numbers(here: Here) -> Iterator[Problem]:
    """Find digits of a card and numbers of invoices that are others than the desk's."""
    script = here.script
    for pattern, field in ((_CARD, "card"), (_INVOICE, "invoice")):
        for path, text in said_by_customer(script):
            match = pattern.search(text) if path[0] in {"opening", "needs"} else None
            number = match and next(one for one in match.groups() if one)
            if number and any(getattr(script.account.of(kind), field) != number for kind in script.customers):
                says = f'gives {number}, and the desk shows another; write under account {field}: "{number}"'
                yield here.problem(path, says)


def said_by_customer(script: Script) -> Iterator[tuple[Path, str]]:
    """Give every text that the customer says, and where it stands."""
    for key in ("subject", "opening", "thanks"):
        yield (key,), getattr(script, key)
    for part, key in (("facts", "asks"), ("claims", "reacts"), ("needs", "gives"), ("branches", "says")):
        for n, one in enumerate(getattr(script, part)):
            yield (part, n, key), getattr(one, key)


def _found(script: Script, pattern: re.Pattern[str]) -> Iterator[tuple[Path, str]]:
    for path, text in said_by_customer(script):
        match = pattern.search(text)
        if match:
            yield path, match.group()


def _place(script: Script, kind: CustomerClass, field: str) -> Path:
    """Return where the bound of a class was written."""
    own = getattr(script.account, kind)
    return ("account", kind, field) if own is not None and field in own.model_fields_set else ("account", field)
