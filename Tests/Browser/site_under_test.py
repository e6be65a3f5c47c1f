"""Starts the executable on sample data, and stops it; says how to sign in."""
import datetime
import itertools
import json
import os
import pathlib
import socket
import subprocess
import time
import urllib.error
import urllib.request

from clock import moved

EXECUTABLE = os.environ.get("PROMIG", ".build/debug/promig")
NUMBERS = itertools.count()
SESSION = 10 * 60  # seconds that a session serves the journeys: one that opens what is sealed ends after a quarter of an hour of rest


class Site:
    """One `promig serve` on data of its own; `accounts` are the samples that `promig demo` printed."""

    def __init__(self, engine, folder):
        self.engine, self.folder = engine, pathlib.Path(folder)
        self.folder.mkdir(exist_ok=True)
        self.store = ["--data", str(self.folder / "data")]
        self.process, self._states = None, {}
        self.days, self.clock = 0, []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.origin = f"http://localhost:{self.port}"

    def start(self):
        if self.engine == "postgres":
            self.store += ["--database", new_database(f"browser_{os.getpid()}_{next(NUMBERS)}")]
        self.accounts = json.loads(self.run("demo", *self.store, "--organisations", "12", "--meetings", "3", "--seed", "7", "--json"))
        self.serve()

    def serve(self):
        self.log = (self.folder / "log").open("w")
        self.process = subprocess.Popen(
            [*self.clock, EXECUTABLE, "serve", *self.store, "--port", str(self.port)], stdout=self.log, stderr=subprocess.STDOUT
        )
        limit = time.monotonic() + 30
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError(f"the site does not answer:\n{self.logged()}")
            time.sleep(0.05)

    def let_pass(self, days):
        """Serves again so many days later; sessions have ended by then. With a moved clock timers of the process wait for ever: no mail leaves."""
        self.stop()
        self.days += days
        self._states.clear()
        self.clock = moved(f"+{self.days}d")
        self.serve()

    @property
    def today(self):
        """The day that the site is at, in Niger."""
        return (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=1))) + datetime.timedelta(days=self.days)).date()

    def answers(self):
        try:
            with urllib.request.urlopen(f"{self.origin}/health", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop(self):
        """Asks it to end, and expects that it does, cleanly, within ten seconds."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            status = self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        assert status == 0, f"serve ended with status {status}:\n{self.logged()}"

    def verify(self):
        """The journal's chain holds, and the tables are what the journal says, after all that was done."""
        self.run("verify", *self.store)

    def run(self, *arguments):
        words = [*self.clock, EXECUTABLE, *map(str, arguments)]
        result = subprocess.run(words, capture_output=True, text=True, timeout=300)
        assert result.returncode == 0, f"{' '.join(words)}: status {result.returncode}\n{result.stdout}{result.stderr}"
        return result.stdout

    def logged(self):
        return (self.folder / "log").read_text()[-2000:]

    def account(self, role, which=0):
        """The first sample account of that role, or another of them."""
        found = [account for account in self.accounts if account["role"] == role]
        assert len(found) > which, f"{len(found)} sample accounts have the role {role}"
        return found[which]

    def signed_in(self, browser, role, which=0):
        """The cookies of a session of that role, opened through the form, and again before it may have ended."""
        state, since = self._states.get((role, which), (None, 0))
        if state is None or time.monotonic() - since > SESSION:
            context = browser.new_context(base_url=self.origin, java_script_enabled=False)
            submit(context.new_page(), self.account(role, which))
            state = context.storage_state()
            self._states[role, which] = state, time.monotonic()
            context.close()
        return state


def submit(page, account):
    """Fills in the sign-in form, found as a browser's password keeper finds it."""
    page.goto("/sign-in")
    page.fill("input[autocomplete=username]", account["name"])
    page.fill("input[type=password]", account["password"])
    page.click("form:has(input[type=password]) button[type=submit]")
    assert not page.url.endswith("/sign-in"), f"{account['name']} could not sign in: {page.inner_text('main')[:300]}"


def new_database(name):
    """Makes a database on the server of the test run, and says where it is."""
    server = os.environ["PROMIG_TEST_POSTGRES"]
    subprocess.run(["psql", "-q", server, "-c", f"create database {name}"], check=True)
    words = dict(word.split("=", 1) for word in server.split())
    return f"postgres://{words['user']}@/{name}?host={words['host']}"
