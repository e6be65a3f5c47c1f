"""The work is the report: a national meeting is held, and the logframe says so; what a survey says is entered with its proof."""
import re


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


def test_a_quarter_is_closed_and_stays_as_it_was(someone):
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
    member.reads_nothing_of("Clore la période")
