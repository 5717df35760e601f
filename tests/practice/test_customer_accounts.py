"""The customer's panel says what the message says: accounts are drawn within what their script says must be so."""

from __future__ import annotations

import json

import numpy as np
import pytest
from practice_builder import a_desk, a_script, begun, made, the_desk, write_pack

from sim.personas import personas
from trainee_exercises.packs.text import PackError
from trainee_exercises.practice.accounts import Price
from trainee_exercises.practice.cases import dealt, filled
from trainee_exercises.practice.check import check
from trainee_exercises.practice.day import Writer
from trainee_exercises.practice.importing.write import Wanted, bring_in
from trainee_exercises.practice.load import load_practice, read_practice
from trainee_exercises.practice.people import USUAL_SEATS, USUAL_SINCE, person_of
from trainee_exercises.practice.scripts import CLASSES
from trainee_exercises.practice.view import case_json

KEYS = [2_654_435_761 * n + 11 for n in range(12)]
PERSONAS = personas(np.array(KEYS, np.uint64), ["UTC"] * len(KEYS), ["en"] * len(KEYS))


def writers(kind, surge=""):
    """Return a dozen customers of a class."""
    return [Writer(key, str(key), one, kind, surge) for key, one in zip(KEYS, PERSONAS, strict=True)]


def people(kind, pack=None, **account):
    """Return a dozen people of a class, of a script with this account."""
    script = made(a_script(account=account))
    return [person_of(one, script, pack or the_desk()) for one in writers(kind)]


def within(pair, *numbers):
    """Tell whether all numbers lie in a range."""
    return all(pair[0] <= one <= pair[1] for one in numbers)


def test_everybody_of_the_shipped_pack_fits_their_script():
    """All situations, all their classes: plan, people, months, card, company and contacts are what the text implies."""
    pack = load_practice("pinfold")
    for script in pack.scripts.values():
        for kind in script.customers:
            wanted = script.account.of(kind)
            for one in (person_of(each, script, pack) for each in writers(kind)[:4]):
                assert one.plan in (wanted.plan or pack.plans[kind]), script.id
                assert one.plan in pack.plans[kind], script.id
                assert within(wanted.seats or USUAL_SEATS[kind], one.seats), script.id
                assert within((0, 0) if kind == "trial" else wanted.since or USUAL_SINCE, one.since), script.id
                assert one.check == wanted.card if isinstance(wanted.card, str) else True, script.id
                assert set(one.past) <= set(pack.contacts) if wanted.past is None else one.past == wanted.past
                assert one.company if "{company}" in script.opening else True, script.id
                assert "{" not in filled(script.opening, one, "Robin"), script.id


@pytest.mark.parametrize(
    ("name", "amount"),
    [
        ("refund-owner-in-hospital", "540 a year"), ("year-instead-of-month", "1440 a year"),
        ("renewal-not-wanted", "900 a year"), ("second-team-by-mistake", "72 a month"),
        ("charged-twice-one-invoice", "450 a month"), ("vip-third-wrong-address", "2880 a month"),
    ],
)  # fmt: skip
def test_the_panel_shows_the_sum_that_the_customer_names(name, amount):
    """34,560 a year is twelve times 2,880."""
    pack = load_practice("pinfold")
    script = pack.scripts[name]
    shown = [person_of(one, script, pack) for one in writers(script.customers[0])]
    assert {amount} == {f"{one.paid} a {one.pays}" for one in shown}


@pytest.mark.parametrize("kind", CLASSES)
def test_without_bounds_an_account_is_what_is_usual_of_its_class(kind):
    """And as varied; who does not pay has neither price nor card."""
    found = people(kind)
    assert within(USUAL_SEATS[kind], *(one.seats for one in found))
    assert within((0, 0) if kind == "trial" else USUAL_SINCE, *(one.since for one in found))
    assert {kind in {"paying", "vip"}} == {bool(one.check) for one in found} == {bool(one.paid) for one in found}
    assert len({one.seats for one in found}) > 1
    assert {("month", "")} == {(one.pays, one.invoice) for one in found}


def test_a_bound_changes_nothing_but_what_it_bounds():
    """The same key is the same person otherwise, every time."""
    free = people("paying")
    assert free == people("paying")
    assert [one._replace(since=7) for one in free] == people("paying", since=7)


def test_seats_are_the_scripts_as_far_as_usual_and_else_the_scripts_alone():
    """One range serves two classes; a number that is unusual is meant."""
    assert all(within((12, 24), one.seats) for one in people("paying", seats=[12, 240]))
    assert all(within((100, 240), one.seats) for one in people("vip", seats=[12, 240]))
    assert {41} == {one.seats for one in people("paying", seats=41)}


