"""What makes a practice pack fit for a shift: everything that is not, and what it holds."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

from sim.engine.seat import Seat
from sim.scenario.load import parse
from sim.scenario.problems import Problem, ScenarioError, did_you_mean, listed, shown
from trainee_exercises.checks.likeness import content, covered, words
from trainee_exercises.practice.account_check import account_problems, price_problems
from trainee_exercises.practice.day import PracticeError, Scene, minutes_of, seated
from trainee_exercises.practice.levels import LADDER, TOUR
from trainee_exercises.practice.load import DESK, WEEK
from trainee_exercises.practice.once import once
from trainee_exercises.practice.scripts import CATEGORIES, CLASSES, OWNERS, TONES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sim.scenario.problems import Path
    from trainee_exercises.practice.load import Reading
    from trainee_exercises.practice.scripts import Branch, Script

PLACEHOLDERS: Final = ("first_name", "name", "company", "email", "rep")
N_PHRASINGS: Final = 3
"""Of a fact, need or claim: with fewer, right replies in other words are not seen."""
_SHORTEST_ECHO: Final = 4  # words
_ALIKE: Final = 0.6  # of the words of goal and facts that two situations may share
_TOUR_SEED: Final = 1  # as `wish` has it
_PLACEHOLDER: Final = re.compile(r"\{([^{}\n]*)\}")


class Report(NamedTuple):
    """What was found. problems: in the order of files and lines; counts: of scripts by category, class, tone, level."""

    title: str
    n_articles: int
    n_scripts: int
    counts: dict[str, dict[str, int]]
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Is there nothing to put right?"""
        return not self.problems


class Here(NamedTuple):
    """A script and where its problems are told."""

    reading: Reading
    script: Script

    def problem(self, path: Path, message: str) -> Problem:
        """Return a problem at that place of the script."""
        file, number = self.reading.places[self.script.id]
        return self.reading.sources[file].problem(("scripts", number, *path), f"{self.script.id}: {message}")


def check(reading: Reading) -> Report:
    """Return all that keeps a practice pack from being fit for a shift, and what it holds."""
    found = [*_desk(reading), *_articles(reading), *_week(reading), *_twins(reading), *price_problems(reading)]
    for script in reading.pack.scripts.values():
        here = Here(reading, script)
        for part in (_names, _references, _phrasings, _branches, _placeholders, _sense, account_problems):
            found += part(here)
    pack = reading.pack
    return Report(
        pack.title,
        len(pack.articles),
        len(pack.scripts),
        _counts(pack.scripts),
        tuple(sorted(set(found), key=lambda one: (one.file, one.line, one.path, one.message))),
    )


def _counts(scripts: Mapping[str, Script]) -> dict[str, dict[str, int]]:
    every = list(scripts.values())
    by_class = Counter(one for script in every for one in script.customers)
    return {
        "categories": {one: Counter(script.category for script in every)[one] for one in CATEGORIES},
        "customers": {one: by_class[one] for one in CLASSES},
        "tones": {one: Counter(script.tone for script in every)[one] for one in TONES},
        "levels": {str(one): Counter(script.from_level for script in every)[one] for one in range(1, 6)},
    }


# ---- the desk ----


def _desk(reading: Reading) -> Iterator[Problem]:
    pack, desk = reading.pack, reading.sources[DESK]
    if pack.start_article not in pack.articles:
        says = f"{shown(pack.start_article)} is no article; {did_you_mean(pack.start_article, pack.articles)}"
        yield desk.problem(("start_article",), says)
    for key, given, wanted in (
        ("tags", pack.tags, CATEGORIES), ("modifiers", pack.modifiers, ("angry", "billing")),
        ("targets", pack.targets, CLASSES), ("patience", pack.patience, TONES), ("lines", pack.lines, TONES),
        ("plans", pack.plans, CLASSES), ("procedures", pack.procedures, ("refund", "password_reset")),
        ("owners", pack.owners, OWNERS if pack.owners else ()),
    ):  # fmt: skip
        missing = [one for one in wanted if one not in given]
        if missing:
            yield desk.problem((key,), f"says nothing about {listed(missing)}; add it")
    taken = {mate.takes for mate in pack.colleagues} | {"answer"}
    routes = {one for script in pack.scripts.values() for one in (script.route, script.copy_to) if one}
    for route in sorted(routes - taken):
        yield desk.problem(("colleagues",), f"nobody takes {route!r}, where scripts pass customers to; add a colleague")
    if all(script.incident for script in pack.scripts.values()):
        says = "all scripts are reports of an incident; write customers who come on other days too"
        yield Problem(desk.name.replace(DESK, "scripts"), 0, "", says)
    for n, macro in enumerate(pack.macros):
        for says in _unfilled(macro.text):
            yield desk.problem(("macros", n, "text"), says)


