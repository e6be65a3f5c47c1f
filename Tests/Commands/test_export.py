"""All that may leave of the results can be had without a browser: from closed quarters only, and nothing open until two people agree."""
import csv
import hashlib
import html
import io
import json
import pathlib
import re
import subprocess
import sys

import pytest
from lxml import etree
from pypdf import PdfReader

from clock import moved
from conftest import ENGINES
from iati_check import code_errors, schema_errors, standard_rules
from promig import Browser, Place, Refused, Served, attempt, new_token, run, text

PYTHON = pathlib.Path(__file__).parents[1] / "Python"
APPROVED = pathlib.Path(__file__).parents[2] / "Fixtures" / "reports"


# One moment for all, so that the report is the same each time.
NOW = moved("@2026-06-15 10:00:00")
WRITTEN = {
    "Description de l’action": "L’action soutient l’engagement de la société civile pour les droits des personnes migrantes à Niamey, Tahoua et Agadez. Exemple.",
    "Résumé de la période": "Rencontres nationales tenues dans le trimestre : {R1.2} ; organisations membres actives : {R1.1}.\n\nPersonnes informées de leurs droits : {R2.1}.",
    "Difficultés et mesures prises": "Les formations ont pris du retard ; elles sont reportées au trimestre suivant.",
    "Partenaires et autres coopérations": "Deux réunions avec les services de l’État, une avec les autres projets du programme.",
    "Visibilité et dérogations": "Le soutien de l’Union européenne figure sur les supports publics. Les lieux d’accueil et les actions de protection en sont dispensés, pour la sécurité des personnes.",
    "Décisions demandées au comité de pilotage": "Adopter le plan de travail du trimestre suivant.\nReporter deux formations.",
    "Annexes": "Cadre logique, classeur des indicateurs, feuilles de présence de la rencontre.",
}


class Desk:
    """One person of the sample network who fills in forms."""

    def __init__(self, site, role):
        self.browser = Browser(site.port).sign_in(site.place.account(role))

    def sends(self, page, action, **fields):
        """Sends the form of a page to its address, as the browser would."""
        form = re.search(r'name="form" value="([^"]*)"', self.browser.get(page)).group(1)
        return self.browser.post(action, form=form, token=new_token(), **fields)


@pytest.fixture(scope="module", params=ENGINES)
def closed(request, tmp_path_factory):
    """The sample network with its first three quarters closed, and nothing agreed on open data."""
    from conftest import new_database

    folder = tmp_path_factory.mktemp("export") / "data"
    place = Place(folder, new_database() if request.param == "postgres" else None).make(prefix=NOW)
    with Served(place, prefix=NOW) as site:
        meal = Desk(site, "meal")
        for quarter in ["q1", "q2", "q3"]:
            meal.sends(f"/periods/{quarter}", f"/periods/{quarter}/closing")
    return place


@pytest.fixture
def export(closed, tmp_path):
    """Exports into a file of the test's own; its bytes."""

    def ask(what, name="file", *options, period=3):
        file = tmp_path / name
        shown = run("export", what, *closed.words, "--period", period, "--out", file, *options, prefix=NOW)
        assert f"{file.stat().st_size} octets" in shown
        return file.read_bytes()

    return ask


