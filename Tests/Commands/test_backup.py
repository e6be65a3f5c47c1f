"""What is backed up comes back, on either engine; a copy that is not whole says so."""
import datetime
import os
import re
import shutil
import subprocess
import time

import pytest

from clock import moved
from conftest import ENGINES
from promig import EXECUTABLE, Browser, Place, Served, attempt, eventually, new_token, run

SIDE = ["session", "throttle", "receipt", "writer", "arrival", "migration", "setting", "finding", "projection"]


def dump(place):
    """Every table that a backup must bring back, row by row, asked of the database itself."""
    if place.database:
        names = "SELECT CAST(relname AS TEXT) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = 'public' AND relkind = 'r'"
    else:
        names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    tables = sorted(name for (name,) in place.rows(names) if name not in SIDE)
    return {table: sorted(place.rows(select(place, table))) for table in tables}


def select(place, table):
    """The columns by name: their order may differ; a null is told from an empty text."""
    if place.database:
        columns = [name for (name,) in place.rows(f"SELECT attname FROM pg_attribute WHERE attrelid = '\"{table}\"'::regclass AND attnum > 0 ORDER BY attname")]
        shown = [f"CASE WHEN \"{name}\" IS NULL THEN 'null' ELSE replace(replace(replace(CAST(\"{name}\" AS TEXT), chr(10), ' '), chr(9), ' '), '\\x', '') END" for name in columns]
    else:
        columns = [name for (name,) in place.rows(f"SELECT name FROM pragma_table_info('{table}') ORDER BY name")]
        shown = [f"CASE typeof(\"{name}\") WHEN 'null' THEN 'null' WHEN 'blob' THEN lower(hex(\"{name}\")) ELSE replace(replace(\"{name}\", char(10), ' '), char(9), ' ') END" for name in columns]
    # The place of an entry is this installation's own.
    shown = [one for one, name in zip(shown, columns) if name != "place" and not (table == "stream" and name == "id")]
    return f"SELECT {', '.join(shown)} FROM \"{table}\""


@pytest.mark.parametrize("source, target", [("sqlite", "postgres"), ("postgres", "sqlite")])
def test_a_backup_made_while_serving_comes_back_on_the_other_engine(source, target, new_place, tmp_path):
    place = new_place(source).make()
    with Served(place) as served:
        browser = Browser(served.port).sign_in(place.account("secretariat"))
        form = browser.decisions_form()
        for number in range(30):
            browser.decide(form, f"Décision {number}")
        # Who took a list away is noted in the readings, which are sent to nobody and come back here.
        browser.get("/meetings?format=csv")
        run("backup", tmp_path / "b", *place.words)
        browser.decide(form, "Après la sauvegarde")
    back = new_place(target, "back").like(place)
    assert "concorde" in run("restore", tmp_path / "b", *back.words, "--key", place.key)
    texts = {words for (words,) in back.rows("SELECT text FROM decision")}
    assert "Décision 29" in texts and "Après la sauvegarde" not in texts

    # Once the original has forgotten what came later, the two are the same, row by row.
    again = new_place(source, "again").like(place)
    run("restore", tmp_path / "b", *again.words, "--key", place.key)
    assert dump(back) == dump(again)
    assert len(dump(back)["list_export"]) == 1
    assert len(dump(back)["decision"]) >= 30 and len(dump(back)["credential"]) == len(place.accounts)
    assert [entry for (entry,) in back.rows("SELECT short FROM entry ORDER BY short")] == [
        entry for (entry,) in place.rows(f"SELECT short FROM entry WHERE place IN (SELECT MIN(place) FROM entry GROUP BY short) ORDER BY short")
        if [entry] in back.rows("SELECT short FROM entry")]
    with Served(back) as served:
        browser = Browser(served.port).sign_in(place.account("secretariat"))
        browser.decide(browser.decisions_form(), "Après la restauration")
    back.verify()
    assert back.rows("SELECT id FROM writer") != place.rows("SELECT id FROM writer"), "the copy writes as the original does"


@pytest.fixture
def archive(sample, tmp_path):
    run("backup", tmp_path / "b", *sample.words)
    return tmp_path / "b"


def restore(archive, sample, tmp_path, key=None):
    target = tmp_path / "target"
    result = attempt("restore", archive, "--data", target, "--key", key or sample.key)
    assert not target.exists() and not target.with_name("target.restoring").exists(), "half a restoration stands"
    return result.sentence


