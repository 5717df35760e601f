"""The pack around its questions: help centre, status page, colleagues, what raters look for, what candidates read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sim.scenario.problems import did_you_mean, nearest, shown
from trainee_exercises.checks.likeness import words
from trainee_exercises.packs.folders import MANIFEST
from trainee_exercises.packs.text import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.scenario.problems import Path, Problem
    from trainee_exercises.packs import Reading
    from trainee_exercises.packs.lookup import Incident, Maintenance

MARKS: Final = (1, 2, 3, 4)
N_ARTICLES: Final = 40
PLACEHOLDERS: Final = (
    "company",
    "contact",
    "legal_basis",
    "who_sees",
    "retention_period",
    "authority",
    "time",
    "deadline",
)
_DIMENSIONS: Final = ("correctness", "clarity")
_ARTICLE_WORDS: Final = (40, 900)
_COLLEAGUES: Final = (3, 8)
_DELAYS: Final = (30, 120)
_LINK: Final = re.compile(r"\]\(([^)\s]+)[^)]*\)")
_ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_PLACEHOLDER: Final = re.compile(r"\{([^{}\n]*)\}")
_UNFINISHED: Final = re.compile(r"\b(TODO|TBD|FIXME|XXX|lorem ipsum)\b")


def structure(reading: Reading) -> Iterator[Problem]:
    """Find what is wrong with everything but the forms and the stages."""
    for part in (_articles, _links, _values, _areas, _placeholders, _status, _colleagues, _unfinished):
        yield from part(reading)


def _in_manifest(reading: Reading, path: Path, message: str) -> Problem:
    return reading.sources[MANIFEST].problem(path, message)


def _articles(reading: Reading) -> Iterator[Problem]:
    articles = reading.pack.articles
    if len(articles) < N_ARTICLES:
        message = (
            f"the help centre has {len(articles)} articles; write at least {N_ARTICLES}, or there is little to search"
        )
        yield _in_manifest(reading, ("files", "help_centre"), message)
    if reading.pack.files.start_article not in articles:
        start = reading.pack.files.start_article
        yield _in_manifest(
            reading, ("files", "start_article"), f"{shown(start)} is no article; {_meant(start, articles)}"
        )
    for place, article in reading.articles():
        n = len(words(article.text))
        if not _ARTICLE_WORDS[0] <= n <= _ARTICLE_WORDS[1]:
            least, most = _ARTICLE_WORDS
            yield reading.sources[place].problem((), f"the article has {n} words; write {least} to {most}")
        if not article.keywords:
            message = "names no keywords; write the words that customers use for it"
            yield reading.sources[place].problem(("keywords",), message)


def _meant(name: str, known: Iterable[str]) -> str:
    near = nearest(name, known)
    return f"did you mean {near!r}?" if near else "write the id of one, or write the article"


def _links(reading: Reading) -> Iterator[Problem]:
    for place, article in reading.articles():
        source = reading.sources[place]
        for line, text in enumerate(article.text.splitlines()):
            for target in _LINK.findall(text):
                name = target.partition("#")[0]
                if _ELSEWHERE.match(target) or not name or name.removesuffix(".md") in reading.pack.articles:
                    continue
                at = source.problem(
                    (), f"links to {shown(target)}, which is no article; {_meant(name, reading.pack.articles)}"
                )
                yield at._replace(line=_first_line(reading, place) + line)


def _first_line(reading: Reading, place: str) -> int:
    """Return the line of an article's file in which its text begins."""
    whole = read_text(reading.folder / place, reading.name(place))
    text = reading.pack.articles[reading.article_places[place]].text
    return whole.count("\n", 0, whole.index(text)) + 1


def _values(reading: Reading) -> Iterator[Problem]:
    pack = reading.pack
    for key, group in (("values", pack.values), ("dimensions", pack.dimensions)):
        if not group:
            yield _in_manifest(reading, (key,), "is empty; write at least one, with anchors 1 to 4")
        for name, value in group.items():
            for mark in MARKS:
                if mark not in value.anchors:
                    message = f"{name!r} has no anchor {mark}; describe what can be seen in a reply that deserves it"
                    yield _in_manifest(reading, (key, name, "anchors", str(mark)), message)
    for name in _DIMENSIONS:
        if name not in pack.dimensions:
            yield _in_manifest(reading, ("dimensions",), f"{name!r} is missing; add it with anchors 1 to 4")
    for name in pack.values.keys() & pack.dimensions.keys():
        yield _in_manifest(reading, ("values", name), f"{name!r} is also a dimension; write another name")


