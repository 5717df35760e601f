"""A small provider of single sign-on for tests: it checks what an app sends, and lies where it is told to."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "sandbox-app", "the app's secret"


class Asked(NamedTuple):
    """What an app asked for when it sent somebody."""

    nonce: str
    challenge: str
    back: str


class FakeProvider:
    """A provider at `url`. claims: what to say in place of the truth; signs_with, lists: keys."""

    def __init__(self, url):
        self.url = url
        self.signs_with = self.lists = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.calls_itself = url
        self.claims = {}
        self.token = None
        self._asked = {}

    def sends_back(self, where, mail="ada@example.org"):
        """Do as if *mail* had signed in at *where*, to which the app sent the browser; return the way back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(where).query).items()}
        assert {"response_type": "code", "client_id": CLIENT, "code_challenge_method": "S256"}.items() <= asked.items()
        code = secrets.token_hex(8)
        self._asked[code] = (Asked(asked["nonce"], asked["code_challenge"], asked["redirect_uri"]), mail)
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def answer(self, path, form, authorization):
        """Return status and JSON of a request."""
        if path == "/.well-known/openid-configuration":
            ends = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
            return 200, {"issuer": self.calls_itself} | {name: self.url + end for name, end in ends.items()}
        if path == "/keys":
            return 200, {"keys": [self.lists.as_dict(private=False)]}
        return self._tokens(form, authorization) if path == "/token" else (404, {})

    def _tokens(self, form, authorization):
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked, mail = self._asked.pop(form.get("code"), (None, None))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if asked is None or authorization != f"Basic {known}" or asked.back != form["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        if challenge.rstrip(b"=").decode() != asked.challenge:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.token or self._signed(asked, mail)}

    def _signed(self, asked, mail):
        now = int(time.time())
        truth = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "1",
            "iat": now,
            "exp": now + 300,
            "nonce": asked.nonce,
            "email": mail,
        }
        said = {name: value for name, value in (truth | self.claims).items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": "one"}, said, self.signs_with)


@contextmanager
def fake_provider():
    """Give a provider that runs in a thread on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.provider = FakeProvider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        """Answer with what the provider says."""
        self._answer({})

    def do_POST(self):
        """Answer a form."""
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        self._answer({name: values[0] for name, values in parse_qs(body).items()})

    def _answer(self, form):
        status, said = self.server.provider.answer(self.path, form, self.headers.get("authorization"))
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""
