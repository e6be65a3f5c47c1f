"""Every command does its job or says in one sentence why not, and its exit status tells which."""
import json
import re
import shutil
import sqlite3

import pytest

from conftest import ENGINES
from promig import Browser, Place, Served, attempt, run, text

COMMANDS = ["init", "serve", "demo", "verify", "rebuild", "pull", "backup", "restore", "release", "export"]
ENGLISH = ["Show", "Usage:", "USAGE", "OVERVIEW", "OPTIONS", "(default", "Error:", "help information"]


@pytest.mark.parametrize("command", [[], *[[one] for one in COMMANDS]], ids=["promig", *COMMANDS])
def test_help_is_in_french_and_ends_well(command):
    shown = run(*command, "--help")
    assert not [word for word in ENGLISH if word in shown]
    assert not command or "--data" in shown and "--database" in shown


@pytest.mark.parametrize("words, sentence", [
    (["nothing"], "« nothing » est en trop"),
    (["serve", "--nothing"], "« --nothing » n’existe pas"),
    (["serve", "--port", "abc"], "« abc » ne convient pas"),
    (["serve", "--port", "70000"], "1 à 65535"),
    (["serve", "--port"], "il manque la valeur"),
    (["serve", "--backup-at", "25:00"], "HH:MM"),
    (["pull"], "il manque"),
    (["backup"], "nommez le fichier"),
    (["demo", "--meetings=-1"], "négatif"),
    (["demo", "--cases=-1"], "négatif"),
])
def test_what_was_typed_wrongly_is_said_in_a_sentence(words, sentence):
    result = attempt(*words)
    assert sentence in result.sentence and result.status == 64


@pytest.mark.parametrize("command", [["serve"], ["verify"], ["rebuild"], ["pull", "/nowhere"], ["backup", "b"]], ids=lambda words: words[0])
def test_a_place_without_data_is_said_in_a_sentence(command, tmp_path, new_place):
    assert "pas de données" in attempt(*command, "--data", tmp_path / "none").sentence
    assert not (tmp_path / "none").exists()
    assert "données" in attempt(*command, *new_place("postgres").words).sentence


def test_a_database_that_does_not_answer_is_said_in_a_sentence():
    assert "ne répond pas" in attempt("verify", "--database", "postgres://promig@/promig?host=/nowhere").sentence


@pytest.mark.parametrize("engine", ENGINES)
def test_init_and_demo_refuse_a_place_that_holds_data_and_harm_nothing(engine, new_place):
    place = new_place(engine).make()
    before = place.rows("SELECT short FROM entry ORDER BY short")
    for command in ["init", "demo"]:
        assert "déjà des données" in attempt(command, *place.words).sentence
    assert place.rows("SELECT short FROM entry ORDER BY short") == before
    place.verify()


def test_an_init_that_fails_leaves_nothing_behind(tmp_path):
    (tmp_path / "charter.yaml").write_text("projet: [")
    assert attempt("init", "--data", tmp_path / "data", "--charter", tmp_path / "charter.yaml").status == 1
    assert not (tmp_path / "data" / "promig.sqlite").exists()
    run("init", "--data", tmp_path / "data")


def test_init_shows_the_first_account_and_the_backup_key_once(new_place):
    place = new_place("sqlite").make()
    assert place.key.count("-") == 13
    assert place.key not in (place.folder / "sample-accounts.json").read_text()
    plain = run("init", "--data", place.folder.parent / "plain")
    assert "Clé des sauvegardes" in plain and "admin" in plain


CONTENT = {
    "organization": "SELECT name, acronym, type, parts FROM organization ORDER BY name, acronym",
    "meeting": "SELECT title, type, venue FROM meeting ORDER BY title",
    "decision": "SELECT text, state FROM decision ORDER BY text, state",
}


def content(place):
    kinds = {name for (name,) in place.rows("SELECT kind FROM projection")}
    return {kind: place.rows(sql) for kind, sql in CONTENT.items() if kind in kinds}


def test_demo_is_the_same_for_the_same_seed_and_prints_only_json(new_place):
    options = ["--organisations", "30", "--meetings", "20", "--json"]
    places = [new_place("sqlite", name) for name in ("one", "two", "three")]
    for place, seed in zip(places, (7, 7, 8)):
        result = attempt("demo", *place.words, *options, "--seed", seed)
        assert result.status == 0 and not result.err
        accounts = json.loads(result.out)
        assert {"address", "name", "password", "role", "organisation"} == set(accounts[0])
    one, two, three = map(content, places)
    assert one == two and one != three and len(one["meeting"]) >= 20
    places[0].verify()


CASES = [
    "SELECT step, risk, month, region, situation, convoy FROM case_file", "SELECT sex, age_band, origin, relation FROM case_person", "SELECT \"group\", outcome FROM need",
    "SELECT need_group, priority, sent_on FROM referral", "SELECT step, refusal, access FROM referral_step", "SELECT reason, verdict FROM case_closure",
    "SELECT level, subject, moment FROM feedback", "SELECT month, state FROM complaint",
]


