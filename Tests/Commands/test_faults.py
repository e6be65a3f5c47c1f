"""What a machine does to us: no room, no right to write, no database, a clock that went back. A sentence, and nothing corrupt."""
import os
import pathlib
import shutil
import subprocess
import tempfile

import pytest

from clock import moved
from promig import EXECUTABLE, Browser, Place, Refused, Served, attempt, eventually, run, text

# As root, nothing is read-only and no mount is refused: these tests run as somebody else, in a namespace of their own.
UNPRIVILEGED = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.getuid() == 0 else []


def give(path):
    """Hands a folder to whom the tests run as; the folders above it let them through."""
    if os.getuid() == 0:
        above = pathlib.Path(tempfile.gettempdir())
        for folder in [pathlib.Path(path), *pathlib.Path(path).parents]:
            if above in folder.parents:
                folder.chmod(0o755)
        subprocess.run(["chown", "-R", "65534:65534", str(path)], check=True)


def refusal(work):
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.status, text(refused.value.page)


def test_a_full_disk_refuses_acts_with_a_sentence_and_loses_nothing(sample, tmp_path):
    # A disk of 8 MB, seen by this shell and its children alone.
    disk = tmp_path / "disk"
    disk.mkdir()
    give(tmp_path)
    give(disk)
    copy = tmp_path / "copy"
    shutil.copytree(sample.folder, copy)
    give(copy)
    script = pathlib.Path(__file__).with_name("on_a_full_disk.py")
    unshare = ["unshare", "-m"] if os.getuid() == 0 else ["unshare", "-rm"]
    mount = f"mount -t tmpfs -o size=8m,mode=0777 none '{disk}' && exec {' '.join(UNPRIVILEGED)} /usr/bin/python3 -B '{script}' '{copy}' '{disk}'"
    account = sample.account("secretariat")
    done = subprocess.run(
        [*unshare, "sh", "-c", mount], capture_output=True, text=True, timeout=120, cwd="/",
        env={**os.environ, "PROMIG": EXECUTABLE, "NAME": account["name"], "PASSWORD": account["password"]})
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "all is well"


def test_a_read_only_folder_is_said_in_a_sentence(copied):
    place = copied()
    give(place.folder)
    place.folder.chmod(0o555)
    assert "lecture seule" in attempt("serve", *place.words, prefix=UNPRIVILEGED).sentence
    assert "lecture seule" in attempt("verify", *place.words, prefix=UNPRIVILEGED).sentence
    place.folder.chmod(0o755)
    (place.folder / "promig.sqlite").chmod(0o444)
    assert "lecture seule" in attempt("serve", *place.words, prefix=UNPRIVILEGED).sentence
    # SQLite gives its log the rights that the file had.
    for file in place.folder.iterdir():
        file.chmod(0o644)
    run("verify", *place.words, prefix=UNPRIVILEGED)


def test_a_file_that_is_no_database_is_said_in_a_sentence(copied):
    place = copied()
    for name in ["promig.sqlite-wal", "promig.sqlite-shm"]:
        (place.folder / name).unlink(missing_ok=True)
    (place.folder / "promig.sqlite").write_bytes(b"not a database at all" * 500)
    assert "abîmée" in attempt("verify", *place.words).sentence


def test_a_database_that_is_away_is_said_and_comes_back_by_itself(new_place, server):
    place = new_place("postgres", server=server.address).make()
    with Served(place) as served:
        browser = Browser(served.port).sign_in(place.account("secretariat"))
        form = browser.decisions_form()
        browser.decide(form, "Avant la panne")
        server.stop("fast")
        assert "ne répond pas" in attempt("verify", *place.words).sentence
        for work in [lambda: browser.get("/decisions"), lambda: browser.decide(form, "Pendant la panne")]:
            status, words = refusal(work)
            assert status == 503 and ("ne répond pas" in words or "envoyez à nouveau" in words)
        server.start()
        eventually(lambda: browser.decide(form, "Après la panne"))
    assert {("Avant la panne",), ("Après la panne",)} <= {tuple(row) for row in place.rows("SELECT text FROM decision")}
    place.verify()


def test_a_clock_set_back_by_a_day_reads_and_does_not_write_until_someone_confirms(copied):
    place = copied()
    with Served(place) as served:
        Browser(served.port).sign_in(place.account("secretariat")).decisions_form()
        browser = Browser(served.port).sign_in(place.account("secretariat"))
        browser.decide(browser.decisions_form(), "À la bonne heure")
    with Served(place, prefix=moved("-1d")) as served:
        browser = Browser(served.port).sign_in(place.account("secretariat"))
        form = browser.decisions_form()
        status, words = refusal(lambda: browser.decide(form, "Hier"))
        assert status == 503 and "horloge a reculé" in words
        assert "À la bonne heure" in text(browser.get("/decisions"))
        administrator = Browser(served.port).sign_in(place.account("administrator"))
        page = administrator.get("/administration")
        assert "a reculé" in text(page)
        administrator.post("/administration/time", form=hidden(page))
        assert "a reculé" not in text(administrator.get("/administration"))
        browser.decide(form, "Hier, et c’est confirmé")
    assert {("Hier, et c’est confirmé",)} <= {tuple(row) for row in place.rows("SELECT text FROM decision")}
    assert ("Hier",) not in {tuple(row) for row in place.rows("SELECT text FROM decision")}
    place.verify()


def test_serve_confirms_the_time_when_told_to(copied):
    place = copied()
    with Served(place, "--confirm-time", prefix=moved("-2d")) as served:
        browser = Browser(served.port).sign_in(place.account("secretariat"))
        browser.decide(browser.decisions_form(), "Avant-hier")
    place.verify()


def hidden(page):
    import re

    return re.search(r'name="form" value="([^"]*)"', page).group(1)
