"""A provider of single sign-on (OpenID Connect): where it sends people, and what it vouches for afterwards."""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from dashboard.settings import is_loopback

if TYPE_CHECKING:
    from dashboard.settings import Oidc

_SIGNED_BY: Final = ["RS256", "PS256", "ES256", "EdDSA"]  # never "none", never a shared secret
_LEEWAY: Final = 60  # seconds that its clock may be off
_PATIENCE: Final = 10.0
_ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class ProviderError(Exception):
    """Single sign-on did not work; the message is for the person who tries to sign in."""


class Trip(NamedTuple):
    """One try to sign in, remembered by the browser until the provider sends it back."""

    state: str
    nonce: str
    verifier: str


class Provider(NamedTuple):
    """A provider, asked anew at each sign-in, as it may change its keys. back: our address that it sends people to."""

    oidc: Oidc
    back: str

    def begin(self) -> tuple[str, Trip]:
        """Return where to send the browser, and what it has to remember. Raises ProviderError."""
        trip = Trip(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))
        with httpx.Client(timeout=_PATIENCE) as client:
            where = self._known(client)["authorization_endpoint"]
        asked = {
            "response_type": "code",
            "client_id": self.oidc.client_id,
            "redirect_uri": self.back,
            "scope": "openid email",
            "state": trip.state,
            "nonce": trip.nonce,
            "code_challenge": _challenge(trip.verifier),
            "code_challenge_method": "S256",
        }
        return f"{where}{'&' if '?' in where else '?'}{urlencode(asked)}", trip

    def mail(self, code: str, trip: Trip, now: int) -> str:
        """Return the mail address that the provider vouches for in exchange for *code*. now: ms since 1970.

        Raises ProviderError where it does not answer, or what it says is not signed by it, not for this app, not for
        this try, or too old.
        """
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.back,
            "code_verifier": trip.verifier,
        }
        with httpx.Client(timeout=_PATIENCE) as client:
            known = self._known(client)
            us = (self.oidc.client_id, self.oidc.client_secret)
            token = _told(client, "POST", known["token_endpoint"], data=form, auth=us).get("id_token")
            keys = _told(client, "GET", known["jwks_uri"])
        return _mail_in(self._claims(str(token), keys, now), trip)

    def _known(self, client: httpx.Client) -> dict[str, Any]:
        """Return what the provider says about itself."""
        known = _told(client, "GET", f"{self.oidc.issuer}/.well-known/openid-configuration")
        if str(known.get("issuer", "")).rstrip("/") != self.oidc.issuer:
            raise ProviderError("The provider goes by another name than the one that it was set up with here.")
        if not all(is_protected(str(known.get(one, ""))) for one in _ENDPOINTS):
            raise ProviderError("The provider names an address that is not https.")
        return known

    def _claims(self, token: str, keys: dict[str, Any], now: int) -> dict[str, Any]:
        """Return what a token says, once its signature, issuer, audience and times hold."""
        wanted = jwt.JWTClaimsRegistry(
            now=now // 1000,
            leeway=_LEEWAY,
            iss={"essential": True, "values": [self.oidc.issuer, f"{self.oidc.issuer}/"]},
            aud={"essential": True, "value": self.oidc.client_id},
            exp={"essential": True},
            iat={"essential": True},
        )
        try:
            claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=_SIGNED_BY).claims  # type: ignore[arg-type]
            wanted.validate(claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise ProviderError("What the provider said does not hold; please sign in again.") from error
        if claims.get("azp", self.oidc.client_id) != self.oidc.client_id:
            raise ProviderError("What the provider said is for another app.")
        return claims


def is_protected(url: str) -> bool:
    """Is it an https address, or one of this machine?"""
    parts = urlsplit(url)
    return bool(parts.hostname) and (parts.scheme == "https" or is_loopback(parts.hostname or ""))


def _told(client: httpx.Client, method: str, url: str, **more: Any) -> dict[str, Any]:
    try:
        answer = client.request(method, url, **more).raise_for_status().json()
    except (httpx.HTTPError, ValueError) as error:
        raise ProviderError("The provider did not answer as it should; please try again in a minute.") from error
    if not isinstance(answer, dict):
        raise ProviderError("The provider did not answer as it should; please try again in a minute.")
    return answer


def _mail_in(claims: dict[str, Any], trip: Trip) -> str:
    if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), trip.nonce.encode()):
        raise ProviderError("What the provider said belongs to another try; please sign in again.")
    mail = claims.get("email")
    if not isinstance(mail, str) or not mail or claims.get("email_verified", True) not in (True, "true"):
        raise ProviderError("The provider vouches for no mail address of yours.")
    return mail


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
