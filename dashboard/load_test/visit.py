"""A visitor without a browser: speaks Streamlit's protocol, and knows how long a page took."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

if TYPE_CHECKING:
    from types import TracebackType

_LARGEST: Final = 64 * 2**20
_PATIENCE: Final = 60.0


class Took(NamedTuple):
    """A page that was shown. seconds: from asking to its last piece; problem: what it says went wrong, or ""."""

    page: str
    seconds: float
    problem: str


class Visit:
    """A session of one visitor."""

    def __init__(self, url: str) -> None:
        """Open a session with the server at *url*, on this machine."""
        self._socket = connect(
            url.replace("http", "ws", 1) + "/_stcore/stream",
            origin=Origin(url),
            subprotocols=[Subprotocol("streamlit")],
            max_size=_LARGEST,
        )

    def __enter__(self) -> Self:
        """Be there for a block."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Close the session."""
        self._socket.close()

    def show(self, page: str, query: str = "") -> Took:
        """Ask for a page, such as "compare" with "run=0123", and wait until it is whole."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        began = time.perf_counter()
        self._socket.send(asked.SerializeToString())
        problem = ""
        while True:
            got = ForwardMsg()
            got.ParseFromString(self._socket.recv(timeout=_PATIENCE))
            problem = problem or _problem(got)
            if got.WhichOneof("type") == "script_finished":
                return Took(page, time.perf_counter() - began, problem)


def _problem(got: ForwardMsg) -> str:
    """Return what a piece of a page says went wrong."""
    if got.WhichOneof("type") != "delta" or got.delta.WhichOneof("type") != "new_element":
        return ""
    element = got.delta.new_element
    kind = element.WhichOneof("type")
    if kind == "exception":
        return str(element.exception.message)
    is_error = kind == "alert" and element.alert.format == element.alert.ERROR
    return str(element.alert.body) if is_error else ""
