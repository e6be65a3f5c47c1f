"""Persons whom the network meets, each with what must not go wrong for them. The boy alone is in test_case, who only asked the way in test_registers."""
import uuid

AGENT, SUPERVISOR, OFFICER = "c09", "c07", "c18"


def opens_a_case(agent, name, **answers):
    """A first contact in which just this is answered; the address of the case file."""
    agent.opens("/cases/new")
    for field, codes in {"registered": "yes", "services": "yes", "sex": "female", "age_band": "25-59", **answers}.items():
        for code in codes.split():
            agent.answers(field, code)
    agent.page.locator("[name=name]").fill(name)
    agent.presses("Ouvrir le dossier")
    agent.reads(name)
    return agent.page.url.split("?")[0].removeprefix(agent.server.origin)


def needs(agent, case, code):
    agent.opens(case)
    agent.follows("Noter un besoin")
    agent.answers("need", code)
    agent.presses("Noter un besoin")


def tells_outside(agent, case, provider, party, service, need):
    """Notes that the person is sent to a service outside the network, and asks for the form to print."""
    agent.opens(case)
    agent.follows("Référer")
    agent.follows("Référer plutôt hors du réseau")
    agent.page.locator("[name=provider]").fill(provider)
    agent.answers("party", party)
    agent.answers("service", service)
    agent.page.locator("[name=need]").fill(need)
    agent.answers("shared", "sex")
    agent.presses("Noter et préparer la fiche")


def test_a_trafficked_woman_keeps_her_story_from_the_police_and_takes_another_consent_back(sits):
    agent, name = sits(AGENT), f"Blessing {uuid.uuid4().hex[:6]}"
    case = opens_a_case(agent, name, sharing="health shelter", statistics="yes", community="controlled unpaid", advocacy="no")
    agent.reads("Services de soins", "Hébergement et aide matérielle")
    needs(agent, case, "TIP")

    # The police was not ticked: it is refused, and what was typed is still there.
    tells_outside(agent, case, "Brigade des mineurs (exemple)", "justice", "legal-help", "Porter plainte.")
    agent.reads("n’a pas accepté")
    assert agent.page.locator("[name=need]").input_value() == "Porter plainte."
    tells_outside(agent, case, "Foyer d’exemple", "shelter", "night-shelter", "Un lit loin de la gare.")
    agent.reads("Hors du réseau", "Foyer d’exemple", "Le sexe")
    sent = agent.page.url.split("?")[0].removeprefix(agent.server.origin)
    agent.follows("Fiche à imprimer")
    agent.reads("Un lit loin de la gare.")
    agent.reads_nothing_of(name, "Traite")

    # She takes back what she had said of accommodation: at once nothing more is shared, and what left is hers to have destroyed.
    agent.opens(case)
    agent.follows("Noter un retrait")
    agent.answers("question", "sharing")
    agent.answers("party", "shelter")
    agent.presses("Noter un retrait")
    agent.opens(sent)
    agent.reads("demandez au service de détruire ce qu’il a reçu")
    tells_outside(agent, case, "Foyer d’exemple", "shelter", "night-shelter", "Encore un lit.")
    agent.reads("n’a pas accepté")
    agent.opens(case)
    agent.reads("Services de soins")
    agent.follows("Noter un retrait")
    agent.answers("question", "statistics")
    agent.presses("Noter un retrait")
    assert "non" in agent.line("Être comptée, sans nom").inner_text()


def test_a_family_with_a_child_with_a_disability_is_one_file_of_several_people(sits):
    agent, name = sits(AGENT), f"Hawa {uuid.uuid4().hex[:6]}"
    case = opens_a_case(agent, name, sharing="members", statistics="yes", family="dependants", situation="expelled-libya")
    for child, relation, walking in ((f"Idrissa {name[-3:]}", "child", "3"), (f"Salamatou {name[-3:]}", "child", "1")):
        agent.opens(case)
        agent.follows("Ajouter une personne")
        agent.answers("relation", relation)
        agent.page.locator("[name=name]").fill(child)
        agent.answers("sex", "male")
        agent.answers("age_band", "5-11")
        agent.answers("separation", "with-family")
        agent.answers("walking", walking)
        agent.presses("Ajouter une personne")
        agent.reads(child)
    assert agent.read().count("Situation de handicap") == 1, "just one of the two has a lot of difficulty"
    assert "Situation de handicap" in agent.line(f"Idrissa {name[-3:]}").inner_text()
    needs(agent, case, "DS")
    agent.reads("Handicap")
    agent.opens("/cases")
    agent.reads(name)
    agent.reads_nothing_of("Idrissa", "Handicap")

    # What is sealed is counted by who opens it: the supervisor, whose reading is noted; the totals alone are told.
    supervisor = sits(SUPERVISOR)
    supervisor.opens("/measures?measure=R2.2")
    supervisor.follows("Besoins spécifiques des personnes repérées")
    supervisor.presses("Compter les besoins")
    supervisor.reads("Dernier changement compté le", "Handicap", "seuls les totaux restent")
    supervisor.reads_nothing_of(name)
    officer = sits(OFFICER)
    officer.opens("/measures?measure=R2.2.a")
    officer.reads("Besoins spécifiques des personnes repérées")
    officer.reads_nothing_of("Compter les besoins", name)


def test_an_asylum_seeker_is_sent_to_who_takes_the_request_and_never_just_home(sits):
    agent, name = sits(AGENT), f"Samuel {uuid.uuid4().hex[:6]}"
    case = opens_a_case(agent, name, sex="male", sharing="asylum return", structural="return-danger", nationality="SDN")
    needs(agent, case, "ASY")
    tells_outside(agent, case, "Bureau des retours (exemple)", "return", "voluntary-return", "Rentrer.")
    agent.reads("jamais envoyé vers un service qui n’aide qu’au retour")
    tells_outside(agent, case, "Service d’asile (exemple)", "asylum", "asylum", "Enregistrer sa demande d’asile.")
    agent.reads("Hors du réseau", "Service d’asile (exemple)")
    for step, answer in (("Le service accepte", None), ("Noter le service rendu", None), ("Noter l’accès au droit", ("access", "reached")), ("Clore", ("next", "nothing"))):
        agent.follows(step)
        if answer:
            agent.answers(*answer)
        agent.presses(step)
    agent.reads("Oui, pleinement")
