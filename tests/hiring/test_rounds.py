"""Rounds of hiring: what may be made, when it freezes, and what closing means."""

from __future__ import annotations

import pytest
from round_builder import a_candidate, a_round

from trainee_exercises.hiring.changes import change_settings
from trainee_exercises.hiring.problems import HiringError, WrongFields
from trainee_exercises.hiring.rounds import (
    close_round,
    create_round,
    find_round,
    round_by_id,
    round_of,
    rounds,
)
from trainee_exercises.hiring.settings import RoundSettings
from trainee_exercises.hiring.typed_rounds import make_round, settings_of
from trainee_exercises.storage import audit


def test_a_round_comes_back_as_it_was_made(storage):
    """Name, settings, maker and time are stored; an open round has no time of closing."""
    made = a_round(storage, minutes=45, ai_rule="allowed", zone="Asia/Kolkata")
    with storage.read() as connection:
        assert made == round_by_id(connection, made.id)
    assert (45, "allowed", "Asia/Kolkata") == (made.settings.minutes, made.settings.ai_rule, made.settings.zone)
    assert ("maria", storage.now(), None) == (made.created_by, made.created_at, made.closed_at)


def test_the_newest_round_stands_first(storage):
    """A manager sees what they made last at the top."""
    a_round(storage, "First")
    storage.now.forward(1000)
    a_round(storage, "Second")
    assert ["Second", "First"] == [one.name for one in rounds(storage)]


def test_a_round_is_found_by_its_candidate(storage):
    """round_of follows the candidate."""
    made = a_round(storage)
    a_round(storage, "Another")
    candidate = a_candidate(storage, made)
    with storage.read() as connection:
        assert made == round_of(connection, candidate.id)


@pytest.mark.parametrize("name", ["Support, spring", "SUPPORT, SPRING", "  Support,\nspring "])
def test_a_name_can_be_had_once(storage, name):
    """Case, spaces and line breaks make no other name."""
    a_round(storage)
    with pytest.raises(WrongFields) as caught:
        a_round(storage, name)
    assert ["name"] == list(caught.value.fields)
    assert "already; choose another name" in caught.value.fields["name"]
    assert 1 == len(rounds(storage))


@pytest.mark.parametrize(
    ("name", "says"),
    [("", "give the round a name"), (" \t ", "give the round a name"), ("x" * 201, "write 200 at most")],
)
def test_a_name_has_1_to_200_characters(storage, name, says):
    """Nothing and too much are refused at the field."""
    with pytest.raises(WrongFields, match=says):
        a_round(storage, name)


@pytest.mark.parametrize(
    ("settings", "field", "message"),
    [
        ({"pack": "larkhuor"}, "pack", "larkhour"),
        ({"form": "z"}, "form", "Larkhour has no form 'z'; choose a, b, c or engineer"),
        ({"stages": ("pre_screen", "chat")}, "stages", "Larkhour has no stage 'chat'; choose from "),
        ({"retention_months": 11}, "retention_months", "the law there asks for 12 at least"),
    ],
)
def test_what_pack_and_law_have_against_a_round_stands_at_its_field(storage, settings, field, message):
    """An unknown pack, form or stage and too short a retention are refused, and nothing is made."""
    with pytest.raises(WrongFields) as caught:
        a_round(storage, **settings)
    assert [field] == list(caught.value.fields)
    assert message in caught.value.fields[field]
    assert [] == rounds(storage)


def test_all_that_is_wrong_is_said_at_once(storage):
    """Somebody who fills a form in is told of every field, not of one at a time."""
    with pytest.raises(WrongFields) as caught:
        create_round(storage, "", RoundSettings(form="z", retention_months=3), "maria")
    assert {"name", "form", "retention_months"} == set(caught.value.fields)


def test_a_round_that_is_typed_names_who_is_responsible(storage):
    """The privacy notice needs company and contact; what else is wrong is said in the same breath."""
    with pytest.raises(WrongFields) as caught:
        make_round(storage, " ", {"company": " ", "minutes": 0, "zone": "UTC"}, "maria")
    assert {"name", "company", "contact", "minutes"} == set(caught.value.fields)
    assert "who is responsible" in caught.value.fields["company"]
    assert [] == rounds(storage)
    typed = {"company": "Larch & Co", "contact": "Maria, maria@larch.example", "jurisdiction": "european_union"}
    made = make_round(storage, "Spring", typed, "maria")
    assert ([made], 6) == (rounds(storage), made.settings.retention_months)