def test_a_class_may_have_bounds_of_its_own():
    """What it names takes the place of the rest; what it leaves out stays."""
    account = {"seats": 4, "since": 9, "vip": {"seats": 130}}
    assert {(4, 9)} == {(one.seats, one.since) for one in people("paying", **account)}
    assert {(130, 9)} == {(one.seats, one.since) for one in people("vip", **account)}


def test_card_company_invoice_and_earlier_contacts_are_as_written():
    """Exactly, and none where none is written."""
    account = {"card": "0918", "company": "", "invoice": "2026-00001", "past": ["Asked before"]}
    told = people("paying", **account)
    assert {("0918", "", "2026-00001", ("Asked before",))} == {
        (one.check, one.company, one.invoice, one.past) for one in told
    }
    assert {(False, ())} == {(bool(one.check), one.past) for one in people("paying", card=False, past=[])}
    assert {True} == {bool(one.check) for one in people("free", card=True)}


def test_what_is_paid_is_people_times_the_price_of_the_plan():
    """By the month or by the year; twelve months where no year has a price."""
    prices = {"Team": {"month": 7.5}, "Business": {"month": 16, "year": 160}}
    desk = the_desk().model_copy(update={"prices": made_prices(prices)})
    assert {75} == {one.paid for one in people("paying", desk, plan="Team", seats=10)}
    assert {900} == {one.paid for one in people("paying", desk, plan="Team", seats=10, pays="year")}
    assert {1600} == {one.paid for one in people("paying", desk, plan="Business", seats=10, pays="year")}


def made_prices(prices):
    """Return prices as models."""
    return {name: Price.model_validate_json(json.dumps(one)) for name, one in prices.items()}


def test_a_pack_without_accounts_prices_and_contacts_is_read_as_before(tmp_path):
    """Its plans cost what Pinfold's do, and earlier contacts are subjects of plain situations of the class."""
    pack = load_practice(write_pack(tmp_path / "p"))
    script = pack.scripts["plain"]
    found = [person_of(one, script, pack) for one in writers("paying")]
    assert {{"Team": 9, "Business": 16}[one.plan] * one.seats == one.paid for one in found} == {True}
    subjects = {one.subject for one in pack.scripts.values() if one is not script and one.category != "outage"}
    assert {line for one in found for line in one.past} <= subjects


def test_reports_of_a_disturbance_come_from_the_class_that_would_write_them():
    """A contract over 180 people is none of a free customer; only where a class has no report, another's is taken."""
    pack = load_practice("pinfold")
    for kind in CLASSES:
        for incident in pack.incidents:
            mine = list(enumerate(writers(kind, incident.id.replace("-", "_"))))
            assert all(kind in one.customers for one in dealt(mine, pack, 5).values()), (kind, incident.id)
    odd = [made(a_script("slow", category="outage", incident="uploads-failing", customers=["vip"]))]
    small = pack.model_copy(update={"scripts": {one.id: one for one in odd}})
    assert {"slow"} == {one.id for one in dealt(list(enumerate(writers("free", "uploads_failing"))), small, 1).values()}


def test_the_page_is_told_how_somebody_pays_and_the_number_of_the_last_invoice():
    """Beside what it was told before."""
    account = {"pays": "year", "invoice": "2026-00001", "since": 0}
    script = made(a_script(account=account))
    hands = begun(pack=the_desk().model_copy(update={"scripts": {script.id: script}}))
    case = hands.waiting()[0]
    told = case_json(case, hands.shift)["customer"]
    assert ("year", "2026-00001", 0) == (told["pays"], told["invoice"], told["since"])


@pytest.mark.parametrize(
    ("account", "says"),
    [
        ({"seats": [9, 5]}, "leaves nothing in between; write the smaller number first: [5, 9]"),
        ({"seats": "9"}, "account.seats: '9' is no range; write a whole number, or the least and the most: [2, 24]"),
        ({"seats": True}, "' is no range"),
        ({"seats": [1, 2, 3]}, "account.seats: '[1, 2, 3]' is no range"),
        ({"seats": 0}, "account.seats"),
        ({"since": -1}, "account.since"),
        ({"card": 2206}, "account.card: '2206' is no card; write its last four digits in quotes, such as \"0918\""),
        ({"card": "918"}, "account.card: '918' is no card"),
        ({"pays": "weekly"}, "account.pays"),
        ({"plan": []}, "account.plan"),
        ({"seat": 4}, "account.seat: 'seat' is no setting here; did you mean 'seats'?"),
        ({"vip": {"sinse": 4}}, "account.vip.sinse: 'sinse' is no setting here; did you mean 'since'?"),
    ],
)
def test_a_bound_that_is_none_is_a_sentence_at_its_place(tmp_path, account, says):
    """With what would be right."""
    with pytest.raises(PackError) as error:
        read_practice(write_pack(tmp_path / "p", [a_script(account=account)]))
    assert says in str(error.value)


def found(folder, desk=None, **changes):
    """Return the problems of a pack with one script more, as "path: message"."""
    report = check(read_practice(write_pack(folder / "p", [a_script(**changes)], desk)))
    return [f"{one.path}: {one.message}" for one in report.problems]


