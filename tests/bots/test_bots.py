"""Made-up candidates play whole exercises, each in its manner."""

from __future__ import annotations

from itertools import pairwise

import pytest
from pack_builder import a_pack, write_pack

from trainee_exercises.bots import BOTS, play_round
from trainee_exercises.hiring.attempts import Attempts
from trainee_exercises.hiring.problems import HiringError
from trainee_exercises.hiring.rounds import close_round, create_round
from trainee_exercises.hiring.settings import RoundSettings

MINUTE = 60_000


def _texts(attempt):
    return {name: one.reply for name, one in attempt.answers.items()}


@pytest.mark.parametrize("name", BOTS)
def test_each_plays_the_same_from_the_same_seed(play, name):
    """Equal seeds write the same words at the same times; another seed writes others."""
    first, second, other = play(name, seed=1), play(name, seed=1), play(name, seed=2)
    assert _texts(first) == _texts(second)
    assert [one.at - first.started_at for one in first.progress] == [
        one.at - second.started_at for one in second.progress
    ]
    assert [one.at - first.started_at for one in first.progress] != [
        one.at - other.started_at for one in other.progress
    ]


@pytest.mark.parametrize("name", BOTS)
@pytest.mark.parametrize("form", ["b", "c", "engineer"])
def test_each_plays_every_form_to_its_end(play, name, form):
    """Whatever the form: started, written to, over at the end, all inside the time."""
    attempt = play(name, form=form)
    assert attempt.phase(attempt.ends_at + 1) == "over"
    assert len(attempt.order) >= 5
    assert max(one.at for one in attempt.progress) <= attempt.ends_at + attempt.terms.grace_ms
    assert set(attempt.order) <= {one.id for one in attempt.terms.form.questions}


@pytest.mark.parametrize("name", BOTS)
def test_each_plays_another_pack_and_another_time(play, name, tmp_path):
    """A pack of somebody else, in ten minutes: nothing in the bots is made for ours."""
    folder = write_pack(a_pack(), tmp_path / "small")
    attempt = play(name, pack=str(folder), minutes=10)
    assert attempt.terms.pack.id == "small"
    assert attempt.order
    assert attempt.ends_at - attempt.started_at == 10 * MINUTE


def test_the_careful_one_looks_up_asks_and_uses_the_time(play):
    """An article for each question that has one, a question to a colleague for open ones, replies in several saves."""
    attempt = play("careful")
    read = {one.what for one in attempt.lookups if one.kind == "article"}
    with_article = [one for one in attempt.terms.form.questions if one.articles and one.id in attempt.order]
    assert [] == [one.id for one in with_article if not read & set(one.articles)]
    assert {"search", "article", "colleague"} <= {one.kind for one in attempt.lookups}
    assert len(attempt.order) >= 15
    saves = [sum(one.question == name for one in attempt.progress) for name in attempt.order]
    assert min(saves[:-1]) >= 3
    words = [[one.words for one in attempt.progress if one.question == name] for name in attempt.order]
    assert all(before <= after for each in words for before, after in pairwise(each))


def test_the_careful_one_writes_no_model_answer_word_for_word_twice(play):
    """Two of them say the same in other words."""
    first, second = _texts(play("careful", seed=1)), _texts(play("careful", seed=2))
    both = set(first) & set(second)
    assert sum(first[name] != second[name] for name in both) > len(both) / 2


def test_the_rusher_answers_everything_briefly_and_finishes(play):
    """Twenty short replies, nothing looked up, done long before the end."""
    attempt = play("rusher")
    assert (20, ()) == (len(attempt.order), attempt.lookups)
    assert max(len(text.split()) for text in _texts(attempt).values()) <= 15
    assert attempt.finished_at < attempt.ends_at - 5 * MINUTE


def test_the_quitter_stops_after_a_few(play):
    """Five replies, two questions put aside, then away for good."""
    attempt = play("quitter")
    assert len(attempt.order) == 5
    assert [True, True] == [one.is_aside for one in attempt.answers.values() if one.skipped]
    assert attempt.aways[-1].until is None
    assert attempt.finished_at is None


def test_the_stuffer_piles_up_rubric_phrasings(play):
    """Every phrasing of a question's facts and points stands in its reply."""
    attempt = play("stuffer")
    question = attempt.terms.form.questions[0]
    reply = attempt.answer(question.id).reply.lower()
    said = [one for item in question.must_say for one in item.phrasings]
    assert [] == [one for one in said if one.lower().rstrip(".") not in reply]


def test_the_confident_one_claims_what_must_not_be_said(play):
    """One wrong claim of each kind in each reply."""
    attempt = play("confident_wrong")
    question = attempt.terms.form.questions[0]
    reply = attempt.answer(question.id).reply.lower()
    for item in question.must_not_say:
        assert any(one.lower().rstrip(".") in reply for one in item.phrasings)


def test_the_copier_pastes_and_it_is_noted(play):
    """A note of each long paste, with its length; the article stands in the reply."""
    attempt = play("copy_paste")
    assert len(attempt.pastes) >= 15
    first = attempt.pastes[0]
    assert first.length == len(attempt.answer(first.question).reply)


def test_a_round_of_them_has_been_played_by_now(sqlite_storage):
    """Each has a candidate of its own, played in the past, an hour apart, and it is all over."""
    found = create_round(sqlite_storage, "Sample", RoundSettings(sample=True), by="boss")
    few = {name: BOTS[name] for name in ("quitter", "rusher", "copy_paste")}
    players = play_round(sqlite_storage, found.id, few, seed=5)
    attempts = [Attempts(sqlite_storage).attempt(one.id) for one in players]
    now = sqlite_storage.now()
    assert 3 == len({one.email for one in players})
    assert {"over"} == {one.phase(now) for one in attempts}
    assert all(later.started_at - earlier.started_at > 30 * MINUTE for earlier, later in pairwise(attempts))
    assert max(one.last_at for one in attempts) < now


def test_no_round_is_played_that_is_closed(sqlite_storage):
    """As for anybody else."""
    found = create_round(sqlite_storage, "Sample", RoundSettings(), by="boss")
    close_round(sqlite_storage, found.id, by="boss")
    with pytest.raises(HiringError, match="closed"):
        play_round(sqlite_storage, found.id, BOTS)