def sheets(file, folder):
    """The sheets of a workbook as LibreOffice opens them: the rows of each."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", form, "--outdir", folder, file], check=True, capture_output=True, timeout=120)
    return {one.stem.split("-", 1)[1]: list(csv.reader(one.open(encoding="utf-8"))) for one in folder.glob("*.csv")}


def frozen(place, code, quarter="q3"):
    """What the database itself holds of an indicator when its quarter was closed: number, part, whole."""
    rows = place.rows(
        "SELECT f.number, f.part, f.whole FROM frozen_value f JOIN indicator i ON f.indicator = i.id JOIN period_closing c ON f.closing = c.id "
        f"WHERE i.code = '{code}' AND c.period = '{quarter}'")
    return rows[0] if rows else None


def test_libreoffice_opens_the_workbook_with_the_figures_that_were_settled(closed, export, tmp_path):
    export("logframe", "frame.xlsx")
    read = sheets(tmp_path / "frame.xlsx", tmp_path)
    assert {"Cadre logique", "Indicateurs", "Activités", "Budget"} <= set(read)
    rows = {row[0]: row for row in read["Indicateurs"][1:]}
    # Meetings held: counted by the network itself, exact.
    number, _, _ = frozen(closed, "R1.2")
    assert float(rows["R1.2"][5]) == float(number)
    # People informed: what the release of the quarter shows, with its parts.
    told = frozen(closed, "R2.1")
    assert int(told[0]) > 0 and rows["R2.1"][5] == told[0]
    regions = [row for row in read["Désagrégations"] if row[:4] == ["R2.1", "Trimestre 3", "Région", "NE005"]]
    assert regions and regions[0][4] == "Tahoua"


def test_the_report_and_the_steering_pages_print(closed, export, tmp_path):
    report = export("report", "report.html").decode()
    assert "Trimestre 3" in report and "EuropeAid/163741/IH/ACT/NE" in report and "<script" not in report
    pages = PdfReader(io.BytesIO(export("report", "report.pdf"))).pages
    assert len(pages) >= 3 and "Cadre logique" in "".join(page.extract_text() for page in pages)
    assert len(PdfReader(io.BytesIO(export("steering", "steering.pdf"))).pages) == 2
    assert "steering committee" in export("steering", "steering.html", "--language", "en").decode()


def test_what_is_not_closed_does_not_leave(closed, tmp_path):
    for what in ["logframe", "report", "steering", "iati", "hxl"]:
        result = attempt("export", what, *closed.words, "--period", 4, "--out", tmp_path / "none", prefix=NOW)
        assert "n’est pas clos" in result.sentence and result.status == 1
    assert attempt("export", "report", *closed.words, "--period", 0, "--out", tmp_path / "none").status == 64
    assert not (tmp_path / "none").exists()


def test_open_data_leaves_once_two_people_agree_and_is_what_the_standards_ask(closed, export, tmp_path):
    for what in ["iati", "hxl"]:
        result = attempt("export", what, *closed.words, "--period", 3, "--out", tmp_path / "none")
        assert "deux personnes" in result.sentence and result.status == 1
    with Served(closed, prefix=NOW) as site:
        secretariat, meal = Desk(site, "secretariat"), Desk(site, "meal")
        secretariat.sends(
            "/project/open-data/edit", "/project/open-data/edit", publisher="NE-DGI-00000", publisher_type="22", activity="EXEMPLE", currency="EUR",
            sectors="15190 80, 15150 20", funder="XI-IATI-EC_INTPA", summary="Soutenir les organisations. Exemple.", excluded="R1.2")
        secretariat.sends("/project/open-data", "/project/open-data/approval")
        assert "deux personnes" in attempt("export", "hxl", *closed.words, "--period", 3, "--out", tmp_path / "none").sentence
        meal.sends("/project/open-data", "/project/open-data/approval")

    file = export("iati", "activity.xml")
    activity = etree.fromstring(file).getroottree()
    assert not schema_errors(file) and not code_errors(activity) and not standard_rules().broken(activity)
    references = activity.xpath("//indicator/reference/@code")
    assert "R2.1" in references and "R1.2" not in references, "what stays out stays out"

    read = json.loads(subprocess.run(
        [sys.executable, PYTHON / "read_hxl.py"], input=export("hxl", "results.csv"), capture_output=True, check=True).stdout)
    assert not read["errors"]
    codes = {row[0] for row in read["rows"]}
    assert "R2.1" in codes and "R1.2" not in codes, "what stays out stays out"
    closed.verify()


def approve(document, name):
    """Compares a document with the one in Fixtures/reports; what was made lies beside it where they differ."""
    kept = APPROVED / name
    if document != (kept.read_text(encoding="utf-8") if kept.exists() else None):
        kept.with_suffix(kept.suffix + ".received").write_text(document, encoding="utf-8")
        pytest.fail(f"the report differs from {name}; what was made lies beside it")


def written(meal, quarter):
    """The addresses of the sections of a quarter's report, once each is written."""
    page = meal.browser.get(f"/periods/{quarter}/report")
    addresses = {html.unescape(label): f"/{place.lstrip('/')}" for place, label in re.findall(r'href="([^"]*report-texts/[^"]*)" aria-label="Écrire – ([^"]*)"', page)}
    for title, words in WRITTEN.items():
        meal.sends(addresses[title], addresses[title], text=words)
    return addresses


def test_a_frozen_report_leaves_as_it_was_frozen(closed, export):
    with Served(closed, prefix=NOW) as site:
        meal = Desk(site, "meal")
        written(meal, "q2")
        meal.sends("/periods/q2/report", "/periods/q2/report/freezing")
        addresses = written(meal, "q3")
        with pytest.raises(Refused) as refused:
            meal.sends(addresses["Annexes"], addresses["Annexes"], text="Selon {R9.9}.")
        assert "Aucun indicateur ne porte le code R9.9" in text(refused.value.page) and "Selon {R9.9}." in refused.value.page
        draft = export("report").decode()
        assert "Brouillon" in draft and "Reporter deux formations." in export("steering").decode()
        meal.sends("/periods/q3/report", "/periods/q3/report/freezing")
        frozen = meal.browser.get("/periods/q3/report/page")
        assert hashlib.sha256(frozen.encode()).hexdigest() in meal.browser.get("/periods/q3/report")
        # Neither a text nor a second freezing changes it, and the command writes the same bytes.
        with pytest.raises(Refused):
            meal.sends(addresses["Annexes"], addresses["Annexes"], text="Autre chose.")
        with pytest.raises(Refused):
            meal.sends("/periods/q3/report", "/periods/q3/report/freezing")
        secretariat = Desk(site, "secretariat")
        heading = re.search(r'href="/?(activities/[0-9a-z]{26})"', secretariat.browser.get("/activities")).group(1)
        secretariat.sends(f"/{heading}/edit", f"/{heading}/edit", code="A9.9", title="Une autre activité")
    assert export("report").decode() == frozen and "Brouillon" not in frozen and "Une autre activité" not in frozen
    assert export("report", "file", "--language", "en").decode() != frozen
    for quarter in [2, 3]:
        approve(export("report", period=quarter).decode(), f"sample-q{quarter}-fr.html")
    closed.verify()
