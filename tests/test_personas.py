"""Personas: invented people, fixed by the key of their conversation."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pytest

from sim.drawing.streams import hashed
from sim.personas import conversation_id, locale_of, personas

NEW_YORK, BERLIN, TOKYO, MOSCOW = "America/New_York", "Europe/Berlin", "Asia/Tokyo", "Europe/Moscow"
PLACES = [(NEW_YORK, "en"), (BERLIN, "de"), (TOKYO, "ja"), (MOSCOW, "en"), ("Asia/Shanghai", "zh"), ("UTC", "pt_BR")]
ELSEWHERE = [
    ("Asia/Seoul", "ko"), ("Asia/Dhaka", "bn"), ("Africa/Algiers", "ar"), ("Asia/Tbilisi", "ka"),
    ("Asia/Jerusalem", "he"), ("America/Santiago", "es"),
]  # fmt: skip


def people(n=600, places=PLACES):
    """Return keys, zones and languages of *n* conversations that take turns through *places*."""
    turns = [places[number % len(places)] for number in range(n)]
    return hashed(np.arange(n)), [zone for zone, _ in turns], [language for _, language in turns]


def test_a_persona_depends_on_its_own_row_only():
    """In another order, or alone, everybody is who they were."""
    keys, zones, languages = people()
    together = personas(keys, zones, languages)
    turned = personas(keys[::-1].copy(), zones[::-1], languages[::-1])
    assert together == turned[::-1]
    assert [together[7]] == personas(keys[7:8], zones[7:8], languages[7:8])


def test_the_zone_of_others_changes_nobody():
    """Faker's order of locales does not matter: another place beside changes no name."""
    keys, zones, languages = people(100, [(BERLIN, "de")])
    alone = personas(keys, zones, languages)
    beside = personas(np.append(keys, keys[0]), [*zones, TOKYO], [*languages, "ja"])
    assert alone == beside[:-1]
    assert beside[0] != beside[-1]


@pytest.mark.parametrize("place", [*PLACES, *ELSEWHERE])
def test_everybody_can_be_written_to_nowhere(place):
    """Addresses are ASCII at domains reserved for examples; nothing is empty; the Latin name is ASCII."""
    for person in personas(*people(200, [place])):
        assert re.fullmatch(r"[a-z0-9]+(\.[a-z0-9]+)?\d+@example\.(com|org|net)", person.email)
        assert re.fullmatch(r"[ -~]*[A-Za-z][ -~]*", person.latin_name)
        assert all(person)


def test_names_are_written_as_at_home():
    """In Japan the family name comes first, in its own script; its Latin form reads as Japanese."""
    japanese = personas(*people(50, [(TOKYO, "ja")]))
    assert all("CJK" in unicodedata.name(person.name[0]) for person in japanese)
    assert any(person.latin_name.endswith(("Suzuki", "Sato", "Tanaka", "Saito", "Yamada")) for person in japanese)
    russian = personas(*people(50, [(MOSCOW, "en")]))
    assert all("CYRILLIC" in unicodedata.name(person.name[0]) for person in russian)


def test_women_have_womens_family_names():
    """Russian first and family names agree: no Anna Ivanov, no Ivan Ivanova."""
    for person in personas(*people(300, [(MOSCOW, "ru")])):
        first, family = person.name.split()
        if family.endswith(("ова", "ева", "ина")):
            assert first[-1] in "аяьв", person.name  # Lyubov is a woman
        if family.endswith(("ов", "ев", "ин")):
            assert not first.endswith(("на", "ия")), person.name


def test_people_differ():
    """Of 10,000 customers of one place nearly all have a name of their own, and no address comes twice too often."""
    crowd = personas(*people(10_000, [(NEW_YORK, "en")]))
    assert 8_500 < len({person.name for person in crowd})
    assert 9_990 < len({person.email for person in crowd})


@pytest.mark.parametrize(
    ("zone", "language", "locale"),
    [
        (NEW_YORK, "en", "en_US"), ("Europe/London", "en", "en_GB"), ("America/Toronto", "en", "en_CA"),
        ("America/Toronto", "fr", "fr_CA"), (BERLIN, "en", "de_DE"), ("Europe/Vienna", "de", "de_AT"),
        (NEW_YORK, "ja", "ja_JP"), ("UTC", "pt_BR", "pt_BR"), ("UTC", "pt", "pt_PT"), ("UTC", "en", "en_US"),
        ("Antarctica/Troll", "xx", "en_US"), ("Europe/Madrid", "en", "es_ES"),
    ],
)  # fmt: skip
def test_locales_follow_place_and_language(zone, language, locale):
    """The language as in the country; English from elsewhere is written by the people there."""
    assert locale == locale_of(zone, language)


def test_conversation_ids_are_short_and_fixed():
    """Ten digits of the key, the same for ever; 100,000 conversations have 100,000 of them."""
    assert "c-0000000000" == conversation_id(0)
    assert "c-zzzzzzzzzz" == conversation_id(np.uint64(2**64 - 1))
    assert "c-0000000001" == conversation_id(1 << 14)
    assert 100_000 == len({conversation_id(key) for key in hashed(np.arange(100_000)).tolist()})


def test_nobody_is_fine():
    """No conversations, no personas."""
    assert [] == personas(np.zeros(0, np.uint64), [], [])
