"""Results become open data when two people have decided it on the same terms, and one is enough to close it."""


def test_two_people_open_the_data_and_one_closes_it(someone):
    secretariat = someone("secretariat")
    secretariat.opens("/project")
    secretariat.follows("Ce qui est publié, et qui l’a décidé")
    secretariat.reads("Fermées : rien n’est publié")
    secretariat.opens("/project/open-data/edit")
    secretariat.writes("Identifiant IATI de qui publie", "NE/DGI 1")
    secretariat.writes("Type d’organisation (code IATI)", "22")
    secretariat.writes("Code du projet", f"EXEMPLE-{secretariat.mark}")
    secretariat.writes("Monnaie", "EUR")
    secretariat.writes("Secteurs et leur part", "15190 70, 15150 20")
    secretariat.writes("Le projet en quelques phrases", "Soutenir les organisations. Exemple.")
    secretariat.writes("Indicateurs qui restent dehors", "R2.6")
    secretariat.presses("Enregistrer")
    secretariat.reads("Donnez l’identifiant IATI", "doivent faire ensemble 100 %")
    assert secretariat.field("Le projet en quelques phrases").input_value() == "Soutenir les organisations. Exemple.", "nothing is lost"
    secretariat.writes("Identifiant IATI de qui publie", "NE-DGI-00000")
    secretariat.writes("Secteurs et leur part", "15190 80, 15150 20")
    secretariat.presses("Enregistrer")
    secretariat.reads("Personne n’a encore donné son accord")

    secretariat.presses("Donner mon accord")
    secretariat.reads("Fermées")
    assert secretariat.page.get_by_role("button", name="Donner mon accord").count() == 0, "one person agrees once"
    meal = someone("meal")
    meal.opens("/project/open-data")
    meal.presses("Donner mon accord")
    meal.reads("Ouvertes : les fichiers IATI et HXL peuvent être faits")

    meal.presses("Fermer les données ouvertes")
    meal.reads("Fermées", "Personne n’a encore donné son accord")
