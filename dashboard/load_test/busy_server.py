"""The app's server with long comparisons under way from the start, and one that is done to look at."""

from __future__ import annotations

import sys
from typing import Final

import scenarios
from dashboard import server, settings
from dashboard.planning.board import Wish

DONE: Final = Wish(scenarios.text("quickstart"), "quickstart.yaml", replications=20)
"""What visitors look at."""
_LONG: Final = ("overload-year", "stage-4")
_ENDLESS: Final = 100_000


def main(n_long: int, port: int) -> None:
    """Serve on *port*, this machine alone, with so many long comparisons; print the id of the one to look at."""
    chosen = settings.from_environment()
    opened = server.listening(chosen, port)
    server.set_up_streamlit(chosen, port)
    from dashboard.planning.runs import board  # noqa: PLC0415 -- loads Streamlit, after its options

    shown = board().start(DONE, "local")
    assert shown.job is not None
    shown.job.wait()
    for name in _LONG[:n_long]:
        board().start(Wish(scenarios.text(name), f"{name}.yaml", replications=_ENDLESS), "local")
    print(f"run {shown.id}", flush=True)  # noqa: T201 -- who started this program reads it
    server.run(opened, chosen, browser=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
