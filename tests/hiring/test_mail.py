"""The mail that carries an invitation: all that somebody should know, whatever was typed, readable as it arrives."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest
from round_builder import a_candidate, a_round

from trainee_exercises.hiring.invitations import mail_text
from trainee_exercises.hiring.mail import mail
from trainee_exercises.hiring.words import unwrapped

LINK = "https://hire.example.org/join/abc"


def test_the_mail_has_no_line_break_inside_a_sentence(sqlite_storage):
    """The notice of the pack is wrapped for its authors; a mail program wraps for its reader."""
    made = a_round(sqlite_storage, contact="Maria, maria@example.org")
    ada = a_candidate(sqlite_storage, made)
    body = mail_text(made, ada, LINK, sqlite_storage.now()).split("\n\n", 1)[1]
    notice = body.split("-" * 40)[1]
    assert [] == [
        line for line in notice.splitlines() if line and line[-1] not in ".?" and line != notice.split("\n")[2]
    ]
    assert 5 < sum(line.startswith("- ") for line in notice.splitlines())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a sentence\nthat goes on\n\nand another", "a sentence that goes on\n\nand another"),
        ("- one\n  more\n- two", "- one more\n- two"),
        ("1. one\n   more\n2. two", "1. one more\n2. two"),
        ("as follows:\n- one\n* two", "as follows:\n- one\n* two"),
        ("the end\n", "the end\n"),
    ],
)
def test_paragraphs_and_points_become_a_line_each(text, shown):
    """Whatever an author's editor made of them."""
    assert shown == unwrapped(text)


def test_the_mail_says_all_that_somebody_should_know_first(sqlite_storage):
    """Link, until when in their zone, how long, that nobody finishes, the AI rule, other formats, contact, data."""
    made = a_round(sqlite_storage, minutes=45, contact="Maria, maria@example.org", ai_rule="not_allowed")
    ada = a_candidate(sqlite_storage, made, zone="Asia/Kolkata")
    text = mail_text(made, ada, LINK, sqlite_storage.now())
    for part in (
        "To: ada@example.org\nSubject: Your written exercise for Larch & Co\n\nHello Ada Obi,",
        LINK,
        "until Friday 15 January 2027, 13:30 (Asia/Kolkata)",
        "45 minutes",
        "20 questions: more than anybody finishes in that time",
        "Please do this exercise without AI assistants",
        'use "Ask for another format" on the page',
        "write to Maria, maria@example.org",
        "is part of your application at Larch & Co",
        "12 months after",
    ):
        assert part in text
    assert "{" not in text
    assert "**" not in text


@pytest.mark.parametrize("word", ["urgent", "hurry", "asap", "last chance", "deadline", "must ", "!", "immediately"])
def test_the_mail_does_not_hurry_anybody(sqlite_storage, word):
    """The exercise measures pressure; the invitation makes none."""
    made = a_round(sqlite_storage)
    text = mail_text(made, a_candidate(sqlite_storage, made), LINK, sqlite_storage.now())
    assert word not in text.lower()


def test_line_breaks_forge_no_header(sqlite_storage):
    """Whatever was typed as company, name or address, the mail has its own headers alone."""
    made = a_round(sqlite_storage, company="Larch\r\nBcc: all@example.org")
    ada = a_candidate(sqlite_storage, made, "Ada\r\nBcc: all@example.org")
    made = made._replace(settings=made.settings.model_copy(update={"company": "Larch\nBcc: all@example.org"}))
    written = mail(made, ada._replace(email="ada@example.org\nBcc: b@example.org"), LINK, sqlite_storage.now())
    assert [
        "To: ada@example.org Bcc: b@example.org",
        "Subject: Your written exercise for Larch Bcc: all@example.org",
    ] == (str(written).split("\n\n")[0].splitlines())
    read = message_from_bytes(mail(made, ada, LINK, sqlite_storage.now()).file(), policy=default)
    assert read["Bcc"] is None
    assert "ada@example.org" == read["To"]


def test_the_mail_as_a_file_reads_back(sqlite_storage):
    """Other scripts and long lines included; it opens as a draft."""
    made = a_round(sqlite_storage, company="Łąka & Söhne")
    ada = a_candidate(sqlite_storage, made, "Žofie Ř", "zofie@example.org")
    written = mail(made, ada, LINK, sqlite_storage.now())
    read = message_from_bytes(written.file(), policy=default)
    assert (written.subject, "1") == (read["Subject"], read["X-Unsent"])
    assert written.body.splitlines() == read.get_content().splitlines()


def test_a_name_with_braces_is_not_filled(sqlite_storage):
    """What was typed is text, also where it looks like a place of ours."""
    made = a_round(sqlite_storage)
    ada = a_candidate(sqlite_storage, made, "Ada {contact}", "ada@example.org")
    assert "Hello Ada {contact}," in mail_text(made, ada, LINK, sqlite_storage.now())