def _articles(reading: Reading) -> Iterator[Problem]:
    for place, article in reading.article_places.items():
        if not reading.pack.articles[article].keywords:
            message = "names no keywords; write the words that customers use for it"
            yield reading.sources[place].problem(("keywords",), message)


def _week(reading: Reading) -> Iterator[Problem]:
    """Find what of the week would leave a level of the ladder without a shift."""
    name = reading.sources[DESK].name.replace(DESK, WEEK)
    place = reading.folder / WEEK
    if not place.is_file():
        yield Problem(name, 0, "", "no such file; the levels begin in it: copy that of pinfold, and change it")
        return
    try:
        plans = parse(place.read_text("utf-8"), name).plans
    except ScenarioError as error:
        yield from error.problems
        return
    for plan in sorted({one.plan for one in LADDER} - set(plans)):
        yield Problem(name, 1, "plans", f"has no plan {plan!r}, in which a level begins; there is {listed(plans)}")
    if LADDER[TOUR].plan in plans and (reason := _no_tour(place.read_text("utf-8"))):
        yield Problem(name, 1, f"plans.{LADDER[TOUR].plan}", reason)


@once(8)
def _no_tour(week: str) -> str:
    """Return why the tour, which is about somebody who waits already, can't be had; "": it can."""
    tour = LADDER[TOUR]
    try:
        place = seated(parse(week, WEEK), Scene(tour.plan, _TOUR_SEED, tour.day, minutes_of(tour.time)))
    except PracticeError as error:
        return f"the tour can't begin: {error}"
    seat = Seat(place.drawn.inputs, place.agent, place.sits_at)
    seat.run_until(place.sits_at)
    if any(map(seat.may_take, range(seat.inputs.n_first))):
        return ""
    return (
        f"nobody waits where the tour begins, on day {tour.day + 1} at {tour.time}; let customers write before that"
        " whom no colleague has answered by then"
    )


# ---- a script ----


def _names(here: Here) -> Iterator[Problem]:
    """Find ids that stand twice within a script: a branch could not tell which one is meant."""
    seen: set[str] = set()
    for key in ("facts", "claims", "needs", "branches"):
        for n, one in enumerate(getattr(here.script, key)):
            if one.id in seen:
                yield here.problem((key, n, "id"), f"{one.id!r} is also the id of another part; write another one")
            seen.add(one.id)


def _references(here: Here) -> Iterator[Problem]:
    script, pack = here.script, here.reading.pack
    for n, article in enumerate(script.articles):
        if article not in pack.articles:
            yield here.problem(("articles", n), f"{article!r} is no article; {did_you_mean(article, pack.articles)}")
    incidents = [one.id for one in pack.incidents]
    if script.incident is not None and script.incident not in incidents:
        yield here.problem(
            ("incident",), f"{script.incident!r} is no incident; {did_you_mean(script.incident, incidents)}"
        )
    if (script.incident is not None) != (script.category == "outage"):
        says = "an outage names its incident, and nothing else does; correct one of the two"
        yield here.problem(("category",), says)
    if script.sales_signal and _plain(script.sales_signal) not in _plain(f"{script.subject} {script.opening}"):
        says = f"{shown(script.sales_signal)} does not stand in the opening; quote the customer's own words"
        yield here.problem(("sales_signal",), says)


def _phrasings(here: Here) -> Iterator[Problem]:
    said = _plain(f"{here.script.subject} {here.script.opening}")
    for key in ("facts", "claims", "needs"):
        for n, one in enumerate(getattr(here.script, key)):
            if len({_plain(each) for each in one.phrasings}) < N_PHRASINGS:
                says = f"{one.id} has {len(one.phrasings)} phrasings; write at least {N_PHRASINGS} that differ"
                yield here.problem((key, n, "phrasings"), says)
            for m, phrasing in enumerate(one.phrasings):
                if len(words(phrasing)) >= _SHORTEST_ECHO and _plain(phrasing) in said:
                    says = f"{shown(phrasing)} stands in the customer's own text; an echo would count: reword it"
                    yield here.problem((key, n, "phrasings", m), says)


