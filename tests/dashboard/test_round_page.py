"""The page of a round: which one, its candidates, its settings and its end."""

from __future__ import annotations

import pytest
from round_builder import a_candidate, a_round, happened, started
from round_pages import button, fine, press, words

from trainee_exercises.accounts import built_in
from trainee_exercises.hiring import invitations
from trainee_exercises.hiring.assignments import Assigning, assign
from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.hiring.candidates import candidates_of
from trainee_exercises.hiring.criteria import Part
from trainee_exercises.hiring.rounds import pack_of, rounds

EVIL = "**Ada** [x](http://evil.example) <b>$a$"


@pytest.fixture
def opened(round_pages):
    """Give a function that opens a page as somebody of a role."""
    return round_pages


def test_the_round_of_the_address_is_shown_again_after_a_reload(opened, sqlite_storage):
    """Without one in the address, the newest is shown and put there."""
    first = a_round(sqlite_storage, "First")
    sqlite_storage.now.forward(1000)
    second = a_round(sqlite_storage, "Second")
    shown = opened("round", round=first.id)
    assert ["First"] == [one.value for one in shown.title]
    assert "AI assistants: allowed, candidates say so" in shown.caption[0].value
    test = opened("round")
    assert ["Second"] == [one.value for one in test.title]
    assert second.id in test.query_params["round"]


def test_a_round_that_is_not_there_shows_the_newest(opened, sqlite_storage):
    """An old bookmark is no dead end, and nobody takes that round for the one they asked for."""
    a_round(sqlite_storage, "First")
    test = opened("round", round="gone")
    assert ["First"] == [one.value for one in test.title]
    assert ["The round in this address is not there. This is the newest one."] == [one.value for one in test.warning]
    assert not opened("round").warning


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
    press(test, "Add")
    red = [one.value for one in test.markdown if one.value.startswith(":red[")]
    assert 1 == len(red)
    assert "is no address" in red[0]
    assert "Ada Obi" == test.text_input(key="new_name").value
    test.text_input(key="new_email").input("ada@example.org")
    press(test, "Add")
    assert ["ada@example.org"] == [one.email for one in candidates_of(sqlite_storage, made.id)]
    assert ("", "") == (test.text_input(key="new_name").value, test.text_input(key="new_email").value)


def test_adding_stays_open_for_the_next_one(opened, sqlite_storage):
    """After one that was refused and put right too: a list of people is typed one after the other."""
    a_round(sqlite_storage)
    test = opened("round")
    found = []
    for email in ("ada", "ada@example.org", "ben@example.org"):
        test.text_input(key="new_name").input("Ada Obi")
        test.text_input(key="new_email").input(email)
        press(test, "Add")
        found.append(next(one for one in test.expander if one.label == "Add a candidate").proto.expanded)
    assert [True, True, True] == found


def test_who_is_done_leads_on_to_asking_for_ratings(opened, sqlite_storage):
    """Nobody has to know that ratings are asked for on another page; those who were asked about do not count."""
    made = a_round(sqlite_storage)
    people = [a_candidate(sqlite_storage, made, name) for name in ("Ada Obi", "Ben Ito", "Cy Dee")]

    def led():
        links = [one.proto for one in opened("round").get("page_link")]
        return [(one.label, one.query_string) for one in links if "ating" in one.label or "rate" in one.label]

    before = led()
    for one in people[:2]:
        started(sqlite_storage, one)
        happened(sqlite_storage, one, "finished")
    to, says = f"round={made.id}&show=Raters", [led()]
    for one in people[:2]:
        asked = Assigning(one.id, built_in.LOCAL, Part("exercise"))
        assign(sqlite_storage, asked, pack_of(made.settings), built_in.LOCAL)
        says.append(led())
    assert [] == before
    assert [
        [("Next: ask people to rate the 2 who are done", to)],
        [("Next: ask people to rate the one who is done", to)],
        [("Ratings: who has not locked theirs", to)],
    ] == says


def test_a_name_is_shown_as_it_was_typed(opened, sqlite_storage):
    """No markup in it comes to life, in any part."""
    made = a_round(sqlite_storage, EVIL, company=EVIL)
    ada = a_candidate(sqlite_storage, made, EVIL, "ada@example.org")
    Attempts(sqlite_storage).act(ada.id, "d" * 16, {"kind": "ask_other_format", "text": EVIL})
    for part in ("Candidates", "Invite", "Time and formats", "Settings", "Close and keep"):
        test = opened("round", round=made.id, part=part)
        marked = [*test.markdown, *test.title, *test.caption, *test.warning, *test.info, *test.success]
        assert not [one.value for one in marked if "[x](http" in one.value or "**Ada**" in one.value]


