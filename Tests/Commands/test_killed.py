"""The process is killed while people write: what was answered is there, and nobody has to mend anything."""
import http.client
import random
import threading
import time

import pytest

from conftest import ENGINES
from promig import Browser, Refused, Served, eventually

KILLS = 20
NO_ANSWER = (OSError, http.client.HTTPException)


class Writers:
    """Clients that each add decisions until they are told to stop, and note what was answered."""

    def __init__(self, ports, account, clients, prefix="Décision"):
        self.answered, self.errors, self.is_over = {}, [], threading.Event()
        self.threads = [
            threading.Thread(target=self.write, args=(ports[number % len(ports)], account, number, prefix)) for number in range(clients)
        ]

    def write(self, port, account, number, prefix):
        browser, form, count = Browser(port, account.get("cookie", "")), None, 0
        while not self.is_over.is_set():
            words = f"{prefix} {number}.{count}"
            try:
                if not browser.cookie:
                    browser.sign_in(account)
                form = form or browser.decisions_form()
                self.answered[words] = browser.decide(form, words)
            except NO_ANSWER as error:
                if self.is_over.is_set():
                    return
                self.errors.append(f"{words}: {error!r}")
                time.sleep(0.01)
            except Refused as error:
                self.errors.append(f"{words}: {error}")
                time.sleep(0.05)
            count += 1

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        for thread in self.threads:
            thread.join(90)
            assert not thread.is_alive(), "a client still waits for its answer"


def missing(place, answered):
    """What was answered, and is not in the journal or not in the table, asked of the database itself."""
    hashes = {signed(int(short)) for (short,) in place.rows("SELECT short FROM entry")}
    texts = {words for (words,) in place.rows("SELECT text FROM decision")}
    return [words for words, entry in answered.items() if words not in texts or entry[:16] not in hashes]


def signed(short):
    return f"{short & (1 << 64) - 1:016x}"


def streams(place):
    return [int(count) for (count,) in place.rows("SELECT COUNT(*) FROM stream GROUP BY writer, scope")]


def signed_in(place, port):
    """An account with the cookie of a session, which outlives the process that opened it."""
    account = dict(place.account("secretariat"))
    account["cookie"] = Browser(port).sign_in(account).cookie
    return account


@pytest.mark.parametrize("engine", ENGINES)
def test_every_answered_act_outlives_twenty_kills(engine, new_place):
    place = new_place(engine).make()
    chance = random.Random(f"kills {engine}")
    answered, account = {}, None
    for kill in range(KILLS):
        served = Served(place)
        account = account or signed_in(place, served.port)
        with Writers([served.port], account, 3, f"Décision {kill}") as writers:
            time.sleep(chance.uniform(0.05, 0.6))
            writers.is_over.set()
            served.kill()
        answered |= writers.answered
        assert not missing(place, answered)
        if kill % 4 == 3:
            place.verify()
    assert len(answered) > 2 * KILLS, "too little was written for this to prove anything"
    assert "concorde" in place.verify()


def test_a_killed_backend_loses_nothing_and_shows_no_error(new_place):
    place = new_place("postgres").make()
    with Served(place) as served:
        with Writers([served.port], signed_in(place, served.port), 4) as writers:
            for _ in range(5):
                time.sleep(0.2)
                place.rows(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                    "AND pid <> pg_backend_pid() AND query LIKE '%entry%' LIMIT 1")
            time.sleep(0.3)
    assert not writers.errors, served.log
    assert len(writers.answered) > 10 and not missing(place, writers.answered)
    place.verify()


def test_a_restarted_database_server_loses_nothing(new_place, server):
    place = new_place("postgres", server=server.address).make()
    with Served(place) as served:
        account = signed_in(place, served.port)
        with Writers([served.port], account, 3) as writers:
            time.sleep(0.3)
            server.stop("immediate")
            server.start()
            before = len(writers.answered)
            eventually(lambda: len(writers.answered) > before + 5)
        refused = [error for error in writers.errors if ": 503:" not in error]  # a sentence that says to wait
    assert not refused, served.log
    assert not missing(place, writers.answered)
    place.verify()


def test_three_processes_write_to_one_database_without_sharing_a_chain(new_place):
    place = new_place("postgres").make()
    with Served(place) as one, Served(place) as two, Served(place) as three:
        account = signed_in(place, one.port)
        with Writers([one.port, two.port, three.port], account, 24) as writers:
            time.sleep(4)
    assert not writers.errors, one.log + two.log + three.log
    assert len(writers.answered) > 24 and not missing(place, writers.answered)
    assert set(streams(place)) == {1}, "a writer has a branch"
    assert len(streams(place)) >= 3
    place.verify()
