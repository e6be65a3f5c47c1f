"""A mail server on loopback that a journey has the site speak to, and what it took."""
import email
import email.policy
import json
import pathlib
import subprocess
import sys
import time

from icalendar import Calendar

SINK = pathlib.Path(__file__).parent.parent / "Python" / "smtp_sink.py"


class Mailbox:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.process = subprocess.Popen([sys.executable, SINK, self.folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.address = f"smtp://127.0.0.1:{int(self.process.stdout.readline())}"

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def received(self, count):
        """The first so many messages, once they are here."""
        limit = time.monotonic() + 30
        while len(found := sorted(self.folder.glob("*.json"), key=lambda path: int(path.stem))) < count:
            assert time.monotonic() < limit, f"{len(found)} messages came, not {count}"
            time.sleep(0.05)
        return [Message(path) for path in found[:count]]


class Message:
    def __init__(self, path):
        about = json.loads(path.read_text())
        self.sender, self.to = about["from"], about["to"]
        self.source = path.with_suffix(".eml").read_bytes()
        self.content = email.message_from_bytes(self.source, policy=email.policy.default)

    @property
    def readable(self):
        """All that someone can read of it without opening the site: headers, text, calendar."""
        parts = [part.get_content() for part in self.content.walk() if not part.is_multipart()]
        return "\n".join([str(self.content.items()), *parts])

    @property
    def event(self):
        parts = [part for part in self.content.walk() if part.get_content_type() == "text/calendar"]
        return only_event(parts[0].get_content())


def only_event(text):
    """The one event of an iCalendar file, and the method that the file asks for."""
    calendar = Calendar.from_ical(text)
    events = calendar.walk("VEVENT")
    assert len(events) == 1, f"{len(events)} events"
    return events[0], str(calendar["METHOD"])
