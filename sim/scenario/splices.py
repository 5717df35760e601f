"""One change of a YAML text: which characters become what. All others stay: comments, order, quotes, empty lines."""

from __future__ import annotations

from typing import Any, NamedTuple

from sim.scenario.notation import fits, flow, folded, key_text, keyed, lines
from sim.scenario.places import settings
from sim.scenario.problems import Path
from sim.scenario.spans import Node, chain


class Splice(NamedTuple):
    """text[start:end] becomes `text`."""

    start: int
    end: int
    text: str

    def apply(self, whole: str) -> str:
        """Return *whole* with the change, in its own kind of line ends."""
        written = self.text.replace("\n", "\r\n") if "\r\n" in whole else self.text
        return whole[: self.start] + written + whole[self.end :]


def put(text: str, root: Node, path: Path, value: Any) -> Splice:
    """Return the change after which *value* stands at *path*; what is missing on the way is made."""
    nodes = chain(root, path)
    rest = path[len(nodes) - 1 :]
    here = nodes[-1]
    if rest and here.kind == "map":
        return _add(text, nodes, path[: len(nodes) - 1], (str(rest[0]), _nested(rest[1:], value)))
    if rest and here.kind == "list":
        return put_item(text, nodes, len(here.items), _nested(rest[1:], value))
    return _replace(text, nodes, path[: len(nodes) - 1], _nested(rest, value))


def _nested(rest: Path, value: Any) -> Any:
    for key in reversed(rest):
        value = {key: value} if isinstance(key, str) else [value]
    return value


def take(text: str, root: Node, path: Path) -> Splice:
    """Return the change after which nothing stands at *path*, where something does."""
    nodes = chain(root, path)
    above, key = nodes[-2], path[-1]
    children = list(above.children())
    if len(children) == 1:
        empty: Any = {} if above.kind == "map" else []
        return _replace(text, nodes[:-1], path[:-1], empty)
    number = key if isinstance(key, int) else list(above.entries).index(key)
    starts = _starts(text, above)
    here, end = starts[number], children[number].end
    if above.is_flow:
        if number:
            return Splice(children[number - 1].end, end, "")
        return Splice(here, starts[1], "")
    line = text.rfind("\n", 0, here) + 1
    if not text[line:here].strip():
        return Splice(line, min(_line_end(text, end) + 1, len(text)), "")
    return Splice(here, starts[number + 1], "")  # the first, behind the dash of what it belongs to


def rename(root: Node, path: Path, name: str) -> Splice:
    """Return the change after which the key at *path* is *name*."""
    entry = chain(root, path[:-1])[-1].entries[str(path[-1])]
    return Splice(entry.start, entry.end, key_text(name))


def put_item(text: str, nodes: list[Node], number: int, value: Any) -> Splice:
    """Return the change after which *value* is the entry of that number of the list nodes[-1]; others move up."""
    here = nodes[-1]
    if here.is_flow:
        if not here.items:
            return Splice(here.start, here.end, flow([value]))
        if number == 0:
            return Splice(here.items[0].start, here.items[0].start, f"{flow(value)}, ")
        return Splice(here.items[number - 1].end, here.items[number - 1].end, f", {flow(value)}")
    starts = _starts(text, here)
    indent = _column(text, starts[0])
    written = "\n".join(lines([value], indent))
    if number == 0:
        return Splice(starts[0], starts[0], f"{written.lstrip()}\n{' ' * indent}")
    at = _line_end(text, here.items[number - 1].end)
    return Splice(at, at, f"\n{written}")


