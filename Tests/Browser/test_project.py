"""The project runs: a plan over its months, who, where, done or late; a budget and what was spent; risks; what the committee recommends."""
import io
from datetime import timedelta

from pypdf import PdfReader

from people import plain


def printed(person):
    """The pages as a printer would have them."""
    paper = PdfReader(io.BytesIO(person.page.pdf(format="A4", prefer_css_page_size=True)))
    return [plain(page.extract_text()) for page in paper.pages]


def test_an_activity_is_planned_followed_and_reported(someone):
    secretariat = someone("secretariat")
    code, title = f"B{secretariat.mark}.1", f"Cercles de parole à Agadez (exemple {secretariat.mark})"
    secretariat.opens("/")
    secretariat.goes_to("Projet")
    secretariat.reads("Le projet en cours", "Plan d’activités", "Budget", "Risques", "Recommandations")
    secretariat.pictures("projet-1-page")
    secretariat.follows("Voir – Plan d’activités")
    secretariat.reads("en retard.", "A1.3 Formation des points focaux")
    secretariat.pictures("projet-2-plan")
    secretariat.follows("Ajouter une activité")
    secretariat.writes("Code", code)
    secretariat.writes("Activité", title)
    secretariat.writes("Premier mois", "4")
    secretariat.writes("Dernier mois", "3")
    secretariat.chooses("Organisation responsable", "TEE-EX – Tente d’Écoute et d’Entraide")
    secretariat.ticks("Agadez")
    secretariat.presses("Ajouter une activité")
    secretariat.is_asked("Dernier mois", "La fin vient avant le début.")
    assert secretariat.field("Activité").input_value() == title, "nothing typed is lost"
    secretariat.writes("Dernier mois", "5")
    secretariat.presses("Ajouter une activité")
    secretariat.reads(title, "en retard de", "TEE-EX", "Agadez", "À écrire.", "Aucun jalon n’est fixé.")

    secretariat.follows("Ajouter un jalon")
    secretariat.writes("Jalon", "Deux cercles tenus")
    secretariat.writes("Mois prévu", "5")
    secretariat.presses("Ajouter un jalon")
    secretariat.reads("Deux cercles tenus")

    focal_point = someone("branch-focal-point")
    focal_point.opens("/activities?q=" + title.replace(" ", "+"))
    focal_point.follows(f"{code} {title}")
    focal_point.follows("Noter l’avancement")
    focal_point.writes("Avancement (%)", "40")
    focal_point.writes("Ce qui est fait, ou pourquoi c’est en retard", "La salle n’était pas libre avant les pluies.")
    focal_point.writes("Ce qui vient", "Deuxième cercle après la fête.")
    focal_point.presses("Noter")
    focal_point.reads("En cours 40 %", "La salle n’était pas libre", "Avancement noté.")
    focal_point.follows("Noter qu’il est atteint – Deux cercles tenus")
    focal_point.writes("Avec quoi", "Deux feuilles de présence (exemple)")
    focal_point.presses("Noter")
    focal_point.reads("Atteint", "Deux feuilles de présence")
    focal_point.pictures("projet-3-activite", width=360)

    focal_point.opens("/activities/quarter/report")
    focal_point.chooses("Antenne", "Agadez")
    focal_point.content.get_by_label("Trimestre").select_option("2")
    focal_point.presses("Afficher")
    focal_point.reads("Rapport du trimestre – Agadez", "En retard, et pourquoi", title, "La salle n’était pas libre", "Ensuite : Deuxième cercle")
    focal_point.pictures("projet-4-rapport")
    pages = printed(focal_point)
    assert len(pages) == 1, f"the report takes {len(pages)} pages"
    assert "Point focal d’antenne, date et signature" in pages[0] and "Quitter" not in pages[0], pages[0][:800]
    focal_point.follows("Plan du trimestre")
    focal_point.reads("Plan du trimestre – Agadez", "TEE-EX", title)
    assert len(printed(focal_point)) == 1, "the plan takes more than one page"
    focal_point.opens("/activities/chronogram")
    focal_point.reads("Chronogramme", f"{code} {title}", "À planifier", "N3 Trois rencontres nationales")
    focal_point.pictures("projet-5-chronogramme")


