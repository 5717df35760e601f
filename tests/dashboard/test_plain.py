"""Text that people wrote stays text, in HTML and where Markdown is read."""

from __future__ import annotations

import re

import pytest

from dashboard.plain import as_markdown, html_of, items, short


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
    """They are code: shown as they stand, with nothing in them that a copy would take along."""
    assert f"at `{text}`\\." == as_markdown(f"at {text}.")


@pytest.mark.parametrize("text", ["[x](http://evil.example)", "ada@home`$a$`", "<www.evil.example><b>", "@", "x\\@y"])
def test_odd_addresses_become_no_links_either(text):
    """An invisible sign stands where a link would begin, and no sign of Markdown means anything."""
    found = as_markdown(text)
    assert "\N{WORD JOINER}" in found
    assert text == re.sub(r"\\(.)", r"\1", found.replace("\N{WORD JOINER}", ""))


def test_quotes_and_brackets_stay_outside_an_address():
    """So that a copy is the address alone."""
    assert r"\(write to \'`ada@home.example`\'\);" == as_markdown("(write to 'ada@home.example');")


def test_several_lines_become_one():
    """A label has one line; a heading or list cannot begin in it."""
    assert r"a \# b" == as_markdown("a\n\n# b")


def test_a_heading_has_one_line_at_most():
    """A paste of ten thousand characters is cut; what is short stays as it is."""
    assert ["Two people by day", f"{'x' * 117}...", "a..."] == [
        short(" Two people\nby day "), short("x" * 10_000), short("a b c d e f g", 5),
    ]  # fmt: skip
