"""Starts the server: what it refuses, where it listens, and how it ends."""

from __future__ import annotations

import errno
import os
import socket
import threading
import webbrowser
from typing import TYPE_CHECKING, Final

from dashboard.access import UPLOAD_LIMIT
from dashboard.provider import is_protected
from dashboard.settings import Settings, is_loopback, origin_of
from trainee_exercises.accounts import users

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from trainee_exercises.storage import Storage

_GOODBYE: Final = 3  # seconds for answers under way
_BACKLOG: Final = 2048

STREAMLIT: Final = {
    "runner.postScriptGC": False,  # a full collection after each run is what limits how many fit
    "browser.gatherUsageStats": False,
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.enableXsrfProtection": True,
    "server.maxUploadSize": UPLOAD_LIMIT // 2**20,
    "server.enableAgentApi": False,
    "server.enableStaticServing": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.showSidebarNavigation": True,
    "theme.light.primaryColor": "#1d5f5a",
    "theme.light.secondaryBackgroundColor": "#f4f3ef",
    "theme.light.textColor": "#22241f",
    "theme.dark.primaryColor": "#28827a",
    "theme.light.linkColor": "#1d5f5a",
    "theme.dark.linkColor": "#7fd0c5",
    "theme.dark.backgroundColor": "#1c2024",
    "theme.dark.secondaryBackgroundColor": "#14171a",
    "theme.dark.textColor": "#e8e8e3",
    "logger.hideWelcomeMessage": True,
    "logger.level": "warning",
}


class StartError(Exception):
    """The server does not start; the message says why and what would help."""


def refuse_open_doors(settings: Settings, storage: Storage) -> None:
    """Raise StartError where others could come in without signing in, or read along."""
    if settings.oidc is not None and not is_protected(settings.oidc.issuer):
        raise StartError(f"The provider of single sign-on is {settings.oidc.issuer}; it needs an https:// address.")
    if settings.public_url is not None:
        _refuse_public_url(settings.public_url)
    elif not is_loopback(settings.address):
        raise StartError(_BEHIND_A_PROXY.format(address=settings.address))
    with storage.read() as connection:
        has_users = users.is_any(connection)
    if not has_users and (settings.oidc is not None or not settings.is_local):
        raise StartError(_NO_SIGN_IN)


_BEHIND_A_PROXY: Final = """\
Listening on {address} lets others reach the app, and without https they would send passwords and answers in the open.
Put a web server with a certificate in front (a reverse proxy, docs/hosting.md has a tested one) and say how it is \
reached:
  support-sandbox dashboard --address {address} --public-url https://sandbox.example.org"""

_NO_SIGN_IN: Final = """\
Others can reach the app, and nobody has to sign in yet. Add yourself first, then start again:
  support-sandbox user add YOUR-NAME --role owner
With single sign-on, add yourself by your mail address instead, and tell the app about the provider:
  support-sandbox user add YOU@EXAMPLE.ORG --role owner --sso
  export SUPPORT_SANDBOX_OIDC_ISSUER=... SUPPORT_SANDBOX_OIDC_CLIENT_ID=... SUPPORT_SANDBOX_OIDC_CLIENT_SECRET=..."""


def _refuse_public_url(url: str) -> None:
    origin = origin_of(url)
    if not origin.startswith(("http://", "https://")) or origin_of(f"{url}/") != origin or url.count("/") != 2:
        raise StartError(
            f"--public-url {url}: write the address that people type, without a path: https://sandbox.example.org"
        )
    if not is_protected(url):
        raise StartError(
            f"--public-url {url}: without https passwords and answers travel in the open. Put a web server with a"
            f" certificate in front (docs/hosting.md has a tested one) and write https://{url.split('://', 1)[1]}"
        )


def listening(settings: Settings, port: int) -> socket.socket:
    """Return a socket that listens, on any free port where *port* is 0. Raises StartError."""
    family = socket.AF_INET6 if ":" in settings.address else socket.AF_INET
    opened = socket.socket(family)
    try:
        if os.name != "nt":  # there it would let two programs listen on one port
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((settings.address, port))
        opened.listen(_BACKLOG)
    except OSError as error:
        opened.close()
        raise StartError(_said(error, settings.address, port)) from None
    return opened


def run(opened: socket.socket, settings: Settings, *, browser: bool) -> None:
    """Build the app and serve it until interrupted; the storage is that of the environment."""
    set_up_streamlit(settings, opened.getsockname()[1])
    from dashboard import shared  # noqa: PLC0415 -- loads Streamlit, after its options
    from dashboard.app import create_app  # noqa: PLC0415 -- as above
    from dashboard.identity import Identity  # noqa: PLC0415 -- as above
    from dashboard.planning import crew  # noqa: PLC0415 -- as above

    storage = shared.storage()
    try:
        serve(create_app(Identity(storage, settings)), opened, settings, browser=browser)
    finally:
        crew.end()
        storage.close()


def serve(app: ASGIApp, opened: socket.socket, settings: Settings, *, browser: bool) -> None:
    """Serve *app* until interrupted. Prints its address when it is ready, and opens it in a browser if wished."""
    import uvicorn  # noqa: PLC0415 -- with Streamlit, the slowest of all imports

    url = settings.public_url or f"http://{_shown(opened)}"

    class _Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                print(f"Support sandbox is ready at {url} (Ctrl+C ends it)", flush=True)  # noqa: T201 -- the one line
                if browser:
                    threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    config = uvicorn.Config(
        app,
        access_log=False,  # addresses hold tokens
        log_level="warning",
        proxy_headers=False,  # the guard decides whom to believe
        server_header=False,
        http="h11",  # strict about headers that say two things; another parser may come with another package
        ws="websockets-sansio",
        ws_max_size=UPLOAD_LIMIT,
        timeout_graceful_shutdown=_GOODBYE,
        lifespan="on",
    )
    with opened:
        _Server(config).run(sockets=[opened])


def set_up_streamlit(settings: Settings, port: int) -> None:
    """Give Streamlit its options: by code, so that no file and no variable of somebody else's app changes ours."""
    from streamlit.web import bootstrap  # noqa: PLC0415 -- loads for a second or two

    here = {"server.address": settings.address, "server.port": port, "browser.serverAddress": settings.address}
    bootstrap.load_config_options(STREAMLIT | here)


def _shown(opened: socket.socket) -> str:
    host, port = opened.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _said(error: OSError, address: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken by another program; choose another one: support-sandbox dashboard --port {port + 1}"
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is for administrators; choose one from 1024 on: support-sandbox dashboard --port 8501"
    return f"It can't listen on {address} ({error.strerror}); use an address of this machine, such as 127.0.0.1"
