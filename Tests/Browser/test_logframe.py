"""The work is the report: a national meeting is held, and the logframe says so; what a survey says is entered with its proof."""
import datetime
import hashlib
import io
import re

import openpyxl
from pypdf import PdfReader


def test_the_logframe_counts_the_meetings_and_keeps_what_was_agreed(someone):
    meal, member = someone("meal"), someone("caseworker")
    meal.opens("/project")
    meal.follows("Cadre logique")
    meal.reads("38 indicateurs", "Impact", "Effet 1", "Résultat 3", "Conduite du projet", "pas encore diffusé", "son registre vient plus tard")
    meal.pictures("resultats-1-cadre", width=1280, height=1100)
    meal.pictures("resultats-1-cadre-telephone", width=360)
    meal.follows("R1.2 Rencontres nationales tenues")
    meal.reads("Tout le projet", "Semestre 1", "Trimestre 1", "procès-verbal")
    meal.pictures("resultats-2-indicateur", width=1280, height=1100)
    # Another target takes the place of the contract's only with its reason, and the former one stays to be seen.
    meal.follows("Fixer une cible")
    meal.chooses("Période", "Semestre 3")
    meal.writes("Cible", "deux")
    meal.presses("Fixer une cible")
    meal.is_asked("Cible", "Donnez un nombre, par exemple 28 ou 3,5.")
    meal.writes("Cible", "2")
    meal.presses("Fixer une cible")
    meal.is_asked("Motif du changement", "Dites pourquoi cette valeur prend la place de l’ancienne.")
    meal.writes("Motif du changement", f"Une rencontre de plus est financée, {meal.mark}.")
    meal.presses("Fixer une cible")
    meal.reads("Cible fixée", f"Une rencontre de plus est financée, {meal.mark}.")
    meal.presses("Annuler cette action")
    member.opens("/logframe")
    member.follows("R1.2 Rencontres nationales tenues")
    member.reads("D’où vient ce chiffre")
    member.reads_nothing_of("Fixer une cible", f"Une rencontre de plus est financée, {meal.mark}.")

    # Of another day: as it stood, of what is known now; and as it was known then, before anything was noted here.
    meal.opens("/logframe")
    meal.content.get_by_text("Voir un autre jour", exact=True).click()
    meal.page.locator("[name=at]").fill((datetime.date.today() - datetime.timedelta(days=2)).isoformat())
    meal.presses("Comme c’était ce jour-là")
    meal.reads("Comme c’était le", "d’après ce que nous savons aujourd’hui", "38 indicateurs")
    meal.content.get_by_text("Voir un autre jour", exact=True).click()
    meal.presses("Comme nous le savions ce jour-là")
    meal.reads("Pas encore connu ce jour-là")


def test_what_a_survey_found_is_entered_with_its_proof(someone):
    meal, member = someone("meal"), someone("secretariat")
    meal.opens("/logframe")
    meal.follows("O1.1 Note moyenne de santé du réseau")
    meal.reads("Fiche de référence")
    meal.follows("Saisir une valeur")
    meal.chooses("Période", "Trimestre 1" if meal.mark == "A" else "Trimestre 2")
    meal.writes("Valeur", "3,4")
    meal.presses("Saisir une valeur")
    meal.is_asked("Preuve", "Ce champ est nécessaire. Remplissez-le.")
    meal.writes("Preuve", f"Enquête auprès des membres, annexe {meal.mark}")
    meal.presses("Saisir une valeur")
    meal.reads("3,4", f"Enquête auprès des membres, annexe {meal.mark}")
    meal.follows("Fixer la référence")
    meal.writes("Valeur", "2,8")
    meal.writes("Source", "Étude de base, page 12")
    meal.writes("Motif du changement", "Relue avec les membres.")
    meal.presses("Fixer la valeur de référence")
    member.opens("/logframe")
    member.reads("3,4", "2,8")


def test_a_reference_sheet_prints_on_one_page(page_at):
    page = page_at(794, role="meal")
    page.goto("/logframe")
    for code in ["R1.2", "R2.2", "O1.1"]:
        page.goto("/logframe")
        page.get_by_role("link", name=re.compile(rf"^{re.escape(code)} ")).click()
        page.wait_for_load_state()
        sheets = len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4")))
        assert sheets == 1, f"{code} prints on {sheets} pages"


