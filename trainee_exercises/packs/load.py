"""A folder -> a Pack, or everything that is wrong in all its files at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from pydantic import BaseModel

from sim.scenario.problems import Problem, shown
from trainee_exercises.packs import lookup, models
from trainee_exercises.packs.base import Piece
from trainee_exercises.packs.folders import MANIFEST, folder_of
from trainee_exercises.packs.stages import Stage
from trainee_exercises.packs.text import PackError, Source, parse, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_Model = TypeVar("_Model", bound=BaseModel)
_FRONT: Final = re.compile(r"---[ \t]*\r?\n(.*?\n)---[ \t]*(?:\r?\n|$)(.*)", re.DOTALL)


class Reading(NamedTuple):
    """A pack and the files it was read from, by their place in its folder, such as "forms/a.yaml"."""

    pack: models.Pack
    sources: dict[str, Source]
    folder: Path
    shown_as: str
    """What problems call the folder."""
    wanted_forms: tuple[str, ...]
    """The forms that pack.yaml lists, also those that nobody has written yet."""
    article_places: dict[str, str]
    """The file of each article, and its id."""

    def name(self, place: str) -> str:
        """Return what problems call a file of the pack."""
        return f"{self.shown_as}/{place}"

    def articles(self) -> list[tuple[str, lookup.Article]]:
        """Return the articles with their files."""
        return [(place, self.pack.articles[article]) for place, article in self.article_places.items()]


class _Staff(Piece):
    """The file of the colleagues, which is a list."""

    colleagues: tuple[lookup.Colleague, ...]


def load_pack(path_or_name: str | Path) -> models.Pack:
    """Return the pack of a folder, or the one of that name that comes with the package.

    A form that pack.yaml lists but nobody has written yet is left out; `exercise check` reports it.

    Raises:
        PackError: everything that is wrong with it, all files at once.

    """
    return read_pack(path_or_name).pack


def load_labelled(path: str | Path) -> list[models.Labelled]:
    """Return the labelled replies of one file.

    Raises:
        PackError: everything that is wrong with it.

    """
    made, _ = parse(read_text(Path(path), str(path)), models.LabelledSet, str(path))
    return list(made.replies)


def read_labelled(reading: Reading) -> list[tuple[models.LabelledSet, Source]]:
    """Return the labelled replies of a pack, file by file, with the places where they were written.

    Raises:
        PackError: everything that is wrong with them, all files at once.

    """
    reader = Reader(reading.folder, reading.shown_as)
    found = {place: reader.yaml(place, models.LabelledSet) for place in reader.inside("labelled", ".yaml")}
    if reader.problems:
        raise PackError(reader.problems)
    return [(one, reader.sources[place]) for place, one in found.items() if one]


def read_pack(path_or_name: str | Path) -> Reading:
    """Return a pack with the places where everything in it was written.

    Raises:
        PackError: everything that is wrong with it, all files at once.

    """
    folder, shown_as = folder_of(path_or_name)
    reader = Reader(folder, shown_as)
    manifest = reader.yaml(MANIFEST, models.Manifest)
    if manifest is None:
        raise PackError(reader.problems)
    reader.refuse_outside(manifest.files)
    parts = {} if reader.problems else _parts(reader, manifest)
    if reader.problems:
        raise PackError(reader.problems)
    about = {name: getattr(manifest, name) for name in models.About.model_fields}
    return Reading(
        models.Pack(**about, **parts), reader.sources, folder, shown_as, manifest.forms, reader.article_places
    )


class Reader:
    """Reads the files of one pack and collects what is wrong with them; of any kind of pack."""

    def __init__(self, folder: Path, shown_as: str) -> None:
        self.folder = folder
        self.shown_as = shown_as
        self.problems: list[Problem] = []
        self.sources: dict[str, Source] = {}
        self.article_places: dict[str, str] = {}

    def yaml(self, place: str, model: type[_Model], within: str = "") -> _Model | None:
        """Return a YAML file as its model; None: it has problems, which are kept."""
        return self._parsed(place, lambda text: (text, 0), model, within)

    def front(self, place: str) -> lookup.Article | None:
        """Return an article; None: it has problems, which are kept."""
        text = self.text(place)
        found = _FRONT.match(text) if text is not None else None
        if text is not None and not found:
            self.add(place, "starts with no front matter; write --- above and below id, title, section, ...")
        if not found:
            return None
        front = self._parsed(place, lambda _: (found[1], 1), lookup.FrontMatter)
        if front is not None and not found[2].strip():
            self.add(place, "has no text below its front matter; write the article")
            return None
        return lookup.Article(**front.model_dump(), text=found[2]) if front else None

    def text(self, place: str) -> str | None:
        """Return the text of a file; None: it cannot be read, which is kept."""
        try:
            return read_text(self.folder / place, self.name(place))
        except PackError as error:
            self.problems += error.problems
            return None

    def _parsed(self, place: str, cut: Any, model: type[_Model], within: str = "") -> _Model | None:
        text = self.text(place)
        if text is None:
            return None
        part, above = cut(text)
        try:
            made, self.sources[place] = parse(part, model, self.name(place), above, within)
        except PackError as error:
            self.problems += error.problems
            return None
        return made

    def name(self, place: str) -> str:
        """Return what problems call a file of the pack."""
        return f"{self.shown_as}/{place}"

    def add(self, place: str, message: str) -> None:
        """Keep a problem of a whole file."""
        self.problems.append(Problem(self.name(place), 1, "", message))

    def refuse_outside(self, places: models.Files) -> None:
        """Note the files that would lie outside the folder of the pack."""
        for key in ("product", "help_centre", "status", "colleagues"):
            place = Path(getattr(places, key))
            if place.is_absolute() or ".." in place.parts:
                message = f"{shown(place)} lies outside the pack; write a place inside its folder"
                self.problems.append(self.sources[MANIFEST].problem(("files", key), message))

    def inside(self, place: str, ending: str) -> list[str]:
        """Return the files of a folder of the pack that have that ending, in alphabetical order."""
        return sorted(f"{place}/{one.name}" for one in (self.folder / place).glob(f"*{ending}") if one.is_file())


def _parts(reader: Reader, manifest: models.Manifest) -> dict[str, Any]:
    """Return all that stands in files of its own; what cannot be read is missing and is kept as a problem."""
    places = manifest.files
    staff = reader.yaml(places.colleagues, _Staff, within="colleagues")
    return {
        "forms": _forms(reader, manifest.forms),
        "articles": articles_of(reader, places.help_centre),
        "colleagues": staff.colleagues if staff else (),
        "status": reader.yaml(places.status, lookup.Status),
        "facts": reader.text(places.product),
        "stages": _stages(reader),
    }


def _forms(reader: Reader, wanted: Iterable[str]) -> dict[str, models.Form]:
    found: dict[str, models.Form] = {}
    for name in wanted:
        place = f"forms/{name}.yaml"
        if not (reader.folder / place).exists():
            continue  # not written yet: the others can be used
        form = reader.yaml(place, models.Form)
        if form and form.form != name:
            message = f"{form.form!r} is not the form of this file; write {name!r}"
            reader.problems.append(reader.sources[place].problem(("form",), message))
        if form:
            found[name] = form
    reader.problems += _twice(reader, found)
    return found


def _twice(reader: Reader, forms: dict[str, models.Form]) -> Iterator[Problem]:
    """Find questions with the same id: nobody could tell their answers apart."""
    seen: dict[str, str] = {}
    for name, form in forms.items():
        for n, question in enumerate(form.questions):
            if question.id in seen:
                message = f"{question.id!r} is also the id of a question in {seen[question.id]}; write another one"
                yield reader.sources[f"forms/{name}.yaml"].problem(("questions", n, "id"), message)
            seen.setdefault(question.id, f"forms/{name}.yaml")


def articles_of(reader: Reader, folder: str) -> dict[str, lookup.Article]:
    """Return the articles of a folder by id; what is wrong with them is kept by *reader*."""
    found: dict[str, lookup.Article] = {}
    places = reader.inside(folder, ".md")
    if not places:
        reader.problems.append(Problem(reader.name(folder), 0, "", "has no articles; write them as *.md"))
    for place in places:
        article = reader.front(place)
        if article and article.id in found:
            message = f"{article.id!r} is also the id of another article; write another one"
            reader.problems.append(reader.sources[place].problem(("id",), message))
        if article:
            found[article.id] = article
            reader.article_places[place] = article.id
    return found


def _stages(reader: Reader) -> dict[str, Stage]:
    found = {place: reader.yaml(place, Stage) for place in reader.inside("stages", ".yaml")}
    for place, stage in found.items():
        if stage and stage.id != Path(place).stem:
            message = f"{stage.id!r} is not the stage of this file; write {Path(place).stem!r}"
            reader.problems.append(reader.sources[place].problem(("id",), message))
    return {stage.id: stage for stage in found.values() if stage}