def test_a_file_that_was_added_is_gone_from_its_box(opened, sqlite_storage):
    """With its button: a second press would only give errors."""
    made = a_round(sqlite_storage)
    test = opened("round")
    test.file_uploader[0].upload("good.csv", b"name,email\nAda Obi,ada@example.org\n", "text/csv").run()
    press(test, "Add all of them")
    assert [r"All of good\.csv were added\. Next\: Invite\."] == [one.value for one in test.success]
    assert "Add all of them" not in [one.label for one in test.button]
    assert ["ada@example.org"] == [one.email for one in candidates_of(sqlite_storage, made.id)]


def test_a_file_with_an_error_stays_in_its_box(opened, sqlite_storage):
    """Nothing that was chosen is lost."""
    a_round(sqlite_storage)
    test = opened("round")
    test.file_uploader[0].upload("bad.csv", b"name,email\nAda Obi,ada\n", "text/csv").run()
    press(test, "Add all of them")
    assert "is no address" in test.error[0].value
    assert "Add all of them" in [one.label for one in test.button]


def test_dead_links_are_counted_apart(opened, sqlite_storage):
    """Who was invited and can't come any more is not among those who may."""
    made = a_round(sqlite_storage)
    ada, ben = a_candidate(sqlite_storage, made), a_candidate(sqlite_storage, made, "Ben Ito")
    for one in (ada, ben):
        invitations.issue(sqlite_storage, one.id, "maria")
    before = {one.label: one.value for one in opened("round").metric}
    invitations.revoke(sqlite_storage, ben.id, "maria")
    after = {one.label: one.value for one in opened("round").metric}
    assert ("2", "1") == (before["Invited, not started"], after["Invited, not started"])
    assert ("Invited, no link opens" in before, "1") == (False, after["Invited, no link opens"])


def test_closing_wants_a_tick_first(opened, sqlite_storage):
    """And then says so; nobody can be added any more."""
    made = a_round(sqlite_storage)
    test = opened("round", part="Close and keep")
    assert button(test, "Close it").disabled
    test.checkbox(key="sure").check()
    press(fine(test.run()), "Close it")
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
    assert "a link already" not in words(test)
    test.number_input(key=key("minutes")).set_value(50)
    test.text_input(key=key("company")).input("")
    press(test, "Save these settings")
    assert [":red[:material/error: write something here]"] == [
        one.value for one in test.markdown if one.value.startswith(":red[")
    ]
    assert 50 == test.number_input(key=key("minutes")).value
    test.text_input(key=key("company")).input("Larch & Sons")
    press(test, "Save these settings")
    after = rounds(sqlite_storage)[0].settings
    assert made.settings.model_copy(update={"minutes": 50, "company": "Larch & Sons"}) == after
    invitations.issue(sqlite_storage, ada.id, "maria")
    assert "a link already" in words(opened("round", part="Settings"))
    happened(sqlite_storage, ada, "acknowledged", ai_rule="disclose")
    test = opened("round", part="Settings")
    assert "Save these settings" not in [one.label for one in test.button]
    assert "the settings stay as they are" in words(test)
    assert r"Larch \& Sons" in words(test)


def test_who_begins_meanwhile_freezes_an_open_form(opened, sqlite_storage):
    """What was typed is not saved, and the page says why."""
    made = a_round(sqlite_storage)
    ada = a_candidate(sqlite_storage, made)
    test = opened("round", part="Settings")
    test.number_input(key=f"{made.id}-minutes").set_value(50)
    happened(sqlite_storage, ada, "started", time_ms=1, device="d" * 16)
    press(test, "Save these settings")
    assert 30 == rounds(sqlite_storage)[0].settings.minutes
    assert "the settings stay as they are" in words(test)


def test_a_manager_finds_what_candidates_read(opened, sqlite_storage):
    """Privacy notice, formats and the rule on AI, filled."""
    a_round(sqlite_storage)
    shown = words(opened("round", part="Close and keep"))
    assert r"part of your application at Larch \& Co" in shown
    assert "{company}" not in shown
