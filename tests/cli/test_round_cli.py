"""The commands `exercise round ...`: what they print, and how they say no."""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
import sys
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from types import SimpleNamespace

import pytest
from round_builder import happened
from typer.testing import CliRunner

from support_sandbox import app
from trainee_exercises.bots import BOTS
from trainee_exercises.hiring.erase import erase
from trainee_exercises.round_cli import commands
from trainee_exercises.storage import audit, open_storage

NAME = "Support, spring"
WHO = ("--company", "Larch & Co", "--contact", "Maria, maria@larch.example")
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "running-a-round.md"


@pytest.fixture(autouse=True)
def data(monkeypatch, tmp_path):
    """Keep all data of a test in a folder of its own."""
    for name in ("SUPPORT_SANDBOX_DATABASE", "SUPPORT_SANDBOX_SECRET", "SUPPORT_SANDBOX_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SUPPORT_SANDBOX_DATA", str(tmp_path / "data"))


def _run(*words):
    return CliRunner().invoke(app, ["exercise", "round", *words])


def _json(*words):
    result = _run(*words, "--json")
    assert 0 == result.exit_code, result.output
    return json.loads(result.stdout)


def _with_ada(*options):
    _json("create", *WHO, NAME, *options)
    return _json("add", NAME, "Ada Obi", "ada@home.example")["candidates"][0]


def test_a_round_is_made_and_listed():
    """With the jurisdiction's time of keeping where none was named."""
    made = _json("create", *WHO, NAME, "--minutes", "45", "--jurisdiction", "european_union")["round"]
    assert (45, 6) == (made["settings"]["minutes"], made["settings"]["retention_months"])
    _json("create", *WHO, "Another")
    assert ["Another", NAME] == [one["name"] for one in _json("list")["rounds"]]


def test_no_round_yet_says_how_to_make_one():
    """An empty list is no dead end."""
    assert "exercise round create NAME" in _run("list").stdout


def test_wrong_settings_are_named_one_by_one():
    """Exit 2, a line for each, nothing made."""
    result = _run("create", NAME, *WHO, "--minutes", "0", "--zone", "Berlin")
    assert 2 == result.exit_code
    assert ["minutes: 0 is too few; write 1 to 240", "zone: 'Berl"] == [
        line if line.startswith("minutes") else line[:11] for line in result.stderr.splitlines()
    ]
    assert [] == _json("list")["rounds"]


def test_a_round_needs_company_and_contact():
    """The privacy notice names them; each is asked for in a line of its own."""
    result = _run("create", NAME, "--company", " ")
    assert 2 == result.exit_code
    assert ["company: name whose application it is", "contact: name whom candidates write to"] == [
        re.split("[:;] (?=the|a person)", line)[0] for line in result.stderr.splitlines()
    ]
    assert [] == _json("list")["rounds"]


@pytest.mark.parametrize(("pack", "says"), [("/etc", "/etc/pack.yaml: no such file"), ("a" * 300, "no such pack")])
def test_a_pack_that_is_none_is_a_sentence(pack, says):
    """A folder of other things, a name that no file can have: exit 2."""
    result = _run("create", NAME, *WHO, "--pack", pack)
    assert 2 == result.exit_code
    assert says in result.stderr
    assert 1 == len(result.stderr.splitlines())


@pytest.mark.parametrize(
    "words",
    [
        ("exercise", "round", "create", "Sp\udce4t"),
        ("exercise", "round", "add", NAME, "\udce4da", "ada@home.example"),
        ("exercise", "round", "create", "Another", "--company", "\udce4"),
        ("data", "hold", NAME, "--why", "\udce4"),
        ("user", "add", "ada@home.example", "--role", "rater", "--sso", "--team", "\udce4"),
    ],
)
def test_a_word_that_is_no_text_is_a_sentence(words, monkeypatch):
    """As it comes from a terminal of another encoding: exit 2, and nothing is kept."""
    _json("create", *WHO, NAME)
    monkeypatch.setattr(sys, "argv", ["support-sandbox", *words])
    result = CliRunner().invoke(app, list(words))
    assert 2 == result.exit_code
    assert re.fullmatch(r"'\S*\\udce4\S*' holds signs that are no text; type it again, in UTF-8\n", result.stderr)
    monkeypatch.setattr(sys, "argv", ["support-sandbox"])
    assert [NAME] == [one["name"] for one in _json("list")["rounds"]]


