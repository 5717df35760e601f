"""The replay in a real browser: its state is the simulator's at any instant; it plays, seeks and goes by keys."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.visits import sign_in
from playwright.sync_api import expect

import scenarios
from dashboard.planning.board import id_of
from sim.durations import HOUR, MINUTE
from sim.experiments.facade import compare
from sim.experiments.kept import results_to_bytes
from sim.scenario.load import parse
from sim.scenario.titles import plan_title
from sim.tables.day_log import state_at
from sim.tables.day_replay import replay_day
from trainee_exercises.library import Library, NewRun

CHATS, QUEUES = "follow-the-sun", "quickstart"


class Run(NamedTuple):
    """A run that is kept in the app's library."""

    id: str
    plans: tuple[str, ...]
    logs: tuple
    """Of the busiest day, of all plans."""


@pytest.fixture(scope="session")
def kept(shared_app):
    """Give a function that keeps a run of a shipped scenario in the library, once."""
    found = {}

    def run(name) -> Run:
        if name not in found:
            found[name] = _kept(shared_app, name)
        return found[name]

    return run


def _kept(app, name):
    text = scenarios.text(name)
    scenario = parse(text, name)
    plans = tuple(scenario.plans)[:2]
    results = compare(scenario, plans, replications=2, processes=1).results
    new = NewRun(
        text=text, title=scenario.title, hash=results.hash, seed=results.seed, replications=2, version=results.version,
        plans=plans, baseline=plans[0], content=results_to_bytes(results), name="", note="", origin="",
    )  # fmt: skip
    kept = Library(app.storage()).keep(new, "test")
    return Run(id_of(kept), plans, replay_day(scenario, plans, results.seed).logs)


@pytest.fixture
def replay(shared_app, visitor, kept):
    """Give a function that opens the replay of a scenario, and returns it and the run."""

    def opened(name=QUEUES, address="", **settings):
        run = kept(name)
        page = visitor(**{"reduced_motion": "reduce"} | settings)
        sign_in(page, shared_app, "rep")
        page.goto(f"{shared_app.url}/replay?run={run.id}{address}")
        place = page.locator("section.replay")
        place.wait_for()
        return place, run

    return opened


def at(place):
    """Return the instant that is shown."""
    return place.evaluate("(element) => Math.floor(element.player.at)")


def states(place):
    """Return what is shown, as numbers."""
    return place.evaluate("(element) => element.player.states()")


def clocks(place):
    """Return the instant that is shown, and the browser's own time (ms)."""
    return place.evaluate("(element) => [element.player.at, performance.now()]")


def until(place, says, given):
    """Wait until this holds of the player, and return the clocks then."""
    shadow = "document.querySelector('[data-testid=stBidiComponentIsolated]').shadowRoot"
    player = f"{shadow}.querySelector('.replay').player"
    place.page.wait_for_function(says.replace("PLAYER", player), arg=given)
    return clocks(place)


def serious(page, context):
    """Return what axe calls serious or critical there, and the names of the rules that hold there."""
    found = Axe().run(page, context=context).response
    problems = [
        (one["id"], node["html"][:200])
        for one in found["violations"]
        for node in one["nodes"]
        if one["impact"] in {"serious", "critical"}
    ]
    return problems, {one["id"] for one in found["passes"]}


def agree(place, run):
    """Assert that what is shown is what the log says of this instant."""
    instant = at(place)
    expected = [state_at(log, instant).plain() for log in run.logs[: len(states(place))]]
    assert expected == states(place), instant


@pytest.mark.parametrize("name", [QUEUES, CHATS])
def test_the_state_at_any_instant_is_that_of_the_log(replay, name):
    """Sixty instants back and forth, at events and between them: two plans, as the simulator has them."""
    place, run = replay(name, f"&beside={tuple(parse(scenarios.text(name), name).plans)[1]}")
    rng = np.random.default_rng(1)
    instants = [0, run.logs[0].length, *rng.choice(run.logs[0].events.at, 30), *rng.integers(0, run.logs[0].length, 28)]
    instants = [int(each) for each in rng.permutation(instants)]
    shown = place.evaluate(
        "(element, instants) => instants.map((at) => { element.player.show(at); return element.player.states(); })",
        instants,
    )

    assert 2 == len(run.logs)
    assert [[state_at(log, each).plain() for log in run.logs] for each in instants] == shown
    assert any(state["waiting"] for both in shown for state in both)


def test_what_is_read_is_the_state(replay):
    """Counters, queues and agents say in words what the log says in numbers."""
    place, run = replay()
    place.evaluate("(element) => element.player.seek(11 * 3600000)")
    log, state = run.logs[0], state_at(run.logs[0], 11 * HOUR)
    names = log.customers["customer"].tolist()
    busy = [agent for agent in state.agents if agent.state == "busy"]

    expect(place.locator(".figures div").filter(has_text="Waiting now").locator("dd")).to_have_text(
        str(len(state.waiting))
    )
    expect(place.locator(".figures div").filter(has_text="Came").locator("dd")).to_have_text(
        str(state.counts["arrived"])
    )
    expect(place.locator(".clock")).to_have_text("11:00:00")
    assert [names[agent.conversation] for agent in busy] == place.locator(".tile.busy .who").all_inner_texts()
    assert [queue.n for queue in state.queues] == [
        row.locator(".signs b").count() for row in place.locator(".queue").all()
    ]


