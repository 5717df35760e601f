"""YAML text -> values that know the line they were written in. No aliases, no tags, no key twice, nothing deep."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from sim.scenario.problems import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.scenario.problems import Path

MAX_DEPTH: Final = 20
MAX_NUMBER: Final = 1e15
MOST_VALUES: Final = 10_000
"""Reading takes about 40 microseconds for each, in the script of a page; the longest file of ours has 2,000."""
MAX_KEY: Final = 200
"""Characters; names have 40 at most, and a key stands in every message about what is below it."""
_WORDS: Final = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")
}
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_BASED: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FRACTION: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE: Final = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Control characters other than tab and newline: an escape in a title could drive the terminal of whoever reads it."""
_PLAINER: Final = {
    "that cannot start any token": "is not allowed here; put text that starts with it in quotes",
    "mapping values are not allowed here": "a ':' stands where none is allowed; put text with a colon in quotes, "
    "or look for a missing line break or a wrong indent",
    "could not find expected ':'": "a ':' is missing after the key",
    "expected <block end>, but found": "the indent does not fit the lines above",
    "found unexpected end of stream": "the text ends inside a quoted text; close the quotes",
}


class _Broken:
    """Stands for a value that was written but cannot be used; the problem is already reported."""


BROKEN: Final = _Broken()


@dataclass(slots=True)
class Written:
    """A value as written: a scalar, a dict or list of further ones, or BROKEN; where it stands, as path and line."""

    value: Any
    line: int
    path: Path = ()
    inherits: Written | None = None
    """For a mapping merged from two plans: the mapping of the plan that this one extends."""


class Flaw(NamedTuple):
    """A problem of the text itself."""

    line: int
    path: Path
    message: str


class _StopReadingError(Exception):
    """The rest of the text cannot be made sense of."""


@dataclass(slots=True)
class _Builder:
    """Builds the values from the events of the parser, without recursion."""

    flaws: list[Flaw] = field(default_factory=list)
    root: Written | None = None
    n_documents: int = 0
    n_values: int = 0
    open: list[Written] = field(default_factory=list)
    keys: list[tuple[str, int] | None] = field(default_factory=list)
    """For each open mapping: the key, and its line, whose value comes next; None: a key comes next."""

    def take(self, event: Any) -> None:
        """Take the next event."""
        if isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self.open.pop()
            self.keys.pop()
        elif isinstance(event, DocumentStartEvent):
            self.n_documents += 1
            if self.n_documents > 1:
                self.stop(event, "a second document starts ('---'); write one scenario to a file")
        elif isinstance(event, NodeEvent):
            self.node(event)

    def stop(self, event: Any, message: str) -> None:
        self.flaws.append(Flaw(event.start_mark.line + 1, self.here(), message))
        raise _StopReadingError

    def here(self) -> Path:
        """Return the path of the value that comes next."""
        if not self.open:
            return ()
        parent, key = self.open[-1], self.keys[-1]
        if isinstance(parent.value, list):
            return (*parent.path, len(parent.value))
        return (*parent.path, key[0]) if key else parent.path

    def node(self, event: Any) -> None:
        if self.open and isinstance(self.open[-1].value, dict) and self.keys[-1] is None:
            self.key(event)
            return
        self.n_values += 1
        if self.n_values > MOST_VALUES:
            self.stop(event, f"more than {MOST_VALUES:,} values up to here; a file may have as many, so shorten it")
        written = Written(self.value(event), self.line(event), self.here())
        self.attach(written)
        if isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            if len(self.open) >= MAX_DEPTH:
                self.open.clear()  # the path of so deep a place helps nobody
                self.stop(event, f"nested deeper than {MAX_DEPTH} levels; no setting lies so deep")
            self.open.append(written)
            self.keys.append(None)

    def key(self, event: Any) -> None:
        if not isinstance(event, ScalarEvent):
            self.stop(event, "a key must be plain text, not a list, a mapping or an alias")
        if len(event.value) > MAX_KEY:
            self.stop(event, f"{shown(event.value)} is a key of {len(event.value):,} characters; {MAX_KEY} at most")
        self.keys[-1] = (str(event.value), event.start_mark.line + 1)

    def line(self, event: Any) -> int:
        """Return the line of the key, or of the value itself in a list."""
        key = self.keys[-1] if self.keys else None
        return key[1] if key else event.start_mark.line + 1

    def attach(self, written: Written) -> None:
        if not self.open:
            self.root = written
            return
        parent, key = self.open[-1], self.keys[-1]
        if isinstance(parent.value, list):
            parent.value.append(written)
        elif key and key[0] in parent.value:  # what it holds is still read, and then forgotten
            first = parent.value[key[0]].line
            self.flaw(written, f"{shown(key[0])} is written twice, first in line {first}; keep one of them")
        elif key:
            parent.value[key[0]] = written
        self.keys[-1] = None

    def flaw(self, written: Written, message: str) -> None:
        self.flaws.append(Flaw(written.line, written.path, message))

    def value(self, event: Any) -> Any:
        """Return the value of a node: a new dict or list, a scalar, or BROKEN."""
        message = _refusal(event)
        if message:
            self.flaws.append(Flaw(event.start_mark.line + 1, self.here(), message))
            return BROKEN if isinstance(event, (ScalarEvent, AliasEvent)) else ({} if _is_mapping(event) else [])
        if isinstance(event, ScalarEvent):
            return scalar(event.value) if event.style is None else event.value
        return {} if _is_mapping(event) else []