def _areas(reading: Reading) -> Iterator[Problem]:
    """Find forms without sections of the product of their own, and sections that are not there."""
    pack = reading.pack
    written = {int(number) for number in re.findall(r"^#+\s+([0-9]+)\b", pack.facts, re.MULTILINE)}
    owner: dict[int, str] = {}
    for name, area in pack.areas.items():
        for number in (*area.sections, *([area.open] if area.open is not None else [])):
            path: Path = ("areas", name, "sections")
            if number in owner:
                message = f"section {number} belongs to {owner[number]!r} as well; forms share no facts: give it to one"
                yield _in_manifest(reading, path, message)
            elif number not in written:
                message = f"section {number} has no heading '## {number}. ...' in {pack.files.product}; write it"
                yield _in_manifest(reading, path, message)
            owner.setdefault(number, name)
    for name in pack.forms:
        if name not in pack.areas:
            message = f"form {name!r} has no area; list the sections of {pack.files.product} that it may use"
            yield _in_manifest(reading, ("areas",), message)


def _placeholders(reading: Reading) -> Iterator[Problem]:
    pack = reading.pack
    texts: list[tuple[Path, str]] = [
        (("privacy_notice",), pack.privacy_notice),
        (("accommodation",), pack.accommodation),
        *((("ai_rules", key), text) for key, text in pack.ai_rules),
    ]
    for path, text in texts:
        for message in unknown_placeholders(text):
            yield _in_manifest(reading, path, message)


def unknown_placeholders(text: str) -> list[str]:
    """Return what is wrong with the placeholders of a text that candidates read."""
    names = _PLACEHOLDER.findall(text)
    return [
        f"{{{name}}} is filled in by nobody; {did_you_mean(name, PLACEHOLDERS)}"
        for name in names
        if name not in PLACEHOLDERS
    ]


def _status(reading: Reading) -> Iterator[Problem]:
    pack, place = reading.pack, reading.pack.files.status
    source, status = reading.sources[place], pack.status
    known = [component.id for component in status.components]
    yield from (source.problem(("components", n, "id"), m) for n, m in _twice(known))
    groups: dict[str, tuple[Incident | Maintenance, ...]]
    groups = {"current": status.current, "planned": status.planned, "past": status.past}
    for key, events in groups.items():
        for n, event in enumerate(events):
            for k, component in enumerate(event.components):
                if component not in known:
                    message = f"{shown(component)} is no component; {did_you_mean(component, known)}"
                    yield source.problem((key, n, "components", k), message)
            if event.form is not None and event.form not in reading.wanted_forms:
                message = f"{shown(event.form)} is no form; {did_you_mean(event.form, reading.wanted_forms)}"
                yield source.problem((key, n, "form"), message)
    for n, incident in enumerate(status.past):
        if incident.ended is None:
            yield source.problem(("past", n), f"{incident.id!r} has not ended; write `ended`, or move it to current")
    for key in ("current", "past"):
        if not groups[key]:
            yield source.problem((key,), "has no entry; write one: a status page without any is nothing to look up")


def _twice(ids: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Find ids that stand there already; n: which of them."""
    seen: set[str] = set()
    for n, name in enumerate(ids):
        if name in seen:
            yield n, f"{name!r} is there already; ids are unique: write another one"
        seen.add(name)


def _colleagues(reading: Reading) -> Iterator[Problem]:
    staff, source = reading.pack.colleagues, reading.sources[reading.pack.files.colleagues]
    least, most = _COLLEAGUES
    if not least <= len(staff) <= most:
        yield source.problem((), f"there are {len(staff)} colleagues; write {least} to {most}")
    yield from (source.problem((n, "id"), m) for n, m in _twice(one.id for one in staff))
    for n, one in enumerate(staff):
        if not _DELAYS[0] <= one.delay <= _DELAYS[1]:
            message = (
                f"{one.delay} seconds; write {_DELAYS[0]} to {_DELAYS[1]}: asking costs time, but not the exercise"
            )
            yield source.problem((n, "delay"), message)
        for k, topic in enumerate(one.knows):
            if topic.form is not None and topic.form not in reading.wanted_forms:
                message = f"{shown(topic.form)} is no form; {did_you_mean(topic.form, reading.wanted_forms)}"
                yield source.problem((n, "knows", k, "form"), message)
            if not topic.keywords or not topic.phrasings:
                message = f"{topic.topic!r} needs keywords and phrasings, or no question of a candidate finds it"
                yield source.problem((n, "knows", k), message)
    helped = {topic.form for one in staff for topic in one.knows if topic.open}
    for form in reading.pack.forms:
        if form not in helped and None not in helped:
            message = f"nobody knows anything about the open questions of form {form!r}; add a topic with `open: true`"
            yield source.problem((), message)


def _unfinished(reading: Reading) -> Iterator[Problem]:
    for place in [*reading.sources, reading.pack.files.product]:
        text = read_text(reading.folder / place, reading.name(place))
        for n, line in enumerate(text.splitlines(), 1):
            found = _UNFINISHED.search(line)
            if found:
                at = reading.sources[MANIFEST].problem((), f"{shown(found[0])} marks unfinished text; finish it")
                yield at._replace(file=reading.name(place), line=n)
