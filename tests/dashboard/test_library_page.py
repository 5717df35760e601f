"""The library page: what was run and saved is there, can be named, reopened, compared and deleted; nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from planning_pages import fine, plain, press
from typer.testing import CliRunner

import scenarios
import sim
from dashboard.planning import library_runs
from dashboard.planning.board import id_of
from dashboard.planning.library_parts import by_whom
from sim.experiments.across import Place, across
from sim.experiments.kept import results_to_bytes
from sim.reports.across_chart import place_title
from sim.scenario.load import parse
from support_sandbox import app
from trainee_exercises.library import NewRun
from trainee_exercises.storage import audit

SMALL = "stage-1"
TEXT = scenarios.text(SMALL)


@pytest.fixture(scope="module")
def played():
    """Return the results of a small scenario, with two seeds."""
    scenario = parse(TEXT, SMALL)
    return {seed: sim.compare(scenario, replications=3, seed=seed, processes=1).results for seed in (1, 2)}


@pytest.fixture
def keep(planning, played):
    """Give a function that keeps a run of the small scenario."""

    def do(seed=1, by="u1", **changes):
        results = played[seed]
        run = NewRun(
            text=TEXT, title=results.scenario.title, hash=results.hash, seed=seed, replications=3,
            version=results.version, plans=results.plans, baseline=results.plans[0],
            content=results_to_bytes(results),
        )  # fmt: skip
        return planning.library.keep(run._replace(**changes), by)

    return do


def looked(planning, **query):
    """Return the library as one of the app's pages, with this in its address."""
    test = planning.app().switch_page("pages/library.py")
    for name, value in query.items():
        test.query_params[name] = value
    return fine(test.run())


def said(test):
    """Return all words of a page."""
    kinds = ("markdown", "caption", "info", "warning", "error", "success", "code")
    words = [str(one.value) for kind in kinds for one in getattr(test, kind)]
    return plain("\n".join([*words, *(one.proto.body for one in test.get("html"))]))


def opened(test, one, kind="toggle"):
    """Press a button of an entry: that of its details, unless another kind is named."""
    return fine(test.button(key=f"{kind}-{one.id}").click().run())


def test_an_empty_library_says_where_to_begin(planning):
    """On each tab, without an error."""
    for part, says in (
        ("Runs", "Nothing has been run yet"),
        ("Saved scenarios", "Nothing is saved yet"),
        ("Your drafts", "You have no unsaved work"),
        ("Side by side", "This needs two runs"),
    ):
        test = looked(planning, part=part)
        assert "0 runs kept, 0 scenarios saved, 0 drafts" in said(test)
        assert says in said(test)


def test_raters_see_nothing_of_it(planning):
    """They do not plan."""
    planning.visit_as("rater")
    assert "does not open this page" in planning.page("library").info[0].value


def test_a_run_says_how_to_get_it_again_and_the_command_does(planning, keep, played, tmp_path, monkeypatch):
    """Hash, seed, replications, version; the downloaded text and the command give the same figures."""
    one = keep()
    test = opened(looked(planning), one)
    assert f"Scenario {one.hash[:12]}, seed 1, 3 replications, support-sandbox {one.version}" in said(test)
    command = test.code[0].value
    monkeypatch.chdir(tmp_path)
    words = command.split()
    (tmp_path / words[2]).write_text(TEXT, encoding="utf-8")
    done = CliRunner().invoke(app, [*words[1:], "--processes", "1", "--json"])
    assert 0 == done.exit_code, done.output
    found = json.loads(done.stdout)
    assert one.hash in done.stdout
    expected = {str(played[1].estimate(plan, "first_response_p90").value) for plan in one.plans}
    assert expected <= {str(each) for each in _numbers(found)}


def _numbers(found):
    """Return all numbers in a JSON value."""
    if isinstance(found, dict):
        found = list(found.values())
    if isinstance(found, list):
        return [number for each in found for number in _numbers(each)]
    return [found]


