"""Runs the built executable as people do: commands, a served site, and browsers that write to it."""
import csv
import html.parser
import http.client
import io
import json
import os
import pathlib
import random
import re
import socket
import sqlite3
import subprocess
import time
import urllib.parse

EXECUTABLE = os.path.abspath(os.environ.get("PROMIG", ".build/debug/promig"))


class Result:
    """What a command wrote, and how it ended."""

    def __init__(self, done):
        self.status, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def sentence(self):
        """The one sentence on standard error of a command that did not do its job."""
        assert self.status != 0, f"it ended well:\n{self.out}"
        lines = self.err.strip().splitlines()
        assert len(lines) == 1 and lines[0].startswith("promig : "), f"not one sentence:\n{self.err}"
        return lines[0].removeprefix("promig : ")


def attempt(*arguments, prefix=(), typed=None, env=None):
    words = [*prefix, EXECUTABLE, *map(str, arguments)]
    return Result(subprocess.run(words, capture_output=True, text=True, input=typed or "", timeout=60, env={**os.environ, **(env or {})}))


def run(*arguments, **options):
    result = attempt(*arguments, **options)
    assert result.status == 0, f"promig {' '.join(map(str, arguments))}: status {result.status}\n{result.out}{result.err}"
    return result.out


class Place:
    """One installation, in a folder or in a PostgreSQL database, with the secrets that `init` showed."""

    def __init__(self, folder, database=None):
        self.folder, self.database = pathlib.Path(folder), database
        self.words = ["--data", str(folder)] + (["--database", database] if database else [])

    def make(self, *options, prefix=()):
        shown = json.loads(run("init", *self.words, "--sample", "--json", *options, prefix=prefix))
        self.accounts = [one for one in shown if one["role"] != "backup-key"]
        self.key = next(one["password"] for one in shown if one["role"] == "backup-key")
        return self

    def like(self, other):
        """Has the accounts and the backup key of another."""
        self.accounts, self.key = other.accounts, other.key
        return self

    def account(self, role):
        return next(one for one in self.accounts if one["role"] == role)

    def verify(self):
        return run("verify", "--all", *self.words)

    def rows(self, sql):
        """Asks the database itself, without the program under test; bytes come as lower-case hexadecimal."""
        if self.database:
            done = subprocess.run(["psql", "-qt", "--csv", "-c", sql, self.database], capture_output=True, text=True, check=True)
            return [[word.removeprefix("\\x") for word in row or [""]] for row in csv.reader(io.StringIO(done.stdout))]
        with sqlite3.connect(self.folder / "promig.sqlite", timeout=10) as database:
            return [[one.hex() if isinstance(one, bytes) else str(one) for one in row] for row in database.execute(sql)]


class Served:
    """`promig serve` on a place, on a free port of loopback."""

    def __init__(self, place, *options, prefix=(), env=None):
        self.place = place
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        words = [*prefix, EXECUTABLE, "serve", *place.words, "--port", str(self.port), *options]
        self.process = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **(env or {})})
        first = self.process.stdout.readline()
        if "répond" not in first:
            raise AssertionError(f"serve does not start: {first}{self.process.stderr.read()}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        """Asks it to end; what it wrote on standard error stays in `log`."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log = self.process.stderr.read() if not self.process.stderr.closed else ""
        self.process.stdout.close()
        self.process.stderr.close()

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.end()


class Refused(Exception):
    """An answer that says no: its status and its page."""

    def __init__(self, status, page, place=""):
        super().__init__(f"{status}: {text(page)[:300]} {place}")
        self.status, self.page = status, page


class Browser:
    """One person at one site; each request is a connection of its own, as after a restart."""

    def __init__(self, port, cookie=""):
        self.port, self.cookie = port, cookie

    def ask(self, method, path, fields=None):
        """Status, headers and page; raises `OSError` or `HTTPException` where no answer came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            headers = {"Cookie": self.cookie} if self.cookie else {}
            body = None
            if fields is not None:
                body = urllib.parse.urlencode(fields)
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie" and value.startswith(("s=", "__Host-s=")):
                    self.cookie = value.split(";")[0]
            return answer.status, answer.getheader("Location") or "", page
        finally:
            connection.close()

    def get(self, path):
        status, place, page = self.ask("GET", path)
        if status != 200:
            raise Refused(status, page, place)
        return page

    def post(self, path, **fields):
        """The address that a form led to."""
        status, place, page = self.ask("POST", path, fields)
        if status != 303:
            raise Refused(status, page, place)
        return place

    def sign_in(self, account):
        self.post("/sign-in", name=account["name"], passphrase=account["password"])
        return self

    def decisions_form(self):
        """The address and the session's token of the form that adds a decision to a meeting."""
        meeting = re.search(r'href="/?(meetings/[0-9a-z]{26})"', self.get("/meetings")).group(1)
        path = f"/{meeting}/decisions"
        return path, re.search(r'name="form" value="([^"]*)"', self.get(path)).group(1)

    def decide(self, form, words):
        """Adds a decision; the hash of the entry that holds it."""
        path, token = form
        place = self.post(path, form=token, token=new_token(), text=words)
        return re.search(r"done=([0-9a-f]{64})", place).group(1)


def new_token():
    """An identifier as forms carry it: 26 characters of Crockford's base 32."""
    return "0" + "".join(random.choices("0123456789abcdefghjkmnpqrstvwxyz", k=25))


class Words(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_data(self, data):
        self.found.append(data)


def text(page):
    """What a reader reads of a page."""
    words = Words()
    words.feed(page)
    return " ".join(" ".join(words.found).split())


def eventually(check, seconds=20):
    """Waits until `check` is true; what it returned."""
    limit = time.monotonic() + seconds
    while True:
        try:
            found = check()
            if found:
                return found
        except (OSError, http.client.HTTPException, Refused, AssertionError):
            if time.monotonic() > limit:
                raise
        assert time.monotonic() < limit, "it did not come about"
        time.sleep(0.05)
