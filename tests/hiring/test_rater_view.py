"""What a rater gets: the work and a code; never a name, an address, a mark of others or a figure of the machine."""

from __future__ import annotations

import json

import pytest
from hiring.rating_rounds import DEVICE, MINUTE, a_team, an_assignment, locked, the_pack, written
from sqlalchemy import update

from trainee_exercises.hiring import questionnaires
from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.hiring.criteria import Part
from trainee_exercises.hiring.group_report import give_group_answers
from trainee_exercises.hiring.names import without_name
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.rater_view import for_rater, name_for_raters
from trainee_exercises.hiring.ratings import reopen
from trainee_exercises.storage import tables as t

SIGNED = "Hello, press Print in the day view.\n\nBest,\nzebedee quux (zebedeequux.private@home.example)"


def view_of(team, assignment, attempt=None, user="r1"):
    """Return what the rater of an assignment gets."""
    return for_rater(team.storage, assignment.id, user, the_pack(), attempt)


def questions():
    """Return the ids of the form's questions in its order."""
    return [one.id for one in the_pack().forms["a"].questions]


def test_no_name_address_mark_group_or_extra_time_in_anything_a_rater_gets(storage):
    """The JSON is searched for everything that is known of the candidate and of other ratings."""
    team = a_team(storage)
    candidate = team.candidates[0]
    give_group_answers(storage, candidate.id, {"sex": "another", "ethnicity": "pacific_islander"})
    Attempts(storage).grant(candidate.id, 15 * MINUTE, "m1", "more time for Zebedee")
    actions = (
        {"kind": "ask", "colleague": the_pack().colleagues[0].id, "text": "Quux here, can clients pay later?"},
        {"kind": "search", "query": "zebedee"},
        {"kind": "disclose", "text": "Zebedee Quux used a spelling checker"},
    )
    attempt = written(team, {questions()[0]: SIGNED, questions()[1]: "ZEBEDEE'S answer"}, actions=actions)
    other = locked(team, "r2", mark=1, empathy=2)
    reopen(storage, other.id, "m1", "talked about it")
    text = json.dumps(view_of(team, an_assignment(team), attempt), ensure_ascii=False).casefold()

    for secret in ("zebedee", "quux", "home.example", "r2@company", "talked about", "another, or", "pacific"):
        assert secret not in text, secret
    assert "more time" not in text
    assert candidate.id not in text
    assert text.count(candidate.code.casefold()) >= 5


def test_replies_notes_lookups_and_untouched_questions_are_there(storage):
    """Each question with the customer's words, the reply, the internal note and what was looked up for it."""
    team = a_team(storage)
    first, second, third = questions()[:3]
    actions = (
        {"kind": "open", "question": first},
        {"kind": "search", "query": "print"},
        {"kind": "search", "query": "xyzzyx"},
        {"kind": "read", "article": "print-day-list"},
        {"kind": "look_at_status"},
        {"kind": "save", "question": first, "field": "note", "revision": 1, "text": "check with Ada"},
        {"kind": "skip", "question": second},
        {"kind": "save", "question": third, "field": "reply", "revision": 1, "text": "half a"},
    )
    attempt = written(team, {first: "Hi there, press Print."}, actions=actions)
    view = view_of(team, an_assignment(team), attempt)
    answers = {one["id"]: one for one in view["answers"]}

    assert 20 == len(answers)
    assert ("sent", "Hi there, press Print.", "check with Ada") == tuple(
        answers[first][key] for key in ("state", "reply", "note")
    )
    assert the_pack().question(first).text == answers[first]["text"]
    assert "searched for “xyzzyx”: nothing found" == answers[first]["lookups"][1]
    assert ["read “Printing the day list”", "looked at the status page"] == [
        answers[first]["lookups"][2].replace(the_pack().articles["print-day-list"].title, "Printing the day list"),
        answers[first]["lookups"][3],
    ]
    assert ["skipped", "saved"] == [answers[one]["state"] for one in (second, third)]
    assert set(questions()[3:]) == set(view["untouched"])


