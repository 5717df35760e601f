"""What the rep said that messages are about: one category, the modifiers, and whose the root cause is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trainee_exercises.practice.debrief.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trainee_exercises.practice.cases import Entry
    from trainee_exercises.practice.debrief.course import Course
    from trainee_exercises.practice.scripts import PracticePack


class Given(NamedTuple):
    """The tags of a customer whom the rep answered or passed on, beside what is right. entry: None: there are none.

    missing, extra: modifiers.
    """

    course: Course
    entry: Entry | None
    category: str
    owner: str
    modifiers: tuple[str, ...]
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Is it the right category?"""
        return self.category == self.course.script.category

    @property
    def is_whole(self) -> bool:
        """Are the modifiers right as well?"""
        return self.is_right and not self.missing and not self.extra


class Tagged(NamedTuple):
    """How the customers whom the rep answered or passed on were tagged. right: categories; whole: modifiers as well.

    none: without a category, by case.
    """

    n: int
    right: int
    whole: int
    owners_right: int
    none: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """Return the share that is right: a category without its modifiers is half of it. None: nobody to tag."""
        return (self.right + self.whole) / (2 * self.n) if self.n else None


def given(found: Sequence[Course]) -> list[Given]:
    """Return the tags of all whom the rep answered or passed on, in the order of arrival.

    A report that was rightly merged with another one has the tags of that one, unless it has its own.
    """
    by_id = {one.id: one for one in found}
    return [_given(one, by_id) for one in found if one.told or one.of("passed")]


def _given(one: Course, by_id: dict[str, Course]) -> Given:
    entry = _last(one, by_id)
    data: dict[str, Any] = dict(entry.data) if entry else {}
    modifiers: Sequence[str] = data.get("modifiers", ())
    wanted, allowed = set(one.script.modifiers), {"angry"} if _lost_patience(one) else set()
    return Given(
        one,
        entry,
        str(data.get("category") or ""),
        str(data.get("owner") or ""),
        tuple(sorted(modifiers)),
        tuple(sorted(wanted - set(modifiers))),
        tuple(sorted(set(modifiers) - wanted - allowed)),
    )


def _last(one: Course, by_id: dict[str, Course]) -> Entry | None:
    own = one.of("tagged")
    into = [by_id[str(entry.data["into"])] for entry in one.of("merged")
            if entry.data["right"] and entry.data["into"] in by_id]  # fmt: skip
    either = own or (into[-1].of("tagged") if into else [])
    return either[-1] if either else None


def _lost_patience(one: Course) -> bool:
    """Tell whether a customer became angry on the way: who is told so by a tag is told the truth."""
    return bool(one.of("nudged", "left")) or any(
        entry.data.get("why") in {"impatient", "rude"} for entry in one.of("customer_wrote")
    )


def tagging(found: Sequence[Course]) -> Tagged:
    """Return how well the tags fit; only customers whom the rep has answered or passed on count."""
    ones = given(found)
    return Tagged(
        len(ones),
        sum(one.is_right for one in ones),
        sum(one.is_whole for one in ones),
        sum(one.owner == one.course.script.root_cause.owner for one in ones),
        tuple(one.course.id for one in ones if not one.category),
    )


# ---- findings ----


def findings(found: Sequence[Course], pack: PracticePack) -> Iterator[Finding]:
    """Yield wrong categories, modifiers and owners, each of the message that was tagged so; and what has no tag."""
    ones = given(found)
    for one in ones:
        if one.entry is not None and one.entry.case == one.course.id:
            yield from _category(one, one.entry, pack)
            yield from _owner(one, one.entry)
    none = [one.course for one in ones if not one.category]
    if none:
        cites = tuple(sorted((one.told[0].entry if one.told else one.of("passed")[0]).id for one in none))
        who = f"{none[0].name} has" if len(none) == 1 else f"{len(none)} customers have"
        says = f"{who} no category, though you answered or passed them on."
        also = tuple(one.id for one in none[1:])
        yield Finding("tag", says, _TAG_ALL, 0.3 * len(none), cites, none[0].id, also=also)


def _category(one: Given, entry: Entry, pack: PracticePack) -> Iterator[Finding]:
    name, right = one.course.name, one.course.script.category
    if one.category and not one.is_right:
        says = f"{name} was tagged {word(one.category)}; it is {word(right)}: {pack.tags[right]}."
        yield Finding("tag", says, _TAGS, 0.4, (entry.id,), one.course.id)
    if not one.category:
        return
    for each in one.missing:
        says = f"{name}'s message was not tagged {word(each)} as well: {pack.modifiers[each]}."  # type: ignore[index]
        yield Finding("tag", says, _MODIFIERS, 0.2, (entry.id,), one.course.id)
    for each in one.extra:
        says = f"{name} was tagged {word(each)}, and nothing in the message asks for it."
        yield Finding("tag", says, _MODIFIERS, 0.2, (entry.id,), one.course.id)


def _owner(one: Given, entry: Entry) -> Iterator[Finding]:
    cause = one.course.script.root_cause
    if one.owner in {"", cause.owner}:
        return
    says = f"The root cause of {one.course.name}'s message: {cause.cause} That is for {cause.owner}, not {one.owner}."
    yield Finding("owner", says, _OWNER.get(one.owner, _ANY_OWNER), 0.25, (entry.id,), one.course.id)


_TAGS: Final = "Ask what would have kept this message from being written; the tag follows from that, not from the mood."
_MODIFIERS: Final = "The category says what it is about; angry and billing are said beside it, whenever they hold."
_TAG_ALL: Final = "Tag before you send: a message without a category is missing when somebody counts what to mend."
_ANY_OWNER: Final = "Name who could change it so that nobody has to write about it again."
_OWNER: Final = {
    "support": f"{_ANY_OWNER} That support answers it does not make support its cause.",
    "customer": f"{_ANY_OWNER} A slip of the customer's often has a page behind it that invites the slip.",
}


def word(name: str) -> str:
    """Return a tag in words."""
    return name.replace("_", " ")