def test_an_archive_that_was_cut_changed_or_swapped_is_refused_in_a_sentence(archive, sample, tmp_path):
    whole, keys = archive.read_bytes(), archive.with_name("b.keys").read_bytes()
    for name, other, words in [
        ("cut", whole[: len(whole) // 2], "coupé"),
        ("short", whole[:20], "incomplet"),
        ("empty", b"", "incomplet"),
        ("changed", whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:], "modifié"),
        ("other", b"PK\x03\x04" * 500, "pas une sauvegarde"),
        ("swapped", keys, "journal"),
    ]:
        copy = tmp_path / name
        copy.write_bytes(other)
        copy.with_name(f"{name}.keys").write_bytes(keys)
        assert words in restore(copy, sample, tmp_path), name
    archive.with_name("b.keys").write_bytes(keys[:-1])
    assert "b.keys" in restore(archive, sample, tmp_path)
    archive.with_name("b.keys").unlink()
    assert "ne peut pas être lu" in restore(archive, sample, tmp_path)


def test_another_key_and_a_slip_of_the_pen_are_refused_in_a_sentence(archive, sample, new_place, tmp_path):
    shown = run("backup", "--new-key", *new_place("sqlite", "other").make().words)
    other = next(line.strip() for line in shown.splitlines() if line.count("-") == 13)
    assert "cette clé n’ouvre pas" in restore(archive, sample, tmp_path, key=other)
    wrong = ("0" if sample.key[5] != "0" else "1").join([sample.key[:5], sample.key[6:]])
    assert "56 lettres et chiffres" in restore(archive, sample, tmp_path, key=wrong)
    assert "aucune clé" in attempt("restore", archive, "--data", tmp_path / "target").sentence


def test_the_key_can_be_typed_instead_of_standing_in_the_command(archive, sample, tmp_path):
    run("restore", archive, "--data", tmp_path / "target", typed=sample.key.lower().replace("-", " ") + "\n")


def test_a_place_that_holds_something_is_not_restored_into(archive, sample, copied, new_place, tmp_path):
    place = copied("full")
    before = (place.folder / "promig.sqlite").read_bytes()
    assert "endroit vide" in attempt("restore", archive, *place.words, "--key", sample.key).sentence
    assert (place.folder / "promig.sqlite").read_bytes() == before
    served = new_place("postgres").make()
    assert "endroit vide" in attempt("restore", archive, *served.words, "--key", sample.key).sentence
    served.verify()


def test_sessions_never_enter_a_backup(copied, tmp_path):
    place = copied()
    with Served(place) as served:
        Browser(served.port).sign_in(place.account("secretariat"))
        assert place.rows("SELECT COUNT(*) FROM session") == [["1"]]
        run("backup", tmp_path / "b", *place.words)
    run("restore", tmp_path / "b", "--data", tmp_path / "back", "--key", place.key)
    assert Place(tmp_path / "back").rows("SELECT COUNT(*) FROM session") == [["0"]]


def test_serve_backs_up_each_day_keeps_some_and_no_keys_beyond_35_days(copied, tmp_path):
    place, folder = copied(), tmp_path / "kept"
    folder.mkdir()
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=1))).date()
    old = [today - datetime.timedelta(days=days) for days in (40, 36, 30, 2, 1)]
    for day in old:
        (folder / f"promig-{day}.backup").write_text("old")
        (folder / f"promig-{day}.backup.keys").write_text("old")
    with Served(place, "--backup", folder, "--keep", "5"):
        eventually(lambda: (folder / f"promig-{today}.backup").exists() and not (folder / f"promig-{old[0]}.backup").exists())
        made = (folder / f"promig-{today}.backup").stat().st_mtime_ns
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(
        [f"promig-{day}.backup" for day in [*old[1:], today]] + [f"promig-{day}.backup.keys" for day in [*old[2:], today]])
    run("restore", folder / f"promig-{today}.backup", "--data", tmp_path / "back", "--key", place.key)
    # Served again within the day: there is no second one.
    with Served(place, "--backup", folder, "--keep", "5"):
        time.sleep(0.5)
    assert (folder / f"promig-{today}.backup").stat().st_mtime_ns == made
    # Two days later: one is due at once.
    with Served(place, "--backup", folder, "--keep", "5", prefix=moved("+2d")):
        later = today + datetime.timedelta(days=2)
        eventually(lambda: (folder / f"promig-{later}.backup").exists())


