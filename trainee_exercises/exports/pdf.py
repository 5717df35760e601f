"""A scorecard as PDF: any text people write is shown as text, none of it breaks the file."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import getRegisteredFontNames, registerFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

from trainee_exercises.hiring.criteria import Part, title_of
from trainee_exercises.hiring.decisions import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trainee_exercises.hiring.scorecards import Line, Scorecard
    from trainee_exercises.packs import Pack

_WIDE: Final = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "Arial Unicode.ttf", "arialuni.ttf", "arial.ttf")
_FOLDERS: Final = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts/Supplemental",
    "C:/Windows/Fonts",
)
_SHIPPED: Final = "Vera.ttf"  # comes with reportlab: Latin alone
_LONGEST: Final = 3000  # a paragraph longer than some pages would not be laid out
_ABOUT: Final = (
    "Marks: 1 definitely not, 2 rather not, 3 rather yes, 4 definitely yes. There is no sum and no rank. People decide;"
    " a program's proposals are not part of this file."
)


class Letters:
    """A font and what it can show. name: as reportlab knows it."""

    def __init__(self, file: str) -> None:
        self.name = f"Scorecard-{Path(file).stem}"
        font = TTFont(self.name, file)
        if self.name not in getRegisteredFontNames():
            registerFont(font)
        self._known = frozenset(font.face.charToGlyph)

    def shown(self, text: str) -> str:
        """Return *text* as markup of reportlab's: nothing in it is a tag, what the font lacks is shown as its code."""
        return "".join(map(self._sign, text)).replace("\n", "<br/>")

    def _sign(self, sign: str) -> str:
        if sign in "\n\t":
            return sign
        if ord(sign) < 32 or 0x200B <= ord(sign) <= 0x200F or 0xFE00 <= ord(sign) <= 0xFE0F:
            return ""
        return escape(sign) if ord(sign) in self._known else f"[U+{ord(sign):04X}]"


def letters() -> Letters:
    """Return the font with the most letters among those installed here; reportlab's own where there is none."""
    for folder in _FOLDERS:
        for name in _WIDE:
            for file in sorted(Path(folder).rglob(name)) if Path(folder).is_dir() else ():
                try:
                    return Letters(str(file))
                except TTFError:  # a kind of file that reportlab cannot embed
                    continue
    return Letters(_SHIPPED)


def scorecard_pdf(card: Scorecard, pack: Pack, names: Mapping[str, str], now: int) -> bytes:
    """Return the scorecard as a PDF file. names: of the people, by id; now: ms since 1970."""
    out = BytesIO()
    page = _Page(letters())
    title = f"Scorecard {card.candidate.code}"
    document = SimpleDocTemplate(
        out, pagesize=A4, title=title, author="", leftMargin=20 * mm, rightMargin=20 * mm, topMargin=18 * mm
    )
    document.build(list(_story(page, card, pack, names, now)))
    return out.getvalue()


class _Page:
    """Makes paragraphs in one font."""

    def __init__(self, font: Letters) -> None:
        self._font = font
        self._plain = ParagraphStyle("plain", fontName=font.name, fontSize=9.5, leading=13, spaceAfter=4)
        self._small = ParagraphStyle("small", parent=self._plain, fontSize=8, leading=11, textColor="#555555")
        self._head = ParagraphStyle("head", parent=self._plain, fontSize=13, leading=17, spaceBefore=12, spaceAfter=6)
        self._title = ParagraphStyle("title", parent=self._plain, fontSize=18, leading=23, spaceAfter=8)

    def text(self, text: str, style: str = "plain") -> Iterator[Flowable]:
        """Return paragraphs of *text*, cut where it is longer than a page takes."""
        wanted = {"plain": self._plain, "small": self._small, "head": self._head, "title": self._title}[style]
        for start in range(0, max(len(text), 1), _LONGEST):
            yield Paragraph(self._font.shown(text[start : start + _LONGEST]), wanted)


def _story(page: _Page, card: Scorecard, pack: Pack, names: Mapping[str, str], now: int) -> Iterator[Flowable]:
    person = card.candidate
    yield from page.text(f"Scorecard {person.code}" + (f": {person.name}" if person.name else ""), "title")
    yield from page.text(f"{card.round.name}, form {person.form}, printed {_day(now)}", "small")
    yield from page.text(_ABOUT, "small")
    if card.owes:
        yield from page.text("You have a rating of this person open, so marks and decisions of others are left out.")
    yield from _decided(page, card, names)
    for stage in dict.fromkeys(one.stage for one in card.lines):
        yield from page.text(title_of(pack, Part(stage)), "head")
        for line in card.lines:
            if line.stage == stage:
                yield from _line(page, line)
    for one in card.reopened:
        said = f"{_day(one.at)}: {one.by} let {one.rater} correct the rating of {one.stage}. Reason: {one.why}"
        yield from page.text(said, "small")


def _decided(page: _Page, card: Scorecard, names: Mapping[str, str]) -> Iterator[Flowable]:
    yield from page.text("Decisions", "head")
    if not card.decisions:
        yield from page.text("Left out for now." if card.owes else "None so far.")
    for one in card.decisions:
        who = names.get(one.by, one.by)
        yield from page.text(f"{_day(one.at)}, {who}: {KINDS[one.kind]} (on {', '.join(one.stages) or 'no stage'})")
        yield from page.text(one.why)
        if one.despite:
            yield from page.text(f"Without a rating of each stage because: {one.despite}")


def _line(page: _Page, line: Line) -> Iterator[Flowable]:
    given = ", ".join(_given(one.rater, one.mark, one.former) for one in line.marks) or "no mark yet"
    apart = " (people disagree)" if line.disagrees else ""
    missing = f"; still to come: {', '.join(line.missing)}" if line.missing else ""
    yield from page.text(f"{line.criterion.title}: {given}{missing}{apart}")
    for one in line.marks:
        if one.words.strip():
            yield from page.text(f"{one.rater}: {one.words.strip()}", "small")
    yield Spacer(1, 2 * mm)


def _given(rater: str, mark: int | None, former: Iterable[int | None]) -> str:
    before = [str(one or "none") for one in former]
    changed = f" (before: {', '.join(before)})" if before else ""
    return f"{rater} {mark if mark is not None else 'not enough evidence'}{changed}"


def _day(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%d %B %Y, %H:%M UTC").lstrip("0")