def test_a_run_of_one_plan_has_a_command_of_its_own(keep):
    """`compare` would refuse it."""
    one = keep(plans=("as_is",), baseline="as_is")
    assert library_runs.command(one, TEXT).endswith("--plan as_is --replications 3 --seed 1")
    assert " run " in library_runs.command(one, TEXT)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"version": "0.0.9"}, "It may play the same scenario differently"),
        ({"version": "0.0.9", "hash": "0" * 64}, "It reads this scenario differently"),
        ({"version": "0.0.9", "text": "title: only\n"}, "It can't read this scenario any more"),
    ],
)
def test_a_run_of_another_version_warns(planning, keep, changes, says):
    """With what to do; a run of this version does not."""
    one, own = keep(**changes), keep(name="own")
    test = opened(looked(planning), one)
    assert "Kept by version 0.0.9" in said(test)
    assert says in said(test)
    assert not opened(looked(planning), own).warning


def test_a_run_is_named_in_place_and_then_stays(planning, keep):
    """Name and note; the card has the name at once."""
    one = keep()
    test = opened(looked(planning), one)
    test.text_input(key=f"name-{one.id}").set_value("Spring <b>plan</b>")
    test.text_area(key=f"note-{one.id}").set_value("why\n$x$")
    test = press(test, "Save name and note")
    assert ("Spring <b>plan</b>", "why\n$x$") == planning.library.kept(one.id)[1:3]
    assert "**Spring <b>plan</b>**" in said(test)
    assert '<div class="plain-text" dir="auto">why\n$x$</div>' in said(test)
    assert "Saved." in said(test)
    assert "Recent" not in [each.value for each in test.subheader]


def test_a_second_window_is_told_and_loses_nothing(planning, keep):
    """What it typed stands in the fields; it takes the other's words or keeps its own."""
    one = keep()
    first, second = (opened(looked(planning), one) for _ in "ab")
    first.text_area(key=f"note-{one.id}").set_value("first note")
    press(first, "Save name and note")
    second.text_area(key=f"note-{one.id}").set_value("second note")
    second = press(second, "Save name and note")
    assert "first note" == planning.library.kept(one.id).note
    assert "This was changed meanwhile" in second.warning[0].value
    assert "first note" in second.warning[0].value
    assert "second note" == second.text_area(key=f"note-{one.id}").value
    second = press(second, "Keep mine")
    assert "second note" == planning.library.kept(one.id).note
    assert not second.warning
    first.text_area(key=f"note-{one.id}").set_value("third note")
    first = press(press(first, "Save name and note"), "Take theirs")
    assert "second note" == first.text_area(key=f"note-{one.id}").value == planning.library.kept(one.id).note


def test_what_was_typed_is_there_after_closing_and_looking_elsewhere(planning, keep):
    """Until it is saved; an untouched field shows what others have saved since."""
    one, other = keep(), keep(2)
    test = opened(looked(planning), one)
    test.text_area(key=f"note-{one.id}").set_value("half a tho")
    test = opened(fine(test.run()), other)
    planning.library.rename_run(other.id, "Named by another", "", "u2")
    test = fine(test.run())
    assert "Named by another" == test.text_input(key=f"name-{other.id}").value
    test = opened(test, one)
    assert "half a tho" == test.text_area(key=f"note-{one.id}").value


def test_a_name_that_is_taken_is_said_and_stays_in_the_field(planning):
    """Of scenarios; nothing is saved then."""
    one, _ = (planning.library.save(TEXT, name, "", "u1") for name in ("Mine", "Taken"))
    test = opened(looked(planning, part="Saved scenarios"), one)
    test.text_input(key=f"name-{one.id}").set_value("taken")
    test = press(test, "Save name and note")
    assert "There is a saved scenario 'taken' already; choose another name." == plain(test.error[0].value)
    assert "taken" == test.text_input(key=f"name-{one.id}").value
    assert "Mine" == planning.library.saved(one.id).name


def test_deleting_asks_first_and_is_noted(planning, keep, sqlite_storage):
    """Keeping it keeps it; yes deletes it."""
    one, other = keep(), keep(2)
    test = opened(opened(looked(planning), one), one, "delete")
    assert "Deleted is deleted" in said(test)
    test = fine(test.button(key=f"keep-{one.id}").click().run())
    assert 2 == len(planning.library.all_kept())
    test = opened(opened(test, one, "delete"), one, "sure")
    assert [other] == planning.library.all_kept()
    assert "Deleted." in said(test)
    with sqlite_storage.read() as connection:
        assert [("u1", "run deleted")] == [line[1:3] for line in audit.lines(connection)]


