"""A small sound pack for tests, as plain data and as files: change what the test is about, leave the rest."""

from __future__ import annotations

import json
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

if TYPE_CHECKING:
    from pathlib import Path

LEVELS = ("easy", "middle", "hard", "open")
TONES = ("casual", "casual", "formal", "urgent")
PLANS = ("free", "team")


def some_words(tag: str, n: int) -> str:
    """Return *n* words that stand nowhere else."""
    return " ".join(
        f"{tag}{'abcdefghijklmnopqrstuvwxyz'[k // 26]}{'abcdefghijklmnopqrstuvwxyz'[k % 26]}" for k in range(n)
    )


def anchors(tag: str) -> dict[int, str]:
    """Return the four anchors."""
    return {mark: some_words(f"{tag}anchor{mark}", 6) for mark in (1, 2, 3, 4)}


def phrasings(tag: str, n: int = 3) -> list[str]:
    """Return phrasings that have no word in common."""
    return [some_words(f"{tag}say{k}", 6) for k in range(n)]


def a_question(tag: str, n: int, values: tuple[str, ...] = ("resourcefulness", "empathy")) -> dict[str, Any]:
    """Return the question number *n* (from 0) of a form, with a level and tone by its number."""
    one = f"{tag}{n:02}"
    hidden = "Asks one thing; really wants " if n in {1, 7} else "Wants "
    long_first = n % 2 == 0
    lengths = {1: 40 if long_first else 10, 2: 20, 3: 40, 4: 24 if long_first else 50}
    return {
        "id": one,
        "level": LEVELS[n // 5],
        "tone": TONES[n % 4],
        "customer": {"name": f"Customer {one}", "plan": PLANS[n % 2], "since": "2 years"},
        "subject": some_words(f"{one}subject", 3),
        "text": some_words(f"{one}text", 60),
        "goal": hidden + some_words(f"{one}goal", 5),
        "articles": [] if n >= 15 else [f"article-{n:02}"],
        "must_say": [
            {
                "id": "f1",
                "fact": some_words(f"{one}fact", 8),
                "polarity": "deny" if n < 4 else "affirm",
                "phrasings": phrasings(f"{one}f"),
            }
        ],
        "must_not_say": [
            {
                "id": "n1",
                "claim": some_words(f"{one}claim", 6),
                "phrasings": phrasings(f"{one}n"),
                "why": "It is wrong.",
            }
        ],
        "points": {
            value: [{"id": f"r{k}", "point": some_words(f"{one}point{k}", 5), "phrasings": phrasings(f"{one}r{k}")}]
            for k, value in enumerate(values)
        },
        "model_answers": {mark: some_words(f"{one}answer{mark}", length) for mark, length in lengths.items()},
    }


def a_form(tag: str) -> dict[str, Any]:
    """Return a form of twenty questions."""
    return {"form": tag, "title": f"Form {tag}", "questions": [a_question(tag, n) for n in range(20)]}


def an_article(n: int) -> dict[str, Any]:
    """Return an article: its front matter, and its Markdown as `text`."""
    return {
        "id": f"article-{n:02}",
        "title": f"Article {n}",
        "section": "All",
        "updated": "2026-01-05",
        "keywords": ["word"],
        "text": f"## How\n\n{some_words(f'art{n:02}w', 150)}\n\nSee [the next](article-{(n + 1) % 40:02}).\n",
    }


def _item(name: str, **changes: Any) -> dict[str, Any]:
    return {"id": name, "ask": "What do you do?", "looks_for": "Doing it.", "anchors": anchors(name)} | changes


def _stage(name: str, subjects: list[str], n_items: int = 1, **changes: Any) -> dict[str, Any]:
    sections = [
        {"id": f"s{k}", "title": "A part", "subject": subject, "who": "A colleague", "other_team": k == 0,
         "items": [_item(f"i{k}-{n}") for n in range(n_items)]}
        for k, subject in enumerate(subjects)
    ]  # fmt: skip
    stage = {"id": name, "title": "A stage", "purpose": "To see.", "who": "The manager", "time": "45m"}
    return stage | {"sections": sections, "rating": {"rule": "1 to 4.", "not_enough": "Say why."}} | changes


def stages() -> dict[str, dict[str, Any]]:
    """Return the four stages."""
    traits = ["control_quotient", "emotional_intelligence", "basic_skills", "advanced_problem_solving"]
    deadline = {"days": 5, "at": "23:59", "text": "Until {deadline}, where you are."}
    return {
        "pre_screen": _stage("pre_screen", ["all"], n_items=10, deadline=deadline),
        "phone_first": _stage("phone_first", ["all"], least_time="30m"),
        "phone_second": _stage("phone_second", ["all"], time="20m"),
        "interviews": _stage("interviews", ["resourcefulness", "empathy", *traits]),
    }


def _value() -> dict[str, Any]:
    return {"name": "A value", "meaning": "What it means.", "anchors": anchors("value")}


def manifest() -> dict[str, Any]:
    """Return pack.yaml."""
    practice = a_question("p", 0)
    return {
        "id": "small", "title": "Small", "language": "en", "today": "2026-02-10", "time_zone": "UTC",
        "product": "A small product.",
        "files": {
            "product": "product.md", "help_centre": "help_centre", "status": "status.yaml",
            "colleagues": "colleagues.yaml", "start_article": "article-00",
        },
        "exercise": {"questions": 20, "time": "30m", "grace": "5s"},
        "forms": ["a", "b"],
        "areas": {"a": {"sections": [10, 11], "open": 12}, "b": {"sections": [20], "open": 21}},
        "values": {"resourcefulness": _value(), "empathy": _value()},
        "dimensions": {"correctness": _value(), "clarity": _value()},
        "practice_question": practice,
        "ai_rules": {"allowed": "You may.", "disclose": "Say so.", "not_allowed": "Please don't."},
        "privacy_notice": "{company} keeps your answers.",
        "accommodation": "Write to {contact}.",
    }  # fmt: skip


def colleagues() -> list[dict[str, Any]]:
    """Return three colleagues, of whom the first knows something about the open questions."""
    topic = {
        "topic": "a fault",
        "open": True,
        "keywords": ["fault"],
        "phrasings": ["is it a fault"],
        "answer": "Perhaps.",
    }
    return [
        {"id": name, "name": name.title(), "role": "Engineer", "delay": 60, "about": "Faults.", "dont_know": "No idea.",
         "knows": [topic] if name == "ada" else []}
        for name in ("ada", "bo", "cy")
    ]  # fmt: skip


def status() -> dict[str, Any]:
    """Return a status page with one incident now and one before."""
    update = {"at": "2026-02-10T08:00:00Z", "state": "investigating", "text": "We look."}
    incident = {
        "id": "now",
        "title": "Slow",
        "components": ["app"],
        "began": "2026-02-10T07:00:00Z",
        "updates": [update],
    }
    return {
        "as_of": "2026-02-10T10:00:00Z",
        "components": [{"id": "app", "name": "App", "state": "degraded"}],
        "current": [incident],
        "past": [incident | {"id": "before", "ended": "2026-02-10T07:30:00Z"}],
    }


def labelled() -> dict[str, Any]:
    """Return two labelled replies, the second of which turns the first round."""
    reply = {"question_id": "a00", "overall": 4, "kind": "good", "why": "It is right."}
    return {
        "form": "a",
        "replies": [
            reply | {"reply_id": "a00-1", "text": some_words("first", 20)},
            reply | {"reply_id": "a00-2", "text": some_words("second", 20), "pair_of": "a00-1", "overall": 1},
        ],
    }


def a_pack() -> dict[str, Any]:
    """Return a sound pack, by its files; articles are under "help_centre"."""
    return {
        "pack.yaml": manifest(),
        "forms/a.yaml": a_form("a"),
        "forms/b.yaml": a_form("b"),
        "colleagues.yaml": colleagues(),
        "status.yaml": status(),
        "labelled/a.yaml": labelled(),
        "help_centre": [an_article(n) for n in range(40)],
        "product.md": "".join(f"## {n}. Section\n\nFacts.\n" for n in (10, 11, 12, 20, 21)),
        **{f"stages/{name}.yaml": stage for name, stage in stages().items()},
    }


def write_pack(pack: dict[str, Any], folder: Path) -> Path:
    """Write a pack into a folder and return the folder."""
    for place, part in pack.items():
        if place == "help_centre":
            for article in part:
                front = {key: value for key, value in article.items() if key != "text"}
                _write(folder / place / f"{article['id']}.md", ["---\n", front, "---\n\n", article["text"]])
        else:
            _write(folder / place, [part])
    return folder


def _write(file: Path, parts: list[Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    texts = [part if isinstance(part, str) else _as_yaml(json.dumps(part)) for part in parts]
    file.write_text("".join(texts), encoding="utf-8")


@cache  # most files are the same in all tests
def _as_yaml(data: str) -> str:
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.width = 10_000
    yaml.sort_base_mapping_type_on_output = False  # as it was built: the tests know the lines
    yaml.representer.ignore_aliases = lambda _: True
    stream = StringIO()
    yaml.dump(json.loads(data), stream)
    return stream.getvalue()
