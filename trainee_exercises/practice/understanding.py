"""What a reply says of a script: facts, claims, questions asked, and its manner, each with the rep's own words."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trainee_exercises.scoring import surface
from trainee_exercises.scoring.evidence import Finder, Item, Key
from trainee_exercises.scoring.match import Phrasing, word_weights
from trainee_exercises.scoring.promises import promise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trainee_exercises.practice.scripts import PracticePack, Script
    from trainee_exercises.scoring.match import Weights

_SURE: Final = 0.5
_MAYBE: Final = 0.3


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

    def __init__(self, pack: PracticePack) -> None:
        self._weights = word_weights(_documents(pack))
        self._finder = Finder(self._weights, None)
        self._key = lru_cache(maxsize=None)(self._key_of)
        self._pack = pack

    def understand(self, script: Script, text: str) -> Understood:
        """Return what *text* says; the same text always gets the same."""
        found = self._finder.find(self._key(script.id), text).found
        facts = [one for one in found if one.item.kind == "fact"]
        heard = {one.item.item_id for one in found if one.credit >= _SURE}
        return Understood(
            said=frozenset(one.item.item_id for one in facts) & heard,
            unsure=frozenset(one.item.item_id for one in facts if _MAYBE <= one.credit < _SURE and not one.against),
            claimed=frozenset(one.item.item_id for one in found if one.item.kind == "claim") & heard,
            asked=frozenset(one.item.item_id for one in found if one.item.kind == "point") & heard,
            manner=frozenset(_manner(text)),
            quotes=tuple(sorted((one.item.item_id, one.quote) for one in found if one.quote)),
        )

    def _key_of(self, script_id: str) -> Key:
        script = self._pack.scripts[script_id]
        return Key(tuple(_items(script, self._weights)), (), frozenset(), frozenset())


def _manner(text: str) -> Iterator[str]:
    if surface.scolding(text):
        yield "rude"
    told = promise(text)
    if (told.unknown or told.who) and (told.back or told.when):
        yield "promise"


def _items(script: Script, weights: Weights) -> Iterator[Item]:
    def ready(texts: Iterable[str]) -> tuple[Phrasing, ...]:
        return tuple(Phrasing(text, weights) for text in texts)

    for fact in script.facts:
        yield Item("fact", fact.id, fact.fact, "", ready((*fact.phrasings, fact.fact)))
    for claim in script.claims:
        yield Item("claim", claim.id, claim.claim, "", ready((*claim.phrasings, claim.claim)))
    for need in script.needs:
        yield Item("point", need.id, need.ask, "", ready((*need.phrasings, need.ask)))


def _documents(pack: PracticePack) -> Iterator[str]:
    for article in pack.articles.values():
        yield f"{article.title}\n{article.text}"
    for script in pack.scripts.values():
        yield f"{script.subject}\n{script.opening}"
        yield from (fact.fact for fact in script.facts)
