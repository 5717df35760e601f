"""Text that people wrote stays text, in HTML and where Markdown is read."""

from __future__ import annotations

import pytest

from dashboard.plain import as_markdown, html_of, items


@pytest.mark.parametrize("text", ["<script>x</script>", '<img src=x onerror="y">', "a & b", "</div><b>"])
def test_html_holds_no_tag_of_a_text(text):
    """Only our own element is one."""
    found = html_of(text, "reply")

    assert found.startswith('<div class="plain-text plain-reply" dir="auto">')
    assert 2 == found.count("<")
    assert "<script" not in items([text], text)


@pytest.mark.parametrize("sign", "\\`*_{}[]()#+-.!|$~<>:&")
def test_markdown_means_nothing(sign):
    """Each of its signs has a backslash before it."""
    assert f"a\\{sign}b" == as_markdown(f"a{sign}b")


@pytest.mark.parametrize("text", ["ada@home.example", "https://evil.example", "www.evil.example", "WWW.evil.example"])
def test_addresses_become_no_links(text):
    """An invisible sign stands where a link would begin."""
    assert "\N{WORD JOINER}" in as_markdown(text)


def test_several_lines_become_one():
    """A label has one line; a heading or list cannot begin in it."""
    assert r"a \# b" == as_markdown("a\n\n# b")
