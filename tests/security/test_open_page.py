"""A page that stays open in a browser after its sign-in has ended, with Streamlit itself behind the guard."""

from __future__ import annotations

import pytest
from doors import HERE
from round_builder import a_round
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime import Runtime

from dashboard import shared
from dashboard.app import create_app
from dashboard.identity import Identity
from trainee_exercises.accounts import users
from trainee_exercises.hiring.rounds import rounds

WHERE = {"query_string": "part=Close+and+keep", "page_name": "round"}


@pytest.fixture
def open_house(house, monkeypatch):
    """Give a house whose pages are the real ones."""
    monkeypatch.setattr(shared, "storage", lambda: house.storage)
    yield house
    Runtime._instance = None


def drawn(socket, *widgets):
    """Run the page with these widgets as they are in the browser; return the elements that it draws."""
    state = ClientState(**WHERE)
    state.widget_states.widgets.extend(widgets)
    socket.send_bytes(BackMsg(rerun_script=state).SerializeToString())
    found = []
    while True:
        message = ForwardMsg.FromString(socket.receive_bytes())
        if message.WhichOneof("type") == "script_finished":
            return found
        if message.WhichOneof("type") == "delta":
            found.append(message.delta.new_element)


def id_of(elements, kind):
    """Return the id of the first element of that kind."""
    return next(getattr(one, kind).id for one in elements if one.WhichOneof("type") == kind)


def _pressed(house, browser, meanwhile):
    """Open a round's last part, tick the box, let something happen, press the button; return what is drawn then."""
    with browser.websocket_connect(HERE.replace("http", "ws") + "/_stcore/stream", subprotocols=["streamlit"]) as page:
        ticked = WidgetState(id=id_of(drawn(page), "checkbox"), bool_value=True)
        button = id_of(drawn(page, ticked), "button")
        meanwhile()
        found = drawn(page, ticked, WidgetState(id=button, trigger_value=True))
    return [one.alert.body for one in found if one.WhichOneof("type") == "alert"], rounds(house.storage)[0].is_closed


@pytest.mark.parametrize("how", ["signed out", "disabled", "not at all"])
def test_a_button_of_an_open_page_does_nothing_once_its_sign_in_has_ended(open_house, how):
    """Streamlit does what a button is for before the page can find out who it is."""
    a_round(open_house.storage)
    token = open_house.token_of("manager")
    app = create_app(Identity(open_house.storage, open_house.settings))
    browser = open_house.browser(token)
    with type(browser)(
        app, base_url=HERE, client=("127.0.0.1", 1), headers=browser.headers, cookies=browser.cookies
    ) as it:
        ends = {
            "signed out": lambda: open_house.browser(token).post("/sign-out"),
            "disabled": lambda: users.disable(open_house.storage, "manager", "test"),
            "not at all": lambda: None,
        }
        said, is_closed = _pressed(open_house, it, ends[how])
    assert (how == "not at all") == is_closed
    assert (how == "not at all") == ("You are signed out. What you saved is there when you come back." not in said)
