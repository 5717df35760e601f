"""The checks of a pack: one thing is wrong, and exactly this is said, with its file, place and remedy."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from pack_builder import a_form, a_pack, some_words, write_pack

from trainee_exercises.checks import check
from trainee_exercises.checks.likeness import content, covered, longest_run, overlap, words
from trainee_exercises.packs import read_pack, text

if TYPE_CHECKING:
    from pathlib import Path

A = "forms/a.yaml"
B = "forms/b.yaml"
STEPS = str | int
DROP = object()


class Case(NamedTuple):
    """One corruption: where in the pack, the new value (DROP: none), and what is said, where."""

    file: str
    way: tuple[STEPS, ...]
    value: Any
    place: str
    path: str
    message: str


def q(n: int, *rest: STEPS) -> tuple[STEPS, ...]:
    """Return the way to a part of question *n*."""
    return ("questions", n, *rest)


TEXT = some_words("a00text", 60)
CASES = {
    "unknown article": Case(
        A,
        q(0, "articles"),
        ["artcle-07"],
        A,
        "questions[0].articles[0]",
        "a00: 'artcle-07' is no article; did you mean 'article-07'?",
    ),
    "open question with an article": Case(
        A,
        q(15, "articles"),
        ["article-01"],
        A,
        "questions[15].articles",
        "a15: an open question has no article with its answer, but names article-01; write []",
    ),
    "no article": Case(
        A,
        q(3, "articles"),
        [],
        A,
        "questions[3].articles",
        "a03: names no article; name those with the answer, or make it an open question",
    ),
    "short text": Case(
        A, q(2, "text"), some_words("short", 29), A, "questions[2].text", "a02: the text has 29 words; write 30 to 140"
    ),
    "long text": Case(
        A, q(2, "text"), some_words("long", 141), A, "questions[2].text", "a02: the text has 141 words; write 30 to 140"
    ),
    "no facts": Case(
        A, q(9, "must_say"), [], A, "questions[9].must_say", "a09: has no fact; write what a right reply has to say"
    ),
    "no claims": Case(
        A,
        q(9, "must_not_say"),
        [],
        A,
        "questions[9].must_not_say",
        "a09: has no claim; write what a wrong or harmful reply would say",
    ),
    "two phrasings": Case(
        A,
        q(5, "must_say", 0, "phrasings"),
        ["over the moon", "under some trees"],
        A,
        "questions[5].must_say[0].phrasings",
        "a05: f1 has 2 phrasings; write at least 3 different ones",
    ),
    "phrasing of a word": Case(
        A,
        q(5, "must_not_say", 0, "phrasings", 1),
        "never",
        A,
        "questions[5].must_not_say[0].phrasings[1]",
        "a05: n1: 'never' has 1 words; write a clause of 2 to 30",
    ),
    "near copy": Case(
        A,
        q(5, "must_say", 0, "phrasings"),
        [
            "there is a switch in the settings",
            "under Settings you find what turns it on",
            "there is a switch in the settings now",
        ],
        A,
        "questions[5].must_say[0].phrasings[2]",
        "a05: f1: 'there is a switch in the settings now' is nearly phrasing 1; say it in other words",
    ),
    "echo": Case(
        A,
        q(0, "points", "empathy", 0, "phrasings", 0),
        " ".join(words(TEXT)[4:9]),
        A,
        "questions[0].points.empathy[0].phrasings[0]",
        "a00: r1: 'a00textae a00textaf a00textag a00textah a00textai' stands in the customer's own text; an echo would "
        "score: reword it",
    ),
    "id twice": Case(
        A,
        q(4, "must_not_say", 0, "id"),
        "f1",
        A,
        "questions[4].must_not_say[0].id",
        "a04: 'f1' is there already in this question; write another id",
    ),
    "unknown value": Case(
        A,
        q(6, "points", "emphaty"),
        [{"id": "r8", "point": "one", "phrasings": ["one two", "three four", "five six"]}],
        A,
        "questions[6].points.emphaty",
        "a06: 'emphaty' is no value of this pack; did you mean 'empathy'?",
    ),
    "one point": Case(
        A, q(6, "points", "empathy"), DROP, A, "questions[6].points", "a06: has 1 points; write 2 to 6 in all"
    ),
    "no model answer": Case(
        A,
        q(6, "model_answers", 2),
        DROP,
        A,
        "questions[6].model_answers.2",
        "a06: has no model answer 2; write a reply that deserves it",
    ),
    "scrap of a good answer": Case(
        A,
        q(6, "model_answers", 4),
        "Yes, it does.",
        A,
        "questions[6].model_answers.4",
        "a06: model answer 4 has 3 words; write 12 to 140",
    ),
    "level out of order": Case(
        A,
        q(7, "level"),
        "easy",
        A,
        "questions[7].level",
        "form a: a07: question 8 is easy; write middle: 5 of each, easy to open",
    ),
    "question of another form": Case(
        B,
        q(7, "text"),
        some_words("a03text", 60),
        B,
        "questions[7].text",
        "b07: has 100% of its words in common with a03; ask something else",
    ),
    "fact of another form": Case(
        B,
        q(7, "must_say", 0, "fact"),
        some_words("a03fact", 8),
        B,
        "questions[7].must_say[0]",
        "b07: f1 says the same as f1 of a03, in another form; ask another fact",
    ),
    "form not written": Case(
        "pack.yaml",
        ("forms",),
        ["a", "b", "c"],
        "pack.yaml",
        "forms[2]",
        "form 'c' is not written; write forms/c.yaml, or leave it out",
    ),
    "unknown variant": Case(
        "pack.yaml",
        ("variants",),
        ["engineer"],
        "pack.yaml",
        "variants[0]",
        "'engineer' is no form; the forms are a and b",
    ),
    "other number of questions": Case(
        "pack.yaml",
        ("exercise", "questions"),
        25,
        "pack.yaml",
        "exercise.questions",
        "25 questions; write 20: 5 easy, 5 middle, 5 hard, 5 open",
    ),
    "no anchor": Case(
        "pack.yaml",
        ("values", "empathy", "anchors", 3),
        DROP,
        "pack.yaml",
        "values.empathy.anchors.3",
        "'empathy' has no anchor 3; describe what can be seen in a reply that deserves it",
    ),
    "no clarity": Case(
        "pack.yaml",
        ("dimensions", "clarity"),
        DROP,
        "pack.yaml",
        "dimensions",
        "'clarity' is missing; add it with anchors 1 to 4",
    ),
    "section of two forms": Case(
        "pack.yaml",
        ("areas", "b", "sections"),
        [11],
        "pack.yaml",
        "areas.b.sections",
        "section 11 belongs to 'a' as well; forms share no facts: give it to one",
    ),
    "section that is not there": Case(
        "pack.yaml",
        ("areas", "b", "sections"),
        [20, 22],
        "pack.yaml",
        "areas.b.sections",
        "section 22 has no heading '## 22. ...' in product.md; write it",
    ),
    "form without area": Case(
        "pack.yaml",
        ("areas", "b"),
        DROP,
        "pack.yaml",
        "areas",
        "form 'b' has no area; list the sections of product.md that it may use",
    ),
    "unknown placeholder": Case(
        "pack.yaml",
        ("privacy_notice",),
        "{compny} keeps it.",
        "pack.yaml",
        "privacy_notice",
        "{compny} is filled in by nobody; did you mean 'company'?",
    ),
    "start article": Case(
        "pack.yaml",
        ("files", "start_article"),
        "begin",
        "pack.yaml",
        "files.start_article",
        "'begin' is no article; write the id of one, or write the article",
    ),
    "unfinished": Case(
        "pack.yaml", ("accommodation",), "TODO", "pack.yaml", "", "'TODO' marks unfinished text; finish it"
    ),
    "broken link": Case(
        "help_centre",
        (3, "text"),
        "## A\n\n" + some_words("link", 50) + " [b](article-99)",
        "help_centre/article-03.md",
        "",
        "links to 'article-99', which is no article; did you mean 'article-39'?",
    ),
    "short article": Case(
        "help_centre",
        (3, "text"),
        "Press Print.",
        "help_centre/article-03.md",
        "",
        "the article has 2 words; write 40 to 900",
    ),
    "no keywords": Case(
        "help_centre",
        (3, "keywords"),
        [],
        "help_centre/article-03.md",
        "keywords",
        "names no keywords; write the words that customers use for it",
    ),
    "unknown component": Case(
        "status.yaml",
        ("current", 0, "components"),
        ["apps"],
        "status.yaml",
        "current[0].components[0]",
        "'apps' is no component; did you mean 'app'?",
    ),
    "never ended": Case(
        "status.yaml",
        ("past", 0, "ended"),
        DROP,
        "status.yaml",
        "past[0]",
        "'before' has not ended; write `ended`, or move it to current",
    ),
    "nothing disturbed": Case(
        "status.yaml",
        ("current",),
        [],
        "status.yaml",
        "current",
        "has no entry; write one: a status page without any is nothing to look up",
    ),
    "two colleagues": Case(
        "colleagues.yaml", (2,), DROP, "colleagues.yaml", "", "there are 2 colleagues; write 3 to 8"
    ),
    "same colleague": Case(
        "colleagues.yaml",
        (2, "id"),
        "bo",
        "colleagues.yaml",
        "[2].id",
        "'bo' is there already; ids are unique: write another one",
    ),
    "quick colleague": Case(
        "colleagues.yaml",
        (1, "delay"),
        5,
        "colleagues.yaml",
        "[1].delay",
        "5 seconds; write 30 to 120: asking costs time, but not the exercise",
    ),
    "colleague of no form": Case(
        "colleagues.yaml",
        (1, "knows"),
        [{"topic": "tax", "form": "d", "keywords": ["tax"], "phrasings": ["is it taxed"], "answer": "Yes."}],
        "colleagues.yaml",
        "[1].knows[0].form",
        "'d' is no form; there is a and b",
    ),
    "topic without keywords": Case(
        "colleagues.yaml",
        (0, "knows", 0, "keywords"),
        [],
        "colleagues.yaml",
        "[0].knows[0]",
        "'a fault' needs keywords and phrasings, or no question of a candidate finds it",
    ),
    "colleague who knows it all": Case(
        "colleagues.yaml",
        (0, "knows", 0, "answer"),
        "Well: " + some_words("a17fact", 8),
        "colleagues.yaml",
        "[0].knows[0].answer",
        "Ada answers the open question a17 fully; leave something that only somebody else can decide or find out",
    ),
    "stage not written": Case(
        "stages/phone_second.yaml",
        (),
        DROP,
        "pack.yaml",
        "",
        "there is no stage 'phone_second'; write stages/phone_second.yaml",
    ),
    "nine questions": Case(
        "stages/pre_screen.yaml",
        ("sections", 0, "items", 9),
        DROP,
        "stages/pre_screen.yaml",
        "sections",
        "has 9 questions; write 10",
    ),
    "no deadline": Case(
        "stages/pre_screen.yaml",
        ("deadline",),
        DROP,
        "stages/pre_screen.yaml",
        "",
        "has no deadline; write days, at and text, in the candidate's own time zone",
    ),
    "placeholder of a stage": Case(
        "stages/pre_screen.yaml",
        ("deadline", "text"),
        "By {dedline}.",
        "stages/pre_screen.yaml",
        "deadline.text",
        "{dedline} is filled in by nobody; did you mean 'deadline'?",
    ),
    "item without anchor": Case(
        "stages/phone_first.yaml",
        ("sections", 0, "items", 0, "anchors", 1),
        DROP,
        "stages/phone_first.yaml",
        "sections[0].items[0].anchors.1",
        "i0-0 has no anchor 1; describe an answer that deserves it",
    ),
    "item for no value": Case(
        "stages/phone_first.yaml",
        ("sections", 0, "items", 0, "values"),
        ["empaty"],
        "stages/phone_first.yaml",
        "sections[0].items[0].values[0]",
        "i0-0: 'empaty' is no value of this pack; did you mean 'empathy'?",
    ),
    "long call": Case(
        "stages/phone_first.yaml",
        ("time",),
        "1h",
        "stages/phone_first.yaml",
        "time",
        "1h is not between 30 and 45 minutes; write 45m, or least_time as well",
    ),
    "second call as long": Case(
        "stages/phone_second.yaml",
        ("time",),
        "45m",
        "stages/phone_second.yaml",
        "time",
        "45m is not shorter than the first call; write less",
    ),
    "trait without guide": Case(
        "stages/interviews.yaml",
        ("sections", 5),
        DROP,
        "stages/interviews.yaml",
        "sections",
        "no section has the subject 'advanced_problem_solving'; write a guide for this trait",
    ),
    "value without guide": Case(
        "stages/interviews.yaml",
        ("sections", 1),
        DROP,
        "stages/interviews.yaml",
        "sections",
        "no section has the subject 'empathy'; write a guide for this value",
    ),
    "nobody interviews": Case(
        "stages/interviews.yaml",
        ("sections", 1, "who"),
        DROP,
        "stages/interviews.yaml",
        "sections[1]",
        "s1: nobody interviews; write `who`",
    ),
    "only support": Case(
        "stages/interviews.yaml",
        ("sections", 0, "other_team"),
        DROP,
        "stages/interviews.yaml",
        "sections",
        "everybody is from support; mark a section `other_team: true`: one rater sees it from outside",
    ),
    "variant of no form": Case(
        "stages/pre_screen.yaml",
        ("variants",),
        {"c": []},
        "stages/pre_screen.yaml",
        "variants.c",
        "'c' is no form; there is a and b",
    ),
    "labels of no form": Case(
        "labelled/a.yaml", ("form",), "d", "labelled/a.yaml", "form", "'d' is no form; there is a and b"
    ),
    "label of no question": Case(
        "labelled/a.yaml",
        ("replies", 1, "question_id"),
        "a99",
        "labelled/a.yaml",
        "replies[1].question_id",
        "a00-2: 'a99' is no question of this pack; write the id of one",
    ),
    "pair of nothing": Case(
        "labelled/a.yaml",
        ("replies", 1, "pair_of"),
        "a00-9",
        "labelled/a.yaml",
        "replies[1].pair_of",
        "a00-2: 'a00-9' is no reply to the same question; write the id of one",
    ),
    "label twice": Case(
        "labelled/a.yaml",
        ("replies", 1),
        {"question_id": "a00", "reply_id": "a00-1", "overall": 1, "kind": "bad", "text": "No.", "why": "It is."},
        "labelled/a.yaml",
        "replies[1].reply_id",
        "'a00-1' is there already; write another id",
    ),
    "copied model answer": Case(
        "labelled/a.yaml",
        ("replies", 0, "text"),
        some_words("a00answer3", 40),
        "labelled/a.yaml",
        "replies[0].text",
        "a00-1: is nearly model answer 3; a scorer is judged by replies that it does not know",
    ),
}


@pytest.fixture(autouse=True, scope="module")
def parse_equal_files_once():
    """Parse the YAML of files that are the same in many tests once: it takes most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "read_yaml", cache(text.read_yaml))
        yield


