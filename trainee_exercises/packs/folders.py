"""Where packs are: folders, and those that come with the package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from shutil import copytree
from typing import Final

from sim.scenario.problems import Problem, listed, nearest
from trainee_exercises.packs.text import PackError

MANIFEST: Final = "pack.yaml"
_SHOWN: Final = 60  # characters of a name that is none


def names(manifest: str = MANIFEST) -> list[str]:
    """Return the names of the packs that come with the package and have that file, in alphabetical order."""
    content = _content()
    return sorted(one.name for one in content.iterdir() if (one / manifest).is_file()) if content.is_dir() else []


def folder_of(path_or_name: str | Path, manifest: str = MANIFEST) -> tuple[Path, str]:
    """Return the folder of a pack, and what problems call it. manifest: the file that makes it one of its kind.

    Raises:
        PackError: there is no such folder, and no pack of that name comes with the package.

    """
    path, name = Path(path_or_name), str(path_or_name)
    if _is_there(path) and path.is_dir():
        return path, name
    known = names(manifest)
    if name in known:
        return _content() / name, name
    near = nearest(name, known)
    remedy = (
        f"did you mean {near!r}?"
        if near
        else f"name a folder with a {manifest}, or a pack that comes along: {listed(known)}"
    )
    what = "is a file, not the folder of a pack" if _is_there(path) else "there is no such pack"
    raise PackError([Problem(name if len(name) <= _SHOWN else f"{name[:_SHOWN]}...", 0, "", f"{what}; {remedy}")])


def changed_at(path_or_name: str | Path) -> int:
    """Return when a file of a pack's folder was last changed, in ns; 0 for a pack that comes along, or for no pack."""
    folder = Path(path_or_name)
    if not _is_there(folder / MANIFEST):
        return 0
    return max((_changed_at(one) for one in folder.rglob("*")), default=0)


def copy_pack(name: str, to: Path, manifest: str = MANIFEST) -> None:
    """Copy a pack that comes with the package into a new folder. manifest: the file that makes it one of its kind.

    Raises:
        PackError: there is no such pack, or *to* cannot be written.

    """
    folder, _ = folder_of(name, manifest)
    try:
        copytree(folder, to)
    except FileExistsError:
        raise PackError([Problem(str(to), 0, "", "is there already; name a folder that is not")]) from None
    except OSError as error:
        raise PackError([Problem(str(to), 0, "", f"cannot be written: {error.strerror or error}")]) from None


def _content() -> Path:
    return Path(str(files("trainee_exercises") / "content"))


def _is_there(path: Path) -> bool:
    """Is there something of that name? Not where it may not be looked at, or can be no name, such as a longer one."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _changed_at(path: Path) -> int:
    """Return when a file was last changed, in ns; 0: it cannot be told, as of a link that leads nowhere."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
