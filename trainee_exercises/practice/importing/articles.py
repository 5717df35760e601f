"""A folder of Markdown files -> articles of a help centre, with front matter where there was none."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

from sim.scenario.problems import Problem, shown
from trainee_exercises.checks.likeness import content
from trainee_exercises.packs.lookup import Article, FrontMatter
from trainee_exercises.packs.text import PackError, parse, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

_FRONT: Final = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n(.*))?\Z", re.DOTALL)
_HEADING: Final = re.compile(r"\s*#{1,2}[ \t]+(.+?)[ \t#]*(?:\n|\Z)")
_SECTION: Final = "Help centre"
_LONGEST_ID: Final = 60
_MOST_KEYWORDS: Final = 8


class Found(NamedTuple):
    """An article as it will be written. place: within the pack; source: the file that it came from."""

    place: str
    text: str
    id: str
    source: str


def articles_in(folder: Path, today: date) -> tuple[list[Found], list[Problem]]:
    """Return the articles of a folder and all below it, and what is wrong with its files."""
    files = sorted(one for one in folder.rglob("*.md") if one.is_file()) if folder.is_dir() else []
    if not files:
        return [], [Problem(str(folder), 0, "", "has no articles; name a folder with *.md files")]
    found: list[Found] = []
    problems: list[Problem] = []
    for file in files:
        try:
            found.append(_article(file, folder, today))
        except PackError as error:
            problems += error.problems
    return found, [*problems, *_twice(found)]


def _article(file: Path, folder: Path, today: date) -> Found:
    """Return a file as an article; PackError: what is wrong with it."""
    text = read_text(file, str(file)).replace("\r\n", "\n")
    if front := _FRONT.match(text):
        meta, _ = parse(front[1], FrontMatter, str(file), above=1)
        if not (front[2] or "").strip():
            raise PackError([Problem(str(file), text.count("\n") or 1, "", _NO_TEXT)])
        return Found(f"help_centre/{meta.id}.md", text.rstrip() + "\n", meta.id, str(file))
    heading = _HEADING.match(text)
    if heading is None:
        raise PackError(
            [Problem(str(file), 1, "", "has neither front matter nor a heading; begin with # and the title")]
        )
    body = text[heading.end() :].strip()
    if not body:
        raise PackError([Problem(str(file), text.count("\n", 0, heading.end()) + 1, "", _NO_TEXT)])
    return _with_front(file, folder, heading[1].strip(), body, today)


_NO_TEXT: Final = "has no text below its title; write the article"


def _with_front(file: Path, folder: Path, title: str, body: str, today: date) -> Found:
    """Return an article with front matter made of its title, its file's name and its folder's."""
    name = identifier(file.stem) or identifier(title)
    if not name:
        raise PackError(
            [Problem(str(file), 1, "", f"no id can be made of {shown(file.stem)}; call it in a-z, 0-9 and -")]
        )
    section = file.parent.name if file.parent != folder else _SECTION
    keywords = sorted(content(title))[:_MOST_KEYWORDS] or [name]
    article = Article(id=name, title=title, section=section, updated=today, keywords=tuple(keywords), text=body)
    front = [
        f"id: {article.id}", f"title: {_quoted(article.title)}", f"section: {_quoted(article.section)}",
        f"updated: {article.updated.isoformat()}", f"keywords: [{', '.join(map(_quoted, article.keywords))}]",
    ]  # fmt: skip
    text = "\n".join(["---", *front, "---", "", article.text, ""])
    return Found(f"help_centre/{name}.md", text, name, str(file))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def identifier(text: str) -> str:
    """Return small letters, digits and - made of a name; "": nothing is left of it."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(one for one in plain if not unicodedata.combining(one))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_ID].strip("-")


def _twice(found: list[Found]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for one in found:
        if one.id in seen:
            yield Problem(one.source, 1, "", f"would have the id {one.id!r} of {seen[one.id]}; rename one of the two")
        seen.setdefault(one.id, one.source)


def differs(pack: Path, one: Found) -> bool:
    """Tell whether an article is there already and says something else."""
    place = pack / one.place
    return place.exists() and place.read_text("utf-8") != one.text
