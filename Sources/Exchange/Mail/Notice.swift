import Foundation
import Journal

/// The address of the site's first page, and nothing more: no path, no query and no account can stand in it.
package struct SignInAddress: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// Nil unless the text is `http` or `https`, a host and perhaps a port; a lone `/` at the end may be left out.
    package init?(_ text: String) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme, ["http", "https"].contains(scheme),
            let host = parts.host, MailAddress.isDomain(host), parts.path.isEmpty || parts.path == "/",
            parts.query == nil, parts.fragment == nil, parts.user == nil, parts.password == nil
        else { return nil }
        description = "\(scheme)://\(host)\(parts.port.map { ":\($0)" } ?? "")/"
    }
}

/// What the network may tell a member by e-mail: counts, a date, the sign-in address, and phrases fixed here.
///
/// A message crosses servers that others run and lights up a locked screen. There is no property of text, so nothing about a person,
/// a case or a meeting fits; what it is about is read after signing in.
package struct Notice: Hashable, Sendable {
    package enum Reason: CaseIterable, Sendable {
        /// Something waits for the member.
        case waiting
        /// What waits is due on the date.
        case due
        /// An account was made for the member, who now signs in for the first time.
        case access
        /// Something about the member's account was changed on the date.
        case changed
    }

    package enum Kind: CaseIterable, Sendable {
        case toDo, late, toRead, toSettle
    }

    package let reason: Reason
    package let counts: [Kind: UInt]
    package let day: Day
    package let signIn: SignInAddress

    package init(_ reason: Reason, counts: [Kind: UInt] = [:], day: Day, signIn: SignInAddress) {
        (self.reason, self.counts, self.day, self.signIn) = (reason, counts, day, signIn)
    }
}

extension Notice {
    var subject: Phrase {
        switch reason {
        case .waiting: Phrase("Du nouveau pour vous", en: "Something new for you")
        case .due: Phrase("Un rappel pour vous", en: "A reminder for you")
        case .access: Phrase("Votre accès est prêt", en: "Your access is ready")
        case .changed: Phrase("Votre accès a changé", en: "Your access has changed")
        }
    }

    func text(_ language: Language) -> String {
        var lines = [Phrase("Bonjour,", en: "Hello,")(language), "", opening(language)]
        for kind in Kind.allCases {
            if let count = counts[kind], count > 0 { lines.append("– \(kind.label(language)) \(count)") }
        }
        lines += ["", Phrase("Pour en savoir plus, connectez-vous :", en: "To know more, sign in:")(language), signIn.description, ""]
        lines.append(Phrase("Merci de ne pas répondre à ce message.", en: "Please do not answer this message.")(language))
        return lines.joined(separator: "\n") + "\n"
    }

    private func opening(_ language: Language) -> String {
        let date = Self.written(day, language)
        return switch reason {
        case .waiting: Phrase("Au \(date), ceci vous attend :", en: "On \(date), this waits for you:")(language)
        case .due: Phrase("À faire au plus tard le \(date) :", en: "To be done by \(date):")(language)
        case .access:
            Phrase(
                "Depuis le \(date), vous pouvez vous connecter. Le code vous sera remis de la main à la main.",
                en: "Since \(date) you can sign in. The code will be given to you in person.")(language)
        case .changed:
            Phrase(
                "Le \(date), votre accès a été modifié. Si ce n’est pas vous, prévenez tout de suite qui l’a ouvert.",
                en: "On \(date) your access was changed. If this was not you, tell whoever opened it at once.")(language)
        }
    }

    private static func written(_ day: Day, _ language: Language) -> String {
        let months: [String] =
            switch language {
            case .french:
                ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]
            case .english:
                ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
            }
        let first = language == .french && day.day == 1 ? "1er" : "\(day.day)"
        return "\(first) \(months[day.month - 1]) \(day.year)"
    }
}

extension Notice.Kind {
    var label: Phrase {
        switch self {
        case .toDo: Phrase("à faire :", en: "to do:")
        case .late: Phrase("en retard :", en: "late:")
        case .toRead: Phrase("à lire :", en: "to read:")
        case .toSettle: Phrase("à régler :", en: "to settle:")
        }
    }
}
