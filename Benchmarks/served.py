"""A served site for the measures: started, signed in to, asked, stopped."""
import http.client
import json
import os
import re
import signal
import subprocess
import time
import urllib.parse

PROMIG = os.environ.get("PROMIG", ".build/release/promig")


def filled(data, database=None, **options):
    """Fills a new installation; returns its accounts, how long that took, and the most memory that it held, in MB."""
    place = ["--database", database] if database else ["--data", data]
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    start = time.monotonic()
    process = subprocess.Popen([PROMIG, "demo", *place, *words, "--json"], stdout=subprocess.PIPE, text=True)
    out = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"promig demo ended with {process.returncode}")
    return json.loads(out), time.monotonic() - start, used.ru_maxrss / 1024


def demo(data, organisations=0, meetings=0, database=None):
    """Fills a new installation; returns its sample accounts by role, and how long it took."""
    shown, took, _ = filled(data, database, organisations=organisations, meetings=meetings)
    accounts = {}
    for account in shown:
        for role in account["role"].split():
            accounts.setdefault(role, account)
    return accounts, took


class Served:
    def __init__(self, port, data=None, database=None):
        self.port = port
        self.place = ["--database", database] if database else ["--data", data]
        start = time.monotonic()
        self.process = subprocess.Popen(
            [PROMIG, "serve", *self.place, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            try:
                if self.ask("GET", "/sign-in").status == 200:
                    break
            except OSError:
                if self.process.poll() is not None or time.monotonic() - start > 30:
                    raise RuntimeError("the site does not start") from None
                time.sleep(0.002)
        self.seconds_to_answer = time.monotonic() - start

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def ask(self, method, path, body=None, cookie=None, compressed=False):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {}
        if cookie:
            headers["Cookie"] = cookie
        if compressed:
            headers["Accept-Encoding"] = "gzip"
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode(body)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.content = answer.read()
        connection.close()
        return answer

    def sign_in(self, account):
        """The cookie of a new session."""
        answer = self.ask("POST", "/sign-in", {"name": account["name"], "passphrase": account["password"], "from": "/"})
        cookie = answer.getheader("Set-Cookie")
        if answer.status != 303 or not cookie:
            raise RuntimeError(f"signing in was answered {answer.status}")
        return cookie.split(";")[0]

    @property
    def memory(self):
        """What the process holds now, in MB."""
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) / 1024


def wrk(port, path, cookie=None, seconds=4, connections=8):
    """Requests a second, and the median latency in milliseconds."""
    headers = ["-H", f"Cookie: {cookie}"] if cookie else []
    out = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *headers, f"http://127.0.0.1:{port}{path}"],
        check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in out:
        raise RuntimeError(f"{path}: {out}")
    amount, unit = re.search(r"50%\s+([\d.]+)(us|ms|s)", out).groups()
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]), float(amount) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