def test_a_rep_deletes_only_what_is_theirs(planning, keep):
    """Of others the button is there, with the reason, and does nothing."""
    theirs, mine = keep(by="u1"), keep(2, by="u2")
    planning.visit_as("rep", "u2")
    test = opened(looked(planning), theirs)
    button = test.button(key=f"delete-{theirs.id}")
    assert (True, "Only who made it, a manager or an owner may delete it.") == (button.disabled, button.help)
    test = opened(test, mine)
    assert not test.button(key=f"delete-{mine.id}").disabled


def test_a_saved_scenario_shows_its_revisions_and_what_changed(planning):
    """The newest first; an old one opens as a draft that undoes to the newest."""
    library = planning.library
    one = library.save(TEXT, "Plan", "why", "u1")
    changed = f"{TEXT}\ncurrency: CHF\n"
    library.save(changed, "Plan", "why", "u2", id=one.id)
    test = opened(looked(planning, part="Saved scenarios"), one)
    assert "What changed from revision 1 to 2" in said(test)
    assert "<td>currency</td><td></td><td>CHF</td>" in said(test)
    test.selectbox(key=f"revision-{one.id}").set_value(1)
    test = fine(test.run())
    assert "What changed" not in said(test)


def test_a_scenario_opens_as_a_draft_and_the_same_draft_again(planning):
    """The editor has it in its address; a newer revision opens as another draft."""
    one = planning.library.save(TEXT, "Plan", "", "u1")
    for _ in range(2):
        opened(looked(planning, part="Saved scenarios"), one, "open")
    (draft,) = planning.library.drafts_of("u1")
    assert (TEXT, one.id, 1) == (planning.library.draft(draft.id).text, draft.saved_id, draft.saved_revision)
    planning.library.save(f"{TEXT}# newer\n", "Plan", "", "u2", id=one.id)
    opened(looked(planning, part="Saved scenarios"), one, "open")
    assert {1, 2} == {each.saved_revision for each in planning.library.drafts_of("u1")}


def test_an_old_revision_opens_as_a_draft_of_the_newest(planning):
    """Saved, it becomes the newest; undone, it is the newest again."""
    library = planning.library
    one = library.save(TEXT, "Plan", "", "u1")
    newest = library.save(f"{TEXT}# newer\n", "Plan", "", "u2", id=one.id)
    test = opened(looked(planning, part="Saved scenarios"), one)
    assert "The settings are the same; comments or layout differ." in said(test)
    fine(test.selectbox(key=f"revision-{one.id}").set_value(1).run())
    opened(test, one, "back")
    (draft,) = library.drafts_of("u1")
    draft = library.draft(draft.id)
    assert (TEXT, (newest.text,), 2) == (draft.text, draft.undo, draft.saved_revision)


def test_the_scenario_of_a_run_opens_as_a_draft(planning, keep):
    """As it was played."""
    one = keep()
    opened(opened(looked(planning), one), one, "edit")
    (draft,) = planning.library.drafts_of("u1")
    assert (TEXT, None) == (planning.library.draft(draft.id).text, draft.saved_id)


def test_drafts_are_listed_and_deleted_after_a_question(planning):
    """Only one's own."""
    library = planning.library
    one = library.new_draft(TEXT, "Half done", "u1")
    library.new_draft(TEXT, "Of another", "u2")
    test = looked(planning, part="Your drafts")
    assert "Half done" in said(test)
    assert "Of another" not in said(test)
    test = opened(opened(test, one, "delete"), one, "sure")
    assert [] == library.drafts_of("u1")
    assert "You have no unsaved work" in said(test)


