"""What customers understand of replies that nobody wrote for the scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainee_exercises.practice.listening.heard import key_of, with_heard
from trainee_exercises.practice.listening.items import items_of
from trainee_exercises.practice.listening.manner import is_promise, is_rude, manner
from trainee_exercises.practice.load import load_practice
from trainee_exercises.practice.understanding import Listener, Understood
from trainee_exercises.practice.understood import Labelled, accuracy, read_replies

REPLIES = Path(__file__).with_name("replies_dev.yaml")
BY_OTHERS = Path(__file__).with_name("replies_more.yaml")
FRESH = Path(__file__).with_name("replies_fresh.yaml")
CHECK = Path(__file__).with_name("replies_check.yaml")
APART = Path(__file__).with_name("replies_apart.yaml")
UNSEEN = Path(__file__).with_name("replies_unseen.yaml")
BAR = 0.85
MARGIN = 0.05


@pytest.fixture(scope="module")
def listener():
    """Who understands replies to the customers of Pinfold."""
    return Listener(load_practice("pinfold"))


@pytest.fixture(scope="module")
def found(listener):
    """What becomes of the replies in fresh words."""
    return accuracy(listener, read_replies(REPLIES))


def heard(listener, script_id, text):
    """What a reply to a script's customer is understood to say."""
    return listener.understand(listener.pack.scripts[script_id], text)


def test_replies_in_fresh_words_get_the_right_reaction(found):
    """With a real margin over the bar; the weights were learned with them, by quarters left out they reach 0.910."""
    assert found.right / found.n >= BAR + MARGIN


def test_replies_that_others_wrote_get_the_right_reaction(listener):
    """The weights were learned with them; by quarters left out they reach 0.932 and 0.852."""
    for path in (BY_OTHERS, FRESH):
        figures = accuracy(listener, read_replies(path))
        assert figures.right / figures.n >= BAR + MARGIN - 0.01, path.name


def test_replies_kept_apart_get_the_right_reaction(listener):
    """Nothing was learned from these 256, nor were their misses looked at: 0.930 when last measured."""
    figures = accuracy(listener, read_replies(APART))
    assert figures.right / figures.n >= BAR + MARGIN


def test_replies_of_another_writer_get_the_right_reaction(listener):
    """Nothing was learned from these 160 to all situations; their misses led to more wordings of claims: 0.869."""
    figures = accuracy(listener, read_replies(UNSEEN))
    assert figures.right / figures.n >= BAR


def test_replies_that_put_off_tell_back_or_are_merely_kind_get_the_right_reaction(listener):
    """Of 40 that nothing was learned from; the words of promises were chosen with them in view."""
    figures = accuracy(listener, read_replies(CHECK))
    kinds = ("promise", "empty", "echo")
    assert 27 <= sum(figures.by_kind[kind].right for kind in kinds)
    assert 31 == sum(figures.by_kind[kind].n for kind in kinds)


def test_any_of_several_wrong_claims_may_be_tried_first(listener):
    """A reply that truly makes two claims is understood where one of the two is heard."""
    text = "Adding people is done in the account settings."
    both = Labelled(script="where-is-invite", text=text, claimed=("upgrade", "settings"))
    other = Labelled(script="where-is-invite", text=text, claimed=("upgrade",))
    assert [1, 0] == [accuracy(listener, [one]).right for one in (both, other)]


def test_the_customers_own_harsh_words_are_not_the_reps():
    """Told back, they are no scolding; said of the customer, they are."""
    assert is_rude("Get lost, we told you.")
    assert not is_rude("We told you it was mended, yes.", "You told us it was mended!")
    assert not is_rude("You write that we told you on Friday that it was mended.")


@pytest.mark.parametrize(("kind", "least"), [("paraphrase", 0.8), ("half", 0.85), ("negated", 0.8), ("promise", 0.85)])
def test_each_kind_of_reply_is_understood(found, kind, least):
    """No kind is paid for with another one."""
    assert found.by_kind[kind].right / found.by_kind[kind].n >= least


def test_an_opening_sent_back_says_nothing(listener):
    """The customer's own words are no answer, whichever script."""
    scripts = listener.pack.scripts.values()
    told = [one.id for one in scripts if listener.understand(one, one.opening).said]
    assert len(told) <= 0.03 * len(listener.pack.scripts), told


def test_a_polite_reply_rarely_counts_as_all_that_was_asked(listener):
    """The weak replies of the pack settle nothing."""
    settled = [
        one.id
        for one in listener.pack.scripts.values()
        if {fact.id for fact in one.facts if not fact.later} <= listener.understand(one, one.weak_reply).said
    ]
    assert [] == settled


def test_a_promise_to_find_out_is_never_the_fact(listener):
    """In any script "I don't know yet" is a promise and nothing else, save where that they will hear is the fact."""
    text = "I don't know that yet, sorry. I'll find out from a colleague and come back to you by tomorrow noon."
    scripts = tuple(listener.pack.scripts.values())
    all_heard = [listener.understand(one, text) for one in scripts]
    assert {frozenset({"promise"})} == {one.manner for one in all_heard}
    assert [] == [heard.claimed for heard in all_heard if heard.claimed]
    said = [(script.id, fact) for script, heard in zip(scripts, all_heard, strict=True) for fact in heard.said]
    assert {("hospital-wants-to-tell", "when"), ("icelandic-for-free", "no-promise")} >= {
        one for one in said if one[1] not in {"update", "tell-truth"}
    }


