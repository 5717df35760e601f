"""The help centre's search: what is found, in which order, and how forgiving it is."""

from __future__ import annotations

import pytest

from trainee_exercises.exercise import search
from trainee_exercises.exercise.search import Library
from trainee_exercises.exercise.words import distance, stems

BAR = 0.9


def _share(library, questions, words_of):
    found = [
        bool(set(one.articles) & {hit.id for hit in library.search(words_of(one), most=5)})
        for one in questions
        if one.articles
    ]
    return sum(found) / len(found)


def test_the_words_of_a_question_find_its_article(pack, library):
    """Subject and text of nine questions in ten bring one of their articles among the first five."""
    questions = [one for form in pack.forms.values() for one in form.questions]
    whole = _share(library, questions, lambda one: f"{one.subject} {one.text}")
    subject = _share(library, questions, lambda one: one.subject)
    print(f"found with subject and text: {whole:.0%}; with the subject alone: {subject:.0%}")  # noqa: T201
    assert whole >= BAR
    assert subject >= 0.7


@pytest.mark.parametrize(
    ("query", "article"),
    [
        ("buffer time", "buffers-and-starting-times"),
        ("bufer", "buffers-and-starting-times"),
        ("webook signatures", "webhook-signatures"),
        ("forgot my password", "password-and-lockout"),
        ("passwrod", "password-and-lockout"),
        ("refunding a client", "refund-client"),
        ("lost phone two step", "two-step"),
        ("qr code", "website-widget"),
        ("import csv of customers", "import-clients"),
        ("rate limits of the API", "api-limits"),
        ("cancel my subscription", "change-or-cancel"),
        ("gift vouchers", "vouchers"),
        ("waitinglist", "waiting-list"),
        ("print the day", "print-day-list"),
    ],
)
def test_what_people_type_finds_the_article(library, query, article):
    """Other forms of a word, slips of the keyboard and joined words find it among the first three."""
    assert article in [hit.id for hit in library.search(query, most=3)]


def test_nonsense_finds_nothing(library):
    """No hit is better than a wrong one."""
    assert library.search("xyzzyplugh") == []
    assert library.search("  ?! ") == []


def test_a_title_weighs_more_than_a_mention(pack):
    """The article that is about it comes before those that mention it."""
    mention = pack.articles["trial"].model_copy(update={"id": "m", "title": "Other", "text": "A kazoo here."})
    about = mention.model_copy(update={"id": "t", "title": "Kazoo", "text": "A thing here."})
    assert ["t", "m"] == [hit.id for hit in Library([mention, about]).search("kazoos")]


def test_the_order_of_a_query_is_the_same_every_time(library):
    """Equal scores are put in order by id: no chance in it."""
    assert library.search("booking page") == library.search("booking page")


def test_snippets_show_the_hit_and_are_short_and_plain(library):
    """The words around the hit, without Markdown, cut at spaces."""
    hits = library.search("idempotency key", most=3)
    assert "Idempotency-Key" in hits[0].snippet
    for hit in hits:
        assert len(hit.snippet) <= 190
        assert "**" not in hit.snippet
        assert "](" not in hit.snippet


def test_a_snippet_of_a_table_or_of_stressed_words_is_plain_too(pack):
    """Rows become sentences without bars; a star that stands for anything stays."""
    table = "| plan | boards |\n|---|:--|\n| Free | **3** |\n| Kazoo | many |"
    text = f"{table}\n\nNever *from then on*, on `*.kazoo.example`."
    article = pack.articles["trial"].model_copy(update={"text": text})
    shelf = Library([article])
    assert "plan: boards; Free: 3; Kazoo: many" == shelf.search("many")[0].snippet
    assert "Never from then on, on *.kazoo.example." == shelf.search("never")[0].snippet


def test_a_very_long_query_is_answered(library):
    """Somebody may paste a whole mail into the box."""
    assert library.search("buffer time " * 2_000)[0].id == "buffers-and-starting-times"


def test_nobody_is_asked_what_they_meant_by_a_word_that_is_longer_than_words_are(library, monkeypatch):
    """Up to 30 letters a guess is worth its time; beyond, it takes the square of them, and finds nothing."""
    asked = []
    monkeypatch.setattr(search, "stem_of", lambda word: asked.append(word) or word)
    monkeypatch.setattr(search, "distance", lambda one, _, most: asked.append(one) or most + 1)
    assert [] == library.search("q" * 31)
    assert [] == asked
    assert [] == library.search("q" * 30)
    assert asked


@pytest.mark.parametrize(
    ("one", "other", "far"), [("abcd", "abcd", 0), ("abcd", "abdc", 1), ("abcd", "abxd", 1), ("abcd", "abd", 1),
                              ("abcd", "axyd", 2), ("abcd", "axyz", 3), ("abcd", "bbcd", 3)]
)  # fmt: skip
def test_distance_counts_changed_missing_further_and_swapped_letters(one, other, far):
    """A slip is one step; words that begin otherwise are far apart."""
    assert distance(one, other, 2) == far


def test_stems_are_the_same_for_the_forms_of_a_word():
    """Accents, endings and possessives do not matter."""
    assert stems("The client's bookings") == stems("CLIENTS booking")
    assert stems("Cafés") == stems("cafe")
