"""Help centre, status page and colleagues during the exercise, and what of them is noted."""

from __future__ import annotations

import json

import pytest

from trainee_exercises.exercise import replay
from trainee_exercises.exercise.colleagues import told
from trainee_exercises.exercise.lookups import MOST_ASKED, status_json
from trainee_exercises.packs import Status

SECOND = 1_000
MINUTE = 60 * SECOND
TEN = 1_800_000_000_000
END = 30 * MINUTE


def _colleague(pack, name):
    return next(one for one in pack.colleagues if one.id == name)


# ---- notes of lookups ----


def test_lookups_are_noted_with_the_question_that_is_open(running):
    """Search, article, status page and colleague each stand with their instant and question."""
    running.act("look_at_status")
    running.act("open", question="a13")
    running.after(SECOND).act("search", query="orbita late")
    running.after(2 * SECOND).act("read", article="calendar-problems")
    running.after(3 * SECOND).act("ask", colleague="bao", text="Why is Orbita late?")
    running.after(4 * SECOND).act("ask", colleague="bao", text="How is the weather?")
    seen = running.attempt.lookups
    assert ["status", "search", "article", "colleague", "colleague"] == [one.kind for one in seen]
    assert [None, "a13", "a13", "a13", "a13"] == [one.question for one in seen]
    assert ["", "orbita late", "calendar-problems", "bao", "bao"] == [one.what for one in seen]
    assert seen[1].found > 0
    assert [1, 0] == [one.found for one in seen[3:]]


def test_an_empty_search_is_no_lookup(running):
    """It has no hits and leaves no event."""
    assert {"hits": []} == running.act("search", query="  ")
    assert running.attempt.lookups == ()


def test_an_article_comes_whole(running, pack):
    """Title, section, day and text; not the keywords that the search uses."""
    article = running.act("read", article="trial")["article"]
    assert {"id", "title", "section", "updated", "text"} == set(article)
    assert article["text"] == pack.articles["trial"].text


def test_an_unknown_article_or_colleague_is_refused(running):
    """Paths and guesses find nothing."""
    assert running.refused("read", article="../product") == "unknown_article"
    assert running.refused("ask", colleague="boss", text="hello") == "unknown_colleague"


# ---- status page ----


@pytest.mark.parametrize(("form", "seen"), [("a", {"calendar-maintenance"}), ("b", {"card-payments"}),
                                            ("c", {"texts-northcell"}), ("engineer", {"webhooks-twice"})])  # fmt: skip
def test_the_status_page_shows_what_serves_the_form(pack, form, seen):
    """Each form sees its own entries alone, and no word of the others."""
    page = status_json(pack.status, form)
    assert seen == {one["id"] for name in ("current", "planned", "past") for one in page[name]}
    assert "form" not in json.dumps(page).replace("platform", "")


def test_a_component_is_disturbed_only_where_the_disturbance_is_shown(pack):
    """A form without the incident sees its component as operational; the form with it as degraded."""
    state = {
        form: {one["id"]: one["state"] for one in status_json(pack.status, form)["components"]}["texts"]
        for form in "ac"
    }
    assert {"a": "operational", "c": "degraded"} == state


def test_an_entry_for_all_forms_is_shown_in_each(pack):
    """An incident without a form serves everybody."""
    (incident,) = pack.status.current
    status = Status.model_validate(pack.status.model_dump() | {"current": [incident.model_copy(update={"form": None})]})
    page = status_json(status, "a")
    assert [incident.id] == [one["id"] for one in page["current"]]
    assert {"degraded"} == {one["state"] for one in page["components"] if one["id"] == "texts"}


# ---- colleagues ----


def test_an_answer_comes_after_the_colleagues_delay_and_never_before(running, pack):
    """Until that millisecond nothing of it is in anything that the browser gets."""
    bao = _colleague(pack, "bao")
    asked = running.after(MINUTE).act("ask", colleague="bao", text="Orbita changes arrive late, why?")["asked"]
    ready = TEN + MINUTE + bao.delay * SECOND
    assert (ready, None) == (asked["ready_at"], asked["answer"])
    running.now = ready - 1
    secret = running.attempt.asked[0].answer
    assert secret
    assert secret not in json.dumps([running.view(), running.poll()])
    running.now = ready
    assert secret == running.poll()["asked"][0]["answer"]


def test_an_answer_is_the_same_after_a_restart(running):
    """It stands in the event, not in any timer."""
    running.act("ask", colleague="bao", text="orbita late")
    assert running.attempt.asked == replay(running.attempt.terms, running.events).asked


def test_what_comes_after_the_end_never_comes(running):
    """An answer due after the clock stays unseen, however long one waits."""
    running.after(END - SECOND).act("ask", colleague="bao", text="orbita late")
    assert running.after(END + 60 * MINUTE).poll()["asked"][0]["answer"] is None


