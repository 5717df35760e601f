"""The pages of rounds: what a manager sees and does, with every error at its field."""

from __future__ import annotations

import io
import zipfile

import pytest
import streamlit as st
from round_builder import MINUTE, SECRET, a_candidate, a_round, happened
from streamlit.testing.v1 import AppTest

from dashboard import shared
from dashboard.identity import Visitor
from dashboard.round_inviting import zipped
from trainee_exercises.bots import BOTS
from trainee_exercises.hiring import invitations, questionnaires
from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.hiring.candidates import candidates_of
from trainee_exercises.hiring.mail import Mail
from trainee_exercises.hiring.progress import progress
from trainee_exercises.hiring.rounds import rounds

SHELL = """
import streamlit as st
from dashboard.menu import PAGES
there = [one for one in PAGES if one.file.is_file()]
st.navigation([st.Page(one.file, url_path=one.name, default=one.name == "{name}") for one in there]).run()
"""
EVIL = "**Ada** [x](http://evil.example) <b>$a$"


@pytest.fixture
def opened(sqlite_storage, monkeypatch, tmp_path):
    """Give a function that opens a page as somebody of a role."""
    st.cache_resource.clear()
    monkeypatch.setenv("SUPPORT_SANDBOX_SECRET", SECRET)
    monkeypatch.delenv("SUPPORT_SANDBOX_PUBLIC_URL", raising=False)
    monkeypatch.setattr(shared, "storage", lambda: sqlite_storage)

    def page(name, role="manager", **query):
        monkeypatch.setattr(shared, "this_visitor", lambda: Visitor("staff", "u1", None, role, "Maria"))
        script = tmp_path / f"{name}_shell.py"
        script.write_text(SHELL.format(name=name), encoding="utf-8")
        test = AppTest.from_file(str(script), default_timeout=60)
        for key, value in query.items():
            test.query_params[key] = value
        return _fine(test.run())

    return page


def _fine(test):
    assert not test.exception, test.exception[0].message
    return test


def _words(test):
    kinds = ("markdown", "caption", "title", "info", "warning", "error", "success", "text", "code", "subheader")
    return "\n".join(one.value for kind in kinds for one in getattr(test, kind))


def _button(test, label):
    return next(one for one in test.button if one.label == label)


def _press(test, label):
    return _fine(_button(test, label).click().run())


# ---- the list, and a new round ----


def test_with_no_round_there_is_a_way_on(opened):
    """A sample to look at, and the form, open."""
    test = opened("rounds")
    assert "There is no round yet" in _words(test)
    assert "Make a sample round" in [one.label for one in test.button]
    assert test.expander[0].proto.expanded


def test_a_round_is_made_from_the_form(opened, sqlite_storage):
    """With what was typed; the page goes on to the round."""
    test = opened("rounds")
    test.text_input(key="name").input("Support, spring")
    test.text_input(key="company").input("Larch & Co")
    test.text_input(key="contact").input("Maria, maria@larch.example")
    test.number_input(key="minutes").set_value(45)
    test.radio(key="ai_rule").set_value("not_allowed")
    test.selectbox(key="zone").set_value("Asia/Tokyo")
    test.toggle(key="machine_scoring").set_value(False)
    _press(test, "Make this round")
    (made,) = rounds(sqlite_storage)
    settings = made.settings
    assert ("Support, spring", "u1") == (made.name, made.created_by)
    assert ("Larch & Co", 45, "not_allowed", "Asia/Tokyo", False, 12) == (
        settings.company,
        settings.minutes,
        settings.ai_rule,
        settings.zone,
        settings.machine_scoring,
        settings.retention_months,
    )


def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(opened, sqlite_storage):
    """Right below the field, in red; the other fields keep what was typed."""
    a_round(sqlite_storage)
    test = opened("rounds")
    test.text_input(key="name").input("support, SPRING")
    test.text_input(key="company").input("Larch & Co")
    test.number_input(key="retention_months").set_value(3)
    _press(test, "Make this round")
    red = [one.value for one in test.markdown if one.value.startswith(":red[")]
    assert 2 == len(red)
    assert "choose another name" in red[0]
    assert "the law there asks for 12 at least" in red[1]
    assert ("support, SPRING", "Larch & Co") == (
        test.text_input(key="name").value,
        test.text_input(key="company").value,
    )
    assert 1 == len(rounds(sqlite_storage))


