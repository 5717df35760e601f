"""Shows what people wrote as nothing but text: no markup, script, link or formula in it comes to life."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MARKS: Final = re.compile(r"([\\`*_{}\[\]()#+\-.!|$~<>:&^=\"'@/])")
_BARE: Final = re.compile(r"([^\w+]*)([\w+][\w.+\-@:/?=&%#~,;!*()']*[\w/=])([^\w/=]*)")  # with what stands around
_ADDRESS: Final = re.compile(r"@|:(?=//)|www(?=\.)", re.IGNORECASE)
STYLE: Final = """<style>
.plain-text {white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 0 .5rem}
.plain-reply {border-left: 3px solid #3b82c4; padding: .15rem 0 .15rem .8rem; margin: .4rem 0 .8rem}
.plain-asked {opacity: .85; margin: .1rem 0 .6rem}
.plain-button {display: inline-block; padding: .3rem .75rem; border: 1px solid rgba(128, 128, 128, .5);
 border-radius: .5rem; font-size: .875rem; color: inherit !important; text-decoration: none !important}
.plain-button:hover, .plain-button:focus-visible {border-color: currentColor}
.plain-small {font-size: .875rem; opacity: .8}
.plain-table {overflow-x: auto; margin-bottom: 1rem}
.plain-table table {border-collapse: collapse; width: 100%; font-size: .925rem}
.plain-table th, .plain-table td {text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0;
 border-bottom: 1px solid rgba(128, 128, 128, .3); overflow-wrap: break-word; min-width: 3rem}
.plain-table th {font-weight: 600}
.st-key-beside-locked .plain-table :is(td, th) {min-width: 1.5rem; padding-right: .4rem; font-size: .875rem}
@media (min-width: 900px) {
[data-testid="stLayoutWrapper"]:has(> .st-key-beside, > .st-key-beside-locked) {position: sticky; top: 3.75rem}
.st-key-beside, .st-key-beside-locked {max-height: calc(100vh - 5rem); overflow-y: auto; padding-right: .75rem}}
</style>"""


def style() -> None:
    """Put the style of these texts into the page, once a run."""
    st.html(STYLE)


def as_markdown(text: str) -> str:
    """Return *text* for places that take Markdown, such as labels, so that it reads as it stands, on one line.

    Addresses become code: they can be copied, and are no links, which they would be even with their signs escaped. Odd
    ones have an invisible sign inside instead.
    """
    return " ".join(map(_word, text.split()))


def short(text: str, most: int = 120) -> str:
    """Return *text* on one line, cut where it is longer than so many characters: for headings."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 3].rstrip()}..."


def _word(word: str) -> str:
    if not _ADDRESS.search(word):
        return _escaped(word)
    found = _BARE.fullmatch(word)
    if found is not None:
        return f"{_escaped(found[1])}`{found[2]}`{_escaped(found[3])}"
    return _escaped(_ADDRESS.sub("\\g<0>\N{WORD JOINER}", word))


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def download(label: str, url: str) -> None:
    """Show a button that fetches a file from *url*, a path of the app's own."""
    st.html(f'<a class="plain-button" href="{escape(url)}" target="_self" download>{escape(label)}</a>')


def text(text: str, kind: str = "") -> None:
    """Show a text. kind: "reply", "asked", "small" or "" for plain."""
    st.html(html_of(text, kind))


def html_of(text: str, kind: str = "") -> str:
    """Return a text as a paragraph of HTML in which nothing is a tag."""
    return f'<div class="plain-text{f" plain-{kind}" if kind else ""}" dir="auto">{escape(text)}</div>'


def items(texts: Iterable[str], title: str = "") -> str:
    """Return a list as HTML, under a title that opens and closes if there is one; "" for no texts."""
    found = "".join(f'<li dir="auto">{escape(one)}</li>' for one in texts)
    if not found:
        return ""
    return f"<details><summary>{escape(title)}</summary><ul>{found}</ul></details>" if title else f"<ul>{found}</ul>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Show a table of texts; it scrolls sideways where it does not fit."""
    st.html(f'<div class="plain-table">{_table(head, rows)}</div>')


def wide_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Show a table of many columns, which can also be scrolled by keyboard."""
    st.html(f'<div class="plain-table" tabindex="0">{_table(head, rows)}</div>')


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    top = "".join(f'<th scope="col">{escape(one)}</th>' for one in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(one)}</td>" for one in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
