"""What a scenario is about: title, question, period, clock, promise; and the numbers that it assumes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from dashboard.planning import editor_sheet
from dashboard.planning.editor_fields import Field, fields
from dashboard.planning.editor_fold import fold
from sim.scenario.sheets import Column, Sheet, listed_rows, with_listed_rows

if TYPE_CHECKING:
    from dashboard.planning.editor_state import Editor

_WORDS: Final = (Field("title", "Title"), Field("purpose", "The question that it answers"))
_PERIOD: Final = (
    Field("start", "First day"),
    Field("length", "Length"),
    Field("warm_up", "Of that not measured"),
    Field("zone", "Clock of reports"),
    Field("business_hours.days", "Open for customers on"),
    Field("business_hours.start", "from"),
    Field("business_hours.end", "to"),
    Field("service_level.within", "Good if answered within"),
    Field("currency", "Currency"),
)
_ASSUMED: Final = Sheet(
    ("assumptions",), (Column("what", "Assumed number, in words"), Column("grade", "Grade")), {"grade": "D"}
)


def show(editor: Editor) -> None:
    """Show it, folded."""
    fold("Title, period, clock and assumptions", "about", partial(_inside, editor))


def _inside(editor: Editor) -> None:
    fields(editor, (), _WORDS, 1)
    fields(editor, (), _PERIOD)
    change = partial(with_listed_rows, sheet=_ASSUMED)
    table = editor_sheet.Table("assumptions", ("assumptions", 0), _ASSUMED.columns, change)
    editor_sheet.show(editor, table, listed_rows(editor.data or {}, _ASSUMED))
    editor_sheet.problems(editor, _ASSUMED.path)