def corrupted(case: Case) -> dict[str, Any]:
    """Return a sound pack with one thing wrong."""
    pack = a_pack()
    whole: Any = pack
    *way, last = (case.file, *case.way)
    for step in way:
        whole = whole[step]
    if case.value is DROP:
        del whole[last]
    else:
        whole[last] = case.value
    return pack


def found(pack: dict[str, Any], folder: Path) -> list[tuple[str, str, str]]:
    """Return file, path and message of each problem."""
    problems = check(read_pack(write_pack(pack, folder))).problems
    return [(one.file.removeprefix(f"{folder}/"), one.path, one.message) for one in problems]


def test_a_sound_pack_has_no_problem(tmp_path: Path) -> None:
    """The pack of the tests is sound; its figures are those that it was built with."""
    report = check(read_pack(write_pack(a_pack(), tmp_path)))
    assert () == report.problems
    assert report.sound
    assert ["a", "b"] == list(report.forms)
    assert {"casual": 10, "formal": 5, "urgent": 5} == report.forms["a"]["tones"]
    assert 2 == report.forms["b"]["hidden_goals"]
    assert 10 == report.forms["b"]["best_is_longest"]
    assert pytest.approx(20 * 63 / 200) == report.forms["a"]["minutes_to_read"]
    assert pytest.approx(round(20 * 63 / 200 + 15 * 156 / 200 + 20, 1)) == report.forms["a"]["minutes_of_work"]


