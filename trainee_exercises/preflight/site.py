"""The site that is looked at: its address, and how to talk to it."""

from __future__ import annotations

import ipaddress
import ssl
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

import httpx

if TYPE_CHECKING:
    from pathlib import Path

TIMEOUT: Final = 15.0  # seconds


class WrongAddress(ValueError):  # noqa: N818 - reads as what it says
    """The address is none that the app can have; the message says what would be one."""


class Site(NamedTuple):
    """An address taken apart. url: scheme, host and port, no slash at the end; authority: a file with the
    certificates of a company's own authority; http_port: where plain http is answered.
    """

    url: str
    host: str
    port: int
    is_https: bool
    authority: Path | None = None
    http_port: int = 80

    @property
    def is_this_machine(self) -> bool:
        """Is it an address that only this machine reaches?"""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def tls(self) -> ssl.SSLContext:
        """Return what certificates are checked against: the system's authorities, and the company's own."""
        context = ssl.create_default_context()
        if self.authority is not None:
            context.load_verify_locations(self.authority)
        return context

    def client(self, *, trusting: bool = False) -> httpx.Client:
        """Return a client for the site that follows no redirects. trusting: take any certificate."""
        verify = False if trusting or not self.is_https else self.tls()
        headers = {"Origin": self.url, "Sec-Fetch-Site": "same-origin"}
        return httpx.Client(
            base_url=self.url, headers=headers, verify=verify, timeout=TIMEOUT, trust_env=not self.is_this_machine
        )


def site_of(url: str, authority: Path | None = None, http_port: int = 80) -> Site:
    """Return the site of an address.

    Raises:
        WrongAddress: it is none.

    """
    parts = urlsplit(url if "://" in url else f"https://{url}")
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == -1:
        raise WrongAddress(f"{url!r} is no address of the app; write it as https://sandbox.company.example")
    if parts.path.strip("/") or parts.query:
        raise WrongAddress(f"{url!r}: write the address without what follows the host: {parts.scheme}://{parts.netloc}")
    is_https = parts.scheme == "https"
    base = f"{parts.scheme}://{parts.netloc}"
    return Site(base, parts.hostname, port or (443 if is_https else 80), is_https, authority, http_port)
