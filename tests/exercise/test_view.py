"""What a candidate's browser gets: enough to work, and nothing that staff alone should see."""

from __future__ import annotations

import json

import pytest

from trainee_exercises.exercise.refusals import ToWrite

MINUTE = 60_000
END = 30 * MINUTE


def test_all_questions_are_there_in_order_from_the_start(running):
    """Twenty, as the form has them, each with its customer and nothing but what the customer wrote."""
    shown = running.view()["questions"]
    assert [one.id for one in running.attempt.terms.form.questions] == [one["id"] for one in shown]
    assert {"id", "customer", "subject", "text", "state", "reply", "note", "late"} == set(shown[0])
    assert {"name", "plan", "since"} == set(shown[0]["customer"])
    assert {"new"} == {one["state"] for one in shown}


@pytest.mark.parametrize("form", ["a", "b", "c", "engineer"])
@pytest.mark.parametrize("moment", [-MINUTE, MINUTE, END + MINUTE])
def test_nothing_for_staff_is_in_the_page(desk_for, form, moment):
    """No goal, fact, claim, point, model answer, topic, answer or product fact: before, during and after."""
    desk = desk_for(form).after(max(moment, 0))
    pack = desk.attempt.terms.pack
    shown = json.dumps([desk.view(), desk.poll()], ensure_ascii=False)
    questions = [one for each in pack.forms.values() for one in each.questions] + [pack.practice_question]
    secrets = {
        text
        for one in questions
        for text in (
            one.goal,
            *(item.fact for item in one.must_say),
            *(item.claim for item in one.must_not_say),
            *(item.point for items in one.points.values() for item in items),
            *one.model_answers.values(),
        )
    } | {text for one in pack.colleagues for topic in one.knows for text in (topic.topic, topic.answer)}
    secrets |= {one.dont_know for one in pack.colleagues} | {pack.facts[:200]}
    assert [] == [text for text in secrets if text in shown]
    for word in ('"level"', '"goal"', '"must_say"', '"tone"', '"open"', '"knows"', '"delay"', '"keywords"'):
        assert word not in shown


def test_another_forms_questions_are_not_in_the_page(running, pack):
    """No subject of another form is shown."""
    shown = json.dumps(running.view(), ensure_ascii=False)
    others = [one.text for name in ("b", "c", "engineer") for one in pack.forms[name].questions]
    assert [] == [text for text in others if json.dumps(text, ensure_ascii=False)[1:-1] in shown]


def test_tools_go_with_the_clock(running):
    """Articles, colleagues and status are there while it runs, and gone after it; the own replies stay."""
    running.save("a01", 1, "mine")
    during, after = running.view(), running.after(END + 1).view()
    assert (len(during["articles"]), len(during["colleagues"])) == (len(running.attempt.terms.pack.articles), 4)
    assert ([], [], None) == (after["articles"], after["colleagues"], after["status"])
    assert "mine" == after["questions"][0]["reply"]["text"]


@pytest.mark.parametrize("moment", [-MINUTE, MINUTE, END + MINUTE])
def test_the_day_of_the_exercise_and_whom_to_ask_are_always_there(desk_for, moment):
    """Questions say "tomorrow", and something may break before, during and after."""
    shown = desk_for("a").after(moment).view()
    assert ("Tuesday 10 February 2026", "maria@firm.example") == (shown["today"], shown["round"]["contact"])


def test_nothing_was_told_about_assistants_until_it_is(running):
    """The page asks, or shows what was said and when."""
    assert running.view()["round"]["ai_told"] is None
    running.after(MINUTE).act("disclose", text="For my English")
    running.after(2 * MINUTE).act("disclose", text="For my spelling")
    assert {"at": running.now, "text": "For my spelling"} == running.view()["round"]["ai_told"]


def test_states_follow_what_was_done(running):
    """New, opened, draft, sent and skipped."""
    running.act("open", question="a02")
    running.save("a03", 1, "x")
    running.act("send", question="a04", revision=1, text="x")
    running.act("skip", question="a05")
    assert ["new", "opened", "draft", "sent", "skipped"] == [one["state"] for one in running.view()["questions"][:5]]


def test_extra_time_is_in_the_poll_at_once(running):
    """The end moves with the event, no page has to be loaded."""
    before = running.after(20 * MINUTE).poll()
    running.write([ToWrite("granted", {"extra_ms": 5 * MINUTE})], actor="boss")
    after = running.poll()
    assert (before["ends_at"] + 5 * MINUTE, 5 * MINUTE) == (after["ends_at"], after["extra_ms"])


def test_extra_time_before_the_start_counts_from_the_start(desk):
    """Granted early, it is part of the end from the first millisecond."""
    desk.write([ToWrite("granted", {"extra_ms": 7 * MINUTE})], actor="boss")
    desk.begin()
    assert desk.attempt.started_at + END + 7 * MINUTE == desk.attempt.ends_at
