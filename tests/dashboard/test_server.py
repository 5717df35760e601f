"""Starting the app: what is refused, and the real server once, from the outside."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from doors import PASSWORD
from round_builder import SECRET, a_candidate, a_round
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from dashboard import server
from dashboard.identity import COOKIE
from dashboard.settings import Oidc, Settings
from trainee_exercises.accounts import NewUser, users
from trainee_exercises.hiring import invitations
from trainee_exercises.storage.open import open_storage

ROOT = Path(__file__).parents[2]
PATIENCE = 120  # seconds: a machine busy with other work starts Streamlit slowly
OIDC = Oidc("https://id.example.org", "app", "secret")


@pytest.mark.parametrize(
    "settings",
    [
        Settings("0.0.0.0", "https://sandbox.example.org"),
        Settings("127.0.0.1", "https://sandbox.example.org"),
        Settings("127.0.0.1", None, OIDC),
    ],
    ids=str,
)
def test_without_users_it_does_not_let_others_in(sqlite_storage, settings):
    """It says which commands would help, and starts once they were given."""
    with pytest.raises(server.StartError) as refused:
        server.refuse_open_doors(settings, sqlite_storage)
    assert "support-sandbox user add YOUR-NAME --role owner" in str(refused.value)
    assert "support-sandbox user add YOU@EXAMPLE.ORG --role owner --sso" in str(refused.value)
    users.add_user(sqlite_storage, NewUser("ada", "owner", PASSWORD), "test")
    server.refuse_open_doors(settings, sqlite_storage)


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.5", "::"])
def test_another_address_needs_https_in_front(sqlite_storage, address):
    """With users too: passwords would travel in the open."""
    users.add_user(sqlite_storage, NewUser("ada", "owner", PASSWORD), "test")
    with pytest.raises(server.StartError, match=rf"--address {address} --public-url https://"):
        server.refuse_open_doors(Settings(address), sqlite_storage)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://sandbox.example.org", "write https://sandbox.example.org"),
        ("sandbox.example.org", "without a path"),
        ("https://sandbox.example.org/app", "without a path"),
        ("https://", "without a path"),
        ("ftp://sandbox.example.org", "without a path"),
        ("https://ada:x@sandbox.example.org", "without a path"),
    ],
)
def test_a_public_url_that_will_not_do_is_said_with_what_would(sqlite_storage, url, says):
    """Scheme and host, nothing else, and by https."""
    users.add_user(sqlite_storage, NewUser("ada", "owner", PASSWORD), "test")
    with pytest.raises(server.StartError, match=says):
        server.refuse_open_doors(Settings(public_url=url), sqlite_storage)


def test_on_this_machine_it_starts_without_anything(sqlite_storage):
    """Nobody but the person at the keyboard can reach it."""
    server.refuse_open_doors(Settings(), sqlite_storage)
    server.refuse_open_doors(Settings("::1"), sqlite_storage)


def test_a_provider_without_https_is_refused(sqlite_storage):
    """Whoever sits on the line could sign in as anybody."""
    settings = Settings(public_url="https://a.example", oidc=OIDC._replace(issuer="http://id.example.org"))
    with pytest.raises(server.StartError, match="needs an https:// address"):
        server.refuse_open_doors(settings, sqlite_storage)


def test_a_port_that_is_taken_is_said_in_a_sentence():
    """With the command that would work."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(server.StartError, match=f"Port {port} is taken.*--port {port + 1}"):
            server.listening(Settings(), port)


def test_an_address_of_another_machine_is_said_in_a_sentence():
    """With one that would work."""
    with pytest.raises(server.StartError, match=r"can't listen on 192\.0\.2\.7.*such as 127\.0\.0\.1"):
        server.listening(Settings("192.0.2.7"), 0)


