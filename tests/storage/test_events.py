"""Events: in order, in one transaction, numbered without gaps by however many writers, and never lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import StatementError
from stores import add_candidate, add_events, add_round

from trainee_exercises.storage import Entry, ErasedError, Event, Storage, Stream, events, removal, tables

_WRITE = """
import sys
from trainee_exercises.storage import Entry, Storage, Stream, events
url, stream, candidate, who, n = sys.argv[1:]
storage = Storage(url)
for i in range(int(n)):
    with storage.write() as connection:
        entry = [Entry("save", {"i": i})]
        (written,) = events.append(connection, Stream(stream, candidate or None), entry, i, who)
    print(written.number, flush=True)
"""


def _writer(*arguments):
    return subprocess.Popen(
        [sys.executable, "-c", _WRITE, *map(str, arguments)], stdout=subprocess.PIPE, text=True, bufsize=1
    )


def test_events_come_back_in_order_with_their_numbers(storage):
    """What was appended is read again, numbered from 1, with the time and data as given."""
    with storage.write() as connection:
        events.append(connection, Stream("a"), [Entry("x", {"ü": [1, None]}), Entry("y", {})], storage.now(), "me")
    at = storage.now.forward(5)
    with storage.write() as connection:
        written = events.append(connection, Stream("a"), [Entry("z", {})], at, "you")
    with storage.read() as connection:
        found = events.read(connection, "a")
        later = events.read(connection, "a", after=2)
    assert [(1, "x", at - 5, "me"), (2, "y", at - 5, "me"), (3, "z", at, "you")] == [one[:4] for one in found]
    assert {"ü": [1, None]} == found[0].data
    assert [Event(3, "z", at, "you", {})] == written == later


def test_a_clock_set_back_gives_the_last_time(storage):
    """Time does not run backwards within a stream."""
    with storage.write() as connection:
        events.append(connection, Stream("a"), [Entry("x", {})], 1000, "me")
        (late,) = events.append(connection, Stream("a"), [Entry("x", {})], 900, "me")
    assert 1000 == late.at


def test_a_block_that_raises_writes_nothing(storage):
    """None of its events."""

    def write():
        with storage.write() as connection:
            events.append(connection, Stream("a"), [Entry("x", {})], 1, "me")
            events.append(connection, Stream("a"), [Entry("y", {"not JSON": b""})], 1, "me")

    with pytest.raises((StatementError, TypeError)):
        write()
    with storage.read() as connection:
        assert [] == events.read(connection, "a")


@pytest.mark.parametrize("text", ["\u0000 in the middle", "\ud800", "💛 \u2028 </script>", "x" * 200_000])
def test_any_text_survives(storage, text):
    """Also what databases or encodings are known to stumble over."""
    candidate = add_candidate(storage, add_round(storage))
    add_events(storage, candidate, text)
    with storage.read() as connection:
        assert [text] == [one.data["text"] for one in events.read(connection, f"attempt:{candidate}")]


def test_nothing_is_written_about_somebody_who_is_erased(storage):
    """A save that was on its way is refused."""
    candidate = add_candidate(storage, add_round(storage))
    with storage.write() as connection:
        removal.remove(connection, removal.Removed(candidate, 1))
    with pytest.raises(ErasedError):
        add_events(storage, candidate, "late")


@pytest.mark.parametrize("about_one", [True, False], ids=["a candidate's", "nobody's"])
def test_many_writers_of_one_stream_leave_no_gap(storage, about_one):
    """Eight threads and two processes: the numbers are 1 to n, each once, and each writer's own are in its order."""
    candidate = add_candidate(storage, add_round(storage)) if about_one else None
    url = storage.engine.url.render_as_string(hide_password=False)
    others = [_writer(url, "busy", candidate or "", f"process {i}", 25) for i in range(2)]

    def write(who):
        for i in range(25):
            with storage.write() as connection:
                events.append(connection, Stream("busy", candidate), [Entry("save", {"i": i})], i, who)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, [f"thread {i}" for i in range(8)]))
    for process in others:
        process.communicate()
        assert 0 == process.returncode
    with storage.read() as connection:
        found = events.read(connection, "busy")
    assert list(range(1, 251)) == [one.number for one in found]
    assert {25} == set(Counter(one.actor for one in found).values())
    for who in {one.actor for one in found}:
        assert list(range(25)) == [one.data["i"] for one in found if one.actor == who]


def test_writers_of_several_streams_do_not_mix_them_up(storage):
    """Eight threads, four candidates, each writer one line after another in all of them."""
    round_id = add_round(storage)
    those = [add_candidate(storage, round_id, f"C-{i}") for i in range(4)]

    def write(who):
        for i in range(40):
            add_events(storage, those[(who + i) % 4], f"{who}-{i}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    with storage.read() as connection:
        for one in those:
            assert list(range(1, 81)) == [event.number for event in events.read(connection, f"attempt:{one}")]


def test_readers_are_not_kept_waiting_by_a_writer(storage):
    """A page loads while somebody saves."""
    add_events(storage, add_candidate(storage, add_round(storage)), "there")
    seen = []

    def look():
        with storage.read() as connection:
            seen.append(connection.execute(select(func.count()).select_from(tables.events)).scalar())

    with storage.write() as connection:
        events.append(connection, Stream("a"), [Entry("x", {})], 1, "me")
        reader = threading.Thread(target=look)
        reader.start()
        reader.join(10)
    assert [1] == seen


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_what_was_acknowledged_is_there_after_a_kill(sqlite_storage):
    """A process appends and prints each number once it is written; killed in the middle, it has lost none."""
    candidate = add_candidate(sqlite_storage, add_round(sqlite_storage))
    url = sqlite_storage.engine.url.render_as_string()
    with _writer(url, "busy", candidate, "child", 1_000_000) as process:
        said = [int(next(process.stdout)) for _ in range(200)]
        os.kill(process.pid, signal.SIGKILL)
        said += [int(line) for line in process.stdout if line.endswith("\n")]
    assert -signal.SIGKILL == process.returncode
    again = Storage(url)
    with again.read() as connection:
        found = [one.number for one in events.read(connection, "busy")]
    again.close()
    assert said == list(range(1, len(said) + 1))
    assert len(said) <= len(found) <= len(said) + 1
    assert list(range(1, len(found) + 1)) == found
