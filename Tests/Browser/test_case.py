"""A person is protected: from a first contact to a closure by two people, and to an erasure. What was said stays with those who follow them."""
import re


class Thumb:
    """Counts the taps that a form asks of a telephone."""

    def __init__(self, someone):
        self.someone, self.taps = someone, 0

    def writes(self, label, text):
        self.someone.writes(label, text)
        self.taps += 1

    def chooses(self, label, option):
        self.someone.chooses(label, option)
        self.taps += 2

    def answers(self, question, answer):
        self.someone.content.get_by_role("group", name=re.compile(re.escape(question))).get_by_label(answer, exact=True).check()
        self.taps += 1

    def ticks(self, label):
        self.someone.ticks(label)
        self.taps += 1

    def presses(self, button):
        self.someone.presses(button)
        self.taps += 1


def first_contact(agent, name, story):
    """A boy of fifteen, alone, expelled in a non-official convoy; returns the taps and the screens that it took."""
    agent.opens("/cases/new")
    screens = agent.page.evaluate("document.documentElement.scrollHeight") / 800
    thumb = Thumb(agent)
    thumb.answers("que ce qu’elle dit soit écrit", "Oui")
    thumb.answers("de recevoir de l’aide", "Oui")
    thumb.answers("d’être comptée", "Oui")
    thumb.writes("Lieu du premier contact", "Arlit (département)")
    thumb.writes("Nom, ou comment l’appeler", name)
    thumb.answers("Sexe", "Homme ou garçon")
    thumb.writes("Année de naissance, si elle est connue", "2011")
    thumb.chooses("Nationalité", "Guinée")
    thumb.answers("Pour un enfant", "Non accompagné")
    thumb.chooses("Situation", "Expulsées d’Algérie")
    thumb.answers("Si expulsée", "Non officiel : à pied, ou déposées à la frontière")
    thumb.writes("Ce que la personne demande", story)
    thumb.ticks("Enfant sans adulte qui en réponde")
    thumb.ticks("Sans toit ce soir")
    thumb.ticks("Autres organisations du réseau")
    thumb.answers("Qui répond", "L’enfant seul, faute d’adulte")
    thumb.presses("Ouvrir le dossier")
    return thumb.taps, screens


def test_a_boy_alone_is_followed_until_his_file_is_closed_and_erased(someone):
    agent, supervisor, stranger = someone("caseworker"), someone("supervisor"), someone("caseworker", 1)
    name, story = f"Bakary Exemple {agent.mark}", f"Il cherche sa tante {agent.mark} à Niamey. يبحث عن خالته"
    agent.opens("/cases")
    taps, screens = first_contact(agent, name, story)
    if agent.width == 360:
        assert taps <= 25 and screens <= 10, f"{taps} taps, {screens:.1f} screens"
    agent.reads(name, story, "Urgence" if "Urgence" in agent.read() else "Élevé", "12 à 17 ans", "Non accompagné", "Guinée", "Autres organisations du réseau")
    agent.pictures("protection-1-dossier", width=360)
    path = "/" + "/".join(agent.page.url.split("?")[0].split("/")[3:])
    assert name not in agent.page.title()

    # Someone of another organisation has no such file, nor any way to tell.
    stranger.opens(path, status=404)
    stranger.opens("/cases")
    stranger.reads_nothing_of(name, story)

    agent.follows("Noter un besoin")
    agent.chooses("Besoin", "Recherche de la famille")
    agent.presses("Noter un besoin")
    agent.follows("Noter une évaluation")
    agent.writes("La situation", f"Vit à la gare {agent.mark}")
    agent.presses("Noter une évaluation")
    agent.reads("Évalué", f"Vit à la gare {agent.mark}")
    agent.follows("Ajouter une action")
    agent.writes("Ce qui sera fait", f"Appeler la tante {agent.mark}")
    agent.presses("Ajouter une action")
    agent.opens("/")
    agent.reads("Action du plan, dossier")
    agent.reads_nothing_of(name, story)

    # The need first; then the closure, which the supervisor reads and decides.
    agent.opens(path)
    agent.follows("Demander la clôture")
    agent.presses("Demander la clôture")
    agent.reads("Dites d’abord ce qu’est devenu le besoin noté.")
    agent.opens(path)
    agent.follows("Recherche de la famille")
    agent.chooses("Ce qu’il en est devenu", "Répondu")
    agent.presses("Enregistrer")
    agent.follows("Demander la clôture")
    agent.writes("Où en est la personne", f"Chez sa tante {agent.mark}")
    agent.presses("Demander la clôture")
    supervisor.opens(path)
    supervisor.follows("Lire et décider")
    supervisor.reads(f"Chez sa tante {agent.mark}", "Répondu")
    supervisor.pictures("protection-2-cloture")
    supervisor.presses("Approuver la clôture")
    supervisor.reads("Clos")
    supervisor.opens("/readings")
    supervisor.reads("Qui a lu quoi")
    supervisor.reads_nothing_of(name, story)

    supervisor.opens(path + "/erasure")
    supervisor.presses("Effacer pour toujours")
    supervisor.reads("Dites pourquoi c’est effacé.")
    supervisor.chooses("Motif", "La personne le demande")
    supervisor.presses("Effacer pour toujours")
    supervisor.reads("Dossier effacé", "Dernière copie dans une sauvegarde")
    supervisor.opens("/cases?part=closed")
    supervisor.reads_nothing_of(name, story)
    agent.opens(path)
    agent.reads("Dossier effacé")


