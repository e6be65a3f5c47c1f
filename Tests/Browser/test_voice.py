"""The person's own voice: what they say of the help they were given, what they ask of their data, and what they complain of, which others read."""
import re

from test_case import first_contact


def organisation(someone, acronym):
    """Chooses the organisation complained of by its acronym."""
    label = someone.field("Quelle organisation est mise en cause").locator("option").filter(has_text=acronym).first.inner_text()
    someone.chooses("Quelle organisation est mise en cause", label)


def complains(agent, acronym, words):
    """Takes a complaint; the code of the slip."""
    agent.opens("/protection")
    agent.follows("Prendre une plainte")
    organisation(agent, acronym)
    agent.chooses("De quoi la personne se plaint", "De l’argent ou un avantage demandé")
    agent.writes("Ce qui s’est passé, dans ses mots", words)
    agent.presses("Transmettre la plainte")
    agent.reads("Plainte transmise", "Vous ne pouvez plus la lire")
    agent.reads_nothing_of(words)
    return agent.content.locator(".code").inner_text()


def test_a_complaint_is_read_by_others_and_answered_through_a_slip(someone):
    agent, ours, theirs, elsewhere = someone("caseworker"), someone("complaints-focal-point"), someone("complaints-focal-point", 1), someone("caseworker", 1)
    words, answer = f"On m’a demandé 5 000 francs {agent.mark}", f"Nous avons parlé à cette personne {agent.mark}"
    code = complains(agent, "UAE-EX", words)
    assert re.fullmatch(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", code)
    agent.opens("/complaints", status=403)

    for reader in (ours, theirs):
        reader.opens("/complaints")
        reader.follows("De l’argent ou un avantage demandé")
        reader.reads(words, "UAE-EX", "par son bulletin")
    path = "/" + "/".join(theirs.page.url.split("?")[0].split("/")[3:])
    theirs.presses("Commencer l’examen")
    theirs.follows("Répondre à la personne")
    theirs.presses("Répondre à la personne")
    theirs.reads("Écrivez quelques mots.")
    theirs.writes("Ce qui sera lu à la personne", answer)
    theirs.presses("Répondre à la personne")
    theirs.reads("Répondue", answer)

    elsewhere.opens("/complaints/answer")
    elsewhere.writes("Code du bulletin", "AAAA-AAAA-AAAA-AAAA")
    elsewhere.presses("Chercher la réponse")
    elsewhere.reads("Aucune plainte n’a ce code.")
    elsewhere.writes("Code du bulletin", code.lower())
    elsewhere.presses("Chercher la réponse")
    elsewhere.reads(answer)
    elsewhere.reads_nothing_of(words)
    agent.opens(path, status=403)

    theirs.opens(path)
    theirs.follows("Clore la plainte")
    theirs.presses("Clore la plainte")
    theirs.reads("Close")


def test_a_complaint_does_not_exist_for_the_organisation_that_it_is_about(someone):
    agent, concerned, other = someone("caseworker"), someone("complaints-focal-point"), someone("complaints-focal-point", 1)
    words = f"Le rideau était fermé {agent.mark}"
    complains(agent, "FDC-EX", words)
    other.opens("/complaints")
    other.follows("De l’argent ou un avantage demandé")
    other.reads(words, "FDC-EX")
    path = "/" + "/".join(other.page.url.split("?")[0].split("/")[3:])
    concerned.opens(path, status=404)
    concerned.opens("/complaints")
    concerned.reads_nothing_of(words, path)


def test_someone_says_what_they_think_and_asks_for_what_is_kept(someone):
    agent, supervisor = someone("caseworker"), someone("supervisor")
    # Two names far apart, so that neither is taken for the other's.
    name, words = {"A": "Adjovi Inventée", "B": "Mawuli Fictif"}[agent.mark], f"On m’a crue {agent.mark}"
    agent.opens("/cases")
    first_contact(agent, name, f"Cherche un toit {agent.mark}")
    path = "/" + "/".join(agent.page.url.split("?")[0].split("/")[3:])
    agent.reads("On ne lui a pas encore demandé")
    agent.follows("Noter ce qu’en dit la personne")
    agent.chooses("Vos droits ont-ils été mieux respectés ?", "Oui, en bonne partie")
    agent.writes("Ce qu’elle en dit", words)
    agent.presses("Noter ce qu’en dit la personne")
    agent.is_asked("Comment ce retour a été pris", "Ce champ est nécessaire. Remplissez-le.")
    agent.chooses("Comment ce retour a été pris", "Quelqu’un l’a écrit, puis relu à la personne")
    agent.presses("Noter ce qu’en dit la personne")
    agent.reads(words, "Oui, en bonne partie", "mieux respectés")

    agent.follows("Noter une demande")
    agent.chooses("Ce que la personne demande", "Voir ce que nous gardons")
    agent.presses("Noter la demande")
    request = "/" + "/".join(agent.page.url.split("?")[0].split("/")[3:])
    agent.follows("Imprimer la copie du dossier")
    agent.reads(name, words, "Qui trouve cette feuille lit tout")
    supervisor.opens("/")
    supervisor.reads("Demande sur les données")
    supervisor.reads_nothing_of(name, words)
    agent.opens(request)
    agent.follows("Noter la réponse")
    agent.chooses("Ce qui a été fait", "Fait")
    agent.writes("Ce qui a été répondu, et pourquoi", f"Lu ensemble {agent.mark}")
    agent.presses("Enregistrer")
    agent.reads("Fait", f"Lu ensemble {agent.mark}")