def test_the_time_of_keeping_follows_the_law(opened):
    """Until somebody types their own."""
    test = opened("rounds")
    assert 12 == test.number_input(key="retention_months").value
    test.radio(key="jurisdiction").set_value("european_union")
    assert 6 == _fine(test.run()).number_input(key="retention_months").value


def test_candidates_rule_on_ai_is_shown_beside_the_choice(opened):
    """In the words that they will read."""
    test = opened("rounds")
    test.radio(key="ai_rule").set_value("not_allowed")
    assert "Please do this exercise without AI assistants" in _words(_fine(test.run()))


def test_only_owners_may_name_a_folder_as_pack(opened):
    """A manager chooses from the shipped ones: a folder of the server is not theirs to look into."""
    accepts = [opened("rounds", role).selectbox(key="pack").proto.accept_new_options for role in ("manager", "owner")]
    assert [False, True] == accepts


def test_a_folder_named_past_the_box_is_refused_but_for_owners(opened, sqlite_storage):
    """A browser can send what the box does not offer, and the server would read any folder of its own."""
    test = opened("rounds")
    test.text_input(key="name").set_value("Spring")
    test.selectbox(key="pack").options.append("/etc")
    test.selectbox(key="pack").set_value("/etc")
    said = _words(_press(test, "Make this round"))
    assert "only owners may name a folder" in said
    assert "/etc" not in said
    assert [] == rounds(sqlite_storage)


@pytest.mark.parametrize("role", ["rater", "rep"])
@pytest.mark.parametrize("name", ["rounds", "round"])
def test_raters_and_reps_see_nothing_of_rounds(opened, sqlite_storage, name, role):
    """The pages themselves look at the role, whatever the navigation lists."""
    a_round(sqlite_storage, "Hidden round")
    test = opened(name, role)
    assert "does not open this page" in _words(test)
    assert "Hidden" not in _words(test)


def test_a_sample_round_is_played_at_the_press_of_a_button(opened, sqlite_storage, monkeypatch):
    """And offered no more while it is open. Two manners of playing, twice each, are enough here."""
    monkeypatch.setattr("trainee_exercises.round_sample.BOTS", {name: BOTS[name] for name in ("rusher", "quitter")})
    _press(opened("rounds"), "Make a sample round")
    (made,) = rounds(sqlite_storage)
    assert (True, 4) == (made.settings.sample, len(candidates_of(sqlite_storage, made.id)))
    assert "Make a sample round" not in [one.label for one in opened("rounds").button]


# ---- one round ----


def test_the_round_of_the_address_is_shown_again_after_a_reload(opened, sqlite_storage):
    """Without one in the address, the newest is shown and put there."""
    first = a_round(sqlite_storage, "First")
    sqlite_storage.now.forward(1000)
    second = a_round(sqlite_storage, "Second")
    assert ["First"] == [one.value for one in opened("round", round=first.id).title]
    test = opened("round")
    assert ["Second"] == [one.value for one in test.title]
    assert second.id in test.query_params["round"]


def test_a_round_that_is_not_there_shows_the_newest(opened, sqlite_storage):
    """An old bookmark is no dead end."""
    a_round(sqlite_storage, "First")
    assert ["First"] == [one.value for one in opened("round", round="gone").title]


def test_the_part_of_the_address_is_shown(opened, sqlite_storage):
    """So a reload does not go back to the first one."""
    a_candidate(sqlite_storage, a_round(sqlite_storage))
    assert "Make the link" in [one.label for one in opened("round", part="Invite").button]
    assert "Give this time" in [one.label for one in opened("round", part="Time and formats").button]


def test_progress_has_every_candidate_and_no_score(opened, sqlite_storage):
    """As it is now; who asked for another format stands above the table."""
    made = a_round(sqlite_storage)
    ada = a_candidate(sqlite_storage, made)
    a_candidate(sqlite_storage, made, "Ben Ito")
    Attempts(sqlite_storage).act(ada.id, "d" * 16, {"kind": "ask_other_format", "text": "Larger *text*"})
    test = opened("round")
    table = test.dataframe[0].value
    assert ["Ada Obi", "Ben Ito"] == list(table["Name"])
    assert ["asked for another format", "added"] == list(table["State"])
    assert not [one for one in table.columns if "score" in one.lower()]
    assert r"Larger \*text\*" in test.warning[0].value


