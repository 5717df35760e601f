"""How well replies are understood: the share that gets the reaction which their true meaning would get.

A customer reacts to one claim at a time and to the first of several needs. Where a reply truly makes several claims, or
asks for several things, the reaction to any one of them is right as well: which comes first is no matter of hearing.
"""

from __future__ import annotations

import math
from collections import Counter
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from trainee_exercises.packs.base import Piece, Text
from trainee_exercises.practice.customer import Heard, Mind, answer
from trainee_exercises.practice.understanding import Understood

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from trainee_exercises.practice.scripts import PracticePack, Script
    from trainee_exercises.practice.understanding import Listener

KINDS: Final = ("paraphrase", "half", "negated", "promise", "question", "empty", "echo")
_Z: Final = 1.959964


class Labelled(Piece):
    """A reply and what a person says that it brings across. note: begins with its kind, if with one of KINDS."""

    script: Text
    text: Text
    said: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    manner: tuple[str, ...] = ()
    note: str = ""

    @property
    def truth(self) -> Understood:
        """The true sets."""
        said, claimed, asked, manner = map(frozenset, (self.said, self.claimed, self.asked, self.manner))
        return Understood(said=said, claimed=claimed, asked=asked, manner=manner)


class _File(Piece):
    replies: tuple[Labelled, ...]


class RepliesError(Exception):
    """The file of replies can't be used; says why."""


class Miss(NamedTuple):
    """A reply that gets no right reaction: (why, about) wanted, that to the whole truth, and got."""

    reply: Labelled
    wanted: tuple[str, str]
    got: tuple[str, str]
    understood: Understood


class Share(NamedTuple):
    """right of n, and the 95 % interval of that share (Wilson)."""

    right: int
    n: int
    low: float
    high: float


class Accuracy(NamedTuple):
    """right of n replies get the right reaction. facts: counts of "both", "heard only", "meant only", "neither"."""

    right: int
    n: int
    by_kind: dict[str, Share]
    facts: dict[str, int]
    misses: tuple[Miss, ...]
    milliseconds: float
    """A reply takes on average."""

    @property
    def share(self) -> Share:
        """The share of right reactions."""
        return share(self.right, self.n)