@pytest.mark.parametrize("engine", ENGINES)
def test_demo_opens_case_files_under_the_keys_of_those_who_keep_them(engine, new_place):
    def filled(name, seed):
        place = new_place(engine, name)
        place.accounts = json.loads(run("demo", *place.words, "--organisations", "1", "--cases", "40", "--seed", seed, "--json"))
        return place, [sorted(place.rows(sql)) for sql in CASES]

    place, one = filled("one", 7)
    assert all(one) and len(one[0]) == 40
    # What is drawn is drawn before either engine is asked.
    assert engine == "postgres" or (one == filled("two", 7)[1] and one != filled("three", 8)[1])
    place.verify()
    supervisor = next(account for account in place.accounts if account["name"] == "ex-1-1")
    (files,), = place.rows("SELECT COUNT(*) FROM case_file JOIN organization ON organization.id = case_file.organization WHERE acronym = 'EX-1' AND step <> 'closed'")
    with Served(place) as served:
        browser = Browser(served.port).sign_in(supervisor)
        page = browser.get("/cases")
        names = re.findall(r'<a href="/cases/[0-9a-z]{26}">([^<]+)</a><span class="soft">', page)
        # Each is opened by its name, and found by it.
        assert len(names) == int(files) > 3, text(page)
        form = re.search(r'name="form" value="([^"]*)"', browser.get("/case-search")).group(1)
        status, _, found = browser.ask("POST", "/case-search", {"form": form, "q": names[0]})
        assert status == 200 and names[0] in found
    if engine == "sqlite":
        kept = (place.folder / "promig.sqlite").read_bytes()
        assert not [name for name in names if name.encode() in kept]


def test_pull_leaves_the_case_files_of_others_where_they_are(new_place):
    """Nobody of the organisations that keep files signs in at the second: it takes what the network has in common, and none of their keys."""
    there, here = new_place("sqlite", "there"), new_place("sqlite", "here")
    run("demo", *there.words, "--organisations", "1", "--cases", "40", "--json")
    run("init", *here.words)
    assert "entrées reçues" in run("pull", there.folder, *here.words)
    count = lambda place, table: int(place.rows(f"SELECT COUNT(*) FROM {table}")[0][0])
    assert count(there, "case_file") == 40 and count(there, "referral") > 0 and count(there, "complaint") >= 3
    assert count(here, "case_file") == count(here, "case_person") == 0 and count(here, "complaint") == count(there, "complaint")
    assert count(here, "organization") > count(there, "organization") // 2
    theirs = {row[0] for row in there.rows("SELECT id FROM case_file")}
    assert not theirs & {row[0] for row in here.rows("SELECT subject FROM key_wrap")}
    here.verify()


@pytest.mark.parametrize("table, column", [("entry", "header"), ("entry", "parts"), ("decision", "versions")])
def test_verify_names_a_changed_byte(table, column, copied):
    place = copied()
    with sqlite3.connect(place.folder / "promig.sqlite") as database:
        key = "place" if table == "entry" else "id"
        row, value = database.execute(f"SELECT {key}, {column} FROM {table} ORDER BY {key} DESC LIMIT 1").fetchone()
        changed = value[:-3] + bytes([value[-3] ^ 1]) + value[-2:]
        database.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (changed, row))
    result = attempt("verify", "--all", *place.words)
    assert "désaccord" in result.sentence
    assert ("entrée" if table == "entry" else "decision") in result.out.lower()


def test_rebuild_mends_a_table_that_was_changed(copied):
    place = copied()
    with sqlite3.connect(place.folder / "promig.sqlite") as database:
        database.execute("DELETE FROM decision WHERE id = (SELECT id FROM decision LIMIT 1)")
    assert attempt("verify", "--all", *place.words).status == 1
    run("rebuild", *place.words)
    place.verify()


def test_pull_takes_what_the_other_has_more_once(copied):
    here, there = copied("here"), copied("there")
    with Served(there) as served:
        browser = Browser(served.port).sign_in(there.account("secretariat"))
        browser.decide(browser.decisions_form(), "Écrite là-bas")
    assert run("pull", there.folder, *here.words).startswith("1 entrées reçues")
    assert run("pull", there.folder, *here.words).startswith("0 entrées reçues")
    assert ["Écrite là-bas"] in here.rows("SELECT text FROM decision")
    here.verify()


def test_a_cloned_folder_that_writes_on_loses_nothing(copied, tmp_path):
    """Two copies of one folder, lease and all, that both write: what each wrote is in both, and every chain holds."""
    here = copied("here")
    with Served(here) as served:
        browser = Browser(served.port).sign_in(here.account("secretariat"))
        browser.decide(browser.decisions_form(), "Avant la copie")
    shutil.copytree(here.folder, tmp_path / "clone")
    clone = Place(tmp_path / "clone").like(here)
    for place, words in [(here, "Ici"), (clone, "Dans la copie")]:
        with Served(place) as served:
            browser = Browser(served.port).sign_in(place.account("secretariat"))
            browser.decide(browser.decisions_form(), words)
    run("pull", clone.folder, *here.words)
    run("pull", here.folder, *clone.words)
    texts = [{words for (words,) in place.rows("SELECT text FROM decision")} for place in (here, clone)]
    assert texts[0] == texts[1] and {"Avant la copie", "Ici", "Dans la copie"} <= texts[0]
    here.verify()
    clone.verify()


def test_a_busy_port_is_said_in_a_sentence(copied):
    place = copied()
    with Served(place) as served:
        assert "déjà pris" in attempt("serve", *copied("other").words, "--port", served.port).sentence
        place.verify()


def test_serve_refuses_another_address_without_tls(copied):
    assert "--behind-tls" in attempt("serve", *copied().words, "--host", "0.0.0.0").sentence


@pytest.mark.parametrize("engine", ENGINES)
def test_release_makes_the_one_that_is_due_once(engine, new_place):
    place = new_place(engine).make()
    assert "À publier" in run("release", *place.words, "--preview")
    assert "Publié" in run("release", *place.words)
    assert "Rien à publier" in run("release", *place.words)
    # The sample comes with the release of the month before.
    _, (cells,) = place.rows("SELECT cells FROM released_table WHERE measure = 'R2.1' ORDER BY release")
    shown = dict(line.split("\t") for line in cells.splitlines())
    # Four organisations at least inform people in each region of the sample.
    assert all(int(shown[f"region={region}"]) >= 5 for region in ("NE001", "NE005", "NE008"))
    place.verify()
