"""Gates: replies that no figure should judge, each with the reason and the words that gave it away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from trainee_exercises.scoring.text import plain, sentences, squeezed, stem, tokens
from trainee_exercises.scoring.words import LANGUAGES, STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from trainee_exercises.packs import Pack, Phrased, Question

_SHORTEST = 3
_LONGEST = 600
_LONG_WORDING = 5
_SENTENCE = 5
_OWN = 13
_MANY_LISTED, _LISTED = 9, 3
"""So many pieces between commas, nearly all of so few words, are a list of key words."""
_MANY_SCRAPS = 7
_SCRAP = 5.5
_ADDRESS = re.compile(r"\b[\w.+-]+@[\w.-]+\w|\b(?:[\w-]+\.){1,4}[a-z]{2,}\b(?:/\S*)?", re.IGNORECASE)
"""The address of a page or a mailbox: one word, whatever dots it has."""
_SCRAP_END = re.compile(r"[;\n|•]+|[,.](?!\d)|/(?!month|year|week|day|hour)")
"""Where a scrap ends; a point or comma inside a figure ends none, and "19 euros/month" is one."""
_BEST = (
    r"(?:full|top|maximum|max|perfect|excellent|highest|best) (?:possible )?(?:marks?|points?|scores?|ratings?|grades?)"
)
_FOUR = r"(?:4|four)(?: out of (?:4|four)| ?/ ?4| points?\b)"
_INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override) (?:all |any |the |your |previous |prior |above |these |every |of )*"
    r"(?:instructions?|rules?|rubric|prompt|criteria|guidelines)\b"
    r"|\bsystem prompt\b|\bas an? (?:ai|language model)\b|\bprompt injection\b|\bmodel answer\b"
    r"|\byou are (?:now )?(?:an? |the )?(?:\w+ ){0,2}(?:language model|ai assistant)\b"
    rf"|\b(?:give|award|assign|deserves?) (?:\w+ ){{0,5}}(?:{_BEST}|{_FOUR})"
    r"|\b(?:rate|score|mark|grade) (?:\w+ ){0,5}"
    rf"(?:{_BEST}|{_FOUR}|(?:a |an |as |with )?(?:4|four|excellent|perfect)\s*(?:[.!,\"}})\]]|$|for\b))"
    r"|[\"']?\b(?:overall|score|rating|grade)\b[\"']?\s*[:=>]\s*[\"']?(?:4|four|max|full)\b"
    r"|(?:^|[.\n!?]\s*)(?:assistant|system|user)\s*[:,]\s|\[/?inst\]|<\|"
    r"|\b(?:this|the|my) (?:reply|answer|response) (?:\w+ ){0,3}(?:meets|satisfies|fulfils|fulfills|deserves|scores)\b",
    re.IGNORECASE,
)
_TO_A_JUDGE = re.compile(
    r"\b(?:as|dear|hello|hi|note to|to|for|attention|you are) (?:an? |the |our |my |all |now )*"
    r"(?:helpful |automatic |rating |grading |scoring )*"
    r"(?P<role>graders?|raters?|scorers?|evaluators?|markers?|examiners?|assessors?|reviewers?|assistant)\b"
    r"|\b(?P<writer>candidate|applicant)(?:'s)? (?:has|have|reply|answer|response|satisfies|satisfied|meets|covered"
    r"|deserves)\b",
    re.IGNORECASE,
)
"""Words that some products have customers for: only where the pack does not use them."""
_SCRIPT = re.compile(
    r"<\s*/?\s*(?:script|iframe|img|svg|style|object|a|body|form|input|score|answer|system|rating)\b[^>]*>"
    r"|javascript:|\bon(?:error|load"
    r"|click)\s*=",
    re.IGNORECASE,
)
_BLANK = re.compile(
    r"\[(?:your |customer'?s? |first |agent |company |insert )?(?:name|date|company|product|link|customer|signature"
    r"|x)\b[^\]]*\]"
    r"|\{\{?\s*\w*(?:name|customer|agent|company|date)\w*\s*\}?\}|<(?:name|customer name|first name|date)>|\bxxx+\b"
    r"|\blorem ipsum\b",
    re.IGNORECASE,
)
_ABOUT_A_REPLY = re.compile(
    r"^(?:also |and |then |clearly |honestly )?(?:says|names|takes|gives|offers|suggests|mentions|keeps|explains"
    r"|shows|asks|answers|"
    r"treats|acknowledges|provides|promises|recogni[sz]es|tells|warns|picks up|points out|apologi[sz]es|addresses"
    r"|reassures|puts|"
    r"makes|calms|thinks|refers|describes|sees|passes|states|confirms|demonstrates|uses|matches|protects|connects)\b",
    re.IGNORECASE,
)
_TALK_OF_RATING = re.compile(
    r"\b(?:resourceful(?:ness)?|empath(?:y|etic)|thrives? under pressure|treats? the (?:problem|symptom)|rubric"
    r"|correctness|clarity|"
    r"must say|must not say|model answer|behaviou?rally|anchor)\b",
    re.IGNORECASE,
)
_NOT_LATIN = re.compile(r"[^\W\d_]")
_LAST_LATIN = 0x024F


class Stop(NamedTuple):
    """A gate that closed: its name, the reason in plain words, and the words of the reply (or "")."""

    gate: str
    why: str
    quote: str


def first_stop(pack: Pack, question: Question, text: str, known: Callable[[str], bool]) -> Stop | None:
    """Return the first gate that closes on *text*, or None. known: does the pack use a word of that key?"""
    words = tokens(text)
    checks: tuple[Callable[[], Stop | None], ...] = (
        lambda: _size(text, len(words)),
        lambda: _marks(text),
        lambda: _to_a_judge(text, known),
        lambda: _language(pack.language, text, known),
        lambda: _pasted_rubric(pack, question, text),
        lambda: _list_of_words(text),
        lambda: _scraps(question, text),
        lambda: _echo(question, text),
        lambda: _repeats(text),
    )
    return next((stop for check in checks if (stop := check())), None)


def _size(text: str, n_words: int) -> Stop | None:
    if not text.strip():
        return Stop("empty", "there is no text", "")
    if n_words < _SHORTEST:
        return Stop("too short", f"fewer than {_SHORTEST} words", text.strip())
    if n_words > _LONGEST:
        return Stop("too long", f"more than {_LONGEST} words", text.strip()[:80])
    return None


def _marks(text: str) -> Stop | None:
    flat = plain(text)
    for gate, pattern, why in (
        ("script", _SCRIPT, "contains program code or markup"),
        ("injection", _INJECTION, "speaks to a rater or a program instead of to the customer"),
        ("template", _BLANK, "a blank of a template was not filled in"),
    ):
        found = pattern.search(flat)
        if found:
            return Stop(gate, why, found.group().strip())
    return None


def _to_a_judge(text: str, known: Callable[[str], bool]) -> Stop | None:
    for found in _TO_A_JUDGE.finditer(plain(text)):
        if not known(stem((found["role"] or found["writer"]).lower())):
            return Stop("injection", "speaks to or of those who rate", found.group().strip())
    return None


def _language(language: str, text: str, known: Callable[[str], bool]) -> Stop | None:
    """Close if most of the text is in another language; only English packs can be told."""
    letters = _NOT_LATIN.findall(text)
    if sum(ord(letter) > _LAST_LATIN for letter in letters) > 0.3 * max(1, len(letters)):
        return Stop("other language", "most letters are not Latin", text.strip()[:80])
    if not language.startswith("en"):
        return None
    words = [token.word for token in tokens(text) if token.word.isalpha()]
    english = sum(word in STOP_WORDS for word in words)
    other = max(sum(word in ones for word in words) for ones in LANGUAGES.values())
    if other >= 3 and other > english:
        return Stop("other language", "most small words are not English", text.strip()[:80])
    content = [token for token in tokens(text) if token.is_content and token.word.isalpha()]
    strange = [token.word for token in content if not known(token.key)]
    if len(words) >= 5 and english < 0.15 * len(words) and len(strange) > 0.6 * len(content):
        return Stop("other language", "hardly any word is known English", " ".join(strange[:6]))
    return None


def _pasted_rubric(pack: Pack, question: Question, text: str) -> Stop | None:
    """Close on text of the rubric: in its own words, or sentences that describe a reply."""
    told = [span.text for span in sentences(text) if _ABOUT_A_REPLY.match(span.text)]
    if len(told) >= 2 and not any("?" in one for one in told):
        return Stop("rubric", "sentences describe a reply instead of being one", told[0])
    rated = {found.lower() for found in _TALK_OF_RATING.findall(plain(text))}
    if len(rated) >= 2:
        return Stop("rubric", "speaks of what is rated", ", ".join(sorted(rated)))
    copied = _copied(_rubric(pack, question), text, 4, 0.6)
    if copied:
        return Stop("rubric", "near-verbatim text of the rubric", copied)
    return _word_for_word(pack, question, text)


def _word_for_word(pack: Pack, question: Question, text: str) -> Stop | None:
    """Close on what no candidate has seen and yet stands there: facts, model answers among other text, phrasings."""
    seen = [pack.articles[name].text for name in question.articles if name in pack.articles]
    natural = [*seen, *question.model_answers.values()]
    told = [fact.fact for fact in question.must_say if _copied([fact.fact], text, 4, 0.8)]
    told = [one for one in told if not any(_copied([one], other, 4, 0.6) for other in natural)]
    if len(told) >= 2:
        return Stop("rubric", "known facts, word for word", told[0])
    appended = _appended(question, text)
    if appended:
        return Stop("rubric", "a model answer, word for word, with other text around it", appended)
    pasted = [_pasted(item.phrasings, text) for item in _items(question)]
    if sum(map(len, pasted)) >= 3 or any(len(ones) >= 2 for ones in pasted):
        return Stop("rubric", "wordings of the rubric, word for word", next(one for ones in pasted for one in ones))
    return None


def _appended(question: Question, text: str) -> str | None:
    """Return a sentence of good model answers that was pasted, with others of them, to text of another kind."""
    said = [span.text for span in sentences(text) if len(span.text.split()) >= _SENTENCE]
    theirs = set[str]().union(*(_grams(question.model_answers.get(mark, ""), 3) for mark in (3, 4)))
    shares = [(len(_grams(one, 3) & theirs) / max(1, len(_grams(one, 3))), one) for one in said]
    pasted = [one for share, one in shares if share > 0.8]
    own = sum(len(one.split()) for share, one in shares if share < 0.2)
    return pasted[0] if len(pasted) >= 2 and own >= _OWN else None


def _pasted(phrasings: Iterable[str], text: str) -> list[str]:
    """Return the longer phrasings that stand in *text* word for word; nobody hits upon two for the same thing."""
    flat = f" {squeezed(text)} "
    return [one for one in phrasings if len(one.split()) >= _LONG_WORDING and f" {squeezed(one)} " in flat]


def _rubric(pack: Pack, question: Question) -> list[str]:
    anchors = [text for value in (*pack.values.values(), *pack.dimensions.values()) for text in value.anchors.values()]
    return [*_points(question), question.goal, *anchors]


def _items(question: Question) -> Iterable[Phrased]:
    yield from question.must_say
    for points in question.points.values():
        yield from points


def _grams(text: str, n: int) -> set[str]:
    words = squeezed(text).split()
    return {" ".join(words[at : at + n]) for at in range(len(words) - n + 1)}


def _copied(sources: Iterable[str], text: str, n: int, share: float) -> str | None:
    """Return the first source of which *share* of the runs of *n* words stand in *text*."""
    said = _grams(text, n)
    for source in sources:
        grams = _grams(source, n)
        if len(grams) >= 4 and len(grams & said) >= share * len(grams):
            return source
    return None


def _list_of_words(text: str) -> Stop | None:
    """Close on key words strung together: many short scraps and hardly any small word that makes a sentence."""
    text = _ADDRESS.sub(" ", plain(text))
    for span in sentences(text):
        said = [token.word for token in tokens(span.text) if token.word.isalpha()]
        if ">" in span.text:  # a way through menus: names of screens in a row
            continue
        if len(said) >= 11 and sum(word in STOP_WORDS for word in said) < 0.15 * len(said):
            return Stop("stuffing", "key words without a sentence", span.text)
    all_of = tokens(text)
    words = [token.word for token in all_of if token.word.isalpha()]
    if len(words) < 12:
        return None
    listed = [part for part in re.split(r"[,;]+", text) if part.strip()]
    if len(listed) >= _MANY_LISTED and sum(len(part.split()) <= _LISTED for part in listed) >= 0.8 * len(listed):
        return Stop("stuffing", "a list of key words", ", ".join(part.strip() for part in listed[:5]))
    scraps = [part for part in _SCRAP_END.split(text) if part.strip()]
    n_small = sum(word in STOP_WORDS for word in words)
    n_figures = sum(any(map(str.isdigit, one.word)) for one in all_of)
    loose = (n_small + n_figures) / (len(words) + n_figures)  # terse answers are full of figures
    mean = len(all_of) / max(1, len(scraps))
    if (loose < 0.25 and mean < 4.5) or n_small < 0.14 * len(words):
        return Stop("stuffing", "key words without sentences", ", ".join(part.strip() for part in scraps[:5]))
    return None


def _scraps(question: Question, text: str) -> Stop | None:
    """Close on many scraps in a row that are made of the wordings of the rubric."""
    said = [span.text for span in sentences(text)]
    mean = len(text.split()) / max(1, len(said))
    if len(said) < _MANY_SCRAPS or mean > _SCRAP:
        return None
    sources = [one for item in _items(question) for one in item.phrasings]
    sources += [*(fact.fact for fact in question.must_say), *_points(question)]
    known = set[str]().union(*(_grams(source, 2) for source in sources))
    pairs = [pair for one in said for pair in _grams(one, 2)]
    if sum(pair in known for pair in pairs) > 0.4 * len(pairs):
        return Stop("stuffing", "scraps with the wordings of the rubric", " ".join(said[:4]))
    return None


def _points(question: Question) -> list[str]:
    return [point.point for ones in question.points.values() for point in ones]


def _echo(question: Question, text: str) -> Stop | None:
    """Close where most of the reply is what the customer wrote."""
    asked = f"{question.subject} {question.text}"
    said = _grams(text, 3)
    if len(said) >= 5 and len(said & _grams(asked, 3)) > 0.45 * len(said):
        return Stop("echo", "mostly the customer's own words", text.strip()[:80])
    theirs = {token.key for token in tokens(asked) if token.is_content}
    ours = [token.key for token in tokens(text) if token.is_content]
    share = sum(key in theirs for key in ours) / max(1, len(ours))
    if len(ours) >= 12 and share > 0.8:
        return Stop("echo", f"{share:.0%} of its words are the customer's", text.strip()[:80])
    return None


def _repeats(text: str) -> Stop | None:
    said = [squeezed(span.text) for span in sentences(text) if len(span.text.split()) >= 4]
    again = next((one for one in said if said.count(one) >= 2), None)
    return Stop("repeated", "the same sentence stands there more than once", again) if again else None
