"""The routes of the questionnaire: whose they are, and what they answer to what no page sends."""

from __future__ import annotations

import pytest
from round_builder import a_candidate, a_round
from sqlalchemy import select

from trainee_exercises.accounts import sign_ins
from trainee_exercises.hiring.invitations import issue
from trainee_exercises.hiring.questionnaires import move_deadline, read, send
from trainee_exercises.storage import tables

VIEW, ACT = "/api/questionnaire", "/api/questionnaire/act"
SAVE = {"kind": "save", "item": "q01", "revision": 1, "text": "Mine"}


@pytest.fixture
def two(house):
    """Give a candidate with a questionnaire, one without, and a browser of each."""
    made = a_round(house.storage)
    ada, ben = a_candidate(house.storage, made, "Ada"), a_candidate(house.storage, made, "Ben")
    send(house.storage, ada.id, "maria")
    issue(house.storage, ben.id, "maria")
    with house.storage.write() as connection:
        keys = [sign_ins.start_for_candidate(connection, one.id, house.storage.now()) for one in (ada, ben)]
    return ada, ben, *(house.browser(key) for key in keys)


def test_each_candidate_reaches_their_own_alone(house, two):
    """Nothing in a request names a candidate: the cookie decides."""
    ada, ben, of_ada, of_ben = two
    assert ada.id == of_ada.get(VIEW).json()["candidate"]
    assert 200 == of_ada.post(ACT, json={"action": SAVE}).status_code
    refused = of_ben.get(VIEW)
    assert (403, "not_there") == (refused.status_code, refused.json()["code"])
    assert "Mine" == read(house.storage, ada.id).sheet.answers["q01"].text
    assert {} == dict(read(house.storage, ben.id).sheet.answers)


def test_the_exercise_page_learns_whether_a_questionnaire_is_open(house, two):
    """Until its deadline; who has none is told of none."""
    ada, _, of_ada, of_ben = two
    view = f"/api/exercise?device={'d' * 16}"
    assert [True, False] == [one.get(view).json()["questionnaire"] for one in (of_ada, of_ben)]
    house.storage.now.at = read(house.storage, ada.id).sheet.due_at + 1
    with house.storage.write() as connection:
        key = sign_ins.start_for_candidate(connection, ada.id, house.storage.now())
    assert not house.browser(key).get(view).json()["questionnaire"]


@pytest.mark.parametrize("path", ["/questionnaire", VIEW])
def test_nobody_else_reaches_it(house, two, path):
    """Neither somebody without a sign-in nor this machine itself."""
    assert two is not None
    assert house.browser().get(path).status_code in {401, 403}


def test_a_late_save_is_told_with_its_reason(house, two):
    """409, the phase, and words for the candidate."""
    ada, _, of_ada, _ = two
    house.storage.now.at = read(house.storage, ada.id).sheet.due_at + 60_000
    with house.storage.write() as connection:
        key = sign_ins.start_for_candidate(connection, ada.id, house.storage.now())
    answer = house.browser(key).post(ACT, json={"action": SAVE})
    assert (409, "over", "over") == (answer.status_code, answer.json()["code"], answer.json()["phase"])
    assert "The time to answer is over" in answer.json()["says"]
    assert of_ada is not None
    move_deadline(house.storage, ada.id, "maria", 1)
    assert 200 == house.browser(key).post(ACT, json={"action": SAVE | {"revision": 2}}).status_code


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"action": 1}', b'{"action": {}, "more": 1}', b'{"action": {"kind": "shout"}}', b"[" * 9999],
)
def test_what_no_page_sends_is_malformed(house, two, body):
    """400 with a word about it, and nothing is written."""
    ada, _, of_ada, _ = two
    answer = of_ada.post(ACT, content=body, headers={"content-type": "application/json"})
    assert (400, "malformed") == (answer.status_code, answer.json()["code"])
    with house.storage.read() as connection:
        kinds = connection.execute(select(tables.events.c.kind).where(tables.events.c.candidate_id == ada.id)).scalars()
        assert ["sent"] == list(kinds)


def test_another_site_cannot_save(two):
    """A post that comes from elsewhere is refused."""
    _, _, of_ada, _ = two
    answer = of_ada.post(
        ACT, json={"action": SAVE}, headers={"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    )
    assert 403 == answer.status_code


def test_a_body_that_is_too_big_is_refused(two):
    """Before it is read."""
    _, _, of_ada, _ = two
    answer = of_ada.post(ACT, json={"action": SAVE | {"text": "x" * 400_000}})
    assert 413 == answer.status_code


def test_the_notice_is_about_the_questionnaire_too(two):
    """What only the exercise stores is told apart from what a questionnaire does."""
    notice = two[2].get(VIEW).json()["privacy"]
    of_both, of_exercise = notice.split("**What is stored of the exercise as well:**")
    assert "in a questionnaire or an exercise" in of_both
    assert ("pastes" in of_exercise, "pastes" in of_both) == (True, False)
