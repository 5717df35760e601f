"""A small sound practice pack for tests, and a rep's hands in a shift: change what the test is about."""

from __future__ import annotations

import json
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from pack_builder import phrasings, some_words

from sim.durations import MINUTE
from trainee_exercises.packs.folders import folder_of
from trainee_exercises.practice.day import Scene, minutes_of
from trainee_exercises.practice.doing import CantDo
from trainee_exercises.practice.levels import LADDER
from trainee_exercises.practice.load import load_practice
from trainee_exercises.practice.played import Act, Played
from trainee_exercises.practice.scripts import Script
from trainee_exercises.practice.shift import Terms
from trainee_exercises.practice.understanding import Understood
from trainee_exercises.practice.wish import scenario_of

if TYPE_CHECKING:
    from pathlib import Path

BEGINS = 1_773_100_800_000
OWN = """
title: Ours
start: 2026-03-02
length: 2d
world:
  segments: {paying: {stage: paying, customers: 500, contact_rate: 0.5, zones: {UTC: 1}, profile: round_the_clock}}
  topics: {question: {handle_time: 10m}}
plans:
  ours: {teams: {desk: {zone: UTC, headcount: 2, shifts: [{days: mon, start: "09:00", end: "17:00"}]}}}
"""
"""A scenario of a team's own, small and at work on Mondays."""
LISTS = ("neutral", "impatient", "thanks", "leaves", "cancels", "rude", "bare_no", "promised", "comes_back", "again")
CATEGORIES = (
    "feature_request", "positive_feedback", "outage", "churn_feedback", "bug_report", "confused", "unaware",
    "user_issue", "pricing", "deal_blocker",
)  # fmt: skip
MATES = {"pete": "sales", "yasmin": "billing", "lena": "engineering", "mei": "lead"}


def a_fact(tag: str, name: str, **changes: Any) -> dict[str, Any]:
    """Return a fact, with wordings that stand nowhere else."""
    return {
        "id": name, "fact": some_words(f"{tag}{name}fact", 7), "polarity": "affirm",
        "phrasings": phrasings(f"{tag}{name}say"), "asks": f"What about {tag} {name}?",
    } | changes  # fmt: skip


def a_claim(tag: str, name: str = "wrong", **changes: Any) -> dict[str, Any]:
    """Return a claim."""
    return {
        "id": name, "claim": some_words(f"{tag}{name}claim", 7), "why": "It is not so.",
        "phrasings": phrasings(f"{tag}{name}say"), "reacts": f"I tried {tag} {name}; no.",
    } | changes  # fmt: skip


def a_need(tag: str, name: str = "which", **changes: Any) -> dict[str, Any]:
    """Return a need."""
    return {
        "id": name, "ask": some_words(f"{tag}{name}ask", 5), "phrasings": phrasings(f"{tag}{name}say"),
        "gives": f"Here is {tag} {name}.",
    } | changes  # fmt: skip


def a_script(tag: str = "plain", **changes: Any) -> dict[str, Any]:
    """Return a situation as it is written: two facts, a next question and something wrong to say."""
    return {
        "id": tag, "category": "confused", "customers": ["free", "trial", "paying", "vip"], "tone": "casual",
        "from_level": 1, "subject": some_words(f"{tag}subject", 3),
        "opening": f"{some_words(f'{tag}opening', 12)} {{first_name}}",
        "goal": some_words(f"{tag}goal", 6),
        "root_cause": {"cause": some_words(f"{tag}cause", 5), "owner": "design"}, "articles": ["start"],
        "facts": [a_fact(tag, "first"), a_fact(tag, "second"), a_fact(tag, "next", later=True)],
        "claims": [a_claim(tag)], "thanks": f"Thank you for {tag}.",
        "model_reply": f"{some_words(f'{tag}model', 20)} {{first_name}}", "weak_reply": some_words(f"{tag}weak", 20),
    } | changes  # fmt: skip


def the_scripts() -> list[dict[str, Any]]:
    """Return one situation of each sort that the desk treats differently."""
    need = {"needs": [a_need("refund")], "procedure": "refund", "route": "billing"}
    return [
        a_script(),
        a_script("sales", category="pricing", route="sales", sales_signal=some_words("salessubject", 3)),
        a_script("refund", category="user_issue", modifiers=["billing"], **need),
        a_script("slow-one", category="outage", incident="uploads-failing", articles=[]),
        a_script("slow-two", category="outage", incident="uploads-failing", articles=[]),
    ]