@pytest.mark.parametrize("name", CASES)
def test_one_thing_is_wrong(name: str, tmp_path: Path) -> None:
    """Exactly the one problem is reported, at its place and with its remedy."""
    case = CASES[name]
    assert [(case.place, case.path, case.message)] == found(corrupted(case), tmp_path)


def test_a_problem_names_its_line(tmp_path: Path) -> None:
    """The line is the one in the file where the value stands, also below the front matter of an article."""
    pack = a_pack()
    pack["help_centre"][3]["text"] += "\n[b](article-99)\n"
    pack[A]["questions"][5]["subject"] = "TBD"
    folder = write_pack(pack, tmp_path)
    link, unfinished = sorted(check(read_pack(folder)).problems, key=lambda one: one.message)[::-1]
    assert "[b](article-99)" == (folder / "help_centre/article-03.md").read_text().splitlines()[link.line - 1]
    assert "  subject: TBD" == (folder / A).read_text().splitlines()[unfinished.line - 1]


def test_links_elsewhere_are_left_alone(tmp_path: Path) -> None:
    """A link to a heading, to an address or with .md at its end is no broken one."""
    pack = a_pack()
    pack["help_centre"][3]["text"] += (
        "\n[a](#how) [b](https://small.example) [c](article-01.md#how) [d](mailto:a@b.example)\n"
    )
    assert [] == found(pack, tmp_path)


