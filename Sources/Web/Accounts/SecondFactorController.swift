import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import NetworkLife
import Storage
import Vault

/// The second factor: an application's codes, and a printed sheet that stands in for it.
enum SecondFactorController {
    static let routes: [Route] = [
        .get(.factor, .permission(.selfEdit)) { visit, connection in
            let access = try visit.ownAccess()
            let proposal = try access.proposeFactor()
            return factorPage(visit, proposal.totp, proposal.sealed, asksPassphrase: try holdsFactor(visit, connection))
        },
        .post(.factor, .permission(.selfEdit), setFactor),
        .get(.codes, .permission(.selfEdit)) { visit, _ in codesPage(visit) },
        .post(.codes, .permission(.selfEdit), drawCodes),
        .get(.factorRemoval, .permission(.selfEdit)) { visit, _ in removalPage(visit) },
        .post(.factorRemoval, .permission(.selfEdit)) { visit, typed in
            do {
                try await visit.ownAccess().removeFactor(passphrase: typed["passphrase"], code: typed["code"])
            } catch let refusal as Refusal {
                return removalPage(visit, problems: refusal.problems)
            }
            return .redirect(SitePath.me().query("changed", "removed"))
        },
    ]

    private static func holdsFactor(_ visit: Visit, _ connection: any Connection) throws -> Bool {
        try connection.credential(of: try visit.reader().account)?.hasFactor ?? false
    }

    private static func lede(_ visit: Visit) -> String {
        visit.session?.firstDuty(isSample: visit.site.isSample) == .secondFactor
            ? visit.say(
                "Votre rôle demande un second facteur : installez une application de codes, ou imprimez une feuille, avant de continuer.",
                en: "Your role asks for a second factor: set up a code application, or print a sheet, before you go on.")
            : visit.say(
                "Un code de votre téléphone, en plus de la phrase de passe : qui la vole n’entre pas.",
                en: "A code of your telephone besides the passphrase: whoever steals that does not come in.")
    }

    private static func factorPage(
        _ visit: Visit, _ totp: TOTP, _ sealed: String, asksPassphrase: Bool, problems: [Refusal.Problem] = []
    ) -> Reply {
        let say = visit.say
        let code = Question(
            name: "code", label: Phrase("Les six chiffres que l’application montre", en: "The six digits that the application shows"), kind: .code)
        return visit.page(
            say("Application de codes", en: "Code application"), lede: lede(visit), trail: OwnAccessController.trail(visit),
            status: problems.isEmpty ? .ok : .unprocessableContent
        ) {
            FactorSteps(say: say, secret: totp.base32, link: totp.address(issuer: visit.site.name, account: visit.session?.account.signInName ?? ""))
            PlainForm(
                visit: visit, questions: (asksPassphrase ? [.ownPassphrase()] : []) + [code], problems: problems, hidden: [("secret", sealed)],
                action: SitePath.factor(), button: Phrase("Vérifier et installer", en: "Check and set up"))
            p { a(say("Sans téléphone : imprimer une feuille de codes", en: "Without a telephone: print a sheet of codes"), .href(SitePath.codes())) }
        }
    }

    private static func setFactor(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let access = try visit.ownAccess()
        do {
            try await access.setFactor(proposed: typed["secret"], code: typed["code"], passphrase: typed["passphrase"])
        } catch let refusal as Refusal {
            let (totp, sealed) = if let same = access.factor(proposed: typed["secret"]) { (same, typed["secret"]) } else { try access.proposeFactor() }
            let asks = try await visit.site.store.read { try holdsFactor(visit, $0) }
            return factorPage(visit, totp, sealed, asksPassphrase: asks, problems: refusal.problems)
        }
        return .redirect(SitePath.me().query("changed", "factor"))
    }

    private static func codesPage(_ visit: Visit, problems: [Refusal.Problem] = []) -> Reply {
        visit.page(
            visit.say("Feuille de codes", en: "Sheet of codes"),
            lede: visit.say(
                "Dix codes sur papier : chacun remplace une fois le téléphone. Une nouvelle feuille annule l’ancienne.",
                en: "Ten codes on paper: each stands in once for the telephone. A new sheet cancels the old one."),
            trail: OwnAccessController.trail(visit), status: problems.isEmpty ? .ok : .unprocessableContent
        ) {
            PlainForm(
                visit: visit, questions: [.ownPassphrase()], problems: problems, action: SitePath.codes(),
                button: Phrase("Tirer une feuille", en: "Draw a sheet"), cancel: SitePath.me())
        }
    }

    private static func drawCodes(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let codes: [String]
        do {
            codes = try await visit.ownAccess().drawCodes(passphrase: typed["passphrase"])
        } catch let refusal as Refusal {
            return codesPage(visit, problems: refusal.problems)
        }
        return visit.page(
            visit.say("Vos codes", en: "Your codes"),
            lede: visit.say("Rayez chaque code une fois servi.", en: "Strike each code out once it is used."), trail: OwnAccessController.trail(visit)
        ) {
            ShownOnce(say: visit.say, texts: codes)
            div(.class("actions")) { a(visit.say("C’est noté", en: "I have noted it"), .class("primary"), .href(SitePath.me())) }
        }
    }

    private static func removalPage(_ visit: Visit, problems: [Refusal.Problem] = []) -> Reply {
        let code = Question(
            name: "code", label: Phrase("Un code de l’application ou de la feuille", en: "A code of the application or of the sheet"), kind: .code)
        return visit.page(
            visit.say("Retirer le second facteur", en: "Remove the second factor"),
            lede: visit.say("L’application et la feuille ne serviront plus.", en: "The application and the sheet will no longer count."),
            trail: OwnAccessController.trail(visit), status: problems.isEmpty ? .ok : .unprocessableContent
        ) {
            PlainForm(
                visit: visit, questions: [.ownPassphrase(), code], problems: problems, action: SitePath.factorRemoval(),
                button: Phrase("Retirer le second facteur", en: "Remove the second factor"), isDangerous: true, cancel: SitePath.me())
        }
    }
}

extension TOTP {
    /// What opens the application on the telephone that shows this page.
    fileprivate func address(issuer: String, account: String) -> Address {
        .authenticator(uri(issuer: issuer, account: account)) ?? .here("content")
    }
}

private struct FactorSteps: Component {
    let say: Say
    let secret: String
    let link: Address

    private var groups: String {
        let characters = Array(secret)
        return stride(from: 0, to: characters.count, by: 4).map { String(characters[$0..<min($0 + 4, characters.count)]) }.joined(separator: " ")
    }

    var body: some Markup {
        ol {
            li(
                say(
                    "Installez sur votre téléphone une application de codes (FreeOTP, Aegis, ou celle que vous avez).",
                    en: "Install a code application on your telephone (FreeOTP, Aegis, or the one that you have)."))
            li {
                say("Ajoutez-y ce secret, à la main :", en: "Add this secret to it, by hand:")
                p(groups, .class("card words"))
                p { a(say("Sur ce téléphone : ouvrir l’application", en: "On this telephone: open the application"), .href(link)) }
            }
            li(say("Tapez ici le code qu’elle montre.", en: "Type the code that it shows here."))
        }
    }
}
