"""Working hours as people write them, such as "9am-5pm" or "9 to 5" -> from and to, where they can only mean one."""

from __future__ import annotations

import re
import unicodedata
from itertools import product
from typing import Final, NamedTuple

from sim.scenario.part import DAY_MINUTES, clock_text

_DASHES: Final = dict.fromkeys(range(0x2010, 0x2016), "-") | {0x2212: "-"}
_TIME: Final = r"(\d{1,2})(?:[:.]([0-5]\d))?(?:([ap])\.?m\.?)?"
_SPAN: Final = re.compile(rf"{_TIME}(?:-|to|until|till){_TIME}", re.ASCII)
_HALF: Final = 12


class _Time(NamedTuple):
    """A time of day as written. minute: "" where none stands; half: "a" or "p", or ""."""

    hour: str
    minute: str
    half: str

    @property
    def is_of_24(self) -> bool:
        return not 1 <= int(self.hour) <= _HALF

    @property
    def is_padded(self) -> bool:
        return len(self.hour) == 2 and bool(self.minute)

    @property
    def is_bare(self) -> bool:
        """Is it an hour as one says it, such as the 9 of "9 to 5"?"""
        return not self.minute and not self.half and not self.hour.startswith("0")

    def as_it_stands(self) -> int:
        """Return minutes after midnight by a clock of 24 hours."""
        return 60 * int(self.hour) + int(self.minute or 0)

    def meanings(self) -> list[int]:
        """Return what it may be in minutes after midnight; nothing: no time of day, such as 13pm."""
        if self.is_of_24:
            return [] if self.half else [self.as_it_stands()]
        morning = self.as_it_stands() % (60 * _HALF)
        return [morning + 60 * _HALF * (half == "p") for half in self.half or "ap"]


def span_of(text: str) -> tuple[str, str] | None:
    """Return from and to as HH:MM; None: this is no span of hours, or may mean several.

    "09:00-17:00" is by the clock of 24 hours, and so is what has an hour of 0 or over 12, such as "9-17". "9am-5pm" is
    by that of 12. Where one of two says am or pm, or neither does and the second hour is the smaller one, they are of
    one day: "9-5pm" and "9 to 5" are from 09:00 to 17:00. "8-10", "8-10pm", "12-8" and "10:00-6:00" may mean several.
    """
    tight = "".join(unicodedata.normalize("NFKC", text[:200]).lower().split()).translate(_DASHES)
    found = _SPAN.fullmatch(tight)
    if found is None:
        return None
    groups = [one or "" for one in found.groups()]
    meant = _meant(_Time(*groups[:3]), _Time(*groups[3:]))
    return None if meant is None else (clock_text(meant[0]), clock_text(meant[1]))


def _meant(start: _Time, end: _Time) -> tuple[int, int] | None:
    """Return the one thing that they say, in minutes after midnight."""
    n_halves = bool(start.half) + bool(end.half)
    if not n_halves and (start.is_of_24 or end.is_of_24 or (start.is_padded and end.is_padded)):
        return start.as_it_stands(), end.as_it_stands()
    ends = [one or DAY_MINUTES for one in end.meanings()]  # until midnight
    spans = list(product(start.meanings(), ends))
    if n_halves == 1:
        spans = [span for span in spans if span[0] < span[1]]
    elif not n_halves:
        is_said = start.is_bare and end.is_bare and int(end.hour) < int(start.hour) < _HALF
        spans = [(spans[0][0], spans[-1][1])] if is_said else []  # from before to after noon
    return spans[0] if len(spans) == 1 else None
