"""A name however spelt finds the file of whoever bears it, for those who may open it; the same person is not opened twice unseen."""


def first_contact(agent, name, telephone=""):
    agent.opens("/cases/new")
    agent.page.locator("[name=registered][value=yes]").check()
    agent.page.locator("[name=giver][value=person]").check()
    agent.page.locator("[name=sex][value=male]").check()
    agent.page.fill("[name=name]", name)
    agent.page.fill("[name=birth_year]", "1995")
    agent.page.fill("[name=telephone]", telephone)
    agent.presses("Ouvrir le dossier")


def number_of(agent):
    return agent.page.locator("p.lede").inner_text().split()[-1]


def test_a_file_is_found_however_the_name_is_spelt_and_not_opened_twice_unseen(someone):
    agent, supervisor = someone("caseworker"), someone("supervisor")
    # One name for each screen and engine, so that none is another's duplicate.
    names = {"A": ("Mahamadou Garkouwa", "Mohamed Garkuwa"), "B": ("Hadiza Koutoubi", "Khadija Kutubi")}[agent.mark]
    agent.opens("/cases/search")
    agent.reads("Chaque dossier montré est noté comme lu.")
    agent.pictures(f"recherche-1-vide-{agent.width}", width=agent.width)

    first_contact(agent, names[0], "+227 00 11 22 33")
    number = number_of(agent)
    agent.opens("/cases")
    agent.page.fill("[name=q]", names[1])
    agent.presses("Chercher")
    agent.reads(names[0], number, "s’accordent")
    assert "Mohamed" not in agent.page.url and "Khadija" not in agent.page.url
    agent.pictures(f"recherche-2-trouve-{agent.width}", width=agent.width)
    agent.page.fill("[name=q]", "Zulkifl")
    agent.presses("Chercher")
    agent.reads("Aucun dossier que vous puissiez ouvrir ne ressemble à cela.")
    agent.pictures(f"recherche-3-rien-{agent.width}", width=agent.width)

    first_contact(agent, names[1])
    agent.reads("Cette personne a peut-être déjà un dossier", names[0], number, "Rien n’est encore enregistré")
    assert agent.page.input_value("[name=name]") == names[1]
    agent.pictures(f"recherche-4-doublon-{agent.width}", width=agent.width, height=1200)
    agent.presses("Ouvrir quand même un nouveau dossier")
    second = number_of(agent)
    assert second != number

    supervisor.opens("/cases")
    supervisor.page.fill("[name=q]", number.lower())
    supervisor.presses("Chercher")
    supervisor.follows(names[0])
    supervisor.page.locator("summary", has_text="Joindre un autre dossier").click()
    supervisor.writes("Numéro de l’autre dossier", second)
    supervisor.presses("Joindre")
    supervisor.reads("Autres dossiers de la même personne", second)
    supervisor.page.locator("h2", has_text="Autres dossiers").scroll_into_view_if_needed()
    supervisor.pictures(f"recherche-5-joints-{supervisor.width}", width=supervisor.width, height=2600)
    supervisor.follows(second)
    supervisor.reads(number)
    supervisor.presses(f"Séparer du dossier {number}")
    supervisor.reads("Séparés le")
