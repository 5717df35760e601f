"""The first page and the navigation, for everybody who may see them."""

from __future__ import annotations

import pytest
from hiring.rating_rounds import a_team, an_assignment
from round_builder import SECRET
from streamlit.testing.v1 import AppTest

from dashboard import failures, sample, shared
from dashboard.app import SCRIPT, unguarded
from dashboard.identity import NOBODY, Identity, Visitor
from dashboard.menu import PAGES, pages_of
from dashboard.settings import Settings
from trainee_exercises.accounts import NewUser, users
from trainee_exercises.hiring.candidates import candidate_by_id
from trainee_exercises.hiring.rounds import round_of
from trainee_exercises.hiring.words import in_zone
from trainee_exercises.storage.backup import back_up, note_backup


@pytest.fixture
def screen(sqlite_storage, monkeypatch, tmp_path):
    """Give a function that shows the first page to a visitor."""
    monkeypatch.setenv("SUPPORT_SANDBOX_SECRET", SECRET)
    monkeypatch.setenv("SUPPORT_SANDBOX_DATA", str(tmp_path))
    monkeypatch.setattr(shared, "storage", lambda: sqlite_storage)

    def show(visitor=None):
        if visitor is not None:
            monkeypatch.setattr(Identity, "visitor_of", lambda *_: visitor)
        found = AppTest.from_file(str(SCRIPT), default_timeout=30).run()
        assert failures.SAYS not in [one.value for one in found.error]
        return found

    return show


def words(screen):
    """Return all text of a screen in one piece."""
    parts = [*screen.markdown, *screen.subheader, *screen.title, *screen.info, *screen.text, *screen.caption]
    return " ".join(one.value for one in parts)


def staff(role):
    """Return somebody of the team."""
    return Visitor("staff", "1234", None, role, "Ada")


def test_on_this_machine_the_doors_are_open(screen):
    """Each with a sentence and a sample, and how the app is set up."""
    seen = screen()
    assert not seen.exception
    for part in ("Plan a team", "Practise", "On this machine alone", "not needed on this machine alone"):
        assert part in words(seen)
    assert "Compare staffing plans" in [one.label for one in seen.button]


@pytest.mark.parametrize("visitor", [NOBODY, Visitor("candidate", None, "1234", None, "")], ids=["nobody", "candidate"])
def test_who_is_not_of_the_team_sees_nothing(screen, visitor):
    """A page that was open when the sign-in ended shows the way to sign in, and nothing else."""
    seen = screen(visitor)
    assert not seen.exception
    assert "You are signed out." in words(seen)
    assert 'href="/sign-in"' in words(seen)
    assert "Plan a team" not in words(seen)


def test_a_user_ends_the_open_house(screen, sqlite_storage):
    """The page itself looks again at each run: a new user shuts it where it was open."""
    seen = screen()
    assert "Plan a team" in words(seen)
    users.add_user(sqlite_storage, NewUser("ada", "owner", "three unrelated words"), "test")
    assert "You are signed out." in words(seen.run())


@pytest.mark.parametrize(
    ("role", "sees", "sees_not"),
    [
        ("owner", ["Plan a team", "Practise", "Data folder"], []),
        ("manager", ["Plan a team", "Practise"], ["Data folder"]),
        ("rep", ["Practise"], ["Data folder", "Hire"]),
        ("rater", ["Support sandbox"], ["Data folder", "Hire", "Practise"]),
    ],
)
def test_everybody_sees_what_their_role_needs(screen, role, sees, sees_not):
    """And who they are, with a way to sign out."""
    seen = screen(staff(role))
    assert not seen.exception
    assert dict.fromkeys(sees, True) | dict.fromkeys(sees_not, False) == {
        one: one in words(seen) for one in sees + sees_not
    }
    assert "Signed in as Ada" in words(seen)
    assert 'href="/sign-out"' in words(seen)


