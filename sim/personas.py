"""Personas: invented names, addresses and companies for conversations, each fixed by the conversation's key."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim.calendar import country_of
from sim.drawing import streams

if TYPE_CHECKING:
    from collections.abc import Sequence

    from faker import Faker
    from numpy.typing import NDArray

_SIZE: Final = 256
"""Of every pool: a byte of the key picks from it."""
_DOMAINS: Final = ("example.com", "example.org", "example.net")
"""Reserved for examples by RFC 2606: mail to them reaches nobody."""
_BASE32: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's digits: none looks like another."""
_FALLBACK: Final = "en_US"
_NO_PLACE: Final = frozenset({"dk_DK", "es_CA", "fr_QC"})
"""Locales of Faker that are deprecated or no language and country (es_CA is Catalan)."""
_NEEDS_WEIGHTS: Final = frozenset({"es_CL"})
"""Locales of Faker 40 that fail without weights, which make the others ten times slower."""
_FAMILY_FIRST: Final = {"hu_HU": " ", "ja_JP": " ", "ko_KR": "", "vi_VN": " ", "zh_CN": "", "zh_TW": ""}
"""Locales that put the family name first, and what stands between."""
_NOT_IN_AN_ADDRESS: Final = re.compile(r"[^a-z0-9]+")


class Persona(NamedTuple):
    """An invented customer."""

    name: str
    """As customers write it themselves."""
    latin_name: str
    """The same in ASCII letters."""
    email: str
    """ASCII, at a domain that is reserved for examples."""
    company: str
    city: str


class _Pool(NamedTuple):
    """What the personas of a locale are made of."""

    names: tuple[tuple[tuple[str, str], ...], ...]
    """[first names of women, of men, family names of women, of men]: as written, and in ASCII letters."""
    companies: tuple[str, ...]
    cities: tuple[str, ...]
    family_first: bool
    gap: str


def personas(keys: NDArray[np.uint64], zones: Sequence[str], languages: Sequence[str]) -> list[Persona]:
    """Return a persona for every conversation of *keys*, with its time zone and language beside it.

    Each depends on its own key, zone and language only, whatever else is in the list (within one release of Faker).
    """
    bits = streams.hashed(streams.name_key("persona"), keys).astype("<u8").view(np.uint8).reshape(-1, 8).tolist()
    rows = zip(bits, zones, languages, strict=True)
    return [_persona(_pool(locale_of(zone, language)), picks) for picks, zone, language in rows]


def conversation_id(key: int | np.uint64) -> str:
    """Return a short name of the conversation with that key, such as "c-4k0zt9m2qe": its upper 50 bits."""
    return "c-" + "".join(_BASE32[(int(key) >> shift) & 31] for shift in range(59, 9, -5))


@lru_cache(maxsize=4096)
def locale_of(zone: str, language: str) -> str:
    """Return the locale in which Faker invents customers of *zone* who write *language*.

    It is the language as in the country; for English otherwise that of the country, whose people write it to us, and
    for other languages that of the language's own country. en_US where Faker knows none of these.
    """
    localised, english = _locales()
    country = country_of(zone)
    code = language.partition("_")[0]
    in_country = [name for name in localised if name.endswith(f"_{country}")]
    of_language = [name for name in localised if name.startswith(f"{code}_")]
    exact = [name for name in (language, f"{code}_{country}") if name in localised or name in english]
    own = [name for name in of_language if name == f"{code}_{code.upper()}"]
    usual = in_country if code == "en" else [*own, *of_language, *in_country]
    return [*exact, *usual, _FALLBACK][0]


@lru_cache(maxsize=1)
def _locales() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the locales of which Faker knows names of people, and all English ones (else with American names)."""
    from faker.config import AVAILABLE_LOCALES  # noqa: PLC0415 (slow to import)
    from faker.providers import person  # noqa: PLC0415
    from faker.utils.loading import list_module  # noqa: PLC0415

    known = sorted(set(AVAILABLE_LOCALES) - _NO_PLACE)
    people = set(list_module(person))
    return (
        tuple(name for name in known if name in people and "_" in name),
        tuple(name for name in known if name.startswith("en_")),
    )


@lru_cache(maxsize=256)
def _pool(locale: str) -> _Pool:
    """Return the names of a locale, always the same."""
    from faker import Faker  # noqa: PLC0415 (slow to import)

    fake = Faker(locale, use_weighting=locale in _NEEDS_WEIGHTS)
    fake.seed_instance(streams.name_key(locale))
    return _Pool(
        names=_names(fake),
        companies=tuple(fake.company() for _ in range(_SIZE)),
        cities=tuple(fake.city() for _ in range(_SIZE)),
        family_first=locale in _FAMILY_FIRST,
        gap=_FAMILY_FIRST.get(locale, " "),
    )


def _names(fake: Faker) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return first names of women and men, family names of women and men: as written, and in ASCII letters."""
    from faker.decode import unidecode  # noqa: PLC0415 (slow to import)

    if fake.locales == ["ja_JP"]:  # letter by letter they would be read as Chinese
        pairs = (fake.first_name_female_pair, fake.first_name_male_pair, fake.last_name_pair, fake.last_name_pair)
        drawn = ([kind() for _ in range(_SIZE)] for kind in pairs)
        return tuple(tuple((name, romanised) for name, _, romanised in names) for names in drawn)
    kinds = (fake.first_name_female, fake.first_name_male, fake.last_name_female, fake.last_name_male)
    written = ([kind() for _ in range(_SIZE)] for kind in kinds)
    return tuple(tuple((name, unidecode(name).strip()) for name in names) for names in written)


def _persona(pool: _Pool, picks: Sequence[int]) -> Persona:
    """Return the persona that eight bytes pick from *pool*."""
    gender = picks[0] & 1
    first, latin_first = pool.names[gender][picks[1]]
    family, latin_family = pool.names[2 + gender][picks[2]]
    whole = (family, first) if pool.family_first else (first, family)
    parts = (_NOT_IN_AN_ADDRESS.sub("", part.lower()) for part in (latin_first, latin_family))
    local = ".".join([part for part in parts if part] or ["customer"])
    return Persona(
        name=pool.gap.join(whole),
        latin_name=f"{latin_first} {latin_family}".strip(),
        email=f"{local}{picks[5] * 4 + picks[6] % 4}@{_DOMAINS[picks[7] % 3]}",
        company=pool.companies[picks[3]],
        city=pool.cities[picks[4]],
    )
