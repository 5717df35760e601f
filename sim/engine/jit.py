"""Numba where it loads, plain Python where it does not: the same functions either way.

`shared` marks a rule or a bookkeeping function: plain Python for the reference engine, compiled into the fast one.
`compiled` marks the fast engine's loop. Both compile without reference counts (`_nrt=False`): handing tuples of tables
from function to function is then free, and nothing may be allocated inside. Everything is inlined: a call would hand
over hundreds of words, which took half of the time.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

numba: Any
try:
    import numba
    from numba.extending import register_jitable
except ImportError:  # a platform without numba: everything works, more slowly
    IS_COMPILED = False
else:
    IS_COMPILED = not numba.config.DISABLE_JIT


def _source_hash() -> str:
    """Return a name for this state of the engine's sources: numba's cache does not see edits in other modules."""
    here = Path(__file__).parent
    sources = [*sorted(here.glob("*.py")), here.parent / "inputs.py", here.parent / "record.py"]
    text = b"".join(path.read_bytes() for path in sources)
    return hashlib.sha256(text + numba.__version__.encode()).hexdigest()[:16]


def _cache_folders() -> list[Path]:
    """Return where compiled code may be kept, best first."""
    homes = [os.environ.get("NUMBA_CACHE_DIR"), os.environ.get("XDG_CACHE_HOME"), os.environ.get("LOCALAPPDATA")]
    bases = [Path(home) for home in homes if home]
    return [*bases, Path("~/.cache").expanduser()]


def _cache_folder() -> Path | None:
    """Return a folder that can be written to for this state of the sources; None: there is none, so do not cache."""
    for base in _cache_folders():
        folder = base / "support-sandbox" / f"engine-{_source_hash()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except (OSError, RuntimeError):
            continue
    return None


def shared(function: Any) -> Any:
    """Mark a rule or a bookkeeping function: stays plain Python, and can be called from compiled code."""
    return register_jitable(_nrt=False, forceinline=True)(function) if IS_COMPILED else function


def compiled(function: Any) -> Any:
    """Compile the fast engine's loop, cached where a folder can be written to; plain Python without numba."""
    if not IS_COMPILED:
        return function
    folder, before = _cache_folder(), numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(folder or "")
    try:
        return numba.njit(cache=folder is not None, nogil=True, _nrt=False)(function)
    finally:
        numba.config.CACHE_DIR = before