def test_a_candidate_is_added_and_errors_stand_at_the_field(opened, sqlite_storage):
    """What was typed stays until it is right."""
    made = a_round(sqlite_storage)
    test = opened("round")
    test.text_input(key="new_name").input("Ada Obi")
    test.text_input(key="new_email").input("ada")
    _press(test, "Add")
    red = [one.value for one in test.markdown if one.value.startswith(":red[")]
    assert 1 == len(red)
    assert "is no address" in red[0]
    assert "Ada Obi" == test.text_input(key="new_name").value
    test.text_input(key="new_email").input("ada@example.org")
    _press(test, "Add")
    assert ["ada@example.org"] == [one.email for one in candidates_of(sqlite_storage, made.id)]
    assert ("", "") == (test.text_input(key="new_name").value, test.text_input(key="new_email").value)


def test_a_name_is_shown_as_it_was_typed(opened, sqlite_storage):
    """No markup in it comes to life, in any part."""
    made = a_round(sqlite_storage, EVIL, company=EVIL)
    ada = a_candidate(sqlite_storage, made, EVIL, "ada@example.org")
    Attempts(sqlite_storage).act(ada.id, "d" * 16, {"kind": "ask_other_format", "text": EVIL})
    for part in ("Candidates", "Invite", "Time and formats", "Settings", "Close and keep"):
        test = opened("round", round=made.id, part=part)
        marked = [*test.markdown, *test.title, *test.caption, *test.warning, *test.info, *test.success]
        assert not [one.value for one in marked if "[x](http" in one.value or "**Ada**" in one.value]


def test_links_are_made_and_their_mails_are_ready_to_copy(opened, sqlite_storage):
    """For all who have none; To, subject and text each with a button to copy."""
    made = a_round(sqlite_storage)
    ada = a_candidate(sqlite_storage, made)
    a_candidate(sqlite_storage, made, "Ben Ito")
    test = _press(opened("round", part="Invite"), "Make 2 links")
    assert "The links are made" in test.success[0].value
    to, subject, body = (one.value for one in test.code)
    assert ("ada@example.org", "Your written exercise for Larch & Co") == (to, subject)
    link = next(line for line in body.splitlines() if "/join/" in line)
    assert ada.id == invitations.check(sqlite_storage, link.rsplit("/", 1)[1])
    assert "opens nowhere else" not in _words(test)
    assert "open nowhere else" in _words(test)


def test_links_begin_with_the_public_address(opened, sqlite_storage, monkeypatch):
    """Where there is one, nothing says that they open nowhere."""
    a_candidate(sqlite_storage, a_round(sqlite_storage))
    test = opened("round", part="Invite")
    monkeypatch.setenv("SUPPORT_SANDBOX_PUBLIC_URL", "https://sandbox.larch.example")
    _press(test, "Make the link")
    assert "https://sandbox.larch.example/join/" in test.code[2].value
    assert "open nowhere else" not in _words(test)


def test_a_link_is_replaced_and_taken_back(opened, sqlite_storage):
    """Each with what it does beside it."""
    ada = a_candidate(sqlite_storage, a_round(sqlite_storage))
    former = invitations.issue(sqlite_storage, ada.id, "maria")
    test = _press(opened("round", part="Invite"), "Make a new link")
    assert former.invitation_id != invitations.current(sqlite_storage, ada.id).invitation_id
    _press(test, "Take it back")
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
    _press(_fine(test.run()), "Send the questionnaire")
    assert questionnaires.read(sqlite_storage, ada.id).sheet.due_at is not None
    assert "23:59 (Asia/Tokyo)" in test.code[2].value


