"""A national meeting, from its terms of reference to the next one; time passes between its chapters."""
import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from conftest import ENGINES
from letterbox import Mailbox, only_event
from people import plain
from site_under_test import Site

OWNER = "Zeinabou Exemple"


@pytest.fixture(params=ENGINES)
def server(request, tmp_path):
    """A site of its own, whose clock goes on while the others stay at today."""
    site = Site(request.param, tmp_path / "site")
    try:
        site.start()
        yield site
    finally:
        site.stop()
    site.verify()


@pytest.fixture
def mailbox(tmp_path):
    box = Mailbox(tmp_path)
    yield box
    box.close()


def test_a_national_meeting_is_prepared_held_and_followed_up(someone, server, mailbox):
    secretariat = someone("secretariat")
    title = f"Rencontre nationale de suivi (exemple {secretariat.mark})"
    day = server.today + timedelta(days=21)

    set_up_mail(someone("administrator"), mailbox, server)
    prepare(secretariat, title, day)
    invite(secretariat, mailbox, title, day)
    day = move(secretariat, mailbox, title, day)
    answer(someone("branch-focal-point"), title)
    print_the_sheet(secretariat, title, day)

    server.let_pass(25)
    secretariat, focal_point = someone("secretariat"), someone("branch-focal-point")
    note_attendance(secretariat, title)
    decide(secretariat, title, day)
    write_minutes(secretariat, title)
    approve_minutes(focal_point, title)

    server.let_pass(30)
    focal_point = someone()
    greet(focal_point)
    secretariat = someone("secretariat")
    carry_over(secretariat, focal_point, title, server.today + timedelta(days=60))


def open_meeting(person, title):
    person.opens("/meetings?q=" + title.replace(" ", "+"))
    person.follows(title)


def set_up_mail(administrator, mailbox, server):
    administrator.opens("/administration/mail")
    administrator.writes("Adresse du serveur", mailbox.address)
    administrator.content.get_by_label("Exiger une liaison chiffrée").uncheck()
    administrator.writes("Adresse d’expédition", "carnet@example.org")
    administrator.writes("Adresse du site", server.origin + "/")
    administrator.presses("Enregistrer")
    administrator.writes("À quelle adresse", "technique@example.org")
    administrator.presses("Envoyer l’essai")
    administrator.reads("Le serveur a pris le message d’essai.")
    assert mailbox.received(1)[0].to == ["technique@example.org"]


def prepare(secretariat, title, day):
    secretariat.opens("/meetings")
    secretariat.follows("Ajouter une rencontre")
    secretariat.chooses("Type de rencontre", "Rencontre nationale")
    secretariat.writes("Nombre de jours", "2")
    secretariat.presses("Ajouter la rencontre")
    secretariat.is_asked("Titre", "Ce champ est nécessaire. Remplissez-le.")
    assert secretariat.field("Nombre de jours").input_value() == "2", "nothing typed is lost"
    secretariat.writes("Titre", title)
    secretariat.writes("Premier jour", day.isoformat())
    secretariat.writes("Salle ou adresse", "Maison de la presse, Niamey")
    secretariat.presses("Ajouter la rencontre")
    secretariat.reads(title, "dans 21 jours", "Aucun point n’est inscrit.")
    # It opens with what the meetings before it left to be done.
    secretariat.reads("Ce que les rencontres précédentes ont décidé")
    secretariat.pictures("rencontre-1-page")

    secretariat.follows("Préparer l’ordre du jour")
    for item in ["Suivi des décisions", "Plan stratégique : deuxième version", "Divers"]:
        secretariat.writes("Point de l’ordre du jour", item)
        secretariat.presses("Ajouter ce point")
    secretariat.presses("Monter – Plan stratégique : deuxième version")
    open_meeting(secretariat, title)
    agenda = plain(secretariat.page.locator("h2:has-text('Ordre du jour') + ol").inner_text())
    assert agenda == "Plan stratégique : deuxième version Suivi des décisions Divers", agenda

    secretariat.follows("Voir – Termes de référence")
    secretariat.follows("Modifier")
    secretariat.writes("Objectif (termes de référence)", "Faire le point des engagements pris.\n\nAdopter le plan.")
    secretariat.writes("Résultats attendus", "Un plan adopté.")
    secretariat.writes("Participants prévus", "28")
    secretariat.presses("Enregistrer")
    secretariat.reads("Faire le point des engagements pris.", "Participants prévus : 28", "Divers")
    secretariat.pictures("rencontre-2-termes")