@pytest.mark.parametrize(
    ("changes", "path", "says"),
    [
        ({"account": {"plan": "Taem"}}, "account.plan", "'Taem' is no plan of the desk; did you mean 'Team'?"),
        ({"account": {"plan": "Team"}}, "account.plan", "leaves vip customers no plan, who have Business"),
        ({"account": {"vip": {"plan": "Team"}}}, "account.vip.plan", "leaves vip customers no plan"),
        ({"account": {"vip": {"seats": 4}}, "customers": ["free"]}, "account.vip", "vip is none of its customers"),
        ({"account": {"since": [2, 9]}}, "account.since", "a trial has no 2 months behind it"),
        ({"account": {"company": ""}, "thanks": "Yours, {company}"}, "thanks", "{company} stays empty"),
        ({"opening": "Hello, we are nine people here."}, "opening", "says 'we are nine', and the desk may show"),
        ({"opening": "What is it for all 7 of us?", "customers": ["free"]}, "opening", "under account how many people"),
        ({"opening": "I have been a customer for four years."}, "opening", "under account how many months"),
        ({"opening": "We took out a plan; our first payment was on Monday."}, "opening", "since: 0 for less than one"),
        ({"opening": "We've paid for the year."}, "opening", "write under account pays: month, or pays: year"),
        ({"opening": "I wrote in January and nobody answered."}, "opening", "the earlier contacts as the desk lists"),
        ({"opening": "We are on the Team plan."}, "opening", "may show another plan to free customers"),
        (
            {"opening": "We are on Team.", "customers": ["paying"], "account": {"plan": "Business"}},
            "opening", "says 'We are on Team', and the desk may show another plan to paying customers",
        ),
        ({"opening": "As a free user I can't see it."}, "opening", "which trial customers are not"),
        ({"opening": "My card ends in 2206."}, "opening", "gives 2206, and the desk shows another; write"),
        ({"opening": "It is invoice 2026-03377."}, "opening", 'write under account invoice: "2026-03377"'),
    ],
)  # fmt: skip
def test_what_the_desk_might_contradict_is_found_where_it_stands(tmp_path, changes, path, says):
    """Bounds that nobody can meet, and words for which there is no bound."""
    told = found(tmp_path, **changes)
    assert [one for one in told if one.startswith(f"scripts[0].{path}:") and says in one], told


@pytest.mark.parametrize(
    "changes",
    [
        {"opening": "Hello, we are nine people here.", "account": {"seats": [2, 240]}},
        {"opening": "I have been a customer for four years.", "account": {"since": [48, 59], "trial": {"since": 0}}},
        {"opening": "We are on Team.", "customers": ["paying"], "account": {"plan": "Team"}},
        {"opening": "We are on Business.", "customers": ["vip"]},
        {"opening": "My card ends in 2206.", "account": {"card": "2206"}},
        {"opening": "We want it for 110 people.", "customers": ["trial"]},
        {"opening": "We are two days late, and 240 people on our list got nothing. I sent it three weeks ago."},
        {"opening": "Which plan would we need? Is Team enough, or does it have to be Business?"},
        {"opening": "Our team plan for the week is on the board."},
    ],
)
def test_words_that_the_account_fixes_or_that_say_nothing_of_it_are_no_problem(tmp_path, changes):
    """Otherwise nobody would read what is found."""
    assert [] == found(tmp_path, **changes)


def test_a_plan_that_costs_nothing_though_its_customers_pay_is_found(tmp_path):
    """It would stand as "nothing yet" beside somebody who pays."""
    desk = a_desk(plans=a_desk()["plans"] | {"vip": ["Gold"]})
    says = "prices: says nothing about 'Gold', so vip customers on it seem to pay nothing; add it"
    assert [says] == found(tmp_path, desk)
    assert [] == found(
        tmp_path / "priced", desk | {"prices": {name: {"month": 1} for name in ("Team", "Business", "Gold")}}
    )


def test_an_import_leaves_accounts_prices_and_contacts_alone(tmp_path):
    """What is brought in has nothing to do with them."""
    desk = a_desk(prices={"Team": {"month": 3}, "Business": {"month": 5}}, contacts=["Asked for a pen"])
    ours = write_pack(tmp_path / "p", [a_script(account={"seats": 4})], desk)
    (tmp_path / "macros.csv").write_text("title,text\nSorry,We are sorry.\n", encoding="utf-8")
    bring_in(str(ours), Wanted(None, tmp_path / "macros.csv", None, replace=False))
    pack = load_practice(ours)
    assert ({"Team", "Business"}, ("Asked for a pen",)) == (set(pack.prices), pack.contacts)
    assert (4, 4) == pack.scripts["plain"].account.seats
    assert "Sorry" in {one.title for one in pack.macros}
