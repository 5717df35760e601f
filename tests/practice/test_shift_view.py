"""What a rep's browser gets: all that a desk would show, and nothing of what the script knows."""

from __future__ import annotations

import json

import pytest
from practice_builder import Hands, begun, played_at_random

from trainee_exercises.practice.load import load_practice
from trainee_exercises.practice.scripts import OWNERS
from trainee_exercises.practice.view import About, article_json, poll, view

ABOUT = About("0123456789abcdef", "Robin", "A week", "pinfold", is_private=True)


def shown(hands):
    """Return the page as it goes over the wire."""
    return json.dumps(view(hands.played, ABOUT, hands.now), ensure_ascii=False)


def inner(script):
    """Give what the page may not hold: until it is said by somebody in the thread."""
    yield "goal", script.goal
    yield "cause", script.root_cause.cause
    yield "script id", f'"{script.id}"'
    yield "weak reply", script.weak_reply
    for one in (*script.facts, *script.claims, *script.needs):
        yield from (("phrasing", each) for each in one.phrasings)
    for one in script.facts:
        yield "fact", one.fact
    for one in script.claims:
        yield from (("claim", one.claim), ("why", one.why))


@pytest.mark.parametrize("seed", [1, 2])
def test_the_page_holds_no_goal_fact_phrasing_or_script(seed):
    """Searched for in the whole answer, for every situation of the pack, after anything was done."""
    hands = played_at_random(seed, 30, plan="calm", pack=load_practice("pinfold"))
    told = "\n".join(one.text for case in hands.shift.cases.values() for one in case.messages)
    wire = shown(hands)
    articles = {one.id for one in load_practice("pinfold").articles.values()}
    for script in load_practice("pinfold").scripts.values():
        for what, text in inner(script):
            is_known = text.strip('"') in told or text.strip('"') in articles  # an article may have a script's name
            quoted = json.dumps(text, ensure_ascii=False).strip('"') if what != "script id" else text
            assert is_known or quoted not in wire, (script.id, what, text)


def test_the_page_says_what_each_owner_of_a_root_cause_means():
    """In the pack's words; of a pack that says nothing, the names alone."""
    own = {one: f"{one} it is" for one in OWNERS}
    for owners in ({}, own):
        hands = Hands(pack=load_practice("pinfold").model_copy(update={"owners": owners}))
        found = view(hands.played, ABOUT, hands.now)["desk"]["owners"]
        assert list(OWNERS) == list(found)
        assert (owners or dict.fromkeys(OWNERS, "")) == found


def test_before_the_start_no_customer_is_shown():
    """The day cannot be read ahead."""
    hands = Hands()
    page = view(hands.played, ABOUT, hands.now)
    assert ("before", {}, [], []) == (page["phase"], page["cases"], page["order"], page["status"])
    assert "c-" not in json.dumps({key: value for key, value in page.items() if key != "desk"})


def test_the_page_shows_what_a_desk_shows():
    """Who, which plan, since when, what it is worth, how long they wait against what was promised."""
    hands = begun(level=3, speed=2.0)
    hands.wait(2)
    page = view(hands.played, ABOUT, hands.now)
    assert ("running", 2.0, True, 1) == (page["phase"], page["speed"], page["private"], page["seed"])
    assert {"number": 3, "tour": False, "hints": False, "pauses": True}.items() <= page["level"].items()
    assert page["order"] == sorted(page["order"], key=lambda one: page["cases"][one]["arrived_at"])
    one = page["cases"][page["order"][0]]
    desk = page["desk"]
    assert desk["targets"][one["customer"]["class"]] == one["target"]
    assert (True, False, "new") == (one["due"], one["answered"], one["standing"])
    assert {
        "name",
        "first_name",
        "email",
        "company",
        "class",
        "plan",
        "seats",
        "paid",
        "since",
        "past",
        "check",
        "pays",
        "invoice",
    } == one["customer"].keys()
    assert {"sales", "tier 2", "support lead"} <= {mate["role"] for mate in desk["colleagues"]}
    assert all("takes" not in mate for mate in desk["colleagues"])
    assert (10, 2) == (len(desk["categories"]), len(desk["modifiers"]))
    assert len(desk["articles"]) >= 45


def test_a_poll_brings_what_has_changed_since_and_nothing_else():
    """The entry that the page knows is enough; the whole list is always in order."""
    hands = begun()
    first = view(hands.played, ABOUT, hands.now)
    quiet = poll(hands.played, ABOUT, hands.now, first["last"])
    assert ({}, first["order"]) == (quiet["cases"], quiet["order"])
    case = hands.waiting()[0]
    hands.do("take", case)
    changed = poll(hands.played, ABOUT, hands.now, first["last"])
    assert {case.id} == changed["cases"].keys()
    assert "desk" not in changed
    assert view(hands.played, ABOUT, hands.now)["cases"][case.id] == changed["cases"][case.id]


def test_pages_that_poll_see_the_same_as_one_that_loads_anew():
    """Patched poll by poll, through a shift in which anything was done."""
    hands = begun(seed=4, plan="calm")
    known, last = {}, None
    for step in range(40):
        hands.wait(seconds=30)
        waiting = hands.waiting()
        if waiting:
            kind = ("take", "reply", "merge", "pass", "snooze")[step % 5]
            more = {"reply": {"text": "first", "close": step % 2 == 0}, "pass": {"to": "lena"},
                    "snooze": {"minutes": 2}, "merge": {"into": waiting[-1].id}}.get(kind, {})  # fmt: skip
            if kind != "merge" or len(waiting) > 1:
                hands.do(kind, waiting[0], **more)
        told = poll(hands.played, ABOUT, hands.now, last)
        known |= told["cases"]
        last = told["last"]
    whole = view(hands.played, ABOUT, hands.now)["cases"]
    assert whole == known


def test_an_article_is_shown_without_its_keywords():
    """They are how it is found, not what it says."""
    article = load_practice("pinfold").articles["start-here"]
    assert {"id", "title", "section", "updated", "text"} == article_json(article).keys()