def invite(secretariat, mailbox, title, day):
    """Two messages leave, one is refused by its server, and the page says which."""
    open_meeting(secretariat, title)
    secretariat.follows("Inviter")
    secretariat.chooses("Qui", "CFM-EX")
    secretariat.presses("Inviter")
    for acronym in ["GTR-EX", "UAE-EX"]:
        secretariat.chooses("Qui", acronym)
        secretariat.presses("Inviter")
    secretariat.follows("Modifier – UAE-EX")
    secretariat.writes("Courriel", "refused.uae@example.org")
    secretariat.presses("Enregistrer")
    secretariat.presses("Envoyer les invitations (3)")
    _, *invitations = mailbox.received(3)
    secretariat.until("Messages partis : 2 sur 3.", "Refusés : 1.")
    secretariat.reads("refused.uae@example.org – refusée.")
    secretariat.pictures("rencontre-3-invitations")

    assert {address for one in invitations for address in one.to} == {"m06@example.org", "m07@example.org"}
    for one in invitations:
        event, method = one.event
        assert method == "REQUEST"
        assert (event["DTSTART"].dt, event["DTEND"].dt) == (day, day + timedelta(days=2))
        assert str(event["SUMMARY"]) == "Rendez-vous"
        # On a locked screen nobody reads what it is about, nor where.
        assert not [word for word in (title, "nationale", "presse", "PROMIG", "REMIDDH") if word in one.readable]
    file = secretariat.page.context.request.get(secretariat.page.url.split("?")[0].replace("/invitations", "/calendar"))
    published, method = only_event(file.text())
    assert (str(published["UID"]), method) == (str(invitations[0].event[0]["UID"]), "PUBLISH")


def move(secretariat, mailbox, title, day):
    """Another day: those invited are told, in the same entry of their calendar."""
    day += timedelta(days=1)
    open_meeting(secretariat, title)
    secretariat.follows("Modifier")
    secretariat.writes("Premier jour", day.isoformat())
    secretariat.presses("Enregistrer")
    secretariat.reads("Les invités n’ont pas la bonne date.")
    secretariat.follows("Prévenir les invités du changement")
    before = mailbox.received(3)[-1].event[0]
    secretariat.content.get_by_role("button", name="Prévenir les invités du changement").click()
    after = mailbox.received(5)[-1].event[0]
    assert (after["UID"], after["DTSTART"].dt) == (before["UID"], day)
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    return day


def answer(focal_point, title):
    """The organisation that was asked answers for itself."""
    focal_point.opens("/")
    focal_point.reads("Viendrons-nous ?")
    focal_point.follows(title)
    focal_point.presses("Viendra")
    focal_point.reads("Réponse donnée : viendra.")
    focal_point.pictures("rencontre-4-reponse", width=360)


def print_the_sheet(secretariat, title, day):
    """On paper: a sheet for each day, lines to sign on, who comes already written, and no identity number."""
    open_meeting(secretariat, title)
    secretariat.follows("Imprimer la feuille d’émargement")
    secretariat.pictures("rencontre-5-feuille")
    paper = PdfReader(io.BytesIO(secretariat.page.pdf(format="A4", prefer_css_page_size=True)))
    pages = [plain(page.extract_text()) for page in paper.pages]
    text = " ".join(pages)
    assert len(pages) == 4, f"28 expected and five more make two sheets a day, not {len(pages)} in all"
    for words in (title, f"{day.day} ", "GTR-EX", "Signature", "Imprimé le", "Données d’exemple"):
        assert words in text, f"« {words} » is not on paper:\n{text[:1000]}"
    for words in ("identité", "CNI", "passeport", "Quitter", "Recherche"):
        assert words not in text, f"« {words} » is on paper"
    assert text.count("Signature") >= 2 and "Nom Organisation Fonction" in text


