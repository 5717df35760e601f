"""Takes a candidate's own name and address out of what they wrote, and puts their code there.

What it can't find: nicknames, initials, misspelt names, names of people close to them, and a name that is also a common
word ("Will", "Grace") or very short where it is written small. A customer's name that equals the candidate's is
replaced as well.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SHORT: Final = 3
_ADDRESS: Final = 4  # a shorter first part of an address is too likely to be a word
_COMMON: Final = frozenset(
    """
    amber art bell best bill black blue brown case chance chase clay cook day early faith field fields frank
    glad good grace grant gray green grey hall hand hill home hope house joy king lake land law little long
    love major mark may mercy mile miles mill moon noble north page park pearl penny pink pope power price
    reader reed rich rock rose rush safe sage sharp shore short silver small smart song star stone story
    street strong summer sunny sweet swift temple trip turner wall ward waters way west white will win winter
    wise wood woods worth young
    """.split()  # noqa: SIM905 -- one name a line would be a page
)
_NO_SPACES: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


class _Name(NamedTuple):
    pattern: re.Pattern[str]
    needs_capital: bool


def without_name(name: str | None, email: str | None, code: str) -> Callable[[str], str]:
    """Return a function that gives a text with *code* in place of the name, its parts and the address.

    Case and accents do not matter. Parts that are common words, or have at most three letters, are replaced only where
    they begin with a capital or sign a text on a line of their own. Nothing is replaced where name and address are None
    (erased).
    """
    wanted = list(_wanted(name, email))

    def cleaned(text: str) -> str:
        for one in wanted:
            text = _replaced(text, one, code)
        return text

    return cleaned


def _wanted(name: str | None, email: str | None) -> Iterator[_Name]:
    if email:
        yield _Name(_whole(_plain(email)), needs_capital=False)
        local = _plain(email.split("@")[0])
        if len(local) >= _ADDRESS:
            yield _Name(_whole(local), needs_capital=local in _COMMON)
    words = re.findall(r"[^\W\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W\d_]+)*", name or "")
    if len(words) > 1:
        yield _Name(_whole(r"[\s._-]+".join(map(re.escape, map(_plain, words))), is_pattern=True), needs_capital=False)
    for word in sorted({_plain(one) for one in words}, key=lambda one: (-len(one), one)):
        if len(word) > 1 or _NO_SPACES.search(word):
            yield _Name(_whole(word), needs_capital=len(word) <= _SHORT or word in _COMMON)


def _whole(text: str, *, is_pattern: bool = False) -> re.Pattern[str]:
    """Return a pattern for *text* as a whole word; in scripts without spaces between words, anywhere."""
    inner = text if is_pattern else re.escape(text)
    return re.compile(inner if _NO_SPACES.search(text) else rf"(?<!\w){inner}(?!\w)")


def _replaced(text: str, one: _Name, code: str) -> str:
    plain, places = _mapped(text)
    pieces, end = [], 0
    for found in one.pattern.finditer(plain):
        start, stop = places[found.start()], places[found.end()]
        if one.needs_capital and text[start].islower() and not _signs(text, start, stop):
            continue
        pieces += [text[end:start], code]
        end = stop
    return "".join([*pieces, text[end:]])


def _signs(text: str, start: int, stop: int) -> bool:
    """Is it on a line with one other word at most, as under a letter?"""
    line = text[text.rfind("\n", 0, start) + 1 : start] + text[stop:].split("\n", 1)[0]
    return "\n" in text and len(line.split()) <= 1


def _mapped(text: str) -> tuple[str, list[int]]:
    """Return *text* in small letters without accents, and the place in *text* of each of its characters and the end."""
    plain, places = [], []
    for place, sign in enumerate(text):
        for one in _plain(sign):
            plain.append(one)
            places.append(place)
    return "".join(plain), [*places, len(text)]


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    if any("\uac00" <= one <= "\ud7a3" for one in text):  # taken apart, Korean syllables are no longer themselves
        apart = text
    return "".join(one for one in apart if not unicodedata.combining(one)).casefold()
