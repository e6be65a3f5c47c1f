"""Someone opens the address that they were given."""
import pytest

from checks import axe_clean, no_foreign_requests, no_sideways_scroll, shot, sign_in


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_sign_in_page_opens_whole(server, page_at, width, javascript):
    page = page_at(width, javascript=javascript)
    assert page.goto("/sign-in").status == 200
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "fr"
    axe_clean(page)
    no_sideways_scroll(page)
    no_foreign_requests(page, server)
    if width == 360:
        shot(page, "connexion")


def test_a_wrong_passphrase_is_refused_with_a_sentence(server, page_at):
    page = page_at(360, javascript=False)
    page.goto("/sign-in")
    page.fill("input[autocomplete=username]", server.account("secretariat")["name"])
    page.fill("input[type=password]", "ce n’est pas celle-ci")
    page.click("form:has(input[type=password]) button[type=submit]")
    assert page.locator("input[type=password]").is_visible()
    assert page.locator("[role=alert]").inner_text().strip()
    axe_clean(page)


def test_the_secretariat_signs_in_and_sees_what_is_to_be_done(server, page_at):
    page = page_at(360)
    sign_in(page, server, "secretariat")
    axe_clean(page)
    no_sideways_scroll(page)
    no_foreign_requests(page, server)
    shot(page, "a-faire")


def test_english_is_one_button_away_before_and_after_signing_in(server, page_at):
    page = page_at(360, javascript=False)
    page.goto("/sign-in")
    page.click("button:has-text('English')")
    assert page.locator("html").get_attribute("lang") == "en"
    sign_in(page, server, "secretariat")
    page.click("button:has-text('Français')")
    assert page.locator("h1").inner_text() == "À faire"
    page.click("button:has-text('English')")
    assert page.locator("h1").inner_text() == "To do"
    axe_clean(page)


def test_a_new_member_looks_around(someone):
    member = someone("advocacy-officer")
    member.opens("/")
    for area, words, picture in [
        ("Rencontres", "1re rencontre nationale", "tour-1-rencontres"), ("Annuaire", "APP-EX", "tour-2-annuaire"),
        ("Projet", "Résultats attendus", "tour-3-projet"), ("Mon compte", "Chargé de plaidoyer", "tour-5-compte"),
    ]:
        member.goes_to(area)
        member.reads(words)
        member.pictures(picture)
    member.goes_to("Recherche")
    member.writes("Un nom, un sigle, un mot d’un titre", "acacia")
    member.presses("Chercher")
    member.reads("UAE-EX")
    member.pictures("tour-4-recherche", width=360)
    member.goes_to("Rencontres")
    member.page.emulate_media(color_scheme="dark")
    member.follows("1re rencontre nationale")
    member.pictures("tour-6-sombre", width=360)