def a_desk(**changes: Any) -> dict[str, Any]:
    """Return desk.yaml."""
    mates = [
        {"id": name, "name": f"{name.title()} Moran", "role": way, "about": way, "takes": way, "delay": "4m",
         "bounces": f"Not for {way}."}
        for name, way in MATES.items()
    ]  # fmt: skip
    check = {"title": "Refund", "verify": ["the address", "the card"], "policy": "Within 14 days.",
             "done": "It is done.",
             "refused": "It is refused."}  # fmt: skip
    incident = {"id": "uploads-failing", "title": "No file goes up", "component": "Boards", "lasts": "45m",
                "fixed": "It is over.", "status": [{"after": "4m", "text": "We look into it."}]}  # fmt: skip
    return {
        "id": "small", "title": "Small", "language": "en", "today": "2026-03-10", "product": "A product.",
        "start_article": "start", "policy": ["Who pays comes first."],
        "targets": {"vip": "5m", "paying": "10m", "trial": "15m", "free": "30m"},
        "patience": {"casual": "14m", "formal": "16m", "urgent": "8m", "angry": "6m"},
        "tags": dict.fromkeys(CATEGORIES, "says what it says"), "modifiers": {"angry": "a", "billing": "b"},
        "colleagues": mates, "macros": [{"id": "looking", "title": "Looking", "text": "Hi {first_name}, {rep}"}],
        "incidents": [incident], "procedures": {"refund": check, "password_reset": check | {"title": "Reset"}},
        "lines": {tone: {one: [f"{tone} {one} {n}" for n in (1, 2)] for one in LISTS}
                  for tone in ("casual", "formal", "urgent", "angry")},
        "plans": {"free": ["Free"], "trial": ["Trial"], "paying": ["Team", "Business"], "vip": ["Business"]},
    } | changes  # fmt: skip


ARTICLE = (
    "---\nid: start\ntitle: Start here\nsection: First\nupdated: 2026-01-05\nkeywords: [begin]\n---\n\nIt begins.\n"
)


def write_pack(folder: Path, scripts: list[dict[str, Any]] | None = None, desk: dict[str, Any] | None = None) -> Path:
    """Write a pack into a new folder; JSON is YAML. Return the folder."""
    for part in ("help_centre", "scripts"):
        (folder / part).mkdir(parents=True)
    (folder / "help_centre/start.md").write_text(ARTICLE, encoding="utf-8")
    (folder / "week.yaml").write_text((folder_of("pinfold", "desk.yaml")[0] / "week.yaml").read_text("utf-8"), "utf-8")
    (folder / "product.md").write_text("# Facts\n", encoding="utf-8")
    (folder / "desk.yaml").write_text(json.dumps(desk or a_desk()), encoding="utf-8")
    written = {"scripts": the_scripts() if scripts is None else scripts}
    (folder / "scripts/one.yaml").write_text(json.dumps(written, indent=1), encoding="utf-8")
    return folder


def made(script: dict[str, Any]) -> Script:
    """Return a written script as its model."""
    return Script.model_validate_json(json.dumps(script), strict=True)


@cache
def the_desk():
    """Return the shipped pack with the small scripts: its colleagues, lines and procedures."""
    scripts = [made(one) for one in the_scripts()]
    return load_practice("pinfold").model_copy(update={"scripts": {one.id: one for one in scripts}})


def understand(script: Script, text: str) -> Understood:
    """Understand a reply of ids alone: "first second ?next wrong which rude"; "all": every fact."""
    words = set(text.split())
    facts = {one.id for one in script.facts}
    return Understood(
        said=frozenset(facts if "all" in words else facts & words),
        unsure=frozenset(one[1:] for one in words if one.startswith("?")),
        claimed=frozenset(one.id for one in script.claims) & words,
        asked=frozenset(one.id for one in script.needs) & words,
        manner=frozenset(words & {"rude", "promise"}),
    )


