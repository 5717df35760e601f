"""How the weights came about: a ridge regression with bounded signs on labelled replies, and how well it does on
replies that were left out.

`python -m trainee_exercises.scoring.fit larkhour [MORE PACKS]` prints the figures and the constants of weights.py.
"""

from __future__ import annotations

import sys
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.optimize import lsq_linear

from trainee_exercises.packs import load_pack, read_pack
from trainee_exercises.packs.load import read_labelled
from trainee_exercises.scoring.agreement import agreement_on
from trainee_exercises.scoring.embeddings import load_encoder
from trainee_exercises.scoring.figures import weighted_kappa, within_groups
from trainee_exercises.scoring.fit_doubt import fitted_doubt
from trainee_exercises.scoring.score import Scorer
from trainee_exercises.scoring.signs import LIMITS, RAISES, Signs, signs
from trainee_exercises.scoring.weights import Both

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trainee_exercises.packs import Labelled, Question
    from trainee_exercises.scoring.arrays import Floats
    from trainee_exercises.scoring.score import Score

STRENGTH: Final = 60.0
"""How strongly weights are held small; figures hardly move between 30 and 100."""
SPREAD: Final = 1.8
"""A regression draws figures to the middle; their distance from it is stretched by this."""
_WEIGHED: Final = tuple(name for name in Signs._fields if name not in LIMITS)
_LEAST_SPREAD: Final = 0.05
"""A sign that hardly ever varies in what is learned gets hardly any weight."""
_FOREIGN: Final = frozenset({"other_language", "injection", "echo"})
"""Kinds of reply that the gates judge; they would only teach what nonsense looks like."""


class Sample(NamedTuple):
    """A labelled reply: its pack and form, its signs, and whether a gate stops it."""

    group: str
    label: Labelled
    signs: Signs
    is_stopped: bool


def samples(names: Sequence[str], *, words_only: bool) -> Iterator[Sample]:
    """Yield the labelled replies of the packs *names*."""
    for name in names:
        pack = load_pack(name)
        scorer = Scorer(pack, None if words_only else load_encoder())
        for labelled, _ in read_labelled(read_pack(name)):
            for one in labelled.replies:
                question = pack.question(one.question_id)
                seen = signs(question, one.text, scorer.look(question, one.text))
                stopped = scorer.stop(question, one.text) is not None
                yield Sample(f"{pack.id} {labelled.form}", one, seen, stopped)


def both(learned: Sequence[Sample]) -> Both:
    """Return the weights for the figure and those for the doubt."""
    figure, used = fitted(learned), _used(learned)
    figures = [predicted(figure, one) for one in used]
    return Both(figure, fitted_doubt([one.label for one in used], [one.signs for one in used], figures))


def _used(learned: Sequence[Sample]) -> list[Sample]:
    return [one for one in learned if not one.is_stopped and one.label.kind not in _FOREIGN]


def _weighed(seen: Signs) -> list[float]:
    return [float(getattr(seen, name)) for name in _WEIGHED]


def fitted(learned: Sequence[Sample]) -> Mapping[str, float]:
    """Return the weights that fit *learned* best while each sign only raises or only lowers the figure."""
    used = _used(learned)
    table, wanted = (
        np.array([_weighed(one.signs) for one in used]),
        np.array([float(one.label.overall) for one in used]),
    )
    middle, width = table.mean(axis=0), np.maximum(table.std(axis=0), _LEAST_SPREAD)
    rows = np.vstack([(table - middle) / width, np.sqrt(STRENGTH) * np.eye(table.shape[1])])
    raises = np.array([name in RAISES for name in _WEIGHED])
    bounds = np.where(raises, 0.0, -np.inf), np.where(raises, np.inf, 0.0)
    slopes = lsq_linear(rows, np.append(wanted - wanted.mean(), np.zeros(table.shape[1])), bounds).x / width * SPREAD
    found = {name: round(float(slope), 3) for name, slope in zip(_WEIGHED, slopes, strict=True)}
    base = float(wanted.mean() - middle @ np.array([found[name] for name in _WEIGHED]))
    return {"base": round(base, 3)} | {name: slope for name, slope in found.items() if slope}


