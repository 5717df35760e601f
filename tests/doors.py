"""The app without Streamlit for tests of its doors: our own routes and the guard, in front of a stand-in."""

from __future__ import annotations

import warnings
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest
from argon2 import PasswordHasher
from round_builder import SECRET, a_candidate, a_round
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, WebSocketRoute

from dashboard.app import broken, own_routes
from dashboard.guard import Guard
from dashboard.identity import COOKIE, Identity
from dashboard.settings import Settings
from trainee_exercises.accounts import NewUser, passwords, sign_ins, users
from trainee_exercises.hiring import invitations

if TYPE_CHECKING:
    from trainee_exercises.storage import Storage

with warnings.catch_warnings():  # it would like the successor of httpx
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

HERE = "http://localhost:8501"
PUBLIC = Settings("127.0.0.1", "https://sandbox.example.org")
PASSWORD = "three unrelated words"
FROM_HERE = {"sec-fetch-site": "same-origin"}
PAGE = {"accept": "text/html", "sec-fetch-mode": "navigate"}


@pytest.fixture
def cheap_hashes(monkeypatch):
    """Make hashes fast: their strength is argon2's business, and two cores have other work."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: cheap)
    monkeypatch.setattr(passwords, "_nobodys", cache(lambda: cheap.hash("the password of nobody")))


@pytest.fixture
def house(sqlite_storage, cheap_hashes, monkeypatch):  # noqa: ARG001 - it acts by being there
    """Give the app on this machine, with nobody in it yet."""
    monkeypatch.setenv("SUPPORT_SANDBOX_SECRET", SECRET)
    return House(sqlite_storage)


@pytest.fixture
def public_house(house):
    """Give the app as the world reaches it: by https, through a proxy on its machine."""
    return house._replace(settings=PUBLIC)


class House(NamedTuple):
    """An app for tests. Behind the guard, what is not ours answers "streamlit" to everything."""

    storage: Storage
    settings: Settings = Settings()

    @property
    def url(self):
        """Return the address that browsers type."""
        return self.settings.public_url or HERE

    @property
    def app(self):
        """Return the guarded app."""
        identity = Identity(self.storage, self.settings)
        rest = [WebSocketRoute("/{path:path}", _socket), Mount("/", app=_streamlit)]
        handlers = {Exception: broken}
        return Guard(Starlette(routes=[*own_routes(identity), *rest], exception_handlers=handlers), identity)

    def browser(self, token=None, **more):
        """Return a browser; token: of the sign-in in its cookie."""
        client = ("127.0.0.1", 50_000)
        cookies = {COOKIE: token} if token else {}
        headers = FROM_HERE | {"origin": self.url} | more.pop("headers", {})
        return TestClient(
            self.app,
            base_url=self.url,
            client=client,
            cookies=cookies,
            headers=headers,
            follow_redirects=False,
            raise_server_exceptions=False,
            **more,
        )

    def user(self, role="manager", name=None, password=PASSWORD):
        """Add a user, named like their role unless told otherwise."""
        return users.add_user(self.storage, NewUser(name or role, role, password), "test")

    def token_of(self, role="manager", name=None):
        """Add a user and sign them in; return the token of their cookie."""
        user = self.user(role, name)
        with self.storage.write() as connection:
            return sign_ins.start_for_user(connection, user.id, self.storage.now())

    def invited(self, name="Ada Obi"):
        """Add a candidate in a round of their own; return the candidate and the token of their link."""
        with self.storage.read() as connection:
            number = len(connection.exec_driver_sql("select id from rounds").all())
        candidate = a_candidate(self.storage, a_round(self.storage, f"Round {number}"), name)
        return candidate, invitations.issue(self.storage, candidate.id, "maria").token

    def candidate_token(self, name="Ada Obi"):
        """Add a candidate and let them in; return the token of their cookie."""
        candidate, _ = self.invited(name)
        with self.storage.write() as connection:
            return sign_ins.start_for_candidate(connection, candidate.id, self.storage.now())

    def visitor(self, standing):
        """Return a browser of somebody of that standing: a role, "candidate", "nobody" or "local"."""
        if standing in {"nobody", "local"}:
            return self.browser()
        return self.browser(self.candidate_token() if standing == "candidate" else self.token_of(standing))


async def _streamlit(scope, receive, send):
    await PlainTextResponse("streamlit")(scope, receive, send)


async def _socket(socket):
    await socket.accept()
    await socket.send_text("streamlit")
    await socket.close()
