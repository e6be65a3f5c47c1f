"""Someone is referred from Agadez to Niamey, and both organisations see what becomes of it."""
import uuid


AGENT, SUPERVISOR, RECEIVER, RECEIVING_SUPERVISOR, FOCAL_POINT, MEAL_OFFICER = "c09", "c07", "c17", "c16", "c08", "c18"


def opens_a_case(agent, name):
    agent.opens("/cases/new")
    agent.answers("registered", "yes")
    agent.answers("services", "yes")
    agent.answers("statistics", "yes")
    agent.answers("sharing", "members")
    agent.page.locator("[name=name]").fill(name)
    agent.answers("sex", "female")
    agent.answers("age_band", "25-59")
    agent.page.locator("[name=telephone]").fill("+227 00 00 00 41")
    agent.page.locator("[name=request]").fill("Récit qui reste à Agadez.")
    agent.presses("Ouvrir le dossier")
    agent.reads(name)
    agent.pictures("parcours-1-agent", width=360, height=1100)
    return agent.page.url.split("?")[0].removeprefix(agent.server.origin)


def adds_a_document(agent, case, what, content):
    agent.opens(case)
    agent.follows("Ajouter un document")
    agent.writes("Ce que c’est", what)
    agent.chooses_file("Le document", "Zara et son patron.pdf", content)
    agent.presses("Ajouter un document")
    agent.reads(what)


def refers(agent, case, need, document=None):
    agent.opens(case)
    agent.follows("Référer")
    agent.page.locator("[name=receiver]").select_option(label="LCD-EX – Ligue du Cahier et du Droit")
    agent.answers("service", "legal-help")
    agent.answers("priority", "urgent")
    agent.page.locator("[name=need]").fill(need)
    agent.answers("shared", "name")
    agent.answers("shared", "sex")
    if document:
        agent.page.get_by_label(document).check()
    agent.presses("Envoyer le référencement")
    agent.reads("Envoyé à", need)
    return agent.page.url.split("?")[0].removeprefix(agent.server.origin)


def test_a_person_is_referred_from_agadez_to_niamey_and_reaches_their_right(sits):
    name = f"Zara {uuid.uuid4().hex[:6]}"
    agent, receiver = sits(AGENT), sits(RECEIVER)
    case = opens_a_case(agent, name)
    contract = b"%PDF-1.7\n" + b"contrat " * 200_000
    adds_a_document(agent, case, "Contrat de travail", contract)
    adds_a_document(agent, case, "Lettre de sa sœur", b"%PDF-1.7\n lettre")
    referral = refers(agent, case, "Salaire de quatre mois non payé : un avocat pour une requête.", "Contrat de travail")

    # What came waits on the other side; it opens with the acknowledgement, and only what was agreed is in it.
    receiver.opens("/")
    receiver.reads("Référencements", "À vous de répondre")
    receiver.opens(referral)
    receiver.reads("s’ouvre avec l’accusé de réception")
    receiver.reads_nothing_of(name, "Salaire", "Contrat")
    receiver.presses("Accuser réception et ouvrir")
    receiver.reads(name, "Salaire de quatre mois", "Aide juridique", "Femme ou fille", "Documents transmis", "PDF, 1,6 Mo")
    assert receiver.downloads("Contrat de travail").read_bytes() == contract
    document = receiver.content.get_by_role("link", name="Contrat de travail").get_attribute("href")
    receiver.pictures("parcours-2-destinataire", width=360, height=1100)
    receiver.reads_nothing_of("Récit qui reste", "00 00 00 41", "25 à 59", "Lettre de sa sœur")
    receiver.opens(case, status=404)
    agent.opens(referral)
    agent.reads("Reçu et ouvert – LCD-EX")
    receiver.presses("Accepter") if receiver.page.url.endswith(referral) else (receiver.opens(referral), receiver.presses("Accepter"))

    # A case file of their own begins with what was shared.
    receiver.follows("Ouvrir un dossier")
    assert receiver.page.locator("[name=name]").input_value() == name
    receiver.answers("registered", "yes")
    receiver.presses("Ouvrir le dossier")
    receiver.reads(name, "reçu de CCS-EX")

    receiver.opens(referral)
    receiver.follows("Noter le service rendu")
    receiver.presses("Noter le service rendu")
    receiver.reads("Service rendu – LCD-EX")
    agent.opens(referral)
    agent.follows("Noter l’accès au droit")
    agent.answers("access", "reached")
    agent.presses("Noter l’accès au droit")
    agent.follows("Clore")
    agent.answers("next", "nothing")
    agent.presses("Clore")
    agent.reads("Oui, pleinement", "Clos")
    code = agent.page.locator("h1").inner_text().split()[-1]
    agent.pictures("parcours-3-acces", width=360, height=1100)
    agent.opens(case)
    agent.reads("Parti : ce qui est demandé, le nom", "le sexe", "« Contrat de travail »")

    supervisor, receiving = sits(SUPERVISOR), sits(RECEIVING_SUPERVISOR)
    for person in (supervisor, receiving):
        person.opens(referral)
        person.reads(name, "Oui, pleinement")
    supervisor.opens("/measures?measure=O2.1.a")
    supervisor.reads("D’où vient ce chiffre", code)
    supervisor.pictures("parcours-4-superviseur", width=360, height=1100)

    # The antenna's focal point and the organisation's MEAL officer know that something goes on, and of whom never.
    focal, officer = sits(FOCAL_POINT), sits(MEAL_OFFICER)
    focal.opens("/referrals/escalated")
    focal.pictures("parcours-5-antenne", width=360, height=1100)
    officer.opens("/measures?measure=R2.4")
    officer.reads("Référencements effectués", "moins de 5", "Les dossiers ne s’ouvrent pas d’ici.")
    officer.reads_nothing_of(code)
    officer.pictures("parcours-6-suivi-evaluation", width=360, height=1100)
    for person in (focal, officer):
        person.reads_nothing_of(name, "Salaire", "Récit qui reste")
        for path in (case, referral, document):
            assert person.page.goto(path).status in (403, 404)