def test_too_few_articles(tmp_path: Path) -> None:
    """A help centre of 39 articles is too small to search."""
    pack = a_pack()
    pack["help_centre"].pop()
    pack["help_centre"][38]["text"] = some_words("last", 60)
    message = "the help centre has 39 articles; write at least 40, or there is little to search"
    assert [("pack.yaml", "files.help_centre", message)] == found(pack, tmp_path)


def test_tones_that_do_not_match(tmp_path: Path) -> None:
    """Forms may differ by one in a tone, not by two."""
    pack = a_pack()
    pack[B]["questions"][0]["tone"] = "urgent"
    assert [] == found(pack, tmp_path / "one")
    pack[B]["questions"][4]["tone"] = "urgent"
    messages = [message for _, _, message in found(pack, tmp_path / "two")]
    assert [
        f"form a: forms are not matched: questions have the tone {tone!r}: {said}; let them differ by 1 at most"
        for tone, said in (("casual", "10 in a and 8 in b"), ("urgent", "5 in a and 7 in b"))
    ] == messages


def test_plans_need_not_match_in_a_variant(tmp_path: Path) -> None:
    """The customers of a form for other candidates may be on other plans; those of a parallel form may not."""
    pack = a_pack()
    for question in pack[B]["questions"]:
        question["customer"]["plan"] = "scale"
    assert 3 == len(found(pack, tmp_path / "parallel"))
    pack["pack.yaml"]["variants"] = ["b"]
    assert [] == found(pack, tmp_path / "variant")


