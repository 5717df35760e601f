"""Limits on failed tries."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from trainee_exercises.accounts import TooManyTriesError, tries

ADA = tries.door_of_name("ada")


def fail(storage, times, door=ADA):
    """Knock and fail so many times."""
    for _ in range(times):
        tries.knock(storage, [door])


def wait(storage, door=ADA):
    """Return how long the door stays shut; 0 where it opens."""
    try:
        tries.forgive(storage, tries.knock(storage, [door]))
    except TooManyTriesError as error:
        return error.wait_ms
    return 0


def test_five_failures_are_free_and_the_sixth_try_waits(storage):
    """Everybody mistypes; then it takes half a minute."""
    fail(storage, 4)
    assert 0 == wait(storage)
    fail(storage, 1)
    assert 30_000 == wait(storage)


def test_each_further_failure_doubles_the_wait_up_to_a_quarter_of_an_hour(storage):
    """30 s, 1, 2, 4, 8, then 15 minutes and never more."""
    fail(storage, 5)
    waits = []
    for _ in range(7):
        waits.append(wait(storage))
        storage.now.forward(waits[-1])
        fail(storage, 1)
    assert [30_000, 60_000, 120_000, 240_000, 480_000, 900_000, 900_000] == waits


def test_a_shut_door_counts_nobody(storage):
    """Who keeps knocking does not make the wait longer: nobody is locked out for ever."""
    fail(storage, 5)
    for _ in range(50):
        wait(storage)
    storage.now.forward(30_000)
    assert 0 == wait(storage)


def test_an_hour_without_failures_forgets_them_all(storage):
    """The next mistake is the first again."""
    fail(storage, 5)
    storage.now.forward(tries.REMEMBERED_MS)
    fail(storage, 4)
    assert 0 == wait(storage)


def test_doors_are_apart(storage):
    """Failures of one name keep nobody else out."""
    fail(storage, 5)
    assert 0 == wait(storage, tries.door_of_name("ben"))


def test_success_forgets_the_name_but_only_this_try_of_the_address(storage):
    """An address that guesses many names can't clear itself with a sign-in of its own."""
    street = tries.door_of_address("sign-in", "192.0.2.7")
    fail(storage, 20, street)
    storage.now.forward(30_000)
    fail(storage, 4)
    mine = tries.knock(storage, [ADA, street])
    tries.forgive(storage, mine, ADA)
    assert 0 == wait(storage)
    assert wait(storage, street) == 0
    fail(storage, 1, street)
    assert 60_000 == wait(storage, street)


def test_a_hundred_tries_at_once_meet_the_limit_like_a_hundred_in_a_row(storage):
    """A try is counted before anything is checked."""

    def knock(_):
        try:
            tries.knock(storage, [ADA])
        except TooManyTriesError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        let_in = list(pool.map(knock, range(100)))
    assert sum(let_in) <= ADA.free
    assert wait(storage) > 0 or sum(let_in) < ADA.free


def test_the_wait_is_said_in_words(storage):
    """Seconds while they are few, then minutes."""
    fail(storage, 5)
    with pytest.raises(TooManyTriesError, match="Please wait 30 seconds, then try again"):
        tries.knock(storage, [ADA])
    storage.now.forward(30_000)
    fail(storage, 1)
    storage.now.forward(60_000)
    fail(storage, 1)
    with pytest.raises(TooManyTriesError, match="Please wait 2 minutes"):
        tries.knock(storage, [ADA])


def test_the_name_is_not_kept_in_words():
    """People type passwords into the field for the name."""
    assert "hunter2" not in tries.door_of_name("hunter2").key
    assert tries.door_of_name("Ada") == tries.door_of_name("ada")


def test_addresses_of_one_ipv6_network_share_a_door():
    """Whoever has one of them has all; IPv4 inside IPv6 is the IPv4 address, and what is no address stays as it is."""

    def door(address):
        return tries.door_of_address("join", address)

    assert door("2001:db8::1") == door("2001:db8::ffff:1:2:3") == door("[2001:DB8:0:0::9]")
    assert door("2001:db8::1") != door("2001:db8:0:1::1")
    assert door("::ffff:192.0.2.1") == door("192.0.2.1") != door("192.0.2.2")
    assert door("") != door("unix:")
