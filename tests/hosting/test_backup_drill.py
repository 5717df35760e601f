"""The backup and the restore drill of docs/hosting.md, with a running app and a candidate at work."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import ExitStack, contextmanager

import httpx
import pytest
from browser.server import ROOT, RunningApp

from trainee_exercises.hiring.attempts import Attempts

DEVICE = "d" * 32


@pytest.fixture
def apps(tmp_path):
    """Return a maker of servers that are ended with the test."""
    with ExitStack() as stack:

        def make(name):
            app = RunningApp(tmp_path / name)
            stack.callback(app.close)
            return app

        yield make


def command(app, *words):
    """Run a command on the data of *app* and return what it printed."""
    line = [sys.executable, "-m", "support_sandbox", *map(str, words)]
    with app.settings():
        env = os.environ | {"PYTHONPATH": str(ROOT)}
        done = subprocess.run(line, cwd=app.data, env=env, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout


@contextmanager
def joined(app, token):
    """Follow an invitation and give the client of a browser that is in."""
    headers = {"Origin": app.url, "Sec-Fetch-Site": "same-origin"}
    with httpx.Client(base_url=app.url, headers=headers, trust_env=False, timeout=60) as client:
        assert 303 == client.post(f"/join/{token}").status_code
        yield client


def act(client, **action):
    """Do something in the exercise."""
    answer = client.post("/api/exercise/act", json={"device": DEVICE, "action": action}).json()
    assert answer["ok"], answer


def test_a_backup_made_while_somebody_types_opens_on_another_machine(apps, tmp_path):
    """Saved before the backup: there. The same link goes on with it, as the key was copied too."""
    app, elsewhere, file = apps("app").start(), apps("elsewhere"), tmp_path / "night.zip"
    invited = app.invite(ai_rule="allowed")
    with joined(app, invited.token) as client:
        act(client, kind="acknowledge", privacy=True, ai_rule="allowed")
        act(client, kind="start")
        question = client.get("/api/exercise", params={"device": DEVICE}).json()["questions"][0]["id"]
        act(client, kind="save", question=question, field="reply", revision=1, text="Before the backup")
        command(app, "data", "backup", file)
        act(client, kind="save", question=question, field="reply", revision=2, text="After it")
    shutil.copy(app.data / "secret.key", elsewhere.data)
    command(elsewhere, "data", "restore", file)
    elsewhere.start()
    with joined(elsewhere, invited.token) as client:
        view = client.get("/api/exercise", params={"device": "e" * 32}).json()
    assert "Before the backup" == view["questions"][0]["reply"]["text"]
    assert "After it" == Attempts(app.storage()).attempt(invited.candidate_id).answer(question).reply


def test_the_nights_backup_counts_for_the_look_before_a_round(apps, tmp_path):
    """What cron writes is what `exercise preflight --backups` finds."""
    app, folder = apps("app"), tmp_path / "backups"
    folder.mkdir()
    app.start()
    command(app, "data", "backup", folder / "2027-05-03.zip")
    told = command(app, "exercise", "preflight", app.url, "--backups", folder)
    assert "2027-05-03.zip was made 0 hours ago" in told
