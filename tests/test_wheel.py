"""The built wheel holds everything it needs and works where the project is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import scenarios

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel, or skip where no builder is at hand."""
    if shutil.which("uv") is None:
        pytest.skip("uv, which builds the wheel, is not here")
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        ["uv", "build", "--wheel", "--out-dir", folder, ROOT], capture_output=True, text=True, check=False
    )
    if built.returncode and "hatchling" in built.stderr:
        pytest.skip(f"the build backend cannot be fetched here: {built.stderr.strip().splitlines()[-1]}")
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_scenarios_and_no_tests(wheel):
    """Every shipped scenario and every workload; neither tests nor files of the machine that built it."""
    names = zipfile.ZipFile(wheel).namelist()

    assert [] == [name for name in scenarios.names() if f"scenarios/{name}.yaml" not in names]
    assert {"scenarios/workloads/W1.yaml", "scenarios/workloads/W2.yaml", "scenarios/workloads/W3.yaml"} <= set(names)
    assert [] == [name for name in names if name.startswith(("tests", "docs", "/")) or "__pycache__" in name]


def test_the_wheel_works_elsewhere(wheel, tmp_path):
    """Unpacked in another folder, without the project on the path, it compares the plans of a shipped scenario."""
    place = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(place)
    program = (
        "import sys; sys.path = [p for p in sys.path if p != sys.argv[1]]; sys.argv[1:] = sys.argv[2:]\n"
        "import support_sandbox; support_sandbox.main()"
    )
    ended = subprocess.run(
        [sys.executable, "-P", "-c", program, str(ROOT), "compare", "indonesia", "--replications", "2", "--json"],
        env=os.environ | {"PYTHONPATH": str(place)}, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ended.returncode == 0, ended.stderr
    assert '"plans"' in ended.stdout
    where = subprocess.run(
        [sys.executable, "-P", "-c", "import sim; print(sim.__file__)"],
        env=os.environ | {"PYTHONPATH": str(place)}, cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert where.stdout.startswith(str(place))
