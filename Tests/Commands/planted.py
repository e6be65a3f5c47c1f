"""Words that stand nowhere else, in every shape in which a machine may keep or send them, and where they are looked for."""
import base64
import csv
import html
import pathlib
import re
import unicodedata
import urllib.parse
import zlib

import numpy

FIXTURE = pathlib.Path(__file__).parents[2] / "Fixtures" / "matching" / "planted.csv"

# Each name's foldings, as the search makes them: a Swift test holds the file to what it makes.
with open(FIXTURE, encoding="utf-8") as rows:
    FOLDINGS = {row["name"]: [row["spelling"], row["fold"], row["frame"]] for row in csv.DictReader(rows)}


def ascii_of(word):
    """In plain lower-case ASCII."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word.lower()) if ord(sign) < 128)


def telephone_shapes(number):
    digits = re.sub(r"\D", "", number)
    return {number, digits, digits.removeprefix("227"), " ".join(re.findall("..", digits.removeprefix("227")))}


def spellings(word):
    """The word as people and programs write it."""
    if re.fullmatch(r"[+\d ]+", word):
        return telephone_shapes(word)
    return {word, word.lower(), word.upper(), ascii_of(word), *FOLDINGS.get(word, [])}


def shapes(word):
    """The bytes that each of its spellings becomes."""
    found = set()
    for text in spellings(word):
        for raw in (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")):
            found |= {raw, raw.hex().encode(), raw.hex().upper().encode()}
            for shift in range(3):
                # What stands before and after changes the first and the last signs: those between are the word's own.
                for coded in (base64.b64encode(bytes(shift) + raw), base64.urlsafe_b64encode(bytes(shift) + raw)):
                    whole = coded.rstrip(b"=")
                    found.add(whole[0 if shift == 0 else shift + 1: len(whole) if (len(raw) + shift) % 3 == 0 else -1])
        for quoted in (urllib.parse.quote(text), urllib.parse.quote_plus(text), html.escape(text)):
            found |= {quoted.encode(), re.sub("%..", lambda code: code[0].lower(), quoted).encode()}
        found.add(text.encode("ascii", "xmlcharrefreplace"))
        found.add(text.encode("unicode_escape"))
    # Five bytes or fewer stand in any file by chance.
    return {shape for shape in found if len(shape) > 5}


class Needles:
    """Finds the shapes of words by how they begin: the first six bytes, read as a number at each place of the data."""

    START = 6
    CHUNK = 1 << 20

    def __init__(self, words):
        self.starts = {}
        for word in words:
            for shape in shapes(word):
                self.starts.setdefault(shape[:self.START], []).append((shape, word))
        self.may_start = numpy.zeros(1 << 20, dtype=bool)
        self.may_start[self.place(*numpy.frombuffer(b"".join(self.starts), dtype=numpy.uint8).reshape(-1, self.START).T)] = True

    @staticmethod
    def place(*signs):
        """Where six arrays of bytes, the first of each beginning, the second of each and so on, stand in the table of beginnings."""
        number = sum(sign.astype(numpy.uint32) << 3 * turn for turn, sign in enumerate(signs))
        return (number * numpy.uint32(2654435761)) >> numpy.uint32(12)

    def standing(self, data):
        """Which of the words stand in these bytes as they are."""
        words = set()
        for begins in range(0, len(data), self.CHUNK):
            signs = numpy.frombuffer(data, dtype=numpy.uint8, count=min(self.CHUNK + self.START - 1, len(data) - begins), offset=begins)
            count = len(signs) - self.START + 1
            if count < 1:
                break
            places = self.place(*(signs[turn:turn + count] for turn in range(self.START)))
            for found in numpy.flatnonzero(self.may_start[places]) + begins:
                for shape, word in self.starts.get(bytes(data[found:found + self.START]), []):
                    if data.startswith(shape, found):
                        words.add(word)
        return words

    def found(self, data):
        """Which of the words stand in these bytes, or in what they hold compressed."""
        words = self.standing(data)
        for start in re.finditer(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]", data):
            try:
                plain = zlib.decompressobj(47).decompress(data[start.start():start.start() + (1 << 22)], 1 << 22)
            except zlib.error:
                continue
            words |= self.standing(plain)
        return words

    def in_folder(self, folder):
        """The words in each file of a folder, at whatever depth."""
        found = {}
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if path.is_file():
                words = self.found(path.read_bytes())
                if words:
                    found[str(path.relative_to(folder))] = words
        return found


CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def identifier(hexadecimal):
    """An identifier as addresses carry it."""
    number = int(hexadecimal, 16)
    return "".join(CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))
