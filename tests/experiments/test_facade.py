"""`import sim` and the command line: public names that load when they are used, and nothing before."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from builders import a_scenario, a_team

import sim

ROOT = Path(__file__).parents[2]
HEAVY = ["numpy", "pandas", "numba", "plotly", "scipy", "simpy", "pydantic", "pyarrow", "faker", "holidays", "ruamel"]


def loaded_after(statements: str) -> list[str]:
    """Return which heavy modules a fresh interpreter has loaded after *statements*."""
    code = f"{statements}\nimport json, sys\nprint(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("statements", ["import sim", "import support_sandbox"])
def test_importing_loads_nothing_heavy(statements: str) -> None:
    """Asking for help must not wait for libraries that compute and draw."""
    assert loaded_after(statements) == []


def test_help_loads_nothing_heavy() -> None:
    """Showing the help of a command loads nothing heavy either, but for pydantic, which typer reads options with."""
    show = "from support_sandbox import app\nimport contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()):\n"
    assert loaded_after(f"{show} app(['compare', '--help'], standalone_mode=False)") in ([], ["pydantic"])


def test_public_names_are_there() -> None:
    """Every public name can be fetched, and is listed."""
    for name in sim.__all__:
        assert getattr(sim, name) is not None, name
        assert name in dir(sim)


def test_an_unknown_name_is_told() -> None:
    """A name that isn't there is an AttributeError that says what is."""
    with pytest.raises(AttributeError, match=r"no attribute 'comparre'; it has .*compare"):
        sim.comparre  # noqa: B018 -- reading it is the test


def test_run_and_compare() -> None:
    """The functions of one call give results with tables for pandas and for a notebook."""
    scenario = a_scenario(
        plans={"one": {"teams": {"desk": a_team(1)}}, "two": {"teams": {"desk": a_team(2)}}}, length="1d"
    )
    results = sim.run(scenario, replications=2, processes=1)
    assert results.plans == ("one",)
    table = results.to_pandas()
    assert list(table.columns) == ["plan", "replication", "measure", "scope", "top", "bottom", "value"]
    assert set(table["replication"]) == {0, 1}
    assert "<table" in results._repr_html_()
    comparison = sim.compare(scenario, replications=2, processes=1)
    assert (comparison.baseline, comparison.others) == ("one", ("two",))
    assert {"verdict", "words"} <= set(comparison.to_pandas().columns)
    assert "Against one, two" in comparison._repr_html_()
    assert sim.compare(scenario, baseline="two", replications=2, processes=1).others == ("one",)


def test_the_version_is_told() -> None:
    """--version prints the version and nothing else."""
    done = subprocess.run(
        [sys.executable, "-m", "support_sandbox", "--version"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip()[0].isdigit() or done.stdout.startswith("unknown")


def test_no_arguments_show_the_help() -> None:
    """Without arguments the commands are listed."""
    done = subprocess.run(
        [sys.executable, "-m", "support_sandbox"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "compare" in done.stdout
    assert "Traceback" not in done.stderr