def test_what_comes_after_finishing_never_comes(running):
    """Who has handed in hears no more."""
    running.act("ask", colleague="bao", text="orbita late")
    running.after(SECOND).act("finish")
    assert running.after(5 * MINUTE).poll()["asked"][0]["answer"] is None


def test_a_colleague_takes_two_questions_at_once(running):
    """A third is refused in kind words; another colleague has time; the same question again is the same question."""
    first = running.act("ask", colleague="bao", text="one")["asked"]
    assert first == running.act("ask", colleague="bao", text="one")["asked"]
    running.act("ask", colleague="bao", text="two")
    assert first == running.act("ask", colleague="bao", text="one")["asked"]
    assert running.refused("ask", colleague="bao", text="three") == "too_many"
    running.act("ask", colleague="ruth", text="three")
    running.after(2 * MINUTE).act("ask", colleague="bao", text="three")
    assert len(running.attempt.asked) == 4


def test_colleagues_are_not_asked_without_end(desk_for):
    """A program that asks all the time is stopped."""
    desk = desk_for("a")
    for n in range(MOST_ASKED):
        desk.after(n * 20 * SECOND)
        colleague = ("ines", "bao", "ruth", "halvard")[n % 4]
        desk.act("ask", colleague=colleague, text=f"question {n}")
    desk.now += MINUTE
    assert desk.refused("ask", colleague="bao", text="more") == "too_many"


def test_empty_and_endless_questions_are_refused(running):
    """There must be a question, of a length that somebody reads."""
    assert running.refused("ask", colleague="bao", text=" ") == "empty"
    assert running.refused("ask", colleague="bao", text="x" * 2_001) == "too_long"


def _topics(pack):
    for colleague in pack.colleagues:
        for topic in colleague.knows:
            for form in [topic.form] if topic.form else list(pack.forms):
                yield colleague, topic, form


def test_every_phrasing_gets_its_own_answer(pack):
    """Asked in the words of a topic, within a polite frame, the colleague tells that topic."""
    wrong = [
        (colleague.id, phrasing)
        for colleague, topic, form in _topics(pack)
        for phrasing in topic.phrasings
        if told(colleague, form, f"Hi {colleague.name}, a customer asks: {phrasing}? Thanks for your help").text
        != topic.answer
    ]
    assert wrong == []


def test_a_colleague_knows_nothing_of_other_forms(pack):
    """What serves another form is not told, in whatever words it is asked."""
    for colleague, topic, form in _topics(pack):
        if topic.form is None:
            continue
        for other in set(pack.forms) - {form}:
            for words in (*topic.phrasings, topic.topic):
                assert told(colleague, other, words).text != topic.answer


def test_whole_mails_rarely_get_an_answer_to_something_else(pack):
    """A customer's message passed on to everybody: few of the answerable ones bring an answer, most open ones do."""
    told_to = [
        (question.level, told(one, form.form, f"{question.subject}. {question.text}").knows, question.id)
        for form in pack.forms.values()
        for question in form.questions
        for one in pack.colleagues
    ]
    astray = [knows for level, knows, _ in told_to if level != "open"]
    advanced = {name for level, knows, name in told_to if level == "open" and knows}
    print(f"astray {sum(astray)} of {len(astray)}; open ones advanced {len(advanced)} of 20")  # noqa: T201
    assert sum(astray) <= 0.06 * len(astray)
    assert len(advanced) >= 15


@pytest.mark.parametrize(
    ("form", "colleague", "question", "knows"),
    [
        ("a", "bao", "Customer says the widget is off by one hour for one of her clients. Known?", "Third report"),
        ("a", "bao", "Do we know why changes made in Orbita take hours to show up?", "It is on Orbita's side"),
        ("a", "ines", "Will weekly repeat bookings by clients come soon?", "Undecided"),
        ("b", "ruth", "He closes his business, can he have the rest of the yearly plan back?", "Only I can"),
        ("b", "ruth", "Paylode put the payouts of a customer on hold, how long will that be?", "Paylode does not tell"),
        ("c", "halvard", "Can you restore clients that were deleted five weeks ago from a backup?", "A backup holds"),
        ("c", "bao", "When will the delay with Northcell texts be over?", "No idea, honestly"),
        ("engineer", "bao", "hmac mismatch for names with umlauts", "If it fails always"),
        ("a", "ruth", "What is for lunch?", None),
        ("a", "bao", "help", None),
        ("a", "halvard", "Is our data processing agreement valid under the law of Brazil?", None),
        ("a", "ines", "Can you print the day list?", None),
    ],
)
def test_questions_in_own_words(pack, form, colleague, question, knows):
    """Paraphrases find their topic; other subjects get an honest "I don't know"."""
    asked = _colleague(pack, colleague)
    answer = told(asked, form, question)
    assert (knows is not None) == answer.knows
    assert answer.text.startswith(knows or asked.dont_know)
