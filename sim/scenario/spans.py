"""YAML text -> values that know from which character to which they were written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from sim.scenario.bounds import no_mapping, read_bounded
from sim.scenario.problems import Path, Problem, ScenarioError, dotted
from sim.scenario.text import scalar

_BLOCK_TEXT: Final = ("|", ">")


@dataclass(slots=True)
class Node:
    """A value as written: text[start:end]. A mapping has entries, a list items, anything else a value."""

    kind: Literal["scalar", "map", "list"]
    start: int
    end: int
    is_flow: bool = True
    """Written in one piece, such as {a: 1} or 10m; False: on lines of its own, by indent."""
    value: Any = None
    entries: dict[str, Entry] = field(default_factory=dict)
    items: list[Node] = field(default_factory=list)

    def child(self, key: str | int) -> Node | None:
        """Return what stands at *key*; None: nothing."""
        if isinstance(key, int):
            return self.items[key] if 0 <= key < len(self.items) else None
        entry = self.entries.get(key)
        return entry.node if entry else None

    def children(self) -> Iterator[Node]:
        """Yield what is inside, in the order of the text."""
        yield from (entry.node for entry in self.entries.values())
        yield from self.items


@dataclass(slots=True)
class Entry:
    """A key of a mapping, text[start:end], and its value."""

    start: int
    end: int
    node: Node


def nodes_of(text: str) -> Node:
    """Return what *text* says as nodes; its root is a mapping.

    Raises:
        ScenarioError: *text* is no YAML that a scenario may be, or too much for one, so that no part of it can be
            changed by itself.

    """
    root, flaws = read_bounded(text)
    if flaws or root is None or not isinstance(root.value, dict):
        found = flaws or [no_mapping(root)]
        raise ScenarioError(Problem("", flaw.line, dotted(flaw.path), flaw.message) for flaw in found)
    builder = _Builder(text)
    for event in YAML(typ="safe", pure=True).parse(text):
        builder.take(event)
    assert builder.root is not None
    return builder.root


def plain(node: Node) -> Any:
    """Return the value of a node: dicts, lists and scalars."""
    if node.kind == "map":
        return {key: plain(entry.node) for key, entry in node.entries.items()}
    if node.kind == "list":
        return [plain(item) for item in node.items]
    return node.value


def chain(root: Node, path: Path) -> list[Node]:
    """Return the nodes on the way of *path* from the root, as far as they are written."""
    nodes = [root]
    for key in path:
        below = nodes[-1].child(key)
        if below is None:
            break
        nodes.append(below)
    return nodes


@dataclass(slots=True)
class _Builder:
    """Builds the nodes from the events of the parser; the text is known to be sound."""

    text: str
    root: Node | None = None
    open: list[Node] = field(default_factory=list)
    keys: list[ScalarEvent | None] = field(default_factory=list)

    def take(self, event: Any) -> None:
        if isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self._close(event)
        elif isinstance(event, NodeEvent):
            self._node(event)

    def _close(self, event: Any) -> None:
        node = self.open.pop()
        self.keys.pop()
        last = [node.start, *(child.end for child in node.children())][-1]
        node.end = event.end_mark.index if node.is_flow else last

    def _node(self, event: Any) -> None:
        above = self.open[-1] if self.open else None
        if above is not None and above.kind == "map" and self.keys[-1] is None:
            self.keys[-1] = event
            return
        node = self._made(event)
        self._attach(above, node)
        if node.kind != "scalar":
            self.open.append(node)
            self.keys.append(None)

    def _made(self, event: Any) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, MappingStartEvent):
            return Node("map", start, end, bool(event.flow_style))
        if isinstance(event, SequenceStartEvent):
            return Node("list", start, end, bool(event.flow_style))
        if event.style in _BLOCK_TEXT:
            end = start + len(self.text[start:end].rstrip())
            return Node("scalar", start, end, is_flow=False, value=event.value)
        return Node("scalar", start, end, value=scalar(event.value) if event.style is None else event.value)

    def _attach(self, above: Node | None, node: Node) -> None:
        if above is None:
            self.root = node
        elif above.kind == "list":
            above.items.append(node)
        else:
            key = self.keys[-1]
            assert key is not None
            above.entries[str(key.value)] = Entry(key.start_mark.index, key.end_mark.index, node)
            self.keys[-1] = None