def test_a_rater_sees_how_many_ratings_wait(screen, sqlite_storage):
    """As a button that leads there; a sentence where none does."""
    team = a_team(sqlite_storage)
    ines = Visitor("staff", "r1", None, "rater", "Ines")
    assert "No rating waits for you" in words(screen(ines))
    an_assignment(team, "r1")
    assert "1 rating waits for you" in [one.label for one in screen(ines).button]
    an_assignment(team, "r1", candidate=1)
    assert "2 ratings wait for you" in [one.label for one in screen(ines).button]


def test_the_password_of_the_database_is_not_shown(screen, monkeypatch):
    """Owners see which database it is."""
    monkeypatch.setenv("SUPPORT_SANDBOX_DATABASE", "postgresql://ada:hunter2@db.example.org/sandbox")
    seen = words(screen())
    assert "db.example.org/sandbox" in seen
    assert "hunter2" not in seen


def test_owners_see_when_the_last_backup_was_made(screen, sqlite_storage, tmp_path):
    """Or that there is none yet; where the file lies is not shown."""
    assert "none yet" in words(screen())
    note_backup(sqlite_storage, back_up(sqlite_storage, tmp_path / "monday.zip"), "command line")
    seen = words(screen())
    assert "none yet" not in seen
    assert in_zone(sqlite_storage.now(), "UTC") in seen
    assert str(tmp_path / "monday.zip") not in seen


def test_a_page_says_so_where_the_role_does_not_open_it(screen, monkeypatch):
    """Also where somebody asks for a page that their navigation does not list."""
    monkeypatch.setattr(Identity, "visitor_of", lambda *_: staff("rater"))
    screen(staff("rater"))

    def page():
        from dashboard import shared  # noqa: PLC0415

        shared.require("manager")
        import streamlit as st  # noqa: PLC0415

        st.write("the secret of managers")

    seen = AppTest.from_function(page).run()
    assert "does not open this page" in words(seen)
    assert "secret" not in words(seen)


@pytest.mark.parametrize(
    ("role", "needs"),
    [("owner", "rep"), ("owner", "owner"), ("manager", "rater"), ("manager", "rep"), ("rater", "rater")],
)
def test_who_may_more_may_less(screen, role, needs):
    """Owners everything, managers what raters and reps may."""
    screen(staff(role))
    visitor = shared.require(needs)
    assert role == visitor.role


def test_navigation_lists_what_the_role_may_see():
    """And home for all of them."""
    for role in ("owner", "manager", "rater", "rep"):
        listed = pages_of(role)
        assert "home" == listed[0].name
        assert all(role in one.roles for one in listed)
    assert {"home", "rate"} == {one.name for one in PAGES if "rater" in one.roles}


def test_streamlit_makes_no_menu_of_its_own(sqlite_storage, monkeypatch):
    """It would list all files of the folder, and run one without our script, until the first visit home."""
    from streamlit.runtime.pages_manager import PagesManager  # noqa: PLC0415

    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
    unguarded(Identity(sqlite_storage, Settings()))
    assert PagesManager.uses_pages_directory is False


def test_the_sample_exercise_opens_for_one_made_up_candidate_until_they_start(sqlite_storage, monkeypatch):
    """Asking again gives the same candidate; after the start there is a new one."""
    from round_builder import started  # noqa: PLC0415

    from trainee_exercises.hiring import invitations  # noqa: PLC0415

    monkeypatch.setenv("SUPPORT_SANDBOX_SECRET", SECRET)
    first = invitations.check(sqlite_storage, sample.sample_link(sqlite_storage, "local").removeprefix("/join/"))
    again = invitations.check(sqlite_storage, sample.sample_link(sqlite_storage, "local").removeprefix("/join/"))
    assert first == again
    started(sqlite_storage, _candidate(sqlite_storage, first))
    other = invitations.check(sqlite_storage, sample.sample_link(sqlite_storage, "local").removeprefix("/join/"))
    assert first != other


def _candidate(storage, candidate_id):
    with storage.read() as connection:
        assert round_of(connection, candidate_id).settings.sample
        return candidate_by_id(connection, candidate_id)
