"""A reply as sentences, clauses and words that know their place, so that the candidate's words can be quoted."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import snowballstemmer

from trainee_exercises.scoring.words import CONTRACTIONS, NUMBERS, STOP_WORDS, SYNONYMS, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_QUOTES = str.maketrans("‘’‚‛“”„«»–—", '\'\'\'\'"""""--')  # noqa: RUF001 -- the signs people paste
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[€$£%]")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"')\]]*\s+|\n\s*\n|\n(?=\s*(?:[-*•]|\(?\d+[.)]\s))|(?<=[:;])\s*\n")
_CLAUSE_END = re.compile(
    r"\s*[;:()]\s+|\s+-+\s+|\s*[()]\s*|,\s+|\s+(?=(?:but|however|because|so that|although|though|and then|"
    r"while|whereas|"
    r"otherwise|until then|if|when|and|since|which)\s)",
    re.IGNORECASE,
)
_SHORT_FORMS = re.compile(
    r"(?:\b(?:e\.g|i\.e|mr|mrs|ms|dr|prof|approx|incl|etc|vs|st)|(?:^|\s)\(?\d{1,2})\.$", re.IGNORECASE
)
_SHORT_FORM = 16  # more letters than any of them has
_INSIDE_NAME = re.compile(r"(?<=[\w,>] )[A-Z][^\W\d_]+")
_MINUTES = re.compile(r"^\d+(?:\.\d+)?$")
_STEMMER = snowballstemmer.stemmer("english")
_ONE_AT_A_TIME = Lock()  # a stemmer keeps the word that it is at in itself: two threads would mix theirs


class Token(NamedTuple):
    """A word: as the text has it in lower case, and the key under which it is compared.

    is_name: it is written with a capital inside a sentence, as names and labels on the screen are.
    """

    word: str
    key: str
    is_content: bool
    is_name: bool = False


class Span(NamedTuple):
    """A part of a text and where it begins; `text` is exactly what was written there."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The place after the last character."""
        return self.start + len(self.text)


def plain(text: str) -> str:
    """Return *text* with one kind of quotation mark, apostrophe and dash; the length does not change."""
    return text.translate(_QUOTES)


def squeezed(text: str) -> str:
    """Return *text* in lower case without accents, marks and double spaces, for comparing near copies."""
    letters = unicodedata.normalize("NFKD", plain(text).lower())
    return " ".join(re.findall(r"[a-z0-9]+", letters))


def sentences(text: str) -> list[Span]:
    """Return the sentences and list items of *text* in order; a short form such as "e.g." ends none."""
    return [span for span in _joined(text, _cut(text, 0, _SENTENCE_END)) if any(c.isalnum() for c in span.text)]


def clauses(sentence: Span) -> list[Span]:
    """Return the parts of *sentence* between commas, brackets and joining words."""
    return [span for span in _cut(sentence.text, sentence.start, _CLAUSE_END) if any(c.isalnum() for c in span.text)]


def _cut(text: str, offset: int, pattern: re.Pattern[str]) -> Iterator[Span]:
    at = 0
    for found in pattern.finditer(text):
        yield from _span(text, at, found.start(), offset)
        at = found.end()
    yield from _span(text, at, len(text), offset)


def _span(text: str, start: int, end: int, offset: int) -> Iterator[Span]:
    part = text[start:end]
    kept = part.strip()
    if kept:
        yield Span(kept, offset + start + part.index(kept))


def _joined(text: str, spans: Iterator[Span]) -> list[Span]:
    """Join what was cut after a short form or after the number of a list item."""
    joined: list[Span] = []
    for span in spans:
        if joined and _SHORT_FORMS.search(joined[-1].text[-_SHORT_FORM:]):
            joined[-1] = Span(text[joined[-1].start : span.end], joined[-1].start)
        else:
            joined.append(span)
    return joined


@lru_cache(maxsize=65536)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of *text*; number words become figures, and a span such as "three days" one key in minutes."""
    names = {found.lower() for found in _INSIDE_NAME.findall(plain(text))}
    words = list(_expanded(plain(text).lower()))
    return tuple(token._replace(is_name=token.word in names) for token in _merged(words))


def _expanded(text: str) -> Iterator[str]:
    for word in _TOKEN.findall(text):
        if word in CONTRACTIONS:
            yield from CONTRACTIONS[word]
        elif word.endswith("n't"):
            yield from (word[:-3], "not")
        else:
            yield from (part for part in word.split("'") if len(part) > 1 or part.isalnum())


def _merged(words: Sequence[str]) -> Iterator[Token]:
    at = 0
    while at < len(words):
        word = words[at]
        amount = NUMBERS.get(word, word.replace(",", ".") if word[0].isdigit() else "")
        unit = UNITS.get(words[at + 1]) if at + 1 < len(words) else None
        if unit and (amount or word in {"a", "an"}) and (not amount or _MINUTES.match(amount)):
            minutes = float(amount or 1) * unit
            yield Token(f"{word} {words[at + 1]}", f"={minutes:g}min", is_content=True)
            at += 2
            continue
        yield (
            Token(word, amount.rstrip("0").rstrip(".") if "." in amount else amount, is_content=True)
            if amount
            else (Token(word, stem(word), is_content=word not in STOP_WORDS))
        )
        at += 1


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of *word*, the same for words that mean about the same in support replies."""
    with _ONE_AT_A_TIME:
        found = _STEMMER.stemWord(SYNONYMS.get(word, word))
    return str(SYNONYMS.get(found, found))
