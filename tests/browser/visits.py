"""What people do in the browser on their way in: follow an invitation, sign in."""

from __future__ import annotations

import re

from browser.server import PASSWORD, Invitation, RunningApp


def join(page, invited: Invitation) -> None:
    """Follow an invitation link and press its button, as a candidate does; ends at the exercise."""
    page.goto(invited.link)
    page.get_by_role("button").first.click()
    page.wait_for_url("**/exercise*")


def sign_in(page, app: RunningApp, role: str, name: str | None = None) -> None:
    """Sign in by the form as a user of that role, who is added first where there is none."""
    name = app.add_user(role, name)
    page.goto(f"{app.url}/sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name=re.compile("sign in", re.IGNORECASE)).click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
