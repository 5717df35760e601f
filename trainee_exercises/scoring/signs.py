"""What counts for the figure of a reply: some twenty signs, the same for every question of every pack."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trainee_exercises.scoring import manner
from trainee_exercises.scoring.polarity import n_denials
from trainee_exercises.scoring.promises import Promise, promise
from trainee_exercises.scoring.text import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainee_exercises.packs import Question
    from trainee_exercises.scoring.contrast import Contrasted
    from trainee_exercises.scoring.direction import Direction
    from trainee_exercises.scoring.evidence import Evidence
    from trainee_exercises.scoring.stance import Stance
    from trainee_exercises.scoring.taught import Against
    from trainee_exercises.scoring.vocabulary import Used

_MOST_SEEN = 2.0
_LEAST = 0.5
_MOST = 1.2


class Signs(NamedTuple):
    """What the weights are applied to. Shares and credits go from 0 to 1 where nothing else is said.

    facts: mean credit; facts_by_best: by what model answer 4 reaches, up to 1.2, since wordings differ in breadth from
    pack to pack; agreeing: how near its clauses are to the facts in the same direction; good_words, fact_words: words
    of good answers and of the facts, up to 1.5; point_words: words that only the points have; best_words: that model
    answer 4 has and 3 has not; names, figures: of the facts; like_answer: which model answer it is most like, 1 to 4.
    claims: sum of the false claims, at most 2; wrong: clauses nearest to something false; turned, opposed: clauses that
    say the opposite of something right; contrary: the same by a vote of all that is known; denials: more "not" than
    good answers have; misdenied: words that stand under a "not" other than in what is right; poor_pairs: pairs of
    words that stand only in what is wrong; against: clauses on the wrong side by sentence vectors, at most 2, 0 without
    them; no_denial: a fact is a "no" and the reply denies nothing; like_poor: words of poor answers;
    strange_figures: that stand nowhere, at most 2; elsewhere: how much more it is about another question of the pack,
    -1 to 1; copied: taken word for word from the articles.
    too_sure, vague: phrases of that kind, at most 2; template: share of words that fit anybody; instructions: tells
    what to do; scolding. unknown, back, when, who: on open questions, parts of an honest "not known"; promise: all of
    them together, by weight; promise_else: the same on the other questions.
    """

    facts: float
    facts_by_best: float
    agreeing: float
    good_words: float
    fact_words: float
    names: float
    figures: float
    point_words: float
    best_words: float
    like_answer: float
    claims: float
    wrong: float
    turned: float
    opposed: float
    contrary: float
    denials: float
    misdenied: float
    poor_pairs: float
    against: float
    no_denial: float
    like_poor: float
    strange_figures: float
    elsewhere: float
    too_sure: float
    vague: float
    template: float
    instructions: float
    scolding: float
    copied: float
    unknown: float
    back: float
    when: float
    who: float
    promise: float
    promise_else: float


RAISES = frozenset(
    {
        "facts", "facts_by_best", "agreeing", "good_words", "fact_words", "names", "figures", "like_answer",
        "point_words", "best_words",
        "instructions", "unknown", "back", "when", "who", "promise", "promise_else",
    }
)  # fmt: skip
"""The signs that may only raise the figure; all others may only lower it."""
LIMITS = frozenset(
    {
        "facts", "fact_words", "good_words", "agreeing", "contrary", "elsewhere", "copied", "vague", "unknown", "back",
        "when", "who",
    }
)  # fmt: skip
"""Signs without a weight: they set limits, raise doubts, or help with the values. With a weight they were no help on
packs that were left out.
"""


def best_of(evidence: Evidence) -> float:
    """Return the mean credit of the facts in model answer 4, at least 0.5: one hardly recognised is no measure."""
    return max(_LEAST, mean([one.credit for one in evidence.of("fact")]))


class Found(NamedTuple):
    """All that was found in a reply. copied: share taken from articles; best: what model answer 4 reaches by facts."""

    evidence: Evidence
    used: Used
    direction: Direction
    elsewhere: float
    stance: Stance
    copied: float
    best: float
    contrast: Contrasted
    against: Against


def signs(question: Question, text: str, found: Found) -> Signs:
    """Return what counts for the overall figure."""
    evidence, used, towards, elsewhere, sides, taken, best, contrast, by_meaning = found
    facts = [one.credit for one in evidence.of("fact")]
    denying = mean([float(fact.polarity == "deny") for fact in question.must_say])
    is_open = question.level == "open"
    promised = promise(text)
    parts = Promise(*promised) if is_open else Promise(None, None, None, None)
    denies = any(n_denials(span.text) for span in sentences(text))
    return Signs(
        facts=mean(facts),
        facts_by_best=min(_MOST, mean(facts) / best),
        agreeing=towards.agreeing,
        good_words=used.good,
        fact_words=used.facts,
        names=used.names,
        figures=used.figures,
        point_words=contrast.points,
        best_words=contrast.best,
        like_answer=evidence.like_answer,
        claims=min(_MOST_SEEN, sum(one.credit for one in evidence.of("claim"))),
        wrong=towards.wrong,
        turned=towards.turned,
        opposed=towards.opposed,
        contrary=sides.contrary,
        denials=used.denial,
        misdenied=contrast.misdenied,
        poor_pairs=contrast.poor_pairs,
        against=by_meaning.amount,
        no_denial=float(denying > 0 and not denies),
        like_poor=used.like_poor,
        strange_figures=float(used.strange_figures),
        elsewhere=elsewhere,
        too_sure=min(_MOST_SEEN, float(len(manner.too_sure(text)))),
        vague=min(_MOST_SEEN, float(len(manner.vague(text)))),
        template=manner.by_template(text),
        instructions=manner.instructions(text),
        scolding=float(bool(manner.scolding(question, text))),
        copied=taken,
        unknown=float(bool(parts.unknown)),
        back=float(bool(parts.back)),
        when=float(bool(parts.when)),
        who=float(bool(parts.who)),
        promise=promised.share * is_open,
        promise_else=promised.share * (not is_open),
    )


def mean(values: Sequence[float]) -> float:
    """Return the mean, 0 of nothing."""
    return sum(values) / len(values) if values else 0.0
