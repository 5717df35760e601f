"""Search in a pack's help centre: ranked, by word stems, forgiving slips of the keyboard."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from trainee_exercises.exercise.words import distance, stems, words
from trainee_exercises.exercise.words import stem as stem_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from trainee_exercises.packs import Article

LONGEST_QUERY: Final = 200
"""Characters that somebody may search for; the box in the browser takes no more either."""
_LONGEST_TEXT: Final = 2_000
_LONGEST_WORD: Final = 30
"""Letters from which on nobody is asked what they meant: no word has so many, and guessing takes their square."""
_WEIGHTS: Final = {"title": 4.0, "keywords": 4.0, "section": 1.0, "headings": 2.5, "text": 1.0}
_SATURATION: Final = 1.6  # BM25's k1: how soon more of the same word stops to count
_LENGTH: Final = 0.5  # BM25's b: how much a long article must share
_NEAR: Final = 0.5  # what a word counts that was probably meant
_PHRASE: Final = 0.6  # what a whole keyword of several words adds, in parts of its words' own weight
_SNIPPET: Final = 180
_MARKS: Final = re.compile(r"\*\*|`|^\s*(?:>|[-*]\s)|\[([^\]]*)\]\([^)]*\)|(?<!\*)\*(?=\S)([^*\n]+)(?<=\S)\*(?!\*)")
_ROW: Final = re.compile(r"\s*\|(.*?)\|?\s*$")
_RULE: Final = re.compile(r"[\s|:-]+")


class Hit(NamedTuple):
    """An article that was found; snippet: the words around the best place, as plain text."""

    id: str
    title: str
    section: str
    snippet: str


class _Shelved(NamedTuple):
    """An article made ready: weighted counts of its stems, its length, and the stems of keywords and paragraphs."""

    article: Article
    counts: Mapping[str, float]
    length: float
    keywords: tuple[frozenset[str], ...]
    paragraphs: tuple[tuple[str, frozenset[str]], ...]


class Library:
    """The help centre of a pack, made ready for searching; it never changes afterwards."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._shelf = [_shelved(one) for one in articles]
        self._mean_length = sum(one.length for one in self._shelf) / max(1, len(self._shelf))
        known = Counter(stem for one in self._shelf for stem in one.counts)
        total = len(self._shelf)
        self._rarity = {stem: math.log(1 + (total - n + 0.5) / (n + 0.5)) for stem, n in known.items()}

    def search(self, query: str, most: int = 10) -> list[Hit]:
        """Return up to *most* articles, the best first; none where no word of *query* is known."""
        wanted = self._wanted(query[:_LONGEST_TEXT])
        scored = [(self._score(one, wanted), one) for one in self._shelf]
        found = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], pair[1].article.id))
        return [self._hit(one, wanted) for _, one in found[:most]]

    def _wanted(self, query: str) -> dict[str, float]:
        """Return the stems to look for and how much each counts; for an unknown word those that were perhaps meant."""
        wanted: dict[str, float] = {}
        for stem in stems(query):
            near = {stem: 1.0} if stem in self._rarity else dict.fromkeys(self._meant(stem), _NEAR)
            for one, weight in near.items():
                wanted[one] = max(weight, wanted.get(one, 0.0))
        return wanted

    def _meant(self, stem: str) -> list[str]:
        """Return the known stems nearest to one that is not known: two joined words, a beginning, or a slip."""
        if len(stem) > _LONGEST_WORD:
            return []
        joined = [(stem_of(stem[:at]), stem_of(stem[at:])) for at in range(3, len(stem) - 2)]
        parts = next((pair for pair in joined if all(one in self._rarity for one in pair)), None)
        if parts:
            return list(parts)
        begun = [one for one in self._rarity if len(stem) >= 4 and one.startswith(stem)]
        slips = 2 if len(stem) >= 8 else 1
        near = [one for one in self._rarity if len(stem) >= 4 and distance(stem, one, slips) <= slips]
        return begun + [one for one in near if one not in begun]

    def _score(self, one: _Shelved, wanted: Mapping[str, float]) -> float:
        size = _SATURATION * (1 - _LENGTH + _LENGTH * one.length / self._mean_length)
        found = {stem: one.counts[stem] for stem in wanted if stem in one.counts}
        score = sum(wanted[stem] * self._rarity[stem] * n * (_SATURATION + 1) / (n + size) for stem, n in found.items())
        whole = (keyword for keyword in one.keywords if keyword <= found.keys())
        return score + _PHRASE * sum(wanted[stem] * self._rarity[stem] for keyword in whole for stem in keyword)

    def _hit(self, one: _Shelved, wanted: Mapping[str, float]) -> Hit:
        weights = {stem: weight * self._rarity[stem] for stem, weight in wanted.items()}
        return Hit(one.article.id, one.article.title, one.article.section, _snippet(one, weights))


