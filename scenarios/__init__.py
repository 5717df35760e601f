"""The scenarios that come with the package: one YAML file each, with its purpose and its assumptions."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

_ENDING: Final = ".yaml"


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
