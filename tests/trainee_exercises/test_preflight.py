"""The look before a round: a good site passes, and each fault is named where it is."""

from __future__ import annotations

import json
import os
import ssl
import threading
import time
import zipfile
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import typer
from certificates import make_certificate
from typer.testing import CliRunner

from trainee_exercises.preflight.commands import preflight
from trainee_exercises.preflight.lines import is_fit
from trainee_exercises.preflight.look import Look, look
from trainee_exercises.preflight.saving import NotALink
from trainee_exercises.preflight.site import WrongAddress
from trainee_exercises.storage import Storage
from trainee_exercises.storage.backup import back_up
from trainee_exercises.storage.tables import metadata

HOURS = int(timedelta(hours=1).total_seconds())


class Answers(BaseHTTPRequestHandler):
    """A site that answers as the app does, apart from its server's faults."""

    def do_GET(self):
        """Answer what the checks ask for."""
        server, faults = self.server, self.server.faults
        is_socket = "Upgrade" in self.headers and "no sockets" not in faults
        view = {"phase": server.phase, "before": {"practice": {"text": server.text}}}
        known = {
            "/api/health": (200, json.dumps({"ok": True, "now": server.now()})),
            "/_stcore/stream": (403 if is_socket else 405, ""),
            "/": (server.stranger, "Please sign in"),
            "/join/good": (200, "<button>"),
            "/api/exercise": (200, json.dumps(view)),
        }
        gone = (502, "Bad gateway") if "no app" in faults else (404, "")
        self._send(*({} if "no app" in faults else known).get(self.path.split("?")[0], gone))

    def do_POST(self):
        """Let the candidate in, and save."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/join/good":
            flags = "" if "open cookie" in self.server.faults else "; Secure"
            self._send(200, "", {"Set-Cookie": f"sandbox=abc; Path=/; HttpOnly; SameSite=Lax{flags}"})
            return
        if len(body) > self.server.limit:
            self._send(413, "")
            return
        assert json.loads(body)["action"]["kind"] == "practise"
        time.sleep(self.server.slow)
        if "forgetful" not in self.server.faults:
            self.server.text = json.loads(body)["action"]["text"]
        self._send(200, json.dumps({"ok": True}))

    def _send(self, status, text, headers=None):
        self.send_response(status)
        told = {"Content-Length": str(len(text.encode())), **(headers or {})}
        if "no hsts" not in self.server.faults:
            told["Strict-Transport-Security"] = "max-age=31536000"
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        """Print nothing."""


class ToHttps(BaseHTTPRequestHandler):
    """Sends everybody to https."""

    def do_GET(self):
        """Answer with the redirect."""
        self.send_response(301)
        self.send_header("Location", "https://localhost/")
        self.end_headers()

    def log_message(self, *_):
        """Print nothing."""


class Plain(ToHttps):
    """Answers by plain http."""

    def do_GET(self):
        """Answer as if that were fine."""
        self.send_response(200)
        self.end_headers()


@contextmanager
def serving(handler, certificate=None, **about):
    """Serve on a free port while the block lasts, and give the server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = False
    settings = {
        "faults": set(),
        "now": lambda: time.time_ns() // 1_000_000,
        "phase": "before",
        "text": "",
        "stranger": 401,
    }
    vars(server).update(settings | {"limit": 1_000_000, "slow": 0.0} | about)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.chain, certificate.key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Return a certificate of our own authority."""
    return make_certificate(tmp_path_factory.mktemp("certificate"))


def outcomes(lines):
    """Return the outcome of each check by its name."""
    return {line.check: line.outcome for line in lines}


def a_backup(folder, hours_ago):
    """Make a backup of an empty database as if so many hours ago."""
    folder.mkdir(exist_ok=True)
    storage = Storage(f"sqlite:///{folder / 'sandbox.db'}", now=lambda: (int(time.time()) - hours_ago * HOURS) * 1000)
    metadata.create_all(storage.engine)
    with storage.write() as connection:
        connection.exec_driver_sql("create table alembic_version (version_num varchar(32) not null)")
        connection.exec_driver_sql("insert into alembic_version values ('0001')")
    back_up(storage, folder / "night.zip")
    storage.close()
    return folder


def looked(server, certificate, redirecting=None, **settings):
    """Look at the server with an invitation, trusting the certificate's authority."""
    site = f"https://localhost:{server.server_port}"
    about = {"link": f"{site}/join/good", "authority": certificate.authority}
    http_port = redirecting.server_port if redirecting else 1
    return look(Look(site, **{"http_port": http_port, **about, **settings}))


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    """Call no save slow: this machine may be busy with other tests."""
    monkeypatch.setattr("trainee_exercises.preflight.saving._SLOW_MS", 60_000)