def _branches(here: Here) -> Iterator[Problem]:
    """Find branches that name what is not there, that can never come, and that another one always forestalls."""
    script = here.script
    facts, claims = {one.id for one in script.facts}, {one.id for one in script.claims}
    for n, branch in enumerate(script.branches):
        for key, known in (("said", facts), ("not_said", facts), ("claimed", claims)):
            for m, name in enumerate(getattr(branch.when, key)):
                if name not in known:
                    says = f"{name!r} is none here; {did_you_mean(name, known)}"
                    yield here.problem(("branches", n, "when", key, m), says)
        way = branch.when.passed_to
        if way is not None and way not in {mate.takes for mate in here.reading.pack.colleagues}:
            says = f"nobody takes {way!r}, so {branch.id} never comes; add a colleague, or name another way"
            yield here.problem(("branches", n, "when", "passed_to"), says)
        if branch.then == "comes_back":
            yield here.problem(("branches", n, "then"), "comes_back is no more than waits; write waits")
        reason = _never(branch, script.branches[:n])
        if reason:
            yield here.problem(("branches", n, "when"), f"{branch.id} is never reached: {reason}")


def _never(branch: Branch, earlier: Iterable[Branch]) -> str:
    """Return why a branch can't come, or ""."""
    when = branch.when
    both = sorted(set(when.said) & set(when.not_said))
    if both:
        return f"{both[0]!r} would have to be said and not said; drop one of the two"
    if not any((when.said, when.not_said, when.claimed, when.passed_to, when.manner)):
        return "it has no conditions; write when it comes"
    same = next((one.id for one in earlier if one.when == when), None)
    return f"{same} has the same conditions and comes first; change one of the two" if same else ""


def _placeholders(here: Here) -> Iterator[Problem]:
    for path, text in _spoken(here.script):
        for says in _unfilled(text):
            yield here.problem(path, says)


def _spoken(script: Script) -> Iterator[tuple[Path, str]]:
    """Give every text in which placeholders are filled in, and where it stands."""
    for key in ("opening", "thanks", "model_reply", "weak_reply"):
        yield (key,), getattr(script, key)
    for part, key in (("facts", "asks"), ("claims", "reacts"), ("needs", "gives"), ("branches", "says")):
        for n, one in enumerate(getattr(script, part)):
            yield (part, n, key), getattr(one, key)


def _unfilled(text: str) -> Iterator[str]:
    """Say what is wrong with the placeholders of a text."""
    for name in _PLACEHOLDER.findall(text):
        if name not in PLACEHOLDERS:
            yield f"{{{name}}} is filled in by nobody; {did_you_mean(name, PLACEHOLDERS)}"


def _sense(here: Here) -> Iterator[Problem]:
    """Find what contradicts itself."""
    script = here.script
    if all(fact.later for fact in script.facts):
        yield here.problem(("facts",), "all facts are a next question; leave `later` out of at least one")
    if (script.tone == "angry") != ("angry" in script.modifiers):
        yield here.problem(("modifiers",), "an angry tone has the modifier angry, and no other tone has it")
    if not script.claims:
        yield here.problem((), "names no claim; write what a hurried reply would say wrongly")
    if script.route == "answer" and not script.articles and not script.needs and script.category not in _OPEN:
        yield here.problem(("route",), "is to be answered, but no article holds the answer; name it, or another route")


_OPEN: Final = frozenset({"positive_feedback", "feature_request", "churn_feedback", "deal_blocker", "outage"})
"""What can be answered although no article says how."""


def _twins(reading: Reading) -> Iterator[Problem]:
    """Find pairs of scripts whose goal and facts are nearly the same words: one situation told twice."""
    bags = {name: _bag(script) for name, script in reading.pack.scripts.items()}
    for one, other in combinations(bags, 2):
        shared = covered(*sorted((bags[one], bags[other]), key=len))
        if shared > _ALIKE:
            says = f"is the same situation as {one} ({shared:.0%} of the words of goal and facts); change one of them"
            yield Here(reading, reading.pack.scripts[other]).problem(("goal",), says)


def _bag(script: Script) -> frozenset[str]:
    return content(" ".join((script.goal, *(fact.fact for fact in script.facts))))


def _plain(text: str) -> str:
    return " ".join(words(text))
