"""The administrator's work: accounts and their two factors, ways back in, verification, backup and what comes back of it."""
import base64
import hmac
import re
import struct
import time

from people import plain
from site_under_test import Site


def code_of(secret, step=0):
    """The six digits that an application shows now (RFC 6238), or so many half minutes later."""
    key = base64.b32decode(secret.replace(" ", "") + "=" * (-len(secret.replace(" ", "")) % 8))
    mac = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30 + step), "sha1")
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def open_account(administrator, organization, role, first_name):
    """Opens an account; its two names, and the first passphrase, which is shown once."""
    name, display = f"{first_name.lower()}-{administrator.mark.lower()}", f"{first_name} Exemple {administrator.mark}"
    administrator.opens("/accounts")
    administrator.follows("Ouvrir un compte")
    administrator.chooses("Organisation", organization)
    administrator.writes("Nom de connexion", name)
    administrator.writes("Nom affiché", display)
    administrator.ticks(role)
    administrator.presses("Ouvrir le compte")
    administrator.reads("Cette phrase n’est montrée qu’une fois.")
    return name, display, shown(administrator, "Première phrase de passe")


def shown(person, label):
    return plain(person.line(label).locator("dd").inner_text())


def changes_passphrase(newcomer, old):
    """Takes the five words that are proposed, which someone who opens case files may not replace by others."""
    words = plain(newcomer.page.locator("p.words").inner_text())
    newcomer.writes("Votre phrase de passe actuelle", old)
    newcomer.writes("Retapez les cinq mots", "cinq mots de ma propre invention")
    newcomer.presses("Changer la phrase de passe")
    newcomer.is_asked("Retapez les cinq mots", "Retapez les cinq mots proposés, dans leur ordre, tels que vous les avez notés.")
    assert plain(newcomer.page.locator("p.words").inner_text()) == words, "the words noted on paper still count"
    newcomer.writes("Votre phrase de passe actuelle", old)
    newcomer.writes("Retapez les cinq mots", words)
    newcomer.presses("Changer la phrase de passe")
    newcomer.reads("Votre phrase de passe est changée.")
    return words


def installs_application(newcomer):
    newcomer.follows("Installer une application de codes")
    secret = plain(newcomer.page.locator("p.words").inner_text())
    newcomer.pictures("compte-3-application", width=360)
    newcomer.writes("Les six chiffres que l’application montre", "000000" if code_of(secret) != "000000" else "111111")
    newcomer.presses("Vérifier et installer")
    newcomer.is_asked(
        "Les six chiffres que l’application montre", "Ce code ne convient pas, ou il a déjà servi. Attendez le suivant et réessayez.")
    newcomer.writes("Les six chiffres que l’application montre", code_of(secret))
    newcomer.presses("Vérifier et installer")
    newcomer.reads("Votre second facteur est en place.")
    return secret


def prints_codes(newcomer, passphrase):
    newcomer.follows("Imprimer une feuille de codes")
    newcomer.writes("Votre phrase de passe actuelle", passphrase)
    newcomer.presses("Tirer une feuille")
    codes = [plain(code) for code in newcomer.page.locator(".shown-once p").all_inner_texts()]
    assert len(set(codes)) == 10
    newcomer.pictures("compte-4-feuille")
    newcomer.follows("C’est noté")
    newcomer.reads("une feuille où il reste 10 codes")
    return codes


