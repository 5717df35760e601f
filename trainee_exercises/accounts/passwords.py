"""Passwords: which are refused, and their hashes (argon2id)."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from trainee_exercises.accounts.problems import AccountError

SHORTEST: Final = 10
LONGEST: Final = 200

_FEWEST_DIFFERENT: Final = 5
# The most used ones of ten characters or more, without their digits and signs; shorter ones are refused for that.
_COMMON: Final = """
    abcdefghij abcdefghijk administrator basketball changeme changemenow charlie chelsea computer default dragon
    football footballer helloworld iloveyou iloveyouso letmein letmeinnow liverpool manchester masterpassword michael
    monkey mypassword mysecret mysecretpassword nopassword password passwordpassword passwort princess qazwsx qazwsxedc
    qwer qwerasdf qwert qwerty qwertyui qwertyuiop qwertyqwerty qwertz secret secretpassword sunshine superman superuser
    support supportsandbox sandbox sandboxsandbox temporary testtest testpassword trustno unknown welcome welcomehome
    whatever azerty azertyuiop asdfgh asdfghjkl asdfasdf zxcvbn zxcvbnm qweasd qweasdzxc
"""


def refuse_weak(password: str, name: str) -> None:
    """Raise AccountError where a password is too short, too simple, common, or like the name."""
    plain = _normal(password)
    if len(plain) < SHORTEST:
        raise AccountError(f"The password has {len(plain)} characters; use at least {SHORTEST}.")
    if len(plain) > LONGEST:
        raise AccountError(f"The password has {len(plain)} characters; use at most {LONGEST}.")
    letters = "".join(one for one in plain.lower() if one.isalpha())
    if len(set(plain)) < _FEWEST_DIFFERENT or not letters or letters in _COMMON.split():
        raise AccountError("That password is among the first that anyone would try; use three or four unrelated words.")
    if letters == "".join(one for one in name.lower() if one.isalpha()):
        raise AccountError("The password is the name over again; use three or four unrelated words.")


def hashed(password: str) -> str:
    """Return the hash to keep: it holds its own salt and parameters."""
    return _hasher().hash(_normal(password))


def fits(password: str, known: str | None) -> bool:
    """Is it the password of the hash *known*? None takes as long as any and is never right."""
    try:
        return _hasher().verify(known or _nobodys(), _normal(password)) and known is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(known: str) -> bool:
    """Was the hash made with other parameters than those of today?"""
    return _hasher().check_needs_rehash(known)


def _normal(password: str) -> str:
    """One form for letters that keyboards compose differently."""
    return unicodedata.normalize("NFKC", password)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash("the password of nobody")