def test_money_is_spent_within_the_budget(someone, server):
    secretariat = someone("secretariat")
    secretariat.opens("/budget")
    secretariat.reads("dépensés sur", "Par rubrique", "Par trimestre", "Transferts entre rubriques")
    secretariat.pictures("projet-6-budget")
    secretariat.follows("Noter une dépense")
    what = f"Location de salle (exemple {secretariat.mark})"
    secretariat.chooses("Ligne budgétaire", "2.3 Formations (exemple)")
    secretariat.writes("Objet", what)
    secretariat.writes("Montant", "32 797,85")
    secretariat.writes("Référence de la pièce", f"EX-77{secretariat.mark}")
    secretariat.presses("Noter une dépense")
    secretariat.is_asked("Montant", "Le franc CFA n’a pas de centimes : donnez un nombre entier.")
    secretariat.writes("Montant", "32 798")
    secretariat.presses("Noter une dépense")
    secretariat.reads(what, "32 798 FCFA", "50,00 € (Parité fixe, 655,957)", "Dépense notée.")
    secretariat.presses("Annuler cette action")
    secretariat.opens("/expenditures?q=" + what.replace(" ", "+"))
    secretariat.reads("Rien ne correspond")

    secretariat.opens("/budget/transfers/new")
    secretariat.chooses("De la rubrique", "1 Ressources humaines (exemple)")
    secretariat.chooses("Vers la rubrique", "3 Bureaux (exemple)")
    secretariat.writes("Montant, dans la monnaie du contrat", "5 000")
    secretariat.writes("Raison", "Un bureau de plus (exemple).")
    secretariat.presses("Noter un transfert entre rubriques")
    secretariat.is_asked("Accord du bailleur, le", "Au-delà de 25 % d’une rubrique, notez l’accord du bailleur : sa date et sa référence.")
    secretariat.opens("/budget")
    secretariat.follows("En FCFA")
    secretariat.reads("FCFA dépensés sur")
    secretariat.follows("Règles et taux")
    secretariat.reads("Parité fixe, 655,957", "Transferts sans accord jusqu’à 25 %")


def test_risks_are_reviewed_and_recommendations_followed(someone, server):
    meal = someone("meal")
    text = f"Le réseau téléphonique tombe (exemple {meal.mark})"
    meal.opens("/risks/new")
    meal.writes("Risque", text)
    meal.answers("likelihood", "5")
    meal.answers("impact", "4")
    meal.presses("Ajouter un risque")
    meal.reads(text, "Critique, 20 sur 25")
    meal.follows("Revoir")
    meal.answers("likelihood", "2")
    meal.writes("Ce qui a changé", "Un second opérateur couvre la ville.")
    meal.presses("Noter la revue")
    meal.reads("Modéré, 8 sur 25", "Un second opérateur")
    meal.opens("/risks/matrix")
    meal.reads("Matrice des risques", text)
    meal.pictures("projet-7-risques", height=1000)

    secretariat = someone("secretariat")
    secretariat.opens("/meetings?q=session+du+comite")
    secretariat.follows("1re session du comité de pilotage (exemple)")
    secretariat.reads("Décisions et recommandations", "1. Tenir les réunions d’antenne")
    secretariat.follows("Ajouter une recommandation")
    secretariat.writes("Décision", f"Publier la liste des services (exemple {secretariat.mark})")
    secretariat.writes("Échéance", (server.today - timedelta(days=3)).isoformat())
    secretariat.presses("Ajouter la recommandation")
    title = f"2e session du comité de pilotage (exemple {secretariat.mark})"
    secretariat.opens("/meetings/new")
    secretariat.writes("Titre", title)
    secretariat.chooses("Type de rencontre", "Comité de pilotage")
    secretariat.writes("Premier jour", (server.today + timedelta(days=40)).isoformat())
    secretariat.presses("Ajouter la rencontre")
    secretariat.reads("Ce que les rencontres précédentes ont décidé", f"Publier la liste des services (exemple {secretariat.mark})", "en retard de 3 jours")
    secretariat.opens("/recommendations")
    secretariat.reads("1. Tenir les réunions d’antenne", f"Publier la liste des services (exemple {secretariat.mark})")


def test_an_incident_is_noted_and_what_names_someone_is_sealed(someone):
    administrator = someone("administrator")
    secret = f"Le téléphone de Salamatou Exemple {administrator.mark}"
    administrator.opens("/incidents")
    administrator.follows("Noter un incident")
    administrator.answers("event", "seizure")
    administrator.answers("severity", "high")
    administrator.ticks("Sessions terminées")
    administrator.presses("Noter un incident")
    administrator.reads("Appareil ou dossier saisi", "Sessions terminées", "Notes scellées", "Aucune.")
    administrator.follows("Ajouter une note scellée")
    administrator.writes("Note", secret)
    administrator.presses("Sceller")
    administrator.reads("scellée", "Note scellée ajoutée.")
    administrator.reads_nothing_of(secret)
    assert administrator.content.get_by_role("button", name="Ouvrir").count() == 0, "whoever noted it does not open it"
    address = administrator.page.url.split("?")[0].removeprefix(administrator.server.origin)

    secretariat = someone("secretariat")
    secretariat.opens(address)
    secretariat.reads_nothing_of(secret)
    secretariat.presses("Ouvrir")
    secretariat.reads(secret)

    meal = someone("meal")
    meal.opens("/incidents/counts")
    meal.reads("Incidents de données :", "Appareil ou dossier saisi")
    meal.opens(address, status=403)
