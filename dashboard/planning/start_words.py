"""What is said of a file of contacts, in the words of the page: where a command line has an option, it has a box."""

from __future__ import annotations

import re
from typing import Final

HOW: Final = "How the file is read"
"""The line that opens to the boxes."""
_THERE: Final = f"under “{HOW}”"
_SAID: Final = (
    (r"pass --time COLUMN:", f"choose its column {_THERE}:"),
    (r"pass --time with one of", f"choose its column {_THERE}, one of"),
    (r"pass --time DATE\+TIME with the column that says when in the day, or export", "export"),
    (r"pass --count (.+)$", rf"choose \1 {_THERE}, as the column of the number of contacts"),
    (r"check --time and --count, or pass --skip-bad to go without",
     f"check the columns {_THERE}, or tick there that rows which cannot be read are left out"),
    (r"pass --interval, such as \w+", "export counts of hours or days"),
    (r"pass --from and --to", f"choose the first and the last day {_THERE}"),
    (r"pass a --zone whose hours they fit", "choose above a zone whose hours they fit"),
    (r"pass --zone, .*", "choose it above"),
    (r"pass --zone for", "choose above the zone for"),
)  # fmt: skip


def on_page(message: str) -> str:
    """Return an error or a note of `sim.calibrate` with the page's boxes in place of a command line's options."""
    for said, instead in _SAID:
        message = re.sub(said, instead, message)
    return message