@contextmanager
def running(folder, *options):
    """Run the real app with its things in *folder*; give its process and its address."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("SUPPORT_SANDBOX", "STREAMLIT"))}
    env |= {"SUPPORT_SANDBOX_DATA": str(folder), "SUPPORT_SANDBOX_SECRET": SECRET, "PYTHONPATH": str(ROOT)}
    with (folder / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "support_sandbox", "dashboard", "--port", "0", "--no-browser", *options],
            cwd=folder,
            env=env,
            stdout=log,
            stderr=log,
        )
    try:
        yield process, _address(process, folder)
    finally:
        process.kill()
        process.wait()


def _address(process, folder):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        said = (folder / "log").read_text(encoding="utf-8")
        if " is ready at " in said:
            return said.split(" is ready at ")[1].split()[0]
        assert process.poll() is None, said
        time.sleep(0.1)
    raise AssertionError(f"it did not start in {PATIENCE} s")


def _open_page(address, token):
    cookie = {"Cookie": f"{COOKIE}={token}"} if token else {}
    url = address.replace("http", "ws") + "/_stcore/stream"
    return connect(url, origin=address, subprotocols=["streamlit"], additional_headers=cookie)


def _socket(address, token=None):
    """Try to open Streamlit's WebSocket; return the status of the answer, 101 where it opens."""
    try:
        with _open_page(address, token):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def test_the_real_server_from_its_first_line_to_its_end(tmp_path, monkeypatch):
    """Sign-in, pages, WebSocket, a candidate, a log without secrets, and Ctrl+C."""
    monkeypatch.setenv("SUPPORT_SANDBOX_DATA", str(tmp_path))
    monkeypatch.setenv("SUPPORT_SANDBOX_SECRET", SECRET)
    monkeypatch.delenv("SUPPORT_SANDBOX_DATABASE", raising=False)
    storage = open_storage()
    users.add_user(storage, NewUser("ada", "owner", PASSWORD), "test")
    link = invitations.issue(storage, a_candidate(storage, a_round(storage)).id, "test").token
    storage.close()
    with running(tmp_path) as (process, address):
        seen = _visited(address, link)
        with _open_page(address, seen["tokens"][0]):
            process.send_signal(signal.SIGINT)
            assert 0 == process.wait(PATIENCE)
    assert {"nobody": 403, "candidate": 403, "owner": 101} == seen["socket"]
    assert {"nobody": 401, "candidate": 403, "owner": 200} == seen["home"]
    assert "<title>Streamlit" in seen["page"]
    assert [404] * 4 == seen["closed"]
    said = (tmp_path / "log").read_text(encoding="utf-8")
    assert said.startswith(f"Support sandbox is ready at {address} (Ctrl+C ends it)\n")
    for secret in (PASSWORD, link, SECRET, *seen["tokens"]):
        assert secret not in said
    assert "Traceback" not in said


def _visited(address, link):
    """Visit the app as everybody; return what was seen."""
    sent = {"origin": address}
    form = {"name": "ada", "password": PASSWORD}
    owner = httpx.post(f"{address}/sign-in", data=form, headers=sent, timeout=PATIENCE).cookies[COOKIE]
    candidate = httpx.post(f"{address}/join/{link}", headers=sent, timeout=PATIENCE).cookies[COOKIE]
    httpx.get(f"{address}/join/{link}x", timeout=PATIENCE)
    tokens = {"nobody": None, "candidate": candidate, "owner": owner}
    home = {who: _get(address, "/", token) for who, token in tokens.items()}
    closed = ("/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/script-health-check", "/oauth2callback")
    return {
        "tokens": (owner, candidate),
        "socket": {who: _socket(address, token) for who, token in tokens.items()},
        "home": {who: answer.status_code for who, answer in home.items()},
        "page": home["owner"].text,
        "closed": [_get(address, path, owner).status_code for path in closed],
    }


def _get(address, path, token):
    headers = {"cookie": f"{COOKIE}={token}"} if token else {}
    return httpx.get(address + path, headers=headers, timeout=PATIENCE)