def test_a_wish_is_answered_and_time_given(opened, sqlite_storage):
    """In minutes or as a share; what was written down stays below."""
    ada = a_candidate(sqlite_storage, a_round(sqlite_storage))
    attempts = Attempts(sqlite_storage)
    attempts.act(ada.id, "d" * 16, {"kind": "ask_other_format", "text": "A quarter more, please"})
    test = opened("round", part="Time and formats")
    assert "A quarter more, please" in _words(test)
    test.text_area(key=f"answer-{ada.id}").input("Granted")
    _press(test, "Write it down")
    assert not progress(sqlite_storage, attempts, ada).waits
    test.text_input(key="extra").input("25%")
    test.text_input(key="why").input("asked before the start")
    _press(test, "Give this time")
    assert 7.5 * MINUTE == attempts.attempt(ada.id).extra_ms
    assert ("", "") == (test.text_input(key="extra").value, test.text_input(key="why").value)


def test_time_that_is_none_is_refused_and_stays_in_its_field(opened, sqlite_storage):
    """With both ways to write it."""
    a_candidate(sqlite_storage, a_round(sqlite_storage))
    test = opened("round", part="Time and formats")
    test.text_input(key="extra").input("soon")
    test.text_input(key="why").input("x")
    _press(test, "Give this time")
    assert "is no extra time; write minutes such as 10" in test.error[0].value.replace("\\", "")
    assert "soon" == test.text_input(key="extra").value


def test_closing_wants_a_tick_first(opened, sqlite_storage):
    """And then says so; nobody can be added any more."""
    made = a_round(sqlite_storage)
    test = opened("round", part="Close and keep")
    assert _button(test, "Close it").disabled
    test.checkbox(key="sure").check()
    _press(_fine(test.run()), "Close it")
    assert rounds(sqlite_storage)[0].is_closed
    assert "Add" not in [one.label for one in opened("round", round=made.id).button]


def test_settings_change_until_somebody_begins(opened, sqlite_storage):
    """The fields start with what is there; a wrong one is named below it; after the start they are words alone."""
    made = a_round(sqlite_storage, minutes=40, zone="Asia/Tokyo", stages=("interviews",))
    ada = a_candidate(sqlite_storage, made)
    test = opened("round", part="Settings")
    key = f"{made.id}-{{}}".format
    assert (40, "Asia/Tokyo", "Larch & Co", ["interviews"]) == (
        test.number_input(key=key("minutes")).value,
        test.selectbox(key=key("zone")).value,
        test.text_input(key=key("company")).value,
        test.multiselect(key=key("stages")).value,
    )
    assert "a link already" not in _words(test)
    test.number_input(key=key("minutes")).set_value(50)
    test.text_input(key=key("company")).input("")
    _press(test, "Save these settings")
    assert [":red[:material/error: write something here]"] == [
        one.value for one in test.markdown if one.value.startswith(":red[")
    ]
    assert 50 == test.number_input(key=key("minutes")).value
    test.text_input(key=key("company")).input("Larch & Sons")
    _press(test, "Save these settings")
    after = rounds(sqlite_storage)[0].settings
    assert made.settings.model_copy(update={"minutes": 50, "company": "Larch & Sons"}) == after
    invitations.issue(sqlite_storage, ada.id, "maria")
    assert "a link already" in _words(opened("round", part="Settings"))
    happened(sqlite_storage, ada, "acknowledged", ai_rule="disclose")
    test = opened("round", part="Settings")
    assert "Save these settings" not in [one.label for one in test.button]
    assert "the settings stay as they are" in _words(test)
    assert r"Larch \& Sons" in _words(test)


def test_who_begins_meanwhile_freezes_an_open_form(opened, sqlite_storage):
    """What was typed is not saved, and the page says why."""
    made = a_round(sqlite_storage)
    ada = a_candidate(sqlite_storage, made)
    test = opened("round", part="Settings")
    test.number_input(key=f"{made.id}-minutes").set_value(50)
    happened(sqlite_storage, ada, "started", time_ms=1, device="d" * 16)
    _press(test, "Save these settings")
    assert 30 == rounds(sqlite_storage)[0].settings.minutes
    assert "the settings stay as they are" in _words(test)


def test_a_manager_finds_what_candidates_read(opened, sqlite_storage):
    """Privacy notice, formats and the rule on AI, filled."""
    a_round(sqlite_storage)
    words = _words(opened("round", part="Close and keep"))
    assert "This exercise is part of your application at Larch" in words
    assert "{company}" not in words
