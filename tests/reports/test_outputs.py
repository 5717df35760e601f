"""Files and JSON: what is written can be read back, agrees with the figures, and is whole or not there."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pandas as pd
import pytest
from builders import a_scenario, a_segment, a_team

from sim.durations import DAY, HOUR, MINUTE
from sim.experiments.compare import Comparison, compare_results
from sim.experiments.replicate import Options, replicate
from sim.measures.figures import MEASURES
from sim.measures.first_responses import ENOUGH_TO_PROMISE
from sim.reports.outputs import FILES, MARK, NAMES, OutputError, Wish, as_json, checked_interval, staged, summary, write
from sim.tables import conversations as tables


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Return two plans over two days, one of which answers nobody: some figures have no value."""
    scenario = a_scenario(
        segments={"paying": a_segment(contact_rate=1.0), "trial": a_segment(stage="trial", patience="1h")},
        plans={"one": {"teams": {"desk": a_team(1, rate=30)}}, "none": {"teams": {"desk": a_team(0)}}},
        length="2d",
    )
    return compare_results(replicate(scenario, options=Options(3, processes=1)))


@pytest.fixture(scope="module")
def folder(comparison: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with everything written into it."""
    path = tmp_path_factory.mktemp("results")
    write(comparison, path, Wish(30 * MINUTE, command="support-sandbox compare x"))
    return path


def test_all_files_are_there(folder: Path) -> None:
    """Every table twice, the summary and the report, and nothing else."""
    assert {path.name for path in folder.iterdir()} == FILES


def test_parquet_and_csv_say_the_same(folder: Path) -> None:
    """Both kinds of file have the same rows and columns."""
    for name in ("figures", "breakdowns", "agent_days"):
        one, two = pd.read_parquet(folder / f"{name}.parquet"), pd.read_csv(folder / f"{name}.csv")
        assert list(one.columns) == list(two.columns), name
        assert len(one) == len(two) > 0, name


def test_figures_can_be_computed_again_from_the_conversations(folder: Path, comparison: Comparison) -> None:
    """The mean first response of replication 0, computed from the exported rows, is the exported figure to 1e-9."""
    rows = pd.read_csv(folder / "conversations.csv")
    rows = rows[(rows["plan"] == "one") & (rows["replication"] == 0)]
    figures = pd.read_csv(folder / "figures.csv")
    one = figures[(figures["plan"] == "one") & (figures["replication"] == 0) & (figures["scope"] == "all")]
    value = one.set_index("measure")["value"]
    answered = rows[rows["first_response_at"].notna()]
    assert len(answered) == value["answered"]
    assert answered["wait_time"].mean() == pytest.approx(value["first_response_mean"], rel=1e-9)
    assert comparison.baseline == "one"


def test_conversations_are_of_the_first_replication(folder: Path) -> None:
    """By default conversations are those of replication 0, with names of made-up customers, for every plan."""
    rows = pd.read_parquet(folder / "conversations.parquet")
    assert set(rows["plan"]) == {"one", "none"}
    assert set(rows["replication"]) == {0}
    assert rows["customer"].notna().all()


def test_touches_are_those_of_the_conversations(folder: Path) -> None:
    """Every touch belongs to a conversation that is there; together they are the work on it."""
    rows, touches = (pd.read_parquet(folder / f"{name}.parquet") for name in ("conversations", "touches"))
    keys = ["plan", "replication", "conversation"]
    work = touches.groupby(keys)["work"].sum(min_count=1)
    found = rows.set_index(keys)["handle_time"].dropna()
    assert found.to_dict() == pytest.approx(work.dropna().to_dict())
    assert rows["touches"].sum() == touches["started_at"].notna().sum() > 0


def test_what_is_usual_is_of_every_plan_and_scope_over_all_replications(folder: Path, comparison: Comparison) -> None:
    """As many were answered as in all replications; who answers nobody promises nothing."""
    usual = pd.read_parquet(folder / "usual_response.parquet")
    assert {"one"} == set(usual["plan"])
    assert {"all", "paid", "free", "segment:paying", "segment:trial"} == set(usual["scope"])
    answered = comparison.results.samples["one", "answered", "paid"].top.sum()
    assert answered == usual.query("scope == 'paid'")["answered"].sum()
    assert {"mon", "tue"} == set(usual["weekday"])
    assert usual["first_response_median"].notna().all()
    assert usual["first_response_p90"].isna().all()  # of so few answers nothing is promised
    assert usual["answered"].max() < ENOUGH_TO_PROMISE


def test_intervals_have_the_length_that_was_asked_for(folder: Path) -> None:
    """Half hours: 96 rows for two days, for each of two segments and two plans."""
    assert len(pd.read_parquet(folder / "intervals.parquet")) == 96 * 2 * 2


def test_all_conversations(comparison: Comparison, tmp_path: Path) -> None:
    """On request the conversations of every replication are written."""
    write(comparison, tmp_path, Wish(all_conversations=True))
    rows = pd.read_parquet(tmp_path / "conversations.parquet")
    assert set(rows["replication"]) == {0, 1, 2}
    played = comparison.results.run("one", 2)
    assert (rows[rows["replication"] == 2]["plan"] == "one").sum() == len(tables.conversation_table(played))


def test_the_same_results_give_the_same_bytes(comparison: Comparison, folder: Path, tmp_path: Path) -> None:
    """Writing again gives every file again, byte for byte: there is no clock in them."""
    write(comparison, tmp_path, Wish(30 * MINUTE, command="support-sandbox compare x"))
    for name in sorted(FILES):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_summary_has_the_promised_keys(comparison: Comparison) -> None:
    """The keys of the JSON object are those of docs/outputs.md."""
    found = summary(comparison.results, comparison)
    assert set(found) == {
        "scenario", "hash", "seed", "replications", "engine", "version", "baseline", "headline", "plans",
        "differences", "notes",
    }  # fmt: skip
    assert set(found["plans"]) == {"one", "none"}
    assert set(found["differences"]) == {"none"}
    assert set(found["plans"]["one"]["first_response_p90"]["paid"]) == {"value", "low", "high", "unit"}
    assert set(found["differences"]["none"]["answered"]["all"]) == {"value", "low", "high", "verdict", "words"}


def test_summary_agrees_with_the_estimates(comparison: Comparison) -> None:
    """Numbers in the JSON are the estimates, unrounded."""
    found, told = comparison.results.estimate("one", "occupancy"), summary(comparison.results)["plans"]["one"]
    assert told["occupancy"]["all"] == {"value": found.value, "low": found.low, "high": found.high, "unit": "share"}


def test_what_has_no_value_is_null(comparison: Comparison) -> None:
    """A plan that answers nobody has null for its wait, and the text is JSON that any reader takes."""
    text = as_json(summary(comparison.results, comparison))
    assert "NaN" not in text
    assert json.loads(text)["plans"]["none"]["first_response_p90"]["all"]["value"] is None


def test_money_has_the_currency_of_the_scenario(comparison: Comparison) -> None:
    """The unit of costs is the currency, not the word money."""
    units = {cell["all"]["unit"] for name, cell in summary(comparison.results)["plans"]["one"].items() if "all" in cell}
    assert "USD" in units
    assert "money" not in units
    assert units <= {measure.unit for measure in MEASURES.values()} | {"USD"}


def test_the_documented_columns_are_those_of_the_files(folder: Path) -> None:
    """docs/outputs.md lists the columns of every table, in their order."""
    text = (Path(__file__).parents[2] / "docs" / "outputs.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| `")]
    listed = {row[1].strip(" `"): re.findall(r"`(\w+)`", row[3]) for row in rows if len(row) == 5}
    for name in NAMES:
        assert listed[name] == list(pd.read_csv(folder / f"{name}.csv", nrows=0).columns), name


def test_the_documented_excerpt_has_the_shape_of_a_summary(comparison: Comparison) -> None:
    """The JSON in docs/outputs.md has the keys of a real summary, down to the figures."""
    text = (Path(__file__).parents[2] / "docs" / "outputs.md").read_text(encoding="utf-8")
    told = json.loads(re.search(r"```json\n(.*?)```", text, re.DOTALL)[1])
    real = summary(comparison.results, comparison)
    assert list(told) == list(real)
    assert list(told["plans"]["as_is"]["people_cost"]["all"]) == list(real["plans"]["one"]["people_cost"]["all"])
    change = told["differences"]["staggered"]["first_response_p90"]["paid"]
    assert list(change) == list(real["differences"]["none"]["first_response_p90"]["paid"])


# ---- whole or not there ----


def test_staged_folder_appears_when_all_went_well(tmp_path: Path) -> None:
    """The folder appears at the end, with its parents, and nothing hidden stays beside it."""
    with staged(tmp_path / "a" / "out") as stage:
        (stage / "summary.json").write_text("{}")
        assert not (tmp_path / "a" / "out").exists()
    assert (tmp_path / "a" / "out" / "summary.json").read_text() == "{}"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["out"]


def test_staged_folder_is_for_others_to_read_as_usual(tmp_path: Path) -> None:
    """The folder has the rights of any new folder, not those of a temporary one."""
    (tmp_path / "usual").mkdir()
    with staged(tmp_path / "out"):
        pass
    assert (tmp_path / "out").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_an_interrupted_folder_never_appears(tmp_path: Path, stop: type[BaseException]) -> None:
    """Whatever stops the work leaves nothing: no folder, no hidden rest, no parents made for it."""
    with pytest.raises(stop), staged(tmp_path / "a" / "b" / "out") as stage:  # noqa: PT012 -- half of it is written
        (stage / "summary.json").write_text("{}")
        raise stop
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_not_replaced_unasked(tmp_path: Path) -> None:
    """Results that exist stay; with force they are replaced as a whole."""
    with staged(tmp_path / "out") as stage:
        (stage / "figures.csv").write_text("old")
    with pytest.raises(OutputError, match="holds results already; add --force"), staged(tmp_path / "out"):
        pass
    with staged(tmp_path / "out", force=True) as stage:
        (stage / "summary.json").write_text("new")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {MARK, "summary.json"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_failed_replacement_keeps_the_old(tmp_path: Path) -> None:
    """With force, too, the old results stay until the new ones are complete."""
    with staged(tmp_path / "out") as stage:
        (stage / "figures.csv").write_text("old")
    with pytest.raises(RuntimeError), staged(tmp_path / "out", force=True):
        raise RuntimeError
    assert (tmp_path / "out" / "figures.csv").read_text() == "old"


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_with_other_things_is_never_replaced(tmp_path: Path, *, force: bool) -> None:
    """A folder that holds anything but results is refused, with force as well: it may be somebody's home."""
    (tmp_path / "thesis.doc").write_text("years of work")
    with (
        pytest.raises(OutputError, match=r"holds 'thesis.doc', which was not written here"),
        staged(tmp_path, force=force),
    ):
        pass
    assert (tmp_path / "thesis.doc").exists()


def test_files_that_only_have_the_names_of_results_are_never_replaced(tmp_path: Path) -> None:
    """Somebody's own conversations.csv is no result, nor is a folder of that name inside our own results."""
    (tmp_path / "conversations.csv").write_text("a year of work")
    with pytest.raises(OutputError, match="which was not written here"), staged(tmp_path, force=True):
        pass
    with staged(tmp_path / "out") as stage:
        (stage / "summary.json").write_text("{}")
    (tmp_path / "out" / "report.html").mkdir()
    with pytest.raises(OutputError, match=r"holds 'report.html', which"), staged(tmp_path / "out", force=True):
        pass


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    """An empty folder is as good as none."""
    (tmp_path / "out").mkdir()
    with staged(tmp_path / "out") as stage:
        (stage / "summary.json").write_text("{}")
    assert (tmp_path / "out" / "summary.json").exists()


def test_the_current_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder somebody stands in is not pulled from under them."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError, match="is the folder you are in"), staged(tmp_path):
        pass


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    """A file at the place, or above it, is an error in words."""
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "out"):
        with pytest.raises(OutputError, match="name another"), staged(place):
            pass


def test_no_permission_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where writing is not allowed the message says so before any work is done."""

    def refused(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refused)
    with pytest.raises(OutputError, match=r"can't write there \(Permission denied\)"), staged(tmp_path / "a" / "out"):
        pytest.fail("no work should begin")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """A write that fails half-way ends in a message, and the half is removed."""
    with pytest.raises(OutputError, match="No space left"), staged(tmp_path / "out"):
        raise OSError(28, os.strerror(28))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("interval", [MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, DAY])
def test_intervals_that_fit(interval: int) -> None:
    """Parts of an hour and hours that divide a day are intervals."""
    assert checked_interval(interval) == interval


@pytest.mark.parametrize("interval", [0, -HOUR, 7 * MINUTE, 90 * MINUTE, 5 * HOUR, 2 * DAY, 1000])
def test_intervals_that_do_not_fit(interval: int) -> None:
    """Other lengths would drift across the clock and are refused."""
    with pytest.raises(ValueError, match="write such as 15m"):
        checked_interval(interval)