def test_answers_come_in_an_order_of_this_rater_and_candidate(storage):
    """Two raters, and the same rater with two candidates, read in different orders; each always in the same."""
    team = a_team(storage)
    attempts = [written(team, {questions()[0]: "Hi"}, candidate=one) for one in (0, 1)]
    orders = []
    for user, candidate in (("r1", 0), ("r1", 1), ("r2", 0)):
        made = an_assignment(team, user, candidate=candidate)
        orders += [[one["id"] for one in view_of(team, made, attempts[candidate], user)["answers"]] for _ in range(2)]

    assert orders[0::2] == orders[1::2]
    assert 3 == len({tuple(one) for one in orders})
    assert all(set(one) == set(questions()) for one in orders)
    assert questions() not in orders


def timed(team, begun, *, extra=0, candidate=0, until=None):
    """Let a candidate write to questions at these minutes, {question: (first words, last words)}; return the view."""
    attempts, who, clock = Attempts(team.storage), team.candidates[candidate].id, team.storage.now
    if extra:
        attempts.grant(who, extra * MINUTE, "m1", "asked for it")
    attempts.act(who, DEVICE, {"kind": "acknowledge", "privacy": True, "ai_rule": team.round.settings.ai_rule})
    attempts.act(who, DEVICE, {"kind": "start"})
    start = clock.at
    moments = sorted((minute, place, name) for name, span in begun.items() for place, minute in enumerate(span))
    for minute, place, name in moments:
        clock.at = start + round(minute * MINUTE)
        save = {"kind": "save", "question": name, "field": "reply", "revision": place + 1, "text": f"words {place}"}
        attempts.act(who, DEVICE, save)
    clock.at = start + (until or 90) * MINUTE
    view = view_of(team, an_assignment(team, candidate=candidate), attempts.attempt(who))
    return view, {one["id"]: one["written"] for one in view["answers"]}


def test_each_reply_tells_its_place_and_its_minutes(storage):
    """By the first words, to the last change; what has no reply tells nothing."""
    first, second, third, fourth = questions()[:4]
    view, written = timed(a_team(storage), {third: (0, 0.5), first: (11.2, 13.9), second: (29.99,)})

    assert ("1st reply, minute 1", "2nd reply, minutes 12 to 14", "3rd reply, minute 30", "") == tuple(
        written[one] for one in (third, first, second, fourth)
    )
    assert 30 == view["minutes"]
    assert [third, first, second] == [one.split(": ")[1].split(",")[0] for one in view["in_order"]]


def test_no_minute_tells_of_extra_time(storage):
    """Everybody's clock has the round's minutes: with half more, minute 45 of 45 is the 30th, as at the end of 30."""
    team, (first, second, third) = a_team(storage), questions()[:3]
    _, usual = timed(team, {first: (0,), second: (15,), third: (29.9,)})
    view, longer = timed(team, {first: (0,), second: (22.5,), third: (44.9,)}, extra=15, candidate=1)

    assert usual == longer
    assert "45" not in json.dumps({key: view[key] for key in ("minutes", "in_order", "notes")})


def test_words_of_the_seconds_after_the_end_are_of_the_last_minute(storage):
    """There is no minute 31 of 30."""
    first = questions()[0]
    _, written = timed(a_team(storage), {first: (2, 30.05)})

    assert "1st reply, minutes 3 to 30" == written[first]


def test_name_of_a_round_is_kept_from_raters_where_it_tells_who(storage):
    """Whoever of its candidates it names."""
    team = a_team(storage)
    assert "Spring" == name_for_raters(storage, team.round.id)
    for name in ("Spring, Zebedee", "vance again", "zebedeequux.private@home.example"):
        with storage.write() as connection:
            connection.execute(update(t.rounds).values(name=name))
        assert "" == name_for_raters(storage, team.round.id)


def test_pastes_and_time_away_are_notes_with_an_explanation(storage):
    """Counts and lengths, no word of suspicion, no time of day."""
    team = a_team(storage)
    first = questions()[0]
    actions = ({"kind": "paste", "question": first, "length": 400}, {"kind": "away"}, {"kind": "back"})
    view = view_of(team, an_assignment(team), written(team, {first: "Hi"}, actions=actions))
    answer = next(one for one in view["answers"] if one["id"] == first)

    assert ["400 characters were pasted at once"] == answer["notes"]
    assert ["1 long paste, 400 characters in all", "away from the page 1 time, 1 second in all"] == view["notes"]
    assert view["about_notes"].startswith("A note, never a verdict")


