"""CSV text in which no cell is a formula, whatever people wrote."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

Cell = str | int | float | None

_STARTS: Final = r"[=+\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe63\ufe62\ufe66\ufe6b]"  # also the wide and small variants
_FORMULA: Final = re.compile(rf"^[\s\0\ufeff\u200b-\u200f]*(?:{_STARTS}|[\t\r\n])")
_AFTER_SEPARATOR: Final = re.compile(rf"([;\t]\s*)(?={_STARTS})")


def guarded(text: str) -> str:
    """Return *text* as a cell that no spreadsheet computes: with ' before what could begin a formula.

    So also after a semicolon or tab inside, at which some spreadsheets cut a file that is cut at commas.
    """
    text = _AFTER_SEPARATOR.sub(r"\1'", text.replace("\0", ""))
    return f"'{text}" if _FORMULA.match(text) else text


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a CSV file with a line of heads: all cells quoted, None empty, lines ending in CR LF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([guarded(one) if isinstance(one, str) else one for one in row] for row in rows)
    return out.getvalue()


def table_csv(table: pd.DataFrame) -> str:
    """Return a table as a CSV file: its texts and heads guarded, its numbers and times as pandas writes them."""
    safe = table.copy(deep=False)
    for number, kind in enumerate(table.dtypes):
        if kind.kind not in "biufcmM":  # neither numbers nor times
            safe.isetitem(number, [guarded(one) if isinstance(one, str) else one for one in table.iloc[:, number]])
    return safe.set_axis([guarded(str(one)) for one in table.columns], axis=1).to_csv(index=False)