def test_hidden_goals_that_do_not_match(tmp_path: Path) -> None:
    """Forms have as many customers who want something else than they ask for, or one more."""
    pack = a_pack()
    for n in (0, 2):
        pack[B]["questions"][n]["goal"] = "Demands a refund; what helps is the invoice."
    ((_, _, message),) = found(pack, tmp_path)
    assert "form a: forms are not matched: goals are hidden: 2 in a and 4 in b; let them differ by 1 at most" == message


def test_longer_answers_must_not_be_better_ones(tmp_path: Path) -> None:
    """Where length tells the level, who writes most would win: this is reported with both of its signs."""
    pack = a_pack()
    for question in pack[A]["questions"]:
        question["model_answers"] = {n: some_words(f"{question['id']}longer{n}", 15 * n) for n in (1, 2, 3, 4)}
    assert [
        (
            "form a: longer model answers are better ones (rank correlation 1.00, at most 0.8); "
            "write long bad replies and short good ones"
        ),
        "form a: model answer 4 is the longest everywhere; write some that are short",
    ] == [message for _, _, message in found(pack, tmp_path)]


def test_values_need_points_in_half_of_the_questions(tmp_path: Path) -> None:
    """A value that few questions show cannot be rated from the form."""
    pack = a_pack()
    for question in pack[A]["questions"][:11]:
        question["points"]["empathy"].extend(question["points"].pop("resourcefulness"))
    ((place, path, message),) = found(pack, tmp_path)
    assert (A, "questions") == (place, path)
    assert "form a: 9 questions have a point for 'resourcefulness'; write it into at least 10" == message


def test_a_no_is_part_of_the_work(tmp_path: Path) -> None:
    """A form in which nearly all facts are a yes is reported."""
    pack = a_pack()
    for question in pack[A]["questions"][:2]:
        question["must_say"][0]["polarity"] = "affirm"
    ((_, _, message),) = found(pack, tmp_path)
    assert "form a: 2 facts are a no (polarity deny); write at least 3: a no is part of the work" == message


