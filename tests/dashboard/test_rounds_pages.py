"""The pages of rounds: the list, and a new round with every error at its field."""

from __future__ import annotations

import pytest
from round_builder import a_round
from round_pages import fine, press, words
from streamlit.testing.v1 import AppTest

from dashboard import failures
from trainee_exercises.bots import BOTS
from trainee_exercises.hiring.candidates import candidates_of
from trainee_exercises.hiring.rounds import rounds


@pytest.fixture
def opened(round_pages):
    """Give a function that opens a page as somebody of a role."""
    return round_pages


def test_with_no_round_there_is_a_way_on(opened):
    """A sample to look at, and the form, open."""
    test = opened("rounds")
    assert "There is no round yet" in words(test)
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
    press(test, "Make this round")
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
    test.number_input(key="minutes").set_value(500)
    press(test, "Make this round")
    red = [one.value for one in test.markdown if one.value.startswith(":red[")]
    assert 4 == len(red)
    assert "choose another name" in red[0]
    assert "name whom candidates write to" in red[1]
    assert "500 is too many; write 1 to 240" in red[2]
    assert "the law there asks for 12 at least" in red[3]
    assert ("support, SPRING", "Larch & Co", 500) == (
        test.text_input(key="name").value,
        test.text_input(key="company").value,
        test.number_input(key="minutes").value,
    )
    assert 1 == len(rounds(sqlite_storage))


def test_a_problem_goes_once_its_field_is_mended(opened, sqlite_storage):
    """Not only when the button is pressed again; the others stay."""
    a_round(sqlite_storage)
    test = opened("rounds")
    test.text_input(key="name").input("support, SPRING")
    test.number_input(key="minutes").set_value(0)
    press(test, "Make this round")
    test.number_input(key="minutes").set_value(45)
    test.text_input(key="company").input("Larch & Co")
    test.text_input(key="contact").input("Maria, maria@larch.example")
    (left,) = [one.value for one in fine(test.run()).markdown if one.value.startswith(":red[")]
    assert "choose another name" in left


def test_the_time_of_keeping_follows_the_law(opened):
    """Until somebody types their own."""
    test = opened("rounds")
    assert 12 == test.number_input(key="retention_months").value
    test.radio(key="jurisdiction").set_value("european_union")
    assert 6 == fine(test.run()).number_input(key="retention_months").value


def test_candidates_rule_on_ai_is_shown_beside_the_choice(opened):
    """In the words that they will read."""
    test = opened("rounds")
    test.radio(key="ai_rule").set_value("not_allowed")
    assert "Please do this exercise without AI assistants" in words(fine(test.run()))


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
    said = words(press(test, "Make this round"))
    assert "only owners may name a folder" in said
    assert "/etc" not in said
    assert [] == rounds(sqlite_storage)


@pytest.mark.parametrize("role", ["rater", "rep"])
@pytest.mark.parametrize("name", ["rounds", "round"])
def test_raters_and_reps_see_nothing_of_rounds(opened, sqlite_storage, name, role):
    """The pages themselves look at the role, whatever the navigation lists."""
    a_round(sqlite_storage, "Hidden round")
    test = opened(name, role)
    assert "does not open this page" in words(test)
    assert "Hidden" not in words(test)


def test_a_sample_round_is_played_at_the_press_of_a_button(opened, sqlite_storage, monkeypatch):
    """And offered no more while it is open. Two manners of playing, twice each, are enough here."""
    monkeypatch.setattr("trainee_exercises.round_sample.BOTS", {name: BOTS[name] for name in ("rusher", "quitter")})
    press(opened("rounds"), "Make a sample round")
    (made,) = rounds(sqlite_storage)
    assert (True, 4) == (made.settings.sample, len(candidates_of(sqlite_storage, made.id)))
    assert "Make a sample round" not in [one.label for one in opened("rounds").button]


def test_a_page_that_fails_says_a_sentence(caplog):
    """And no word of the machinery; why stands in the server's log. Streamlit's own ways to stop are none."""

    def page():
        import streamlit as st  # noqa: PLC0415

        from dashboard import failures  # noqa: PLC0415

        with failures.told():
            if "go" in st.query_params:
                st.stop()
            raise RuntimeError("a secret of the machinery")

    test = AppTest.from_function(page).run()
    assert [failures.SAYS] == [one.value for one in test.error]
    assert not test.exception
    assert "a secret of the machinery" in caplog.text
    test.query_params["go"] = "on"
    assert [] == list(test.run().error)