def test_a_question_is_a_need_and_no_fact(listener):
    """What the rep asks is asked, not told."""
    asked = heard(listener, "cards-jump-back-when-dragged", "Hi, which browser do you use, and in what version?")
    assert frozenset({"browser"}) == asked.asked
    assert frozenset() == asked.said


def test_a_no_and_a_yes_in_the_same_words_differ(listener):
    """A colleague who can extend a trial is a fact; that it has been extended is a wrong claim."""
    own = heard(listener, "uploads-failing-on-the-test-day", "I have extended your trial by fourteen days.")
    other = heard(
        listener, "uploads-failing-on-the-test-day", "Pete Moran in sales can extend your trial once, by fourteen days."
    )
    assert (frozenset({"extends-self"}), frozenset()) == (own.claimed, own.said)
    assert (frozenset(), frozenset({"extend"})) == (other.claimed, other.said)


@pytest.mark.parametrize(
    ("script_id", "fact", "yes", "no"),
    [
        (
            "from-the-tractor",
            "reply",
            "Replying to the mail writes a comment.",
            "Replying to the mail doesn't write a comment.",
        ),
        ("hours-on-the-card", "none", "There is no timer in Pinfold.", "Pinfold has a timer, it's in every card."),
        (
            "rules-stopped-after-leaver",
            "take-over",
            "An admin can press Take over all.",
            "An admin can't take them over.",
        ),
    ],
)
def test_a_denial_is_told_from_what_it_denies(listener, script_id, fact, yes, no):
    """The same words with a "not" more or less say something else."""
    assert fact in heard(listener, script_id, yes).said
    assert fact not in heard(listener, script_id, no).said


def test_what_is_reported_and_refuted_is_no_claim_of_the_rep(listener):
    """To say what somebody else said, and that it is not so, claims nothing; what is true instead is heard."""
    told = "You read that archived cards are gone after thirty days. That is not true: nothing is ever thrown out."
    found = heard(listener, "archive-as-records", told)
    assert (frozenset(), frozenset({"keeps"})) == (found.claimed, found.said)


def test_further_wordings_are_heard_beside_those_of_the_author(listener):
    """They are looked up by the author's own sentence; another sentence has none."""
    script = listener.pack.scripts["price-for-seven"]
    items = items_of(script)
    more = {key_of(items[0]): ("seven heads, sixty-three",)}
    first, second = with_heard(items, more)[:2]
    assert ("seven heads, sixty-three", items[0].wordings[-1]) == first.wordings[-2:]
    assert items[1] == second
    assert items[0] == with_heard([items[0]], {})[0]


def test_nothing_is_understood_of_nothing(listener):
    """Blank text and mere signs are heard without an error, as nothing."""
    for text in ("", "  \n", "???", ":)"):
        assert Understood() == heard(listener, "price-for-seven", text)


def test_the_quote_is_the_words_that_say_it(listener):
    """What is quoted stands in the reply."""
    text = "Hello! For seven people Team comes to 63 euros a month. Have a nice day."
    quotes = dict(heard(listener, "price-for-seven", text).quotes)
    assert "63 euros" in quotes["monthly"]
    assert quotes["monthly"] in text


def test_what_was_understood_survives_being_stored(listener):
    """From JSON comes what went in."""
    understood = heard(listener, "price-for-seven", "It's 63 a month, or 630 by the year.")
    assert understood == Understood.from_json(understood.as_json())


@pytest.mark.parametrize(
    "text",
    [
        "No. There's no dark mode.",
        "You could have a developer build it.",
        "You should have received a mail from us.",
        "No stupid questions here! You're not the only one who asks.",
        "Done. Board menu > Archive > Restore.",
        "My colleague Yasmin will deal with it today.",
    ],
)
def test_a_short_dry_or_kind_reply_is_not_rude(text):
    """Few words and a plain no hurt nobody."""
    assert not is_rude(text)


@pytest.mark.parametrize(
    "text",
    [
        "You should have read the terms.",
        "That's not our problem.",
        "Calm down, other customers manage.",
        "Learn to read before you write to us.",
        "It's your own fault.",
    ],
)
def test_scolding_is_rude(text):
    """Blame and brushing off are heard."""
    assert is_rude(text)


def test_a_promise_needs_that_the_customer_hears_again():
    """Looking into it without a word of coming back promises nothing; that no date is known is no promise either."""
    assert is_promise("I'm not sure, let me ask Lena and I'll write to you by 4 pm.")
    assert is_promise("I'm asking our security lead and send you her answer by tomorrow noon.")
    assert is_promise("I can't tell from here, our engineer will look, you'll have an answer by the end of Friday.")
    assert not is_promise("We'll look into this.")
    assert not is_promise("It's on the list, I can't say when it comes.")
    assert frozenset() == manner("Could you ask your bank and come back to us?")
