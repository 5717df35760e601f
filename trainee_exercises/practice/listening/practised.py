"""Made-up replies for learning: a script's own wordings, each held out from what it is compared with."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trainee_exercises.practice.listening.items import items_of
from trainee_exercises.scoring.text import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trainee_exercises.practice.listening.items import Item
    from trainee_exercises.practice.scripts import PracticePack, Script

_FOLDS: Final = 4
_EACH: Final = 3
_SHARES: Final = (0.6, 0.8, 0.85, 0.88, 0.95)
"""Up to which luck a reply has facts, a claim, both, the customer's own words, a fact turned round; else nothing."""
_JOINTS: Final = (", and ", ", ", "; ", " - ", " and ", " but ")
_TOLD_BACK: Final = (
    (" I ", " you "), (" my ", " your "), (" we ", " you "), (" our ", " your "), (" I'm ", " you're "),
    (" I've ", " you've "), (" we've ", " you've "), (" me ", " you "), (" us ", " you "), (" am ", " are "),
)  # fmt: skip
_TURNS: Final = (
    (r"\b(?:can't|cannot|can not)\b", "can"), (r"\bwon't\b", "will"), (r"\b(?:don't|do not)\b", "do"),
    (r"\b(?:doesn't|does not)\b", "does"), (r"\b(?:isn't|is not)\b", "is"), (r"\bno\b", "a"), (r"\bnot\b ", ""),
    (r"\bnothing\b", "everything"), (r"\bcan\b", "can't"), (r"\bis\b", "isn't"), (r"\bare\b", "aren't"),
    (r"\bwill\b", "won't"), (r"\bhas\b", "hasn't got"), (r"\bhave\b", "don't have"),
)  # fmt: skip


class Practised(NamedTuple):
    """A made-up reply. items: without the wordings in it; said: which it says; unsure: kinds that it can't tell."""

    script: Script
    items: tuple[Item, ...]
    text: str
    said: frozenset[int]
    unsure: frozenset[str]


def practised(pack: PracticePack) -> Iterator[Practised]:
    """Yield made-up replies to every script; always the same ones."""
    luck = random.Random(1)  # noqa: S311 -- to draw texts, no secrets
    fillers = [
        one.text for script in pack.scripts.values() for one in sentences(script.weak_reply) if "{" not in one.text
    ]
    for script in pack.scripts.values():
        items = items_of(script)
        for fold in range(_FOLDS):
            held = [item.wordings[fold % (len(item.wordings) - 1)] for item in items]
            kept = tuple(
                item._replace(wordings=tuple(one for one in item.wordings if one != out))
                for item, out in zip(items, held, strict=True)
            )
            yield from (_one(script, kept, held, fillers, luck) for _ in range(_EACH))


def _one(
    script: Script, items: tuple[Item, ...], held: Sequence[str], fillers: Sequence[str], luck: random.Random
) -> Practised:
    said, extra, unsure = _drawn(script, items, held, luck)
    texts = [_sentence(held[at], asks=items[at].kind == "need" and luck.random() < 0.7) for at in said]
    texts += extra
    for _ in range(luck.randint(0, 2) if texts else 2):
        texts.insert(luck.randint(0, len(texts)), luck.choice(fillers))
    return Practised(script, items, _joined(texts, luck), frozenset(said), unsure)


def _drawn(
    script: Script, items: Sequence[Item], held: Sequence[str], luck: random.Random
) -> tuple[list[int], list[str], frozenset[str]]:
    """Return which items a reply says, what else stands in it, and the kinds for which that may be unclear."""
    of = {kind: [at for at, item in enumerate(items) if item.kind == kind] for kind in ("fact", "claim", "need")}
    draw = luck.random()
    said: list[int] = []
    extra: list[str] = []
    unsure: frozenset[str] = frozenset()
    if draw < _SHARES[0]:
        said = luck.sample(of["fact"], luck.randint(1, min(3, len(of["fact"]))))
    elif draw < _SHARES[2] and of["claim"]:
        said = [luck.choice(of["claim"]), *([luck.choice(of["fact"])] if draw >= _SHARES[1] else [])]
    elif _SHARES[2] <= draw < _SHARES[3]:
        extra = [_told_back(script, luck)]
    elif _SHARES[3] <= draw < _SHARES[4]:
        extra, unsure = list(filter(None, [_turned(held[luck.choice(of["fact"])])])), frozenset({"claim"})
    if of["need"] and luck.random() < 0.3:
        said.append(luck.choice(of["need"]))
    return said, extra, unsure


def _sentence(text: str, *, asks: bool) -> str:
    text = text[:1].upper() + text[1:]
    return text if text[-1:] in ".?!" else text + ("?" if asks else ".")


def _joined(texts: Sequence[str], luck: random.Random) -> str:
    joined = texts[0]
    for text in texts[1:]:
        if joined.endswith(".") and luck.random() < 0.4:
            joined = joined[:-1] + luck.choice(_JOINTS) + text[:1].lower() + text[1:]
        else:
            joined += " " + text
    return joined


def _told_back(script: Script, luck: random.Random) -> str:
    said = [one.text for one in sentences(re.sub(r"\{\w+\}", "", script.opening))]
    begin = luck.randint(0, max(0, len(said) - 2))
    text = f" {' '.join(said[begin : begin + 2])} "
    if luck.random() < 0.6:
        for mine, yours in _TOLD_BACK:
            text = text.replace(mine, yours)
    return text.strip()


def _turned(text: str) -> str:
    """Return *text* saying the opposite; "": it cannot be told how."""
    return next((re.sub(old, new, text, count=1) for old, new in _TURNS if re.search(old, text)), "")
