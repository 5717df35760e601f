"""Further wordings out of labelled replies: the words in which each says what it says."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from trainee_exercises.practice.listening.choice import choose
from trainee_exercises.practice.listening.heard import key_of
from trainee_exercises.practice.listening.manner import is_promise
from trainee_exercises.practice.listening.signs import signs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trainee_exercises.practice.listening.choice import Learned
    from trainee_exercises.practice.listening.items import Kind
    from trainee_exercises.practice.listening.reply import Part
    from trainee_exercises.practice.understanding import Listener
    from trainee_exercises.practice.understood import Labelled

_LIKELY: Final = 0.2
"""A window becomes a further wording where what its reply truly says is that likely heard in it."""
_SHORTEST: Final = 3
"""So many words that count has a further wording, lest it be found in any reply."""
Wordings = list[tuple[int, str, str]]
"""Further wordings: the number of the file, the key of what it says, and the words."""


def true_ids(reply: Labelled, kind: Kind) -> tuple[str, ...]:
    """Return the items of a kind that *reply* truly says."""
    return {"fact": reply.said, "claim": reply.claimed, "need": reply.asked}[kind]


def wordings_in(listener: Listener, files: Sequence[Sequence[Labelled]], learned: Learned) -> Wordings:
    """Return for all that labelled replies truly say the words that say it."""
    found: Wordings = []
    for number, file in enumerate(files):
        for reply in file:
            items = listener.items(reply.script)
            choice = choose(items, signs(items, reply.text), learned, promises=is_promise(reply.text))
            found += [
                (number, key_of(item), " ".join(part.text.split()))
                for item, chance, part in zip(items.items, choice.chances, choice.parts, strict=False)
                if item.id in true_ids(reply, item.kind) and chance > _LIKELY and _is_wording(part)
            ]
    return list(dict.fromkeys(found))


def _is_wording(part: Part) -> bool:
    return part.n_sentences <= 1 and sum(word.is_content for word in part.words) >= _SHORTEST


def by_key(wordings: Wordings, without: int | None = None) -> Mapping[str, tuple[str, ...]]:
    """Return wordings by key; without: the file that lends none."""
    found: dict[str, tuple[str, ...]] = {}
    for number, key, words in wordings:
        if number != without and words not in found.get(key, ()):
            found[key] = (*found.get(key, ()), words)
    return MappingProxyType(found)
