"""The scenarios that come with the package: one YAML file each, with its purpose and its assumptions."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple

_ENDING: Final = ".yaml"
_TITLE: Final = re.compile(r"^title: (.+)$", re.MULTILINE)
_PURPOSE: Final = re.compile(r"^purpose: >-\n((?:  .+\n)+)", re.MULTILINE)


class Heading(NamedTuple):
    """What a scenario is called, and what it is for."""

    title: str
    purpose: str


def names() -> list[str]:
    """Return the names of all scenarios that come with the package, in alphabetical order."""
    return sorted(one.name.removesuffix(_ENDING) for one in files(__name__).iterdir() if one.name.endswith(_ENDING))


def path(name: str) -> Path:
    """Return the file of a scenario.

    Raises:
        KeyError: there is none of that name.

    """
    if name not in names():
        raise KeyError(name)
    return Path(str(files(__name__) / f"{name}{_ENDING}"))


def text(name: str) -> str:
    """Return the text of a scenario.

    Raises:
        KeyError: there is none of that name.

    """
    return path(name).read_text(encoding="utf-8")


def heading(name: str) -> Heading:
    """Return title and purpose of a scenario, without reading the rest of it.

    Raises:
        KeyError: there is none of that name.

    """
    held = text(name)
    title, purpose = _TITLE.search(held), _PURPOSE.search(held)
    assert title is not None, name
    assert purpose is not None, name
    return Heading(title[1].strip().strip("\"'"), " ".join(purpose[1].split()))