def note_attendance(secretariat, title):
    open_meeting(secretariat, title)
    secretariat.reads("La présence n’est pas notée.")
    secretariat.follows("Noter la présence")
    for column, acronym, count in [("Femmes", "GTR-EX", "2"), ("Hommes", "GTR-EX", "1"), ("Femmes", "CFM-EX", "3")]:
        secretariat.writes(f"{column} – {acronym}", count)
    secretariat.writes("Hommes – UAE-EX", "deux")
    secretariat.presses("Enregistrer la présence")
    secretariat.reads("Rien n’est encore enregistré")
    secretariat.writes("Hommes – UAE-EX", "")
    secretariat.presses("Enregistrer la présence")
    secretariat.reads("6 personnes de 2 organisations : 5 femmes, 1 hommes", "Présence par région", "Absentes UAE-EX")
    secretariat.pictures("rencontre-6-presence", width=360)


def decide(secretariat, title, day):
    open_meeting(secretariat, title)
    for text, due in [("Réunir les points focaux avant la saison des pluies", 12), ("Envoyer le plan adopté aux antennes", 300)]:
        secretariat.follows("Ajouter une décision")
        secretariat.writes("Décision", f"{text} (exemple {secretariat.mark})")
        secretariat.chooses("Responsable", OWNER)
        secretariat.writes("Échéance", (day + timedelta(days=due)).isoformat())
        secretariat.writes("Voix pour", "9")
        secretariat.presses("Ajouter la décision")
    secretariat.reads("Réunir les points focaux", "Envoyer le plan adopté aux antennes", OWNER)


def write_minutes(secretariat, title):
    open_meeting(secretariat, title)
    secretariat.follows("Écrire le procès-verbal")
    secretariat.writes("Procès-verbal", "La séance s’ouvre à neuf heures.\n\nLe plan est lu, puis adopté.")
    secretariat.presses("Enregistrer")
    secretariat.reads("Il attend son approbation.", "Le plan est lu, puis adopté.", "9 pour", "une autre personne")
    assert secretariat.content.get_by_role("button", name="Approuver et signer").count() == 0, "nobody approves what they wrote"
    secretariat.pictures("rencontre-7-proces-verbal")


def approve_minutes(focal_point, title):
    open_meeting(focal_point, title)
    focal_point.follows("Relire et approuver le procès-verbal")
    focal_point.presses("Approuver et signer")
    focal_point.reads("Approuvé le", f"par {OWNER}")
    paper = PdfReader(io.BytesIO(focal_point.page.pdf(format="A4", prefer_css_page_size=True)))
    text = plain(" ".join(page.extract_text() for page in paper.pages))
    for words in (title, "Le plan est lu, puis adopté.", "Réunir les points focaux", "Présidence de séance", "Rapporteur"):
        assert words in text, f"« {words} » is not on paper:\n{text[:1000]}"


def greet(owner):
    """What is overdue meets its owner as soon as they sign in."""
    owner.signs_in("branch-focal-point")
    owner.reads(f"{OWNER}, ", "en retard vous attend", f"Réunir les points focaux avant la saison des pluies (exemple {owner.mark})", "en retard de")
    owner.pictures("rencontre-8-en-retard", width=360)


def carry_over(secretariat, owner, title, day):
    """The next meeting opens with it; once its owner has done it, it is settled there too."""
    decision = f"Réunir les points focaux avant la saison des pluies (exemple {owner.mark})"
    following = title.replace("suivi", "bilan")
    secretariat.opens("/meetings/new")
    secretariat.writes("Titre", following)
    secretariat.chooses("Type de rencontre", "Autre réunion")
    secretariat.chooses("Suite de la rencontre", title)
    secretariat.writes("Premier jour", day.isoformat())
    secretariat.presses("Ajouter la rencontre")
    secretariat.reads("Une décision des rencontres précédentes est en retard.", "Ce que les rencontres précédentes ont décidé", decision)
    secretariat.pictures("rencontre-9-suite")

    owner.opens("/")
    owner.follows(decision)
    owner.follows("Noter la suite donnée")
    owner.chooses("État", "Faite")
    owner.writes("Ce qui a été fait", "Réunion tenue, compte rendu envoyé.")
    owner.presses("Noter")
    owner.reads("Réunion tenue, compte rendu envoyé.", "Faite")
    owner.opens("/")
    owner.reads_nothing_of(decision)
    open_meeting(secretariat, following)
    secretariat.reads("Réglées depuis : 1")
    secretariat.reads_nothing_of("en retard")

