"""The page of a round: invitations, questionnaire, time and formats."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from round_builder import MINUTE, a_candidate, a_round, started
from round_pages import fine, press, words

from dashboard.round_inviting import zipped
from dashboard.round_time import given
from trainee_exercises.hiring import invitations, questionnaires
from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.hiring.mail import Mail
from trainee_exercises.hiring.progress import progress
from trainee_exercises.hiring.rounds import close_round


@pytest.fixture
def opened(round_pages):
    """Give a function that opens a page as somebody of a role."""
    return round_pages


def test_links_are_made_and_their_mails_are_ready_to_copy(opened, sqlite_storage):
    """For all who have none; To, subject and text each with a button to copy."""
    made = a_round(sqlite_storage)
    ada = a_candidate(sqlite_storage, made)
    a_candidate(sqlite_storage, made, "Ben Ito")
    test = press(opened("round", part="Invite"), "Make 2 links")
    assert "The links are made" in test.success[0].value
    assert re.search(r"Opens until .*, your time \\\(UTC\\\)\.", words(test))
    assert "Download both drafts (.zip of .eml)" in [one.label for one in test.get("download_button")]
    to, subject, body = (one.value for one in test.code)
    assert ("ada@example.org", "Your written exercise for Larch & Co") == (to, subject)
    link = next(line for line in body.splitlines() if "/join/" in line)
    assert ada.id == invitations.check(sqlite_storage, link.rsplit("/", 1)[1])
    assert "opens nowhere else" not in words(test)
    assert "open nowhere else" in words(test)


def test_links_begin_with_the_public_address(opened, sqlite_storage, monkeypatch):
    """Where there is one, nothing says that they open nowhere."""
    a_candidate(sqlite_storage, a_round(sqlite_storage))
    test = opened("round", part="Invite")
    monkeypatch.setenv("SUPPORT_SANDBOX_PUBLIC_URL", "https://sandbox.larch.example")
    press(test, "Make the link")
    assert "https://sandbox.larch.example/join/" in test.code[2].value
    assert "open nowhere else" not in words(test)


def test_a_link_is_replaced_and_taken_back(opened, sqlite_storage):
    """Each with what it does beside it."""
    ada = a_candidate(sqlite_storage, a_round(sqlite_storage))
    former = invitations.issue(sqlite_storage, ada.id, "maria")
    test = press(opened("round", part="Invite"), "Make a new link")
    assert former.invitation_id != invitations.current(sqlite_storage, ada.id).invitation_id
    press(test, "Take it back")
    assert invitations.current(sqlite_storage, ada.id) is None


def test_all_drafts_come_in_one_file():
    """One .eml for each candidate, by code."""
    packed = zipped({"K7M2B": Mail("ada@example.org", "S", "B"), "Q3R4T": Mail("ben@example.org", "S", "B")})
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        assert ["K7M2B.eml", "Q3R4T.eml"] == file.namelist()
        assert b"To: ada@example.org" in file.read("K7M2B.eml")


def test_the_questionnaire_is_sent_and_its_mail_shown(opened, sqlite_storage):
    """With the deadline in the candidate's own time."""
    ada = a_candidate(sqlite_storage, a_round(sqlite_storage), zone="Asia/Tokyo")
    test = opened("round", part="Invite")
    test.segmented_control(key="mail_for").set_value("The questionnaire")
    press(fine(test.run()), "Open the questionnaire and write the mail")
    assert questionnaires.read(sqlite_storage, ada.id).sheet.due_at is not None
    assert "23:59 (Asia/Tokyo)" in test.code[2].value
    assert "nothing is sent by itself" in test.success[0].value


def test_a_wish_is_answered_and_time_given(opened, sqlite_storage):
    """In minutes or as a share; what was written down stays below."""
    ada = a_candidate(sqlite_storage, a_round(sqlite_storage))
    attempts = Attempts(sqlite_storage)
    attempts.act(ada.id, "d" * 16, {"kind": "ask_other_format", "text": "A quarter more, please"})
    test = opened("round", part="Time and formats")
    assert "A quarter more, please" in words(test)
    test.text_area(key=f"answer-{ada.id}").input("Granted")
    press(test, "Write it down")
    assert not progress(sqlite_storage, attempts, ada).waits
    test.text_input(key="extra").input("25%")
    test.text_input(key="why").input("asked before the start")
    press(test, "Give this time")
    assert 7.5 * MINUTE == attempts.attempt(ada.id).extra_ms
    assert ("", "") == (test.text_input(key="extra").value, test.text_input(key="why").value)
    assert r"Ada Obi has 7\.5 minutes more\: 7\.5 in all\." == test.success[0].value


@pytest.mark.parametrize(
    ("before", "asked", "in_all", "says"),
    [
        (7.5, 5, 12.5, "Ada Obi has 5 minutes more: 12.5 in all."),
        (0, 1, 1, "Ada Obi has 1 minute more: 1 in all."),
        (0, 10, 70, "Ada Obi has 10 minutes from now on."),
        (5, -50, 0, "Ada Obi has 0 minutes of extra time now."),
    ],
)
def test_what_was_given_names_person_unit_and_sum(sqlite_storage, before, asked, in_all, says):
    """Also where the exercise was over already, and where less was there to take back than was asked."""
    ada = a_candidate(sqlite_storage, a_round(sqlite_storage))
    one = progress(sqlite_storage, Attempts(sqlite_storage), ada)._replace(extra_minutes=before)
    assert says == given(one, asked * MINUTE, in_all * MINUTE)


def test_time_that_is_none_is_refused_and_stays_in_its_field(opened, sqlite_storage):
    """With both ways to write it."""
    a_candidate(sqlite_storage, a_round(sqlite_storage))
    test = opened("round", part="Time and formats")
    test.text_input(key="extra").input("soon")
    test.text_input(key="why").input("x")
    press(test, "Give this time")
    assert "is no extra time; write minutes such as 10" in test.error[0].value.replace("\\", "")
    assert "soon" == test.text_input(key="extra").value


def test_a_closed_round_makes_links_only_for_those_who_have_started(opened, sqlite_storage):
    """For the others it says why there is no button."""
    made = a_round(sqlite_storage)
    ada = a_candidate(sqlite_storage, made)
    close_round(sqlite_storage, made.id, "maria")
    test = opened("round", part="Invite")
    assert "This round is closed: no new links" in words(test)
    assert "Make a link" not in [one.label for one in test.button]
    started(sqlite_storage, ada)
    assert "Make a link" in [one.label for one in opened("round", part="Invite").button]
