"""The way to the site: its name, its certificate, and that nobody comes by plain http."""

from __future__ import annotations

import socket
import ssl
import time
from typing import TYPE_CHECKING, Final

import httpx

from trainee_exercises.preflight.lines import Line, not_tried, ok, wrong
from trainee_exercises.preflight.site import TIMEOUT, Site

if TYPE_CHECKING:
    from collections.abc import Mapping

_DAY: Final = 86_400
_LEAST_DAYS: Final = 14
_LEAST_AGE: Final = 86_400  # seconds of Strict-Transport-Security
_WRONG_PORT: Final = (
    "let the proxy answer port {port} with a redirect: `return 301 https://$host$request_uri;` in nginx"
)


def name(site: Site) -> Line:
    """Say whether the name leads to an address."""
    try:
        found = sorted({str(one[4][0]) for one in socket.getaddrinfo(site.host, site.port, type=socket.SOCK_STREAM)})
    except OSError as error:
        return wrong("name", f"{site.host} leads nowhere: {error.strerror}", "add the name to the DNS, or correct it")
    return ok("name", f"{site.host} is {', '.join(found)}")


def certificate(site: Site) -> Line:
    """Say whether browsers trust the certificate, and for how long."""
    if not site.is_https:
        if site.is_this_machine:
            return not_tried("certificate", "plain http on this machine; candidates need https")
        return wrong("certificate", "plain http: everybody on the way can read and change it", "put it behind https")
    try:
        with (
            socket.create_connection((site.host, site.port), timeout=TIMEOUT) as plain,
            site.tls().wrap_socket(plain, server_hostname=site.host) as wrapped,
        ):
            until, version = _until(wrapped.getpeercert()), wrapped.version()
    except ssl.SSLCertVerificationError as error:
        return wrong("certificate", f"browsers will not trust it: {error.verify_message}", _remedy(error))
    except ssl.SSLError as error:
        return wrong("certificate", f"no TLS: {error.reason or error}", f"is it https that port {site.port} speaks?")
    except OSError as error:
        return wrong("certificate", f"no connection: {error}", "does the proxy run, and is the port open?")
    return _lasting(until, version)


def redirect(site: Site) -> Line:
    """Say whether those who come by plain http are sent to https."""
    check = "http redirects"
    if not site.is_https:
        return not_tried(check, "the address is plain http itself")
    plain = f"http://{site.host}:{site.http_port}/"
    try:
        answer = httpx.get(plain, timeout=TIMEOUT, trust_env=not site.is_this_machine)
    except httpx.TransportError:
        says = f"nothing answers port {site.http_port}: an address typed without https leads nowhere"
        return ok(check, says)
    where = answer.headers.get("location", "")
    if answer.is_redirect and where.startswith(f"https://{site.host}"):
        return ok(check, f"port {site.http_port} leads to {where}")
    says = f"port {site.http_port} answers {answer.status_code} instead of leading to https"
    return wrong(check, says, _WRONG_PORT.format(port=site.http_port))


def strict_transport(site: Site, client: httpx.Client) -> Line:
    """Say whether browsers are told to come by https only."""
    check = "https only"
    if not site.is_https:
        return not_tried(check, "the address is plain http")
    try:
        told = client.get("/api/health").headers.get("strict-transport-security", "")
    except httpx.TransportError as error:
        return not_tried(check, f"no answer: {error}")
    age = _max_age(told)
    if age >= _LEAST_AGE:
        return ok(check, f"Strict-Transport-Security for {age // _DAY} days")
    says = f"Strict-Transport-Security is {told!r}" if told else "no Strict-Transport-Security header"
    remedy = f"start the app with --public-url {site.url}: it sends the header then; or let the proxy add it"
    return wrong(check, says, remedy)


def _until(shown: Mapping[str, object] | None) -> float:
    """Return when the certificate ends, in seconds since 1970."""
    return ssl.cert_time_to_seconds(str((shown or {})["notAfter"]))


def _lasting(until: float, version: str | None) -> Line:
    days = int((until - time.time()) // _DAY)
    if days < _LEAST_DAYS:
        return wrong(
            "certificate", f"valid for {days} more days only", "renew it, and look why that did not happen by itself"
        )
    return ok("certificate", f"valid for {days} more days, {version}")


def _remedy(error: ssl.SSLCertVerificationError) -> str:
    if "self-signed" in str(error) or "self signed" in str(error) or "local issuer" in str(error):
        return "use one from a public authority, with its whole chain; a company's own: --authority FILE"
    if "Hostname mismatch" in str(error) or "IP address mismatch" in str(error):
        return "get one for this name"
    return "renew it"


def _max_age(told: str) -> int:
    for part in told.lower().split(";"):
        word, _, value = part.strip().partition("=")
        if word == "max-age" and value.strip('"').isdigit():
            return int(value.strip('"'))
    return 0
