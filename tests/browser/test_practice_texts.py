"""Script in what customers, reps and a team's own pack say is text at the desk."""

from __future__ import annotations

import pytest
from browser.practice_steps import answer, begun_by_rep, started
from playwright.sync_api import expect
from practice_builder import ARTICLE, a_script, write_pack

from trainee_exercises.practice.wish import SETTING

EVIL = '<img src=x onerror="window.hit=1"><b>bold</b> [x](javascript:window.hit=1)'


@pytest.fixture
def ours(tmp_path, monkeypatch):
    """Give shifts that are begun here a pack whose texts are as evil as they may be."""
    folder = write_pack(tmp_path / "ours", [a_script(subject=EVIL, opening=f"{EVIL} help me {{first_name}}")])
    article = ARTICLE.replace("title: Start here", f"title: '{EVIL}'")
    (folder / "help_centre/start.md").write_text(f"{article}\n{EVIL}\n", encoding="utf-8")
    monkeypatch.setenv(SETTING, str(folder))


@pytest.mark.usefixtures("ours")
def test_script_in_a_message_a_reply_and_an_article_is_text(shared_app, page):
    """Every sign of it can be read, and nothing of it is an element."""
    started(shared_app, page, begun_by_rep(shared_app, page, level=3))
    page.keyboard.press("Alt+j")
    expect(page.locator("#thread-title")).to_have_text(EVIL)
    expect(page.locator(".said").first).to_contain_text(EVIL)
    answer(page, EVIL)
    expect(page.locator(".said.me").last).to_contain_text(EVIL)
    page.keyboard.press("Alt+h")
    page.keyboard.insert_text("begin")
    page.keyboard.press("Enter")
    page.locator(".lookup .hits button").first.press("Enter")
    expect(page.locator(".lookup article.prose h3")).to_have_text(EVIL)
    expect(page.locator(".lookup article.prose p").last).to_contain_text('onerror="window.hit=1"')
    assert 0 == page.locator("main img, main a[href^=javascript]").count()
    assert 0 == page.get_by_text("bold", exact=True).count()
    assert page.evaluate("window.hit") is None
