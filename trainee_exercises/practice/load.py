"""A folder -> a PracticePack, or everything that is wrong in all its files at once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, NamedTuple

from trainee_exercises.packs.folders import folder_of, names
from trainee_exercises.packs.load import Reader, articles_of
from trainee_exercises.packs.text import PackError
from trainee_exercises.practice.once import once
from trainee_exercises.practice.scripts import About, PracticePack, Script, ScriptFile

if TYPE_CHECKING:
    from pathlib import Path

    from trainee_exercises.packs.text import Source

DESK: Final = "desk.yaml"
"""What makes a folder a practice pack."""
WEEK: Final = "week.yaml"
"""The scenario in which the levels of the ladder begin."""


class Place(NamedTuple):
    """Where a script stands: the file within the pack, and its number there."""

    file: str
    number: int


class Reading(NamedTuple):
    """A practice pack and the files it was read from, by their place in its folder."""

    pack: PracticePack
    sources: dict[str, Source]
    places: dict[str, Place]
    """Of each script."""
    article_places: dict[str, str]
    """The file of each article, and its id."""
    folder: Path


def pack_names() -> list[str]:
    """Return the names of the practice packs that come with the package."""
    return names(DESK)


def load_practice(path_or_name: str | Path) -> PracticePack:
    """Return the practice pack of a folder, or the one of that name that comes with the package.

    Raises:
        PackError: everything that is wrong with it, all files at once.

    """
    return _loaded(path_or_name)[0]


def pack_digest(path_or_name: str | Path) -> str:
    """Return the hash of the files that a shift at a pack is made of, as they were when it was read; raises as above.

    The ends of lines do not matter, and facts about the product (`product*.md`) stand in no shift.
    """
    return _loaded(path_or_name)[1]


@once(8)
def _loaded(path_or_name: str | Path) -> tuple[PracticePack, str]:
    reading = read_practice(path_or_name)
    return reading.pack, _digest(reading.folder)


def _digest(folder: Path) -> str:
    found = hashlib.sha256()
    for pattern in (DESK, WEEK, "scripts/*.yaml", "help_centre/*.md"):
        for file in sorted(folder.glob(pattern)):
            text = file.read_bytes().replace(b"\r\n", b"\n")
            found.update(f"{file.relative_to(folder).as_posix()} {len(text)}\n".encode() + text)
    return found.hexdigest()


def read_practice(path_or_name: str | Path) -> Reading:
    """Return a practice pack with the places where everything in it was written.

    Raises:
        PackError: everything that is wrong with it, all files at once.

    """
    folder, shown_as = folder_of(path_or_name, DESK)
    reader = Reader(folder, shown_as)
    about = reader.yaml(DESK, About)
    articles = articles_of(reader, "help_centre")
    scripts, places = _scripts(reader)
    facts = [reader.text(f"product{part}.md") or "" for part in _parts(folder)]
    if reader.problems or about is None:
        raise PackError(reader.problems)
    fields = {name: getattr(about, name) for name in About.model_fields}
    pack = PracticePack(**fields, articles=articles, scripts=scripts, facts="\n\n".join(facts))
    return Reading(pack, reader.sources, places, reader.article_places, folder)


def _parts(folder: Path) -> list[str]:
    return sorted(one.stem.removeprefix("product") for one in folder.glob("product*.md"))


def _scripts(reader: Reader) -> tuple[dict[str, Script], dict[str, Place]]:
    """Return the scripts of all files by id, and where each stands; two with one id are a problem."""
    found: dict[str, Script] = {}
    places: dict[str, Place] = {}
    files = reader.inside("scripts", ".yaml")
    if not files:
        reader.add("scripts", "has no scripts; write them as *.yaml")
    for file in files:
        read = reader.yaml(file, ScriptFile)
        for number, script in enumerate(read.scripts if read else ()):
            if script.id in found:
                message = f"{script.id!r} is also the id of a script in {places[script.id].file}; write another one"
                reader.problems.append(reader.sources[file].problem(("scripts", number, "id"), message))
            found[script.id], places[script.id] = script, Place(file, number)
    return found, places