def test_a_backup_that_fails_is_told_to_the_administrator(copied, tmp_path):
    place, folder = copied(), tmp_path / "kept"
    folder.mkdir()
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=1))).date()
    (folder / f"promig-{today}.backup.partial").mkdir()
    with Served(place, "--backup", folder) as served:
        administrator = Browser(served.port).sign_in(place.account("administrator"))
        page = eventually(lambda: (found := administrator.get("/administration")) and "Dernier échec" in found and found)
        assert "ne peut pas être écrit" in page


def test_serve_refuses_a_folder_for_backups_that_it_cannot_write(copied):
    assert "sauvegardes" in attempt("serve", *copied().words, "--backup", "/proc/none").sentence


@pytest.mark.parametrize("target", ENGINES)
def test_who_was_erased_since_a_backup_does_not_come_back_with_it(target, copied, new_place, tmp_path):
    place = copied()
    with Served(place) as served:
        browser = Browser(served.port).sign_in(place.account("secretariat"))
        token = re.search(r'name="form" value="([^"]*)"', browser.get("/people/new")).group(1)
        addresses = [
            browser.post("/people/new", form=token, token=new_token(), name=name, note="remarque", **more).split("?")[0]
            for name, more in [("Zénabou Effacée", {}), ("Rakia Voilée", {"restricted": "1"}), ("Aminata Restée", {"restricted": "1"})]]
        run("backup", tmp_path / "before", *place.words)
        for address in addresses[:2]:
            browser.post(address + "/erasure", form=token, token=new_token(), ground="request")
        run("backup", tmp_path / "after", *place.words)
    destroyed = place.rows("SELECT subject, certificate FROM key_destruction ORDER BY subject")
    assert len(destroyed) == 2

    back = new_place(target, "back").like(place)
    said = run("restore", tmp_path / "before", *back.words, "--key", place.key)
    assert "1 lignes n’ont pas été reprises" in said and "2 personnes, effacées depuis la sauvegarde, le sont à nouveau" in said
    assert back.rows("SELECT subject, certificate FROM key_destruction ORDER BY subject") == destroyed
    subjects = {subject for (subject,) in back.rows("SELECT DISTINCT subject FROM key_wrap")}
    assert not subjects & {subject for subject, _ in destroyed}
    people = {name for (name,) in back.rows("SELECT COALESCE(name, '') FROM person")}
    assert "Zénabou Effacée" not in people and len(back.rows("SELECT id FROM person WHERE restricted = 1")) == len(place.rows("SELECT id FROM person WHERE restricted = 1"))
    if not back.database:
        written = b"".join(path.read_bytes() for path in back.folder.iterdir() if path.is_file())
        assert "Zénabou".encode() not in written and "Aminata".encode() not in written
    back.verify()

    # A copy of the keys from before gives nothing back: the destruction stands.
    older = new_place("sqlite", "older").like(place)
    (tmp_path / "apart").mkdir()
    for name in ["before", "before.keys"]:
        shutil.copy(tmp_path / name, tmp_path / "apart" / name)
    run("restore", tmp_path / "apart" / "before", *older.words, "--key", place.key)
    assert len(older.rows("SELECT subject FROM key_wrap WHERE item = 1")) > len(back.rows("SELECT subject FROM key_wrap WHERE item = 1"))
    run("pull", older.folder, *back.words)
    assert not {subject for (subject,) in back.rows("SELECT DISTINCT subject FROM key_wrap")} & {subject for subject, _ in destroyed}
    with Served(back) as served:
        browser = Browser(served.port).sign_in(back.account("secretariat"))
        assert all("Personne effacée" in browser.get(address) for address in addresses[:2])
        assert "Personne effacée" not in browser.get(addresses[2])


def resident(*words):
    """The most memory, in kilobytes, that a command held at once."""
    process = subprocess.Popen([EXECUTABLE, *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss


def test_the_memory_of_backup_and_restore_does_not_grow_with_the_journal(tmp_path):
    held = []
    for meetings in [500, 10_000]:
        folder = tmp_path / str(meetings)
        run("demo", "--organisations", 20, "--meetings", meetings, "--data", folder)
        key = next(line.strip() for line in run("backup", "--new-key", "--data", folder).splitlines() if line.count("-") == 13)
        held.append((
            resident("backup", tmp_path / f"b{meetings}", "--data", folder),
            resident("restore", tmp_path / f"b{meetings}", "--data", tmp_path / f"back{meetings}", "--key", key),
            (tmp_path / f"b{meetings}").stat().st_size))
    (small, large) = held
    assert large[2] > 10 * small[2], f"the second journal is not much longer: {held}"
    for less, more in zip(small[:2], large[:2]):
        assert more - less < 64_000, f"{held}"