def _is_mapping(event: Any) -> bool:
    return isinstance(event, MappingStartEvent)


def _refusal(event: Any) -> str:
    """Return why a node cannot be used, or "" for a good one."""
    if isinstance(event, AliasEvent):
        remedy = "write the value again, or let one plan extend another"
        return f"'*{event.anchor}' is an alias, which a scenario cannot have; {remedy}"
    if getattr(event, "tag", None):
        return f"{shown(event.tag)} is a tag, which a scenario cannot have; leave it out"
    if isinstance(event, ScalarEvent) and not event.value.isprintable() and _SURROGATE.search(event.value):
        return "has half of a character (\\ud800 to \\udfff); write the character itself"
    if isinstance(event, ScalarEvent) and _CONTROL.search(event.value):
        return f"{shown(event.value)} has a control character, which would reach the terminal; leave it out"
    if not isinstance(event, ScalarEvent) or event.style is not None:
        return ""
    return _bad_number(event.value)


def _bad_number(text: str) -> str:
    """Return why an unquoted scalar is a number that cannot be used, or ""."""
    if _NOT_FINITE.fullmatch(text):
        return f"{shown(text)} is no number that can be counted with; write a finite one"
    if _FRACTION.fullmatch(text) and abs(float(text)) > MAX_NUMBER:
        return f"{shown(text)} is too large; numbers go up to {MAX_NUMBER:.0e}"
    return ""


def scalar(text: str) -> Any:
    """Return the value of an unquoted scalar by the core schema of YAML 1.2: None, a bool, a number or text.

    A number must have passed `MAX_NUMBER` before.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text) and len(text) < 14:
        return int(text, 0)
    if _FRACTION.fullmatch(text):
        return float(text)
    return text


def read_yaml(text: str) -> tuple[Written | None, list[Flaw]]:
    """Return what *text* says and what is wrong with it as YAML; None when it says nothing that could be read."""
    builder = _Builder()
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except _StopReadingError:
        return None, builder.flaws
    except MarkedYAMLError as error:
        return None, [*builder.flaws, _syntax(error, text)]
    except YAMLError as error:  # a character that YAML does not allow
        at = getattr(error, "position", 0)
        return None, [Flaw(text.count("\n", 0, at) + 1, (), f"not YAML: {getattr(error, 'reason', error)}")]
    return builder.root, builder.flaws


def _syntax(error: MarkedYAMLError, text: str) -> Flaw:
    """Return a syntax error of the parser in plain words, with its column."""
    unclosed = "unexpected end of stream" in str(error.problem)  # shown where the quotes open, not where the file ends
    mark = (error.context_mark if unclosed else error.problem_mark) or error.context_mark or error.problem_mark
    line = text.splitlines()[mark.line : mark.line + 1] if mark else []
    place = f"column {mark.column + 1}: " if mark else ""
    if line and "\t" in line[0][: mark.column + 1]:
        return Flaw(mark.line + 1, (), f"{place}a tab; indent with spaces")
    said = str(error.problem)
    plain = next((better for part, better in _PLAINER.items() if part in said), said)
    quoted = re.search(r"'[^']+'", said) if plain.startswith("is not allowed") else None
    return Flaw((mark.line + 1) if mark else 1, (), f"{place}not YAML: {quoted[0] + ' ' if quoted else ''}{plain}")


def plain(written: Written) -> Any:
    """Return the value without its lines; None where it is broken."""
    value = written.value
    if isinstance(value, dict):
        return {key: plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [plain(child) for child in value]
    return None if value is BROKEN else value


def locate(root: Written, path: Path) -> tuple[Written, Path]:
    """Return the deepest value that was written on the way of *path*, and what is left of the path from there."""
    here = root
    for n, key in enumerate(path):
        child = _child(here, key)
        if child is None:
            return here, path[n:]
        here = child
    return here, ()


def _child(written: Written, key: str | int) -> Written | None:
    if isinstance(written.value, dict):
        return written.value.get(key) if isinstance(key, str) else None
    if isinstance(written.value, list) and isinstance(key, int) and key < len(written.value):
        child: Written = written.value[key]
        return child
    return None


def broken_paths(written: Written, here: Path = ()) -> list[Path]:
    """Return the paths of all broken values, also of those that are there by inheritance."""
    if written.value is BROKEN:
        return [here]
    inside: Iterable[tuple[str | int, Written]] = ()
    if isinstance(written.value, dict):
        inside = written.value.items()
    elif isinstance(written.value, list):
        inside = enumerate(written.value)
    return [path for key, child in inside for path in broken_paths(child, (*here, key))]
