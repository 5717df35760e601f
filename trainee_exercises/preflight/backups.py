"""The newest backup in a folder: how old it is, and whether it can be read."""

from __future__ import annotations

import time
import zipfile
from typing import TYPE_CHECKING, Final

from trainee_exercises.preflight.lines import Line, not_tried, ok, wrong
from trainee_exercises.storage.backup import MANIFEST, Manifest

if TYPE_CHECKING:
    from pathlib import Path

_CHECK: Final = "backup"
_HOUR_MS: Final = 3_600_000
_OLDEST_HOURS: Final = 26  # one a day, and some time for it
_REMEDY: Final = "run `support-sandbox data backup FILE`, every night by cron: see docs/hosting.md"


def newest(folder: Path | None) -> Line:
    """Say how old the newest backup is. folder: None where nobody said where they are."""
    if folder is None:
        return not_tried(_CHECK, "give --backups, the folder where the backups are, on the server")
    if not folder.is_dir():
        return wrong(_CHECK, f"there is no folder {folder}", _REMEDY)
    files = sorted(folder.glob("*.zip"), key=lambda one: one.stat().st_mtime)
    return _about(files[-1]) if files else wrong(_CHECK, f"there is no backup in {folder}", _REMEDY)


def _about(file: Path) -> Line:
    try:
        with zipfile.ZipFile(file) as pack:
            made_at = Manifest.model_validate_json(pack.read(MANIFEST)).made_at
            broken = pack.testzip()
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        return wrong(_CHECK, f"{file} is no backup that can be read: {str(error).splitlines()[0]}", _REMEDY)
    if broken is not None:
        return wrong(_CHECK, f"{file} is damaged: {broken}", _REMEDY)
    hours = (time.time() * 1000 - made_at) / _HOUR_MS
    says = f"{file.name} was made {hours:.0f} hours ago"
    return ok(_CHECK, says) if hours <= _OLDEST_HOURS else wrong(_CHECK, says, _REMEDY)
