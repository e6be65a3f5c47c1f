"""Files that a record has: a document of a case file, what is said before consent in the person's language, a complaint that was spoken."""
import io
import math
import struct
import wave

from test_case import first_contact
from test_voice import organisation


def sound():
    """A second of a tone, as a telephone might record it."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(turn / 3))) for turn in range(8000)))
    return out.getvalue()


def hears(someone, content):
    """The first sound on the page is what was recorded, and plays where the browser has scripts to say how long it is."""
    player = someone.content.locator("audio[controls]").first
    answer = someone.page.request.get(player.get_attribute("src"))
    assert answer.status == 200 and answer.body() == content and answer.headers["content-type"] == "audio/wav"
    if someone.page.javascript:
        seconds = player.evaluate("one => new Promise((done, fail) => { one.onloadedmetadata = () => done(one.duration); one.onerror = () => fail(one.error.message); one.load(); one.play() })")
        assert abs(seconds - 1) < 0.1


def test_a_document_of_a_case_file_is_added_opened_and_erased(someone):
    agent, supervisor, stranger = someone("caseworker"), someone("supervisor"), someone("caseworker", 1)
    what, content = f"Certificat de naissance {agent.mark}", b"%PDF-1.7\n" + b"certificat " * 200_000
    # Names that nobody takes for each other's: a likely double would be shown first.
    first_contact(agent, {"A": "Harouna Exemple", "B": "Zeinabou Sample"}[agent.mark], "Un papier est attendu.")
    agent.follows("Ajouter un document")
    agent.reads("10 Mo au plus", "Jamais un visage ni une pièce d’identité")
    agent.writes("Ce que c’est", what)
    agent.presses("Ajouter un document")
    agent.is_asked("Le document", "Choisissez un fichier.")
    agent.chooses_file("Le document", "photo.pdf", b"MZ\0\0")
    agent.presses("Ajouter un document")
    agent.reads("Ce fichier n’est d’aucun des types acceptés")
    assert agent.field("Ce que c’est").input_value() == what
    agent.chooses_file("Le document", "passeport de Harouna.pdf", content)
    agent.pictures("piece-jointe", 360)
    agent.presses("Ajouter un document")
    agent.reads(what, "PDF, 2,2 Mo", "Document ajouté")
    agent.reads_nothing_of("passeport de Harouna")

    path = "/" + "/".join(agent.page.url.split("?")[0].split("/")[3:])
    supervisor.opens(path)
    link = supervisor.content.get_by_role("link", name="Ouvrir", exact=True)
    with supervisor.page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "piece-jointe.pdf"
    with open(download.value.path(), "rb") as file:
        assert file.read() == content
    assert stranger.page.request.get(link.get_attribute("href")).status == 404

    agent.opens(path)
    agent.follows(what)
    agent.presses("Effacer ce document")
    agent.reads("Document effacé")
    agent.reads_nothing_of(what)
    assert agent.page.request.get(link.get_attribute("href")).status == 404


def test_consent_is_heard_in_a_language(someone):
    secretary, agent = someone("secretariat"), someone("caseworker")
    content = sound()
    secretary.opens("/protection")
    secretary.follows("Consentement à écouter")
    secretary.follows("Ajouter un enregistrement")
    secretary.chooses("Langue", "Haoussa")
    secretary.chooses_file("L’enregistrement", "lettre.pdf", b"%PDF-1.7\n")
    secretary.presses("Ajouter un enregistrement")
    secretary.reads("Ce n’est pas un enregistrement sonore.")
    secretary.chooses_file("L’enregistrement", "haoussa.wav", content)
    secretary.presses("Ajouter un enregistrement")
    secretary.reads("Haoussa", "son WAV, 16 ko")
    hears(secretary, content)
    agent.opens("/cases/new")
    agent.page.locator("summary", has_text="Faire entendre ce texte").click()
    agent.reads("Haoussa (enregistrer)")
    hears(agent, content)
    secretary.follows("Modifier : Haoussa")
    secretary.presses("Retirer cet enregistrement")


def test_a_complaint_may_be_spoken(someone):
    agent, theirs = someone("caseworker"), someone("complaints-focal-point", 1)
    content = sound()
    agent.opens("/complaints/new")
    organisation(agent, "UAE-EX")
    agent.chooses("De quoi la personne se plaint", "De l’argent ou un avantage demandé")
    agent.presses("Transmettre la plainte")
    agent.reads("ou joignez un message parlé")
    agent.chooses_file("Ou son message parlé", "voix.wav", content)
    agent.presses("Transmettre la plainte")
    agent.reads("Plainte transmise")
    theirs.opens("/complaints")
    theirs.follows("De l’argent ou un avantage demandé")
    theirs.reads("Message parlé (enregistrer)", "son WAV, 16 ko")
    hears(theirs, content)