def test_a_stage_named_is_the_only_one():
    """Repeated for more."""
    made = _json("create", *WHO, NAME, "--stage", "phone_first", "--stage", "interviews")["round"]
    assert ["phone_first", "interviews"] == made["settings"]["stages"]


def test_a_file_of_candidates_is_added_or_refused_whole(tmp_path):
    """Each bad line is named with the file."""
    _json("create", *WHO, NAME)
    file = tmp_path / "people.csv"
    file.write_text("name,email\nAda Obi,ada@home.example\nBen,ben\n", encoding="utf-8")
    result = _run("add", NAME, "--csv", str(file))
    assert (2, f"{file}:3: email: 'ben' is no address; write such as ada@example.org\n") == (
        result.exit_code,
        result.stderr,
    )
    assert [] == _json("show", NAME)["candidates"]
    file.write_text("name,email\nAda Obi,ada@home.example\nBen Ito,ben@home.example\n", encoding="utf-8")
    assert 2 == len(_json("add", NAME, "--csv", str(file))["candidates"])


def test_a_file_that_is_not_there_is_said_in_a_sentence(tmp_path):
    """No traceback."""
    _json("create", *WHO, NAME)
    result = _run("add", NAME, "--csv", str(tmp_path / "none.csv"))
    assert 2 == result.exit_code
    assert "none.csv can't be read (No such file or directory); name a CSV file" in result.stderr


def test_an_invitation_has_a_mail_with_its_link():
    """The link begins with the address named."""
    ada = _with_ada()
    (invited,) = _json("invite", NAME, "ada@home.example", "--url", "https://sandbox.larch.example/")["invitations"]
    assert invited["link"].startswith("https://sandbox.larch.example/join/")
    assert invited["link"] in invited["mail"]["body"]
    assert (ada["code"], "ada@home.example") == (invited["code"], invited["mail"]["to"])


@pytest.mark.parametrize(
    "command", [("invite", NAME, "--all"), ("reissue", NAME, "ada obi"), ("questionnaire", NAME, "ada obi")]
)
def test_a_link_to_this_machine_is_warned_of(command, monkeypatch):
    """On stderr, unless it was said how candidates reach the app."""
    _with_ada()
    result = _run(*command)
    assert 0 == result.exit_code
    assert "These links open on this machine alone (http://127.0.0.1:8501)." in result.stderr
    assert "give the address at which they reach the app: --url https://..." in result.stderr
    assert "this machine alone" not in result.stdout
    _run("revoke", NAME, "ada obi")
    assert "" == _run("reissue", NAME, "ada obi", "--url", "https://sandbox.larch.example").stderr
    monkeypatch.setenv("SUPPORT_SANDBOX_PUBLIC_URL", "https://sandbox.larch.example")
    assert "" == _run("reissue", NAME, "ada obi").stderr


def test_all_who_have_no_link_are_invited_once():
    """A second --all finds nobody."""
    _with_ada()
    _json("add", NAME, "Ben Ito", "ben@home.example")
    assert 2 == len(_json("invite", NAME, "--all")["invitations"])
    assert [] == _json("invite", NAME, "--all")["invitations"]
    assert "Nobody: all have a link" in _run("invite", NAME, "--all").stdout


def test_if_one_cannot_be_invited_nobody_is():
    """Named twice, Ada cannot have a second link; Ben gets none either."""
    _with_ada()
    _json("add", NAME, "Ben Ito", "ben@home.example")
    result = _run("invite", NAME, "ben@home.example", "ada@home.example", "ada@home.example")
    assert 2 == result.exit_code
    assert 2 == len(_json("invite", NAME, "--all")["invitations"])


def test_mails_are_written_as_drafts(tmp_path):
    """One file for each candidate, named by code."""
    ada = _with_ada()
    result = _run("invite", NAME, "--all", "--mails", str(tmp_path / "mails"))
    assert 0 == result.exit_code
    read = message_from_bytes((tmp_path / "mails" / f"{ada['code']}.eml").read_bytes(), policy=default)
    assert "ada@home.example" == read["To"]
    assert f"written: {tmp_path / 'mails' / ada['code']}.eml to ada@home.example\n" == result.stdout