def test_a_quarter_is_closed_reported_and_stays_as_it_was(someone):
    meal, member = someone("meal"), someone("supervisor")
    meal.opens("/logframe")
    meal.follows("Périodes")
    meal.pictures("resultats-3-periodes", width=360)
    waiting = meal.content.locator("li").filter(has_text="À clore").first
    quarter = waiting.get_by_role("link").inner_text()
    meal.follows(quarter)
    meal.reads("À vérifier avant de clore", "R1.2 Rencontres nationales tenues", "Une fois close, la période ne se rouvre pas.")
    meal.pictures("resultats-4-trimestre", width=1280, height=1100)
    meal.presses("Clore la période")
    meal.reads("Période close", "Ces valeurs ne changent plus", "Condensé des preuves", "par Issoufou Exemple")
    member.opens("/periods")
    member.follows(quarter)
    member.reads("Close", "Ces valeurs ne changent plus")
    member.reads_nothing_of("Clore la période", "Rapport de la période")

    # The report is written on its page: figures stand in the text by their code.
    meal.follows("Rapport de la période")
    meal.reads("Brouillon ; les chiffres sont arrêtés.", "1. Description de l’action", "8. Visibilité et dérogations", "Ici vient le cadre logique")
    meal.follows("Écrire – Résumé de la période")
    meal.writes("Texte", "Selon {R9.9}, tout va bien.")
    meal.presses("Enregistrer")
    meal.is_asked("Texte", "Aucun indicateur ne porte le code R9.9.")
    meal.writes("Texte", "Rencontres tenues dans la période : {R1.2}.\n\nPersonnes informées : {R2.1}.")
    meal.presses("Enregistrer")
    meal.reads("Section écrite", "Rencontres tenues dans la période : ")
    meal.reads_nothing_of("période : {R1.2}")
    meal.pictures("resultats-5-rapport", width=1280, height=1100)
    meal.pictures("resultats-5-rapport-telephone", width=360)
    # What leaves before the freezing says that it is a draft; after it, the same file leaves for ever.
    assert "Brouillon" in meal.downloads("Rapport, à imprimer (HTML)").read_text()
    meal.presses("Figer le rapport")
    meal.reads("Figé : il ne change plus.", "par Issoufou Exemple", "SHA-256")
    page = meal.downloads("Rapport, à imprimer (HTML)").read_bytes()
    meal.reads(hashlib.sha256(page).hexdigest())
    assert "Brouillon" not in page.decode()
    assert meal.downloads("Classeur du cadre logique, des indicateurs, des activités et du budget (XLSX)").read_bytes()[:2] == b"PK"
    assert meal.receives("Rapport en PDF").read_bytes()[:5] == b"%PDF-"
    assert len(PdfReader(meal.receives("Pages du comité en PDF")).pages) == 2
    meal.reads_nothing_of("Écrire –")


def test_results_are_read_by_anyone_only_while_two_people_agree(someone):
    anyone, meal, secretariat = someone(), someone("meal"), someone("secretariat")
    anyone.opens("/results")
    anyone.reads("Rien n’est publié pour le moment.")
    anyone.opens("/results/hxl", status=404)
    meal.opens("/periods")
    if meal.content.locator("li").filter(has_text="Close").count() == 0:
        meal.follows("Trimestre 1")
        meal.presses("Clore la période")
    secretariat.opens("/project/open-data/edit")
    for label, text in [
        ("Identifiant IATI de qui publie", "NE-DGI-00000"), ("Type d’organisation (code IATI)", "22"), ("Code du projet", f"EXEMPLE-{secretariat.mark}"),
        ("Monnaie", "EUR"), ("Secteurs et leur part", "15190 80, 15150 20"), ("Le projet en quelques phrases", "Exemple."), ("Indicateurs qui restent dehors", "R1.2"),
    ]:
        secretariat.writes(label, text)
    secretariat.presses("Enregistrer")
    secretariat.presses("Donner mon accord")
    anyone.opens("/results")
    anyone.reads("Rien n’est publié pour le moment.")
    meal.opens("/project/open-data")
    meal.presses("Donner mon accord")
    anyone.opens("/sign-in")
    anyone.follows("Résultats publiés")
    anyone.reads("R2.1", "Depuis le début", "Fichier IATI 2.03 (XML)")
    anyone.reads_nothing_of("R1.2 ")
    anyone.pictures("resultats-6-publics", width=1280, height=1100)
    anyone.pictures("resultats-6-publics-telephone", width=360)
    assert anyone.downloads("Tableau HXL (CSV)").read_text().splitlines()[1].startswith("#indicator+code,")
    assert "<iati-activity" in anyone.downloads("Fichier IATI 2.03 (XML)").read_text()
    meal.presses("Fermer les données ouvertes")
    anyone.opens("/results")
    anyone.reads("Rien n’est publié pour le moment.")