def test_a_good_site_passes_in_every_line(certificate, tmp_path):
    """Certificate, redirect, headers, clock, door, sockets, cookie, saving, speed, long replies and backup: all ok."""
    with serving(Answers, certificate) as server, serving(ToHttps) as plain:
        lines = looked(server, certificate, plain, backups=a_backup(tmp_path / "backups", hours_ago=3))
    assert {"ok"} == set(outcomes(lines).values()), lines
    assert 14 == len(lines)


def test_what_was_not_looked_at_is_said(certificate):
    """Without an invitation and without the backups' folder nothing is claimed about them."""
    with serving(Answers, certificate) as server:
        lines = looked(server, certificate, link=None)
    untried = {check for check, outcome in outcomes(lines).items() if outcome == "not tried"}
    assert {"invitation", "cookie", "autosave", "speed", "long replies", "backup"} == untried
    assert is_fit(lines)


FAULTS = {
    "https only": {"faults": {"no hsts"}},
    "sign-in": {"stranger": 400},
    "web sockets": {"faults": {"no sockets"}},
    "cookie": {"faults": {"open cookie"}},
    "long replies": {"limit": 50_000},
    "clock": {"now": lambda: time.time_ns() // 1_000_000 - 60_000},
}


@pytest.mark.parametrize("check", list(FAULTS))
def test_each_fault_is_named_where_it_is(certificate, check):
    """One thing is wrong with the site: that line says so with a remedy, and no other does."""
    with serving(Answers, certificate, **FAULTS[check]) as server:
        lines = looked(server, certificate)
    assert [check] == [line.check for line in lines if line.outcome == "wrong"]
    assert all(line.remedy for line in lines if line.outcome == "wrong")


def test_saves_that_do_not_come_back_are_wrong(certificate):
    """An app or a cache that shows old text fails the round trip, with short and with long replies."""
    with serving(Answers, certificate, faults={"forgetful"}) as server:
        lines = looked(server, certificate)
    assert ["autosave", "long replies"] == [line.check for line in lines if line.outcome == "wrong"]


def test_slow_saves_are_wrong(certificate, monkeypatch):
    """Where 95 of 100 saves take a second and more, a round should not begin."""
    monkeypatch.setattr("trainee_exercises.preflight.saving._SLOW_MS", 40)
    with serving(Answers, certificate, slow=0.05) as server:
        lines = looked(server, certificate)
    assert ["speed"] == [line.check for line in lines if line.outcome == "wrong"]


def test_an_open_door_is_fine_on_this_machine_alone(certificate, monkeypatch):
    """Without sign-in an app may be looked at here; from elsewhere it is wrong."""
    with serving(Answers, certificate, stranger=200) as server:
        here = looked(server, certificate)
        monkeypatch.setattr("trainee_exercises.preflight.site.Site.is_this_machine", False)
        elsewhere = looked(server, certificate)
    assert ("ok", "wrong") == (outcomes(here)["sign-in"], outcomes(elsewhere)["sign-in"])


def test_a_proxy_without_its_app_is_said_to_be_one(certificate):
    """502 from the proxy: health and sockets are wrong, what stands on them is not tried."""
    with serving(Answers, certificate, faults={"no app"}) as server:
        found = outcomes(looked(server, certificate))
    assert ("wrong", "wrong", "not tried", "not tried", "wrong") == tuple(
        found[check] for check in ("health", "web sockets", "clock", "sign-in", "invitation")
    )


def test_plain_http_that_does_not_lead_to_https_is_wrong(certificate):
    """Somebody who types the address without https must not stay there."""
    with serving(Answers, certificate) as server, serving(Plain) as plain:
        assert "wrong" == outcomes(looked(server, certificate, plain))["http redirects"]


@pytest.mark.parametrize(
    ("made", "says"),
    [
        ({"self_signed": True}, "self-signed"),
        ({"host": "other.example"}, "ostname mismatch"),
        ({"days": -1}, "expired"),
        ({"days": 3.5}, "3 more days only"),
    ],
    ids=["self-signed", "another name's", "expired", "ends soon"],
)
def test_certificates_that_browsers_would_not_take(tmp_path, made, says):
    """The line says what is wrong with it, and no invitation is sent to a site that is not trusted."""
    bad = make_certificate(tmp_path, **made)
    with serving(Answers, bad) as server:
        lines = looked(server, bad)
    [line] = [line for line in lines if line.check == "certificate"]
    assert ("wrong", True) == (line.outcome, says in line.says), line
    assert "not tried" == outcomes(lines)["invitation"]


def test_a_certificate_of_an_unknown_authority_is_not_trusted(certificate, tmp_path):
    """A company's own authority is trusted only where its file is given."""
    other = make_certificate(tmp_path / "other").authority
    with serving(Answers, certificate) as server:
        assert "wrong" == outcomes(looked(server, certificate, authority=other))["certificate"]


def test_nobody_there(certificate):
    """No server at all: no traceback, and the first lines say it."""
    with serving(Answers, certificate) as server:
        port = server.server_port
    found = outcomes(look(Look(f"https://localhost:{port}", http_port=1)))
    assert ("ok", "wrong", "wrong") == (found["name"], found["certificate"], found["health"])


def test_an_unknown_name_ends_the_look():
    """A name that the DNS does not know: one line says so."""
    assert {"name": "wrong", "backup": "not tried"} == outcomes(look(Look("https://nowhere.invalid")))


def test_a_candidate_who_has_started_is_left_alone(certificate):
    """Nothing is written into an exercise that runs."""
    with serving(Answers, certificate, phase="running", text="untouched") as server:
        lines = looked(server, certificate)
        assert "untouched" == server.text
    assert ("not tried", "not tried") == (outcomes(lines)["autosave"], outcomes(lines)["long replies"])


@pytest.mark.parametrize("address", ["ftp://a.example", "https://", "https://a.example:port", "https://a.example/join"])
def test_no_address(address):
    """What is no address of an app is refused before anything is sent."""
    with pytest.raises(WrongAddress):
        look(Look(address))


@pytest.mark.parametrize("link", ["https://a.example/", "https://b.example/join/abc", "join"])
def test_no_link(link):
    """What is no invitation to this site is refused before anything is sent."""
    with pytest.raises(NotALink):
        look(Look("https://a.example", link=link))


def test_old_broken_and_missing_backups_are_wrong(certificate, tmp_path):
    """The newest file counts, by the time that stands in it."""
    old = a_backup(tmp_path / "old", hours_ago=30)
    broken = tmp_path / "broken"
    broken.mkdir()
    with zipfile.ZipFile(broken / "night.zip", "w") as pack:
        pack.writestr("something", "else")
    empty = tmp_path / "empty"
    empty.mkdir()
    with serving(Answers, certificate) as server:
        for folder in (old, broken, empty, tmp_path / "none"):
            assert "wrong" == outcomes(looked(server, certificate, backups=folder))["backup"], folder


def test_the_newest_of_several_backups_counts(certificate, tmp_path):
    """An old file beside a new one does no harm."""
    folder = a_backup(tmp_path / "backups", hours_ago=2)
    (folder / "older.zip").write_bytes(b"")
    os.utime(folder / "older.zip", (1, 1))
    with serving(Answers, certificate) as server:
        assert "ok" == outcomes(looked(server, certificate, backups=folder))["backup"]


def run(*words):
    """Run the command and return how it ended."""
    app = typer.Typer()
    app.command()(preflight)
    return CliRunner().invoke(app, [str(word) for word in words])


def test_the_command_prints_the_lines_and_exits_by_them(certificate):
    """A fault: exit 1, the line, and what to do about it under it."""
    with serving(Answers, certificate, faults={"no sockets"}) as server:
        site = f"https://localhost:{server.server_port}"
        done = run(site, "--link", f"{site}/join/good", "--authority", certificate.authority, "--http-port", 1)
    assert 1 == done.exit_code
    assert "wrong      web sockets     not let through" in done.stdout
    assert "docs/hosting.md" in done.stdout
    assert done.stdout.endswith("1 wrong, 1 not tried\n")


def test_the_command_prints_one_json_object(certificate):
    """For programs: whether it is fit, and each line with its four parts."""
    with serving(Answers, certificate) as server:
        site = f"https://localhost:{server.server_port}"
        done = run(site, "--authority", certificate.authority, "--http-port", 1, "--json")
    told = json.loads(done.stdout)
    assert (0, True, site) == (done.exit_code, told["fit"], told["url"])
    assert {"check": "sign-in", "outcome": "ok", "says": "a stranger is kept out (401)", "remedy": ""} in told["lines"]


def test_the_command_refuses_what_is_no_address():
    """Wrong use: exit 2 and one line."""
    done = run("https://a.example/join/abc")
    assert (2, 1) == (done.exit_code, len(done.stderr.splitlines()))