def test_too_much_to_read_and_too_little_to_do(tmp_path: Path) -> None:
    """Reading must leave time to answer; all of the work together must not fit into the time."""
    pack = a_pack()
    pack["pack.yaml"]["exercise"]["time"] = "12m"
    reading = "form {}: reading the questions takes 6 of 12 minutes; shorten them"
    assert [reading.format(name) for name in "ab"] == [message for _, _, message in found(pack, tmp_path / "short")]
    pack["pack.yaml"]["exercise"]["time"] = "1h"
    work = "form {}: reading, looking up and answering takes 38 of 60 minutes; it should be more than anybody can do"
    assert [work.format(name) for name in "ab"] == [message for _, _, message in found(pack, tmp_path / "long")]


def test_nineteen_questions(tmp_path: Path) -> None:
    """A form has twenty questions."""
    pack = a_pack()
    pack[A]["questions"].pop()
    assert ("forms/a.yaml", "questions", "form a: has 19 questions; write 20") in found(pack, tmp_path)


def test_open_questions_may_say_alike_that_nothing_is_known(tmp_path: Path) -> None:
    """Two open questions of two forms may share a fact; an open one and another may not."""
    pack = a_pack()
    pack[B]["questions"][17]["must_say"] = deepcopy(pack[A]["questions"][16]["must_say"])
    assert [] == found(pack, tmp_path / "open")
    pack[B]["questions"][3]["must_say"] = deepcopy(pack[A]["questions"][16]["must_say"])
    ((_, path, _),) = found(pack, tmp_path / "closed")
    assert "questions[3].must_say[0]" == path


def test_facts_are_the_same_by_their_phrasings(tmp_path: Path) -> None:
    """A fact that is worded anew but has the phrasings of another form's is the same fact."""
    pack = a_pack()
    pack[B]["questions"][3]["must_say"][0]["phrasings"] = a_form("a")["questions"][2]["must_say"][0]["phrasings"]
    assert ["b03: f1 says the same as f1 of a02, in another form; ask another fact"] == [
        message for _, _, message in found(pack, tmp_path)
    ]


def test_an_item_of_a_variant_replaces_one_that_is_there(tmp_path: Path) -> None:
    """A variant's item takes the place of an item of the stage."""
    pack = a_pack()
    item = deepcopy(pack["stages/pre_screen.yaml"]["sections"][0]["items"][0]) | {"id": "t1", "replaces": "i0-0"}
    pack["stages/pre_screen.yaml"]["variants"] = {"b": [item]}
    assert [] == found(pack, tmp_path / "right")
    item["replaces"] = "q77"
    ((_, path, message),) = found(pack, tmp_path / "wrong")
    assert "variants.b[0]" == path
    assert message.startswith("t1 replaces 'q77', which is no item; name one of i0-0, i0-1,")


@pytest.mark.parametrize("length", [0, 1, 3])
def test_no_form_or_colleague_or_level_is_no_crash(length: int, tmp_path: Path) -> None:
    """A pack that has hardly begun is judged like any other."""
    pack = a_pack()
    for name in "ab":
        pack[f"forms/{name}.yaml"]["questions"] = pack[f"forms/{name}.yaml"]["questions"][:length]
        for question in pack[f"forms/{name}.yaml"]["questions"]:
            question["model_answers"] = {}
    pack["labelled/a.yaml"]["replies"] = []
    assert f"form a: has {length} questions; write 20" in [message for _, _, message in found(pack, tmp_path)]


def test_words_of_a_text() -> None:
    """Words are in small letters, with their apostrophe; numbers are words, signs are not."""
    assert ("don't", "pay", "25", "euros", "çok") == words("Don't pay: 25 euros, *Çok*!")
    assert frozenset({"pay", "25"}) == content("You can pay the 25")


def test_likeness_by_hand() -> None:
    """Overlap is common over all, covered is common over the first, a run is words in one piece."""
    one, other = frozenset("abcd"), frozenset("cdefgh")
    assert pytest.approx(2 / 8) == overlap(one, other)
    assert pytest.approx(2 / 4) == covered(one, other)
    assert (0.0, 0.0) == (overlap(frozenset(), frozenset()), covered(frozenset(), one))
    assert 3 == longest_run(tuple("xabcz"), tuple("ababcab"))
    assert 0 == longest_run(tuple("xyz"), tuple("abc"))


def test_the_pack_that_comes_with_the_package_is_sound() -> None:
    """Larkhour has four forms, and nothing is wrong with it."""
    report = check(read_pack("larkhour"))
    assert [] == [str(problem) for problem in report.problems]
    assert ["a", "b", "c", "engineer"] == list(report.forms)
