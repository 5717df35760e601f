"""A team with more or fewer people: seats are added to its shifts, or taken away, and everybody else stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.staffing import head_count

if TYPE_CHECKING:
    from sim.scenario.teams import Numbers, Shift, Team


def with_people(team: Team, change: int) -> Team:
    """Return *team* with so many people more, or fewer (below 0), spread over its shifts in their proportions.

    Newcomers have the highest numbers, so that everybody who stays is the same person as before. Where shifts have
    people of their own and some are taken away, those behind them move up. More than there are takes all away.
    """
    if not change:
        return team
    if any(shift.agents is not None for shift in team.shifts or ()):
        return _with_more(team, change) if change > 0 else _with_fewer(team, -change)
    n_left = max(head_count(team) + change, 0)
    return _renumbered(team, list(range(1, n_left + 1))).model_copy(update={"headcount": n_left})


def _sizes(team: Team) -> list[int]:
    return [shift.agents or 0 for shift in team.shifts or ()]


def _resized(team: Team, shifts: list[Shift]) -> Team:
    """Return *team* with these shifts; a headcount that it gave is their sum."""
    n_people = sum(shift.agents or 0 for shift in shifts)
    headcount = None if team.headcount is None else n_people
    return team.model_copy(update={"shifts": tuple(shifts), "headcount": headcount})


def _with_more(team: Team, n_more: int) -> Team:
    """Add the newcomers of each shift as a shift of their own behind the others."""
    shifts, sizes = list(team.shifts or ()), _sizes(team)
    added = [0] * len(shifts)
    for _ in range(n_more):
        added[_neediest(sizes, added)] += 1
    new = [shift.model_copy(update={"agents": n}) for shift, n in zip(shifts, added, strict=True) if n]
    return _resized(team, [*shifts, *new])


def _neediest(sizes: list[int], added: list[int]) -> int:
    """Return the shift with the fewest newcomers for its size; the larger, then the earlier in a tie."""
    return min(range(len(sizes)), key=lambda i: ((added[i] + 1) / max(sizes[i], 0.5), -sizes[i], i))


def _with_fewer(team: Team, n_fewer: int) -> Team:
    """Take away, one by one, the last person of the largest shift; of equal ones the last."""
    sizes, first = _sizes(team), 1
    left, kept = list(sizes), list[int]()
    for _ in range(min(n_fewer, sum(sizes))):
        largest = max(range(len(left)), key=lambda i: (left[i], i))
        left[largest] -= 1
    for size, n_left in zip(sizes, left, strict=True):
        kept += range(first, first + n_left)
        first += size
    shifts = [shift.model_copy(update={"agents": n}) for shift, n in zip(team.shifts or (), left, strict=True)]
    return _resized(_renumbered(team, kept), shifts)


def _renumbered(team: Team, kept: list[int]) -> Team:
    """Return *team* in which those who are *kept*, in order, have the numbers from 1, and nothing is said of others."""
    place = {old: new for new, old in enumerate(kept, start=1)}

    def renamed(numbers: Numbers) -> tuple[int, ...]:
        return tuple(place[number] for number in numbers if number in place)

    return team.model_copy(update={
        "absences": tuple(one.model_copy(update={"agents": renamed(one.agents)}) for one in team.absences
                          if renamed(one.agents)),
        "hires": tuple(one.model_copy(update={"agents": renamed(one.agents)}) for one in team.hires
                       if renamed(one.agents)),
        "meetings": tuple(one if one.agents is None else one.model_copy(update={"agents": renamed(one.agents)})
                          for one in team.meetings if one.agents is None or renamed(one.agents)),
    })  # fmt: skip