def _shelved(article: Article) -> _Shelved:
    headings = " ".join(line for line in article.text.splitlines() if line.startswith("#"))
    parts = {
        "title": article.title,
        "keywords": " ".join(article.keywords),
        "section": article.section,
        "headings": headings,
        "text": article.text,
    }
    counts: Counter[str] = Counter()
    for name, text in parts.items():
        for stem in stems(text):
            counts[stem] += _WEIGHTS[name]  # type: ignore[assignment]  # a Counter adds up floats as well
    several = (frozenset(stems(keyword)) for keyword in article.keywords)
    length = len(stems(article.text))
    keywords = tuple(one for one in several if len(one) > 1)
    return _Shelved(article, dict(counts), length, keywords, tuple(_paragraphs(article.text)))


def _paragraphs(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Give the paragraphs and list items of Markdown as text in one line, with their stems."""
    for block in re.split(r"\n\s*\n|\n(?=[-*\d])", text):
        plain = _plain(block)
        if plain:
            yield plain, frozenset(stems(plain))


def _snippet(one: _Shelved, weights: Mapping[str, float]) -> str:
    """Return the paragraph part with the most of what was looked for, about `_SNIPPET` characters."""
    best = max(one.paragraphs, key=lambda each: _worth(each[1], weights), default=None)
    return _around(best[0], weights) if best else ""


def _plain(block: str) -> str:
    """Return a block of Markdown as text in one line; "" for a heading."""
    if block.lstrip().startswith("#"):
        block = "\n".join(line for line in block.splitlines() if not line.startswith("#"))
    rows = (_in_words(line) for line in block.splitlines() if not (_ROW.match(line) and _RULE.fullmatch(line)))
    return " ".join(_MARKS.sub(lambda found: found[1] or found[2] or "", "\n".join(rows)).split()).rstrip(";")


def _in_words(line: str) -> str:
    """Return a row of a table as "first: second, third;", and any other line as it is."""
    row = _ROW.match(line)
    if not row:
        return line
    first, *others = (cell.strip() for cell in row[1].split("|"))
    return ": ".join(filter(None, (first, ", ".join(filter(None, others))))) + ";"


def _worth(found: Collection[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(stem, 0.0) for stem in found)


def _around(text: str, weights: Mapping[str, float]) -> str:
    """Return *text*, cut at spaces around the first word that counts most where it is too long."""
    if len(text) <= _SNIPPET:
        return text
    spots = [(_worth(stems(found[0]), weights), -found.start()) for found in words(text)]
    start = max(0, -max(spots)[1] - _SNIPPET // 3) if spots else 0
    start = min(start, len(text) - _SNIPPET)
    if start:
        start = text.find(" ", start) + 1
    end = start + _SNIPPET
    cut = text[start:end] if end >= len(text) else text[start:end].rsplit(" ", 1)[0]
    return ("… " if start else "") + cut + (" …" if end < len(text) else "")
