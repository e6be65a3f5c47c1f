"""Days in the field: a convoy at dawn, an alert, a talk at the market, someone who asks where to go. Nobody is named."""
import re

TAP, SIGN = 1.5, 0.5  # seconds for a thumb to find a field, and for each sign typed


class Thumb:
    """Counts what a thumb does on a form, to say how long it takes."""

    def __init__(self, agent):
        self.agent, self.seconds = agent, 0

    def writes(self, label, text):
        self.agent.writes(label, text)
        self.seconds += TAP + SIGN * len(text)

    def chooses(self, label, option):
        self.agent.chooses(label, option)
        self.seconds += 2 * TAP

    def presses(self, button):
        self.agent.presses(button)
        self.seconds += TAP


def test_a_convoy_of_six_hundred_is_counted_in_under_a_minute(someone):
    agent = someone("caseworker")
    agent.opens("/protection")
    agent.follows("Compter une arrivée")
    agent.pictures("terrain-1-arrivee", width=360)
    thumb = Thumb(agent)
    thumb.writes("Lieu", "ingall (dép")
    thumb.chooses("Ces personnes arrivent", "Expulsées d’Algérie")
    thumb.chooses("Convoi", "Convoi officiel")
    for label, count in {"Femmes": "42", "Hommes": "519", "Filles (moins de 18 ans)": "17", "Garçons (moins de 18 ans)": "22"}.items():
        thumb.writes(label, count)
    thumb.writes("Soins", "6")
    thumb.writes("Enfants seuls", "3")
    thumb.writes("Niger", "588")
    thumb.writes("Mali", "12")
    thumb.presses("Compter une arrivée")
    if agent.page.locator("[role=alert]").count():  # several places are called so: one more tap
        agent.content.get_by_label("Ingall (département)").check()
        thumb.seconds += TAP
        thumb.presses("Compter une arrivée")
    agent.reads("Personnes comptées : 600", "Convoi officiel", "Soins : 6, Enfants seuls : 3", "Mali : 12, Niger : 588")
    assert thumb.seconds < 60, f"{thumb.seconds} s"
    # The next convoy of the morning begins as this one was.
    agent.opens("/arrivals/new")
    assert "Ingall" in agent.field("Lieu").input_value()
    agent.opens("/arrivals")
    agent.reads("personnes comptées ce mois-ci")


def test_an_alert_is_taken_and_ends_with_what_was_done(someone):
    agent, supervisor = someone("caseworker"), someone("supervisor")
    what = f"Un groupe sans eau, {agent.mark}."
    agent.opens("/alerts/new")
    agent.ticks("Eau, nourriture")
    agent.writes("Personnes concernées", "40")
    agent.writes("Lieu", "Tahoua (région)")
    agent.writes("Ce qui se passe", what)
    agent.presses("Lancer une alerte")
    alert = agent.page.url.split("?")[0]
    agent.reads("À prendre, reste 23 h", "par personne encore")
    agent.pictures("terrain-2-alerte", width=360)
    supervisor.opens("/")
    supervisor.reads("Alertes", "Eau, nourriture")
    supervisor.opens(alert)
    supervisor.presses("Je m’en charge")
    supervisor.reads("par Abdou Exemple")
    agent.opens(alert)
    agent.reads("Prise, reste")
    supervisor.follows("Clore l’alerte")
    supervisor.presses("Clore l’alerte")
    supervisor.is_asked("Issue", "Choisissez l’issue.")
    supervisor.chooses("Issue", "Aide apportée")
    supervisor.writes("Ce qui a été fait", "Eau portée, puis abri pour la nuit.")
    supervisor.presses("Clore l’alerte")
    agent.opens(alert)
    agent.reads("Close", "Aide apportée", "Eau portée, puis abri pour la nuit.")


def test_someone_who_only_needed_to_be_told_where_to_go(someone):
    agent = someone("caseworker")
    venue = f"Marché {agent.mark}"
    agent.opens("/information-sessions/new")
    agent.writes("Lieu", "Tahoua (région)")
    agent.writes("Endroit", venue)
    agent.writes("Femmes", "14")
    agent.writes("Hommes", "9")
    agent.ticks("Services et où aller")
    agent.ticks("Haoussa")
    agent.presses("Noter une séance")
    agent.reads("Personnes informées : 23", "Services et où aller", "Haoussa", venue)
    agent.pictures("terrain-3-seance", width=360)
    agent.opens("/signposting/new")
    agent.presses("Noter une orientation")
    agent.is_asked("Besoin", "Ce champ est nécessaire. Remplissez-le.")
    agent.chooses("Besoin", "Droit et procédures")
    agent.chooses("Vers quel service", "LCD-EX – Permanence juridique (exemple)")
    agent.chooses("Sexe", "Femme ou fille")
    agent.chooses("Âge", "25 à 59 ans")
    session = agent.field("Après la séance d’information").locator("option").filter(has_text=venue).inner_text()
    agent.chooses("Après la séance d’information", session)
    agent.presses("Noter une orientation")
    agent.reads("Droit et procédures", "Permanence juridique (exemple)", "Femme ou fille")
    agent.follows("Permanence juridique (exemple)")
    agent.reads("LCD-EX", "gratuit")
    agent.opens("/supports/new")
    agent.chooses("Besoin", "Droit et procédures")
    agent.ticks("Aller ensemble quelque part")
    agent.writes("Lieu", "Tahoua (région)")
    agent.chooses("Issue", "Fait")
    agent.presses("Noter un accompagnement")
    agent.reads("Fait", "Aller ensemble quelque part", "Fini le")


def test_a_service_is_shown_once_someone_verified_it(someone):
    keeper, agent = someone("branch-focal-point"), someone("caseworker")
    name = f"Puits ouvert {keeper.mark}"
    keeper.opens("/services/new")
    keeper.writes("Nom du service", name)
    keeper.writes("Prestataire", "Association d’exemple")
    keeper.ticks("Accueil, transit")
    keeper.presses("Ajouter un service")
    service = keeper.page.url.split("?")[0]
    keeper.reads("Caché, à vérifier", "par personne encore")
    agent.opens("/services?q=puits")
    agent.reads_nothing_of(name)
    agent.opens(service, status=404)
    keeper.opens(service)
    keeper.presses("J’ai vérifié aujourd’hui")
    agent.opens("/services?q=puits")
    agent.follows(name)
    agent.reads("par Zeinabou Exemple")
    # Whoever may seek asylum is shown where it is asked for, and no service that only helps to go back.
    agent.opens("/services")
    agent.reads("Aide au retour (exemple)", "Retour seulement")
    agent.opens("/services?asylum=yes")
    agent.reads("Guichet de l’asile (exemple)")
    agent.reads_nothing_of("Aide au retour (exemple)")
    agent.pictures("terrain-4-services", width=360)


def test_each_sheet_prints_on_one_page(server, page_at):
    page = page_at(794, role="caseworker")
    for path in ["/information-sessions/new", "/arrivals/new", "/alerts/new", "/signposting/new", "/supports/new"]:
        page.goto(path)
        sheets = len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4")))
        assert sheets == 1, f"{path} prints on {sheets} pages"