def test_reissue_and_revoke():
    """A new link each time; after taking back there is none."""
    _with_ada()
    first = _json("invite", NAME, "--all")["invitations"][0]["link"]
    second = _json("reissue", NAME, "ada obi", "--days", "2")["invitations"][0]["link"]
    assert first != second
    assert 1 == _json("revoke", NAME, "ada obi")["links"]
    assert "link taken back" in _run("progress", NAME).stdout
    assert "had no link that opens" in _run("revoke", NAME, "ada obi").stdout


def test_a_questionnaire_is_sent_and_its_deadline_moved():
    """Its mail names the deadline; another --days sets it anew."""
    _with_ada("--zone", "Asia/Tokyo")
    sent = _json("questionnaire", NAME, "ada obi", "--days", "3")
    assert "23:59 (Asia/Tokyo)" in sent["mail"]["body"]
    moved = _json("questionnaire", NAME, "ada obi", "--move", "--days", "9")
    assert 6 * 86_400_000 == moved["due_at"] - sent["due_at"]
    assert 2 == _run("questionnaire", NAME, "ada obi").exit_code


def test_progress_shows_granted_time():
    """In minutes, whether it was given as a share or not."""
    ada = _with_ada()
    granted = _json("grant", NAME, "ada obi", "25%", "--why", "asked before the start")
    assert {"candidate": ada["code"], "extra_minutes": 7.5, "ends_at": None} == granted
    (found,) = _json("progress", NAME)["candidates"]
    assert (7.5, "added") == (found["extra_minutes"], found["state"])
    assert re.search(rf"{ada['code']}  Ada Obi .*\+7\.5 minutes", _run("progress", NAME).stdout)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["show", "Suport, spring"], "there is no round 'Suport, spring'; did you mean 'Support, spring'?"),
        (["grant", NAME, "ada obi", "soon", "--why", "x"], "'soon' is no extra time"),
        (["grant", NAME, "ada obi", "10", "--why", " "], "write why"),
        (
            ["grant", NAME, "ada obi", "0", "--why", "x"],
            "0 minutes can't be given; write minutes other than 0, at most",
        ),
        (["grant", NAME, "eve", "10", "--why", "x"], "there is no candidate 'eve' in this round"),
        (["answer", NAME, "ada obi", "Yes"], "asked for nothing that waits for an answer"),
        (["invite", NAME, "ada obi", "--days", "0"], "0 days: an invitation opens for 1 to 90 days"),
        (["add", NAME, "Ada", "ADA@home.example"], "is the address of a candidate of this round"),
        (["add", NAME], "email: '' is no address"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(words, says):
    """Exit 2, on stderr, without a traceback."""
    _with_ada()
    result = _run(*words)
    assert (2, "") == (result.exit_code, result.stdout)
    assert says in result.stderr
    assert "Traceback" not in result.output


def test_a_closed_round_takes_nobody():
    """Closing twice is no error."""
    _with_ada()
    assert 0 == _run("close", NAME).exit_code
    assert 0 == _run("close", NAME).exit_code
    result = _run("add", NAME, "Ben", "ben@home.example")
    assert (2, True) == (result.exit_code, "is closed" in result.stderr)


def test_settings_are_changed_one_by_one_until_somebody_begins():
    """What is not named stays; nothing named is no change; after the start the answer is no."""
    ada = _with_ada("--minutes", "45")
    changed = _json("change", NAME, "--ai-rule", "not_allowed", "--jurisdiction", "european_union")["round"]["settings"]
    assert (45, "not_allowed", 6, "Larch & Co") == (
        changed["minutes"],
        changed["ai_rule"],
        changed["retention_months"],
        changed["company"],
    )
    assert "name a setting to change" in _run("change", NAME).stderr
    assert "minutes: 0" in _run("change", NAME, "--minutes", "0").stderr
    storage = open_storage()
    happened(storage, SimpleNamespace(id=ada["id"]), "started", time_ms=1, device="d" * 16)
    storage.close()
    result = _run("change", NAME, "--minutes", "20")
    assert (2, True) == (result.exit_code, "a candidate has begun" in result.stderr)
    assert 45 == _json("show", NAME)["round"]["settings"]["minutes"]


def test_a_round_is_exported_as_tables_and_scorecards(tmp_path):
    """Four tables and a PDF for each candidate, for the eyes of this account alone; each is noted in the audit log."""
    ada = _with_ada()
    folder = tmp_path / "out" / "spring"
    files = _json("export", NAME, "--to", str(folder))["files"]
    names = ["ratings.csv", "answers.csv", "events.csv", "decisions.csv", f"scorecard-{ada['code']}.pdf"]
    assert [str(folder / name) for name in names] == files
    assert (folder / names[-1]).read_bytes().startswith(b"%PDF-")
    (row,) = csv.DictReader((folder / "events.csv").read_text(encoding="utf-8-sig").splitlines())
    assert (ada["code"], "0") == (row["candidate"], row["answered"])
    if os.name == "posix":
        assert {0o600} == {(folder / name).stat().st_mode & 0o777 for name in names}
    storage = open_storage()
    with storage.read() as connection:
        noted = [line.detail["what"] for line in audit.lines(connection) if line.action == "exported"]
    storage.close()
    assert ["ratings", "answers", "events", "decisions", "scorecard"] == noted


def test_an_export_overwrites_only_when_told_to(tmp_path):
    """Otherwise it names what is there, and writes nothing."""
    _with_ada()
    there = tmp_path / "answers.csv"
    there.write_text("mine", encoding="utf-8")
    result = _run("export", NAME, "--to", str(tmp_path))
    assert 2 == result.exit_code
    assert f"{there} is there already; name another folder, or say --force" in result.stderr
    assert ("mine", False) == (there.read_text(encoding="utf-8"), (tmp_path / "ratings.csv").exists())
    assert 0 == _run("export", NAME, "--to", str(tmp_path), "--force").exit_code
    assert "candidate" in there.read_text(encoding="utf-8-sig")
    result = _run("export", NAME, "--to", str(there))
    assert (2, True) == (result.exit_code, "is a file; name a folder" in result.stderr)


def test_who_was_erased_is_not_in_an_export(tmp_path):
    """There is nothing left to put on a scorecard."""
    ada = _with_ada()
    storage = open_storage()
    erase(storage, ada["id"], "test")
    storage.close()
    assert 4 == len(_json("export", NAME, "--to", str(tmp_path))["files"])


def test_a_sample_is_made_once_and_shows_what_people_did(monkeypatch):
    """Played by made-up candidates; the second time it is only found. Two manners, twice each, will do."""
    two = {name: BOTS[name] for name in ("rusher", "quitter")}
    monkeypatch.setattr("trainee_exercises.round_sample.BOTS", two)
    made = _json("sample")
    assert (4, True) == (made["candidates"], made["round"]["settings"]["sample"])
    assert made == _json("sample")
    found = _json("progress", made["round"]["id"])["candidates"]
    assert all(one["n_answered"] > 0 for one in found)


@pytest.mark.parametrize("name", sorted(one.name for one in commands().registered_commands))
def test_each_command_has_an_example_in_its_help(name):
    """That names the command itself."""
    assert f"support-sandbox exercise round {name}" in " ".join(_run(name, "--help").stdout.split())


def test_the_commands_of_the_guide_run_in_its_order(tmp_path, monkeypatch):
    """docs/running-a-round.md: each line of a sh block ends with exit 0, with the file that the page shows."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("trainee_exercises.round_sample.BOTS", {"quitter": BOTS["quitter"]})
    text = GUIDE.read_text(encoding="utf-8")
    (people,) = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    (tmp_path / "people.csv").write_text(people, encoding="utf-8")
    commands_ = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    assert 12 < len(commands_)
    for line in commands_:
        program, *words = shlex.split(line)
        result = CliRunner().invoke(app, words, input="three unrelated words\n" * 2)  # where a password is asked for
        assert ("support-sandbox", 0) == (program, result.exit_code), f"{line}: {result.output}"
    assert 3 == len(list((tmp_path / "mails").iterdir()))
