"""What a rep wishes for: a level and a seed, or a scenario of their own. From it the terms of a shift."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sim.durations import MINUTE
from sim.scenario.load import parse
from sim.scenario.problems import ScenarioError
from trainee_exercises.library.limits import one_line, sound_title
from trainee_exercises.packs.folders import folder_of
from trainee_exercises.packs.text import PackError
from trainee_exercises.practice.day import PracticeError, Scene, minutes_of, seated
from trainee_exercises.practice.levels import TOUR, level
from trainee_exercises.practice.limits import LONGEST_NAME
from trainee_exercises.practice.load import DESK, WEEK, load_practice, pack_names
from trainee_exercises.practice.once import once
from trainee_exercises.practice.shift import Terms
from trainee_exercises.practice.size import require_small

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from trainee_exercises.practice.scripts import PracticePack

PACK: Final = "pinfold"
SETTING: Final = "SUPPORT_SANDBOX_PRACTICE_PACK"
"""The folder of a practice pack that this server uses in place of the shipped one; only its owner sets it."""
SHORTEST, LONGEST = 10, 60
"""Minutes of a shift; the tour and the first levels may be shorter."""
SPEEDS: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
MOST_SEED: Final = 2**31 - 1
_TOUR_SEED: Final = 1
_LONGEST_PATH: Final = 200
_UNREADABLE: Final = (
    "can't be read. Tell whoever runs this server: its log says why, and so does the command"
    " `support-sandbox practice check` with file and line."
)
_LOG: Final = logging.getLogger("support_sandbox")


class Wish(NamedTuple):
    """What a shift shall be. minutes: None: those of the level; scenario: a text, "" for the week of the pack.

    pack: "" for that of this server (see `pack_here`); reps choose among names, never among folders.

    plan, day (from 0), time ("09:00"): None: those of the level, or with a scenario of one's own its first ones.
    """

    level: int
    seed: int
    minutes: int | None = None
    speed: float = 1.0
    pack: str = ""
    scenario: str = ""
    plan: str | None = None
    day: int | None = None
    time: str | None = None


class Kept(NamedTuple):
    """A wish as it is stored: all that it leaves open is settled."""

    level: int
    seed: int
    length: int
    speed: float
    pack: str
    scenario: str
    plan: str
    day: int
    time: int
    title: str


def settled(wish: Wish) -> Kept:
    """Return the wish with all that it leaves open settled.

    Raises:
        PracticeError: such a shift can't be had; the text says why.

    """
    try:
        grade = level(wish.level)
    except ValueError as error:
        raise PracticeError(str(error)) from None
    if not 0 <= wish.seed <= MOST_SEED:
        raise PracticeError(f"{wish.seed} is no seed; choose a whole number from 0 to {MOST_SEED:,}")
    if wish.speed not in SPEEDS:
        raise PracticeError(f"{wish.speed:g} is no speed; choose one of {', '.join(f'{one:g}' for one in SPEEDS)}")
    if wish.minutes is not None and not SHORTEST <= wish.minutes <= LONGEST:
        raise PracticeError(f"{wish.minutes} minutes is no length; choose {SHORTEST} to {LONGEST}")
    pack = _known(wish.pack or pack_here())
    scenario = scenario_of(pack, wish.scenario)
    plan = wish.plan or (next(iter(scenario.plans)) if wish.scenario else grade.plan)
    day = grade.day if wish.day is None else wish.day
    is_tour = wish.level == TOUR
    minutes = wish.minutes if wish.minutes is not None and not is_tour else grade.minutes
    kept = Kept(
        wish.level,
        _TOUR_SEED if is_tour else wish.seed,
        round(minutes * MINUTE * (1.0 if is_tour else wish.speed)),
        1.0 if is_tour else wish.speed,
        pack,
        wish.scenario,
        plan,
        day,
        _time(wish.time or grade.time),
        sound_title(scenario.title),
    )
    scene = Scene(kept.plan, kept.seed, kept.day, kept.time)
    require_small(scenario, scene)  # before anything of it is drawn
    seated(scenario, scene)
    return kept


def pack_here() -> str:
    """Return the practice pack of this server: the folder that its owner has set, or the shipped one's name."""
    said = os.environ.get(SETTING, "").strip() or PACK
    return str(Path(said).resolve()) if Path(said).is_dir() else said


def name_of(rep: str) -> str:
    """Return what a rep is called at the desk as it is kept: on one line, cut where it is too long."""
    return one_line(rep)[:LONGEST_NAME].strip()


def _known(pack: str) -> str:
    names = dict.fromkeys([pack_here(), *pack_names()])
    if pack not in names:
        known = ", ".join(map(_called, names))
        raise PracticeError(f"{_called(pack)!r} is no practice pack of this server; there is {known}")
    if len(pack) > _LONGEST_PATH:
        says = f"has an address of {len(pack)} characters, and {_LONGEST_PATH} are the most that are kept of a shift"
        raise PracticeError(f"the folder of this server's practice pack {says}; its owner has to move it")
    _read(pack)
    return pack


def _called(pack: str) -> str:
    """Return what reps may read of a pack's name: folders above it are the server's."""
    return Path(pack).name


def _read(pack: str) -> PracticePack:
    try:
        return load_practice(pack)
    except PackError as error:
        _LOG.error("the practice pack %s can't be read: %s", pack, error)
        raise PracticeError(f"the practice pack {_called(pack)!r} {_UNREADABLE}") from None


def _time(clock: str) -> int:
    try:
        ticks = minutes_of(clock)
    except ValueError:
        raise PracticeError(f"{clock!r} is no time; write HH:MM, such as 09:00") from None
    if not 0 <= ticks < 24 * 60 * MINUTE:
        raise PracticeError(f"{clock!r} is no time of a day; write 00:00 to 23:59")
    return ticks


def terms_of(kept: Kept, rep: str) -> Terms:
    """Return the terms of a shift that was wished for.

    Raises:
        PracticeError: its pack or its scenario can't be read any more.

    """
    pack = _read(kept.pack)
    scenario = scenario_of(kept.pack, kept.scenario)
    return Terms(pack, scenario, Scene(kept.plan, kept.seed, kept.day, kept.time), level(kept.level), kept.length, rep)


@once(32)
def scenario_of(pack: str, text: str) -> Scenario:
    """Return a scenario. text: "": the week that comes with the pack.

    Raises:
        PracticeError: it can't be read, or the pack has none.

    """
    if not text:
        text = _week(pack)
    try:
        return parse(text, "the scenario")
    except ScenarioError as error:
        raise PracticeError(f"the scenario can't be used: {error}") from None


def _week(pack: str) -> str:
    try:
        return (folder_of(pack, DESK)[0] / WEEK).read_text("utf-8")
    except FileNotFoundError:
        raise PracticeError(f"the pack {_called(pack)!r} has no {WEEK}; choose a scenario") from None
    except (OSError, UnicodeDecodeError, PackError) as error:
        _LOG.error("%s of the practice pack %s can't be read: %s", WEEK, pack, error)
        raise PracticeError(f"{WEEK} of the practice pack {_called(pack)!r} {_UNREADABLE}") from None


def as_json(kept: Kept) -> dict[str, Any]:
    """Return what of a wish stands among a shift's terms."""
    return {name: getattr(kept, name) for name in ("seed", "length", "speed", "plan", "day", "time")}
