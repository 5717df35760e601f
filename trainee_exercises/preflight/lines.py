"""What a check before a round has found: a line each, with what to do where something is wrong."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

Outcome = Literal["ok", "wrong", "not tried"]


class Line(NamedTuple):
    """One thing that was looked at. says: what was seen; remedy: what would be right, "" where nothing is to do."""

    check: str
    outcome: Outcome
    says: str
    remedy: str = ""


def ok(check: str, says: str, remedy: str = "") -> Line:
    """Return a line about something that is as it should be."""
    return Line(check, "ok", says, remedy)


def wrong(check: str, says: str, remedy: str) -> Line:
    """Return a line about something that is not as it should be."""
    return Line(check, "wrong", says, remedy)


def not_tried(check: str, says: str) -> Line:
    """Return a line about something that could not be looked at, and why."""
    return Line(check, "not tried", says)


def is_fit(lines: list[Line]) -> bool:
    """Is nothing wrong?"""
    return all(line.outcome != "wrong" for line in lines)


def as_text(url: str, lines: list[Line]) -> str:
    """Return the lines for people."""
    width = max(len(line.check) for line in lines)
    shown = [url]
    for line in lines:
        shown.append(f"  {line.outcome:9}  {line.check:{width}}  {line.says}")
        if line.remedy:
            shown.append(f"{'':15}{'':{width}}{line.remedy}")
    n = sum(line.outcome == "wrong" for line in lines)
    untried = sum(line.outcome == "not tried" for line in lines)
    verdict = "nothing wrong" if n == 0 else f"{n} wrong"
    return "\n".join([*shown, f"{verdict}, {untried} not tried" if untried else verdict])


def as_dict(url: str, lines: list[Line]) -> dict[str, Any]:
    """Return the lines for a program."""
    return {"url": url, "fit": is_fit(lines), "lines": [line._asdict() for line in lines]}
