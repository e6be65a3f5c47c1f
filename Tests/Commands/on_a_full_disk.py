"""Run by test_faults.py as an unprivileged user on a disk of 8 MB: fills it, and looks at what serve does."""
import os
import pathlib
import shutil
import sys

from promig import Browser, Place, Refused, Served, attempt, text

copy, disk = map(pathlib.Path, sys.argv[1:])
shutil.copytree(copy, disk / "data")
place = Place(disk / "data")
account = {"name": os.environ["NAME"], "password": os.environ["PASSWORD"]}

with Served(place) as served:
    browser = Browser(served.port).sign_in(account)
    form = browser.decisions_form()
    browser.decide(form, "Quand il y avait de la place")
    with (disk / "filler").open("wb", buffering=0) as filler:
        try:
            while True:
                filler.write(b"x" * 4096)
        except OSError:
            pass
    answered, refused = [], None
    for number in range(400):
        try:
            browser.decide(form, f"Sans place {number}")
            answered.append(f"Sans place {number}")
        except Refused as error:
            refused = error
            break
    assert refused, "a full disk took 400 acts"
    assert refused.status == 507 and "disque est plein" in text(refused.page), f"{refused.status}: {text(refused.page)}"
    assert "Quand il y avait de la place" in text(browser.get("/decisions")), "reading stopped too"

    (disk / "filler").unlink(missing_ok=True)
    browser.decide(form, "Quand il y eut de nouveau de la place")

assert attempt("init", "--data", disk / "data").status == 1
written = {words for (words,) in place.rows("SELECT text FROM decision")}
assert set(answered) | {"Quand il y avait de la place", "Quand il y eut de nouveau de la place"} <= written
place.verify()
print("all is well")
