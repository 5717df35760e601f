"""What browser tests share: one Chromium, and real servers that can be killed.

`running_app()` starts a server of its own for one test, in local mode: nobody signs in. `shared_app` is one server for
all tests that neither kill it nor stop its clock; it has a user of each role. `page` is a fresh browser
at 1280 x 800; `visitor()` makes more of them, such as a second device. A page's uncaught error fails its test.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.chromium import FLAGS, HOW, chromium_path
from browser.server import RunningApp

PATIENCE = 30_000  # ms: a machine busy with other work; nothing here measures speed
ROLES = ("owner", "manager", "rater", "rep")


@pytest.fixture(scope="module")
def chromium():
    """Start one browser for the tests of a module; skip them where there is none.

    Not one for all: Playwright's event loop counts as running until it ends; `asyncio.run` would be refused till then.
    """
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415 -- only where a test wants a browser

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        path = chromium_path(Path(playwright.chromium.executable_path))
        if path is None:
            pytest.skip(HOW)
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium):
    """Return a maker of pages, each in a browser context of its own: other cookies, other local storage.

    Its keywords are those of Playwright's `new_context`: locale, color_scheme, java_script_enabled ...
    """
    contexts, errors = [], []

    def make(**settings):
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, "locale": "en-US"} | settings)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        return page

    yield make
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def page(visitor):
    """Return a page in a fresh browser."""
    return visitor()


@pytest.fixture
def running_app(tmp_path):
    """Return a maker of servers; its words are options of `support-sandbox dashboard`, its keywords settings."""
    apps = []

    def make(*options: str, **env: str) -> RunningApp:
        app = RunningApp(tmp_path / f"app{len(apps)}", options, env)
        apps.append(app)
        return app.start()

    yield make
    for app in apps:
        app.close()


@pytest.fixture(scope="session")
def shared_app(tmp_path_factory):
    """Start one server, with a user of each role, for tests that only add rounds and candidates."""
    app = RunningApp(tmp_path_factory.mktemp("shared"))
    try:
        for role in ROLES:
            app.add_user(role)
        yield app.start()
    finally:
        app.close()