def test_rule_on_assistants_and_the_candidates_own_words_are_there(storage):
    """What was allowed, and what was disclosed; never inferred."""
    team = a_team(storage, ai_rule="disclose")
    told = ({"kind": "disclose", "text": "A translator for one word."},)
    view = view_of(team, an_assignment(team), written(team, {questions()[0]: "Hi"}, actions=told))

    assert ("disclose", ["A translator for one word."]) == (view["ai_rule"], view["disclosed"])
    assert the_pack().ai_rules.disclose == view["ai_text"]


def test_nothing_shows_before_the_exercise_is_over(storage):
    """Neither before the start nor while it runs."""
    team = a_team(storage)
    mine = an_assignment(team)
    attempts, who = Attempts(storage), team.candidates[0].id
    views = [view_of(team, mine, attempts.attempt(who))]
    attempts.act(who, "d" * 16, {"kind": "acknowledge", "privacy": True, "ai_rule": team.round.settings.ai_rule})
    attempts.act(who, "d" * 16, {"kind": "start"})
    attempts.act(who, "d" * 16, {"kind": "send", "question": questions()[0], "revision": 1, "text": "secret so far"})
    views.append(view_of(team, mine, attempts.attempt(who)))

    assert [False, False] == [one["ready"] for one in views]
    assert "secret so far" not in json.dumps(views)


def test_another_raters_assignment_is_refused(storage):
    """By its id alone nobody gets at it."""
    team = a_team(storage)
    mine = an_assignment(team)
    with pytest.raises(HiringError, match="not yours"):
        view_of(team, mine, user="r2")


def test_interviewer_gets_the_guide_and_no_answers(storage):
    """What the section is about, the items with anchors and follow-ups, how it is rated."""
    team = a_team(storage)
    view = view_of(team, an_assignment(team, part=Part("interviews", "i-empathy")))

    assert "Interviews: Patient and empathetic" == view["title"]
    assert ["v03", "v04", "overall"] == [one["id"] for one in view["criteria"]]
    assert any("(As yourself, afterwards)" in hint for hint in view["criteria"][0]["hints"])
    assert view["rule"].startswith("Each interviewer rates only their own subject")
    assert [] == view["answers"]


@pytest.mark.parametrize(
    ("name", "text", "cleaned"),
    [
        ("Maria-José García", "Best, maria josé  GARCIA", "Best, [X]"),
        ("Maria-José García", "Garcia's team, Josés", "[X]'s team, Josés"),
        ("Will Grace", "Will Grace will see. With grace, Will", "[X] will see. With grace, [X]"),
        ("Will Grace", "All good\n\nwill", "All good\n\n[X]"),
        ("Bo Li", "Bo, li is a word", "[X], li is a word"),
        ("Siân O'Brien", "sian o'brien / Sian / O'Brien", "[X] / [X] / [X]"),
        ("李小龙", "我是李小龙。", "我是[X]。"),
        ("Αθηνά Παππά", "η αθηνα παππα", "η [X]"),
        ("Straße Weiss", "STRASSE", "[X]"),
        ("김 민준", "저는 민준입니다", "저는 [X]입니다"),
        ("(.*) [a-z]+", "nothing (.*) here, bc", "nothing (.*) here, bc"),
        (None, "Robin", "Robin"),
    ],
)
def test_names_give_way_to_the_code(name, text, cleaned):
    """In any case and with or without accents; common words only where they are written as names."""
    assert cleaned == without_name(name, None, "[X]")(text)


def test_addresses_give_way_to_the_code():
    """The whole address, and its first part alone."""
    clean = without_name("Ada Low", "ada.low99@home.example", "[X]")

    assert "write to [X] or [X]" == clean("write to Ada.Low99@home.example or ada.low99")


def test_questionnaire_shows_once_it_counts_and_without_the_name(storage, monkeypatch):
    """Not while the candidate may still change it; then question by question."""
    monkeypatch.setenv("SUPPORT_SANDBOX_SECRET", "x" * 40)
    team = a_team(storage)
    who, mine = team.candidates[0].id, an_assignment(team, part=Part("pre_screen"))
    questionnaires.send(storage, who, "m1")
    questionnaires.act(storage, who, {"kind": "save", "item": "q01", "revision": 1, "text": "I look, says Zebedee."})
    before = view_of(team, mine)
    storage.now.forward(20 * 24 * 60 * MINUTE)
    after = view_of(team, mine)

    assert not before["ready"]
    assert "I look" not in json.dumps(before)
    assert f"I look, says {team.candidates[0].code}." == after["written"][0]["text"]
    assert 10 == len(after["written"])
