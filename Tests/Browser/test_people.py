"""Someone at risk stands in the directory « à diffusion restreinte »: with a name for the holders of the registry, without one for all others."""
import re
from urllib.parse import urldefrag, urljoin

TELEPHONE = "+227 00 99 88 77"


def hold_the_registry(mariama, hadiza):
    """Both of the secretariat hold its key; where they do already, nothing changes."""
    mariama.opens("/registry")
    if "Créer le registre" in mariama.read():
        mariama.presses("Créer le registre")
        mariama.reads("Rien ne peut être scellé : il faut deux détenteurs")
        mariama.chooses("Membre du secrétariat", "Hadiza Exemple")
        mariama.presses("Ajouter au registre")
    mariama.reads("Mariama Exemple", "Hadiza Exemple", "Les six mots de la clé")
    mariama.reads_nothing_of("Rien ne peut être scellé")
    mariama.pictures("registre-1-detenteurs")
    # The two compare its words aloud.
    words = mariama.page.locator("main strong").first.inner_text()
    hadiza.opens("/registry")
    hadiza.reads(words)


def enter(mariama, name):
    """Someone who is in the directory in clear, and whom other records name."""
    mariama.opens("/people/new")
    mariama.writes("Nom", name)
    mariama.chooses("Organisation", "OPS-EX – Observatoire Pas dans le Sable")
    mariama.writes("Téléphone", TELEPHONE)
    mariama.writes("Remarque", "Joindre seulement le soir.")
    mariama.presses("Ajouter la personne")
    page = mariama.page.url.split("?")[0]
    mariama.follows("Ajouter une fonction")
    mariama.writes("Fonction", "Observatrice")
    mariama.presses("Ajouter la fonction")
    mariama.opens("/members?q=OPS-EX")
    mariama.follows("OPS-EX")
    mariama.follows("Ajouter un représentant")
    mariama.chooses("Personne", name)
    mariama.presses("Ajouter un représentant")
    mariama.reads(name)
    return page


def restrict(mariama, page, name):
    mariama.opens(page)
    mariama.reads(name, TELEPHONE)
    mariama.follows("Passer à diffusion restreinte")
    mariama.reads("cette action ne s’annule pas")
    mariama.presses("Sceller le nom et le contact")
    mariama.reads("Personne à diffusion restreinte")


def everywhere(person):
    """Every page and file that someone can reach by links, as it comes over the wire."""
    ask, origin = person.page.context.request, person.server.origin
    waiting, seen = ["/", "/people"], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = ask.get(origin + path)
        text = answer.text()
        yield path, text
        if "text/html" in answer.headers["content-type"]:
            found = [urldefrag(urljoin(answer.url, link)).url for link in re.findall(r'href="([^"]+)"', text)]
            waiting += [one.removeprefix(origin) for one in found if one.startswith(origin + "/") and "?" not in one or "format=csv" in one]


def test_a_restricted_person_has_a_name_for_the_holders_of_the_registry_alone(someone):
    mariama, hadiza = someone("secretariat"), someone("secretariat", which=1)
    name = f"Nafissatou Exemple {mariama.mark}"
    hold_the_registry(mariama, hadiza)
    page = enter(mariama, name)
    assert any(name in text for _, text in everywhere(someone("meal"))), "before, everyone reads the name"
    restrict(mariama, page, name)

    for role in ["branch-focal-point", "administrator"]:
        other = someone(role)
        read = 0
        for path, text in everywhere(other):
            read += 1
            for word in ("Nafissatou", TELEPHONE, "Joindre seulement le soir", "Observatrice"):
                assert word not in text, f"« {word} » is told to {role} on {path}"
        assert read > 50, f"only {read} pages were read"
        other.opens("/people?q=Nafissatou")
        other.reads("Rien ne correspond à ce que vous cherchez.")
        other.opens("/search?q=Nafissatou")
        other.reads("Rien ne porte ces mots.")
        other.opens(page)
        other.reads("Personne à diffusion restreinte", "Pour les lire, adressez-vous à : Mariama Exemple, Hadiza Exemple.")
        other.reads_nothing_of("Ouvrir")
    other.pictures("personne-1-scellee")

    # A holder opens it for themselves, on purpose, and what they did is noted.
    hadiza.opens(page)
    hadiza.reads_nothing_of("Nafissatou", TELEPHONE)
    hadiza.reads("L’ouverture est notée dans votre organisation.")
    hadiza.presses("Ouvrir")
    hadiza.reads(name, TELEPHONE, "Joindre seulement le soir.", "Fiche ouverte pour vous seul")
    hadiza.pictures("personne-2-ouverte")
    hadiza.opens("/people")
    hadiza.reads_nothing_of(name)


def test_the_names_at_a_restricted_meeting_are_sealed_and_its_counts_are_not(someone):
    mariama, hadiza = someone("secretariat"), someone("secretariat", which=1)
    hold_the_registry(mariama, hadiza)
    title, name = f"Échange entre observateurs (exemple {mariama.mark})", f"Ousseini Exemple {mariama.mark}"
    mariama.opens("/meetings/new")
    mariama.writes("Titre", title)
    mariama.chooses("Type de rencontre", "Autre réunion")
    mariama.ticks("À diffusion restreinte")
    mariama.presses("Ajouter la rencontre")
    meeting = mariama.page.url.split("?")[0]
    mariama.opens(meeting + "/participants")
    mariama.writes("Nom", name)
    mariama.chooses("Sexe", "Homme")
    mariama.presses("Noter")
    mariama.reads("1 participant, 1 homme", "scellé")

    other = someone("branch-focal-point")
    assert not [path for path, text in everywhere(other) if "Ousseini" in text]
    other.opens(meeting + "/participants")
    other.reads("1 participant, 1 homme", "scellé")
    hadiza.opens(meeting + "/participants")
    hadiza.reads_nothing_of("Ousseini")
    hadiza.presses("Ouvrir")
    hadiza.reads(name)