def test_a_consent_taken_back_destroys_what_nobody_opened_and_asks_for_an_answer_on_the_rest(sits):
    name = f"Zalika {uuid.uuid4().hex[:6]}"
    agent, receiver = sits(AGENT), sits(RECEIVER)
    case = opens_a_case(agent, name)
    unopened = refers(agent, case, "Une place pour la nuit.")
    opened = refers(agent, case, "Un avocat.")
    agent.follows("Bulletin à imprimer")
    agent.reads("À montrer à l’accueil", "Ce papier ne dit ni qui, ni pourquoi.")
    agent.reads_nothing_of(name, "avocat")
    receiver.opens(opened)
    receiver.presses("Accuser réception et ouvrir")
    receiver.presses("Accepter")

    agent.opens(case)
    agent.follows("Noter un retrait")
    agent.answers("question", "sharing")
    agent.answers("party", "members")
    agent.presses("Noter un retrait")
    agent.reads("Retiré, détruit", "Retiré, à détruire")
    agent.follows("Référer")
    agent.reads("n’a pas accepté de partager")

    receiver.opens(unopened)
    receiver.reads("Ce qu’il contenait est détruit.")
    receiver.opens(opened)
    receiver.follows("Détruire ce qui a été reçu")
    receiver.presses("Détruire ce qui a été reçu")
    receiver.reads("Ce qu’il contenait est détruit.")
    receiver.reads_nothing_of(name)
    agent.opens(opened)
    agent.reads("Détruit par le destinataire")


def test_a_case_file_is_transferred_and_closed_where_it_came_from(sits):
    name = f"Zouera {uuid.uuid4().hex[:6]}"
    agent, receiver, supervisor = sits(AGENT), sits(RECEIVER), sits(SUPERVISOR)
    case = opens_a_case(agent, name)
    agent.follows("Transférer à une autre organisation")
    agent.page.locator("[name=receiver]").select_option(label="LCD-EX – Ligue du Cahier et du Droit")
    agent.page.locator("[name=need]").fill("Part vivre à Niamey avec sa fille.")
    agent.presses("Proposer le transfert")
    agent.reads("Transfert", "Envoyé à", "Part vivre à Niamey")
    transfer = agent.page.url.split("?")[0].removeprefix(agent.server.origin)

    receiver.opens(transfer)
    receiver.presses("Accuser réception et ouvrir")
    receiver.reads(name, "Part vivre à Niamey", "00 00 00 41")
    receiver.presses("Accepter")
    receiver.follows("Ouvrir un dossier")
    receiver.answers("registered", "yes")
    receiver.presses("Ouvrir le dossier")
    receiver.reads(name, "Transfert, reçu de CCS-EX", "Suivi repris")

    agent.opens(transfer)
    agent.reads("il reste à clore votre dossier")
    agent.follows("Demander la clôture de notre dossier")
    agent.presses("Demander la clôture de notre dossier")
    agent.reads("Clos")
    supervisor.opens(case)
    supervisor.follows("Lire et décider")
    supervisor.reads("Suivie par une autre organisation")
    supervisor.presses("Approuver la clôture")
    supervisor.reads("Clos")


def test_a_person_names_an_organisation_that_is_told_nothing(sits):
    name = f"Zeina {uuid.uuid4().hex[:6]}"
    agent = sits(AGENT)
    case = opens_a_case(agent, name)
    agent.follows("Demander à nouveau")
    agent.answers("registered", "yes")
    agent.answers("services", "yes")
    agent.answers("sharing", "members")
    box = agent.page.locator("fieldset#f-never")
    if box.locator("summary").count():
        box.locator("summary").click()
    box.get_by_label("LCD-EX – Ligue du Cahier et du Droit").check()
    agent.presses("Noter ce que la personne accepte")
    agent.reads("Jamais avec LCD-EX")
    agent.follows("Référer")
    agent.page.locator("[name=receiver]").select_option(label="LCD-EX – Ligue du Cahier et du Droit (sans son accord)")
    agent.answers("service", "legal-help")
    agent.page.locator("[name=need]").fill("Un avocat.")
    agent.presses("Envoyer le référencement")
    agent.reads("La personne a demandé que rien ne parte vers cette organisation")
