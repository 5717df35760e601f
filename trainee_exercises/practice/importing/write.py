"""Everything is read first, and only if nothing is wrong it is written into the pack."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from sim.scenario.problems import Problem
from trainee_exercises.packs.folders import folder_of, names
from trainee_exercises.packs.text import PackError, parse
from trainee_exercises.practice.importing.articles import Found, articles_in, differs
from trainee_exercises.practice.importing.sheets import macros_in, tags_in
from trainee_exercises.practice.load import DESK
from trainee_exercises.practice.scripts import About

if TYPE_CHECKING:
    from collections.abc import Iterator

_MODIFIERS: Final = ("angry", "billing")
_REMEDY: Final = "with --replace yours takes its place"


class Wanted(NamedTuple):
    """What is imported; None: not that. replace: may what is there already be replaced?"""

    help_centre: Path | None = None
    macros: Path | None = None
    tags: Path | None = None
    replace: bool = False


class Imported(NamedTuple):
    """What was written: new and replaced articles, macros and meanings of tags; same: was there already, as it is."""

    new: tuple[str, ...]
    replaced: tuple[str, ...]
    same: int


class _Change(NamedTuple):
    """Something to be written. kind: help_centre, macros or tags; has: what is there now, None: nothing."""

    kind: str
    name: str
    source: str
    value: Any
    has: Any


def bring_in(pack: str, wanted: Wanted) -> Imported:
    """Bring a team's own material into the folder of a practice pack.

    Raises:
        PackError: all that is wrong with the files, or is there already and would be overwritten; nothing is written.

    """
    folder, _ = folder_of(pack, DESK)
    if pack in names(DESK) and not Path(pack).is_dir():
        says = f"comes with the package; copy it first: support-sandbox practice copy {pack} --to FOLDER"
        raise PackError([Problem(pack, 0, "", says)])
    desk = _Desk(folder, pack)
    changes = list(_changes(folder, desk, wanted))
    other = [one for one in changes if one.has is not None and one.has != one.value]
    if other and not wanted.replace:
        message = "{} is there already and says something else; {}"
        raise PackError(
            [Problem(one.source, 0, "", message.format(f"{one.kind} {one.name!r}", _REMEDY)) for one in other]
        )
    _write(folder, desk, [one for one in changes if one.has != one.value])
    new = [f"{one.kind} {one.name}" for one in changes if one.has is None]
    replaced = [f"{one.kind} {one.name}" for one in other]
    return Imported(tuple(new), tuple(replaced), len(changes) - len(new) - len(replaced))


class _Desk:
    """desk.yaml, with its comments."""

    def __init__(self, folder: Path, pack: str) -> None:
        self.file = folder / DESK
        text = self.file.read_text("utf-8")
        self.about, _ = parse(text, About, f"{pack}/{DESK}")
        self._yaml = YAML()
        self._yaml.width = 4096
        self._yaml.preserve_quotes = True
        self._yaml.indent(mapping=2, sequence=4, offset=2)
        self.written: Any = self._yaml.load(text)

    def text(self) -> str:
        """Return it as it will stand; PackError: it could not be read again."""
        out = io.StringIO()
        self._yaml.dump(self.written, out)
        parse(out.getvalue(), About, DESK)
        return out.getvalue()

    def save(self, text: str) -> None:
        """Write it, whole or not at all."""
        part = self.file.with_suffix(".part")
        part.write_text(text, "utf-8")
        part.replace(self.file)


def _changes(folder: Path, desk: _Desk, wanted: Wanted) -> Iterator[_Change]:
    """Give everything that would be written; PackError: all that is wrong with all files."""
    problems: list[Problem] = []
    found: list[Found] = []
    if wanted.help_centre is not None:
        found, problems = articles_in(wanted.help_centre, desk.about.today)
    sheets: list[tuple[str, str, Any, Any]] = []
    for file, read in ((wanted.macros, _macros), (wanted.tags, _tags)):
        try:
            sheets += read(desk, file) if file is not None else []
        except PackError as error:
            problems += error.problems
    if problems:
        raise PackError(problems)
    for one in found:
        has = (folder / one.place).read_text("utf-8") if (folder / one.place).exists() else None
        yield _Change("help_centre", one.id, one.source, one.text if differs(folder, one) or has is None else has, has)
    yield from (_Change(kind, name, str(wanted.macros if kind == "macros" else wanted.tags), value, has)
                for kind, name, value, has in sheets)  # fmt: skip


def _macros(desk: _Desk, file: Path) -> list[tuple[str, str, Any, Any]]:
    has = {one.id: (one.title, one.text) for one in desk.about.macros}
    return [("macros", name, (title, text), has.get(name)) for name, title, text in macros_in(file)]


def _tags(desk: _Desk, file: Path) -> list[tuple[str, str, Any, Any]]:
    has: dict[str, str] = dict([*desk.about.tags.items(), *desk.about.modifiers.items()])
    return [("tags", name, meaning, has.get(name)) for name, meaning in tags_in(file).items()]


def _write(folder: Path, desk: _Desk, changes: list[_Change]) -> None:
    articles = [one for one in changes if one.kind == "help_centre"]
    for one in changes:
        if one.kind == "macros":
            _put_macro(desk.written, one)
        elif one.kind == "tags":
            desk.written["modifiers" if one.name in _MODIFIERS else "tags"][one.name] = one.value
    text = desk.text()
    try:
        for one in articles:
            (folder / f"help_centre/{one.name}.md").write_text(one.value, "utf-8")
        if len(articles) < len(changes):
            desk.save(text)
    except OSError as error:
        raise PackError([Problem(str(folder), 0, "", f"cannot be written: {error.strerror or error}")]) from None


def _put_macro(written: Any, one: _Change) -> None:
    title, text = one.value[0], LiteralScalarString(one.value[1]) if "\n" in one.value[1] else one.value[1]
    there = next((each for each in written["macros"] if each["id"] == one.name), None)
    if there is None:
        written["macros"].append({"id": one.name, "title": title, "text": text})
    else:
        there["title"], there["text"] = title, text