def predicted(weights: Mapping[str, float], one: Sample) -> float:
    """Return the figure of a reply, without the limits that come after the weights."""
    return float(weights["base"] + sum(weights.get(name, 0.0) * value for name, value in one.signs._asdict().items()))


def left_out(known: Sequence[Sample], by: Sequence[str]) -> Floats:
    """Return the figures of all replies, each by weights from the replies of other groups; *by* has their groups."""
    figures = np.zeros(len(known))
    for group in sorted(set(by)):
        weights = fitted([one for one, other in zip(known, by, strict=True) if other != group])
        for at, other in enumerate(by):
            if other == group:
                figures[at] = predicted(weights, known[at])
    return np.asarray(np.clip(figures, 1.0, 4.0))


def report(known: Sequence[Sample]) -> Iterator[str]:
    """Yield kappa and rank correlation within a question with forms, with questions and with nothing left out."""
    ways = {
        "one form left out at a time": [one.group for one in known],
        "one question left out at a time": [one.label.question_id for one in known],
        "nothing left out": [""] * len(known),
    }
    for way, by in ways.items():
        everything = fitted(known)
        seen = np.clip([predicted(everything, one) for one in known], 1.0, 4.0)
        figures = seen if way.startswith("nothing") else left_out(known, by)
        for group in (*sorted({one.group for one in known}), "all together"):
            at = [i for i, one in enumerate(known) if not one.is_stopped and group in (one.group, "all together")]
            labels = [float(known[i].label.overall) for i in at]
            given = [float(np.round(figures[i], 1)) for i in at]
            ranks = within_groups(given, labels, [known[i].label.question_id for i in at])
            yield f"  {way:32} {group:22} kappa {weighted_kappa(given, labels):5.2f}  ranks {ranks:5.2f}  n {len(at)}"


class _ByForm(NamedTuple):
    """Scores each reply with weights that know nothing of the form it belongs to."""

    scorers: Mapping[str, Scorer]

    def score(self, question: Question, text: str) -> Score:
        return self.scorers[question.id].score(question, text)


def bars_left_out(name: str, known: Sequence[Sample], *, words_only: bool, whole_pack: bool = False) -> Iterator[str]:
    """Yield every figure of the pack *name* after gates and limits, each form by weights that never saw it.

    whole_pack: by weights that saw no form of the pack at all. With one pack only there is nothing to learn from.
    """
    pack = load_pack(name)
    scorers = {}
    labels = [one for labelled, _ in read_labelled(read_pack(name)) for one in labelled.replies]
    for form in pack.forms.values():
        out = {f"{pack.id} {one}" for one in pack.forms} if whole_pack else {f"{pack.id} {form.form}"}
        weights = both([one for one in known if one.group not in out])
        scorer = Scorer(pack, None if words_only else load_encoder(), weights)
        scorers.update({question.id: scorer for question in form.questions})
    found = agreement_on(name, pack, labels, _ByForm(scorers))
    people = f"{found.n_human} to a person ({found.n_human_fair} not gamed)"
    way = "the whole pack left out" if whole_pack else "each form left out"
    yield f"  {pack.id}, {way}: {found.n} replies, {people}"
    for check in found.checks:
        yield f"    {check.name:56} {check.value:5.2f}  length {check.length:5.2f}  n {check.n:3d}  bar {check.bar:.2f}"


def main(names: Sequence[str]) -> None:
    """Print figures and weights, by words only and, where they are installed, with embeddings."""
    for words_only in (True, False):
        if not words_only and load_encoder() is None:
            continue
        known = list(samples(names, words_only=words_only))
        print("WORDS_ONLY" if words_only else "WITH_MEANING", f"({len(known)} replies)")  # noqa: T201 - it is a command
        print("\n".join(report(known)))  # noqa: T201
        for name, whole_pack in product(names, (False, True)[: len(names)]):
            lines = bars_left_out(name, known, words_only=words_only, whole_pack=whole_pack)
            print("\n".join(lines))  # noqa: T201
        print(*map(dict, both(known)), sep="\n")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:] or ["larkhour"])