def test_it_plays_pauses_and_goes_faster(replay):
    """Once somebody asks. An hour a second leaves behind what a minute a second can reach; at each pause it is where
    the log is.
    """
    place, run = replay(reduced_motion="no-preference")
    place.get_by_role("button", name="Play").click()
    button = place.get_by_role("button", name="Pause")
    expect(button).to_be_visible()
    place.get_by_label("Speed").select_option("1")
    begun = clocks(place)
    slow = until(place, "([at, then]) => PLAYER.at > at + 10000", begun)
    assert slow[0] - begun[0] <= 60 * (slow[1] - begun[1]) + 60 * 250
    place.get_by_label("Speed").select_option("60")
    until(place, "([at, then]) => PLAYER.at > at + 120 * (performance.now() - then)", slow)
    button.click()
    expect(place.get_by_role("button", name="Play")).to_be_visible()
    stands = at(place)
    agree(place, run)
    place.page.wait_for_timeout(300)
    assert stands == at(place)


def test_at_the_end_it_stops_and_begins_anew(replay):
    """Play after the end starts at midnight."""
    place, run = replay()
    place.evaluate("(element) => element.player.seek(element.player.length - 30000)")
    place.get_by_role("button", name="Play").click()
    expect(place.get_by_role("button", name="Play")).to_be_visible()
    assert run.logs[0].length == at(place)
    agree(place, run)
    place.get_by_role("button", name="Play").click()
    place.get_by_role("button", name="Pause").click()
    assert at(place) < 12 * HOUR


def test_it_starts_paused(replay):
    """Half an hour before the first agent comes; for who wants little motion nothing slides either."""
    place, run = replay()
    expect(place.get_by_role("button", name="Play")).to_be_visible()
    first = next(
        int(when) for when, row in zip(run.logs[0].events.at, run.logs[0].table()["event"], strict=True) if row == "on"
    )
    assert first - 30 * MINUTE == at(place)
    assert "0s" == place.locator(".tile").first.evaluate("(tile) => getComputedStyle(tile).transitionDuration")


def test_everything_goes_by_keys_and_is_said(replay):
    """Space, arrows, Shift, Home, End and N; where it stands is said once it stands, and not while it plays."""
    place, run = replay()
    place.focus()
    place.press("Home")
    assert 0 == at(place)
    place.press("ArrowRight")
    place.press("Shift+ArrowRight")
    place.press("ArrowLeft")
    assert HOUR == at(place)
    agree(place, run)
    expect(place.get_by_role("status")).to_contain_text("01:00. ")
    place.press("n")
    assert min(int(each) for each in run.logs[0].events.at if each > HOUR) == at(place)
    agree(place, run)
    place.press(" ")
    expect(place.get_by_role("button", name="Pause")).to_be_visible()
    expect(place.get_by_role("status")).to_have_text("")
    place.press(" ")
    expect(place.get_by_role("status")).not_to_have_text("")
    place.press("End")
    assert run.logs[0].length == at(place)
    waiting = len(state_at(run.logs[0], run.logs[0].length).waiting)
    expect(place.get_by_role("status")).to_contain_text(f"{waiting} customers wait")


def test_the_slider_and_the_strip_seek(replay):
    """Both lead to the instant under them; the slider says the time, not a number."""
    place, run = replay()
    slider = place.get_by_role("slider", name="Time of day")
    slider.focus()
    before = at(place)
    slider.press("ArrowRight")
    assert before + 5 * MINUTE == at(place)
    slider.fill(str(13 * HOUR))
    assert 13 * HOUR == at(place)
    expect(slider).to_have_attribute("aria-valuetext", "13:00")
    agree(place, run)
    strip = place.locator(".picture")
    width = strip.bounding_box()["width"]
    strip.click(position={"x": width / 4, "y": 20})
    assert 6 * HOUR == pytest.approx(at(place), abs=run.logs[0].length / width)
    agree(place, run)


def test_another_plan_stands_at_the_same_instant(replay):
    """Chosen while it stands at 10 o'clock: the other plan's state then."""
    place, run = replay()
    place.evaluate("(element) => element.player.seek(10 * 3600000)")
    page = place.page
    page.get_by_role("combobox", name="Beside it").click()
    page.get_by_role("option", name=plan_title(run.plans[1])).click()
    expect(place.locator(".panel")).to_have_count(2)
    assert 10 * HOUR == at(place)
    agree(place, run)


@pytest.mark.parametrize(("width", "scheme"), [(400, "dark"), (1280, "light"), (1280, "dark")])
def test_axe_finds_nothing_serious_and_nothing_hangs_over(replay, width, scheme):
    """With two plans; no sideways scroll."""
    second = tuple(parse(scenarios.text(CHATS), CHATS).plans)[1]
    place, run = replay(CHATS, f"&beside={second}", viewport={"width": width, "height": 900}, color_scheme=scheme)
    place.evaluate("(element) => element.player.seek(9.6 * 3600000)")
    agree(place, run)
    inside = {"include": [{"fromShadowDom": ["[data-testid=stBidiComponentIsolated]", "section.replay"]}]}
    problems, rules = serious(place.page, inside)
    assert [] == problems
    assert {"color-contrast", "label", "select-name", "list", "definition-list"} <= rules
    assert [] == serious(place.page, "[data-testid=stMainBlockContainer]")[0]  # the menu is Streamlit's
    assert place.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert place.evaluate("(element) => element.scrollWidth <= element.clientWidth")