def test_an_account_is_opened_and_its_holder_makes_it_their_own(someone):
    administrator, newcomer = someone("administrator"), someone()
    name, display, first = open_account(administrator, "UAE-EX – Union Acacia pour l’Enfance en Chemin", "Agent de protection", "Rakia")
    administrator.pictures("compte-1-ouvert")

    newcomer.signs_in_as(name, first)
    newcomer.reads("Quelqu’un d’autre a vu votre première phrase de passe")
    newcomer.opens("/meetings")
    newcomer.reads("Changer de phrase de passe")  # nothing else opens before that
    newcomer.pictures("compte-2-phrase", width=360)
    passphrase = changes_passphrase(newcomer, first)
    secret = installs_application(newcomer)
    codes = prints_codes(newcomer, passphrase)
    newcomer.leaves()

    newcomer.signs_in_as(name, first, comes_in=False)
    newcomer.reads("Le nom ou la phrase de passe ne convient pas.")
    newcomer.signs_in_as(name, passphrase, comes_in=False)
    newcomer.reads("Code à usage unique")
    newcomer.pictures("compte-5-connexion", width=360)
    newcomer.signs_in_as(name, passphrase, codes[0])
    newcomer.leaves()
    newcomer.signs_in_as(name, passphrase, codes[0], comes_in=False)  # struck out
    newcomer.signs_in_as(name, passphrase, code_of(secret, 1))
    newcomer.opens("/me")
    newcomer.reads("une feuille où il reste 9 codes")

    administrator.opens("/accounts?q=" + name)
    administrator.follows(display)
    administrator.reads("phrase de passe choisie ; second facteur en place")


def test_a_lost_passphrase_is_made_anew_and_an_account_is_closed(someone):
    administrator, supervisor, holder = someone("administrator"), someone("supervisor"), someone()
    name, display, first = open_account(administrator, "UAE-EX – Union Acacia pour l’Enfance en Chemin", "Agent de protection", "Lawali")

    # Whoever opens case files gets a code from a supervisor of their own organisation, never from the administrator.
    administrator.opens("/accounts?q=" + name)
    administrator.follows(display)
    administrator.reads_nothing_of("Remettre un code de réinitialisation")
    supervisor.opens("/accounts?q=" + name)
    supervisor.follows(display)
    supervisor.follows("Remettre un code de réinitialisation")
    supervisor.presses("Tirer un code")
    code = plain(supervisor.page.locator(".shown-once p").inner_text())
    supervisor.follows("C’est noté")
    supervisor.reads("Réinitialisations", "Abdou Exemple")

    holder.opens("/sign-in")
    holder.follows("J’ai reçu un code de réinitialisation")
    holder.writes("Nom de connexion", name)
    holder.writes("Code de réinitialisation", "AAAAA-AAAAA-AAAAA")
    holder.presses("Recevoir une nouvelle phrase")
    holder.reads("Le nom ou le code ne convient pas.")
    assert holder.field("Nom de connexion").input_value() == name, "nothing typed is lost but the code"
    holder.writes("Code de réinitialisation", code)
    holder.presses("Recevoir une nouvelle phrase")
    passphrase = plain(holder.page.locator(".shown-once p").inner_text())
    holder.signs_in_as(name, first, comes_in=False)
    holder.signs_in_as(name, passphrase)

    administrator.opens("/accounts?q=" + name)
    administrator.follows(display)
    administrator.follows("Fermer le compte")
    administrator.reads("ses sessions prennent fin aussitôt")
    administrator.presses("Fermer le compte")
    administrator.reads("personne n’y entre plus")
    holder.opens("/meetings")
    holder.reads("Se connecter")
    holder.signs_in_as(name, passphrase, comes_in=False)


def test_the_data_are_verified_backed_up_and_brought_back(someone, server, tmp_path):
    administrator = someone("administrator")
    administrator.opens("/administration")
    administrator.presses("Vérifier maintenant")
    administrator.until("tout concorde", "Vérifier maintenant")
    administrator.pictures("administration", height=760)

    key = printed_key(server.run("backup", "--new-key", *server.store))
    archive = tmp_path / "sauvegarde"
    server.run("backup", archive, *server.store)  # while it serves
    administrator.opens("/administration")
    administrator.reads(str(archive.name))
    assert "concorde" in server.run("verify", *server.store)

    back = Site("sqlite", tmp_path / "back")
    back.accounts = server.accounts
    back.run("restore", archive, "--key", key, *back.store)
    try:
        back.serve()
        member = someone(at=back)
        member.signs_in("secretariat")
        member.opens("/members")
        member.reads("GTR-EX")
    finally:
        back.stop()
    back.verify()


def printed_key(text):
    """The private half of the backup key, which is shown once."""
    return re.search(r"\b[0-9A-Z]{4,}(?:-[0-9A-Z]{4,}){5,}\b", text)[0]