def test_the_baseline_study_is_imported_and_shared(someone):
    meal, member = someone("meal"), someone("supervisor")
    meal.opens("/project/study")
    meal.follows("Importer des valeurs")
    meal.writes("Source", "Étude de base, annexe 2")
    meal.writes("Tableau CSV", "indicateur;valeur\nR9.9;3")
    meal.writes("Motif du changement", f"Relu avec les membres, {meal.mark}.")
    meal.presses("Importer")
    meal.is_asked("Tableau CSV", "Ligne 2 : aucun indicateur ne porte le code R9.9.")
    # One row for each questionnaire, as KoboToolbox exports it: only what it comes to is kept.
    meal.writes("Tableau CSV", "_submitted_by;etat/O1_2;etat/R1_3\nagent7;4;oui\nagent7;5;non\nagent8;6;oui\n")
    meal.presses("Importer")
    meal.reads("Valeurs de l’étude importées", "Étude de base, annexe 2", "67 % (2 sur 3)")
    meal.reads_nothing_of("agent7")
    # The same as a workbook, far longer than what can be pasted: what it comes to is shown before it is imported, and what was typed stays.
    meal.follows("Importer des valeurs")
    meal.writes("Source", "Étude de base, annexe 3")
    meal.presses("Lire ce fichier")
    meal.is_asked("Ou un fichier CSV ou XLSX", "Choisissez un fichier.")
    meal.chooses_file("Ou un fichier CSV ou XLSX", "photo.xlsx", b"\xff\xd8\xff\xe0 une photo")
    meal.presses("Lire ce fichier")
    meal.is_asked("Ou un fichier CSV ou XLSX", "Ce fichier n’est ni un classeur XLSX, ni un texte en UTF-8. Enregistrez-le en XLSX ou en « CSV UTF-8 ».")
    meal.chooses_file("Ou un fichier CSV ou XLSX", "coupe.xlsx", answers()[:2000])
    meal.presses("Lire ce fichier")
    meal.is_asked("Ou un fichier CSV ou XLSX", "Ce classeur ne se lit pas. Ouvrez-le dans un tableur, et enregistrez-le à nouveau en XLSX ou en « CSV UTF-8 ».")
    meal.chooses_file("Ou un fichier CSV ou XLSX", "reponses.xlsx", answers())
    meal.presses("Lire ce fichier")
    assert meal.field("Tableau CSV").input_value().split() == ["indicateur;valeur;partie;total", "O1.2;3.5;;", "R1.3;;450;900"]
    assert meal.field("Source").input_value() == "Étude de base, annexe 3"
    meal.writes("Motif du changement", f"Les réponses complètes, {meal.mark}.")
    meal.presses("Importer")
    meal.reads("Valeurs de l’étude importées", "Étude de base, annexe 3", "50 % (450 sur 900)")
    member.opens("/project/study")
    member.follows("O1.2 Organisations qui ont progressé d’un niveau dans deux domaines au moins")
    member.reads("Étude de base, annexe 3")


def answers():
    """Nine hundred questionnaires as KoboToolbox exports them: a workbook with the answers on its first sheet, groups before the names of questions."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["start", "etat/O1_2", "etat/R1_3", "_submitted_by"] + [f"autre/question_{number}" for number in range(40)])
    for number in range(900):
        sheet.append(["2027-01-10T09:00", 3 + number % 2, "oui" if number % 2 else "non", f"agent{number}"] + ["Réponse libre, عربي"] * 40)
    book.create_sheet("personnes").append(["_index", "age"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
