"""The open web socket of a page: it outlives the sign-in that it was opened with, but does nothing for it any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import Message, Receive


def watched(receive: Receive, is_welcome: Callable[[], Awaitable[bool]]) -> Receive:
    """Return a `receive` that looks who it is at each message, and hands on none of somebody who is gone.

    In its place comes the wish to see the page anew. Streamlit does what a button is for before it runs the page, and
    only the page would find out; without the message there is no button, and the page says how to sign in.
    """

    async def looked_at() -> Message:
        message = await receive()
        if message["type"] != "websocket.receive" or await is_welcome():
            return message
        return {"type": "websocket.receive", "bytes": _anew()}

    return looked_at


def _anew() -> bytes:
    from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: PLC0415 -- loads with the first page, not with the guard
    from streamlit.proto.ClientState_pb2 import ClientState  # noqa: PLC0415 -- as above

    return bytes(BackMsg(rerun_script=ClientState()).SerializeToString())
