"""How the app is reached: where it listens, under which public address, and who else may say who somebody is."""

from __future__ import annotations

import ipaddress
import os
from typing import Final, NamedTuple
from urllib.parse import urlsplit

ADDRESS: Final = "SUPPORT_SANDBOX_ADDRESS"
PUBLIC_URL: Final = "SUPPORT_SANDBOX_PUBLIC_URL"
OIDC: Final = ("SUPPORT_SANDBOX_OIDC_ISSUER", "SUPPORT_SANDBOX_OIDC_CLIENT_ID", "SUPPORT_SANDBOX_OIDC_CLIENT_SECRET")

_LOOPBACK_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_PORTS: Final = {"http": 80, "https": 443}


class Oidc(NamedTuple):
    """A provider of single sign-on and how it knows this app."""

    issuer: str
    client_id: str
    client_secret: str


class Settings(NamedTuple):
    """Where the app listens and how it is reached. public_url: without a path, None where there is none."""

    address: str = "127.0.0.1"
    public_url: str | None = None
    oidc: Oidc | None = None

    @property
    def is_local(self) -> bool:
        """Can only this machine reach it? Then no sign-in is needed until there is a user."""
        return self.public_url is None and self.oidc is None and is_loopback(self.address)

    @property
    def is_secure(self) -> bool:
        """Do browsers come by https?"""
        return self.public_url is not None and self.public_url.startswith("https://")

    def origin(self, host: str) -> str:
        """Return the origin that browsers give when they come from the app's own pages under *host*."""
        return f"http://{host}" if self.public_url is None else origin_of(self.public_url)

    def knows_host(self, host: str) -> bool:
        """Is *host* (name or name:port, as in the Host header) one that the app goes by?"""
        if self.public_url is None:
            return is_loopback(_name(host))
        return origin_of(f"{urlsplit(self.public_url).scheme}://{host}") == origin_of(self.public_url)


def from_environment() -> Settings:
    """Return the settings that the environment names; the command line sets the same variables."""
    said = [os.environ.get(one, "").strip() for one in OIDC]
    oidc = Oidc(said[0].rstrip("/"), said[1], said[2]) if all(said) else None
    address = os.environ.get(ADDRESS, "").strip() or Settings().address
    return Settings(address, os.environ.get(PUBLIC_URL, "").strip().rstrip("/") or None, oidc)


def is_loopback(host: str) -> bool:
    """Does *host* (a name or an address without a port) mean this machine alone?"""
    if host.lower() in _LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def origin_of(url: str) -> str:
    """Return scheme, host and port of *url* in one spelling, "" where it has none."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return ""
    if not parts.hostname or port is None or parts.username is not None:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" if port == _PORTS.get(parts.scheme) else f"{parts.scheme}://{host}:{port}"


def _name(host: str) -> str:
    """Return the name in a Host header, "" where the header is none."""
    if any(one in host for one in "/@?#\\ "):
        return ""
    try:
        parts = urlsplit(f"//{host}")
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return ""
    return parts.hostname or "" if has_port else ""
