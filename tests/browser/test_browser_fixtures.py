"""The browser tests' own tools: what they promise to the tests that use them."""

from __future__ import annotations

import pytest
from browser.conftest import ROLES
from browser.visits import join, sign_in

from trainee_exercises.hiring.rounds import round_of


def test_a_browser_opens_pages_from_here(page):
    """The Chromium that was found or fetched renders a page and runs its script."""
    page.set_content("<h1>Hello</h1><script>document.title = 1 + 1</script>")
    assert ("2", "Hello") == (page.title(), page.get_by_role("heading").inner_text())


def test_two_visitors_share_nothing(visitor):
    """Each visitor has cookies of its own, as a second device has."""
    one, other = visitor(), visitor()
    one.context.add_cookies([{"name": "a", "value": "1", "url": "http://127.0.0.1"}])
    assert (1, 0) == (len(one.context.cookies()), len(other.context.cookies()))


def test_a_killed_server_comes_back_with_its_data(running_app, page):
    """SIGKILL, then the same port and the same round: a candidate's link still opens."""
    app = running_app()
    invited, first = app.invite(minutes=2), app.pid
    app.kill()
    app.restart()
    join(page, invited)
    assert first != app.pid
    with app.storage().read() as connection:
        assert 2 == round_of(connection, invited.candidate_id).settings.minutes


def test_a_server_that_is_asked_to_end_does_so(running_app):
    """SIGTERM: it ends by itself, without a traceback."""
    app = running_app()
    app.stop()
    assert "Traceback" not in app.log()


@pytest.mark.parametrize("role", ROLES)
def test_each_role_signs_in(shared_app, page, role):
    """The form of the server lets them in, and a page of the team says who they are."""
    sign_in(page, shared_app, role)
    page.get_by_text(f"Signed in as {role}@company.example").wait_for()
