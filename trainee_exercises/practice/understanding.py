"""What a reply says of a script: facts, claims, questions asked, and its manner, each with the rep's own words.

Every window of the reply (clause, sentence, two neighbours) is laid beside every wording of every fact, claim and need
of the script; learned weights say how much each sign speaks for it (package `listening`). Nothing is downloaded.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trainee_exercises.practice.listening.choice import choose
from trainee_exercises.practice.listening.heard import heard, with_heard
from trainee_exercises.practice.listening.items import items_of, prepared
from trainee_exercises.practice.listening.manner import manner
from trainee_exercises.practice.listening.reply import requests
from trainee_exercises.practice.listening.signs import signs
from trainee_exercises.practice.listening.weights import LEARNED
from trainee_exercises.practice.listening.words import known_words
from trainee_exercises.scoring.match import word_weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trainee_exercises.practice.listening.choice import Learned
    from trainee_exercises.practice.listening.items import Item, Items, Kind
    from trainee_exercises.practice.scripts import PracticePack, Script

SURE: Final[dict[Kind, float]] = {"fact": 0.55, "claim": 0.55, "need": 0.45}
"""From which likelihood on something counts as said."""
_MAYBE: Final = 0.45
_FIRM: Final = 0.8
"""A claim beside an honest promise, or a question that must be asked, counts from this likelihood on."""


class Understood(NamedTuple):
    """What a reply says. said, unsure: ids of facts; claimed: of claims; asked: of needs; manner: rude, promise.

    quotes: by id, the words that say it.
    """

    said: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    claimed: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    manner: frozenset[str] = frozenset()
    quotes: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it to be stored."""
        sets = {name: sorted(getattr(self, name)) for name in ("said", "unsure", "claimed", "asked", "manner")}
        return sets | {"quotes": [list(one) for one in self.quotes]}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Understood:
        """Return what was stored."""
        sets = {name: frozenset(stored[name]) for name in ("said", "unsure", "claimed", "asked", "manner")}
        return cls(**sets, quotes=tuple((one[0], one[1]) for one in stored["quotes"]))


class Listener:
    """Understands replies to the customers of one pack; what is the same for all replies is worked out once."""

    def __init__(
        self, pack: PracticePack, learned: Learned = LEARNED, wordings: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.pack = pack
        self._wordings = heard() if wordings is None else wordings
        self.items = lru_cache(maxsize=None)(self._items)
        self._learned = learned
        self._weights = word_weights(_documents(pack))
        self._known = known_words(frozenset(self._weights.by_key))

    def with_learned(self, learned: Learned) -> Listener:
        """Return a listener to the same wordings with other weights."""
        return Listener(self.pack, learned, self._wordings)

    def understand(self, script: Script, text: str) -> Understood:
        """Return what *text* says; the same text always gets the same."""
        items, how = self.items(script.id), manner(text, f"{script.subject}\n{script.opening}")
        choice = choose(items, signs(items, text), self._learned, promises="promise" in how)
        likely = [(item, float(chance)) for item, chance in zip(items.items, choice.chances, strict=True)]
        quotes = dict(zip(items.items, choice.parts, strict=False))
        surely = [item for item, chance in likely if chance >= SURE[item.kind]]
        surely = [item for item in surely if item.kind != "need" or requests(quotes[item])]
        if "promise" in how or any(item.kind == "need" for item in surely):
            firm = {item for item, chance in likely if chance >= _FIRM}
            surely = [item for item in surely if item.kind != "claim" or item in firm]
        return Understood(
            said=_ids(surely, "fact"),
            unsure=frozenset(
                one.id for one, chance in likely if one.kind == "fact" and _MAYBE <= chance < SURE["fact"]
            ),
            claimed=_ids(surely, "claim"),
            asked=_ids(surely, "need"),
            manner=how,
            quotes=tuple(sorted((item.id, quotes[item].text) for item in surely)),
        )

    def prepared(self, script: Script, items: Sequence[Item]) -> Items:
        """Return *items* of *script* ready for listening."""
        return prepared(items, f"{script.subject}\n{script.opening}", self._weights, self._known)

    def _items(self, script_id: str) -> Items:
        script = self.pack.scripts[script_id]
        return self.prepared(script, with_heard(items_of(script), self._wordings))


def _ids(items: Sequence[Item], kind: Kind) -> frozenset[str]:
    return frozenset(item.id for item in items if item.kind == kind)


def _documents(pack: PracticePack) -> Iterator[str]:
    for article in pack.articles.values():
        yield f"{article.title}\n{article.text}"
    for script in pack.scripts.values():
        yield f"{script.subject}\n{script.opening}"
        yield from (fact.fact for fact in script.facts)
