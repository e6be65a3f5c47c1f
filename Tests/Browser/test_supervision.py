"""A supervisor looks after many case files at once; colleagues meet about one; each form goes to the field on one sheet of paper."""
import io
import re

from pypdf import PdfReader


def opens_a_case(agent, name):
    agent.opens("/cases/new")
    for question in ("que ce qu’elle dit soit écrit", "de recevoir de l’aide"):
        agent.content.get_by_role("group", name=re.compile(question)).get_by_label("Oui", exact=True).check()
    agent.writes("Nom, ou comment l’appeler", name)
    agent.presses("Ouvrir le dossier")
    if agent.page.locator("[name=anyway]").count():  # someone may have a file already
        agent.page.locator("[name=anyway]").first.click()
    agent.reads(name)
    number = re.search(r"Dossier ([0-9A-Z]{3}-[0-9A-Z]{3})", agent.read()).group(1)
    return "/" + "/".join(agent.page.url.split("?")[0].split("/")[3:]), number


def test_several_files_are_entrusted_in_one_act(someone):
    agent, supervisor = someone("caseworker"), someone("supervisor")
    files = [opens_a_case(agent, f"Kadi Exemple {agent.mark}{letter}") for letter in "XY"]
    supervisor.opens("/cases?part=all")
    supervisor.presses("Confier les dossiers cochés")
    supervisor.reads("Choisissez à qui confier les dossiers.")
    choice = supervisor.page.locator("[name=account]")
    names = [name for name in choice.locator("option").all_inner_texts() if name != "Choisir…"]
    own = next(name for name in names if name not in agent.content.page.locator("body").inner_text())
    choice.select_option(label=own)
    supervisor.presses("Confier les dossiers cochés")
    supervisor.reads("Cochez au moins un dossier.")
    for _, number in files:
        supervisor.ticks(f"Choisir le dossier {number}")
    supervisor.page.locator("[name=account]").select_option(label=own)
    supervisor.pictures("protection-3-confier", width=1280)
    supervisor.presses("Confier les dossiers cochés")
    supervisor.reads("Dossiers confiés")
    for path, _ in files:
        agent.opens(path, status=404)
        supervisor.opens(path)
    supervisor.opens("/caseload")
    supervisor.reads("Charge des agents", own)
    for page in ("/caseload/lost/decisions", "/closure-sample", "/cases?part=silent"):
        supervisor.opens(page)


def test_a_case_conference_puts_its_decisions_into_the_plan(someone):
    agent = someone("caseworker")
    path, _ = opens_a_case(agent, f"Sadou Exemple {agent.mark}")
    agent.follows("Noter une réunion de cas")
    agent.writes("Ce qui a été discuté", f"Où dormira-t-il {agent.mark} ?")
    agent.page.locator("[name=action-1]").fill(f"Appeler le foyer {agent.mark}")
    agent.presses("Noter la réunion de cas")
    agent.reads("Choisissez quelqu’un qui suit ce dossier, ou un superviseur.")
    agent.page.locator("[name=responsible-1]").select_option(index=1)
    agent.page.locator("[name=due-1]").fill("2030-01-02")
    agent.pictures("protection-4-reunion-de-cas", width=360)
    agent.presses("Noter la réunion de cas")
    agent.reads(f"Où dormira-t-il {agent.mark} ?", f"Appeler le foyer {agent.mark}", "Décidé en réunion de cas")


def test_each_case_form_prints_on_one_page(server, page_at):
    from people import Someone

    agent = Someone(page_at(794, role="caseworker"), server)
    path, _ = opens_a_case(agent, "Papa Exemple")
    parts = "people consents withdrawals needs assessments actions conferences services notes screenings closure referrals transfers outside-referrals edit".split()
    for form in ["/cases/new"] + [f"{path}/{part}" for part in parts]:
        agent.page.goto(form)
        paper = PdfReader(io.BytesIO(agent.page.pdf(format="A4")))
        assert len(paper.pages) == 1, f"{form} prints on {len(paper.pages)} pages"
        if form == "/cases/new":
            printed = " ".join(paper.pages[0].extract_text().split())
            # What lies folded on the screen is asked on paper too, the six questions of the Washington Group among it.
            for words in ["à voir, même avec", "à entendre, même avec", "à marcher ou à monter", "à vous souvenir", "à prendre soin de vous", "Avec votre langue habituelle", "Nom de la mère", "À quelles heures"]:
                assert words in printed, f"the sheet does not ask: {words}"