def test_two_runs_side_by_side_are_the_figures_of_the_simulator(planning, keep, played):
    """Each with its interval, pairs where the customers are the same, and a picture whose points are the table."""
    one, other = keep(name="One", note="n"), keep(2, name="Other", note="n")
    test = looked(planning, part="Side by side", beside=[one.id, other.id])
    expected = across({"A": played[1], "B": played[2]})
    tables = plain("\n".join(each.proto.body for each in test.get("html"))).replace("\N{NO-BREAK SPACE}", " ")
    for measure in ("people_cost", "abandonment"):
        for row in expected[(expected.measure == measure) & (expected.scope == "all")].itertuples():
            assert row.words in tables
    closely = expected[(expected.measure == "first_response_p90") & (expected.scope == test.selectbox[0].value[1])]
    assert {"the reference", "pair by pair", "apart"} == set(closely.how)
    for row in closely.itertuples():
        words = f"{row.difference_words} ({row.how})" if row.how != "the reference" else "compared with this"
        assert f"{place_title(row.run, row.plan)}</td><td>{row.words}</td>" in tables
        assert words in tables
    assert "Another seed: each run has its own luck" in said(test)
    spec = json.loads(test.get("plotly_chart")[0].proto.spec)
    drawn = [value for trace in spec["data"] for value in trace["x"]]
    factor = drawn[0] / closely.value.iloc[0]
    assert pytest.approx([value * factor for value in closely.value]) == drawn


def test_runs_that_read_alike_can_be_told_apart(planning, keep):
    """A choice is known by its label: two of the same title, seed and minute would be taken for one."""
    kept = [keep(), keep(), keep(2)]
    options = looked(planning, part="Side by side").multiselect[0].options
    assert len(kept) == len(set(options))
    assert 1 == sum(one.endswith("no. 2") for one in options)


def test_another_plan_can_be_what_the_others_are_compared_with(planning, keep, played):
    """And another figure looked at."""
    one, other = keep(name="One"), keep(2, name="Other")
    test = looked(planning, part="Side by side", beside=[one.id, other.id])
    places = test.selectbox(key="across-base")
    assert len(played[1].plans) * 2 == len(places.options)
    test = fine(places.select_index(len(places.options) - 1).run())
    expected = across({"A": played[1], "B": played[2]}, Place("B", played[2].plans[-1]))
    row = expected[(expected.measure == "first_response_p90") & (expected.scope == test.selectbox[0].value[1])].iloc[0]
    assert row.difference_words in said(test).replace("\N{NO-BREAK SPACE}", " ")


def test_a_run_that_cannot_be_opened_is_said_and_the_page_stays(planning, keep):
    """Damaged content, in a sentence."""
    one, bad = keep(), keep(2, content=b"x", name="Bad")
    test = looked(planning, part="Side by side", beside=[one.id, bad.id])
    assert "Bad: these kept results are damaged; run the comparison again" == plain(test.error[0].value)


def test_many_entries_come_ten_at_a_time_and_can_be_searched(planning, keep):
    """So that the page stays quick."""
    for number in range(12):
        keep(name=f"Run {number}", note="even" if number % 2 == 0 else "odd", content=b"")
    test = looked(planning)
    assert 10 == sum(one.key.startswith("toggle-") for one in test.button)
    test = press(test, "Show more (2 left)")
    assert 12 == sum(one.key.startswith("toggle-") for one in test.button)
    test.text_input(key="search-runs").set_value("ODD")
    assert 6 == sum(one.key.startswith("toggle-") for one in fine(test.run()).button)


def test_a_database_that_is_gone_is_a_sentence_on_the_page(planning, sqlite_storage):
    """No traceback."""
    test = looked(planning)
    Path(sqlite_storage.engine.url.database).unlink()
    (error,) = fine(test.run()).error
    assert "sandbox.db" in plain(error.value)
    assert "was deleted or replaced while the app runs" in error.value


def test_ids_in_links_are_those_of_the_board(planning, keep):
    """A kept run opens on the page Compare."""
    one = keep()
    test = looked(planning)
    (link,) = [each for each in test.get("page_link") if each.proto.label == "Open"]
    assert f"run={id_of(one)}" in link.proto.query_string
    assert planning.board.shown(id_of(one)).kept == one


def test_nobody_is_named_where_nobody_signs_in():
    """Elsewhere it is the one who did it."""
    assert ("", " by Ana", " by u9") == tuple(by_whom(one, {"local": "this machine", "u1": "Ana"}) for one in
                                              ("local", "u1", "u9"))  # fmt: skip