class Hands:
    """A rep in a shift on the Wednesday of the shipped week, alone unless told otherwise; `now` is real time in ms."""

    def __init__(self, *, level=3, seed=1, plan="alone", minutes=60, speed=1.0, day=2, time="14:00", pack=None,
                 scenario=None, grade=None):  # fmt: skip
        """Make the shift; it has not begun. grade: a level of one's own."""
        scene = Scene(plan, seed, day, minutes_of(time))
        grade = grade or LADDER[level]
        week = scenario or scenario_of("pinfold", "")
        self.terms = Terms(pack or the_desk(), week, scene, grade, minutes * MINUTE, "Robin")
        self.played = Played(self.terms, speed, understand)
        self.now = BEGINS
        self.acts: list[Act] = []

    @property
    def shift(self):
        """Return the shift."""
        return self.played.shift

    def do(self, kind, case=None, **more):
        """Do something; return what the page gets."""
        action = {"kind": kind} | ({"case": getattr(case, "id", case)} if case is not None else {}) | more
        done = self.played.act(action, self.now)
        self.acts.append(done.act)
        return done.reply

    def wait(self, minutes=0.0, seconds=0.0):
        """Let time go by."""
        self.now += round((minutes * 60 + seconds) * 1000)
        self.played.look(self.now)

    def waiting(self, script=None, customer=None):
        """Return who waits for anybody, of that script and class."""
        fits = [one for one in self.shift.waiting_cases() if one.standing == "new" and not one.merged_into]
        return [one for one in fits if (script or one.script.id) == one.script.id
                and (customer or one.person.customer) == one.person.customer]  # fmt: skip

    def told(self, case, *kinds):
        """Return the entries of a case, of these kinds if any are named."""
        return [one for one in self.shift.log if one.case == case.id and (not kinds or one.kind in kinds)]


def begun(**how) -> Hands:
    """Return a shift that has begun."""
    hands = Hands(**how)
    hands.do("start")
    return hands


def log_bytes(shift) -> bytes:
    """Return all that has happened in a shift, as bytes to compare."""
    return json.dumps([one._asdict() for one in shift.log], sort_keys=True).encode()


# ---- anything a rep might do ----

KINDS = (
    "take",
    "reply",
    "release",
    "close",
    "reopen",
    "snooze",
    "pass",
    "merge",
    "tag",
    "carry",
    "look",
    "copy",
    "note",
    "engineering",
)
WORDS = ("first", "second", "next", "wrong", "which", "rude", "promise", "?first", "all", "refund")


def something(hands, draw):
    """Let the rep do anything, allowed or not."""
    kind, case = draw.choice(KINDS), draw.choice(list(hands.shift.cases.values()) or [None])
    if case is None:
        return
    more = {
        "reply": lambda: {"text": " ".join(draw.sample(WORDS, 2)), "close": draw.random() < 0.2},
        "note": lambda: {"text": "a note"},
        "snooze": lambda: {"minutes": draw.randint(1, 10)},
        "pass": lambda: {"to": draw.choice(["pete", "yasmin", "lena", "nobody"]), "text": draw.choice(["", "all"])},
        "copy": lambda: {"to": draw.choice(["pete", "nobody"])},
        "merge": lambda: {"into": draw.choice(list(hands.shift.cases))},
        "tag": lambda: {"category": draw.choice(["outage", "pricing"]), "modifiers": ["angry"], "owner": "design"},
        "carry": lambda: {"procedure": "refund", "verified": draw.choice([[], [0, 1, 2]]), "do": draw.random() < 0.5},
    }.get(kind, dict)()
    before, places = log_bytes(hands.shift), seats(hands.shift)
    try:
        hands.do(kind, case, **more)
    except CantDo:
        assert (before, places) == (log_bytes(hands.shift), seats(hands.shift)), (
            f"{kind} was refused and changed something"
        )


def seats(shift):
    """Return where everything is, in the engine and on the desk."""
    return [(one.id, one.standing, one.merged_into, shift.seat.where(one.number)) for one in shift.cases.values()]


def played_at_random(seed, minutes, **how):
    """Return a rep who has done anything for so many minutes."""
    draw, hands = Random(seed), begun(seed=seed, **how)
    until = hands.now + minutes * MINUTE
    while hands.now < until:
        hands.wait(seconds=draw.choice([0, 0, 1, 5, 20, 45]))
        something(hands, draw)
    hands.wait(seconds=1)
    return hands
