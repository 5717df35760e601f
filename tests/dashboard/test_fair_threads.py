"""Threads of a kind of request: who sends many waits for their own, and others are served meanwhile."""

from __future__ import annotations

from threading import Event, Lock

import anyio
import pytest

from dashboard.routes.fair import Fair, TooManyError

LONG = 20


class Door:
    """Work that stands still until it is let go. most: how many were inside at once."""

    def __init__(self):
        self.open, self.lock, self.inside, self.most = Event(), Lock(), 0, 0

    def work(self):
        """Stand still."""
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        self.open.wait(LONG)
        with self.lock:
            self.inside -= 1
        return "done"


def test_who_sends_many_holds_few_threads_and_others_get_theirs():
    """Thirty of one person stand still in two threads; somebody else is answered, and the default threads are free."""
    door, told = Door(), []

    async def run():
        fair = Fair(threads=4, of_one=2, waiting=30)

        async def of_ana():
            told.append(await fair.run("ana", door.work))

        with anyio.fail_after(LONG):
            async with anyio.create_task_group() as group:
                for _ in range(30):
                    group.start_soon(of_ana)
                await anyio.sleep(0.05)
                assert "ben" == await fair.run("ben", lambda: "ben")
                assert 0 == anyio.to_thread.current_default_thread_limiter().borrowed_tokens
                door.open.set()
        assert {} == fair._own

    anyio.run(run)
    assert (["done"] * 30, 2) == (told, door.most)


def test_more_than_may_wait_are_refused_at_once():
    """The page tries them again; when the others are done there is room."""
    door = Door()

    async def run():
        fair = Fair(threads=1, of_one=1, waiting=2)
        with anyio.fail_after(LONG):
            async with anyio.create_task_group() as group:
                for _ in range(2):
                    group.start_soon(fair.run, "ana", door.work)
                await anyio.sleep(0.05)
                with pytest.raises(TooManyError):
                    await fair.run("ana", door.work)
                door.open.set()
            assert "done" == await fair.run("ana", door.work)

    anyio.run(run)


def test_a_failure_gives_its_place_back():
    """Whatever was raised comes through."""

    def fails():
        raise ValueError("no")

    async def run():
        fair = Fair(threads=1, of_one=1, waiting=1)
        for _ in range(3):
            with pytest.raises(ValueError, match="no"):
                await fair.run("ana", fails)
        assert {} == fair._own

    anyio.run(run)