def share(right: int, n: int) -> Share:
    """Return *right* of *n* with the 95 % interval of Wilson; from 0 to 1 where there is none."""
    if not n:
        return Share(right, n, 0.0, 1.0)
    p, spread = right / n, _Z * _Z / n
    middle = (p + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * math.sqrt(p * (1 - p) / n + spread / (4 * n))
    return Share(right, n, max(0.0, round(middle - half, 4)), round(middle + half, 4))


def read_replies(path: Path) -> tuple[Labelled, ...]:
    """Return the replies of a YAML file: a list under `replies:`.

    Raises:
        RepliesError: there is no such file, or it holds something else.

    """
    try:
        return _File.model_validate(YAML(typ="safe").load(path.read_text(encoding="utf-8"))).replies
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}); give a file of replies"
        raise RepliesError(message) from None
    except (YAMLError, UnicodeDecodeError, ValidationError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        where = f"{'.'.join(map(str, first['loc']))}: {first['msg']}" if first else " ".join(str(error).split())[:200]
        message = f"{path}: {where}; write a list `replies:` of script, text, said, claimed, asked, manner, note"
        raise RepliesError(message) from None


def own_replies(pack: PracticePack) -> tuple[Labelled, ...]:
    """Return the pack's own words as replies: the opening sent back, and the first wording of everything."""
    return tuple(one for script in pack.scripts.values() for one in _own(script))


def _own(script: Script) -> Iterator[Labelled]:
    yield Labelled(script=script.id, text=script.opening, note="echo")
    for fact in script.facts:
        yield Labelled(script=script.id, text=fact.phrasings[0], said=(fact.id,), note="half")
    for claim in script.claims:
        yield Labelled(script=script.id, text=claim.phrasings[0], claimed=(claim.id,), note="negated")
    for need in script.needs:
        yield Labelled(script=script.id, text=need.phrasings[0], asked=(need.id,), note="question")


def check_names(pack: PracticePack, replies: Iterable[Labelled]) -> None:
    """Look whether everything in *replies* stands in *pack*.

    Raises:
        RepliesError: something does not; names all of it.

    """
    unknown = [one for number, reply in enumerate(replies, 1) for one in _unknown(pack, number, reply)]
    if unknown:
        raise RepliesError("\n".join(unknown))


def _unknown(pack: PracticePack, number: int, reply: Labelled) -> Iterator[str]:
    script = pack.scripts.get(reply.script)
    if script is None:
        yield f"reply {number}: there is no script {reply.script!r}"
        return
    known = {
        "said": {one.id for one in script.facts}, "claimed": {one.id for one in script.claims},
        "asked": {one.id for one in script.needs}, "manner": {"rude", "promise"},
    }  # fmt: skip
    for name, ids in known.items():
        for one in getattr(reply, name):
            if one not in ids:
                has = ", ".join(sorted(ids)) or "none"
                yield f"reply {number}: {name} {one!r} is not in {reply.script}; there is {has}"


def accuracy(listener: Listener, replies: Sequence[Labelled]) -> Accuracy:
    """Return how many of *replies* get the right reaction: as if their true meaning had been heard.

    Of several true claims (or needs) the reaction to any of them is right.
    """
    begin = perf_counter()
    heard = [listener.understand(listener.pack.scripts[one.script], one.text) for one in replies]
    took = perf_counter() - begin
    misses = tuple(_misses(listener.pack, replies, heard))
    wrong = Counter(kind_of(miss.reply, listener.pack) for miss in misses)
    kinds = Counter(kind_of(one, listener.pack) for one in replies)
    by_kind = {kind: share(kinds[kind] - wrong[kind], kinds[kind]) for kind in KINDS if kinds[kind]}
    n = len(replies)
    facts = _facts(listener.pack, replies, heard)
    return Accuracy(n - len(misses), n, by_kind, facts, misses, round(1000 * took / max(1, n), 2))


def _misses(pack: PracticePack, replies: Sequence[Labelled], heard: Sequence[Understood]) -> Iterator[Miss]:
    for reply, understood in zip(replies, heard, strict=True):
        wanted = _wanted(pack, reply)
        got = _reaction(pack, reply.script, understood)
        if got not in wanted:
            yield Miss(reply, wanted[0], got, understood)


def _wanted(pack: PracticePack, reply: Labelled) -> tuple[tuple[str, str], ...]:
    """Return the right reactions: to the whole truth, and to one claim or one need of several alone."""
    truth = reply.truth
    ones = [truth._replace(claimed=frozenset((one,))) for one in reply.claimed if len(reply.claimed) > 1]
    ones += [truth._replace(asked=frozenset((one,))) for one in reply.asked if len(reply.asked) > 1]
    return tuple(dict.fromkeys(_reaction(pack, reply.script, one) for one in (truth, *ones)))


def _reaction(pack: PracticePack, script_id: str, understood: Understood) -> tuple[str, str]:
    script = pack.scripts[script_id]
    _, says = answer(script, pack.lines[script.tone], Mind(), Heard(understood, None, script_id))
    return says.why, says.about


def _facts(pack: PracticePack, replies: Sequence[Labelled], heard: Sequence[Understood]) -> dict[str, int]:
    counts = dict.fromkeys(("both", "heard only", "meant only", "neither"), 0)
    names = {(True, True): "both", (True, False): "heard only", (False, True): "meant only", (False, False): "neither"}
    for reply, understood in zip(replies, heard, strict=True):
        for fact in pack.scripts[reply.script].facts:
            counts[names[fact.id in understood.said, fact.id in reply.said]] += 1
    return counts


def kind_of(reply: Labelled, pack: PracticePack) -> str:
    """Return the kind that its note begins with, else the one that its true sets suggest."""
    noted = reply.note.split(maxsplit=1)[0].strip(":,;.").lower() if reply.note.strip() else ""
    if noted in KINDS:
        return noted
    if reply.claimed or "rude" in reply.manner:
        return "negated"
    if reply.manner or reply.asked:
        return "promise" if reply.manner else "question"
    needed = {fact.id for fact in pack.scripts[reply.script].facts if not fact.later}
    return "empty" if not reply.said else "paraphrase" if needed <= set(reply.said) else "half"


def as_json(found: Accuracy) -> dict[str, Any]:
    """Return all of it as one object."""
    whole = found.share
    return {
        "right": found.right, "n": found.n, "share": round(found.right / max(1, found.n), 4),
        "low": whole.low, "high": whole.high, "milliseconds": found.milliseconds,
        "by_kind": {kind: one._asdict() for kind, one in found.by_kind.items()}, "facts": found.facts,
        "misses": [_miss_as_json(miss) for miss in found.misses],
    }  # fmt: skip


def _miss_as_json(miss: Miss) -> dict[str, Any]:
    heard = {name: one for name, one in miss.understood.as_json().items() if one and name != "quotes"}
    return {
        "script": miss.reply.script,
        "text": miss.reply.text,
        "wanted": miss.wanted,
        "got": miss.got,
        "heard": heard,
    }


def in_lines(found: Accuracy, *, misses: bool) -> str:
    """Return all of it in plain lines."""
    rows = [_line("all", found.share), *(_line(kind, one) for kind, one in found.by_kind.items())]
    facts = ", ".join(f"{count} {name}" for name, count in found.facts.items())
    rows += [f"  facts heard and meant: {facts}", f"  {found.milliseconds:.1f} ms a reply"]
    if misses:
        rows += [row for miss in found.misses for row in _miss_in_lines(miss)]
    return "\n".join(["Replies that get the right reaction (95 % interval)", *rows])


def _line(name: str, one: Share) -> str:
    percent = 100 * one.right / max(1, one.n)
    return f"  {name:<11}{one.right:>4} of {one.n:<4}{percent:5.1f} %  ({100 * one.low:.1f}-{100 * one.high:.1f})"


def _miss_in_lines(miss: Miss) -> Iterator[str]:
    yield f"- {miss.reply.script}: {' '.join(miss.reply.text.split())}"
    yield f"    should be {' '.join(miss.wanted).strip()}, was {' '.join(miss.got).strip()}"
    heard = {name: one for name, one in miss.understood.as_json().items() if one and name != "quotes"}
    yield "    heard " + ("; ".join(f"{name} {', '.join(ones)}" for name, ones in heard.items()) or "nothing")