def test_three_sheets_are_printed_and_two_are_tried(someone):
    supervisor = someone("supervisor", 2)
    supervisor.opens("/circles")
    supervisor.presses("Imprimer de nouvelles feuilles")
    supervisor.reads("Feuille 1", "Feuille 2", "Feuille 3")
    sheets = [code.inner_text() for code in supervisor.content.locator(".code").all()]
    supervisor.follows("C’est imprimé : les essayer")
    supervisor.reads("Jamais essayées")
    supervisor.writes("Première feuille", sheets[0])
    supervisor.writes("Deuxième feuille", sheets[0])
    supervisor.presses("Essayer deux feuilles")
    supervisor.reads("deux feuilles différentes")
    supervisor.writes("Deuxième feuille", sheets[2].lower())
    supervisor.presses("Essayer deux feuilles")
    supervisor.reads("Essayées le")


FOCUSED = """() => { const one = document.activeElement; const box = (one.closest('label') ?? one).getBoundingClientRect();
    return {name: one.name || '', type: one.type || '', value: one.value || '', checked: !!one.checked, top: Math.round(box.top + scrollY),
        button: one.tagName == 'BUTTON' ? one.innerText.trim() : ''} }"""


def test_a_first_contact_is_typed_in_from_paper_by_keyboard_alone(server, page_at):
    from people import Someone

    agent = Someone(page_at(360, role="caseworker"), server)
    agent.opens("/cases/new")
    answers = {"registered": "yes", "services": "yes", "name": "Souley Clavier", "birth_year": "2011", "request": "Un lit pour ce soir", "giver": "person", "manner": "oral"}
    keys, typed, tops = agent.page.keyboard, set(), []
    agent.content.locator("input[name=registered]").first.evaluate("one => one.focus()")
    for _ in range(200):
        here = agent.page.evaluate(FOCUSED)
        tops.append((here["top"], here["name"] or here["button"]))
        if here["button"] == "Ouvrir le dossier":
            with agent.page.expect_navigation():
                keys.press("Enter")
            break
        wanted = answers.get(here["name"])
        if wanted and here["name"] not in typed:
            typed.add(here["name"])
            if here["type"] == "radio":
                keys.press("Space")
                for _ in range(8):
                    if agent.page.evaluate(FOCUSED)["value"] == wanted:
                        break
                    keys.press("ArrowDown")
            else:
                keys.type(wanted)
        keys.press("Tab")
    assert typed == set(answers), f"no key leads to {set(answers) - typed}: {tops}"
    # The keys go down the sheet in its order, which is the paper's.
    upwards = [(one, next) for one, next in zip(tops, tops[1:]) if next[0] < one[0] - 4 and next[1] != one[1]]
    assert not upwards, upwards
    agent.arrives()
    agent.reads("Souley Clavier", "Un lit pour ce soir")