def _add(text: str, nodes: list[Node], path: Path, named: tuple[str, Any]) -> Splice:
    """Return the change after which the mapping nodes[-1] has one more entry, where the order of settings has it."""
    here, (name, value) = nodes[-1], named
    before = _place_for(here, path, name)
    entries = list(here.entries.values())
    if not entries:
        return _replace(text, nodes, path, {name: value})
    if here.is_flow:
        written = f"{key_text(name)}: {flow(value)}"
        at = entries[before - 1].node.end if before else entries[0].start
        return Splice(at, at, f", {written}" if before else f"{written}, ")
    indent = _column(text, entries[0].start)
    block = "\n".join(keyed(key_text(name), value, indent))
    if not before:
        return Splice(entries[0].start, entries[0].start, f"{block.lstrip()}\n{' ' * indent}")
    at = _line_end(text, entries[before - 1].node.end)
    return Splice(at, at, f"\n{block}")


def _place_for(here: Node, path: Path, name: str) -> int:
    """Return before which entry a new one stands: as in the glossary of settings, or last where users give names."""
    known, there = settings(path), list(here.entries)
    if name not in known:
        return len(there)
    earlier = known[: known.index(name)]
    return max((number + 1 for number, key in enumerate(there) if key in earlier), default=0)


def _replace(text: str, nodes: list[Node], path: Path, value: Any) -> Splice:
    """Return the change after which *value* stands where the last of *nodes* does."""
    here = nodes[-1]
    if len(nodes) == 1:
        return Splice(here.start, here.end, flow(value))
    if any(node.is_flow for node in nodes[:-1]):
        return Splice(here.start, here.end, _spaced(text, here.start, flow(value)))
    return _in_block(text, nodes, path, value)


def _in_block(text: str, nodes: list[Node], path: Path, value: Any) -> Splice:
    """Return the change of a value that stands on a line of its own, behind its key or dash."""
    above, here, key = nodes[-2], nodes[-1], path[-1]
    behind = _behind(text, above, key)
    gap = text[behind : here.start]
    note = gap.partition("\n")[0].strip()
    tail = f"  {note}" if note.startswith("#") else ""
    indent = _column(text, _starts(text, above)[_number(above, key)])
    head = " " if isinstance(key, int) else f"{key}: "
    if here.is_flow and isinstance(value, (dict, list)) and here.kind != "scalar":
        written = f" {flow(value)}"  # stays on its line, however long
    elif fits(value, indent + len(head)):
        written = f" {flow(value, inside=False)}"
    elif isinstance(value, str):
        is_followed = bool(tail or text[here.end : _line_end(text, here.end)].strip())  # would become part of the text
        written = f" {'' if is_followed else folded(value, indent + 2)}".rstrip() or f" {flow(value, inside=False)}"
    else:
        return Splice(behind, here.end, f"{tail}\n" + "\n".join(lines(value, indent + 2)))
    if "\n" not in gap:
        return Splice(behind if written.startswith(" >") else here.start, here.end, _after(text, here, written))
    return Splice(behind, here.end, written + tail)


def _after(text: str, here: Node, written: str) -> str:
    return written if written.startswith(" >") else _spaced(text, here.start, written[1:])


def _spaced(text: str, at: int, written: str) -> str:
    """Return *written* with a space before it where there is none: an empty value begins right behind its colon."""
    return written if at and text[at - 1] in " \n{[" else f" {written}"


def _behind(text: str, above: Node, key: str | int) -> int:
    """Return where the colon or dash before a value ends."""
    if isinstance(key, int):
        return _starts(text, above)[key] + 1
    return text.index(":", above.entries[key].end) + 1


def _number(above: Node, key: str | int) -> int:
    return key if isinstance(key, int) else list(above.entries).index(key)


def _starts(text: str, above: Node) -> list[int]:
    """Return where each entry starts: its key, its dash, or itself."""
    if above.kind == "map":
        return [entry.start for entry in above.entries.values()]
    if above.is_flow:
        return [item.start for item in above.items]
    return [text.rindex("-", 0, item.start) for item in above.items]


def _column(text: str, at: int) -> int:
    return at - (text.rfind("\n", 0, at) + 1)


def _line_end(text: str, at: int) -> int:
    """Return where the line ends, before its end sign."""
    end = text.find("\n", at)
    if end < 0:
        return len(text)
    return end - 1 if text[end - 1 : end] == "\r" else end
