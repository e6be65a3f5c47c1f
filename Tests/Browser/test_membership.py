"""An organisation joins the network, signs what members sign, names who speaks for it, and may be suspended or leave."""


def applies(secretariat, name, acronym):
    """Enters the application of an organisation that the directory does not know yet."""
    secretariat.opens("/members")
    secretariat.follows("Enregistrer une candidature")
    secretariat.writes("Nom", name)
    secretariat.writes("Sigle", acronym)
    secretariat.chooses("Type d’organisation", "Groupement féminin")
    secretariat.chooses("Antenne", "Tahoua")
    secretariat.writes("Motivation", "Accompagner les femmes de passage vers leurs droits. Exemple.")
    secretariat.presses("Enregistrer une candidature")
    secretariat.reads(f"Adhésion de {acronym}", "Candidature reçue depuis le")


def signs(secretariat, text):
    secretariat.follows("Ajouter un texte signé")
    secretariat.chooses("Texte", text)
    secretariat.writes("Signé par", "Balkissa Exemple")
    secretariat.presses("Ajouter un texte signé")
    secretariat.reads(text, "Signé par Balkissa Exemple")


def test_an_organisation_joins_signs_and_is_represented(someone):
    secretariat = someone("secretariat")
    name, acronym = f"Natte Partagée (exemple {secretariat.mark})", f"NAP-{secretariat.mark}"

    applies(secretariat, name, acronym)
    secretariat.reads("Il manque : Charte du réseau")
    secretariat.pictures("adhesion-1-candidature", width=360)

    secretariat.follows("Noter l’examen")
    secretariat.writes("Motif ou avis", "Statuts lus, deux membres la recommandent.")
    secretariat.presses("Noter l’examen")
    secretariat.reads("Candidature examinée depuis le", "deux membres la recommandent")

    secretariat.follows("Prononcer l’admission")
    assert secretariat.field("Antenne").locator("option:checked").inner_text() == "Tahoua", "the branch asked for is proposed"
    secretariat.chooses("Antenne", "Agadez")
    secretariat.presses("Prononcer l’admission")
    secretariat.reads("Membre depuis le", "Admission – Agadez")

    for text in ["Charte du réseau", "Code de conduite (EAS/HS)", "Protocole de partage de l’information", "Engagement de membre"]:
        signs(secretariat, text)
    secretariat.reads_nothing_of("Il manque")
    secretariat.pictures("adhesion-2-textes", height=1100)

    person = f"Balkissa Exemple {secretariat.mark}"
    secretariat.opens("/people/new")
    secretariat.writes("Nom", person)
    secretariat.chooses("Organisation", f"{acronym} – {name}")
    secretariat.presses("Ajouter la personne")
    secretariat.opens("/members")
    secretariat.follows(acronym)
    secretariat.follows("Ajouter un représentant")
    secretariat.chooses("Personne", person)
    secretariat.writes("À quel titre", "Présidente, point focal")
    secretariat.presses("Ajouter un représentant")
    secretariat.reads(person, "Présidente, point focal")

    # Everyone in the network sees where it stands; only the secretariat moves it.
    focal_point = someone("branch-focal-point")
    focal_point.opens("/members")
    focal_point.reads(acronym)
    focal_point.follows(acronym)
    focal_point.reads("Membre depuis le", person)
    focal_point.reads_nothing_of("Suspendre l’adhésion", "Ajouter un texte signé")


def test_an_application_is_refused_with_its_reason(someone):
    secretariat = someone("secretariat")
    acronym = f"REF-{secretariat.mark}"
    applies(secretariat, f"Comptoir du Passage (exemple {secretariat.mark})", acronym)
    secretariat.follows("Noter l’examen")
    secretariat.presses("Noter l’examen")

    secretariat.follows("Refuser la candidature")
    secretariat.presses("Refuser la candidature")
    secretariat.is_asked("Motif ou avis", "Donnez le motif.")
    secretariat.writes("Motif ou avis", "But lucratif : les statuts le disent à l’article 4.")
    secretariat.presses("Refuser la candidature")
    secretariat.reads("Candidature refusée depuis le", "But lucratif : les statuts le disent à l’article 4.")

    # A refusal closes nothing for ever: the organisation may ask again.
    secretariat.reads("Enregistrer la candidature")
    secretariat.reads_nothing_of("Il manque")


def test_a_member_is_suspended_comes_back_and_withdraws(someone):
    secretariat = someone("secretariat")
    acronym = f"SUS-{secretariat.mark}"
    applies(secretariat, f"Foyer du Retour (exemple {secretariat.mark})", acronym)
    for step in ["Noter l’examen", "Prononcer l’admission"]:
        secretariat.follows(step)
        secretariat.presses(step)

    secretariat.follows("Suspendre l’adhésion")
    secretariat.presses("Suspendre l’adhésion")
    secretariat.is_asked("Motif ou avis", "Donnez le motif.")
    secretariat.writes("Motif ou avis", "États financiers non publiés.")
    secretariat.presses("Suspendre l’adhésion")
    secretariat.reads("Suspendue depuis le", "États financiers non publiés.")
    secretariat.opens("/members?standing=suspended")
    secretariat.reads(acronym)

    secretariat.follows(acronym)
    secretariat.follows("Noter la reprise")
    secretariat.presses("Noter la reprise")
    secretariat.reads("Membre depuis le")

    secretariat.follows("Noter le retrait")
    secretariat.writes("Motif ou avis", "L’association se consacre à autre chose.")
    secretariat.presses("Noter le retrait")
    secretariat.reads("Retirée depuis le", "L’association se consacre à autre chose.")
    secretariat.opens("/members?standing=suspended")
    secretariat.reads_nothing_of(acronym)