def test_settings_typed_as_text_are_understood():
    """What a form or a command line sends becomes settings."""
    assert 45 == settings_of({"minutes": "45", "company": " Larch\n& Co "}).minutes
    assert "Larch & Co" == settings_of({"company": " Larch\n& Co "}).company


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"minutes": "0"}, "minutes", "0 is too few; write 1 to 240"),
        ({"minutes": 500}, "minutes", "500 is too many; write 1 to 240"),
        ({"retention_months": "soon"}, "retention_months", "'soon' is no whole number; write 1 to 120"),
        ({"ai_rule": "maybe"}, "ai_rule", "'maybe' is none of these: 'allowed', 'disclose' or 'not_allowed'"),
        ({"contact": "x" * 501}, "contact", "it has 501 characters; write 500 at most"),
        ({"form": "A B"}, "form", "'A B' is no id; write small letters, digits, - and _"),
        ({"zone": "Europe/Lodon"}, "zone", "'Europe/Lodon' is no time zone; did you mean 'Europe/London'?"),
        ({"company": "  "}, "company", "write something here"),
        ({"colour": "red"}, "colour", "'red': extra inputs are not permitted"),
    ],
)
def test_settings_that_make_no_sense_are_refused_at_their_field(values, field, message):
    """Each message quotes the value and says what would be right."""
    with pytest.raises(WrongFields) as caught:
        settings_of(values)
    assert [field] == list(caught.value.fields)
    assert message in caught.value.fields[field]


def test_a_closed_round_says_when_and_takes_nobody(storage):
    """Closing keeps the time, is written down once, and ends adding and changing."""
    made = a_round(storage)
    storage.now.forward(5000)
    closed = close_round(storage, made.id, "maria")
    storage.now.forward(5000)
    assert closed == close_round(storage, made.id, "someone else")
    assert made.created_at + 5000 == closed.closed_at
    with pytest.raises(HiringError, match="is closed; make a new round"):
        a_candidate(storage, made)
    with pytest.raises(HiringError, match="is closed"):
        change_settings(storage, made.id, made.settings, "maria")
    with storage.read() as connection:
        assert ["round created", "round closed"] == [
            line.action for line in audit.lines(connection, f"round:{made.id}")
        ]


def test_a_round_is_found_by_id_or_name_in_any_case(storage):
    """People write names as they remember them."""
    made = a_round(storage)
    assert made == find_round(storage, " support, SPRING ")
    assert made == find_round(storage, made.id)


def test_a_misspelt_round_is_answered_with_the_nearest(storage):
    """And where none is near, with those that there are."""
    a_round(storage)
    with pytest.raises(HiringError, match="there is no round 'Suport, spring'; did you mean 'Support, spring'"):
        find_round(storage, "Suport, spring")
    with pytest.raises(HiringError, match="there is no round 'q'; there is 'Support, spring'"):
        find_round(storage, "q")


def test_an_id_that_nothing_has_is_said_plainly(storage):
    """No database error reaches anybody."""
    with storage.read() as connection:
        with pytest.raises(HiringError, match="there is no round 'gone'"):
            round_by_id(connection, "gone")
        with pytest.raises(HiringError, match="there is no candidate 'gone'"):
            round_of(connection, "gone")


@pytest.mark.parametrize("contact", ["nobody", "Maria", "the person who invited you", "x" * 400])
def test_whom_candidates_write_to_has_an_address(storage, contact):
    """Who needs more time could ask nobody; nothing is made, and the message is short."""
    with pytest.raises(WrongFields) as caught:
        make_round(storage, "Spring", {"company": "Larch & Co", "contact": contact}, "maria")
    assert ["contact"] == list(caught.value.fields)
    assert caught.value.fields["contact"].endswith("write a person and one, such as Maria Lund, maria@company.example")
    assert 200 > len(caught.value.fields["contact"])
    assert [] == rounds(storage)


@pytest.mark.parametrize("contact", ["Maria, maria@larch.example", "jobs.larch.example", "Maria, +1 555 0100"])
def test_an_address_is_mail_a_place_on_the_web_or_a_number(storage, contact):
    """Nobody is told how their team is to be reached."""
    assert contact == make_round(storage, "Spring", {"company": "Larch", "contact": contact}, "maria").settings.contact
